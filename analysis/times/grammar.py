"""Finding: from a text to its time expressions, still undated. It never sees the DCT."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from ..arabic import Squeezed, fold, squeeze
from ..lexicon import load
from .cues import cue_of, signal_before
from .expression import Expression
from .guards import GUARDS, Match, counted_after_year
from .meaning import Meaning, Piece, mean_duration
from .rules import RULES, Rule, compile_pattern, first_classes
from .tokens import BREAK, Scan, Token, class_codes, plain, scan

# A run of this many lexicon words without any other word is a table or noise, not a sentence.
_LONGEST_RUN = 64
_OPEN = {"day", "nth_weekday", "month", "season", "holiday", "unit"}
_SAID = {"past", "future", "current", "before_last", "after_next"}
_SETTLED = {"year", "year_rel", "offset", "of_month"}


_NOISE = re.compile(rf"(?:^|(?<=\.))(?:[^.][^.]){{{_LONGEST_RUN},}}[^.]")


@functools.cache
def _branches() -> dict[str, str]:
    """Code of a word class -> the rules that can begin with it, in order, as one pattern."""
    by_class: dict[str, list[str]] = {}
    for rule in RULES:
        branch = f"(?P<{rule.name}>{compile_pattern(rule.pattern)})"
        for name in first_classes(rule.pattern):
            by_class.setdefault(class_codes()[name], []).append(branch)
    return {code: "|".join(branches) for code, branches in by_class.items()}


@functools.cache
def _automaton(code: str) -> re.Pattern[str] | None:
    branches = _branches().get(code)
    return re.compile(branches) if branches else None


# No pattern reaches over a break, so what stands up to the next one decides; news repeats such runs.
_LONGEST_KEPT = 24


@functools.lru_cache(maxsize=1 << 13)
def _first_rule(run: str) -> tuple[Rule, int] | None:
    """The rule that a run of code begins with, and the length of its match."""
    automaton = _automaton(run[0])
    found = automaton and automaton.match(run)
    return (_BY_NAME[found.lastgroup], found.end()) if found else None


_BY_NAME = {rule.name: rule for rule in RULES}


def find(text: str) -> list[Expression]:
    """Find the time expressions of a text.

    Parameters
    ----------
    text : str
        Unedited text.

    Returns
    -------
    list of Expression
        In reading order, without nesting or overlap.

    Examples
    --------
    >>> [(e.text, e.kind, e.data["month"]) for e in find("في 10 أكتوبر")]
    [('10 أكتوبر', 'day', 10)]
    """
    squeezed = squeeze(text)
    scanned = scan(fold(squeezed.text))
    return _finish(list(_match(scanned)), scanned, squeezed)


def _match(scanned: Scan) -> Iterator[tuple[Rule, int, int, Meaning]]:
    """Matches as (rule, first token, last token, meaning)."""
    code = scanned.code
    if len(code) > 2 * _LONGEST_RUN:
        code = _NOISE.sub(lambda m: BREAK * len(m[0]), code)
    position, stop = 0, -1
    while start := _TOKEN.search(code, position):
        position = start.start()
        if position > stop:
            stop = code.index(BREAK, position)
        run = code[position : stop + 1]
        found = _first_rule(run) if len(run) <= _LONGEST_KEPT else _first_rule.__wrapped__(run)
        if found is None:
            position += 2
            continue
        rule, length = found
        if rule.mean is not None:
            pieces = _read(rule, scanned, position // 2, (position + length - 1) // 2)
            if pieces is None:
                position += 2
                continue
            yield from pieces
        position += length + 1


_TOKEN = re.compile(r"[^.]")


def _read(rule: Rule, scanned: Scan, first: int, last: int) -> list[tuple[Rule, int, int, Meaning]] | None:
    tokens, mean = scanned.tokens, rule.mean
    if rule.guard or tokens[last].name == "NY":
        match = Match(scanned, first, last)
        if counted_after_year(match):
            last -= 1
        verdict = GUARDS[rule.guard](match) if rule.guard else True
        if verdict is False:
            return None
        if verdict == "name":  # «محور 26 يوليو»: no part of it is a time
            return []
        if verdict == "duration":  # «قبل عامين من …» is a length, and its particle stays outside
            first, mean = first + 1, mean_duration
    found = tokens[first : last + 1]
    key = (tuple(t[2] for t in found), tuple(t[3] for t in found))
    meaning = _meaning(mean, *key, scanned.code[2 * first + 1 : 2 * last : 2])
    if isinstance(meaning, Meaning):
        return [(rule, first, last, _fresh(meaning))]
    return [(rule, first + p.first, first + p.last, _fresh(p.meaning)) for p in meaning]


@functools.lru_cache(maxsize=1 << 12)
def _meaning(mean: Callable, names: tuple, values: tuple, joints: str) -> Meaning | list[Piece]:
    """What the tokens say: it hangs on their classes and values alone, and news repeats itself."""
    return mean([Token(0, 0, name, value) for name, value in zip(names, values, strict=True)], joints)


def _fresh(meaning: Meaning) -> Meaning:
    """A copy whose data may be written to."""
    kind, type_, data, mod = meaning
    return Meaning(kind, type_, data.copy(), mod)


def _finish(matches: list, scanned: Scan, squeezed: Squeezed) -> list[Expression]:
    """Spans in the unedited text, links to the next expression, cues and signals."""
    out: list[Expression] = []
    text, code = scanned.text, scanned.code
    sentence, seen = 0, 0
    before_rule, before_last = None, -2
    for index, (rule, first, last, meaning) in enumerate(matches):
        start, end = _span(scanned, first, last)
        sentence += text.count("\n", seen, start) + text.count(". ", seen, start)
        seen = start
        signal = signal_before(text, start)
        if rule is before_rule and first == before_last + 1 and rule.name in LISTS:
            cue = out[-1].cue  # one list, one direction
        else:
            cue = _cue(meaning, text, start, end, signal)
        if meaning.kind == "holiday":
            _note_church(meaning, text, start, end)
        touches = index + 1 < len(matches) and matches[index + 1][1] == last + 1
        link = _LINKS.get(code[2 * last + 1], code[2 * last + 1]) if touches else ""
        a, b = squeezed.span(start, end)
        words = squeezed.original[a:b]
        kind, type_, data, mod = meaning
        out.append(Expression(a, b, words, rule.name, kind, type_, data, mod, cue, signal, link, sentence))
        before_rule, before_last = rule, last
    return out


_LINKS = {"l": "t", BREAK: "", " ": "", "-": ""}


def _note_church(meaning: Meaning, text: str, start: int, end: int) -> None:
    """A feast near words of the eastern churches is theirs."""
    if _eastern().search(text, max(0, start - _NEAR), end + _NEAR):
        meaning.data["eastern"] = True


_NEAR = 400  # characters: a paragraph or so


@functools.cache
def _eastern() -> re.Pattern[str]:
    """Words of the eastern churches."""
    return re.compile("|".join(plain(w) for w in load("holidays")["eastern"]["words"]))


LISTS = {"weekday_list", "day_list", "month_list", "days_of_this_month"}
# Where no verb says more.
_WEAK_SIGNAL_CUES = dict.fromkeys(
    ("قبل", "قبيل", "حتى", "لغاية", "إلى غاية", "ابتداء من", "اعتبارا من", "بدءا من"), "future"
)
_FROM_NOW = ("ابتداء من", "اعتبارا من", "بدءا من")  # before a weekday, whatever the verb
_SIGNAL_CUES = {"منذ": "past", "مذ": "past", "بحلول": "future"}


@functools.cache
def _delivery() -> re.Pattern[str]:
    words = "|".join(plain(w) for w in load("cues")["delivery"]["words"])
    return re.compile(rf"(?:{words}) (?:شهر )?$")


def _cue(meaning: Meaning, text: str, start: int, end: int, signal: str | None) -> str | None:
    """The cue, for a meaning whose direction or antecedent the words leave open."""
    data = meaning.data
    anaphoric = data.get("rel") in ("same", "next", "previous")
    if meaning.kind not in _OPEN or data.get("rel") in _SAID or (_SETTLED & data.keys() and not anaphoric):
        return None
    if signal in _FROM_NOW and "weekday" in data:
        return "future"
    if "month" in data and _delivery().search(text, max(0, start - 14), start):
        return "future"
    cue = _SIGNAL_CUES.get(signal) or cue_of(text, start, end) or _WEAK_SIGNAL_CUES.get(signal)
    return "future" if cue == "present" and meaning.kind != "month" else cue


_PAIRS = {"(": ")", "[": "]", "«": "»"}
_BRACKETS = frozenset("()[]«»")


def _span(scanned: Scan, first: int, last: int) -> tuple[int, int]:
    """Span of the tokens, with the bracket that one of them opens or closes."""
    text = scanned.text
    start, end = scanned.tokens[first].start, scanned.tokens[last].end
    inside = text[start:end]
    if _BRACKETS.isdisjoint(inside):
        return start, end
    for left, right in _PAIRS.items():
        if inside.count(left) > inside.count(right) and text[end : end + 1] == right:
            end += 1
        elif inside.count(right) > inside.count(left) and text[start - 1 : start] == left:
            start -= 1
    return start, end
