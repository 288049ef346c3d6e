"""Clauses of a sentence, the words that name events, and the cues that say how certain they are."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from .arabic import fold, words
from .articles import Article, Sentence
from .lexicon import load
from .numerals import number_words
from .timex import Timex

# A comma inside «3,000» ends nothing: the mark must touch a space.
_BREAK = re.compile(r"[،,;؛:–—-]\s|\s[–—-]|[()\n]")
# words; the longest of 2,300 clauses of news has 49, and the work on a clause is quadratic
_LONGEST_CLAUSE = 60
_COMPARED = 8  # words between «مقارنة» and the date that a number is compared with
_PRONOUNS = ("", "ا", "ه", "ها", "هم", "هما", "نا", "ين", "ان")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: offsets into the unedited text, and its folded form."""

    start: int
    end: int
    form: str

    @property
    def bare(self) -> tuple[str, ...]:
        """The form and what is left of it without clitics and article."""
        return _bare(self.form)


@functools.lru_cache(maxsize=65536)
def _bare(form: str) -> tuple[str, ...]:
    out = [form]
    if len(form) > 2 and form[0] in "وف":
        out.append(form[1:])
    for f in tuple(out):
        if f.startswith("لل") and len(f) > 4:
            out.append(f[2:])
        elif len(f) > 3 and f[0] in "بلك":
            out.append(f[1:])
    out += [f[2:] for f in tuple(out) if f.startswith("ال") and len(f) > 4]
    return tuple(out)


def tokenize(text: str) -> list[Token]:
    """Split a text into words.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Token
        In reading order, with offsets into `text`; the form is without diacritics and in one spelling.

    Examples
    --------
    >>> [t.form for t in tokenize("تقوّض الضغوط موقعه")]
    ['تقوض', 'الضغوط', 'موقعه']
    """
    return [Token(w.start, w.end, w.key) for w in words(text)]


# ── the word lists, folded once ───
def _noun_forms(noun: str) -> Iterator[str]:
    noun = fold(noun)
    for suffix in _PRONOUNS:
        yield noun + suffix
        if noun.endswith("ه"):
            yield noun[:-1] + "ت" + suffix


@dataclass(frozen=True, slots=True)
class _Class:
    name: str
    theme: str
    verb: bool


@functools.cache
def _classes() -> dict[tuple[str, ...], _Class]:
    table: dict[tuple[str, ...], _Class] = {}
    for name, entry in load("events")["class"].items():
        for verb in entry.get("verbs", ()):
            table.setdefault((fold(verb),), _Class(name, entry["theme"], True))
        for noun in entry["nouns"]:
            *first, last = noun.split()
            for form in _noun_forms(last):
                table.setdefault((*map(fold, first), form), _Class(name, entry["theme"], False))
    return table


@functools.cache
def _phrases(section: str, key: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases of one list by their first word, longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in load("events")[section][key]:
        parts = tuple(fold(phrase).split())
        table.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(lists, key=len, reverse=True)) for first, lists in table.items()}


def match(tokens: list[Token], i: int, section: str, key: str) -> int:
    """Number of words from an index that are one phrase of a list, or 0.

    Parameters
    ----------
    tokens : list of Token
        The words.
    i : int
        Where the phrase begins.
    section, key : str
        Name of the list in ``lexicon/events.toml``.

    Examples
    --------
    >>> match(tokenize("ومن المتوقع أن يصدر"), 0, "order", "expected")
    3
    """
    table = _phrases(section, key)
    for form in tokens[i].bare:
        for parts in table.get(form, ()):
            rest = tokens[i + 1 : i + len(parts)]
            if len(rest) == len(parts) - 1 and all(
                w in t.bare or (len(w) == 1 and t.form[0] == w) for w, t in zip(parts[1:], rest, strict=True)
            ):
                return len(parts)
    return 0


@functools.cache
def _ordinals() -> dict[str, int]:
    return {fold(word): int(n) for n, words in load("events")["ordinal"].items() for word in words}


