"""The report: nothing lost, nothing loaded, code folded, Arabic from right to left, any screen and paper."""

import base64
import re
import shutil
import struct
from collections.abc import Sequence
from itertools import count, pairwise
from pathlib import Path

import nbformat
import pytest
from lxml import html as lxml_html
from nbconvert.filters import markdown2html

from analysis.display import show_table
from analysis.report import ReportError, build_report, print_pdf, write_report
from conftest import CHROMIUM, broken_dates, needs_browser

pytestmark = pytest.mark.xdist_group("report")  # what they share is costly to make

FOLDER = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("[0-9][0-9]-*.ipynb"))
NOTEBOOKS = {path.stem[:2]: nbformat.read(path, as_version=4) for path in PATHS}
COUNT = count()
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + b"IHDR"
    + struct.pack(">IIBBBBBI", 40, 20, 8, 2, 0, 0, 0, 0)
)


@pytest.fixture(scope="module")
def report() -> str:
    return build_report(PATHS)


@pytest.fixture(scope="module")
def tree(report: str):
    return lxml_html.document_fromstring(report)


def markdown(*sources: str) -> list:
    return [nbformat.v4.new_markdown_cell(source, id=f"words-{next(COUNT)}") for source in sources]


def ran(source: str, *outputs) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(
        source, id=f"code-{next(COUNT)}", execution_count=1, outputs=list(outputs)
    )


def shown(data: dict, metadata: dict | None = None) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("execute_result", data, metadata=metadata or {}, execution_count=1)


def save(folder: Path, *cells, name: str = "03-small.ipynb") -> Path:
    nbformat.write(nbformat.v4.new_notebook(cells=[*markdown("# Try it"), *cells]), folder / name)
    return folder / name


def small(folder: Path, *cells):
    """Body of the report of one notebook with these cells."""
    return lxml_html.document_fromstring(build_report([save(folder, *cells)])).xpath("//main")[0]


def plain(element) -> str:
    return " ".join(element.text_content().split())


def own_numbers(element) -> str:
    """Words of a chapter with its figures numbered as in the notebook."""
    return re.sub(r"(Figure|الشكل) \d+\.(?=\d)", r"\1 ", plain(element))


# ── nothing is lost ───
@pytest.mark.parametrize("number", NOTEBOOKS)
def test_every_block_of_the_prose_is_there_word_for_word(tree, number: str) -> None:
    text = own_numbers(tree.get_element_by_id(f"n{number}"))
    for cell in (c for c in NOTEBOOKS[number].cells if c.cell_type == "markdown"):
        page = lxml_html.fragment_fromstring(markdown2html(cell.source), "div")
        blocks = page.xpath(
            ".//*[self::p or self::li or self::td or self::th or self::h1 or self::h2 or self::h3 or @dir]"
        )
        assert blocks
        assert [words for words in map(plain, blocks) if words.removesuffix("¶") not in text] == []


@pytest.mark.parametrize("number", NOTEBOOKS)
def test_every_output_is_there(tree, number: str) -> None:
    chapter = tree.get_element_by_id(f"n{number}")
    outputs = [o for c in NOTEBOOKS[number].cells if c.cell_type == "code" for o in c.outputs]
    pictures = [o for o in outputs if "image/png" in o.get("data", {})]
    assert len(chapter.xpath(".//img")) == len(pictures)
    text = own_numbers(chapter)
    for output in outputs:
        data = output.get("data", {})
        if "image/png" not in data and "text/html" in data:
            assert plain(lxml_html.fragment_fromstring(data["text/html"], "div")) in text
        elif "image/png" not in data and "text/markdown" not in data:
            assert " ".join((output.get("text") or data["text/plain"]).split()) in text


@pytest.mark.parametrize("number", NOTEBOOKS)
def test_code_is_complete_and_folded(tree, number: str) -> None:
    folded = tree.get_element_by_id(f"n{number}").xpath('.//details[@class="code"]')
    cells = [c for c in NOTEBOOKS[number].cells if c.cell_type == "code"]
    assert [d.xpath("string(.//pre)").strip() for d in folded] == [c.source.strip() for c in cells]
    assert [d.xpath("string(summary)") for d in folded] == [f"Code [{c.execution_count}]" for c in cells]
    assert not any("open" in d.attrib for d in tree.iter("details"))
    assert not [pre for pre in tree.xpath("//pre[.//span[@class]]") if not pre.xpath("ancestor::details")]


