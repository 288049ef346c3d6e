"""What a text says did not happen, denies, planned or makes conditional: on phrases of their own."""

import datetime as dt

import pytest

from analysis.articles import from_text
from analysis.events import find_events

DAY = dt.date(2025, 10, 24)  # a Friday


def found(text, day=DAY):
    return find_events(from_text(text, day))


NEGATED = [
    "لم تجر الانتخابات في ديسمبر 2021.",
    "ولم يوقع الطرفان الاتفاق في 5 أكتوبر.",
    "ولم تعقد الجلسة الأربعاء.",
    "لم يسقط قتلى الأربعاء.",
    "ولن تجرى الانتخابات في ديسمبر المقبل.",
    "وقالت المفوضية إن الانتخابات لن تجرى في ديسمبر المقبل.",
    "وفي ديسمبر 2021، لم تجر الانتخابات.",
    "ولم يكن الوفد قد وصل حتى مساء الأربعاء.",
    "ولم تشهد البلاد انتخابات منذ عام 2014.",
    "وانتقد الحزب عدم إجراء الانتخابات في ديسمبر 2021.",
    "ومن غير المقرر أن تعقد الجلسة الأربعاء المقبل.",
    "ومن غير المتوقع أن يصدر بيان ختامي.",
    "ولا تجرى الانتخابات في ديسمبر المقبل.",
    "ومن المتوقع ألا تجرى الانتخابات في ديسمبر المقبل.",
    "ولم تكن الجلسة قد عقدت الأربعاء.",
]


@pytest.mark.parametrize("text", NEGATED)
def test_what_did_not_happen_is_no_event(text):
    assert found(text) == []


AFFIRMED = [
    "ولم يصل الوفد إلا في 5 أكتوبر.",
    "ولم يوقع الاتفاق في 5 أكتوبر سوى طرف واحد.",
    "ولا يزال الطرفان يتفاوضان منذ سبتمبر.",
    "وما زال الوفد يزور المدينة منذ الثلاثاء.",
    "وشهدت المدينة اشتباكات الثلاثاء لا سيما في حي أبو سليم.",
    "ولم تقتصر الاحتجاجات على طرابلس بل امتدت إلى مصراتة الأربعاء.",
    "ولم يزر الوفد طرابلس فقط الأربعاء بل زار بنغازي أيضا.",
    "ولم يكد الوفد يصل حتى اندلعت اشتباكات الثلاثاء.",
    "ولم يكن أحد يتوقع الاتفاق حتى وقع الطرفان الاتفاق الأربعاء.",
    "وتوقفت الحرب، لكن الاتفاق لم يوقع إلا في 5 أكتوبر.",
    "ليس فقط في طرابلس بل وقعت اشتباكات في مصراتة الأربعاء.",
    "ولم يتردد الوزير في توقيع الاتفاق الأربعاء.",
    "غادر الوفد المدينة الأربعاء دون توقيع الاتفاق.",
    "وغادر الوفد دون توقيع الاتفاق الأربعاء.",
    "وأعلن الوزير الأربعاء أنه لن يوقع الاتفاق.",
    "واجتمع الطرفان الثلاثاء ولم يوقعا الاتفاق.",
]


@pytest.mark.parametrize("text", AFFIRMED)
def test_a_particle_that_limits_or_denies_something_else_leaves_the_event(text):
    assert [e.certainty for e in found(text)] == ["realised"]


def test_what_goes_with_a_denied_verb_is_taken_as_known():
    events = found("ولم يسقط قتلى في اشتباكات الأربعاء.")
    assert [(e.trigger.name, e.certainty) for e in events] == [("war", "realised")]
    assert found("ولم ينجح الطرفان في توقيع الاتفاق الأربعاء.") == []


PLANNED = [
    ("وكان من المقرر أن يزور المبعوث بنغازي الاثنين لكنه ألغى الزيارة.", "المقرر"),
    ("تأجلت الانتخابات التي كانت مقررة في 24 ديسمبر 2021.", "مقررة"),
    ("وألغى المبعوث زيارته المقررة الاثنين الماضي.", "المقررة"),
    ("وكان يفترض أن تجرى الانتخابات في ديسمبر 2021.", "يفترض"),
    ("وألغيت الانتخابات التي كان مقررا إجراؤها في 24 ديسمبر 2021.", "مقررا"),
    ("وكانت القمة ستعقد في مايو 2025.", "ستعقد"),
    ("ومن المقرر أن تعقد الجلسة اليوم.", "المقرر"),
]


@pytest.mark.parametrize(("text", "cue"), PLANNED)
def test_what_was_only_planned_is_not_realised(text, cue):
    assert [(e.certainty, e.cue) for e in found(text)] == [("planned", cue)]


