"""The event table as the figures read it: any DataFrame with the documented columns, from any source."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

NEEDED = (
    "event_id",
    "label_ar",
    "label_en",
    "theme",
    "date_start",
    "date_end",
    "edtf",
    "precision",
    "date_basis",
    "date_variants",
    "certainty",
    "evidence",
)
PRECISIONS = ("day", "month", "season", "year", "interval", "vague")
CERTAINTIES = ("realised", "planned", "conditional", "claimed")
BASES = ("explicit", "relative", "inferred", "inherited")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}  # EDTF: spring, summer, autumn, winter

Span = tuple[int, int]  # first and last day, as proleptic ordinals


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the event table, its dates as days counted from 0001-01-01 (`datetime.date.toordinal`)."""

    id: str
    label: str
    theme: str | None
    start: Span | None  # the days that date_start leaves open; None where the start is not stated
    end: Span | None
    precision: str
    inferred: bool
    certainty: str
    variants: tuple[Span, ...] = ()

    @property
    def first(self) -> int:
        """First day that the event may lie on, as far as stated."""
        stated = self.start or self.end
        return min(s[0] for s in (stated, *self.variants) if s)

    @property
    def last(self) -> int:
        """Last day that the event may lie on, as far as stated."""
        stated = self.end or self.start
        return max(s[1] for s in (stated, *self.variants) if s)

    @property
    def dated(self) -> bool:
        """Whether any date is stated."""
        return bool(self.start or self.end or self.variants)

    @property
    def days(self) -> int:
        """Length from first to last day."""
        return self.last - self.first + 1

    @property
    def year_edge(self) -> bool:
        """Whether a part of a year («end of 2011») is given by convention."""
        return (
            self.precision == "year" and self.start is not None and self.end is not None and self.days < 200
        )

    @property
    def year_end(self) -> bool:
        """Whether the convention is the usual one for «end of the year»: its December."""
        return self.year_edge and dt.date.fromordinal(self.first).month == 12

    @property
    def doubt(self) -> tuple[int, ...]:
        """Sort key, greatest for the least certain: what is folded first when there is no room.

        A month is not less certain than a day, only less precise; a vague or open date is less certain.
        """
        order = ("realised", "planned", "claimed", "conditional")
        open_ends = int(self.start is None) + int(self.end is None)
        return order.index(self.certainty), int(self.inferred), int(self.precision == "vague"), open_ends