# ── one file, the same each time ───
def test_page_is_the_same_each_time_and_loads_and_runs_nothing(report: str, tree) -> None:
    assert build_report(PATHS) == report
    assert "<script" not in report
    assert "default-src 'none'" in tree.xpath("string(//meta[@http-equiv]/@content)")
    assert {s[:5] for s in tree.xpath("//@src | //link/@href")} == {"data:"}
    assert "url(" not in re.sub(r"url\(data:font/woff;base64,[\w+/=]+\)", "", report)


def test_cover_names_the_article_and_the_version(tree) -> None:
    facts = [plain(li) for li in tree.xpath('//header//ul[@class="facts"]/li')]
    first = NOTEBOOKS[min(NOTEBOOKS)]
    line = next(c for c in first.cells if c.id.endswith("-provenance")).outputs[0].data["text/plain"]
    assert facts == line.split(" · ")
    assert any(fact.startswith("DCT 2") for fact in facts)


def test_contents_lead_to_every_notebook_and_every_link_leads_somewhere(tree) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = tree.xpath("//a/@href")
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert [link for link in links if not link.startswith(("#", "https://"))] == []
    listed = tree.xpath('//nav[@id="contents"]//a[@class="to"]/@href')
    assert listed == [f"#n{number}" for number in NOTEBOOKS]


def test_headings_skip_no_level_and_parts_of_the_page_are_named(tree) -> None:
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert [len(tree.xpath(f"//{part}")) for part in ("header", "nav", "main", "footer")] == [1] * 4
    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")


# ── figures ───
def test_every_picture_has_words_and_a_caption_with_a_number_of_its_own(tree) -> None:
    pictures = tree.xpath("//img")
    assert pictures
    for picture in pictures:
        assert len(picture.get("alt")) > 30
        assert picture.get("width").isdigit()
        assert picture.xpath("ancestor::figure/figcaption")
    names = [re.match(r"(?:Figure|الشكل) \d+\.\d+\. ", plain(c))[0] for c in tree.xpath("//figcaption/*")]
    assert len(set(names)) == len(names) >= len(pictures)


def picture(alt: str | None) -> nbformat.NotebookNode:
    metadata = {"image/png": {"alt": alt}} if alt is not None else {}
    return ran(
        "fig", shown({"image/png": base64.b64encode(PNG).decode(), "text/plain": "<Figure>"}, metadata)
    )


def test_long_description_is_cut_for_the_ear_and_kept_as_a_list(tmp_path) -> None:
    alt = "Timeline. 2003–2021. 2003: the war; 2008: the treaty; 2021: the visit. Dotted: later."
    main = small(tmp_path, picture(alt), *markdown("**Figure 1.** The visit.\n\nMore words."))
    image = main.xpath(".//figure//img")[0]
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("Timeline. 2003–2021.", "40", "20")
    items = [li.text for li in main.xpath(".//figure//li")]
    assert items == ["2003: the war", "2008: the treaty", "2021: the visit.", "Dotted: later."]
    assert [plain(c) for c in main.xpath(".//figcaption/*")] == ["Figure 3.1. The visit."]
    assert "More words." in [p.text for p in main.xpath('.//div[@class="prose"]/p')]


def test_arabic_figure_is_described_in_arabic_and_scrolls_from_the_right(tmp_path) -> None:
    box = small(tmp_path, picture('تسلسل "الأحداث" <1>.')).xpath(".//img/..")[0]
    assert (box.get("dir"), box.get("lang"), box[0].get("alt")) == ("rtl", "ar", 'تسلسل "الأحداث" <1>.')


def test_captions_in_two_languages_belong_to_one_figure(tmp_path) -> None:
    arabic = '<div dir="rtl" lang="ar"><b>الشكل 1.</b> الزيارة.</div>'
    main = small(
        tmp_path, picture("The visit."), *markdown(f"{arabic}\n\n**Figure 1.** The visit.\n\nAnd more.")
    )
    captions = [(c.get("dir"), plain(c)) for c in main.xpath(".//figure/figcaption/*")]
    assert captions == [("rtl", "الشكل 3.1. الزيارة."), (None, "Figure 3.1. The visit.")]


def test_pictures_of_one_cell_have_a_caption_each(tmp_path) -> None:
    said = '<div dir="rtl" lang="ar">\n<div><b>الشكل 1.</b> الزيارة.</div>\n<div>تنبيه</div>\n</div>'
    outputs = [picture(alt).outputs[0] for alt in ("الزيارة", "The visit")]
    english = '<div dir="ltr" lang="en">\n<div><b>Figure 1.</b> The visit.</div>\n</div>'
    main = small(
        tmp_path,
        ran("f", outputs[0], shown({"text/html": said}), outputs[1], shown({"text/html": english})),
        ran("t", shown({"text/html": "<div>\n<div><b>Not</b> a caption</div></div>"})),
    )
    captions = [plain(c) for c in main.xpath(".//figure[.//img]/figcaption/*")]
    assert captions == ["الشكل 3.1. الزيارة. تنبيه", "Figure 3.1. The visit."]


