"""`find_quotes`: who says what, in quotation marks or reported, and the words that say so.

Three steps: `find_marked` pairs the quotation marks; cues (verbs, prepositions and nouns of attribution from
``lexicon/reporting.toml``) are read with their subject and with what they introduce; and each marked span or
reported clause is given to the cue that governs it. A cue without a subject keeps the last speaker and says
so.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from .actors import Mention, clitic_forms, find_actors, key_of, verb_forms
from .arabic import words
from .articles import Article
from .clauses import is_future, is_imperfect
from .lexicon import load

ATTRIBUTIONS = ("named", "implied", "passive", "none")
CONSTRUCTIONS = ("marks", "colon", "clause", "object", "act", "phrase", "noun")

_REACH = 60  # words between a verb and what it introduces
_UNIT_WORDS = 400  # a sentence longer than this is read in parts
_LABEL_WORDS = 7  # «ما وصفه بـ"…"»: longer than this it is speech again
_ACT_REACH = 16  # words between a verb and the preposition of what it demands
_PADDING = 64  # more words than any reader looks back from the first
_NAME_WORDS = 3  # more words in marks than this are no name of a speaker


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation or reported statement.

    Parameters
    ----------
    start, end, text : int, int, str
        The words inside the marks; of an indirect one, the reported clause.
    kind : str
        ``direct`` or ``indirect``.
    speaker, speaker_start, speaker_end : str or None, int or None, int or None
        The speaker as written, and where; None when the text names none.
    actor : str or None
        Canonical id of the speaker, as in `Mention.actor`.
    role : str or None
        The speaker's title as the article gives it.
    verb, verb_start, verb_end : str or None, int or None, int or None
        The word of attribution as written.
    implied : bool
        True when the subject is a pronoun or omitted («وأضاف») and was taken from the last speaker.
    attribution : str
        ``named``, ``implied``, ``passive`` (somebody, unsaid: «تُتهم بها») or ``none``.
    construction : str
        ``marks``, ``colon``, ``clause`` («قال إن»), ``object`` («أعلن تشكيل لجنة»), ``act`` («دعا إلى»,
        «تعهد بـ»), ``phrase`` («بحسب») or ``noun`` («إعلان بغداد»).
    via : str or None
        Who passed the words on («نقلت رويترز عن مسؤول»).
    hedges : tuple of str
        Words of doubt inside the statement.
    scope_start, scope_end : int, int
        The stretch of text the attribution covers, cue included.
    sentence_id : str or None
        The sentence in which the quotation starts.
    """

    start: int
    end: int
    text: str
    kind: str
    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None
    actor: str | None
    role: str | None
    verb: str | None
    verb_start: int | None
    verb_end: int | None
    implied: bool
    attribution: str
    construction: str
    via: str | None
    hedges: tuple[str, ...]
    scope_start: int
    scope_end: int
    sentence_id: str | None


class Marked(NamedTuple):
    """Text between quotation marks: offsets inside and outside the marks."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class _Speaker:
    first: int  # words
    last: int
    start: int  # offsets
    end: int
    actor: str | None
    role: str | None
    number: str  # m, f or p: how the verb agreed with it


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word of attribution: word index, what it introduces and where, who speaks."""

    at: int  # first word of the cue
    verb: int  # the word shown as the verb
    kind: str  # verb | participle | preposition | relay | passive | noun | colon | back
    row: dict
    number: str
    complement: str | None  # clause | colon | marks | object | act | before
    body: int  # first word of what it introduces
    speaker: _Speaker | None
    implied: bool
    via: str | None = None
    cut: int = 0  # letters of the first word that are the preposition: «بإطلاق»


# ------------------------------------------------------------------------------------------ quotation marks

_MARK = re.compile("''|<<|>>|\\(\\(|\\)\\)|[«»“”„‟\"‹›‘’']")
_FAMILY = {
    **dict.fromkeys("«»", "guillemet"), **dict.fromkeys("“”„‟\"", "double"), **dict.fromkeys("‹›", "angle"),
    **dict.fromkeys("‘’'", "single"), "''": "apostrophes", "<<": "chevron", ">>": "chevron", "((": "brackets",
    "))": "brackets",
}  # fmt: skip
_OPENS = frozenset(("«", "„", "‹", "<<", "(("))
_CLOSES = frozenset(("»", "›", ">>", "))"))
_PROCLITIC = re.compile("(?:^|[^\\w])(?:[وف]?(?:[بلك]|ال|بال|كال|لل)?|[وف])\u0640*$")
_PUNCTUATION = " \t\n\r\u00a0\u200f\u200e.،,؛;:!?؟…)]}»”\"’'“«-–—/"
_PARAGRAPHS_ACROSS = 4
_COMMA = frozenset("،,؛;")
_SENTENCE_END = frozenset('.!?؟…»”"\n')


class _Mark(NamedTuple):
    start: int
    end: int
    family: str
    opens: bool
    closes: bool


def _read_marks(text: str) -> list[_Mark]:
    out = []
    for match in _MARK.finditer(text):
        mark, a, b = match[0], match.start(), match.end()
        before, after = text[a - 1 : a], text[b : b + 1]
        blank_before = not before or before.isspace()
        blank_after = not after or after.isspace()
        leans_right = not blank_after and (
            blank_before or before in '([{:-–—/«“"،' or bool(_PROCLITIC.search(text[max(0, a - 5) : a]))
        )
        leans_left = not blank_before and (not after or after in _PUNCTUATION)
        opens, closes = (
            leans_right or (blank_before and blank_after),
            leans_left or blank_before == blank_after,
        )
        if mark in _OPENS:
            opens, closes = True, leans_left and not leans_right
        elif mark in _CLOSES:
            opens, closes = leans_right and not leans_left, True
        if _FAMILY[mark] == "single" and not (leans_right or leans_left):
            continue  # an apostrophe inside a word
        if _FAMILY[mark] == "brackets" and blank_before and blank_after:
            continue
        out.append(_Mark(a, b, _FAMILY[mark], opens, closes))
    return out


def find_marked(article: Article) -> list[Marked]:
    r"""Pair the quotation marks of an article.

    Parameters
    ----------
    article : Article
        From `read_article`.

    Returns
    -------
    list of Marked
        The outermost pairs in reading order: «» “” "" '' of either direction, across lines too. A mark that
        nothing closes reaches to the end of its paragraph and has ``closed`` False.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> a = from_text("قال: «أمرني الوزير أن \"أكتب\" ذلك». وسكت.", dt.date(2021, 7, 26))
    >>> [a.text[m.start : m.end] for m in find_marked(a)]
    ['أمرني الوزير أن "أكتب" ذلك']
    """
    return _outermost(list(_pairs(article)))


def _pairs(article: Article) -> Iterator[Marked]:
    text, marks = article.text, _read_marks(article.text)
    ends = [p.end for p in article.paragraphs]
    counts = _counts(marks, ends)
    open_marks: list[_Mark] = []
    for mark in marks:
        paragraph = bisect_left(ends, mark.end)
        while open_marks and not _reaches(open_marks[-1], mark, paragraph, ends):
            yield _unclosed(text, open_marks.pop(), ends)
        partner = next((m for m in reversed(open_marks) if m.family == mark.family), None)
        if partner and mark.closes and not (mark.opens and not mark.closes):
            while open_marks[-1] is not partner:
                open_marks.pop()
            yield _inside(text, open_marks.pop(), mark.start, mark.end, True)
        elif partner and mark.opens:
            if counts.get((paragraph, mark.family), 0) % 2:  # an odd number: the first was never closed
                yield _unclosed(text, partner, ends, mark.start)
                open_marks.remove(partner)
            open_marks.append(mark)
        elif mark.opens:
            open_marks.append(mark)
    for mark in open_marks:
        yield _unclosed(text, mark, ends)


def _counts(marks: list[_Mark], ends: list[int]) -> dict[tuple[int, str], int]:
    out: dict[tuple[int, str], int] = {}
    for mark in marks:
        key = bisect_left(ends, mark.end), mark.family
        out[key] = out.get(key, 0) + 1
    return out


def _reaches(opening: _Mark, mark: _Mark, paragraph: int, ends: list[int]) -> bool:
    """Whether an open mark may still be waiting when the next mark comes."""
    own = bisect_left(ends, opening.end)
    if own == paragraph:
        return True
    closing = (
        mark.family == opening.family and mark.closes and not (mark.opens and opening.family != "guillemet")
    )
    return opening.family != "single" and closing and paragraph - own < _PARAGRAPHS_ACROSS


def _unclosed(text: str, opening: _Mark, ends: list[int], before: int | None = None) -> Marked:
    at = bisect_left(ends, opening.end)
    end = ends[at] if at < len(ends) else len(text)
    if before is not None:  # up to the last full stop before the next opening mark
        stop = max(text.rfind(sign, opening.end, before) for sign in ".!؟?،")
        end = stop if stop > opening.end else before
    if opening.family in ("single", "brackets", "apostrophes"):
        end = opening.end  # too weak a sign to open a quotation by itself
    return _inside(text, opening, end, end, False)


def _inside(text: str, opening: _Mark, start_of_close: int, end_of_close: int, closed: bool) -> Marked:
    start, end = opening.end, start_of_close
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or (not closed and text[end - 1] in ".،,؛")):
        end -= 1
    return Marked(start, end, opening.start, max(end_of_close, end), closed)


def _outermost(pairs: list[Marked]) -> list[Marked]:
    out: list[Marked] = []
    for pair in sorted(pairs, key=lambda m: (m.outer_start, -m.outer_end)):
        if pair.start >= pair.end or (out and pair.outer_end <= out[-1].outer_end):
            continue
        if out and pair.outer_start < out[-1].outer_end:
            continue
        out.append(pair)
    return out


# ------------------------------------------------------------------------------------------ word lists


@functools.cache
def _keys(section: str, name: str) -> frozenset[str]:
    """Return the folded first words of a list in ``reporting.toml``."""
    return frozenset(key_of(phrase)[0] for phrase in load("reporting")[section][name])


@functools.cache
def _phrases(section: str, name: str = "list") -> dict[str, list[tuple[str, ...]]]:
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in load("reporting")[section][name]:
        key = key_of(phrase)
        out.setdefault(key[0], []).append(key)
    for rows in out.values():
        rows.sort(key=len, reverse=True)
    return out


@functools.cache
def _speaker_words() -> frozenset[str]:
    """Return the common nouns that speak, in their definite and feminine forms."""
    nouns = _keys("speakers", "nouns")
    stems = nouns | {noun + "ه" for noun in nouns}
    return stems | {"ال" + stem for stem in stems}


