"""`find_quantities`: the numbers of an article, with what they count, how exact they are and what they are part of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any, Protocol

from .arabic import fold
from .articles import Article
from .lexicon import load
from .numerals import Number, Numeral, Reader, number_words, tokenize, with_clitics
from .timex import Timex

KINDS = (
    "count", "duration", "age", "fraction", "percent", "money", "measure", "ordinal", "universal", "list_length",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of the text, or a word that stands for one.

    Parameters
    ----------
    start, end : int
        Offsets into the unedited text, in code points, end exclusive. Attached و ف ب ل ك stay outside.
    text : str
        ``article.text[start:end]``.
    value : int, float, fractions.Fraction, str or None
        The number; a Fraction for a share («ثلث»); ``"all"`` or ``"complete"`` for a universal; None where the
        text gives only bounds («بين 20 و30») or less («عشرات», «عقود»).
    low, high : number or None
        What the text allows; both equal `value` where it is exact, None where the text sets no bound.
    approx : bool
        True unless the number is given as exact.
    unit : str or None
        English name of what is counted or measured where the list knows it (``soldiers``, ``days``, ``EGP``),
        else the counted noun as written, or None for a bare number.
    of_what : str or None
        The words that say of what, as written.
    part_of : str or None
        `id` of the quantity that this one is part of («بينهم», «منهم», «من أصل»).
    as_of : str or None
        EDTF date or interval for which the number holds, where its clause says so.
    asserted_by : str or None
        Who says so, where a quotation around it has a speaker.
    id : str
        ``Q01``, ``Q02`` … in reading order.
    kind : str
        One of `KINDS`.
    mod : str or None
        ``APPROX MORE_THAN LESS_THAN EQUAL_OR_MORE EQUAL_OR_LESS``, as in `Timex.mod`.
    scope : str or None
        The time window as written («منذ مطلع العام»).
    sentence_id : str or None
        Sentence of the article.
    """

    start: int
    end: int
    text: str
    value: Number | str | None
    low: Number | None
    high: Number | None
    approx: bool
    unit: str | None = None
    of_what: str | None = None
    part_of: str | None = None
    as_of: str | None = None
    asserted_by: str | None = None
    id: str = ""
    kind: str = "count"
    mod: str | None = None
    scope: str | None = None
    sentence_id: str | None = None


class Quotation(Protocol):
    """What `find_quantities` needs of a `Quote`."""

    start: int
    end: int
    speaker: str | None


# --- word lists, folded and ready ---------------------------------------------------------------------------------


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
class _Lists:
    nouns: dict[str, Noun]
    verb_units: dict[str, str]  # casualty verb or noun -> what a bare number after it counts
    duals: dict[str, Noun]
    phrases: dict[str, Phrases]
    measures: Phrases
    shares: dict[str, tuple[Fraction, int]]  # word -> share, clitic letters
    ordinals: dict[str, tuple[int, bool, int]]  # word -> value, definite, clitic letters
    sets: dict[str, frozenset[str]]
    table: dict[str, Any]


@cache
def _lists() -> _Lists:
    table = load("quantities")
    nouns = _nouns(table)
    return _Lists(
        nouns,
        _verb_units(table),
        _duals(table, nouns),
        _phrase_lists(table),
        Phrases(
            ((form, unit) for unit, forms in table["measures"].items() for form in forms if " " in form),
            clitics=False,
        ),
        _shares(table),
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
    # Where a list holds two nouns («قتيل», «وفاة») each short form may be a singular: only plurals in ين, ون, ات are not.
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
    for form in ("حادي", "حاديه"):
        for text, prefix, _, definite in with_clitics(form):
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
        "passed_over": table["passed_over"]["words"],
        "age_directly": table["age_directly"]["words"],
        "others": table["others"]["words"],
        "complete": universals["complete"],
        "complete_of": universals["complete_of"],
        "not_after_all": universals["not_after"],
        "between": table["range_words"]["between"],
    }
    out = {name: frozenset(map(fold, words)) for name, words in plain.items()}
    out["vague"] = frozenset(fold(w) for row in table["vague"].values() for w in row["words"])
    return out


# --- reading ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """A quantity being read: token indices, until offsets are known."""

    first: int
    last: int
    value: Number | str | None
    kind: str
    prefix: int = 0  # clitic letters of the first token
    low: Number | None = None
    high: Number | None = None
    mod: str | None = None
    unit: str | None = None
    of: tuple[int, int] | None = None  # tokens of `of_what`
    joined: bool = False
    exact: bool = True
    number: tuple[int, int] = (0, 0)  # tokens of the number itself, for cues around it
    inherits: bool = False  # «آخرين», «أميركي»: the unit is the one before


