"""`Article` and `read_article`: text that is never edited, its parts and its sentences."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from .arabic import fold, squeeze
from .intake import ArticleError, kind_of, read_bytes, read_input

ROLES = ("headline", "subhead", "dateline", "caption", "body")

_SAID = ("title", "outlet", "language", "rights", "sha256", "original", "original_sha256")
_YEARS = (1900, 2100)  # publication days outside are typing errors
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_LINE = re.compile("[^\n\r]+")
# A sentence ends at . ! ? ؟ … (with closing marks after it) before a space or the line's end …
_END = re.compile('[.!?؟…]+["”»’)\\]]*(?=\\s|$)')
# … but not after a single letter («د. محمد», «J. Smith») or a list number («1. »).
_NO_END = re.compile(r"(?:^|[\s(\"«“])(?:[^\W\d_]|\d{1,2})\.$")
# «بغداد – بدأ …», «واشنطن (رويترز) - …»: a news report's body starts with the place it was sent from.
_PLACE_LINE = re.compile(r"^[^\n.،:]{2,45}\s*[–—-]{1,2}\s")
_DIGIT_DATE = re.compile(r"\d{1,4}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{1,4}|\b(?:19|20)\d\d\b|\d{1,2}:\d\d")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One non-empty line of the file, stripped, with its role."""

    start: int
    end: int
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `paragraph` is the index into ``Article.paragraphs``."""

    id: str
    start: int
    end: int
    text: str
    role: str
    paragraph: int


@dataclass(frozen=True)
class Article:
    """One news article.

    Parameters
    ----------
    text : str
        The file's text, never edited.
    published : datetime.date
        Publication day: the document creation time (DCT).
    paragraphs, sentences : tuple
        Parts in reading order, with offsets into `text`.
    source : dict
        What ``source.toml`` says (title, outlet, language, rights …); empty for a plain file.
    folder : pathlib.Path or None
        The seed folder, where the hand-made tables lie; None for a plain file.
    """

    text: str
    published: dt.date
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    source: dict = field(default_factory=dict)
    folder: Path | None = None

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds the character at `offset`, or None between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        found = low < len(self.sentences) and self.sentences[low].start <= offset
        return self.sentences[low] if found else None


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    r"""Split a text into its lines and give each a role.

    Parameters
    ----------
    text : str
        The article's text.

    Returns
    -------
    tuple of Paragraph
        Blank lines are left out. Roles: ``headline`` (the first of several lines, without a full stop),
        ``dateline`` (a short line that is a date), ``subhead`` and ``caption`` (short lines before the body,
        before and after the dateline; later short lines without a full stop are subheads), ``body``.

    Examples
    --------
    >>> text = "عنوان الخبر\nالاثنين 2021/07/26\nبغداد – بدأ الوزير زيارة رسمية."
    >>> [p.role for p in split_paragraphs(text)]
    ['headline', 'dateline', 'body']
    """
    lines = _LINE.finditer(text)
    spans = [(m.end() - len(m[0].lstrip()), m.start() + len(m[0].rstrip())) for m in lines]
    spans = [(a, b) for a, b in spans if a < b]
    roles = _roles([text[a:b] for a, b in spans])
    return tuple(Paragraph(a, b, text[a:b], r) for (a, b), r in zip(spans, roles, strict=True))


def _roles(lines: list[str]) -> list[str]:
    if len(lines) == 1:
        return ["body"]
    longest = max((len(line) for line in lines[1:]), default=0)
    roles, in_body, dated = [], False, False
    for i, line in enumerate(lines):
        if i == 0 and len(line) <= 250 and not line.endswith("."):
            role = "headline"
        elif _is_dateline(line):
            role, dated = "dateline", True
        elif in_body:
            role = "subhead" if _is_heading(line) else "body"
        elif _is_body_start(line, longest):
            role, in_body = "body", True
        else:
            role = "caption" if dated else "subhead"
        roles.append(role)
    return roles


def _is_dateline(line: str) -> bool:
    short = len(line) <= 60 and len(line.split()) <= 8 and not line.endswith(".")
    return short and bool(_DIGIT_DATE.search(fold(line)))


def _is_heading(line: str) -> bool:
    return len(line) <= 70 and len(line.split()) <= 9 and line[-1] not in '.!؟?…»"”:،'


def _is_body_start(line: str, longest: int) -> bool:
    # A caption or subhead is short; in a text of short lines only, the first line after the headline is body.
    return len(line) > 110 or bool(_PLACE_LINE.match(line)) or longest <= 110


def split_sentences(text: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Sentence, ...]:
    """Split paragraphs into sentences.

    Parameters
    ----------
    text : str
        The article's text.
    paragraphs : tuple of Paragraph
        Its lines, from `split_paragraphs`.

    Returns
    -------
    tuple of Sentence
        Named S01, S02 … in reading order. A line break always ends a sentence.

    Examples
    --------
    >>> t = "وصل الوزير. وقال د. حسين: «سنعود.» ثم غادر."
    >>> [s.text for s in split_sentences(t, split_paragraphs(t))]
    ['وصل الوزير.', 'وقال د. حسين: «سنعود.»', 'ثم غادر.']
    """
    out: list[Sentence] = []
    for index, paragraph in enumerate(paragraphs):
        start = paragraph.start
        line = paragraph.text
        ends = (m.end() for m in _END.finditer(line))
        cuts = [end for end in ends if not _NO_END.search(line[max(0, end - 5) : end])]
        for cut in [*cuts, len(line)]:
            end = paragraph.start + cut
            while start < end and text[start].isspace():
                start += 1
            if start < end:
                out.append(
                    Sentence(f"S{len(out) + 1:02d}", start, end, text[start:end], paragraph.role, index)
                )
            start = max(start, end)
    return tuple(out)


def from_text(
    text: str, published: dt.date, source: dict | None = None, folder: Path | None = None
) -> Article:
    """Make an `Article` of a text already in memory.

    Parameters
    ----------
    text : str
        The article, headline first, one paragraph a line.
    published : datetime.date
        Publication day.
    source, folder : optional
        As in `Article`.

    Returns
    -------
    Article

    Examples
    --------
    >>> from_text("وصل الوزير أمس.", dt.date(2021, 7, 26)).sentences[0].id
    'S01'
    """
    published = _publication_day(published)
    paragraphs = split_paragraphs(text)
    return Article(text, published, paragraphs, split_sentences(text, paragraphs), source or {}, folder)


def _publication_day(given: object) -> dt.date:
    """A day, also where it comes as a time stamp or as text.

    Raises
    ------
    ArticleError
        It is none.
    """
    if isinstance(given, dt.datetime):  # also pandas.Timestamp; its missing value has no year
        given = given.date() if given.year == given.year else None
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", given, re.ASCII):
        with contextlib.suppress(ValueError):
            given = dt.date.fromisoformat(given)
    if not isinstance(given, dt.date):
        raise ArticleError(f"publication day {given!r}: give a datetime.date, such as date(2021, 7, 26)")
    return given


def read_article(path: str | Path, published: dt.date | None = None, encoding: str = "utf-8") -> Article:
    """Read a seed folder, or a file with its publication day.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder with ``article.txt`` and ``source.toml``; or a text file; or an .html, .docx or .pdf file,
        whose main text is extracted as `intake.read_input` says.
    published : datetime.date, optional
        Publication day. A file needs it; a seed folder states its own.
    encoding : {"utf-8", "auto", "utf-16", "windows-1256"}
        Of a text file. By default nothing but UTF-8 is taken, and its text is kept as it is.

    Returns
    -------
    Article
        With ``article.text[s.start:s.end] == s.text`` for every sentence and paragraph.

    Raises
    ------
    ArticleError
        One clear line: the file is missing, not in that encoding, holds no Arabic, has no publication day, or
        its bytes are not those that ``source.toml`` vouches for.

    Examples
    --------
    >>> article = read_article("seeds/2021-07-26-alarab-kadhimi-washington")
    >>> article.published, len(article.sentences), article.sentences[2].role
    (datetime.date(2021, 7, 26), 29, 'dateline')
    """
    path = Path(path)
    if path.is_dir():
        return _read_seed(path, published)
    raw = read_bytes(path)
    if published is None:
        raise ArticleError(f"{path}: no publication day; give one, for instance published=date(2021, 7, 26)")
    if encoding == "utf-8" and kind_of(path) == "txt":
        return from_text(_decode(raw, path), published)
    found = read_input(path, "auto" if encoding == "utf-8" else encoding)
    facts = {"title": found.title, "outlet": found.outlet}
    return from_text(found.text, published, {name: said for name, said in facts.items() if said})


def _read_seed(folder: Path, published: dt.date | None) -> Article:
    for name in ("article.txt", "source.toml"):
        if not (folder / name).is_file():
            raise ArticleError(f"{folder}: a seed folder needs {name}, which is not there")
    try:
        source = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ArticleError(f"{folder / 'source.toml'}: cannot be read as TOML ({error})") from None
    day = published or source.get("published")
    if type(day) is not dt.date or not _YEARS[0] <= day.year <= _YEARS[1]:
        raise ArticleError(
            f"{folder / 'source.toml'}: needs a line such as published = 2021-07-26 (without quotes)"
        )
    wrong = next((key for key in _SAID if not isinstance(source.get(key, ""), str)), None)
    if wrong:
        raise ArticleError(f'{folder / "source.toml"}: {wrong} must be text in quotes, {wrong} = "…"')
    raw = read_bytes(folder / "article.txt")
    expected, found = source.get("sha256"), hashlib.sha256(raw).hexdigest()
    if expected and expected != found:
        raise ArticleError(
            f"{folder / 'article.txt'}: sha256 is {found[:12]}…, source.toml says {expected[:12]}…:"
            " restore the file"
        )
    return from_text(_decode(raw, folder / "article.txt"), day, source, folder)


def _decode(raw: bytes, path: Path) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8, or give its encoding,"
            " for instance --encoding windows-1256 or --encoding auto"
        ) from None
    if "\0" in text:
        raise ArticleError(f"{path}: is not plain text (it holds NUL characters); save it as UTF-8 .txt")
    if not _ARABIC.search(squeeze(text).text):
        raise ArticleError(f"{path}: holds no Arabic letter")
    return text
