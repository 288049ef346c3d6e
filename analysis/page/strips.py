"""Time at a glance: nested strips, each a true scale that enlarges the shaded part of the one above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from ..events import bounds
from .facts import Facts
from .words import LANGS, Dates, both, escape, say, theme_names, variant_days

_LANES, _LANE, _AXIS = 12, 10, 38  # most lanes of a strip; heights in pixels
_ENLARGE = 0.35  # a window at most this part of its strip deserves a strip of its own
_SHORT = 0.2  # an event this part of the strip or shorter is drawn better in the next
_STEPS = {"year": (1, 2, 5, 10, 20, 50, 100, 200, 500), "month": (1, 2, 3, 6), "day": (1, 2, 3, 5, 7, 14)}


@dataclass(frozen=True, slots=True)
class Stretch:
    """An event on the axis, in days (`datetime.date.toordinal`); an open side is None."""

    id: str
    low: int | None
    high: int | None
    certainty: str
    theme: str
    point: bool
    disputed: bool

    @property
    def first(self) -> int:
        """First day that is stated."""
        return self.high if self.low is None else self.low

    @property
    def last(self) -> int:
        """Last day that is stated."""
        return self.low if self.high is None else self.high


def stretch(row: Mapping[str, Any]) -> Stretch:
    """Read an event's place on the axis from its row."""
    start, end = row["date_start"], row["date_end"]
    days = variant_days(row)
    low = bounds(start)[0].toordinal() if start else None
    high = bounds(end)[1].toordinal() if end else None
    if start and not end and "/" not in str(row["edtf"] or ""):
        high = bounds(start)[1].toordinal()
    if len(days) > 1:
        low, high = (bounds(days[0])[0].toordinal(), bounds(days[-1])[1].toordinal())
    theme = row["theme"] or "none"
    point, disputed = low == high is not None, len(days) > 1
    return Stretch(row["event_id"], low, high, row["certainty"], theme, point, disputed)


def windows(events: Sequence[Stretch], published: int) -> list[tuple[int, int]]:
    """First and last day of each strip, the widest first.

    A strip's next one is the shortest window with six in ten of the events that are short in it.
    """
    first = min([published, *(e.first for e in events)])
    last = max([published, *(e.last for e in events)])
    out = [_padded(first, last)]
    while len(out) < 3 and (inner := _crowded(events, *out[-1])):
        out.append(_padded(*inner))
    return out


def _padded(first: int, last: int) -> tuple[int, int]:
    pad = max(1, round((last - first) * 0.03))
    return max(1, first - pad), min(dt.date.max.toordinal(), last + pad)


def _crowded(events: Sequence[Stretch], first: int, last: int) -> tuple[int, int] | None:
    inside = [e for e in events if _inside(e, first, last)]
    spans = sorted((e.first, e.last) for e in inside if e.last - e.first <= (last - first) * _SHORT)
    k = ceil(0.6 * len(spans))
    if len(spans) < 4 or last - first < 45:
        return None
    i = min(range(len(spans) - k + 1), key=lambda i: spans[i + k - 1][0] - spans[i][0])
    low, high = spans[i][0], max(end for _, end in spans[i : i + k])
    return (low, high) if 0 < high - low + 1 <= (last - first) * _ENLARGE else None


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    last: int

    def at(self, day: float) -> float:
        """Place of the beginning of a day, in per cent from where time begins."""
        part = 100 * (day - self.first) / (self.last + 1 - self.first)
        return round(min(100.0, max(0.0, part)), 2)

    def span(self, first: float, last: float) -> tuple[float, float]:
        """Beginning and width of a stretch of days, in per cent."""
        return self.at(first), round(self.at(last + 1) - self.at(first), 2)


