"""Dates: from found expressions, the DCT and the cues to values. It never sees the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from itertools import pairwise

from hijridate import Gregorian, Hijri

from ..lexicon import load
from ..timex import Timex
from .expression import Expression
from .extent import extent, extent_of_few

_PAST = ("past", "previous", "before_last")
_FUTURE = ("future", "next", "after_next")
_STEPS = {"past": -1, "previous": -1, "before_last": -2, "future": 1, "next": 1, "after_next": 2}


class Discourse:
    """The DCT, and the dates mentioned so far."""

    def __init__(self, dct: dt.date):
        self.dct = dct
        self.today = dct  # the day on which the writer says «اليوم»
        self.day: dt.date | None = None
        self.past_day: dt.date | None = None
        self.year: int | None = None
        self.month: tuple[int, int] | None = None
        self.value: str | None = None
        self.day_sentence = -1
        # Sentence, year and month of a date with its year, and whether it names a day.
        self.episode: tuple[int, int, int, bool] | None = None

    def remember(self, value: str, sentence: int, planned: bool = False) -> None:
        """Keep a resolved calendar date as the antecedent of what follows."""
        self.value = value
        self.year = int(value[:4])
        if len(value) < 7 or not value[5:7].isdecimal():
            return
        self.month = (self.year, int(value[5:7]))
        if len(value) >= 10:
            self.day = dt.date.fromisoformat(value[:10])
            self.day_sentence = sentence
            if self.day <= self.dct and not planned:
                self.past_day = self.day


class Unresolvable(ValueError):
    """The words name no date: 31 April, or a year that no calendar has."""


def resolve(expressions: Iterable[Expression], dct: dt.date) -> list[Timex]:
    """Give each expression its value.

    Parameters
    ----------
    expressions : iterable of Expression
        In reading order.
    dct : datetime.date
        Document creation time.

    Returns
    -------
    list of Timex
        Expressions that name no possible date are left out.
    """
    items = list(expressions)
    _share_years(items)
    _share_weekdays(items)
    discourse = Discourse(dct)
    discourse.today = _writing_day(items, dct)
    _lead_headline(items)
    out = []
    for index, item in enumerate(items):
        following = items[index + 1] if item.link and index + 1 < len(items) else None
        try:
            value, anchor, flags = _RESOLVERS[item.kind](item, discourse)
        except (Unresolvable, OverflowError, ValueError, IndexError):
            continue
        if index and items[index - 1].link == "t":
            value = _end_of_range(item, items[index - 1], value, discourse)
        if following:
            value = _led_by_next(item, following, value, discourse)
        _remember(item, value, discourse)
        out.append(_timex(item, value, anchor, flags, dct))
    return out


def _end_of_range(item: Expression, first: Expression, value: str, discourse: Discourse) -> str:
    """«من الأحد المقبل إلى الخميس»: the Thursday after that Sunday."""
    bare = item.kind == "day" and item.data.keys() == {"weekday"}
    if not bare or first.kind != "day" or not {"rel", "month"} & first.data.keys() or not discourse.day:
        return value
    step = (item.data["weekday"] - discourse.day.isoweekday() - 1) % 7 + 1
    return (discourse.day + dt.timedelta(step)).isoformat()


def _led_by_next(item: Expression, following: Expression, value: str, discourse: Discourse) -> str:
    """The value, where the expression that follows says which day is meant."""
    if item.link == "o":
        return _day_of_next_week(item, following, value, discourse)
    if item.link in ("i", "m"):
        return _same_day_as_next(item, following, value, discourse)
    if item.link == "(":
        return _hour_in_figures(item, following, value)
    return value


def _hour_in_figures(item: Expression, following: Expression, value: str) -> str:
    """«الساعة السادسة (18:00)»: the figures say which six o'clock."""
    hour, minute = item.data.get("clock", (24, 0))
    if following.data.get("clock") != (hour + 12, minute):
        return value
    return f"{value[:-5]}{hour + 12:02}:{minute:02}"


def _timex(item: Expression, value: str, anchor: str | None, flags: tuple[str, ...], dct: dt.date) -> Timex:
    few = item.kind == "ago" and value == "PAST_REF" and item.data["amounts"][0][0] is None
    if few and not item.data["many"] and item.mod is None:
        earliest, latest, precision, edtf = extent_of_few(item.data["amounts"][0][1], dct)
    else:
        earliest, latest, precision, edtf = extent(item.type, value, item.mod, dct)
    return Timex(
        item.start,
        item.end,
        item.text,
        item.type,
        value,
        item.mod,
        anchor,
        item.rule,
        earliest,
        latest,
        precision,
        edtf,
        flags,
        item.signal,
    )


