"""Files of any kind into plain text (.txt in several encodings, .html, .docx, .pdf); each choice is said."""

from __future__ import annotations

import codecs
import contextlib
import datetime as dt
import io
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

KINDS = {".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx", ".pdf": "pdf"}
ENCODINGS = ("utf-8", "utf-16", "windows-1256", "auto")
_TEXT_ENDINGS = {"", ".txt", ".text", ".md"}
_LARGEST = 64_000_000  # bytes of one unpacked part of a .docx; more is no news article

_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_WORD = re.compile(r"[^\W\d_]+")


class ArticleError(ValueError):
    """An article that cannot be read; the message is one line naming the file, the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A day that a file states about itself.

    Parameters
    ----------
    day : datetime.date
        The day, as written there (no time zone is reckoned with).
    where : str
        The place, in words for the reader.
    rank : int
        0: names the day of publication; 1: a time on the page; 2: when the file was made.
    """

    day: dt.date
    where: str
    rank: int


@dataclass(frozen=True, slots=True)
class Intake:
    """The plain text of a file, and how it was come by.

    Parameters
    ----------
    text : str
        The text, headline first, one paragraph a line. A .txt file is decoded and not otherwise changed,
        except that a byte order mark is dropped.
    kind : {"txt", "html", "docx", "pdf"}
        What the file is.
    encoding : str or None
        Encoding of the bytes; None for kinds that have none.
    notes : tuple of str
        What was recognised, chosen or left out, one sentence each, for the reader.
    stated : tuple of Stated
        Days that the file's markup or properties state.
    title, outlet : str or None
        As the markup or the properties state them.
    """

    text: str
    kind: str
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()
    title: str | None = None
    outlet: str | None = None


def read_input(path: str | Path, encoding: str = "auto") -> Intake:
    """Read a file of any kind into plain text.

    Parameters
    ----------
    path : str or pathlib.Path
        A .txt, .html, .docx or .pdf file; the ending decides.
    encoding : {"auto", "utf-8", "utf-16", "windows-1256"}
        Of a .txt or .html file. ``"auto"`` recognises it, and `Intake.notes` says which it is.

    Returns
    -------
    Intake

    Raises
    ------
    ArticleError
        One line: the file is missing, of another kind, cannot be decoded, or holds no Arabic; or the library
        that reads its kind is not installed.

    Examples
    --------
    >>> read_input("seeds/2021-07-26-alarab-kadhimi-washington/article.txt").notes
    ()
    """
    path = Path(path)
    raw = read_bytes(path)
    kind = kind_of(path)
    if kind is None:
        raise ArticleError(f"{path}: cannot read {path.suffix} files; save it as .txt, .html, .docx or .pdf")
    result = {"txt": _read_text, "html": _read_html, "docx": _read_docx, "pdf": _read_pdf}[kind](
        raw, path, encoding
    )
    if not _ARABIC.search(result.text):
        result = _as_letters(result)
    if not _ARABIC.search(result.text):
        raise ArticleError(f"{path}: holds no Arabic letter")
    return result


def _as_letters(found: Intake) -> Intake:
    """A text that holds nothing but letters as drawn, with these turned back."""
    if not _PRESENTATION.search(found.text):
        return found
    note = "its letters, written as they are drawn (presentation forms), were turned back into letters"
    return replace(found, text=fold_presentation_forms(found.text), notes=(*found.notes, note))


def kind_of(path: Path) -> str | None:
    """What a file is by its ending: ``txt``, ``html``, ``docx``, ``pdf``, or None for another kind."""
    suffix = path.suffix.lower()
    return KINDS.get(suffix, "txt" if suffix in _TEXT_ENDINGS else None)