@functools.cache
def _not_future() -> frozenset[str]:
    return frozenset(form for word in load("events")["not_future"]["words"] for form in _noun_forms(word))


def is_future(form: str) -> bool:
    """Whether a folded word is a future verb: سـ and an imperfect, or سوف, or لن.

    Examples
    --------
    >>> is_future("سيعقد"), is_future("سياره"), is_future("سوف")
    (True, False, True)
    """
    form = form[1:] if len(form) > 4 and form[0] in "وف" else form
    if form in ("سوف", "لن"):
        return True
    return len(form) > 3 and form[0] == "س" and form[1] in "يتن" and form not in _not_future()


@functools.cache
def _folded(section: str, key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in load("events")[section][key])


def is_predicted(form: str) -> bool:
    """Whether a future verb says what will come about, not what somebody will do.

    Examples
    --------
    >>> is_predicted("سيؤدي"), is_predicted("وستكون"), is_predicted("سيعقد")
    (True, True, False)
    """
    form = form[1:] if len(form) > 4 and form[0] in "وف" else form
    return is_future(form) and form[1:] in _folded("certainty", "predicted")


def is_onlooker(speaker: str) -> bool:
    """Whether a speaker, as written, reports or judges and does not decide.

    Examples
    --------
    >>> is_onlooker("الباحث سامي حداد"), is_onlooker("وزير النفط")
    (True, False)
    """
    return any(f in _folded("certainty", "onlookers") for token in tokenize(speaker) for f in token.bare)


def is_imperfect(form: str) -> bool:
    """Whether a folded word looks like an imperfect verb (يفعل, تفعل).

    Examples
    --------
    >>> is_imperfect("يودي"), is_imperfect("تتضمن"), is_imperfect("تعرضت")
    (True, True, False)
    """
    form = form[1:] if len(form) > 4 and form[0] in "وف" else form
    if form[0] == "ي" and len(form) > 3:
        return not form.startswith(("يوم", "يوني", "يولي", "يناير", "يمن", "يسار", "يمين"))
    return (
        len(form) > 3 and form[0] == "ت" and form[-1] not in "ته" and not form.startswith(("تركي", "تحالف"))
    )


@functools.cache
def _diary() -> tuple[frozenset[str], frozenset[str]]:
    scheduled = load("cues")["scheduled"]
    return frozenset(map(fold, scheduled["words"])), frozenset(map(fold, scheduled["stative"]))


def is_deed(token: Token) -> bool:
    """Whether a word is an imperfect verb of something done at a time, not of what holds.

    Examples
    --------
    >>> [is_deed(token) for token in tokenize("تجتمع ويزور ويضم تونس")]
    [True, True, False, False]
    """
    scheduled, stative = _diary()
    form = token.form[1:] if len(token.form) > 4 and token.form[0] in "وف" else token.form
    return form in scheduled or (form[0] == "ي" and form not in stative and is_imperfect(form))


# ── clauses ───
@dataclass(slots=True)
class Clause:
    """A stretch of a sentence between two places where it can be cut."""

    sentence: Sentence
    tokens: list[Token]
    timexes: list[int] = field(default_factory=list)  # indices into the article's list
    opener: str = ""

    @property
    def start(self) -> int:
        """Offset of the first word."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset after the last word."""
        return self.tokens[-1].end


def split_clauses(text: str, sentence: Sentence, tokens: list[Token]) -> list[Clause]:
    """Cut a sentence at its commas and dashes and before conjunctions, relatives and «و» with a known verb.

    Parameters
    ----------
    text : str
        The article's text.
    sentence : Sentence
        The sentence.
    tokens : list of Token
        Its words.

    Returns
    -------
    list of Clause
        In reading order; every word is in exactly one.
    """
    clauses: list[Clause] = []
    opened = 0
    for i, token in enumerate(tokens):
        opener = _opens(tokens, i) if i >= opened else ""  # «حين» inside «في حين» opens nothing more
        opened = i + len(opener.split()) if opener else opened
        gap = text[tokens[i - 1].end : token.start] if i else ""
        long = bool(clauses) and len(clauses[-1].tokens) >= _LONGEST_CLAUSE
        if not clauses or opener or long or _BREAK.search(gap):
            clauses.append(Clause(sentence, [], opener=opener))
        clauses[-1].tokens.append(token)
    return clauses


