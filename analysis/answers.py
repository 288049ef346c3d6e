"""What each notebook answers for any article: a few lines of counts, each made from the tables it shows."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from .articles import Article
from .quantities import Quantity, oversized_parts
from .record import COLUMNS as RECORD_COLUMNS
from .timex import Timex
from .voices import NARRATOR

_MARKDOWN = re.compile(r"([\\`*_\[\]~|$])")


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines that a notebook shows as a list.

    Parameters
    ----------
    lines : tuple of str
        Markdown, without the dash.
    """

    lines: tuple[str, ...]

    def _repr_markdown_(self) -> str:
        return "\n".join(f"- {line}" for line in self.lines)

    def __repr__(self) -> str:
        """Return the list as plain text."""
        return self._repr_markdown_()


def answer_parts(article: Article) -> Answer:
    r"""Count the parts and sentences of an article.

    Parameters
    ----------
    article : Article
        The article.

    Returns
    -------
    Answer

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> answer_parts(from_text("زيارة\nوصل الوزير إلى بغداد أمس.", dt.date(2021, 7, 26)))
    - Lines with text: 2; furniture 1, body 1. Sentences: 2.
    - Sentences that may carry evidence: 1, with 83.3 % of the characters. Furniture that may not: 1.
    - Words in a sentence of the body: 5 at the median, 5 at most.
    - Characters: 31, none of them changed; 0 no-break spaces and 0 shaddas stay where they were.
    """
    body = [s for s in article.sentences if s.role == "body"]
    parts = [p for p in article.paragraphs if p.role == "body"]
    total = sum(len(p.text) for p in article.paragraphs)
    share = 100 * sum(len(p.text) for p in parts) / total if total else 0
    words = [len(s.text.split()) for s in body] or [0]
    spaces, shaddas = article.text.count("\u00a0"), article.text.count("\u0651")
    return Answer(
        (
            f"Lines with text: {len(article.paragraphs)}; furniture {len(article.paragraphs) - len(parts)}, "
            f"body {len(parts)}. Sentences: {len(article.sentences)}.",
            f"Sentences that may carry evidence: {len(body)}, with {share:.1f} % of the characters. "
            f"Furniture that may not: {len(article.sentences) - len(body)}.",
            f"Words in a sentence of the body: {median(words):g} at the median, {max(words)} at most.",
            f"Characters: {len(article.text):,}, none of them changed; {spaces} no-break spaces and "
            f"{shaddas} shaddas stay where they were.",
        )
    )


def answer_times(found: Sequence[Timex]) -> Answer:
    """Count the time expressions of an article by kind, precision and anchor.

    Parameters
    ----------
    found : sequence of Timex
        From `tag_times`.

    Returns
    -------
    Answer

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis import tag_times
    >>> answer_times(tag_times("وصل الوزير أمس.", dt.date(2021, 7, 26)))
    - Time expressions: 1; dates 1, times of day 0, durations 0, sets 0.
    - Exact to the day: 1; to the month: 0; to a season or year: 0; vaguer, or not on the calendar: 0.
    - Reckoned from the day of publication: 1; from the date before: 0; on their own: 0.
    - Expressions that carry a flag because their parts do not agree: 0.
    """
    types, precisions, anchors = (_counts(found, name) for name in ("type", "precision", "anchor"))
    placed = sum(precisions.get(name, 0) for name in ("day", "month", "season", "year"))
    year = precisions.get("season", 0) + precisions.get("year", 0)
    own = len(found) - anchors.get("DCT", 0) - anchors.get("previous", 0)
    return Answer(
        (
            f"Time expressions: {len(found)}; dates {types.get('DATE', 0)}, "
            f"times of day {types.get('TIME', 0)}, durations {types.get('DURATION', 0)}, "
            f"sets {types.get('SET', 0)}.",
            f"Exact to the day: {precisions.get('day', 0)}; to the month: {precisions.get('month', 0)}; to a "
            f"season or year: {year}; vaguer, or not on the calendar: {len(found) - placed}.",
            f"Reckoned from the day of publication: {anchors.get('DCT', 0)}; from the date before: "
            f"{anchors.get('previous', 0)}; on their own: {own}.",
            "Expressions that carry a flag because their parts do not agree: "
            f"{sum(bool(t.flags) for t in found)}.",
        )
    )


