"""Everything that the page shows of one article, gathered once, and where each piece stands in the text."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from ..articles import Article, Sentence
from ..conflicts import conflict_table, conflicts_of
from ..overlay import read_events
from ..quantities import Quantity, find_quantities
from ..quotes import Quote
from ..timeline import event_table
from ..timex import Timex
from ..wording import month_tradition
from .words import Dates


class Mark(NamedTuple):
    """A stretch of the text with a name.

    ``t05`` is a time expression, ``q02`` a quotation, ``p02`` its speaker, ``v02`` its verb,
    ``n07`` a number, ``kE14`` the cue of an event's certainty, ``c01a`` and ``c01b`` the sides of a conflict.
    """

    start: int
    end: int
    name: str


class Piece(NamedTuple):
    """A stretch of the text that the same marks cover from end to end."""

    start: int
    end: int
    names: tuple[str, ...]


def pieces(marks: Iterable[Mark], edges: Iterable[int]) -> list[Piece]:
    """Cut a text at every edge and wherever a mark begins or ends.

    Examples
    --------
    >>> pieces([Mark(2, 6, "q01"), Mark(4, 9, "n01")], [0, 10])[1:4]
    [Piece(start=2, end=4, names=('q01',)), Piece(start=4, end=6, names=('q01', 'n01')), \
Piece(start=6, end=9, names=('n01',))]
    """
    ordered = sorted(m for m in marks if m.start < m.end)
    cuts = sorted({*edges, *(m.start for m in ordered), *(m.end for m in ordered)})
    out, active, i = [], [], 0
    for start, end in pairwise(cuts):
        active = [m for m in active if m.end > start]
        while i < len(ordered) and ordered[i].start <= start:
            active.append(ordered[i])
            i += 1
        out.append(Piece(start, end, tuple(m.name for m in active)))
    return out


def ids_in(cell: str | None) -> list[str]:
    """Ids of a table cell such as ``"t01; t02"``."""
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


@dataclass(frozen=True)
class Facts:
    """One article as the page shows it.

    Parameters
    ----------
    article : Article
        The article.
    rows : list of dict
        Rows of the event table; what is unsaid is None.
    conflicts : list of dict
        Rows of the conflict table.
    timexes, quotes, quantities : list
        What the finders found, in reading order.
    names : dict
        Names of the canonical actors, by language.
    removed : dict
        How many events a person dropped and merged.
    """

    article: Article
    rows: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    timexes: list[Timex]
    quotes: list[Quote]
    quantities: list[Quantity]
    names: dict[str, dict[str, str | None]]
    removed: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, article: Article, events: pd.DataFrame | None = None) -> Facts:
        """Read an article; `events` replaces its own event table."""
        reading, found = read_events(article)
        table = event_table(article, reading, found) if events is None else events
        conflicts = conflict_table(article, conflicts_of(reading, found), found)
        return cls(
            article,
            [_row(row) for row in table.to_dict("records")],
            [_row(row) for row in conflicts.to_dict("records")],
            reading.timexes,
            reading.quotes,
            [q for q in find_quantities(article) if q.kind != "ordinal"],
            {m.actor: {"ar": m.name_ar or m.text, "en": m.name_en} for m in reading.actors},
            {key: int(table.attrs.get(key, 0)) for key in ("dropped", "merged")},
        )

    @cached_property
    def dates(self) -> Dates:
        """Dates in the month names that the article uses."""
        return Dates(month_tradition(t.text for t in self.timexes))

    @cached_property
    def timex(self) -> dict[str, Timex]:
        """Time expressions by the names that the event table gives them."""
        return {f"t{n:02d}": timex for n, timex in enumerate(self.timexes, 1)}

    @cached_property
    def quote(self) -> dict[str, Quote]:
        """Quotations by name."""
        return {f"q{n:02d}": quote for n, quote in enumerate(self.quotes, 1)}

    @cached_property
    def number(self) -> dict[str, Quantity]:
        """Numbers by name."""
        return {f"n{n:02d}": quantity for n, quantity in enumerate(self.quantities, 1)}

    @cached_property
    def conflict(self) -> dict[str, dict[str, Any]]:
        """Conflicts by name."""
        return {row["conflict_id"]: row for row in self.conflicts}

    @cached_property
    def dated_by(self) -> dict[str, list[str]]:
        """Events that each time expression dates."""
        out: dict[str, list[str]] = defaultdict(list)
        for row in self.rows:
            for name in ids_in(row["timex_ids"]):
                out[name].append(row["event_id"])
        return out

    @property
    def unused(self) -> dict[str, Timex]:
        """Time expressions by which no event is dated."""
        return {name: timex for name, timex in self.timex.items() if name not in self.dated_by}

    @cached_property
    def told_in(self) -> dict[str, list[str]]:
        """Events whose evidence each sentence is."""
        out: dict[str, list[str]] = defaultdict(list)
        for row in self.rows:
            out[row["sentence_id"]].append(row["event_id"])
        return out

    @cached_property
    def in_sentence(self) -> dict[str, list[str]]:
        """Quotations and numbers of each sentence."""
        out: dict[str, list[str]] = defaultdict(list)
        for name, record in (self.quote | self.number).items():
            for sentence in self._sentences(record.start, record.end):
                out[sentence.id].append(name)
        return out

    def _sentences(self, start: int, end: int) -> Iterator[Sentence]:
        at = max(0, bisect_right(self._starts, start) - 1)
        for sentence in self.article.sentences[at:]:
            if sentence.start >= end:
                return
            yield sentence

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.article.sentences]

    def marks_of(self, row: Mapping[str, Any]) -> list[str]:
        """Sentences and expressions that go with an event beside its own sentence and what stands in that."""
        return [*ids_in(row["more_evidence"]), *ids_in(row["timex_ids"])]

    def marks(self) -> Iterator[Mark]:
        """Every mark of the text."""
        for name, record in (self.timex | self.quote | self.number).items():
            yield Mark(record.start, record.end, name)
        for name, quote in self.quote.items():
            for letter, part in (("p", "speaker"), ("v", "verb")):
                start, end = (getattr(quote, f"{part}_{side}") for side in ("start", "end"))
                if start is not None and end is not None:
                    yield Mark(start, end, letter + name[1:])
        yield from self._cues()
        for conflict in self.conflicts:
            for name, start, end in places(conflict):
                yield Mark(start, end, name)

    def _cues(self) -> Iterator[Mark]:
        for row in self.rows:
            if cue := row["certainty_cue"]:
                at = self.article.text.find(cue, row["evidence_start"], row["evidence_end"])
                if at >= 0:
                    yield Mark(at, at + len(cue), f"k{row['event_id']}")

    def is_ahead(self, row: Mapping[str, Any]) -> bool:
        """Whether an event stands after the line of publication: not realised, and not begun before."""
        day = self.article.published.isoformat()
        first = row["date_start"] or row["date_end"]
        return row["certainty"] != "realised" and first >= day[: len(first)]


def places(conflict: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Places of the text that a conflict lies between, each with the name of its mark."""
    name = conflict["conflict_id"].lower()
    yield f"{name}a", conflict["start_a"], conflict["end_a"]
    if (conflict["start_b"], conflict["end_b"]) != (conflict["start_a"], conflict["end_a"]):
        yield f"{name}b", conflict["start_b"], conflict["end_b"]
    for n, span in enumerate(ids_in(conflict["more"]), 1):
        start, end = span.split("-")
        yield f"{name}-{n}", int(start), int(end)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A table row in which the unsaid is None and lists are lists, also when it comes from a file."""
    row = {key: None if isinstance(v, float) and v != v else v for key, v in row.items()}
    variants = row.get("date_variants")
    if isinstance(variants, str):
        row["date_variants"] = json.loads(variants) if variants.strip() else []
    return row
