"""Where everything on a timeline goes, before anything is drawn: strips, labels, what is folded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis import typesetting
from analysis.figures import glyphs, layout, strips
from analysis.figures.events import Event
from analysis.figures.header import Header, set_header
from analysis.figures.sheet import Ruler
from analysis.figures.style import Size, Theme, assign_themes
from analysis.figures.wording import FLAG, Words

_STEPS = {
    strips.YEARS: (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000),
    strips.MONTHS: (1, 2, 3, 6, 12),
    strips.DAYS: (1, 2, 7, 14),
}
_UNIT = {strips.YEARS: 365.25, strips.MONTHS: 30.4, strips.DAYS: 1.0}  # days


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be drawn: everything a plan depends on."""

    events: tuple[Event, ...]  # dated, in the order of time
    undated: int
    edited: str  # what the flag of rows that a person changed means, where there are any
    strips: tuple[strips.Strip, ...]
    published: int | None
    words: Words
    size: Size
    attrs: Mapping[str, Any]
    themes: Mapping[str | None, Theme]
    ruler: Ruler
    items: dict[str, layout.Item]  # set once, placed in every plan that is tried
    strip_plans: dict[tuple[int, frozenset[str]], StripPlan]
    note: str = ""

    @property
    def grid(self) -> layout.Grid:
        """Distances between labels on this page."""
        em, close = self.size.type, self.size.fixed
        return layout.Grid(
            width=self.size.inner,
            line=(1.28 if close else 1.36) * em,
            bar=0.66 * em,
            gap=0.5 * em,
            air=(0.6 if close else 0.85) * em,
            lead=(0.16 if close else 0.34) * em,
        )

    def small(self, text: str, weight: int = 400) -> float:
        """Width of a text in the small type of tick labels."""
        return self.ruler.measure(text, weight, self.size.small)

    def sees_publication(self, strip: strips.Strip) -> bool:
        """Whether the day of publication lies on a strip."""
        return self.published is not None and strip.start <= self.published < strip.end


@dataclass(frozen=True, slots=True)
class UpperLabel:
    """A text over the tick labels of a strip, with its stretch in points; `{n}` in the gid is the strip."""

    text: str
    gid: str
    x0: float
    x1: float
    weight: int


@dataclass(slots=True)
class StripPlan:
    """A strip with all its labels placed; heights in points, `lanes` is where the labels' area begins."""

    strip: strips.Strip
    scale: glyphs.Scale
    glyphs: dict[str, glyphs.Glyph]
    placed: list[layout.Placed]
    folded: int
    more: layout.Box | None  # the line that counts folded events
    step: int
    weekdays: bool
    upper: list[UpperLabel]  # over the tick labels
    head: float
    lanes: float
    height: float


@dataclass(slots=True)
class Plan:
    """A page planned as a whole."""

    strips: list[StripPlan]
    header: Header
    notes: list[str]
    shown: list[Event]
    height: float

    @property
    def folded(self) -> int:
        """How many events the page only counts."""
        return sum(s.folded for s in self.strips)


def make_job(
    events: Sequence[Event],
    published: int | None,
    words: Words,
    size: Size,
    attrs: Mapping[str, Any],
    only: strips.Strip | None = None,
    note: str = "",
) -> Job:
    """Gather what a plan needs, and choose the strips unless one is given."""
    dated = sorted((e for e in events if e.dated), key=_in_time)
    return Job(
        events=tuple(dated),
        undated=len(events) - len(dated),
        edited=words.edited(events),
        strips=(only,) if only else tuple(strips.choose_strips(dated, published)) if dated else (),
        published=published,
        words=words,
        size=size,
        attrs=attrs,
        themes=assign_themes(e.theme for e in events),
        ruler=Ruler(size, words),
        items={},
        strip_plans={},
        note=note,
    )


def _in_time(event: Event) -> tuple[int, int, str]:
    return event.first, -event.last, event.id


def make_plan(job: Job) -> Plan:
    """Plan a page with all events or, where that is too high, with as many of the surest as fit."""
    plan = arrange(job, job.events)
    if plan.height <= job.size.height or not job.events:
        return plan
    turn = {e.id: n for strip in job.strips for n, e in enumerate(sorted(strip.events, key=_in_time))}
    surest = sorted(job.events, key=lambda e: (e.doubt, turn[e.id], _in_time(e)))  # the strips take turns
    low, high = 0, len(surest) - 1  # by bisection: low events fit, more than high do not
    plan = arrange(job, [])
    while low < high:
        middle = (low + high + 1) // 2
        trial = arrange(job, surest[:middle])
        if trial.height <= job.size.height:
            low, plan = middle, trial
        else:
            high = middle - 1
    return _topped_up(job, plan, surest[:low], surest[low:])


