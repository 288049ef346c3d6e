"""The text layer of a PDF in reading order, from where each letter stands on the page.

PDF programs store Arabic in any order, as they draw it. Only the places can be trusted: the letters of a line
are sorted by place, read from the right, and numbers and Latin words are turned round again.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# What runs from left to right inside an Arabic line: words in Latin letters, numbers, dates, clock times.
_LTR = re.compile(
    "[A-Za-z\u00c0-\u024f](?:[-A-Za-z\u00c0-\u024f0-9 .,'’&/:+@_]{0,200}[A-Za-z\u00c0-\u024f0-9])?"
    r"|\d(?:[.,:/+٫٬-]?\d){0,40}"
)
_MIRROR = str.maketrans("()[]{}«»", ")(][}{»«")
_END = re.compile('[.!?؟…:]["”»’)\\]]*$')
_EDGE = 0.05  # running heads and page numbers stand in this share of the page's height, above and below


@dataclass(frozen=True, slots=True)
class _Glyph:
    letter: str
    left: float
    right: float
    base: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    base: float
    rtl: bool


def read(raw: bytes) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Read the text layer.

    Parameters
    ----------
    raw : bytes
        The file.

    Returns
    -------
    tuple of (text, notes, properties)
        One paragraph a line; what was left out; the document's properties.

    Raises
    ------
    pypdfium2.PdfiumError
        It is no PDF, or it is locked.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(raw) as document:
        pages = [list(_page_lines(page)) for page in document]
        heights = [page.get_height() for page in document]
        properties = document.get_metadata_dict()
    seen = Counter(line.text for page in pages for line in page)
    kept = [
        [line for line in page if not _is_running(line, height, seen)]
        for page, height in zip(pages, heights, strict=True)
    ]
    dropped = sum(map(len, pages)) - sum(map(len, kept))
    notes = (f"{dropped} running lines at the pages' edges are left out",) if dropped else ()
    paragraphs = _joined([line for page in kept for line in page])
    return "".join(f"{p}\n" for p in paragraphs), notes, properties


def _is_running(line: _Line, height: float, seen: Counter) -> bool:
    """A running head, an address, a page number: at the page's edge, and repeated or without Arabic."""
    at_edge = line.base < _EDGE * height or line.base > (1 - _EDGE) * height
    return at_edge and (seen[line.text] > 1 or not _ARABIC.search(line.text))


def _page_lines(page) -> Iterator[_Line]:
    textpage = page.get_textpage()
    glyphs: list[_Glyph] = []
    for glyph in _glyphs(textpage):
        if glyph is None:
            yield from _line(glyphs)
            glyphs = []
        else:
            glyphs.append(glyph)
    yield from _line(glyphs)
    textpage.close()


def _glyphs(textpage) -> Iterator[_Glyph | None]:
    """Letters with their places; None where a line ends."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(textpage.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(textpage.raw, index))
        if letter in "\r\n":
            yield None
        elif unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn"):
            left, _, right, _ = textpage.get_charbox(index, loose=True)
            pdfium.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
            yield _Glyph(letter, left, right, y.value)


def _line(glyphs: list[_Glyph]) -> Iterator[_Line]:
    letters = "".join(g.letter for g in glyphs)
    if not letters.strip():
        return
    rtl = len(_ARABIC.findall(letters)) > len(_LATIN.findall(letters))
    text = " ".join(_in_order(glyphs, rtl).split())
    ink = [g for g in glyphs if not g.letter.isspace()]
    yield _Line(text, min(g.left for g in ink), max(g.right for g in ink), median(g.base for g in ink), rtl)


def _in_order(glyphs: list[_Glyph], rtl: bool) -> str:
    """The letters of one line in reading order.

    A blank has no ink, so its own place means little: it only tells which letters are one word.
    """
    groups = (list(g) for blank, g in groupby(glyphs, key=lambda g: g.letter.isspace()) if not blank)
    words = sorted(groups, key=lambda word: sum(g.middle for g in word) / len(word), reverse=rtl)
    line = " ".join(_word(word, rtl) for word in words)
    return to_reading_order(line) if rtl else line


def _word(glyphs: list[_Glyph], rtl: bool) -> str:
    """The letters of one word by their places; a mark follows the letter that it stands on."""
    letters = sorted(
        (g for g in glyphs if not unicodedata.combining(g.letter)), key=lambda g: g.middle, reverse=rtl
    )
    parts = [g.letter for g in letters]
    for mark in (g for g in glyphs if unicodedata.combining(g.letter)):
        if letters:
            parts[min(range(len(parts)), key=lambda i: abs(letters[i].middle - mark.middle))] += mark.letter
    return "".join(parts)


def to_reading_order(line: str) -> str:
    """Turn numbers and Latin words of a line that was read from the right, and its brackets where they gape.

    Parameters
    ----------
    line : str
        Letters of an Arabic line from right to left as they stand on the page.

    Returns
    -------
    str

    Examples
    --------
    >>> to_reading_order("منذ 4102، نحو 0003 جندي (OTAN) في 62/70/1202")
    'منذ 2014، نحو 3000 جندي (NATO) في 2021/07/26'
    >>> to_reading_order(")مدربون(")
    '(مدربون)'
    """
    turned = _LTR.sub(lambda m: m[0][::-1], line)
    first = re.search(r"[()\[\]{}«»]", turned)
    return turned.translate(_MIRROR) if first and first[0] in ")]}»" else turned


def _joined(lines: list[_Line]) -> list[str]:
    """Paragraphs: lines joined until one ends a sentence, stops short of the margin, or a gap follows."""
    paragraphs: list[str] = []
    gaps = [a.base - b.base for a, b in pairwise(lines) if a.base > b.base]
    usual = median(gaps) if gaps else 0
    left, right = min((x.left for x in lines), default=0), max((x.right for x in lines), default=0)
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None or _parted(before, line, usual, left, right):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] += f" {line.text}"
    return paragraphs


def _parted(before: _Line, line: _Line, usual: float, left: float, right: float) -> bool:
    room = (before.left - left) if before.rtl else (right - before.right)
    short = room > 0.12 * (right - left)
    gap = before.base - line.base
    return short or gap > 1.3 * usual or (gap > 1.1 * usual and bool(_END.search(before.text)))
