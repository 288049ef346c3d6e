"""Everything for one article in one folder: its text as a seed, tables, figures, evidence page."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from . import conflicts, export, timeline
from .actors import Mention, find_actors
from .articles import Article, ArticleError, from_text, read_article
from .dateline import accept, propose
from .files import whole
from .intake import Intake, kind_of, read_bytes, read_input
from .overlay import blank_overlay
from .page import write_page
from .quantities import Quantity, find_quantities
from .quotes import Quote, find_quotes
from .seeds import FOLDER, read_seed
from .times import tag_times
from .timex import Timex

FIGURES_NOTEBOOK = "07-figures"  # the notebook that explains the figures
if TYPE_CHECKING:
    from .publish import Plate

FORMATS = ("csv", "xlsx", "json", "timelinejs", "timeml", "ics", "md")


def open_article(
    article: str | Path, published: dt.date | str | None = None, encoding: str = "auto"
) -> tuple[Article, tuple[str, ...]]:
    """Read a seed by its name, a seed folder, or a file of any kind.

    Parameters
    ----------
    article : str or pathlib.Path
        The name of a folder in ``seeds/``, or a path.
    published : datetime.date or str, optional
        Publication day of a file, as a date or ``"2021-07-26"``; ``"auto"`` takes the one that the file
        states.
    encoding : {"auto", "utf-8", "utf-16", "windows-1256"}
        Of a text file.

    Returns
    -------
    tuple of (Article, notes)
        The notes say in words what was recognised or chosen.

    Raises
    ------
    ArticleError
        As `read_article`; and where the publication day is missing, with the one that the file states.

    Examples
    --------
    >>> article, notes = open_article("2021-07-26-alarab-kadhimi-washington")
    >>> article.published.isoformat(), notes
    ('2021-07-26', ())
    """
    path = Path(article)
    if path.is_dir():
        day = (
            published if isinstance(published, dt.date) else _day(published) if published != "auto" else None
        )
        return read_article(path, day), ()
    if not path.exists() and (FOLDER / path / "article.txt").is_file():
        return read_seed(str(article)), ()
    source = read_input(path, encoding)
    day, where = _publication_day(source, published, path)
    notes = (*source.notes, *where)
    if kind_of(path) == "txt" and encoding == "utf-8":
        return read_article(path, day), notes  # the file's text, byte for byte
    facts = {"title": source.title, "outlet": source.outlet}
    return from_text(source.text, day, {name: said for name, said in facts.items() if said}), notes


def _publication_day(
    source: Intake, published: dt.date | str | None, path: Path
) -> tuple[dt.date, tuple[str, ...]]:
    if published == "auto":
        found = accept(source, str(path))
        return found.day, (f"publication day {found.day}, found in {found.where}",)
    day = published if isinstance(published, dt.date) else _day(published)
    if day is None:
        raise ArticleError(propose(source, str(path)))
    return day, ()


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise ArticleError(f"{text!r} is not a date such as 2021-07-26") from None


def read_tables(article: Article, events: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """Every table of an article, by its name.

    Parameters
    ----------
    article : Article
        The article.
    events : pandas.DataFrame, optional
        Its event table, where it is there already.

    Returns
    -------
    dict
        ``events``, ``times``, ``quotes``, ``quantities``, ``actors``, ``conflicts``.
    """
    return {
        "events": timeline.build_timeline(article) if events is None else events,
        "times": export.records_table(tag_times(article.text, article.published), Timex),
        "quotes": export.records_table(find_quotes(article), Quote),
        "quantities": export.records_table(find_quantities(article), Quantity),
        "actors": export.records_table(find_actors(article), Mention),
        "conflicts": conflicts.find_conflicts(article),
    }


CODEBOOK = {
    "events": timeline,
    "times": Timex,
    "quotes": Quote,
    "quantities": Quantity,
    "actors": Mention,
    "conflicts": conflicts,
}


def export_names(tables: Iterable[str], formats: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names of the files that each format writes."""
    names = {name: (file,) for name, file in _FILES.items()}
    names["csv"] = tuple(f"{table}.csv" for table in tables)
    return {name: names[name] for name in formats}


_FILES = {
    "xlsx": "timeline.xlsx",
    "json": "timeline.json",
    "timelinejs": "timelinejs.json",
    "timeml": "timeline.tml",
    "ics": "timeline.ics",
    "md": "timeline.md",
}


def write_exports(
    article: Article,
    tables: dict[str, pd.DataFrame],
    folder: Path,
    formats: Iterable[str] = FORMATS,
    force: bool = False,
    lang: str = "ar",
) -> list[Path]:
    """Write the tables of an article for other programs.

    Parameters
    ----------
    article : Article
        The article.
    tables : dict
        From `read_tables`.
    folder : pathlib.Path
        Where to; made where it is missing.
    formats : iterable of str
        Some of `FORMATS`.
    force : bool
        Replace files that are there already.
    lang : {"ar", "en"}
        Language of what is made to be read: slides, calendar, Markdown.

    Returns
    -------
    list of pathlib.Path
        The files.

    Raises
    ------
    ExportError
        A file is there already (then nothing is written), or cannot be written.
    """
    wanted = export_names(tables, formats)
    free(folder, [name for names in wanted.values() for name in names], force)
    folder.mkdir(parents=True, exist_ok=True)
    return [path for name in wanted for path in _written(name, article, tables, folder, lang)]


