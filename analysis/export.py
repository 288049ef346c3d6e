"""Files for other programs: TimeML, CSV, JSON, XLSX, Markdown, calendars, each whole or not at all."""

from __future__ import annotations

import calendar
import csv
import dataclasses
import datetime as dt
import hashlib
import inspect
import io
import json
import math
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from importlib import resources
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from .articles import Article
from .files import whole
from .lexicon import load
from .timex import Timex
from .wording import Wording, actor_name, month_tradition, set_dates_apart, term_of, unsaid, when_of

_ARABIC = re.compile("[\u0621-\u064a]")
NAMESPACE = "urn:arabic-news-timeline"
_FORMAT, _VERSION = "arabic-news-timeline", 1
# A spreadsheet reads a cell that begins with one of these as a formula (also the full-width forms).
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_CELL_LIMIT = 32_767  # characters that an XLSX cell holds
_ROW_LIMIT = 1_048_576
_EPOCH = dt.datetime(2000, 1, 1)  # «created» of every workbook, so that equal tables give equal bytes


class ExportError(ValueError):
    """A file that cannot be written or read; the message is one line: file, place, remedy."""


def schema(name: str) -> str:
    """Text of a schema that the package ships.

    Parameters
    ----------
    name : {"timeml.rng", "timeline.schema.json"}
        File name in ``analysis/schemas``.

    Returns
    -------
    str

    Examples
    --------
    >>> json.loads(schema("timeline.schema.json"))["$id"]
    'urn:arabic-news-timeline:tables:1'
    """
    return (resources.files(__package__) / "schemas" / name).read_text(encoding="utf-8")


# --- writing whole files ----------------------------------------


def _write(path: str | Path, data: bytes, force: bool) -> Path:
    """Write under a temporary name beside the file, then rename: a reader never sees half a file."""
    path = Path(path)
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; name a file")
    if os.path.lexists(path) and not force:
        raise ExportError(f"{path}: exists already; use --force to replace it, or choose another name")
    try:
        with whole(path) as part:
            part.write_bytes(data)
    except FileNotFoundError:
        raise ExportError(f"{path}: the folder {path.parent} is not there") from None
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror})") from None
    return path


# --- cells ----------------------------------------


def records_table(records: Sequence[Any], kind: type | None = None) -> pd.DataFrame:
    """A table of records, one column a field, values unchanged.

    Parameters
    ----------
    records : sequence of dataclass instances
        For instance what `tag_times` or `find_quantities` returns.
    kind : type, optional
        Their class; gives the columns where there are no records.

    Returns
    -------
    pandas.DataFrame
        Of dtype object, so that a missing number does not turn its column into floats.

    Examples
    --------
    >>> records_table([Timex(0, 3, "أمس", "DATE", "2021-07-25")])[["text", "value", "mod"]].to_dict("records")
    [{'text': 'أمس', 'value': '2021-07-25', 'mod': None}]
    """
    kind = kind or (type(records[0]) if records else None)
    columns = [f.name for f in dataclasses.fields(kind)] if kind else []
    rows = [[getattr(r, c) for c in columns] for r in records]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _plain(value: Any) -> Any:
    """A value as JSON knows it: dates and shares as text, whole floats as integers, missing as None."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in value]
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()  # a NumPy scalar
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if value.is_integer() else value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if isinstance(value, str | bool | int) else str(value)


def _rows(table: pd.DataFrame) -> list[list[Any]]:
    return [[_plain(v) for v in row] for row in table.itertuples(index=False, name=None)]


def _cell(value: Any) -> str | int | float | None:
    """A value as one cell: lists as JSON text, an empty list as nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value


# --- CSV ----------------------------------------


def write_csv(table: pd.DataFrame, path: str | Path, force: bool = False) -> Path:
    """Write a table as CSV that spreadsheets open right: UTF-8 with a byte order mark, text quoted.

    Text that a spreadsheet would run as a formula is written with an apostrophe before it, which `read_csv`
    takes off.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; the index is left out.
    path : str or pathlib.Path
        The file.
    force : bool
        Replace a file that is there already.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ExportError
        The file exists, or cannot be written.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([_guarded(str(c)) for c in table.columns])
    for row in _rows(table):
        writer.writerow([_guarded(_cell(v)) for v in row])
    return _write(path, _encoded(buffer.getvalue(), path, "utf-8-sig"), force)


def csv_line(cells: Iterable[Any]) -> str:
    r"""Write one row as a line of CSV, in the manner of `write_csv`.

    Examples
    --------
    >>> print(csv_line(["t01", 3, None, "=SUM(A1)"]), end="")
    "t01",3,"","'=SUM(A1)"
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([_guarded(_cell(_plain(v))) for v in cells])
    return buffer.getvalue()