def read_bytes(path: Path) -> bytes:
    """Read a file's bytes.

    Raises
    ------
    ArticleError
        It is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"{path}: no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise ArticleError(f"{path}: is a folder; name a file in it") from None
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror})") from None


# ── plain text and its encodings ───


def _read_text(raw: bytes, path: Path, encoding: str) -> Intake:
    text, name, notes = decode(raw, path, encoding)
    if "\0" in text:
        raise ArticleError(f"{path}: is not plain text (it holds NUL characters); save it as UTF-8 .txt")
    return Intake(text, "txt", name, notes)


def decode(raw: bytes, path: Path, encoding: str = "auto") -> tuple[str, str, tuple[str, ...]]:
    """Decode bytes, and say what was recognised.

    Parameters
    ----------
    raw : bytes
        The file's bytes.
    path : pathlib.Path
        For the message.
    encoding : {"auto", "utf-8", "utf-16", "windows-1256"}
        ``"auto"``: byte order mark, else UTF-8, else the one of UTF-16, Windows-1256 and ISO-8859-6 that
        reads as Arabic.

    Returns
    -------
    tuple of (text, encoding, notes)

    Raises
    ------
    ArticleError
        The bytes are not in that encoding, or in none that is recognised.

    Examples
    --------
    >>> decode("وصل الوزير إلى بغداد.".encode("cp1256"), Path("old.txt"))
    ('وصل الوزير إلى بغداد.', 'windows-1256', ('read as Windows-1256 (it is not UTF-8)',))
    """
    if encoding not in ENCODINGS:
        raise ArticleError(f"{encoding!r}: no such encoding; there are {', '.join(ENCODINGS)}")
    if encoding == "auto":
        return _recognise(raw, path)
    try:
        if encoding == "utf-8":
            return raw.decode("utf-8-sig"), encoding, ()
        return _decode_named(raw, encoding), encoding, (f"read as {_SPOKEN[encoding]}, as told",)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{path}: not {_SPOKEN[encoding]} (byte {error.start}); try --encoding auto, or save it as UTF-8"
        ) from None


_SPOKEN = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "windows-1256": "Windows-1256",
    "iso-8859-6": "ISO-8859-6",
}
_MARKS = (  # longest first: the UTF-32 mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _decode_named(raw: bytes, encoding: str) -> str:
    marked = any(raw.startswith(mark) for mark, _ in _MARKS)
    if encoding == "utf-16" and not marked:
        return raw.decode(_utf16_order(raw) or "utf-16-le")
    return raw.decode(encoding)


def _recognise(raw: bytes, path: Path) -> tuple[str, str, tuple[str, ...]]:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            try:
                text = raw.decode("utf-8-sig" if name == "utf-8" else name)
            except UnicodeDecodeError as error:
                raise ArticleError(
                    f"{path}: begins with a mark of {_SPOKEN[name]}, but byte {error.start} is not;"
                    " save it as UTF-8"
                ) from None
            return text, name, (f"read as {_SPOKEN[name]} by its byte order mark",)
    try:
        text = raw.decode("utf-8")
        if "\0" not in text:
            return text, "utf-8", ()
    except UnicodeDecodeError as error:
        broken = error
    else:
        broken = None
    found = _candidates(raw)
    if len(found) == 1:
        name, text = found[0]
        return text, name, (f"read as {_SPOKEN[name]} (it is not UTF-8)",)
    place = f" (byte {broken.start})" if broken else ""
    which = f"could be {' or '.join(_SPOKEN[n] for n, _ in found)}" if found else "nor anything recognised"
    raise ArticleError(f"{path}: not UTF-8{place}, {which}; save it as UTF-8, or name it with --encoding")


def _candidates(raw: bytes) -> list[tuple[str, str]]:
    """Encodings in which the bytes read as Arabic text."""
    order = _utf16_order(raw)
    tries = [("utf-16", order)] if order else [("windows-1256", "cp1256"), ("iso-8859-6", "iso-8859-6")]
    found = []
    for name, codec in tries:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if _reads_as_arabic(text):
            found.append((name, text))
    return found


def _utf16_order(raw: bytes) -> str | None:
    """Byte order of UTF-16 without a mark: one byte in two is that of the Arabic block or of ASCII."""
    if len(raw) < 4 or len(raw) % 2:
        return None
    sample = raw[:20_000]
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(high.count(b) for b in (b"\x06", b"\x00", b"\x20")) > 0.9 * len(high):
            return codec
    return None


def _reads_as_arabic(text: str) -> bool:
    """Say whether a text is Arabic prose and not the wreck of another encoding.

    The article begins one word in ten or more of any Arabic text, no word mixes Arabic and Latin letters, and
    ta marbuta and alef maqsura stand only at a word's end.
    """
    words = _WORD.findall(text[:100_000])
    arabic = [w for w in words if _ARABIC.search(w)]
    if len(arabic) < 3 or any(
        unicodedata.category(c) == "Cc" and c not in "\t\n\r\f" for c in text[:100_000]
    ):
        return False
    mixed = sum(1 for w in arabic if re.search("[A-Za-zÀ-ɏ]", w))
    ends_inside = sum(1 for w in arabic if re.search("[ةى](?=[ء-ي])", w))
    article = sum(1 for w in arabic if re.match("[وفبك]?ال|لل", w))
    n = len(arabic)
    return len(arabic) > len(words) / 2 and mixed <= n / 50 and ends_inside <= n / 50 and article >= n / 20


# ── pages ───

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_-]{2,40})", re.I)
_PUBLISHED = {
    *("article:published_time", "og:published_time", "datepublished", "publishdate", "publish_date"),
    *("publish-date", "pubdate", "date", "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.date"),
    *(
        "parsely-pub-date",
        "sailthru.date",
        "article.published",
        "published_at",
        "cxenseparse:recs:publishtime",
    ),
}
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_JSON_LD = re.compile(r'"datePublished"\s{0,10}:\s{0,10}"([^"]{10,40})"')
_TITLES = ("og:title", "twitter:title")


class _Head(HTMLParser):
    """What a page says of itself: title, outlet, days."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.days: list[tuple[str, str, int]] = []
        self.inside: str | None = None
        self.words: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        name = (facts.get("property") or facts.get("name") or facts.get("itemprop") or "").lower()
        value = facts.get("content") or facts.get("datetime") or ""
        if tag == "meta" and name:
            self.meta.setdefault(name, value)
        if name in _PUBLISHED:
            self.days.append((value, f"<{tag} {name}>", 0))
        elif tag == "time":
            self.days.append((value, "<time>", 1))
        if tag == "script" and facts.get("type", "").lower() != "application/ld+json":
            return
        if tag in ("title", "h1", "script") and tag not in self.words:
            self.inside = tag
            self.words[tag] = []
        elif tag == "script":
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words[self.inside].append(data)

    def said(self, tag: str) -> str | None:
        return " ".join("".join(self.words.get(tag, ())).split()) or None


