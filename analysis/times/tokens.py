"""Looks: the word classes that the lexicon gives, and one scan that finds their members in a text.

A text becomes a *code*: a string with one character for each word of the lexicon or number that was found and
one for what stands between it and the next. Rules are regular expressions over that code, so they say
``DOM[ o]MON`` and never spell a word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from ..arabic import fold, squeeze
from ..lexicon import load

_LETTER = "\u0621-\u064a\u066e-\u06d3"

# What may stand between two words of one expression, and its code. Anything else is a break, ".".
_JOINTS = {
    " ": [" ", "  ", "   ", "", "T"],
    "w": [" و", " و ", "و", "  و"],
    "o": [" من ", " من", " من  "],
    "/": [
        "/",
        " / ",
        "/ ",
        " /",
        " \\ ",
        "\\ ",
        "-",
        " - ",
        "- ",
        " -",
        "–",
        " – ",
        "– ",
        " –",
        "—",
        "\\",
        "ـ",
        "_",
    ],
    "(": [" (", "(", " ( ", "[", " [", " «", ' "', " “"],
    "}": [") ", ")", "] ", "]", " ) ", "» ", '" ', "” "],
    ",": ["، ", " ، ", "،", ", ", " , ", " ،", ",", " ,", " | ", "| ", " |", "|"],
    ":": [": ", ":", " : ", " :"],
    "l": [" ل", " ل "],
    "t": [" الي ", " حتي ", " لغايه ", " وحتي ", " والي ", " او ", " الي", " وصولا الي "],
    "b": [" ب", " (ب", " ب ", "، ب", ") ب"],
    "i": [" في ", " في", "، في "],
    "m": [
        " الموافق ",
        " الموافق ل",
        " الموافقه ",
        " الموافقه ل",
        " الموافق ل ",
        " الموافق",
        " (الموافق ",
        " (الموافق ل",
        "، الموافق ",
        " الموافق يوم ",
        " الواقع في ",
        " الواقع فيه ",
        " الواقعه في ",
        " الواقع ب",
        " المصادف ",
        " المصادف ل",
        " المصادف في ",
    ],
    "c": ["، و", " ، و"],
    "a": [" ان "],
}
BREAK = "."
_GAPS = {gap: code for code, gaps in _JOINTS.items() for gap in gaps}
_LONGEST_GAP = max(map(len, _GAPS))


class Token(NamedTuple):
    """One word of the lexicon, or one number, in the squeezed and folded text."""

    start: int
    end: int
    name: str
    value: object


def plain(word: str) -> str:
    """Fold a word of the lexicon the way the text is folded.

    Examples
    --------
    >>> plain("الجُمعة")
    'الجمعه'
    """
    return fold(squeeze(word).text).strip()


def _entries() -> Iterator[tuple[str, str, object]]:
    """Every (word, class name, value); where a word stands twice, the first entry counts."""
    yield from _negative_entries()
    yield from _deictic_entries()
    yield from _calendar_entries()
    yield from _number_entries()
    yield from _unit_entries()
    yield from _cue_entries()


def _negative_entries() -> Iterator[tuple[str, str, object]]:
    for word in load("negatives")["phrases"]["words"]:
        yield word, "NEG", None


def _listed(table: dict, name: str, cast=str) -> Iterator[tuple[str, str, object]]:
    for value, words in table.items():
        for word in words:
            yield word, name, cast(value)


# Table of deictics.toml -> class; the value of a word is the word itself, or None.
_SPELLED = {
    "today": "TODAY",
    "before_last": "PAST2",
    "after_next": "FUT2",
    "past": "PAST",
    "recent": "RECENT",
    "future": "FUT",
    "current": "CUR",
    "next": "NXT",
    "previous": "PRV",
    "same": "SAME",
    "same_before": "SAMEB",
    "this": "THIS",
    "that": "THAT",
    "morning_hours": "EARLY",
    "late_hours": "LATE",
    "season_kind": "KIND",
    "zone": "ZONE",
    "honours": "HON",
    "season_head": "FASL",
    "rest": "REST",
    "minus": "MINUS",
    "time": "ZAMAN",
    "period": "PERIOD",
    "hour_sign": "SHD",
    "new_year": "NEWY",
    "night_between": "NBTW",
    "new_hijri_year": "NEWH",
    "agency": "AGENCY",
    "similar": "SIMILAR",
}
# Table of deictics.toml -> class, and what its key means.
_KEYED = {
    "references": ("REF", str),
    "some_time": ("WAQT", str),
    "hours_of": ("HOURS", str),
    "day_offset": ("DREL", int),
    "night_offset": ("TONIGHT", int),
    "hour_name": ("HNAME", str),
    "decade": ("DECA", int),
    "meridiem_sign": ("MSYM", str),
    "morning_sign": ("SSYM", str),
}


def _deictic_entries() -> Iterator[tuple[str, str, object]]:
    table = load("deictics")
    for key, (name, cast) in _KEYED.items():
        yield from _listed(table[key], name, cast)
    yield from _day_part_entries(table)
    for key, name in _SPELLED.items():
        for word in table[key]["words"]:
            yield word, name, word
    for head in table["zone_of"]["heads"]:
        yield from ((f"{head} {place}", "ZONE", place) for place in table["zone_of"]["places"])
    for word in table["zone"]["words"]:
        if word.startswith("توقيت "):  # «بتوقيت القاهرة المحلي»
            yield word + " المحلي", "ZONE", word
    for mod, words in table["bound"].items():
        yield from _listed({mod: words}, "BEND" if mod == "END" else "BND")
    for era, words in table["era"].items():
        yield from _listed({era: words}, {"AH": "ERAH", "AD": "ERAD", "BC": "ERAB"}[era])
    for code, words in table["season"].items():
        for word in words:
            yield word, "SEASD" if word.startswith("ال") else "SEAS", code
    for key, parts in (("quarter_head", 4), ("half_head", 2)):
        for word in table[key]["words"]:
            yield word, "TERM", (1, parts)


def _day_part_entries(table: dict) -> Iterator[tuple[str, str, object]]:
    both = set(table["part_of_day_both"]["words"])
    for key, name, mod in (
        ("part_of_day", "PD", None),
        ("part_of_day_start", "PD", "START"),
        ("part_of_day_adverb", "PDA", None),
        ("part_of_day_adverb_start", "PDA", "START"),
    ):
        for code, words in table[key].items():
            for word in words:
                yield word, "PDB" if word in both else name, (code, mod)


def _calendar_entries() -> Iterator[tuple[str, str, object]]:
    months = load("months")
    for key, name in (
        ("gregorian", "MON"),
        ("ambiguous", "AMON"),
        ("hijri", "HMON"),
        ("hijri_ambiguous", "AHMON"),
    ):
        yield from _listed(months[key], name, int)
    days = load("weekdays")
    yield from _listed(days["days"], "DAY", int)
    holidays = load("holidays")
    for key in ("hijri", "gregorian", "easter", "orthodox_easter"):
        for value, words in holidays[key].items():
            for word in words:
                yield word, "HOL", (key, value)


def _number_entries() -> Iterator[tuple[str, str, object]]:
    table = load("numbers")
    yield from _listed(table["nth_day"], "NTHDAY", int)
    yield from _listed(table["first"], "FIRST", int)
    for value, words in table["cardinal"].items():
        name = (
            "ONE" if value == "1" else "CARD" if int(value) < 20 else "TENS" if int(value) < 100 else "HUND"
        )
        yield from _listed({value: words}, name, int)
    yield from _listed(table["definite"], "CARDD", int)
    yield from _listed(table["ordinal"], "ORD", int)
    yield from _listed(table["ordinal_feminine"], "ORDF", int)
    yield from _listed(load("weekdays")["indefinite"], "DAYI", int)


def definite(word: str) -> str:
    """Put the article before a noun.

    Examples
    --------
    >>> definite("شهر")
    'الشهر'
    """
    return "ال" + word


def _unit_entries() -> Iterator[tuple[str, str, object]]:
    table = load("units")
    for word in table["predicates"]["words"]:
        yield word, "NEG", None
    yield from _listed(table["adverbs"], "SET")
    for unit in table["codes"]:
        forms = table[unit]
        for number, suffix in (("singular", "1"), ("dual", "2"), ("construct", "2C"), ("plural", "P")):
            for word in forms[number]:
                yield word, unit + suffix, unit
        for number, suffix in (("singular", "D"), ("dual", "2D"), ("plural", "PD")):
            for word in map(definite, forms[number]):
                yield word, "ALAM" if word == "العام" else unit + suffix, unit
    for word, value in table["fractions_dual"].items():
        yield word, "FRAC2D", tuple(value)
    for word, value in table["fractions"].items():
        yield word, "FRACD" if word.startswith("ال") else "FRAC", tuple(value)


def _cue_entries() -> Iterator[tuple[str, str, object]]:
    table = load("cues")
    yield from _listed(table["approximate"], "APX")
    yield from _listed(table["approximate_after"], "APXA")
    both = set(table["vague_before"]["words"]) & set(table["vague_after"]["words"])
    for word in table["vague_before"]["words"]:
        many = "many" if word in table["vague_before"]["many"] else None
        yield word, "VBA" if word in both else "VB", many
    for word in table["vague_after"]["words"]:
        yield word, "VA", None
        yield definite(word), "VAD", None
    for word in table["whole"]["words"]:
        yield word, "WHOLE", None
    for word in table["additional"]["words"]:
        yield word, "ADDL", None
    for key, name in (("ago", "AGO"), ("every", "EVERY"), ("last", "LAST")):
        for word in table["deixis"][key]:
            yield word, name, None


@functools.cache
def lexicon() -> dict[str, tuple[str, object, int]]:
    """Every plain word -> (class name, value, offset of the expression in the word).

    «للعام» is the preposition ل and «العام» without its alef: its expression starts at the second letter.
    """
    words: dict[str, tuple[str, object, int]] = {}
    for word, name, value in _entries():
        words.setdefault(plain(word), (name, value, 0))
    for word, (name, value, _) in list(words.items()):
        if word.startswith("ال") and len(word) > 4:
            words.setdefault("ل" + word[1:] if word[2] != "ل" else "ل" + word[2:], (name, value, 1))
    return words


def trie_pattern(words: Iterable[str]) -> str:
    """Regular expression for a set of words, factored by common beginnings.

    Examples
    --------
    >>> trie_pattern(["مايو", "مايس", "ماي"])
    'ماي(?:[سو])?'
    """
    root: dict = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _trie(root)


def _trie(node: dict) -> str:
    final = "" in node
    branches = [(re.escape(k) if k != " " else " {1,3}") + _trie(v) for k, v in sorted(node.items()) if k]
    if not branches:
        return ""
    single = [b for b in branches if len(b) == 1]
    if len(single) > 1:
        branches = [b for b in branches if len(b) > 1] + ["[" + "".join(single) + "]"]
    if len(branches) == 1 and not final:
        return branches[0]
    return "(?:" + "|".join(branches) + ")" + ("?" if final else "")


# What follows the first digit of a number: digits with what may stand between the parts of a date, a clock
# time or a decimal; bounded, never quadratic. A row of many more numbers makes it a table: one token.
_NUMBER = (
    rf"\d? ?(?:سا|[hH]) ?(?:\d{{2}}(?: ?د)?)?(?![{_LETTER}\w])|"
    r"\d*(?:(?: ?/ ?|[.,:\-–٫٬hHسT])\d+){0,5}(?:(?: \d{1,20}){8}[\d ]*)?"
)


@functools.cache
def _word() -> str:
    """Pattern of a word of the lexicon, with the clitics before it; its group is the word."""
    return f"(?:[وف][بلك]?|[بلك]|)({trie_pattern(lexicon())})(?![{_LETTER}])"


@functools.cache
def _scanner() -> re.Pattern[str]:
    """A number, perhaps with a word glued to it (groups 1, 2), or a word behind what is no letter (3).

    It begins with a set of characters and no look-behind, so that the engine skips from word to word.
    """
    return re.compile(rf"[^{_LETTER}](?:(?<=\d)(?:{_NUMBER})()(?:{_word()})?|{_word()}{_SAME})")


_A_GLUED_WORD, _A_WORD = 2, 3  # groups of the scanner
_SAME = rf"(?:(?: \3){{15,}}(?![{_LETTER}]))?"  # one word over and over is noise: one token


@functools.cache
def _first_word() -> re.Pattern[str]:
    """A word at the very start of the text, in the same group."""
    return re.compile(f"(?:(?!)()())?{_word()}")


@functools.cache
def _coded() -> dict[str, tuple[str, str, object, int]]:
    """Every plain word -> (code of its class, class name, value, offset of the expression in the word)."""
    codes = class_codes()
    return {word: (codes[name], name, value, offset) for word, (name, value, offset) in lexicon().items()}


def class_names() -> tuple[str, ...]:
    """Names of all word classes, in a fixed order."""
    units = load("units")["codes"]
    forms = [u + s for u in units for s in ("1", "2", "2C", "P", "D", "2D", "PD")]
    named = {name for name, _, _ in lexicon().values()} | {*forms, *_NUMBER_CLASSES}
    return tuple(sorted(named))


_NUMBER_CLASSES = ("N31", "NY", "NN", "NF", "ND", "NDM", "CLK")


@functools.cache
def class_codes() -> dict[str, str]:
    """Class name -> the one character that stands for it in a code."""
    return {name: chr(0x4E00 + i) for i, name in enumerate(class_names())}


class Scan(NamedTuple):
    """A text's tokens and its code; ``code[2 * i]`` is token i, ``code[2 * i + 1]`` what follows it."""

    text: str
    tokens: list[Token]
    code: str


