"""`read_input`: text from files of several kinds, what was recognised said, one line for what is refused."""

import builtins
import datetime as dt
import html
import zipfile
from pathlib import Path

import pytest

from analysis.articles import ArticleError, from_text, read_article
from analysis.intake import Stated, decode, fold_presentation_forms, is_reversed, kind_of, read_input
from analysis.pdftext import to_reading_order
from analysis.timeline import build_timeline

SEED = Path("seeds/2021-07-26-alarab-kadhimi-washington")
TEXT = "وصل الوزير إلى بغداد الثلاثاء. ومن المقرر أن تجرى الانتخابات في 10 أكتوبر المقبل."
DAY = dt.date(2021, 7, 26)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MENU = '<nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/p">سياسة</a></li></ul></nav>'
FOOT = "<footer><p>جميع الحقوق محفوظة 2019</p></footer>"


def seed_text() -> str:
    return (SEED / "article.txt").read_bytes().decode("utf-8")


def page(lines: list[str], head: str = "") -> str:
    """A news page with a menu, an article and a footer."""
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines[1:])
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{lines[0]} | صحيفة'
        f"</title>{head}</head><body>{MENU}<main><article><h1>{lines[0]}</h1>{body}</article></main>{FOOT}</body></html>"
    )


def docx(path: Path, lines: list[str], created: str = "", extra: str = "") -> Path:
    """A word-processor document, as small as it can be."""
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in lines
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:created>{created}</dcterms:created>'
        "</cp:coreProperties>"
    )
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{paragraphs}{extra}</w:body></w:document>"
        )
        parts.writestr("docProps/core.xml", core)
    return path


def pdf(path: Path, glyphs: list[tuple[str, float, float]]) -> Path:
    """A PDF with one font (boxes for letters) and each character at its place, in the order given."""
    codes = {letter: n for n, letter in enumerate(sorted({letter for letter, *_ in glyphs}), 1)}
    drawn = "".join(f"1 0 0 1 {x} {y} Tm <{codes[letter]:02X}> Tj\n" for letter, x, y in glyphs)
    pairs = "\n".join(f"<{code:02X}> <{ord(letter):04X}>" for letter, code in codes.items())
    mapping = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\n"
        "endbfchar\nendcmap end end"
    )
    names = [f"/g{code}" for code in codes.values()]
    procs = " ".join(f"{name} 6 0 R" for name in names)
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 600 800]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1"
        f"/LastChar {len(codes)}/Widths[{' '.join(['600'] * len(codes))}]/ToUnicode 7 0 R/Resources<<>>"
        f"/Encoding<</Differences[1 {' '.join(names)}]>>/CharProcs<<{procs}>>>>"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
        font,
        stream(f"BT /F 10 Tf\n{drawn}ET"),
        stream("600 0 0 0 600 800 d1 0 0 600 800 re f"),
        stream(mapping),
        "<</CreationDate(D:20210727080000)>>",
    ]
    data, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"trailer<</Size 9/Root 1 0 R/Info 8 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    path.write_bytes(f"{data}xref\n0 9\n0000000000 65535 f \n{table}{end}".encode("ascii"))
    return path


def stream(body: str) -> str:
    return f"<</Length {len(body)}>>stream\n{body}\nendstream"


def drawn(line: str, y: float, right: float = 560) -> list[tuple[str, float, float]]:
    """The characters of an Arabic line at their places: from the right, digits from the left."""
    visual = to_reading_order(line)  # its own inverse
    return [(letter, right - 6 * (n + 1), y) for n, letter in enumerate(visual)]


# --- three kinds of file, one event table ---


def events_of(article) -> list[tuple]:
    table = build_timeline(article)
    columns = [
        "label_ar",
        "date_start",
        "date_end",
        "edtf",
        "precision",
        "date_basis",
        "certainty",
        "asserted_by",
    ]
    return [tuple(row) for row in table[columns].fillna("").map(lambda v: " ".join(str(v).split())).values]


@pytest.fixture(scope="module")
def expected() -> list[tuple]:
    return events_of(from_text(seed_text(), DAY))


def test_windows_1256_gives_the_event_table_of_the_text(tmp_path, expected) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(seed_text().encode("cp1256"))
    assert read_input(path).text == seed_text()
    assert events_of(read_article(path, DAY, encoding="auto")) == expected


def test_page_gives_the_event_table_of_the_text(tmp_path, expected) -> None:
    path = tmp_path / "page.html"
    path.write_text(page([line for line in seed_text().split("\n") if line.strip()]), encoding="utf-8")
    assert events_of(read_article(path, DAY)) == expected


def test_document_gives_the_event_table_of_the_text(tmp_path, expected) -> None:
    path = docx(tmp_path / "a.docx", [line for line in seed_text().split("\n") if line.strip()])
    assert events_of(read_article(path, DAY)) == expected
    assert len(expected) > 10


# --- encodings ---


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("cp1256"), "windows-1256"),
        (TEXT.encode("iso-8859-6"), "iso-8859-6"),
    ],
)
def test_encoding_is_recognised_and_said(raw, name) -> None:
    text, found, notes = decode(raw, Path("a.txt"))
    assert (text, found) == (TEXT, name)
    assert len(notes) == 1
    assert name in notes[0].lower()


