"""What goes into reports: figures as files, tables beside them, captions, and the list of it all."""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin

from . import typesetting
from .articles import Article, ArticleError
from .export import write_csv
from .figures import save_figure
from .files import whole
from .lexicon import load
from .seeds import FOLDER as SEEDS
from .seeds import SHIPPED
from .wording import Wording, days_of

FOLDER = Path(__file__).resolve().parents[1] / "figures"
FORMATS = ("png", "svg", "svg-text", "pdf")
LANGUAGES = ("ar", "en")
_ARABIC, _LATIN = re.compile("[\u0600-\u06ff]"), re.compile("[A-Za-z]")
_LATIN_RUN, _ARABIC_RUN = re.compile("[A-Za-z][^()]*"), re.compile("[\u0600-\u06ff][^()]*")
_COUNTED = {"direct": "direct", "indirect": "indirect"}  # facts that a caption names as counted nouns
_NOUNS = {"voices": "statement", "numbers": "number", "precision": "date", "evidence": "date"}
_ISO_DATE = re.compile(r"(?<![\d-])\d{4}-\d{2}(?:-\d{2})?(?![\d-])", re.ASCII)
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")


@dataclass(frozen=True, slots=True)
class Plate:
    """A figure in each language, with all that a reader of a report must be told.

    Parameters
    ----------
    name : str
        File name without language and ending.
    call : str
        How to draw it from a table, as one line of Python.
    figures : mapping of str to matplotlib.figure.Figure
        By language.
    captions : mapping of str to str
        What, from which article, n, how to read it, what is disputed; by language.
    misreadings : mapping of str to str
        What it must not be read as; by language.
    n : int
        Rows of the table that it stands for.
    number : int
        Its number among the figures of the article, from 1; 0 where it stands alone.
    """

    name: str
    call: str
    figures: Mapping[str, Figure]
    captions: Mapping[str, str]
    misreadings: Mapping[str, str]
    n: int
    number: int = 0

    def title(self, lang: str) -> str:
        """Title of the figure, as it stands in the picture."""
        return self._notes(lang).title

    def heading(self, lang: str) -> str:
        """Title in a list of figures, which tells a slide from a page."""
        slide = self.name.endswith("_slide")
        return f"{self.title(lang)} ({load('captions')[lang]['slide']})" if slide else self.title(lang)

    def alt(self, lang: str) -> str:
        """Content of the figure in words, for who does not see it."""
        return self._notes(lang).description

    def _notes(self, lang: str) -> Any:
        return self.figures[lang].notes  # type: ignore[attr-defined]


def publish_figure(
    fig: Figure, stem: str, folder: Path = FOLDER, formats: Sequence[str] = ("png", "svg", "pdf")
) -> tuple[str, ...]:
    """Write a figure, its PNG with as few colours as the eye needs.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.
    stem : str
        File name without the ending.
    folder : pathlib.Path
        Where to; by default the project's ``figures/``.
    formats : sequence of str
        Some of `FORMATS`.

    Returns
    -------
    tuple of str
        The names of the files.
    """
    paths = save_figure(fig, folder / stem, formats)
    for path in paths:
        if path.suffix == ".png":
            _replace(path, lighten(path.read_bytes()))
    return tuple(path.name for path in paths)


def lighten(png: bytes) -> bytes:
    """Reduce a PNG to a palette of 256 colours, a third of the size, and keep its title and description.

    Parameters
    ----------
    png : bytes
        A picture without transparency.

    Returns
    -------
    bytes
        No pixel differs by more than the eye can tell: flat colours stay, edges of letters move a shade.
    """
    image = Image.open(io.BytesIO(png))
    notes = PngImagePlugin.PngInfo()
    for key, value in image.text.items():  # type: ignore[attr-defined]
        notes.add_itxt(key, value)
    small = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    dpi = {"dpi": image.info["dpi"]} if "dpi" in image.info else {}
    small.save(out, "png", pnginfo=notes, compress_level=6, **dpi)
    return out.getvalue()


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
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(table, folder / f"{stem}.csv", force=True)
    return (f"{stem}.csv",)


def publish_plates(
    plates: Sequence[Plate], folder: Path = FOLDER, formats: Sequence[str] = FORMATS
) -> dict[str, tuple[str, ...]]:
    """Write every figure in each of its languages.

    Parameters
    ----------
    plates : sequence of Plate
        From `analysis.plates.draw_plates`.
    folder, formats
        As in `publish_figure`.

    Returns
    -------
    dict
        From the stem, such as ``week_ar``, to the names of its files.
    """
    return {
        f"{plate.name}_{lang}": publish_figure(fig, f"{plate.name}_{lang}", folder, formats)
        for plate in plates
        for lang, fig in plate.figures.items()
    }


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