def _opens(tokens: list[Token], i: int) -> str:
    if i == 0:
        return ""
    if n := match(tokens, i, "clause", "openers"):
        return " ".join(t.form for t in tokens[i : i + n])
    form = tokens[i].form
    if form in ("ولم", "ولن", "فلم", "فلن"):
        return form
    if form[0] != "و" or len(form) < 4:
        return ""
    known = _classes().get((form[1:],))
    verb = (known and known.verb) or is_future(form[1:]) or (form[1] == "ي" and is_imperfect(form[1:]))
    return form if verb else ""


def is_adverbial(clause: Clause, timexes: list[Timex]) -> bool:
    """Whether a clause holds nothing but its dates and the prepositions before them."""
    spans = [(timexes[i].start, timexes[i].end) for i in clause.timexes]
    rest = [t for t in clause.tokens if not any(a < t.end and t.start < b for a, b in spans)]
    return bool(spans) and all(match([t], 0, "clause", "prepositions") or len(t.form) == 1 for t in rest)


def is_compared(clause: Clause, timex: Timex) -> bool:
    """Whether a date only says what a number is compared with: «مقارنة مع الشهر نفسه», «15 % عن عام 2022».

    Parameters
    ----------
    clause : Clause
        The clause of the date.
    timex : Timex
        The date.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> from analysis.times import tag_times
    >>> text = "بزيادة 15 في المئة عن عام 2022"
    >>> day = dt.date(2023, 1, 1)
    >>> part = split_clauses(text, from_text(text, day).sentences[0], tokenize(text))[0]
    >>> is_compared(part, tag_times(text, day)[-1])
    True
    """
    last = bisect_left([t.start for t in clause.tokens], timex.start)
    before = clause.tokens[:last]
    for i in range(last - 1, max(-1, last - _COMPARED), -1):
        if match(before, i, "comparison", "always"):
            return True
        if match(before, i, "comparison", "sums") and i + 1 < last and _is_number(before[i + 1]):
            return True
    if not last or not match(before, last - 1, "comparison", "near"):
        return False
    number = last > 1 and (
        _is_number(before[last - 2]) or bool(match(before, last - 2, "comparison", "shares"))
    )
    same = any(match([word], 0, "comparison", "same") for word in tokenize(timex.text))
    return number or (same and any(match(before, i, "comparison", "changes") for i in range(last)))


def _is_number(token: Token) -> bool:
    return token.form[0].isdecimal() or any(form in number_words() for form in token.bare)


# ── triggers ───
@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that names an event: a verbal noun, a verb of a known class, or the clause's first verb."""

    start: int
    end: int
    index: int  # in the clause's tokens
    name: str | None = None  # event class
    theme: str | None = None
    verb: bool = False
    aspect: str | None = None  # begin | end
    ordinal: int | None = None


def triggers(clause: Clause) -> list[Trigger]:
    """Every event word of a clause, in reading order."""
    out, tokens = [], clause.tokens
    for i, token in enumerate(tokens):
        aspect = _aspect_at(tokens, i)
        known = _class_at(tokens, i)
        if known or aspect:
            name, theme, verb = (known.name, known.theme, known.verb) if known else (None, None, False)
            ordinal = None if verb else _ordinal_after(tokens, i)  # «زار الرياض لأول مرة» is no first visit
            out.append(Trigger(token.start, token.end, i, name, theme, verb, aspect, ordinal))
    return out


