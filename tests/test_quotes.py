"""Quotations and reported statements: spans, speakers, and what is not one."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from clock import cpu_seconds

from analysis.actors import find_actors
from analysis.articles import from_text, read_article
from analysis.quotes import ATTRIBUTIONS, CONSTRUCTIONS, attribution_at, find_marked, find_quotes

SEED = Path(__file__).parents[1] / "seeds" / "2021-07-26-alarab-kadhimi-washington"
DAY = dt.date(2021, 7, 26)


def quotes(text: str) -> list:
    return find_quotes(from_text(text, DAY))


def one(text: str):
    found = quotes(text)
    assert len(found) == 1, [q.text for q in found]
    return found[0]


def rows(name: str) -> list[dict]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ------------------------------------------------------------------------------------------ the seed article


@pytest.fixture(scope="module")
def seed():
    article = read_article(SEED)
    mentions = find_actors(article)
    return article, mentions, find_quotes(article, mentions)


def people_by_name(mentions) -> dict[str, str]:
    """Return the hand annotation's actor ids → canonical ids, joined on the names that both spell out."""
    found = {m.name_ar: m.actor for m in mentions if m.name_ar}
    joined = {
        "O01": "united-states",
        "O02": "iraq",
        "O12": "iraq.state-television",
        "O13": "united-states.media",
    }
    for row in rows("actors.csv"):
        if row["name_ar"] in found:
            joined.setdefault(row["actor"], found[row["name_ar"]])
    return joined


def test_every_direct_quotation_of_the_seed_has_its_span_and_its_speaker(seed):
    _, mentions, found = seed
    ids = people_by_name(mentions)
    got = {(q.start, q.end): q.actor for q in found if q.kind == "direct"}
    wanted = {
        (int(r["start"]), int(r["end"])): ids[r["speaker"]] if r["speaker"] else None
        for r in rows("quotes.csv")
        if r["kind"] == "direct"
    }
    assert len(wanted) == 17
    assert got == wanted


def test_no_name_or_label_in_quotation_marks_of_the_seed_is_taken_for_speech(seed):
    _, _, found = seed
    false_marks = [
        (int(r["start"]), int(r["end"])) for r in rows("quotes.csv") if r["kind"] == "not_a_quotation"
    ]
    assert len(false_marks) == 6
    assert not {(q.start, q.end) for q in found} & set(false_marks)


def test_at_least_eight_of_ten_reported_statements_of_the_seed_are_found(seed):
    _, mentions, found = seed
    ids = people_by_name(mentions)
    hits = 0
    for row in (r for r in rows("quotes.csv") if r["kind"] == "indirect"):
        start, end = int(row["start"]), int(row["end"])
        speaker = ids[row["speaker"]] if row["speaker"] else None
        hits += any(
            q.kind == "indirect"
            and q.actor == speaker
            and abs(q.start - start) <= 15
            and min(q.end, end) - max(q.start, start) >= (end - start) / 2
            for q in found
        )
    assert hits >= 8


def test_the_agentless_passive_of_the_seed_has_no_speaker(seed):
    article, _, found = seed
    quote = attribution_at(found, article.text.index("فصائل موالية لإيران، على المصالح"))
    assert (quote.attribution, quote.speaker, quote.verb) == ("passive", None, "تتهم")


def test_records_keep_to_the_text(seed):
    article, _, found = seed
    assert found == sorted(found, key=lambda q: (q.start, -q.end))
    for q in found:
        assert article.text[q.start : q.end] == q.text
        assert q.attribution in ATTRIBUTIONS
        assert q.construction in CONSTRUCTIONS
        assert q.scope_start <= q.start < q.end <= q.scope_end
        assert q.speaker is None or article.text[q.speaker_start : q.speaker_end] == q.speaker
        assert q.verb is None or article.text[q.verb_start : q.verb_end] == q.verb
        assert not q.implied or q.speaker is not None


# ------------------------------------------------------------------------------------------ marks


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("«", "»"),
        ('"', '"'),
        ("“", "”"),
        ("”", "“"),
        ("„", "“"),
        ("''", "''"),
        ("<<", ">>"),
        ("((", "))"),
        ("‹", "›"),
    ],
)
def test_every_kind_of_quotation_mark_is_read(opening, closing):
    words = "سنفتح الطريق أمام القوافل غدا"
    q = one(f"قال المحافظ: {opening}{words}{closing} وغادر.")
    assert (q.kind, q.text, q.speaker) == ("direct", words, "المحافظ")