def _remember(item: Expression, value: str, discourse: Discourse) -> None:
    """Keep a calendar date as the antecedent of what follows."""
    _remember_episode(item, value, discourse)
    if value[:4].isdecimal() and item.type in ("DATE", "TIME") and len(value) > 3:
        discourse.remember(value, item.sentence, item.cue == "future")


def _writing_day(items: list[Expression], dct: dt.date) -> dt.date:
    """The day of writing: «أمس الثلاثاء» in a text published on a Thursday was written on Wednesday.

    The DCT, unless every such pair of the text says the same other day next to it.
    """
    said = {
        (item.data["weekday"] - item.data["offset"] - 1) % 7 + 1
        for item in items
        if item.kind == "day" and "offset" in item.data and "weekday" in item.data
    }
    if len(said) != 1:
        return dct
    shift = (said.pop() - dct.isoweekday() + 3) % 7 - 3
    try:
        return dct + dt.timedelta(shift if shift in (-1, 1) else 0)
    except OverflowError:
        return dct


def _lead_headline(items: list[Expression]) -> None:
    """A headline without a verb takes the direction from the text below it, where that names the same day."""
    for head in items:
        if head.sentence > 0 or head.kind != "day":
            return
        if head.cue is None and head.data.keys() == {"weekday"}:
            same = (i for i in items if i.sentence and i.data.get("weekday") == head.data["weekday"])
            if (found := next(same, None)) and found.kind == "day":
                head.cue = found.cue
                head.data |= {k: found.data[k] for k in ("rel",) if k in found.data}


def _remember_episode(item: Expression, value: str, discourse: Discourse) -> None:
    """A day or month whose year is said opens an episode; the next date of the sentence may belong to it."""
    if (
        item.kind in ("day", "month")
        and "year" in item.data
        and value[:4].isdecimal()
        and "month" in item.data
    ):
        discourse.episode = (item.sentence, int(value[:4]), int(value[5:7]), item.kind == "day")


def _episode_year(item: Expression, month: int, discourse: Discourse) -> int | None:
    """«عقدت الأولى في يونيو 2020 والثانية في أغسطس»: the year that carries the story on, if it is past."""
    if discourse.episode is None or item.cue == "future" or "rel" in item.data:
        return None
    if (discourse.dct.month - month) % 12 <= 1:  # this month or the last needs no year
        return None
    sentence, year, last, names_day = discourse.episode
    year += month < last
    if (year, month) > (discourse.dct.year, discourse.dct.month):
        return None
    if sentence == item.sentence:
        return year
    goes_on = names_day and item.cue == "past" and item.sentence - sentence == 1
    if not goes_on or (month - last) % 12 > _STORY_GOES_ON:
        return None
    discourse.episode = (item.sentence, year, month, True)
    return year


_STORY_GOES_ON = 4  # months from one date of a story to the next, where a new sentence tells it


def _share_years(items: list[Expression]) -> None:
    """«من 28 يونيو إلى 3 يوليو 2021»: the first end takes the year that the second says."""
    for left, right in zip(reversed(items[:-1]), reversed(items[1:]), strict=False):
        if left.link not in ("w", "t", "/") or left.kind not in ("day", "month") or right.kind != left.kind:
            continue
        mine, other = left.data, right.data
        if "month" not in mine or "month" not in other or mine.get("hijri") != other.get("hijri"):
            continue
        if not {"year", "year_rel", "rel"} & mine.keys():
            if "year" in other:
                mine["year"] = other["year"] - (mine["month"] > other["month"])
            elif "year_rel" in other:
                mine["year_rel"], mine["year_back"] = other["year_rel"], mine["month"] > other["month"]
            elif "rel" in other:
                mine["rel"] = other["rel"]


def _share_weekdays(items: list[Expression]) -> None:
    """«الأحد الموافق 9 أكتوبر»: the weekday helps to find the year of a date that says none."""
    for left, right in pairwise(items):
        if (
            left.link == "m"
            and left.kind == right.kind == "day"
            and "weekday" in left.data
            and "month" in right.data
            and not {"year", "year_rel", "rel", "weekday"} & right.data.keys()
        ):
            right.data["weekday"] = left.data["weekday"]