def _aspect_at(tokens: list[Token], i: int) -> str | None:
    """«بدأ», «ستنطلق» begin; «اختتم» ends."""
    form = tokens[i].form[1:] if tokens[i].form[0] in "وف" else tokens[i].form
    if is_future(form):
        return next((a for a in ("begin", "end") if form[1:] in _folded("aspect", a)), None)
    return next((a for a in ("begin", "end") if match(tokens, i, "aspect", a)), None)


_SENSE_REACH = 5  # words on either side that tell a word of two classes


@functools.cache
def _senses() -> dict[str, tuple[_Class, frozenset[str]]]:
    return {
        fold(word): (_Class(name, entry["theme"], True), frozenset(map(fold, entry["near"])))
        for name, entry in load("events")["sense"].items()
        for word in entry["words"]
    }


def _sense_at(tokens: list[Token], i: int) -> _Class | None:
    """«بيان نشر الأحد» is of publishing, «نشر قوات» of deploying."""
    known = next((_senses()[form] for form in tokens[i].bare if form in _senses()), None)
    if known is None:
        return None
    near = (*tokens[max(0, i - _SENSE_REACH) : i], *tokens[i + 1 : i + 1 + _SENSE_REACH])
    return known[0] if any(form in known[1] for token in near for form in token.bare) else None


def _class_at(tokens: list[Token], i: int) -> _Class | None:
    table = _classes()
    if sense := _sense_at(tokens, i):
        return sense
    for form in tokens[i].bare:
        if i + 1 < len(tokens) and (found := table.get((form, tokens[i + 1].form))):
            return found
        if found := table.get((form,)):
            return found
    form = tokens[i].form[1:] if tokens[i].form[0] in "وف" else tokens[i].form
    return table.get((form[1:],)) if is_future(form) else None  # «ستجتمع» is of «تجتمع»


def is_event_word(form: str) -> bool:
    """Whether a folded word, as it stands, names an event.

    Examples
    --------
    >>> is_event_word("وقعت"), is_event_word("وزير")
    (True, False)
    """
    return (form,) in _classes()


def is_event_verb(tokens: list[Token], i: int) -> bool:
    """Whether the word at an index is a verb of a class of events."""
    known = _class_at(tokens, i)
    return known is not None and known.verb


def _ordinal_after(tokens: list[Token], i: int) -> int | None:
    """«جولة الحوار الاستراتيجي الرابعة»: the ordinal that agrees with the noun, near after it."""
    feminine = tokens[i].form.endswith("ه")
    for token in tokens[i + 1 : i + 4]:
        for form in token.bare:
            if form in _ordinals() and feminine == form.endswith(("ه", "اولي")):
                return _ordinals()[form]
    return None


def ordinal_of(token: Token) -> int | None:
    """«الثانية» standing alone: the ordinal's number, or None for any other word."""
    form = next((f for f in token.bare if f.startswith("ال")), "")
    return _ordinals().get(form[2:]) if form else None


def _is_function_word(token: Token) -> bool:
    """Particles, prepositions and participles of speech: never what an event is called by."""
    lists = (("clause", "prepositions"), ("clause", "particles"), ("label", "participles"))
    return any(match([token], 0, section, key) for section, key in lists)


def first_verb(clause: Clause, after: int = 0) -> Trigger | None:
    """The first word that can be a verb, for a clause without a word of a known class."""
    for i, token in enumerate(clause.tokens):
        if token.start < after or _is_function_word(token):
            continue
        form = token.form[1:] if token.form[0] in "وف" and len(token.form) > 3 else token.form
        if len(form) > 2 and not form.startswith(("ال", "لل")) and not form[0].isdecimal():
            return Trigger(token.start, token.end, i, verb=True)
    return None