class _Scanner:
    """Reads the quantities of one text from left to right, each token once."""

    def __init__(self, text: str) -> None:
        squeezed, tokens = tokenize(text)
        self.squeezed, self.tokens = squeezed, tokens
        self.reader = Reader(squeezed, tokens)
        self.lists = _lists()
        self.text = self.reader.text
        self._readers = self._by_word()

    def _by_word(self) -> dict[str, Any]:
        """Which function reads a quantity that begins with a word."""
        sets = self.lists.sets
        out: dict[str, Any] = {}
        for word in self.lists.ordinals:
            out[word] = self._ordinal
        for word in self.lists.duals:
            out[word] = self._dual
        for unit in self.lists.table["time_units"].values():
            for form in unit:
                for text, _, _, definite in with_clitics(fold(form)):
                    if not definite:
                        out[text] = self._bare_time
        for word in number_words():
            out[word] = self._number
        for name, function in (("vague", self._vague), ("all", self._all), ("complete_of", self._complete)):
            for word in sets[name]:
                for text, _, _, _ in with_clitics(word):
                    out[text] = function
        for word in self.lists.table["lists"].values():
            for form in word:
                for text, _, _, definite in with_clitics(fold(form)):
                    if not definite:
                        out[text] = self._list
        for row in self.lists.table["currency_signs"]:
            out[row] = self._currency_first
        return out

    def scan(self) -> list[_Found]:
        """All quantities in reading order; they do not overlap."""
        out: list[_Found] = []
        i, n = 0, len(self.tokens)
        while i < n:
            token = self.tokens[i].text
            reader = self._number if token[0].isdigit() else self._readers.get(token)
            found = reader(i) if reader else None
            if isinstance(found, int):
                i = max(found, i + 1)  # these tokens are no quantity
            elif found is None:
                i += 1
            else:
                floor = out[-1].last if out else 0
                found.first = max(found.first, floor)
                out.append(found)
                i = max(found.last, i + 1)
        return out

    # --- numbers ---

    def _number(self, i: int) -> _Found | int | None:
        if self.tokens[i].text[0].isdigit() and (skipped := self._no_number(i)):
            return skipped
        if self._is_vague_scale(i):
            return self._vague(i)
        if fifth := self._fifth(i):
            return fifth
        numeral = self.reader.read(i)
        if numeral is None:
            return self._ordinal(i) if self.text(i) in self.lists.ordinals else None
        if numeral.fraction:
            return self._share(numeral)
        if ratio := self._ratio(numeral):
            return ratio
        if numeral.value in (1, 2) and not numeral.digits and (after := self._after_noun(numeral)):
            return after
        return self._range(numeral) or self._counted(numeral)

    def _is_vague_scale(self, i: int) -> bool:
        word = self.reader.word(i)
        return word is not None and word.kind == "scale" and word.plural

    def _touches(self, i: int) -> bool:
        """Token `i` stands directly after token ``i - 1``."""
        return 0 < i < len(self.tokens) and self.tokens[i].start == self.tokens[i - 1].end

    def _no_number(self, i: int) -> int | None:
        """End of a date, clock time, score, name or telephone number in digits that begins at token `i`."""
        last = i + 1
        seen = set()
        while last + 1 < len(self.tokens) and self._touches(last) and self._touches(last + 1):
            if self.text(last) not in "/:-–—." or not self.text(last + 1)[0].isdigit():
                break
            seen.add(self.text(last))
            last += 2
        if last == i + 3 and seen <= {"-", "–", "—"} and self._rising(i, i + 2):
            return None  # «5-10 أشخاص»
        if last > i + 1:
            return last
        before = self.text(i - 1)
        if self._touches(i) and (before[0].isascii() and before[0].isalpha()):
            return last  # G20
        if self._touches(last) and self.text(last)[0].isascii() and self.text(last)[0].isalpha():
            return last
        return last if self._names_a_thing(i, last) else None

    def _rising(self, i: int, j: int) -> bool:
        a, b = self.reader.digits(i), self.reader.digits(j)
        return bool(a and b and a[0] < b[0] and (self._noun(b[1], b[0]) or self.text(b[1]) in ("%", "٪")))

    def _names_a_thing(self, i: int, last: int) -> bool:
        j = i - 1
        while j >= 0 and self.text(j) in ("-", "(", "–", "/", "ال", ":"):
            j -= 1
        named = j >= 0 and bool({self.text(j), self.text(j)[1:]} & self.lists.sets["identifiers"])
        return named and not self._known(last) and self.reader.word(last) is None

    # --- what is counted ---

    def _known(self, i: int) -> Noun | None:
        return self.lists.nouns.get(self.text(i))

    def _bare(self, i: int) -> tuple[str, int, bool]:
        """The word at `i` without attached clitics, their length, and whether ال is one of them."""
        word = self.text(i)
        for head in ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال"):
            if word.startswith(head) and len(word) > len(head) + 1 and self._is_article(i, len(head)):
                return word[len(head) :], len(head), True
        if word[:1] in ("و", "ف", "ب", "ل", "ك") and word not in self.lists.nouns and len(word) > 3:
            rest = word[1:]
            if rest[:1] in ("ب", "ل") and rest not in self.lists.nouns and rest[1:] in self.lists.nouns:
                return rest[1:], 2, False
            return rest, 1, False
        return word, 0, False

    def _is_article(self, i: int, length: int) -> bool:
        # «ألمانيا» begins with a hamza, not with the article
        return self.squeezed.text[self.tokens[i].start + length - 2] in "الٱ"

    def _noun(self, i: int, value: Number) -> tuple[int, Noun] | None:
        """End and unit of the noun that a number before token `i` counts."""
        phrase = self.lists.measures.starting(self.reader, i)
        if phrase:
            return i + len(phrase.tokens), Noun(phrase.label, "measure")
        known = self._known(i)
        if known and value not in (1, 2):
            return i + 1, known
        word = self.text(i)
        if word in self.lists.sets["others"] or self._looks_counted(word, value):
            start, end = self.squeezed.span(self.tokens[i].start, self.tokens[i].end)
            return i + 1, Noun(self.squeezed.original[start:end], "count")
        return None

    def _looks_counted(self, word: str, value: Number) -> bool:
        """Whether an unknown word can be what a number counts, by the grammar of number and noun."""
        if len(word) < 3 or not "\u0621" <= word[0] <= "\u064a" or word in self.lists.sets["not_counted"]:
            return False
        if value in (1, 2):
            return False  # one and two stand after their noun
        if (
            word in number_words()
            or word in self.lists.ordinals
            or word.startswith(("ال", "لل", "وال", "بال"))
        ):
            return False
        if isinstance(value, float) or (isinstance(value, int) and 1850 <= value <= 2100):
            return False  # a year before a verb looks the same
        rest = int(value) % 100
        if 11 <= rest <= 99:
            clitic = word.startswith(("و", "ي", "ل", "ب", "ف"))
            return (word.endswith("ا") and word[0] not in "وي") or (word.endswith(("ه", "اء")) and not clitic)
        if 3 <= rest <= 10:
            return not word.startswith(("و", "ي", "ف", "ل", "س", "ب")) or word.endswith(("ات", "ين"))
        return not word.startswith(("و", "ي", "ف", "ل", "ب")) or word.endswith("ه")

    def _ratio(self, part: Numeral) -> _Found | None:
        """«ثلاثة من كل عشرة أطفال»."""
        i = part.last
        if self.text(i) != "من" or self.text(i + 1) not in self.lists.sets["each"]:
            return None
        whole = self.reader.read(i + 2) if i + 2 < len(self.tokens) else None
        if whole is None or not (
            isinstance(part.value, int) and isinstance(whole.value, int) and whole.value
        ):
            return None
        found = _Found(part.first, whole.last, Fraction(part.value, whole.value), "fraction", part.prefix)
        found.number = (part.first, whole.last)
        if counted := self._noun(whole.last, whole.value):
            found.of, found.last, found.unit = (
                (whole.last, counted[0]),
                counted[0],
                f"share of {counted[1].unit}",
            )
        self._bounds(found)
        return found

    def _fifth(self, i: int) -> _Found | None:
        """«خمس السكان» is a fifth: five would stand before an indefinite plural."""
        share = self.lists.shares.get(self.text(i))
        if share is None or not self._bare(i + 1)[2]:
            return None
        found = _Found(i, i + 2, share[0], "fraction", share[1], of=(i + 1, i + 2), number=(i, i + 1))
        noun = self.lists.nouns.get(self._bare(i + 1)[0])
        found.unit = f"share of {noun.unit if noun else self._written(i + 1)}"
        self._bounds(found)
        return found

    def _after_noun(self, numeral: Numeral) -> _Found | None:
        """«شخص واحد»: one stands after its noun."""
        i = numeral.first
        noun = self._known(i - 1) if i else None
        if noun is None or noun.kind == "duration" or numeral.definite or numeral.prefix:
            return None
        found = _Found(
            i - 1,
            numeral.last,
            numeral.value,
            noun.kind,
            0,
            unit=noun.unit,
            of=(i - 1, i),
            number=(i - 1, i + 1),
        )
        self._bounds(found)
        return found

    def _counted(self, numeral: Numeral) -> _Found | None:
        prefix = _before_article(self.text(numeral.first)) if numeral.definite else numeral.prefix
        found = _Found(numeral.first, numeral.last, numeral.value, "count", prefix, joined=numeral.joined)
        found.number = (numeral.first, numeral.last)
        return self._complete_number(found, numeral.value, numeral)

    def _complete_number(self, found: _Found, value: Number, numeral: Numeral) -> _Found | None:
        """Add what stands around a number: unit, approximation, introducer; None where it is no quantity."""
        article = self._article_before(found, numeral)
        if self._percent(found) or self._money_sign(found) or (article and self._noun_before(found)):
            pass
        elif counted := self._noun(found.last, value):
            if not article or counted[1].unit in self.lists.table["nouns"] or counted[1].kind != "count":
                self._take_noun(found, counted)
        elif self._of_definite(found):
            pass
        if article and found.unit is None:
            return None
        if found.unit is None and not self._stands_alone(found, numeral):
            return None
        self._bounds(found)
        if found.unit is None and found.kind == "count":
            self._unit_before(found)
        return found

    def _unit_before(self, found: _Found) -> None:
        """«عدد القتلى 45», «أصيب 45», «سن 18»: the unit of a bare number stands before it."""
        for i in range(found.first - 1, max(-1, found.first - 5), -1):
            word = self.text(i)
            before = self._bare(i - 1)[0] if i else ""
            if word in self.lists.sets["age"] and i == found.first - 1:
                found.unit, found.kind = "years", "age"
            elif before in self.lists.sets["number_of"]:
                noun = self.lists.nouns.get(self._bare(i)[0])
                found.unit, found.of = (noun.unit if noun else self._written(i)), (i, i + 1)
            elif word in self.lists.verb_units:
                found.unit = self.lists.verb_units[word]
            elif word in self.lists.sets["passed_over"]:
                continue
            return

    def _article_before(self, found: _Found, numeral: Numeral) -> bool:
        """«الـ19», «الأربعة»: the number is definite; a detached ال joins the span."""
        if (
            numeral.digits
            and self._touches(found.first)
            and self.text(found.first - 1) in ("ال", "وال", "لل", "بال")
        ):
            found.prefix = _before_article(self.text(found.first - 1))
            found.first -= 1
            return True
        return numeral.definite

    def _take_noun(self, found: _Found, counted: tuple[int, Noun]) -> None:
        end, noun = counted
        if found.value == 1000 and self._is_verb(found, end):
            return
        found.of = (found.last, self._phrase_end(end))
        found.last, found.unit, found.kind = end, noun.unit, noun.kind
        if noun.kind == "money":
            self._currency(found)
        elif noun.kind == "duration":
            self._after_duration(found, noun.unit)
            self._duration_of(found)
        elif noun.kind == "count" and self._is_other(noun):
            found.inherits = True
        self._rate(found)

    def _is_verb(self, found: _Found, end: int) -> bool:
        """«ألّف كتابا» is a verb and its object: after a thousand the noun is no accusative."""
        word = self.text(end - 1)
        return found.last == found.number[0] + 1 and word.endswith("ا") and word[:-1] in self.lists.nouns

    def _is_other(self, noun: Noun) -> bool:
        if noun.unit in self.lists.table["nouns"]:
            return False
        word = fold(noun.unit)
        return word in self.lists.sets["others"] or word.endswith(("ي", "يا", "يين", "يون", "يه"))

    def _phrase_end(self, i: int) -> int:
        """End of the adjectives and the ل- phrase after a noun, three words at most."""
        last = i
        while last < i + 3 and self._describes(self.text(last)):
            last += 1
        return last

    def _describes(self, word: str) -> bool:
        if len(word) < 3 or word in self.lists.sets["not_counted"]:
            return False
        return (
            (word.endswith(("ي", "يه", "يا", "يين", "ييه")) and word[0] not in "يولبف") or word.startswith("لل")
        )

    def _currency(self, found: _Found) -> None:
        codes = self.lists.table["currency_codes"].get(found.unit, {})
        adjective = self.text(found.last)
        for written, code in codes.items():
            if adjective in (folded := fold(written), folded + "ا", folded + "ه"):
                found.unit, found.last = code, found.last + 1
                return

    def _after_duration(self, found: _Found, unit: str) -> None:
        """«سنوات ونصف», and ages."""
        word = self.reader.word(found.last)
        if (
            word
            and word.kind == "fraction"
            and word.joined
            and not word.definite
            and isinstance(found.value, int | float)
        ):
            found.value = _plus(found.value, word.value)
            found.last += 1
            following = self._bare(found.last)[0]
            known = self.lists.nouns.get(following)
            found.last += bool(known and known.unit == unit)
        if unit == "years" and self._is_age(found):
            found.kind = "age"

    def _is_age(self, found: _Found) -> bool:
        if self.text(found.number[0] - 1) in self.lists.sets["age_directly"]:
            return True
        if self.text(found.number[0] - 1) == "(" and self.text(found.last) in (")", "،"):
            return True
        return any(
            self.text(k) in self.lists.sets["age"]
            for k in range(max(0, found.number[0] - 5), found.number[0])
        )

    def _rate(self, found: _Found) -> None:
        phrase = self.lists.phrases["rates"].starting(self.reader, found.last)
        if phrase and found.kind in ("measure", "money", "count"):
            found.unit = f"{found.unit} {phrase.label}"
            found.last += len(phrase.tokens)

    def _percent(self, found: _Found) -> bool:
        lists = self.lists
        if self.text(found.last) in lists.table["percent"]["signs"] and self.text(found.last):
            found.last, found.unit, found.kind = found.last + 1, "%", "percent"
        elif (
            self.text(found.first - 1) in lists.table["percent"]["signs"]
            and found.first
            and self._touches(found.first)
        ):
            found.first, found.prefix, found.unit, found.kind = found.first - 1, 0, "%", "percent"
        elif points := lists.phrases["points"].starting(self.reader, found.last):
            found.last, found.unit, found.kind = (
                found.last + len(points.tokens),
                "percentage points",
                "measure",
            )
        elif phrase := lists.phrases["percent"].starting(self.reader, found.last):
            found.last, found.unit, found.kind = found.last + len(phrase.tokens), "%", "percent"
        else:
            return False
        if self.text(found.last) == "من":
            found.of = (found.last + 1, self._noun_phrase(found.last + 1))
        return True

    def _noun_phrase(self, i: int) -> int:
        """End of a noun and its genitives and adjectives, four words at most."""
        last = i
        while last < i + 4 and self._is_word(last):
            definite = self._bare(last)[2]
            last += 1
            if definite and not self._bare(last)[2]:
                break
        return last

    def _is_word(self, i: int) -> bool:
        word = self.text(i)
        return bool(word) and "\u0621" <= word[0] <= "\u06d3" and word not in self.lists.sets["not_counted"]

    def _money_sign(self, found: _Found) -> bool:
        signs = self.lists.table["currency_signs"]
        if self.text(found.last) in signs:
            found.unit, found.last = signs[self.text(found.last)], found.last + 1
        elif self.text(found.first - 1) in signs and found.first:
            found.unit = signs[self.text(found.first - 1)]
            found.first, found.prefix = found.first - 1, 0
        else:
            return False
        found.kind = "money"
        return True

    def _currency_first(self, i: int) -> _Found | None:
        if i + 1 < len(self.tokens) and self.text(i + 1)[0].isdigit():
            numeral = self.reader.read(i + 1)
            return self._counted(numeral) if numeral else None
        return None

    def _of_definite(self, found: _Found) -> bool:
        """«خمسة من المتهمين»: the noun follows in the definite plural."""
        if self.text(found.last) != "من":
            return False
        word, _, definite = self._bare(found.last + 1)
        noun = self.lists.nouns.get(word)
        if not definite or noun is None or noun.kind != "count":
            return False
        found.of = (found.last + 1, found.last + 2)
        found.unit, found.last = noun.unit, found.last + 2
        return True

    def _noun_before(self, found: _Found) -> bool:
        """«الدول الـ28», «القادة الأربعة»: the noun stands before the definite number."""
        for back in (1, 2, 3, 4):
            i = found.first - back
            if i < 0 or not self._is_word(i):
                return False
            word, prefix, definite = self._bare(i)
            noun = self.lists.nouns.get(word)
            if noun and noun.kind in ("count", "duration") and (definite or back > 1):
                found.unit, found.kind = noun.unit, noun.kind
                found.of = (i, found.first)
                if back == 1:
                    found.first, found.prefix = i, prefix if not definite else _before_article(self.text(i))
                return True
            if not definite:
                return False
            if back == 1 and definite and not found.unit and word.endswith(("ات", "ين", "ون")):
                found.unit, found.of = self._written(i), (i, i + 1)
                found.first, found.prefix = i, _before_article(self.text(i))
                return True
        return False

    def _written(self, i: int) -> str:
        start, end = self.squeezed.span(self.tokens[i].start, self.tokens[i].end)
        return self.squeezed.original[start:end]

    def _stands_alone(self, found: _Found, numeral: Numeral) -> bool:
        """Whether a number without a noun is a quantity at all."""
        alone = numeral.last - numeral.first == 1 and not numeral.digits
        if found.mod or (numeral.scale > 1 and not alone):
            return True
        follows = self.lists.phrases["part_after"].starting(self.reader, found.last)
        follows = follows or self.lists.phrases["whole_after"].starting(self.reader, found.last)
        if follows:
            return True
        if numeral.digits:
            return self._bare_digits(found)
        cue = self.lists.phrases["part_before"].ending(self.reader, numeral.first)
        return bool(cue) or (numeral.value >= 20 and not numeral.definite)

    def _bare_digits(self, found: _Found) -> bool:
        token = self.text(found.number[0])
        if token[0] == "0" or (token.isdigit() and (len(token) >= 7 or 1850 <= int(token) <= 2100)):
            return bool(self.lists.phrases["approx_before"].ending(self.reader, found.first))
        inside = self.text(found.first - 1) in ("(", "[") and self.text(found.last) in (")", "]")
        heading = self.text(found.last) in (")", ".", "-") and self.text(found.first - 1) in ("\n", "")
        return not inside and not heading

    # --- bounds ---

    def _bounds(self, found: _Found) -> None:
        """Read «نحو», «أكثر من», «على الأقل», «البالغ عددها» around a number into mod, low and high."""
        after = self.lists.phrases["approx_after"].starting(self.reader, found.last)
        if after:
            found.mod, found.last = after.label, found.last + len(after.tokens)
        for _ in range(2):
            before = self.lists.phrases["approx_before"].ending(self.reader, found.first)
            if not before or found.prefix:
                break
            found.first -= len(before.tokens)
            found.prefix, found.joined = before.prefix, before.tokens[0].startswith("و")
            found.mod = found.mod if found.mod not in (None, "APPROX") else before.label
        introducer = self.lists.phrases["introducers"].ending(self.reader, found.first)
        if introducer and found.kind in ("count", "measure", "money") and not found.prefix:
            found.first -= len(introducer.tokens)
            found.of = self._head_before(found.first) or found.of
        self._set_bounds(found)

    def _set_bounds(self, found: _Found) -> None:
        if found.value is None or isinstance(found.value, str):
            return
        if found.mod in ("MORE_THAN", "EQUAL_OR_MORE"):
            found.low = found.value
        elif found.mod in ("LESS_THAN", "EQUAL_OR_LESS"):
            found.high = found.value
        elif found.mod is None:
            found.low = found.high = found.value
        found.exact = found.mod is None

    def _head_before(self, i: int) -> tuple[int, int] | None:
        """«القوات الموجودة في العراق» before «البالغ عددها», eight words at most."""
        first = i
        for k in range(i - 1, max(-1, i - 9), -1):
            if self._bare(k)[2]:
                first = k
            elif self.text(k) not in ("في", "من", "على"):
                break
        return (first, i) if first < i else None

    # --- ranges ---

    def _range(self, low: Numeral) -> _Found | None:
        """«بين 22 إلى 33 قتيلا», «3 أو 4 أيام», «5-10 أشخاص»."""
        j = low.last
        word = self.text(j)
        separate = word in self.lists.sets["between"]
        high = self._second(j + 1 if separate else j, separate)
        if high is None:
            return None
        opener = self.lists.phrases["range_before"].ending(self.reader, low.first)
        if not self._is_range(low, high, opener, word if separate else "و"):
            return None
        first = low.value
        if high.scale > 1 and low.scale == 1 and low.value < high.value / high.scale:
            first = low.value * high.scale
        if first >= high.value:
            return None
        return self._bounded(low, high, first, opener)

    def _second(self, i: int, separate: bool) -> Numeral | None:
        word = self.reader.word(i)
        if i >= len(self.tokens) or not (self.text(i)[0].isdigit() or word):
            return None
        if not separate and not (word and word.joined):
            return None
        numeral = self.reader.read(i)
        return numeral if numeral and not numeral.fraction else None

    def _is_range(self, low: Numeral, high: Numeral, opener: Phrase | None, word: str) -> bool:
        if word in ("او", "-", "–", "—"):
            return word != "او" or low.value < high.value <= 2 * low.value + 2
        if opener is None or (opener.label == "من" and self._tells_change(low.first)):
            return False
        if high.digits and 1850 <= high.value <= 2100 and not self._known(high.last):
            return False
        return opener.label != "من" or word in ("الي", "حتي")

    def _tells_change(self, i: int) -> bool:
        # the list holds «من» for «من … من»; the word before the opener itself is not asked
        return any(self._bare(k)[0] in self.lists.sets["change"] for k in range(max(0, i - 8), i - 1))

    def _bounded(self, low: Numeral, high: Numeral, first: Number, opener: Phrase | None) -> _Found | None:
        found = _Found(
            low.first, high.last, None, "count", low.prefix, first, high.value, "APPROX", joined=low.joined
        )
        found.number, found.exact = (low.first, high.last), False
        counted = self._noun(found.last, high.value)
        if not self._percent(found) and not self._money_sign(found) and counted:
            self._take_noun(found, counted)
        if opener:
            found.first -= len(opener.tokens)
            found.prefix = opener.prefix
            if opener.label == "من":
                found.first, found.prefix = low.first, low.prefix
        return found

    # --- shares, vague numbers, duals, bare time units ---

    def _share(self, numeral: Numeral) -> _Found | int | None:
        i = numeral.last
        if self.text(i) in self.lists.sets["not_share"]:
            return i + 1
        found = _Found(numeral.first, i, numeral.value, "fraction", numeral.prefix, joined=numeral.joined)
        found.number = (numeral.first, i)
        time = self._known(i)
        if time and time.kind in ("duration", "money", "measure"):
            found.value = float(numeral.value)
            self._take_noun(found, (i + 1, time))
        elif self._is_word(i) and self.reader.word(i) is None and not numeral.definite:
            found.last = self._noun_phrase(i)
            found.of = (i, found.last)
            noun = self.lists.nouns.get(self._bare(i)[0])
            found.unit = f"share of {noun.unit if noun else self._written(i)}"
        elif not numeral.definite and numeral.first + 1 == i and self.text(i) != "من":
            return None
        self._bounds(found)
        return found

    def _vague(self, i: int) -> _Found | None:
        row = self._vague_row(self._bare_vague(i))
        if row is None:
            return None
        prefix = len(self.text(i)) - len(self._bare_vague(i))
        definite = "ال" in self.text(i)[:prefix] or self.text(i).startswith(("لل", "ولل"))
        found = _Found(
            i, i + 1, None, "count", _before_article(self.text(i)) if definite else prefix, exact=False
        )
        found.low, found.high, found.mod = row.get("low"), row.get("high"), "APPROX"
        found.number, found.joined = (i, i + 1), self.text(i).startswith("و")
        self._vague_product(found)
        return found if self._vague_noun(found, definite, bool(row.get("low"))) else None

    def _bare_vague(self, i: int) -> str:
        word = self.text(i)
        for cut in range(min(4, len(word))):
            head, rest = word[:cut], word[cut:]
            if rest in self.lists.sets["vague"] and head in _CLITIC_HEADS:
                return rest
        return word

    def _vague_row(self, word: str) -> dict[str, Any] | None:
        for row in self.lists.table["vague"].values():
            if word in map(fold, row["words"]):
                return row
        return None

    def _vague_product(self, found: _Found) -> None:
        """«عشرات الآلاف», «بضع مئات»: the inner plural multiplies."""
        word = self._bare(found.last)[0]
        inner = self._vague_row(word)
        if inner is None or not inner.get("low"):
            return
        factor = inner["low"] // 2
        found.low = found.low and found.low * factor
        found.high = found.high and found.high * factor
        found.last += 1

    def _vague_noun(self, found: _Found, definite: bool, numeric: bool) -> bool:
        i = found.last + (self.text(found.last) == "من")
        word, _, article = self._bare(i)
        noun = self.lists.nouns.get(word) or self._known(i)
        if (
            noun is None
            and numeric
            and self._is_word(i)
            and (article or not definite)
            and self._looks_plural(word)
        ):
            noun = Noun(self._written(i), "count")
        if noun is not None and (numeric or not article):
            found.of = (i, self._phrase_end(i + 1))
            found.last, found.unit, found.kind = i + 1, noun.unit, noun.kind
            if noun.kind == "money":
                self._currency(found)
            elif noun.kind == "duration":
                self._duration_of(found)
        elif not numeric or (not definite and found.last == found.number[1] and found.high):
            return False
        for_before = self.lists.phrases["approx_before"].ending(self.reader, found.first)
        if for_before and not found.prefix:
            found.first, found.prefix = found.first - len(for_before.tokens), for_before.prefix
        return True

    def _looks_plural(self, word: str) -> bool:
        return len(word) > 3 and word not in self.lists.sets["not_counted"]

    def _dual(self, i: int) -> _Found | None:
        noun = self.lists.duals[self.text(i)]
        found = _Found(
            i, i + 1, 2, noun.kind, noun.prefix, unit=noun.unit, joined=self.text(i).startswith("و")
        )
        found.number, found.of = (i, i + 1), (i, self._phrase_end(i + 1))
        if noun.kind == "money":
            self._currency(found)
        elif noun.kind == "duration":
            self._after_duration(found, noun.unit)
            self._duration_of(found)
        self._bounds(found)
        return found

    def _duration_of(self, found: _Found) -> None:
        """«8 سنوات من الاحتلال»: what the time was filled with, or reckoned from."""
        said = self.text(found.last) == "من" and self._is_word(found.last + 1)
        found.of = (found.last + 1, self._noun_phrase(found.last + 1)) if said else None

    def _bare_time(self, i: int) -> _Found | None:
        """«بعد يوم من …» is one day; «منذ أسابيع» is weeks, nobody says how many."""
        word, prefix, definite = self._bare_time_word(i)
        noun = self.lists.nouns[word]
        forms = [fold(f) for f in self.lists.table["time_units"][noun.unit]]
        if self.text(i - 1) not in self.lists.sets["duration_before"] and not self.text(i).startswith("ل"):
            return None
        singular = word == forms[0] or word == fold("عام")
        if singular and self.text(i + 1) not in ("من", "علي", "واحد", "واحده"):
            return None
        following = self._bare(i + 1)
        if not singular and following[2]:
            return None  # «أيام الأسبوع»
        value = 1 if singular else None
        last = i + 2 if self.text(i + 1) in ("واحد", "واحده") else i + 1
        if not singular and self.text(i + 1) in ("عده", "طويله", "قليله", "معدوده", "كثيره"):
            last = i + 2
        found = _Found(
            i, last, value, "duration", prefix, value, value, None if singular else "APPROX", noun.unit
        )
        found.exact, found.number = singular, (i, i + 1)
        self._duration_of(found)
        return found

    def _bare_time_word(self, i: int) -> tuple[str, int, bool]:
        word = self.text(i)
        if word in self.lists.nouns:
            return word, 0, False
        for cut in (1, 2):
            if word[cut:] in self.lists.nouns:
                return word[cut:], cut, False
        return self._bare(i)

    # --- universals, ordinals, lists ---

    def _all(self, i: int) -> _Found | None:
        word, prefix = self._word_of("all", i)
        following, _, definite = self._bare(i + 1)
        if (
            word is None
            or following in self.lists.sets["not_after_all"]
            or self.text(i + 1) in self.lists.sets["not_after_all"]
        ):
            return None
        last = i + 1
        if not definite:
            plural = word not in self.lists.sets["each"] or self._is_plural(self.text(i + 1))
            genitive = self._bare(i + 2)[2] and not self.text(i + 2).startswith(("و", "ب"))
            if not (plural and genitive and self._is_word(i + 1)):
                return None  # «كل بلد» is each country
            last += 1
        while (
            last < i + 6
            and self._bare(last)[2]
            and not self.text(last).startswith(("و", "ب", "ف", "ك", "لل"))
        ):
            last += 1
        if last == i + 1:
            return None
        return _Found(
            i, last, "all", "universal", prefix, unit="quantifier", of=(i + 1, last), number=(i, i + 1)
        )

    def _is_plural(self, word: str) -> bool:
        return word.endswith("ات") or word in self.lists.sets["plurals"]

    def _word_of(self, name: str, i: int) -> tuple[str | None, int]:
        word = self.text(i)
        for cut in range(min(4, len(word))):
            if word[cut:] in self.lists.sets[name] and word[:cut] in _CLITIC_HEADS:
                return word[cut:], cut
        return None, 0

    def _complete(self, i: int) -> _Found | None:
        word, prefix = self._word_of("complete_of", i)
        adjective, _, definite = self._bare(i + 1)
        if (
            word is None
            or (self.text(i + 1) not in self.lists.sets["complete"]
            and not (definite and adjective in self.lists.sets["complete"]))
        ):
            return None
        start = _before_article(self.text(i)) if definite else prefix
        return _Found(
            i, i + 2, "complete", "universal", start, unit="quantifier", of=(i, i + 1), number=(i, i + 2)
        )

    def _ordinal(self, i: int) -> _Found | int | None:
        value, definite, prefix = self.lists.ordinals[self.text(i)]
        value, last = self._ordinal_compound(i, value)
        if value is None:
            return None
        feminine = self.text(i).endswith(("ه", "ولي"))
        if not definite:
            return self._indefinite_ordinal(i, last, value, prefix)
        before, _, article = self._bare(i - 1) if i else ("", 0, False)
        raw = self.text(i - 1)
        if (
            not {before, raw}.isdisjoint(self.lists.sets["regnal"])
            or before in self.lists.sets["idioms"]
            or raw in self.lists.sets["idioms"]
        ):
            return None
        found = _Found(
            i,
            last,
            value,
            "ordinal",
            _before_article(self.text(i)),
            value,
            value,
            unit="ordinal",
            number=(i, last),
        )
        self._ordinal_head(found, feminine)
        if self.text(found.last) in self.lists.sets["extension"]:
            found.last += 1
        return found

    def _ordinal_compound(self, i: int, value: int) -> tuple[int | None, int]:
        following = self.reader.word(i + 1)
        eleven = self.text(i).endswith(("حادي", "حاديه"))
        if following and following.kind == "unit" and following.value == 10 and not following.joined:
            return 10 + value, i + 2
        if following and following.kind == "ten" and following.joined and following.definite:
            return int(value + following.value), i + 2
        return (None if eleven else value), i + 1

    def _indefinite_ordinal(self, i: int, last: int, value: int, prefix: int) -> _Found | None:
        """«جولة أولى» after a noun that comes in numbered rows, «أول جولة» before it."""
        numbered = self.lists.sets["numbered"]
        before, cut, article = self._bare(i - 1) if i else ("", 0, False)
        if i and not article and not prefix and (self.text(i - 1) in numbered or before in numbered):
            start = 0 if self.text(i - 1) in numbered else cut
            return _Found(
                i - 1,
                last,
                value,
                "ordinal",
                start,
                value,
                value,
                unit="ordinal",
                of=(i - 1, i),
                number=(i, last),
            )
        if self.text(last) in numbered and not self.text(i).endswith("ه"):
            return _Found(
                i,
                last + 1,
                value,
                "ordinal",
                prefix,
                value,
                value,
                unit="ordinal",
                of=(last, last + 1),
                number=(i, last),
            )
        return None

    def _ordinal_head(self, found: _Found, feminine: bool) -> None:
        """Find the noun of a definite ordinal; one genitive may stand between («جولة الحوار الرابعة»)."""
        i = found.first
        for back in (1, 2, 3, 4):
            if i - back < 0 or not self._is_word(i - back):
                break
            word, _, definite = self._bare(i - back)
            raw, numbered = self.text(i - back), self.lists.sets["numbered"]
            if word.endswith(("ه", "ري")) == feminine and (word in numbered or raw in numbered):
                found.of = (i - back, i)
                if back < 3:
                    found.first, plain = i - back, 0 if raw in numbered else len(raw) - len(word)
                    found.prefix = _before_article(raw) if definite else plain
                return
        word, _, definite = self._bare(i - 1) if i else ("", 0, False)
        if definite and word.endswith("ه") == feminine and not word.endswith(("يه", "ي")):
            found.of, found.first = (i - 1, i), i - 1
            found.prefix = _before_article(self.text(i - 1))

    def _list(self, i: int) -> _Found | None:
        """«وزراء الخارجية والدفاع والنفط»: three single offices; the number is derived, not said."""
        last, items = i + 1, 0
        definite = self._bare(last)[2]
        while last < i + 24 and self._is_word(last):
            word = self.text(last)
            joined = word.startswith("و") and items > 0
            if items and not joined and not (self._bare(last)[2] and not word.startswith(("لل", "بال"))):
                break
            if (joined or items == 0) and (self._bare_item(last, items) != definite or word.endswith("ات")):
                break
            items += joined or items == 0
            last += 1
        if items < 3:
            return None
        unit = next(
            u for u, forms in self.lists.table["lists"].items() if self._unjoined(i) in map(fold, forms)
        )
        prefix = len(self.text(i)) - len(self._unjoined(i))
        return _Found(
            i, last, items, "list_length", prefix, items, items, unit=unit, of=(i, last), number=(i, i + 1)
        )

    def _bare_item(self, i: int, items: int) -> bool:
        return self._bare(i)[2] if items == 0 or self.text(i).startswith("وال") else False

    def _unjoined(self, i: int) -> str:
        word = self.text(i)
        heads = {fold(f) for forms in self.lists.table["lists"].values() for f in forms}
        return next(word[cut:] for cut in range(4) if word[cut:] in heads)


