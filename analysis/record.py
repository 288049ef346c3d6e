"""The article beside the public record: a layer of its own that changes nothing in the event table.

A seed's ``record.csv`` says what other sources report about the same events, each row with the verdict of the
person who collected it. Here the dates are compared once more, by the calendar, and the two verdicts stand
side by side. A verdict about something else than the date (a place, a figure, an agreement taken for another)
cannot be recomputed from dates and is left as it was given.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pandas as pd

from .articles import Article
from .events import bounds
from .seeds import read_gold

COLUMNS = (
    "record_id", "what", "record_date", "record_precision", "event_id", "label_ar", "label_en",
    "article_date", "article_precision", "certainty", "place", "days", "variants", "date_verdict",
    "annotated", "check", "explanation", "sources",
)  # fmt: skip
DATE_VERDICTS = (
    "agrees", "article_vaguer", "article_more_precise", "article_overlaps", "article_off_by_days",
    "article_self_contradictory", "after_article", "not_in_article",
)  # fmt: skip
# What the annotation's verdicts say about the date; those that are missing here are about something else.
_ABOUT_DATES: Mapping[str, str] = {
    "agrees": "agrees",
    "article_vaguer": "article_vaguer",
    "article_off_by_one_day": "article_off_by_days",
    "article_self_contradictory": "article_self_contradictory",
    "after_article": "after_article",
    "omitted_by_article": "not_in_article",
}
_HOST = re.compile(r"^\w+://(?:www\.)?([^/?#]+)")
Span = tuple[dt.date, dt.date]


def compare_record(
    events: pd.DataFrame,
    record: pd.DataFrame,
    annotated: pd.DataFrame,
    sources: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Set each row of the public record beside what the article says of the same event.

    Parameters
    ----------
    events : pandas.DataFrame
        From `build_timeline`. It is read, never changed.
    record : pandas.DataFrame
        A seed's ``record.csv``.
    annotated : pandas.DataFrame
        A seed's ``events.csv``, whose ids the record names; the join is by label, then by the nearest
        event word.
    sources : pandas.DataFrame, optional
        A seed's ``record_sources.csv``.

    Returns
    -------
    pandas.DataFrame
        One row a record row.

        - ``record_id, what, record_date, record_precision``: the record.
        - ``event_id, label_ar, label_en, article_date, article_precision, certainty, place``: the article's
          own claim, the nearest in time of the events that the record names; None where it has none.
        - ``days``: how many days the article's date lies after the record's (negative: before; 0: they
          share a day); ``variants``: the same for each date that the article gives, where it gives several.
        - ``date_verdict``: recomputed, one of `DATE_VERDICTS`; ``annotated``: as given in the record.
        - ``check``: ``same``, ``differs``, or ``not a date`` where the annotated verdict is about something
          else.
        - ``explanation``, and ``sources`` as ``tier: host``.

    Examples
    --------
    >>> from analysis import build_timeline
    >>> from analysis.seeds import read_gold, read_seed
    >>> article = read_seed("2021-07-26-alarab-kadhimi-washington")
    >>> record, annotated = read_gold(article, "record"), read_gold(article, "events")
    >>> rows = compare_record(build_timeline(article), record, annotated).set_index("record_id")
    >>> rows.loc["H22", ["record_date", "article_date", "date_verdict"]].tolist()
    ['2021-07-25', '2021-07-26/..', 'article_off_by_days']
    """
    published = dt.date.fromisoformat(events.attrs["published"])
    claims = _claims(events, annotated)
    hosts = _hosts(sources)
    rows = [
        _row(row, [claims[i] for i in row["event_ids"].split(";") if i in claims], published)
        | {"sources": hosts.get(row["id"], "")}
        for row in record.to_dict("records")
    ]
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"days": "Int64"})
    texts = table.columns.difference(["days"])
    table[texts] = table[texts].astype(object).where(table[texts].notna(), None)  # unsaid is None
    return table


def read_record(article: Article, events: pd.DataFrame) -> pd.DataFrame | None:
    """Compare an article with the public record that its seed folder holds.

    Parameters
    ----------
    article : Article
        The article.
    events : pandas.DataFrame
        Its event table, with ``attrs``.

    Returns
    -------
    pandas.DataFrame or None
        As `compare_record`; None where there is no ``record.csv``.

    Examples
    --------
    >>> from analysis import build_timeline
    >>> from analysis.seeds import read_seed
    >>> article = read_seed("2024-03-12-example-own-article")
    >>> read_record(article, build_timeline(article)) is None
    True
    """
    if article.folder is None or not (article.folder / "record.csv").is_file():
        return None
    table = compare_record(
        events, *(read_gold(article, name) for name in ("record", "events", "record_sources"))
    )
    table.attrs = dict(events.attrs)
    return table


