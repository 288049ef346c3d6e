"""Finding: from a text to its time expressions, still undated. It never sees the DCT."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ..arabic import Squeezed, fold, squeeze
from ..lexicon import load
from .cues import cue_of, signal_before
from .expression import Expression
from .guards import GUARDS, Match, counted_after_year
from .meaning import Meaning, Piece, mean_duration
from .rules import RULES, Rule, compile_pattern, first_classes
from .tokens import BREAK, Scan, class_codes, plain, scan

# A run of this many lexicon words without any other word is a table or noise, not a sentence.
_LONGEST_RUN = 64
_OPEN = {"day", "month", "season", "holiday", "unit"}
_SAID = {"past", "future", "current", "before_last", "after_next"}
_SETTLED = {"year", "year_rel", "offset", "of_month"}


_NOISE = re.compile(rf"(?:^|(?<=\.))(?:[^.][^.]){{{_LONGEST_RUN},}}[^.]")


@functools.cache
def _automata() -> dict[str, re.Pattern[str]]:
    """Code of a word class -> the rules that can begin with it, in order, as one pattern."""
    by_class: dict[str, list[str]] = {}
    for rule in RULES:
        branch = f"(?P<{rule.name}>{compile_pattern(rule.pattern)})"
        for name in first_classes(rule.pattern):
            by_class.setdefault(class_codes()[name], []).append(branch)
    return {code: re.compile("|".join(branches)) for code, branches in by_class.items()}


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
    automata, code = _automata(), scanned.code
    if len(code) > 2 * _LONGEST_RUN:
        code = _NOISE.sub(lambda m: BREAK * len(m[0]), code)
    position, end = 0, len(code)
    while position < end:
        automaton = automata.get(code[position])
        found = automaton and automaton.match(code, position)
        if not found:
            position += 2
            continue
        rule = _BY_NAME[found.lastgroup]
        pieces = None
        if rule.mean is not None:
            pieces = _read(rule, scanned, position // 2, (found.end() - 1) // 2)
            if pieces is None:
                position += 2
                continue
            yield from pieces
        position = found.end() + 1


def _read(rule: Rule, scanned: Scan, first: int, last: int) -> list[tuple[Rule, int, int, Meaning]] | None:
    match = Match(scanned, first, last)
    mean = rule.mean
    if scanned.tokens[last].name == "NY" and counted_after_year(match):
        last -= 1
    if rule.guard:
        verdict = GUARDS[rule.guard](match)
        if verdict is False:
            return None
        if verdict == "name":  # «محور 26 يوليو»: no part of it is a time
            return []
        if verdict == "duration":  # «قبل عامين من …» is a length, and its particle stays outside
            first, mean = first + 1, mean_duration
    tokens = scanned.tokens[first : last + 1]
    joints = scanned.code[2 * first + 1 : 2 * last : 2]
    meaning = mean(tokens, joints)
    if isinstance(meaning, Meaning):
        return [(rule, first, last, meaning)]
    return [(rule, first + p.first, first + p.last, p.meaning) for p in meaning if isinstance(p, Piece)]


def _finish(matches: list, scanned: Scan, squeezed: Squeezed) -> list[Expression]:
    """Spans in the unedited text, links to the next expression, cues and signals."""
    out = []
    sentence, seen = 0, 0
    for index, (rule, first, last, meaning) in enumerate(matches):
        start, end = _span(scanned, first, last)
        sentence += scanned.text.count("\n", seen, start) + scanned.text.count(". ", seen, start)
        seen = start
        following = matches[index + 1][1] if index + 1 < len(matches) else -1
        link = scanned.code[2 * last + 1] if following == last + 1 else ""
        a, b = squeezed.span(start, end)
        if meaning.kind == "holiday" and _eastern().search(scanned.text, max(0, start - _NEAR), end + _NEAR):
            meaning.data["eastern"] = True
        signal = signal_before(scanned.text, start)
        if (
            out
            and rule.name in LISTS
            and rule is matches[index - 1][0]
            and first == matches[index - 1][2] + 1
        ):
            cue = out[-1].cue  # one list, one direction
        else:
            cue = _cue(meaning, scanned.text, start, end, signal)
        out.append(
            Expression(
                a,
                b,
                squeezed.original[a:b],
                rule.name,
                meaning.kind,
                meaning.type,
                meaning.data,
                meaning.mod,
                cue,
                signal,
                "t" if link == "l" else link.strip(".- "),
                sentence,
            )
        )
    return out


_NEAR = 150  # characters: a sentence or so


@functools.cache
def _eastern() -> re.Pattern[str]:
    """Words of the eastern churches."""
    return re.compile("|".join(plain(w) for w in load("holidays")["eastern"]["words"]))


LISTS = {"weekday_list", "day_list", "month_list"}
_WEAK_SIGNAL_CUES = {"قبل": "future", "قبيل": "future", "حتى": "future"}  # where no verb says more
_SIGNAL_CUES = {"منذ": "past", "مذ": "past", "بحلول": "future"}


def _cue(meaning: Meaning, text: str, start: int, end: int, signal: str | None) -> str | None:
    """The cue, for a meaning whose direction or antecedent the words leave open."""
    data = meaning.data
    anaphoric = data.get("rel") in ("same", "next", "previous")
    if meaning.kind not in _OPEN or data.get("rel") in _SAID or (_SETTLED & data.keys() and not anaphoric):
        return None
    return _SIGNAL_CUES.get(signal) or cue_of(text, start, end) or _WEAK_SIGNAL_CUES.get(signal)


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
