"""Guards: what the neighbouring words say against reading a match as a time."""

from __future__ import annotations

import functools
import re

from ..lexicon import load
from .cues import cue_of, from_somewhere, lasts
from .tokens import Scan, Token, plain

_LETTERS = "\u0621-\u064a"
_WORD_BEFORE = re.compile(rf"([{_LETTERS}]+)[\s\"«“(\[]{{0,3}}$")
_WORD_AFTER = re.compile(rf"[\"»”)\]]? {{0,2}}([{_LETTERS}%]+)")
_REACH = 24


@functools.cache
def _words(file: str, table: str, key: str = "words") -> frozenset[str]:
    return frozenset(plain(w) for w in load(file)[table][key])


class Match:
    """Tokens `first` to `last` of a scan, and the words around them."""

    __slots__ = ("first", "last", "names", "scan", "tokens")

    def __init__(self, scan: Scan, first: int, last: int):
        self.scan = scan
        self.first = first
        self.last = last
        self.tokens: list[Token] = scan.tokens[first : last + 1]
        self.names: list[str] = [t[2] for t in self.tokens]

    def before(self) -> str:
        """The word before; of a glued clitic, the letter («ل»)."""
        start = self.tokens[0].start
        head = self.scan.text[max(0, start - _REACH) : start]
        word = head.rstrip(" ").rpartition(" ")[2]
        if word.isalpha() and not word.isascii():  # the common case, without the search
            return word
        found = _WORD_BEFORE.search(head)
        return found[1] if found else ""

    def after(self) -> str:
        """The word after, or "" before a mark or the line's end."""
        end = self.tokens[-1].end
        found = _WORD_AFTER.match(self.scan.text, end, end + _REACH)
        return found[1] if found else ""

    def char_after(self) -> str:
        """The character after the match, spaces skipped."""
        end = self.tokens[-1].end
        return self.scan.text[end : end + 3].lstrip(" ")[:1]


def _strip(word: str) -> str:
    """A word without a leading «و» or «ف»."""
    return word[1:] if len(word) > 2 and word[0] in "وف" else word


def _numbered(match: Match) -> bool:
    """«للجمعة السابعة على التوالي», but not «الجمعة السابعة مساء»."""
    tokens, code, at = match.scan.tokens, match.scan.code, match.last + 1
    return (
        code[2 * match.last + 1] == " "
        and tokens[at].name in ("ORD", "ORDF")
        and not (code[2 * at + 1] in _JOINED and tokens[at + 1].name in _AFTER_HOUR)
    )


_JOINED = frozenset(" ow")
# After an hour, or the month after a day.
_AFTER_HOUR = {"PDA", "PDB", "PD", "FRACD", "FRAC", "CARD", "TENS"}
_AFTER_HOUR |= {"MON", "AMON", "HMON", "AHMON", "MO1", "MOD"}


def weekday(match: Match) -> bool:
    """A weekday, not a name, a prayer, or «both»."""
    if match.after() in _words("guards", "no_weekday_before") or _numbered(match):
        return False
    if match.names[0] in ("D1", "D2C", "DP") or len(match.names) > 1:
        return True
    before, after, table = match.before(), match.after(), load("weekdays")["not_after"]
    if before in _words("weekdays", "not_after"):
        return False
    if match.tokens[0].value != 1:
        return True
    if before.endswith(tuple(table["suffixes"])):
        return False
    return after not in _words("weekdays", "not_after", "pair_after") and before not in _words(
        "weekdays", "not_after", "pair_before"
    )


_RATE = re.compile("(?:برميل|مره|مرات|مرتين|دولار|ساعه|ساعات|لتر|دقيقه|حبه|شخص|شخصا|جرعه|طن)ا? في $")


_CLOSED_NAME = re.compile(rf"[\"«“(]\s?[{_LETTERS}]+ $")
_HEAD_NAME = re.compile(rf"(?:^|\n)[{_LETTERS}]+ $")


def _name_of_paper(match: Match) -> bool:
    """«(الكويت اليوم)», or «بغداد اليوم -» at the head of a line: a newspaper or agency."""
    text, start, end = match.scan.text, match.tokens[0].start, match.tokens[-1].end
    before = text[max(0, start - _REACH) : start]
    if text[end : end + 1] in tuple('"»”)') and _CLOSED_NAME.search(before):
        return True
    return text[end : end + 3].lstrip(" ")[:1] in tuple("-–—:/|") and bool(_HEAD_NAME.search(before))


_IN_A_DAY = re.compile(rf"\d(?: [{_LETTERS}]+){{1,2}} $")


