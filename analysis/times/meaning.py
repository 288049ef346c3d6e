"""Means: from the tokens of a match to a small record of what the words say, before any date is known."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from ..lexicon import load
from .tokens import Token


class Meaning(NamedTuple):
    """What the words of one expression say."""

    kind: str
    type: str
    data: dict
    mod: str | None = None


class Piece(NamedTuple):
    """One expression of a list: tokens ``first`` to ``last``, both included."""

    first: int
    last: int
    meaning: Meaning


_DIRECTIONS = {
    "PAST": "past",
    "PAST2": "before_last",
    "FUT2": "after_next",
    "RECENT": "past",
    "FUT": "future",
    "CUR": "current",
    "NXT": "next",
    "PRV": "previous",
    "SAME": "same",
    "SAMEB": "same",
    "THAT": "same",
    "THIS": "current",
}
_DAY_NUMBERS = {"ONE", "N31", "ORD", "FIRST", "CARD", "TENS"}
_FIGURES = {"ONE", "N31", "NY", "NN", "NF", "CARD", "TENS", "HUND", "CARDD", "ORD"}
_YEAR_NOUNS = {"YD", "ALAM"}
_MONTHS = {"MON", "AMON"}
_HIJRI_MONTHS = {"HMON", "AHMON"}
_CODES = {unit: tuple(code) for unit, code in load("units")["codes"].items()}


_POWERS = {1000, 1_000_000, 1_000_000_000}


def count(values: list) -> int | float:
    """Value of a run of number words or figures.

    Examples
    --------
    >>> count([5, 20]), count([3, 1000]), count([2000, 300, 5]), count([13, 1000000])
    (25, 3000, 2305, 13000000)
    """
    total, current = 0, 0
    for value in values:
        if value in _POWERS and current:
            total, current = total + current * value, 0
        else:
            current += value
    return total + current


def _first(tokens: list[Token], names: set[str] | str):
    names = (names,) if isinstance(names, str) else names
    for token in tokens:
        if token[2] in names:
            return token[3]
    return None


def _has(tokens: list[Token], *names: str) -> bool:
    for token in tokens:  # noqa: SIM110 (a generator is half as fast, and this is called for each expression)
        if token[2] in names:
            return True
    return False


def directions(tokens: list[Token]) -> dict:
    """Directions of the relative words: of the year («من العام نفسه») apart from that of the date itself.

    Returns
    -------
    dict
        With ``rel`` for the date and ``year_rel`` for its year, where said.
    """
    out: dict = {}
    in_year = False
    before = None
    for token in tokens:
        way = _DIRECTIONS.get(token.name)
        if token.name in _YEAR_NOUNS:
            in_year = True
            out["year_rel"] = before or "current"
            before = None
        elif way and token.name in ("THIS", "SAMEB", "THAT"):
            before = way
        elif way:
            out["year_rel" if in_year else "rel"] = way
    if before and "rel" not in out:
        out["rel"] = before
    if _has(tokens, "NY"):
        out.pop("year_rel", None)
    return out


def calendar(tokens: list[Token]) -> dict:
    """Collect what the tokens say of day, month, year, weekday and part of the day."""
    data: dict = {}
    days: list[int] = []
    for token in tokens:
        name, value = token.name, token.value
        if name in _DAY_NUMBERS and "month" not in data:
            days.append(value)
        elif name in _MONTHS:
            data.setdefault("month", value)
        elif name in _HIJRI_MONTHS:
            data.setdefault("month", value)
            data["hijri"] = True
        elif name in ("NY", "NN", "CARD", "TENS", "HUND", "N31"):
            data.setdefault("years", []).append(value)
        elif name == "ND":
            data["year"], data["month"], data["day"] = value
            data["numeric"] = True
        elif name == "NTHDAY":
            data["day"] = value + 1
        elif name == "NDM":
            data["day"], data["month"] = value
        elif name in ("DAY", "DAYI"):
            data.setdefault("weekday", value)
        elif name in ("DREL", "TONIGHT"):
            data["offset"] = value
        elif name == "TODAY":
            data.setdefault("offset", 0)
        elif name == "ERAH":
            data["hijri"] = True
        elif name == "ERAB":
            data["before_christ"] = True
    if days:
        data["day"] = count(days)
    if "years" in data:
        data["year"] = count(data.pop("years"))
    if 1300 <= data.get("year", 0) <= 1500 and not _has(tokens, "MON", "AMON", "ERAD", "MSYM"):
        data["hijri"] = True
    return data


def part_of_day(tokens: list[Token]) -> tuple[str | None, str | None]:
    """TIMEX3 part of the day and its mod."""
    part = next((t.value for t in tokens if t.name in ("PD", "PDA", "PDB")), None)
    code, mod = part or (None, None)
    if _has(tokens, "TONIGHT"):
        code = "TNI"
    if _has(tokens, "EARLY", "ORDF") and code:
        mod = "START"
    if _has(tokens, "LATE") and code:
        mod = "END"
    if tokens and tokens[0].name == "HOURS":
        mod = tokens[0].value
    return code, mod


def mean_day_of_event(tokens: list[Token], joints: str) -> Meaning:
    """«اليوم الثاني من التصويت»: the day that is told of."""
    return Meaning("day", "DATE", {"told": True})


def mean_new_year(tokens: list[Token], joints: str) -> Meaning:
    """«العام الجديد», or one of its first days («اليوم الأول من العام الجديد»)."""
    data: dict = {"unit": "new_year", "said": _first(tokens, "NY")}
    if nth := _first(tokens, "NTHDAY"):
        data["day"] = nth + 1
    elif _has(tokens, "NTHDAY"):
        data["day"] = 1
    elif _has(tokens, "TODAY"):
        data["day"] = _first(tokens, "ORD")
    return Meaning("unit", "DATE", data, bound(tokens))


def mean_hijri_new_year(tokens: list[Token], joints: str) -> Meaning:
    """«العام الهجري الجديد 1445», or one of its first days."""
    new = _first(tokens, "NEWH").endswith(("الجديد", "الجديدة")) and not _has(tokens, "CUR")
    data: dict = {"said": _first(tokens, "NY"), "new": new}
    if _has(tokens, "NTHDAY"):
        data["day"] = _first(tokens, "NTHDAY") + 1
    return Meaning("hijri_year", "DATE", data, bound(tokens))


def mean_night_between(tokens: list[Token], joints: str) -> Meaning:
    """«الليلة الفاصلة بين الجمعة والسبت 30 ماي»: the night of the first day; a date is that of the second."""
    days = [i for i, t in enumerate(tokens) if t.name == "DAY"]
    dated = _has(tokens, *_MONTHS, "MOD")
    if not dated:
        meaning = mean_day([tokens[days[0]], *tokens[days[1] + 1 :]], "")
    else:
        meaning = mean_day(tokens[days[1] + 1 if days else 2 :], "")
        meaning.data["night_before"] = tokens[days[0]].value if days else 0
    return meaning._replace(type="TIME", data=meaning.data | {"part": "TNI"})


_NIGHTS_BACK = {"past": -1, "before_last": -2}


def mean_day(tokens: list[Token], joints: str) -> Meaning:
    """One day, or a part of it."""
    data = calendar(tokens) | directions(tokens)
    if _has(tokens, "MOD"):
        data["of_month"] = data.pop("rel", "current")
    elif "day" in data and "month" not in data and "rel" in data:
        data["of_month"] = data.pop("rel")
    if "weekday" in data and data.get("rel") == "current":
        del data["rel"]  # «هذا الثلاثاء»: the tense says which
    if data.get("day", 9) <= 5 and any(a.name == "DAY" and b.name == "ORD" for a, b in pairwise(tokens)):
        data["nth_weekday"] = data["day"]  # «الأحد الأول من سبتمبر»: the 1st, or the first Sunday
    code, mod = part_of_day(tokens)
    if code:
        data["part"] = code
        if _has(tokens, "TONIGHT", "PD") and "weekday" not in data and data.get("rel") in _NIGHTS_BACK:
            data["offset"] = _NIGHTS_BACK[data.pop("rel")]
    return Meaning("day", "TIME" if code else "DATE", data, mod)


def mean_month(tokens: list[Token], joints: str) -> Meaning:
    """One month, or a bound or half of it; or the same month of another year."""
    data = calendar(tokens) | directions(tokens)
    if _has(tokens, "FRACD"):
        data.pop("day", None)
        return Meaning("month", "DATE", data, "START" if _first(tokens, "ORD") == 1 else "END")
    if _has(tokens, "PERIOD", "MOD"):
        data.pop("rel", None)
        data["month_same"] = True
    return Meaning("month", "DATE", data, bound(tokens))


def _month_part(tokens: list[Token]) -> tuple[int, list[Token]]:
    """The ordinal (-1 for the last) and the tokens of the month that follow it."""
    cut = next(i for i, t in enumerate(tokens) if t.name in ("ORD", "ORDF", "RECENT"))
    return (-1 if tokens[cut].name == "RECENT" else tokens[cut].value), tokens[cut + 1 :]


def mean_week_of_month(tokens: list[Token], joints: str) -> Meaning:
    """«الأسبوع الأول من أبريل»: the start, middle or end of a month, whose weeks have no ISO number."""
    number, rest = _month_part(tokens)
    mod = "START" if number == 1 else "END" if number in (-1, 4, 5) else "MID"
    if _has(rest, "MOD"):
        return Meaning("unit", "DATE", {"unit": "MO", "rel": directions(rest).get("rel")}, mod)
    return mean_month(rest, joints)._replace(mod=mod)


def mean_month_number(tokens: list[Token], joints: str) -> Meaning:
    """A month by its number: «شهر 6»."""
    rest = [t._replace(name="MON") if t.name == "N31" else t for t in tokens]
    return mean_month(rest[1:], joints)


def bound(tokens: list[Token]) -> str | None:
    """START, MID or END, as «مطلع», «منتصف», «نهاية» say."""
    if tokens[0].name == "LAST":
        return "END"
    return next((t.value for t in tokens if t.name in ("BND", "BEND")), None)


def mean_year(tokens: list[Token], joints: str) -> Meaning:
    """One year."""
    data = calendar([t._replace(name="NN") if t.name in ("N31", "CARD", "TENS") else t for t in tokens])
    data.setdefault("year", data.pop("day", None))
    if _has(tokens, "Y1") and 40 <= data["year"] <= 99 and not _has(tokens, "ERAH", "ERAD", "ERAB"):
        data["year"] += 1900  # «عام 48», «عام 67»
    return Meaning("year", "DATE", data, bound(tokens))


def mean_year_twice(tokens: list[Token], joints: str) -> Meaning:
    """«العام الجاري 2021»: the figure says which; without it (it counted something) the adjective does."""
    return mean_year(tokens, joints) if _has(tokens, "NY") else mean_unit(tokens, joints)


def mean_earlier(tokens: list[Token], joints: str) -> Meaning:
    """«وقت سابق من الشهر»: somewhere in it; «وقت متأخر من مساء أمس»: its end."""
    head, rest = tokens[0], tokens[1:]
    if _has(rest, "MON", "AMON"):
        meaning = mean_month(rest, joints)
    elif _has(rest, "TODAY", "DREL", "DAY", "PD", "PDB"):
        meaning = mean_day(rest, joints)
    else:
        meaning = mean_year(rest, joints) if _has(rest, "NY") else mean_unit(rest, joints)
    return meaning._replace(mod=head.value) if head.name == "HOURS" else meaning


def _unit_of(tokens: list[Token]) -> str:
    for token in tokens:
        if token.name == "TODAY":
            return "D"
        if isinstance(token.value, str) and token.value in _CODES and token.name not in ("SAMEB", "THIS"):
            return token.value
    return "Y"


def mean_unit(tokens: list[Token], joints: str) -> Meaning:
    """A week, month, quarter, half, year, decade or century, named or relative."""
    rest = [t for t in tokens if t.name not in ("THIS", "SAMEB", "THAT")]
    data: dict = {"unit": _unit_of(rest)}
    if _has(tokens, "DED") and _has(tokens, "CED"):
        cut = next(i for i, t in enumerate(tokens) if t.name == "CED")
        data = {
            "unit": "DE",
            "nth": _first(tokens[:cut], "ORD"),
            "century": _first(tokens[cut:], {"ORD", "N31"}),
        }
    elif _has(tokens, "DECA"):
        data = {"unit": "DE", "decade": _first(tokens, "DECA"), "century": _first(tokens, {"ORD", "N31"})}
    elif _has(tokens, "CED") and _has(tokens, "ORD", "N31", "CARDD"):
        data = {"unit": "CE", "century": _first(tokens, {"ORD", "N31", "CARDD"})}
        if _has(tokens, "ERAB"):
            data["before_christ"] = True
    elif _has(tokens, "FRACD", "TERM"):
        return _part_of_year(tokens)
    elif _has(tokens, "BEND") and _has(tokens, "WD"):
        return Meaning("unit", "DATE", {"unit": "W", "weekend": True} | directions(tokens))
    way = directions(tokens)
    data["rel"] = way.get("year_rel") or way.get("rel")
    return Meaning("unit", "DATE", data, bound(tokens))


def mean_parts_of_year(tokens: list[Token], joints: str) -> list[Piece]:
    """«الربعين الأول والثاني من العام»: one expression a quarter."""
    head = tokens[0]._replace(name="FRACD")
    first, second = (_part_of_year([head, t, *tokens[3:]]) for t in tokens[1:3])
    return [Piece(0, 1, first), Piece(2, len(tokens) - 1, second)]


def _part_of_year(tokens: list[Token]) -> Meaning:
    fraction = _first(tokens, {"FRACD", "TERM"}) or (1, 4)
    number = _first(tokens, "ORD") or fraction[1]
    data: dict = {"unit": {2: "half", 3: "third", 4: "quarter"}[fraction[1]], "number": number}
    rest = [t for t in tokens if t.name not in ("FRACD", "TERM", "ORD")]
    if _has(rest, "RECENT"):
        rest = [t for i, t in enumerate(rest) if t.name != "RECENT" or i > 1]
    if _has(rest, "MOD"):
        way = directions(rest).get("rel")
        mod = "START" if number == 1 else "END"
        return Meaning("unit", "DATE", {"unit": "MO", "rel": way}, mod)
    data |= {k: v for k, v in (calendar(rest) | directions(rest)).items() if k in ("year", "year_rel")}
    return Meaning("unit", "DATE", data, bound(tokens))


# -- lists -----------------------------------------------------------------------------------------


def mean_list(tokens: list[Token], joints: str) -> list[Piece]:
    """Days, months or years joined by «و», «إلى» or a dash: one expression an end."""
    if _has(tokens, "MOD"):
        return _day_list(tokens, joints)
    months = (*_MONTHS, *_HIJRI_MONTHS)
    if _has(tokens, *months) and _has(tokens, *_DAY_NUMBERS) and tokens_before_month(tokens) > 1:
        return _day_list(tokens, joints)
    if _has(tokens, *_MONTHS):
        return _month_list(tokens, joints)
    return _year_list(tokens, joints)


def tokens_before_month(tokens: list[Token]) -> int:
    """How many day numbers stand before the month's name."""
    n = 0
    for token in tokens:
        if token.name in _MONTHS or token.name in _HIJRI_MONTHS:
            break
        n += token.name in _DAY_NUMBERS
    return n


