"""Figures made of rows under a common header: what the table figures share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis import typesetting
from analysis.figures import sheet
from analysis.figures.events import days_of
from analysis.figures.header import KeyEntry, compose_header
from analysis.figures.sheet import Notes, ReportFigure, Sheet
from analysis.figures.style import GREY, INK, Size, Style, page_size
from analysis.figures.wording import Words, month_tradition


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a page: how high it is, and how it is drawn from a height down."""

    height: float
    draw: Callable[[Sheet, float], None]
    text: str = ""  # what it says, for the alternative text
    items: int = 1  # rows of the table that it stands for


@dataclass(frozen=True, slots=True)
class Board:
    """A page of rows in the making."""

    words: Words
    size: Size
    attrs: Mapping[str, Any]
    published: int | None
    ruler: Sheet

    @property
    def em(self) -> float:
        """Type size in points."""
        return self.size.type

    @property
    def line(self) -> float:
        """From one base line to the next, in points."""
        return (1.28 if self.size.fixed else 1.4) * self.size.type

    def wrap(self, text: str, width: float, weight: int = 400, most: int = 99) -> list[str]:
        """Lines of a text from the table; what is beyond `most` lines is cut with an ellipsis."""
        lines = typesetting.wrap(typesetting.drawable(text), width, lambda s: self.ruler.measure(s, weight))
        lines = [self._fit(s, width, weight) for s in lines]
        return (
            lines
            if len(lines) <= most
            else [*lines[: most - 1], self._fit(lines[most - 1] + " …", width, weight)]
        )

    def _fit(self, line: str, width: float, weight: int) -> str:
        while self.ruler.measure(line, weight) > width and len(line) > 2:
            line = line.rstrip("… ")[:-1].rstrip() + "…"
        return line


def new_board(
    lang: str,
    size: str,
    attrs: Mapping[str, Any],
    published: str | dt.date | None,
    style: Style | None,
    texts: Sequence[Any] = (),
) -> Board:
    """Check the arguments that all figures share, and make a board."""
    if lang not in ("ar", "en"):
        raise ValueError(f"lang must be 'ar' or 'en', not {lang!r}")
    page = page_size(size)
    dct = days_of(published if published is not None else attrs.get("published"))
    tradition = month_tradition(t for t in texts if isinstance(t, str))
    words = Words(lang, style or Style(), tradition)
    ruler = Sheet(sheet.new_figure(page, 100.0), page, 100.0, words)
    return Board(words, page, attrs, dct[0] if dct else None, ruler)


def put(
    page: Sheet,
    lines: Sequence[str],
    x: float,
    y: float,
    line: float,
    gid: str,
    *,
    width: float | None = None,
    **kw: Any,
) -> None:
    """Draw lines of text from `y` down; in a given width a text of the other direction starts at its end."""
    rtl = typesetting.direction(" ".join(lines), "rtl" if page.words.rtl else "ltr") == "rtl"
    if width is not None and rtl != page.words.rtl:
        x, kw = x + width, {"align": "end"} | kw
    for n, text in enumerate(lines):
        page.text(x, y + (n + 0.5) * line, text, gid, **({"foreign": True, "color": INK} | kw))


def finish(
    board: Board,
    title: str,
    key: Sequence[list[KeyEntry]],
    rows: Sequence[Row],
    notes: Sequence[str],
    head: Row | None = None,
) -> ReportFigure:
    """Draw header, rows and notes; rows beyond the page are counted, never dropped silently."""
    size, words = board.size, board.words
    own = str(board.attrs.get(f"title_{words.lang}") or title) if not board.attrs.get("title") else title
    header = compose_header(board.ruler, own, board.attrs, board.published, key)
    small = 1.3 * size.small
    text = " ".join(n for n in notes if n)
    foot = (
        typesetting.wrap(text, size.inner, lambda s: board.ruler.measure(s, 400, size.small)) if text else []
    )
    fixed = 2 * size.edge + header.height + (head.height if head else 0) + len(foot) * small + 0.9 * size.type
    shown = _that_fit(rows, size.height - fixed, board.line)
    hidden = sum(r.items for r in rows) - sum(r.items for r in shown)
    height = fixed + sum(r.height for r in shown) + (board.line if hidden else 0)
    fig = sheet.new_figure(size, size.height if size.fixed else height)
    page = Sheet(fig, size, size.height if size.fixed else height, words)
    y = header.draw(page, size.edge)
    for row in [*([head] if head else []), *shown]:
        row.draw(page, y)
        y += row.height
    if hidden:
        page.text(
            size.margin, y + board.line / 2, words.more(hidden), f"more-0-{hidden}", color=GREY, weight=500
        )
        y += board.line
    for n, note in enumerate(foot):
        at = y + 0.9 * size.type + (n + 0.5) * small
        page.text(size.margin, at, note, f"note-{n}", size=size.small, color=GREY)
    said = "; ".join(r.text for r in shown if r.text)
    fig.notes = Notes(own, f"{own}. {said}. {text}".strip(), str(board.attrs.get("source") or ""), words.lang)
    return fig


def _that_fit(rows: Sequence[Row], room: float, line: float) -> Sequence[Row]:
    if sum(r.height for r in rows) <= room:
        return rows
    used, count = line, 0  # a line that counts the others
    for row in rows:
        if used + row.height > room:
            break
        used, count = used + row.height, count + 1
    return rows[:count]
