"""The phrases of tests/phrases: sound as data, and what the tagger makes of them."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from hijridate import Hijri
from phrase_tools import Case, Expression, Tally, load_cases, tally

VALUE_F1 = 0.95  # exact span and value
STRICT_F1 = 0.95  # exact span
NEGATIVES_CLEAN = 0.97  # share of the negative phrases without any expression found

CASES = load_cases()
NEGATIVES = [case for case in CASES if not case.timex]
ROWS = [(case, row) for case in CASES for row in case.timex]

PRESS = {"Iraq", "Levant", "Egypt", "Gulf", "Maghreb", "Sudan", "Libya", "Yemen", "agency"}
MODS = {
    None,
    "START",
    "MID",
    "END",
    "APPROX",
    "MORE_THAN",
    "LESS_THAN",
    "EQUAL_OR_MORE",
    "EQUAL_OR_LESS",
    "BEFORE",
    "AFTER",
}

DAY = r"(?:\d{4}|XXXX)-\d\d-\d\d"
PERIOD = r"P(?=.)(?:(?:\d+(?:\.\d+)?|X)(?:Y|M|W|DE|CE|D))*(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?"
CLOCK = r"T(?:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?|MO|MI|DT|AF|EV|NI)"
PART = r"\d\d|\d\d-XX|W\d\d|W\d\d-WE|Q[1-4]|H[12]|SP|SU|FA|WI"
HIJRI = r"(?:\d{4}|XXXX)(?:-\d\d(?:-\d\d)?)?"
VALUES = {
    "DATE": rf"(?:PAST|PRESENT|FUTURE)_REF|\d\d|\d{{3}}|\d{{4}}|{DAY}|\d{{4}}-(?:{PART})|AH{HIJRI}",
    "TIME": rf"(?:{DAY})?{CLOCK}",
    "DURATION": PERIOD,
    "SET": rf"{PERIOD}|XXXX-WXX-[1-7]|XXXX-(?:SP|SU|FA|WI)|XXXX-XX-XX{CLOCK}",
}
WEEKDAYS = ["[اإأ]ثنين|اتنين", "ثلاثاء?", "[أاإ]ربعاء", "خميس", "جمع[ةه]", "سبت", "[أا]حد"]
_MONTHS = """
يناير، فبراير، مارس، أبريل، مايو، يونيو، يوليو، أغسطس، سبتمبر، أكتوبر، نوفمبر، ديسمبر، يونيه، يوليه،
كانون الثاني، كانون ثاني، كانون2، شباط، آذار، نيسان، أيار، مايس، حزيران، تموز، آب، أيلول،
تشرين الأول، تشرين أول، تشرين الثاني، كانون الأول،
جانفي، فيفري، أفريل، ماي، جوان، جويلية، أوت، يوليوز، غشت، أغشت، شتنبر، نونبر، دجنبر،
هانيبال، النوار، التمور، الطير، محرم، صفر، ربيع الأول، ربيع الآخر، جمادى الأولى، جمادى الآخرة،
رجب، شعبان، رمضان، شوال، ذو القعدة، ذو الحجة
"""
MONTHS = [name.strip() for name in _MONTHS.split("،")]
HIJRI_MONTHS = {
    "محرم": 1,
    "صفر": 2,
    "ربيع الأول": 3,
    "ربيع الآخر": 4,
    "جمادى الأولى": 5,
    "جمادى الآخرة": 6,
    "رجب": 7,
}
HIJRI_MONTHS |= {"شعبان": 8, "رمضان": 9, "شوال": 10, "ذو القعدة": 11, "ذو الحجة": 12}


def plain(text: str) -> str:
    """Drop diacritics, tatweel and controls; write the digits 0-9."""
    bare = re.sub("[\u0640\u064b-\u0652\u200e\u200f\u202a-\u202e]", "", text).replace("\u00a0", " ")
    return "".join(str(int(c)) if c.isdecimal() else c for c in bare)


def day(value: str) -> dt.date | None:
    """Return the day of a value such as 2021-07-26 or 2021-07-26TMO, else None."""
    match = re.match(r"\d{4}-\d\d-\d\d", value)
    return dt.date.fromisoformat(match[0]) if match else None


def test_there_are_enough_phrases_of_every_kind():
    assert len(CASES) >= 400
    assert len(NEGATIVES) >= 120
    assert {case.press for case in CASES} == PRESS
    assert min(sum(case.press == press for case in CASES) for press in PRESS) >= 30
    assert sum(len(case.timex) >= 2 for case in CASES) >= 60
    assert {case.dct.year for case in CASES} >= set(range(2004, 2027))


def test_no_phrase_is_written_twice():
    assert len({case.text for case in CASES}) == len(CASES)


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_name_stands_in_an_expression(month):
    assert any(re.search(rf"(?<![ء-ي]){month}(?![ء-ي])", plain(row.text)) for _, row in ROWS)


def test_expressions_do_not_overlap_and_hold_their_text():
    for case in CASES:
        at = 0
        for row in case.timex:
            assert at <= row.start
            assert case.text[row.start : row.end] == row.text == row.text.strip()
            at = row.end


def test_types_values_and_mods_are_timex3():
    for case, row in ROWS:
        for value in row.values:
            assert re.fullmatch(VALUES[row.type], value), (case.text, row.type, value)
        assert set(row.mods) <= MODS, (case.text, row.mods)


def test_every_full_day_exists():
    for _, row in ROWS:
        for value in row.values:
            day(value)


def test_weekday_and_date_agree():
    """«ليل الأحد الاثنين» is the night of the first of the two."""
    seen = 0
    for case, row in ROWS:
        named = [
            (match.start(), number)
            for number, name in enumerate(WEEKDAYS, start=1)
            if (match := re.search(rf"(?<![ء-ي])(?:ال)?(?:{name})(?![ء-ي])", plain(row.text)))
        ]
        for date in filter(None, map(day, row.values)) if named else ():
            seen += 1
            assert date.isoweekday() == min(named)[1], (case.text, row.text, date)
    assert seen >= 150


@pytest.mark.parametrize(
    ("word", "offset"),
    [
        ("أمس|امس|البارحة", -1),
        ("اليوم|الليلة", 0),
        ("غد|غدا", 1),
        ("بعد غد", 2),
        ("أول أمس|أول من أمس|أمس الأول|قبل أمس", -2),
    ],
)
def test_deixis_is_counted_from_the_publication_day(word, offset):
    longer = (
        r"بعد غد|أول أمس|أول من أمس|أمس الأول|قبل أمس|الليلة الماضية|ذلك اليوم"
        r"|اليوم (?:التالي|نفسه|ذاته|المذكور|العالمي)"
    )
    for case, row in ROWS:
        text = plain(row.text)
        if re.search(rf"(?<![ء-ي])(?:{word})(?![ء-ي])", text) and (
            abs(offset) == 2 or not re.search(longer, text)
        ):
            for value in row.values:
                if (date := day(value)) is not None:
                    assert date == case.dct + dt.timedelta(offset), (case.text, row.text)


def test_last_and_next_lie_on_their_side_of_the_publication_day():
    for case, row in ROWS:
        dates = [d for d in map(day, row.values) if d]
        if re.search("الماض|الفائت|المنصرم|الفارط", row.text):
            assert all(d <= case.dct for d in dates), case.text
        if re.search("المقبل|القادم", row.text):
            assert all(d >= case.dct for d in dates), case.text


def test_hijri_days_follow_the_umm_al_qura_table():
    names = "|".join(sorted(HIJRI_MONTHS, key=len, reverse=True))
    seen = 0
    for case, row in ROWS:
        if match := re.search(rf"(\d+) ({names}) (14\d\d)", plain(row.text)):
            number, month, year = match.groups()
            date = Hijri(int(year), HIJRI_MONTHS[month], int(number)).to_gregorian()
            assert row.values == (date.isoformat(),), case.text
            seen += 1
    assert seen >= 15


def fake(*rows):
    names = ("start", "end", "type", "value", "mod")
    return lambda text, dct: [SimpleNamespace(**dict(zip(names, row, strict=True)), text="") for row in rows]


@pytest.mark.parametrize(
    ("rows", "strict", "value", "type_", "mod", "misses"),
    [
        ([(3, 7, "DATE", "2021", None)], 1, 1, 1, 1, 0),
        ([(3, 7, "DATE", "2020", None)], 1, 0, 1, 1, 1),
        ([(3, 7, "TIME", "2021", "END")], 1, 1, 0, 0, 1),
        ([(0, 7, "DATE", "2021", None)], 0, 0, 0, 0, 2),
        ([], 0, 0, 0, 0, 1),
    ],
)
def test_the_scorer_sees_each_kind_of_error(rows, strict, value, type_, mod, misses):
    gold = Expression(3, 7, "2021", "DATE", ("2021",), (None,))
    case = Case("fake", dt.date(2021, 7, 26), "agency", "في 2021", (gold,))
    total = tally(case, fake(*rows))
    assert (total.strict, total.value, total.type, total.mod) == (strict, value, type_, mod)
    assert len(total.misses) == misses


@pytest.fixture(scope="module")
def tallies():
    from analysis import tag_times

    return [tally(case, tag_times) for case in CASES]


def told(total: Tally, name: str, bar: float) -> str:
    return f"{name} F1 {total.f1(name):.4f} under {bar}; {len(total.misses)} misses:\n" + "\n".join(
        total.misses
    )


def test_spans_are_found_exactly(tallies):
    total = sum(tallies, Tally())
    assert total.f1("strict") >= STRICT_F1, told(total, "strict", STRICT_F1)


def test_values_are_resolved(tallies):
    total = sum(tallies, Tally())
    assert total.f1("value") >= VALUE_F1, told(total, "value", VALUE_F1)


def test_look_alikes_are_left_alone(tallies):
    dirty = [t for case, t in zip(CASES, tallies, strict=True) if not case.timex and t.found]
    share = 1 - len(dirty) / len(NEGATIVES)
    assert share >= NEGATIVES_CLEAN, "\n".join(line for t in dirty for line in t.misses)