def _cut(items: list[int], n: int) -> list[tuple[int, int]]:
    """Token ranges of the pieces: the first starts with the match, the last ends with it."""
    starts = [0, *items[1:]]
    ends = [*items[:-1], n - 1]
    return list(zip(starts, ends, strict=True))


def _day_list(tokens: list[Token], joints: str) -> list[Piece]:
    month = next(i for i, t in enumerate(tokens) if t.name in (*_MONTHS, *_HIJRI_MONTHS, "MOD", "THIS"))
    items = [i for i, t in enumerate(tokens[:month]) if t.name in _DAY_NUMBERS]
    tail = tokens[month:]
    pieces = []
    for (first, last), item in zip(_cut(items, len(tokens)), items, strict=True):
        pieces.append(Piece(first, last, mean_day([tokens[item], *tail], joints)))
    return pieces


def _month_list(tokens: list[Token], joints: str) -> list[Piece]:
    items = [i for i, t in enumerate(tokens) if t.name in _MONTHS]
    tail = tokens[items[-1] + 1 :]
    pieces = []
    for (first, last), item in zip(_cut(items, len(tokens)), items, strict=True):
        meaning = mean_month([tokens[item], *tail], joints)
        if "rel" in meaning.data:
            meaning.data["list_ends_with"] = tokens[items[-1]].value
        if tokens[item].value > tokens[items[-1]].value:  # «من نوفمبر إلى مارس 2020»: the year before
            if "year" in meaning.data:
                meaning.data["year"] -= 1
            meaning.data["year_back"] = "year_rel" in meaning.data
        pieces.append(Piece(first, last, meaning))
    return pieces


