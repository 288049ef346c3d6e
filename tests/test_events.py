"""Rules that date events, each on a text of its own."""

import datetime as dt

import pytest
from clock import cpu_seconds

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


LIBYA = dt.date(2025, 10, 24)  # a Friday


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "certainty"),
    [
        ("وستجرى الانتخابات قبل نهاية ديسمبر.", None, "2025-12", "month", "planned"),
        ("وستجرى الانتخابات قبل 10 ديسمبر.", None, "2025-12-10", "day", "planned"),
        ("ورجح دبلوماسي تأجيل الاجتماع إلى ما بعد شهر رمضان.", "2026-03-20", None, "vague", "claimed"),
        ("وتصاعدت الهجمات بعد 5 أكتوبر 2025.", "2025-10-06", "2025-10-24", "vague", "realised"),
        ("وتحركت قوات نحو سرت في مطلع الشهر الجاري.", "2025-10-01", "2025-10-10", "month", "realised"),
        ("وتحركت قوات نحو سرت خلال الشهر الجاري.", "2025-10-01", "2025-10-24", "month", "realised"),
        ("وتحركت قوات نحو سرت في مطلع سبتمبر 2025.", "2025-09", "2025-09", "month", "realised"),
        ("وستجتمع اللجنة في سرت خلال الأسبوعين المقبلين.", "2025-10-24", "2025-11-07", "interval", "planned"),
        ("وتجتمع اللجنة خلال أسبوعين.", "2025-10-24", "2025-11-07", "interval", "planned"),
        ("ويتوقع أن يبلغ الإنتاج مليون برميل خلال شهرين.", "2025-10-24", "2025-12-24", "interval", "planned"),
    ],
)
def test_dates_before_after_and_from_publication_on(text, start, end, precision, certainty):
    events = found(text, LIBYA)
    assert [(e.date.start, e.date.end, e.date.precision, e.certainty) for e in events] == [
        (start, end, precision, certainty)
    ]


def test_what_is_to_come_after_a_feast_begins_at_publication_or_later():
    event = found("ويلتقي الطرفان بعد عيد الفطر.", LIBYA)[0]
    assert event.date.start >= LIBYA.isoformat()
    assert (event.date.end, event.certainty) == (None, "planned")


@pytest.mark.parametrize("text", ["وقتل عشرة أشخاص خلال أسبوعين.", "وعرض القائد ما قام به الجيش خلال شهر."])
def test_a_length_of_time_that_was_makes_no_event_to_come(text):
    assert found(text, LIBYA) == []


@pytest.mark.parametrize(
    "text",
    [
        "وارتفع الإنتاج إلى 1.4 مليون برميل بزيادة 15 في المئة عن الفترة نفسها من عام 2022.",
        "وارتفع الإنتاج بنسبة 5 في المئة مقارنة مع الشهر نفسه من العام الماضي.",
        "وبلغ العدد 120 قتيلا مقابل 100 قتيل في أغسطس 2022.",
    ],
)
def test_a_period_of_comparison_is_no_event(text):
    assert found(text, LIBYA) == []


@pytest.mark.parametrize(
    "text",
    [
        "وتراجع سعر صرف الليرة مقابل الدولار الثلاثاء.",
        "ويلتقي الفريق نظيره الاتحاد الخميس المقبل.",
        "وأعلنت الشركة أرباحها عن النصف الأول من عام 2024.",
    ],
)
def test_words_of_comparison_with_another_meaning_leave_the_event(text):
    assert len(found(text, LIBYA)) == 1


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (
            "وفي الأول من الشهر الجاري، أعلنت الحكومة تشكيلتها، وبعد ذلك بيوم صدر مرسوم بحل المجلس.",
            "2025-10-02",
        ),
        ("ووقع الاتفاق في 19 أكتوبر، واغتيل القيادي قبلها بثلاثة أيام.", "2025-10-16"),
    ],
)
def test_so_long_before_or_after_the_date_before_it(text, start):
    events = [e for e in found(text, LIBYA) if "offset-from-previous" in e.rules]
    assert [(e.date.start, e.basis) for e in events] == [(start, "inferred")]


