"""Who holds how many of an article's words, and about what: tables made from quotations."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from .actors import Mention
from .arabic import Word, fold, words
from .articles import Article
from .clauses import Token, read_clauses, tokenize, triggers
from .lexicon import load
from .quotes import Quote

NARRATOR, UNNAMED = "narrator", "unnamed"
_COLUMNS = (
    "sentence_id", "kind", "voice", "name", "name_en", "attribution", "construction", "verb", "theme",
    "words", "speaker", "actor", "text", "start", "end",
)  # fmt: skip
_FURNITURE = ("headline", "subhead", "dateline", "caption")


def quote_table(article: Article, quotes: Sequence[Quote], mentions: Sequence[Mention]) -> pd.DataFrame:
    """Turn quotations into a table, one row a quotation or reported statement.

    Parameters
    ----------
    article : Article
        The article.
    quotes : sequence of Quote
        From `find_quotes`.
    mentions : sequence of Mention
        From `find_actors`, for the names.

    Returns
    -------
    pandas.DataFrame
        ``sentence_id, kind, voice, name, name_en, attribution, construction, verb, theme, words``, then
        ``speaker, actor, text, start, end`` as in `Quote`. ``voice`` is the canonical actor, else the speaker
        as written, ``unnamed`` where the text names nobody; ``name`` and ``name_en`` are the canonical names;
        ``theme`` is that of most topic words inside (``lexicon/topics.toml``), else of its event words, else
        of its sentence where that has one only, or None; ``words`` counts each word once, for the innermost
        quotation that holds it.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis import find_actors, find_quotes
    >>> from analysis.articles import from_text
    >>> article = from_text("قالت واشنطن إن المحادثات مستمرة. وتتهم فصائل بالهجمات.", dt.date(2021, 7, 26))
    >>> table = quote_table(article, find_quotes(article), find_actors(article))
    >>> table[["voice", "kind", "theme", "words"]].values.tolist()[0]
    ['united-states', 'indirect', 'dialogue', 2]
    """
    owners = _owners(article, words(article.text), quotes)
    counts, names, themes = Counter(owners.values()), _names(mentions), Themes(article)
    english = {m.actor: m.name_en for m in mentions if m.name_en}
    rows = [
        {
            "sentence_id": q.sentence_id,
            "kind": q.kind,
            "voice": voice_of(q),
            "name": names.get(q.actor, q.speaker),
            "name_en": english.get(q.actor),
            "attribution": q.attribution,
            "construction": q.construction,
            "verb": q.verb,
            "theme": themes.of(q),
            "words": counts[n],
            "speaker": q.speaker,
            "actor": q.actor,
            "text": q.text,
            "start": q.start,
            "end": q.end,
        }
        for n, q in enumerate(quotes)
    ]
    table = pd.DataFrame(rows, columns=_COLUMNS)
    texts = table.columns.difference(["words", "start", "end"])
    table[texts] = table[texts].astype(object).where(table[texts].notna(), None)  # unsaid is None, never NaN
    return table


def voice_of(quote: Quote | None) -> str:
    """Name the voice of a quotation: the canonical actor, the speaker as written, or nobody in particular."""
    if quote is None:
        return NARRATOR
    return quote.actor or quote.speaker or UNNAMED


def voice_shares(
    article: Article, quotes: Sequence[Quote], mentions: Sequence[Mention], parts: int = 1
) -> pd.DataFrame:
    """Count the words that each voice holds in the body of an article, or in each of its parts.

    Parameters
    ----------
    article : Article
        The article; headline, subhead, dateline and caption are left out.
    quotes : sequence of Quote
        From `find_quotes`.
    mentions : sequence of Mention
        From `find_actors`, for the names.
    parts : int
        Into how many parts of equally many words the body is cut.

    Returns
    -------
    pandas.DataFrame
        ``part, voice, name, direct, indirect, words, share``, most words first within each part. Words
        outside every quotation belong to the ``narrator``; the shares of a part add up to 1.

    Raises
    ------
    ValueError
        `parts` is less than 1.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis import find_actors, find_quotes
    >>> from analysis.articles import from_text
    >>> article = from_text("وصل الوفد إلى بغداد. وقال الوزير: «الاتفاق قريب».", dt.date(2021, 7, 26))
    >>> shares = voice_shares(article, find_quotes(article), find_actors(article))
    >>> shares[["voice", "direct", "words"]].values.tolist()
    [['narrator', 0, 6], ['الوزير', 2, 2]]
    """
    if parts < 1:
        raise ValueError(f"parts must be 1 or more, not {parts}")
    tokens, names = words(article.text), _names(mentions)
    owners = _owners(article, tokens, quotes)
    body = [i for i, word in enumerate(tokens) if _in_body(article, word)]
    counts: Counter = Counter()
    for n, i in enumerate(body):
        quote = quotes[owners[i]] if i in owners else None
        counts[n * parts // len(body), voice_of(quote), quote.kind if quote else "narrator"] += 1
    speakers = {voice_of(q): names.get(q.actor, q.speaker) for q in reversed(quotes)}
    rows = [
        {"part": part + 1, "voice": voice, "name": speakers.get(voice)}
        | {kind: counts[part, voice, kind] for kind in ("direct", "indirect")}
        | {"words": sum(n for key, n in counts.items() if key[:2] == (part, voice))}
        for part, voice in dict.fromkeys(key[:2] for key in counts)
    ]
    table = pd.DataFrame(rows, columns=["part", "voice", "name", "direct", "indirect", "words"])
    table["share"] = table["words"] / table.groupby("part")["words"].transform("sum")
    return table.sort_values(["part", "words"], ascending=[True, False], kind="stable", ignore_index=True)


def theme_table(statements: pd.DataFrame) -> pd.DataFrame:
    """Count who speaks about what.

    Parameters
    ----------
    statements : pandas.DataFrame
        From `quote_table`.

    Returns
    -------
    pandas.DataFrame
        One row a speaker, most words first, one column a theme. A cell holds the words and, in brackets,
        the direct and the indirect statements; it is empty where there are none.

    Examples
    --------
    >>> rows = [("الوزير", "energy", "direct", 5), (None, None, "indirect", 3)]
    >>> columns = ["name", "theme", "kind", "words"]
    >>> theme_table(pd.DataFrame(rows, columns=columns)).values.tolist()
    [['الوزير', '5 (1+0)', ''], ['(unnamed)', '', '3 (0+1)']]
    """
    named = statements.assign(
        name=statements["name"].fillna("(unnamed)"), theme=statements["theme"].fillna("none")
    )
    cells: dict[str, dict[str, str]] = {}
    for (name, theme), rows in named.groupby(["name", "theme"]):
        ways = f"{(rows['kind'] == 'direct').sum()}+{(rows['kind'] == 'indirect').sum()}"
        said = rows["words"].sum()
        cells.setdefault(name, {})[theme] = f"{said} ({ways})" if said else f" ({ways})"
    order = named.groupby("name")["words"].sum().sort_values(ascending=False, kind="stable").index
    table = pd.DataFrame(
        [{"name": name} | cells[name] for name in order], columns=["name", *sorted(set(named["theme"]))]
    )
    return table.fillna("")


def _in_body(article: Article, word: Word) -> bool:
    sentence = article.sentence_at(word.start)
    return sentence is not None and sentence.role not in _FURNITURE


def _owners(article: Article, tokens: list[Word], quotes: Sequence[Quote]) -> dict[int, int]:
    """Index of the innermost quotation of each word that stands in one."""
    starts = [word.start for word in tokens]
    owners: dict[int, int] = {}
    for n, q in sorted(enumerate(quotes), key=lambda pair: pair[1].start - pair[1].end):  # the longest first
        owners |= dict.fromkeys(range(bisect_left(starts, q.start), bisect_left(starts, q.end)), n)
    return owners


def _names(mentions: Sequence[Mention]) -> dict[str | None, str]:
    return {m.actor: m.name_ar for m in mentions if m.name_ar}


@functools.cache
def _topics() -> dict[str, str]:
    """Return the theme of each topic word in all its forms; of two themes for one form the first counts."""
    table: dict[str, str] = {}
    for theme, listed in load("topics").items():
        for word in [] if isinstance(listed, str) else map(fold, listed):
            stem = word.removesuffix("ون")
            endings = ("", "ه", "ات", "ين", "ون", "ا") if word[-1] in "ين" else ("", "ا")
            for form in {word, *(stem + ending for ending in endings)}:
                table.setdefault(form, theme)
    return table


class Themes:
    """Themes of an article's statements, by the places of its topic words and event words.

    Parameters
    ----------
    article : Article
        The article.
    """

    def __init__(self, article: Article) -> None:
        self.article = article

    @functools.cached_property
    def _tokens(self) -> list[Token]:
        return tokenize(self.article.text)

    @functools.cached_property
    def topics(self) -> list[tuple[int, str]]:
        """Topic words, each with its place and theme."""
        known = _topics()
        found = ((t.start, next((known[b] for b in t.bare if b in known), None)) for t in self._tokens)
        return [(start, theme) for start, theme in found if theme]

    @functools.cached_property
    def events(self) -> list[tuple[int, str]]:
        """Event words, each with its place and theme."""
        return [
            (trigger.start, trigger.theme)
            for clauses in read_clauses(self.article, [], self._tokens)
            for clause in clauses
            for trigger in triggers(clause)
            if trigger.theme
        ]

    def of(self, quote: Quote) -> str | None:
        """Return what most topic words of a quotation are about, else its event words, else its sentence.

        The sentence speaks for it only where all topic words there are of one theme.
        """
        sentence = self.article.sentence_at(quote.start)
        start, end = (sentence.start, sentence.end) if sentence else (quote.start, quote.end)
        return (
            _most(self.topics, quote.start, quote.end)
            or _most(self.events, quote.start, quote.end)
            or _only(self.topics, start, end)
        )


def _only(found: list[tuple[int, str]], start: int, end: int) -> str | None:
    """Return the theme between two places if there is but one."""
    inside = {theme for _, theme in found[bisect_left(found, (start,)) : bisect_left(found, (end,))]}
    return inside.pop() if len(inside) == 1 else None


def _most(found: list[tuple[int, str]], start: int, end: int) -> str | None:
    """Return the most frequent theme between two places, the first of equals."""
    inside = [theme for _, theme in found[bisect_left(found, (start,)) : bisect_left(found, (end,))]]
    return max(inside, key=inside.count, default=None)
