"""The word lists of `quantities.toml`, folded and ready for lookup."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any

from ..arabic import fold
from ..lexicon import load
from ..numerals import Reader, with_clitics


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a list: its folded tokens, its label, and the clitic letters before its first word."""

    tokens: tuple[str, ...]
    label: str
    prefix: int


class Phrases:
    """A list of phrases, found by their first or last word in constant time."""

    def __init__(self, rows: Iterable[tuple[str, str]], clitics: bool = True) -> None:
        self._first: dict[str, list[Phrase]] = defaultdict(list)
        self._last: dict[str, list[Phrase]] = defaultdict(list)
        for text, label in rows:
            tokens = tuple(fold(text).split())
            heads = with_clitics(tokens[0]) if clitics else [(tokens[0], 0, False, False)]
            for head, prefix, _, definite in heads:
                if not definite:
                    phrase = Phrase((head, *tokens[1:]), label, prefix)
                    self._first[phrase.tokens[0]].append(phrase)
                    self._last[phrase.tokens[-1]].append(phrase)
        for table in (self._first, self._last):
            for phrases in table.values():
                phrases.sort(key=lambda p: (-len(p.tokens), p.prefix))

    def starting(self, reader: Reader, i: int) -> Phrase | None:
        """Longest phrase that begins at token `i`."""
        for phrase in self._first.get(reader.text(i), ()):
            if all(reader.text(i + k) == t for k, t in enumerate(phrase.tokens)):
                return phrase
        return None

    def ending(self, reader: Reader, i: int) -> Phrase | None:
        """Longest phrase whose last word is token ``i - 1``."""
        for phrase in self._last.get(reader.text(i - 1), ()):
            n = len(phrase.tokens)
            if i >= n and all(reader.text(i - n + k) == t for k, t in enumerate(phrase.tokens)):
                return phrase
        return None


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun, unit or currency: its English name and kind."""

    unit: str
    kind: str
    dual: bool = False
    prefix: int = 0


@dataclass(frozen=True)
class Lists:
    """The lists of `quantities.toml`."""

    nouns: dict[str, Noun]
    verb_units: dict[str, str]  # casualty verb or noun -> what a bare number after it counts
    duals: dict[str, Noun]
    phrases: dict[str, Phrases]
    measures: Phrases
    shares: dict[str, tuple[Fraction, int]]  # word -> share, clitic letters
    pronouns: tuple[str, ...]
    ordinals: dict[str, tuple[int, bool, int]]  # word -> value, definite, clitic letters
    sets: dict[str, frozenset[str]]
    table: dict[str, Any]


@cache
def lists() -> Lists:
    """Read and fold the lists, once."""
    table = load("quantities")
    nouns = _nouns(table)
    return Lists(
        nouns,
        _verb_units(table),
        _duals(table, nouns),
        _phrase_lists(table),
        Phrases(
            ((form, unit) for unit, forms in table["measures"].items() for form in forms if " " in form),
            clitics=False,
        ),
        _shares(table),
        tuple(table["pronouns"]["endings"]),
        _ordinals(table),
        _sets(table),
        table,
    )


def _nouns(table: dict[str, Any]) -> dict[str, Noun]:
    out: dict[str, Noun] = {}
    sections = (
        ("time_units", "duration"),
        ("currencies", "money"),
        ("measures", "measure"),
        ("nouns", "count"),
    )
    for section, kind in sections:
        for unit, forms in table[section].items():
            for form in map(fold, forms):
                out.setdefault(form, Noun(unit, kind))
                if not form.endswith(("ه", "ا", "اء", "ات")):
                    out.setdefault(form + "ا", Noun(unit, kind))  # «50 هجوما»
    return out


def _verb_units(table: dict[str, Any]) -> dict[str, str]:
    rows = [(fold(f), unit) for unit, forms in table["verb_units"].items() for f in forms]
    return {t: unit for form, unit in rows for t, _, _, definite in with_clitics(form) if not definite}


def _duals(table: dict[str, Any], nouns: dict[str, Noun]) -> dict[str, Noun]:
    bare = {fold(f): Noun(u, "duration", True) for u, forms in table["time_duals"].items() for f in forms}
    for section, kind, endings in (
        ("nouns", "count", ("ان", "ين")),
        ("currencies", "money", ("ين",)),
        ("measures", "measure", ("ين",)),
    ):
        for unit, forms in table[section].items():
            for stem in _singulars(forms):
                for ending in endings:
                    if (dual := stem + ending) not in nouns:
                        bare.setdefault(dual, Noun(unit, kind, True))
    out: dict[str, Noun] = {}
    for form, noun in bare.items():
        for text, prefix, _, definite in with_clitics(form):
            if not definite and text not in nouns:
                out.setdefault(text, replace(noun, prefix=prefix))
    return out


def _singulars(forms: Sequence[str]) -> list[str]:
    # A list may hold two nouns («قتيل», «وفاة»): each form may be a singular but the plurals in ين, ون, ات.
    without = load("quantities")["no_dual"]["words"]
    plural = ("ين", "ون", "ات", "ى")
    singular = [fold(f) for f in forms if " " not in f and not f.endswith(plural) and f not in without]
    return [s[:-1] + "ت" if s.endswith("ه") else s for s in singular]


def _phrase_lists(table: dict[str, Any]) -> dict[str, Phrases]:
    pairs = lambda name: [(w, label) for label, words in table[name].items() for w in words]  # noqa: E731
    words = lambda name: [(w, name) for w in table[name]["words"]]  # noqa: E731
    return {
        "approx_before": Phrases(pairs("approx_before")),
        "approx_after": Phrases(pairs("approx_after"), clitics=False),
        "part_before": Phrases(words("part_before")),
        "part_after": Phrases(words("part_after"), clitics=False),
        "whole_after": Phrases(words("whole_after"), clitics=False),
        "introducers": Phrases(
            [(w.removesuffix(" بـ"), "") for w in table["introducers"]["words"]], clitics=False
        ),
        "percent": Phrases(words("percent"), clitics=False),
        "points": Phrases([(w, "") for w in table["percent"]["points"]], clitics=False),
        "rates": Phrases(pairs("rates"), clitics=False),
        "range_before": Phrases([(w, w) for w in table["range_words"]["before"]]),
    }


def _shares(table: dict[str, Any]) -> dict[str, tuple[Fraction, int]]:
    out = {}
    for share, forms in table["fractions_before_definite"].items():
        for form in forms:
            for text, prefix, _, definite in with_clitics(fold(form)):
                if not definite:
                    out[text] = (Fraction(share), prefix)
    return out


def _ordinals(table: dict[str, Any]) -> dict[str, tuple[int, bool, int]]:
    out: dict[str, tuple[int, bool, int]] = {}
    for value, forms in table["ordinals"].items():
        for form in forms:
            if " " in form:
                continue
            for text, prefix, _, definite in with_clitics(fold(form)):
                out.setdefault(text, (int(value), definite, prefix))
    for form in table["ordinal_compound"]["words"]:
        for text, prefix, _, definite in with_clitics(fold(form)):
            out.setdefault(text, (1, definite, prefix))
    return out


def _sets(table: dict[str, Any]) -> dict[str, frozenset[str]]:
    context, universals = table["ordinal_context"], table["universals"]
    plain = {
        "numbered": context["numbered"],
        "regnal": context["regnal"],
        "idioms": context["idioms_before"],
        "extension": context["extension"],
        "not_share": context["not_fraction_next"],
        "not_counted": table["not_counted"]["words"],
        "identifiers": table["identifiers"]["words"],
        "duration_before": table["duration_before"]["words"],
        "age": table["age_before"]["words"],
        "change": table["change_verbs"]["words"],
        "number_of": table["number_of"]["words"],
        "all": universals["all"],
        "each": universals["each"],
        "plurals": universals["plurals"],
        "these": table["these"]["words"],
        "inside_head": table["inside_head"]["words"],
        "among": table["among"]["words"],
        "ordinal_compound": table["ordinal_compound"]["words"],
        "one_time_unit": table["one_time_unit"]["words"],
        "kinds": table["kinds"]["words"],
        "each_of": table["each_of"]["words"],
        "exceeds": table["exceeds"]["words"],
        "until": table["until"]["words"],
        "from": table["until"]["opened_by"],
        "comparisons": table["comparisons"]["words"],
        "compared_with": table["compared_with"]["words"],
        "shares": table["compared_with"]["shares"],
        "same": table["compared_with"]["same"],
        "day_parts": table["day_parts"]["words"],
        "hour": table["hour"]["words"],
        "duration_after": table["duration_after"]["words"],
        "reckoned_from": table["reckoned_from"]["words"],
        "lasting": table["lasting"]["units"],
        "passed_over": table["passed_over"]["words"],
        "age_directly": table["age_directly"]["words"],
        "others": table["others"]["words"],
        "last_one": table["last_one"]["words"],
        "then": load("events")["order"]["then"],
        "complete": universals["complete"],
        "complete_of": [*universals["complete_of"], *(w + "ا" for w in universals["complete_of"])],
        "not_after_all": universals["not_after"],
        "between": table["range_words"]["between"],
    }
    out = {name: frozenset(map(fold, words)) for name, words in plain.items()}
    out["vague"] = frozenset(fold(w) for row in table["vague"].values() for w in row["words"])
    return out


CLITIC_HEADS = frozenset(h[0] for h in with_clitics("")) | {"ال", "لل"}


def before_article(word: str) -> int:
    """Letters of و ف ب ك before ال or لل; the ل of لل cannot be parted from the word."""
    for head in ("وبال", "وال", "بال", "فال", "كال", "ولل"):
        if word.startswith(head):
            return len(head) - 2
    return 0