def overview(facts: Facts) -> str:
    """Draw the strips; the marks once, mirrored by the style sheet where time runs from the right."""
    published = facts.article.published.toordinal()
    events = [stretch(row) for row in facts.rows]
    spans = windows(events, published)
    home = {e.id: max(i for i, span in enumerate(spans) if _inside(e, *span)) for e in events}
    out = []
    for i, (first, last) in enumerate(spans):
        inner = spans[i + 1] if i + 1 < len(spans) else None
        own = [e for e in events if home[e.id] == i]
        out.append(_strip(own, _Scale(first, last), published, inner, facts.dates))
    return "\n".join(out)


def _inside(event: Stretch, first: int, last: int) -> bool:
    return first <= event.first and event.last <= last


def _strip(
    events: list[Stretch], scale: _Scale, published: int, inner: tuple[int, int] | None, dates: Dates
) -> str:
    lanes, placed = _lanes(events, scale)
    height = lanes * _LANE + _AXIS
    axis = height - _AXIS + 8
    parts = [*_shade(scale, inner, axis), *_lines(scale, published, axis, dates)]
    parts += [_mark(e, scale, lane) for e, lane in placed]
    size = f'width="100%" height="{height}"'
    words = (
        f'<svg class="words {lang}" {size}>{"".join(_words(scale, published, axis, dates, lang))}</svg>'
        for lang in LANGS
    )
    return (
        f'<div class="strip" aria-hidden="true"><svg class="marks-of" {size}>{"".join(parts)}</svg>'
        f"{''.join(words)}</div>"
    )


def _drawn(event: Stretch, scale: _Scale) -> tuple[float, float]:
    """Beginning and width as drawn: an open end runs to the edge, an unsaid start is a short tail."""
    tail = (scale.last - scale.first) * 0.05
    first = event.high - tail if event.low is None else event.low
    last = scale.last if event.high is None else event.high
    x, width = scale.span(first, last)
    return (x, width) if width >= 1 else (round(max(0, x + width / 2 - 0.5), 2), 1)


def _lanes(events: list[Stretch], scale: _Scale) -> tuple[int, list[tuple[Stretch, int]]]:
    """Give each event a lane in which it touches no other, as long as there are lanes."""
    free: list[float] = []
    out = []
    for event in sorted(events, key=lambda e: (e.first, -(e.last - e.first), e.id)):
        x, width = _drawn(event, scale)
        lane = next((i for i, until in enumerate(free) if until <= x), None)
        if lane is None:
            lane = len(free) if len(free) < _LANES else min(range(len(free)), key=free.__getitem__)
            free += [0] * (lane + 1 - len(free))
        free[lane] = x + width + 1.6
        out.append((event, lane))
    return max(1, len(free)), out


def _mark(event: Stretch, scale: _Scale, lane: int) -> str:
    x, width = _drawn(event, scale)
    y = 3 + lane * _LANE
    opened = "" if event.low is not None and event.high is not None else " open"
    name = (
        f'class="mk th-{escape(event.theme)} {escape(event.certainty)}{opened}" data-e="{escape(event.id)}"'
    )
    if event.point:
        return f'<circle {name} cx="{round(x + width / 2, 2)}%" cy="{y + 3.5}" r="3.5"/>'
    if event.disputed:  # two days are claimed: both are marked, and joined
        bar = f'<rect x="{x}%" y="{y + 2.5}" width="{width}%" height="2"/>'
        ends = (scale.at(day + 0.5) for day in (event.low, event.high))
        dots = (f'<circle cx="{end}%" cy="{y + 3.5}" r="3.5"/>' for end in ends)
        return f"<g {name}>{bar}{''.join(dots)}</g>"
    return f'<rect {name} x="{x}%" y="{y}" width="{width}%" height="7" rx="3.5"/>'


def _shade(scale: _Scale, inner: tuple[int, int] | None, axis: int) -> Iterator[str]:
    if inner:
        x, width = scale.span(*inner)
        yield f'<rect class="shade" x="{x}%" y="0" width="{width}%" height="{axis}"/>'


