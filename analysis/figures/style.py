"""How the figures look: sizes, inks, themes. Nothing here draws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis import lexicon
from analysis.wording import Style

__all__ = ["SIZES", "Size", "Style", "Theme", "assign_themes", "page_size"]

INK, GREY, FAINT = "#1c2430", "#56606c", "#dfe4ea"
PAPER, SHADE = "#ffffff", "#eaeff5"


@dataclass(frozen=True, slots=True)
class Size:
    """A page: lengths in points (1/72 in), type in points."""

    name: str
    width: float
    height: float  # greatest height; a fixed page has exactly this one
    fixed: bool
    type: float
    small: float
    title: float
    margin: float  # at the sides
    edge: float  # above and below
    dpi: int

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin


SIZES = {
    "report": Size("report", 6.3 * 72, 11.0 * 72, False, 8.0, 7.6, 13.0, 17.0, 14.0, 300),
    "page": Size("page", 7.5 * 72, 11.0 * 72, False, 9.2, 8.4, 16.0, 20.0, 16.0, 300),
    "slide": Size("slide", 40 / 3 * 72, 7.5 * 72, True, 18.0, 18.0, 24.0, 34.0, 13.0, 150),
}


def page_size(name: str) -> Size:
    """Look up a page size, or say which there are."""
    if name not in SIZES:
        raise ValueError(f"size must be one of {', '.join(SIZES)}, not {name!r}")
    return SIZES[name]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme's look: colour and mark together, so that grey print keeps it."""

    name: str | None
    colour: str
    mark: str
    ar: str
    en: str


def assign_themes(names: Iterable[str | None]) -> dict[str | None, Theme]:
    """Give every theme of a table a colour and a mark.

    Parameters
    ----------
    names : iterable of str or None
        Themes in table order, repeats allowed.

    Returns
    -------
    dict
        Known themes keep their own look in every figure; others take the next free one; None is neutral.

    Examples
    --------
    >>> assign_themes(["energy", "رياضة"])["رياضة"].mark
    'o'
    """
    words = lexicon.load("figure_words")
    known = {t["id"]: t for t in words["themes"]}
    names = list(dict.fromkeys(names))
    taken = {known[n]["mark"] for n in names if n in known}
    free = [s for s in words["spare_themes"] if s["mark"] not in taken] or words["spare_themes"]
    out, used = {}, 0
    for name in names:
        if name is None:
            out[name] = Theme(None, GREY, "|", words["ar"]["no_theme"], words["en"]["no_theme"])
        elif name in known:
            look = known[name]
            out[name] = Theme(name, look["colour"], look["mark"], look["ar"], look["en"])
        else:
            look, used = free[used % len(free)], used + 1
            out[name] = Theme(name, look["colour"], look["mark"], str(name), str(name))
    return out
