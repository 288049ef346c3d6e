"""tag_times: every rule by its example, resolution by discourse, spans, odd input."""

import datetime as dt
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from edtf import parse_edtf

from analysis import tag_times
from analysis.times.grammar import find
from analysis.times.rules import RULES, compile_pattern, first_classes
from analysis.times.tokens import lexicon

DCT = dt.date(2021, 7, 26)  # a Monday
SEED = Path(__file__).parents[1] / "seeds" / "2021-07-26-alarab-kadhimi-washington" / "article.txt"
MARKED = re.compile(r"\[([^\]]+)\]")


def values(text, dct=DCT):
    return [t.value for t in tag_times(text, dct)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_reads_its_example(rule):
    expected = MARKED.findall(rule.example)
    found = tag_times(MARKED.sub(r"\1", rule.example), rule.dct)
    assert [t.text for t in found] == expected
    if expected:
        assert rule.value in [t.value for t in found if t.rule == rule.name]


def test_rule_names_are_unique_words():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_a_pattern_that_matches_nothing_at_all_is_refused():
    with pytest.raises(ValueError, match="empty string"):
        compile_pattern("(?:DAY )?(?:MON)?")


def test_a_pattern_with_an_unknown_class_is_refused():
    with pytest.raises(ValueError, match="no such word class"):
        compile_pattern("DAY FORTNIGHT")


def test_every_rule_can_begin_somewhere():
    assert all(first_classes(rule.pattern) for rule in RULES)


def test_finding_never_sees_the_dct():
    text = "وصل الوزير الجمعة، والانتخابات في 10 أكتوبر"
    spans = [(e.start, e.end) for e in find(text)]
    for dct in (dt.date(1999, 1, 1), dt.date(2050, 12, 31)):
        assert [(t.start, t.end) for t in tag_times(text, dct)] == spans


# -- resolution ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوزير الجمعة إلى بغداد", ["2021-07-23"]),
        ("يصل الوزير الجمعة إلى بغداد", ["2021-07-30"]),
        ("ومن المقرر أن يلتقي الوفد الأربعاء", ["2021-07-28"]),
        ("سيعقد الاجتماع الخميس", ["2021-07-29"]),
        ("لم يعقد الاجتماع الخميس", ["2021-07-22"]),
        ("كان يعقد اجتماعه الخميس حين وقع الانفجار", ["2021-07-22"]),
        ("التقى الرئيس الاثنين نظيره", ["2021-07-26"]),
        ("والثلاثاء وصل الوفد", ["2021-07-20"]),
        ("وصل السبت على أن يغادر الأربعاء", ["2021-07-24", "2021-07-28"]),
        ("قتل جندي الخميس الماضي", ["2021-07-22"]),
        ("يغادر الاثنين المقبل", ["2021-08-02"]),
    ],
)
def test_tense_and_planning_decide_the_weekday(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أعلن القرار في نوفمبر", ["2020-11"]),
        ("تجرى الانتخابات في نوفمبر", ["2021-11"]),
        ("عقد في يونيو 2020 ثم في أغسطس من العام نفسه", ["2020-06", "2020-08"]),
        ("زار المدينة في مايو 2019 وعاد إليها في الشهر التالي", ["2019-05", "2019-06"]),
        ("وقع الاتفاق في 3 مايو 2019 ونشر في اليوم التالي", ["2019-05-03", "2019-05-04"]),
        ("من 28 ديسمبر إلى 3 يناير 2020", ["2019-12-28", "2020-01-03"]),
        ("سيصل غدا في 27 تموز", ["2021-07-27", "2021-07-27"]),
    ],
)
def test_the_anchor_is_the_dct_or_the_last_date(text, expected):
    assert values(text) == expected


def test_the_anchor_is_told():
    first, second = tag_times("عقد في يونيو 2020 ثم في أغسطس من العام نفسه", DCT)
    assert (first.anchor, second.anchor) == (None, "previous")
    assert tag_times("وصل أمس", DCT)[0].anchor == "DCT"


def test_weekday_and_date_that_disagree_are_flagged():
    assert tag_times("الثلاثاء 2021/07/26", DCT)[0].flags == ("weekday-mismatch",)
    assert tag_times("الاثنين 2021/07/26", DCT)[0].flags == ()


def test_a_weekday_counted_within_its_month():
    assert values("تجرى في الأحد الأول من سبتمبر") == ["2021-09-05"]
    assert values("تجرى يوم الأربعاء الأول من سبتمبر") == ["2021-09-01"]