def _year_list(tokens: list[Token], joints: str) -> list[Piece]:
    items = [i for i, t in enumerate(tokens) if t.name == "NY"]
    pieces = []
    for k, item in enumerate(items):
        first = 0 if k == 0 else item - (tokens[item - 1].name in ("Y1", *_YEAR_NOUNS))
        last = item + (item + 1 < len(tokens) and tokens[item + 1].name in ("ERAD", "MSYM", "ERAH", "ERAB"))
        pieces.append(Piece(first, last, mean_year(tokens[item : last + 1], "")))
    if max(tokens[i].value for i in items) > 1500:  # «(1480-1521)»: one calendar for both
        for piece in pieces:
            piece.meaning.data.pop("hijri", None)
    return pieces


def mean_weekday_list(tokens: list[Token], joints: str) -> list[Piece]:
    """Weekdays joined by «و», with or without their dates."""
    items = [i for i, t in enumerate(tokens) if t.name == "DAY"]
    month = next((i for i, t in enumerate(tokens) if t.name in _MONTHS), None)
    if month is None:
        return _bare_weekday_list(tokens, items, "t" in joints)
    days = [i for i, t in enumerate(tokens[:month]) if t.name == "N31"]
    tail = tokens[month:]
    meanings = [mean_day([tokens[i], *tail], "") for i in days]
    first_day = days[0] - (tokens[days[0] - 1].name == "D1")
    return [
        Piece(0, items[0], meanings[0]),
        Piece(items[1], items[1], meanings[1]),
        Piece(first_day, days[0], meanings[0]),
        Piece(days[1], len(tokens) - 1, meanings[1]),
    ]