def test_picture_without_words_says_where_they_are(tmp_path) -> None:
    for alt in (None, ""):
        assert (
            small(tmp_path, picture(alt)).xpath("string(.//img/@alt)") == "Figure, described in its caption"
        )


# ── directions ───
def test_direction_is_that_of_most_letters_not_of_the_first(tmp_path) -> None:
    source = "وصل الوزير يوم 26 July.\n\n«نهاية العام» is drawn in December.\n\n- سطر\n- a line"
    main = small(tmp_path, *markdown(source))
    blocks = [
        (e.tag, e.get("dir"), e.get("lang"))
        for e in main.xpath('.//div[@class="prose"]//*[self::p or self::li]')
    ]
    assert blocks == [("p", "rtl", "ar"), ("p", None, None), ("li", "rtl", "ar"), ("li", None, None)]


@pytest.mark.parametrize(
    ("source", "isolated"),
    [
        ("says «10 أكتوبر 2021» here", ["10 أكتوبر 2021"]),
        ("between «مايو», «أيار» and more", ["مايو", "أيار"]),
        ("the word يوم 26 يوليو there", ["يوم 26 يوليو"]),
        ("`بعد غد` in code", ["بعد غد"]),
        ("«last April» and nothing", []),
        ("the letters `a` < ب & c", ["ب"]),
        ('<span dir="ltr">x</span>', []),
    ],
)
def test_arabic_words_in_a_line_keep_their_own_order(tmp_path, source: str, isolated: list[str]) -> None:
    spans = small(tmp_path, *markdown(source)).xpath('.//span[@dir="rtl"][@lang="ar"]')
    assert [span.text_content() for span in spans] == isolated


def test_table_scrolls_from_the_side_it_is_read_from(tmp_path) -> None:
    table = (
        "<table><thead><tr><th>date_start</th><th>b</th></tr></thead><tr><td>1</td><td>2</td></tr></table>"
    )
    for direction in ("rtl", "ltr"):
        output = shown({"text/html": f'<div dir="{direction}">{table}</div>', "text/plain": ""})
        box = small(tmp_path, ran("t", output)).xpath('.//*[@class="wide"]')[0]
        assert (box.get("dir"), box.get("tabindex"), box.get("style")) == (direction, "0", "--columns:2")
        assert box.xpath(".//th")[0].text_content() == "date_start"


def test_arabic_words_in_a_cell_of_english_keep_their_own_order(tmp_path) -> None:
    cell = '<span dir="ltr">part of «نحو 3000 جندي», «2500 أميركي»</span>'
    other = '<span dir="rtl" lang="ar">يوم 5</span>'
    table = f"<table><tr><th>a</th></tr><tr><td>{cell}</td><td>{other}</td></tr></table>"
    main = small(tmp_path, ran("t", shown({"text/html": table, "text/plain": ""})))
    spans = [span.text for span in main.xpath('.//span[@dir="ltr"]/span[@dir="rtl"][@lang="ar"]')]
    assert spans == ["نحو 3000 جندي", "2500 أميركي"]
    assert len(main.xpath('.//span[@lang="ar"]')) == 3


def test_printed_arabic_is_set_from_the_right(tmp_path) -> None:
    stream = nbformat.v4.new_output("stream", name="stdout", text="وصل \x1b[1mالوزير\x1b[0m <أمس>\n")
    pre = small(tmp_path, ran("print()", stream)).xpath('.//div[@class="out"]/pre')[0]
    assert (pre.get("dir"), pre.text) == ("rtl", "وصل الوزير <أمس>")


# ── links and sections ───
def test_links_to_notebooks_stay_in_the_page_and_files_are_only_named(tmp_path) -> None:
    source = "[it](04-next.ipynb), [list](../README.md), [out](https://example.org), notebook 04, notebook 09"
    paths = [save(tmp_path, *markdown(source)), save(tmp_path, name="04-next.ipynb")]
    tree = lxml_html.document_fromstring(build_report(paths))
    links = tree.xpath('//section[@id="n03"]//p[not(@class)]/a')
    assert [(a.text, a.get("href")) for a in links] == [
        ("it", "#n04"),
        ("out", "https://example.org"),
        ("notebook 04", "#n04"),
    ]