def common_plan(job: Job, plan: Plan, others: Iterable[Event]) -> Plan:
    """Plan in which an event is folded that another language has no room for, so that both say the same."""
    ids = {e.id for e in others}
    common = [e for e in plan.shown if e.id in ids]
    trial = arrange(job, common) if len(common) < len(plan.shown) else plan
    return trial if trial.height <= job.size.height else plan


def _topped_up(job: Job, plan: Plan, kept: list[Event], folded: list[Event]) -> Plan:
    """Name those of the same certainty, to the day or not, that still find room beside the kept ones."""
    for event in folded:
        if event.doubt[0] != folded[0].doubt[0]:
            break
        trial = arrange(job, [*kept, event])
        if trial.height <= job.size.height:
            kept, plan = [*kept, event], trial
    return plan


def arrange(job: Job, kept: Iterable[Event]) -> Plan:
    """Plan a page on which only the kept events are named."""
    ids = {e.id for e in kept}
    plans = [_known_strip_plan(job, strip, ids) for strip in job.strips]
    shown = [e for e in job.events if e.id in ids]
    header = set_header(
        job.ruler, job.attrs, job.published, job.themes, shown, [g for p in plans for g in p.glyphs.values()]
    )
    notes = _foot_notes(job, plans, shown)
    em = job.size.type
    height = 2 * job.size.edge + header.height + sum(p.head + p.height for p in plans)
    height += fan_height(job.size) * max(len(plans) - 1, 0) + (2 * em if not plans else 0)
    height += (foot_gap(job.size) + len(notes) * 1.3 * job.size.small) if notes else 0
    return Plan(plans, header, notes, shown, height)


def fan_height(size: Size) -> float:
    """Height over which a shaded part opens to the next strip's width."""
    return (0.5 if size.fixed else 0.8) * size.type


def tier_height(size: Size) -> float:
    """Height of a row of tick labels."""
    return (1.16 if size.fixed else 1.34) * size.small


def foot_gap(size: Size) -> float:
    """Space between the last strip and the notes."""
    return (0.4 if size.fixed else 0.9) * size.type


def _known_strip_plan(job: Job, strip: strips.Strip, ids: set[str]) -> StripPlan:
    """Plan a strip, once for each choice of its events: trials of a page differ in one strip or two."""
    key = strip.level, frozenset(e.id for e in strip.events if e.id in ids)
    if key not in job.strip_plans:
        job.strip_plans[key] = _strip_plan(job, strip, ids)
    return job.strip_plans[key]


def _strip_plan(job: Job, strip: strips.Strip, ids: set[str]) -> StripPlan:
    em = job.size.type
    scale = glyphs.Scale(strip.start, strip.end, job.size.inner)
    grid = replace(job.grid, edge=scale.x(job.published + 1) if job.sees_publication(strip) else None)
    own = {e.id for e in strip.events}
    shown = [e for e in job.events if e.id in own and e.id in ids]
    drawn = {e.id: glyphs.glyph_of(e, strip, scale, job.published, em) for e in shown}
    for event in shown:
        if event.id not in job.items:
            job.items[event.id] = _item(job, event, drawn[event.id], strip, scale)
    folded_above = False  # counted beside the names of months or years, which saves a row
    placed, height = layout.pack([job.items[e.id] for e in shown], grid)
    folded, more = len(strip.events) - len(shown), None
    step, weekdays = _tick_step(job, strip, scale)
    tiers = 1 if strip.level == strips.YEARS else 2
    upper = upper_labels(job, strip, scale) if tiers == 2 else []
    if folded and upper and job.size.fixed:
        text = job.words.more(folded)
        x1 = job.size.inner
        x0 = x1 - job.small(text, 500)
        if all(label.x1 + job.size.type < x0 for label in upper):
            upper.append(UpperLabel(text, f"more-{{n}}-{folded}", x0, x1, 500))
            folded_above = True
    if folded and not folded_above:
        more = layout.last_row(placed, job.ruler.measure(job.words.more(folded), 500), height, grid)
        height = max(height, more.y1)
    head = tiers * tier_height(job.size) + (0.62 if job.size.fixed else 0.75) * em
    lanes = (0.3 if job.size.fixed else 0.6) * em
    height += lanes + (0.15 if job.size.fixed else 0.5) * em
    return StripPlan(strip, scale, drawn, placed, folded, more, step, weekdays, upper, head, lanes, height)


