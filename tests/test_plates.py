"""Every figure of an article: readable, captioned, told in words, and the same bytes from any process."""

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.text import Text
from PIL import Image
from pypdfium2 import PdfDocument

from analysis.articles import from_text
from analysis.figures import clashes
from analysis.lexicon import load
from analysis.plates import Picture, date_words, draw_plates, named_events, plate_tables, show_plate
from analysis.publish import FOLDER, LANGUAGES
from analysis.seeds import read_seed
from conftest import EXACT, needs_browser

pytestmark = pytest.mark.xdist_group("plates")  # what they share is costly to make

SEED = "2021-07-26-alarab-kadhimi-washington"
NAMES = [
    "timeline",
    "timeline_slide",
    "week",
    "voices",
    "claims",
    "numbers",
    "record",
    "precision",
    "evidence",
]
LOOKS = [(name, lang) for name in NAMES for lang in LANGUAGES]
SECONDS = 40  # of one core, with slack for a slower one
OTHER = """افتتاح مستشفى في طنجة
افتتح وزير الصحة يوم الثلاثاء مستشفى جديدا في طنجة يضم نحو 300 سرير، بينها 40 سريرا للإنعاش.
وقال الوزير إن «الأشغال انتهت في ماي الماضي»، ومن المقرر أن يُفتتح مستشفى ثان في دجنبر المقبل.
"""


@pytest.fixture(scope="module")
def article():
    return read_seed(SEED)


@pytest.fixture(scope="module")
def plates(article):
    return draw_plates(article)


@pytest.fixture(scope="module")
def other():
    return draw_plates(from_text(OTHER, dt.date(2022, 9, 15), {"outlet": "صحيفة"}))


def test_seed_gives_every_figure_in_both_languages(plates) -> None:
    assert list(plates) == NAMES
    assert all(tuple(plate.figures) == LANGUAGES for plate in plates.values())


@pytest.mark.parametrize(("name", "lang"), LOOKS)
def test_nothing_clashes(plates, name: str, lang: str) -> None:
    assert clashes(plates[name].figures[lang]) == []


@pytest.mark.parametrize(("name", "lang"), LOOKS)
def test_caption_says_what_which_article_when_and_how_many(plates, article, name: str, lang: str) -> None:
    plate = plates[name]
    day = {"ar": "26 يوليو 2021", "en": "26 July 2021"}[lang]
    for fact in (article.source["title"], "Al-Arab", day, str(plate.n)):
        assert fact in plate.captions[lang]
    assert not re.search(r"[{}]|None|nan\b", plate.captions[lang] + plate.misreadings[lang])
    assert re.search("[Dd]isput|disagrees" if lang == "en" else "الخلاف|يناقض", plate.captions[lang])
    assert plate.misreadings[lang]
    assert plate.title(lang)
    assert plate.title(lang) in plate.alt(lang)


def test_every_figure_has_wording_in_both_languages() -> None:
    words = load("captions")
    for part in ("captions", "misreadings"):
        assert list(words["en"][part]) == list(words["ar"][part]) == NAMES


def test_n_counts_what_the_figure_names(plates) -> None:
    for name in ("timeline", "week", "claims", "evidence"):
        for fig in plates[name].figures.values():
            assert len(named_events(fig)) == plates[name].n