def _same_day_as_next(item: Expression, following: Expression, value: str, discourse: Discourse) -> str:
    """«غدا في 14 تموز», «الأحد الموافق 6 مارس»: the date that follows says which day is meant."""
    if (
        item.rule not in _LEANING
        or (item.type != "DATE" and "weekday" not in item.data)
        or following.kind != "day"
        or "day" not in following.data
    ):
        return value
    try:
        other, _, _ = _day(following, discourse)
    except (Unresolvable, OverflowError, ValueError):
        return value
    day = dt.date.fromisoformat(other) if len(other) == 10 and other[:2] != "AH" else None
    weekday = item.data.get("weekday")
    return other + value[10:] if day and weekday in (None, day.isoweekday()) else value


def _day_of_next_week(item: Expression, following: Expression, value: str, discourse: Discourse) -> str:
    """«الخميس من الأسبوع الماضي»: the week that follows says which Thursday."""
    if item.kind != "day" or "weekday" not in item.data or following.data.get("unit") != "W":
        return value
    week = _unit_week(following.data, following, discourse)[0]
    day = dt.date.fromisocalendar(int(week[:4]), int(week[6:8]), item.data["weekday"])
    return day.isoformat() + value[10:]


_LEANING = {"deictic_day", "deictic_weekday", "weekday", "part_of_day"}


# -- days ------------------------------------------------------------------------------------------