def trigger_for(clause: Clause, timex: Timex, skip: Collection[int] = ()) -> Trigger | None:
    """The event word that a date belongs to.

    The nearest event word before the date, moved to the head of its noun chain («انتهاء جولة الحوار …»);
    with none before, the first one after it («والثلاثاء، وصل …»); with none at all, the clause's first verb.
    A date after «أن» belongs to what is said, not to the word that says it.

    Parameters
    ----------
    clause : Clause
        The clause.
    timex : Timex
        The date.
    skip : collection of int, optional
        Places of words that are no event here («دون اتفاق»).
    """
    found = [t for t in triggers(clause) if t.index not in skip]
    before = [t for t in found if t.end <= timex.start]
    after = [t for t in found if t.start >= timex.end]
    said = _content(clause, timex.start)
    if said is not None and before and before[-1].index < said:
        verb = _verb_between(clause, said, timex.start) or next(iter(after), None)
        return verb or first_verb(clause, clause.tokens[said].start) or before[-1]
    if before:
        return _with_object(_head(before, clause), found)
    if after:
        return _with_object(after[0], found)
    return _verb_between(clause, 0, timex.start) or first_verb(clause)


def _content(clause: Clause, end: int) -> int | None:
    """Index of the word after the last «أن», «إنه» before a place, or None."""
    last = bisect_left([t.start for t in clause.tokens], end) - 1
    for i in range(last - 1, -1, -1):
        if match(clause.tokens, i, "clause", "complementizers"):
            return i + 1
    return None


def _verb_between(clause: Clause, first: int, end: int) -> Trigger | None:
    """The first word that is a verb by its form, by «قد» before it or by the list of perfect verbs."""
    tokens = clause.tokens
    for i in range(first, len(tokens)):
        token = tokens[i]
        if token.start >= end:
            return None
        if match(tokens, i, "clause", "particles"):
            continue
        marked = i > first and tokens[i - 1].form == "قد"
        if marked or is_future(token.form) or is_imperfect(token.form) or is_perfect(token):
            return Trigger(token.start, token.end, i, verb=True)
    return None


def is_complementizer(tokens: list[Token], i: int) -> bool:
    """Whether the word at an index is «أن», «إن» or one of them with a pronoun."""
    return bool(match(tokens, i, "clause", "complementizers"))


@functools.cache
def perfect_verbs() -> frozenset[str]:
    """Folded perfect verbs and other words of the past of ``lexicon/cues.toml``."""
    return frozenset(fold(word) for word in load("cues")["past"]["words"])


def is_perfect(token: Token) -> bool:
    """Whether a word is a perfect verb of the list in ``lexicon/cues.toml``.

    Examples
    --------
    >>> [is_perfect(token) for token in tokenize("وأعلنت الوزارة")]
    [True, False]
    """
    return any(form in perfect_verbs() for form in token.bare[:2]) and not token.form.startswith(("ال", "لل"))


def _with_object(trigger: Trigger, found: list[Trigger]) -> Trigger:
    """«بدأ … زيارة»: a word that says only beginning or end takes the kind of what begins or ends."""
    if trigger.name:
        return trigger
    thing = next((t for t in found if t.start > trigger.start and t.name and not t.verb), None)
    return replace(trigger, name=thing.name, theme=thing.theme, ordinal=thing.ordinal) if thing else trigger


def _head(found: list[Trigger], clause: Clause) -> Trigger:
    chain = [found[-1]]
    for previous in reversed(found[:-1]):
        if previous.verb or not (
            previous.index == chain[0].index - 1 or _partitive(previous, chain[0], clause)
        ):
            break
        chain.insert(0, previous)
    return join_chain(chain)


def _partitive(whole: Trigger, part: Trigger, clause: Clause) -> bool:
    """«الجولة الثانية من المحادثات»: the numbered noun before «من» is the event."""
    between = clause.tokens[whole.index + 1 : part.index]
    return whole.ordinal is not None and 0 < len(between) <= 3 and between[-1].form == "من"


