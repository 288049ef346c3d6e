"""Numbers in Arabic text: digits of every script, and number words of every case and gender."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from .arabic import Squeezed, fold, squeeze
from .lexicon import load

Number = int | float | Fraction

_TOKEN = re.compile(
    r"[0-9]+(?:[.,٫٬،'’][0-9]+)*"  # a number in digits
    r"|[A-Za-z]+"
    r"|[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]+"  # an Arabic word, marks squeezed out
    r"|\n|[^\s]"
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,٬،'’])[0-9]{3})(?:\1[0-9]{3})*")
_LONGEST = 18  # digits; a longer run is no number that news prints
_MOST_WORDS = 16  # tokens in one number in words
_PADDING = 32  # more tokens than any reader looks back from the first
_ALEF, _LAM_LAM = "ال", "لل"
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ل", "ك")
# Words that only look like a clitic and a number, such as لست (I am not). «الاثنين» is Monday, too.
_NO_NUMBER = frozenset({"لست", "كست", "فست", "بست", "لسبع", "كسبع"})


class Token(NamedTuple):
    """A word, number or sign of the folded, squeezed text; `start` and `end` are offsets into that text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A number word and the clitics it was met with."""

    kind: str  # unit | teen | ten | hundred | scale | scale_dual | fraction | fraction_plural
    value: Number
    prefix: int = 0  # letters of attached clitics
    joined: bool = False  # و is one of them
    definite: bool = False  # ال is one of them
    plural: bool = False  # a plural scale word: آلاف
    accusative: bool = False  # ألفا, مليونا


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from tokens ``first`` to ``last`` (exclusive).

    `prefix` is the length of the clitics attached to the first token; they are not part of the number.
    """

    first: int
    last: int
    value: Number
    prefix: int = 0
    digits: bool = False  # begins with digits
    scale: int = 1  # the last scale word's value
    definite: bool = False
    fraction: bool = False  # a share («ثلث»), not a count
    joined: bool = False  # و is attached


def tokenize(text: str) -> tuple[Squeezed, list[Token]]:
    """Fold and squeeze a text and cut it into words, numbers and signs.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    tuple of Squeezed and list of Token
        Token offsets count in the squeezed text; ``Squeezed.span`` leads back.

    Examples
    --------
    >>> [t.text for t in tokenize("الـ١٩ دائرة")[1]]
    ['ال', '19', 'دائره']
    """
    squeezed = squeeze(text)
    folded = fold(squeezed.text)
    return squeezed, [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(folded)]


@cache
def number_words() -> dict[str, Word]:
    """Every number word of the lexicon with every run of clitics that may stand before it, folded."""
    out: dict[str, Word] = {}
    for base, word in _base_words():
        for text, prefix, joined, definite in with_clitics(base):
            monday = definite and base == "اثنين"
            if text not in _NO_NUMBER and not monday:
                out.setdefault(
                    text,
                    Word(word.kind, word.value, prefix, joined, definite, word.plural, word.accusative),
                )
    for (
        base,
        word,
    ) in _base_words():  # the bare word wins over a shorter word with a clitic: «واحد» is not و + احد
        out[base] = word
    return out


def _base_words() -> list[tuple[str, Word]]:
    table = load("quantities")
    rows: list[tuple[str, Word]] = []
    for section, kind in (
        ("teens", "teen"),
        ("units", "unit"),
        ("tens", "ten"),
        ("hundreds", "hundred"),
        ("scale_duals", "scale_dual"),
        ("fractions", "fraction"),
        ("fraction_plurals", "fraction_plural"),
    ):
        for key, forms in table[section].items():
            rows += [(fold(form), Word(kind, _key_number(key))) for form in forms]
    for key, forms in table["scales"].items():
        for form in forms:
            plural = form in table["vague_scales"]["words"]
            accusative = not plural and form.endswith("ا")
            rows.append((fold(form), Word("scale", int(key), plural=plural, accusative=accusative)))
    return rows


def _key_number(key: str) -> Number:
    return Fraction(key) if "/" in key else int(key)


