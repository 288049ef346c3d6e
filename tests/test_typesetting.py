"""Arabic on the page: proved on the picture, on whichever Matplotlib is installed."""

import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

import gallery
import numpy as np
import pytest
from matplotlib.font_manager import FontEntry, findfont, fontManager

from analysis import typesetting


def tall_side(line: str, *, shaped: bool = True) -> str:
    """Side on which the tallest letter of a line stands."""
    ink = gallery.draw([line], shaped)[0]
    rows, columns = np.nonzero(ink)
    tall = columns[rows <= rows.min() + 2].mean()
    return "right" if tall > (columns.min() + columns.max()) / 2 else "left"


def test_first_letter_of_an_arabic_word_stands_at_the_right():
    assert tall_side("ا" + "ب" * 6) == "right"


def test_reversed_word_is_seen_in_the_picture():
    assert tall_side("ب" * 6 + "ا") == "left"


def test_reshaped_text_is_drawn_reversed_where_the_renderer_shapes():
    trap = typesetting.shape("ا" + "ب" * 6, native=False)
    assert tall_side(trap, shaped=False) == ("left" if typesetting.shapes_natively() else "right")


@pytest.mark.parametrize("line", ["اب", "NATO في العراق", "في 2021-07-26", "abc"])
def test_native_shaping_keeps_the_logical_text(line):
    shaped = typesetting.shape(line, native=True)
    assert "".join(c for c in shaped if c not in "\u2066\u2067\u2069") == line


def test_each_line_gets_its_own_direction():
    assert typesetting.shape("اب\nجد", native=True) == "\u2067اب\u2069\n\u2067جد\u2069"


def test_english_line_with_arabic_stays_left_to_right():
    assert typesetting.shape("Al-Arab العرب", rtl=False, native=True).startswith("\u2066")
    assert typesetting.shape("plain", rtl=False, native=True) == "plain"


def test_iso_date_is_isolated_inside_arabic():
    assert "\u20662021-07-26\u2069" in typesetting.shape("في 2021-07-26 صدر", native=True)


def test_brackets_are_mirrored_where_the_renderer_does_not_shape():
    seen = typesetting.shape("(ا)", native=False)
    assert (seen[0], seen[-1]) == ("(", ")")


def test_arabic_name_stays_whole_in_an_english_line():
    line = f"{typesetting.embed('العرب', rtl=False)}, 26 July"
    assert typesetting.shape(line, rtl=False, native=False).endswith(", 26 July")


def test_gallery_has_hard_strings_enough():
    assert len(set(gallery.LINES)) >= 25


@pytest.fixture(scope="module")
def browser_lines():
    if gallery.browser() is None:
        pytest.skip("no Chromium here to compare with")
    with tempfile.TemporaryDirectory() as folder:
        try:
            return gallery.draw_in_browser(gallery.LINES, Path(folder))
        except (subprocess.SubprocessError, OSError, FileNotFoundError) as error:
            pytest.skip(f"Chromium does not run here: {error}")


def test_words_stand_in_the_order_a_browser_gives_them(browser_lines):
    ours = gallery.draw(gallery.LINES)
    unlike = [
        line
        for line, a, b in zip(gallery.LINES, ours, browser_lines, strict=True)
        if gallery.likeness(a, b) < 0.7
    ]
    assert unlike == []


def test_comparison_with_the_browser_notices_reversed_words(browser_lines):
    wrong = gallery.draw([" ".join(reversed(line.split())) for line in gallery.LINES])
    passed = [
        line
        for line, a, b in zip(gallery.LINES, wrong, browser_lines, strict=True)
        if gallery.likeness(a, b) >= 0.7
    ]
    assert passed == []


def test_system_font_of_the_same_name_never_wins():
    packaged = findfont(typesetting.font(700), fallback_to_default=False)
    impostor = FontEntry(
        fname=findfont("DejaVu Serif"), name="IBM Plex Sans Arabic", weight=700, size="scalable"
    )
    fontManager.ttflist.insert(0, impostor)
    try:
        again = findfont(typesetting.font(700), fallback_to_default=False, rebuild_if_missing=False)
    finally:
        fontManager.ttflist.remove(impostor)
    assert Path(str(packaged)).name == "IBMPlexSansArabic-Bold.ttf"
    assert str(again) == str(packaged)


def test_font_of_unknown_weight_is_refused():
    with pytest.raises(ValueError, match="no face of weight 350"):
        typesetting.font(350)


def test_letters_without_a_glyph_are_shown_as_such():
    assert typesetting.drawable("اتفاق 漢 2008") == "اتفاق \ufffd 2008"


def test_persian_and_kurdish_letters_can_be_drawn():
    assert typesetting.drawable("گچپژ ڕێ") == "گچپژ ڕێ"


def test_width_grows_with_the_type():
    small, large = (typesetting.measure("الحوار الاستراتيجي", size) for size in (8, 16))
    assert large == pytest.approx(2 * small)
    assert 40 < small < 90


def test_widths_of_words_add_up_to_that_of_their_line():
    lines = (
        "وصول الوزير (NATO) إلى واشنطن في 2021-07-26، بنسبة 12% تقريبا",
        "Drone attack – F-16 “and last” AV To. 20–26 July",
        "«الكاظمي» Al-Arab: لَا 3000",
    )
    lines = (*lines, *gallery.LINES)
    for line, weight, rtl in itertools.product(lines, (400, 500, 600, 700), (True, False)):
        whole = typesetting._unit_width(line, weight, rtl)
        assert typesetting.measure(line, 1, weight, rtl) == pytest.approx(whole, abs=0.04)  # em


def test_font_inside_a_file_is_cut_small():
    face = typesetting._cut_font(400, "ابجد abc 2021")
    assert len(face) < 20_000
    assert b"fpgm" not in face[:400]  # hints: a browser does not use them


def test_wrapped_lines_hold_every_word_and_keep_the_limit():
    text = "إعلان الاتفاق على تحويل مهمة قوات التحالف من قتالية إلى تدريبية واستشارية"

    def width(s):
        return typesetting.measure(s, 8)

    lines = typesetting.wrap(text, 120, width)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(width(line) <= 121 for line in lines)


def test_word_wider_than_the_line_stays_whole():
    assert typesetting.wrap("aa bbbbbbbb c", 4, len) == ["aa", "bbbbbbbb", "c"]


def test_importing_changes_no_setting():
    code = (
        "import matplotlib as m; before = dict(m.rcParams);"
        "import analysis.typesetting as t, analysis.figures;"
        "t.measure('اب', 8); assert dict(m.rcParams) == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
