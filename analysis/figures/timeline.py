"""The timeline: nested strips, each a true linear scale, every event named once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from analysis import typesetting
from analysis.figures import glyphs, layout, sheet, strips
from analysis.figures.events import Event, days_of, read_events
from analysis.figures.header import Header, set_header
from analysis.figures.sheet import Notes, Sheet
from analysis.figures.style import FAINT, GREY, INK, SHADE, Size, Style, Theme, assign_themes, page_size
from analysis.figures.wording import Words, month_tradition


def draw_timeline(
    events: pd.DataFrame,
    lang: str = "ar",
    size: str = "report",
    *,
    published: str | dt.date | None = None,
    style: Style | None = None,
) -> Figure:
    """Draw the events of an article on one to three nested strips of time.

    A mark is one day; a bar is some day or days within; only what is realised, on a stated date and not
    after publication, is filled. Labels are placed by measurement; when there is no room for all, the least
    certain are folded into a line that counts them.

    Parameters
    ----------
    events : pandas.DataFrame
        One row an event, with the columns of `analysis.figures.NEEDED`. ``events.attrs`` may hold
        ``published``, ``title_ar``, ``title_en``, ``outlet`` and ``source``.
    lang : {"ar", "en"}
        Arabic runs from right to left and is the mirror image of English.
    size : {"report", "page", "slide"}
        A column 6.3 in wide, a full page, or a 13.33 × 7.5 in slide with type of 18 pt.
    published : str or datetime.date, optional
        Date of publication (DCT), in place of ``events.attrs["published"]``.
    style : Style, optional
        Numerals and month names.

    Returns
    -------
    matplotlib.figure.Figure
        Each event's artists carry a gid such as ``event-E14-mark`` or ``event-E14-bar``; x is in days as
        `datetime.date.toordinal` counts them.

    Raises
    ------
    ValueError
        If a column is missing, or a value, the language or the size is not one of those above.

    Examples
    --------
    >>> row = {"event_id": "E1", "label_ar": "اتفاق", "label_en": "Agreement", "theme": "dialogue"}
    >>> row |= {"date_start": "2008", "date_end": "2008", "edtf": "2008", "precision": "year"}
    >>> row |= {"date_basis": "explicit", "date_variants": None, "certainty": "realised", "evidence": "…"}
    >>> fig = draw_timeline(pd.DataFrame([row]), lang="en", published="2021-07-26")
    >>> fig.notes.title
    'Timeline of the events in the article'
    """
    if lang not in ("ar", "en"):
        raise ValueError(f"lang must be 'ar' or 'en', not {lang!r}")
    page = page_size(size)
    records = read_events(events, lang)
    dct = days_of(published if published is not None else events.attrs.get("published"))
    tradition = month_tradition(str(t) for t in events["evidence"] if isinstance(t, str))
    words = Words(lang, style or Style(), tradition)
    with mpl.rc_context(typesetting.rc()):
        return _Timeline(records, dct[0] if dct else None, words, page, dict(events.attrs)).draw()


@dataclass(slots=True)
class _StripPlan:
    """A strip with everything on it placed, in points from the top of the strip."""

    strip: strips.Strip
    scale: glyphs.Scale
    glyphs: dict[str, glyphs.Glyph]
    placed: list[layout.Placed]
    folded: int
    step: int
    weekdays: bool
    head: float  # height of the tick labels above the axis
    height: float
    lanes: float = 0.0

    @property
    def total(self) -> float:
        return self.head + self.height


@dataclass(slots=True)
class _Plan:
    strips: list[_StripPlan]
    header: Header
    notes: list[str]
    height: float
    kept: list[Event]


class _Timeline:
    def __init__(
        self, events: Sequence[Event], published: int | None, words: Words, size: Size, attrs: dict[str, Any]
    ) -> None:
        self.words, self.size, self.attrs, self.published = words, size, attrs, published
        self.undated = [e for e in events if not e.dated]
        dated = [e for e in events if e.dated]
        self.events = sorted(dated, key=lambda e: (e.first, -e.last, e.id))
        self.themes = assign_themes(e.theme for e in events)
        self.strips = strips.choose_strips(self.events, published) if dated else []
        self.em, self.ruler = size.type, Sheet(sheet.new_figure(size, 100.0), size, 100.0, words)
        tight = 1.30 if size.fixed else 1.36
        self.grid = layout.Grid(
            width=size.inner,
            line=tight * self.em,
            bar=0.66 * self.em,
            gap=0.5 * self.em,
            air=0.55 * self.em,
            lead=(0.12 if size.fixed else 0.34) * self.em,
        )
        self.tier = 1.34 * size.small  # one row of tick labels
        self.fan = 0.8 * self.em

    # --- planning ------------------------------------------------------------------------------------

    def plan(self) -> _Plan:
        """Roomy labels if they fit, then terse ones, then fewer."""
        for inline in (False, True):
            plan = self.arrange(self.events, inline)
            if plan.height <= self.size.height:
                return plan
        return self.fold()

    def fold(self) -> _Plan:
        """Keep as many of the surest events as fit, by bisection."""
        surest = sorted(self.events, key=lambda e: (e.doubt, e.first, e.id))
        low, high, best = 0, len(surest) - 1, None
        while low <= high:
            middle = (low + high + 1) // 2
            plan = self.arrange(surest[:middle], inline=True)
            if plan.height <= self.size.height:
                low, best = middle + 1, plan
            else:
                high = middle - 1
        return best or self.arrange([], inline=True)

    def arrange(self, kept: Iterable[Event], inline: bool) -> _Plan:
        ids = {e.id for e in kept}
        plans = [self.strip_plan(s, ids, inline) for s in self.strips]
        shown = [e for e in self.events if e.id in ids]
        shown_glyphs = [g for p in plans for g in p.glyphs.values()]
        notes = self.foot_notes(plans, shown)
        header = set_header(self.ruler, self.attrs, self.published, self.themes, shown, shown_glyphs)
        foot = len(notes) * 1.3 * self.size.small
        height = 2 * self.size.margin * 0.8 + header.height + foot + 0.9 * self.em
        height += sum(p.total for p in plans) + self.fan * max(len(plans) - 1, 0)
        return _Plan(plans, header, notes, height, shown)

    def strip_plan(self, strip: strips.Strip, ids: set[str], inline: bool) -> _StripPlan:
        scale = glyphs.Scale(strip.start, strip.end, self.size.inner)
        shown = [e for e in self.events if e in strip.events and e.id in ids]
        drawn = {e.id: glyphs.glyph_of(e, strip, scale, self.published, self.em) for e in shown}
        items = [self.item(e, drawn[e.id], strip, scale, inline) for e in shown]
        placed, height = layout.pack(items, self.grid)
        folded = len(strip.events) - len(shown)
        height += folded_room(folded, self.grid.line)
        step, weekdays = self.tick_step(strip, scale)
        tiers = 1 if strip.level == strips.YEARS and not self.sees_publication(strip) else 2
        head = tiers * self.tier + 0.75 * self.em
        lanes = 0.62 * self.em + height + 0.45 * self.em
        return _StripPlan(strip, scale, drawn, placed, folded, step, weekdays, head, lanes, height)

    def item(
        self, event: Event, glyph: glyphs.Glyph, strip: strips.Strip, scale: glyphs.Scale, inline: bool
    ) -> layout.Item:
        on_days = strip.level == strips.DAYS
        date = typesetting.drawable(self.words.date_of(event, weekday=on_days, year=not on_days))
        text = typesetting.drawable(event.label)
        width = self.size.inner
        shares = (0.3, 0.4, 0.55, 0.8) if inline else (0.18, 0.25, 0.33, 0.45, 0.62)
        blocks = layout.set_label(
            date,
            self.words.qualifier(event),
            text,
            [max(share * width, 9 * self.em) for share in shares],
            inline,
            self.ruler.measure,
            typesetting.wrap,
        )
        x0, x1 = glyphs.extent(glyph, scale, self.em)
        return layout.Item(event.id, x0, x1, blocks)

    def sees_publication(self, strip: strips.Strip) -> bool:
        return self.published is not None and strip.start <= self.published < strip.end

    def tick_step(self, strip: strips.Strip, scale: glyphs.Scale) -> tuple[int, bool]:
        """Fewest units between two tick labels at which these keep apart, and whether weekdays fit."""
        choices = {strips.YEARS: (1, 2, 5, 10, 20, 25, 50, 100, 200, 500), strips.MONTHS: (1, 2, 3, 6, 12)}
        unit = {strips.YEARS: 365.25, strips.MONTHS: 30.4, strips.DAYS: 1.0}[strip.level]
        for step in choices.get(strip.level, (1, 2, 7)):
            for weekdays in (True, False) if strip.level == strips.DAYS else (False,):
                texts = {
                    self.tick_text(strip.level, day, weekdays) for day in strips.tick_starts(strip, step)
                }
                widest = max((self.small_width(t) for t in texts), default=0.0)
                if widest + 0.5 * self.size.small <= scale.x(scale.start + unit * step):
                    return step, weekdays
        return choices.get(strip.level, (1, 2, 7))[-1], False

    def small_width(self, text: str, weight: int = 400) -> float:
        return self.ruler.measure(text, weight, self.size.small)

    def tick_text(self, level: int, day: int, weekdays: bool) -> str:
        date = dt.date.fromordinal(day)
        if level == strips.YEARS:
            return str(date.year)
        if level == strips.MONTHS:
            return self.words.month(date.month, short=True)
        return f"{self.words.weekday(day, short=True)} {date.day}" if weekdays else str(date.day)

    def foot_notes(self, plans: Sequence[_StripPlan], shown: Sequence[Event]) -> list[str]:
        say, out = self.words.say, []
        if len(plans) > 1:
            out.append(say("zoom"))
        if self.published is not None and any(p.strip.end > self.published + 1 for p in plans):
            out.append(say("dotted", date=self.words.day(self.published)))
        if any(e.year_end for e in shown):
            out.append(say("year_end"))
        elif any(e.year_edge for e in shown):
            out.append(say("year_edge"))
        if self.undated:
            n = len(self.undated)
            out.append(say("undated_one") if n == 1 else say("undated_many", n=n))
        if self.attrs.get("source"):
            out.append(say("source", source=typesetting.drawable(str(self.attrs["source"]))))
        text = " ".join(out)
        size = self.size
        return (
            typesetting.wrap(text, size.inner, lambda s: self.ruler.measure(s, 400, size.small))
            if text
            else []
        )

    # --- drawing -------------------------------------------------------------------------------------

    def draw(self) -> Figure:
        plan = self.plan()
        height = self.size.height if self.size.fixed else plan.height
        spare = (height - plan.height) / max(len(plan.strips), 1) if self.size.fixed else 0.0
        fig = sheet.new_figure(self.size, height)
        page = Sheet(fig, self.size, height, self.words)
        y = plan.header.draw(page, 0.8 * self.size.margin)
        if not plan.strips:
            page.text(self.size.margin, y + self.em, self.words.say("empty"), "empty", color=GREY)
        for n, strip_plan in enumerate(plan.strips):
            strip_plan.height += max(spare, 0.0)
            self.draw_strip(
                page, strip_plan, n, y, plan.strips[n + 1].strip if n + 1 < len(plan.strips) else None
            )
            y += strip_plan.total + self.fan
        y += -self.fan + 0.9 * self.em if plan.strips else 2 * self.em
        for n, text in enumerate(plan.notes):
            at = y + (n + 0.5) * 1.3 * self.size.small
            page.text(self.size.margin, at, text, f"note-{n}", size=self.size.small, color=GREY)
        fig.notes = self.file_notes(plan)
        return fig

    def draw_strip(
        self, page: Sheet, plan: _StripPlan, n: int, top: float, child: strips.Strip | None
    ) -> None:
        margin, width = self.size.margin, self.size.inner
        if n:
            self.shade(page, [(margin, top), (margin + width, top)], top + plan.head, f"shade-head-{n}")
        if child:
            self.zoom(page, plan, n, top, child)
        ax = page.panel(margin, top, width, plan.total, plan.strip.start, plan.strip.end, gid=f"strip-{n}")
        self.axis(ax, plan, n)
        lanes = plan.head + 0.62 * self.em
        boxes = [box for p in plan.placed for box in (self.padded(p.label), self.padded(p.glyph))]
        self.grid_lines(ax, plan, n, [b.moved(lanes) for b in boxes])
        self.tick_labels(page, ax, plan, n)
        for place in plan.placed:
            glyph = plan.glyphs[place.key]
            theme = self.themes[glyph.event.theme]
            glyphs.draw_glyph(ax, glyph, lanes + place.glyph_y, theme, plan.scale, self.em)
            self.label(page, ax, plan, place, lanes, theme)
        if plan.folded:
            at = lanes + plan.lanes - 0.5 * self.grid.line
            text = self.words.more(plan.folded)
            page.text(plan.strip.start, at, text, f"more-{n}-{plan.folded}", ax=ax, color=GREY, weight=500)

    def padded(self, box: layout.Box) -> layout.Box:
        d = 0.18 * self.em
        return layout.Box(box.x0 - d, box.y0 - d / 2, box.x1 + d, box.y1 + d / 2)

    def shade(self, page: Sheet, top: Sequence[tuple[float, float]], bottom: float, gid: str) -> None:
        """Fill the area between two upper corners and a level."""
        (x0, y0), (x1, y1) = top
        points = [(x0, y0), (x1, y1), (x1, bottom), (x0, bottom)]
        page.ax.add_patch(Polygon(points, closed=True, fc=SHADE, ec="none", lw=0, zorder=0, gid=gid))

    def zoom(self, page: Sheet, plan: _StripPlan, n: int, top: float, child: strips.Strip) -> None:
        """Shade what the next strip enlarges, and open it like a fan to that strip's full width."""
        margin, width = self.size.margin, self.size.inner
        a, b = margin + plan.scale.x(child.start), margin + plan.scale.x(child.end)
        y0, y1 = top + plan.head, top + plan.total
        points = [
            (a, y0),
            (b, y0),
            (b, y1),
            (margin + width, y1 + self.fan),
            (margin, y1 + self.fan),
            (a, y1),
        ]
        page.ax.add_patch(Polygon(points, closed=True, fc=SHADE, ec="none", lw=0, zorder=0, gid=f"shade-{n}"))

    def axis(self, ax: Axes, plan: _StripPlan, n: int) -> None:
        start, end, y = plan.strip.start, plan.strip.end, plan.head
        now = end if self.published is None else min(max(self.published + 1, start), end)
        lw = 0.11 * self.em
        if now > start:
            sheet.line(ax, [start, now], [y, y], f"axis-{n}", lw=lw, clip_on=False)
        if now < end:
            dots = (0, (1, 1.4))
            sheet.line(ax, [now, end], [y, y], f"axis-{n}-after", lw=lw, ls=dots, clip_on=False)
        shift = 1 if plan.step > 1 and plan.strip.level != strips.DAYS else plan.step
        minor = strips.tick_starts(plan.strip, shift)
        major = set(strips.tick_starts(plan.strip, plan.step))
        if len(minor) > 130:
            minor = sorted(major)
        for day in [*minor, end]:
            up = (0.42 if day in major or day == end else 0.24) * self.em
            sheet.line(ax, [day, day], [y, y - up], f"tick-{n}", lw=0.07 * self.em, color=GREY, clip_on=False)

    def grid_lines(self, ax: Axes, plan: _StripPlan, n: int, boxes: Sequence[layout.Box]) -> None:
        """Faint lines at the ticks and the line of publication, each broken where anything lies on it."""
        bottom = plan.total
        for day in strips.tick_starts(plan.strip, plan.step):
            if day > plan.strip.start:
                self.broken(
                    ax, plan, day, bottom, boxes, f"grid-{n}", color=FAINT, lw=0.06 * self.em, zorder=1
                )
        if self.sees_publication(plan.strip) and self.published + 1 < plan.strip.end:
            kw = {"color": INK, "lw": 0.09 * self.em, "zorder": 2}
            self.broken(ax, plan, self.published + 1, bottom, boxes, f"published-{n}", **kw)

    def broken(
        self,
        ax: Axes,
        plan: _StripPlan,
        day: float,
        bottom: float,
        boxes: Sequence[layout.Box],
        gid: str,
        **kw: Any,
    ) -> None:
        x = plan.scale.x(day)
        spans = sorted((b.y0, b.y1) for b in boxes if b.x0 < x < b.x1)
        if plan.folded:
            text = self.ruler.measure(self.words.more(plan.folded), 500)
            if x < text + 0.3 * self.em:
                spans.append((bottom - 0.45 * self.em - self.grid.line, bottom))
        y = plan.head
        for low, high in [*sorted(spans), (bottom, bottom)]:
            if low > y + 0.3 * self.em:
                sheet.line(ax, [day, day], [y, low], gid, **kw)
            y = max(y, high)

    def tick_labels(self, page: Sheet, ax: Axes, plan: _StripPlan, n: int) -> None:
        y = plan.head - 0.62 * self.em - self.tier / 2
        half = {strips.YEARS: 183, strips.MONTHS: 15, strips.DAYS: 0.5}[plan.strip.level]
        width = self.size.inner
        small = self.size.small
        for day in strips.tick_starts(plan.strip, plan.step):
            text = self.tick_text(plan.strip.level, day, plan.weekdays)
            x, w = plan.scale.x(day + half), self.small_width(text)
            if x - w / 2 < -2 or x + w / 2 > width + 2:
                continue
            page.text(day + half, y, text, f"tick-label-{n}", ax=ax, align="center", size=small, color=GREY)
        taken = self.tier_labels(page, ax, plan, n, y - self.tier)
        if self.sees_publication(plan.strip):
            self.publication(page, ax, plan, n, y - self.tier, taken)

    def tier_labels(
        self, page: Sheet, ax: Axes, plan: _StripPlan, n: int, y: float
    ) -> list[tuple[float, float]]:
        """Name what the tick labels leave out: the year over months, the month over days."""
        level = plan.strip.level
        if level == strips.YEARS:
            return []
        upper = strips.Strip(level - 1, plan.strip.start, plan.strip.end)
        starts = sorted({plan.strip.start, *strips.tick_starts(upper, 1)})
        ends = [*starts[1:], plan.strip.end]
        taken: list[tuple[float, float]] = []
        pad = 0.35 * self.em
        for day, until in zip(starts, ends, strict=True):
            date = dt.date.fromordinal(day)
            text = f"{self.words.month(date.month)} {date.year}" if level == strips.DAYS else str(date.year)
            x0 = plan.scale.x(day) + pad
            x1 = x0 + self.small_width(text, 600)
            if x1 > plan.scale.x(until) + (pad if until < plan.strip.end else 0) and len(starts) > 1:
                continue
            taken.append((x0, x1))
            at = plan.strip.start + plan.scale.days(x0)
            page.text(at, y, text, f"tier-{n}", ax=ax, size=self.size.small, weight=600, color=GREY)
        return taken

    def publication(
        self, page: Sheet, ax: Axes, plan: _StripPlan, n: int, y: float, taken: Sequence[tuple[float, float]]
    ) -> None:
        """Name the line of publication where its label meets no other."""
        small, x = self.size.small, plan.scale.x(self.published + 1)
        day = self.words.day(self.published, year=False)
        for text in (self.words.say("published_on", date=day), self.words.say("published")):
            width, pad = self.small_width(text, 600), 0.3 * self.em
            for align, x0, x1 in (("end", x - width, x), ("start", x, x + width)):
                free = all(x1 + pad < a or b + pad < x0 for a, b in taken)
                if x0 >= 0 and x1 <= self.size.inner and free:
                    at = self.published + 1
                    top = y - self.tier / 2
                    page.text(at, y, text, f"publication-{n}", ax=ax, align=align, size=small, weight=600)
                    del top
                    return

    def label(
        self, page: Sheet, ax: Axes, plan: _StripPlan, place: layout.Placed, lanes: float, theme: Theme
    ) -> None:
        gid = f"event-{place.key}-label"
        for piece in place.block.pieces:
            y = lanes + place.label.y0 + (piece.line + 0.5) * self.grid.line
            shift = self.line_shift(place, piece.line)
            at = plan.strip.start + plan.scale.days(place.label.x0 + shift + piece.x)
            colour = theme.colour if piece.weight == layout.BOLD else INK
            page.text(at, y, piece.text, gid, ax=ax, weight=piece.weight, color=colour)

    @staticmethod
    def line_shift(place: layout.Placed, line: int) -> float:
        """Lines of a label that ends at its glyph are set flush with that end."""
        if not place.flipped:
            return 0.0
        used = max(p.x + p.width for p in place.block.pieces if p.line == line)
        return place.block.width - used

    def file_notes(self, plan: _Plan) -> Notes:
        title = self.ruler_title()
        folded = sum(p.folded for p in plan.strips)
        parts = [title + "."]
        parts += [self.words.span((p.strip.start, p.strip.end - 1)) for p in plan.strips]
        shown = [f"{self.words.date_of(e)}: {e.label}" for e in plan.kept]
        text = f"{parts[0]} {' | '.join(parts[1:])}. {'; '.join(shown)}."
        if folded:
            text += f" {self.words.more(folded)}."
        return Notes(
            title,
            f"{text} {' '.join(plan.notes)}".strip(),
            str(self.attrs.get("source") or ""),
            self.words.lang,
        )

    def ruler_title(self) -> str:
        return str(self.attrs.get(f"title_{self.words.lang}") or self.words.say("title"))


def folded_room(folded: int, line: float) -> float:
    """Height of the line that counts folded events."""
    return line * 1.1 if folded else 0.0
