"""The same functions over many articles: a folder or a JSON Lines file in, one file a table out.

The files of a folder are read as every command reads them: .txt in several encodings, .html, .docx, .pdf.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import multiprocessing
import os
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from pathlib import Path

from .articles import Article, ArticleError, from_text, read_article
from .dateline import accept, proposals
from .export import ExportError, csv_line
from .intake import kind_of, read_input
from .timeline import Row, rows_of
from .times import tag_times
from .timex import Timex

TABLES = ("events", "times")
_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})(?=\D|$)")  # digits of any script
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_CHUNK = 16  # articles that a worker takes at a time
YEARS = range(1900, 2101)  # publication dates outside are taken for typing errors
_PLAIN = {".txt", ".text"}  # other plain text, such as a README, is an article only with a day


@dataclass(frozen=True, slots=True)
class Item:
    """One article of an archive, not read yet: its name, its text or its file, and its publication day."""

    name: str
    published: dt.date | None
    text: str | None = None
    path: str | None = None
    error: str = ""  # why it cannot be read, where that is known already


@dataclass(frozen=True, slots=True)
class Skipped:
    """What lies in an archive's folder and is no article, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: articles read and failed, rows of each table, and what was recognised on the way.

    ``notes`` holds one line for each thing that was recognised in an article, such as its encoding.
    """

    articles: int
    failed: int
    rows: dict[str, int]
    folder: Path
    notes: tuple[str, ...] = ()


def list_archive(path: str | Path, skipped: Callable[[Skipped], None] = lambda what: None) -> Iterator[Item]:
    """List the articles of an archive without reading their texts.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder of ``.txt``, ``.html``, ``.docx`` and ``.pdf`` files, each with its publication day at the
        head of its name (``2021-07-26-….txt``) or in a ``.json`` file of the same name
        (``{"published": "2021-07-26"}``), and of seed folders; or a ``.jsonl`` file with one
        ``{"id", "published", "text"}`` a line.
    skipped : callable
        Called with each file and folder that is no article.

    Yields
    ------
    Item
        In the order of names, or of lines. Files that differ in nothing but their ending are named with it.

    Raises
    ------
    ArticleError
        The archive is not there, holds no article, or a line of it is none; the message names the place.

    Examples
    --------
    >>> [item.name for item in list_archive("seeds")]
    ['2021-07-26-alarab-kadhimi-washington', '2024-03-12-example-own-article']
    """
    path = Path(path)
    if path.is_dir():
        items = _in_folder(path, skipped)
    elif path.suffix.lower() == ".jsonl" and path.is_file():
        items = _in_lines(path)
    else:
        raise ArticleError(f"{path}: no such archive; give a folder of articles or a .jsonl file")
    empty = True
    for item in items:
        empty = False
        yield item
    if empty:
        kinds = ".txt, .html, .docx or .pdf files, seed folders, or lines of a .jsonl file"
        raise ArticleError(f"{path}: holds no article ({kinds})")


def _in_folder(folder: Path, skipped: Callable[[Skipped], None]) -> Iterator[Item]:
    paths = sorted(folder.iterdir())
    files = [p for p in paths if p.is_file() and not _no_article(p)]
    stems = Counter([*(p.stem for p in files), *(p.name for p in paths if p.is_dir() and not _no_article(p))])
    beside = {p.with_suffix(".json") for p in files}
    for path in paths:
        reason = "" if path in beside else _no_article(path)
        if reason:
            skipped(Skipped(path.name, reason))
        elif path.is_dir():
            yield Item(path.name, None, path=str(path))
        elif path not in beside:
            yield _dated(path.stem if stems[path.stem] == 1 else path.name, path)


def _no_article(path: Path) -> str:
    """Why a path of a folder is no article, or "" where it is one."""
    if path.name.startswith("."):
        return "is hidden"
    if path.is_dir():
        return "" if (path / "article.txt").is_file() else "is a folder without article.txt"
    if not path.is_file():
        return "is no file"
    if kind_of(path) is None:
        return f"cannot read {path.suffix} files"
    plain = kind_of(path) != "txt" or path.suffix.lower() in _PLAIN
    named = plain or _DAY.match(path.name) or path.with_suffix(".json").is_file()
    return "" if named else "has neither the ending of an article nor a publication day"


def _dated(name: str, path: Path) -> Item:
    try:
        return Item(name, _stated_day(path), path=str(path))
    except ArticleError as error:
        return Item(name, None, path=str(path), error=str(error))


def _stated_day(path: Path) -> dt.date | None:
    beside = path.with_suffix(".json")
    text = ""
    if beside.is_file():
        try:
            text = str(json.loads(beside.read_text(encoding="utf-8-sig")).get("published", ""))
        except (ValueError, AttributeError, RecursionError):
            raise ArticleError(f"{beside}: is no JSON object in UTF-8") from None
        except OSError as error:
            raise ArticleError(f"{beside}: cannot be read ({error.strerror})") from None
    if written := _DAY.match(text):
        return _day(written[1], str(beside))
    named = _DAY.match(path.name)
    return _day(named[1], str(path)) if named else None


def _day(text: str, place: str) -> dt.date:
    written = _DAY.match(text)
    try:
        day = dt.date(*map(int, written[1].split("-"))) if written else None
    except ValueError:
        day = None
    if day is None:
        raise ArticleError(f"{place}: {text[:40]!r} is not a date such as 2021-07-26")
    return _checked(day, place)


def _checked(day: dt.date, place: str) -> dt.date:
    if day.year not in YEARS:
        side = f"before {YEARS[0]}" if day.year < YEARS[0] else f"after {YEARS[-1]}"
        raise ArticleError(f"{place}: {day} lies {side}")
    return day


def _in_lines(path: Path) -> Iterator[Item]:
    seen: set[str] = set()
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            item = _of_line(line, number, f"{path}: line {number}")
            if item.name in seen:  # the tables tell articles apart by their names
                item = replace(item, name=f"{item.name} (line {number})")
            seen.add(item.name)
            yield item


def _of_line(line: bytes, number: int, place: str) -> Item:
    name = str(number)
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        name = _printable(str(row.get("id", number)))
        day, text = _day(str(row["published"]), place), row["text"]
        text.encode()  # half of a surrogate pair is no text
        _check_text(text, place)
        return Item(name, day, text=text)
    except ArticleError as error:
        return Item(name, None, error=str(error))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        says = 'is no {"id": …, "published": "2021-07-26", "text": "…"} in UTF-8'
        return Item(name, None, error=f"{place} {says}")


def _check_text(text: str, place: str) -> None:
    """Refuse what every command refuses in a file."""
    if "\0" in text:
        raise ArticleError(f"{place}: is not plain text (it holds NUL characters)")
    if not _ARABIC.search(text):
        raise ArticleError(f"{place}: holds no Arabic letter")


def _printable(text: str) -> str:
    """A name or a message as UTF-8 can hold it."""
    return text.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of one article."""

    name: str
    rows: dict[str, list[dict]]
    error: str = ""
    notes: tuple[str, ...] = ()