def mean_weekdays_with_dates(tokens: list[Token], joints: str) -> list[Piece]:
    """«السبت 24 والأحد 25 يوليو»: the month belongs to each."""
    starts = [i - (i > 0 and tokens[i - 1].name == "D1") for i, t in enumerate(tokens) if t.name == "DAY"]
    starts[0] = 0
    month = next(i for i, t in enumerate(tokens) if t.name in _MONTHS)
    tail = tokens[month:]
    pieces = []
    for first, after in zip(starts, [*starts[1:], len(tokens)], strict=True):
        own = [t for t in tokens[first : min(after, month)] if t.name in ("DAY", "N31")]
        pieces.append(Piece(first, after - 1, mean_day([*own, *tail], "")))
    return pieces


def _bare_weekday_list(tokens: list[Token], items: list[int], is_range: bool) -> list[Piece]:
    tail = tokens[items[-1] + 1 :]
    days = tuple(tokens[i].value for i in items)
    pieces = []
    for k, ((first, last), item) in enumerate(zip(_cut(items, len(tokens)), items, strict=True)):
        meaning = mean_day([tokens[item], *tail], "")
        meaning.data["weekday_list"] = (days, k)
        meaning.data["range"] = is_range
        pieces.append(Piece(first, last, meaning))
    return pieces