def scan(text: str) -> Scan:
    """Find every word of the lexicon and every number.

    Parameters
    ----------
    text : str
        Squeezed and folded text.

    Returns
    -------
    Scan

    Examples
    --------
    >>> [(t.name, t.value) for t in scan("في 10 اكتوبر").tokens]
    [('N31', 10), ('MON', 10)]
    """
    tokens: list[Token] = []
    code: list[str] = []
    words, gaps, last = _coded(), _GAPS, 0
    first = _first_word().match(text)
    matches = _scanner().finditer(text, first.end() if first else 0)
    for match in chain((first,) if first else (), matches):
        kind = match.lastindex
        if kind != _A_WORD:
            last = _add_number(tokens, code, match.start(), match.end(1), last, text)
            if kind != _A_GLUED_WORD:
                continue
        start, end = match.span(kind)
        word = text[start:end]
        letter, name, value, offset = words.get(word) or words[_SPACES.sub(" ", word)]
        if end < match.end():
            letter, name, value, end = class_codes()["NEG"], "NEG", None, match.end()
        start += offset
        gap = gaps.get(text[last:start], BREAK) if start - last <= _LONGEST_GAP else BREAK
        if name == "PD" and word in _prayers() and not _prayed(text, start, word, gap):
            continue
        if name == "PAST" and gap == " " and tokens and tokens[-1].name == "NEG":
            _free_year(tokens, code, text)
        code += (gap, letter)
        tokens.append(_new(Token, (start, end, name, value)))
        last = end
    code.append(BREAK)
    return Scan(text, tokens, "".join(code[1:]))


