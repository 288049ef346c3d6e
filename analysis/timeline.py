"""The timeline as a table: one row an event, every row with its evidence. This is its codebook.

=================  ========================================================================================
column             meaning
=================  ========================================================================================
event_id           ``E01`` … in order of time; events without a start are ordered by their end. Rows corrected
                   by hand keep the ids of their sheet, also where others were dropped or merged
label_ar           curated label of the seed's ``events.csv``, else the event's own clause
label_en           curated English label, else None
theme              theme of the event's kind (``dialogue``, ``military``, ``attacks`` …), of what is only
                   said that of the words said; or None
date_start         ISO date at the precision stated (``2008``, ``2020-06``, ``2021-07-20``); None: open.
                   Of a month that is not over at publication, the days that the words leave, as an interval:
                   «مطلع الشهر الجاري» is its first ten, what happened in it happened by publication
date_end           the same for the end
edtf               the dates as an EDTF string (ISO 8601-2)
precision          ``day | month | season | year | interval | vague``
date_basis         ``explicit`` (stands in the text), ``relative`` (reckoned from another date), ``inherited``
                   (the date of the event that it belongs to), ``inferred`` (follows from the order or by sum)
anchor             what a date was reckoned from: ``DCT``, ``previous``, ``event``; None for a full date
date_variants      list of the differing dates that the article gives, each with its sentence; empty for most
certainty          ``realised | planned | conditional | claimed``
certainty_cue      the word that decided it, as written; None where tense alone did
asserted_by        who says so: canonical actor or the speaker as written; None for the reporter
attribution        ``narrator | direct | indirect | passive``
actors             canonical actors with their part, ``id:initiator; id:target; id:venue``
place              the place as the article states it, or None
evidence_start     offset of the evidence sentence in the unedited text (code points)
evidence_end       offset after it
evidence           the sentence, ``text[evidence_start:evidence_end]``
sentence_id        its name, ``S01`` …
timex_ids          time expressions that date it, ``t01; t02`` in the order of `tag_times`
conflict_ids       rows of `find_conflicts` that concern it
method             the rules that made the row, first the one that dated it
more_evidence      further sentences that speak of the event, ``S05; S07``
trigger_start      offset of the word that names the event
trigger_end        offset after it
edited             what a person changed in the seed's ``events.csv``, of ``label; certainty; date; theme;
                   merged``; empty for most
=================  ========================================================================================
"""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import asdict, dataclass, fields
from functools import cache

import pandas as pd

from .actors import Mention
from .arabic import fold
from .articles import Article
from .clauses import Clause
from .conflicts import Conflict, conflicts_of
from .events import DateRange, Event, Reading, bounds
from .labels import clause_label
from .lexicon import load
from .overlay import CERTAINTIES, read_events
from .voices import Themes

PRECISIONS = ("day", "month", "season", "year", "interval", "vague")
BASES = ("explicit", "relative", "inferred", "inherited")
ATTRIBUTIONS = ("narrator", "direct", "indirect", "passive")
_OFFSETS = ("evidence_start", "evidence_end", "trigger_start", "trigger_end")


class RowError(ValueError):
    """A row that breaks a rule of the timeline and therefore cannot be built."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the event table; making one that breaks a gate raises `RowError`.

    The gates: evidence that stands in the text; a closed vocabulary; a date no more precise than its
    precision; no realised event that starts after publication; an end not before the start.
    """

    event_id: str
    label_ar: str
    label_en: str | None
    theme: str | None
    date_start: str | None
    date_end: str | None
    edtf: str | None
    precision: str
    date_basis: str
    anchor: str | None
    date_variants: tuple[dict, ...]
    certainty: str
    certainty_cue: str | None
    asserted_by: str | None
    attribution: str
    actors: str
    place: str | None
    evidence_start: int
    evidence_end: int
    evidence: str
    sentence_id: str
    timex_ids: str
    conflict_ids: str
    method: str
    more_evidence: str = ""
    trigger_start: int = 0
    trigger_end: int = 0
    edited: str = ""

    def check(self, article: Article) -> Row:
        """Return the row if it passes every gate.

        Raises
        ------
        RowError
            Naming the row and the gate.
        """
        for failed, gate in _gates(self, article):
            if failed:
                raise RowError(f"{self.event_id} «{self.label_ar[:40]}»: {gate}")
        return self