def isolate(words: str, lang: str) -> str:
    r"""Keep foreign words together inside a sentence: in their own direction, brackets and all.

    Examples
    --------
    >>> isolate("Al-Arab", "en"), isolate("Al-Arab", "ar") == "\u2068Al-Arab\u2069"
    ('Al-Arab', True)
    """
    foreign = _LATIN if lang == "ar" else _ARABIC
    return f"\u2068{words}\u2069" if foreign.search(words) else words


def as_html(words: str) -> str:
    """Escape text for HTML, where an element isolates foreign words better than a control character.

    Examples
    --------
    >>> as_html("a < " + isolate("ب", "en"))
    'a &lt; <bdi>ب</bdi>'
    """
    said = _ISOLATED.sub(r"<bdi>\1</bdi>", html.escape(words))
    return _ISO_DATE.sub('<span class="date">\\g<0></span>', said)  # else it may break at its hyphens


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
    facts = {"days": to_the_day(events, lang), "disputed": disputed(events, lang)}
    return caption("timeline", events.attrs, lang, n=len(events), **facts)


def to_the_day(events: pd.DataFrame, lang: str) -> str:
    """How many events have one day; those with two days that contradict each other are told apart.

    Examples
    --------
    >>> days = pd.DataFrame({"precision": ["day", "day", "year"], "date_variants": [(), (1, 2), ()]})
    >>> to_the_day(days, "en")
    '1 of 3, and 1 with two days that contradict each other'
    """
    words = load("captions")[lang]
    twice = [bool(v) for v in events["date_variants"]]
    days = int(((events["precision"] == "day") & ~pd.Series(twice, events.index, dtype=bool)).sum())
    said = words["to_the_day"].format(days=days, n=len(events))
    counted = Wording(lang).counted("event", sum(twice))
    return said + (words["twice"].format(counted=counted, n=sum(twice)) if any(twice) else "")


def disputed(events: pd.DataFrame, lang: str) -> str:
    """Labels of the events to which the article gives two dates, or the word for none.

    Examples
    --------
    >>> disputed(pd.DataFrame({"date_variants": [()], "label_en": ["x"], "label_ar": ["س"]}), "en")
    'none'
    """
    return named(events.loc[[bool(v) for v in events["date_variants"]]], lang)


def named(rows: pd.DataFrame, lang: str) -> str:
    """Labels of rows as a caption lists them, or the word for none.

    Examples
    --------
    >>> named(pd.DataFrame({"label_en": ["A «b»", None], "label_ar": ["ا", "ب"]}), "en")
    'A “b”; \u2068ب\u2069'
    """
    labels = rows[f"label_{lang}"].fillna(rows["label_ar"])
    said = (isolate(typesetting.quotation(str(label), lang == "ar"), lang) for label in labels)
    return ("؛ " if lang == "ar" else "; ").join(said) or load("captions")[lang]["none"]


def caption(name: str, attrs: Mapping[str, Any], lang: str, **facts: Any) -> str:
    """Fill in the caption of a kind of figure.

    Parameters
    ----------
    name : str
        A key of the captions, such as ``"week"``.
    attrs : mapping
        ``title``, ``outlet`` and ``published`` of the article; what is missing becomes a dash.
    lang : {"ar", "en"}
        Language.
    **facts
        Numbers and words that this caption asks for.

    Returns
    -------
    str
    """
    words, wording = load("captions")[lang], Wording(lang)
    title, outlet = (str(attrs.get(key) or "–") for key in ("title", "outlet"))
    outlet = typesetting.own_name_first(outlet, lang == "ar")
    if _LATIN.search(outlet) and _ARABIC.search(outlet):  # the name in the other letters, in brackets, alone
        foreign = _LATIN_RUN if lang == "ar" else _ARABIC_RUN
        outlet = foreign.sub(lambda m: isolate(m[0], lang), outlet)
    else:
        outlet = isolate(outlet, lang)
    dct = wording.span(days_of(attrs["published"])) if attrs.get("published") else "–"
    article = words["article"].format(title=isolate(title, lang), outlet=outlet, dct=dct)
    signs = words["signs"]
    facts = {key: wording.counted(_COUNTED[key], n) if key in _COUNTED else n for key, n in facts.items()}
    counted = wording.counted(_NOUNS.get(name, "event"), int(facts["n"])) if "n" in facts else ""
    said = words["captions"][name].format(article=article, signs=signs, counted=counted, **facts)
    # between Arabic words the parts of a date would be set from right to left: 26-07-2021
    return _ISO_DATE.sub("\u2068\\g<0>\u2069", said) if lang == "ar" else said


# --- the list of figures ------------------------------------------------------------------------------


