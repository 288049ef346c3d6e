"""Which strips a timeline needs, and which event is named on which: chosen from the dates alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from analysis.figures.events import Event

YEARS, MONTHS, DAYS = 0, 1, 2
_LONGEST = {YEARS: 25 * 366, MONTHS: 3 * 366, DAYS: 31}  # days a child strip of each level may hold
_ROOT_LIMIT = {DAYS: 45, MONTHS: 3 * 366}
_LEAST = {DAYS: 7, MONTHS: 150, YEARS: 5 * 365}
_MAGNIFY = 2.5  # a strip that enlarges its parent by less than this is not worth its place


@dataclass(slots=True)
class Strip:
    """A stretch of time drawn on one linear scale; `end` is the day after its last."""

    level: int
    start: int
    end: int
    events: list[Event] = field(default_factory=list)

    @property
    def days(self) -> int:
        """Length in days."""
        return self.end - self.start

    def holds(self, event: Event) -> bool:
        """Whether all stated days of an event lie on the strip."""
        return self.start <= event.first and event.last < self.end


def level_of(event: Event) -> int:
    """Finest level that does not overstate the precision of an event's date.

    Examples
    --------
    >>> level_of(Event(id="E1", label="", start=(1, 31), end=(1, 31), precision="month")) == MONTHS
    True
    """
    if event.precision == "day":
        return DAYS
    if event.precision in ("month", "season"):
        return MONTHS
    if event.precision == "year":
        return MONTHS if event.year_edge else YEARS
    if event.days <= 16:
        return DAYS
    return MONTHS if event.days <= 800 else YEARS


def choose_strips(events: Sequence[Event], published: int | None) -> list[Strip]:
    """Nest strips (years, months, days) so that each event finds one on which its date can be read.

    Parameters
    ----------
    events : sequence of Event
        Dated events; at least one.
    published : int or None
        Day of publication. It is kept in view unless that would stretch the scale for nothing.

    Returns
    -------
    list of Strip
        One to three, coarse to fine, each inside the one before; every event is on exactly one of them.
    """
    strips = [_root(events, published)]
    for level in range(strips[0].level, DAYS + 1):
        child = _child(events, strips[-1], level, published)
        if child:
            strips.append(child)
    strips = _thin_out(strips, events)
    for strip, event in _assign(strips, events):
        strip.events.append(event)
    return [strip for i, strip in enumerate(strips) if i == 0 or strip.events]


def _root(events: Sequence[Event], published: int | None) -> Strip:
    first, last = min(e.first for e in events), max(e.last for e in events)
    span = last - first + 1
    wanted = published is not None and any(
        e.end is None or e.certainty != "realised" or e.last > published for e in events
    )
    if published is not None:
        low, high = min(first, published), max(last, published)
        if high - low + 1 <= max(1.6 * span, 24) or (wanted and high - low + 1 <= 3 * span):
            first, last = low, high
    finest = max(level_of(e) for e in events)
    level = next((k for k in (DAYS, MONTHS) if last - first < _ROOT_LIMIT[k]), YEARS)
    level = min(level, finest)
    return _rounded(level, first, last, _tail_room(events, last))


def _tail_room(events: Sequence[Event], last: int) -> bool:
    return any(e.end is None and e.last >= last - 3 for e in events)


def _rounded(level: int, first: int, last: int, tail: bool) -> Strip:
    """Strip over whole units, with a little air on the days level and a least length on all."""
    if level == DAYS:
        air = max(1, round((last - first) * 0.04))
        first, end = first - air, last + 1 + air + int(tail)
    else:
        step = _month_start if level == MONTHS else _year_start
        first, end = step(first, 0), step(last, 1)
    lacking = _LEAST[level] - (end - first)
    if lacking > 0:
        first, end = first - lacking // 2, end + lacking - lacking // 2
        if level != DAYS:
            first, end = step(max(first, 1), 0), step(end - 1, 1)
    return Strip(level, first, end)


def _month_start(day: int, ahead: int) -> int:
    date = dt.date.fromordinal(day)
    months = date.year * 12 + date.month - 1 + ahead
    return dt.date(months // 12, months % 12 + 1, 1).toordinal()


def _year_start(day: int, ahead: int) -> int:
    return dt.date(dt.date.fromordinal(day).year + ahead, 1, 1).toordinal()


def _child(events: Sequence[Event], parent: Strip, level: int, published: int | None) -> Strip | None:
    """Densest stretch of the parent that is worth enlarging at a level."""
    if level == parent.level and level != YEARS:
        return None
    fine = [e for e in events if level_of(e) >= level and parent.holds(e)]
    window = _densest(fine, _LONGEST[level])
    if window is None:
        return None
    first, last, count = window
    if published is not None and level != YEARS and 0 <= published - last <= _LONGEST[level] // 8:
        last = published
    child = _rounded(level, first, last, _tail_room([e for e in fine if e.last <= last], last))
    child.start, child.end = max(child.start, parent.start), min(child.end, parent.end)
    crowded = level != YEARS or (count >= 0.4 * len(fine) and child.days * 2 * _MAGNIFY <= parent.days)
    worth = count >= {DAYS: 2, MONTHS: 3, YEARS: 4}[level] and crowded
    return child if worth and child.days * _MAGNIFY <= parent.days else None


def _densest(events: Sequence[Event], longest: int) -> tuple[int, int, int] | None:
    """Window that holds many events in few days: (first, last, how many)."""
    best, best_score = None, 0.0
    starts = sorted({e.first for e in events})
    by_end = sorted(events, key=lambda e: (e.last, e.first))
    for start in starts:
        count = 0
        for event in by_end:
            if event.first < start:
                continue
            if event.last - start >= longest:
                break
            count += 1
            score = count - 1.5 * (event.last - start) / longest
            if score > best_score:
                best, best_score = (start, event.last, count), score
    return best


def _thin_out(strips: list[Strip], events: Sequence[Event]) -> list[Strip]:
    """Drop the strips that no or hardly any event needs; three are the most."""
    load = _loads(strips, events)
    keep = [strips[0]] + [s for s in strips[1:] if load[id(s)] >= 2]
    if len(keep) > 3:
        keep.remove(min(keep[1:], key=lambda s: load[id(s)]))
    root_only = _loads(keep, events)
    if len(keep) > 1 and root_only[id(keep[0])] == 0:  # all events lie on the finer strips
        return keep[1:]
    return keep


def _loads(strips: Sequence[Strip], events: Sequence[Event]) -> dict[int, int]:
    load = {id(strip): 0 for strip in strips}
    for strip, _ in _assign(strips, events):
        load[id(strip)] += 1
    return load


def _assign(strips: Sequence[Strip], events: Sequence[Event]) -> Iterator[tuple[Strip, Event]]:
    for event in events:
        fitting = [s for s in strips if s.level <= level_of(event) and s.holds(event)]
        yield (fitting[-1] if fitting else next(s for s in strips if s.holds(event))), event


def tick_starts(strip: Strip, step: int) -> list[int]:
    """Days on which the units of a strip begin, every `step` units, inside the strip.

    Examples
    --------
    >>> tick_starts(Strip(DAYS, 1, 4), 1)
    [1, 2, 3]
    """
    first = dt.date.fromordinal(max(strip.start, 1))
    shift = (first.year * 12 + first.month - 1) % 2 if step == 2 else 0  # every other month from the first on
    months = partial(_next_month, shift=shift)
    unit: Callable[[int, int], int] = {YEARS: _next_year, MONTHS: months, DAYS: _next_day}[strip.level]
    out, day = [], unit(strip.start - 1, step)
    while day < strip.end:
        out.append(day)
        day = unit(day, step)
    return out


def _next_year(day: int, step: int) -> int:
    year = dt.date.fromordinal(max(day, 1)).year
    return dt.date(min((year // step + 1) * step, 9999), 1, 1).toordinal()


def _next_month(day: int, step: int, shift: int = 0) -> int:
    date = dt.date.fromordinal(max(day, 1))
    months = (date.year * 12 + date.month - 1 - shift) // step * step + step + shift
    return dt.date(months // 12, months % 12 + 1, 1).toordinal()


def _next_day(day: int, step: int) -> int:
    return day + step