def _rate(match: Match) -> bool:
    """«مليون برميل في اليوم», «5 رحلات في اليوم»: a day, not today."""
    before = match.scan.text[max(0, match.tokens[0].start - 27) : match.tokens[0].start]
    return before.endswith(" في ") and bool(_RATE.search(before) or _IN_A_DAY.search(before[:-3]))


def today(match: Match) -> bool:
    """«اليوم» as today, not as part of a name or an ordinal day."""
    if match.names == ["TODAY"]:
        end = match.scan.code[2 * match.last + 1]
        following = match.scan.tokens[match.last + 1].name if match.last + 1 < len(match.scan.tokens) else ""
        if end == " " and following in ("ORD", "ORDF", "SET", "NEG", "NN", "N31", "CARDD"):
            return False
        if _rate(match) or _name_of_paper(match):
            return False
        return match.after() not in _words("guards", "not_today_before") and match.before() not in _words(
            "guards", "name_before"
        )
    if match.names == ["DREL"] and match.before() in _words("guards", "name_before"):
        return False
    word = match.scan.text[match.tokens[-1].start : match.tokens[-1].end]
    if word == "غد":
        head = match.scan.text[max(0, match.tokens[0].start - _REACH) : match.tokens[0].start]
        return len(match.names) > 1 or bool(_FROM_TOMORROW.search(head))
    if word == "امس":
        start = match.tokens[0].start
        return match.scan.text[max(0, start - 1) : start] != "ل"  # «بعد أن لامس المؤشر»: touched
    return True


_FROM_TOMORROW = re.compile("(?:بدءا|ابتداء|اعتبارا|انطلاقا) من $|حتي $")


def month(match: Match) -> bool:
    """A month whose name is no other word here."""
    if len(match.names) == 1 and match.before() in _words("guards", "place_before"):
        return False
    if match.names == ["AMON"]:
        return match.before() in _words("guards", "month_after")
    if match.names == ["MON"]:
        return match.before() not in _words("guards", "no_month_after")
    return True


def hijri_month(match: Match) -> bool:
    """A Hijri month, not a person, a zero or «forbidden»."""
    if match.names in (["AHMON"], ["AHMON", "HON"]):
        value = match.tokens[0].value
        return value == 9 and (len(match.names) == 2 or match.before() in _words("guards", "ramadan_after"))
    return True


def month_number(match: Match) -> bool:
    """A month by number, 1 to 12."""
    return match.tokens[1].value <= 12


def day(match: Match):
    """A day number that a month has."""
    values = [t.value for t in match.tokens if t.name in ("N31", "ORD", "FIRST", "CARD", "TENS")]
    if match.before() in _words("guards", "place_before"):
        return "name"
    return bool(values) and values[0] <= 31


def _looks_counted(word: str) -> bool:
    if not word:
        return False
    bare = word
    return bare in _words("years", "after", "count") or (
        len(bare) > 3
        and bare.endswith("ا")
        and not bare.startswith("ال")
        and bare not in _words("guards", "function")
    )


def bare_year(match: Match) -> bool:
    """A four-digit number that is a year."""
    token = match.tokens[-1]
    year, before, after = token.value, match.before(), match.after()
    closed = match.char_after() in _CLOSERS
    if (_looks_counted(after) and not closed) or match.char_after() in tuple("%$€£/"):
        return False
    after = "" if closed else after
    if match.names[0] in ("BND", "BEND", "LAST"):
        return True
    if (
        match.first
        and match.scan.code[2 * match.first - 1] != "."
        and match.scan.tokens[match.first - 1].name == "APX"
    ):
        return False
    if before in _words("guards", "count_before"):
        return False
    strong = before in _words("years", "around", "before_strong") or _strip(before) in _words(
        "years", "around", "before_strong"
    )
    if year > 2099 or year < 1900:
        return strong and 1500 < year < 1900 and _free(after)
    if strong:
        return year % 100 != 0 or _free(after)
    return 1945 <= year <= 2050 and year % 100 != 0 and _free(after)


_CLOSERS = tuple(".،,؛:)]»؟!")


def _free(after: str) -> bool:
    """Nothing follows that the number could count."""
    return (
        not after
        or after.startswith("ال")
        or after in _words("guards", "function")
        or _strip(after) in _words("guards", "function")
        or (after[0] in "وف" and len(after) > 3)
    )


def year_named(match: Match) -> bool:
    """A year with its noun: «عام 48», not «عام 48 شخصا»."""
    last = match.tokens[-1]
    if last.name != "NN":
        return True
    return 40 <= last.value <= 99 and not _looks_counted(match.after())