@functools.cache
def _occasions() -> frozenset[str]:
    nouns = _keys("speakers", "occasions")
    return nouns | {"ال" + noun for noun in nouns}


@functools.cache
def _anonymous() -> frozenset[str]:
    nouns = _keys("speakers", "anonymous")
    return nouns | {"ال" + noun for noun in nouns}


@functools.cache
def _prepositions_of() -> dict[str, frozenset[str]]:
    """Return for each verb of ``[acts]``, in the past, the prepositions of what it demands or promises."""
    table: dict[str, set[str]] = {}
    for name in ("demands", "assertions"):
        for preposition, verbs in load("reporting")["acts"][name].items():
            for verb in verbs:
                table.setdefault(key_of(verb)[0], set()).add(key_of(preposition)[0])
    return {verb: frozenset(found) for verb, found in table.items()}


@functools.lru_cache(maxsize=65536)
def _verb_of(key: str) -> tuple[dict, str] | None:
    """Return the row and the form of a verb of saying, with or without an attached و or ف."""
    bare = key[1:] if key[:1] in ("و", "ف") else ""
    if not key or {key, bare} & _keys("patterns", "not_verbs"):
        return None
    found = verb_forms().get(key) or verb_forms().get(bare)
    return found or _with_object(key) or (_with_object(bare) if bare else None)


def _with_object(key: str) -> tuple[dict, str] | None:
    """Return a verb that carries whom it speaks of or to: «وصفه», «اتهموه», «دعاها»."""
    for ending in ("هما", "هم", "ها", "ه"):
        found = verb_forms().get(key.removesuffix(ending)) if key.endswith(ending) else None
        if found is None and key.endswith(ending):
            found = verb_forms().get(key.removesuffix(ending) + "ا")  # «اتهموه»
        if found and not found[1].startswith("participle"):
            row = found[0]
            return found if row.get("takes") == "person" or key_of(row["past"])[0] in _addressed() else None
    return None


@functools.cache
def _openers() -> frozenset[str]:
    """Return every word, without clitics and article, with which a cue can begin."""
    patterns = ("relay", "in_source", "passive", "passive_accusing", "by_saying", "back", "back_manner")
    out = set(verb_forms()).union(*(_keys("patterns", name) for name in patterns))
    out |= _phrases("prepositions").keys() | _keys("nouns", "acts") | _keys("nouns", "list")
    return frozenset(out)


@functools.lru_cache(maxsize=65536)
def _may_open(key: str) -> bool:
    """Whether a cue can begin with a word; most words are told off here."""
    if _verb_of(key):
        return True
    forms = {form for _, form in clitic_forms(key)} | {key[1:]}
    return any(form in _openers() or form.removeprefix("ال") in _openers() for form in forms)


@functools.cache
def _time_words() -> frozenset[str]:
    """Return the words of dates: months, days of the week, «الماضي» and the like."""
    months = load("months")
    lists = [*months["gregorian"].values(), *months["ambiguous"].values(), *load("weekdays")["days"].values()]
    return frozenset(word for row in lists for p in row for word in key_of(p)) | _keys("narration", "time")


@functools.cache
def _addressed() -> frozenset[str]:
    return _keys("acts", "addressed")


@functools.cache
def _demands() -> frozenset[str]:
    lists = load("reporting")["acts"]["demands"].values()
    return frozenset(key_of(verb)[0] for verbs in lists for verb in verbs)


@functools.cache
def _past_verbs() -> frozenset[str]:
    """Return past tense forms of the reporting verbs, the verbs that name events and common others."""
    out = {form for form, (row, what) in verb_forms().items() if what.startswith("past")}
    out |= {key_of(v)[0] for row in load("events")["class"].values() for v in row.get("verbs", ())}
    common = _keys("narration", "past")
    out |= common | {verb + ending for verb in common for ending in ("ت", "ا", "وا", "تا")}
    return frozenset(form for form in out if not is_imperfect(form) or form in common)


def _is_past(key: str) -> bool:
    """Whether a folded word is a verb in the past: a listed one, or any feminine one («توقفت»)."""
    form = key[1:] if len(key) > 3 and key[0] in "وف" and key not in _past_verbs() else key
    if form in _past_verbs():
        return True
    feminine = len(form) > 3 and form.endswith("ت") and not form.endswith("ات")
    return feminine and not form.startswith(("ال", "لل")) and form not in _keys("narration", "nouns_in_t")


_NOT_COMPLEMENT = frozenset(key_of(w)[0] for w in load("reporting")["complementisers"]["not_after"])
_RELATIVES = _keys("complementisers", "relatives")
_PRONOUNS = _keys("complementisers", "pronouns")
_LEADS = _keys("complementisers", "leads")


# ------------------------------------------------------------------------------------------ the finder


def find_quotes(article: Article, mentions: list[Mention] | None = None) -> list[Quote]:
    """Find direct quotations and reported statements with their speakers.

    Parameters
    ----------
    article : Article
        From `read_article`.
    mentions : list of Mention, optional
        What `find_actors` found, if it has run already.

    Returns
    -------
    list of Quote
        In reading order. Names and distancing labels in quotation marks are left out; a quotation that the
        text gives to nobody has no speaker.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> a = from_text("قال الوزير إن الاتفاق قريب. وأضاف: «سنوقع قبل نهاية العام».", dt.date(2021, 7, 26))
    >>> [(q.kind, q.speaker, q.implied, q.text) for q in find_quotes(a)]
    [('indirect', 'الوزير', False, 'الاتفاق قريب'), ('direct', 'الوزير', True, 'سنوقع قبل نهاية العام')]
    """
    return _Finder(article, find_actors(article) if mentions is None else mentions).quotes()


def attribution_at(quotes: list[Quote], offset: int) -> Quote | None:
    """Return the quotation or statement whose attribution covers a place in the text.

    Parameters
    ----------
    quotes : list of Quote
        From `find_quotes`, in reading order.
    offset : int
        A place in the article's text.

    Returns
    -------
    Quote or None
        The shortest statement that holds the place; else the shortest one whose scope (the statement with its
        cue) does; None where the narrator speaks.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> a = from_text("وصل الوفد أمس. وقال الوزير إن الاتفاق قريب.", dt.date(2021, 7, 26))
    >>> found = find_quotes(a)
    >>> attribution_at(found, a.text.index("قريب")).speaker, attribution_at(found, a.text.index("وصل"))
    ('الوزير', None)
    """
    last = bisect_right(quotes, offset, key=lambda q: q.start)
    near = quotes[max(0, last - 30) : last + 30]
    inside = [q for q in near if q.start <= offset < q.end]
    scope = [q for q in near if q.scope_start <= offset < q.scope_end]
    return min(inside, key=lambda q: q.end - q.start) if inside else min(
        scope, key=lambda q: q.scope_end - q.scope_start, default=None
    )  # fmt: skip