def test_section_of_nothing_but_code_is_not_printed(tmp_path) -> None:
    cells = [*markdown("## Setup"), ran("import re"), *markdown("## Method\n\nWords."), ran("x = 1")]
    quiet = [
        part.get("class") for part in small(tmp_path, *cells).xpath('.//div[.//h3][not(@class="prose")]')
    ]
    assert quiet == ["part quiet", "part"]


# ── files ───
def test_notebook_that_was_not_run_is_refused(tmp_path) -> None:
    path = save(tmp_path, nbformat.v4.new_code_cell("1 + 1", id="new"))
    with pytest.raises(ReportError, match=r"03-small\.ipynb: code cell 1 was never run; run python3 run\.py"):
        build_report([path])
    with pytest.raises(ReportError, match="no notebooks"):
        build_report([])


def test_report_appears_whole_and_replaces_another_only_if_asked(tmp_path) -> None:
    save(tmp_path, ran("1"))
    folder = tmp_path / "new" / "out"
    page = write_report(tmp_path, folder)
    assert [p.name for p in folder.iterdir()] == ["report.html"]
    (folder / "report.pdf").write_bytes(b"old")
    page.write_text("mine")
    with pytest.raises(ReportError, match=r"report\.html and report\.pdf already; --force"):
        write_report(tmp_path, folder)
    assert page.read_text() == "mine"
    assert write_report(tmp_path, folder, force=True).read_text(encoding="utf-8").endswith("</html>")
    assert [p.name for p in folder.iterdir()] == ["report.html"]
    with pytest.raises(ReportError, match="is a file"):
        write_report(tmp_path, page)


# ── in a browser ───
A4 = 673  # pixels between the margins of the print style


@pytest.fixture(scope="module")
def page(report: str, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report, encoding="utf-8")
    return path