def test_marks_inside_a_quotation_belong_to_it():
    q = one('قالت المديرة: «رفض المجلس ما سماه "الخطة الكبرى للمدينة" أمس». وصمتت.')
    assert q.text == 'رفض المجلس ما سماه "الخطة الكبرى للمدينة" أمس'


def test_a_quotation_may_run_over_several_sentences_and_lines():
    text = "قال الطبيب: «المرضى بخير. نعمل ليلا ونهارا.\nلا ينقصنا شيء اليوم». ثم انصرف."
    q = one(text)
    assert q.text == "المرضى بخير. نعمل ليلا ونهارا.\nلا ينقصنا شيء اليوم"


def test_an_unclosed_mark_ends_with_its_paragraph():
    text = "قال الوزير: «لن نوقف العمل في المشروع.\nووصل الوفد مساء إلى الفندق في المدينة القديمة."
    assert [q.text for q in quotes(text)] == ["لن نوقف العمل في المشروع"]


def test_a_mark_after_an_attached_letter_opens():
    article = from_text('شاركت فرق "النسر" و"الصقر" وب"الفهد" في السباق.', DAY)
    assert [article.text[m.start : m.end] for m in find_marked(article)] == ["النسر", "الصقر", "الفهد"]


@pytest.mark.parametrize(
    "text",
    [
        "عرضت صحيفة «المدينة الجديدة» تقريرا عن الميناء.",
        'عرض المخرج فيلم "الليل فوق السطوح القديمة" أمس.',
        'انتشرت قوات ما يسمى "جيش الشمال" على الطريق.',
        'أغلق نادي "النجم" أبوابه.',
    ],
)
def test_names_and_labels_in_marks_are_not_speech(text):
    assert quotes(text) == []


# ------------------------------------------------------------------------------------------ speakers


@pytest.mark.parametrize(
    ("text", "speaker", "actor"),
    [
        ("قال الرئيس التونسي قيس سعيد إن الأزمة ستنتهي.", "الرئيس التونسي قيس سعيد", "kais-saied"),
        ("«لن نرحل من هنا أبدا»، قالت سلمى الخطيب.", "سلمى الخطيب", "سلمي-الخطيب"),
        ("وبحسب وزارة الصحة الأردنية، تراجعت الإصابات.", "وزارة الصحة الأردنية", "jordan.ministry-of-health"),
        ("تراجعت الإصابات، وفقا لوزارة الصحة الأردنية.", "وزارة الصحة الأردنية", "jordan.ministry-of-health"),
        ("نقلت وكالة رويترز عن مصدر أمني قوله إن الطريق آمن.", "مصدر أمني", None),
        ("ذكرت وكالة رويترز نقلا عن مصدر أمني أن الطريق آمن.", "مصدر أمني", None),
        ("جاء في بيان الوزارة أن الطريق آمن.", "بيان الوزارة", None),
        ("وكان أيمن الصفدي قد قال إن الطريق آمن.", "أيمن الصفدي", "ayman-safadi"),
        ("لكن شهود عيان أكدوا أن الطريق مغلق.", "شهود عيان", None),
    ],
)
def test_the_speaker_is_found_where_the_sentence_puts_him(text, speaker, actor):
    q = one(text)
    assert (q.speaker, q.actor, q.attribution) == (speaker, actor, "named")


def test_who_passes_the_words_on_is_not_the_speaker():
    assert one("نقلت وكالة رويترز عن مصدر أمني قوله إن الطريق آمن.").via == "وكالة رويترز"


def test_an_omitted_subject_is_the_last_speaker_and_says_so():
    found = quotes("قالت سلمى الخطيب إن المتحف سيفتح. وأضافت أن الدخول مجاني، مؤكدة أن القاعات جاهزة.")
    assert [q.speaker for q in found] == ["سلمى الخطيب"] * 3
    assert [q.implied for q in found] == [False, True, True]


def test_an_omitted_subject_without_a_speaker_before_stays_without_one():
    q = one("واعتبر أن الحل قريب جدا.")
    assert (q.speaker, q.implied, q.attribution) == (None, False, "implied")


