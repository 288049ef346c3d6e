"""Cues: whether the words around an expression look back or ahead, and the connective before it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from ..lexicon import load
from .tokens import plain

_LETTER = "\u0621-\u064a"
_BACK, _ON = 170, 90  # characters read before and after: news clauses are rarely longer
SENTENCE_END = re.compile(r"[\n!؟?؛]|\.(?=\s|$)")
_CLAUSE_END = re.compile(SENTENCE_END.pattern + "|[،,:]")
_LEAD = re.compile(r"[\s\"«“(–-]*[وف]?(?:في |منذ |يوم |مساء |صباح |فجر |ليل |ظهر |يومي ){0,3}")


_WORDS = re.compile(rf"[{_LETTER}]+|[.،]")
_OBJECTS = ("ه", "ها", "هم", "هما")
_HOLLOW = re.compile("ا[^ا]ا[^ا]")
_DERIVED = re.compile(r"است[^\Wا]{3}(?:ت|وا|ا)?|ا[^\Wا]ت[^\Wا]{2}(?:ت|وا)?")  # forms X and VIII
_IMPERFECT = re.compile(rf"ي[{_LETTER}]{{2,10}}")
_CALLED_FOR = re.compile(rf"الي|حتي|ل[{_LETTER}]{{3,12}}")
_CONSEQUENCE = re.compile(rf"،? ف([{_LETTER}]+)")
_CALL_REACH = 7  # words from «دعا» to its «إلى»


@functools.cache
def _perfect() -> frozenset[str]:
    """Perfect verbs, also with an object pronoun."""
    perfect = [plain(w) for w in load("cues")["past"]["words"]]
    # Verbs with ت in front are spelled like their verbal nouns: with a pronoun they are nouns («تقدمها»).
    # So are short verbs with «ـه», since ة is folded («حمله» is «حملة»).
    # And hollow verbs of form IV: «أعاده» is «إعادة».
    objects = [
        w + s
        for w in perfect
        if w[0] != "ت"
        for s in _OBJECTS
        if len(s) > 1 or (len(w) > 3 and not _HOLLOW.fullmatch(w) and w != "سيطر")
    ]
    return frozenset({*perfect, *objects})


@functools.cache
def _listed() -> dict[str, str]:
    """Cue word -> planning, call, stative (no cue), past or imperfect; the first list that has it counts."""
    table = load("cues")
    calls = [plain(w) for w in table["imperative"]["calls"]]
    lists = {
        "planning": map(plain, table["future"]["words"]),
        "call": [w + s for w in calls for s in ("", *_OBJECTS[:3])],
        "stative": map(plain, table["scheduled"]["stative"] + table["scheduled"]["names"]),
        "past": _perfect(),
        "imperfect": map(plain, table["scheduled"]["words"]),
    }
    kinds: dict[str, str] = {}
    for kind, words in lists.items():
        for word in words:
            kinds.setdefault(word, kind)
    return kinds


@functools.cache
def _word_set(table: str, key: str = "words") -> frozenset[str]:
    return frozenset(plain(w) for w in load("cues")[table][key])


@functools.cache
def _future_verb() -> re.Pattern[str]:
    stems = "|".join(plain(w) for w in load("cues")["future_verb"]["not_stems"])
    return re.compile(rf"س[يتن](?!{stems})[{_LETTER}]{{2,9}}")


@functools.lru_cache(maxsize=1 << 14)
def cue_kind(word: str) -> str | None:
    """What a word says of the direction of what follows it.

    Examples
    --------
    >>> [cue_kind(w) for w in ("وقال", "سيعقد", "دعا", "يعقد", "يقول", "بيت")]
    ['past', 'planning', 'call', 'imperfect', 'stative', None]
    >>> [cue_kind(w) for w in ("ليبيا", "فيما", "فيعقد", "ويعقد")]
    [None, None, 'imperfect', 'imperfect']
    """
    if word[0] in _CLITICS and word not in _listed() and (kind := _after_clitic(word[0], word[1:])):
        return kind
    return _kind(word)


_CLITICS = frozenset("وفل")


def _after_clitic(clitic: str, word: str) -> str | None:
    """The kind of a word behind a clitic.

    «لـ» before an imperfect gives a purpose or an outcome and no direction («فاز ليتأهل»), and more words
    begin with «لي» or «في» by themselves («ليبيا», «فيما», «فيروس»): the form alone is no evidence there.
    """
    kind = _kind(word)
    if clitic == "و" or word in _listed():
        return kind
    if kind == "imperfect":
        return kind if clitic == "ف" and word in _diary() else None
    return None if clitic == "ل" and kind == "planning" else kind


@functools.cache
def _diary() -> frozenset[str]:
    """Imperfects with ي of the verbs that are listed with ت."""
    return frozenset("ي" + w[1:] for w in _word_set("scheduled"))


@functools.lru_cache(maxsize=1 << 14)
def _by_form(word: str) -> bool:
    """Whether only the letters make a word look like a verb to come."""
    listed = _listed()
    return word not in listed and not (word[0] in _CLITICS and word[1:] in listed)


@functools.cache
def _foreign_end() -> re.Pattern[str]:
    ends = "|".join(plain(w) for w in load("cues")["scheduled"]["foreign_ends"])
    return re.compile(rf"[{_LETTER}]{{2,}}(?:{ends})")


def _with_and(words: Iterable[str]) -> frozenset[str]:
    return frozenset(clitic + word for word in words for clitic in ("", "و", "ف"))


@functools.cache
def _before_names() -> frozenset[str]:
    return _with_and(_word_set("scheduled", "nouns_after"))


@functools.cache
def _before_verbal_nouns() -> frozenset[str]:
    return _before_names() | _with_and(_word_set("past", "noun_before"))


def _is_verbal_noun(words: list[str], at: int) -> bool:
    """«من المقرر إعادة فتح المعبر»: the noun, not «he opened»."""
    if not at or words[at] not in _word_set("past", "homographs"):
        return False
    return words[at - 1] in _before_verbal_nouns()


def _is_name(words: list[str], at: int) -> bool:
    """«إلى ستوكهولم», «مدينة ينبع»: after a preposition or a head noun stands no verb."""
    if not _by_form(words[at]):
        return False
    if _foreign_end().fullmatch(words[at]):
        return True
    if not at:
        return False
    return words[at - 1] in _before_names()


def _kind(word: str) -> str | None:
    kind = _listed().get(word)
    if kind == "planning" or (word not in _word_set("not_future") and _future_verb().fullmatch(word)):
        return "planning"
    if kind in ("call", "stative", "past"):
        return kind
    if _DERIVED.fullmatch(word):
        return "past"
    return "imperfect" if kind or _IMPERFECT.fullmatch(word) else None


def cue_of(text: str, start: int, end: int) -> str | None:
    """``past``, ``present``, ``future`` or None for what stands at ``text[start:end]``.

    The nearest cue before the expression in its sentence decides; at the head of a sentence, the nearest
    after it. ``present`` is an imperfect: of a day it looks ahead («يصل الأحد»), of a month it may tell the
    last figures («التضخم ينخفض في سبتمبر»).

    Examples
    --------
    >>> text = "وصل الوزير الاحد على ان يلتقي الرئيس الخميس"
    >>> cue_of(text, 11, 16), cue_of(text, 37, 43)
    ('past', 'present')
    """
    low = max(0, start - _BACK)
    for stop in SENTENCE_END.finditer(text, low, start):
        low = stop.end()
    if _LEAD.fullmatch(text, low, start):
        return _nearest_after(text, end, SENTENCE_END) or _heading(text, end)
    cue = _nearest_before(_words(text, low, start))
    if cue == "called":
        return "past" if _came_about(text, end) or _WHERE_TO.match(text, end) else "future"
    return cue or _nearest_after(text, end, _CLAUSE_END)


_WHERE_TO = re.compile("،? (?:الي|حتي) ")  # «دعا الأمين العام للأمم المتحدة الثلاثاء إلى هدنة»
_COLON = re.compile(" ?:")


def _heading(text: str, end: int) -> str | None:
    """«السبت: غائم جزئيا»: the heading of a forecast or programme, where no verb tells what happened."""
    return "future" if _COLON.match(text, end) else None


def _words(text: str, low: int, high: int) -> list[str]:
    """Words and the marks between clauses; a word cut in two at the lower end is left out."""
    words = _WORDS.findall(text, low, high)
    return words[1:] if low and words and text[low - 1 : low].isalpha() else words


def _nearest_before(words: list[str]) -> str | None:
    marked = False
    for at in range(len(words) - 1, -1, -1):
        marked |= words[at] in _MARKS
        if words[at] in _SINCE and not marked and len(words) - at <= _REACH_OF_SINCE:
            return "past"  # «منذ عودته إلى السلطة في 20 يناير»
        kind = cue_kind(words[at])
        if kind in ("imperfect", "planning") and _is_name(words, at):
            continue
        if kind == "past" and _is_verbal_noun(words, at):
            continue
        if kind == "imperfect" and "منذ" in words[at + 1 : at + 1 + _REACH_OF_SINCE]:
            continue  # «يشهد الدولار هبوطا منذ يناير»: it has been falling
        if kind == "imperfect":
            cue = _was(words, at) or "present"
            return None if cue == "open" else cue
        if kind == "call":
            if _calls_for(words, at):
                return "past" if _pluperfect(words, at) else "called"
            if words[at].lstrip("وف") in _perfect():
                return "past"
        elif kind in _DIRECTION:
            return _DIRECTION[kind]
    return None


def _calls_for(words: list[str], at: int) -> bool:
    """Whether «إلى», «حتى» or «لـ» follows a verb of calling or putting off."""
    return any(map(_CALLED_FOR.fullmatch, words[at + 1 : at + 1 + _CALL_REACH]))


_DIRECTION = {"planning": "future", "past": "past", "imperfect": "present", "call": "future"}
_REACH_OF_WAS = 4  # words
_REACH_OF_SINCE = 8
_SINCE = frozenset(("منذ", "ومنذ"))


def _was(words: list[str], at: int) -> str | None:
    """«لم يعقد», «كان يعقد» are past; «كان من المقرر أن يعقد» leaves the side open."""
    for i in range(at - 1, max(-1, at - 1 - _REACH_OF_WAS), -1):
        word = words[i]
        if word in _MARKS:
            return None
        before = _word_set("past_before")
        if word in before or (word[0] in "وف" and word[1:] in before):
            return "open" if "planning" in map(cue_kind, words[i:at]) else "past"
    return None


_MARKS = frozenset(".،")


def _pluperfect(words: list[str], at: int) -> bool:
    """«كانت قد أمهلتهم حتى الأحد»: the time that was given has run out."""
    return "قد" in words[max(0, at - 1) : at] and any(
        w.lstrip("وف") in _word_set("past_before", "be") for w in words[max(0, at - 5) : at]
    )


def _came_about(text: str, end: int) -> bool:
    """«دعا إلى التظاهر الجمعة، فخرجت الحشود»: what was called for has happened."""
    then = _CONSEQUENCE.match(text, end)
    return bool(then) and cue_kind(then[1]) == "past"


def _nearest_after(text: str, end: int, border: re.Pattern[str]) -> str | None:
    stop = border.search(text, end, end + _ON)
    words = _WORDS.findall(text, end, stop.start() if stop else end + _ON)
    for at, word in enumerate(words):
        kind = cue_kind(word)
        if kind in ("imperfect", "planning") and _is_name(words, at):
            continue
        if kind == "call" and not _calls_for(words, at):
            kind = "past" if word.lstrip("وف") in _perfect() else None
        if kind in _DIRECTION:
            return _DIRECTION[kind]
    return None


@functools.cache
def _signals() -> dict[str, str]:
    return {plain(w): w for w in load("cues")["signals"]["words"]}


def signal_before(text: str, start: int) -> str | None:
    """The connective that stands immediately before an expression.

    Examples
    --------
    >>> signal_before("ومنذ 2014", 5)
    'منذ'
    """
    head = text[max(0, start - 18) : start].rstrip(" (")
    last = head.rfind(" ")
    word, signals = head[last + 1 :], _signals()
    if last > 0 and word in _second_words():
        pair = head[head.rfind(" ", 0, last) + 1 :]
        if found := signals.get(pair) or (pair[0] in _AND and signals.get(pair[1:])):
            return found
    return signals.get(word) or (signals.get(word[1:]) if word[:1] in _AND else None)


@functools.cache
def _second_words() -> frozenset[str]:
    """Last words of the connectives of two words."""
    return frozenset(w.split()[1] for w in _signals() if " " in w)


_AND = frozenset("وف")


@functools.cache
def _verb_before(table: str) -> re.Pattern[str]:
    words = "|".join(plain(w) for w in load("cues")[table]["words"])
    return re.compile(rf"(?<![{_LETTER}])[وفس]?(?:{words})(?:ه|ها|هم)?(?: [^ .،\n]{{1,14}}){{0,4}} $")


def from_somewhere(text: str, start: int) -> bool:
    """Whether a verb that takes «من» stands a few words before («عاد قبل عامين من المنفى»)."""
    return bool(_verb_before("from").search(text, max(0, start - 60), start))


def lasts(text: str, start: int) -> bool:
    """Whether a verb that takes a length stands a few words before («استمر الاشتباك دقائق»)."""
    return bool(_verb_before("lasting").search(text, max(0, start - 60), start))
