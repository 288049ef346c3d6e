import csv
import dataclasses
import datetime as dt
import io
import json
import re
from fractions import Fraction

import jsonschema
import openpyxl
import pandas as pd
import pytest
from lxml import etree

from analysis.articles import from_text, read_article
from analysis.export import (
    ExportError,
    codebook,
    from_timeml,
    read_csv,
    read_json,
    records_table,
    schema,
    to_timeml,
    write_csv,
    write_ics,
    write_json,
    write_markdown,
    write_timelinejs,
    write_timeml,
    write_xlsx,
)
from analysis.quantities import Quantity, find_quantities
from analysis.timeline import build_timeline
from analysis.timex import Timex

DCT = dt.date(2021, 7, 26)
RELAX_NG = etree.RelaxNG(etree.fromstring(schema("timeml.rng").encode()))
TRAPS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "'=1",
    "'quoted'",
    'a "b", c',
    "سطر\nثان",
    "a;=1",
]


def timexes(text):
    found = [
        ("أمس", "DATE", "2021-07-25", None, "DCT"),
        ("مطلع\u200f العام", "DATE", "2021", "START", "DCT"),
        ("ثلاث سنوات", "DURATION", "P3Y", None, None),
    ]
    for words, kind, value, mod, anchor in found:
        start = text.index(words)
        day = dt.date(2021, 7, 25) if words == "أمس" else None
        yield Timex(
            start, start + len(words), words, kind, value, mod, anchor, "a-rule", day, day,
            "day" if day else None, "2021-07-25" if day else None, ("weekday-mismatch", "b") if day else (),
            "منذ" if value == "2021" else None,
        )  # fmt: skip


@pytest.fixture
def text():
    return 'وصل أمس & <عاد> "مطلع\u200f العام"،\r\nبعد\u00a0ثلاث سنوات.\x0b\x00\ufffe ]]>'


@pytest.fixture
def events():
    rows = [
        ("E01", "زيارة", "2021-07-26", "2021-07-26", "day", "realised"),
        ("E02", "انتخابات، مبكرة; \\ عامة", "2021-10-10", "2021-10-10", "day", "planned"),
        ("E03", "مؤتمر", "2021-09", "2021-09", "month", "planned"),
        ("E04", "انسحاب", None, "2021-12-31", "interval", "planned"),
        ("E05", "لقاء", None, None, "vague", "planned"),
        ("E06", "لقاءات", "2021-07-26", None, "vague", "planned"),
    ]
    table = pd.DataFrame(
        rows,
        columns=["event_id", "label_ar", "date_start", "date_end", "precision", "certainty"],
        dtype=object,
    )
    return table.assign(
        edtf=table.date_start, evidence="جملة تشهد على الحدث، وهي طويلة بما يكفي لكي تطوى في ملف التقويم.",
        evidence_start=0, evidence_end=64, sentence_id="S01", place=None,
        date_variants=[[{"date": "2021"}], *[[]] * 5],
    )  # fmt: skip


def test_timeml_round_trip_gives_equal_text_timexes_and_day(text):
    found = list(timexes(text))
    assert from_timeml(to_timeml(text, found, DCT, "doc <1>")) == (text, found, DCT)


def test_timeml_is_valid_by_the_shipped_schema(text):
    document = etree.fromstring(to_timeml(text, list(timexes(text)), DCT).encode())
    RELAX_NG.assertValid(document)
    assert [t.get("tid") for t in document.iter("TIMEX3")] == ["t0", "t1", "t2", "t3"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('type="DURATION"', 'type="SPAN"'),
        ('tid="t1"', 'tid="t2"'),
        ('mod="START"', 'mod="SOON"'),
        ('value="2021-07-26"', 'value="July"'),
        ("<TEXT>", "<TEXT><p/>"),
    ],
)
def test_schema_refuses_what_is_no_timeml(text, old, new):
    document = to_timeml(text, list(timexes(text)), DCT)
    assert old in document
    assert not RELAX_NG.validate(etree.fromstring(document.replace(old, new, 1).encode()))


