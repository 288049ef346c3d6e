"""The article's dates beside those of the public record."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from analysis import typesetting
from analysis.figures import sheet
from analysis.figures.board import Board, Row, finish, new_board, put
from analysis.figures.events import Span, days_of, edtf_parts, unsaid
from analysis.figures.header import KeyEntry
from analysis.figures.sheet import Sheet
from analysis.figures.style import FAINT, GREY, INK, Style
from analysis.figures.wording import Words
from analysis.wording import CERTAINTIES, one_of

_NEEDED = ("record_date", "article_date")
_GROUPS = (15, 400, 10**7)  # days: what differs by no more than this is drawn on a scale of its own
_COLOUR = "#0b5fa5"
_TEXT = 0.5  # share of the width that labels and dates take
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?=\s*:)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Pair:
    label: str
    article: Span
    record: Span
    said: tuple[str, ...]
    open_start: bool = False
    open_end: bool = False
    variants: tuple[Span, ...] = ()
    look: str = "pale"  # of the article's range: what had not happened is never drawn like what had

    @property
    def first(self) -> int:
        """First day that the article names, counted from the record's first day."""
        return min(s[0] for s in (self.article, *self.variants)) - self.record[0]

    @property
    def last(self) -> int:
        """Last day that the article names, counted likewise."""
        return max(s[1] for s in (self.article, *self.variants)) - self.record[0]

    @property
    def reach(self) -> int:
        """Farthest day of the article's range from the record's first day."""
        return max(abs(self.first), abs(self.last))

    @property
    def gap(self) -> tuple[float, float] | None:
        """Days between article and record, where they share none; an open side is not a difference."""
        if self.first > self.record[1] - self.record[0] and not self.open_start:
            return self.record[1] - self.record[0] + 0.5, self.first
        if self.last < 0 and not self.open_end:
            return self.last + 1, 0.5
        return None


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
        label_ar, label_en or what to name the rows. A column variants (``2021-07-23: +0; 2021-07-25: +2``)
        brings the dates of an event that the article dates twice; certainty tells what had not happened when
        the article appeared; annotated flags another place (``article_wrong_place``).
    lang, size, published, style, attrs
        As in `draw_voices`.

    Returns
    -------
    matplotlib.figure.Figure
        Days from the record's date, on a linear scale each for small, larger and very large differences. A
        side that the article leaves open is an arrow or a fade, and no difference; two dates of one event are
        joined. Rows without two dates are counted in a note.

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
    pairs = [p for p in (_pair(row, board.words) for row in rows) if p]
    say, undated = board.words.say, len(rows) - len(pairs)
    with mpl.rc_context(typesetting.rc()):
        groups = [
            [p for p in pairs if low < p.reach <= high] for low, high in itertools.pairwise((-1, *_GROUPS))
        ]
        groups = [group for group in groups if group]
        parts = [part for n, group in enumerate(groups) for part in _panel(board, group, n > 0)]
        notes = [say("record_undated", n=undated)] if undated else []
        if any(p.look in ("conditional", "claimed") for p in pairs):
            notes.append(say("record_open"))
        notes += (
            [say("widened")] if any(_is_widened(board, p, group) for group in groups for p in group) else []
        )
        return finish(
            board, say("title_record"), [_key(board, pairs)], parts, notes, if_folded=say("record_folded")
        )


def _key(board: Board, pairs: Sequence[_Pair]) -> list[KeyEntry]:
    """Signs that the figure uses, as it draws them."""
    say = board.words.say
    signs = {
        "pale": ("article_says", any(p.look == "pale" for p in pairs)),
        "planned": ("planned", any(p.look == "planned" for p in pairs)),
        "conditional": ("conditional", any(p.look == "conditional" for p in pairs)),
        "claimed": ("claimed", any(p.look == "claimed" for p in pairs)),
        "day": ("record_says", True),
        "ongoing": ("ongoing", any(p.open_end for p in pairs)),
        "open_start": ("open_start", any(p.open_start for p in pairs)),
        "disputed": ("record_twice", any(p.variants for p in pairs)),
    }
    return [
        KeyEntry(sign, say(words), plain=True, colour=INK if sign == "day" else _COLOUR)
        for sign, (words, used) in signs.items()
        if used
    ]


def _pair(row: Mapping[str, Any], words: Words) -> _Pair | None:
    article, record = edtf_parts(row["article_date"]), edtf_parts(row["record_date"])
    if not article or not record:
        return None
    names = ("label_ar", "label_en", "what") if words.lang == "ar" else ("label_en", "what", "label_ar")
    edtf = str(row["article_date"]).strip()
    label = next((str(row[n]) for n in names if n in row and not unsaid(row[n])), "")
    certainty = one_of(row.get("certainty"), CERTAINTIES, "realised", "certainty")
    return _Pair(
        label=typesetting.quotation(label, words.rtl),
        article=(article[0][0], article[-1][1]),
        record=(record[0][0], record[-1][1]),
        said=_dates(row, words, variants := _variants(row), certainty),
        open_start=len(article) == 1 and edtf.startswith(("/", "..")),
        open_end=len(article) == 1 and edtf.endswith(("/", "..")),
        variants=variants,
        look="pale" if certainty == "realised" else certainty,
    )