# -- clock -----------------------------------------------------------------------------------------


def mean_clock(tokens: list[Token], joints: str) -> Meaning:
    """An hour of a day."""
    hour, minute = _hour(tokens)
    part, _ = part_of_day([t for t in tokens if t.name not in ("ORDF", "EARLY")])
    if _has(tokens, "MSYM"):
        part = "TAF"
    if _has(tokens, "SSYM"):
        part = "TMO"
    rest = [
        t
        for t in tokens
        if t.name not in ("N31", "NY", "NN", "NF", "CARD", "CLK", "MSYM", "ORDF", "FRACD", "FRAC")
    ]
    data = calendar(rest) | directions(rest)
    data["clock"] = (half_day(hour, part), minute)
    return Meaning("day", "TIME", data, _first(tokens, "APX"))


def mean_clock_range(tokens: list[Token], joints: str) -> list[Piece]:
    """«من الثامنة إلى العاشرة صباحا»: the part of the day belongs to both if it can."""
    cut = 1 + next(i for i, j in enumerate(joints) if j in _RANGE)
    last_hour = max(i for i, t in enumerate(tokens) if t.name in ("ORDF", "N31", "CLK"))
    tail = [t for t in tokens[last_hour + 1 :] if t.name != "ZONE"]
    low, high = mean_clock([*tokens[:cut], *tail], ""), mean_clock(tokens[cut:], "")
    hour, minute = low.data["clock"]
    if low.data["clock"] > high.data["clock"] and hour >= 12:
        low.data["clock"] = (hour - 12, minute)
    return [Piece(0, cut - 1, low), Piece(cut, len(tokens) - 1, high)]


