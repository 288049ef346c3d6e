"""What goes into reports: figures, the tables beside them, their captions, and the list of it all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from .export import write_csv
from .figures import save_figure
from .lexicon import load

_ARABIC, _LATIN = re.compile("[\u0600-\u06ff]"), re.compile("[A-Za-z]")
FOLDER = Path(__file__).resolve().parents[1] / "figures"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the list of figures.

    Parameters
    ----------
    files : tuple of str
        File names; the first picture is shown.
    notebook : str
        Name of the notebook that wrote them, without the ending.
    caption_en, caption_ar : str
        What it shows, from which article, and how to read it.
    """

    files: tuple[str, ...]
    notebook: str
    caption_en: str
    caption_ar: str


def publish_figure(fig: Figure, stem: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """Write a figure as PNG, SVG and PDF.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.
    stem : str
        File name without the ending.
    folder : pathlib.Path
        Where to; by default the project's ``figures/``.

    Returns
    -------
    tuple of str
        The names of the files.
    """
    return tuple(path.name for path in save_figure(fig, folder / stem))


def publish_table(table: pd.DataFrame, stem: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """Write a table as CSV, as `export.write_csv` does.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    stem, folder
        As in `publish_figure`.

    Returns
    -------
    tuple of str
        The name of the file.
    """
    write_csv(table, folder / f"{stem}.csv", force=True)
    return (f"{stem}.csv",)


def fingerprints(names: Sequence[str], folder: Path = FOLDER) -> dict[str, str]:
    """SHA-256 of published files, to see whether one changed.

    Parameters
    ----------
    names : sequence of str
        File names.
    folder : pathlib.Path
        As in `publish_figure`.

    Returns
    -------
    dict
        From name to hexadecimal digest.
    """
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def publish_list(entries: Sequence[Entry], folder: Path = FOLDER) -> str:
    """Write ``README.md``, which shows each figure with its captions, files and notebook.

    Parameters
    ----------
    entries : sequence of Entry
        In the order of the list.
    folder : pathlib.Path
        As in `publish_figure`.

    Returns
    -------
    str
        The name of the file.

    Raises
    ------
    FileNotFoundError
        An entry names a file that was not written.
    """
    missing = [name for entry in entries for name in entry.files if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(f"not in {folder.name}: {', '.join(missing)}")
    words = load("captions")["en"]
    head = f"# {words['index']} · {load('captions')['ar']['index']}\n\n{words['intro']} {words['signs']}\n"
    _replace(folder / "README.md", "\n".join([head, *map(_section, entries)]).encode("utf-8"))
    return "README.md"


def timeline_caption(events: pd.DataFrame, lang: str) -> str:
    """Caption of a timeline: what, which article, DCT, n, how to read it, what is disputed.

    Parameters
    ----------
    events : pandas.DataFrame
        From `build_timeline`; ``attrs`` holds ``title``, ``outlet`` and ``published``.
    lang : {"ar", "en"}
        Language.

    Returns
    -------
    str

    Examples
    --------
    >>> row = {"label_en": "Round 4", "label_ar": "الجولة الرابعة", "precision": "day"}
    >>> events = pd.DataFrame([row | {"date_variants": ("2021-07-23", "2021-07-25")}])
    >>> events.attrs = {"title": "T", "outlet": "O", "published": "2021-07-26"}
    >>> timeline_caption(events, "en").split(". ")[-1]
    'Dates on which the article disagrees with itself: Round 4.'
    """
    words = load("captions")[lang]
    disputed = events.loc[[bool(v) for v in events["date_variants"]]]
    labels = disputed[f"label_{lang}"].fillna(disputed["label_ar"])
    facts = {key: _kept(events.attrs.get(key) or "–", lang) for key in ("title", "outlet")}
    return words["timeline"].format(
        n=len(events),
        days=int((events["precision"] == "day").sum()),
        dct=events.attrs.get("published") or "–",
        signs=words["signs"],
        disputed="; ".join(_kept(label, lang) for label in labels) or words["none"],
        **facts,
    )


def _kept(words: str, lang: str) -> str:
    """Keep foreign words together inside a sentence: in their own direction, brackets and all."""
    foreign = _LATIN if lang == "ar" else _ARABIC
    return f"\u2068{words}\u2069" if foreign.search(words) else words


def _section(entry: Entry) -> str:
    words = load("captions")["en"]
    picture = next((name for name in entry.files if name.endswith(".png")), None)
    shown = f"![{entry.caption_en}]({picture})\n\n" if picture else ""
    files = ", ".join(f"[{name}]({name})" for name in entry.files)
    notebook = f"[{entry.notebook}](../notebooks/{entry.notebook}.ipynb)"
    return (
        f"## {entry.files[0].partition('.')[0]}\n\n{shown}{entry.caption_en}\n\n"
        f'<div dir="rtl" lang="ar">\n\n{entry.caption_ar}\n\n</div>\n\n'
        f"{words['files']}: {files}. {words['notebook']}: {notebook}.\n"
    )


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
