"""Universals, ordinals, and lists whose length is a number that nobody says."""

from __future__ import annotations

from ..arabic import fold
from .base import Found, Text
from .words import before_article


class Others(Text):
    """Reads universals, ordinals and lists."""

    def _all(self, i: int) -> Found | None:
        word, prefix = self._word_of("all", i)
        following, _, definite = self.bare(i + 1)
        if (
            word is None
            or following in self.lists.sets["not_after_all"]
            or self.text(i + 1) in self.lists.sets["not_after_all"]
        ):
            return None
        last = i + 1
        if not definite:
            plural = word not in self.lists.sets["each"] or self._is_plural(self.text(i + 1))
            genitive = self.bare(i + 2)[2] and not self.text(i + 2).startswith(("و", "ب"))
            if not (plural and genitive and self._is_word(i + 1)):
                return None  # «كل بلد» is each country
            last += 1
        while (
            last < i + 6 and self.bare(last)[2] and not self.text(last).startswith(("و", "ب", "ف", "ك", "لل"))
        ):
            last += 1
        if last == i + 1:
            return None
        return Found(
            i, last, "all", "universal", prefix, unit="quantifier", of=(i + 1, last), number=(i, i + 1)
        )

    def _complete(self, i: int) -> Found | None:
        """«انسحاب كامل», «وقفا كاملا», «السيطرة الكاملة»."""
        word, prefix = self._word_of("complete_of", i)
        written, (adjective, _, definite) = self.text(i + 1), self.bare(i + 1)
        complete = self.lists.sets["complete"]
        agrees = {written, written.removesuffix("ا")} & complete or (definite and adjective in complete)
        if word is None or not agrees:
            return None
        start = before_article(self.text(i)) if definite else prefix
        return Found(
            i, i + 2, "complete", "universal", start, unit="quantifier", of=(i, i + 1), number=(i, i + 2)
        )

    def _ordinal(self, i: int) -> Found | int | None:
        value, definite, prefix = self.lists.ordinals[self.text(i)]
        value, last = self._ordinal_compound(i, value)
        if value is None:
            return None
        feminine = self.text(i).endswith(("ه", "ولي"))
        if not definite:
            return self._indefinite_ordinal(i, last, value, prefix)
        before, raw = self.bare(i - 1)[0] if i else "", self.text(i - 1)
        if self.reader.word(i - 1):
            return None  # «الأشهر الأربعة الأولى»
        if {before, raw} & (self.lists.sets["regnal"] | self.lists.sets["idioms"]):
            return None
        found = Found(
            i,
            last,
            value,
            "ordinal",
            before_article(self.text(i)),
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
        if following and following.kind == "unit" and following.value == 10 and not following.joined:
            return 10 + value, i + 2
        if following and following.kind == "ten" and following.joined and following.definite:
            return int(value + following.value), i + 2
        return (None if self.bare(i)[0] in self.lists.sets["ordinal_compound"] else value), i + 1

    def _indefinite_ordinal(self, i: int, last: int, value: int, prefix: int) -> Found | None:
        """«جولة أولى» after a noun that comes in numbered rows, «أول جولة» before it."""
        numbered = self.lists.sets["numbered"]
        found = Found(i, last, value, "ordinal", prefix, value, value, unit="ordinal", number=(i, last))
        before, cut, article = self.bare(i - 1) if i else ("", 0, True)
        if not article and not prefix and (self.text(i - 1) in numbered or before in numbered):
            found.first, found.of = i - 1, (i - 1, i)
            found.prefix = 0 if self.text(i - 1) in numbered else cut
            return found
        if self.text(i).endswith("ه") or not (self.text(last) in numbered or self._known(last)):
            return None
        found.last, found.of = last + 1, (last, last + 1)
        return found

    def _ordinal_head(self, found: Found, feminine: bool) -> None:
        """Find the noun of a definite ordinal; one genitive may stand between («جولة الحوار الرابعة»)."""
        i = found.first
        for back in (1, 2, 3, 4):
            if i - back < 0 or not self._is_word(i - back):
                break
            word, _, definite = self.bare(i - back)
            raw, numbered = self.text(i - back), self.lists.sets["numbered"]
            if word.endswith(("ه", "ري")) == feminine and (word in numbered or raw in numbered):
                found.of = (i - back, i)
                if back < 3:
                    found.first, plain = i - back, 0 if raw in numbered else len(raw) - len(word)
                    found.prefix = before_article(raw) if definite else plain
                return
        word, _, definite = self.bare(i - 1) if i else ("", 0, False)
        if definite and word.endswith("ه") == feminine and not word.endswith(("يه", "ي")):
            found.of, found.first = (i - 1, i), i - 1
            found.prefix = before_article(self.text(i - 1))

    def _list(self, i: int) -> Found | None:
        """«وزراء الخارجية والدفاع والنفط»: three single offices; the number is derived, not said."""
        head = self._unjoined(i)
        last, items = i + 1, 0
        while last < i + 24 and self._is_word(last):
            joined = items > 0 and self.text(last).startswith("و")
            if items and not joined and not self._goes_on(last):
                break
            if (joined or not items) and not self._is_single(last, items):
                return None
            items += joined or not items
            last += 1
        if items < 3:
            return None
        unit = next(u for u, forms in self.lists.table["lists"].items() if head in map(fold, forms))
        found = Found(i, last, items, "list_length", len(self.text(i)) - len(head), items, items, unit=unit)
        found.of, found.number = (i, last), (i, i + 1)
        return found

    def _goes_on(self, i: int) -> bool:
        """«والتعليم العالي»: an adjective belongs to the item before it."""
        return self.bare(i)[2] and not self.text(i).startswith(("لل", "بال"))

    def _is_single(self, i: int, items: int) -> bool:
        """One office or place; «رؤساء دول وحكومات» lists kinds, not single ones."""
        word, _, definite = self.bare(i)
        plain = word if definite or not items else self.text(i)[1:]
        if plain.endswith("ات"):
            return False
        return definite or (plain not in self.lists.nouns and plain not in self.lists.sets["kinds"])

    def _unjoined(self, i: int) -> str:
        word = self.text(i)
        heads = {fold(f) for forms in self.lists.table["lists"].values() for f in forms}
        return next(word[cut:] for cut in range(4) if word[cut:] in heads)