@functools.cache
def _prayers(key: str = "words") -> frozenset[str]:
    words = [plain(w) for w in load("guards")["prayer"][key]]
    return frozenset(words + ["لل" + w[2:] for w in words if w.startswith("ال")])


def _prayed(text: str, start: int, word: str, gap: str) -> bool:
    """«بعد المغرب», «الرابعة العصر»: the time of the prayer, not Morocco, the age or dinner."""
    *_, second, first = ["", "", *text[max(0, start - 16) : start].split()]
    cue = first if first in _prayers("after") else first[1:] if first[:1] in _AND else ""
    if cue in _prayers("after") and text[start - 1 : start] == " ":
        return not (first == "قبل" and second in ("من", "ومن"))  # «من قبل المغرب»: by Morocco
    return gap in " o" and word not in _prayers("never_bare")


_AND = frozenset("وف")
_new = tuple.__new__  # a named tuple's own constructor takes twice as long


def _add_number(tokens: list[Token], code: list[str], start: int, end: int, last: int, text: str) -> int:
    """Add the tokens of a run of digits and separators; return where it ends."""
    codes = class_codes()
    for token in _number_tokens(start, end, last, text):
        start = token[0]
        code.append(_GAPS.get(text[last:start], BREAK) if start - last <= _LONGEST_GAP else BREAK)
        code.append(codes[token[2]])
        tokens.append(token)
        last = token[1]
    return last