def test_plain_utf8_is_kept_byte_for_byte_and_needs_no_note() -> None:
    raw = "سطر\r\nثان\u00a0\u200f\n".encode()
    assert decode(raw, Path("a.txt")) == (raw.decode(), "utf-8", ())


@pytest.mark.parametrize(
    "raw",
    [
        "café déjà vu, très élégant".encode("latin-1"),
        bytes(range(128, 256)) * 4,
        "Привет, как дела сегодня".encode("cp1251"),
        TEXT.encode("cp1256")[:3],
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    ],
)
def test_doubtful_bytes_are_refused_in_one_line(raw) -> None:
    with pytest.raises(ArticleError, match="not UTF-8") as caught:
        decode(raw, Path("a.txt"))
    assert "\n" not in str(caught.value)


def test_plain_call_takes_utf8_only_and_names_the_remedy(tmp_path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(TEXT.encode("cp1256"))
    with pytest.raises(ArticleError, match=r"not UTF-8 \(byte 0\).*--encoding windows-1256"):
        read_article(path, DAY)
    assert read_article(path, DAY, encoding="windows-1256").text == TEXT
    with pytest.raises(ArticleError, match="not UTF-16"):
        read_article(path, DAY, encoding="utf-16")


# --- pages ---


@pytest.mark.parametrize(
    ("head", "where"),
    [
        (
            '<meta property="article:published_time" content="2021-07-26T23:30:00+03:00">',
            "article:published_time",
        ),
        ('<script type="application/ld+json">{"datePublished": "2021-07-26T08:00"}</script>', "JSON-LD"),
        ('<meta name="pubdate" content="2021-07-26">', "pubdate"),
    ],
)
def test_page_states_its_day_and_where(tmp_path, head, where) -> None:
    path = tmp_path / "page.html"
    path.write_text(page(["عنوان الخبر", TEXT, TEXT + " ثم غادر."], head), encoding="utf-8")
    found = read_input(path)
    assert [(s.day, s.rank) for s in found.stated] == [(DAY, 0)]
    assert where in found.stated[0].where


def test_menu_and_footer_are_left_out_and_the_headline_stands_first(tmp_path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page(["عنوان الخبر", TEXT, TEXT + " ثم غادر."]), encoding="utf-8")
    lines = read_input(path).text.splitlines()
    assert lines == ["عنوان الخبر", TEXT, TEXT + " ثم غادر."]


def test_page_in_windows_1256_is_read_as_it_declares(tmp_path) -> None:
    path = tmp_path / "page.html"
    markup = page(["عنوان الخبر", TEXT, TEXT + " ثم غادر."]).replace("utf-8", "windows-1256")
    path.write_bytes(markup.encode("cp1256"))
    found = read_input(path)
    assert TEXT in found.text
    assert "read as Windows-1256, as the page declares" in found.notes


def test_page_that_declares_a_false_encoding_is_still_read(tmp_path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page(["عنوان الخبر", TEXT, TEXT]).replace("utf-8", "iso-8859-1").encode("utf-8"))
    assert TEXT in read_input(path).text


# --- documents ---


def test_document_keeps_order_breaks_and_text_boxes_and_drops_deletions(tmp_path) -> None:
    extra = (
        "<w:p><w:r><w:t>قبل</w:t><w:br/><w:t>بعد</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>رابط</w:t></w:r></w:hyperlink></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>خلية</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    path = docx(tmp_path / "a.docx", ["عنوان"], "2021-07-26T08:00:00Z", extra)
    found = read_input(path)
    assert found.text.splitlines() == ["عنوان", "قبل", "بعد", "رابط", "خلية"]
    assert found.stated == (Stated(DAY, "the document's properties (created)", 2),)


def test_document_that_is_none_is_refused(tmp_path) -> None:
    broken, hostile = tmp_path / "a.docx", tmp_path / "b.docx"
    broken.write_bytes(b"not a zip")
    with zipfile.ZipFile(hostile, "w") as parts:
        parts.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>')
    for path in (broken, hostile):
        with pytest.raises(ArticleError, match=r"is no \.docx document.*save it as \.docx"):
            read_input(path)


# --- PDF ---

LINES = [
    "وصل الوزير إلى بغداد في 2021/07/26 قبل لقاء الرئيس ورئيس الحكومة",
    "ومعه 120 نائبا من كتلة NATO الكبرى.",
]


@pytest.mark.parametrize("order", ["as read", "from the left", "mixed"])
def test_pdf_is_read_from_the_places_of_its_letters(tmp_path, order) -> None:
    glyphs = []
    for n, line in enumerate(LINES):
        placed = drawn(line, 700 - 14 * n)
        if order == "from the left":
            placed.reverse()
        elif order == "mixed":
            placed = [*placed[: len(placed) // 2][::-1], *placed[len(placed) // 2 :]]
        glyphs += placed
    found = read_input(pdf(tmp_path / "a.pdf", glyphs))
    assert found.text == " ".join(LINES) + "\n"
    assert [(s.day.isoformat(), s.rank) for s in found.stated] == [("2021-07-27", 2)]


def test_presentation_forms_in_a_pdf_become_letters(tmp_path) -> None:
    shaped = "\ufeed\ufebb\ufede \ufe8d\ufedf\ufeee\ufeaf\ufef3\ufeae \ufe8d\ufefb\ufee5"
    found = read_input(pdf(tmp_path / "a.pdf", drawn(shaped, 700)))
    assert found.text == "وصل الوزير الان\n"


def test_running_lines_at_the_edge_are_left_out_and_said(tmp_path) -> None:
    number = [("1", 300, 15), ("/", 306, 15), ("2", 312, 15)]
    found = read_input(pdf(tmp_path / "a.pdf", [*drawn(LINES[0], 700), *number]))
    assert found.text == LINES[0] + "\n"
    assert found.notes == ("1 running lines at the pages' edges are left out",)


def test_pdf_whose_letters_run_backwards_is_refused(tmp_path) -> None:
    line = "زيارة رسمية إلى مدينة بعيدة"[::-1]
    with pytest.raises(ArticleError, match=r"runs backwards \(visual order\).*save the article as"):
        read_input(pdf(tmp_path / "a.pdf", drawn(line, 700)))


def test_scan_and_broken_pdf_are_told_apart(tmp_path) -> None:
    with pytest.raises(ArticleError, match="has no text layer"):
        read_input(pdf(tmp_path / "a.pdf", []))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(ArticleError, match="cannot be read as PDF"):
        read_input(tmp_path / "b.pdf")


def test_presentation_forms_fold_to_letters_and_nothing_else_changes() -> None:
    assert fold_presentation_forms("\ufefb \ufdf2 ½ ﬁ") == "لا الله ½ ﬁ"


@pytest.mark.parametrize("text", ["", "إلى", "ة", seed_text()])
def test_right_text_is_not_taken_for_reversed(text) -> None:
    assert not is_reversed(text)


# --- what cannot be read ---


@pytest.mark.parametrize(
    ("name", "words"),
    [("none.txt", "no such file"), ("a.rtf", "cannot read .rtf files"), ("latin.txt", "no Arabic letter")],
)
def test_wrong_file_is_refused_in_one_line(tmp_path, name, words) -> None:
    (tmp_path / "a.rtf").write_text("{\\rtf1}")
    (tmp_path / "latin.txt").write_text("No Arabic here.")
    with pytest.raises(ArticleError, match=words) as caught:
        read_input(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("name", "library"), [("a.html", "trafilatura"), ("a.pdf", "pypdfium2")])
def test_missing_library_is_named_with_its_command(tmp_path, monkeypatch, name, library) -> None:
    real = builtins.__import__

    def without(wanted, *args, **kwargs):
        if wanted.split(".")[0] == library:
            raise ImportError(wanted)
        return real(wanted, *args, **kwargs)

    (tmp_path / name).write_text("x")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ArticleError, match=rf'need {library}.*pip install -e "\.\[inputs\]"'):
        read_input(tmp_path / name)


def test_kind_follows_the_ending() -> None:
    names = ["a.TXT", "a", "a.htm", "a.DOCX", "a.pdf", "a.doc"]
    assert [kind_of(Path(n)) for n in names] == ["txt", "txt", "html", "docx", "pdf", None]


@pytest.mark.parametrize("wreck", ["<![x[", "<![foo bar", "<!x", "<?", "<!--"])
def test_broken_declarations_in_a_page_end_in_no_traceback(tmp_path, wreck) -> None:
    path = tmp_path / "page.html"
    lines = [line for line in seed_text().split("\n") if line.strip()]
    path.write_text(page(lines, f"<meta property='og:title' content='x'>{wreck}>"), encoding="utf-8")
    assert "الكاظمي" in read_input(path).text


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0" encoding="foo"?><w:document/>',
        f"<?xml version='1.0'?>{' ' * 5000}<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
    ],
)
def test_document_of_odd_xml_is_refused_in_one_line(tmp_path, xml) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as parts:
        parts.writestr("word/document.xml", xml)
    with pytest.raises(ArticleError, match=r"is no \.docx document"):
        read_input(tmp_path / "a.docx")


def test_document_with_damaged_bytes_is_refused_in_one_line(tmp_path) -> None:
    path = docx(tmp_path / "a.docx", ["وصل الوزير إلى بغداد"] * 50)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", f"<w:document {W}>{'<w:p/>' * 500}</w:document>")
    raw = bytearray(path.read_bytes())
    raw[60:70] = b"\xff" * 10
    path.write_bytes(raw)
    with pytest.raises(ArticleError, match=r"is no \.docx document"):
        read_input(path)


def test_text_of_presentation_forms_alone_becomes_letters_and_says_so(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\ufeed\ufebb\ufede \ufe8d\ufedf\ufeee\ufeaf\ufef3\ufeae", encoding="utf-8")
    found = read_input(path)
    assert found.text == "وصل الوزير"
    assert "presentation forms" in found.notes[0]
    path.write_text("قال النبي \ufdfa", encoding="utf-8")
    assert read_input(path).text == "قال النبي \ufdfa"
