"""Cues: whether the words around an expression look back or ahead, and the connective before it."""

from __future__ import annotations

import functools
import re

from ..lexicon import load
from .tokens import plain, trie_pattern

_LETTER = "\u0621-\u064a"
_BACK, _ON = 170, 90  # characters read before and after: news clauses are rarely longer
SENTENCE_END = re.compile(r"[\n!؟?؛]|\.(?=\s|$)")
_CLAUSE_END = re.compile(SENTENCE_END.pattern + "|[،,:]")
_LEAD = re.compile(r"[\s\"«“(–-]*[وف]?(?:في |منذ |يوم |مساء |صباح |فجر |ليل |ظهر |يومي ){0,3}")


@functools.cache
def _cues() -> re.Pattern[str]:
    """Cue words and forms. Groups: planning, call, stative (no cue), past, imperfect."""
    table = load("cues")
    planning = trie_pattern(plain(w) for w in table["future"]["words"])
    calls = "|".join(plain(w) for w in table["imperative"]["calls"])
    stative = trie_pattern(plain(w) for w in table["scheduled"]["stative"])
    perfect = [plain(w) for w in table["past"]["words"]]
    # Verbs with ت in front are spelled like their verbal nouns: with a pronoun they are nouns («تقدمها»).
    # So are short verbs with «ـه», since ة is folded («حمله» is «حملة»).
    objects = {w + s for w in perfect if w[0] != "ت" for s in _OBJECTS if len(w) > 3 or len(s) > 1}
    past = trie_pattern({*perfect, *objects})
    no_future = "|".join(plain(w) for w in table["not_future"]["words"])
    stems = "|".join(plain(w) for w in table["future_verb"]["not_stems"])
    scheduled = trie_pattern(plain(w) for w in table["scheduled"]["words"])
    return re.compile(
        "\\b[وفل]?(?:"
        f"(?P<planning>(?:{planning}|(?!(?:{no_future})(?![{_LETTER}]))س[يتن](?!{stems})[{_LETTER}]{{2,9}})(?![{_LETTER}]))"
        f"|(?P<call>(?:{calls})(?:ه|ها|هم)?(?![{_LETTER}])(?: [^ \n]{{1,14}}){{0,6}}? "
        f"(?:الي|حتي|ل[{_LETTER}]{{3,12}})(?![{_LETTER}]))"
        f"|(?P<stative>{stative}(?![{_LETTER}]))"
        f"|(?P<past>(?:{past}|است[^\\Wا]{{3}}(?:ت|وا|ا)?|ا[^\\Wا]ت[^\\Wا]{{2}}(?:ت|وا)?)(?![{_LETTER}]))"
        f"|(?P<imperfect>(?:ي[{_LETTER}]{{2,10}}|{scheduled})(?![{_LETTER}])))"
    )


_OBJECTS = ("ه", "ها", "هم", "هما")
_DIRECTION = {"planning": "future", "call": "future", "past": "past", "imperfect": "future"}


@functools.cache
def _past_before() -> re.Pattern[str]:
    words = "|".join(plain(w) for w in load("cues")["past_before"]["words"])
    return re.compile(rf"(?:^|[\sوف])(?:{words})(?: [^ .،]{{1,14}}){{0,3}} [وف]?$")


def cue_of(text: str, start: int, end: int) -> str | None:
    """``past``, ``future`` or None for what stands at ``text[start:end]``.

    The nearest cue before the expression in its sentence decides; at the head of a sentence, the nearest
    after it.

    Examples
    --------
    >>> text = "وصل الوزير الاحد على ان يلتقي الرئيس الخميس"
    >>> cue_of(text, 11, 16), cue_of(text, 37, 43)
    ('past', 'future')
    """
    low = max(0, start - _BACK)
    for stop in SENTENCE_END.finditer(text, low, start):
        low = stop.end()
    if _LEAD.fullmatch(text, low, start):
        return _nearest_after(text, end, SENTENCE_END)
    return _nearest_before(text, low, start) or _nearest_after(text, end, _CLAUSE_END)


def _nearest_before(text: str, low: int, start: int) -> str | None:
    cue = None
    for match in _cues().finditer(text, low, start):
        direction = _DIRECTION.get(match.lastgroup)
        if match.lastgroup == "imperfect" and (was := _was(text, low, match.start())):
            direction = was
        cue = direction or cue
    return None if cue == "open" else cue


def _was(text: str, low: int, start: int) -> str | None:
    """«لم يعقد», «كان يعقد» are past; «كان من المقرر أن يعقد» leaves the side open."""
    past = _past_before().search(text, max(low, start - 45), start)
    if not past:
        return None
    planned = any(m.lastgroup == "planning" for m in _cues().finditer(text, past.start(), start))
    return "open" if planned else "past"


def _nearest_after(text: str, end: int, border: re.Pattern[str]) -> str | None:
    stop = border.search(text, end, end + _ON)
    for match in _cues().finditer(text, end, stop.start() if stop else end + _ON):
        if match.lastgroup != "stative":
            return _DIRECTION[match.lastgroup]
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
    signals = _signals()
    for word in (head[head.rfind(" ", 0, max(last, 0)) + 1 :], head[last + 1 :]):
        found = signals.get(word) or (signals.get(word[1:]) if word[:1] in _AND else None)
        if found:
            return found
    return None


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
