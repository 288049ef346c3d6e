"""The list of figures names what was written, in both languages; a failed writing leaves nothing behind."""

import io
import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image
from test_figures import seed_events

from analysis.export import read_csv
from analysis.figures import draw_timeline, save_figure
from analysis.figures.sheet import Notes
from analysis.publish import (
    LANGUAGES,
    Plate,
    as_html,
    fingerprints,
    isolate,
    lighten,
    publish_list,
    publish_plates,
    publish_table,
    timeline_caption,
)

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
        day = {"en": "26 July 2021", "ar": "26 يوليو 2021"}[lang]
        for fact in ("عنوان", "العرب", day, "2"):
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


def plate(**given) -> Plate:
    figures = {}
    for lang in LANGUAGES:
        figures[lang] = Figure(figsize=(2, 1))
        figures[lang].notes = Notes(f"Title {lang}", f"[Words] of <{lang}>", "source", lang)
    said = {"ar": "عربي.", "en": f"English of {isolate('عنوان', 'en')}."}
    facts = {"name": "a", "call": "draw_a(table)", "figures": figures, "captions": said, "n": 1}
    return Plate(**(facts | {"misreadings": {"ar": "حقيقة.", "en": "a fact."}} | given))


@pytest.fixture
def listed(tmp_path):
    files = publish_plates([plate()], tmp_path)
    publish_table(pd.DataFrame({"a": [1]}), "a", tmp_path)
    publish_list([plate()], files, {"a.csv": "Behind a"}, "07-figures", tmp_path)
    return tmp_path


def test_plate_is_written_in_both_languages_and_all_formats(listed) -> None:
    endings = (".png", ".svg", ".text.svg", ".pdf")
    assert {p.name for p in listed.iterdir()} == {
        *(f"a_{lang}{ending}" for lang in LANGUAGES for ending in endings),
        *("a.csv", "README.md", "index.html"),
    }


def test_markdown_list_shows_pictures_captions_warnings_words_and_files(listed) -> None:
    text = (listed / "README.md").read_text(encoding="utf-8")
    for part in (
        r"![\[Words\] of \<en\>](a_en.png)",
        r"![\[Words\] of \<ar\>](a_ar.png)",
        "[SVG (text)](a_en.text.svg)",
        "(../notebooks/07-figures.ipynb)",
        'dir="rtl"',
        "عربي. **لا يُقرأ على أنه:** حقيقة.",
        "**Not to be read as:** a fact.",
        "[a.csv](a.csv): Behind a",
    ):
        assert part in text


def test_page_needs_no_network_and_no_script_and_says_each_language(listed) -> None:
    text = (listed / "index.html").read_text(encoding="utf-8")
    assert "://" not in text
    assert "<script" not in text
    assert '<figure lang="ar" dir="rtl">' in text
    assert '<figure lang="en" dir="ltr">' in text
    assert 'alt="[Words] of &lt;ar&gt;"' in text
    assert "English of <bdi>عنوان</bdi>." in text
    linked = set(re.findall(r'(?:src|href)="([^"#]+)"', text))
    assert linked == {p.name for p in listed.iterdir()} - {"README.md", "index.html"}


def test_headings_tell_a_slide_from_a_page() -> None:
    assert plate().heading("en") == "Title en"
    assert plate(name="a_slide").heading("en") == "Title en (for a slide)"


def test_list_of_one_language_has_no_word_of_the_other(tmp_path) -> None:
    arabic = plate()
    arabic = plate(figures={"ar": arabic.figures["ar"]})
    files = publish_plates([arabic], tmp_path, ["png"])
    publish_list([arabic], files, {}, "", tmp_path, ["ar"])
    page, listed = ((tmp_path / name).read_text(encoding="utf-8") for name in ("index.html", "README.md"))
    assert '<html lang="ar" dir="rtl">' in page
    for words in ("Figures", "Every figure", "Not to be read as", "Tables", "notebooks/"):
        assert words not in page + listed
    assert listed.startswith("# الأشكال\n")


def test_list_without_figures_says_so(tmp_path) -> None:
    publish_list([], {}, {}, "07-figures", tmp_path, ["en"])
    for name in ("index.html", "README.md"):
        assert "nothing to draw" in (tmp_path / name).read_text(encoding="utf-8")
    assert "run.py" not in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_list_refuses_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(FileNotFoundError, match=r"a_ar\.png"):
        publish_list([plate()], {"a_ar": ["a_ar.png"]}, {}, "07-figures", tmp_path)
    assert not (tmp_path / "README.md").exists()


def test_lighter_picture_looks_the_same_and_keeps_its_words(tmp_path) -> None:
    fig = draw_timeline(seed_events(), "ar")
    (path,) = save_figure(fig, tmp_path / "full", ["png"])
    light = lighten(path.read_bytes())
    assert len(light) < 0.4 * path.stat().st_size
    with Image.open(path) as full, Image.open(io.BytesIO(light)) as small:
        apart = np.asarray(full.convert("RGB"), dtype=int) - np.asarray(small.convert("RGB"), dtype=int)
        assert np.abs(apart).max() <= 10
        assert small.text == full.text
        assert set(small.text) == {"Title", "Description", "Source"}
        assert small.info["dpi"] == pytest.approx(full.info["dpi"])


def test_fingerprints_tell_a_changed_byte(tmp_path) -> None:
    (tmp_path / "a.svg").write_bytes(b"<svg/>")
    before = fingerprints(["a.svg"], tmp_path)
    (tmp_path / "a.svg").write_bytes(b"<svg />")
    assert fingerprints(["a.svg"], tmp_path) != before


def test_foreign_words_in_a_caption_keep_their_own_direction() -> None:
    both = EVENTS.copy()
    both.attrs = {"title": "عنوان", "outlet": "العرب (Al-Arab)", "published": "2021-07-26"}
    english, arabic = (timeline_caption(both, lang) for lang in ("en", "ar"))
    assert "«\u2068عنوان\u2069» (Al-Arab (\u2068العرب\u2069), 26 July 2021)" in english
    assert "«عنوان» (العرب (\u2068Al-Arab\u2069)، 26 يوليو 2021)" in arabic


def test_iso_date_does_not_break_across_lines() -> None:
    assert as_html("on 2021-12-31,") == 'on <span class="date">2021-12-31</span>,'


def test_picture_opens_in_full_and_the_page_follows_the_readers_colours(listed) -> None:
    text = (listed / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<a class="picture" href="a_en\.png"><img src="a_en\.png"', text)
    assert "prefers-color-scheme: dark" in text
    assert re.search(r"\.picture {[^}]*overflow-x: auto; background: #fff", text)


def test_english_labels_have_english_quotation_marks() -> None:
    other = EVENTS.assign(label_en=["Round 4 «and last»", None])
    assert timeline_caption(other, "en").endswith("Round 4 “and last”.")