def _free_year(tokens: list[Token], code: list[str], text: str) -> None:
    """«استقبل المركز العام الماضي» is no title: the last token is a year."""
    end = tokens[-1].end
    if text.endswith(" العام", 0, end):
        tokens[-1] = Token(end - 5, end, "ALAM", "Y")
        code[-2:] = BREAK, class_codes()["ALAM"]


def _number_tokens(start: int, end: int, last: int, text: str) -> list[Token]:
    """Read a number, with its article («الـ48») or the noun of year glued before it («بقطرعام 2012»)."""
    before = text[start - 1 : start]
    if before in _NOT_BEFORE_NUMBER or (before.isalpha() and before.isascii()):  # +964, F16
        return [Token(start, end, "NF", None)]
    found = numbers(start, text[start:end], text)
    first = found[0]
    if text.endswith(_ARTICLES, last, start) and (
        article := _ARTICLE.search(text, max(last, start - 5), start)
    ):
        found[0] = Token(article.start(1), first[1], first[2], first[3])
    elif first[2] == "NY" and (glued := _glued_year(text, last, start)):
        found.insert(0, glued)
    return found


def _glued_year(text: str, last: int, start: int) -> Token | None:
    """«قطرعام 2012», «فيعام2012»: a noun of year that is glued to the word before."""
    end = start - (text[start - 1 : start] == " ")
    if (
        end - 3 >= last
        and text[max(0, end - 3) : end] in ("عام", "سنه")
        and _ONE_LETTER.match(text, max(0, end - 5), end)
    ):
        return Token(end - 3, end, "Y1", "Y")
    return None