def join_chain(chain: list[Trigger]) -> Trigger:
    """One trigger for a chain of nouns: its first word, the class of the noun with the ordinal, the aspect.

    «انتهاء جولة الحوار … الرابعة» begins at «انتهاء», is a round, the fourth, and its end.
    """
    named = [t for t in chain if t.name]
    numbered = [t for t in named if t.ordinal]
    core = (numbered or named or chain)[0 if not numbered else -1]
    aspect = next((t.aspect for t in chain if t.aspect), None)
    first = chain[0]
    return Trigger(
        first.start, first.end, first.index, core.name, core.theme, first.verb, aspect, core.ordinal
    )


def chain_after(clause: Clause, offset: int) -> Trigger | None:
    """The noun chain that starts at the first event word after an offset."""
    found = [t for t in triggers(clause) if t.start >= offset]
    if not found:
        return None
    chain = [found[0]]
    for following in found[1:]:
        if following.index != chain[-1].index + 1:
            break
        chain.append(following)
    return join_chain(chain)


# ── cues ───
@dataclass(frozen=True, slots=True)
class Cue:
    """A word that decides certainty, with its place."""

    kind: str  # conditional | planned | claimed | future
    start: int
    end: int


def cues(clause: Clause) -> list[Cue]:
    """Words of a clause that say planned, conditional, claimed or future, in reading order."""
    out, tokens = [], clause.tokens
    for i, token in enumerate(tokens):
        for kind in ("conditional", "planned", "claimed"):
            if (n := match(tokens, i, "certainty", kind)) and _really(tokens, i):
                out.append(Cue(kind, token.start, tokens[i + n - 1].end))
                break
        else:
            if is_future(token.form):
                out.append(Cue("future", token.start, token.end))
    return out


def _really(tokens: list[Token], i: int) -> bool:
    """«قد» is «may» only before an imperfect, and never after «كان»: «وكان … قد تعرض».

    «يدعي أن» claims; «يدعى الناخبون» invites.
    """
    if any(f in ("يدعي", "تدعي") for f in tokens[i].bare):
        return any(
            match(tokens, j, "clause", "complementizers") for j in range(i + 1, min(i + 5, len(tokens)))
        )
    if tokens[i].form not in ("قد", "وقد", "فقد"):
        return True
    before = (f for t in tokens[max(0, i - 5) : i] for f in t.bare)
    had = any(f in ("كان", "كانت", "كانوا", "يكون", "تكون") for f in before)
    return not had and i + 1 < len(tokens) and is_imperfect(tokens[i + 1].form)


def find_phrase(tokens: list[Token], key: str, section: str = "order") -> tuple[int, int] | None:
    """First place of a phrase of one list: (index, number of words), or None."""
    for i in range(len(tokens)):
        if n := match(tokens, i, section, key):
            return i, n
    return None


# ── the whole article ───
def read_clauses(article: Article, timexes: list[Timex], tokens: list[Token]) -> list[list[Clause]]:
    """Clauses of every sentence, each knowing its dates; one list a sentence."""
    starts = [t.start for t in tokens]
    timex_starts = [t.start for t in timexes]
    out = []
    for s in article.sentences:
        inside = tokens[bisect_left(starts, s.start) : bisect_left(starts, s.end)]
        clauses = split_clauses(article.text, s, _whole_dates(inside, timexes, timex_starts))
        for i in range(bisect_left(timex_starts, s.start), bisect_left(timex_starts, s.end)):
            holder = next((c for c in clauses if c.tokens and c.end > timexes[i].start), None)
            if holder:
                holder.timexes.append(i)
        out.append(clauses)
    return out


def _whole_dates(tokens: list[Token], timexes: list[Timex], starts: list[int]) -> list[Token]:
    """Glue the words of each date into one, so that no cut falls inside «الاثنين 26 يوليو/تموز»."""
    out: list[Token] = []
    for word in tokens:
        i = bisect_left(starts, word.end) - 1
        if i >= 0 and timexes[i].end > word.start and out and out[-1].end > timexes[i].start:
            last = out.pop()
            out.append(Token(last.start, max(last.end, word.end), f"{last.form} {word.form}"))
        else:
            out.append(word)
    return out
