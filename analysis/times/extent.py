"""What follows from a TIMEX3 value: first and last day, precision, and the EDTF string."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re

from hijridate import Hijri

# A season spans its meteorological and its astronomical months.
_SEASONS = {"SP": (3, 6, 21), "SU": (6, 9, 22), "FA": (9, 12, 23), "WI": (12, 3, 24)}
_PARTS = {"Q": 3, "T": 4, "H": 6}

Extent = tuple[dt.date | None, dt.date | None, str | None, str | None]
_NONE: Extent = (None, None, None, None)


def _last(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@functools.lru_cache(maxsize=1 << 14)
def extent(kind: str, value: str, mod: str | None, dct: dt.date) -> Extent:
    """First day, last day, precision and EDTF of a value.

    Parameters
    ----------
    kind : str
        TIMEX3 type.
    value, mod : str
        TIMEX3 value and mod.
    dct : datetime.date
        Document creation time, the bound of PAST_REF and FUTURE_REF.

    Returns
    -------
    tuple
        ``(earliest, latest, precision, edtf)``; all None for a duration or set.

    Examples
    --------
    >>> extent("DATE", "2011", "END", dt.date(2021, 7, 26))
    (datetime.date(2011, 12, 1), datetime.date(2011, 12, 31), 'year', '2011-12~')
    >>> extent("DATE", "2021-W29", None, dt.date(2021, 7, 26))[2:]
    ('interval', '2021-07-19/2021-07-25')
    """
    if kind in ("DURATION", "SET"):
        return _NONE
    if value in ("PAST_REF", "PRESENT_REF", "FUTURE_REF"):
        return _reference(value, dct)
    for pattern, function in _SHAPES:
        if match := pattern.fullmatch(value):
            try:
                return function(match, mod)
            except (ValueError, OverflowError):
                return _NONE
    return _NONE


# «قبل بضعة أيام»: بضع counts three to nine by the grammars, and writers say it of two: 2 to 9 units.
_FEW = (2, 9)
_DAYS = {"S": 0, "MI": 0, "H": 1 / 24, "D": 1, "N": 1, "W": 7}
_MONTHS = {"MO": 1, "Y": 12, "DE": 120, "CE": 1200}


@functools.lru_cache(maxsize=1 << 10)
def extent_of_few(unit: str, dct: dt.date) -> Extent:
    """Extent of a few units ago: 2 to 9 of them before the DCT.

    Parameters
    ----------
    unit : str
        Code of the unit, as in ``units.toml``.
    dct : datetime.date
        Document creation time.

    Returns
    -------
    tuple
        ``(earliest, latest, precision, edtf)``. For hours, minutes and seconds the day before the DCT and
        the DCT itself, since the hour of publication is not known. Months back keep the day, cut to the
        month's length.

    Examples
    --------
    >>> extent_of_few("D", dt.date(2021, 7, 26))
    (datetime.date(2021, 7, 17), datetime.date(2021, 7, 24), 'vague', '2021-07-17~/2021-07-24~')
    >>> extent_of_few("MO", dt.date(2021, 7, 31))[:2]
    (datetime.date(2020, 10, 31), datetime.date(2021, 5, 31))
    """
    low, high = _FEW
    try:
        if unit in _MONTHS:
            first, last = (_months_back(dct, n * _MONTHS[unit]) for n in (high, low))
        else:
            ago = [int(n * _DAYS[unit]) for n in (high, low)] if _DAYS[unit] >= 1 else [1, 0]
            first, last = (dct - dt.timedelta(n) for n in ago)
    except (OverflowError, ValueError):
        return _reference("PAST_REF", dct)
    return first, last, "vague", f"{first}~/{last}~"


def _months_back(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _reference(value: str, dct: dt.date) -> Extent:
    if value == "PRESENT_REF":
        return dct, dct, "vague", f"{dct.isoformat()}~"
    if value == "PAST_REF":
        return None, dct, "vague", f"../{dct.isoformat()}"
    return dct, None, "vague", f"{dct.isoformat()}/.."


def _day(match: re.Match, mod: str | None) -> Extent:
    day = dt.date.fromisoformat(match[1])
    return day, day, "day", match[1]


def _month(match: re.Match, mod: str | None) -> Extent:
    year, month = int(match[1]), int(match[2])
    last = _last(year, month)
    thirds = {"START": (1, 10), "MID": (11, 20), "END": (21, last.day)}
    if mod in thirds:
        a, b = (dt.date(year, month, d) for d in thirds[mod])
        return a, b, "month", f"{a}~/{b}~"
    return dt.date(year, month, 1), last, "month", f"{year:04}-{month:02}" + ("~" if mod == "APPROX" else "")


def _year(match: re.Match, mod: str | None) -> Extent:
    year = int(match[1])
    months = {"START": (1, 1), "MID": (5, 8), "END": (12, 12)}
    if mod in months:
        a, b = months[mod]
        edtf = f"{year:04}-{a:02}~" if a == b else f"{year:04}-{a:02}~/{year:04}-{b:02}~"
        return dt.date(year, a, 1), _last(year, b), "year", edtf
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year", f"{year:04}" + ("~" if mod == "APPROX" else "")


def _week(match: re.Match, mod: str | None) -> Extent:
    monday = dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
    first, last = (
        (monday + dt.timedelta(4), monday + dt.timedelta(6))
        if match[3]
        else (monday, monday + dt.timedelta(6))
    )
    return first, last, "interval", f"{first}/{last}"


def _part(match: re.Match, mod: str | None) -> Extent:
    year, length, number = int(match[1]), _PARTS[match[2]], int(match[3])
    first = (number - 1) * length + 1
    last = first + length - 1
    return dt.date(year, first, 1), _last(year, last), "interval", f"{year:04}-{first:02}/{year:04}-{last:02}"


def _season(match: re.Match, mod: str | None) -> Extent:
    first, last, code = _SEASONS[match[2]]
    year = int(match[1])
    return dt.date(year, first, 1), _last(year + (last < first), last), "season", f"{year:04}-{code}"


def _decade(match: re.Match, mod: str | None) -> Extent:
    first = int(match[1]) * 10
    thirds = {"START": (0, 3), "MID": (3, 6), "END": (7, 9)}
    a, b = thirds.get(mod, (0, 9))
    edtf = f"{match[1]}X" if mod not in thirds else f"{first + a:04}~/{first + b:04}~"
    return dt.date(max(first + a, 1), 1, 1), dt.date(first + b, 12, 31), "interval", edtf


def _century(match: re.Match, mod: str | None) -> Extent:
    first = int(match[1]) * 100
    return dt.date(max(first, 1), 1, 1), dt.date(first + 99, 12, 31), "interval", f"{match[1]}XX"


def _hijri(match: re.Match, mod: str | None) -> Extent:
    """A Hijri month or year that the Umm al-Qura table covers."""
    year, month = int(match[1]), match[2]
    months = (int(month), int(month)) if month else (1, 12)
    try:
        first = Hijri(year, months[0], 1).to_gregorian()
        last_month = Hijri(year, months[1], 1)
        last = Hijri(year, months[1], last_month.month_length()).to_gregorian()
    except OverflowError:
        return _NONE
    a, b = dt.date(*first.datetuple()), dt.date(*last.datetuple())
    return a, b, "month" if month else "year", f"{a}/{b}"


def _era(match: re.Match, mod: str | None) -> Extent:
    """Years before Christ have no `datetime.date`, but an EDTF year: 1 BC is year 0."""
    return None, None, "year", f"-{int(match[1]) - 1:04}"


_SHAPES = [
    (re.compile(r"AH(\d{4})(?:-(\d{2}))?"), _hijri),
    (re.compile(r"BC(\d{4})"), _era),
    (re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?"), _day),
    (re.compile(r"(\d{4})-(\d{2})"), _month),
    (re.compile(r"(\d{4})"), _year),
    (re.compile(r"(\d{4})-W(\d{2})(-WE)?"), _week),
    (re.compile(r"(\d{4})-([QTH])(\d)"), _part),
    (re.compile(r"(\d{4})-(SP|SU|FA|WI)"), _season),
    (re.compile(r"(\d{3})"), _decade),
    (re.compile(r"(\d{2})"), _century),
]
