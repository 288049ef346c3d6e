"""The timeline: nested strips, each a true linear scale, every event named once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from analysis import typesetting
from analysis.figures import glyphs, layout, sheet, strips
from analysis.figures.events import Event, days_of, read_events
from analysis.figures.plan import (
    Job,
    Plan,
    StripPlan,
    common_plan,
    fan_height,
    foot_gap,
    make_job,
    make_plan,
    tick_text,
    tier_height,
)
from analysis.figures.sheet import Notes, Sheet
from analysis.figures.style import FAINT, GREY, INK, SHADE, Style, page_size
from analysis.figures.wording import FLAG, Words, month_tradition

_HALF_UNIT = {strips.YEARS: 183, strips.MONTHS: 15, strips.DAYS: 0.5}  # days
_MOST_TICKS = 130


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
        job = make_job(records, dct[0] if dct else None, words, page, dict(events.attrs))
        plan = make_plan(job)
        if plan.folded:  # both languages fold the same events, wherever they can
            other = Words("en" if lang == "ar" else "ar", words.style, tradition)
            mirror = make_job(read_events(events, other.lang), job.published, other, page, job.attrs)
            plan = common_plan(job, plan, make_plan(mirror).shown)
        return draw_plan(job, plan)


def draw_plan(job: Job, plan: Plan) -> Figure:
    """Draw what has been planned."""
    size = job.size
    height = size.height if size.fixed else plan.height
    spare = max(height - plan.height, 0.0) / max(len(plan.strips), 1)
    fig = sheet.new_figure(size, height)
    page = Sheet(fig, size, height, job.words)
    y = plan.header.draw(page, size.edge)
    if not plan.strips:
        page.text(size.margin, y + size.type, job.words.say("empty"), "empty", color=GREY)
        y += 2 * size.type
    children = [*(p.strip for p in plan.strips[1:]), None]
    for n, (strip, child) in enumerate(zip(plan.strips, children, strict=False)):
        strip.height += spare
        _draw_strip(job, page, strip, n, y, child)
        y += strip.head + strip.height + (fan_height(size) if child else 0)
    for n, text in enumerate(plan.notes):
        at = y + foot_gap(size) + (n + 0.5) * 1.3 * size.small
        page.text(size.margin, at, text, f"note-{n}", size=size.small, color=GREY)
    fig.notes = _file_notes(job, plan)
    return fig


def _draw_strip(
    job: Job, page: Sheet, plan: StripPlan, n: int, top: float, child: strips.Strip | None
) -> None:
    margin, width, total = job.size.margin, job.size.inner, plan.head + plan.height
    if n:
        corners = [(margin, top), (margin + width, top)]
        _shade(page, [*corners, (margin + width, top + plan.head), (margin, top + plan.head)], f"head-{n}")
    if child:
        _zoom(job, page, plan, n, top, child)
    ax = page.panel(margin, top, width, total, plan.strip.start, plan.strip.end, gid=f"strip-{n}")
    lanes = plan.head + plan.lanes
    _axis(job, ax, plan, n)
    _vertical_lines(job, ax, plan, n, lanes)
    _tick_labels(job, page, ax, plan, n)
    for place in plan.placed:
        _draw_event(job, page, ax, plan, place, lanes)
    if plan.more:
        at = lanes + (plan.more.y0 + plan.more.y1) / 2
        gid = f"more-{n}-{plan.folded}"
        x = plan.strip.start + plan.scale.days(plan.more.x0)
        page.text(x, at, job.words.more(plan.folded), gid, ax=ax, color=GREY, weight=500)


def _draw_event(job: Job, page: Sheet, ax: Axes, plan: StripPlan, place: layout.Placed, lanes: float) -> None:
    glyph = plan.glyphs[place.key]
    theme = job.themes[glyph.event.theme]
    glyphs.draw_glyph(ax, glyph, lanes + place.glyph_y, theme, plan.scale, job.size.type)
    foreign = page.ruler.runs_rtl(glyph.event.label) != job.words.rtl
    for piece in place.block.pieces:
        y = lanes + place.label.y0 + (piece.line + 0.5) * job.grid.line
        x = place.label.x0 + piece.x + (_flush(place, piece.line) if place.flipped or foreign else 0.0)
        colour = theme.colour if piece.weight == layout.BOLD else INK
        page.text(
            plan.strip.start + plan.scale.days(x),
            y,
            piece.text,
            f"event-{place.key}-label",
            ax=ax,
            weight=piece.weight,
            color=colour,
            foreign=True,
        )


def _flush(place: layout.Placed, line: int) -> float:
    """Shift that sets a line of a label flush at its end, where its glyph is or a foreign text begins."""
    end, first = (max(p.x + p.width for p in place.block.pieces if p.line == n) for n in (line, 0))
    return place.block.width - end if place.flipped else max(first - end, 0.0)


# --- shades ------------------------------------------------------------------------------------------


def _shade(page: Sheet, points: Sequence[tuple[float, float]], gid: str) -> None:
    page.ax.add_patch(Polygon(points, closed=True, fc=SHADE, ec="none", lw=0, zorder=0, gid=f"shade-{gid}"))


def _zoom(job: Job, page: Sheet, plan: StripPlan, n: int, top: float, child: strips.Strip) -> None:
    """Shade what the next strip enlarges, and open it like a fan to that strip's full width."""
    margin, width = job.size.margin, job.size.inner
    a, b = margin + plan.scale.x(child.start), margin + plan.scale.x(child.end)
    y0, y1 = top + plan.head, top + plan.head + plan.height
    y2 = y1 + fan_height(job.size)
    _shade(page, [(a, y0), (b, y0), (b, y1), (margin + width, y2), (margin, y2), (a, y1)], f"zoom-{n}")