def upper_labels(job: Job, strip: strips.Strip, scale: glyphs.Scale) -> list[UpperLabel]:
    """Name what the tick labels leave out, the year over months or the month over days, and publication."""
    pad = 0.35 * job.size.type
    unit = strips.Strip(strip.level - 1, strip.start, strip.end)
    starts = sorted({strip.start, *strips.tick_starts(unit, 1)})
    out: list[UpperLabel] = []
    for day, until in zip(starts, [*starts[1:], strip.end], strict=True):
        date = dt.date.fromordinal(day)
        on_days = strip.level == strips.DAYS
        text = f"{job.words.month(date.month)} {date.year}" if on_days else str(date.year)
        x0 = scale.x(day) + pad
        x1 = x0 + job.small(text, 600)
        if len(starts) > 1 and x1 > scale.x(until) + (pad if until < strip.end else 0):
            continue
        out.append(UpperLabel(text, "tier-{n}", x0, x1, 600))
    return [*out, *_publication_label(job, strip, scale, out)]


def _publication_label(
    job: Job, strip: strips.Strip, scale: glyphs.Scale, taken: Sequence[UpperLabel]
) -> list[UpperLabel]:
    """Name the line of publication where its label meets no other."""
    if not job.sees_publication(strip):
        return []
    x, pad = scale.x(job.published + 1), 0.3 * job.size.type
    day = job.words.day(job.published, year=False)
    for text in (job.words.say("published_on", date=day), job.words.say("published")):
        width = job.small(text, 600)
        for x0, x1 in ((x - width, x), (x, x + width)):
            free = all(x1 + pad < other.x0 or other.x1 + pad < x0 for other in taken)
            if free and x0 >= 0 and x1 <= job.size.inner:
                return [UpperLabel(text, "publication-{n}", x0, x1, 600)]
    return []


def _item(
    job: Job, event: Event, glyph: glyphs.Glyph, strip: strips.Strip, scale: glyphs.Scale
) -> layout.Item:
    on_days, em = strip.level == strips.DAYS, job.size.type
    blocks = layout.set_label(
        date=typesetting.drawable(job.words.date_of(event, weekday=on_days, year=not on_days)),
        note=job.words.qualifier(event),
        text=typesetting.drawable(event.label),
        limits=[max(share * job.size.inner, 9 * em) for share in (0.27, 0.36, 0.48, 0.62, 0.8)],
        measure=job.ruler.measure,
        wrap=typesetting.wrap,
        flag=FLAG if event.edited else "",
    )
    x0, x1 = glyphs.extent(glyph, scale, em)
    return layout.Item(event.id, x0, x1, blocks)


def _tick_step(job: Job, strip: strips.Strip, scale: glyphs.Scale) -> tuple[int, bool]:
    """Fewest units between two tick labels at which these keep apart, and whether weekdays fit."""
    for step in _STEPS[strip.level]:
        room = scale.x(scale.start + _UNIT[strip.level] * step) - 0.5 * job.size.small
        for weekdays in (True, False) if strip.level == strips.DAYS else (False,):
            texts = {tick_text(job, strip.level, d, weekdays) for d in strips.tick_starts(strip, step)}
            if max(map(job.small, texts), default=0.0) <= room:
                return step, weekdays
    return _STEPS[strip.level][-1], False


def tick_text(job: Job, level: int, day: int, weekdays: bool) -> str:
    """Tick label of the unit that begins on a day."""
    date = dt.date.fromordinal(day)
    if level == strips.YEARS:
        return str(date.year)
    if level == strips.MONTHS:
        return job.words.month(date.month, short=True)
    return f"{job.words.weekday(day, short=True)} {date.day}" if weekdays else str(date.day)


def _foot_notes(job: Job, plans: Sequence[StripPlan], shown: Sequence[Event]) -> list[str]:
    say, out = job.words.say, [job.note] if job.note else []
    short = "_short" if job.size.fixed else ""
    if len(plans) > 1 and not job.size.fixed:
        out.append(say("zoom"))
    if job.published is not None and any(p.strip.end > job.published + 1 for p in plans):
        out.append(say(f"dotted{short}", date=job.words.day(job.published)))
    if any(g.widened for p in plans for g in p.glyphs.values()):
        out.append(say(f"widened{short}"))
    if any(e.year_end for e in shown):
        out.append(say(f"year_end{short}", month=job.words.month(12)))
    elif any(e.year_edge for e in shown):
        out.append(say("year_edge"))
    if any(p.folded for p in plans):
        out.append(say(f"folded{short}"))
    if job.undated:
        out.append(say("undated_one") if job.undated == 1 else say("undated_many", n=job.undated))
    if job.edited:
        out.append(job.edited)
    if _source_says_more(job):
        out.append(say("source", source=job.words.embed(typesetting.drawable(str(job.attrs["source"])))))
    text = " ".join(out)
    return typesetting.wrap(text, job.size.inner, job.small) if text else []


def _source_says_more(job: Job) -> bool:
    """Whether the source adds anything to outlet and day of publication, which the byline gives already."""
    given = job.attrs.get("source")
    return bool(given) and str(given) != job.words.source({**job.attrs, "source": None}, job.published)
