"""One pass over the tokens of a text."""

from __future__ import annotations

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
