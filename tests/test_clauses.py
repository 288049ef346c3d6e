"""Clauses, triggers and cues on phrases of their own."""

import datetime as dt

import pytest

from analysis.articles import from_text
from analysis.clauses import (
    cues,
    is_future,
    is_imperfect,
    ordinal_of,
    split_clauses,
    tokenize,
    triggers,
)

DAY = dt.date(2021, 7, 26)


def clauses(text):
    article = from_text(text, DAY)
    return split_clauses(text, article.sentences[0], tokenize(text))


def words(clause):
    return " ".join(t.form for t in clause.tokens)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("وصل الوزير، وغادر الوفد", ["وصل الوزير", "وغادر الوفد"]),
        (
            "عقدت الأولى في مايو فيما عقدت الثانية في يونيو",
            ["عقدت الاولي في مايو", "فيما عقدت الثانيه في يونيو"],
        ),
        ("أكد الوزير الذي وصل أمس أن المحادثات مستمرة", ["اكد الوزير", "الذي وصل امس ان المحادثات مستمره"]),
        ("بلغ السعر 3,000 دولار", ["بلغ السعر 3 000 دولار"]),
        ("بغداد – بدأ الوزير زيارة", ["بغداد", "بدا الوزير زياره"]),
    ],
)
def test_sentences_are_cut_where_a_reader_would(text, parts):
    assert [words(c) for c in clauses(text)] == parts


def test_every_word_is_in_one_clause():
    text = "وقال الوزير، الذي وصل أمس، إن المؤتمر سيعقد غدا – لكن الموعد لم يحدد؛ ثم غادر"
    tokens = tokenize(text)
    assert [t for c in clauses(text) for t in c.tokens] == tokens


@pytest.mark.parametrize(
    ("text", "name", "number", "aspect"),
    [
        ("الجولة الرابعة", "round", 4, None),
        ("جولة الحوار الاستراتيجي الثالثة", "round", 3, None),
        ("انتهاء المباحثات", None, None, "end"),
        ("وللانتخابات", "election", None, None),
        ("زيارته", "visit", None, None),
        ("هجمات", "attack", None, None),
    ],
)
def test_event_words_are_known_with_clitics_and_pronouns(text, name, number, aspect):
    first = triggers(clauses(text)[0])[0]
    assert (first.name, first.ordinal, first.aspect) == (name, number, aspect)


def test_an_ordinal_agrees_with_its_noun():
    # the fourth is the round, not the dialogue: رابعة is feminine
    by_name = {t.name: t.ordinal for t in triggers(clauses("جولة الحوار الرابعة")[0])}
    assert by_name == {"round": 4, "talks": None}


@pytest.mark.parametrize(
    ("form", "future"),
    [("سيعقد", True), ("وستنطلق", True), ("سياسيه", False), ("سنوات", False), ("ستين", False)],
)
def test_a_future_verb_is_told_from_nouns_with_the_same_letters(form, future):
    assert is_future(form) is future


@pytest.mark.parametrize(
    ("form", "imperfect"), [("يتضمن", True), ("تودي", True), ("وصل", False), ("تعرضت", False)]
)
def test_imperfect(form, imperfect):
    assert is_imperfect(form) is imperfect


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("قد يتضمن جدولا", ["conditional"]),
        ("وقد وصل الوزير", []),
        ("وكان قد تعرض لهجوم", []),
        ("الانتخابات المقررة في مايو", ["planned"]),
        ("سيبقى الوضع", ["future"]),
        ("من المرجح أن يستقيل", ["claimed"]),
        ("زعمت الوزارة", ["claimed"]),
        ("وصل الوزير", []),
    ],
)
def test_cues(text, kinds):
    assert [c.kind for c in cues(clauses(text)[0])] == kinds


@pytest.mark.parametrize(
    ("word", "number"), [("الثانية", 2), ("والثالثة", 3), ("ثانية", None), ("ثانوية", None)]
)
def test_an_ordinal_alone_needs_its_article(word, number):
    assert ordinal_of(tokenize(word)[0]) == number


def test_offsets_survive_diacritics():
    text = "تقوّضُ الضغوطُ موقعَه"
    assert [text[t.start : t.end] for t in tokenize(text)] == text.split()
