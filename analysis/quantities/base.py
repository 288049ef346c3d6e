"""What every reader of quantities needs: the tokens, their clitics, and the words around a number."""

from __future__ import annotations

from dataclasses import dataclass

from ..arabic import fold
from ..numerals import Number, Reader, tokenize
from .words import CLITIC_HEADS, Noun, lists


@dataclass(slots=True)
class Found:
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
    definite: bool = False  # «الدوائر الـ19»: a number known already


class Text:
    """The tokens of one text, and questions about a word and what follows it."""

    def __init__(self, text: str) -> None:
        squeezed, tokens = tokenize(text)
        self.squeezed, self.tokens = squeezed, tokens
        self.reader = Reader(squeezed, tokens)
        self.lists = lists()
        self.text = self.reader.text
        self._readers = self._by_word()

    def _touches(self, i: int) -> bool:
        """Token `i` stands directly after token ``i - 1``."""
        return 0 < i < len(self.tokens) and self.tokens[i].start == self.tokens[i - 1].end

    def _known(self, i: int) -> Noun | None:
        return self.lists.nouns.get(self.text(i))

    def bare(self, i: int) -> tuple[str, int, bool]:
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

    def _written(self, i: int) -> str:
        start, end = self.squeezed.span(self.tokens[i].start, self.tokens[i].end)
        return self.squeezed.original[start:end]

    def _is_word(self, i: int) -> bool:
        word = self.text(i)
        return bool(word) and "\u0621" <= word[0] <= "\u06d3" and word not in self.lists.sets["not_counted"]

    def _phrase_end(self, i: int) -> int:
        """End of the adjectives and the ل- phrase after a noun, three words at most."""
        last = i
        while last < i + 3 and self._describes(self.text(last)):
            last += 1
        return last

    def _describes(self, word: str) -> bool:
        if len(word) < 3 or word in self.lists.sets["not_counted"]:
            return False
        return (word.endswith(("ي", "يه", "يا", "يين", "ييه")) and word[0] not in "يولبف") or word.startswith(
            "لل"
        )

    def _noun_phrase(self, i: int) -> int:
        """End of a noun and its genitives and adjectives, four words at most."""
        last = i
        while last < i + 4 and self._is_word(last):
            definite = self.bare(last)[2]
            last += 1
            if definite and not self.bare(last)[2]:
                break
        return last

    def _is_plural(self, word: str) -> bool:
        return word.endswith("ات") or word in self.lists.sets["plurals"]

    def _word_of(self, name: str, i: int) -> tuple[str | None, int]:
        word = self.text(i)
        for cut in range(min(4, len(word))):
            if word[cut:] in self.lists.sets[name] and word[:cut] in CLITIC_HEADS:
                return word[cut:], cut
        return None, 0

    def _currency(self, found: Found) -> None:
        codes = self.lists.table["currency_codes"].get(found.unit, {})
        adjective = self.text(found.last)
        for written, code in codes.items():
            if adjective in (folded := fold(written), folded + "ا", folded + "ه"):
                found.unit, found.last = code, found.last + 1
                return

    def _duration_of(self, found: Found) -> None:
        """«8 سنوات من الاحتلال»: what the time was filled with, or reckoned from."""
        said = self.text(found.last) == "من" and self._is_word(found.last + 1)
        found.of = (found.last + 1, self._noun_phrase(found.last + 1)) if said else None

    def _after_duration(self, found: Found, unit: str) -> None:
        """«سنوات ونصف», and ages."""
        word = self.reader.word(found.last)
        if (
            word
            and word.kind == "fraction"
            and word.joined
            and not word.definite
            and isinstance(found.value, int | float)
        ):
            found.value = plus(found.value, word.value)
            found.last += 1
            following = self.bare(found.last)[0]
            known = self.lists.nouns.get(following)
            found.last += bool(known and known.unit == unit)
        if unit == "years" and self._is_age(found):
            found.kind = "age"

    def _is_age(self, found: Found) -> bool:
        if self.text(found.number[0] - 1) in self.lists.sets["age_directly"]:
            return True
        if self.text(found.number[0] - 1) == "(" and self.text(found.last) in (")", "،"):
            return True
        return any(
            self.text(k) in self.lists.sets["age"]
            for k in range(max(0, found.number[0] - 5), found.number[0])
        )


class Bounded(Text):
    """Reads what makes a number approximate or a bound."""

    def _bounds(self, found: Found) -> None:
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

    def _set_bounds(self, found: Found) -> None:
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
            if self.bare(k)[2]:
                first = k
            elif self.text(k) not in self.lists.sets["inside_head"]:
                break
        return (first, i) if first < i else None


def plus(value: Number, share: Number) -> Number:
    """A number and a share, an int where the sum is whole."""
    total = value + float(share)
    return int(total) if total.is_integer() else total
