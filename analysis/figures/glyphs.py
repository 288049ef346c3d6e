"""What stands for an event on an axis: which days a bar or a mark covers, and how it is inked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.figures import sheet
from analysis.figures.events import Event, Span
from analysis.figures.strips import DAYS, Strip
from analysis.figures.style import PAPER, Theme


@dataclass(frozen=True, slots=True)
class Scale:
    """Linear scale of a strip: days to points from the reading start."""

    start: float
    end: float
    width: float

    def x(self, day: float) -> float:
        """Place of a moment, in points."""
        return (day - self.start) / (self.end - self.start) * self.width

    def days(self, points: float) -> float:
        """How many days a length in points is."""
        return points / self.width * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Glyph:
    """Days covered; a moment is counted in days, so that noon of a day is its ordinal + 0.5."""

    event: Event
    look: str  # filled, pale, planned, conditional, claimed
    a: float
    b: float
    mark: bool  # one day
    fade_from: float | None = None  # the start is not stated
    tail_to: float | None = None  # the end is not stated
    open_bar: bool = False  # no day within is likelier than another up to tail_to
    filled_to: float | None = None  # the DCT's end, where it cuts the bar
    widened: bool = False  # drawn longer than it is, to be seen
    only_fade: bool = False  # before a day, and nothing more is known

    @property
    def first(self) -> float:
        """Start of all that is drawn."""
        return self.a if self.fade_from is None else self.fade_from

    @property
    def last(self) -> float:
        """End of all that is drawn."""
        return self.b if self.tail_to is None else max(self.b, self.tail_to)


def look_of(event: Event, published: int | None) -> str:
    """Ink of an event: only what is realised, on a stated date, and not after the DCT, is filled."""
    if event.certainty != "realised":
        return event.certainty
    if published is not None and event.dated and event.first > published:
        return "planned"
    return "pale" if event.inferred else "filled"


def glyph_of(event: Event, strip: Strip, scale: Scale, published: int | None, em: float) -> Glyph:
    """Choose the glyph of an event on a strip.

    Parameters
    ----------
    event : Event
        Dated.
    strip : Strip
        Where it is drawn.
    scale : Scale
        Of that strip.
    published : int or None
        Day of publication.
    em : float
        Type size in points; the least width of a bar and the length of a fade follow from it.
    """
    look = look_of(event, published)
    horizon = (
        strip.end if published is None or look not in ("filled", "pale") else min(published + 1, strip.end)
    )
    mark = event.precision == "day" and _single_day(event) and not event.variants
    a, b = _covered(event, mark)
    least = scale.days(0.85 * em)
    widened = not mark and b - a < least
    if event.only_before:
        return _faded(event, look, strip, scale, em)
    if widened:
        a, b = _widened(event, a, b, least, strip)
    tail = fade = None
    open_bar = False
    if event.start and not event.end and not event.variants:
        start = a + 0.5 if mark else b
        tail = min(max(horizon, start + scale.days(1.2 * em)), strip.end)
        open_bar = event.precision in ("interval", "vague")
    if event.start is None:
        fade = max(a - scale.days(2.2 * em), strip.start)
    cut = None
    if published is not None and look in ("filled", "pale") and not mark and a < published + 1 < b:
        cut = float(published + 1)
    return Glyph(event, look, a, b, mark, fade, tail, open_bar, cut, widened)


def _single_day(event: Event) -> bool:
    spans = [s for s in (event.start, event.end) if s]
    return len({day for span in spans for day in span}) == 1


def _covered(event: Event, mark: bool) -> tuple[float, float]:
    if event.variants:
        return float(event.first), float(event.last + 1)
    if event.start and not event.end:
        return float(event.start[0]), float(event.start[1] + 1)
    if event.end and not event.start:
        return float(event.end[0]), float(event.end[1] + 1)
    return float(event.first), float(event.last + 1)


def _faded(event: Event, look: str, strip: Strip, scale: Scale, em: float) -> Glyph:
    """Some time before a day: out of nothing up to that day, with nothing on the day itself."""
    day, _ = event.end
    end = float(day if day > strip.start else day + 1)
    start = max(end - scale.days(7 * em), float(strip.start))
    return Glyph(event, look, end, end, False, fade_from=start, only_fade=True)


def _widened(event: Event, a: float, b: float, least: float, strip: Strip) -> tuple[float, float]:
    """Widen a bar around its middle, but not over the edge of its year where there is room inside.

    The end of a year that reaches into the next one would be read as that one.
    """
    first, last = (dt.date.fromordinal(day).year for day in (event.first, event.last))
    low, high = strip.start, strip.end
    if first == last < dt.MAXYEAR and strip.level < DAYS:
        start, end = dt.date(first, 1, 1).toordinal(), dt.date(first + 1, 1, 1).toordinal()
        if min(end, high) - max(start, low) >= least:
            low, high = max(start, low), min(end, high)
        elif event.year_end:  # the far side stays where it is
            return b - least, b
    middle = min(max((a + b) / 2, low + least / 2), high - least / 2)
    return middle - least / 2, middle + least / 2


def extent(glyph: Glyph, scale: Scale, em: float) -> tuple[float, float]:
    """Stretch that a glyph takes up, in points."""
    x0, x1 = scale.x(glyph.first), scale.x(glyph.last)
    if glyph.mark or glyph.event.variants:
        half = 0.46 * em
        days = _mark_days(glyph)
        x0 = min(x0 if glyph.fade_from is not None else 1e9, *(scale.x(d) - half for d in days), 1e9)
        x1 = max(x1 if glyph.tail_to is not None else -1e9, *(scale.x(d) + half for d in days), -1e9)
        if any(first != last for first, last in glyph.event.variants):
            x0, x1 = min(x0, scale.x(glyph.a)), max(x1, scale.x(glyph.b))
    return x0, x1


def _mark_days(glyph: Glyph) -> list[float]:
    if glyph.mark:
        return [glyph.a + 0.5]
    return [s[0] + 0.5 for s in glyph.event.variants if s[0] == s[1]]


def draw_glyph(ax: Axes, glyph: Glyph, y: float, theme: Theme, scale: Scale, em: float) -> None:
    """Draw an event's glyph; every artist's gid begins with ``event-<id>-``."""
    gid, colour = f"event-{glyph.event.id}", theme.colour
    height = 0.66 * em
    if glyph.only_fade:
        sheet.fade(ax, glyph.fade_from, glyph.b, y, height, colour, f"{gid}-fade", steps=16)
        sheet.knob(ax, (glyph.fade_from + 2 * glyph.b) / 3, y, theme.mark, PAPER, 0.38 * em, f"{gid}-theme")
        return
    if glyph.fade_from is not None:
        end = min(_mark_days(glyph), default=glyph.a)
        sheet.fade(ax, glyph.fade_from, end, y, height * 0.55, colour, f"{gid}-fade")
    if glyph.tail_to is not None and not glyph.open_bar:
        _tail(ax, glyph, y, colour, em, scale, gid)
    if glyph.event.variants:
        _disputed(ax, glyph, y, theme, scale, em, gid)
    elif glyph.mark:
        sheet.mark(ax, glyph.a + 0.5, y, theme.mark, glyph.look, colour, 0.78 * em, f"{gid}-mark")
    else:
        _bar(ax, glyph, y, theme, scale, em, gid)


def _tail(ax: Axes, glyph: Glyph, y: float, colour: str, em: float, scale: Scale, gid: str) -> None:
    start = glyph.a + 0.5 if glyph.mark else glyph.b
    dashes = sheet.OUTLINES[glyph.look]
    end = glyph.tail_to
    sheet.line(ax, [start, end], [y, y], f"{gid}-tail", color=colour, lw=0.13 * em, ls=dashes, zorder=4)
    _chevron(ax, end, y, colour, em, scale, gid)


def _chevron(ax: Axes, end: float, y: float, colour: str, em: float, scale: Scale, gid: str) -> None:
    back = scale.days(0.26 * em)
    xs, ys = [end - back, end, end - back], [y - 0.26 * em, y, y + 0.26 * em]
    sheet.line(
        ax,
        xs,
        ys,
        f"{gid}-arrow",
        color=colour,
        lw=0.13 * em,
        zorder=4,
        solid_joinstyle="miter",
        clip_on=False,
    )


def _bar(ax: Axes, glyph: Glyph, y: float, theme: Theme, scale: Scale, em: float, gid: str) -> None:
    half, lw, rx = 0.33 * em, 0.12 * em, scale.days(0.32 * em)
    end = glyph.tail_to if glyph.open_bar else glyph.b
    if glyph.filled_to is not None and not glyph.open_bar:
        rest = sheet.rounded(glyph.filled_to, end, y - half, y + half, rx)
        sheet.bar(ax, rest, "planned", theme.colour, lw, f"{gid}-bar-after")
        end = glyph.filled_to
    stop = end - scale.days(0.45 * em) if glyph.open_bar else end
    path = sheet.rounded(glyph.a, stop, y - half, y + half, rx, open_end=glyph.open_bar)
    sheet.bar(ax, path, glyph.look, theme.colour, lw, f"{gid}-bar")
    middle = (glyph.a + end) / 2
    if glyph.look == "claimed":
        inset = min(scale.days(0.3 * em), (end - glyph.a) / 4)
        xs = [glyph.a + inset, end - inset]
        sheet.line(ax, xs, [y, y], f"{gid}-core", color=theme.colour, lw=0.09 * em, zorder=5.5)
    if glyph.open_bar:
        sheet.line(ax, [stop, end], [y, y], f"{gid}-tail", color=theme.colour, lw=0.13 * em, zorder=4)
        _chevron(ax, end, y, theme.colour, em, scale, gid)
    if scale.x(end) - scale.x(glyph.a) >= 0.8 * em:
        inner = PAPER if glyph.look == "filled" else theme.colour
        sheet.knob(ax, middle, y, theme.mark, inner, 0.38 * em, f"{gid}-theme")


def _disputed(ax: Axes, glyph: Glyph, y: float, theme: Theme, scale: Scale, em: float, gid: str) -> None:
    """One striped bar from the first claimed date to the last, each of them marked."""
    look = "hollow" if glyph.look in ("filled", "pale") else glyph.look
    spans: Sequence[Span] = glyph.event.variants
    days = all(s[0] == s[1] for s in spans)
    a, b = (glyph.a + 0.5, glyph.b - 0.5) if days else (glyph.a, glyph.b)
    path = sheet.rounded(a, b, y - 0.2 * em, y + 0.2 * em, scale.days(0.18 * em))
    sheet.bar(ax, path, look, theme.colour, 0.1 * em, f"{gid}-bar", zorder=4.5)
    if look == "hollow":
        sheet.striped(ax, a, b, y, 0.2 * em, scale.days(0.42 * em), theme.colour, f"{gid}-stripes")
    for n, span in enumerate(spans):
        if span[0] == span[1]:
            x = span[0] + 0.5
            sheet.mark(ax, x, y, theme.mark, glyph.look, theme.colour, 0.78 * em, f"{gid}-mark-{n}")
        else:
            path = sheet.rounded(span[0], span[1] + 1, y - 0.33 * em, y + 0.33 * em, scale.days(0.32 * em))
            sheet.bar(ax, path, glyph.look, theme.colour, 0.12 * em, f"{gid}-bar-{n}")