@pytest.fixture
def visit(browser, page: Path, tmp_path: Path):
    """Open the report; after the test it must have logged nothing and asked the network for nothing."""
    seen, contexts = [], []

    def open_page(address: str = "", width: int = 1400, few: Sequence[Path] = (), **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: seen.append(f"console: {message.text}"))
        tab.on("pageerror", lambda error: seen.append(f"error: {error}"))
        tab.on("request", lambda r: seen.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
        shown = page
        if few:
            shown = tmp_path / "few.html"
            shown.write_text(build_report(few), encoding="utf-8")
        tab.goto(shown.as_uri() + address)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert seen == []


def unfold(tab) -> None:
    tab.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")


@needs_browser
def test_arabic_stands_at_the_right(visit) -> None:
    tab = visit()
    unfold(tab)
    wrong = tab.evaluate(
        """() => [...document.querySelectorAll('[lang=ar]')].filter(e => {
          const style = getComputedStyle(e), box = getComputedStyle(e.closest('td,p,li,div,pre,ul') ?? e)
          return style.direction != 'rtl' || (box.direction == 'rtl' && box.textAlign == 'left')
        }).map(e => e.outerHTML.slice(0, 200))"""
    )
    assert wrong == []
    gaps = tab.evaluate(
        """() => [...document.querySelectorAll('.wide[dir=rtl] tbody tr:first-child td')].map(td => {
          const range = document.createRange(), box = td.getBoundingClientRect()
          range.selectNodeContents(td.querySelector('span') ?? td)
          return td.innerText.trim() ? box.right - range.getBoundingClientRect().right : 0
        })"""
    )
    assert len(gaps) > 20
    assert max(gaps) < 20
    first = tab.evaluate(
        """() => [...document.querySelectorAll('.wide[dir=rtl] thead tr')].every(row =>
          row.cells.length < 2 || row.cells[0].offsetLeft > row.cells[1].offsetLeft)"""
    )
    assert first


@needs_browser
@pytest.mark.parametrize("width", [375, 820, 1400])
def test_nothing_is_wider_than_the_screen(visit, width: int) -> None:
    tab = visit(width=width)
    for folded in (True, False):
        assert tab.evaluate("document.documentElement.scrollWidth") == width, f"folded: {folded}"
        unfold(tab)


@needs_browser
def test_nothing_is_wider_than_a_sheet_of_paper_and_code_is_not_printed(visit) -> None:
    tab = visit(width=A4)
    tab.emulate_media(media="print")
    assert tab.evaluate("document.documentElement.scrollWidth") == A4
    assert not any(code.is_visible() for code in tab.query_selector_all("details.code, .quiet h3"))
    first, *others = tab.evaluate(
        "[...document.querySelectorAll('.chapter')].map(c => getComputedStyle(c).breakBefore)"
    )
    assert (first, set(others)) == ("page", {"auto"})


@needs_browser
def test_no_printed_page_is_nearly_empty_and_no_heading_stands_alone_at_its_foot(tmp_path) -> None:
    import pypdfium2

    page = write_report(FOLDER, tmp_path / "out")
    headings = {plain(h) for h in lxml_html.parse(str(page)).xpath("//main//*[self::h2 or self::h3]")}
    with pypdfium2.PdfDocument(print_pdf(page, CHROMIUM)) as pdf:
        for n in range(len(pdf) - 1):
            grey = pdf[n].render(scale=0.25).to_pil().convert("L")
            inked = [
                y
                for y in range(int(0.93 * grey.height))
                if grey.crop((0, y, grey.width, y + 1)).getextrema()[0] < 200
            ]
            picture = any(o.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for o in pdf[n + 1].get_objects())
            # short is only a page before a picture, which is not cut
            assert max(inked) > (0.15 if picture else 0.27) * grey.height, f"page {n + 1}"
            lines = pdf[n].get_textpage().get_text_range().split("\r\n")
            assert not {" ".join(line.split()) for line in lines[-1:]} & headings, f"page {n + 1}"


def test_dates_are_set_apart_in_prose_tables_and_captions(tmp_path) -> None:
    cells = [
        *markdown("Between 2011-12-01 and 2011-12-31.\n\n| a |\n|---|\n| من 2025-10-21 إلى 2025-10-24 |"),
        ran(
            "1",
            shown(
                {"text/html": str(show_table([{"d": "2011-12-01/2011-12-31", "w": "في 2021-07-26"}]).html)}
            ),
        ),
        ran("x = '2000-01-01'"),
    ]
    body = small(tmp_path, *cells)
    dates = [b.text for b in body.xpath('.//bdi[@class="iso"][@dir="ltr"]')]
    assert dates == [
        "2011-12-01",
        "2011-12-31",
        "2025-10-21",
        "2025-10-24",
        "2011-12-01/2011-12-31",
        "2021-07-26",
    ]
    assert "x = '2000-01-01'" in body.xpath("string((.//details)[2])")


@needs_browser
def test_no_date_of_the_report_is_broken_or_turned_around(visit) -> None:
    tab = visit(width=A4)
    tab.emulate_media(media="print")
    assert broken_dates(tab) == []
    assert tab.locator("bdi.iso").count() > 50


@needs_browser
@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (1400, "dark")])
def test_axe_finds_no_serious_fault(visit, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    few = [path for path in PATHS if path.stem[:2] in ("03", "07")]  # every kind of part; all take a minute
    tab = visit(width=width, few=few, color_scheme=scheme, bypass_csp=True)
    unfold(tab)
    found = Axe().run(tab).response["violations"]
    grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
    assert grave == []


@needs_browser
def test_without_script_everything_is_read_and_code_unfolds_by_key(visit) -> None:
    tab = visit("#n01", java_script_enabled=False)
    code = tab.locator("#n01 details.code").first
    assert not code.locator("pre").is_visible()
    code.locator("summary").focus()
    tab.keyboard.press("Enter")
    assert code.locator("pre").is_visible()
    tab.locator("#contents a.to").last.click()
    assert tab.locator(f"#n{max(NOTEBOOKS)}-title").bounding_box()["y"] < 900


@needs_browser
def test_pdf_is_printed_whole_and_the_same_each_time(tmp_path) -> None:
    import pypdfium2

    save(tmp_path, *markdown("## Question\n\nWhat does «وصل الوزير» mean?"), ran("1"))
    page = write_report(tmp_path, tmp_path / "out")
    first = print_pdf(page, CHROMIUM).read_bytes()
    assert print_pdf(page, CHROMIUM).read_bytes() == first
    assert sorted(p.name for p in page.parent.iterdir()) == ["report.html", "report.pdf"]
    with pypdfium2.PdfDocument(first) as pdf:
        assert len(pdf) == 2
        assert "What does" in pdf[1].get_textpage().get_text_range()
        assert "Date" not in " ".join(k for k, v in pdf.get_metadata_dict().items() if v)


def test_browser_that_prints_nothing_is_named(tmp_path) -> None:
    page = tmp_path / "report.html"
    page.write_text("<p>words")
    silent = shutil.which("true") or shutil.which("where")
    with pytest.raises(ReportError, match=r"printed nothing; open report\.html in a browser"):
        print_pdf(page, silent)
    with pytest.raises(ReportError, match="cannot print"):
        print_pdf(page, str(tmp_path / "not-there"))