def _encoded(text: str, path: str | Path, encoding: str = "utf-8") -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise ExportError(f"{path}: character {error.start} is half of a surrogate pair, no text") from None


def _guarded(value: Any) -> Any:
    if value is None:
        return ""
    guard = isinstance(value, str) and value.startswith((*_FORMULA, "'"))
    return "'" + value if guard else value


def read_csv(path: str | Path) -> pd.DataFrame:
    """Read a table that `write_csv` wrote; every cell is text, an empty one None.

    Raises
    ------
    ExportError
        The file is missing or is no CSV in UTF-8.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except OSError as error:
        raise ExportError(f"{path}: cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ExportError(f"{path}: no CSV in UTF-8 ({error})") from None
    if not rows:
        raise ExportError(f"{path}: is empty; a table needs a header")
    bare = [[c.removeprefix("'") or None for c in row] for row in rows]
    return pd.DataFrame(bare[1:], columns=bare[0], dtype=object)


# --- JSON ----------------------------------------


def write_json(
    tables: Mapping[str, pd.DataFrame], path: str | Path, article: Article | None = None, force: bool = False
) -> Path:
    """Write tables as one JSON document, after the schema ``timeline.schema.json``.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        For instance ``{"events": build_timeline(article)}``.
    path : str or pathlib.Path
        The file.
    article : Article, optional
        The article; its publication day and the digest of its text go into the document.
    force : bool
        Replace a file that is there already.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ExportError
        The file exists, or cannot be written.
    """
    return _write(path, _encoded(json_document(tables, article), path), force)


def json_document(tables: Mapping[str, pd.DataFrame], article: Article | None = None) -> str:
    """Give what `write_json` writes as text.

    Parameters
    ----------
    tables, article
        As in `write_json`.

    Returns
    -------
    str
    """
    document = {"format": _FORMAT, "version": _VERSION, "article": _article_facts(article)}
    document["tables"] = {name: _records(table) for name, table in tables.items()}
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [str(c) for c in table.columns]
    return [dict(zip(columns, row, strict=True)) for row in _rows(table)]


def _article_facts(article: Article | None) -> dict[str, Any] | None:
    if article is None:
        return None
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    facts = {"published": article.published.isoformat(), "sha256": digest}
    return facts | {k: article.source.get(k) for k in ("title", "outlet")}


def read_json(path: str | Path) -> dict[str, pd.DataFrame]:
    """Read the tables that `write_json` wrote.

    Raises
    ------
    ExportError
        The file is missing or is no such document.
    """
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ExportError(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise ExportError(f"{path}: no JSON in UTF-8 ({error})") from None
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise ExportError(f"{path}: no document of {_FORMAT}")
    if document.get("version") != _VERSION:
        raise ExportError(f"{path}: version {document.get('version')}; this program reads version {_VERSION}")
    return {name: pd.DataFrame(rows, dtype=object) for name, rows in document["tables"].items()}


# --- XLSX ----------------------------------------


def write_xlsx(
    tables: Mapping[str, pd.DataFrame],
    path: str | Path,
    codebook: pd.DataFrame | None = None,
    force: bool = False,
) -> Path:
    """Write tables as a workbook: a sheet a table, right to left, and a sheet with the codebook.

    Text stays text: nothing from an article becomes a formula or a link. Equal tables give equal bytes.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Sheet name (31 characters at most) to table.
    path : str or pathlib.Path
        The file.
    codebook : pandas.DataFrame, optional
        For instance from `codebook`; written as the last sheet, left to right.
    force : bool
        Replace a file that is there already.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ExportError
        XlsxWriter is not installed, a table is too long, or the file exists or cannot be written.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise ExportError(f"{path}: a workbook needs XlsxWriter; pip install xlsxwriter") from None
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _EPOCH})
    for name, table in tables.items():
        _sheet(book, name, table, path, right_to_left=True)
    if codebook is not None:
        _sheet(book, "codebook", codebook, path, right_to_left=False)
    try:
        book.close()
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise ExportError(f"{path}: {error}") from None
    return _write(path, buffer.getvalue(), force)