# --- axis --------------------------------------------------------------------------------------------


def _axis(job: Job, ax: Axes, plan: StripPlan, n: int) -> None:
    """Axis line, dotted after publication, with its ticks."""
    start, end, y, em = plan.strip.start, plan.strip.end, plan.head, job.size.type
    now = end if job.published is None else min(max(job.published + 1, start), end)
    if now > start:
        sheet.line(ax, [start, now], [y, y], f"axis-{n}", lw=0.11 * em, clip_on=False)
    if now < end:
        dots = (0, (1, 1.4))
        sheet.line(ax, [now, end], [y, y], f"axis-{n}-after", lw=0.11 * em, ls=dots, clip_on=False)
    major = strips.tick_starts(plan.strip, plan.step)
    minor = strips.tick_starts(plan.strip, 1)
    days = [*(minor if len(minor) <= _MOST_TICKS else major), end]
    tall = {*major, end}
    ticks = [(day, y, y - (0.42 if day in tall else 0.22) * em) for day in days]
    sheet.verticals(ax, ticks, f"tick-{n}", lw=0.07 * em, color=GREY, zorder=3)


def _vertical_lines(job: Job, ax: Axes, plan: StripPlan, n: int, lanes: float) -> None:
    """Faint lines at the ticks, broken where anything lies on them, and the line of publication.

    That one passes behind bars, and where a label lies on it only long pieces are drawn: short ones would be
    read as dashes.
    """
    em = job.size.type
    boxes = [box for p in plan.placed for box in (p.label, p.glyph)] + ([plan.more] if plan.more else [])
    boxes = [_padded(box.moved(lanes), 0.18 * em) for box in boxes]
    days = [d for d in strips.tick_starts(plan.strip, plan.step) if d > plan.strip.start]
    grid = [piece for day in days for piece in _unbroken(plan, day, boxes, em)]
    sheet.verticals(ax, grid, f"grid-{n}", color=FAINT, lw=0.06 * em, zorder=1)
    if job.sees_publication(plan.strip) and job.published + 1 < plan.strip.end:
        labels = [p.label for p in plan.placed] + ([plan.more] if plan.more else [])
        labels = [_padded(box.moved(lanes), 0.18 * em) for box in labels]
        pieces = _unbroken(plan, job.published + 1, labels, em)
        pieces = [(x, low, high) for x, low, high in pieces if low == plan.head or high - low > 3 * em]
        sheet.verticals(ax, pieces, f"published-{n}", color=GREY, lw=0.09 * em, zorder=2)


def _padded(box: layout.Box, d: float) -> layout.Box:
    return layout.Box(box.x0 - d, box.y0 - d / 2, box.x1 + d, box.y1 + d / 2)


def _unbroken(
    plan: StripPlan, day: float, boxes: Sequence[layout.Box], em: float
) -> list[tuple[float, float, float]]:
    """Pieces of an upright line that lie on nothing."""
    x, y, bottom = plan.scale.x(day), plan.head, plan.head + plan.height
    pieces = []
    for low, high in [*sorted((b.y0, b.y1) for b in boxes if b.x0 < x < b.x1), (bottom, bottom)]:
        if low > y + 0.3 * em:
            pieces.append((day, y, low))
        y = max(y, high)
    return pieces


def _tick_labels(job: Job, page: Sheet, ax: Axes, plan: StripPlan, n: int) -> None:
    tier, tiers = tier_height(job.size), 2 if plan.upper else 1
    y = plan.head - 0.82 * (plan.head - tiers * tier) - tier / 2
    _unit_labels(job, page, ax, plan, n, y)
    for label in plan.upper:
        at = plan.strip.start + plan.scale.days(label.x0)
        kw = {"size": job.size.small, "weight": label.weight}
        colour = INK if label.gid.startswith("publication") else GREY
        page.text(at, y - tier, label.text, label.gid.format(n=n), ax=ax, color=colour, **kw)


def _unit_labels(job: Job, page: Sheet, ax: Axes, plan: StripPlan, n: int, y: float) -> None:
    """Name the units, each in its middle."""
    level, last, gap = plan.strip.level, -1e9, 0.3 * job.size.small
    for day in strips.tick_starts(plan.strip, plan.step):
        text = tick_text(job, level, day, plan.weekdays)
        width = job.small(text)
        x = max(plan.scale.x(day + _HALF_UNIT[level]), width / 2)
        if x - width / 2 >= last + gap and x + width / 2 <= job.size.inner + 2:
            last = x + width / 2
            at, kw = plan.strip.start + plan.scale.days(x), {"size": job.size.small, "color": GREY}
            page.text(at, y, text, f"tick-label-{n}", ax=ax, align="center", **kw)


# --- words for the files -----------------------------------------------------------------------------


def _file_notes(job: Job, plan: Plan) -> Notes:
    """Title, alternative text and source: the whole content of the figure in words."""
    words = job.words
    title = str(job.attrs.get(f"title_{words.lang}") or words.say("title"))
    scales = " | ".join(words.span((p.strip.start, p.strip.end - 1)) for p in plan.strips)
    listed = "; ".join(_in_words(words, e) for e in plan.shown)
    more = [words.more(plan.folded) + "."] if plan.folded else []
    text = " ".join([f"{title}. {scales}. {listed}.", *more, *plan.notes])
    return Notes(title, text, words.source(job.attrs, job.published), words.lang)


def _in_words(words: Words, event: Event) -> str:
    note = words.qualifier(event)
    flag = FLAG if event.edited else ""
    return f"{words.date_of(event)}{f' ({note})' if note else ''}: {event.label}{flag}"