def figures_folder(article: Article, given: str | Path = "") -> Path:
    """Decide where the figures of an article go: never into the project's folder if it is another article.

    Parameters
    ----------
    article : Article
        The article.
    given : str or pathlib.Path
        A folder; empty for the project's own.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ArticleError
        No folder is given and the article is not the one whose figures the project's folder holds.

    Examples
    --------
    >>> from analysis.seeds import read_seed
    >>> figures_folder(read_seed("2021-07-26-alarab-kadhimi-washington")).name
    'figures'
    """
    if given:
        return Path(given)
    if article.folder is None or article.folder.resolve() != (SEEDS / SHIPPED).resolve():
        raise ArticleError("say in which folder the figures of this article shall go: FIGURES is empty")
    return FOLDER


def publish_list(
    plates: Sequence[Plate],
    files: Mapping[str, Sequence[str]],
    tables: Mapping[str, str],
    notebook: str,
    folder: Path = FOLDER,
    languages: Sequence[str] = LANGUAGES,
) -> tuple[str, ...]:
    """Write ``README.md`` and ``index.html``: each figure with captions, its content in words, and files.

    Parameters
    ----------
    plates : sequence of Plate
        In the order of the list.
    files : mapping
        From `publish_plates`.
    tables : mapping of str to str
        Names of CSV files, with what they hold.
    notebook : str
        Name of the notebook that wrote it all, without the ending; empty where none did.
    folder : pathlib.Path
        As in `publish_figure`.
    languages : sequence of {"ar", "en"}
        Languages of the list; the plates must have them.

    Returns
    -------
    tuple of str
        The names of the two files.

    Raises
    ------
    FileNotFoundError
        A file that would be listed was not written.
    """
    listed = [*(name for names in files.values() for name in names), *tables]
    missing = [name for name in listed if not (folder / name).is_file()]
    if missing:
        raise FileNotFoundError(f"not in {folder.name}: {', '.join(missing)}")
    said = _ListWords(tuple(lang for lang in ("en", "ar") if lang in languages), folder == FOLDER)
    _replace(folder / "README.md", _markdown(plates, files, tables, notebook, said).encode("utf-8"))
    _replace(folder / "index.html", _page(plates, files, tables, said).encode("utf-8"))
    return "README.md", "index.html"


@dataclass(frozen=True, slots=True)
class _ListWords:
    """Words around the figures, in the languages of the list; English first where there are two."""

    languages: tuple[str, ...]
    shipped: bool  # the project's own list, which `run.py` makes again

    def of(self, key: str, lang: str) -> str:
        words = load("captions")[lang]
        return (words | words["list"])["intro_own" if key == "intro" and not self.shipped else key]

    def both(self, key: str) -> str:
        return " · ".join(self.of(key, lang) for lang in self.languages)

    def both_html(self, key: str) -> str:
        return self.joined_html({lang: self.of(key, lang) for lang in self.languages})

    def joined_html(self, words: Mapping[str, str]) -> str:
        """Words in each language, the Arabic ones marked as such beside English."""
        parts = [
            f'<bdi lang="ar" dir="rtl">{as_html(said)}</bdi>'
            if lang == "ar" and len(words) > 1
            else as_html(said)
            for lang, said in words.items()
        ]
        return " · ".join(parts)

    def headings(self, plate: Plate) -> dict[str, str]:
        return {lang: plate.heading(lang) for lang in self.languages}


def _markdown(
    plates: Sequence[Plate],
    files: Mapping[str, Sequence[str]],
    tables: Mapping[str, str],
    notebook: str,
    said: _ListWords,
) -> str:
    first = said.languages[0]
    link = f" {said.of('notebook', first)}: [{notebook}](../notebooks/{notebook}.ipynb)." if notebook else ""
    head = [f"# {said.both('index')}"]
    for lang in said.languages:
        words = said.of("intro", lang) + (link if lang == first else "")
        words += "" if plates else f" {said.of('no_figures', lang)}"
        head.append(_arabic_block(words) if lang == "ar" else words)
    tail = [f"## {said.both('tables')}"] if tables else []
    rows = "\n".join(f"- [{name}]({name}): {what}" for name, what in tables.items())
    tail += [_arabic_block(rows) if first == "ar" else rows] if tables else []
    sections = [part for plate in plates for part in _section(plate, files, said)]
    return "\n\n".join([*head, *sections, *tail]) + "\n"


def _section(plate: Plate, files: Mapping[str, Sequence[str]], said_in: _ListWords) -> list[str]:
    words = load("captions")
    parts = [f"## {' · '.join(said_in.headings(plate).values())}"]
    for lang in plate.figures:
        names = files[f"{plate.name}_{lang}"]
        picture = next(name for name in names if name.endswith(".png"))
        alt = re.sub(r"([\[\]\\<>*_`])", r"\\\1", plate.alt(lang))
        said = f"{plate.captions[lang]} **{words[lang]['misread']}** {plate.misreadings[lang]}"
        said = said if lang == "en" else _arabic_block(said)
        links = " · ".join(f"[{_ending(name)}]({name})" for name in names)
        parts += [f"![{alt}]({picture})", said, links]
    return parts