def _day(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    data = item.data
    day, anchor, flags = _find_day(item, data, discourse)
    if isinstance(day, str):
        return day, anchor, flags
    if flags and "nth_weekday" in data:
        day, flags = _weekday_of_month(day.year, day.month, data["weekday"], data["nth_weekday"]), ()
    if data.get("night_before", day.isoweekday()) != day.isoweekday():
        day -= dt.timedelta(1)
    value = day.isoformat()
    if "clock" in data:
        hour, minute = data["clock"]
        if hour > 24 or minute > 59:
            raise Unresolvable
        value += f"T{hour:02}:{minute:02}"
    elif "part" in data:
        value += data["part"]
    return value, anchor, flags


def _find_day(item: Expression, data: dict, discourse: Discourse):
    dct = discourse.dct
    if data.get("hijri"):
        return _hijri_day(item, data, discourse)
    if "day" in data and "month" in data:
        return _month_day(item, data, discourse)
    if "day" in data:
        year, month, anchor = _relative_month(data.get("of_month"), discourse)
        return dt.date(year, month, data["day"]), anchor, ()
    if "offset" in data and data.get("rel") not in ("same", "next", "previous"):
        return _offset_day(data, discourse)
    if "weekday_list" in data:
        return _listed_weekday(data, item.cue, discourse)
    if "weekday" in data:
        return _weekday(data, item.cue, discourse)
    if data.get("rel") in ("same", "next", "previous"):
        return _anaphoric_day(item, data["rel"], discourse)
    if ("clock" in data or "told" in data) and discourse.day and discourse.day_sentence == item.sentence:
        return discourse.day, "previous", ()
    if "clock" in data and _of_announced_day(item, discourse):
        return discourse.day, "previous", ()
    if item.rule == "adverb_of_day" and discourse.day and item.sentence - discourse.day_sentence <= 1:
        return discourse.day, "previous", ()
    return dct, "DCT", ()


_ANNOUNCED = 4  # sentences: «غدا …» and then the hours of the matches


def _of_announced_day(item: Expression, discourse: Discourse) -> bool:
    """Whether an hour belongs to a coming day that was named just before."""
    return (
        discourse.day is not None
        and discourse.day > discourse.dct
        and item.cue != "past"
        and item.sentence - discourse.day_sentence <= _ANNOUNCED
    )


def _offset_day(data: dict, discourse: Discourse):
    dct = discourse.dct
    if "weekday" not in data:
        return discourse.today + dt.timedelta(data["offset"]), "DCT", ()
    day = dct + dt.timedelta(data["offset"])
    if "weekday" not in data or day.isoweekday() == data["weekday"]:
        return day, "DCT", ()
    # The weekday is what the writer saw on the calendar; the DCT may be a day late.
    shift = (data["weekday"] - day.isoweekday() + 3) % 7 - 3
    if abs(shift) <= 1:
        day += dt.timedelta(shift)
    return day, "DCT", ("weekday-mismatch",)


def _listed_weekday(data: dict, cue: str | None, discourse: Discourse):
    """Days in a row: the last lies before the DCT, or the first after it, and the others follow from that."""
    days, place = data["weekday_list"]
    way = data.get("rel") or cue
    # A range without a verb («أمطار من الخميس إلى السبت») is a plan or a forecast.
    ahead = way in _FUTURE or (way is None and data["range"])
    key = 0 if ahead else len(days) - 1
    day, anchor, flags = _weekday(data | {"weekday": days[key]}, cue, discourse)
    if ahead:
        for weekday in days[1 : place + 1]:
            day += dt.timedelta((weekday - day.isoweekday() - 1) % 7 + 1)
    else:
        for weekday in reversed(days[place:-1]):
            day -= dt.timedelta((day.isoweekday() - weekday - 1) % 7 + 1)
    return day, anchor, flags


def _nth_weekday(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    """«الخميس الأخير من مايو»: counted within the month."""
    within = item.data["within"]
    part = Expression(0, 0, "", "", within.kind, within.type, within.data, cue=item.cue)
    value, anchor, _ = _RESOLVERS[within.kind](part, discourse)
    day = _weekday_of_month(int(value[:4]), int(value[5:7]), item.data["weekday"], item.data["nth_weekday"])
    return day.isoformat(), anchor, ()


def _weekday_of_month(year: int, month: int, weekday: int, number: int) -> dt.date:
    """The first (1), second … or last (-1) such day of a month."""
    days = [d for n in range(1, 32) if (d := _valid(year, month, n))]
    days = [d for d in days if d.isoweekday() == weekday]
    return days[number - (number > 0)]


def _weekday(data: dict, cue: str | None, discourse: Discourse):
    dct, way = discourse.dct, data.get("rel")
    base = dct
    if way in ("same", "next", "previous") and discourse.day:
        base = discourse.day
    back = (base.isoweekday() - data["weekday"]) % 7
    anchor = "DCT" if base is dct else "previous"
    week = dt.timedelta(7 * (way in ("before_last", "after_next")))
    if way in _PAST:
        return base - dt.timedelta(back or 7) - week, anchor, ()
    if way in _FUTURE:
        return base + dt.timedelta((7 - back) if back else 7) + week, anchor, ()
    if way is None and cue == "future" and back:
        return base + dt.timedelta(7 - back), anchor, ()
    return base - dt.timedelta(back), anchor, ()


def _anaphoric_day(item: Expression, way: str, discourse: Discourse):
    day = discourse.day
    if item.cue == "past" and discourse.past_day:
        day = discourse.past_day
    anchor = "previous" if day else "DCT"
    step = {"same": 0, "next": 1, "previous": -1}[way]
    return (day or discourse.dct) + dt.timedelta(step), anchor, ()


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_DAYS_NEAR = 20  # a day of the month this near to the DCT is meant, whatever the tense of the nearest verb


def _month_day(item: Expression, data: dict, discourse: Discourse):
    month, day, weekday = data["month"], data["day"], data.get("weekday")
    year, anchor = _said_year(data, discourse)
    if year is None and (year := _episode_year(item, month, discourse)):
        anchor = "previous"
    if year is not None:
        if "numeric" in data and weekday:
            month, day = _by_weekday(year, month, day, weekday)
        found = dt.date(year, month, day)
        return found, anchor, _agree(found, weekday)
    dct = discourse.dct
    near = [d for y in range(dct.year - 1, dct.year + 2) if (d := _valid(y, month, day))]
    if not near:
        near = [d for y in range(dct.year - 8, dct.year + 9) if (d := _valid(y, month, day))]
    if not near:
        raise Unresolvable
    close = "rel" not in data and min(abs((d - dct).days) for d in near) <= _DAYS_NEAR
    order = sorted(
        near, key=lambda d: (not close and _against(d, dct, data.get("rel"), item), _distance(d, dct))
    )
    best = order[0]
    if weekday and best.isoweekday() != weekday:
        best = next((d for d in order if d.isoweekday() == weekday), best)
    return best, "DCT", _agree(best, weekday)


def _by_weekday(year: int, month: int, day: int, weekday: int) -> tuple[int, int]:
    """Month and day of a date in figures: the weekday decides between 7 May and 5 July."""
    said, other = _valid(year, month, day), _valid(year, day, month)
    swapped = other and other.isoweekday() == weekday and (not said or said.isoweekday() != weekday)
    return (day, month) if swapped else (month, day)


def _distance(day: dt.date, dct: dt.date) -> int:
    """Days from the DCT; what lies ahead counts double, since news tells of what was."""
    days = (day - dct).days
    return 2 * days if days > 0 else -days


def _against(day: dt.date, dct: dt.date, way: str | None, item: Expression) -> bool:
    """Whether a date lies on the wrong side of the DCT."""
    way = way or item.cue
    return (way in _PAST and day > dct) or (way in _FUTURE and day < dct)


def _agree(day: dt.date, weekday: int | None) -> tuple[str, ...]:
    return ("weekday-mismatch",) if weekday and day.isoweekday() != weekday else ()


def _said_year(data: dict, discourse: Discourse) -> tuple[int | None, str | None]:
    """The year that the words give, by figure or by «من العام نفسه»."""
    if "year" in data:
        if not 1 <= data["year"] <= 9999:
            raise Unresolvable
        return data["year"], None
    way = data.get("year_rel")
    if way is None and data.get("rel") == "same" and discourse.year:
        return discourse.year, "previous"
    if way is None:
        return None, None
    year, anchor = _relative_year(way, discourse)
    return year - data.get("year_back", False), anchor


def _relative_year(way: str | None, discourse: Discourse) -> tuple[int, str]:
    step = _STEPS.get(way, 0)
    if way in ("same", "next", "previous") and discourse.year:
        return discourse.year + step, "previous"
    return discourse.dct.year + step, "DCT"


def _relative_month(way: str | None, discourse: Discourse) -> tuple[int, int, str]:
    step = _STEPS.get(way, 0)
    base, anchor = (discourse.dct.year, discourse.dct.month), "DCT"
    if way in ("same", "next", "previous") and discourse.month:
        base, anchor = discourse.month, "previous"
    index = base[0] * 12 + base[1] - 1 + step
    return index // 12, index % 12 + 1, anchor


# -- Hijri -----------------------------------------------------------------------------------------


def _hijri_today(dct: dt.date) -> tuple[int, int, int] | None:
    try:
        return Gregorian(dct.year, dct.month, dct.day).to_hijri().datetuple()
    except (OverflowError, ValueError):
        return None


def hijri_to_day(year: int, month: int, day: int) -> dt.date | None:
    """Gregorian day of a Hijri date by the Umm al-Qura table, or None outside of the table.

    Examples
    --------
    >>> hijri_to_day(1437, 3, 1)
    datetime.date(2015, 12, 12)
    """
    try:
        return dt.date(*Hijri(year, month, day).to_gregorian().datetuple())
    except OverflowError:
        return None


def _hijri_year(
    data: dict, cue: str | None, discourse: Discourse, day: int = 0
) -> tuple[int | None, str | None]:
    """The Hijri year said, or the nearest in the direction of the tense."""
    if "year" in data:
        return data["year"], None
    today = _hijri_today(discourse.dct)
    if today is None:
        return None, None
    way = data.get("rel") or data.get("year_rel") or cue
    here, this = (today[1], today[2] if day else 0), (data["month"], day)
    if way in _PAST:
        return today[0] - (this >= here if data.get("rel") else this > here), "DCT"
    if way in _FUTURE:
        return today[0] + (this <= here if data.get("rel") else this < here), "DCT"
    distance = data["month"] - today[1]
    return today[0] + (1 if distance < -6 else -1 if distance > 6 else 0), "DCT"


def _hijri_day(item: Expression, data: dict, discourse: Discourse):
    if not 1 <= data["day"] <= 30:
        raise Unresolvable
    year, anchor = _hijri_year(data, item.cue, discourse, data["day"])
    if anchor and not {"rel", "year_rel"} & data.keys() and (near := _near_hijri_day(data, year, discourse)):
        return near, anchor, _agree(near, data.get("weekday"))
    if year is None:
        return f"AHXXXX-{data['month']:02}-{data['day']:02}", anchor, ()
    found = hijri_to_day(year, data["month"], data["day"])
    if found is None:
        return f"AH{year:04}-{data['month']:02}-{data['day']:02}", anchor, ()
    return found, anchor, _agree(found, data.get("weekday"))


def _near_hijri_day(data: dict, year: int, discourse: Discourse) -> dt.date | None:
    """The day, where it is so near to the DCT that it is meant, whatever the tense of the nearest verb."""
    for candidate in (year - 1, year, year + 1):
        try:
            found = hijri_to_day(candidate, data["month"], data["day"])
        except ValueError:  # a 30th of a month that had 29 days in that year
            continue
        if found and abs((found - discourse.dct).days) <= _DAYS_NEAR:
            return found
    return None


# -- months and years ------------------------------------------------------------------------------


def _month(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    data = item.data
    if data.get("month_same"):
        return _same_month(data, discourse)
    month = data["month"]
    if data.get("hijri"):
        year, anchor = _hijri_year(data, item.cue, discourse)
        return (f"AH{year:04}-{month:02}" if year else f"AHXXXX-{month:02}"), anchor, ()
    year, anchor = _said_year(data, discourse)
    if year is None and item.cue == "past" and (year := _episode_year(item, month, discourse)):
        anchor = "previous"
    if year is None and data.get("rel") in ("next", "previous") and discourse.month:
        back = data["rel"] == "previous"
        year, anchor = discourse.month[0] + _beyond(month, discourse.month[1], back), "previous"
    if year is None:
        end = data.get(
            "list_ends_with", month
        )  # «من مارس إلى يونيو المقبل»: June decides, March is before it
        year, anchor = _nearest_year(end, data.get("rel"), item.cue, discourse) - (month > end), "DCT"
    return f"{year:04}-{month:02}", anchor, ()


def _beyond(month: int, other: int, back: bool) -> int:
    """Years from a month to the next (or last) month of another number."""
    return -(month >= other) if back else int(month <= other)


def _nearest_year(month: int, way: str | None, cue: str | None, discourse: Discourse) -> int:
    dct = discourse.dct
    if way in _PAST:
        return dct.year - (month >= dct.month)
    if way in _FUTURE:
        return dct.year + (month <= dct.month)
    if way is None and cue == "past":
        return dct.year - (month > dct.month)
    if way is None and (cue == "future" or (cue == "present" and _back(month, dct) > _LAST_FIGURES)):
        return dct.year + (month < dct.month)
    ahead = (month - dct.month) % 12
    return dct.year + (month < dct.month) if 2 * ahead < 12 - ahead else dct.year - (month > dct.month)


_LAST_FIGURES = 3  # months: of one so near behind, an imperfect tells what is known by now


def _back(month: int, dct: dt.date) -> int:
    """Months from a month back to the DCT's, 0 to 11; 12 for this month, which is not behind."""
    return (dct.month - month) % 12 or 12


def _same_month(data: dict, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    """«نفس الشهر من 2016», «الفترة نفسها من العام الماضي»: the last date mentioned, in another year."""
    year, _ = _said_year(data, discourse)
    if year is None:
        raise Unresolvable
    last = discourse.value or discourse.dct.isoformat()[:7]
    return f"{year:04}{last[4:7]}", "previous", ()


def _year(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    year = item.data["year"]
    if not year or not 1 <= year <= 9999:
        raise Unresolvable
    if item.data.get("before_christ"):
        return f"BC{year:04}", None, ()
    if item.data.get("hijri"):
        return f"AH{year:04}", None, ()
    return f"{year:04}", None, ()


def _hijri_new_year(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    """The Hijri year that begins next; in its first month the one that has begun; or the running one."""
    data, today = item.data, _hijri_today(discourse.dct)
    year, anchor = data["said"], None
    if year is None:
        if today is None:
            raise Unresolvable
        year, anchor = today[0] + (data["new"] and today[1] > 1), "DCT"
    if "day" not in data:
        return f"AH{year:04}", anchor, ()
    found = hijri_to_day(year, 1, data["day"])
    return (found.isoformat() if found else f"AH{year:04}-01-{data['day']:02}"), anchor, ()


# -- other units -----------------------------------------------------------------------------------


def _unit(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    data = item.data
    return _UNIT_RESOLVERS[data["unit"]](data, item, discourse)


def _unit_year(data: dict, item: Expression, discourse: Discourse):
    year, anchor = _relative_year(data["rel"], discourse)
    return f"{year:04}", anchor, ()


def _new_year(data: dict, item: Expression, discourse: Discourse):
    """The year that begins next; within its first month, or since when, the one that has begun."""
    begun = discourse.dct.month == 1 or item.signal == "منذ"
    year = data["said"] or discourse.dct.year + (not begun)
    return f"{year:04}" + (f"-01-{data['day']:02}" if "day" in data else ""), "DCT", ()


def _unit_month(data: dict, item: Expression, discourse: Discourse):
    year, month, anchor = _relative_month(data["rel"], discourse)
    return f"{year:04}-{month:02}", anchor, ()


def _unit_week(data: dict, item: Expression, discourse: Discourse):
    way = data.get("rel")
    base, anchor = discourse.dct, "DCT"
    if way in ("same", "next", "previous") and _WEEK.fullmatch(discourse.value or ""):
        base, anchor = dt.date.fromisocalendar(*map(int, discourse.value.split("-W")), 1), "previous"
    elif way in ("same", "next", "previous") and discourse.day:
        base, anchor = discourse.day, "previous"
    step = 7 * _STEPS.get(way, 0)
    if data.get("weekend") and way is None and item.cue == "past" and base.isoweekday() < _WEEKEND:
        step = -7  # the last one, this week's lies ahead
    year, week, _ = (base + dt.timedelta(step)).isocalendar()
    return f"{year:04}-W{week:02}" + ("-WE" if data.get("weekend") else ""), anchor, ()


_WEEK = re.compile(r"\d{4}-W\d\d")
_WEEKEND = 5  # Friday


def _unit_day(data: dict, item: Expression, discourse: Discourse):
    return discourse.dct.isoformat(), "DCT", ()


def _unit_decade(data: dict, item: Expression, discourse: Discourse):
    if "nth" in data:
        century = data["century"] or discourse.dct.year // 100 + 1 + _STEPS.get(data["rel"], 0)
        return f"{(century - 1) * 10 + data['nth'] - 1:03}", None if data["century"] else "DCT", ()
    if "decade" in data:
        century = data.get("century")
        base = (century - 1) * 10 if century else 190
        if century is None and data["rel"] not in _PAST and data["decade"] <= 20:
            base = (
                200 if data["decade"] < discourse.dct.year % 100 + 10 and data["rel"] == "current" else base
            )
        return f"{base + data['decade'] // 10}", None if century else "DCT", ()
    step = _STEPS.get(data["rel"], 0)
    return f"{discourse.dct.year // 10 + step:03}", "DCT", ()


def _unit_century(data: dict, item: Expression, discourse: Discourse):
    if data.get("before_christ"):
        return f"BC{data['century'] - 1:02}", None, ()
    if "century" in data:
        return f"{data['century'] - 1:02}", None, ()
    step = _STEPS.get(data["rel"], 0)
    return f"{discourse.dct.year // 100 + step:02}", "DCT", ()


def _unit_part(data: dict, item: Expression, discourse: Discourse):
    letter = {"half": "H", "third": "T", "quarter": "Q"}[data["unit"]]
    year, anchor = _said_year(data, discourse)
    if year is None:
        year, anchor = discourse.dct.year, "DCT"
        months = {"half": 6, "third": 4, "quarter": 3}[data["unit"]]
        started = (data["number"] - 1) * months < discourse.dct.month
        year -= not started and item.cue == "past"
    return f"{year:04}-{letter}{data['number']}", anchor, ()


_UNIT_RESOLVERS = {
    "Y": _unit_year,
    "new_year": _new_year,
    "MO": _unit_month,
    "W": _unit_week,
    "D": _unit_day,
    "DE": _unit_decade,
    "CE": _unit_century,
    "half": _unit_part,
    "third": _unit_part,
    "quarter": _unit_part,
}


def _season(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    data = item.data
    year, anchor = _said_year(data, discourse)
    if year is None:
        month = {"SP": 4, "SU": 7, "FA": 10, "WI": 12}[data["season"]]
        year, anchor = discourse.dct.year, "DCT"
        way = data.get("rel")
        if way in _PAST:
            year -= month + 2 >= discourse.dct.month
        elif way in _FUTURE:
            year += month <= discourse.dct.month
        elif data["season"] == "WI" and discourse.dct.month <= 3:
            year -= 1
    return f"{year:04}-{data['season']}", anchor, ()


def easter(year: int) -> dt.date:
    """Western Easter Sunday (Meeus, Jones and Butcher).

    Examples
    --------
    >>> easter(2021)
    datetime.date(2021, 4, 4)
    """
    a, (b, c) = year % 19, divmod(year, 100)
    g = (8 * b + 13) // 25
    h = (19 * a + b - b // 4 - g + 15) % 30
    line = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * line) // 451
    month, day = divmod(h + line - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the Orthodox and Coptic churches (Meeus, by the Julian computus), as a Gregorian day.

    Examples
    --------
    >>> orthodox_easter(2021), orthodox_easter(2025)
    (datetime.date(2021, 5, 2), datetime.date(2025, 4, 20))
    """
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    behind = year // 100 - year // 400 - 2  # days by which the Julian calendar lags
    return dt.date(year, month, day + 1) + dt.timedelta(behind)


_SEASON_OF_A_FEAST = 60  # days: within them people speak of the nearest one, before or after


def _holiday(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    data, dct = item.data, discourse.dct
    if data["calendar"] == "hijri":
        return _hijri_holiday(item, discourse)
    year, anchor = _said_year(data, discourse)
    if year is not None:
        return _holiday_of(data, year).isoformat(), anchor, ()
    near = [_holiday_of(data, y) for y in range(max(1, dct.year - 1), min(9999, dct.year + 1) + 1)]
    close = min(abs((d - dct).days) for d in near) <= _SEASON_OF_A_FEAST and "rel" not in data
    order = sorted(
        near, key=lambda d: (not close and _against(d, dct, data.get("rel"), item), abs((d - dct).days))
    )
    return order[0].isoformat(), "DCT", ()


def _holiday_of(data: dict, year: int) -> dt.date:
    eastern, date = data.get("eastern"), data["date"]
    if data["calendar"] == "orthodox_easter" or (data["calendar"] == "easter" and eastern):
        return orthodox_easter(year) + dt.timedelta(int(date))
    if data["calendar"] == "easter":
        return easter(year) + dt.timedelta(int(date))
    if eastern:
        date = load("holidays")["eastern_days"].get(date, date)
    month, day = map(int, date.split("-"))
    return dt.date(year, month, day) + dt.timedelta(data.get("nth", 0))


def _hijri_holiday(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    """A feast stays open (AHXXXX-10-01) unless its year is said."""
    data = item.data
    month, day = map(int, data["date"].split("-"))
    day += data.get("nth", 0)
    open_value = f"AHXXXX-{month:02}-{day:02}"
    year, anchor = data.get("year"), None
    if year is not None and year > 1700:
        first, last = _hijri_today(dt.date(year, 1, 1)), _hijri_today(dt.date(year, 12, 31))
        years = {h[0] for h in (first, last) if h}
        days = [d for y in sorted(years) if (d := hijri_to_day(y, month, day)) and d.year == year]
        return (days[0].isoformat() if days else open_value), None, ()
    if year is None and ("rel" in data or "year_rel" in data):
        year, anchor = _hijri_year(data | {"month": month}, None, discourse, day)
    found = hijri_to_day(year, month, day) if year else None
    return (found.isoformat() if found else open_value), anchor, ()


# -- spans -----------------------------------------------------------------------------------------

_HOURS = {"H": 1.0, "MI": 1 / 60, "S": 1 / 3600}


def _ago(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    number, unit = item.data["amounts"][0]
    dct = discourse.dct
    if number is None:
        return "PAST_REF", "DCT", ()
    if number != int(number) and unit in ("Y", "DE", "CE"):
        factor = {"Y": 12, "DE": 120, "CE": 1200}[unit]
        number, unit = number * factor, "MO" if unit == "Y" else "Y"
        number = number if unit == "MO" else number / 12
    return _before(dct, number, unit), "DCT", ()


def _before(dct: dt.date, number: float, unit: str) -> str:
    n = int(number)
    if unit == "Y":
        return _year_back(dct.year - n)
    if unit == "DE":
        return f"{_positive(dct.year - 10 * n) // 10:03}"
    if unit == "CE":
        return f"{_positive(dct.year - 100 * n) // 100:02}"
    if unit == "MO":
        index = _positive(dct.year * 12 + dct.month - 1 - n)
        return f"{_positive(index // 12):04}-{index % 12 + 1:02}"
    if unit == "W":
        year, week, _ = (dct - dt.timedelta(7 * n)).isocalendar()
        return f"{year:04}-W{week:02}"
    if unit in _HOURS:
        days = number * _HOURS[unit] / 24
        return (dct - dt.timedelta(int(days))).isoformat()
    return (dct - dt.timedelta(n)).isoformat()


def _year_back(year: int) -> str:
    """A year, also before Christ; beyond all calendars it is just the past."""
    if year > 0:
        return f"{year:04}"
    return f"BC{1 - year:04}" if year > -9999 else "PAST_REF"


def _positive(year: int) -> int:
    if year < 1:
        raise Unresolvable
    return year


def _value(item: Expression, discourse: Discourse) -> tuple[str, str | None, tuple[str, ...]]:
    return item.data["value"], ("DCT" if item.kind == "ref" else None), ()


_RESOLVERS = {
    "day": _day,
    "nth_weekday": _nth_weekday,
    "month": _month,
    "year": _year,
    "hijri_year": _hijri_new_year,
    "unit": _unit,
    "season": _season,
    "holiday": _holiday,
    "ago": _ago,
    "duration": _value,
    "set": _value,
    "ref": _value,
}
