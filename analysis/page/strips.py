"""Time at a glance: nested strips, each a true scale that enlarges the shaded part of the one above."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from ..events import bounds
from .facts import Facts
from .words import LANGS, Dates, both, escape, say, theme_names, variant_days, word

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
    look: str  # the sign of the figures: filled, pale (date inferred), planned, conditional, claimed
    theme: str
    day: bool  # what is stated is one day
    disputed: bool
    stated: tuple[int, int]  # days of the stated side of an open event, else from first to last
    lasting: bool = False  # open, and no day of it is likelier than another

    @property
    def first(self) -> int:
        """First day that is stated."""
        return self.high if self.low is None else self.low

    @property
    def last(self) -> int:
        """Last day that is stated."""
        return self.low if self.high is None else self.high

    @property
    def shape(self) -> str:
        """What is drawn: one day, a span, one open at its end or its start, two conflicting dates."""
        if self.disputed:
            return "two"
        if self.low is None or self.high is None:
            return "until" if self.low is None else "open"
        return "day" if self.day else "span"


def stretch(row: Mapping[str, Any]) -> Stretch:
    """Read an event's place on the axis from its row."""
    start, end = row["date_start"], row["date_end"]
    days = variant_days(row)
    low = bounds(start)[0].toordinal() if start else None
    high = bounds(end)[1].toordinal() if end else None
    if start and not end and "/" not in str(row["edtf"] or ""):
        high = bounds(start)[1].toordinal()
    disputed = len(days) > 1
    if disputed:
        low, high = (bounds(days[0])[0].toordinal(), bounds(days[-1])[1].toordinal())
    opened = low is None or high is None
    side = tuple(day.toordinal() for day in bounds(start or end)) if opened else (low, high)
    return Stretch(
        row["event_id"],
        low,
        high,
        look_of(row),
        row["theme"] or "none",
        side[0] == side[1],
        disputed,
        side,
        low is not None and opened and row["precision"] in ("interval", "vague"),
    )


def look_of(row: Mapping[str, Any]) -> str:
    """Sign of an event as in the figures: filled is realised, pale if its date is inferred or inherited."""
    if row["certainty"] != "realised":
        return row["certainty"]
    return "pale" if row["date_basis"] in ("inferred", "inherited") else "filled"


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
    lanes, placed = _lanes(events, scale, published)
    height = lanes * _LANE + _AXIS
    axis = height - _AXIS + 8
    parts = [*_shade(scale, inner, axis), *_lines(scale, published, axis, dates)]
    parts += [_mark(e, scale, lane, published) for e, lane in placed]
    size = f'width="100%" height="{height}"'
    words = (
        f'<svg class="words {lang}" {size}>{"".join(_words(scale, published, axis, dates, lang))}</svg>'
        for lang in LANGS
    )
    return (
        f'<div class="strip" aria-hidden="true"><svg class="marks-of" {size}>{"".join(parts)}</svg>'
        f"{''.join(words)}</div>"
    )


def _drawn(event: Stretch, scale: _Scale, published: int) -> tuple[float, float]:
    """Beginning and width as drawn: an open end runs on, an unsaid start is a short fade before the date."""
    first, last = event.stated
    if event.shape == "until":
        first -= (scale.last - scale.first) * 0.05
    if event.shape == "open":
        last = _horizon(event, scale, published)
    return _seen(*scale.span(first, last))


def _seen(x: float, width: float) -> tuple[float, float]:
    """A stretch long enough to be seen."""
    return (x, width) if width >= 1 else (round(max(0, x + width / 2 - 0.5), 2), 1)


def _horizon(event: Stretch, scale: _Scale, published: int) -> float:
    """Last day to which an open event is drawn: what is realised, to the day of publication."""
    until = published if event.look in ("filled", "pale") else scale.last
    return min(scale.last, max(until, event.stated[1] + (scale.last - scale.first) * 0.03))


def _lanes(events: list[Stretch], scale: _Scale, published: int) -> tuple[int, list[tuple[Stretch, int]]]:
    """Give each event a lane in which it touches no other, as long as there are lanes."""
    free: list[float] = []
    out = []
    for event in sorted(events, key=lambda e: (e.first, -(e.last - e.first), e.id)):
        x, width = _drawn(event, scale, published)
        lane = next((i for i, until in enumerate(free) if until <= x), None)
        if lane is None:
            lane = len(free) if len(free) < _LANES else min(range(len(free)), key=free.__getitem__)
            free += [0] * (lane + 1 - len(free))
        free[lane] = x + width + 1.6
        out.append((event, lane))
    return max(1, len(free)), out


def _mark(event: Stretch, scale: _Scale, lane: int, published: int) -> str:
    y = 6.5 + lane * _LANE
    name = f'class="mk th-{escape(event.theme)} {escape(event.look)}" data-e="{escape(event.id)}"'
    first, last = event.stated
    if event.disputed:  # two days are claimed: both are marked, and joined
        ends = [scale.at(day + 0.5) for day in (first, last)]
        thin = f'<rect class=between x="{ends[0]}%" y="{y - 2}" width="{ends[1] - ends[0]:.2f}%" height="4"/>'
        return f"<g {name}>{thin}{''.join(_round(end, y, event) for end in ends)}</g>"
    parts = [*_fade(event, scale, y)]
    if event.shape == "open" and not event.lasting:
        parts.append(_tail(scale.at(first + 0.5), scale.at(_horizon(event, scale, published) + 1), y))
    if event.lasting:
        last = _horizon(event, scale, published)
        parts.append(_tail(None, scale.at(last + 1), y))
    if event.day and not event.lasting:
        parts.append(_round(scale.at(first + 0.5), y, event))
    else:
        parts += _bars(event, scale, first, last, y, published)
    inside = "".join(parts)
    return re.sub(r"^<(\w+)", rf"<\1 {name}", inside) if inside.count("<") == 1 else f"<g {name}>{inside}</g>"


