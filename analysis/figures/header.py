"""Title, byline and key of a figure, set in as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis import typesetting
from analysis.figures import sheet
from analysis.figures.events import Event
from analysis.figures.glyphs import Glyph
from analysis.figures.sheet import Ruler, Sheet
from analysis.figures.style import GREY, INK, PAPER, Theme
from analysis.figures.wording import Words

BOLD = 700


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One sign of the key with its words."""

    sign: str  # theme, day, period, ongoing, open_start, disputed, pale, planned, conditional, claimed, block
    text: str
    theme: Theme | None = None
    plain: bool = False  # a bar without a theme's mark inside
    colour: str = GREY


@dataclass(slots=True)
class Header:
    """Lines measured and ready to draw; `height` is in points."""

    title: list[str]
    byline: list[str]
    rows: list[list[KeyEntry]] = field(default_factory=list)
    height: float = 0.0
    title_line: float = 0.0
    line: float = 0.0
    beside: bool = False  # the byline stands at the end of the title's line

    def draw(self, page: Sheet, top: float) -> float:
        """Draw from `top` down and return where the header ends."""
        x, y, em = page.size.margin, top, page.size.type
        for text in self.title:
            page.text(x, y + self.title_line / 2, text, "title", size=page.size.title, weight=BOLD)
            y += self.title_line
        for text in self.byline:
            if self.beside:
                end, at = page.size.width - x, top + 0.5 * self.title_line
                page.text(end, at, text, "byline", color=GREY, align="end")
            else:
                page.text(x, y + self.line / 2, text, "byline", color=GREY)
                y += self.line
        y += 0.4 * em
        for row in self.rows:
            _draw_row(page, row, y + self.line / 2)
            y += self.line
        return top + self.height


def set_header(
    ruler: Ruler,
    attrs: Mapping[str, Any],
    published: int | None,
    themes: Mapping[str | None, Theme],
    events: Sequence[Event],
    glyphs: Sequence[Glyph],
) -> Header:
    """Measure a timeline's header: only signs that the figure uses are in its key."""
    words = ruler.words
    entries = [KeyEntry("theme", getattr(themes[t], words.lang), themes[t]) for t in _used(events)]
    signs = [KeyEntry(sign, words.say(key)) for sign, key in _signs(glyphs)]
    title = str(attrs.get(f"title_{words.lang}") or words.say("title"))
    return compose_header(ruler, title, attrs, published, [entries, signs])


def _used(events: Sequence[Event]) -> list[str | None]:
    return list(dict.fromkeys(e.theme for e in events))


def compose_header(
    ruler: Ruler,
    title: str,
    attrs: Mapping[str, Any],
    published: int | None,
    key: Sequence[list[KeyEntry]],
) -> Header:
    """Measure a header from its title, the article's particulars and the groups of a key."""
    size, words = ruler.size, ruler.words
    byline = _byline(words, attrs, words.day(published) if published is not None else "")
    groups = [[entry for group in key for entry in group]] if size.fixed else key
    rows = [row for group in groups for row in _flow(ruler, group)]
    header = Header(
        title=_lines(ruler, typesetting.drawable(title), size.title, BOLD, 2),
        byline=[line for text in byline for line in _lines(ruler, text, size.type, 400, 1)],
        rows=rows,
        title_line=(1.2 if size.fixed else 1.32) * size.title,
        line=(1.24 if size.fixed else 1.5) * size.type,
    )
    if size.fixed:
        header.byline = header.byline[-1:]  # a slide has no room for the headline
    header.beside = size.fixed and _fits_beside(ruler, header)
    byline_rows = 0 if header.beside else len(header.byline)
    header.height = len(header.title) * header.title_line + 0.4 * size.type
    header.height += (byline_rows + len(rows)) * header.line + (0.2 if size.fixed else 0.8) * size.type
    return header