def test_disputed_date_is_named_where_it_is_drawn(plates) -> None:
    for name in ("timeline", "week", "evidence"):
        assert "round 4" in plates[name].captions["en"]
    assert "none" not in plates["claims"].captions["en"].rsplit("Disputed", 1)[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_caption_names_no_dispute_that_is_not_drawn(plates, article, lang: str) -> None:
    events = plate_tables(article)["events"]
    (twice,) = events.loc[events["date_variants"].map(bool), "event_id"]
    for name in ("timeline_slide", "record"):
        fig = plates[name].figures[lang]
        drawn = twice in named_events(fig) if name != "record" else "article-stripes" in gids(fig)
        none = load("captions")[lang]["none"]
        assert drawn == (not plates[name].captions[lang].endswith(f": {none}."))


def gids(fig) -> set[str]:
    return {str(artist.get_gid()) for artist in fig.findobj()}


def test_disputed_day_is_not_counted_as_a_day(plates) -> None:
    assert "4 of 29, and 1 with two days" in plates["precision"].captions["en"]
    assert "4 من 29، وحدث واحد بيومين" in plates["timeline"].captions["ar"]


def test_record_shows_no_claim_and_says_where_the_place_is_another(plates, article) -> None:
    table = plate_tables(article)["record"].set_index("record_id")
    said = plates["record"].alt("en")
    assert table.loc["H26", "certainty"] == "conditional"
    assert table.loc["H26", "label_en"] not in said
    assert "another place" in said
    assert f"Another place in the record: {table.loc['H20', 'label_en']}" in plates["record"].captions["en"]


def test_speech_has_one_theme_in_every_figure(article) -> None:
    tables = plate_tables(article)
    events, said = tables["events"], tables["statements"]
    for words in ("المحادثات ستفضي", "عمليات المقاومة مستمرة", "تخطي أزمات الصيف"):
        (statement,) = said[said["text"].str.contains(words)].to_dict("records")
        same = events[events["sentence_id"] == statement["sentence_id"]]
        event = same.loc[(same["trigger_start"] - statement["start"]).abs().idxmin()]
        assert event["theme"] == statement["theme"], words


def test_seeds_own_english_names_are_used_for_labels(plates) -> None:
    for name in ("voices", "claims"):
        assert "Mardini" in " ".join(t.get_label() for t in plates[name].figures["en"].findobj(Text))


def test_counted_nouns_of_arabic_captions_agree(plates) -> None:
    assert "26 قولا: 17 مباشرا (" in plates["voices"].captions["ar"]
    assert "و9 منقولة" in plates["voices"].captions["ar"]
    assert "من مصدرين، مع توقع واحد" in plates["claims"].captions["ar"]
    assert "زعم" not in " ".join(plate.captions["ar"] for plate in plates.values())


def test_article_without_record_quarrel_or_curated_labels_gets_the_rest(other) -> None:
    assert set(other) == set(NAMES) - {"record", "claims"}
    assert all(clashes(fig) == [] for plate in other.values() for fig in plate.figures.values())
    assert all("None" not in said for plate in other.values() for said in plate.captions.values())


def test_article_that_says_nothing_datable_gives_no_figure() -> None:
    assert draw_plates(from_text("لا شيء يذكر هنا.", dt.date(2022, 9, 15))) == {}


def test_words_that_carry_a_date_stand_in_the_article(article) -> None:
    events = plate_tables(article)["events"]
    words = date_words(article, events)
    assert set(words) == set(events["event_id"])
    said = [text for found in words.values() for text in found]
    assert said
    assert all(text in article.text for text in said)


def test_figures_are_numbered_in_their_order_and_the_caption_says_the_number(
    plates, other, monkeypatch
) -> None:
    assert [plate.number for plate in plates.values()] == list(range(1, len(NAMES) + 1))
    assert [plate.number for plate in other.values()] == list(range(1, len(other) + 1))
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    show_plate(plates["voices"])
    said = [o._repr_html_() for o in shown if hasattr(o, "_repr_html_")]
    assert [re.search("<b>(.*?)</b>", words)[1] for words in said] == ["الشكل 4.", "Figure 4."]


def test_tables_of_an_article_without_record_lack_it_only(article) -> None:
    assert list(plate_tables(article)) == ["events", "statements", "numbers", "record"]
    assert list(plate_tables(from_text(OTHER, dt.date(2022, 9, 15)))) == ["events", "statements", "numbers"]


def test_picture_in_a_notebook_is_light_and_keeps_its_words(plates) -> None:
    png, notes = Picture(plates["week"].figures["ar"])._repr_png_()
    assert len(png) < 100_000
    assert notes["alt"] == plates["week"].alt("ar")


# --- the files ----------------------------------------------------------------------------------------

DRAW = """
import hashlib, json, sys, time
from pathlib import Path
from analysis.plates import draw_plates
from analysis.publish import publish_plates
from analysis.seeds import read_seed
folder, start = Path(sys.argv[1]), time.process_time()
files = publish_plates(list(draw_plates(read_seed(sys.argv[2])).values()), folder)
print(json.dumps({"seconds": time.process_time() - start, "files": sorted(sum(files.values(), ()))}))
"""


def draw_in_a_fresh_process(folder: Path, seed: str) -> tuple[Path, dict]:
    (folder / "settings").mkdir(parents=True)
    env = os.environ | {"PYTHONHASHSEED": seed, "MPLCONFIGDIR": str(folder / "settings"), "TZ": f"UTC+{seed}"}
    command = [sys.executable, "-c", DRAW, str(folder / "figures"), SEED]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=env, cwd=folder, check=True)
    return folder / "figures", json.loads(done.stdout)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> tuple[Path, dict]:
    """All figures, drawn and written by a process that shares nothing with this one but the code."""
    return draw_in_a_fresh_process(tmp_path_factory.mktemp("drawn"), "1")