def _counts(records: Sequence, name: str) -> Counter:
    return Counter(getattr(record, name) for record in records)


def answer_events(events: pd.DataFrame) -> Answer:
    """Count the events of an article by certainty, precision and ground of their date.

    Parameters
    ----------
    events : pandas.DataFrame
        From `build_timeline`.

    Returns
    -------
    Answer

    Examples
    --------
    >>> from analysis import build_timeline
    >>> from analysis.seeds import read_seed
    >>> answer_events(build_timeline(read_seed("2024-03-12-example-own-article"))).lines[1]
    'Reported as having happened: 6; planned: 2; conditional: 1; claimed: 0.'
    """
    certainty, precision, basis = (events[c].value_counts() for c in ("certainty", "precision", "date_basis"))
    dates = [str(day)[:4] for column in ("date_start", "date_end") for day in events[column].dropna()]
    years = f", in the years {min(dates)} to {max(dates)}" if dates else ""
    twice = sum(map(bool, events["date_variants"]))
    kinds = ("planned", "conditional", "claimed")
    finer = ("month", "season", "year", "interval", "vague")
    stated = int(basis.get("explicit", 0))
    return Answer(
        (
            f"Events: {len(events)}{years}. Events to which the article gives more than one date: {twice}.",
            f"Reported as having happened: {certainty.get('realised', 0)}; "
            + "; ".join(f"{kind}: {certainty.get(kind, 0)}" for kind in kinds)
            + ".",
            f"Exact to the day: {precision.get('day', 0)}; "
            + ", ".join(f"{name} {precision.get(name, 0)}" for name in finer)
            + ".",
            f"Dates that the text states outright: {stated}; reckoned from others or inferred: "
            f"{len(events) - stated}.",
        )
    )


def answer_voices(statements: pd.DataFrame, shares: pd.DataFrame, halves: pd.DataFrame) -> Answer:
    """Count who says how much in an article.

    Parameters
    ----------
    statements : pandas.DataFrame
        From `quote_table`.
    shares, halves : pandas.DataFrame
        From `voice_shares`, of the whole body and of its two halves.

    Returns
    -------
    Answer

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> from analysis.voices import quote_table, voice_shares
    >>> article = from_text("وصل الوفد إلى بغداد.", dt.date(2021, 7, 26))
    >>> shares = voice_shares(article, [], [])
    >>> answer_voices(quote_table(article, [], []), shares, voice_shares(article, [], [], parts=2))
    - Statements quoted or reported: 0; direct 0, indirect 0. With a speaker named: 0.
    - Words of the body that stand in no quotation: 100 %; first half 100 %, second half 100 %.
    """
    kinds, named = statements["kind"].value_counts(), int((statements["attribution"] == "named").sum())
    lines = [
        f"Statements quoted or reported: {len(statements)}; direct {kinds.get('direct', 0)}, "
        f"indirect {kinds.get('indirect', 0)}. With a speaker named: {named}.",
        f"Words of the body that stand in no quotation: {_own(shares)}; "
        f"first half {_own(halves[halves['part'] == 1])}, second half {_own(halves[halves['part'] == 2])}.",
    ]
    said = shares[(shares["voice"] != NARRATOR) & shares["name"].notna()]
    if len(said):
        top, quoted = said.iloc[0], shares.loc[shares["voice"] != NARRATOR, "words"].sum()
        share = f"{100 * top['words'] / max(quoted, 1):.0f} % of the {quoted} quoted or reported words"
        rows = int((statements["voice"] == top["voice"]).sum())
        lines.append(f"Most words: <bdi>{_safe(top['name'])}</bdi>, {share}, in {rows} of the statements.")
    return Answer(tuple(lines))


def _own(shares: pd.DataFrame) -> str:
    words = shares["words"].sum()
    own = shares.loc[shares["voice"] == NARRATOR, "words"].sum()
    return f"{100 * own / words:.0f} %" if words else "0 words"


def _safe(words: str) -> str:
    """Set words of an article inside Markdown: neither mark-up nor HTML."""
    return _MARKDOWN.sub(r"\\\1", html.escape(" ".join(words.split())))