@pytest.mark.parametrize(
    "text",
    [
        "وعقدت الجلسة المقررة الأربعاء الماضي.",
        "وهي دورة من المنتظر أن تكون الأضخم منذ انطلاق المعرض في عام 2003.",
    ],
)
def test_a_plan_that_was_held_or_looks_back_is_realised(text):
    assert [e.certainty for e in found(text)] == ["realised"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("وألغى المبعوث زيارته الاثنين.", "وألغى"),
        ("وفشل البرلمان في عقد جلسة الأربعاء.", "وفشل"),
        ("وأعلن المجلس إلغاء الانتخابات الأربعاء.", "إلغاء"),
    ],
)
def test_the_undoing_is_the_event(text, word):
    article = from_text(text, DAY)
    event = find_events(article)[0]
    assert article.text[event.trigger.start : event.trigger.end] == word
    assert (event.certainty, event.trigger.name) == ("realised", None)


DENIED = [
    ("نفت إيران شن هجوم على أربيل في 15 يناير 2024.", "نفت", "هجوم"),
    ("تنفي طهران أنها قصفت أربيل في 15 يناير 2024.", "تنفي", "قصفت"),
    ("ونفى متحدث باسم الجيش أن تكون قواته قد تحركت نحو سرت في 5 أكتوبر.", "ونفى", "تحركت"),
    ("واستبعد المبعوث إجراء الانتخابات في ديسمبر المقبل.", "واستبعد", "الانتخابات"),
]


@pytest.mark.parametrize(("text", "cue", "word"), DENIED)
def test_what_somebody_denies_is_a_claim_with_the_denial_as_its_cue(text, cue, word):
    article = from_text(text, DAY)
    events = find_events(article)
    assert [(e.certainty, e.cue) for e in events] == [("claimed", cue)]
    assert article.text[events[0].trigger.start : events[0].trigger.end] == word


def test_a_denial_has_its_own_date():
    events = found("ونفت الوزارة الثلاثاء تحرك القوات.")
    assert [(e.certainty, e.date.start) for e in events] == [("realised", "2025-10-21")]


def test_what_a_relative_clause_adds_is_not_denied():
    events = found("ونفت إيران مسؤوليتها عن الهجوم الذي وقع الأربعاء.")
    assert [e.certainty for e in events] == ["realised"]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("وإذا فشلت جولة تونس، فإن البعثة ستدعو إلى ملتقى جديد في يناير المقبل.", "conditional"),
        ("وفي حال فشلت الجولة، ستدعو البعثة إلى ملتقى جديد في يناير المقبل.", "conditional"),
        ("وستدعو البعثة إلى ملتقى جديد في يناير المقبل، إذا فشلت جولة تونس.", "conditional"),
        ("وإذا فشلت الجولة، ستجتمع اللجنة، وستعقد القمة في يناير المقبل.", "planned"),
        ("ولم يتضح ما إذا كانت الجولة نجحت، وستعقد القمة في يناير المقبل.", "planned"),
        ("ولو جرت الانتخابات في ديسمبر 2021 لتغير المشهد.", "conditional"),
    ],
)
def test_a_condition_reaches_over_the_comma_to_its_answer_only(text, certainty):
    assert [e.certainty for e in found(text) if e.date.precision == "month"] == [certainty]


def test_an_exception_of_time_leaves_the_time_before_it_denied():
    events = found("ولم تعقد الأطراف أي لقاء مباشر منذ مايو 2023 إلا في المنامة في يناير 2024.")
    assert [(e.date.start, e.certainty) for e in events] == [("2024-01", "realised")]


def test_a_round_in_which_somebody_takes_no_part_is_planned_all_the_same():
    events = found("ولن يشارك الوفد في الجولة المقبلة من المفاوضات المقررة في 10 نوفمبر.")
    assert [(e.date.start, e.certainty) for e in events] == [("2025-11-10", "planned")]
    assert found("ولن تعقد الجولة المقررة في 10 نوفمبر.") == []


def test_the_day_of_a_plan_is_of_what_was_planned():
    article = from_text("وألغى المبعوث زيارة كانت مقررة الأحد الماضي.", DAY)
    event = find_events(article)[0]
    assert article.text[event.trigger.start : event.trigger.end] == "زيارة"
    assert event.certainty == "planned"


def test_what_is_put_off_has_the_old_day_as_a_plan_and_the_new_one_ahead():
    events = found("وأرجأ البرلمان جلسته التي كانت مقررة الثلاثاء الماضي إلى 3 نوفمبر.")
    assert [(e.date.start, e.date.end, e.certainty) for e in events] == [
        ("2025-10-21", "2025-10-21", "planned"),
        ("2025-11-03", "2025-11-03", "planned"),
    ]