def _lines(scale: _Scale, published: int, axis: int, dates: Dates) -> Iterator[str]:
    yield f'<line class="axis" x1="0" x2="100%" y1="{axis}" y2="{axis}"/>'
    for day, _, _ in _ticks(scale, dates, "en"):
        x = scale.at(day)
        yield f'<line class="tick" x1="{x}%" x2="{x}%" y1="{axis}" y2="{axis + 4}"/>'
    if scale.first <= published <= scale.last:
        x = scale.at(published + 0.5)
        yield f'<line class="pub" x1="{x}%" x2="{x}%" y1="0" y2="{axis}"/>'


def _words(scale: _Scale, published: int, axis: int, dates: Dates, lang: str) -> Iterator[str]:
    """Names on the axis of one language, from the right in Arabic."""

    def place(day: float) -> float:
        return round(100 - scale.at(day), 2) if lang == "ar" else scale.at(day)

    for n, (day, half, label) in enumerate(_ticks(scale, dates, lang)):
        x = place(day + half)
        if 3 < x < 97:
            odd = " odd" if n % 2 else ""
            yield f'<text class="tl{odd}" x="{x}%" y="{axis + 14}">{escape(label)}</text>'
    if scale.first <= published <= scale.last:
        x = place(published + 0.5)
        side = " low" if x < 12 else " high" if x > 88 else ""
        yield f'<text class="publabel{side}" x="{x}%" y="{axis + 27}">{escape(say("published", lang))}</text>'


def _ticks(scale: _Scale, dates: Dates, lang: str) -> Iterator[tuple[int, float, str]]:
    """First day of each unit that is named, how far behind it the name stands, and the name."""
    first, last = dt.date.fromordinal(scale.first), dt.date.fromordinal(scale.last)
    days = scale.last - scale.first
    unit, count = (
        ("year", days / 365.25) if days > 1100 else ("month", days / 30.4) if days > 75 else ("day", days)
    )
    step = next((s for s in _STEPS[unit] if count / s <= 8), _STEPS[unit][-1])
    if unit == "year":
        years = range(first.year + (-first.year) % step, last.year + 1, step)
        yield from ((dt.date(y, 1, 1).toordinal(), 182 if step == 1 else 0, str(y)) for y in years)
    elif unit == "month":
        months = range(first.year * 12 + first.month, last.year * 12 + last.month)
        starts = (dt.date(m // 12, m % 12 + 1, 1) for m in months if m % 12 % step == 0)
        for i, start in enumerate(starts):
            name = dates.iso(start.isoformat()[:7], lang)
            short = name if i == 0 or start.month == 1 else name.rsplit(" ", 1)[0]
            yield start.toordinal(), 15 if step == 1 else 0, short
    else:
        for day in range(scale.first + 1, scale.last + 1, step):
            yield day, 0.5, dates.iso(dt.date.fromordinal(day).isoformat(), lang).rsplit(" ", 1)[0]


def legend(facts: Facts, lang: str) -> str:
    """Say what the marks mean: certainty by fill and outline, theme by colour and name."""
    kinds = [c for c in ("realised", "planned", "conditional", "claimed") if _has(facts, "certainty", c)]
    items = [
        f'<li><svg class="key {kind}" width="26" height="12" aria-hidden="true">'
        f'<rect x="2" y="2" width="22" height="8" rx="4"/></svg>'
        f'<span data-w="certainty-{kind}">{escape(say(f"certainty-{kind}", lang))}</span></li>'
        for kind in kinds
    ]
    for theme in sorted({row["theme"] for row in facts.rows if row["theme"]}):
        name = both(theme_names().get(theme, {"ar": theme, "en": theme}))
        items.append(
            f'<li><svg class="key th-{escape(theme)} realised" width="14" height="12" aria-hidden="true">'
            f'<circle cx="7" cy="6" r="4"/></svg>{name}</li>'
        )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _has(facts: Facts, key: str, value: str) -> bool:
    return any(row[key] == value for row in facts.rows)