def counted_after_year(match: Match) -> bool:
    """«العام الماضي 1500 حاجا»: the figure after the year's adjective counts something."""
    tokens = match.tokens
    return (
        len(tokens) > 1
        and tokens[-1].name == "NY"
        and tokens[-2].name in _BEFORE_FIGURE
        and not (tokens[-2].name in ("YD", "ALAM") and 1900 <= tokens[-1].value <= 2100)
        and match.scan.code[2 * match.last - 1] == " "
        and match.char_after() not in _CLOSERS
        and _looks_counted(match.after())
    )


_BEFORE_FIGURE = {"PAST", "FUT", "CUR", "RECENT", "NXT", "PRV", "YD", "ALAM"}


def years(match: Match) -> bool:
    """Years in a row, not two counts."""
    if match.names[0] != "NY":
        return True
    tokens = [t for t in match.tokens if t.name == "NY"]
    if _looks_counted(match.after()):
        return False
    if _bracketed_pair(match, [t.value for t in tokens]):
        return True
    low, high = (1350, 1500) if "ERAH" in match.names else (1900, 2099)
    if any(not low <= t.value <= high for t in tokens):
        return False
    return match.before() not in _words("guards", "count_before")


def _bracketed_pair(match: Match, values: list[int]) -> bool:
    """«نابليون (1769-1821)»: a life, a reign or a campaign; a pair of round numbers is rather an amount."""
    start = match.tokens[0].start
    if len(values) != 2 or match.char_after() != ")" or match.scan.text[start - 1 : start] != "(":
        return False
    low, high = values
    if high <= 1500 and match.names[-1] not in ("ERAD", "MSYM"):
        return False  # of which calendar?
    return 1000 <= low < high <= 2100 and (low % 100 > 0 or high % 100 > 0)


def clock(match: Match) -> bool:
    """An hour, not a figure that cannot be read («+2GMT»)."""
    return not any(t.name == "NF" and t.value is None for t in match.tokens)


def last_unit(match: Match) -> bool:
    """«الأسبوع الأخير», not the last of something («السنة الأخيرة من ولايته»)."""
    return match.names[-1] != "RECENT" or match.after() not in ("من", "ل")


def this_year(match: Match) -> bool:
    """«خلال العام»: the current one."""
    return (
        match.before() in _words("guards", "this_unit_after")
        and match.names[0] in ("ALAM", "YD", "MOD", "WD")
        and match.after() not in _words("guards", "not_year_before")
    )


def ago(match: Match):
    """«قبل N», unless an event («قبل عامين من الانتخابات») or a defining noun («قبل يوم العيد») follows."""
    after = match.after()
    if after in ("من", "علي", "عن") and match.names[-1] != "REF":
        found = _SECOND_AFTER.match(match.scan.text, match.tokens[-1].end)
        if found and found[1] in _words("guards", "event_after_from"):
            return "duration"
        if after == "من":
            return True if from_somewhere(match.scan.text, match.tokens[0].start) else "duration"
        return True
    single = len(match.names) == 2
    following = match.scan.tokens[match.last + 1].name if match.last + 1 < len(match.scan.tokens) else ""
    near = match.scan.code[2 * match.last + 1] == " "
    if single and near and following in _AFTER_UNIT:
        return False
    return not (single and after.startswith("ال"))


_SECOND_AFTER = re.compile(rf" (?:من|علي|عن) ([{_LETTERS}]+)")


_DAY_PARTS = {"PD", "PDA", "PDB"}


def adverb_of_day(match: Match) -> bool:
    """«قصفت المدينة ليلا», not «ليلا ونهارا», nor the noun «مساء»."""
    scan, first, last = match.scan, match.first, match.last
    if scan.code[2 * last + 1] == "w" and scan.tokens[last + 1].name in _DAY_PARTS:
        return False
    if first and scan.code[2 * first - 1] == "w" and scan.tokens[first - 1].name in _DAY_PARTS:
        return False
    if match.names == ["PDA"]:
        return True
    word = match.scan.text[match.tokens[0].start : match.tokens[0].end]
    after = match.after()
    return (
        word != "عشيه"
        and match.before() not in _words("guards", "not_bare_after")
        and (not after or after in _words("guards", "function"))
    )


def day_of_event(match: Match) -> bool:
    """«في اليوم الثاني من الزيارة»: one day of something that goes on."""
    return match.before() == "في" and match.after() in _words("guards", "day_of_event_before")


_AFTER_UNIT = {
    "DAY",
    "N31",
    "NY",
    "NN",
    "MON",
    "AMON",
    "HMON",
    "AHMON",
    "CARD",
    "ORD",
    "DREL",
    "HOL",
    "NF",
    "DAYI",
}


