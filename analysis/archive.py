"""The same functions over many articles: a folder or a JSON Lines file in, one file a table out."""

from __future__ import annotations

import datetime as dt
import io
import json
import multiprocessing
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from .articles import ArticleError, from_text, read_article
from .export import ExportError, csv_line
from .timeline import Row, rows_of
from .times import tag_times
from .timex import Timex

TABLES = ("events", "times")
_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})(?=\D|$)")
_CHUNK = 16  # articles that a worker takes at a time


@dataclass(frozen=True, slots=True)
class Item:
    """One article of an archive, not read yet: its name, its text or its file, and its publication day."""

    name: str
    published: dt.date | None
    text: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: numbers of articles read and failed, and of rows written to each table."""

    articles: int
    failed: int
    rows: dict[str, int]
    folder: Path


def list_archive(path: str | Path) -> Iterator[Item]:
    """List the articles of an archive without reading their texts.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder of ``.txt`` files, each with its publication day at the head of its name
        (``2021-07-26-….txt``) or in a ``.json`` file of the same name (``{"published": "2021-07-26"}``), and
        of seed folders; or a ``.jsonl`` file with one ``{"id", "published", "text"}`` a line.

    Yields
    ------
    Item
        In the order of names, or of lines.

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
        items = _in_folder(path)
    elif path.suffix == ".jsonl" and path.is_file():
        items = _in_lines(path)
    else:
        raise ArticleError(f"{path}: no such archive; give a folder of .txt files or a .jsonl file")
    empty = True
    for item in items:
        empty = False
        yield item
    if empty:
        raise ArticleError(f"{path}: holds no article (.txt files, seed folders, or lines of a .jsonl file)")


def _in_folder(folder: Path) -> Iterator[Item]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and (path / "article.txt").is_file():
            yield Item(path.name, None, path=str(path))
        elif path.suffix == ".txt":
            yield Item(path.stem, _stated_day(path), path=str(path))


def _stated_day(path: Path) -> dt.date | None:
    beside = path.with_suffix(".json")
    text = ""
    if beside.is_file():
        try:
            text = str(json.loads(beside.read_text(encoding="utf-8")).get("published", ""))
        except (ValueError, AttributeError):
            raise ArticleError(f"{beside}: is no JSON object") from None
    named = _DAY.match(text) or _DAY.match(path.name)
    return dt.date.fromisoformat(named[1]) if named else None


def _in_lines(path: Path) -> Iterator[Item]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                day = dt.date.fromisoformat(row["published"][:10])
                yield Item(str(row.get("id", number)), day, text=row["text"])
            except (ValueError, KeyError, TypeError, AttributeError):
                says = 'is no {"id": …, "published": "2021-07-26", "text": "…"}'
                raise ArticleError(f"{path}: line {number} {says}") from None


def read_item(item: Item, tables: tuple[str, ...] = TABLES) -> tuple[str, dict[str, list[dict]], str]:
    """Read one article.

    Parameters
    ----------
    item : Item
        From `list_archive`.
    tables : tuple of str
        Which of `TABLES` to make; ``("times",)`` alone is by far the fastest.

    Returns
    -------
    tuple of (name, rows by table, error)
        An article that cannot be read has no rows and says why in one line; it stops nothing.
    """
    try:
        if item.text is not None:
            article = from_text(item.text, item.published)
        else:
            article = read_article(item.path, item.published)
        made: dict[str, list[dict]] = {}
        if "times" in tables:
            made["times"] = [asdict(t) for t in tag_times(article.text, article.published)]
        if "events" in tables:
            made["events"] = [asdict(row) for row in rows_of(article)]
        return item.name, made, ""
    except ValueError as error:
        return item.name, {}, str(error)


class _Reader:
    """`read_item` with its tables, in a form that goes to another process."""

    def __init__(self, tables: tuple[str, ...]):
        self.tables = tables

    def __call__(self, item: Item) -> tuple[str, dict[str, list[dict]], str]:
        return read_item(item, self.tables)


def run(
    archive: str | Path,
    out: str | Path,
    tables: tuple[str, ...] = TABLES,
    workers: int = 1,
    force: bool = False,
    progress: Callable[[str], None] = lambda name: None,
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
        if (folder / f"{name}.csv").exists() and not force:
            raise ExportError(f"{folder / name}.csv: exists already; use --force to replace it")
    items = list_archive(archive)
    first = next(items)  # an archive that is not there makes no folder
    folder.mkdir(parents=True, exist_ok=True)
    with _Files(folder, names) as files:
        for name, made, error in _read_all(_chain(first, items), tables, workers):
            files.write(name, made, error)
            progress(name)
        files.keep()
    return Summary(files.articles, files.rows["failed"], {t: files.rows[t] for t in tables}, folder)


def _chain(first: Item, rest: Iterator[Item]) -> Iterator[Item]:
    yield first
    yield from rest


def _read_all(items: Iterator[Item], tables: tuple[str, ...], workers: int) -> Iterator[tuple]:
    reader = _Reader(tables)
    if workers <= 1:
        yield from map(reader, items)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
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
        if error:
            made = {"failed": [{"reason": error}]}
        for table, rows in made.items():
            for row in rows:
                self.handles[table].write(csv_line([name, *(row[c] for c in _COLUMNS[table][1:])]))
            self.rows[table] += len(rows)

    def keep(self) -> None:
        """Give the files their names."""
        for name, handle in self.handles.items():
            handle.close()
            self.parts[name].replace(self.paths[name])

    def __exit__(self, *_: object) -> None:
        for name, handle in self.handles.items():
            handle.close()
            self.parts[name].unlink(missing_ok=True)