def _variants(row: Mapping[str, Any]) -> tuple[Span, ...]:
    """Dates that the article gives one event, from a cell such as ``2021-07-23: +0; 2021-07-25: +2``."""
    dates = _DATE.findall(str(row.get("variants") or ""))
    spans = sorted({span for date in dates if (span := days_of(date))})
    return tuple(spans) if len(spans) > 1 else ()


def _dates(row: Mapping[str, Any], words: Words, variants: Sequence[Span], certainty: str) -> tuple[str, ...]:
    """Both dates in words, said once where they are the same, and that the place is another one."""
    note = "" if certainty == "realised" else f" ({words.say(f'label_{certainty}')})"
    place = (words.say("record_place"),) if row.get("annotated") == "article_wrong_place" else ()
    article, record = words.edtf(row["article_date"]), words.edtf(row["record_date"])
    if variants:
        article = words.either(variants)
    if article == record:
        return words.say("record_same", article=article, note=note), *place
    said = words.say("article_date", article=article, note=note), words.say("record_date", record=record)
    return (*said, *place)


def _limits(pairs: Sequence[_Pair]) -> tuple[int, int]:
    """Days from the record that a panel spans, with a little air."""
    low = min(min(p.first, 0) for p in pairs)
    high = max(max(p.last, p.record[1] - p.record[0]) for p in pairs) + 1
    air = max(1, round(0.06 * (high - low)))
    return low - air, high + air


def _panel(board: Board, pairs: Sequence[_Pair], second: bool) -> list[Row]:
    scale = _Scale(board, *_limits(pairs))
    return [_axis(board, scale, second), *(_row(board, p, scale) for p in pairs)]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Linear scale of a panel: days from the record to points from the page's reading start."""

    board: Board
    low: int
    high: int

    def x(self, day: float) -> float:
        start = self.board.size.margin + _TEXT * self.board.size.inner
        return start + (day - self.low) / (self.high - self.low) * (1 - _TEXT) * self.board.size.inner


def _is_widened(board: Board, pair: _Pair, group: Sequence[_Pair]) -> bool:
    scale = _Scale(board, *_limits(group))
    a, b = pair.article[0] - pair.record[0], pair.article[1] - pair.record[0] + 1
    return not pair.variants and scale.x(b) - scale.x(a) < _least(board) - 0.01


def _least(board: Board) -> float:
    """Width below which a bar would vanish under the record's mark."""
    return 0.8 * board.em