def answer_numbers(quantities: Sequence[Quantity], citable: pd.DataFrame, conflicts: pd.DataFrame) -> Answer:
    """Count the numbers of an article that can be cited.

    Parameters
    ----------
    quantities : sequence of Quantity
        From `find_quantities`.
    citable : pandas.DataFrame
        From `quantity_table`.
    conflicts : pandas.DataFrame
        Those about numbers.

    Returns
    -------
    Answer

    Examples
    --------
    >>> from analysis.citable import quantity_table
    >>> answer_numbers([], quantity_table([]), pd.DataFrame())
    - Quantities: 0; figures to cite: 0, with a date of their own 0, with a source named 0.
    - Figures that are a part of another and must not be added to it: 0; larger than their whole: 0.
    - Places where the numbers of the article do not fit together, or leave open what they count: 0.
    """
    dated, named = (int(citable[column].notna().sum()) for column in ("as_of", "asserted_by"))
    return Answer(
        (
            f"Quantities: {len(quantities)}; figures to cite: {len(citable)}, "
            f"with a date of their own {dated}, with a source named {named}.",
            "Figures that are a part of another and must not be added to it: "
            f"{int(citable['part_of'].notna().sum())}; larger than their whole: "
            f"{len(oversized_parts(quantities))}.",
            "Places where the numbers of the article do not fit together, or leave open what they count: "
            f"{len(conflicts)}.",
        )
    )


def answer_conflicts(conflicts: pd.DataFrame, compared: pd.DataFrame | None) -> Answer:
    """Count where an article disagrees with itself and with the public record.

    Parameters
    ----------
    conflicts : pandas.DataFrame
        From `find_conflicts`.
    compared : pandas.DataFrame or None
        From `read_record`.

    Returns
    -------
    Answer

    Examples
    --------
    >>> answer_conflicts(pd.DataFrame({"kind": ["weekday"], "event_ids": ["E01"]}), None)
    - Places where the article contradicts itself or leaves something open: 1 (weekday 1).
    - Of these 1 about an event of the timeline, 0 about a number or a headline.
    - Rows of a public record to compare with: 0.
    """
    kinds = conflicts["kind"].value_counts(sort=False)
    listed = f" ({', '.join(f'{kind} {n}' for kind, n in kinds.items())})" if len(kinds) else ""
    about = int((conflicts["event_ids"] != "").sum())
    rows = pd.DataFrame(columns=RECORD_COLUMNS) if compared is None else compared
    calendar = rows[rows["check"].isin(["same", "differs"])]
    record = (
        f"; verdicts about dates that the calendar confirms: {int((calendar['check'] == 'same').sum())} "
        f"of {len(calendar)}"
    )
    return Answer(
        (
            "Places where the article contradicts itself or leaves something open: "
            f"{len(conflicts)}{listed}.",
            f"Of these {about} about an event of the timeline, "
            f"{len(conflicts) - about} about a number or a headline.",
            f"Rows of a public record to compare with: {len(rows)}{record if len(rows) else ''}.",
        )
    )


def answer_figures(
    plates: Collection[str], drawings: Mapping, files: Collection[str], tables: Collection[str], overlaps: int
) -> Answer:
    """Count the figures of an article and their files.

    Parameters
    ----------
    plates : collection of str
        Names of the figures.
    drawings : mapping
        Each figure in each language.
    files, tables : collection of str
        Names of the files and tables that were written.
    overlaps : int
        Pairs of texts that touch.

    Returns
    -------
    Answer

    Examples
    --------
    >>> answer_figures(["week"], {"week_ar": None}, ["week_ar.png"], [], 0)
    - Figures: 1 (week); drawings in 1 language: 1; files: 1; tables beside them: 0.
    - Pairs of texts, or of text and line, that touch: 0 in 1 drawing.
    """
    languages = len({name.rsplit("_", 1)[-1] for name in drawings})
    names = f" ({', '.join(name.replace('_', ' ') for name in plates)})" if plates else ""
    drawn = f"{len(drawings)} drawing{'' if len(drawings) == 1 else 's'}"
    return Answer(
        (
            f"Figures: {len(plates)}{names}; drawings in {languages} "
            f"language{'' if languages == 1 else 's'}: {len(drawings)}; files: {len(files)}; "
            f"tables beside them: {len(tables)}.",
            f"Pairs of texts, or of text and line, that touch: {overlaps} in {drawn}.",
        )
    )