def _gates(row: Row, article: Article):
    yield not row.evidence, "no evidence"
    yield article.text[row.evidence_start : row.evidence_end] != row.evidence, "evidence is not in the text"
    yield row.precision not in PRECISIONS, f"precision {row.precision!r} is unknown"
    yield row.certainty not in CERTAINTIES, f"certainty {row.certainty!r} is unknown"
    yield row.date_basis not in BASES, f"date_basis {row.date_basis!r} is unknown"
    yield row.attribution not in ATTRIBUTIONS, f"attribution {row.attribution!r} is unknown"
    yield row.date_start is None and row.date_end is None, "no date at all"
    for value in (row.date_start, row.date_end):
        yield row.precision == "month" and value is not None and len(value) != 7, "a month is not a day"
        yield (
            row.precision == "day" and value is not None and len(value) != 10,
            "a day is not a month",
        )
    start = bounds(row.date_start)[0] if row.date_start else None
    yield (
        row.certainty == "realised" and start is not None and start > article.published,
        ("realised, yet it starts after publication"),
    )
    both = start is not None and row.date_end is not None
    yield both and bounds(row.date_end)[1] < start, "it ends before it starts"


def _precision(date: DateRange) -> str:
    """Part of a month that days bound («مطلع الشهر الجاري») is an interval: a month itself has no days."""
    bounded = any(value is not None and len(value) == 10 for value in (date.start, date.end))
    return "interval" if date.precision == "month" and bounded else date.precision


def build_timeline(article: Article) -> pd.DataFrame:
    """Build the event table of an article.

    Dates, certainty, speakers and numbers come from the text and the publication day alone; a seed folder's
    ``events.csv`` adds labels and corrections made by hand (see `analysis.overlay`), joined on the evidence.

    Parameters
    ----------
    article : Article
        From `read_article`.

    Returns
    -------
    pandas.DataFrame
        One row an event, ordered by time; the columns are described in this module's docstring.
        ``attrs`` holds ``published``, ``title``, ``outlet``, ``source``, ``actors`` (Arabic and English name
        of each canonical actor), and how many rows a person took out: ``dropped`` and ``merged``.

    Raises
    ------
    RowError
        If a row breaks a gate: no evidence, a realised event after publication, a month given a day.
    ArticleError
        If a curated label's evidence is not in the text.

    Examples
    --------
    >>> from analysis import read_article
    >>> events = build_timeline(read_article("seeds/2021-07-26-alarab-kadhimi-washington"))
    >>> events.loc[events.date_start == "2020-06", ["label_en", "precision"]].values.tolist()
    [['Strategic dialogue — round 1', 'month']]
    """
    reading, events = read_events(article)
    return event_table(article, reading, events)


def event_table(article: Article, reading: Reading, events: list[Event]) -> pd.DataFrame:
    """Turn events into the table, checking each row."""
    rows = [asdict(row) for row in _checked_rows(article, reading, events)]
    frame = pd.DataFrame(rows, columns=[f.name for f in fields(Row)])
    texts = frame.columns.difference(_OFFSETS)
    frame[texts] = frame[texts].astype(object).where(frame[texts].notna(), None)  # unsaid is None, never NaN
    frame.attrs.update(
        published=article.published.isoformat(),
        title=article.source.get("title"),
        outlet=article.source.get("outlet"),
        source=", ".join(filter(None, (article.source.get("outlet"), article.published.isoformat()))),
        actors={m.actor: (m.name_ar or m.text, m.name_en) for m in reading.actors},
        **reading.removed,
    )
    return frame


def rows_of(article: Article) -> list[Row]:
    """Build the rows of the event table, each checked, without the table.

    Parameters
    ----------
    article : Article
        The article.

    Returns
    -------
    list of Row
        As in `build_timeline`; for many articles this is cheaper than a table each.

    Raises
    ------
    RowError, ArticleError
        As `build_timeline`.
    """
    return _checked_rows(article, *read_events(article))