def duration(match: Match) -> bool:
    """A counted time; «عقود» may be contracts, and «الثاني عاما» counts nothing."""
    names = match.names
    if names[0] == "ORD" and match.tokens[0].value % 10:
        return False
    if any(n in ("DEP", "DE1") for n in names):
        return match.before() not in _words("guards", "contract_before") and match.after() not in _words(
            "guards", "contract_after"
        )
    return True


def duration_range(match: Match) -> bool:
    """A range of lengths, after «بين» or «من», or with a dash; two figures, not a sum («خمسة وعشرين»)."""
    low, high = match.tokens[-3], match.tokens[-2]
    if high.name == "TENS" and low.name == "CARD":
        return False
    joint = match.scan.code[2 * match.last - 3]
    return low.value is not None and (joint != "w" or match.before() in ("بين", "من"))


def decade(match: Match) -> bool:
    """A decade of a century, not of a life («في الأربعينيات من عمره»)."""
    end = match.tokens[-1].end
    return not _OF_LIFE.match(match.scan.text, end, end + 14)


_LATER_BY = re.compile("(?:بعدها|قبلها|بعده|قبله|بعد ذلك|قبل ذلك) ب$")  # «وقبلها بأسبوع»
_OF_LIFE = re.compile(" (?:من )?(?:ال)?عمر")


def night(match: Match) -> bool:
    """Tonight or last night, not a night told apart («الليلة الفاصلة»)."""
    return len(match.names) > 1 or match.after() not in _words("guards", "no_night_before")


def part_of_today(match: Match) -> bool:
    """«منذ الصباح»: this morning; elsewhere the bare noun names no day."""
    token = match.tokens[0]
    return match.before() in ("منذ", "ومنذ") and match.scan.text.startswith("ال", token.start)


def unit_duration(match: Match) -> bool:
    """A bare noun of time that measures."""
    names, before, after = match.names, match.before(), match.after()
    following = match.scan.tokens[match.last + 1].name if match.last + 1 < len(match.scan.tokens) else ""
    near = match.scan.code[2 * match.last + 1] == " "
    if (
        after.startswith("ال")
        or (near and following in _AFTER_UNIT)
        or after in _words("guards", "not_measure_before")
    ):
        return False
    start = match.tokens[0].start
    if names[0] in ("W1", "MO1", "H1", "HP", "MIP", "DP", "WP", "MOP") and lasts(match.scan.text, start):
        return True
    if len(names) == 1 and match.scan.text[start : match.tokens[0].end] in ("اسبوعا", "شهرا"):
        return True
    if names[0] == "APX" or len(names) > 2 or any(n in ("FRAC", "APXA") for n in names):
        return duration(match)
    if names[0].endswith("P"):
        signal = (
            before in _words("guards", "measure_after")
            or before in ("ل", "ول")
            or (after == "من" and names[0] != "DEP")
        )
        return signal and duration(match)
    if names[0] == "W1" and before == "في":
        return True
    if before == "ب":
        return bool(_LATER_BY.search(match.scan.text, max(0, start - 12), start))
    return before in _words("guards", "measure_after") and names[0] not in ("S1",) and before != "ل"


def part_of_year(match: Match) -> bool:
    """A quarter or half of a year, not of a match."""
    names = match.names
    if any(n in ("NY", "YD", "ALAM", "MOD") for n in names):
        return True
    return (
        any(t.value in ((1, 4),) for t in match.tokens)
        and match.before() in _words("guards", "quarter_after")
        and match.after() not in _words("guards", "no_quarter_before")
    )


def every(match: Match) -> bool:
    """«كل شهر», not «كل ساعات العمل»."""
    after = match.after()
    return not (match.names[-1].endswith("1") and len(match.names) == 2 and after.startswith("ال"))


def frequency(match: Match) -> bool:
    """A frequency, not a jubilee or a title."""
    return match.before() not in _words("guards", "no_frequency_after")


def reference(match: Match) -> bool:
    """A vague now, past or future."""
    value, after, before = match.tokens[0], match.after(), match.before()
    word = match.scan.text[value.start : value.end]
    if word == "قريبا":
        return after not in ("من", "لل", "الي")
    if word == "وقت لاحق":
        return cue_of(match.scan.text, value.start, value.end) != "past"
    if word in ("المستقبل", "اللحظه"):
        return before in ("في", "حتي") and not after.startswith("ال")
    return True


GUARDS = {
    name: function
    for name, function in list(globals().items())
    if callable(function)
    and not name.startswith("_")
    and getattr(function, "__module__", None) == __name__
    and name != "Match"
}