def days_of(value: Any) -> Span | None:
    """First and last day of a date at the precision in which it is stated.

    Parameters
    ----------
    value : str, datetime.date or None
        ``"2008"``, ``"2020-06"``, ``"2021-07-20"``, an EDTF season ``"2021-22"``, or a date.

    Returns
    -------
    tuple of int or None
        Two ordinals; None for an unsaid date.

    Raises
    ------
    ValueError
        If the value is not a date.

    Examples
    --------
    >>> [dt.date.fromordinal(n).isoformat() for n in days_of("2020-02")]
    ['2020-02-01', '2020-02-29']
    """
    if unsaid(value):
        return None
    if isinstance(value, dt.date):  # also datetime and pandas.Timestamp
        day = value.toordinal()
        return day, day
    match = _ISO.fullmatch(str(value).strip().rstrip("~?%"))
    if not match:
        raise ValueError(f"not an ISO date: {value!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if day:
        ordinal = dt.date(year, month, day).toordinal()
        return ordinal, ordinal
    if month in _SEASONS:
        first, last = _SEASONS[month]
        return _month(year, first)[0], _month(year + last // 13, (last - 1) % 12 + 1)[1]
    return _month(year, month) if month else (_month(year, 1)[0], _month(year, 12)[1])


def edtf_parts(value: Any) -> tuple[Span, ...]:
    """Stated ends of an EDTF date or interval: one span, or two; none where it is not one that is used here.

    Examples
    --------
    >>> len(edtf_parts("2021-01~/2021-07-26")), len(edtf_parts("2014/..")), edtf_parts("soon")
    (2, 1, ())
    """
    if unsaid(value):
        return ()
    try:
        spans = [days_of(part) for part in str(value).split("/") if part not in ("", "..")]
    except ValueError:
        return ()
    return tuple(span for span in spans if span)


def _month(year: int, month: int) -> Span:
    first = dt.date(year, month, 1).toordinal()
    return first, first + calendar.monthrange(year, month)[1] - 1


def unsaid(value: Any) -> bool:
    """Whether a cell of a table says nothing: None, NaN, NaT or blank."""
    if value is None or isinstance(value, (list, tuple, dict)):
        return value is None
    return bool(pd.isna(value)) or (isinstance(value, str) and not value.strip())


def read_events(table: pd.DataFrame, lang: str) -> list[Event]:
    """Read an event table into records.

    Parameters
    ----------
    table : pandas.DataFrame
        One row an event; the columns of `NEEDED`, others are not looked at.
    lang : {"ar", "en"}
        Which label to take; where it is empty, the other one is.

    Returns
    -------
    list of Event

    Raises
    ------
    ValueError
        Naming the missing columns, or the event and the value that no rule of the codebook allows.
    """
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        raise ValueError(f"the event table lacks the column{'s'[: len(missing) > 1]} {', '.join(missing)}")
    events = [_event(row, lang) for row in table.to_dict("records")]
    ids = [event.id for event in events]
    if len(set(ids)) < len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise ValueError(f"event_id must be unique; repeated: {', '.join(twice)}")
    return events


def _event(row: Mapping[str, Any], lang: str) -> Event:
    name = str(row["event_id"])
    try:
        start, end = days_of(row["date_start"]), days_of(row["date_end"])
        variants = _variants(row["date_variants"])
    except ValueError as error:
        raise ValueError(f"event {name}: {error}") from None
    precision = _one_of(row["precision"], PRECISIONS, "vague", name, "precision")
    if end is None and start and _is_point(row["edtf"], precision):
        end = start
    if start and end and start[0] > end[1]:
        raise ValueError(f"event {name}: date_start is after date_end")
    labels = (row["label_ar"], row["label_en"]) if lang == "ar" else (row["label_en"], row["label_ar"])
    label = next((str(text) for text in labels if not unsaid(text)), name)
    return Event(
        id=name,
        label=label,
        theme=None if unsaid(row["theme"]) else str(row["theme"]),
        start=start,
        end=end,
        precision=precision,
        inferred=_one_of(row["date_basis"], BASES, "explicit", name, "date_basis")
        in ("inferred", "inherited"),
        certainty=_one_of(row["certainty"], CERTAINTIES, "claimed", name, "certainty"),
        variants=variants,
    )


def _one_of(value: Any, allowed: tuple[str, ...], default: str, event: str, column: str) -> str:
    if unsaid(value):
        return default
    if value not in allowed:
        raise ValueError(f"event {event}: {column} must be one of {', '.join(allowed)}, not {value!r}")
    return str(value)


def _is_point(edtf: Any, precision: str) -> bool:
    """Whether a row without date_end is one date rather than an open interval."""
    if unsaid(edtf):
        return precision in ("day", "month", "season", "year")
    return "/" not in str(edtf)


def _variants(value: Any) -> tuple[Span, ...]:
    """Distinct dates claimed for one event, in order; fewer than two are no dispute."""
    if unsaid(value):
        return ()
    try:
        entries = json.loads(value) if isinstance(value, str) else value
        spans = {_variant(entry) for entry in entries} - {None}
    except (TypeError, AttributeError, json.JSONDecodeError):
        raise ValueError(f"date_variants is not a list of objects: {value!r}") from None
    return tuple(sorted(spans)) if len(spans) > 1 else ()


def _variant(entry: Mapping[str, Any]) -> Span | None:
    start, end = days_of(entry.get("date_start")), days_of(entry.get("date_end"))
    if start and end:
        return start[0], end[1]
    return start or end