@pytest.mark.parametrize(
    "code", [*range(32), 0x7F, 0x85, 0x2028, 0xD800, 0xDFFF, 0xFEFF, 0xFFFE, 0xFFFF, 0x1F600, 0x10FFFF]
)
def test_timeml_keeps_every_character_inside_and_outside_an_expression(code):
    words = f"أ{chr(code)}مس"
    text = f"{chr(code)} {words} {chr(code)}{chr(code)}"
    found = [Timex(2, 2 + len(words), words, "DATE", "2021-07-25")]
    document = to_timeml(text, found, DCT)
    assert from_timeml(document) == (text, found, DCT)
    RELAX_NG.assertValid(etree.fromstring(document.encode()))


def test_timeml_refuses_overlaps_and_wrong_offsets():
    with pytest.raises(ExportError, match="overlaps"):
        to_timeml("أمس", [Timex(0, 3, "أمس", "DATE", "X"), Timex(1, 3, "مس", "DATE", "X")], DCT)
    with pytest.raises(ExportError, match="not in the text"):
        to_timeml("أمس", [Timex(0, 3, "غدا", "DATE", "X")], DCT)


def test_timeml_holds_every_field_of_a_timex():
    field = {f.name: f"a-{f.name}" for f in dataclasses.fields(Timex) if f.type == "str | None"}
    given = {**field, "mod": "END", "earliest": DCT, "latest": DCT, "flags": ("a", "b")}
    whole = Timex(0, 3, "أمس", "DATE", "2021", **given)
    assert from_timeml(to_timeml("أمس", [whole], DCT))[1] == [whole]


@pytest.mark.parametrize(
    "document", ["", "<TimeML/>", "<!DOCTYPE x><TimeML/>", "<TimeML><DCT/><TEXT/></TimeML>"]
)
def test_no_timeml_is_one_clear_error(document):
    with pytest.raises(ExportError, match=r"^TimeML: "):
        from_timeml(document)


def test_timeml_file_of_the_seed_reads_back_equal(tmp_path):
    article = read_article("seeds/2021-07-26-alarab-kadhimi-washington")
    start = article.text.index("10 أكتوبر")
    found = [Timex(start, start + 9, "10 أكتوبر", "DATE", "2021-10-10")]
    path = write_timeml(article, found, tmp_path / "a.tml")
    assert from_timeml(path.read_text(encoding="utf-8")) == (article.text, found, article.published)


