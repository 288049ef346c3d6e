"""The article's dates beside those of the public record."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from analysis import typesetting
from analysis.figures import sheet
from analysis.figures.board import Board, Row, finish, new_board, put
from analysis.figures.events import Span, edtf_parts, unsaid
from analysis.figures.header import KeyEntry
from analysis.figures.sheet import Sheet
from analysis.figures.style import FAINT, GREY, INK, Style

_NEEDED = ("record_date", "article_date")
_GROUPS = (15, 400, 10**7)  # days: what differs by no more than this is drawn on a scale of its own
_COLOUR = "#0b5fa5"


@dataclass(frozen=True, slots=True)
class _Pair:
    label: str
    article: Span
    record: Span
    article_edtf: str
    record_edtf: str

    @property
    def reach(self) -> int:
        """Farthest day of the article's range from the record's first day."""
        return max(abs(self.article[0] - self.record[0]), abs(self.article[1] - self.record[0]))


def draw_record(
    comparison: pd.DataFrame,
    lang: str = "ar",
    size: str = "report",
    *,
    published: str | dt.date | None = None,
    attrs: Mapping[str, Any] | None = None,
    style: Style | None = None,
) -> Figure:
    """Draw how far the article's dates lie from the record's: range claimed, and day recorded.

    Parameters
    ----------
    comparison : pandas.DataFrame
        From `analysis.record.compare_record`, or any table with record_date and article_date (EDTF), and
        label_ar, label_en or what to name the rows.
    lang, size, published, style, attrs
        As in `draw_voices`.

    Returns
    -------
    matplotlib.figure.Figure
        Days from the record's date, on a linear scale each for small, larger and very large differences.
        Rows without two dates are counted in a note.

    Raises
    ------
    ValueError
        If a column is missing.
    """
    missing = [c for c in _NEEDED if c not in comparison.columns]
    if missing:
        raise ValueError(f"the table lacks the column{'s'[: len(missing) > 1]} {', '.join(missing)}")
    given = attrs if attrs is not None else comparison.attrs
    board = new_board(lang, size, given, published, style)
    rows = comparison.to_dict("records")
    pairs = [p for p in (_pair(row, lang) for row in rows) if p]
    say, undated = board.words.say, len(rows) - len(pairs)
    with mpl.rc_context(typesetting.rc()):
        groups = [
            [p for p in pairs if low < p.reach <= high] for low, high in itertools.pairwise((-1, *_GROUPS))
        ]
        groups = [group for group in groups if group]
        parts = [part for n, group in enumerate(groups) for part in _panel(board, group, n > 0)]
        key = [KeyEntry("period", say("article_says")), KeyEntry("day", say("record_says"))]
        notes = [say("record_undated", n=undated)] if undated else []
        return finish(board, say("title_record"), [key], parts, notes)


def _pair(row: Mapping[str, Any], lang: str) -> _Pair | None:
    article, record = edtf_parts(row["article_date"]), edtf_parts(row["record_date"])
    if not article or not record:
        return None
    names = ("label_ar", "label_en", "what") if lang == "ar" else ("label_en", "what", "label_ar")
    label = next((str(row[n]) for n in names if n in row and not unsaid(row[n])), "")
    ends = ((article[0][0], article[-1][1]), (record[0][0], record[-1][1]))
    return _Pair(label, *ends, str(row["article_date"]), str(row["record_date"]))


def _panel(board: Board, pairs: Sequence[_Pair], second: bool) -> list[Row]:
    low = min(min(p.article[0] - p.record[0], 0) for p in pairs)
    high = max(max(p.article[1] - p.record[0], p.record[1] - p.record[0]) for p in pairs) + 1
    air = max(1, round(0.06 * (high - low)))
    return [
        _axis(board, low - air, high + air, second),
        *(_row(board, p, low - air, high + air) for p in pairs),
    ]


def _scale(board: Board, low: int, high: int, day: float) -> float:
    start = board.size.margin + 0.42 * board.size.inner
    return start + (day - low) / (high - low) * 0.58 * board.size.inner


def _axis(board: Board, low: int, high: int, second: bool) -> Row:
    em, line, small = board.em, board.line, board.size.small
    title = board.words.say("record_axis_wide" if second else "record_axis")
    step = next(
        s for s in (1, 2, 5, 10, 20, 50, 100, 200, 365, 730, 1825, 3650, 10**6) if (high - low) / s <= 7
    )
    ticks = list(range(-(-low // step) * step, high, step))

    def draw(page: Sheet, y: float) -> None:
        y += 0.5 * line if second else 0.0
        page.text(board.size.margin, y + line / 2, title, "axis-title", size=small, color=GREY, weight=600)
        for day in ticks:
            text = typesetting.ltr(f"{day:+d}".replace("-", "−") if day else "0")
            at = _scale(board, low, high, day + 0.5)
            page.text(at, y + 1.5 * line, text, "axis-label", size=small, color=GREY, align="center")
        ends = [_scale(board, low, high, low), _scale(board, low, high, high)]
        sheet.line(page.ax, ends, [y + 2.1 * line] * 2, "axis", lw=0.11 * em)

    return Row((2.4 + 0.5 * second) * line, draw, title, items=0)


def _row(board: Board, pair: _Pair, low: int, high: int) -> Row:
    em, line = board.em, board.line
    words = board.words
    label = board.wrap(pair.label, 0.40 * board.size.inner - em, 600, most=2)
    said = words.say(
        "record_value", article=words.edtf(pair.article_edtf), record=words.edtf(pair.record_edtf)
    )
    dates = board.wrap(said, 0.40 * board.size.inner - em, most=3)
    height = (len(label) + len(dates)) * line + 0.5 * em

    def draw(page: Sheet, y: float) -> None:
        put(page, label, board.size.margin, y, line, "row-label", weight=600)
        put(
            page,
            dates,
            board.size.margin,
            y + len(label) * line,
            line,
            "row-dates",
            color=GREY,
            foreign=False,
        )
        middle = y + (height - 0.5 * em) / 2
        zero = _scale(board, low, high, 0.5)
        sheet.line(page.ax, [zero, zero], [y, y + height], "zero", color=FAINT, lw=0.08 * em, zorder=1)
        a, b = (_scale(board, low, high, d - pair.record[0]) for d in (pair.article[0], pair.article[1] + 1))
        nearest = a if zero < a else b if zero > b else zero
        sheet.line(page.ax, [nearest, zero], [middle, middle], "gap", color=GREY, lw=0.1 * em, zorder=3)
        a, b = ((a + b) / 2 - 0.4 * em, (a + b) / 2 + 0.4 * em) if b - a < 0.8 * em else (a, b)
        path = sheet.rounded(a, b, middle - 0.33 * em, middle + 0.33 * em, 0.32 * em)
        sheet.bar(page.ax, path, "pale", _COLOUR, 0.12 * em, "article-bar")
        end = _scale(board, low, high, pair.record[1] - pair.record[0] + 0.5)
        if end > zero:
            sheet.line(
                page.ax, [zero, end], [middle, middle], "record-range", color=INK, lw=0.2 * em, zorder=6
            )
        sheet.mark(page.ax, zero, middle, "o", "filled", INK, 0.6 * em, "record-mark")

    return Row(height, draw, f"{pair.label}: {said}")