def _checked_rows(article: Article, reading: Reading, events: list[Event]) -> list[Row]:
    conflicts = _conflict_ids(conflicts_of(reading, events))
    themes = Themes(article)
    return [_row(event.id, event, article, conflicts, themes).check(article) for event in events]


def _conflict_ids(found: list[Conflict]) -> dict[int, list[str]]:
    ids: dict[int, list[str]] = {}
    for n, conflict in enumerate(found, 1):
        for event in conflict.events:
            ids.setdefault(id(event), []).append(f"C{n:02d}")
    return ids


def _theme(event: Event, themes: Themes) -> str | None:
    """Theme of the event's kind; of what is only said, that of the words, as in the table of quotations."""
    if event.quote and event.trigger.name in (None, "statement"):
        return themes.of(event.quote) or (event.trigger.theme if event.trigger.name else None) or None
    return event.trigger.theme or None


def _row(
    event_id: str, event: Event, article: Article, conflicts: dict[int, list[str]], themes: Themes
) -> Row:
    sentence, date = event.sentence, event.date
    label_ar, label_en = event.label or (None, None)
    return Row(
        event_id=event_id,
        label_ar=label_ar or clause_label(event, article),
        label_en=label_en,
        theme=_theme(event, themes),
        date_start=date.start,
        date_end=date.end,
        edtf=_edtf(event),
        precision=_precision(date),
        date_basis=event.basis,
        anchor=event.anchor,
        date_variants=tuple({k: v for k, v in d.items() if k != "span"} for d in event.variants),
        certainty=event.certainty,
        certainty_cue=event.cue,
        asserted_by=event.asserted_by,
        attribution=event.attribution,
        actors="; ".join(dict.fromkeys(f"{m.actor}:{_part(m, event.clause)}" for m in event.actors)),
        place=_place(event),
        evidence_start=sentence.start,
        evidence_end=sentence.end,
        evidence=sentence.text,
        sentence_id=sentence.id,
        timex_ids="; ".join(f"t{i + 1:02d}" for i in event.timexes),
        conflict_ids="; ".join(conflicts.get(id(event), ())),
        method="; ".join(event.rules),
        more_evidence="; ".join(
            dict.fromkeys(
                c.sentence.id for c in (*event.more, *event.by_hand) if c.sentence.id != sentence.id
            )
        ),
        trigger_start=event.trigger.start,
        trigger_end=event.trigger.end,
        edited="; ".join(dict.fromkeys(event.edited)),
    )


def _edtf(event: Event) -> str | None:
    """Approximate and only conditional is «uncertain and approximate» in EDTF."""
    edtf = event.date.edtf
    return edtf[:-1] + "%" if edtf and event.certainty == "conditional" and edtf.endswith("~") else edtf


# ── actors and places ───
@cache
def _parts() -> dict[str, str]:
    """Part of an actor by the folded word before it."""
    parts = load("events")["part"]
    return {fold(word): part for part in ("venue", "target") for word in parts[part]}


def _part(mention: Mention, clause: Clause) -> str:
    """Part of an actor, from the word before it: «في» makes it the venue, «إلى، على، ضد» the target."""
    index = bisect_left([t.start for t in clause.tokens], mention.start) - 1
    word = clause.tokens[index].form if index >= 0 else ""
    part = _parts().get(word, "target" if mention.text.startswith("ل") else "initiator")
    return "venue" if part == "target" and mention.kind == "place" else part


def _place(event: Event) -> str | None:
    places = [m for m in event.actors if m.kind == "place"]
    venue = next((m for m in places if _part(m, event.clause) == "venue"), None)
    return venue.text if venue else None


def variants_as_json(events: pd.DataFrame) -> pd.DataFrame:
    """The table with `date_variants` as JSON text, for files that hold only text."""
    return events.assign(
        date_variants=[json.dumps(list(v), ensure_ascii=False) if v else "" for v in events.date_variants]
    )
