"""Arabic passages and tables that read right to left in a notebook, also in an untrusted one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from . import __version__
from .articles import Article, Paragraph, Sentence
from .wording import outlet_name, set_dates_apart

_DATE_CELL = re.compile(
    r'<td>(<span dir="ltr">[\d./:~?%-]{4,23}</span>)'
)  # a date is not broken at its hyphens
_LETTER = re.compile(r"[^\W\d_]")
_QUOTED = re.compile("«([^«»A-Za-z]*[\u0600-\u06ff][^«»A-Za-z]*)»")


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of HTML that a notebook shows as such.

    Parameters
    ----------
    html : str
        Directions and languages are attributes, because an untrusted notebook drops style sheets.
    """

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """Return the visible words, for readers of plain text."""
        cells = re.sub(r"</t[dh]>\s*", " | ", self.html)
        words = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(?:div|tr)>\s*", "\n", cells)))
        return re.sub(r"\s*\n\s*", "\n", re.sub("[ \t]+", " ", words)).strip()


def provenance(article: Article) -> Html:
    """Say in one line which text a notebook speaks of, and which version of the package read it.

    Parameters
    ----------
    article : Article
        The article.

    Returns
    -------
    Html

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> provenance(from_text("وصل الوزير أمس.", dt.date(2021, 7, 26)))  # doctest: +ELLIPSIS
    DCT 2021-07-26 (Monday) · 15 characters · analysis ...
    """
    source = article.source
    said = {"title": source.get("title"), "outlet": outlet_name(str(source.get("outlet") or ""), "en")}
    facts = [_inline(words) for words in said.values() if words]
    facts.append(f"DCT {article.published.isoformat()} ({article.published:%A})")
    facts.append(f"{len(article.text):,} characters")
    facts += [f"sha256 {source['sha256'][:12]}…"] if source.get("sha256") else []
    facts.append(f"analysis {__version__}")
    return Html(f"<div>{' · '.join(facts)}</div>")


def say(words: str) -> Html:
    """Say a line where a table or a figure would stand.

    Parameters
    ----------
    words : str
        The line.

    Returns
    -------
    Html

    Examples
    --------
    >>> say("Nobody is quoted.")
    Nobody is quoted.
    """
    return Html(f"<div>{html.escape(words)}</div>")


def show_table(rows: pd.DataFrame | Sequence[dict[str, Any]], rtl: bool = True, empty: str = "") -> Html:
    """Set a table, by default right to left, each cell in the direction of its own words.

    Parameters
    ----------
    rows : pandas.DataFrame or sequence of dict
        The table.
    rtl : bool
        First column on the right.
    empty : str
        What to say in place of a table without rows.

    Returns
    -------
    Html

    Examples
    --------
    >>> show_table([{"words": "أبريل الماضي", "value": "2021-04"}])
    words | value |
    أبريل الماضي | 2021-04 |
    >>> show_table([], empty="No date was found.")
    No date was found.
    """
    frame = pd.DataFrame(rows)
    if empty and frame.empty:
        return say(empty)
    cells = frame.astype(object).where(frame.notna(), "").map(_inline)
    table = _DATE_CELL.sub(r"<td nowrap>\1", cells.to_html(index=False, border=0, escape=False))
    return Html(f'<div dir="{"rtl" if rtl else "ltr"}">{table}</div>')


def show_passage(
    article: Article,
    marks: Iterable[tuple[int, int, str]] = (),
    paragraphs: Sequence[Paragraph] | None = None,
) -> Html:
    """Set the article, or some of its paragraphs, right to left with spans marked.

    Parameters
    ----------
    article : Article
        The article.
    marks : iterable of (start, end, label)
        Spans that do not overlap; the label stands small behind the marked words, "" for none.
    paragraphs : sequence of Paragraph, optional
        What to show; by default everything.

    Returns
    -------
    Html
        The words are the article's own, unedited.

    Raises
    ------
    ValueError
        Two spans overlap.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> article = from_text("وصل الوزير أمس.", dt.date(2021, 7, 26))
    >>> show_passage(article, [(11, 14, "2021-07-25")])
    وصل الوزير أمس 2021-07-25.
    """
    ordered = sorted(marks)
    for (_, end, _), (start, _, _) in pairwise(ordered):
        if start < end:
            raise ValueError(f"two marks overlap at character {start}")
    shown = article.paragraphs if paragraphs is None else paragraphs
    blocks = "".join(f"<div>{_marked(article.text, p, ordered)}</div>\n" for p in shown)
    return Html(f'<div dir="rtl" lang="ar">\n{blocks}</div>')