def test_a_text_published_a_day_later_keeps_its_own_today():
    text = "وصل الوفد أمس السبت وعقد جلسته صباح اليوم"  # DCT is a Monday
    assert values(text) == ["2021-07-24", "2021-07-25TMO"]
    assert values("وصل الوفد أمس الأحد وعقد جلسته صباح اليوم") == ["2021-07-25", "2021-07-26TMO"]


def test_a_headline_without_a_verb_follows_the_text():
    assert values("قمة عربية السبت\nأعلنت الأمانة أن القادة سيلتقون السبت") == ["2021-07-31"] * 2
    assert values("قمة عربية السبت\nالتقى القادة السبت في عمان") == ["2021-07-24"] * 2


def test_the_signal_is_the_word_before():
    found = tag_times("منذ عام 2014 وحتى أمس وبحلول نهاية العام", DCT)
    assert [t.signal for t in found] == [
        "منذ",
        "حتى",
        "بحلول",
    ]


def test_an_unsaid_year_of_a_feast_stays_open():
    assert values("يحتفلون بعيد الأضحى") == ["AHXXXX-12-10"]


# -- what follows from the value -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision", "edtf"),
    [
        ("في 10 أكتوبر 2021", "2021-10-10", "2021-10-10", "day", "2021-10-10"),
        ("في يونيو 2020", "2020-06-01", "2020-06-30", "month", "2020-06"),
        ("نهاية 2011", "2011-12-01", "2011-12-31", "year", "2011-12~"),
        ("مطلع العام", "2021-01-01", "2021-01-31", "year", "2021-01~"),
        ("منذ عام 2014", "2014-01-01", "2014-12-31", "year", "2014"),
        ("الأسبوع الماضي", "2021-07-19", "2021-07-25", "interval", "2021-07-19/2021-07-25"),
        ("الربع الأول من 2020", "2020-01-01", "2020-03-31", "interval", "2020-01/2020-03"),
        ("في تسعينيات القرن الماضي", "1990-01-01", "1999-12-31", "interval", "199X"),
        ("أزمات الصيف", "2021-06-01", "2021-09-30", "season", "2021-22"),
        ("مؤخرا", None, "2021-07-26", "vague", "../2021-07-26"),
        ("وصل قبل بضعة أيام", "2021-07-17", "2021-07-24", "vague", "2021-07-17~/2021-07-24~"),
        ("وصل قبل أسابيع", "2021-05-24", "2021-07-12", "vague", "2021-05-24~/2021-07-12~"),
        ("وصل قبل عدة أشهر", "2020-10-26", "2021-05-26", "vague", "2020-10-26~/2021-05-26~"),
        ("وصل قبل سنوات", "2012-07-26", "2019-07-26", "vague", "2012-07-26~/2019-07-26~"),
        ("وصل قبل ساعات", "2021-07-25", "2021-07-26", "vague", "2021-07-25~/2021-07-26~"),
        ("وصل قبل عشرات السنين", None, "2021-07-26", "vague", "../2021-07-26"),
        ("استمرت ثلاثة أيام", None, None, None, None),
    ],
)
def test_extent_follows_from_the_value(text, earliest, latest, precision, edtf):
    (found,) = tag_times(text, DCT)
    days = tuple(day and day.isoformat() for day in (found.earliest, found.latest))
    assert (*days, found.precision, found.edtf) == (earliest, latest, precision, edtf)


def test_month_precision_is_never_a_day():
    (found,) = tag_times("في يونيو 2020", DCT)
    assert found.precision == "month"
    assert found.earliest < found.latest


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_edtf_is_valid(rule):
    for found in tag_times(MARKED.sub(r"\1", rule.example), rule.dct):
        if found.edtf is not None:
            parse_edtf(found.edtf)


# -- spans and odd input ---------------------------------------------------------------------------


def test_spans_hold_the_text_of_the_seed():
    text = SEED.read_text(encoding="utf-8")
    found = tag_times(text, DCT)
    assert len(found) == 26
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("في أبـــريل\u200f ٢٠٢١م", "أبـــريل\u200f ٢٠٢١م"),
        ("و1987", "1987"),
        ("لعام\u00a02015", "عام\u00a02015"),
        ("للعام الحالي", "لعام الحالي"),
        ("في مايُو/أيَّار 2017", "مايُو/أيَّار 2017"),
        ("خلال الـ48 ساعة الماضية", "الـ48 ساعة الماضية"),
        ("في (18) أغسطس", "(18) أغسطس"),
        ("في يوليو (تموز)", "يوليو (تموز)"),
    ],
)
def test_spans_in_text_with_marks_and_clitics(text, expected):
    assert [t.text for t in tag_times("حدث " + text, DCT)] == [expected]


