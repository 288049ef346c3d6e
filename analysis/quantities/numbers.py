"""Numbers in digits and words, ranges, shares; vague numbers, duals and bare time units."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..arabic import fold
from ..numerals import Number, Numeral
from .base import Found
from .nouns import Nouns
from .words import CLITIC_HEADS, Noun, Phrase, before_article


class Numbers(Nouns):
    """Reads numbers in digits and words."""

    def _number(self, i: int) -> Found | int | None:
        if self.tokens[i].text[0].isdecimal() and (skipped := self._no_number(i)):
            return skipped
        if self._is_vague_scale(i):
            return self._vague(i)
        if fifth := self._fifth(i):
            return fifth
        numeral = self.reader.read(i)
        if numeral is None:
            return self._ordinal(i) if self.text(i) in self.lists.ordinals else None
        if self._is_clock(numeral):
            return numeral.last
        if numeral.fraction:
            return self._share(numeral)
        if ratio := self._ratio(numeral):
            return ratio
        if numeral.value in (1, 2) and not numeral.digits and (after := self._after_noun(numeral)):
            return after
        if numeral.value == 1 and self.bare(i - 1)[0] in self.lists.sets["each_of"]:
            return None  # «كل واحد منهم»
        return self._range(numeral) or self._counted(numeral)

    def _is_vague_scale(self, i: int) -> bool:
        word = self.reader.word(i)
        return word is not None and word.kind == "scale" and word.plural

    def _no_number(self, i: int) -> int | None:
        """End of a date, clock time, score, name («5+5») or telephone number in digits that begins at `i`."""
        last = i + 1
        seen = set()
        while last + 1 < len(self.tokens) and self._touches(last) and self._touches(last + 1):
            if self.text(last) not in "/:-–—.+" or not self.text(last + 1)[0].isdecimal():
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

    def _is_clock(self, numeral: Numeral) -> bool:
        """«الساعة خمسة», «خمسة صباح الثلاثاء»: a time of day."""
        if not isinstance(numeral.value, int) or numeral.value > 24 or numeral.prefix:
            return False
        hour = self.bare(numeral.first - 1)[0] in self.lists.sets["hour"] and not self._known(numeral.last)
        return hour or self.bare(numeral.last)[0] in self.lists.sets["day_parts"]

    def _rising(self, i: int, j: int) -> bool:
        a, b = self.reader.digits(i), self.reader.digits(j)
        return bool(a and b and a[0] < b[0] and (self._noun(b[1], b[0]) or self.text(b[1]) in ("%", "٪")))

    def _names_a_thing(self, i: int, last: int) -> bool:
        j = i - 1
        while j >= 0 and self.text(j) in ("-", "(", "–", "/", "ال", ":"):
            j -= 1
        named = j >= 0 and bool({self.text(j), self.text(j)[1:]} & self.lists.sets["identifiers"])
        return named and not self._known(last) and self.reader.word(last) is None

    def _ratio(self, part: Numeral) -> Found | None:
        """«ثلاثة من كل عشرة أطفال»."""
        i = part.last
        if self.text(i) != "من" or self.text(i + 1) not in self.lists.sets["each"]:
            return None
        whole = self.reader.read(i + 2) if i + 2 < len(self.tokens) else None
        if whole is None or not (
            isinstance(part.value, int) and isinstance(whole.value, int) and whole.value
        ):
            return None
        found = Found(part.first, whole.last, Fraction(part.value, whole.value), "fraction", part.prefix)
        found.number = (part.first, whole.last)
        if counted := self._noun(whole.last, whole.value):
            found.of, found.last, found.unit = (
                (whole.last, counted[0]),
                counted[0],
                f"share of {counted[1].unit}",
            )
        self._bounds(found)
        return found

    def _fifth(self, i: int) -> Found | None:
        """«خمس السكان» is a fifth: five would stand before an indefinite plural."""
        share = self.lists.shares.get(self.text(i))
        if share is None or not self.bare(i + 1)[2]:
            return None
        found = Found(i, i + 2, share[0], "fraction", share[1], of=(i + 1, i + 2), number=(i, i + 1))
        noun = self.lists.nouns.get(self.bare(i + 1)[0])
        found.unit = f"share of {noun.unit if noun else self._written(i + 1)}"
        self._bounds(found)
        return found

    def _after_noun(self, numeral: Numeral) -> Found | None:
        """«شخص واحد»: one stands after its noun."""
        i = numeral.first
        word, prefix, definite = self.bare(i - 1) if i else ("", 0, True)
        noun = self._known(i - 1) or self.lists.nouns.get(word)
        if noun is None or definite or numeral.definite or numeral.prefix:
            return None
        start = 0 if self._known(i - 1) else prefix
        found = Found(
            i - 1, numeral.last, numeral.value, noun.kind, start, unit=noun.unit, number=(i - 1, i + 1)
        )
        found.of = None if noun.kind == "duration" else (i - 1, i)
        self._bounds(found)
        return found

    def _counted(self, numeral: Numeral) -> Found | None:
        prefix = before_article(self.text(numeral.first)) if numeral.definite else numeral.prefix
        found = Found(numeral.first, numeral.last, numeral.value, "count", prefix, joined=numeral.joined)
        found.number = (numeral.first, numeral.last)
        return self._complete_number(found, numeral.value, numeral)

    def _complete_number(self, found: Found, value: Number, numeral: Numeral) -> Found | None:
        """Add what stands around a number: unit, approximation, introducer; None where it is no quantity."""
        self._bracket(found, value)
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

    def _bracket(self, found: Found, value: Number) -> None:
        """«خمس (05) سنوات» says the number twice; in «(245) حقيبة» the brackets belong to it."""
        i = found.last
        if self.text(i) == "(" and self.text(i + 2) == ")" and self.text(i + 1)[:1].isdecimal():
            again = self.reader.digits(i + 1)
            found.last += 3 if again and again[0] == value and self._noun(i + 3, value) else 0
        elif (
            self.text(i) == ")"
            and self.text(found.first - 1) == "("
            and found.first
            and self._noun(i + 1, value)
        ):
            found.first, found.last = found.first - 1, i + 1

    def _currency_first(self, i: int) -> Found | None:
        if i + 1 < len(self.tokens) and self.text(i + 1)[0].isdecimal():
            numeral = self.reader.read(i + 1)
            return self._counted(numeral) if numeral else None
        return None

    def _stands_alone(self, found: Found, numeral: Numeral) -> bool:
        """Whether a number without a noun is a quantity at all."""
        one_word = numeral.last - numeral.first == 1 and not numeral.digits
        if numeral.scale > 1:
            return not one_word  # «ألف» alone may be a verb
        phrases = self.lists.phrases
        cues = (
            phrases["part_after"].starting(self.reader, found.last),
            phrases["whole_after"].starting(self.reader, found.last),
            phrases["part_before"].ending(self.reader, numeral.first),
        )
        if any(cues):
            return True
        return self._bare_digits(found) if numeral.digits else numeral.value >= 20 and not numeral.definite

    def _bare_digits(self, found: Found) -> bool:
        token = self.text(found.number[0])
        if token[0] == "0" or (token.isdecimal() and (len(token) >= 7 or 1850 <= int(token) <= 2100)):
            return bool(self.lists.phrases["approx_before"].ending(self.reader, found.first))
        inside = self.text(found.first - 1) in ("(", "[") and self.text(found.last) in (")", "]")
        heading = self.text(found.last) in (")", ".", "-") and self.text(found.first - 1) in ("\n", "")
        return not inside and not heading

    def _range(self, low: Numeral) -> Found | None:
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
        if i >= len(self.tokens) or not (self.text(i)[0].isdecimal() or word):
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
        return any(self.bare(k)[0] in self.lists.sets["change"] for k in range(max(0, i - 8), i - 1))

    def _bounded(self, low: Numeral, high: Numeral, first: Number, opener: Phrase | None) -> Found | None:
        found = Found(
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

    def _one_and(self, numeral: Numeral) -> Found | None:
        """«عام ونصف العام»: one and a half."""
        i = numeral.first - 1
        if not numeral.joined or i < 0 or self.text(i) not in self.lists.sets["one_time_unit"]:
            return None
        unit = self.lists.nouns[self.text(i)].unit
        found = Found(i, i + 1, 1, "duration", unit=unit, number=(i, numeral.last))
        self._after_duration(found, unit)
        self._bounds(found)
        return found

    def _share(self, numeral: Numeral) -> Found | int | None:
        i = numeral.last
        if half := self._one_and(numeral):
            return half
        if self.text(i) in self.lists.sets["not_share"]:
            return i + 1
        found = Found(numeral.first, i, numeral.value, "fraction", numeral.prefix, joined=numeral.joined)
        found.number = (numeral.first, i)
        time = self._known(i)
        if time and time.kind in ("duration", "money", "measure"):
            found.value = float(numeral.value)
            self._take_noun(found, (i + 1, time))
        elif self._is_word(i) and self.reader.word(i) is None and not numeral.definite:
            found.last = self._noun_phrase(i)
            found.of = (i, found.last)
            noun = self.lists.nouns.get(self.bare(i)[0])
            found.unit = f"share of {noun.unit if noun else self._written(i)}"
        elif not numeral.definite and numeral.first + 1 == i and self.text(i) != "من":
            return None
        self._bounds(found)
        return found


class Loose(Nouns):
    """Reads vague numbers, duals and bare units of time."""

    def _vague(self, i: int) -> Found | None:
        row = self._vague_row(self._bare_vague(i))
        if row is None:
            return None
        prefix = len(self.text(i)) - len(self._bare_vague(i))
        definite = "ال" in self.text(i)[:prefix] or self.text(i).startswith(("لل", "ولل"))
        found = Found(
            i, i + 1, None, "count", before_article(self.text(i)) if definite else prefix, exact=False
        )
        found.low, found.high, found.mod = row.get("low"), row.get("high"), "APPROX"
        found.number, found.joined = (i, i + 1), self.text(i).startswith("و")
        self._vague_product(found)
        return found if self._vague_noun(found, definite, bool(row.get("low"))) else None

    def _bare_vague(self, i: int) -> str:
        word = self.text(i)
        for cut in range(min(4, len(word))):
            head, rest = word[:cut], word[cut:]
            if rest in self.lists.sets["vague"] and head in CLITIC_HEADS:
                return rest
        return word

    def _vague_row(self, word: str) -> dict[str, Any] | None:
        for row in self.lists.table["vague"].values():
            if word in map(fold, row["words"]):
                return row
        return None

    def _vague_product(self, found: Found) -> None:
        """«عشرات الآلاف», «بضع مئات»: the inner plural multiplies."""
        word = self.bare(found.last)[0]
        inner = self._vague_row(word)
        if inner is None or not inner.get("low"):
            return
        factor = inner["low"] // 2
        found.low = found.low and found.low * factor
        found.high = found.high and found.high * factor
        found.last += 1

    def _vague_noun(self, found: Found, definite: bool, numeric: bool) -> bool:
        i = found.last + (self.text(found.last) == "من")
        word, _, article = self.bare(i)
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

    def _dual(self, i: int) -> Found | None:
        noun = self.lists.duals[self.text(i)]
        found = Found(
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

    def _bare_time(self, i: int) -> Found | int | None:
        """«بعد يوم من …» is one day; «منذ أسابيع» is weeks, nobody says how many."""
        if self.text(i) in self.lists.ordinals:
            return self._ordinal(i)  # «جلسة ثانية»
        word, prefix, _ = self._bare_time_word(i)
        noun = self.lists.nouns[word]
        if self.text(i - 1) not in self.lists.sets["duration_before"] and not self.text(i).startswith("ل"):
            return None
        singular = word in self.lists.sets["one_time_unit"]
        if singular and self.text(i + 1) not in self.lists.sets["reckoned_from"]:
            return None
        following = self.bare(i + 1)
        if not singular and following[2]:
            return None  # «أيام الأسبوع»
        value = 1 if singular else None
        last = i + 2 if self._is_one(i + 1) else i + 1
        if not singular and self.text(i + 1) in self.lists.sets["duration_after"]:
            last = i + 2
        found = Found(
            i, last, value, "duration", prefix, value, value, None if singular else "APPROX", noun.unit
        )
        found.exact, found.number = singular, (i, i + 1)
        self._duration_of(found)
        return found

    def _is_one(self, i: int) -> bool:
        word = self.reader.word(i)
        return word is not None and word.kind == "unit" and word.value == 1

    def _bare_time_word(self, i: int) -> tuple[str, int, bool]:
        word = self.text(i)
        if word in self.lists.nouns:
            return word, 0, False
        for cut in (1, 2):
            if word[cut:] in self.lists.nouns:
                return word[cut:], cut, False
        return self.bare(i)