def read_item(
    item: Item, tables: tuple[str, ...] = TABLES, encoding: str = "auto", stated: bool = False
) -> tuple[str, dict[str, list[dict]], str]:
    """Read one article.

    Parameters
    ----------
    item : Item
        From `list_archive`.
    tables : tuple of str
        Which of `TABLES` to make; ``("times",)`` alone is by far the fastest.
    encoding : {"auto", "utf-8", "utf-16", "windows-1256"}
        Of text files.
    stated : bool
        Take the publication day that a file itself states, where the archive gives none.

    Returns
    -------
    tuple of (name, rows by table, error)
        An article that cannot be read has no rows and says why in one line; it stops nothing.
    """
    read = _read(item, tables, encoding, stated)
    return read.name, read.rows, read.error


def _read(item: Item, tables: tuple[str, ...], encoding: str, stated: bool) -> _Read:
    try:
        article, notes = _open(item, encoding, stated)
        made: dict[str, list[dict]] = {}
        if "times" in tables:
            made["times"] = [asdict(t) for t in tag_times(article.text, article.published)]
        if "events" in tables:
            made["events"] = [asdict(row) for row in rows_of(article)]
        return _Read(item.name, made, notes=notes)
    except ValueError as error:
        return _Read(item.name, {}, " ".join(str(error).split()))
    except Exception as error:  # one article must not stop the ten thousand after it
        return _Read(item.name, {}, f"{item.name}: cannot be read ({type(error).__name__}: {error})")


def _open(item: Item, encoding: str, stated: bool) -> tuple[Article, tuple[str, ...]]:
    if item.error:
        raise ArticleError(item.error)
    if item.text is not None:
        return from_text(item.text, item.published), ()
    path = Path(item.path)
    if path.is_dir():
        return read_article(path), ()
    if item.published is None and kind_of(path) is None:
        raise ArticleError(f"{path}: no publication day")
    found = read_input(path, encoding)
    day, notes = item.published, found.notes
    if day is None and stated:
        said = accept(found, str(path))
        day, notes = said.day, (*notes, f"publication day {said.day}, found in {said.where}")
    if day is None:
        said = next(iter(proposals(found)), None)
        hint = f", or --published auto takes {said.day}, which it states in {said.where}" if said else ""
        raise ArticleError(f"{path}: no publication day; begin its name with one (2021-07-26-…){hint}")
    facts = {"title": found.title, "outlet": found.outlet}
    return from_text(found.text, day, {name: fact for name, fact in facts.items() if fact}), notes