def free(folder: Path, names: Iterable[str], force: bool) -> None:
    """Check that nothing would be replaced.

    Raises
    ------
    ExportError
        A file is there already and `force` is not given.
    """
    there = [] if force else [name for name in names if (folder / name).exists()]
    if there:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise export.ExportError(
            f"{folder / there[0]}{more}: there already; --force replaces, nothing was written"
        )


def _written(
    name: str, article: Article, tables: dict[str, pd.DataFrame], folder: Path, lang: str
) -> list[Path]:
    events = tables["events"]
    if name == "csv":
        return [export.write_csv(table, folder / f"{key}.csv", force=True) for key, table in tables.items()]
    path = folder / _FILES[name]
    if name == "xlsx":
        codebook = export.codebook(CODEBOOK)
        return [export.write_xlsx(tables, path, codebook, force=True)]
    if name == "json":
        return [export.write_json(tables, path, article, force=True)]
    if name == "timelinejs":
        return [export.write_timelinejs(events, path, article.source.get("title"), True, lang)]
    if name == "timeml":
        return [export.write_timeml(article, tag_times(article.text, article.published), path, force=True)]
    if name == "ics":
        return [export.write_ics(events, path, article.published, True, lang)]
    shown = ["event_id", "edtf", "label_ar", "certainty", "asserted_by", "sentence_id"]
    return [export.write_markdown(events, path, shown, article.source.get("title"), True, lang)]


def write_seed(article: Article, original: Path, folder: Path) -> Article:
    """Write an article as a seed folder of the reader's own, with a blank overlay, and read it back.

    Parameters
    ----------
    article : Article
        From `open_article`.
    original : pathlib.Path
        The file that it was read from.
    folder : pathlib.Path
        The seed folder. An overlay (``events.csv``) that is there already is kept: it may have been edited.

    Returns
    -------
    Article
        The same text and day, with `folder` set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = article.text.encode("utf-8", "surrogatepass")
    facts = {
        "title": article.source.get("title") or next((p.text for p in article.paragraphs), original.stem),
        "outlet": article.source.get("outlet") or "",
        "language": "ar",
        "sha256": hashlib.sha256(data).hexdigest(),
        "original": original.name,
        "original_sha256": hashlib.sha256(read_bytes(original)).hexdigest(),
    }
    lines = [f"{name} = {_toml(said)}" for name, said in facts.items() if said]
    lines.insert(1, f"published = {article.published.isoformat()}")
    with whole(folder / "article.txt") as text, whole(folder / "source.toml") as source:
        text.write_bytes(data)  # both or neither: the one holds the sum of the other
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = read_article(folder)
    if not (folder / "events.csv").exists():
        export.write_csv(blank_overlay(found), folder / "events.csv")
    return found


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@dataclass(frozen=True)
class Dossier:
    """The work on one article, step by step.

    Parameters
    ----------
    article : Article
        The article.
    folder : pathlib.Path
        Where everything goes; made where it is missing.
    lang : {"ar", "en"}
        Language of figures and page.
    notebooks : bool
        The notebooks were run as well, so the list of figures may lead to theirs.
    """

    article: Article
    folder: Path
    lang: str = "ar"
    notebooks: bool = False
    written: list[Path] = field(default_factory=list)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables, made once."""
        return read_tables(self.article)

    @cached_property
    def plates(self) -> list[Plate]:
        """The figures, drawn once."""
        from .plates import draw_plates  # Matplotlib, which takes longer to load than a table to make

        return list(draw_plates(self.article, [self.lang]).values())

    def steps(self, figures: bool = True) -> list[tuple[str, Callable[[], object]]]:
        """Name the steps in their order.

        Parameters
        ----------
        figures : bool
            Draw and write the figures; not needed where a notebook has done so.

        Returns
        -------
        list of (name, step)
        """
        drawing = [("figures, drawing", lambda: self.plates), ("figures, writing", self._figures)]
        return [("tables", self._exports), *(drawing if figures else []), ("page", self._page)]

    def _exports(self) -> None:
        self.written.extend(
            write_exports(self.article, self.tables, self.folder / "tables", force=True, lang=self.lang)
        )

    def _figures(self) -> None:
        from .plates import plate_tables, table_notes
        from .publish import publish_list, publish_plates, publish_table

        folder, tables = self.folder / "figures", plate_tables(self.article)
        files = publish_plates(self.plates, folder)
        names = [name for written in files.values() for name in written]
        names += [name for stem, table in tables.items() for name in publish_table(table, stem, folder)]
        notes = table_notes(tables, self.lang)
        notebook = FIGURES_NOTEBOOK if self.notebooks else ""
        names += publish_list(self.plates, files, notes, notebook, folder, [self.lang])
        self.written.extend(folder / name for name in names)

    def _page(self) -> None:
        path = self.folder / "timeline.html"
        self.written.append(
            write_page(self.article, path, self.lang, force=True, events=self.tables["events"])
        )