@pytest.fixture(scope="module")
def again(tmp_path_factory) -> Path:
    """The figures from elsewhere: the published ones, of another environment; or else of a second process."""
    if EXACT:
        return FOLDER
    return draw_in_a_fresh_process(tmp_path_factory.mktemp("again"), "2")[0]


def digests(folder: Path, names: list[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def test_files_have_the_bytes_that_another_environment_published(drawn, again) -> None:
    folder, said = drawn
    assert len(said["files"]) == len(LOOKS) * 4
    assert digests(folder, said["files"]) == digests(again, said["files"])


def test_all_figures_in_all_formats_are_quick(drawn) -> None:
    assert drawn[1]["seconds"] < SECONDS


def test_a_changed_figure_would_be_noticed(drawn, tmp_path) -> None:
    folder, said = drawn
    before = digests(folder, said["files"])
    name = said["files"][0]
    (tmp_path / name).write_bytes((folder / name).read_bytes() + b" ")
    assert digests(tmp_path, [name])[name] != before[name]


def test_published_folder_is_small_and_holds_nothing_else(drawn) -> None:
    _, said = drawn
    there = {p.name for p in FOLDER.iterdir()}
    tables = {name for name in there if name.endswith(".csv")}
    assert there == {*said["files"], *tables, "README.md", "index.html"}
    assert len(tables) == 4
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 17e6


@pytest.mark.parametrize(("name", "lang"), LOOKS)
def test_each_file_tells_its_title_words_and_source(drawn, plates, name: str, lang: str) -> None:
    folder, _ = drawn
    plate = plates[name]
    expected = plate.title(lang), plate.alt(lang), "العرب (Al-Arab), 2021-07-26"
    stem = folder / f"{name}_{lang}"
    assert told_by_png(stem.with_suffix(".png")) == expected
    assert told_by_svg(stem.with_suffix(".svg")) == expected
    assert told_by_svg(stem.with_suffix(".text.svg")) == expected
    assert told_by_pdf(stem.with_suffix(".pdf")) == expected


def told_by_png(path: Path) -> tuple[str, ...]:
    with Image.open(path) as image:
        return tuple(str(image.text[key]) for key in ("Title", "Description", "Source"))


def told_by_svg(path: Path) -> tuple[str, ...]:
    root = ElementTree.parse(path).getroot()
    keys = ("title", "description", "source")
    return tuple(next(root.iter(f"{{http://purl.org/dc/elements/1.1/}}{key}")).text or "" for key in keys)


def told_by_pdf(path: Path) -> tuple[str, ...]:
    with PdfDocument(path) as document:
        found = document.get_metadata_dict()
    return tuple(found[key] for key in ("Title", "Subject", "Keywords"))


# --- the page in a browser ----------------------------------------------------------------------------


@needs_browser
@pytest.mark.parametrize("width", [390, 1280])
def test_page_of_figures_reads_without_network_or_script_and_without_serious_fault(
    browser, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900})
    tab, asked, said = context.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.goto((FOLDER / "index.html").as_uri())
    assert [url for url in asked if not url.startswith("file:")] == []
    assert said == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.locator("figure").count() == len(LOOKS)
    assert tab.evaluate(
        "[...document.querySelectorAll('figure')].every(f => getComputedStyle(f).direction == f.dir"
        " && f.dir == (f.lang == 'ar' ? 'rtl' : 'ltr') && f.querySelector('img').alt.length > 50)"
    )
    found = Axe().run(tab).response["violations"]
    grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
    context.close()
    assert grave == []