def with_clitics(word: str) -> list[tuple[str, int, bool, bool]]:
    """All ways to write a folded word with attached و ف, ب ل ك and ال.

    Returns
    -------
    list of (text, prefix length, whether و is attached, whether ال is attached)

    Examples
    --------
    >>> ("والعشرين", 3, True, True) in with_clitics("عشرين")
    True
    """
    out = []
    for conjunction in _CONJUNCTIONS:
        for preposition in _PREPOSITIONS:
            head = conjunction + preposition
            out.append((head + word, len(head), conjunction == "و", False))
            # ل + ال is written لل
            article = conjunction + _LAM_LAM if preposition == "ل" else head + _ALEF
            out.append((article + word, len(article), conjunction == "و", True))
    return out


def read_digits(text: str, original: str = "", scaled: bool = False) -> Number | None:
    """Value of a number in digits, or None if it is no number.

    Parameters
    ----------
    text : str
        Folded digits with their separators, for instance ``10.000`` or ``3,5``.
    original : str, optional
        The same number in the unedited text. A right-to-left mark inside it means that the parts were set in
        visual order: «064.<RLM>3» reads 3.064.
    scaled : bool
        A scale word or a percent sign follows, so a single three-digit group is a decimal: «3.064 مليون».

    Returns
    -------
    int, float or None

    Examples
    --------
    >>> read_digits("10.000"), read_digits("3,5"), read_digits("1,234,567"), read_digits("3.064", scaled=True)
    (10000, 3.5, 1234567, 3.064)
    """
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    parts = re.split("[.,٫٬،'’]", text)
    if "\u200f" in original and len(parts) == 2:
        return float(f"{parts[1]}.{parts[0]}")
    if _GROUPED.fullmatch(text) and not (scaled and len(parts) == 2):
        return int("".join(parts))
    signs = [c for c in text if not c.isdecimal()]
    if len(parts) == 2 and signs[0] in ".,٫،":
        return float(f"{parts[0]}.{parts[1]}")
    if len(parts) > 2 and signs[-1] in ".,٫" and signs[-1] not in signs[:-1] and len(set(signs[:-1])) == 1:
        whole = read_digits(text[: text.rindex(signs[-1])])
        return None if not isinstance(whole, int) else float(f"{whole}.{parts[-1]}")
    return None


class Reader:
    """Reads numbers from the tokens of one text."""

    def __init__(self, squeezed: Squeezed, tokens: list[Token]) -> None:
        self.squeezed, self.tokens = squeezed, tokens
        known = number_words()
        self._size = len(tokens)
        # Padded, so that a place just before the text reads an empty token, too.
        self._texts = [t.text for t in tokens] + [""] * _PADDING
        self._words = [known.get(t) for t in self._texts]
        self._digits: dict[int, tuple[Number, int] | None] = {}

    def word(self, i: int) -> Word | None:
        """The number word at token `i`, if it is one."""
        return self._words[i] if i < self._size else None

    def text(self, i: int) -> str:
        """The folded token `i`, or an empty string outside the text."""
        return self._texts[i] if i < self._size else ""

    def digits(self, i: int) -> tuple[Number, int] | None:
        """Value and end of a number in digits at token `i`; «10 000» with a space is one number."""
        token = self._texts[i]
        if not token[0].isdecimal():
            return None
        if i not in self._digits:
            self._digits[i] = self._read_digits(i, token)
        return self._digits[i]

    def _read_digits(self, i: int, token: str) -> tuple[Number, int] | None:
        last = i + 1
        while token.isdecimal() and len(self.text(i)) <= 3 and last < i + 4 and self._is_group(last, token):
            token += self.tokens[last].text
            last += 1
        after = self.word(last)
        scaled = self.text(last) in "%٪" if self.text(last) else False
        scaled = scaled or (after is not None and after.kind == "scale" and not after.joined)
        start, end = self.squeezed.span(self.tokens[i].start, self.tokens[i].end)
        value = read_digits(token, self.squeezed.original[start:end], scaled)
        return None if value is None else (value, last)

    def _is_group(self, i: int, before: str) -> bool:
        if before[0] == "0" or i >= len(self.tokens):
            return False
        token = self.tokens[i]
        return token.text.isdecimal() and len(token.text) == 3 and token.start == self.tokens[i - 1].end + 1

    def read(self, i: int) -> Numeral | None:
        """Read the longest number that begins at token `i`.

        Returns
        -------
        Numeral or None
            None where no number begins: also at a bare plural such as «آلاف», which is a vague number.
        """
        share = self._read_share(i)
        return share if share else _Sum(self, i).read()

    def _read_share(self, i: int) -> Numeral | None:
        word = self.word(i)
        if word is None:
            return None
        if word.kind == "fraction":
            scale = self.word(i + 1)
            if scale and scale.kind == "scale" and not scale.joined and not scale.plural:
                return Numeral(
                    i,
                    i + 2,
                    _exact(word.value * scale.value),
                    word.prefix,
                    scale=scale.value,
                    joined=word.joined,
                )
            return Numeral(
                i, i + 1, word.value, word.prefix, definite=word.definite, fraction=True, joined=word.joined
            )
        after = self.word(i + 1)
        if (
            word.kind == "unit"
            and after
            and after.kind == "fraction_plural"
            and not after.joined
            and word.value > 1
        ):
            share = Fraction(int(word.value), int(after.value))
            return Numeral(i, i + 2, share, word.prefix, fraction=True, joined=word.joined)
        return None