def test_a_quotation_that_nobody_speaks_has_no_speaker():
    q = one('ويبقى المطلوب "إعادة بناء المرفأ خلال عامين" كما كان.')
    assert (q.speaker, q.verb, q.attribution) == (None, None, "none")


def test_the_narrators_set_phrases_are_no_attribution():
    assert quotes("يذكر أن الجسر بني قبل قرن.") == []


def test_according_to_the_law_is_no_speaker():
    assert quotes("تجري الانتخابات وفق القانون الجديد في الربيع.") == []


def test_a_passive_accusation_names_nobody():
    q = one("ويُتهم الحارس بسرقة المخزن.")
    assert (q.speaker, q.attribution) == (None, "passive")


# ------------------------------------------------------------------------------------------ statements


def test_a_reported_clause_ends_where_the_next_attribution_begins():
    found = quotes("أكد المدير أن المصنع يعمل، مشيرا إلى أن الإنتاج تضاعف، وأضاف أن التصدير بدأ.")
    assert [q.text for q in found] == ["المصنع يعمل", "الإنتاج تضاعف", "التصدير بدأ"]


def test_the_narrators_comment_is_not_part_of_the_statement():
    q = one("أكد المدير أن المصنع يعمل، وهو ما نفاه العمال.")
    assert q.text == "المصنع يعمل"


def test_an_announced_thing_is_a_statement():
    q = one("أعلنت وزارة الداخلية الكويتية، الخميس، توقيف ثلاثة مشتبه بهم.")
    assert (q.text, q.construction) == ("توقيف ثلاثة مشتبه بهم", "object")


@pytest.mark.parametrize(
    ("text", "statement", "verb"),
    [
        ("دعا النائب الحكومة إلى خفض الضرائب.", "خفض الضرائب", "دعا"),
        ("طالبت النقابة بزيادة الأجور.", "زيادة الأجور", "طالبت"),
        ("تعهد الوزير، في ختام اللقاء، بإصلاح الجسر.", "إصلاح الجسر", "تعهد"),
        ("حذر خبراء من نقص المياه، وأغلقت المدارس.", "نقص المياه", "حذر"),
        ("اتهم الادعاء المدير باختلاس الأموال.", "اختلاس الأموال", "اتهم"),
        ("أعرب السفير عن قلقه من التأخير.", "قلقه من التأخير", "أعرب"),
        ("أعلن الوزير عن افتتاح المتحف الجديد.", "افتتاح المتحف الجديد", "أعلن"),
    ],
)
def test_what_is_demanded_promised_or_announced_is_a_statement(text, statement, verb):
    q = one(text)
    assert (q.text, q.verb, q.kind, q.construction) == (statement, verb, "indirect", "act")


@pytest.mark.parametrize(
    "text",
    [
        "أرسل المدير رسالة إلى الموظفين.",
        "وجه الوزير رسالة إلى الأهالي.",
        "وجهت النيابة الاتهام إلى خمسة أشخاص.",
        "يعد المتحف واحدا من أكبر المتاحف بالمدينة.",
    ],
)
def test_what_is_sent_or_considered_is_not_said(text):
    assert quotes(text) == []


def test_who_is_asked_is_not_who_asks():
    found = quotes("قال المدير إن العمل جار. ودعا المواطنين إلى ترشيد الاستهلاك. وطالب الشركات بدفع الرسوم.")
    assert [q.speaker for q in found] == ["المدير"] * 3
    assert [q.implied for q in found] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("قال المدير إن المصنع سيفتح غدا، وتجمعت الصحافة أمام الباب.", "المصنع سيفتح غدا"),
        (
            "قال المدير إن المصنع يعمل، وإن العمال بخير، ولا تزال الطريق مقطوعة.",
            "المصنع يعمل، وإن العمال بخير",
        ),
        ("قال المدير إن المصنع أغلق، وسرح مئة عامل.", "المصنع أغلق، وسرح مئة عامل"),
        ("قال المدير إن المصنع يعمل، وذلك في بيان مشترك مع النقابة.", "المصنع يعمل"),
        ("قال المدير إن المصنع يعمل، فيما رفضت النقابة التعليق.", "المصنع يعمل"),
        ("قال المدير إن المصنع يعمل وفق قوله.", "المصنع يعمل"),
    ],
)
def test_a_statement_ends_where_the_reporter_goes_on(text, statement):
    assert one(text).text == statement