_RANGE = frozenset("wtl/")


def mean_nth_weekday(tokens: list[Token], joints: str) -> Meaning:
    """«الخميس الأول من مايو»."""
    number, rest = _month_part(tokens)
    meaning = mean_month(rest, joints) if not _has(rest, "MOD") else mean_unit(rest, joints)
    data = {"weekday": _first(tokens, "DAY"), "nth_weekday": number, "within": meaning}
    return Meaning("nth_weekday", "DATE", data)


def mean_date_clock(tokens: list[Token], joints: str) -> Meaning:
    """A date and an hour of it: «5 نوفمبر 2020 الساعة 15:30»."""
    cut = next(i for i, t in enumerate(tokens) if t.name in ("HD", "SHD", "CLK"))
    day, clock = mean_day(tokens[:cut], ""), mean_clock(tokens[cut:], "")
    return Meaning("day", "TIME", day.data | {"clock": clock.data["clock"]})


def mean_clock_date(tokens: list[Token], joints: str) -> Meaning:
    """An hour and its date: «الساعة العاشرة صباحا يوم الأحد 25 يوليو»."""
    cut = next(i for i, t in enumerate(tokens) if t.name in ("D1", "DAY"))
    clock, day = mean_clock(tokens[:cut], ""), mean_day(tokens[cut:], "")
    return Meaning("day", "TIME", day.data | {"clock": clock.data["clock"]}, clock.mod)


def mean_stamp(tokens: list[Token], joints: str) -> Meaning:
    """The hour before the date, as content systems print it: «الأحد 10:21 25-7-2021»."""
    dated = ("DAY", "DAYI", "ND")
    day = mean_day([t for t in tokens if t.name in dated], "")
    clock = mean_clock([t for t in tokens if t.name not in dated], "")
    return Meaning("day", "TIME", day.data | {"clock": clock.data["clock"]})


def mean_agency_stamp(tokens: list[Token], joints: str) -> list[Piece]:
    """«25 - 7 (كونا)»: day and month; the agency is no part of the date."""
    return [Piece(0, 1, Meaning("day", "DATE", {"day": tokens[0].value, "month": tokens[1].value}))]


def _hour(tokens: list[Token]) -> tuple[int, int]:
    for i, token in enumerate(tokens):
        value = token.value
        if token.name == "HNAME":
            return int(value[:2]), int(value[3:])
        if token.name == "CLK":
            return value
        if token.name == "NY" or (token.name == "NN" and value >= 100):
            return divmod(value, 100)
        if token.name == "NF" and value is not None:
            return int(value), round(value % 1 * 100)
        if token.name in ("N31", "ORDF"):
            minute = _minutes(tokens[i + 1 :])
            return (value, minute) if minute >= 0 else (value - 1 or 12, 60 + minute)
    return 0, 0


def _minutes(tokens: list[Token]) -> int:
    """Minutes past the hour, negative for minutes before it («إلا ربعا»)."""
    sign, minutes = 1, 0
    for token in tokens:
        if token.name == "MINUS":
            sign = -1
        elif token.name in ("FRACD", "FRAC"):
            return sign * 60 * token.value[0] // token.value[1]
        elif token.name in ("CARD", "TENS", "N31", "NN"):
            minutes += token.value
        else:
            break
    return sign * minutes if minutes < 60 else 0