def _axis(board: Board, scale: _Scale, second: bool) -> Row:
    em, line, small, say = board.em, board.line, board.size.small, board.words.say
    low, high = scale.low, scale.high
    step = next(
        s for s in (1, 2, 5, 10, 20, 50, 100, 200, 365, 730, 1825, 3650, 10**6) if (high - low) / s <= 8
    )
    texts = {
        t: typesetting.ltr(f"{t:+d}".replace("-", "−") if t else "0")
        for t in range(-(-low // step) * step, high, step)
    }
    width = partial(board.ruler.measure, size=small)
    ticks = [t for t, text in texts.items() if scale.x(t + 0.5) + width(text) / 2 <= scale.x(high) + 1]
    title = say("record_axis_wide" if second else "record_axis")
    kw: dict[str, Any] = {"size": small, "color": GREY}

    def draw(page: Sheet, y: float) -> None:
        y += 0.4 * line if second else 0.0
        page.text(board.size.margin, y + 1.5 * line, title, "axis-title", weight=600, **kw)
        for day in ticks:
            page.text(scale.x(day + 0.5), y + 1.5 * line, texts[day], "axis-label", align="center", **kw)
        if not second:
            page.text(scale.x(low), y + line / 2, say("earlier"), "axis-earlier", **kw)
            page.text(scale.x(high), y + line / 2, say("later"), "axis-later", align="end", **kw)
        sheet.line(page.ax, [scale.x(low), scale.x(high)], [y + 2.1 * line] * 2, "axis", lw=0.11 * em)

    return Row((2.3 + 0.4 * second) * line, draw, title, items=0)


def _row(board: Board, pair: _Pair, scale: _Scale) -> Row:
    em, line, small = board.em, 1.28 * board.em, board.size.small
    width = _TEXT * board.size.inner - em
    label = board.wrap(pair.label, width, 600, most=2)
    dates = _set_dates(pair.said, width, partial(board.ruler.measure, size=small))
    height = (len(label) + len(dates)) * line + 0.4 * em

    def draw(page: Sheet, y: float) -> None:
        x, kw = board.size.margin, {"size": small, "color": GREY, "foreign": False}
        put(page, label, x, y, line, "row-label", weight=600)
        put(page, dates, x, y + len(label) * line, line, "row-dates", **kw)
        zero, middle = scale.x(0.5), y + (height - 0.4 * em) / 2
        sheet.line(page.ax, [zero, zero], [y, y + height], "zero", color=FAINT, lw=0.08 * em, zorder=1)
        if pair.gap:
            ends = [scale.x(day) for day in pair.gap]
            sheet.line(page.ax, ends, [middle] * 2, "gap", color=GREY, lw=0.1 * em, zorder=3)
        _draw_article(page, pair, scale, middle)
        _draw_record(page, pair, scale, middle)

    return Row(height, draw, f"{pair.label}: {' | '.join(pair.said)}", tail=0.4 * em)


def _set_dates(said: Sequence[str], width: float, measure: Callable[[str], float]) -> list[str]:
    """Both dates in one line or, where they are too long for one, each in its own."""
    line = " | ".join(said)
    if measure(line) <= width:
        return [line]
    return [piece for text in said for piece in typesetting.wrap(text, width, measure)]


def _draw_article(page: Sheet, pair: _Pair, scale: _Scale, y: float) -> None:
    """The article's range: a bar, with a fade or an arrow where a side is open, or two dates joined."""
    em, ax = page.size.type, page.ax
    a, b = scale.x(pair.first), scale.x(pair.last + 1)
    if pair.open_start:
        a += (scale.x(1) - scale.x(0)) / 2 if pair.variants else 0.0  # up to the mark
        sheet.fade(ax, max(a - 2.2 * em, scale.x(scale.low)), a, y, 0.36 * em, _COLOUR, "article-fade")
    if pair.open_end:
        end = scale.x(scale.high)
        xs, ys = [end - 0.26 * em, end, end - 0.26 * em], [y - 0.26 * em, y, y + 0.26 * em]
        sheet.line(ax, [b, end], [y, y], "article-tail", color=_COLOUR, lw=0.13 * em, zorder=4)
        sheet.line(ax, xs, ys, "article-arrow", color=_COLOUR, lw=0.13 * em, solid_joinstyle="miter")
    if pair.variants:
        _draw_twice(page, pair, scale, y)
        return
    if b - a < _least(scale.board):
        a, b = (a + b - _least(scale.board)) / 2, (a + b + _least(scale.board)) / 2
    path = sheet.rounded(a, b, y - 0.33 * em, y + 0.33 * em, 0.32 * em)
    sheet.bar(ax, path, pair.look, _COLOUR, 0.12 * em, "article-bar")
    if pair.look == "claimed":
        inset = min(0.3 * em, (b - a) / 4)
        sheet.line(
            ax, [a + inset, b - inset], [y, y], "article-core", color=_COLOUR, lw=0.09 * em, zorder=5.5
        )


def _draw_twice(page: Sheet, pair: _Pair, scale: _Scale, y: float) -> None:
    em = page.size.type
    middles = [scale.x((s[0] + s[1] + 1) / 2 - pair.record[0]) for s in pair.variants]
    path = sheet.rounded(middles[0], middles[-1], y - 0.2 * em, y + 0.2 * em, 0.18 * em)
    sheet.bar(page.ax, path, "hollow", _COLOUR, 0.1 * em, "article-bar", zorder=4.5)
    sheet.striped(page.ax, middles[0], middles[-1], y, 0.2 * em, 0.42 * em, _COLOUR, "article-stripes")
    for n, (x, span) in enumerate(zip(middles, pair.variants, strict=True)):
        gid = f"article-mark-{n}"
        if span[0] == span[1]:
            sheet.mark(page.ax, x, y, "o", "pale", _COLOUR, 0.86 * em, gid)
        else:
            a, b = (scale.x(day - pair.record[0]) for day in (span[0], span[1] + 1))
            path = sheet.rounded(a, b, y - 0.33 * em, y + 0.33 * em, 0.32 * em)
            sheet.bar(page.ax, path, "pale", _COLOUR, 0.12 * em, gid)


def _draw_record(page: Sheet, pair: _Pair, scale: _Scale, y: float) -> None:
    em, start, end = page.size.type, scale.x(0.5), scale.x(pair.record[1] - pair.record[0] + 0.5)
    if end > start:
        sheet.line(page.ax, [start, end], [y, y], "record-range", color=INK, lw=0.2 * em, zorder=6)
    sheet.mark(page.ax, start, y, "o", "filled", INK, 0.6 * em, "record-mark")
