"""How precise the dates of an article are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from analysis import typesetting
from analysis.figures import sheet
from analysis.figures.board import Board, Row, finish, new_board, put
from analysis.figures.events import PRECISIONS, Event, read_events
from analysis.figures.glyphs import look_of
from analysis.figures.header import KeyEntry
from analysis.figures.style import GREY, Style

_LOOKS = ("filled", "pale", "planned", "conditional", "claimed")
_COLOUR = "#0b5fa5"


def draw_precision(
    events: pd.DataFrame,
    lang: str = "ar",
    size: str = "report",
    *,
    published: str | dt.date | None = None,
    style: Style | None = None,
) -> Figure:
    """Count the events of an article by the precision of their dates, one sign an event.

    Parameters
    ----------
    events, lang, size, published, style
        As in `draw_timeline`.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each precision that occurs, the finest first.

    Raises
    ------
    ValueError
        As in `draw_timeline`.
    """
    board = new_board(lang, size, events.attrs, published, style, list(events.get("evidence", ())))
    records = read_events(events, lang)
    looks = {e.id: look_of(e, board.published) for e in records}
    keys = {"filled": ("period", "realised"), "pale": ("pale", "inferred")}
    striped = [KeyEntry("disputed", board.words.say("disputed"), plain=True, colour=_COLOUR)]
    striped = striped if any(e.variants for e in records) else []
    looks_used = {look for e, look in zip(records, looks.values(), strict=True) if not e.variants}
    entries = [
        KeyEntry(sign, board.words.say(word), plain=True, colour=_COLOUR)
        for look in _LOOKS
        if look in looks_used
        for sign, word in [keys.get(look, (look, look))]
    ]
    with mpl.rc_context(typesetting.rc()):
        groups = {p: [e for e in records if e.precision == p and not e.variants] for p in PRECISIONS}
        twice = {"disputed": [e for e in records if e.variants]}  # no precision where two dates contradict
        groups = {"day": groups.pop("day")} | twice | groups
        rows = [_row(board, name, group, looks, len(records)) for name, group in groups.items()]
        shown = [row for row in rows if row]
        return finish(
            board,
            board.words.say("title_precision"),
            [[*entries, *striped]],
            shown,
            [board.words.say("one_event")],
        )


def _row(
    board: Board, precision: str, events: Sequence[Event], looks: dict[str, str], total: int
) -> Row | None:
    if not events:
        return None
    em, x0 = board.em, board.size.margin
    name, counted = (
        board.words.say(f"precision_{precision}"),
        board.words.say("of", n=len(events), total=total),
    )
    x1 = x0 + 0.17 * board.size.inner + 5 * em
    step, pitch = 2.1 * em, 1.5 * em
    each = max(int((board.size.width - x0 - x1) // step), 1)
    ordered = sorted(events, key=lambda e: _LOOKS.index(looks[e.id]))
    height = (-(-len(events) // each)) * pitch + 0.5 * em

    def draw(page: sheet.Sheet, y: float) -> None:
        put(page, [name], x0, y, pitch, "precision", weight=600, foreign=False)
        kw = {"weight": 400, "foreign": False, "color": GREY, "align": "end"}
        put(page, [counted], x1 - em, y, pitch, "count", **kw)
        for n, event in enumerate(ordered):
            x, at = x1 + n % each * step, y + (n // each + 0.5) * pitch
            if event.variants:
                _twice(page, x, at, looks[event.id], f"event-{event.id}")
                continue
            path = sheet.rounded(x, x + 1.7 * em, at - 0.33 * em, at + 0.33 * em, 0.32 * em)
            sheet.bar(page.ax, path, looks[event.id], _COLOUR, 0.12 * em, f"event-{event.id}-unit")
            if looks[event.id] == "claimed":
                xs = [x + 0.3 * em, x + 1.4 * em]
                sheet.line(
                    page.ax, xs, [at, at], f"event-{event.id}-core", color=_COLOUR, lw=0.09 * em, zorder=6
                )

    return Row(height, draw, f"{name}: {counted}")


def _twice(page: sheet.Sheet, x: float, y: float, look: str, gid: str) -> None:
    """Two marks joined by stripes: the sign that the timeline has for two conflicting dates."""
    em, half = page.size.type, 0.3 * page.size.type
    a, b = x + half, x + 1.7 * em - half
    path = sheet.rounded(a, b, y - 0.2 * em, y + 0.2 * em, 0.1 * em)
    sheet.bar(page.ax, path, "hollow", _COLOUR, 0.1 * em, f"{gid}-unit", zorder=4.5)
    sheet.striped(page.ax, a, b, y, 0.2 * em, 0.42 * em, _COLOUR, f"{gid}-stripes")
    for n, at in enumerate((a, b)):
        sheet.mark(page.ax, at, y, "o", look, _COLOUR, 0.62 * em, f"{gid}-mark-{n}")