def half_day(hour: int, part: str | None) -> int:
    """Hour of the 24-hour clock for an hour said with a part of the day.

    Examples
    --------
    >>> half_day(3, "TAF"), half_day(12, "TNI"), half_day(2, "TNI"), half_day(8, "TMO")
    (15, 0, 2, 8)
    """
    if part in ("TAF", "TEV") and hour < 12:
        return hour + 12
    if part == "TMI" and hour < 10:
        return hour + 12
    if part == "TNI":
        return 0 if hour == 12 else hour + 12 if 6 <= hour < 12 else hour
    return 0 if part == "TMO" and hour == 12 else hour


# -- durations and sets ----------------------------------------------------------------------------


def quantities(tokens: list[Token]) -> tuple[list[tuple[int | float | None, str]], str | None]:
    """The counted units of a duration, largest first, and the mod of the words around them.

    A count of None is a vague plural («عدة أيام»).
    """
    amounts: list[tuple[int | float | None, str]] = []
    figures: list = []
    vague = False
    fraction = None
    mod = None
    for token in tokens:
        name, value = token.name, token.value
        if name in ("APX", "APXA"):
            mod = value if mod in (None, "APPROX") else mod
        elif name in _FIGURES and value is not None:
            figures.append(value)
        elif name in ("VB", "VBA") and not amounts:
            vague = True
        elif name == "FRAC":
            fraction = value
            if amounts and amounts[-1][0] is not None:
                n, unit = amounts[-1]
                amounts[-1] = (n + value[0] / value[1], unit)
                fraction = None
                break
        elif isinstance(value, str) and value in _CODES:
            amounts.append((_amount(name, figures, vague, fraction), value))
            figures, vague, fraction = [], False, None
    if figures and amounts and amounts[-1][0] in (None, 1):  # «الأيام الثلاثة», «يوم واحد»
        amounts[-1] = (count(figures), amounts[-1][1])
    return amounts, mod


def _amount(name: str, figures: list, vague: bool, fraction: tuple | None) -> int | float | None:
    if figures == [1000] and name.endswith("PD"):  # «آلاف السنين»
        return None
    if figures:
        return count(figures)
    if fraction:
        return fraction[0] / fraction[1]
    if vague or name.endswith(("P", "PD")):
        return None
    return 2 if "2" in name else 1


def duration(amounts: list[tuple[int | float | None, str]]) -> str:
    """TIMEX3 value of counted units.

    Examples
    --------
    >>> duration([(7, "H"), (45, "MI")]), duration([(None, "MO")]), duration([(0.5, "H")])
    ('PT7H45M', 'PXM', 'PT30M')
    """
    date, time = "", ""
    for number, unit in amounts:
        number, unit = _whole(number, unit)
        where, code = _CODES[unit]
        if where:
            time += f"{number}{code}"
        else:
            date += f"{number}{code}"
    return "P" + date + ("T" + time if time else "")


_SMALLER = {
    "H": (60, "MI"),
    "CE": (100, "Y"),
    "DE": (10, "Y"),
    "Y": (12, "MO"),
    "MI": (60, "S"),
    "D": (24, "H"),
}


def _whole(number: int | float | None, unit: str) -> tuple[str, str]:
    """Half an hour is 30 minutes, a quarter of a century 25 years; a year and a half stays 1.5 years."""
    if number is None:
        return "X", unit
    if number < 1 and unit in _SMALLER:
        factor, smaller = _SMALLER[unit]
        return f"{number * factor:g}", smaller
    if number != int(number) and unit == "H":
        return f"{int(number)}H{round(number % 1 * 60)}", "MI"
    return f"{number:.10g}", unit


def mean_duration(tokens: list[Token], joints: str) -> Meaning | list[Piece]:
    """A length of time, or two that are told in a row («5 سنوات و15 سنة»)."""
    if cut := _second_length(tokens, joints):
        low, high = _length(tokens[:cut]), _length(tokens[cut:])
        return [Piece(0, cut - 1, low), Piece(cut, len(tokens) - 1, high)]
    return _length(tokens)


_BY_SIZE = ("S", "MI", "H", "N", "D", "W", "MO", "Y", "DE", "CE")


def _second_length(tokens: list[Token], joints: str) -> int:
    """Where a second length begins: behind «و», if its unit is no smaller than the first."""
    units = [i for i, t in enumerate(tokens) if isinstance(t.value, str) and t.value in _BY_SIZE]
    if len(units) < 2 or len(joints) < units[1]:
        return 0
    first, second = (_BY_SIZE.index(tokens[i].value) for i in units[:2])
    joined = [i for i in range(units[0], units[1]) if joints[i] == "w" and tokens[i + 1].name in _FIGURES]
    return joined[0] + 1 if joined and second >= first else 0


