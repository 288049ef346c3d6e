"""What a notebook shows of Arabic: direction, language, order, and nothing but the article's own letters."""

import datetime as dt
import re

import pandas as pd
import pytest

from analysis.articles import from_text
from analysis.display import provenance, show_conflicts, show_passage, show_table

ARTICLE = from_text("عنوان الخبر\n\nوصل الوزير <أمس> إلى «بغداد».\nوغادر اليوم.", dt.date(2021, 7, 26))


def tags(html: str, name: str) -> int:
    return len(re.findall(rf"<{name}[ >]", html))


def test_passage_is_one_block_right_to_left_with_divs_inside() -> None:
    html = show_passage(ARTICLE).html
    assert html.startswith('<div dir="rtl" lang="ar">')
    assert tags(html, "div") == 1 + len(ARTICLE.paragraphs)
    assert tags(html, "p") == tags(html, "style") == 0
    assert html.count("<div") == html.count("</div>")


def test_passage_marks_words_without_changing_them() -> None:
    start = ARTICLE.text.index("أمس")
    html = show_passage(ARTICLE, [(start, start + 3, "2021-07-25")]).html
    assert '&lt;<mark>أمس</mark> <small dir="ltr">2021-07-25</small>&gt;' in html
    assert "«بغداد»" in html


def test_passage_without_marks_is_the_article() -> None:
    assert repr(show_passage(ARTICLE)) == "\n".join(p.text for p in ARTICLE.paragraphs)


def test_passage_shows_chosen_paragraphs_only() -> None:
    assert repr(show_passage(ARTICLE, paragraphs=ARTICLE.paragraphs[:1])) == "عنوان الخبر"


def test_mark_outside_the_shown_paragraphs_is_left_out() -> None:
    start = ARTICLE.text.index("اليوم")
    assert tags(show_passage(ARTICLE, [(start, start + 5, "")], ARTICLE.paragraphs[:1]).html, "mark") == 0


def test_overlapping_marks_are_refused() -> None:
    with pytest.raises(ValueError, match="two marks overlap at character 2"):
        show_passage(ARTICLE, [(0, 3, ""), (2, 5, "")])


def test_table_gives_each_cell_its_own_direction() -> None:
    html = show_table(pd.DataFrame({"words": ["أبريل الماضي", None], "value": ["2021-04", "<b>"]})).html
    assert html.startswith('<div dir="rtl">')
    assert '<span dir="rtl" lang="ar">أبريل الماضي</span>' in html
    assert '<span dir="ltr">2021-04</span>' in html
    assert "&lt;b&gt;" in html
    assert "None" not in html
    assert "nan" not in html.lower()


def test_table_can_be_set_left_to_right() -> None:
    assert show_table([{"a": 1}], rtl=False).html.startswith('<div dir="ltr">')


def test_html_is_the_same_each_time_and_names_no_object() -> None:
    first, second = show_table([{"a": "ب"}]), show_table([{"a": "ب"}])
    assert first == second
    assert "0x" not in repr(first) + first._repr_html_()


def test_provenance_names_day_length_and_version_and_invents_nothing() -> None:
    line = repr(provenance(ARTICLE))
    assert "DCT 2021-07-26 (Monday)" in line
    assert f"{len(ARTICLE.text)} characters" in line
    assert "sha256" not in line
    assert "None" not in line


def test_mixed_words_run_in_the_direction_of_their_first_letter() -> None:
    html = show_table([{"a": "one of (أحد فصائل)", "b": "«أحد» is not Sunday", "c": "2021-07-26"}]).html
    assert '<span dir="ltr">one of (أحد فصائل)</span>' in html
    assert '<span dir="rtl" lang="ar">«أحد» is not Sunday</span>' in html
    assert '<span dir="ltr">2021-07-26</span>' in html


def test_dates_are_not_broken_at_their_hyphens() -> None:
    html = show_table([{"day": "2021-07-26", "span": "2021-07/2021-08", "words": "a well-known word"}]).html
    assert '<td nowrap><span dir="ltr">2021-07-26</span>' in html
    assert '<td nowrap><span dir="ltr">2021-07/2021-08</span>' in html
    assert '<td><span dir="ltr">a well-known word</span>' in html


def conflict_rows(article, *places: tuple[str, str], more: str = "") -> pd.DataFrame:
    rows = []
    for n, (a, b) in enumerate(places, 1):
        row = {"conflict_id": f"C{n:02d}", "kind": "scope", "explanation": "a < b", "more": more}
        for side, words in (("a", a), ("b", b)):
            row[f"start_{side}"] = article.text.index(words)
            row[f"end_{side}"] = row[f"start_{side}"] + len(words)
        rows.append(row)
    return pd.DataFrame(rows)


def test_conflict_shows_both_sentences_once_with_both_places_marked() -> None:
    html = show_conflicts(ARTICLE, conflict_rows(ARTICLE, ("أمس", "اليوم"))).html
    assert re.findall("<mark>(.*?)</mark>", html) == ["أمس", "اليوم"]
    assert "عنوان الخبر" not in html
    assert html.count("وصل الوزير") == 1
    assert "a &lt; b" in html


def test_two_places_in_one_sentence_share_it_and_overlaps_are_marked_once() -> None:
    html = show_conflicts(ARTICLE, conflict_rows(ARTICLE, ("وصل", "أمس"), ("الوزير", "وصل الوزير"))).html
    first, second = html.split("<hr>")
    assert re.findall("<mark>(.*?)</mark>", first) == ["وصل", "أمس"]
    assert re.findall("<mark>(.*?)</mark>", second) == ["وصل الوزير"]


def test_no_conflict_is_an_empty_block() -> None:
    assert repr(show_conflicts(ARTICLE, pd.DataFrame())) == ""


def test_arabic_quoted_in_an_english_line_keeps_its_order() -> None:
    html = show_table([{"says": "A part, «2500 أميركي», of «three thousand»"}]).html
    assert 'dir="ltr">A part, «<bdi dir="rtl" lang="ar">2500 أميركي</bdi>», of «three thousand»' in html


def test_dates_in_an_arabic_cell_keep_their_order_and_are_not_broken() -> None:
    table = show_table([{"words": "بين 2025-10-21 و2025-10-24", "value": "2025-10-01~/2025-10-10~"}]).html
    for day in ("2025-10-21", "2025-10-24"):
        assert f'<bdi dir="ltr">{day}</bdi>' in table
    assert '<td nowrap><span dir="ltr">2025-10-01~/2025-10-10~</span>' in table


def test_outlet_of_two_scripts_begins_with_the_latin_name_in_an_english_line() -> None:
    article = from_text("وصل الوزير أمس.", dt.date(2021, 7, 26), {"outlet": "العرب (Al-Arab)"})
    assert repr(provenance(article)).startswith("Al-Arab (العرب) · DCT 2021-07-26")