def test_what_hangs_between_two_quotations_is_no_statement():
    text = "قال المدير إن العمل «لن يتوقف في هذا المصنع»، بل إن «الإنتاج يتضاعف كل عام»."
    assert [(q.kind, q.text) for q in quotes(text)] == [
        ("direct", "لن يتوقف في هذا المصنع"),
        ("direct", "الإنتاج يتضاعف كل عام"),
    ]


def test_a_predicate_beside_a_quotation_keeps_no_loose_conjunction():
    text = "قال المدير إن «الخطة الجديدة للمصنع كله» لن تكون سريعة، بل «تحتاج إلى عشر سنوات كاملة»."
    assert [q.text for q in quotes(text) if q.kind == "indirect"] == ["لن تكون سريعة"]


@pytest.mark.parametrize(
    "text",
    [
        "«لن نغلق المصنع هذا العام». هذا ما أكده المدير للعمال.",
        "«لن نغلق المصنع هذا العام»، هكذا لخص المدير موقف الشركة.",
        "«لن نغلق المصنع هذا العام»، يضيف المدير وهو يبتسم.",
    ],
)
def test_the_attribution_may_follow_the_words(text):
    q = one(text)
    assert (q.kind, q.text, q.speaker, q.attribution) == (
        "direct",
        "لن نغلق المصنع هذا العام",
        "المدير",
        "named",
    )


def test_a_sentence_may_be_given_to_a_speaker_by_the_next():
    q = one("المصنع سيغلق أبوابه هذا العام. هذا ما أعلنه المدير أمس.")
    assert (q.kind, q.text, q.speaker) == ("indirect", "المصنع سيغلق أبوابه هذا العام", "المدير")


def test_speech_after_a_name_is_direct_where_it_says_we():
    q = one("الوزير: لن نرفع الأسعار.. وسنبقي على الدعم")
    assert (q.kind, q.speaker, q.construction) == ("direct", "الوزير", "colon")
    assert q.text == "لن نرفع الأسعار.. وسنبقي على الدعم"
    assert one("الوزير: الأسعار لن ترتفع").kind == "indirect"


def test_a_purpose_in_marks_is_not_speech():
    assert quotes("نظم السكان وقفة وذلك «للمطالبة بفتح الطريق المؤدي إلى المدينة».") == []


def test_an_object_starts_with_no_preposition():
    assert quotes("نفى الوزير في المطار.") == []
    assert one("أعلن الوزير في مارس الماضي بناء ثلاث مدارس.").text == "بناء ثلاث مدارس"


def test_a_plural_verb_has_no_subject_after_it():
    found = quotes("قال شهود إن الطريق مقطوع. وطالبوا الحكومة بفتحه.")
    assert [(q.speaker, q.text) for q in found] == [("شهود", "الطريق مقطوع"), ("شهود", "فتحه")]


def test_doubt_inside_a_statement_is_kept():
    assert one("قال المدير إن المصنع قد يتوقف على الأرجح.").hedges == ("قد", "على الأرجح")


def test_attribution_at_tells_the_statement_from_the_narrator():
    text = "وصل الوفد أمس. وقال المدير إن المصنع سيفتح في مايو. وبدأت الأعمال."
    found = quotes(text)
    assert attribution_at(found, text.index("مايو")).speaker == "المدير"
    assert attribution_at(found, text.index("أمس")) is None
    assert attribution_at(found, text.index("وبدأت")) is None


# ---------------------------------------------------------------------------------------- size and odd input


@pytest.mark.parametrize(
    "text", ["", "،", '"', "« « «", '" " "', "قال", "قال:", "وقال «", "أن أن أن", "بحسب"]
)
def test_odd_texts_do_not_break_it(text):
    assert quotes(text) == []


@pytest.mark.parametrize(
    "unit", ["قال الوزير، ", "«قال ", "بحسب محمد علي ", 'قال "نص" ', "أن ", "«نص\n", "قال الوزير إن «كلا». "]
)
def test_time_grows_with_the_length_only(unit):
    def seconds(n: int) -> float:
        article = from_text(unit * n, DAY)
        return cpu_seconds(lambda: find_quotes(article), runs=2)

    assert seconds(8000) < 12 * seconds(2000) + 0.2  # four times the text; a quadratic reading takes 16 times