def _bars(
    event: Stretch, scale: _Scale, first: float, last: float, y: float, published: int
) -> Iterator[str]:
    """Bar of the days within; what is realised is filled no further than the day of publication."""
    x, width = _seen(*scale.span(first, last))
    cut = event.look in ("filled", "pale") and first <= published < last and width > 1
    if cut:
        a, b = scale.span(published + 1, last)
        yield f'<rect class=planned x="{a}%" y="{y - 3.5}" width="{b}%" height="7" rx="3.5"/>'
        width = round(a - x, 2)
    yield f'<rect x="{x}%" y="{y - 3.5}" width="{width}%" height="7" rx="3.5"/>'
    if event.look == "claimed" and width > 1.5:
        ends = (round(x + 0.5, 2), round(x + width - 0.5, 2))
        yield f'<line class=core x1="{ends[0]}%" x2="{ends[1]}%" y1="{y}" y2="{y}"/>'


def _round(x: float, y: float, event: Stretch) -> str:
    core = f'<circle class=core cx="{x}%" cy="{y}" r="1.2"/>' if event.look == "claimed" else ""
    return f'<circle cx="{x}%" cy="{y}" r="3.5"/>{core}'


def _tail(start: float | None, end: float, y: float) -> str:
    """Line to an arrow's head: the end is not stated."""
    line = "" if start is None else f'<line x1="{start}%" x2="{end}%" y1="{y}" y2="{y}"/>'
    return f'{line}<svg class=head x="{end}%" y="{y}"><path d="M-4-4 0 0-4 4"/></svg>'


def _fade(event: Stretch, scale: _Scale, y: float) -> Iterator[str]:
    """Steps out of nothing: the start is not stated."""
    if event.shape != "until":
        return
    x, end = _drawn(event, scale, 0)[0], scale.at(event.stated[0] + (0.5 if event.day else 0))
    step = (end - x) / 4
    for n in range(4 if step > 0 else 0):
        yield f'<rect class="f{n + 1}" x="{x + n * step:.2f}%" y="{y - 2}" width="{step:.2f}%" height="4"/>'


_SIGNS = {  # for a list and for the key, 30 by 14 pixels
    "day": '<circle cx="15" cy="7" r="4.5"/>',
    "span": '<rect x="1.5" y="2.5" width="27" height="9" rx="4.5"/>',
    "open": '<path class=tail d="M13 7H28"/><path class=tip d="M24 3 28 7 24 11"/>'
    '<rect x="1.5" y="2.5" width="12" height="9" rx="4.5"/>',
    "until": '<rect class=f1 x="1" y="5" width="4" height="4"/>'
    '<rect class=f2 x="5" y="5" width="4" height="4"/><rect class=f3 x="9" y="5" width="4" height="4"/>'
    '<rect class=f4 x="13" y="5" width="4" height="4"/>'
    '<rect x="16.5" y="2.5" width="12" height="9" rx="4.5"/>',
    "two": '<rect class=between x="6" y="5" width="18" height="4"/>'
    '<circle cx="6" cy="7" r="4"/><circle cx="24" cy="7" r="4"/>',
}
_CORES = {
    "day": '<circle class=core cx="15" cy="7" r="1.6"/>',
    "span": '<path class=core d="M5 7H25"/>',
    "open": '<path class=core d="M5 7H10"/>',
    "until": '<path class=core d="M20 7H25"/>',
    "two": '<circle class=core cx="6" cy="7" r="1.4"/><circle class=core cx="24" cy="7" r="1.4"/>',
}


def sign(shape: str, look: str, theme: str = "none") -> str:
    """Draw the sign of an event by itself, in the manner of the figures."""
    core = _CORES[shape] if look == "claimed" else ""
    name = f'class="glyph mk th-{escape(theme)} {escape(look)}"'
    return f'<svg {name} width="30" height="14" aria-hidden="true">{_SIGNS[shape]}{core}</svg>'


def _shade(scale: _Scale, inner: tuple[int, int] | None, axis: int) -> Iterator[str]:
    if inner:
        x, width = scale.span(*inner)
        yield f'<rect class="shade" x="{x}%" y="0" width="{width}%" height="{axis}"/>'


def _lines(scale: _Scale, published: int, axis: int, dates: Dates) -> Iterator[str]:
    known = scale.at(published + 1)  # behind publication the axis is dotted, as in the figures
    yield f'<line class="axis" x1="0" x2="{known}%" y1="{axis}" y2="{axis}"/>'
    if known < 100:
        yield f'<line class="axis after" x1="{known}%" x2="100%" y1="{axis}" y2="{axis}"/>'
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
    """Say what the signs mean, those that are used: themes by colour, then shapes, then certainty."""
    events = [stretch(row) for row in facts.rows]
    shapes, looks = {e.shape for e in events}, {e.look for e in events}
    items = []
    for theme in sorted({row["theme"] for row in facts.rows if row["theme"]}):
        items.append(
            (sign("day", "filled", theme), both(theme_names().get(theme, {"ar": theme, "en": theme})))
        )
    for shape in ("day", "span", "open", "until", "two"):
        items += [(sign(shape, "filled"), word(f"sign-{shape}", lang))] if shape in shapes else []
    for look in ("pale", "planned", "conditional", "claimed"):
        key = "sign-inferred" if look == "pale" else f"certainty-{look}"
        items += [(sign("span", look), word(key, lang))] if look in looks else []
    return f'<ul class="legend">{"".join(f"<li>{picture}{name}</li>" for picture, name in items)}</ul>'