def _sheet(book: Any, name: str, table: pd.DataFrame, path: str | Path, right_to_left: bool) -> None:
    if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name):
        raise ExportError(f"{path}: {name!r} is no sheet name; 31 characters at most, none of []:*?/\\")
    if len(table) >= _ROW_LIMIT:
        raise ExportError(f"{path}: {name} has {len(table)} rows; a sheet holds {_ROW_LIMIT - 1}: use CSV")
    sheet = book.add_worksheet(name)
    if right_to_left:
        sheet.right_to_left()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    cell = {"text_wrap": True, "valign": "top"}
    # said cell by cell: left to the program, «…» at the end of an Arabic cell jumps to its start
    body = {rtl: book.add_format({**cell, "reading_order": 2 if rtl else 1}) for rtl in (True, False)}
    for column, title in enumerate(map(str, table.columns)):
        sheet.write_string(0, column, title, head)
    rows = [[_cell(v) for v in row] for row in _rows(table)]
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _put(sheet, line, column, value, body[isinstance(value, str) and bool(_ARABIC.search(value))])
    for column, title in enumerate(map(str, table.columns)):
        longest = max((len(str(r[column])) for r in rows[:200] if r[column] is not None), default=0)
        sheet.set_column(column, column, min(60, max(len(title), longest) + 2))
    sheet.freeze_panes(1, 0)
    if len(table.columns):
        sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)


