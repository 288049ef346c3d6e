"""Labels and corrections by hand: a seed's ``events.csv`` laid over the events that the rules found.

Each row names its event by the evidence sentence and the event word. ``label_ar`` and ``label_en`` give it a
label. Five more columns, empty unless somebody decides otherwise, change it: ``set_certainty``
(realised, planned, conditional, claimed), ``set_date`` (an ISO date or EDTF interval), ``set_theme``,
``merge_into`` (the id of the row that it is the same event as) and ``drop`` (``yes``: not an event). A sheet
with one of these columns gives the events its ids, and they stay whatever is dropped or merged; ``edited``
says what it changed. The other columns of an annotated seed measure the result and never feed it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from .articles import Article, ArticleError
from .events import DateRange, Event, Reading, bounds, find_events, in_time
from .labels import clause_label
from .lexicon import load

CORRECTIONS = ("set_certainty", "set_date", "set_theme", "merge_into", "drop")
COLUMNS = (
    "id", "label_ar", "label_en", *CORRECTIONS,
    "trigger_start", "trigger_end", "trigger", "evidence_start", "evidence_end", "evidence", "sentence_id",
)  # fmt: skip
CERTAINTIES = ("realised", "planned", "conditional", "claimed")
_NEEDED = ("id", "trigger_start", "trigger_end", "trigger", "evidence_start", "evidence_end", "evidence")
_DELIMITERS = ",;\t"
_PRECISION = {4: "year", 7: "month", 10: "day"}  # by the length of an ISO date


def read_events(article: Article) -> tuple[Reading, list[Event]]:
    """Find the events of an article and lay the seed's ``events.csv`` over them.

    Parameters
    ----------
    article : Article
        The article.

    Returns
    -------
    tuple
        The reading, and the events in order of time, labelled and corrected; ``edited`` says what a person
        changed, ``removed`` of the reading how many rows were dropped and merged.

    Raises
    ------
    ArticleError
        A row that does not fit the text, or a correction that means nothing; the message names file and line.
    """
    reading = Reading(article)
    events = find_events(article, reading)
    rows, sheet = _rows(article)
    pairs = _pair_sheet(events, rows) if sheet else _pair(events, rows)
    if sheet:
        _name(events, rows, pairs)
    for event in events:
        row = pairs.get(id(event))
        if row:
            event.label = row["label_ar"] or None, row["label_en"] or None
            if sheet and (row["label_en"] or row["label_ar"] not in ("", clause_label(event, article))):
                event.edited += ("label",)
    return reading, _correct(reading, events, rows, pairs)


def _rows(article: Article) -> tuple[list[dict], bool]:
    """Rows of the overlay, and whether it is a sheet of corrections rather than an annotation."""
    path = article.folder / "events.csv" if article.folder else None
    if path is None or not path.is_file():
        return [], False
    table = _read(path)
    missing = [c for c in _NEEDED if c not in table]
    if missing:
        raise ArticleError(
            f"{path}: line 1: the column {missing[0]} is missing (between commas, semicolons or tabs)"
        )
    sheet = any(c in table for c in CORRECTIONS)
    columns = list(dict.fromkeys([*table.columns, *COLUMNS]))
    rows = table.reindex(columns=columns, fill_value="").to_dict("records")
    ids = {row["id"] for row in rows}
    for n, row in enumerate(rows, 2):
        _check(article, f"{path}: line {n}", row, ids)
    if sheet:
        _check_ids(path, rows)
        _check_merges(path, rows)
    return rows, sheet


def _read(path: Path) -> pd.DataFrame:
    """A CSV as spreadsheets of any country save it: commas, semicolons or tabs."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        first, _, rest = text.partition("\n")
        text = rest if re.fullmatch(r"sep=.\s*", first) else text
        heading = text.partition("\n")[0]
        delimiter = max(_DELIMITERS, key=heading.count)
        return pd.read_csv(io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        said = " ".join(str(error).split())
        raise ArticleError(f"{path}: cannot be read as UTF-8 CSV ({said}); save it as «CSV UTF-8»") from None


def _check(article: Article, place: str, row: dict, ids: set[str]) -> None:
    for what in ("evidence", "trigger"):
        start, end = row[f"{what}_start"], row[f"{what}_end"]
        if not (start.isdecimal() and end.isdecimal()):
            raise ArticleError(f"{place}: {what}_start and {what}_end of {row['id']} must be whole numbers")
        if article.text[int(start) : int(end)] not in (row[what], row[what].removeprefix("'")):
            raise ArticleError(
                f"{place}: the {what} of {row['id']} does not stand at {start}–{end} of article.txt;"
                " correct the offsets or the text of the row"
            )
    for column in CORRECTIONS:
        row[column] = row[column].strip()
    row["drop"] = row["drop"].lower()
    if row["set_certainty"] not in ("", *CERTAINTIES):
        raise ArticleError(
            f"{place}: set_certainty {row['set_certainty']!r}: one of {', '.join(CERTAINTIES)}"
        )
    if row["set_theme"] not in ("", *themes()):
        raise ArticleError(f"{place}: set_theme {row['set_theme']!r}: one of {', '.join(themes())}")
    if row["set_date"]:
        try:
            stated_date(row["set_date"])
        except ValueError as error:
            raise ArticleError(f"{place}: set_date {row['set_date']!r}: {error}") from None
    if row["drop"] not in ("", "yes", "no"):
        raise ArticleError(f"{place}: drop {row['drop']!r}: yes, no or empty")
    if row["merge_into"] and (row["merge_into"] not in ids or row["merge_into"] == row["id"]):
        raise ArticleError(f"{place}: merge_into {row['merge_into']!r}: the id of another row of this file")


def _check_ids(path: Path, rows: list[dict]) -> None:
    seen: set[str] = set()
    for n, row in enumerate(rows, 2):
        if not row["id"].strip() or row["id"] in seen:
            raise ArticleError(f"{path}: line {n}: id {row['id']!r}: each row needs an id of its own")
        seen.add(row["id"])


def _check_merges(path: Path, rows: list[dict]) -> None:
    by_id = {row["id"]: row for row in rows}
    for n, row in enumerate(rows, 2):
        met, last = {row["id"]}, row
        while last["merge_into"]:
            last = by_id[last["merge_into"]]
            if last["id"] in met:
                raise ArticleError(
                    f"{path}: line {n}: merge_into {row['merge_into']!r}: the rows merge in a circle"
                )
            met.add(last["id"])
        if last is not row and last["drop"] == "yes":
            raise ArticleError(f"{path}: line {n}: merge_into {row['merge_into']!r}: {last['id']} is dropped")


def themes() -> tuple[str, ...]:
    """Themes that an event may have.

    Examples
    --------
    >>> "politics" in themes(), "gossip" in themes()
    (True, False)
    """
    known = {entry["theme"] for entry in load("events")["class"].values()}
    return tuple(sorted(known - {""}))


_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def stated_date(value: str) -> DateRange:
    """Date range of an ISO date or an EDTF interval, no more precise than it is written.

    Parameters
    ----------
    value : str
        ``2025``, ``2025-10``, ``2025-10-05``, ``2025-10-05/2025-10-09``, ``2025/..``, ``../2025-12``; an end
        may carry ``~`` (about), ``?`` (uncertain) or ``%`` (both).

    Returns
    -------
    DateRange

    Raises
    ------
    ValueError
        Saying what is wrong with it.

    Examples
    --------
    >>> stated_date("2025-10")
    DateRange(start='2025-10', end='2025-10', edtf='2025-10', precision='month')
    >>> stated_date("2025-10-05/..").end is None
    True
    """
    parts = [part.rstrip("~?%") for part in value.split("/")]
    ends = [None if part in ("", "..") else part for part in parts]
    if len(ends) > 2 or not any(ends):
        raise ValueError(
            "an ISO date (2025, 2025-10, 2025-10-05) or an interval of two (2025-10-05/2025-10-09)"
        )
    for end in filter(None, ends):
        if not _ISO.fullmatch(end):
            raise ValueError("an ISO date (2025, 2025-10, 2025-10-05) or an interval of two")
        bounds(end)  # raises on a day that no month has
    start, end = ends[0], ends[-1]
    if start and end and bounds(start)[0] > bounds(end)[1]:
        raise ValueError("it ends before it starts")
    one = len(ends) == 1 or None in ends
    return DateRange(start, end, value, _PRECISION[len(start or end or "")] if one else "interval")


# ── rows and events ───
def _pair_sheet(events: list[Event], rows: list[dict]) -> dict[int, dict]:
    """One row for each event: rows of the same event word in their order, then the nearest of its clause."""
    by_word: dict[tuple[int, int], list[dict]] = {}
    for row in rows:
        by_word.setdefault((int(row["trigger_start"]), int(row["trigger_end"])), []).append(row)
    pairs: dict[int, dict] = {}
    for event in events:
        same = by_word.get((event.trigger.start, event.trigger.end))
        if same:
            pairs[id(event)] = same.pop(0)
    taken = {row["id"] for row in pairs.values()}
    for near in (_holds, _shares_sentence):
        for event in events:
            left = [row for row in rows if row["id"] not in taken and near(event, row)]
            if id(event) not in pairs and (row := _nearest(event, left)):
                pairs[id(event)] = row
                taken.add(row["id"])
    return pairs


def _name(events: list[Event], rows: list[dict], pairs: dict[int, dict]) -> None:
    """Ids of the sheet; an event that it does not know gets the next number that is free."""
    used = [int(digits) for row in rows if (digits := re.sub(r"\D", "", row["id"])[-9:])]
    number = max(used, default=0)
    for event in events:
        row = pairs.get(id(event))
        number += row is None
        event.id = row["id"] if row else f"E{number:02d}"


def _pair(events: list[Event], rows: list[dict]) -> dict[int, dict]:
    """A row for each event: the one whose event word stands in a clause of it, nearest first.

    A row that no event took so goes to an event of its sentence that has none.
    """
    pairs = {}
    for event in events:
        if row := _nearest(event, [c for c in rows if _holds(event, c)]):
            pairs[id(event)] = row
    taken = {row["id"] for row in pairs.values()}
    for event in events:
        if id(event) not in pairs:
            left = [c for c in rows if c["id"] not in taken and _shares_sentence(event, c)]
            if row := _nearest(event, left):
                pairs[id(event)] = row
                taken.add(row["id"])
    return pairs


def _holds(event: Event, row: dict) -> bool:
    offset = int(row["trigger_start"])
    return any(c.start <= offset < c.end for c in (event.clause, *event.more))


def _shares_sentence(event: Event, row: dict) -> bool:
    return row["sentence_id"] == event.sentence.id


def _nearest(event: Event, rows: list[dict]) -> dict | None:
    return min(rows, key=lambda row: abs(int(row["trigger_start"]) - event.trigger.start), default=None)


# ── corrections ───
def _correct(reading: Reading, events: list[Event], rows: list[dict], pairs: dict[int, dict]) -> list[Event]:
    by_row = {pairs[id(e)]["id"]: e for e in events if id(e) in pairs}
    merged_into = {row["id"]: row["merge_into"] for row in rows}
    gone: set[int] = set()
    for event in events:
        row = pairs.get(id(event))
        if row is None:
            continue
        _change(event, row)
        target = by_row.get(_last(row["merge_into"], merged_into))
        if target is not None:
            _absorb(target, event)
            reading.removed["merged"] += 1
        elif row["drop"] == "yes":
            reading.removed["dropped"] += 1
        else:
            continue
        gone.add(id(event))
    return _sorted(event for event in events if id(event) not in gone)


def _sorted(events: Iterable[Event]) -> list[Event]:
    kept = list(events)
    return in_time(kept) if any("date" in event.edited for event in kept) else kept


def _last(name: str, merged_into: dict[str, str]) -> str:
    """The row that is left where rows merge in a chain."""
    while merged_into.get(name):
        name = merged_into[name]
    return name


def _change(event: Event, row: dict) -> None:
    if row["set_certainty"]:
        event.certainty, event.cue = row["set_certainty"], None
        event.edited += ("certainty",)
    if row["set_date"]:
        event.date, event.variants = stated_date(row["set_date"]), []
        event.edited += ("date",)
    if row["set_theme"]:
        event.trigger = replace(event.trigger, theme=row["set_theme"])
        event.edited += ("theme",)


def _absorb(target: Event, event: Event) -> None:
    """Make a mention further evidence by decision: the date stays, and that they differ is no conflict."""
    target.by_hand += [event.clause, *event.more, *event.by_hand]
    target.edited += ("merged",)


def blank_overlay(article: Article, labels: list[str] | None = None) -> pd.DataFrame:
    """Make an ``events.csv`` for a new article: a row for each event, with nothing decided.

    Parameters
    ----------
    article : Article
        The article.
    labels : list of str, optional
        Labels to start from, one an event; empty where they are not given.

    Returns
    -------
    pandas.DataFrame
        With the columns of this module, ready to be edited and put into a seed folder.
    """
    _, events = read_events(article)
    rows = []
    for n, event in enumerate(events):
        row = dict.fromkeys(COLUMNS, "") | {"id": event.id, "sentence_id": event.sentence.id}
        row["label_ar"] = labels[n] if labels else ""
        for what, part in (("trigger", event.trigger), ("evidence", event.sentence)):
            row |= {f"{what}_start": part.start, f"{what}_end": part.end}
            row[what] = article.text[part.start : part.end]
        rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)