_CLITIC_HEADS = frozenset(h[0] for h in with_clitics("")) | {"ال", "لل"}


def _before_article(word: str) -> int:
    """Letters of و ف ب ك before ال or لل; the ل of لل cannot be parted from the word."""
    for head in ("وبال", "وال", "بال", "فال", "كال", "ولل"):
        if word.startswith(head):
            return len(head) - 2
    return 0


def _plus(value: Number, share: Number) -> Number:
    total = value + float(share)
    return int(total) if total.is_integer() else total


# --- joining ------------------------------------------------------------------------------------------------------


def find_quantities(
    article: Article, timexes: Sequence[Timex] | None = None, quotes: Sequence[Quotation] = ()
) -> list[Quantity]:
    """Find the quantities of an article.

    Parameters
    ----------
    article : Article
        The article.
    timexes : sequence of Timex, optional
        Its time expressions, if they are known already: dates, years and clock times are no quantities.
    quotes : sequence of Quote, optional
        Its quotations; a number inside one is asserted by its speaker.

    Returns
    -------
    list of Quantity
        In reading order, without overlaps; ``article.text[q.start:q.end] == q.text``.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> article = from_text("ينتشر نحو 3000 جندي، بينهم 2500 أميركي.", dt.date(2021, 7, 26))
    >>> for q in find_quantities(article):
    ...     print(q.id, q.text, q.value, q.approx, q.unit, q.part_of)
    Q01 نحو 3000 جندي 3000 True soldiers None
    Q02 2500 أميركي 2500 False soldiers Q01
    """
    if timexes is None:
        from .times import tag_times

        timexes = tag_times(article.text, article.published)
    scanner = _Scanner(article.text)
    return _Joiner(article, scanner, timexes, quotes).join()


