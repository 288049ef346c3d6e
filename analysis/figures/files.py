"""Figures as files: whole or not at all, the same bytes each time, with title and description inside."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal
from matplotlib.text import Text

from analysis import typesetting
from analysis.figures.checks import name_of
from analysis.figures.sheet import Notes
from analysis.files import whole

FORMATS = {"png": ".png", "svg": ".svg", "svg-text": ".text.svg", "pdf": ".pdf"}


def save_figure(
    fig: Figure,
    stem: str | Path,
    formats: Sequence[str] = ("png", "svg", "pdf"),
    *,
    title: str | None = None,
    description: str | None = None,
    source: str | None = None,
) -> list[Path]:
    """Write a figure in several formats, each under a temporary name that is renamed when whole.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Any figure; those of this package bring their own notes.
    stem : str or pathlib.Path
        Path without the ending. The folder is made where it is missing.
    formats : sequence of {"png", "svg", "svg-text", "pdf"}
        ``"svg"`` draws text as outlines, which look the same everywhere; ``"svg-text"`` keeps it as text
        that can be searched and copied, and brings its font along for browsers.
    title, description, source : str, optional
        For the files' metadata, in place of the figure's own notes.

    Returns
    -------
    list of pathlib.Path
        The files, in the order of `formats`.

    Raises
    ------
    ValueError
        If a format is not known.
    """
    unknown = [f for f in formats if f not in FORMATS]
    if unknown:
        raise ValueError(f"unknown format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    notes = _notes(fig, title, description, source)
    stem = Path(stem)
    stem.parent.mkdir(parents=True, exist_ok=True)
    return [_write(fig, stem, fmt, notes) for fmt in formats]


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML may hold them


def _notes(fig: Figure, title: str | None, description: str | None, source: str | None) -> Notes:
    own = getattr(fig, "notes", None) or Notes("", "", "", "ar")
    said = (title or own.title, description or own.description, source or own.source)
    return Notes(*(_NO_XML.sub("", text or "") for text in said), own.lang)


def _write(fig: Figure, stem: Path, fmt: str, notes: Notes) -> Path:
    target = stem.with_name(stem.name + FORMATS[fmt])
    with whole(target) as part:
        with (
            mpl.rc_context(typesetting.rc(stem.name) | {"savefig.bbox": None}),
            _prepared(fig, fmt, notes.lang),
        ):
            if fmt == "svg-text":
                mpl.rcParams["svg.fonttype"] = "none"
            fig.savefig(part, format=fmt.partition("-")[0], metadata=_metadata(fmt, notes), dpi=fig.dpi)
        if fmt == "svg-text":
            part.write_text(typesetting.web_text(part.read_text(encoding="utf-8")), encoding="utf-8")
    return target


def _metadata(fmt: str, notes: Notes) -> dict[str, Any]:
    """Notes in the keys of a format, without date and program, which would change from run to run."""
    if fmt == "png":
        given = {"Title": notes.title, "Description": notes.description, "Source": notes.source}
        return {"Software": None} | {k: v for k, v in given.items() if v}
    if fmt == "pdf":
        given = {"Title": notes.title, "Subject": notes.description, "Keywords": notes.source}
        return {"CreationDate": None, "Creator": None, "Producer": None} | {
            k: v for k, v in given.items() if v
        }
    given = {
        "Title": notes.title,
        "Description": notes.description,
        "Source": notes.source,
        "Language": notes.lang,
    }
    return {"Date": None, "Creator": None} | {k: v for k, v in given.items() if v}


@contextlib.contextmanager
def _prepared(fig: Figure, fmt: str, lang: str) -> Iterator[None]:
    """Adapt the texts to a format while it is written.

    In PDF Matplotlib 3.11 counts a kern twice where a text changes its font subset, which moves Arabic words;
    drawn as outlines they stay in place. A browser orders the text of an SVG itself, so it gets the logical
    text with isolates on every Matplotlib.
    """
    texts = fig.findobj(Text)
    before = [(t, t.get_path_effects(), t.get_text()) for t in texts]
    try:
        for text in texts:
            if fmt == "pdf" and (lang == "ar" or not text.get_text().isascii()):
                text.set_path_effects([Normal()])
            if fmt == "svg-text" and name_of(text) != text.get_text():
                rtl = text.get_text() == typesetting.shape(name_of(text), True)  # as the line was drawn
                text.set_text(typesetting.shape(name_of(text), rtl, native=True))
        with warnings.catch_warnings():
            if fmt == "svg-text":  # the isolates have no glyph, and a browser needs none
                warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
            yield
    finally:
        for text, effects, content in before:
            text.set_path_effects(effects)
            text.set_text(content)