_SPACES = re.compile(" +")
_NOT_BEFORE_NUMBER = frozenset("+#@$€£")
_ARTICLES = ("ال", "ال ")
_ARTICLE = re.compile(f"(?:^|[^{_LETTER}])[وفبكل]?(ال ?)$")
_ONE_LETTER = re.compile(f"[{_LETTER}]{{2}}")  # two letters before: more than a clitic
_SPLIT = re.compile(r"\d+")
_DATE = re.compile(r"(\d{1,4})([/.\-–])(\d{1,2})\2(\d{1,4})")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::\d\d)?")
_CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[:س]([0-5]\d)(?::[0-5]\d)?|(?:سا|[hH])([0-5]\d)?د?)")
_YEAR_CLOCK = re.compile(r"(\d{4})[-–](?:[01]?\d|2[0-4]):[0-5]\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,.٬]\d{3})+")


def numbers(start: int, raw: str, text: str) -> list[Token]:
    """Read a run of digits and separators as a date, a clock time, a range or one number.

    Examples
    --------
    >>> [(t.name, t.value) for t in numbers(0, "2021/07/26", "2021/07/26")]
    [('ND', (2021, 7, 26))]
    >>> [t.value for t in numbers(0, "2003-2011", "2003-2011")]
    [2003, 2011]
    """
    end = start + len(raw)
    if raw.isdecimal():
        return [Token(start, end, *_integer(raw, text, end))]
    if any(raw.count(mark) > 3 for mark in "/.:-"):
        return [Token(start, end, "NF", None)]
    digits = raw.replace(" ", "")
    if digits.isdecimal():  # a table
        return [Token(start, end, "NF", None)]
    if stamp := _STAMP.fullmatch(digits):
        cut = start + raw.index("T")
        return [*numbers(start, stamp[1], text), Token(cut + 1, end, "CLK", (int(stamp[2]), int(stamp[3])))]
    if year := _YEAR_CLOCK.fullmatch(raw):  # «13 مايو 2024-08:02»
        cut = len(year[1])
        return [*numbers(start, raw[:cut], text), *numbers(start + cut + 1, raw[cut + 1 :], text)]
    if date := _DATE.fullmatch(digits):
        if value := ymd(date[1], date[3], date[4]):
            return [Token(start, end, "ND", value)]
        return [Token(start, end, "NF", None)]
    if clock := _CLOCK.fullmatch(digits):
        return [Token(start, end, "CLK", (int(clock[1]), int(clock[2] or clock[3] or 0)))]
    if _THOUSANDS.fullmatch(digits):
        return [Token(start, end, "NF", int(re.sub(r"\D", "", digits)))]
    if decimal := re.fullmatch(r"(\d{1,9})[.,٫](\d{1,9})", digits):
        return [Token(start, end, "NF", float(f"{decimal[1]}.{decimal[2]}"))]
    if re.fullmatch(r"\d+(?:[/\-–]\d+){1,3}", digits):
        return _range(start, raw, text)
    return [Token(start, end, "NF", None)]