class _Joiner:
    """Turns what was read into `Quantity` records: offsets, dates left out, parts linked."""

    def __init__(
        self, article: Article, scanner: _Scanner, timexes: Sequence[Timex], quotes: Sequence[Quotation]
    ) -> None:
        self.article, self.scanner = article, scanner
        self.timexes = sorted(timexes, key=lambda t: t.start)
        self.starts = [t.start for t in self.timexes]
        self.quotes = sorted((q for q in quotes if q.speaker), key=lambda q: q.start)
        self.quote_starts = [q.start for q in self.quotes]

    def join(self) -> list[Quantity]:
        kept = [(f, self._span(f)) for f in self.scanner.scan()]
        kept = [(f, span) for f, span in kept if self._is_quantity(f)]
        rows = [self._row(f, *span) for f, span in kept]
        rows = _carry_heads(rows)
        parts = _link(self.scanner, [f for f, _ in kept], rows)
        rows = [
            replace(q, part_of=None if w is None else str(w), unit=u)
            for q, (w, u) in zip(rows, parts, strict=True)
        ]
        order = sorted(range(len(rows)), key=lambda k: rows[k].start)
        ids = {str(k): f"Q{n:02d}" for n, k in enumerate(order, 1)}
        return [replace(rows[k], id=ids[str(k)], part_of=ids.get(rows[k].part_of or "")) for k in order]

    def _span(self, found: _Found) -> tuple[int, int]:
        tokens = self.scanner.tokens
        first = tokens[found.first].start + found.prefix
        return self.scanner.squeezed.span(first, tokens[found.last - 1].end)

    def _is_quantity(self, found: _Found) -> bool:
        """A number inside a date, clock time or frequency is none, but the days of «قبل 5 أيام» are."""
        tokens = self.scanner.tokens
        start, end = self.scanner.squeezed.span(
            tokens[found.number[0]].start, tokens[found.number[1] - 1].end
        )
        for timex in self._timexes_in(start, end):
            if timex.type == "DURATION" or (found.kind in ("duration", "age") and timex.type == "DATE"):
                continue
            return False
        return True

    def _timexes_in(self, start: int, end: int) -> list[Timex]:
        i = max(0, bisect_right(self.starts, start) - 1)
        out = []
        while i < len(self.timexes) and self.timexes[i].start < end:
            if self.timexes[i].end > start:
                out.append(self.timexes[i])
            i += 1
        return out

    def _row(self, found: _Found, start: int, end: int) -> Quantity:
        text = self.article.text
        of = None
        if found.of:
            of = self._words(*found.of, found.prefix if found.of[0] == found.first else 0)
        sentence = self.article.sentence_at(start)
        as_of, scope = self._window(start, end)
        return Quantity(
            start, end, text[start:end], found.value, found.low, found.high, not found.exact, found.unit, of,
            as_of=as_of if found.kind not in ("ordinal", "list_length", "universal", "duration", "age") else None,
            asserted_by=self._speaker(start), kind=found.kind, mod=found.mod,
            scope=scope if found.kind not in ("ordinal", "list_length", "universal", "duration", "age") else None,
            sentence_id=sentence.id if sentence else None,
        )  # fmt: skip

    def _words(self, first: int, last: int, prefix: int) -> str:
        tokens = self.scanner.tokens
        a, b = self.scanner.squeezed.span(tokens[first].start + prefix, tokens[last - 1].end)
        return self.article.text[a:b]

    def _speaker(self, start: int) -> str | None:
        i = bisect_right(self.quote_starts, start) - 1
        inside = i >= 0 and self.quotes[i].end > start
        return self.quotes[i].speaker if inside else None

    def _window(self, start: int, end: int) -> tuple[str | None, str | None]:
        """The date that follows, or precedes, in the same clause."""
        text = self.article.text
        i = bisect_left(self.starts, end)
        for k in (i, i - 1):
            if not 0 <= k < len(self.timexes) or self.timexes[k].type != "DATE" or not self.timexes[k].edtf:
                continue
            timex = self.timexes[k]
            a, b = (end, timex.start) if k == i else (timex.end, start)
            if 0 <= b - a <= 60 and not _CLAUSE & set(text[a:b]):
                since = text[max(0, timex.start - 4) : timex.start] == "منذ "
                if since:
                    return f"{timex.edtf.split('/')[0]}/{self.article.published}", text[
                        timex.start - 4 : timex.end
                    ]
                return timex.edtf, timex.text
        return None, None


