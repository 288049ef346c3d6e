"""One pass over the tokens of a text."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..arabic import fold
from ..numerals import number_words, with_clitics
from .base import Found
from .numbers import Loose, Numbers
from .others import Others


class Scanner(Numbers, Loose, Others):
    """Reads the quantities of one text from left to right, each token once."""

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

    def scan(self) -> list[Found]:
        """All quantities in reading order; they do not overlap."""
        out: list[Found] = []
        i, n = 0, len(self.tokens)
        while i < n:
            token = self.tokens[i].text
            reader = self._number if token[0].isdecimal() else self._readers.get(token)
            found = reader(i) if reader else None
            if isinstance(found, int):
                i = max(found, i + 1)  # these tokens are no quantity
            elif found is None:
                i += 1
            else:
                floor = out[-1].last if out else 0
                found.first = max(found.first, floor)
                if not (out and self._merged(out[-1], found)):
                    out.append(found)
                i = max(found.last, i + 1)
        return out

    def _merged(self, before: Found, found: Found) -> bool:
        """«77 سنة و9 أشهر» is one duration, in the larger unit."""
        inside = self.lists.table["in_unit"].get(before.unit or "", {}).get(found.unit or "")
        plain = isinstance(before.value, int) and isinstance(found.value, int) and found.exact
        gap = [self.text(i) for i in range(before.last, min(found.first, before.last + 2))]
        joined = gap == ["و"] or (found.joined and not gap)
        if not (inside and plain and joined and before.kind == found.kind):
            return False
        total = Fraction(before.value) + Fraction(found.value, inside)
        before.value = int(total) if total.denominator == 1 else float(total)
        before.last, before.number, before.of = found.last, (before.number[0], found.number[1]), found.of
        before.low, before.high = (b and before.value for b in (before.low, before.high))
        return True