class _Sum:
    """One number being added up: ``total`` of closed thousands, ``group`` below the next scale word."""

    def __init__(self, reader: Reader, first: int) -> None:
        self.reader, self.first, self.i = reader, first, first
        self.total: Number = 0
        self.group: Number | None = None
        self.last_scale = 0
        self.room = 0  # the next word of the group must be smaller than this
        self.definite = False

    def read(self) -> Numeral | None:
        while self.i < self.first + _MOST_WORDS and self._step():
            pass
        if self.i == self.first:
            return None
        self._half()
        value = _exact(self.total + (self.group or 0))
        head = self.reader.word(self.first)
        digits = head is None
        scale = self.last_scale if self.group is None else 1
        return Numeral(
            self.first, self.i, value, 0 if digits else head.prefix, digits, scale or 1, self.definite,
            joined=bool(head and head.joined),
        )  # fmt: skip

    def _step(self) -> bool:
        """Take the next token into the sum; False where the number ends."""
        i = self.i
        conjunction = i > self.first and self.reader.text(i) == "و"
        i += conjunction
        word = self.reader.word(i)
        if word is None:
            return self._digits(i, conjunction)
        joined = conjunction or word.joined
        if i > self.first and (not joined and word.prefix and not word.definite):
            return False  # «خمسة بمئة»: another number
        taken = getattr(self, f"_{word.kind}", self._no)(word, joined)
        if taken and i + taken > self.first:
            self.definite = self.definite or (word.definite and i == self.first)
            self.i = i + taken
            return True
        return False

    def _no(self, word: Word, joined: bool) -> int:
        return 0

    def _digits(self, i: int, conjunction: bool) -> bool:
        if i >= len(self.reader.tokens) or not self.reader.tokens[i].text[0].isdecimal():
            return False
        read = self.reader.digits(i)
        starts = i == self.first
        if read is None or not (starts or (conjunction and self.group is None and read[0] < self.last_scale)):
            return False
        if not starts and not self._scale_or_clear(read[1]):
            return False
        self.group, self.room, self.i = read[0], 0, read[1]
        return True

    def _scale_or_clear(self, i: int) -> bool:
        # «96 مليونا و245 ألف» and «ألف و500 شخص» go on; «3 آلاف و500» too. «مليون و2 في المئة» does not.
        return self.reader.text(i) not in ("%", "٪", "في", "بالمئه", "بالمائه")

    def _unit(self, word: Word, joined: bool) -> int:
        second = self.reader.word(self.reader_index(joined) + 1)
        if second and second.kind == "unit" and second.value == 10 and not second.joined and word.value < 10:
            return 2 * self._add(10 + word.value, joined)
        return int(self._add(word.value, joined))

    def _teen(self, word: Word, joined: bool) -> int:
        second = self.reader.word(self.reader_index(joined) + 1)
        if second and second.kind == "unit" and second.value == 10 and not second.joined:
            return 2 * self._add(10 + word.value, joined)
        return 0

    def reader_index(self, joined: bool) -> int:
        """The token now read: one on where و stands alone."""
        return self.i + (self.i > self.first and self.reader.text(self.i) == "و" and joined)

    def _ten(self, word: Word, joined: bool) -> int:
        if (
            joined
            and self.group is not None
            and self.i > self.first
            and 0 < self.group % 100 < 10
            and self.room
        ):
            self.group, self.room = self.group + word.value, 0
            return 1
        return int(self._add(word.value, joined))

    def _hundred(self, word: Word, joined: bool) -> int:
        if word.value == 100 and not joined and self.group is not None and 3 <= self.group <= 9 and self.room:
            self.group, self.room = self.group * 100, 100
            return 1
        return int(self._add(word.value, joined))

    def _add(self, value: Number, joined: bool) -> bool:
        """Open a group with `value`, or add it to the open one."""
        starts = self.i == self.first
        if self.group is None and (starts or (joined and self.last_scale > value)):
            self.group, self.room = value, 100 if value >= 100 else 10 if value < 10 else 0
            return True
        if joined and not starts and self.room == 100 and self.group is not None and value < 100:
            self.group, self.room = self.group + value, 10 if value < 10 else 0
            return True
        return False

    def _scale(self, word: Word, joined: bool) -> int:
        starts = self.i == self.first
        if self.group is not None and not joined and (self.last_scale == 0 or word.value < self.last_scale):
            self.total += self.group * word.value
        elif starts and word.accusative and self._goes_on():
            self.total = word.value  # «مليونا و200 ألف»: the dual «مليونا» stands before its noun only
        elif word.plural or (starts and word.accusative and word.value > 1000):
            return 0
        elif starts:
            # «ألفا جندي» is two thousand; the accusative of one thousand stands after a number
            self.total = word.value * (2 if word.accusative else 1)
        elif joined and self.group is None and word.value < self.last_scale:
            self.total += word.value
        elif not joined and self.group is None and self.last_scale and word.value > self.last_scale:
            self.total *= word.value
        else:
            return 0
        self.group, self.room, self.last_scale = None, 0, int(word.value)
        return 1

    def _goes_on(self) -> bool:
        """Whether a smaller number joined by و follows the first token."""
        following = self.reader.word(self.i + 1)
        if following is not None:
            return following.joined and following.kind != "fraction"
        digits = self.reader.text(self.i + 2)[:1]
        return self.reader.text(self.i + 1) == "و" and (
            digits.isdecimal() or self.reader.word(self.i + 2) is not None
        )

    def _scale_dual(self, word: Word, joined: bool) -> int:
        starts = self.i == self.first
        if self.group is None and (starts or (joined and word.value < self.last_scale)):
            self.total += 2 * word.value
            self.last_scale = int(word.value)
            return 1
        return 0

    def _half(self) -> None:
        """«مليون ونصف (المليون)»: half of the last scale; «ثلاثة ونصف»: one half."""
        word = self.reader.word(self.i)
        if word is None or word.kind != "fraction" or not word.joined or word.definite:
            return
        following = self.reader.word(self.i + 1)
        repeats = following is not None and following.kind == "scale" and not following.joined
        if repeats and following.value != self.last_scale:
            return
        unit = self.last_scale if self.group is None and self.last_scale else 1
        self.total += word.value * unit
        self.i += 1 + repeats


def _exact(value: Number) -> Number:
    """An int where the value is whole, a rounded float where floating point left dust."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, float):
        value = float(f"{value:.12g}")
        return int(value) if value.is_integer() else value
    return value


def parse_number(text: str) -> Number | None:
    """Value of a text that is one number, or None.

    Parameters
    ----------
    text : str
        For instance ``"96 مليونا و245 ألف"`` or ``"خمسة وعشرون"``.

    Returns
    -------
    int, float, fractions.Fraction or None

    Examples
    --------
    >>> parse_number("96 مليونا و245 ألف"), parse_number("ثلاثمئة وخمسة وعشرون")
    (96245000, 325)
    >>> parse_number("ثلاثة أرباع"), parse_number("٣٫٥"), parse_number("آلاف")
    (Fraction(3, 4), 3.5, None)
    """
    squeezed, tokens = tokenize(text)
    if not tokens:
        return None
    numeral = Reader(squeezed, tokens).read(0)
    return numeral.value if numeral and numeral.last == len(tokens) else None