def _carry_heads(rows: list[Quantity]) -> list[Quantity]:
    """«بعد جولة أولى … عقدت الثانية»: an ordinal alone counts what the one before it in the sentence counts."""
    out: list[Quantity] = []
    head: Quantity | None = None
    for q in rows:
        if q.kind == "ordinal" and q.of_what:
            head = q
        elif q.kind == "ordinal" and head and head.sentence_id == q.sentence_id:
            q = replace(q, of_what=head.of_what)
        out.append(q)
    return out


_CLAUSE = frozenset('،؛:.!؟?\n,;«»"“”()')


def _link(
    scanner: _Scanner, found: list[_Found], rows: list[Quantity]
) -> list[tuple[int | None, str | None]]:
    """For each row the index of its whole, if it is a part, and its unit."""
    out: list[tuple[int | None, str | None]] = []
    linker = _Linker(scanner, found, rows, out)
    for k in range(len(rows)):
        whole = linker.whole(k)
        out.append((whole, linker.unit(k, whole)))
    linker.forward()
    return out


class _Linker:
    """Finds the whole of a part. Looks back over at most eight quantities."""

    def __init__(
        self,
        scanner: _Scanner,
        found: list[_Found],
        rows: list[Quantity],
        out: list[tuple[int | None, str | None]],
    ) -> None:
        self.scanner, self.found, self.rows, self.out = scanner, found, rows, out
        self.phrases, self.reader = scanner.lists.phrases, scanner.reader
        self.summed: dict[int, Number] = {}

    def whole(self, k: int) -> int | None:
        if self.rows[k].kind not in ("count", "fraction", "percent", "money", "measure"):
            return None
        whole = self._cued(k)
        if whole is None:
            whole = self._continued(k)
        if whole is not None and isinstance(self.rows[k].value, int | float):
            self.summed[whole] = self.summed.get(whole, 0) + self.rows[k].value
        return whole

    def _cued(self, k: int) -> int | None:
        f = self.found[k]
        if self.rows[k].kind == "count" and self._cue_before(f):
            here = None if self._among_these(f) else self._candidate(k, same_sentence=True)
            found = self._candidate(k, same_sentence=False) if here is None else here
            if found is not None:
                self.summed[found] = 0  # a new list of parts
            return found
        if self._out_of(k):
            return k - 1
        after = self.phrases["part_after"].starting(self.reader, f.number[1]) or self.phrases[
            "part_after"
        ].starting(self.reader, f.last)
        if after and self.rows[k].kind == "count":
            following = (
                f.number[1] if self.phrases["part_after"].starting(self.reader, f.number[1]) else f.last
            ) + len(after.tokens)
            if not (k + 1 < len(self.found) and self.found[k + 1].first == following):
                return self._candidate(k, same_sentence=True)
        return None

    def _out_of(self, k: int) -> bool:
        """«من بين 300 مرشح فاز 20»: the whole was named first."""
        if not k or self.rows[k].kind != "count" or self.rows[k - 1].kind != "count":
            return False
        whole, part = self.found[k - 1], self.found[k]
        cue = self.phrases["whole_after"].ending(self.reader, whole.first)
        if (
            cue is None
            or self.rows[k - 1].sentence_id != self.rows[k].sentence_id
            or part.first - whole.last > 7
        ):
            return False
        taken = k > 1 and self.found[k - 2].last == whole.first - len(cue.tokens)
        return not taken and self._is_larger(k, k - 1)

    def _cue_before(self, f: _Found) -> bool:
        return bool(self.phrases["part_before"].ending(self.reader, f.first)) or self._among_these(f)

    def _among_these(self, f: _Found) -> bool:
        """«ومن بين هؤلاء المتهمين سبعة كويتيين»."""
        return any(
            self.reader.text(k) in ("بين", "ضمن") and self._refers_back(k + 1)
            for k in range(max(0, f.first - 4), f.first - 1)
        )

    def _refers_back(self, i: int) -> bool:
        word, _, definite = self.scanner._bare(i)
        return word in self.scanner.lists.sets["these"] or (definite and word in self.scanner.lists.nouns)

    def _candidate(self, k: int, same_sentence: bool) -> int | None:
        """The nearest earlier count that is large enough, else the nearest one."""
        nearest = None
        for j in range(k - 1, max(-1, k - 9), -1):
            row = self.rows[j]
            if same_sentence and row.sentence_id != self.rows[k].sentence_id:
                break
            if row.kind != "count" or self.out[j][0] is not None:
                continue
            if not same_sentence and not (self._is_larger(k, j) and self._near(k, j)):
                continue
            nearest = j if nearest is None else nearest
            if self._fits(k, j):
                return j
        return nearest if same_sentence else None

    def _is_larger(self, k: int, j: int) -> bool:
        part, whole = self.rows[k].value, self.rows[j].value
        return isinstance(part, int | float) and isinstance(whole, int | float) and part < whole

    def _near(self, k: int, j: int) -> bool:
        return self.rows[k].start - self.rows[j].start < 600

    def _fits(self, k: int, j: int) -> bool:
        part, whole = self.rows[k].value or self.rows[k].low, self.rows[j].high or self.rows[j].value
        if self.rows[j].value is None and self.rows[j].high is None:
            return True
        if not isinstance(part, int | float) or not isinstance(whole, int | float):
            return True
        return part + self.summed.get(j, 0) <= whole

    def _continued(self, k: int) -> int | None:
        """«بينهم 13 طفلا و5 نساء»: the list of parts goes on."""
        if not k or self.out[k - 1][0] is None or self.rows[k].kind != "count":
            return None
        whole, f, before = self.out[k - 1][0], self.found[k], self.found[k - 1]
        gap = [self.reader.text(j) for j in range(before.last, f.first)]
        if len(gap) > 4 or self.rows[k].sentence_id != self.rows[k - 1].sentence_id:
            return None
        joined = f.joined or (gap and gap[-1] == "و")
        other = self.rows[k].unit in ("injured", "dead") and (
            "،" in gap or self.rows[k].unit != self.rows[whole].unit
        )
        if not joined or other or any(g in _CLAUSE and g != "،" for g in gap):
            return None
        return whole if self._fits(k, whole) else None

    def unit(self, k: int, whole: int | None) -> str | None:
        """The unit, taken from the whole or the number before for «أميركي», «آخرين» and bare numbers."""
        row, f = self.rows[k], self.found[k]
        if row.kind != "count" or not (f.inherits or row.unit is None):
            return row.unit
        if whole is not None:
            return self.out[whole][1] if whole < k else self.rows[whole].unit
        if f.inherits:
            before = self._unit_of(k - 1) if k and self.rows[k - 1].kind == "count" else None
            same = k and self.rows[k - 1].sentence_id == row.sentence_id
            return (
                before
                if before and same and fold(row.unit or "") in self.scanner.lists.sets["others"]
                else "people"
            )
        return row.unit

    def _unit_of(self, k: int) -> str | None:
        whole, unit = self.out[k]
        return self.out[whole][1] if whole is not None and whole < k else unit

    def forward(self) -> None:
        """«ثلاثة من أصل عشرة متهمين»: the whole follows."""
        for k in range(len(self.rows) - 1):
            phrase = self.phrases["whole_after"].starting(self.reader, self.found[k].last)
            if phrase is None or self.rows[k].kind != "count":
                continue
            if self.found[k + 1].first == self.found[k].last + len(phrase.tokens):
                unit = (
                    self.rows[k].unit
                    if self.rows[k].unit and not self.found[k].inherits
                    else self.out[k + 1][1]
                )
                self.out[k] = (k + 1, unit)