def apart(marks: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Leave out each mark that overlaps one before it; of two that begin alike the longer stays.

    Parameters
    ----------
    marks : iterable of (start, end, label)
        Spans, in any order.

    Returns
    -------
    list of (start, end, label)
        In the order of the text.

    Examples
    --------
    >>> apart([(4, 6, "inside"), (0, 9, "whole"), (9, 12, "next")])
    [(0, 9, 'whole'), (9, 12, 'next')]
    """
    kept: list[tuple[int, int, str]] = []
    for mark in sorted(marks, key=lambda m: (m[0], -m[1])):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def show_conflicts(article: Article, rows: pd.DataFrame, empty: str = "") -> Html:
    """Set conflicts below each other: what disagrees, and the sentences with both places marked.

    Parameters
    ----------
    article : Article
        The article.
    rows : pandas.DataFrame
        Rows of `find_conflicts`.
    empty : str
        What to say where there is none.

    Returns
    -------
    Html
        The explanation from left to right, the article's sentences from right to left, unedited.

    Examples
    --------
    >>> from analysis import find_conflicts, read_article
    >>> article = read_article("seeds/2021-07-26-alarab-kadhimi-washington")
    >>> print(repr(show_conflicts(article, find_conflicts(article).query("kind == 'dates-differ'")))[:48])
    C04 dates-differ: One event, two dates: 2021-07-
    """
    if empty and rows.empty:
        return say(empty)
    blocks = []
    for row in rows.to_dict("records"):
        places = [(row["start_a"], row["end_a"]), (row["start_b"], row["end_b"])]
        places += [tuple(map(int, place.split("-"))) for place in row["more"].split("; ") if place]
        says = f"<b>{row['conflict_id']} {row['kind']}</b>: {_isolated(row['explanation'])}"
        blocks.append(f'<div dir="ltr">{says}</div>\n{_sentences(article, places)}')
    return Html(f"<div>{'<hr>'.join(blocks)}</div>")


def _sentences(article: Article, places: list[tuple[int, int]]) -> str:
    """Set each sentence that holds a place once, in the order of the text."""
    lines = []
    for s in article.sentences:
        inside = sorted(
            {(max(a, s.start), min(b, s.end), "") for a, b in places if a < s.end and s.start < b}
        )
        apart = [m for n, m in enumerate(inside) if not n or m[0] >= max(end for _, end, _ in inside[:n])]
        words = _marked(article.text, s, apart)
        lines += [f'<div><small dir="ltr">{s.id}</small> {words}</div>\n'] if apart else []
    return f'<div dir="rtl" lang="ar">\n{"".join(lines)}</div>'


def _marked(text: str, paragraph: Paragraph | Sentence, marks: list[tuple[int, int, str]]) -> str:
    parts, at = [], paragraph.start
    for start, end, label in marks:
        if paragraph.start <= start and end <= paragraph.end:
            note = f' <small dir="ltr">{html.escape(label)}</small>' if label else ""
            parts += [html.escape(text[at:start]), f"<mark>{html.escape(text[start:end])}</mark>{note}"]
            at = end
    return "".join([*parts, html.escape(text[at : paragraph.end])])


def _inline(value: object) -> str:
    """Set one value in the direction of its first letter, so that a date in an Arabic row keeps its order."""
    words = str(value)
    first = _LETTER.search(words)
    arabic = first is not None and "\u0600" <= first[0] <= "\u06ff"
    attributes = 'dir="rtl" lang="ar"' if arabic else 'dir="ltr"'
    inside = set_dates_apart(html.escape(words)) if arabic else _isolated(words)
    return f"<span {attributes}>{inside}</span>" if words else ""


def _isolated(words: str) -> str:
    """Keep the order of Arabic quoted in an English line: «2500 أميركي» begins with its number."""
    return _QUOTED.sub(r'«<bdi dir="rtl" lang="ar">\1</bdi>»', html.escape(words))