def _claims(events: pd.DataFrame, annotated: pd.DataFrame) -> dict[str, dict]:
    """Rows of the event table by the annotation's ids; an id that no row carries is left out."""
    by_label: dict[str, list[dict]] = {}
    for row in events.to_dict("records"):
        by_label.setdefault(row["label_ar"], []).append(row)
    return {
        g["id"]: min(by_label[g["label_ar"]], key=lambda r: abs(r["trigger_start"] - int(g["trigger_start"])))
        for g in annotated.to_dict("records")
        if g["label_ar"] in by_label
    }


def _hosts(sources: pd.DataFrame | None) -> dict[str, str]:
    out: dict[str, list[str]] = {}
    for row in [] if sources is None else sources.to_dict("records"):
        host = _HOST.match(row["url"])
        out.setdefault(row["record_id"], []).append(f"{row['tier']}: {host[1] if host else row['url']}")
    return {name: "; ".join(hosts) for name, hosts in out.items()}


def _row(row: Mapping, claims: list[dict], published: dt.date) -> dict:
    said = span_of(*_ends(row["date"]))
    claim = min(claims, key=lambda c: abs(distance(_span(c), said)), default=None)
    verdict = _verdict(claim, row, said, published)
    return {
        "record_id": row["id"],
        "what": row["what"],
        "record_date": row["date"],
        "record_precision": row["precision"],
        "event_id": claim["event_id"] if claim else None,
        "label_ar": claim["label_ar"] if claim else None,
        "label_en": claim["label_en"] if claim else None,
        "article_date": claim["edtf"] if claim else None,
        "article_precision": claim["precision"] if claim else None,
        "certainty": claim.get("certainty") if claim else None,
        "place": claim["place"] if claim else None,
        "days": distance(_span(claim), said) if claim else None,
        "variants": _variants(claim, said) if claim else "",
        "date_verdict": verdict,
        "annotated": row["comparison"],
        "check": _check(row["comparison"], verdict, distance(_span(claim), said) if claim else 0),
        "explanation": row["conflict_explanation"] or row["note"],
    }


def _variants(claim: Mapping, said: Span) -> str:
    dates = [variant.get("date_end") or variant["date_start"] for variant in claim["date_variants"]]
    return "; ".join(f"{date}: {distance(span_of(date, date), said):+d}" for date in dates)


def _check(annotated: str, verdict: str, days: int) -> str:
    if annotated not in _ABOUT_DATES:
        return "not a date"
    one_day = annotated != "article_off_by_one_day" or abs(days) == 1
    return "same" if verdict == _ABOUT_DATES[annotated] and one_day else "differs"


def _verdict(claim: dict | None, row: Mapping, said: Span, published: dt.date) -> str:
    """Compare two dates by the calendar, the record's first day against the day of publication first."""
    if said[0] > published:
        return "after_article"
    if claim is None:
        return "not_in_article"
    if len(claim["date_variants"]) > 1:
        return "article_self_contradictory"
    own = _span(claim)
    if distance(own, said):
        return "article_off_by_days"
    if claim["precision"] == "day" and said[0] in (own[0], own[1]) and said[0] == said[1]:
        return "agrees"  # one end is said to the day and is this day; the other end may be open
    if own == said:
        return "agrees"
    if own[0] <= said[0] and said[1] <= own[1]:
        return "article_vaguer"
    return "article_more_precise" if said[0] <= own[0] and own[1] <= said[1] else "article_overlaps"


def _ends(date: str) -> tuple[str, str]:
    start, _, end = date.partition("/")
    return start, end or start


def _span(claim: Mapping) -> Span:
    return span_of(claim["date_start"], claim["date_end"])


def span_of(start: str | None, end: str | None) -> Span:
    """Return the first and last possible day of a date range; an open end reaches to the end of the calendar.

    Examples
    --------
    >>> [str(day) for day in span_of("2020-06", "2020-06")]
    ['2020-06-01', '2020-06-30']
    >>> str(span_of(None, "2021-07-23")[0])
    '0001-01-01'
    """
    return (bounds(start)[0] if start else dt.date.min), (bounds(end)[1] if end else dt.date.max)


def distance(a: Span, b: Span) -> int:
    """Count the days by which `a` lies after `b`; negative where it lies before, 0 where they share a day.

    Examples
    --------
    >>> distance(span_of("2021-07-26", None), span_of("2021-07-25", "2021-07-25"))
    1
    >>> distance(span_of("2020-06", "2020-06"), span_of("2020-06-11", "2020-06-11"))
    0
    """
    after, before = (a[0] - b[1]).days, (b[0] - a[1]).days
    return after if after > 0 else -before if before > 0 else 0
