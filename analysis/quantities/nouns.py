"""What a number counts: the noun after it, before it, or far from it."""

from __future__ import annotations

from ..arabic import fold
from ..numerals import Number, Numeral, number_words
from .base import Bounded, Found
from .words import Noun, before_article


class Nouns(Bounded):
    """Finds the unit of a number."""

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
        if word.endswith(self.lists.pronouns) and not 11 <= rest <= 99:
            return False  # what is counted is indefinite: «209 مليارات قبلها»
        if 11 <= rest <= 99:
            clitic = word.startswith(("و", "ي", "ل", "ب", "ف"))
            return (word.endswith("ا") and word[0] not in "وي") or (word.endswith(("ه", "اء")) and not clitic)
        if 3 <= rest <= 10:
            return not word.startswith(("و", "ي", "ف", "ل", "س", "ب")) or word.endswith(("ات", "ين"))
        return not word.startswith(("و", "ي", "ف", "ل", "ب")) or word.endswith("ه")

    def _take_noun(self, found: Found, counted: tuple[int, Noun]) -> None:
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

    def _is_verb(self, found: Found, end: int) -> bool:
        """«ألّف كتابا» is a verb and its object: after a thousand the noun is no accusative."""
        word = self.text(end - 1)
        return found.last == found.number[0] + 1 and word.endswith("ا") and word[:-1] in self.lists.nouns

    def _is_other(self, noun: Noun) -> bool:
        if noun.unit in self.lists.table["nouns"]:
            return False
        word = fold(noun.unit)
        return word in self.lists.sets["others"] or word.endswith(("ي", "يا", "يين", "يون", "يه"))

    def _rate(self, found: Found) -> None:
        phrase = self.lists.phrases["rates"].starting(self.reader, found.last)
        if phrase and found.kind in ("measure", "money", "count"):
            found.unit = f"{found.unit} {phrase.label}"
            found.last += len(phrase.tokens)

    def _percent(self, found: Found) -> bool:
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

    def _money_sign(self, found: Found) -> bool:
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

    def _of_definite(self, found: Found) -> bool:
        """«خمسة من المتهمين»: the noun follows in the definite plural."""
        if self.text(found.last) != "من":
            return False
        word, _, definite = self.bare(found.last + 1)
        noun = self.lists.nouns.get(word)
        if noun is None:  # «4 من عناصرها»
            ending = next((e for e in self.lists.pronouns if word.endswith(e)), "")
            noun = self.lists.nouns.get(word.removesuffix(ending)) if ending else None
            definite = noun is not None
        if not definite or noun is None or noun.kind != "count":
            return False
        found.of = (found.last + 1, found.last + 2)
        found.unit, found.last = noun.unit, found.last + 2
        return True

    def _noun_before(self, found: Found) -> bool:
        """«الدول الـ28», «القادة الأربعة»: the noun stands before the definite number."""
        for back in (1, 2, 3, 4):
            i = found.first - back
            if i < 0 or not self._is_word(i):
                return False
            word, prefix, definite = self.bare(i)
            noun = self.lists.nouns.get(word)
            if noun and noun.kind in ("count", "duration") and (definite or back > 1):
                found.unit, found.kind = noun.unit, noun.kind
                found.of = (i, found.first)
                if back == 1:
                    found.first, found.prefix = i, prefix if not definite else before_article(self.text(i))
                return True
            if not definite:
                return False
            if back == 1 and definite and not found.unit and word.endswith(("ات", "ين", "ون")):
                found.unit, found.of = self._written(i), (i, i + 1)
                found.first, found.prefix = i, before_article(self.text(i))
                return True
        return False

    def _unit_before(self, found: Found) -> None:
        """«عدد القتلى 45», «أصيب 45», «سن 18»: the unit of a bare number stands before it."""
        sets, near = self.lists.sets, True
        for i in range(found.first - 1, max(-1, found.first - 10), -1):
            word = self.text(i)
            if near and word in sets["age"] and i == found.first - 1:
                found.unit, found.kind = "years", "age"
            elif near and word in self.lists.verb_units and self.bare(i - 1)[0] not in sets["number_of"]:
                found.unit = self.lists.verb_units[word]
            elif self.bare(i)[0] in sets["number_of"] and i + 1 < found.first:
                self._counted_before(found, i + 1)
            elif self._is_word(i) or word in sets["passed_over"]:
                near = near and word in sets["passed_over"]
                continue
            return

    def _counted_before(self, found: Found, i: int) -> None:
        noun = self.lists.nouns.get(self.bare(i)[0])
        found.unit, found.of = (noun.unit if noun else self._written(i)), (i, i + 1)
        if found.mod is None and self.text(i - 2) in self.lists.sets["exceeds"]:  # «تجاوز عدد الجرحى 12 ألفا»
            found.mod, found.low, found.high, found.exact = "MORE_THAN", found.low, None, False

    def _article_before(self, found: Found, numeral: Numeral) -> bool:
        """«الـ19», «الأربعة»: the number is definite; a detached ال joins the span."""
        if (
            numeral.digits
            and self._touches(found.first)
            and self.text(found.first - 1) in ("ال", "وال", "لل", "بال")
        ):
            found.prefix = before_article(self.text(found.first - 1))
            found.first -= 1
            found.definite = True
        found.definite = found.definite or numeral.definite
        return found.definite
