"""Voices: each word of the body has one, and nobody is given words that the text gives to nobody."""

import datetime as dt

import pytest

from analysis import find_actors, find_quotes
from analysis.arabic import words
from analysis.articles import from_text
from analysis.voices import NARRATOR, UNNAMED, quote_table, voice_shares

DAY = dt.date(2021, 7, 26)
TEXT = (
    "عنوان الخبر\n\nوصل الوفد إلى بغداد أمس. وقال الوزير سالم الخطيب إن الجيش سينسحب. "
    "وأضاف: «الكهرباء لن تعود». واعتبر البيان أن «الأسعار مرتفعة جدا»."
)


def read(text: str = TEXT):
    article = from_text(text, DAY)
    mentions = find_actors(article)
    return article, find_quotes(article, mentions), mentions


def test_one_row_a_quotation_with_its_own_words() -> None:
    table = quote_table(*read())
    assert table["kind"].tolist() == ["indirect", "direct", "direct"]
    assert table["words"].tolist() == [len(words(text)) for text in table["text"]]
    assert table["voice"].iloc[0] == table["voice"].iloc[1]
    assert table["attribution"].tolist()[:2] == ["named", "implied"]
    assert all(TEXT[row.start : row.end] == row.text for row in table.itertuples())


def test_theme_is_what_the_words_are_about() -> None:
    assert quote_table(*read())["theme"].tolist() == ["military", "energy", "economy"]


def test_words_about_nothing_known_have_no_theme() -> None:
    assert quote_table(*read("قال الوزير: «هذا صعب جدا»."))["theme"].tolist() == [None]


def test_sentence_speaks_for_a_quotation_only_with_one_voice() -> None:
    mixed = "تعاني البلاد الفساد ونقص الكهرباء، ولعل أبرز ما يحتاج إليه هو «تخطي أزمات الصيف وتفادي الأسوأ»."
    assert quote_table(*read(mixed))["theme"].tolist()[-1] is None
    single = "تعاني البلاد نقص الكهرباء، ولعل أبرز ما يحتاج إليه هو «تخطي أزمات الصيف وتفادي الأسوأ»."
    assert quote_table(*read(single))["theme"].tolist()[-1] == "energy"


def test_quotation_without_speaker_belongs_to_nobody() -> None:
    article, quotes, mentions = read(
        "وصل الوفد. ولعل أبرز ما يحتاج إليه هو «تخطي أزمات الصيف وتفادي تراجع الأمور إلى الأسوأ»."
    )
    table = quote_table(article, quotes, mentions)
    assert table["voice"].tolist() == [UNNAMED]
    assert table["name"].tolist() == [None]


def test_shares_of_a_part_add_up_and_count_each_word_once() -> None:
    article, quotes, mentions = read()
    body = [w for w in words(article.text) if article.sentence_at(w.start).role == "body"]
    for parts in (1, 2, 3):
        shares = voice_shares(article, quotes, mentions, parts)
        assert shares["words"].sum() == len(body)
        assert shares.groupby("part")["share"].sum().round(9).tolist() == [1.0] * parts


def test_nested_quotation_is_counted_once() -> None:
    article, quotes, mentions = read("قال الوزير إن الاتفاق «خطوة كبيرة جدا» نحو السلام في البلاد كلها.")
    shares = voice_shares(article, quotes, mentions)
    assert shares["words"].sum() == len(words(article.text))
    assert shares.set_index("voice").loc[NARRATOR, "words"] <= 4


def test_headline_is_left_out() -> None:
    article, _, mentions = read()
    assert voice_shares(article, [], mentions)["words"].sum() == len(words(TEXT)) - 2


def test_second_half_can_rest_on_another_voice() -> None:
    text = "وصل الوفد إلى بغداد برفقة عدد من الوزراء. قال الوزير: «هذا يوم مهم للناس»."
    first, second = (rows for _, rows in voice_shares(*read(text), parts=2).groupby("part"))
    assert first["voice"].tolist()[0] == NARRATOR
    assert second["voice"].tolist()[0] != NARRATOR


def test_article_without_quotations_is_the_narrator_alone() -> None:
    shares = voice_shares(*read("وصل الوفد إلى بغداد أمس."))
    assert shares[["voice", "share"]].values.tolist() == [[NARRATOR, 1.0]]


def test_article_without_a_word_has_an_empty_table() -> None:
    assert voice_shares(from_text("…", DAY), [], []).empty
    assert quote_table(from_text("…", DAY), [], []).empty


def test_no_part_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="parts must be 1 or more"):
        voice_shares(*read(), parts=0)