def _read_html(raw: bytes, path: Path, encoding: str) -> Intake:
    try:
        import trafilatura
    except ImportError:
        raise _missing(path, "trafilatura") from None
    markup, name, notes = _decode_page(raw, path, encoding)
    head = _Head()
    with contextlib.suppress(AssertionError):  # on «<![x[» the parser gives up; what it has read counts
        head.feed(markup)
    body = trafilatura.bare_extraction(
        markup, include_comments=False, include_tables=False, favor_recall=False, with_metadata=False
    )
    lines = [line.strip() for line in (body.text or "").splitlines() if line.strip()] if body else []
    if not lines:
        raise ArticleError(f"{path}: no main text was found in the page; copy the article into a .txt file")
    title = head.said("h1") or next((head.meta[t] for t in _TITLES if head.meta.get(t)), head.said("title"))
    if title and " ".join(lines[0].split()) != title:
        lines.insert(0, title)
    notes = (*notes, f"main text of the page: {len(lines)} lines; menus, links and comments are left out")
    return Intake(
        "\n".join(lines) + "\n",
        "html",
        name,
        notes,
        tuple(_days_of_page(head)),
        title,
        head.meta.get("og:site_name") or None,
    )


def _decode_page(raw: bytes, path: Path, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    """Decode a page: as told, else by its byte order mark, else as it declares, else as plain text."""
    declared = _CHARSET.search(raw[:8192])
    if encoding != "auto" or declared is None or any(raw.startswith(mark) for mark, _ in _MARKS):
        return decode(raw, path, encoding)
    name = declared[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(name).name
        text = raw.decode(codec, "replace")
    except LookupError:
        return decode(raw, path, encoding)
    damaged = text.count("\ufffd") - raw.count("\ufffd".encode())
    if damaged > len(text) / 1000 or not _ARABIC.search(text):  # it declares one thing and is another
        return decode(raw, path, encoding)
    notes = () if codec == "utf-8" else (f"read as {_SPOKEN.get(name, name)}, as the page declares",)
    if damaged > 0:
        notes = (*notes, f"{damaged} characters are damaged in the file and stand as \ufffd")
    return text, name, notes


def _days_of_page(head: _Head) -> Iterator[Stated]:
    for written in _JSON_LD.findall("".join(head.words.get("script", ()))):
        head.days.append((written, "JSON-LD datePublished", 0))
    for written, where, rank in head.days:
        day = _iso_day(written)
        if day:
            yield Stated(day, f"{where} {written[:40]}", rank)


def _iso_day(text: str) -> dt.date | None:
    found = _ISO.search(text)
    try:
        return dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


# ── documents ───

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CORE = {
    "created": "{http://purl.org/dc/terms/}created",
    "title": "{http://purl.org/dc/elements/1.1/}title",
}


def _read_docx(raw: bytes, path: Path, encoding: str) -> Intake:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            document = _part(parts, "word/document.xml")
            core = _part(parts, "docProps/core.xml") if "docProps/core.xml" in parts.namelist() else None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        LookupError,
        ET.ParseError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise ArticleError(
            f"{path}: is no .docx document ({error}); open it in a word processor and save it as .docx"
        ) from None
    lines = [line for p in document.iter(f"{_W}p") for line in "".join(_words_of(p)).split("\n")]
    text = "\n".join(line.strip() for line in lines if line.strip()) + "\n"
    facts = (
        {name: (core.findtext(tag) or "").strip() for name, tag in _CORE.items()} if core is not None else {}
    )
    day = _iso_day(facts.get("created", ""))
    stated = (Stated(day, "the document's properties (created)", 2),) if day else ()
    return Intake(text, "docx", None, (), stated, facts.get("title") or None)


def _part(parts: zipfile.ZipFile, name: str) -> ET.Element:
    if parts.getinfo(name).file_size > _LARGEST:
        raise ValueError(f"{name} is too large")
    data = parts.read(name)
    if b"<!DOCTYPE" in data.replace(b"\0", b""):  # also in UTF-16
        raise ValueError(f"{name} declares a document type")
    return ET.fromstring(data)


def _words_of(paragraph: ET.Element) -> Iterator[str]:
    """The words of one paragraph; a paragraph inside it (a text box) has its own turn."""
    waiting = list(reversed(list(paragraph)))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag == f"{_W}tab":
            yield "\t"
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif element.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif element.tag not in (f"{_W}p", f"{_W}pPr", f"{_W}rPr", _FALLBACK):
            waiting.extend(reversed(list(element)))


def _read_pdf(raw: bytes, path: Path, encoding: str) -> Intake:
    try:
        import pypdfium2
    except ImportError:
        raise _missing(path, "pypdfium2") from None
    from . import pdftext

    try:
        text, notes, properties = pdftext.read(raw)
    except pypdfium2.PdfiumError as error:
        remedy = "open it in a reader and save it again, or save the article as .docx or .txt"
        raise ArticleError(f"{path}: cannot be read as PDF ({error}); {remedy}") from None
    text = fold_presentation_forms(text)
    if not text.strip():
        raise ArticleError(f"{path}: has no text layer (a scan?); run text recognition first, or type it out")
    if not _ARABIC.search(text):
        raise ArticleError(f"{path}: its text layer holds no Arabic letter; its font may lack a text mapping")
    if is_reversed(text):
        raise ArticleError(
            f"{path}: its text layer runs backwards (visual order) and would be misread;"
            " save the article as .docx, .html or .txt"
        )
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", properties.get("CreationDate", ""))
    day = _iso_day("-".join(created.groups())) if created else None
    stated = (Stated(day, "the PDF's properties (CreationDate)", 2),) if day else ()
    return Intake(text, "pdf", None, notes, stated, properties.get("Title") or None)


def fold_presentation_forms(text: str) -> str:
    r"""Turn presentation forms (letters as drawn: initial, final, joined) back into letters.

    Parameters
    ----------
    text : str
        Text in reading order.

    Returns
    -------
    str

    Examples
    --------
    >>> fold_presentation_forms("\ufeed\ufebb\ufede \ufe8d\ufedf\ufeee\ufeaf\ufef3\ufeae")
    'وصل الوزير'
    """
    return _PRESENTATION.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def is_reversed(text: str) -> bool:
    """Say whether letters run backwards: ta marbuta and alef maqsura begin words instead of ending them.

    Examples
    --------
    >>> is_reversed("زيارة رسمية إلى واشنطن"), is_reversed("ةرايز ةيمسر ىلإ نطنشاو")
    (False, True)
    """
    words = [w for w in _WORD.findall(text) if len(w) > 1]
    first = sum(1 for w in words if w[0] in "ةى")
    last = sum(1 for w in words if w[-1] in "ةى")
    return first > max(1, last / 4)


def _missing(path: Path, library: str) -> ArticleError:
    needs = f"{path.suffix.lower()} files need {library}, which is not installed"
    return ArticleError(f'{path}: {needs}; pip install -e ".[inputs]"')