def _integer(digits: str, text: str, end: int) -> tuple[str, object]:
    if len(digits) > 9 or text[end : end + 1] == "%":
        return "NF", None
    value = int(digits)
    if len(digits) == 4 and 1000 <= value <= 2199:
        return "NY", value
    return ("N31" if 1 <= value <= 31 and len(digits) <= 2 else "NN"), value


def _range(first: int, digits: str, text: str) -> list[Token]:
    parts = [(first + m.start(), first + m.end(), m[0]) for m in _SPLIT.finditer(digits)]
    if len(parts) != 2 or max(len(p[2]) for p in parts) > 4:
        return [Token(first, parts[-1][1], "NF", None)]
    if len(parts) == 2 and "/" in digits and len(parts[0][2]) <= 2 and len(parts[1][2]) <= 2:
        low, high = int(parts[0][2]), int(parts[1][2])
        if 1 <= low <= 31 and 1 <= high <= 12:
            return [Token(first, parts[1][1], "NDM", (low, high))]
    out = [Token(a, b, *_integer(raw, text, b)) for a, b, raw in parts]
    if len(out) == 2 and out[0].name == "NY" and len(parts[1][2]) == 2:
        # «2020-21»: a season or school year; the second year is short.
        return [out[0]]
    return out


def ymd(first: str, second: str, third: str) -> tuple[int, int, int] | None:
    """Read a numeric date in any order as (year, month, day); None if no reading is a date.

    The day comes first where both orders are possible, as in the Arab press.

    Examples
    --------
    >>> ymd("26", "7", "2021"), ymd("2021", "07", "26"), ymd("7", "26", "2021"), ymd("2021", "13", "45")
    ((2021, 7, 26), (2021, 7, 26), (2021, 7, 26), None)
    """
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4:
        orders = [(a, b, c), (a, c, b)]
    elif len(third) == 4:
        orders = [(c, b, a), (c, a, b)]
    elif len(third) == 2:
        orders = [(2000 + c if c < 70 else 1900 + c, b, a), (2000 + a if a < 70 else 1900 + a, b, c)]
    else:
        return None
    for year, month, day in orders:
        if year and 1 <= month <= 12 and 1 <= day <= 31:
            return year, month, day
    return None