def run(
    archive: str | Path,
    out: str | Path,
    tables: tuple[str, ...] = TABLES,
    workers: int = 1,
    force: bool = False,
    progress: Callable[[str], None] = lambda name: None,
    encoding: str = "auto",
    stated: bool = False,
) -> Summary:
    """Read every article of an archive and write one file a table.

    Parameters
    ----------
    archive : str or pathlib.Path
        As for `list_archive`.
    out : str or pathlib.Path
        Folder for ``events.csv``, ``times.csv`` (each with the article's name in its first column) and
        ``failed.csv``, the articles that could not be read, with the reason.
    tables : tuple of str
        Which of `TABLES` to make.
    workers : int
        Processes that read; the files are the same for any number.
    force : bool
        Replace files that are there.
    progress : callable
        Called with the name of each article when it is done.
    encoding, stated
        As for `read_item`.

    Returns
    -------
    Summary

    Raises
    ------
    ArticleError
        As `list_archive`.
    ExportError
        A file is there already, or cannot be written. Nothing is left half-written.
    """
    folder = Path(out)
    names = [*tables, "failed"]
    for name in names:
        if os.path.lexists(folder / f"{name}.csv") and not force:
            raise ExportError(f"{folder / name}.csv: exists already; use --force to replace it")
    items = list_archive(archive)
    first = next(items)  # an archive that is not there makes no folder
    folder.mkdir(parents=True, exist_ok=True)
    notes: list[str] = []
    with _Files(folder, names) as files:
        reader = partial(_read, tables=tables, encoding=encoding, stated=stated)
        for read in _read_all(_chain(first, items), reader, workers):
            files.write(read.name, read.rows, read.error)
            notes += [f"{read.name}: {note}" for note in read.notes]
            progress(read.name)
        files.keep()
    rows = {t: files.rows[t] for t in tables}
    return Summary(files.articles, files.rows["failed"], rows, folder, tuple(notes))


def _chain(first: Item, rest: Iterator[Item]) -> Iterator[Item]:
    yield first
    yield from rest


def _read_all(items: Iterator[Item], reader: Callable[[Item], _Read], workers: int) -> Iterator[_Read]:
    if workers <= 1:
        yield from map(reader, items)
        return
    # an interruption is told by this process alone
    silent = (signal.SIGINT, signal.SIG_IGN)
    with multiprocessing.get_context("spawn").Pool(workers, signal.signal, silent) as pool:
        yield from pool.imap(reader, items, chunksize=_CHUNK)  # in order, so that the files are the same


_COLUMNS = {
    "events": ["article", *(f.name for f in fields(Row))],
    "times": ["article", *(f.name for f in fields(Timex))],
    "failed": ["article", "reason"],
}


class _Files:
    """Open tables under temporary names, renamed together when all is written."""

    def __init__(self, folder: Path, names: list[str]):
        self.rows = dict.fromkeys(names, 0)
        self.articles = 0
        self.paths = {name: folder / f"{name}.csv" for name in names}
        self.parts = {name: folder / f".{name}.{os.getpid()}.part" for name in names}
        self.handles: dict[str, io.TextIOBase] = {}

    def __enter__(self) -> _Files:
        try:
            for name, part in self.parts.items():
                self.handles[name] = part.open("w", encoding="utf-8-sig", newline="")
                self.handles[name].write(csv_line(_COLUMNS[name]))
        except OSError as error:
            raise ExportError(f"{part.parent}: cannot be written ({error.strerror})") from None
        return self

    def write(self, name: str, made: dict[str, list[dict]], error: str) -> None:
        """Add the rows of one article, or the reason that it has none."""
        self.articles += 1
        name = _printable(name)
        if error:
            made = {"failed": [{"reason": _printable(error)}]}
        for table, rows in made.items():
            for row in rows:
                self.handles[table].write(csv_line([name, *(row[c] for c in _COLUMNS[table][1:])]))
            self.rows[table] += len(rows)

    def keep(self) -> None:
        """Give the files their names."""
        for handle in self.handles.values():
            handle.close()
        for name in self.handles:
            self.parts[name].replace(self.paths[name])

    def __exit__(self, *_: object) -> None:
        for name, handle in self.handles.items():
            with contextlib.suppress(OSError):  # a full disk refuses the rest of a table here once more
                handle.close()
            self.parts[name].unlink(missing_ok=True)
