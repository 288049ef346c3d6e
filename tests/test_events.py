"""Rules that date events, each on a text of its own."""

import datetime as dt

import pytest

from analysis.articles import from_text
from analysis.events import Reading, bounds, find_events

DAY = dt.date(2021, 7, 26)  # a Monday


def found(text, day=DAY):
    return find_events(from_text(text, day))


def only(text, rule):
    events = [e for e in found(text) if rule in e.rules]
    assert len(events) == 1, [(e.rules, e.date) for e in events]
    return events[0]


@pytest.mark.parametrize(
    ("iso", "low", "high"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-12", "2020-12-01", "2020-12-31"),
        ("2020-06-05", "2020-06-05", "2020-06-05"),
    ],
)
def test_bounds(iso, low, high):
    assert [d.isoformat() for d in bounds(iso)] == [low, high]


RULES = [
    # rule, text, start, end, basis, certainty
    ("dated-clause", "انفجرت عبوة في السوق الجمعة.", "2021-07-23", "2021-07-23", "relative", "realised"),
    ("beginning", "بدأت المحادثات في العاصمة الأحد.", "2021-07-25", None, "relative", "realised"),
    ("end", "وجاء ذلك بعد اختتام القمة السبت.", None, "2021-07-24", "relative", "realised"),
    (
        "offset-before-event",
        "وخرجت القوات في 2005 بعد 29 سنة من دخول الحرب.",
        "1976",
        "1976",
        "inferred",
        "realised",
    ),
    ("then", "ويقيم في البلاد منذ 2016، حيث اندلعت حرب حينها.", "2016", "2016", "inherited", "realised"),
    (
        "since-event",
        "ومنذ توقيع الاتفاق في مايو 2020، وقعت هجمات عدة.",
        "2020-05",
        "2021-07-26",
        "inferred",
        "realised",
    ),
    (
        "outcome",
        "عقدت الجولة الثانية من المحادثات في مارس 2021.\nوأسفرت الجولة الثانية، عن توقيع اتفاق.",
        "2021-03",
        "2021-03",
        "inherited",
        "realised",
    ),
    (
        "later",
        "عقدت الجولة الثانية من المحادثات في مارس 2021.\nثم أعلنت الحكومة لاحقا، تشكيل لجنة.",
        "2021-03",
        "2021-07-26",
        "inferred",
        "realised",
    ),
    ("agenda", "ويتضمن جدول أعمال الوفد لقاءات مع مسؤولين.", "2021-07-26", None, "inferred", "planned"),
    ("expected", "ومن المتوقع أن يصدر بيان ختامي.", "2021-07-26", None, "inferred", "planned"),
    ("forecast", "وقال المحلل سامي حداد إن الوضع سيبقى كما هو.", "2021-07-26", None, "inferred", "claimed"),
]


@pytest.mark.parametrize(
    ("rule", "text", "start", "end", "basis", "certainty"), RULES, ids=[r[0] for r in RULES]
)
def test_each_rule_on_a_text_of_its_own(rule, text, start, end, basis, certainty):
    event = only(text, rule)
    assert (event.date.start, event.date.end, event.basis, event.certainty) == (start, end, basis, certainty)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("افتتحت الوزارة محطة للمياه الجمعة.", "economy"),
        ("استهدفت طائرات القاعدة الجمعة.", "attacks"),
        ("اعتقلت الشرطة ثلاثة رجال الجمعة.", "justice"),
        ("ارتفعت درجات الحرارة الجمعة.", None),
    ],
)
def test_word_gives_the_event_its_theme(text, theme):
    assert [e.trigger.theme or None for e in found(text)] == [theme]


def test_shortly_before_a_dated_event():
    text = (
        "بدأ مصطفى الكاظمي زيارة إلى واشنطن الاثنين.\nوهدد حسن نصر الله في كلمة له قبيل زيارة الكاظمي بالرد."
    )
    event = only(text, "just-before")
    assert (event.date.start, event.date.end, event.date.precision) == ("2021-07", "2021-07-26", "vague")


def test_said_after_the_speaker_arrived():
    text = "وأكد وزير الخارجية فؤاد حسين، الذي وصل الخميس، أن المحادثات ستفضي إلى اتفاق."
    event = only(text, "statement")
    assert (event.date.start, event.date.end, event.certainty) == ("2021-07-22", "2021-07-26", "claimed")


def test_mentions_of_a_numbered_event_are_one_even_with_two_dates():
    text = "انتهت الجولة الثالثة من المحادثات الجمعة.\nواختتمت الجولة الثالثة من المحادثات السبت."
    events = [e for e in found(text) if e.trigger.ordinal == 3]
    assert len(events) == 1
    assert {v["date_end"] for v in events[0].variants} == {"2021-07-23", "2021-07-24"}


def test_different_kinds_on_one_day_stay_apart():
    text = "وقعت الحكومة الاتفاق الجمعة.\nوانفجرت عبوة في السوق الجمعة."
    assert len(found(text)) == 2


def test_a_span_of_two_dates_is_one_event():
    events = found("وتقام البطولة بين 5 و12 سبتمبر المقبل.")
    assert [(e.date.start, e.date.end) for e in events] == [("2021-09-05", "2021-09-12")]


def test_a_deadline_runs_from_publication_to_its_day():
    event = found("وستنسحب القوات بحلول 30 سبتمبر.")[0]
    assert (event.date.start, event.date.end, event.certainty) == ("2021-07-26", "2021-09-30", "planned")


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("وستعقد القمة في 5 أكتوبر.", "planned"),
        ("وقد تعقد القمة في 5 أكتوبر.", "conditional"),
        ("ويرجح أن تعقد القمة في 5 أكتوبر.", "claimed"),
        ("وعقدت القمة في 5 مايو 2021.", "realised"),
        ("وزعمت الحركة أنها هاجمت القاعدة في 5 مايو 2021.", "claimed"),
        ("وكان الوزير قد وصل في 5 مايو 2021.", "realised"),
    ],
)
def test_certainty_follows_cue_and_tense(text, certainty):
    assert found(text)[0].certainty == certainty


def test_sets_and_durations_alone_make_no_event():
    assert found("وتنقل الصحيفة الأخبار يوميا، ويستمر العرض ثلاثة أيام.") == []


def test_an_event_only_in_the_headline_joins_the_one_in_the_body():
    text = "وصول الوزير الجمعة\nوصل الوزير إلى العاصمة الجمعة في زيارة رسمية تستمر أياما عدة."
    events = [e for e in found(text) if e.date.precision == "day"]
    assert len(events) == 1
    assert events[0].sentence.role == "body"


def test_a_text_without_sentences_has_no_events():
    assert found("؟") == []
    assert Reading(from_text("", DAY)).clauses == []
