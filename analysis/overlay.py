"""Labels and corrections by hand: a seed's ``events.csv`` laid over the events that the rules found.

Each row names its event by the evidence sentence and the event word. ``label_ar`` and ``label_en`` give it a
label. Three more columns, empty unless somebody decides otherwise, change it: ``set_certainty`` (realised,
planned, conditional, claimed), ``merge_into`` (the id of the row that it is the same event as) and ``drop``
(``yes``: not an event). The other columns of an annotated seed measure the result and never feed it.
"""

from __future__ import annotations

import pandas as pd

from .articles import Article, ArticleError
from .events import Event, Reading, find_events, join

COLUMNS = (
    "id", "label_ar", "label_en", "set_certainty", "merge_into", "drop",
    "trigger_start", "trigger_end", "trigger", "evidence_start", "evidence_end", "evidence", "sentence_id",
)  # fmt: skip
CERTAINTIES = ("realised", "planned", "conditional", "claimed")
_NEEDED = ("id", "trigger_start", "trigger_end", "trigger", "evidence_start", "evidence_end", "evidence")


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
        changed.

    Raises
    ------
    ArticleError
        A row that does not fit the text, or a correction that means nothing; the message names file and line.
    """
    reading = Reading(article)
    events = find_events(article, reading)
    rows = _rows(article)
    pairs = _pair(events, rows)
    for event in events:
        row = pairs.get(id(event))
        if row:
            event.label = row["label_ar"] or None, row["label_en"] or None
    return reading, _correct(events, rows, pairs)


def _rows(article: Article) -> list[dict]:
    path = article.folder / "events.csv" if article.folder else None
    if path is None or not path.is_file():
        return []
    try:
        table = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ArticleError(f"{path}: cannot be read as UTF-8 CSV ({error})") from None
    missing = [c for c in _NEEDED if c not in table]
    if missing:
        raise ArticleError(f"{path}: line 1: the column {missing[0]} is missing")
    rows = table.reindex(columns=list(dict.fromkeys([*table.columns, *COLUMNS])), fill_value="").to_dict(
        "records"
    )
    ids = {row["id"] for row in rows}
    for n, row in enumerate(rows, 2):
        _check(article, f"{path}: line {n}", row, ids)
    return rows


def _check(article: Article, place: str, row: dict, ids: set[str]) -> None:
    for what in ("evidence", "trigger"):
        start, end = row[f"{what}_start"], row[f"{what}_end"]
        if not (start.isdigit() and end.isdigit()):
            raise ArticleError(f"{place}: {what}_start and {what}_end of {row['id']} must be whole numbers")
        if article.text[int(start) : int(end)] != row[what]:
            raise ArticleError(
                f"{place}: the {what} of {row['id']} does not stand at {start}–{end} of article.txt;"
                " correct the offsets or the text of the row"
            )
    if row["set_certainty"] not in ("", *CERTAINTIES):
        raise ArticleError(
            f"{place}: set_certainty {row['set_certainty']!r}: one of {', '.join(CERTAINTIES)}"
        )
    if row["drop"] not in ("", "yes", "no"):
        raise ArticleError(f"{place}: drop {row['drop']!r}: yes, no or empty")
    if row["merge_into"] and (row["merge_into"] not in ids or row["merge_into"] == row["id"]):
        raise ArticleError(f"{place}: merge_into {row['merge_into']!r}: the id of another row of this file")


def _pair(events: list[Event], rows: list[dict]) -> dict[int, dict]:
    """A row for each event: the one whose event word stands in a clause of it, nearest first.

    A row that no event took so goes to an event of its sentence that has none.
    """
    pairs = {}
    for event in events:
        if row := _nearest(event, [c for c in rows if _holds(event, int(c["trigger_start"]))]):
            pairs[id(event)] = row
    taken = {row["id"] for row in pairs.values()}
    for event in events:
        if id(event) not in pairs:
            left = [c for c in rows if c["id"] not in taken and c["sentence_id"] == event.sentence.id]
            if row := _nearest(event, left):
                pairs[id(event)] = row
                taken.add(row["id"])
    return pairs


def _holds(event: Event, offset: int) -> bool:
    return any(c.start <= offset < c.end for c in (event.clause, *event.more))


def _nearest(event: Event, rows: list[dict]) -> dict | None:
    return min(rows, key=lambda row: abs(int(row["trigger_start"]) - event.trigger.start), default=None)


def _correct(events: list[Event], rows: list[dict], pairs: dict[int, dict]) -> list[Event]:
    by_row = {pairs[id(e)]["id"]: e for e in events if id(e) in pairs}
    gone: set[int] = set()
    for event in events:
        row = pairs.get(id(event))
        if row is None:
            continue
        if row["set_certainty"]:
            event.certainty, event.cue = row["set_certainty"], None
            event.edited += ("certainty",)
        target = by_row.get(row["merge_into"])
        if row["drop"] == "yes" or target is not None:
            gone.add(id(event))
        if target is not None:
            join(target, event)
            target.edited += ("merged",)
    return [event for event in events if id(event) not in gone]


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
    for n, event in enumerate(events, 1):
        row = dict.fromkeys(COLUMNS, "") | {"id": f"E{n:02d}", "sentence_id": event.sentence.id}
        row["label_ar"] = labels[n - 1] if labels else ""
        for what, part in (("trigger", event.trigger), ("evidence", event.sentence)):
            row |= {f"{what}_start": part.start, f"{what}_end": part.end}
            row[what] = article.text[part.start : part.end]
        rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)