def _arabic_block(words: str) -> str:
    return f'<div dir="rtl" lang="ar">\n\n{words}\n\n</div>'


def _ending(name: str) -> str:
    return "SVG (text)" if name.endswith(".text.svg") else name.rsplit(".", 1)[1].upper()


def _page(
    plates: Sequence[Plate],
    files: Mapping[str, Sequence[str]],
    tables: Mapping[str, str],
    said: _ListWords,
) -> str:
    contents = "".join(
        f'<li><a href="#{p.name}">{said.joined_html(said.headings(p))}</a></li>\n' for p in plates
    )
    listed = "".join(f'<li><a href="{n}">{n}</a>: {as_html(what)}</li>\n' for n, what in tables.items())
    intros = {lang: as_html(said.of("intro", lang).replace("`", "")) for lang in said.languages}
    intros |= (
        {} if plates else {lang: f"{intros[lang]} {as_html(said.of('no_figures', lang))}" for lang in intros}
    )
    heading = f"<h2>{said.both_html('tables')}</h2>\n<ul>\n{listed}</ul>"
    only_arabic = said.languages == ("ar",)
    return _PAGE.format(
        language='lang="ar" dir="rtl"' if only_arabic else 'lang="en"',
        title=said.both("index"),
        title_html=said.both_html("index"),
        intro="\n".join(
            f'<p lang="ar" dir="rtl">{words}</p>' if lang == "ar" else f"<p>{words}</p>"
            for lang, words in intros.items()
        ),
        label=said.of("index", said.languages[0]),
        contents=contents,
        sections="".join(_page_section(plate, files, said) for plate in plates),
        tables=f'<section id="tables">\n{heading}\n</section>\n' if tables else "",
    )


def _page_section(plate: Plate, files: Mapping[str, Sequence[str]], said: _ListWords) -> str:
    heading = f"<h2>{said.joined_html(said.headings(plate))}</h2>"
    shown = "".join(_page_figure(plate, lang, files[f"{plate.name}_{lang}"]) for lang in plate.figures)
    return f'<section id="{plate.name}">\n{heading}\n<div class="pair">\n{shown}</div>\n</section>\n'


def _page_figure(plate: Plate, lang: str, names: Sequence[str]) -> str:
    words = load("captions")[lang]
    picture = next(name for name in names if name.endswith(".png"))
    width, height = (round(length / 2) for length in plate.figures[lang].get_size_inches() * 144)
    links = " · ".join(f'<a href="{name}" dir="ltr">{_ending(name)}</a>' for name in names)
    alt = as_html(plate.alt(lang))
    return (
        f'<figure lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">\n'
        f'<a class="picture" href="{picture}">'
        f'<img src="{picture}" alt="{alt}" width="{width}" height="{height}" loading="lazy"></a>\n'
        f"<figcaption>\n<p>{as_html(plate.captions[lang])}</p>\n"
        f"<p><strong>{words['misread']}</strong> {as_html(plate.misreadings[lang])}</p>\n"
        f"<details><summary>{words['in_words']}</summary><p>{alt}</p></details>\n"
        f"<p>{words['files']}: {links}</p>\n</figcaption>\n</figure>\n"
    )


_PAGE = """<!DOCTYPE html>
<html {language}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1c2430; --ground: #fff; --link: #0b5fa5; --rule: #c3cad3 }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e6eaf0; --ground: #14181f; --link: #8cc4ff; --rule: #46505d }}
}}
body {{ margin: 0 auto; padding: 1rem; max-width: 84rem; color: var(--ink); background: var(--ground);
  font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", "Noto Sans Arabic", sans-serif }}
a {{ color: var(--link) }}
h1, h2 {{ line-height: 1.3 }}
section {{ border-top: 1px solid var(--rule); margin-top: 2rem }}
.pair {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 2rem }}
figure {{ margin: 0 }}
.picture {{ display: block; overflow-x: auto; background: #fff; border: 1px solid #dfe4ea;
  border-radius: .4rem }}
img {{ display: block; width: 100%; min-width: 36rem; height: auto; box-sizing: border-box }}
.date {{ white-space: nowrap }}
figcaption p {{ margin: .5rem 0 }}
summary {{ cursor: pointer }}
@media print {{ :root {{ --ink: #000; --ground: #fff }} img {{ min-width: 0 }} }}
@media print {{ section {{ break-inside: avoid }} .pair {{ display: block }} }}
</style>
</head>
<body>
<header>
<h1>{title_html}</h1>
{intro}
</header>
<nav aria-label="{label}">
<ul>
{contents}</ul>
</nav>
<main>
{sections}{tables}</main>
</body>
</html>
"""


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as part:
        part.write_bytes(data)
