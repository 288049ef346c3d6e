"""The list of figures names what was written, in both languages; a failed writing leaves nothing behind."""

import pandas as pd
import pytest

from analysis.export import read_csv
from analysis.publish import Entry, fingerprints, publish_list, publish_table, timeline_caption

EVENTS = pd.DataFrame(
    [
        {
            "label_en": "Round 4",
            "label_ar": "الجولة الرابعة",
            "precision": "day",
            "date_variants": ({"a": 1},),
        },
        {"label_en": None, "label_ar": "زيارة", "precision": "month", "date_variants": ()},
    ]
)
EVENTS.attrs = {"title": "عنوان", "outlet": "العرب", "published": "2021-07-26"}


def test_caption_says_what_which_article_when_how_many_and_what_is_disputed() -> None:
    for lang, disputed in (("en", "Round 4."), ("ar", "الجولة الرابعة.")):
        caption = timeline_caption(EVENTS, lang)
        for fact in ("عنوان", "العرب", "2021-07-26", "2"):
            assert fact in caption
        assert caption.endswith(disputed)
        assert "{" not in caption


def test_caption_of_an_article_without_dispute_or_source_says_so() -> None:
    plain = EVENTS.iloc[1:].copy()
    plain.attrs = {}
    assert timeline_caption(plain, "en").endswith("disagrees with itself: none.")
    assert "None" not in timeline_caption(plain, "en")


def test_label_without_english_falls_back_to_the_articles_own_words() -> None:
    other = EVENTS.assign(date_variants=[(), ({"a": 1},)])
    assert timeline_caption(other, "en").endswith(": \u2068زيارة\u2069.")


def test_table_is_written_as_csv_and_replaced(tmp_path) -> None:
    table = pd.DataFrame({"words": ["أبريل"], "unsaid": [None]})
    for _ in range(2):
        assert publish_table(table, "times", tmp_path) == ("times.csv",)
    assert read_csv(tmp_path / "times.csv").to_dict("records") == [{"words": "أبريل", "unsaid": None}]


def test_list_shows_picture_captions_files_and_notebook(tmp_path) -> None:
    for name in ("a.png", "a.svg"):
        (tmp_path / name).touch()
    publish_list([Entry(("a.png", "a.svg"), "07-figures", "English.", "عربي.")], tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    for part in (
        "![English.](a.png)",
        "[a.svg](a.svg)",
        "(../notebooks/07-figures.ipynb)",
        'dir="rtl"',
        "عربي.",
    ):
        assert part in text
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_list_refuses_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(FileNotFoundError, match=r"a\.png"):
        publish_list([Entry(("a.png",), "07-figures", "", "")], tmp_path)
    assert not (tmp_path / "README.md").exists()


def test_fingerprints_tell_a_changed_byte(tmp_path) -> None:
    (tmp_path / "a.svg").write_bytes(b"<svg/>")
    before = fingerprints(["a.svg"], tmp_path)
    (tmp_path / "a.svg").write_bytes(b"<svg />")
    assert fingerprints(["a.svg"], tmp_path) != before


def test_foreign_words_in_a_caption_keep_their_own_direction() -> None:
    both = EVENTS.copy()
    both.attrs = {"title": "عنوان", "outlet": "العرب (Al-Arab)", "published": "2021-07-26"}
    english, arabic = (timeline_caption(both, lang) for lang in ("en", "ar"))
    assert "«\u2068عنوان\u2069» (\u2068العرب (Al-Arab)\u2069, 2021-07-26)" in english
    assert "«عنوان» (\u2068العرب (Al-Arab)\u2069، 2021-07-26)" in arabic
