"""Find and date time expressions."""

from __future__ import annotations

import datetime as dt

from ..timex import Timex
from .grammar import find
from .resolve import resolve

__all__ = ["tag_times"]


def tag_times(text: str, dct: dt.date) -> list[Timex]:
    """Find the time expressions of an Arabic news text and date them.

    Parameters
    ----------
    text : str
        Unedited text.
    dct : datetime.date
        Document creation time: the day of publication.

    Returns
    -------
    list of Timex
        In reading order, without nesting or overlap; ``text[t.start:t.end] == t.text`` for each.

    Examples
    --------
    >>> found = tag_times("وصل الجمعة، والانتخابات مقررة في 10 أكتوبر", dt.date(2021, 7, 26))
    >>> [(t.text, t.value) for t in found]
    [('الجمعة', '2021-07-23'), ('10 أكتوبر', '2021-10-10')]
    """
    return resolve(find(text), dct)