def oversized_parts(quantities: Sequence[Quantity]) -> list[tuple[Quantity, tuple[Quantity, ...]]]:
    """Wholes that are smaller than a part of theirs, or than their listed parts together.

    Parameters
    ----------
    quantities : sequence of Quantity
        The quantities of one article.

    Returns
    -------
    list of (whole, parts)
        The parts are the single ones that are too large, or all of them where only their sum is.

    Examples
    --------
    >>> whole = Quantity(0, 2, "20", 20, 20, 20, False, id="Q01")
    >>> part = Quantity(9, 11, "30", 30, 30, 30, False, part_of="Q01", id="Q02")
    >>> [(w.id, [p.id for p in parts]) for w, parts in oversized_parts([whole, part])]
    [('Q01', ['Q02'])]
    """
    parts: dict[str, list[Quantity]] = defaultdict(list)
    for q in quantities:
        if q.part_of and _least(q) is not None:
            parts[q.part_of].append(q)
    out = []
    for whole in quantities:
        most, own = _most(whole), parts.get(whole.id, [])
        if most is None or not own:
            continue
        single = tuple(q for q in own if _least(q) > most)
        if single:
            out.append((whole, single))
        out += [
            (whole, parts) for parts in _by_sentence(own) if not single and sum(map(_least, parts)) > most
        ]
    return out


def _by_sentence(parts: list[Quantity]) -> list[tuple[Quantity, ...]]:
    # Two sentences may divide one whole twice, by sex and by nationality: only one list is added up.
    lists: dict[str | None, list[Quantity]] = defaultdict(list)
    for q in parts:
        lists[q.sentence_id].append(q)
    return [tuple(q) for q in lists.values()]


def _least(q: Quantity) -> Number | None:
    if isinstance(q.value, str):
        return None
    return q.low if q.low is not None else q.value if q.mod not in ("LESS_THAN", "EQUAL_OR_LESS") else None


def _most(q: Quantity) -> Number | None:
    if isinstance(q.value, str) or q.mod in ("MORE_THAN", "EQUAL_OR_MORE"):
        return None
    return q.high if q.high is not None else q.value


def totals(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities that are not part of another: the only ones that may be added up.

    Examples
    --------
    >>> totals([Quantity(0, 1, "5", 5, 5, 5, False, id="Q01"), Quantity(3, 4, "2", 2, 2, 2, False, part_of="Q01", id="Q02")])[0].id
    'Q01'
    """
    return [q for q in quantities if q.part_of is None]
