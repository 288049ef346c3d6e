"""Dates in words: one wording for figures and pages, no finer than what is stated."""

import datetime as dt

import pytest

from analysis.figures.wording import Words
from analysis.lexicon import load
from analysis.page.words import Dates
from analysis.wording import Style, When, Wording, days_of, edtf_parts, month_tradition, when_of


def row(start=None, end=None, edtf=None, precision="day", **more) -> dict:
    stated = {"date_start": start, "date_end": end, "edtf": edtf, "precision": precision}
    return stated | {"certainty": "realised"} | more


@pytest.mark.parametrize(
    ("given", "arabic", "english"),
    [
        (row(), "بلا تاريخ", "no date"),
        (row("2003", "2003", "2003~", "year"), "نحو 2003", "about 2003"),
        (row("2014", None, "2014~/..", "year"), "منذ نحو 2014", "since about 2014"),
        (row("2021-07-26", None, "2021-07-26/.."), "منذ 26 يوليو 2021", "since 26 July 2021"),
        (row("2021-06-01", "2021-09-30", "2021-22", "season"), "صيف 2021", "summer 2021"),
        (row("2021-24", None, "2021-24", "season"), "شتاء 2021", "winter 2021"),
        (row("2021-06-01", "2021-09-30", "x/y", "vague"), "يونيو – سبتمبر 2021", "June – September 2021"),
        (
            row("2021-06-01", "2021-09-30", "x/y", "interval"),
            "1 يونيو – 30 سبتمبر 2021",
            "1 June – 30 September 2021",
        ),
        (row("2014", "2016", "2014/2016", "interval"), "2014–2016", "2014–2016"),
        (
            row("2021-07", "2021-07-26", "x/y", "vague"),
            "يوليو 2021، في موعد أقصاه 26 منه",
            "July 2021, no later than the 26th",
        ),
        (row("2021-01-01", "2021-01-31", "x", "year"), "مطلع 2021", "early 2021"),
        (row("9999-12-01", "9999-12-31", "x", "month"), "ديسمبر 9999", "December 9999"),
    ],
)
def test_dates_are_worded_no_finer_than_stated(given, arabic, english):
    assert [Wording(lang).words_of(when_of(given)) for lang in ("ar", "en")] == [arabic, english]


@pytest.mark.parametrize(("day", "nth"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (23, "23rd")])
def test_days_are_counted_as_english_counts_them(day, nth):
    when = when_of(row("2021-07", f"2021-07-{day:02}", "x/y", "vague"))
    assert Wording("en").words_of(when) == f"July 2021, no later than the {nth}"


def test_deadline_whose_start_is_not_said_has_none():
    claim = row("2021-07-26", "2021-12-31", "../2021-12-31", "year", certainty="claimed")
    said = [Wording(lang).words_of(when_of(claim)) for lang in ("ar", "en")]
    assert said == ["بحلول نهاية 2021", "by the end of 2021"]


def test_start_of_the_year_is_no_day():
    told = row("2021-01-01", "2021-07-23", "2021-01-01/2021-07-23", "interval")
    loose = told | {"evidence": "بلغ عددها خمسين هجوما منذ مطلع العام"}
    said = [Wording("en").words_of(when_of(given)) for given in (told, loose)]
    assert said == ["1 January – 23 July 2021", "January – 23 July 2021"]
    assert said[1] == Wording("en").edtf("2021-01~/2021-07-23")


@pytest.mark.parametrize(
    ("noun", "n", "expected"),
    [
        ("event", 1, "حدث واحد"),
        ("event", 2, "حدثان"),
        ("event", 10, "10 أحداث"),
        ("event", 11, "11 حدثا"),
        ("event", 103, "103 أحداث"),
        ("event", 200, "200 حدث"),
        ("direct", 17, "17 مباشرا"),
        ("indirect", 9, "9 منقولة"),
    ],
)
def test_arabic_counted_nouns_agree_with_their_number(noun, n, expected):
    assert Wording("ar").counted(noun, n) == expected


def test_counted_nouns_are_the_same_in_both_languages():
    words = load("date_words")
    assert words["ar"]["counted"].keys() == words["en"]["counted"].keys()
    assert {tuple(forms) for forms in words["ar"]["counted"].values()} == {
        ("one", "two", "few", "many", "hundred")
    }


def test_figures_and_pages_word_a_date_alike():
    for given in (row("2003", "2003", "2003~", "year"), row(None, "2021-07-23", "/2021-07-23")):
        for lang in ("ar", "en"):
            assert Words(lang, Style()).words_of(when_of(given)) == Dates().of(given, lang)


def test_weekday_and_year_are_said_where_they_are_wanted():
    when = when_of(row("2021-07-26", None, "2021-07-26/.."))
    assert Wording("ar").words_of(when, weekday=True, year=False) == "منذ الاثنين 26 يوليو"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-22", "summer 2021"),
        ("2003~", "about 2003"),
        ("../2021-07", "until July 2021"),
        ("2021-07-26/..", "from 26 July 2021"),
        ("2020-12/2021-01", "December 2020 – January 2021"),
        ("soon", "soon"),
    ],
)
def test_edtf_is_worded(value, expected):
    assert Wording("en").edtf(value) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["منذ حزيران"], "levantine"),
        (["بتاريخ 3 جويلية"], "maghrebi"),
        (["يوم 5 غشت"], "moroccan"),
        (["في 6 مايو/أيار", "في نوفمبر/تشرين الثاني"], "standard"),
        (["في 20 تموز (يوليو)"], "levantine"),
        (["وبأغسطس"], "standard"),
        ([], "standard"),
    ],
)
def test_month_names_are_those_of_the_article_and_of_a_pair_the_first(texts, expected):
    assert month_tradition(texts) == expected


def test_arabic_indic_digits_leave_codes_and_iso_dates_alone():
    words = Wording("ar", Style(digits="arabic"))
    assert words.digits("طائرة F-16، 2021-07-26، بعد 3 أيام") == "طائرة F-16، 2021-07-26، بعد ٣ أيام"
    assert words.day(days_of("2021-07-26")[0]) == "٢٦ يوليو ٢٠٢١"


def test_dual_month_names_name_both_traditions():
    assert Wording("ar", Style(months="dual")).month(7) == "تموز/يوليو"
    assert Wording("ar", Style(months="dual"), "maghrebi").month(8) == "أوت/أغسطس"


def test_both_languages_have_the_same_phrases_and_twelve_months():
    words = load("date_words")
    assert words["ar"].keys() == words["en"].keys()
    assert {len(names) for key, names in words["months"].items() if not key.startswith("telling_")} == {12}


def test_value_that_is_no_date_is_refused():
    for given, message in (
        (row("20 July"), "not an ISO date"),
        (row("2021-08-01", "2021-07-01"), "date_start is after date_end"),
        (row("2021", precision="hour"), "precision must be one of"),
        (row("2021", date_variants="23 or 25"), "date_variants is not a list"),
    ):
        with pytest.raises(ValueError, match=message):
            when_of(given)


def test_days_of_a_date_object_are_that_day():
    assert days_of(dt.date(2021, 7, 20)) == days_of("2021-07-20")
    assert edtf_parts("2014/..") == (days_of("2014"),)


def test_open_ends_stay_unsaid():
    when = when_of(row(None, "2016-03", "../2016-03", "month"))
    assert (when.start, when.dated, when.first) == (None, True, days_of("2016-03")[0])
    assert not When().dated