def _byline(words: Words, attrs: Mapping[str, Any], date: str) -> list[str]:
    """Which article it is: outlet and date, and the headline where it is not the figure's own title."""
    outlet = words.embed(words.outlet(attrs))
    line = words.say("byline", outlet=outlet, date=date) if outlet and date else outlet
    if date and not outlet:
        line = words.say("byline_date", date=date)
    headline = typesetting.drawable(str(attrs.get("title") or ""))
    marks = "«{}»" if typesetting.direction(headline) == "rtl" else "“{}”"
    quoted = words.embed(marks.format(headline)) if headline else ""
    return [text for text in (quoted, line) if text]


def _fits_beside(ruler: Ruler, header: Header) -> bool:
    title = ruler.measure(header.title[-1], BOLD, ruler.size.title)
    used = title + ruler.measure(header.byline[-1] if header.byline else "") + 2 * ruler.size.type
    return len(header.title) == 1 and used <= ruler.size.inner


def _lines(ruler: Ruler, text: str, size: float, weight: int, most: int) -> list[str]:
    def width(s: str) -> float:
        return ruler.measure(s, weight, size)

    lines = typesetting.wrap(text, ruler.size.inner, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    return [_shortened(line, ruler.size.inner, width) for line in lines]


def _shortened(line: str, limit: float, width: Any) -> str:
    while width(line) > limit and len(line) > 1:
        line = line[:-2].rstrip() + "…"
    return line


def _signs(glyphs: Sequence[Glyph]) -> Iterable[tuple[str, str]]:
    looks = {g.look for g in glyphs}
    if any(g.mark for g in glyphs):
        yield "day", "day"
    if any(not g.mark and not g.only_fade and not g.event.variants for g in glyphs):
        yield "period", "period"
    if any(g.tail_to is not None for g in glyphs):
        yield "ongoing", "ongoing"
    if any(g.fade_from is not None and not g.only_fade for g in glyphs):
        yield "open_start", "open_start"
    if any(g.only_fade for g in glyphs):
        yield "before", "before"
    if any(g.event.variants for g in glyphs):
        yield "disputed", "disputed"
    if "pale" in looks:
        yield "pale", "inferred"
    for look in ("planned", "conditional", "claimed"):
        if look in looks:
            yield look, look


_SIGN_WIDTH = {"theme": 0.8, "open_start": 1.8, "disputed": 2.3}  # in em; 2.0 for the others


def _sign_width(entry: KeyEntry) -> float:
    return 0.8 if entry.sign == "day" and entry.plain else _SIGN_WIDTH.get(entry.sign, 2.0)


def _entry_width(ruler: Ruler, entry: KeyEntry) -> float:
    em = ruler.size.type
    weight = BOLD if entry.theme else 400
    return (_sign_width(entry) + 0.45) * em + ruler.measure(entry.text, weight)


def _flow(ruler: Ruler, entries: list[KeyEntry]) -> list[list[KeyEntry]]:
    rows: list[list[KeyEntry]] = []
    x, gap = 0.0, 1.3 * ruler.size.type
    for entry in entries:
        width = _entry_width(ruler, entry)
        if not rows or x + width > ruler.size.inner:
            rows.append([])
            x = 0.0
        rows[-1].append(entry)
        x += width + gap
    return rows


def _draw_row(page: Sheet, row: Sequence[KeyEntry], y: float) -> None:
    x, em = page.size.margin, page.size.type
    for entry in row:
        sign = _sign_width(entry) * em
        _draw_sign(page, entry, x, sign, y)
        colour, weight = (entry.theme.colour, BOLD) if entry.theme else (INK, 400)
        page.text(x + sign + 0.45 * em, y, entry.text, f"key-{entry.sign}", color=colour, weight=weight)
        x += _entry_width(page.ruler, entry) + 1.3 * em


def _draw_sign(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    draw = _SIGNS.get(entry.sign, _draw_bar)
    draw(page, entry, x, width, y)


def _draw_day(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    """One day has the mark of its theme, whichever that is: so the key shows several."""
    em, gid = page.size.type, f"key-{entry.sign}-sign"
    for n, mark in enumerate(("o",) if entry.plain else ("^", "s", "D")):
        at = x + width / 2 if entry.plain else x + (0.35 + 0.62 * n) * em
        size = 0.78 if entry.plain else 0.52
        sheet.mark(page.ax, at, y, mark, "filled", entry.colour, size * em, gid)


def _draw_before(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    sheet.fade(
        page.ax, x, x + width, y, 0.66 * page.size.type, entry.colour, f"key-{entry.sign}-sign", steps=16
    )


def _draw_theme(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    look = entry.theme or Theme(None, entry.colour, "o", "", "")
    gid = f"key-{entry.sign}-sign"
    sheet.mark(page.ax, x + width / 2, y, look.mark, "filled", look.colour, 0.78 * page.size.type, gid)


def _draw_open_start(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    em, gid, end = page.size.type, f"key-{entry.sign}-sign", x + width - 0.4 * page.size.type
    sheet.fade(page.ax, x, end, y, 0.36 * em, entry.colour, gid)
    look = "pale" if entry.plain else "filled"
    sheet.mark(page.ax, end, y, "o", look, entry.colour, 0.78 * em, f"{gid}-mark")


def _draw_block(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    em, look = page.size.type, "filled" if entry.sign == "block" else "hollow"
    path = sheet.square(x, x + width, y - 0.26 * em, y + 0.26 * em)
    sheet.bar(page.ax, path, look, entry.colour, 0.12 * em, f"key-{entry.sign}-sign")


def _draw_ongoing(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    em, gid, end = page.size.type, f"key-{entry.sign}-sign", x + width
    path = sheet.rounded(x, x + 0.9 * em, y - 0.33 * em, y + 0.33 * em, 0.32 * em)
    sheet.bar(page.ax, path, "pale" if entry.plain else "filled", entry.colour, 0.12 * em, gid)
    sheet.line(page.ax, [x + 0.9 * em, end], [y, y], gid, color=entry.colour, lw=0.13 * em)
    xs, ys = [end - 0.26 * em, end, end - 0.26 * em], [y - 0.26 * em, y, y + 0.26 * em]
    sheet.line(page.ax, xs, ys, gid, color=entry.colour, lw=0.13 * em, solid_joinstyle="miter")


def _draw_disputed(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    em, gid = page.size.type, f"key-{entry.sign}-sign"
    a, b = x + 0.4 * em, x + width - 0.4 * em
    path = sheet.rounded(a, b, y - 0.2 * em, y + 0.2 * em, 0.18 * em)
    sheet.bar(page.ax, path, "hollow", entry.colour, 0.1 * em, gid, zorder=4.5)
    sheet.striped(page.ax, a, b, y, 0.2 * em, 0.42 * em, entry.colour, gid)
    for at in (a, b):
        look = "pale" if entry.plain else "filled"
        sheet.mark(page.ax, at, y, "o", look, entry.colour, 0.78 * em, gid)


def _draw_bar(page: Sheet, entry: KeyEntry, x: float, width: float, y: float) -> None:
    em, gid, colour = page.size.type, f"key-{entry.sign}-sign", entry.colour
    look = "filled" if entry.sign == "period" else entry.sign
    path = sheet.rounded(x, x + width, y - 0.33 * em, y + 0.33 * em, 0.32 * em)
    sheet.bar(page.ax, path, look, colour, 0.12 * em, gid)
    if look == "claimed":
        xs = [x + 0.3 * em, x + width - 0.3 * em]
        sheet.line(page.ax, xs, [y, y], gid, color=colour, lw=0.09 * em, zorder=5.5)
    if not entry.plain:
        inner = PAPER if look == "filled" else colour
        sheet.knob(page.ax, x + width / 2, y, "o", inner, 0.38 * em, gid)


_SIGNS = {
    "theme": _draw_theme,
    "day": _draw_day,
    "before": _draw_before,
    "open_start": _draw_open_start,
    "block": _draw_block,
    "block-hollow": _draw_block,
    "ongoing": _draw_ongoing,
    "disputed": _draw_disputed,
}
