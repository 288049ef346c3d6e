"""The days before publication, enlarged."""

from __future__ import annotations

import datetime as dt

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from analysis import typesetting
from analysis.figures.board import new_board
from analysis.figures.events import read_events
from analysis.figures.plan import make_job, make_plan
from analysis.figures.strips import DAYS, Strip, level_of
from analysis.figures.style import Style
from analysis.figures.timeline import draw_plan


def draw_week(
    events: pd.DataFrame,
    lang: str = "ar",
    size: str = "report",
    *,
    published: str | dt.date | None = None,
    days: int = 7,
    style: Style | None = None,
) -> Figure:
    """Draw what an article dates to the days before its publication, to the day of publication and after it.

    Parameters
    ----------
    events, lang, size, published, style
        As in `draw_timeline`; a publication date is needed.
    days : int
        How many days up to and including the day of publication.

    Returns
    -------
    matplotlib.figure.Figure
        Events of coarser or other dates are counted in a note.

    Raises
    ------
    ValueError
        As in `draw_timeline`, and if there is no publication date.
    """
    board = new_board(lang, size, events.attrs, published, style, list(events.get("evidence", ())))
    if board.published is None:
        raise ValueError("the week before publication needs a publication date: published=…")
    records = read_events(events, lang)
    strip = Strip(DAYS, board.published - days + 1, board.published + 3)
    inside = [e for e in records if e.dated and level_of(e) == DAYS and strip.holds(e)]
    strip.events = inside
    words, others = board.words, len(records) - len(inside)
    attrs = dict(events.attrs) | {f"title_{lang}": words.say("title_week")}
    note = words.say("elsewhere", n=others) if others else ""
    with mpl.rc_context(typesetting.rc()):
        job = make_job(inside, board.published, words, board.size, attrs, only=strip, note=note)
        return draw_plan(job, make_plan(job))