def _length(tokens: list[Token]) -> Meaning:
    """A length of time, or a vague stretch of the past or future («الأيام الماضية»)."""
    if any(t.name in ("ORDF", "EARLY") for t in tokens):  # «الأشهر التسعة الأولى من 2023»
        tokens = tokens[:2]
    amounts, mod = quantities(tokens)
    way = directions(tokens).get("rel")
    if way and amounts and amounts[0][0] is None:
        value = {
            "past": "PAST_REF",
            "previous": "PAST_REF",
            "future": "FUTURE_REF",
            "next": "FUTURE_REF",
        }.get(way, "PRESENT_REF")
        return Meaning("ref", "DATE", {"value": value}, mod)
    return Meaning("duration", "DURATION", {"value": duration(amounts), "amounts": amounts, "rel": way}, mod)


def mean_duration_range(tokens: list[Token], joints: str) -> list[Piece]:
    """«بين 3 و5 سنوات»: the first end takes the unit of the second."""
    unit = tokens[-1]
    low = _length([*tokens[:-2], unit])
    high = _length(tokens[-2:])
    return [Piece(0, len(tokens) - 3, low), Piece(len(tokens) - 2, len(tokens) - 1, high)]


_AGO_MODS = {"MORE_THAN": "BEFORE", "EQUAL_OR_MORE": "BEFORE", "LESS_THAN": "AFTER", "EQUAL_OR_LESS": "AFTER"}


def mean_ago(tokens: list[Token], joints: str) -> Meaning:
    """«قبل N»: a date reckoned back from the DCT."""
    amounts, mod = quantities(tokens)
    data = {"amounts": amounts, "many": any(t.value == "many" for t in tokens)}
    return Meaning("ago", "DATE", data, _AGO_MODS.get(mod, mod))


def mean_every(tokens: list[Token], joints: str) -> Meaning:
    """«كل شهر», «كل يوم جمعة», «أيام الجمعة»."""
    if day := _first(tokens, {"DAY", "DAYI"}):
        return Meaning("set", "SET", {"value": f"XXXX-WXX-{day}"})
    if [t.name for t in tokens] == ["EVERY", "D1", "CARD"] and tokens[2].value == 2:
        return Meaning("set", "SET", {"value": "XXXX-WXX-1"})  # «كل يوم اثنين»
    if part := _first(tokens, {"PD", "PDB"}):
        return Meaning("set", "SET", {"value": f"XXXX-XX-XX{part[0]}"}, part[1])
    amounts, mod = quantities(tokens)
    return Meaning("set", "SET", {"value": duration(amounts)}, mod)


def mean_set(tokens: list[Token], joints: str) -> Meaning:
    """«يوميا», «السنوي»."""
    return Meaning("set", "SET", {"value": tokens[0].value})


def mean_ref(tokens: list[Token], joints: str) -> Meaning:
    """«الآن», «مؤخرا», «قريبا»."""
    return Meaning("ref", "DATE", {"value": tokens[0].value})


def mean_season(tokens: list[Token], joints: str) -> Meaning:
    """A season, of a year or in general."""
    season = _first(tokens, {"SEAS", "SEASD"})
    data = {"season": season} | directions(tokens)
    if year := _first(tokens, "NY"):
        data["year"] = year
    if tokens[0].name == "FASL" and "year" not in data and "rel" not in data and "year_rel" not in data:
        return Meaning("set", "SET", {"value": f"XXXX-{season}"})
    return Meaning("season", "DATE", data, bound(tokens))


def mean_holiday(tokens: list[Token], joints: str) -> Meaning:
    """A feast or named day."""
    calendar_name, day = _first(tokens, "HOL")
    data = {"calendar": calendar_name, "date": day} | directions(tokens)
    if year := _first(tokens, "NY"):
        data["year"] = year
    if nth := _first(tokens, "NTHDAY"):
        data["nth"] = nth
    return Meaning("holiday", "DATE", data, bound(tokens))


Mean = Callable[[list[Token], str], "Meaning | list[Piece]"]