def test_the_news_comes_after_something_that_long_ago():
    event = only("ويأتي هذا القرار بعد أكثر من شهر على تعيين رئيس جديد للوزراء.", "offset-before-event")
    assert (event.date.start, event.date.end, event.date.precision) == (None, "2021-06", "vague")


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("وذكرت المؤسسة ذلك في بيان نشر الأحد.", "politics"),
        ("ونشر الجيش قوات في سرت الأحد.", "military"),
        ("وصدر مرسوم بحل المجلس الأحد.", "politics"),
    ],
)
def test_company_tells_what_a_word_of_two_classes_means(text, theme):
    assert [e.trigger.theme for e in found(text, LIBYA)] == [theme]


def test_a_date_belongs_to_what_is_said_and_not_to_the_word_that_says_it():
    article = from_text("وأعلن الوزير أن القوات تحركت الثلاثاء.", LIBYA)
    event = find_events(article)[0]
    assert article.text[event.trigger.start : event.trigger.end] == "تحركت"


def test_who_is_named_only_in_a_quotation_has_no_part_in_what_is_told_outside():
    text = "وصل المبعوث إلى طرابلس الأربعاء وقال «إن فرنسا تدعم الاتفاق»."
    event = found(text, LIBYA)[0]
    assert "france" not in {m.actor for m in event.actors}
    assert {m.text for m in event.actors} >= {"طرابلس"}


def test_to_invite_is_not_to_claim():
    assert found("يدعى الناخبون لانتخاب أعضاء المجلس في 29 نوفمبر.", LIBYA)[0].certainty == "planned"
    assert found("ويدعي الحزب أنه نظم المسيرة في 5 أكتوبر.", LIBYA)[0].certainty == "claimed"


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("واتفق الطرفان على إجراء الانتخابات في 24 ديسمبر 2021.", "planned"),
        ("وقررت الحكومة عقد جلسة في 5 مايو 2025.", "planned"),
        ("وقررت الحكومة في 5 مايو 2025 عقد جلسة.", "realised"),
        ("واتفقا في جنيف على وقف إطلاق النار في 5 أكتوبر 2024.", "realised"),
        ("وعقدت الجلسة في 5 مايو 2025.", "realised"),
    ],
)
def test_what_was_agreed_on_is_a_plan_for_its_day(text, certainty):
    assert [event.certainty for event in found(text, LIBYA)] == [certainty]


def test_a_noun_behind_no_is_no_event():
    assert found("لا انتخابات في ديسمبر المقبل.", LIBYA) == []
    assert found("لا يزال الحوار جاريا منذ 2020.", LIBYA) != []


@pytest.mark.parametrize(
    "text",
    [
        "غير أن دبلوماسيا غربيا رجّح تأجيل الاجتماع إلى ما بعد شهر رمضان.",
        "ورجّح دبلوماسي غربي تأجيل الاجتماع إلى ما بعد شهر رمضان.",
    ],
)
def test_who_claims_is_said_before_or_after_the_verb(text):
    article = from_text(text, LIBYA)
    event = find_events(article)[0]
    assert article.text[event.trigger.start : event.trigger.end] == "تأجيل"
    assert (event.certainty, event.attribution) == ("claimed", "indirect")
    assert event.asserted_by.startswith("دبلوماسي")


@pytest.mark.parametrize(
    "unit", ["لم يوقع اتفاق في 5 مايو إلا ", "وإذا فشل الاتفاق في 5 مايو، ", "نفت الوزارة هجوما في 5 مايو "]
)
def test_work_grows_with_the_length_of_a_sentence_only(unit):
    def seconds(n):
        article = from_text(unit * n, DAY)
        return cpu_seconds(lambda: find_events(article), runs=2)

    assert seconds(240) <= 3 * seconds(120) + 0.2
