"""The publication day that a file itself states: proposed with its place, never taken silently."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from itertools import chain

from .arabic import fold, squeeze
from .articles import split_paragraphs
from .intake import ArticleError, Intake, Stated
from .lexicon import load
from .times import tag_times

_ANY_DAY = dt.date(2000, 1, 1)  # only dates that say everything themselves are used, so it decides nothing
_HEAD_LINES, _TAIL_LINES = 10, 3
_LONGEST_LINE = 80  # characters; a line of prose is no dateline
_MOST_OTHER_LETTERS = 9  # beside the date and the words of a dateline: a town, an agency
_OPENING = 60  # characters of a body in which «Cairo, 26 July 2021 –» stands
_DASH = re.compile(r"\s*(?:[(][^()\n]{1,30}[)])?\s*[-–—:/]")
_WORD = re.compile(r"[^\W\d_]+")


def find_datelines(text: str) -> list[Stated]:
    r"""Find the lines of a text that state its publication day.

    Parameters
    ----------
    text : str
        The article's text.

    Returns
    -------
    list of Stated
        In reading order. A dateline is a short line at the head or the foot that holds one full date and
        little else, or «place, date –» at the beginning of a body's first line. A line that dates an event
        («the vote on 10 October 2021») is none.

    Examples
    --------
    >>> [(s.day.isoformat(), s.where) for s in find_datelines("عنوان الخبر\nالاثنين 2021/07/26\nوصل الوزير.")]
    [('2021-07-26', 'line 2 («الاثنين 2021/07/26»)')]
    """
    lines = split_paragraphs(text)
    near = lines if len(lines) <= _HEAD_LINES + _TAIL_LINES else [*lines[:_HEAD_LINES], *lines[-_TAIL_LINES:]]
    found = []
    for line in near:
        day = _day_of_line(line.text) if line.role != "headline" or _publishes(line.text) else None
        if day:
            number = text.count("\n", 0, line.start) + 1
            shown = line.text if len(line.text) <= _OPENING else line.text[:_OPENING] + "…"
            found.append(Stated(day, f"line {number} («{shown}»)", 0))
    return found


def _publishes(line: str) -> bool:
    """Whether the first line of a text says that it was published then, and nothing else.

    A date alone may be the headline («26 July 2021»), and so may any other words about it.
    """
    said = set(_WORD.findall(fold(squeeze(line).text)))
    if not said & _publishing():
        return False
    bare = squeeze(line).text
    rest = bare
    for start, end, _ in reversed(_full_days(bare)):
        rest = f"{rest[:start]} {rest[end:]}"
    return not _others(rest)


@cache
def _publishing() -> frozenset[str]:
    return frozenset(map(fold, load("dateline")["publishing"]))


def _day_of_line(line: str) -> dt.date | None:
    if len(line) <= _LONGEST_LINE and not line.endswith((".", "؟", "!")):
        days = _full_days(line)
        if len({day for *_, day in days}) == 1 and _says_little_else(line, days):
            return days[0][2]
    opening = [d for d in _full_days(line[: _OPENING + 40]) if d[1] <= _OPENING]
    if len(opening) == 1 and _DASH.match(line, opening[0][1]) and _others(line[: opening[0][0]]):
        return opening[0][2]  # «Cairo, 26 July 2021 –», not «on 26 July 2021 – a day when …»
    return None


def _says_little_else(line: str, days: list[tuple[int, int, dt.date]]) -> bool:
    rest = line
    for start, end, _ in reversed(days):
        rest = f"{rest[:start]} {rest[end:]}"
    return sum(map(len, _others(rest))) <= _MOST_OTHER_LETTERS


def _others(text: str) -> list[str]:
    """Words that do not belong to a dateline as such."""
    return [word for word in _WORD.findall(fold(text)) if word not in _beside()]


@cache
def _beside() -> frozenset[str]:
    weekdays = chain.from_iterable(load("weekdays")["days"].values())
    return frozenset(map(fold, chain(load("dateline")["words"], weekdays)))


def _full_days(text: str) -> list[tuple[int, int, dt.date]]:
    """Days that are stated with their year, and so do not depend on any other."""
    return [
        (t.start, t.end, t.earliest)
        for t in tag_times(text, _ANY_DAY)
        if t.type in ("DATE", "TIME") and not t.anchor and t.earliest and t.earliest == t.latest
    ]


def proposals(source: Intake) -> list[Stated]:
    """The places that state when an article was published, the most telling ones only.

    Parameters
    ----------
    source : Intake
        From `intake.read_input`.

    Returns
    -------
    list of Stated
        Markup that names the publication day and datelines in the text; failing these, other times of the
        page; failing these, the day on which the file was made. Empty where nothing states a day.
    """
    every = [*source.stated, *find_datelines(source.text)]
    best = min((s.rank for s in every), default=None)
    return list(dict.fromkeys(s for s in every if s.rank == best))


def accept(source: Intake, name: str) -> Stated:
    """Take the publication day that a file states, if all its places agree.

    Parameters
    ----------
    source : Intake
        From `intake.read_input`.
    name : str
        The file, for the message.

    Returns
    -------
    Stated

    Raises
    ------
    ArticleError
        No place states a day, or two places differ.
    """
    found = proposals(source)
    if not found:
        raise ArticleError(f"{name}: nothing in it states the publication day; add --published YYYY-MM-DD")
    if len({s.day for s in found}) > 1:
        raise ArticleError(f"{name}: its places differ ({_listed(found)}); add --published YYYY-MM-DD")
    return found[0]


def propose(source: Intake, name: str) -> str:
    """The line for a reader who gave no publication day: what to add, and where that was found.

    Parameters
    ----------
    source : Intake
        From `intake.read_input`.
    name : str
        The file, for the message.

    Returns
    -------
    str
    """
    found = proposals(source)
    days = {s.day for s in found}
    if len(days) == 1:
        return f"{name}: no publication day; add --published {found[0].day}, found in {found[0].where}"
    if days:
        return f"{name}: its places differ ({_listed(found)}); add --published YYYY-MM-DD"
    return f"{name}: needs its publication day, which nothing in it states; add --published YYYY-MM-DD"


def _listed(found: list[Stated]) -> str:
    first = {s.day: s.where for s in reversed(found)}
    return "; ".join(f"{day} in {where}" for day, where in sorted(first.items()))
