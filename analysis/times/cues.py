"""Cues: whether the words around an expression look back or ahead, and the connective before it."""

from __future__ import annotations

import functools
import re

from ..lexicon import load
from .tokens import Scan, plain

_REACH = 170  # characters to look back; news clauses are rarely longer
_WORDS_BACK, _WORDS_ON = 14, 6
_STOP = re.compile(r"[\n!؟?؛]|\.(?=\s|$)")
_LEAD = re.compile(r"[\s\"«“(]*و?(?:يوم )?(?:في )?")
_CUE = {"FUTC": "future", "FUTV": "future", "SCHED": "future", "PASTV": "past"}


def cue_of(scanned: Scan, first: int, last: int) -> str | None:
    """``past``, ``future`` or None for the tokens `first` to `last`.

    The nearest cue before the expression in its sentence decides; at the head of a sentence, the nearest after.
    """
    text, tokens = scanned.text, scanned.tokens
    start, end = tokens[first].start, tokens[last].end
    low = _sentence_start(text, start)
    before = None if _LEAD.fullmatch(text, low, start) else _look_back(scanned, first, low)
    return before or _look_on(scanned, last, end)


def _sentence_start(text: str, start: int) -> int:
    low = max(0, start - _REACH)
    for stop in _STOP.finditer(text, low, start):
        low = stop.end()
    return low


def _look_back(scanned: Scan, first: int, low: int) -> str | None:
    for index in range(first - 1, max(-1, first - 1 - _WORDS_BACK), -1):
        token = scanned.tokens[index]
        if token.start < low:
            return None
        cue = _CUE.get(token.name)
        if cue:
            return "past" if token.name == "SCHED" and _negated(scanned.text, token.start) else cue
    return None


def _negated(text: str, start: int) -> bool:
    """«لم يعقد»: an imperfect that tells of the past."""
    return bool(re.search(r"(?:^|[\sو])(?:لم|كان|كانت|كانوا) $", text[max(0, start - 8) : start]))


def _look_on(scanned: Scan, last: int, end: int) -> str | None:
    stop = _STOP.search(scanned.text, end, end + 100)
    high = stop.start() if stop else end + 100
    for token in scanned.tokens[last + 1 : last + 1 + _WORDS_ON]:
        if token.start >= high:
            return None
        if token.name in _CUE:
            return _CUE[token.name]
    return None


@functools.cache
def _signals() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {plain(w): w for w in load("cues")["signals"]["words"]}
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"(?:^|[^\u0621-\u064a])[وف]?(" + "|".join(longest_first) + r")[\s(]{1,2}$"), words


def signal_before(text: str, start: int) -> str | None:
    """The connective that stands immediately before an expression.

    Examples
    --------
    >>> signal_before("ومنذ 2014", 5)
    'منذ'
    """
    pattern, words = _signals()
    found = pattern.search(text[max(0, start - 18) : start])
    return words[found[1]] if found else None