def test_csv_has_a_byte_order_mark_and_no_cell_begins_as_a_formula(tmp_path):
    table = pd.DataFrame({"=head": TRAPS, "n": range(len(TRAPS))})
    raw = write_csv(table, tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    cells = [c for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")) for c in row]
    assert len(cells) == 2 * len(TRAPS) + 2
    assert not [c for c in cells if c.startswith(tuple("=+-@\t\r＝＋－＠"))]


def test_csv_reads_back_equal(tmp_path):
    table = pd.DataFrame({"=head": TRAPS, "empty": None})
    pd.testing.assert_frame_equal(read_csv(write_csv(table, tmp_path / "t.csv")), table.astype(object))


def test_negative_number_stays_a_number_in_csv(tmp_path):
    assert (
        write_csv(pd.DataFrame({"n": [-5, 2.5]}), tmp_path / "t.csv").read_text("utf-8-sig")
        == '"n"\n-5\n2.5\n'
    )


def test_json_is_valid_by_the_shipped_schema_and_reads_back_equal(tmp_path, events):
    article = from_text("ينتشر نحو 3000 جندي، بينهم 2500 أميركي، على ثلث مساحة العراق.", DCT)
    quantities = records_table(find_quantities(article, timexes=[]), Quantity)
    times = records_table([Timex(0, 5, "ينتشر", "DATE", "2021", earliest=DCT)])
    path = write_json(
        {"events": events, "times": times, "quantities": quantities}, tmp_path / "t.json", article
    )
    document = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(schema("timeline.schema.json"))).validate(document)
    back = read_json(path)
    assert back["quantities"].value.tolist() == [3000, 2500, "1/3"]
    assert (
        back["quantities"]
        .drop(columns=["value", "low", "high"])
        .equals(quantities.drop(columns=["value", "low", "high"]))
    )
    assert back["events"].to_dict("records") == events.to_dict("records")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("events", "precision", "hour"),
        ("events", "certainty", "sure"),
        ("events", "evidence", ""),
        ("events", "evidence_start", -1),
        ("quantities", "kind", "guess"),
        ("quantities", "value", "many"),
        ("quantities", "part_of", "3"),
    ],
)
def test_json_schema_refuses_a_wrong_value(tmp_path, events, table, column, value):
    quantities = records_table(find_quantities(from_text("وصل 3000 جندي.", DCT), timexes=[]))
    path = write_json({"events": events, "quantities": quantities}, tmp_path / "t.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(json.loads(schema("timeline.schema.json")))
    assert validator.is_valid(document)
    document["tables"][table][0][column] = value
    assert not validator.is_valid(document)


def test_json_of_another_kind_or_version_is_refused(tmp_path):
    path = tmp_path / "t.json"
    for content, message in (
        ("[]", "no document"),
        ("{", "no JSON"),
        ('{"format": "arabic-news-timeline", "version": 2}', "version 2"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ExportError, match=message):
            read_json(path)


def test_workbook_has_a_right_to_left_sheet_a_table_and_reads_back_equal(tmp_path, events):
    traps = pd.DataFrame({"cell": [*TRAPS, "https://example.org", "12"]})
    meaning = codebook({"times": Timex})
    book = openpyxl.load_workbook(
        write_xlsx({"events": events, "traps": traps}, tmp_path / "t.xlsx", meaning)
    )
    assert book.sheetnames == ["events", "traps", "codebook"]
    assert book["events"].sheet_view.rightToLeft
    assert book["traps"].sheet_view.rightToLeft
    assert not book["codebook"].sheet_view.rightToLeft
    cells = [row[0] for row in book["traps"].iter_rows(min_row=2)]
    assert [c.value.replace("_x000D_", "\r") for c in cells] == traps.cell.tolist()
    assert {c.data_type for c in cells} == {"s"}
    assert not [c for c in cells if c.hyperlink]
    back = list(book["events"].iter_rows(min_row=2, values_only=True))
    plain = events.drop(columns="date_variants")
    assert [list(row[:-1]) for row in back] == plain.to_numpy().tolist()
    assert json.loads(back[0][-1]) == [{"date": "2021"}]


def test_equal_tables_give_equal_bytes(tmp_path, events):
    for name, write in (("a.xlsx", write_xlsx), ("a.json", write_json)):
        one = write({"events": events}, tmp_path / name).read_bytes()
        assert write({"events": events}, tmp_path / name, force=True).read_bytes() == one


def test_workbook_cuts_a_cell_that_is_too_long_and_says_so(tmp_path):
    book = openpyxl.load_workbook(write_xlsx({"t": pd.DataFrame({"a": ["ا" * 40_000]})}, tmp_path / "t.xlsx"))
    value = book["t"]["A2"].value
    assert len(value) == 32_767
    assert value.endswith("ا…")


def test_sheet_name_that_excel_refuses_is_one_clear_error(tmp_path):
    with pytest.raises(ExportError, match="no sheet name"):
        write_xlsx({"a/b": pd.DataFrame({"a": [1]})}, tmp_path / "t.xlsx")
    assert not list(tmp_path.iterdir())


def test_codebook_names_every_field_of_a_record():
    for kind in (Timex, Quantity):
        table = codebook({"t": kind})
        assert set(table.column) == set(kind.__dataclass_fields__)
        assert table.meaning.str.len().min() > 5


def test_codebook_reads_the_columns_of_a_module():
    class Module:
        """Text.

        ====== ==========
        column meaning
        ====== ==========
        a      the first
               of all
        b      another
        ====== ==========
        """

    assert codebook({"m": Module})[["column", "meaning"]].to_numpy().tolist() == [
        ["a", "the first of all"],
        ["b", "another"],
    ]


def test_markdown_escapes_what_would_break_the_table(tmp_path):
    table = pd.DataFrame({"a": ["x|y\nz", "<b>*_[l](u)", None], "b": [1, 2, 3]})
    text = write_markdown(table, tmp_path / "t.md", columns=["a"], title="عنوان").read_text(encoding="utf-8")
    assert text.splitlines()[:6] == ["# عنوان", "", '<div dir="rtl">', "", "| a |", "| --- |"]
    assert text.splitlines()[6:9] == [r"| x\|y z |", r"| &lt;b&gt;\*\_\[l\](u) |", "|  |"]
    with pytest.raises(ExportError, match="no column 'c'"):
        write_markdown(table, tmp_path / "u.md", columns=["c"])


def told(events, folder, lang):
    """Everything that is meant for readers in slides, calendar and Markdown."""
    slides = json.loads(
        write_timelinejs(events, folder / "t.json", force=True, lang=lang).read_text(encoding="utf-8")
    )["events"]
    calendar = unfolded(write_ics(events, folder / "t.ics", DCT, force=True, lang=lang))
    columns = ["event_id", "edtf", "label_ar", "certainty", "asserted_by", "sentence_id"]
    table = write_markdown(events, folder / "t.md", columns, force=True, lang=lang)
    return [
        *(
            text
            for s in slides
            for text in (s["text"]["text"], s.get("group", ""), s.get("display_date", ""))
        ),
        *(line.partition(":")[2] for line in calendar if line.startswith(("SUMMARY", "DESCRIPTION"))),
        *table.read_text(encoding="utf-8").splitlines(),
    ]


@pytest.mark.parametrize("certainty", ["realised", "planned", "conditional", "claimed"])
def test_no_english_and_no_id_stands_among_arabic_words(tmp_path, events, certainty):
    events = events.assign(certainty=certainty, theme="military", asserted_by="unsmil")
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^<>]*>", "", " ".join(told(events, tmp_path, "ar"))))
    assert set(words) <= {"EDTF"}
    assert "بعثة الأمم المتحدة للدعم في ليبيا" in "".join(told(events, tmp_path, "ar"))


def test_words_of_slides_calendar_and_table_are_english_on_request(tmp_path, events):
    said = "\n".join(told(events.assign(theme="military", asserted_by="unsmil"), tmp_path, "en"))
    for words in (
        "Certainty: planned",
        "Military",
        "Asserted by: UNSMIL",
        "until 31 December 2021",
        "| No. |",
    ):
        assert words in said


def test_an_actor_has_the_name_that_the_article_gives(tmp_path):
    article = from_text(
        "الرياض – قال وزير الصحة السوداني فهد بن علي أمس إن اللقاح وصل الجمعة إلى البلاد.", DCT
    )
    events = build_timeline(article)
    assert "-" in events.asserted_by[0]
    assert "القائل: فهد بن علي" in "".join(told(events, tmp_path, "ar"))


def test_dates_in_markdown_keep_their_order_among_arabic_words(tmp_path):
    table = pd.DataFrame({"edtf": ["2025-10-01~/2025-10-10"], "label_ar": ["من 2025-10-21 و2025-10-24"]})
    text = write_markdown(table, tmp_path / "t.md").read_text(encoding="utf-8")
    apart = '<span dir="ltr" style="white-space:nowrap">'
    assert (
        f"| {apart}2025-10-01\\~/2025-10-10</span> | من {apart}2025-10-21</span> و{apart}2025-10-24</span> |"
        in text
    )


def unfolded(path):
    return path.read_bytes().decode().replace("\r\n ", "").split("\r\n")


def test_calendar_holds_planned_events_only_and_a_month_is_never_a_day(tmp_path, events):
    lines = unfolded(write_ics(events, tmp_path / "t.ics", DCT))
    starts = [line.partition(":")[2] for line in lines if line.startswith("DTSTART")]
    ends = [line.partition(":")[2] for line in lines if line.startswith("DTEND")]
    assert starts == ["20211010", "20210901", "20211231"]
    assert ends == ["20211011", "20211001", "20220101"]
    summaries = [line.partition(":")[2] for line in lines if line.startswith("SUMMARY")]
    assert summaries == [r"انتخابات، مبكرة\; \\ عامة", "مؤتمر [سبتمبر 2021]", "انسحاب [حتى 31 ديسمبر 2021]"]
    assert lines.count("STATUS:TENTATIVE") == 3
    assert {line for line in lines if line.startswith("DTSTAMP")} == {"DTSTAMP:20210726T000000Z"}


def test_calendar_lines_are_folded_between_characters(tmp_path, events):
    raw = write_ics(events, tmp_path / "t.ics", DCT).read_bytes()
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")


def test_timelinejs_gives_no_date_more_parts_than_the_article(tmp_path, events):
    path = write_timelinejs(events, tmp_path / "t.json", title="<عنوان>")
    document = json.loads(path.read_text(encoding="utf-8"))
    slides = {slide["unique_id"]: slide for slide in document["events"]}
    assert list(slides) == ["E01", "E02", "E03", "E04", "E06"]
    assert slides["E02"]["start_date"] == {"year": 2021, "month": 10, "day": 10}
    assert slides["E03"]["start_date"] == {"year": 2021, "month": 9}
    shown = slides["E04"]["display_date"], slides["E06"]["display_date"]
    assert shown == ("حتى 31 ديسمبر 2021", "ابتداء من 26 يوليو 2021")
    assert "درجة التحقق: مقرَّر" in slides["E03"]["text"]["text"]
    assert "دقة التاريخ: شهر" in slides["E03"]["text"]["text"]
    assert document["title"]["text"]["headline"] == "&lt;عنوان&gt;"


def test_calendar_reaches_to_the_last_day_there_is(tmp_path, events):
    events = events.assign(date_start="9999-12-31", date_end="9999-12-31", precision="day")
    assert "DTEND;VALUE=DATE:99991231" in unfolded(write_ics(events, tmp_path / "t.ics", DCT))


def test_calendar_refuses_a_date_it_cannot_read(tmp_path, events):
    with pytest.raises(ExportError, match="'soon' is no date"):
        write_ics(events.assign(date_start="soon"), tmp_path / "t.ics", DCT)


WRITERS = {
    "csv": lambda p, **k: write_csv(pd.DataFrame({"a": [1]}), p, **k),
    "json": lambda p, **k: write_json({"t": pd.DataFrame({"a": [1]})}, p, **k),
    "xlsx": lambda p, **k: write_xlsx({"t": pd.DataFrame({"a": [1]})}, p, **k),
    "md": lambda p, **k: write_markdown(pd.DataFrame({"a": [1]}), p, **k),
    "ics": lambda p, **k: write_ics(pd.DataFrame(columns=["certainty"]), p, DCT, **k),
    "tjs": lambda p, **k: write_timelinejs(pd.DataFrame(columns=["date_start", "date_end"]), p, **k),
    "tml": lambda p, **k: write_timeml(from_text("وصل.", DCT), [], p, **k),
}


@pytest.mark.parametrize("name", WRITERS)
def test_nothing_is_overwritten_without_force(tmp_path, name):
    path = tmp_path / f"t.{name}"
    path.write_text("mine")
    with pytest.raises(ExportError, match="exists already"):
        WRITERS[name](path)
    assert path.read_text() == "mine"
    assert WRITERS[name](path, force=True).read_bytes() != b"mine"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", WRITERS)
def test_folder_missing_or_in_the_way_is_one_clear_error(tmp_path, name):
    for path, message in ((tmp_path / "no" / "t", "is not there"), (tmp_path, "is a folder")):
        with pytest.raises(ExportError, match=message) as caught:
            WRITERS[name](path, force=True)
        assert "\n" not in str(caught.value)


def test_half_a_surrogate_pair_is_one_clear_error(tmp_path):
    with pytest.raises(ExportError, match="surrogate"):
        write_csv(pd.DataFrame({"a": ["\ud800"]}), tmp_path / "t.csv")
    assert not list(tmp_path.iterdir())


def test_missing_values_and_shares_are_written_as_such(tmp_path):
    table = pd.DataFrame(
        {"a": [1.0, float("nan")], "b": [Fraction(1, 3), None], "c": [pd.NaT, dt.date(2021, 7, 26)]}
    )
    assert read_csv(write_csv(table, tmp_path / "t.csv")).to_numpy().tolist() == [
        ["1", "1/3", None],
        [None, None, "2021-07-26"],
    ]
