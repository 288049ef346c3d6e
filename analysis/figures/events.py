"""The event table as the figures read it: any DataFrame with the documented columns, from any source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from analysis import typesetting
from analysis.wording import PRECISIONS, Span, When, days_of, edtf_parts, one_of, unsaid, when_of

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
BASES = ("explicit", "relative", "inferred", "inherited")
__all__ = ["NEEDED", "PRECISIONS", "Event", "Span", "days_of", "edtf_parts", "read_events", "unsaid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(When):
    """One row of the event table, its dates as days counted from 0001-01-01 (`datetime.date.toordinal`)."""

    id: str
    label: str
    theme: str | None = None
    inferred: bool = False
    edited: bool = False  # by a person, after the rules

    @property
    def doubt(self) -> tuple[int, int]:
        """Sort key, greatest for the least certain: what is folded first when there is no room.

        What is said to be fixed for a stated time is surer than what happened at a time that is only inferred
        or vague; claims and conditions come last. A month is not less certain than a day, only less precise:
        it gives way to a day of the same rank.
        """
        open_ends = int(self.start is None) + int(self.end is None)
        loose = self.inferred or self.precision == "vague"
        to_the_day = self.precision == "day"  # also with an open end, or with two days that contradict
        if self.certainty == "realised":
            return (2 if loose else 0), 0 if to_the_day else 1 + open_ends
        if self.certainty == "planned":
            return (3 if loose or (open_ends and not to_the_day) else 1), open_ends
        return (4 if self.certainty == "claimed" else 5), 2 * int(loose) + open_ends


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
        when = when_of(row)
        basis = one_of(row["date_basis"], BASES, "explicit", "date_basis")
    except ValueError as error:
        raise ValueError(f"event {name}: {error}") from None
    labels = (row["label_ar"], row["label_en"]) if lang == "ar" else (row["label_en"], row["label_ar"])
    return Event(
        id=name,
        label=next((typesetting.quotation(str(t), lang == "ar") for t in labels if not unsaid(t)), name),
        theme=None if unsaid(row["theme"]) else str(row["theme"]),
        inferred=basis in ("inferred", "inherited"),
        edited=row.get("edited") is not False and not unsaid(row.get("edited")),
        **{field.name: getattr(when, field.name) for field in fields(When)},
    )
