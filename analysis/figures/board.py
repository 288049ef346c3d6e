"""Figures made of rows under a common header: what the table figures share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from analysis import typesetting
from analysis.figures import sheet
from analysis.figures.events import days_of
from analysis.figures.header import KeyEntry, compose_header
from analysis.figures.sheet import Notes, ReportFigure, Ruler, Sheet
from analysis.figures.style import GREY, INK, Size, Style, page_size
from analysis.figures.wording import FLAG, Words, month_tradition


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a page: how high it is, and how it is drawn from a height down."""

    height: float
    draw: Callable[[Sheet, float], None]
    text: str = ""  # what it says, for the alternative text
    items: int = 1  # rows of the table that it stands for
    tail: float = 0.0  # blank space at its foot, which the last row of a page does not need


@dataclass(frozen=True, slots=True)
class Board:
    """A page of rows in the making."""

    words: Words
    size: Size
    attrs: Mapping[str, Any]
    published: int | None
    ruler: Ruler

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

    def flagged(self, text: str, width: float, weight: int, most: int, edited: bool) -> list[str]:
        """Lines of a label, the last one with the flag of a row that a person changed."""
        lines = self.wrap(text, width - (self.ruler.measure(FLAG, weight) if edited else 0.0), weight, most)
        return [*lines[:-1], lines[-1] + FLAG] if edited else lines

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
    return Board(words, page, attrs, dct[0] if dct else None, Ruler(page, words))


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
    if_folded: str = "",
) -> ReportFigure:
    """Draw header, rows and notes; rows beyond the page are counted, never dropped silently.

    The note `if_folded` is set only where that happens.
    """
    size, words = board.size, board.words
    own = str(board.attrs.get(f"title_{words.lang}") or title) if not board.attrs.get("title") else title
    header = compose_header(board.ruler, own, board.attrs, board.published, key)
    top = header.height + (head.height if head else 0)
    rows = rows or [_line_of(board, words.say("no_rows"))]
    cut = _cut_to_page(board, top, rows, notes)
    if cut.hidden and if_folded:
        cut = _cut_to_page(board, top, rows, [if_folded, *notes])
    height = size.height if size.fixed else cut.height
    fig = sheet.new_figure(size, height)
    page = Sheet(fig, size, height, words)
    y = header.draw(page, size.edge)
    for row in [*([head] if head else []), *cut.shown]:
        row.draw(page, y)
        y += row.height
    if cut.hidden:
        gid = f"more-0-{cut.hidden}"
        page.text(
            size.margin, y + board.line / 2, words.more(cut.hidden, "more_row"), gid, color=GREY, weight=500
        )
        y += board.line
    for n, note in enumerate(cut.foot):
        at = y + 0.9 * size.type + (n + 0.5) * 1.3 * size.small
        page.text(size.margin, at, note, f"note-{n}", size=size.small, color=GREY)
    more = [words.more(cut.hidden, "more_row") + "."] if cut.hidden else []
    said = "; ".join(r.text for r in cut.shown if r.text)
    text = " ".join([f"{own}. {said}.", *more, *cut.foot])
    fig.notes = Notes(own, text, words.source(board.attrs, board.published), words.lang)
    return fig


def _line_of(board: Board, text: str) -> Row:
    def draw(page: Sheet, y: float) -> None:
        put(page, [text], board.size.margin, y, board.line, "empty", color=GREY, foreign=False)

    return Row(board.line, draw, text)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Rows that fit on a page, how many items of the table do not, the notes in lines, and the height."""

    shown: Sequence[Row]
    hidden: int
    foot: Sequence[str]
    height: float


def _cut_to_page(board: Board, top: float, rows: Sequence[Row], notes: Sequence[str]) -> _Cut:
    size, text = board.size, " ".join(n for n in notes if n)
    small = partial(board.ruler.measure, weight=400, size=size.small)
    foot = typesetting.wrap(text, size.inner, small) if text else []
    fixed = 2 * size.edge + top + (len(foot) * 1.3 * size.small + 0.9 * size.type if foot else 0)
    shown = _that_fit(rows, size.height - fixed, board.line)
    hidden = sum(r.items for r in rows) - sum(r.items for r in shown)
    height = fixed + sum(r.height for r in shown) + (board.line if hidden else 0)
    if shown and not foot and not hidden:
        height -= shown[-1].tail
    return _Cut(shown, hidden, foot, height)


def _that_fit(rows: Sequence[Row], room: float, line: float) -> Sequence[Row]:
    if sum(r.height for r in rows) <= room:
        return rows
    used, count = line, 0  # a line that counts the others
    for row in rows:
        if used + row.height > room:
            break
        used, count = used + row.height, count + 1
    while count and not rows[count - 1].items:  # an axis with nothing under it
        count -= 1
    return rows[:count]