class _Finder:
    """One article's words, marks and mentions, and the speakers met so far."""

    def __init__(self, article: Article, mentions: list[Mention]) -> None:
        self.article, self.text = article, article.text
        self.words = words(article.text)
        self.starts = [w.start for w in self.words]
        self.keys = [w.key for w in self.words] + [""] * _PADDING  # a place before the text reads the padding
        self.size = len(self.words)
        self.marked = find_marked(article)
        self.lengths = [
            bisect_left(self.starts, m.end) - bisect_left(self.starts, m.start) for m in self.marked
        ]
        self.span_of = self._span_of_words()
        self.named: dict[int, tuple[int, Mention]] = {}
        self.titled: dict[int, tuple[int, Mention]] = {}
        self.whole: set[int] = set()  # words that begin a name with their own first letter
        for mention in mentions:
            self._place(mention)
        self.units = self._units()
        self.speakers: list[tuple[int, _Speaker]] = []
        self.out: list[Quote] = []

    def quotes(self) -> list[Quote]:
        """Read the article unit by unit."""
        previous: list[Quote] = []
        for number, (first, last) in enumerate(self.units):
            cues = self._cues(first, last, number)
            speech = self._speech(first, last, cues)
            found = [self._direct(i, first, last, cues, previous) for i in speech]
            found += self._indirect(first, last, cues, speech)
            if cues and cues[0].kind == "back" and cues[0].at == first:
                self._give_back(cues[0], number, previous)
            previous = found
            self.out += found
        unique = {(q.start, q.end): q for q in reversed(self.out)}
        return sorted(unique.values(), key=lambda q: (q.start, -q.end))

    def _give_back(self, cue: _Cue, number: int, previous: list[Quote]) -> None:
        """«"…". هذا ما قاله الوزير»: the sentence before is the minister's, if nobody else's."""
        if not number or cue.speaker is None:
            return
        first, last = self.units[number - 1]
        end = self.words[last - 1].end
        open_ones = [q for q in previous if q.kind == "direct" and q.attribution == "none"]
        if open_ones:
            places = {id(q) for q in open_ones}
            self.out = [
                self._spoken(replace(q, **self._verb_of(cue)), cue.speaker, "named") if id(q) in places else q
                for q in self.out
            ]
        elif not previous and "\n" not in self.gap(cue.at):
            start = first + (self.key(first) in ("و", "ف"))
            self.out.append(self._quote(self.words[start].start, end, "indirect", "phrase", cue))

    def _verb_of(self, cue: _Cue) -> dict:
        verb = self.words[cue.verb]
        return {"verb": self.text[verb.start : verb.end], "verb_start": verb.start, "verb_end": verb.end}

    # ---- words

    def _span_of_words(self) -> list[int]:
        """Return for each word the index of the marked span it lies in, or -1."""
        out, n = [], 0
        for word in self.words:
            while n < len(self.marked) and self.marked[n].outer_end <= word.start:
                n += 1
            out.append(n if n < len(self.marked) and self.marked[n].start <= word.start else -1)
        return out

    def _place(self, mention: Mention) -> None:
        first = bisect_right(self.starts, mention.start) - 1
        last = bisect_left(self.starts, mention.end)
        table = self.titled if mention.form == "title" else self.named
        if self.starts[first] == mention.start:
            self.whole.add(first)
        if mention.kind != "place" and (first not in table or table[first][0] < last):
            table[first] = (last, mention)

    def _units(self) -> list[tuple[int, int]]:
        """Return word ranges of sentences, those that one quotation runs through joined."""
        ranges = [
            (bisect_left(self.starts, s.start), bisect_left(self.starts, s.end))
            for s in self.article.sentences
        ]
        out: list[tuple[int, int]] = []
        for first, last in ranges:
            span = self.span_of[first] if first < len(self.words) else -1
            runs_on = span >= 0 and first > 0 and self.span_of[first - 1] == span
            closes_late = out and first == last
            if out and (runs_on or closes_late or self._pauses(first, out[-1][0])):
                out[-1] = (out[-1][0], max(last, out[-1][1]))
            elif first < last:
                out.append((first, last))
        return [part for unit in out for part in self._parts(*unit)]

    def _pauses(self, first: int, before: int) -> bool:
        """Whether two dots are a pause in unmarked speech: «الوزير: سنعود.. وسنبني»."""
        if first >= len(self.words) or not self.gap(first).startswith("..") or "\n" in self.gap(first):
            return False
        return any(":" in self.words[n].after for n in range(before, min(first, before + 8)))

    def _parts(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Cut a unit without full stops into stretches that are read in bounded time."""
        while last - first > _UNIT_WORDS:
            cut = first + _UNIT_WORDS
            while cut < last and self.span_of[cut] >= 0 and self.span_of[cut] == self.span_of[cut - 1]:
                cut += 1
            yield first, cut
            first = cut
        if first < last:
            yield first, last

    def key(self, i: int) -> str:
        """Return word i folded, an empty string outside the text."""
        return self.keys[i] if i < self.size else ""

    def bare(self, i: int) -> str:
        """Return word i without the conjunctions و and ف."""
        key = self.key(i)
        return key[1:] if len(key) > 2 and key[0] in "وف" else key

    def among(self, i: int, keys: frozenset[str]) -> bool:
        """Whether word i, with or without an attached و or ف, is one of `keys`."""
        return self.key(i) in keys or self.bare(i) in keys

    def gap(self, i: int) -> str:
        """Return what stands before word i."""
        return self.words[i - 1].after if i else ""

    def quoted(self, i: int) -> bool:
        """Whether word i lies in a marked span of four words or more."""
        span = self.span_of[i]
        return span >= 0 and self._length(span) > 3

    def _length(self, span: int) -> int:
        return self.lengths[span]

    def opens(self, i: int) -> int | None:
        """Return the marked span that starts with word i."""
        span = self.span_of[i] if i < len(self.words) else -1
        return span if span >= 0 and (i == 0 or self.span_of[i - 1] != span) else None

    # ---- cues

    def _cues(self, first: int, last: int, number: int) -> list[_Cue]:
        cues: list[_Cue] = []
        if colon := self._colon_cue(first, last, number):
            cues.append(colon)
        elif back := self._back(first, first, last):
            cues.append(back)
            self._remember(back, number)
        i = cues[0].verb + 1 if cues and cues[0].kind == "back" else first
        while i < last:
            cue = None if self.quoted(i) else self._cue(i, first, last, cues)
            if cue and cue.kind == "preposition" and cues and cues[-1].kind == "verb" and i < cues[-1].body:
                cue = None  # «وأضاف بحسب الوكالة: "…"»: the verb's own speaker speaks
            if cue:
                cues.append(cue)
                self._remember(cue, number)
                i = max(i + 1, cue.verb + 1)
            else:
                i += 1
        return cues

    def _remember(self, cue: _Cue, number: int) -> None:
        said = cue.kind == "verb" and cue.complement in ("clause", "colon", "marks", "act")
        told = said and cue.speaker and cue.at < cue.speaker.first and cue.row.get("takes") != "object"
        if cue.speaker and not cue.implied and (told or self._speaks(cue.speaker)):
            self.speakers.append((number, replace(cue.speaker, number=cue.number)))
        elif cue.speaker and cue.implied and all(s != cue.speaker for _, s in self.speakers[-8:]):
            self.speakers.append((number, cue.speaker))  # the sentence's subject, met for the first time

    def _cue(self, i: int, first: int, last: int, cues: list[_Cue]) -> _Cue | None:
        if not _may_open(self.keys[i]) or self._narrates(i):
            return None
        return (
            self._back(i, first, last)
            or self._relay(i, last)
            or self._in_source(i, last)
            or self._passive(i, first, last)
            or self._preposition(i, first, last)
            or self._verb(i, first, last, cues)
            or self._by_saying(i, first, last, cues)
            or self._noun(i, last)
            or self._issued(i, last)
        )

    def _narrates(self, i: int) -> bool:
        pair = f"{self.key(i)} {self.key(i + 1)}"
        return pair in _narrator()

    def _verb_at(self, i: int) -> tuple[dict, str] | None:
        return _verb_of(self.key(i))

    def _verb(self, i: int, first: int, last: int, cues: list[_Cue]) -> _Cue | None:
        found = self._verb_at(i)
        if found is None or self._is_noun(i, found):
            return None
        row, what = found
        tense, number = what.split("-")
        complement, body = self._complement(i, last)
        complement, body, cut = self._act(i, row, last, complement, body)
        if not self._counts(i, row, tense, complement, body):
            return None
        if tense == "participle":
            holder = self._holder(cues, number, first, i)
            if complement is None and row.get("takes") == "object":
                complement, body = self._object(None, i, last)  # «نافيا استخدام القوة»
            return _Cue(i, i, "participle", row, number, complement, body, holder, True, None, cut)
        return self._with_subject(i, first, last, row, number, complement, body, cut)

    def _act(
        self, i: int, row: dict, last: int, complement: str | None, body: int
    ) -> tuple[str | None, int, int]:
        """Return what «دعا إلى», «طالب بـ», «حذر من» introduces, where the verb has no clause of its own.

        A demand keeps its preposition although a clause comes later: «دعا إلى ضبط النفس، وأكد أن».
        """
        verb = key_of(row["past"])[0]
        prepositions = _prepositions_of().get(verb)
        demand = verb in _demands()
        if not prepositions or self.among(i, _keys("acts", "not_verbs")):
            return complement, body, 0
        if complement is not None and not demand and complement != "marks":
            return complement, body, 0
        limit = min(last, i + _ACT_REACH, body if complement else last)
        for j in range(i + 1, limit):
            if self._ends_act(j, i):
                break
            found = self._preposition_of_act(j, prepositions, last)
            if found and (demand or (found[0] + 1 < last and self._only_subject(i, j))):
                return "act", *found
        return complement, body, 0

    def _only_subject(self, i: int, j: int) -> bool:
        """Whether nothing but a subject and adverbs stands between an assertion and its preposition."""
        participle = self._verb_at(i)[1].startswith("participle")
        speaker = None if participle else self._subject(i + 1, j, loose=False)
        k = speaker.last if speaker else i + 1
        loose = _keys("speakers", "adverbs") | _keys("speakers", "linkers")
        return j == k or (j - k < 8 and (self.key(k) in loose or self._times(k) or "،" in self.gap(k)))

    def _ends_act(self, j: int, i: int) -> bool:
        """Whether the way from the verb to its preposition is broken off before word j."""
        if self.span_of[j] >= 0 and self.quoted(j):
            return True
        gap = self.gap(j)
        if any(sign in gap for sign in ":؛;.!؟?\n"):
            return True
        joined = gap.strip() and self.key(j)[0] == "و" and j not in self.named
        carried = self.among(j, _keys("acts", "carried"))  # «وجه رسالة إلى»: sent, not said
        return carried or bool(joined) or (j > i + 1 and (self._stops(j) or self._participle_after_comma(j)))

    def _preposition_of_act(self, j: int, prepositions: frozenset[str], last: int) -> tuple[int, int] | None:
        """Return the first word after the preposition at word j, and its letters that are the preposition."""
        key = self.key(j)
        if key in prepositions:
            following = self.key(j + 1)
            opens = j + 1 < last and following not in _keys("acts", "not_after")
            definite = following.startswith("ال") or j + 1 in self.named
            loose = key == "من" and definite and self.among(j - 1, _anonymous())  # «حذر مسؤولون من الشركة»
            return (j + 1, 0) if opens and not loose else None
        if "ب" not in prepositions or key[0] != "ب" or len(key) < 4:
            return None
        own = key in _keys("acts", "own_letter") or j in self.whole
        occasion = any(form in _occasions() for cut, form in clitic_forms(key) if cut)
        return None if own or occasion or key in _keys("complementisers", "list") else (j, 1)

    def _by_saying(self, i: int, first: int, last: int, cues: list[_Cue]) -> _Cue | None:
        """Read «اكتفى بالقول: …», «رد بقوله إن»: the subject before it speaks."""
        if self.key(i) not in _keys("patterns", "by_saying"):
            return None
        complement, body = self._complement(i, last)
        if complement is None or body > i + 4:
            return None
        named = bool(cues) and not cues[-1].implied and i - cues[-1].at < 8
        holder = self._holder(cues, "m", first, i)
        return _Cue(i, i, "participle", {}, "m", complement, body, holder, not named)

    def _back(self, i: int, first: int, last: int) -> _Cue | None:
        """Read «هذا ما قاله الوزير» after the words themselves, «هكذا لخص الوزير الموقف»."""
        key, k = self.bare(i), i + 1
        if key in _keys("patterns", "back") and self.key(k) == "ما":
            said = self.key(k + 1)
            pronoun = self.key(k + 2) in ("به", "عنه")
            verb = self._verb_at(k + 1) if pronoun else verb_forms().get(said.removesuffix("ه"))
            k += 2 + pronoun
        elif key in _keys("patterns", "back_manner"):
            k += self.key(k) in _keys("patterns", "back_words")
            verb, k = ({}, "past-m"), k + 1
        else:
            return None
        if verb is None or k >= last:
            return None
        speaker = self._subject(k, last, loose=True)
        if speaker is None or not self._speaks(speaker):
            return None
        at = "before" if i > first else None
        return _Cue(i, k - 1, "back", {}, verb[1].split("-")[1], at, first, speaker, False)

    def _is_verb_form(self, i: int) -> bool:
        return _is_past(self.key(i)) or self._verb_at(i) is not None or is_imperfect(self.key(i))

    def _is_noun(self, i: int, found: tuple[dict, str]) -> bool:
        """Whether a preposition or a number before it makes the word a noun («29 متهما»، «في رد»)."""
        before = self.key(i - 1) if i and self.gap(i).strip(" \u00a0") == "" else ""
        if found[1].startswith("participle"):
            counted = before.isdecimal() and "only_clause" not in found[0] and len(before) != 4
            return counted or before in _keys("complementisers", "copulas")
        if before.isdecimal() or (
            before in _keys("complementisers", "governing") and self.key(i)[0] not in "يتس"
        ):
            return True
        return (
            "only_clause" in found[0]
            and self.key(i - 1).startswith(("ال", "هذا", "هذه"))
            and bool(before)
            and self.key(i)[0] not in "ويتس"
        )

    def _counts(self, i: int, row: dict, tense: str, complement: str | None, body: int) -> bool:
        if tense == "participle":
            return complement is not None or "،" in self.gap(i)
        if row.get("that"):
            return complement == "clause" and self.key(i + 1) != "ما"  # «أبرز ما فيه» is no verb
        if "only_clause" in row and complement is None:
            strong = row.get("takes") == "object" and (i + 1 in self.named or i + 1 in self.titled)
            return strong or self._after_speech(i)
        return "only_clause" not in row or body - i < 26

    def _after_speech(self, i: int) -> bool:
        """Whether word i follows a quotation at once: «"…"، يضيف الرجل»."""
        span = self.span_of[i - 1] if i else -1
        return span >= 0 and self.span_of[i] != span and self._length(span) > 3

    def _complement(self, i: int, last: int) -> tuple[str | None, int]:
        """Return what a cue at word i introduces, and the first word of that."""
        for j in range(i + 1, min(last, i + _REACH)):
            gap = self.gap(j)
            span = self.opens(j)
            if ":" in gap and not (self.key(j - 1).isdecimal() and self.key(j).isdecimal()):
                return ("marks", j) if span is not None else self._after_colon(j, last)
            if span is not None and (self._length(span) > 3 or self._follows_verb(j, i)):
                return "marks", j
            if self.span_of[j] >= 0:
                continue
            provided = self.key(j - 1) == "علي" and "،" in self.gap(j - 1)  # «، على أن ينجز»
            if (
                self.key(j) in _keys("complementisers", "list")
                and self.key(j - 1) not in _NOT_COMPLEMENT
                and not provided
            ):
                return ("clause", j + 1) if j + 1 < last else (None, last)
            if j > i + 1 and (self._stops(j) or self._participle_after_comma(j)):
                return None, j
        if i + 1 < len(self.words) and ":" in self.words[min(last, len(self.words)) - 1].after:
            return "colon", last  # «وقال الوزير:» and the words follow in the next paragraph
        return None, min(last, i + _REACH)

    def _after_colon(self, j: int, last: int) -> tuple[str, int]:
        if self.key(j) in _keys("complementisers", "list") and j + 1 < last:
            return "clause", j + 1
        return "colon", j

    def _follows_verb(self, j: int, i: int) -> bool:
        return j == i + 1 and self._length(self.opens(j)) > 1

    def _participle_after_comma(self, j: int) -> bool:
        found = self._verb_at(j)
        return found is not None and found[1].startswith("participle") and bool(self.gap(j).strip())

    def _stops(self, j: int) -> bool:
        """Whether another verb of saying begins its own statement at word j."""
        found = self._verb_at(j)
        if found is None or "only_clause" in found[0] or found[1].startswith("participle"):
            return False
        return self.key(j - 1) not in _RELATIVES and not self._is_noun(j, found)

    def _with_subject(
        self,
        i: int,
        first: int,
        last: int,
        row: dict,
        number: str,
        complement: str | None,
        body: int,
        cut: int,
    ) -> _Cue | None:
        end = self._complementiser(body, complement) if complement else min(last, i + _REACH)
        end -= complement == "act" and not cut
        loose = complement in (None, "act") or row.get("takes") == "person"
        follows = number != "p" or self._verb_at(i)[1].startswith("present")
        speaker = self._subject(i + 1, end, loose) if follows else None  # «طالبوا الحكومة»: no subject
        if self._carries_object(i):  # «الذي تتهمه تركيا بـ»: whoever stands before is the accused
            if self.key(i - 1) in _RELATIVES and not (speaker and self._speaks(speaker)):
                return None
        elif complement == "act" and speaker and (before := self._subject_before(i, first)):
            speaker = before  # «الوزير يدعو الشركات إلى»
        implied = False
        asked = speaker and (not self._speaks(speaker) or self._disagrees(speaker, number))
        if complement == "act" and asked and self._goes_on(i):
            speaker = (
                None  # «ودعا أولياء الأمور إلى», «ودعا الدول إلى»: they are asked, the last speaker asks
            )
        if speaker and complement is None and row.get("takes") == "object" and not self._speaks(speaker):
            speaker = None  # «ستعلن القوائم»: what follows is the object
            if self._subject_before(i, first) is None:
                return self._same_speaker(i, last, row, number)
        if past_perfect := self._after_was(i, first):
            speaker = past_perfect
        if speaker is None and not self._carries_object(i):
            speaker = self._subject_before(i, first)
        if speaker is None:
            if self.key(i + 1) in _PRONOUNS and body - i > 3:
                return None  # «ترى فيه … أن»
            if complement is None and row.get("takes") != "person":
                return None
            speaker, implied = self._sentence_subject(first, i, number) or self._last_speaker(number), True
        if (
            "with" in row
            and complement != "act"
            and self.key(self._after(speaker, i)) != key_of(row["with"])[0]
        ):
            return None
        if complement is None and (row.get("takes") == "object" or row.get("claim")) and not implied:
            complement, body = self._object(speaker, i, last)
        source = None if implied else self._quoting(speaker, i, end)
        if source:
            via = self.text[speaker.start : speaker.end]
            return _Cue(i, i, "verb", row, number, complement, body, source, False, via)
        via = self._via(i, body)
        return _Cue(i, i, "verb", row, number, complement, body, speaker, implied, via, cut)

    def _carries_object(self, i: int) -> bool:
        """Whether the verb at word i ends in a pronoun for whom it speaks of: «وصفه»."""
        key = self.key(i)
        return key not in verb_forms() and (key[0] not in "وف" or key[1:] not in verb_forms())

    def _same_speaker(self, i: int, last: int, row: dict, number: str) -> _Cue | None:
        """Read «وأكد حرصه على …», «كما نفى محاولة …» after a speaker: the same one speaks."""
        speaker = self._last_speaker(number)
        complement, body = self._object(None, i, last)
        goes_on = self._goes_on(i) or (self.key(i - 1) == "كما" and self.speakers)
        if not goes_on or speaker is None or complement is None or self._agrees(speaker, number) is False:
            return None
        return _Cue(i, i, "verb", row, number, complement, body, speaker, True)

    def _disagrees(self, speaker: _Speaker, number: str) -> bool:
        """Whether a noun cannot be the verb's subject by its gender or case: «دعا الدول», «دعا المواطنين»."""
        key = self.key(speaker.first)
        feminine = key.endswith(("ه", "ات")) or key.removeprefix("ال") in _keys("speakers", "things")
        accusative = key.startswith("ال") and key.endswith("ين") and len(key) > 6  # «دعا المواطنين»
        if accusative and speaker.first not in self.named:
            return True
        return number == "m" and feminine and speaker.first not in self.titled and speaker.actor is None

    def _goes_on(self, i: int) -> bool:
        """Whether «و» or «ف» before the verb goes on with the last speaker."""
        return bool(self.speakers) and self.key(i)[0] in "وف" and self.key(i) not in verb_forms()

    def _quoting(self, speaker: _Speaker | None, i: int, end: int) -> _Speaker | None:
        """Return the source in «ذكرت الوكالة نقلا عن مسؤول أن»."""
        start = self._after(speaker, i)
        for j in range(start, min(end - 1, start + 6)):
            if self.key(j) == "نقلا" and self.key(j + 1) == "عن":
                return self._plausible(j + 2, end)
        return None

    def _after(self, speaker: _Speaker | None, i: int) -> int:
        return speaker.last if speaker and speaker.first > i else i + 1

    def _speaks(self, speaker: _Speaker) -> bool:
        """Whether the noun phrase is a name, an organisation or a noun for people who speak."""
        k = speaker.first
        if k in self.named or k in self.titled or speaker.actor or self._marked_name(k):
            return True
        if self._counted_speakers(k) or (
            self.key(k) in _keys("speakers", "quantifiers") and self.key(k + 1) == "من"
        ):
            return True
        forms = {form for _, form in clitic_forms(self.key(k))}
        stems = {form.removesuffix(end) for form in forms for end in ("ون", "ين", "ان", "تان", "تين", "ات")}
        return bool((forms | stems) & _speaker_words())

    def _marked_name(self, k: int) -> bool:
        """Whether words in marks that begin at word k are short enough for a name."""
        span = self.opens(k)
        return span is not None and self._length(span) <= _NAME_WORDS

    def _after_was(self, i: int, first: int) -> _Speaker | None:
        """Read the name in «وكان الوزير قد قال»."""
        j = i - 1
        while j > first and self.bare(j) in ("قد", "لقد"):
            j -= 1
        for start in range(max(first + 1, j - 8), j + 1):
            if (
                self.bare(start - 1) in ("كان", "كانت")
                and start in self.named
                and self.named[start][0] == j + 1
            ):
                return self._speaker(start, j + 1)
        return None

    def _complementiser(self, body: int, complement: str | None) -> int:
        return body - 1 if complement == "clause" else body

    def _via(self, i: int, body: int) -> str | None:
        """Return the agency in «وأضاف بحسب وكالة …: "…"»."""
        for j in range(i + 1, min(body, i + 12)):
            if self.key(j) in ("بحسب", "حسب", "وفق", "لوكاله", "لقناه", "لصحيفه"):
                speaker = self._plausible(j + 1, body)
                return self.text[speaker.start : speaker.end] if speaker and self.key(j)[0] != "ل" else None
        return None

    def _object(self, speaker: _Speaker | None, i: int, last: int) -> tuple[str | None, int]:
        """Return where the object of «أعلن العراق لاحقا، تشكيل لجنة» starts."""
        j = self._after(speaker, i)
        j = self._past_adverbs(j, i, last)
        opens = j < last and not self.key(j).isdecimal() and self._verb_at(j) is None and self._nominal(j)
        return ("object", j) if opens and last - j > 2 else (None, j)

    def _past_adverbs(self, j: int, i: int, last: int) -> int:
        """Skip «لاحقا،», «في 25 يوليو», «في مارس الماضي», «على هامش القمة،» between a verb and its object."""
        adverbs, linkers = _keys("speakers", "adverbs"), _keys("speakers", "linkers")
        while j < last and j < i + 20 and self.key(j) not in _keys("acts", "objects"):
            key = self.key(j)
            if self._addressee(j):  # «لفرانس برس»
                j = self.named[j][0] if j in self.named else j + 1
                if self.key(j - 1) == "ل" and self.opens(j) is not None:
                    j += self._length(self.opens(j))  # «لـ"الوطن"»
                continue
            if key in linkers and self.key(j + 1) in _occasions():
                j = self._past_occasion(j + 1)
                continue
            if key not in adverbs and key not in linkers and not self._times(j):
                break
            if key in linkers and self._times(j + 1):
                j += 1
            comma = next((n for n in range(j, min(last, j + 15)) if "،" in self.words[n].after), None)
            dated = self._times(j) and not (comma is not None and comma < j + 4)
            if key in linkers and not dated and comma is None:
                break
            j = comma + 1 if comma is not None and not dated else j + 1
        return j

    def _past_occasion(self, j: int) -> int:
        """Skip an occasion of speech and what completes it: «ختام اجتماعهم», «مؤتمر صحفي»."""
        j += 1
        for _ in range(3):
            key = self.key(j)
            if self.gap(j).strip():
                return j
            forms = {key, key.removeprefix("ال")} | {key.removesuffix(e) for e in ("هم", "ها", "ه")}
            definite = key.startswith("ال") and not key.endswith(("هم", "ها"))  # «التزامهم» has no article
            if not (forms & _occasions() or definite or key.endswith(("ي", "يه"))):
                return j
            j += 1
        return j

    def _times(self, j: int) -> bool:
        """Whether word j belongs to a date."""
        return self.key(j).isdecimal() or self.key(j) in _time_words()

    def _nominal(self, j: int) -> bool:
        """Whether an object can start at word j: no preposition, alone or attached to a definite word."""
        key = self.key(j)
        if key in _keys("speakers", "linkers") or key in _keys("acts", "no_object") or key in _RELATIVES:
            return False
        attached = key.startswith("لل") or (
            key[0] in "بلك" and any(f.startswith(("ال", "ذلك", "هذا")) for c, f in clitic_forms(key) if c)
        )
        return not attached or j in self.whole

    # ---- subjects

    def _subject(self, k: int, limit: int, loose: bool) -> _Speaker | None:
        """Read the noun phrase that starts at word k and ends before `limit`."""
        while k < limit and k < len(self.words) and self._skips(k):
            k += 1
        if k >= limit or not self._starts_subject(k):
            return None
        n, named, commas = k, False, 0
        while n < limit and n < k + 40:
            step, named, commas = self._np_step(k, n, limit, named, commas, loose)
            if step == 0:
                break
            n += step
        names_end = max((self.named[m][0] for m in range(k, n) if m in self.named), default=k)
        loose_words = _keys("speakers", "linkers") | _keys("speakers", "adverbs")
        while n > names_end and self.key(n - 1) in loose_words:
            n -= 1
        return self._speaker(k, n) if n > k else None

    def _skips(self, k: int) -> bool:
        at_a_time = self.key(k - 2) in _keys("narration", "opener_ends")  # «في وقت دعت فيه الحكومة»
        resumptive = at_a_time and self.key(k) in _keys("speakers", "resumptive")
        loose = resumptive or self.key(k) in _keys("speakers", "skipped")
        return loose and not self.gap(k).strip(" \u00a0\t")

    def _starts_subject(self, k: int) -> bool:
        key = self.key(k)
        span = self.opens(k)
        if span is not None and self._length(span) > 3:
            return False
        if span is None and set(self.gap(k).strip()) - _SENTENCE_END:
            return False
        if key in _keys("speakers", "adverbs") or key in _keys("speakers", "linkers") or key in _PRONOUNS:
            return k in self.named and key not in _PRONOUNS
        if key in _RELATIVES or key in _keys("complementisers", "list"):
            return False
        if key.isdecimal() or key in ("ب", "ل", "ك"):
            return self._counted_speakers(k)
        if k in self.named or k in self.titled:
            return True
        attached = key[0] in "بلك" and len(key) > 3
        return not (
            attached and any(f.startswith("ال") or f in _occasions() for c, f in clitic_forms(key) if c)
        ) and not self.key(k).startswith("لل")

    def _counted_speakers(self, k: int) -> bool:
        """Whether a number counts people who can speak: «20 نائبا»."""
        return self.key(k).isdecimal() and bool(
            {self.key(k + 1), self.key(k + 1).removesuffix("ا")} & _speaker_words()
        )

    def _np_step(
        self, k: int, n: int, limit: int, named: bool, commas: int, loose: bool
    ) -> tuple[int, bool, int]:
        """Return how many words the noun phrase goes on at word n, whether it has a name, and its commas."""
        gap, key = self.gap(n), self.key(n)
        span = self.opens(n)
        if n > k and gap.strip():
            if span is not None and self._length(span) <= 6 and set(gap.strip()) <= set("«“\"'„"):
                return self._length(span), named, commas
            if (
                self.span_of[n - 1] >= 0
                and self.span_of[n] != self.span_of[n - 1]
                and "،" not in gap
                and "(" not in gap
                and ":" not in gap
            ):
                pass  # past the closing mark of a name
            elif gap.strip() in ("،", ",") and commas < 2 and self._apposed(n, named, commas):
                commas += 1
            else:
                return 0, named, commas
        if span is not None and n == k:
            return self._length(span), True, commas
        apposed = bool(gap.strip()) and commas > 0
        if n in self.titled and (n == k or not named or apposed or self._bare_title(n)):
            return self._title_words(n, limit), named, commas
        if n > k and self._addressee(n):
            return 0, named, commas
        if n in self.named and (n == k or not named or self.key(n)[0] == "و"):
            return min(self.named[n][0], limit) - n, True, commas
        if self._ends_subject(n, key):
            return 0, named, commas
        if key in _keys("speakers", "linkers"):
            return self._linked(n, limit, named, loose), named, commas
        if n == k or (n == k + 1 and self._counted_speakers(k)):
            return 1, named, commas
        if named:
            return (1 if self._adjective(key) else 0), named, commas
        if loose and self._plural_beside(key, k):
            return 0, named, commas  # «دعا المجلس اليمنيين إلى»
        indefinite = n == k + 1 and not self.key(k).startswith("ال") and len(key) > 3 and key.endswith("ي")
        construct = loose and (self._construct(n - 1, k) or key in _keys("speakers", "completes"))
        return (1 if not loose or indefinite or construct or self._adjective(key) else 0), named, commas

    def _construct(self, n: int, k: int) -> bool:
        """Whether word n is a noun that the next one completes: «مفوضية حقوق الإنسان»."""
        key = self.key(n)
        ends = key.endswith(("ون", "ين", "ان", "ا", "ي")) or key.startswith(("ال", "لل"))
        ends = ends or (n > k and self._adjective(key))  # «مصادر محلية» is complete
        return not ends and key not in _anonymous() and len(key) > 2 and n not in self.titled

    def _plural_beside(self, key: str, k: int) -> bool:
        """Whether a word looks like a plural adjective and the noun at word k is no plural."""
        head = self.key(k)
        plural = head.endswith(("ون", "ين", "ات")) or head.removeprefix("ال") in _keys("speakers", "plurals")
        return key.startswith("ال") and key.endswith(("ون", "ين")) and len(key) > 6 and not plural

    def _title_words(self, n: int, limit: int) -> int:
        return max(1, min(self.titled[n][0], limit) - n)

    def _bare_title(self, n: int) -> bool:
        return self.key(n).startswith("ال") and self.titled[n][0] - n > 1

    def _apposed(self, n: int, named: bool, commas: int) -> bool:
        """Whether after a comma the person's title (or, after a title, the name) goes on."""
        if n in self.titled and commas == 0:
            return True
        return n in self.named and not named and self.named[n][1].kind == "person"

    def _ends_subject(self, n: int, key: str) -> bool:
        if key in _RELATIVES or key in _keys("speakers", "adverbs") or key in _PRONOUNS:
            return True
        if key in _keys("complementisers", "list") or self._verb_at(n) is not None:
            return True
        forms = {form for cut, form in clitic_forms(key) if cut and key[0] in "لب"}
        if self._addressee(n):
            return True
        return bool(forms & _occasions()) or (
            key[0] == "ب" and len(key) > 3 and any(f.startswith("ال") for f in forms)
        )

    def _addressee(self, n: int) -> bool:
        """Whether word n says to whom the words were said: «لوكالة», «لـ"الوطن"»."""
        key = self.key(n)
        if key == "ل":
            return True
        forms = {form for cut, form in clitic_forms(key) if cut}
        return key[0] == "ل" and bool(forms & _keys("speakers", "addressees"))

    def _linked(self, n: int, limit: int, named: bool, loose: bool) -> int:
        """Return 2 when «في البلاد» or «من الشركة» belongs to the noun before it."""
        following = {form for _, form in clitic_forms(self.key(n + 1))}
        if loose and self.key(n) == "من" and self.among(n - 1, _keys("speakers", "quantifiers")):
            return 2 if n + 1 < limit else 0  # «عدد من النواب»
        if named or loose or n + 1 >= limit or following & (_occasions() | _keys("speakers", "adverbs")):
            return 0
        if self.opens(n + 1) is not None:
            return 1
        return self.named[n + 1][0] - n if n + 1 in self.named else 2

    def _adjective(self, key: str) -> bool:
        return key.endswith("يه") or (key.startswith("ال") and key.endswith(("ي", "ون", "ين")))

    def _plausible(self, k: int, limit: int) -> _Speaker | None:
        """Read a noun phrase and keep it only if somebody speaks in it."""
        speaker = self._subject(k, limit, loose=False)
        if speaker is None:
            return None
        forms = {form for _, form in clitic_forms(self.key(k))}
        spoken = forms & _speaker_words() or k in self.named or k in self.titled or self.opens(k) is not None
        return speaker if spoken or speaker.actor else None

    def _speaker(self, first: int, last: int, cut: int = 0) -> _Speaker:
        start, end = self.words[first].start + cut, self.words[last - 1].end
        if first in self.named and not cut and self.key(first)[0] in "وف":
            start = max(start, self.named[first][1].start)  # «وهادي يطالب»
        span = self.span_of[last - 1]
        if span >= 0 and self.span_of[first] != span:
            end = max(end, self.marked[span].outer_end)  # «… باسم "البنتاغون"»
        inside = [
            self.named[n][1] for n in range(first, last) if n in self.named and self.named[n][0] <= last
        ]
        titles = [self.titled[n][1] for n in range(first, last) if n in self.titled]
        person = next((m for m in inside if m.kind == "person"), None) or (titles[0] if titles else None)
        anonymous = self.key(first) in _anonymous() and person is None
        mention = person or (
            inside[0] if inside and not anonymous and (first in self.named or self._owns(first)) else None
        )
        role = mention.role if mention else None
        return _Speaker(first, last, start, end, mention.actor if mention else None, role, "m")

    def _owns(self, first: int) -> bool:
        return self.opens(first) is not None or self.opens(first + 1) is not None

    def _subject_before(self, i: int, first: int) -> _Speaker | None:
        """Read the subject of «الوزير … أكد أن», «كان الوزير قد قال» and «الذي قال»."""
        j = i - 1
        while j >= first and self.among(j, _keys("patterns", "helpers")):
            j -= 1
        if j < first or self.key(j) in _PRONOUNS or self.among(j, _PRONOUNS) or self.key(j) == "كما":
            return None
        if self.key(j) in _RELATIVES:
            return self._antecedent(j, first)
        if self.key(first) in ("اما", "واما"):  # «أما الوزير فقال»
            return self._subject_at(first + 1, i)
        if self.key(i)[0] in "وف" and self._verb_at(i) and self.key(i) not in verb_forms():
            return None
        for start in self._clause_starts(j, first):
            speaker = self._subject_at(start, j + 1)
            if speaker:
                return speaker
        return None

    def _antecedent(self, j: int, first: int) -> _Speaker | None:
        for start in range(max(first, j - 8), j):
            if start in self.named and self.named[start][0] == j:
                return self._speaker(start, j)
        return self._speaker(j - 1, j) if j - 1 >= first and self.key(j - 1) in _speaker_words() else None

    def _clause_starts(self, j: int, first: int) -> list[int]:
        """Return words at which the subject may begin: after the last comma, and at the unit's start."""
        out = []
        for n in range(j, max(first, j - 25) - 1, -1):
            if n == first or self.gap(n).strip() or self.among(n - 1, _LEADS):
                out.append(n)
        far = [first] if j - first < _REACH else []
        return [*far, *reversed(out[:4])]

    def _subject_at(self, start: int, limit: int) -> _Speaker | None:
        while start < limit and (
            self.among(start, _LEADS) or self.among(start, _keys("patterns", "helpers"))
        ):
            start += 1
        if start >= limit or not (
            start in self.named
            or start in self.titled
            or self.among(start, _speaker_words())
            or self._marked_name(start)
        ):
            return None
        n, named, commas = start, False, 0
        while n < limit:
            step, named, commas = self._np_step(start, n, limit, named, commas, loose=False)
            if step == 0:
                break
            n += step
        rest = [self.bare(m) for m in range(n, limit)]
        helpers = _keys("patterns", "helpers")
        if n == start or not all(word in helpers or word in _keys("speakers", "adverbs") for word in rest):
            return None
        return self._speaker(start, n)

    def _holder(self, cues: list[_Cue], number: str, first: int, i: int) -> _Speaker | None:
        """Return who speaks in «…، مؤكدا أن»: the sentence's last subject, else the last speaker."""
        for cue in reversed(cues):
            if cue.speaker and cue.kind in ("verb", "relay", "participle", "passive"):
                return cue.speaker
        return self._sentence_subject(first, i, number) or self._last_speaker(number)

    def _sentence_subject(self, first: int, i: int, number: str) -> _Speaker | None:
        """Return the subject of the sentence's own first verb: «ثمن الوزير الجهود، مبينا أن»."""
        if i - first > _REACH or not (self._is_verb_form(first) or first + 1 in self.titled):
            return None
        speaker = self._plausible(first + 1, i)
        if speaker is None or (number == "f") != self._feminine(first):
            return None
        return speaker

    def _feminine(self, i: int) -> bool:
        """Whether the verb at word i is a feminine one: «أعلنت», «تعلن»."""
        key = self.bare(i)
        return key.endswith("ت") or (is_imperfect(key) and key[0] == "ت")

    def _last_speaker(self, number: str) -> _Speaker | None:
        recent = self.speakers[-8:]
        if not recent:
            return None
        fits = [s for _, s in recent if self._agrees(s, number)]
        near = fits and (number == "f" or self._agrees(recent[-1][1], "f") or number == "p")
        return fits[-1] if near else recent[-1][1]

    def _agrees(self, speaker: _Speaker, number: str) -> bool:
        """Whether a verb in the masculine, feminine or plural can go on with a speaker."""
        key = self.key(speaker.first)
        plural = key.endswith(("ون", "ين")) or key.removeprefix("ال") in _keys("speakers", "plurals")
        if number == "p":
            return plural
        return (speaker.number == number) if number == "f" else speaker.number != "f"

    # ---- other cues

    def _colon_cue(self, first: int, last: int, number: int) -> _Cue | None:
        """Read «مصادر: …» in a headline, «الوزير: …» at a sentence's start."""
        for j in range(first + 1, min(last, first + 9)):
            if self._verb_at(j - 1) or self.quoted(j - 1):
                return None
            if ":" in self.gap(j):
                speaker = self._plausible(first, j)
                ends = speaker is not None and (
                    speaker.last == j or (self._addressee(speaker.last) and j - speaker.last < 5)
                )  # «الجبري لـ"الأنباء": …»
                fits = ends and not self.key(j - 1).isdecimal()
                if not fits:
                    return None
                cue = _Cue(first, j - 1, "colon", {}, "m", *self._headline_body(j, last), speaker, False)
                self._remember(cue, number)
                return cue
        return None

    def _headline_body(self, j: int, last: int) -> tuple[str, int]:
        if self.opens(j) is not None:
            return "marks", j
        return ("colon" if self._first_person(j, last) else "clause"), j

    def _first_person(self, j: int, last: int) -> bool:
        """Whether the words after «الوزير:» say «we» or «I», as only the speaker's own words do."""
        for n in range(j, min(last, j + 12)):
            key = self.bare(n)
            if key in _keys("patterns", "first_person"):
                return True
            future = key[:2] in ("سن", "سا") and len(key) > 4 and is_future("سي" + key[2:])
            if future and key[1] == "ن" and key not in _keys("patterns", "not_first_person"):
                return True
            negated = self.bare(n - 1) in ("لا", "لن", "لم") and n > j and key[:1] == "ن" and len(key) > 3
            if negated and key not in _keys("patterns", "not_first_person"):
                return True
        return False

    def _relay(self, i: int, last: int) -> _Cue | None:
        """Read «نقلت رويترز عن مسؤول قوله إن»."""
        if not self.among(i, _keys("patterns", "relay")):
            return None
        about = next((j for j in range(i + 1, min(last, i + 15)) if self.key(j) == "عن"), None)
        if about is None:
            return None
        complement, body = self._complement(about, last)
        noun = next(
            (
                j
                for j in range(about + 1, min(body, about + 25))
                if self.key(j) in _keys("patterns", "relay_nouns")
            ),
            None,
        )
        if complement is None:
            return None
        speaker = self._subject(about + 1, noun or self._complementiser(body, complement), loose=False)
        if speaker is None:
            return None
        carrier = self._subject(i + 1, about, loose=False)
        via = self.text[carrier.start : carrier.end] if carrier else None
        return _Cue(i, noun or i, "relay", {}, "m", complement, body, speaker, False, via)

    def _in_source(self, i: int, last: int) -> _Cue | None:
        """Read «جاء في بيان الوزارة أن»."""
        if not self.among(i, _keys("patterns", "in_source")) or self.key(i + 1) != "في":
            return None
        complement, body = self._complement(i + 1, last)
        if complement is None:
            return None
        speaker = self._plausible(i + 2, self._complementiser(body, complement))
        return _Cue(i, i, "verb", {}, "m", complement, body, speaker, False) if speaker else None

    def _passive(self, i: int, first: int, last: int) -> _Cue | None:
        if self.among(i, _keys("patterns", "passive_accusing")) and self.key(i + 1) in _keys(
            "patterns", "passive_links"
        ):
            return _Cue(i, i, "passive", {}, "m", "before", self._accusation(i, first), None, False)
        if self._voweled_passive(i) and i + 2 < last:
            clause = self.key(i + 1) in _keys("complementisers", "list")
            complement = "clause" if clause else "object"
            return _Cue(i, i, "passive", {}, "m", complement, i + 2 if clause else i + 1, None, False)
        if self.among(i, _keys("patterns", "passive")) and self.key(i + 1) in _keys(
            "complementisers", "list"
        ):
            named_before = self._subject_before(i, first)
            if named_before is None and i + 2 < last and not self._implies(i):
                return _Cue(i, i, "passive", {}, "m", "clause", i + 2, None, False)
        return None

    def _voweled_passive(self, i: int) -> bool:
        """Whether a verb of saying is written with the u of the passive: «يُتهم»."""
        raw = self.text[self.words[i].start : self.words[i].end].lstrip("وف\u064e")
        found = self._verb_at(i)
        return raw[1:2] == "\u064f" and raw[0] in "يت" and found is not None and "that" not in found[0]

    def _implies(self, i: int) -> bool:
        """Whether «ويرجح أن» after somebody's words goes on with that speaker."""
        return (
            bool(self.speakers)
            and self.key(i)[0] == "و"
            and self.among(i, _keys("patterns", "passive_or_active"))
        )

    def _accusation(self, i: int, first: int) -> int:
        return max(first, i - 2) if self.key(i - 1) in _RELATIVES else i

    def _preposition(self, i: int, first: int, last: int) -> _Cue | None:
        """Read «بحسب الوزير», «وفقا لما قاله» and their kind."""
        table = _phrases("prepositions")
        for key in table.get(self.key(i)) or table.get(self.bare(i), ()):
            attached = key[-1] in ("ل", "لما") and len(key) > 1
            plain = key[:-1] if attached else key
            if any(self.key(i + n) != plain[n] for n in range(1, len(plain))):
                continue
            k = i + len(plain)
            if attached and not self.key(k).startswith("ل"):
                continue
            cue = self._prepositional(i, k, first, last, 1 if attached and key[-1] == "ل" else 0)
            if cue:
                return cue
        return None

    def _prepositional(self, i: int, k: int, first: int, last: int, cut: int) -> _Cue | None:
        number, verb = "m", i
        while self.key(k) in ("ما", "لما", "مما") and k < last:
            k, cut = k + 1, 0
        if k >= last:
            return None
        said = self._verb_at(k) or verb_forms().get(self.bare(k).removesuffix("ه").removesuffix("ها"))
        if said and (k > i + 1 or self.bare(i) in ("حسبما", "بحسبما")):
            verb, number, k = k, said[1].split("-")[1], k + 1
            k += self.key(k) in ("به", "عنه", "اليه", "فيه")
            speaker = self._subject(k, last, loose=False)
        elif cut:
            speaker = self._attached(k, last)
        else:
            speaker = self._plausible(k, last)
        if speaker is None:
            return None
        leads = (
            i == first
            or (i - first <= 2 and not self.gap(i).strip(" \u00a0"))
            or all(self.among(n, _LEADS) for n in range(first, i))
        )
        complement, body = ("phrase", self._phrase_body(speaker.last, last)) if leads else ("before", first)
        return _Cue(i, verb, "preposition", {}, number, complement, body, speaker, False)

    def _attached(self, k: int, last: int) -> _Speaker | None:
        """Read the speaker in «وفقا للوزارة», «وفقا لمصدر»."""
        forms = {form for cut, form in clitic_forms(self.key(k)) if cut or form.startswith("ال")}
        if not (forms & _speaker_words() or k in self.named or k in self.titled):
            return None
        n, named = k + 1, k in self.named
        n = self.named[k][0] if named else self.titled[k][0] if k in self.titled else n
        while n < last and n < k + 20:
            step, named, _ = self._np_step(k, n, last, named, 0, loose=False)
            if step == 0:
                break
            n += step
        cut = 0 if self.key(k).startswith("لل") else 1
        return self._speaker(k, n, cut)

    def _phrase_body(self, n: int, last: int) -> int:
        """Skip the comma, «فإن» or «أن» after «بحسب الوزير»."""
        if n < last and (
            self.key(n) in ("فان", "فانه", "فانها") or self.key(n) in _keys("complementisers", "list")
        ):
            return n + 1
        loose = _keys("speakers", "linkers") | _keys("speakers", "adverbs")
        if n < last and not self.gap(n).strip() and self.key(n) in loose:  # «ووفق بيان على موقعها أمس، …»
            comma = next((m for m in range(n + 1, min(last, n + 9)) if _COMMA & set(self.gap(m))), None)
            return self._phrase_body(comma, last) if comma else n
        return n

    def _noun(self, i: int, last: int) -> _Cue | None:
        """Read «إعلان بغداد الاتفاق»: a noun of saying, its owner, and what was said."""
        forms = {form: cut for cut, form in clitic_forms(self.key(i))}
        if not _keys("nouns", "acts") & forms.keys() or i + 1 not in self.named:
            return None
        end = self.named[i + 1][0]
        if self.gap(i + 1).strip() or end >= last or (self.gap(end).strip() and not self.opens(end)):
            return None
        if self.key(end) in _keys("complementisers", "list"):
            return _Cue(i, i, "noun", {}, "m", "clause", end + 1, self._speaker(i + 1, end), False)
        if self.key(end) in _keys("speakers", "adverbs") or self._verb_at(end) or not self._nominal(end):
            return None
        return _Cue(i, i, "noun", {}, "m", "object", end, self._speaker(i + 1, end), False)

    def _issued(self, i: int, last: int) -> _Cue | None:
        """Read «التصريحات الصادرة عن الوزير»: words in marks after it are the minister's."""
        forms = {form.removeprefix("ال") for _, form in clitic_forms(self.key(i))}
        if not forms & _keys("nouns", "list"):
            return None
        for j in range(i + 1, min(last - 1, i + 5)):
            if self.key(j - 1) in _keys("nouns", "issued") and self.key(j) in ("عن", "الي", "من"):
                speaker = self._plausible(j + 1, last)
                return _Cue(i, i, "noun", {}, "m", None, j + 1, speaker, False) if speaker else None
        return None

    # ---- direct quotations

    def _speech(self, first: int, last: int, cues: list[_Cue]) -> list[int]:
        """Return the marked spans of a unit that hold speech, not names or labels."""
        spans = dict.fromkeys(self.span_of[i] for i in range(first, last) if self.span_of[i] >= 0)
        return [s for s in spans if self._is_speech(s, first, cues)]

    def _is_speech(self, span: int, first: int, cues: list[_Cue]) -> bool:
        marked, length = self.marked[span], self._length(span)
        i = bisect_left(self.starts, marked.start)
        if length == 0 or not re.search("[\u0621-\u064a]", self.text[marked.start : marked.end]):
            return False
        gap = self.gap(i)
        if ":" in gap and any(c.at < i for c in cues):
            return True
        two = {form for n in (i - 1, i - 2) if n >= first for form in (self.key(n), self.bare(n))}
        if length <= _LABEL_WORDS and self._labels(i, two, cues):
            return False
        introduces = any(c.complement in ("marks", "colon", "clause") and c.body == i for c in cues)
        if cues and length > 1 and any(c.complement == "act" and c.body == i for c in cues):
            return True  # «حذر من "مجاعة وشيكة"»
        if self._adverbial_clause(i) and not any(
            c.complement and c.body <= i for c in cues if c.kind != "back"
        ):
            return False
        if length in (2, 3) and self._phrased(i, length) and any(c.verb < i for c in cues):
            return True
        if i == first and 1 < length <= 3 and any(c.at == i + length for c in cues):
            return True  # «الوضع صعب»، قال الوزير
        if length == 1 and any(c.complement == "clause" and c.body == i for c in cues):
            return True  # «وصفه بأنه "مشين"»
        if length <= 3:
            return introduces and (length > 1 or ":" in gap or self._verb_at(i - 1) is not None)
        if any(c.speaker and c.speaker.first <= i < c.speaker.last for c in cues):
            return False
        sentence = self.article.sentence_at(marked.start)
        heading = sentence is not None and sentence.role in ("headline", "subhead", "caption", "dateline")
        return not heading or length > 5 or introduces

    def _adverbial_clause(self, i: int) -> bool:
        """Whether words in marks that nobody speaks give the purpose of what is told: «"للمطالبة بـ…"»."""
        return self.key(i).startswith("لل") and len(self.key(i)) > 4

    def _phrased(self, i: int, length: int) -> bool:
        """Whether a few quoted words hold a preposition, as speech does and names seldom do."""
        inner = any(self.key(n) in _keys("speakers", "linkers") for n in range(i + 1, i + length))
        return inner or self._adverbial(i)

    def _adverbial(self, i: int) -> bool:
        """Whether the quoted words open with a preposition, as no name does."""
        key = self.key(i)
        attached = key[0] in "بل" and len(key) > 3 and not self._raw_name(i)
        return attached or key in ("في", "من", "علي", "الي", "عن", "دون", "بدون", "لا", "لن", "لم")

    def _raw_name(self, i: int) -> bool:
        return i in self.named or self.key(i)[1:2] == "ل"

    def _says_no_name(self, i: int) -> bool:
        """Whether quoted words open with a negation or a verb, as no name does: «الحركة "لن تنجر"»."""
        key = self.key(i)
        negated = key in _keys("marks", "negations")
        return negated or is_future(key) or (key[0] == "ي" and is_imperfect(key) and i not in self.whole)

    def _predicate(self, i: int, cues: list[_Cue]) -> bool:
        """Whether one noun alone stands between «أن» and the quoted words: «أن الرؤية "خارطة طريق …"»."""
        follows = any(c.complement == "clause" and c.body == i - 1 for c in cues)
        return follows and self._length(self.span_of[i]) > _NAME_WORDS

    def _labels(self, i: int, two: set[str], cues: list[_Cue]) -> bool:
        near = self.key(i - 1)
        attached = self.bare(i - 1) in ("ب", "بال", "ال")
        if not attached and (self._says_no_name(i) or self._predicate(i, cues)):
            return False
        if attached and two & _keys("marks", "label_verbs"):
            return True
        if two & (_keys("marks", "label_verbs") | _keys("marks", "writing")) and not self._verb_at(i - 1):
            return True
        forms = {form for _, form in clitic_forms(near)}
        forms |= {form.removeprefix("ال") for form in forms}
        length = self._length(self.span_of[i])
        return bool(forms & _keys("marks", "naming")) or (
            length <= 3 and bool(forms & _keys("marks", "words"))
        )

    def _direct(self, span: int, first: int, last: int, cues: list[_Cue], previous: list[Quote]) -> Quote:
        marked = self.marked[span]
        a, b = bisect_left(self.starts, marked.start), bisect_left(self.starts, marked.end)
        before = [c for c in cues if c.verb < a and c.complement != "before"]
        after = [c for c in cues if c.at >= b]
        cue = before[-1] if before else after[0] if after else None
        beside = next(
            (c for c in cues if c.complement == "before" and c.speaker and c.speaker.last == a), None
        )
        if beside and cue is None:
            cue = beside  # «وتبادلا، حسب البيان، "وجهات النظر"»
        if before and after and after[0].at == b and before[-1].body < a and self._inverted(after[0]):
            cue = after[0]
        if cue is None and a == first:
            return self._continued(marked, first, last, b, previous)
        return self._quote(marked.start, marked.end, "direct", "marks", cue)

    def _inverted(self, cue: _Cue) -> bool:
        """Whether a verb right after a quotation belongs to it: «"…"، يضيف الرجل»."""
        fresh = self.key(cue.at)[0] in "وف" and self.key(cue.at) not in verb_forms()
        return cue.kind == "verb" and cue.complement is None and not fresh

    def _continued(self, marked: Marked, first: int, last: int, b: int, previous: list[Quote]) -> Quote:
        """Give a quotation that stands alone to whoever was just speaking."""
        colon = first > 0 and ":" in self.gap(first) and self.speakers
        alone = last - b <= 2 and previous and previous[-1].kind == "direct" and previous[-1].speaker
        quote = self._quote(marked.start, marked.end, "direct", "marks", None)
        if colon:
            return self._spoken(quote, self.speakers[-1][1], "named")
        if alone:
            last_quote = previous[-1]
            return replace(
                quote, speaker=last_quote.speaker, speaker_start=last_quote.speaker_start,
                speaker_end=last_quote.speaker_end, actor=last_quote.actor, role=last_quote.role,
                implied=True, attribution="implied",
            )  # fmt: skip
        return quote

    def _spoken(self, quote: Quote, speaker: _Speaker, attribution: str) -> Quote:
        text = self.text[speaker.start : speaker.end]
        return replace(
            quote, speaker=text, speaker_start=speaker.start, speaker_end=speaker.end, actor=speaker.actor,
            role=speaker.role, implied=attribution == "implied", attribution=attribution,
        )  # fmt: skip

    # ---- reported statements

    def _indirect(self, first: int, last: int, cues: list[_Cue], speech: list[int]) -> list[Quote]:
        out = []
        for n, cue in enumerate(cues):
            if cue.complement in (None, "marks") or (cue.complement == "colon" and cue.body >= last):
                continue
            start, end = self._extent(cue, cues[n + 1 :], cues[:n], first, last)
            construction = {"before": "phrase", "phrase": "phrase"}.get(cue.complement, cue.complement)
            if cue.kind == "noun":
                construction = "noun"
            for a, b in self._pieces(start, end, speech):
                kind = "direct" if construction == "colon" else "indirect"
                joined = cue.complement == "before" and a > first and self.key(a) not in _past_verbs()
                cut = cue.cut if a == cue.body else int(joined)  # «، وتوفي سبعة، وفق الوزير»
                at = self._after_letters(a, cut)
                out.append(self._quote(at, self._close(a, b), kind, construction, cue))
        return out

    def _after_letters(self, a: int, cut: int) -> int:
        """Return where word a begins without an attached preposition, its marks and tatweel."""
        at = self.words[a].start + cut
        while cut and at < self.words[a].end and not self.text[at].isalnum():
            at += 1
        return at

    def _extent(
        self, cue: _Cue, later: list[_Cue], earlier: list[_Cue], first: int, last: int
    ) -> tuple[int, int]:
        """Return the first word of a statement and the word after its last."""
        if cue.complement == "before":
            if cue.kind == "passive":
                return cue.body, self._clause_end(cue.at, last)
            return self._before(cue, earlier, first)
        start = cue.body
        ends = [self._lead(c) for c in later if self._cuts(c, cue)]
        end = min([self._comment(start, last), *(e for e in ends if e > start)])
        end = self._narrator_from(start, end, cue.complement in ("object", "act"))
        if cue.kind == "preposition" and any(c.at in (start, start + 1) for c in later):
            return start, start  # «وبحسب رويترز قالت الوزارة إن»: the verb has it
        return start, end

    def _comment(self, start: int, last: int) -> int:
        """Return where the narrator's own comment begins: «، وهو ما …», «، في إشارة إلى …»."""
        for n in range(start + 1, last):
            if n > start + 1 and f"{self.key(n)} {self.key(n + 1)}" in _own_words():
                return n
            if not _COMMA & set(self.gap(n)):
                continue
            if f"{self.key(n)} {self.key(n + 1)}" in _comments():
                return n
            occasions = {form for k in (n + 1, n + 2) for _, form in clitic_forms(self.key(k))} & _occasions()
            if self.bare(n) == "ذلك" and occasions - _keys("speakers", "demonstratives"):
                return n  # «، وذلك في بيان مشترك»
        return last

    def _before(self, cue: _Cue, earlier: list[_Cue], first: int) -> tuple[int, int]:
        """Return what «، بحسب الوزير» follows: the sentence, or its last clause after another's words."""
        if not earlier:
            return first, cue.at
        floor = max(c.body if c.complement else c.at for c in earlier)
        for n in range(cue.at - 1, floor, -1):
            if _COMMA & set(self.gap(n)) and self.key(n)[0] == "و" and _is_past(self.key(n)):
                return n, cue.at
        return cue.at, cue.at

    def _narrator_from(self, start: int, end: int, nominal: bool) -> int:
        """Return where the reporter goes on in his own name after the statement of words start to end.

        A comma and a verb of the past end what was said in the present or future («قال إن الإضراب مستمر،
        وتوقفت الدراسة»); after «، وأن …» every clause without «أن» does; a noun («دعا إلى الحوار») cannot be
        joined to a verb at all.
        """
        past = said_again = present = False
        for n in range(start, end):
            if self.span_of[n] >= 0 and self.quoted(n):
                continue
            key = self.key(n)
            if f"{self.bare(n)} {self.key(n + 1)}" in _newsroom() and (cut := self._last_comma(start, n)):
                return cut
            if n > start and _COMMA & set(self.gap(n)):
                if self.bare(n) in _keys("complementisers", "list") and key[0] == "و":
                    said_again = True
                elif (verb := self._fresh_verb(n, end)) and (
                    (verb == "past" and (nominal or (not past and (present or n - start < 5))))
                    or (said_again and key[0] == "و")
                ):
                    return n
            elif nominal and n > start and key in ("فيما", "بينما") and self._fresh_verb(n, end) == "past":
                return n
            past = past or self._tells_past(n)
            present = present or is_future(key) or (is_imperfect(key) and n not in self.whole)
        return end

    def _last_comma(self, start: int, n: int) -> int | None:
        """Return the nearest word before n, up to six back, that follows a comma."""
        return next((m for m in range(n, max(start, n - 6), -1) if _COMMA & set(self.gap(m))), None)

    def _fresh_verb(self, n: int, end: int) -> str | None:
        """Return the tense of the verb that opens a coordinated clause at word n, or None."""
        k = n
        if self.among(n, _keys("narration", "openers")):
            k = n + 1 + (self.key(n + 1) in _keys("narration", "opener_ends"))
        elif self.key(n)[0] != "و" or n in self.whole:
            return None
        if k >= end:
            return None
        if self.bare(k) == "لم":
            return "past"
        k += self.bare(k) in ("لا", "قد", "ما")
        if _is_past(self.key(k)):
            return "past"
        return "present" if is_future(self.key(k)) or is_imperfect(self.key(k)) else None

    def _tells_past(self, n: int) -> bool:
        return _is_past(self.key(n)) or self.bare(n) in ("لم", "قد", "لقد")

    def _cuts(self, later: _Cue, cue: _Cue) -> bool:
        """Whether a later cue ends this statement, or stands inside it."""
        if later.kind == "participle":
            return later.number == cue.number or cue.number == "p" or later.number == "m"
        if later.kind == "noun" or (cue.complement == "colon" and later.complement is None):
            return False
        if later.kind == "preposition":
            return later.complement == "before"
        i = later.at
        fresh = self.key(i)[0] in "وف" and self.key(i) not in verb_forms()
        comma = bool(self.gap(i).strip())
        lead = self.among(i - 1, _LEADS) or self.among(i - 1, _PRONOUNS) or self.key(i - 1) in _RELATIVES
        return fresh or comma or lead

    def _lead(self, cue: _Cue) -> int:
        """Return the word at which a later cue's own clause begins: «، لكنه أكد», «، الذين قالوا»."""
        i = cue.at
        if (
            cue.kind == "verb"
            and cue.speaker
            and cue.speaker.last <= i
            and i - cue.speaker.first < 20
            and not cue.implied
            and cue.speaker.first < i
            and self.key(i - 1) not in _RELATIVES
        ):
            i = cue.speaker.first
        while (
            i > 0
            and (self.among(i - 1, _LEADS) or self.among(i - 1, _PRONOUNS) or self.key(i - 1) in _RELATIVES)
            and not self.gap(i).strip()
        ):
            i -= 1
        return i

    def _clause_end(self, i: int, last: int) -> int:
        """Return the word after the clause: a comma followed by a conjunction ends it."""
        for n in range(i + 1, min(last, i + _REACH)):
            if "،" in self.gap(n) and (
                self.key(n)[0] in "وف" or self.key(n) in ("بل", "لكن", "حيث", "اذ", "فيما", "بينما")
            ):
                return n
        return last

    def _pieces(self, start: int, end: int, speech: list[int]) -> Iterator[tuple[int, int]]:
        """Cut the direct quotations out of a reported clause."""
        spans = set(speech)
        a = start
        for n in range(start, end + 1):
            if n == end or self.span_of[n] in spans:
                b = n
                while b > a and n < end and self.among(b - 1, _keys("narration", "loose_ends")):
                    b -= 1  # «لن تكون جذرية، بل "…"»
                whole = a == start and n == end
                if n < end and (cut := self._again(a, b)):
                    b, whole = cut, True  # «… بريء، وإن الأدلة "باطلة"»
                follows = a > start and self.key(a) in _RELATIVES  # it completes the quotation before it
                if b > a and (whole or (b - a > 2 and not follows and self._predicates(a, b))):
                    yield a, b
                a = n + 1

    def _again(self, a: int, b: int) -> int | None:
        """Return where «، وإن» opens the sentence that the next quotation goes on with."""
        for n in range(b - 1, max(a, b - 6), -1):
            again = self.key(n)[0] == "و" and self.bare(n) in _keys("complementisers", "list")
            if again and _COMMA & set(self.gap(n)):
                return None if self._predicates(n + 1, b) else n
        return None

    def _predicates(self, a: int, b: int) -> bool:
        """Whether what stands between two quotations says something itself, with a verb of its own."""
        verbs = ("لن", "لم", "ليس", "ليست")
        return any(
            self.bare(n) in verbs
            or _is_past(self.key(n))
            or is_future(self.key(n))
            or (is_imperfect(self.key(n)) and n not in self.whole)
            for n in range(a, b)
        )

    def _close(self, a: int, b: int) -> int:
        """Return the offset after word b - 1, with the closing mark of a label that ends there."""
        end = self.words[b - 1].end
        span = self.span_of[b - 1]
        if self.text[end : end + 1] == ")" and "(" in self.text[self.words[a].start : end][-200:]:
            end += 1
        return max(end, self.marked[span].outer_end) if span >= 0 and self.span_of[a] != span else end

    # ---- records

    def _quote(self, start: int, end: int, kind: str, construction: str, cue: _Cue | None) -> Quote:
        text = self.text[start:end]
        sentence = self.article.sentence_at(start)
        speaker = cue.speaker if cue else None
        attribution = "none"
        if cue:
            attribution = "passive" if cue.kind == "passive" else "implied" if cue.implied else "named"
        verb = self.words[cue.verb] if cue and cue.kind != "colon" else None
        scope = (
            (min(start, self.words[cue.at].start), max(end, self.words[cue.verb].end))
            if cue
            else (start, end)
        )
        return Quote(
            start, end, text, kind,
            self.text[speaker.start : speaker.end] if speaker else None,
            speaker.start if speaker else None, speaker.end if speaker else None,
            speaker.actor if speaker else None, speaker.role if speaker else None,
            self.text[verb.start : verb.end] if verb else None,
            verb.start if verb else None, verb.end if verb else None,
            bool(speaker and cue and cue.implied), attribution, construction, cue.via if cue else None,
            self._hedges(start, end), *scope, sentence.id if sentence else None,
        )  # fmt: skip

    def _hedges(self, start: int, end: int) -> tuple[str, ...]:
        out = []
        for i in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
            for key in _phrases("hedges").get(self.bare(i), ()):
                if all(self.key(i + n) == key[n] for n in range(1, len(key))):
                    out.append(self.text[self.words[i].start : self.words[i + len(key) - 1].end])
                    break
        return tuple(out)


@functools.cache
def _comments() -> frozenset[str]:
    return frozenset(" ".join(key_of(p)) for p in load("reporting")["patterns"]["comments"])


@functools.cache
def _newsroom() -> frozenset[str]:
    return frozenset(" ".join(key_of(p)) for p in load("reporting")["patterns"]["newsroom"])


@functools.cache
def _own_words() -> frozenset[str]:
    return frozenset(" ".join(key_of(p)[:2]) for p in load("reporting")["patterns"]["own_words"])


@functools.cache
def _narrator() -> frozenset[str]:
    return frozenset(" ".join(key_of(p)[:2]) for p in load("reporting")["patterns"]["narrator"])