@pytest.mark.parametrize(
    "text", ["31 أبريل 2021", "2021/13/45", "عام 0", "99999", "30 فبراير 2020", "15/15/2020"]
)
def test_impossible_dates_are_not_dates(text):
    assert all(t.precision != "day" for t in tag_times(text, DCT))


@pytest.mark.parametrize("dct", [dt.date.min, dt.date.max])
def test_extreme_publication_days_do_not_fail(dct):
    text = SEED.read_text(encoding="utf-8") + (
        " أمس وغدا والعام الماضي والعام المقبل والشهر المقبل والأسبوع المقبل قبل 20 عاما وقبل عقدين"
        " ورمضان الماضي"
        " وعيد الأضحى المقبل وعيد الفصح و29 فبراير والقرن المقبل والصيف الماضي والجمعة المقبلة"
    )
    assert all(text[t.start : t.end] == t.text for t in tag_times(text, dct))


def test_a_hijri_date_beyond_the_table_keeps_its_own_calendar():
    (found,) = tag_times("توفي في 5 رجب 700 هـ", DCT)
    assert found.value == "AH0700-07-05"
    assert found.earliest is None


@pytest.mark.parametrize("text", ["", " ", "\n", "نص بلا وقت", "\u200f\u200f", "ـ", "abc 123"])
def test_text_without_time(text):
    assert tag_times(text, DCT) == []


@pytest.mark.parametrize("seed", range(8))
def test_word_salad_gives_sound_records(seed):
    draw = random.Random(seed)
    words = [
        *lexicon(),
        "قال",
        "سيعقد",
        "الـ48",
        "٢٠٢٠",
        "2003-2011",
        "26/7",
        "10:30",
        "(",
        ")",
        "،",
        "و",
        ".",
        "\n",
    ]
    for _ in range(60):
        text = " ".join(draw.choices(words, k=draw.randint(1, 14)))
        found = tag_times(text, draw.choice([DCT, dt.date.min, dt.date.max, dt.date(2077, 12, 31)]))
        assert all(text[t.start : t.end] == t.text != "" for t in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(t.earliest <= t.latest for t in found if t.earliest and t.latest)
        for t in found:
            if t.edtf:
                parse_edtf(t.edtf)


@pytest.mark.parametrize(
    ("dct", "phrase", "value"),
    [
        (dt.date(2020, 6, 2), "الليلة الفاصلة بين الجمعة والسبت 30 ماي 2020", "2020-05-29TNI"),
        (dt.date(2020, 6, 2), "الليلة الفاصلة بين الجمعة والسبت", "2020-05-29TNI"),
        (dt.date(2020, 6, 2), "الليلة الفاصلة بين 29 و30 ماي", "2020-05-29TNI"),
    ],
)
def test_a_night_between_two_days_is_the_night_of_the_first(dct, phrase, value):
    found = tag_times(f"اندلع الحريق في {phrase} داخل المستودع.", dct)
    assert [(t.text, t.type, t.value) for t in found] == [(phrase, "TIME", value)]


@pytest.mark.parametrize(
    ("dct", "value"), [(dt.date(2024, 12, 28), "2025-01-01"), (dt.date(2025, 1, 5), "2025-01-01")]
)
def test_a_day_of_the_new_year_is_the_next_or_has_just_been(dct, value):
    found = tag_times("يفتتح المتحف في اليوم الأول من العام الجديد.", dct)
    assert [(t.text, t.value) for t in found] == [("اليوم الأول من العام الجديد", value)]


def test_a_story_of_an_earlier_year_goes_on_in_the_next_sentence():
    text = "اندلعت الاحتجاجات في 17 ديسمبر 2010 في المدينة. وغادر الرئيس البلاد في 14 يناير إلى جدة."
    assert values(text, dt.date(2021, 9, 1)) == ["2010-12-17", "2011-01-14"]


def test_a_story_does_not_go_on_over_a_long_gap_or_into_a_plan():
    distant = "انتخب الرئيس في 5 مايو 2019 لولاية واحدة. وزار الرئيس العاصمة في 10 مارس مع وزرائه."
    planned = "انتخب الرئيس في 5 مايو 2019 لولاية واحدة. وستعقد الانتخابات في 10 أكتوبر في العاصمة."
    assert values(distant) == ["2019-05-05", "2021-03-10"]
    assert values(planned) == ["2019-05-05", "2021-10-10"]
