"""The frozen `Timex` record: one time expression, its TIMEX3 fields and what follows from the value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timex:
    """One time expression of a text.

    Parameters
    ----------
    start, end : int
        Offsets into the unedited text, in code points, end exclusive.
    text : str
        ``article_text[start:end]``.
    type : {"DATE", "TIME", "DURATION", "SET"}
        TIMEX3 type.
    value : str
        TIMEX3 value, for instance ``2021-04``, ``P8Y``, ``PAST_REF``.
    mod : str or None
        TIMEX3 mod: ``START MID END APPROX MORE_THAN LESS_THAN EQUAL_OR_MORE EQUAL_OR_LESS BEFORE AFTER``.
    anchor : str or None
        What the value was reckoned from: ``DCT``, ``previous`` (the last date mentioned), or None for a full
        date.
    rule : str
        Name of the rule that found it.
    earliest, latest : datetime.date or None
        First and last day that the value allows; None where it allows any.
    precision : str or None
        ``day | month | season | year | interval | vague``, or None for a duration.
    edtf : str or None
        The value as an EDTF string, or None where it has none.
    flags : tuple of str
        Warnings, for instance ``weekday-mismatch``.
    signal : str or None
        The connective immediately before, as a plain word: ``منذ بعد قبل حتى بحلول خلال بين من إلى`` …

    References
    ----------
    TimeML 1.2.1, TIMEX3; EDTF (ISO 8601-2:2019).
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    mod: str | None = None
    anchor: str | None = None
    rule: str = ""
    earliest: dt.date | None = None
    latest: dt.date | None = None
    precision: str | None = None
    edtf: str | None = None
    flags: tuple[str, ...] = ()
    signal: str | None = None