def _put(sheet: Any, line: int, column: int, value: Any, style: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        cut = value if len(value) <= _CELL_LIMIT else value[: _CELL_LIMIT - 1] + "…"
        sheet.write_string(line, column, cut, style)
    else:
        sheet.write_number(line, column, value, style)


def codebook(sources: Mapping[str, Any]) -> pd.DataFrame:
    """What each column means, read from the docstrings that define them.

    Parameters
    ----------
    sources : mapping of str to object
        Table name to the record class (its numpydoc parameters) or module (its table of columns).

    Returns
    -------
    pandas.DataFrame
        With the columns ``table``, ``column`` and ``meaning``.

    Examples
    --------
    >>> codebook({"times": Timex}).iloc[2].to_dict()
    {'table': 'times', 'column': 'text', 'meaning': '``article_text[start:end]``.'}
    """
    rows = [
        (table, column, meaning)
        for table, source in sources.items()
        for column, meaning in _meanings(inspect.getdoc(source) or "")
    ]
    return pd.DataFrame(rows, columns=["table", "column", "meaning"], dtype=object)


def _meanings(doc: str) -> Iterator[tuple[str, str]]:
    lines = doc.splitlines()
    ruled = [i for i, line in enumerate(lines) if re.fullmatch(r"=+ +=+", line.strip())]
    if len(ruled) >= 3:
        yield from _ruled_rows(lines[ruled[1] + 1 : ruled[2]])
    elif "Parameters" in lines:
        yield from _parameters(lines[lines.index("Parameters") + 2 :])


def _ruled_rows(lines: list[str]) -> Iterator[tuple[str, str]]:
    rows: list[list[str]] = []
    for line in lines:
        if line[:1].strip():
            rows.append(line.split(None, 1))
        elif rows and line.strip():
            rows[-1][-1] += " " + line.strip()
    yield from ((name, " ".join(rest)) for name, *rest in rows)


def _parameters(lines: list[str]) -> Iterator[tuple[str, str]]:
    names: list[str] = []
    meaning: list[str] = []
    for line in [*lines, "End"]:
        if line.startswith("    "):
            meaning.append(line.strip())
        elif line.strip():
            yield from ((name, " ".join(meaning)) for name in names)
            if " : " not in line:
                return
            names, meaning = [n.strip() for n in line.split(" : ")[0].split(",")], []


# --- Markdown ----------------------------------------


def write_markdown(
    table: pd.DataFrame,
    path: str | Path,
    columns: Sequence[str] | None = None,
    title: str | None = None,
    force: bool = False,
    lang: str = "ar",
) -> Path:
    """Write a table as Markdown, right to left, in words: columns, terms of closed lists and actors by name.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    path : str or pathlib.Path
        The file.
    columns : sequence of str, optional
        The columns to write, in their order; all where it is not given.
    title : str, optional
        A heading above the table.
    force : bool
        Replace a file that is there already.
    lang : {"ar", "en"}
        Language of the words; that of the direction, too.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ExportError
        A column is not in the table, or the file exists or cannot be written.
    """
    missing = [c for c in columns or () if c not in table.columns]
    if missing:
        raise ExportError(f"{path}: no column {', '.join(map(repr, missing))} in the table")
    shown = table[list(columns)] if columns else table
    lines = [f"# {_markdown(title)}", ""] if title else []
    head = [load("table_words")[lang].get(str(c), str(c)) for c in shown.columns]
    direction = "rtl" if lang == "ar" else "ltr"
    lines += [f'<div dir="{direction}">', "", _line(head), _line("---" for _ in head)]
    names = table.attrs.get("actors", {})
    lines += [_line(_in_words(row, shown.columns, names, lang)) for row in _rows(shown)]
    text = "\n".join([*lines, "", "</div>", ""])
    return _write(path, _encoded(text, path), force)


# Columns of closed lists, and the names of these lists.
_LISTS = {
    "certainty": "certainty",
    "precision": "precision",
    "date_basis": "basis",
    "attribution": "attribution",
}


def _in_words(row: list[Any], columns: Iterable[Any], names: Mapping, lang: str) -> Iterator[Any]:
    """Cells as a reader wants them: terms and actors by name."""
    for column, value in zip(map(str, columns), row, strict=True):
        if column in _LISTS and value is not None:
            yield term_of(_LISTS[column], value, lang)
        elif column == "asserted_by" and value is not None:
            yield actor_name(value, lang, names)
        else:
            yield _cell(value)


def _line(cells: Iterable[Any]) -> str:
    return "| " + " | ".join(_markdown(c) for c in cells) + " |"


def _markdown(value: Any) -> str:
    text = "" if value is None else str(value)
    if text == "---":
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = set_dates_apart(" ".join(text.split()), "span", 'dir="ltr" style="white-space:nowrap"')
    parts = re.split("(<[^<>]*>)", text)
    parts[::2] = [re.sub(r"([\\`*_\[\]#|~$!])", r"\\\1", part) for part in parts[::2]]
    return "".join(parts)


# --- what slides and calendars say of an event ----------------------------------------


@dataclasses.dataclass(frozen=True)
class _Teller:
    """Words about events in one language, dates with the month names of the article."""

    lang: str
    words: Wording
    names: Mapping[str, tuple[str | None, str | None]]

    @classmethod
    def of(cls, events: pd.DataFrame, lang: str) -> _Teller:
        said = [text for text in events.get("evidence", ()) if isinstance(text, str)]
        words = Wording(lang, tradition=month_tradition(said))
        return cls(lang, words, events.attrs.get("actors", {}))

    def date(self, row: Mapping[str, Any]) -> str:
        """Date in words; a start without an end is no point unless the row is to the day."""
        begun = row["date_end"] is None and row["precision"] in ("interval", "vague")
        edtf = row["edtf"] if not begun or "/" in str(row["edtf"]) else f"{row['date_start']}/.."
        return self.words.words_of(when_of({**row, "edtf": edtf}))

    def label(self, row: Mapping[str, Any]) -> str:
        return (row.get("label_en") if self.lang == "en" else None) or row["label_ar"]

    def summary(self, row: Mapping[str, Any]) -> str:
        """Label, with the date where it is no single day that the calendar shows by itself."""
        exact = row["date_start"] is not None and row["precision"] == "day"
        return self.label(row) if exact else f"{self.label(row)} [{self.date(row)}]"

    def theme(self, row: Mapping[str, Any]) -> str | None:
        """Name of the theme; one that is not known stands as it is."""
        known = {theme["id"]: theme[self.lang] for theme in load("figure_words")["themes"]}
        return known.get(row.get("theme"), row.get("theme"))

    def note(self, row: Mapping[str, Any]) -> str:
        """How sure the date and the event are, and who says so."""
        cue, who = row.get("certainty_cue"), row.get("asserted_by")
        said = {key: term_of(key, row[key], self.lang) for key in ("precision", "certainty")}
        said["certainty_cue"] = None if unsaid(cue) else f"«{cue}»"
        said["asserted_by"] = None if unsaid(who) else actor_name(who, self.lang, self.names)
        keys = load("table_words")[self.lang]
        joint = "؛ " if self.lang == "ar" else "; "
        return joint.join(f"{keys[key]}: {value}" for key, value in said.items() if value)

    def paragraph(self, row: Mapping[str, Any]) -> str:
        direction = "rtl" if self.lang == "ar" else "ltr"
        return f"<p dir='{direction}' lang='{self.lang}'>{escape(self.note(row))}</p>"


# --- iCalendar ----------------------------------------


def write_ics(
    events: pd.DataFrame, path: str | Path, published: dt.date, force: bool = False, lang: str = "ar"
) -> Path:
    """Write the planned events of a timeline as all-day entries of an iCalendar file.

    A month, season or year fills all of its days and says so in the summary: it is never given a day. A date
    by which something is to happen stands on that day, and the summary says «until». Entries are tentative
    and leave the calendar's owner free.

    Parameters
    ----------
    events : pandas.DataFrame
        From `build_timeline`; rows whose `certainty` is not ``planned`` are left out, and those that no days
        can stand for: without a date, or vague and open at the end.
    path : str or pathlib.Path
        The file.
    published : datetime.date
        Publication day; stands as the entries' time stamp, so that equal tables give equal bytes.
    force : bool
        Replace a file that is there already.
    lang : {"ar", "en"}
        Language of the words.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ExportError
        A date cannot be read, or the file exists or cannot be written.

    References
    ----------
    RFC 5545.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//arabic-news-timeline//EN", "CALSCALE:GREGORIAN"]
    teller = _Teller.of(events, lang)
    for row in _records(events):
        if row["certainty"] == "planned" and _has_days(row):
            lines += _entry(row, path, published, teller)
    lines.append("END:VCALENDAR")
    data = b"".join(_folded(_encoded(line, path)) for line in lines)
    return _write(path, data, force)


def _has_days(row: dict[str, Any]) -> bool:
    open_end = row["date_end"] is None and row["precision"] != "day"
    return bool(row["date_start"] or row["date_end"]) and not open_end


def _entry(row: dict[str, Any], path: str | Path, published: dt.date, teller: _Teller) -> list[str]:
    first, last = row["date_start"] or row["date_end"], row["date_end"] or row["date_start"]
    start, end = _day(first, path, last=False), _day(last, path, last=True)
    if row["date_start"] is None:
        start = end  # «by the end of»: the deadline, not the time before it
    after = min(end, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1)
    digest = hashlib.sha256(f"{row['event_id']} {row['evidence']}".encode()).hexdigest()[:20]
    note = f"{row['evidence']}\n({teller.note(row)})"
    return [
        "BEGIN:VEVENT",
        f"UID:{digest}@{_FORMAT}",
        f"DTSTAMP:{published:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_ics_text(teller.summary(row))}",
        f"DESCRIPTION:{_ics_text(note)}",
        *([f"LOCATION:{_ics_text(row['place'])}"] if row.get("place") else []),
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _day(value: str, path: str | Path, last: bool) -> dt.date:
    """First or last day of an ISO date at reduced precision."""
    try:
        parts = [int(p) for p in value.split("-")]
        year, month, day = [*parts, None, None][:3]
        month = month or (12 if last else 1)
        return dt.date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
    except (ValueError, calendar.IllegalMonthError):
        raise ExportError(f"{path}: {value!r} is no date such as 2021, 2021-07 or 2021-07-26") from None


def _ics_text(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = re.sub(r"\r\n|\r|\n|\u2028|\u2029", r"\\n", text)
    return re.sub("[\x00-\x08\x0b-\x1f\x7f]", "", text)


def _folded(line: bytes) -> bytes:
    """At most 75 bytes a line, never cut inside a character."""
    out, limit = [], 75
    while len(line) > limit:
        cut = limit
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        out.append(line[:cut])
        line, limit = line[cut:], 74
    return b"\r\n ".join([*out, line]) + b"\r\n"


# --- TimelineJS ----------------------------------------


def write_timelinejs(
    events: pd.DataFrame, path: str | Path, title: str | None = None, force: bool = False, lang: str = "ar"
) -> Path:
    """Write a timeline as JSON for TimelineJS; every slide says its precision and certainty in words.

    Parameters
    ----------
    events : pandas.DataFrame
        From `build_timeline`; rows without any date are left out.
    path : str or pathlib.Path
        The file.
    title : str, optional
        Headline of the opening slide.
    force : bool
        Replace a file that is there already.
    lang : {"ar", "en"}
        Language of the words.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ExportError
        A date cannot be read, or the file exists or cannot be written.
    """
    dated = [row for row in _records(events) if row["date_start"] or row["date_end"]]
    teller = _Teller.of(events, lang)
    document: dict[str, Any] = {"events": [_slide(row, path, teller) for row in dated]}
    if title:
        document["title"] = {"text": {"headline": escape(title)}}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return _write(path, _encoded(text, path), force)


def _slide(row: dict[str, Any], path: str | Path, teller: _Teller) -> dict[str, Any]:
    start, end = row["date_start"], row["date_end"]
    first = _date_parts(start or end, path)
    slide = {
        "unique_id": row["event_id"],
        "group": teller.theme(row),
        "start_date": first,
        "text": {
            "headline": escape(teller.label(row)),
            "text": f"<p dir='rtl' lang='ar'>{escape(row['evidence'])}</p>{teller.paragraph(row)}",
        },
    }
    if start and end and start != end:
        slide["end_date"] = _date_parts(end, path)
    if not (start and end):  # a date by which, or from which: never drawn as if it were the day itself
        slide["display_date"] = teller.date(row)
    return {key: value for key, value in slide.items() if value is not None}


def _date_parts(value: str, path: str | Path) -> dict[str, int]:
    """Year, month and day as far as the date goes; a month is never given a day."""
    _day(value, path, last=False)
    return dict(zip(("year", "month", "day"), map(int, value.split("-")), strict=False))


# --- TimeML ----------------------------------------

# Characters that XML 1.0 cannot hold, and those that a parser would change.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EXTRA: dict[str, Callable[[str], Any]] = {
    "anchor": str,
    "rule": str,
    "earliest": dt.date.fromisoformat,
    "latest": dt.date.fromisoformat,
    "precision": str,
    "edtf": str,
    "flags": lambda text: tuple(text.split()),
    "signal": str,
}


def to_timeml(text: str, timexes: Sequence[Timex], dct: dt.date, docid: str | None = None) -> str:
    """A TimeML document: the text with its time expressions as inline TIMEX3, and the publication day as t0.

    Parameters
    ----------
    text : str
        The unedited text.
    timexes : sequence of Timex
        Its time expressions, for instance from `tag_times`.
    dct : datetime.date
        Publication day.
    docid : str, optional
        Name of the document.

    Returns
    -------
    str
        Valid by the shipped schema ``timeml.rng``. Each character of the text is kept: those that XML cannot
        hold stand as processing instructions, ``<?char 000B?>``.

    Raises
    ------
    ExportError
        Expressions overlap, or one does not stand in the text where it says.

    Examples
    --------
    >>> day = dt.date(2021, 7, 26)
    >>> found = Timex(4, 7, "أمس", "DATE", "2021-07-25", anchor="DCT", rule="day")
    >>> document = to_timeml("وصل أمس.", [found], day)
    >>> print(document.split("<TEXT>")[1].split(" temporalFunction")[0])
    وصل <TIMEX3 tid="t1" type="DATE" value="2021-07-25"
    >>> from_timeml(document)[0]
    'وصل أمس.'

    References
    ----------
    TimeML 1.2.1; TempEval-3 document layout.
    """
    parts, last = [], 0
    for number, timex in enumerate(sorted(timexes, key=lambda t: t.start), 1):
        if timex.start < last or text[timex.start : timex.end] != timex.text or not timex.text:
            raise ExportError(f"time expression at {timex.start}: overlaps another or is not in the text")
        parts += [_xml(text[last : timex.start]), _timex3(timex, number)]
        last = timex.end
    parts.append(_xml(text[last:]))
    day = dct.isoformat()
    head = f"<DOCID>{_xml(docid)}</DOCID>\n" if docid else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<TimeML xmlns:ant="{NAMESPACE}">\n{head}'
        f'<DCT><TIMEX3 tid="t0" type="DATE" value="{day}" temporalFunction="false" '
        f'functionInDocument="CREATION_TIME">{day}</TIMEX3></DCT>\n<TEXT>{"".join(parts)}</TEXT>\n</TimeML>\n'
    )


def _timex3(timex: Timex, number: int) -> str:
    names: dict[str, str | None] = {
        "tid": f"t{number}",
        "type": timex.type,
        "value": timex.value,
        "mod": timex.mod,
        "temporalFunction": "true" if timex.anchor else "false",
        "functionInDocument": "NONE",
        "anchorTimeID": "t0" if timex.anchor == "DCT" else None,
    }
    for name in _EXTRA:
        value = getattr(timex, name)
        plain = (
            " ".join(value)
            if isinstance(value, tuple)
            else value.isoformat()
            if isinstance(value, dt.date)
            else value
        )
        names[f"ant:{name}"] = plain or None
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in names.items() if value is not None)
    return f"<TIMEX3{attributes}>{_xml(timex.text)}</TIMEX3>"


def _xml(text: str) -> str:
    return _NO_XML.sub(lambda m: f"<?char {ord(m[0]):04X}?>", escape(text, {"\r": "&#13;"}))


def from_timeml(document: str) -> tuple[str, list[Timex], dt.date]:
    """Read what `to_timeml` wrote.

    Parameters
    ----------
    document : str
        A TimeML document.

    Returns
    -------
    tuple of (text, time expressions, publication day)

    Raises
    ------
    ExportError
        It is no TimeML document with DCT and TEXT.

    Examples
    --------
    >>> from_timeml(to_timeml("وصل أمس.", [], dt.date(2021, 7, 26)))
    ('وصل أمس.', [], datetime.date(2021, 7, 26))
    """
    if "<!DOCTYPE" in document[:2000]:
        raise ExportError("TimeML: a document type declaration is not read; take it out")
    try:
        builder = ET.TreeBuilder(insert_pis=True)
        root = ET.fromstring(document.encode("utf-8"), ET.XMLParser(target=builder))
        dct = dt.date.fromisoformat(root.find("DCT/TIMEX3").attrib["value"][:10])
        body = root.find("TEXT")
        text, timexes = _body(body)
    except (ET.ParseError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise ExportError(f"TimeML: no document with DCT and TEXT ({error})") from None
    return text, timexes, dct


def _body(body: ET.Element) -> tuple[str, list[Timex]]:
    parts, at, timexes = [body.text or ""], len(body.text or ""), []
    for child in body:
        words = _character(child) if child.tag is ET.PI else _words(child)
        if child.tag is not ET.PI:
            timexes.append(_timex(child, at, words))
        parts += [words, child.tail or ""]
        at += len(words) + len(child.tail or "")
    return "".join(parts), timexes


def _words(element: ET.Element) -> str:
    return (element.text or "") + "".join(_character(c) + (c.tail or "") for c in element)


def _character(instruction: ET.Element) -> str:
    name, code = (instruction.text or "").split()
    if name != "char":
        raise ValueError(f"unknown processing instruction {name}")
    return chr(int(code, 16))


def _timex(element: ET.Element, start: int, words: str) -> Timex:
    known = element.attrib
    extra = {
        n: read(known[f"{{{NAMESPACE}}}{n}"]) for n, read in _EXTRA.items() if f"{{{NAMESPACE}}}{n}" in known
    }
    return Timex(start, start + len(words), words, known["type"], known["value"], known.get("mod"), **extra)


def write_timeml(article: Article, timexes: Sequence[Timex], path: str | Path, force: bool = False) -> Path:
    """Write an article and its time expressions as a TimeML file.

    Raises
    ------
    ExportError
        As `to_timeml`, or the file exists or cannot be written.
    """
    name = article.folder.name if article.folder else None
    return _write(path, _encoded(to_timeml(article.text, timexes, article.published, name), path), force)
