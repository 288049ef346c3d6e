"""All notebooks as one page to read, to print and to hand over: a single file without script or network."""

from __future__ import annotations

import html
import os
import re
import shutil
import struct
import subprocess
import tempfile
from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from . import __version__
from .files import whole
from .page.font import font_css
from .wording import set_dates_apart

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LETTER, _ARABIC = re.compile(r"[^\W\d_]"), re.compile("[\u0600-\u06ff]")
_WORD = "[\u0600-\u06ff\u200c\u200d]+"
# Words between «…» with the numbers among them, or a run of Arabic words.
_QUOTED = "(?<=«)[^«»<>A-Za-z&]{0,500}(?=»)"
_RUN = re.compile(f"{_QUOTED}|{_WORD}(?:[\\s\\d.,:/()-]{{1,20}}{_WORD})*")
_BOX = 'class="wide" tabindex="0" role="group"'  # scrolls by itself, also by key
_CAPTIONS = re.compile(
    r'(?:(?:<p>(?:<strong>|<b>)Figure.*?</p>|<div dir="rtl" lang="ar"><b>الشكل.*?</div>)\s*)+', re.S
)
_SAID = re.compile(r"<div[^>]*>\s*<div><b>(?:Figure|الشكل) \d+\.</b>")  # a caption that a cell gave out
_TEXT = re.compile(r"(?<=>)[^<>]*\d[^<>]*(?=<)")
_KEPT = re.compile(r'(<details class="code">.*?</details>|<svg.*?</svg>)', re.S)
_NEXT = re.compile(r'<div class="prose"><h3[^>]*>Next</h3>')
_UNLISTED = {"Question", "Setup", "Next"}  # the question itself stands in the contents
_FIGURE = re.compile(r"\b(Figure|الشكل) (\d+)\b(?!\.\d)")  # each notebook counts its own from 1
_NOTEBOOK = re.compile(r"\bnotebook (\d\d)\b", re.I)
_HEADING = re.compile(r"<h3[ >]")
_OUTER = re.compile(r'\s*<div dir="(rtl|ltr)"')
_LTR_CELL = re.compile(r'(?<=<span dir="ltr">)[^<]+')
_JOINT = re.compile(r"(?<=\w)(?:_|/(?!\d))(?=\w[^<>]*<)")  # where a long name in a cell may break
_DATES = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)")
_SIGNS = str.maketrans({".": "-", " ": "-", "/": "-"})


class ReportError(ValueError):
    """A report that must not or cannot be written; the message is one line with the remedy."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One notebook as a chapter of the report.

    Parameters
    ----------
    name : str
        Address inside the page: ``n03``.
    number : str
        ``"03"``.
    title : str
        Its first heading, as HTML.
    question : str
        The sentence under «Question», as HTML.
    sections : tuple of (str, str)
        Address and title of each heading.
    body : str
        Everything after the title, as HTML.
    """

    name: str
    number: str
    title: str
    question: str
    sections: tuple[tuple[str, str], ...]
    body: str


def build_report(paths: Sequence[Path], title: str = "Arabic News Timeline") -> str:
    """Build the report of executed notebooks.

    Parameters
    ----------
    paths : sequence of pathlib.Path
        The notebooks in their order, named ``NN-words.ipynb``.
    title : str
        Title of the report.

    Returns
    -------
    str
        One HTML document with style, typeface and pictures inside; the same for the same notebooks each time.

    Raises
    ------
    ReportError
        There is no notebook, or a code cell was never run.
    """
    if not paths:
        raise ReportError("there are no notebooks to report")
    notebooks = {path: _read(path) for path in paths}
    links = {path.name: f"n{path.stem[:2]}" for path in paths}
    chapters = [_chapter(path, notebook, links) for path, notebook in notebooks.items()]
    style = "\n".join([font_css(), _template("report.css")])
    return Template(_template("report.html")).substitute(
        title=html.escape(title),
        facts=_facts(notebooks.values()),
        count=len(chapters),
        contents="\n".join(map(_entry, chapters)),
        chapters="\n".join(map(_section, chapters)),
        style=style,
        version=html.escape(__version__),
    )


def write_report(notebooks: Path, folder: Path, force: bool = False) -> Path:
    """Write ``report.html``, whole or not at all.

    Parameters
    ----------
    notebooks : pathlib.Path
        Folder of the notebooks.
    folder : pathlib.Path
        Where to; made where it is missing.
    force : bool
        Replace a report that is there already.

    Returns
    -------
    pathlib.Path
        The page.

    Raises
    ------
    ReportError
        As `build_report`; or a report is there already, or the folder is a file.
    """
    page, pdf = folder / "report.html", folder / "report.pdf"
    if folder.exists() and not folder.is_dir():
        raise ReportError(f"{folder}: is a file; name a folder")
    there = [path.name for path in (page, pdf) if path.exists()]
    if there and not force:
        raise ReportError(f"{folder}: holds {' and '.join(there)} already; --force replaces them")
    text = build_report(sorted(notebooks.glob("[0-9][0-9]-*.ipynb")))
    folder.mkdir(parents=True, exist_ok=True)
    with whole(page) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    pdf.unlink(missing_ok=True)  # one of an earlier page would contradict this one
    return page


def find_chromium() -> str | None:
    """Path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, _CHROMIUM)), None)


def print_pdf(page: Path, chromium: str, timeout: float = 300) -> Path:
    """Print a page as PDF beside it, with bookmarks and tags, the same bytes each time.

    Parameters
    ----------
    page : pathlib.Path
        The HTML file.
    chromium : str
        From `find_chromium`.
    timeout : float
        Seconds.

    Returns
    -------
    pathlib.Path
        The file, named as the page with the ending ``.pdf``.

    Raises
    ------
    ReportError
        Chromium wrote nothing.
    """
    target = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(dir=page.parent, ignore_cleanup_errors=True) as folder:
        part = Path(folder) / target.name
        command = [chromium, *_flags(Path(folder)), f"--print-to-pdf={part}", page.as_uri()]
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=timeout)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ReportError(f"{chromium} cannot print: {error}") from None
        if not part.is_file():
            raise ReportError(f"{chromium} printed nothing; open {page.name} in a browser and print it there")
        # The hour of printing would make every file another one. Blanks in its place keep all offsets.
        part.write_bytes(_DATES.sub(lambda date: b" " * len(date[0]), part.read_bytes()))
        part.replace(target)
    return target


def _flags(folder: Path) -> list[str]:
    """Options for printing in silence, with a profile of its own that is thrown away."""
    flags = ["--headless", "--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf"]
    flags += ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync"]
    flags += ["--disable-background-networking", "--disable-component-update"]
    flags += [f"--user-data-dir={folder / 'profile'}"]
    return flags + (["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])


# --- notebooks and their cells --------------------------------------------------------------------------


def _read(path: Path) -> Any:
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), 1):
        if cell.source.strip() and cell.execution_count is None:
            raise ReportError(f"{path.name}: code cell {number} was never run; run python3 run.py first")
    return notebook


def _chapter(path: Path, notebook: Any, links: dict[str, str]) -> Chapter:
    name = links[path.name]
    words = _Markdown(name, links)
    parts: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            _add_prose(parts, words.render(cell.source))
        elif cell.cell_type == "code":
            parts += _code(cell, f"{name}-{len(parts)}")
    title, body = words.title or path.stem, _in_order("\n".join(_sections(parts)))
    return Chapter(name, path.stem[:2], title, words.question, tuple(words.sections), body)


def _add_prose(parts: list[str], prose: str) -> None:
    """Append prose; captions at its head go to the output before them, and both become a figure."""
    captions = _CAPTIONS.match(prose)
    if captions and parts and parts[-1].startswith('<div class="out'):
        parts[-1] = _figure(parts[-1], captions[0])
        prose = prose[captions.end() :]
    parts += [f'<div class="prose">{prose}</div>'] if prose.strip() else []


def _figure(picture: str, captions: str) -> str:
    return f"<figure>\n{picture}\n<figcaption>{captions}</figcaption>\n</figure>"


def _numbered(words: str, name: str) -> str:
    """Put the chapter's number before that of a figure."""
    return _FIGURE.sub(rf"\1 {int(name[1:3])}.\2", words)


def _sections(parts: Sequence[str]) -> Iterable[str]:
    """Group the parts under their headings; one with nothing but code, or a mere way on, is not printed."""
    groups: list[list[str]] = [[]]
    for part in parts:
        if _HEADING.search(part):
            groups.append([])
        groups[-1].append(part)
    for group in filter(None, groups):
        bare = re.fullmatch(r'<div class="prose"><h3[^>]*>.*?</h3>\s*</div>', group[0], re.S)
        quiet = bare and all(part.startswith("<details") for part in group[1:])
        kind = " quiet" if quiet else " next" if _NEXT.match(group[0]) else ""
        yield f'<div class="part{kind}">\n' + "\n".join(group) + "\n</div>"


def _code(cell: Any, name: str) -> list[str]:
    """Set a code cell: the code folded away, then each output."""
    from nbconvert.filters import Highlight2HTML

    code = Highlight2HTML(pygments_lexer="python")(cell.source)
    code = re.sub(r"<div[^>]*>|</div>", "", code).replace("<pre>", '<pre tabindex="0"><code>', 1)
    code = code.replace("</pre>", "</code></pre>")
    summary = f"<summary>Code <span>[{cell.execution_count}]</span></summary>"
    parts = [f'<details class="code">{summary}\n{code}</details>']
    for n, output in enumerate(cell.outputs):
        said = output.get("data", {}).get("text/html", "")
        if _SAID.match(said) and parts[-1].startswith('<div class="out picture">'):
            parts[-1] = _figure(parts[-1], _numbered(said, name))
        else:
            parts += filter(None, [_output(output, f"{name}-{n}")])
    return parts


def _output(output: Any, name: str) -> str:
    """Set one output in the richest form that needs no script."""
    data = output.get("data", {})
    if "image/png" in data:
        return _picture(data["image/png"], output.metadata.get("image/png", {}).get("alt", ""))
    if "image/svg+xml" in data:
        return f'<div class="out">{data["image/svg+xml"]}</div>'
    if "text/html" in data:
        return _rich(data["text/html"])
    if "text/markdown" in data:
        return f'<div class="out prose">{_Markdown(name, {}).render(data["text/markdown"])}</div>'
    text = output.get("text") or data.get("text/plain") or "\n".join(output.get("traceback", ()))
    return _plain(text) if text else ""


def _rich(markup: str) -> str:
    """Set HTML; a table that is too wide scrolls by itself, from the side it is read from."""
    columns = max((row.count("<th") for row in re.findall(r"<tr.*?</tr>", markup, re.S)), default=0)
    if not columns:
        return f'<div class="out">{markup}</div>'
    markup = _JOINT.sub(r"\g<0><wbr>", markup)
    markup = _LTR_CELL.sub(lambda words: _isolate(words[0]), markup)
    outer = _OUTER.match(markup)
    direction = f'dir="{outer[1] if outer else "ltr"}" style="--columns:{columns}"'
    return f'<div class="out"><div {_BOX} aria-label="Table" {direction}>{markup}</div></div>'


def _plain(text: str) -> str:
    from nbconvert.filters import strip_ansi

    words = strip_ansi(text).rstrip()
    if _is_arabic(words):
        return f'<div class="out"><pre tabindex="0" dir="rtl" lang="ar">{html.escape(words)}</pre></div>'
    return f'<div class="out"><pre tabindex="0">{_isolate(html.escape(words, quote=False))}</pre></div>'


def _picture(png: str, alt: str) -> str:
    """Set a picture with a short alternative text, and the whole of a long one as a list to open."""
    width, height = struct.unpack(">II", b64decode(png[:64])[16:24])
    direction = 'dir="rtl" lang="ar"' if _is_arabic(alt) else 'dir="ltr"'
    sentences = re.split(r"(?<=\.) (?=\S)", alt.strip())
    label = html.escape(" ".join(sentences[:2]) or "Figure, described in its caption")
    size = f'width="{width}" height="{height}"'
    image = f'<img src="data:image/png;base64,{"".join(png.split())}" alt="{label}" {size}>'
    frame = f'<div {_BOX} aria-label="Figure" {direction}>{image}</div>'
    items = [f"<li>{html.escape(x)}</li>" for s in sentences[2:] for x in s.split("; ")]
    summary = "<summary>The figure in words</summary>"
    told = f"<details>{summary}<ul {direction}>{''.join(items)}</ul></details>" if items else ""
    return f'<div class="out picture">{frame}{told}</div>'


# --- prose ----------------------------------------------------------------------------------------------


class _Markdown:
    """Markdown of one notebook: headings one level down with addresses, links that stay in the page."""

    def __init__(self, name: str, links: dict[str, str]) -> None:
        from nbconvert.filters.markdown_mistune import MarkdownWithMath

        self.name, self.links = name, links
        self.title, self.question = "", ""
        self.sections: list[tuple[str, str]] = []
        self._parser = MarkdownWithMath(renderer=_renderer(self))

    def render(self, source: str) -> str:
        """Render one cell."""
        done = self._parser.render(_numbered(source, self.name))
        if not self.question and self.sections and self.sections[-1][1] == "Question":
            first = re.search(r"<p[^>]*>(.*?)</p>", done, re.S)
            self.question = first[1] if first else ""
        return done

    def heading(self, text: str, level: int) -> str:
        """Note a heading; the title is left to the chapter."""
        if level == 1:
            self.title = text
            return ""
        address = f"{self.name}-{_slug(text)}"
        if level == 2:
            self.sections.append((address, text))
        return f'<h{level + 1} id="{address}">{text}</h{level + 1}>\n'

    def text(self, text: str) -> str:
        """Lead from «notebook 03» to its chapter, and keep Arabic words in their own order."""
        chapters = set(self.links.values())
        return _NOTEBOOK.sub(
            lambda m: f'<a href="#n{m[1]}">{m[0]}</a>' if f"n{m[1]}" in chapters - {self.name} else m[0],
            _isolate(text),
        )

    def link(self, text: str, url: str) -> str:
        """Lead to the chapter of a notebook, or out; a file that is not in the page is named only."""
        inside = self.links.get(url.partition("#")[0])
        words = re.sub(r"</?a\b[^>]*>", "", text)
        if inside:
            return f'<a href="#{inside}">{words}</a>'
        return f'<a href="{html.escape(url)}">{words}</a>' if re.match(r"https?:|mailto:|#", url) else words


def _renderer(page: _Markdown) -> Any:
    from nbconvert.filters.markdown_mistune import IPythonRenderer

    class Renderer(IPythonRenderer):
        def heading(self, text: str, level: int, **_: Any) -> str:
            return page.heading(text, level)

        def link(self, text: str, url: str, title: str | None = None) -> str:
            return page.link(text, url)

        def text(self, text: str) -> str:
            return page.text(super().text(text))

        def codespan(self, text: str) -> str:
            return _isolate(super().codespan(text))

        def paragraph(self, text: str) -> str:
            return f"<p{_direction(text)}>{text}</p>\n"

        def list_item(self, text: str, **_: Any) -> str:
            return f"<li{_direction(text)}>{text}</li>\n"

        def table(self, text: str) -> str:
            return f'<div {_BOX} aria-label="Table"><table>{text}</table></div>'

    return Renderer(escape=False)


def _direction(markup: str) -> str:
    return ' dir="rtl" lang="ar"' if _is_arabic(re.sub("<[^>]*>", "", markup)) else ""


def _is_arabic(words: str) -> bool:
    """Whether most letters are Arabic: an English sentence may begin with an Arabic word."""
    letters = _LETTER.findall(words)
    return 2 * sum(bool(_ARABIC.match(letter)) for letter in letters) > len(letters)


def _isolate(markup: str) -> str:
    """Mark Arabic words in a line as Arabic, with the numbers among them, so that they keep their order."""

    def marked(run: re.Match[str]) -> str:
        return f'<span dir="rtl" lang="ar">{run[0]}</span>' if _ARABIC.search(run[0]) else run[0]

    return _RUN.sub(marked, markup)


def _in_order(markup: str) -> str:
    """Set ISO dates apart, so that neither Arabic words turn them around nor a line's end breaks them."""
    parts = _KEPT.split(markup)
    for n in range(0, len(parts), 2):
        parts[n] = _TEXT.sub(
            lambda words: set_dates_apart(words[0], attributes='class="iso" dir="ltr"'), parts[n]
        )
    return "".join(parts)


def _slug(heading: str) -> str:
    words = html.unescape(re.sub("<[^>]*>", "", heading)).lower().translate(_SIGNS)
    return re.sub(r"-+", "-", re.sub(r"[^\w-]", "", words)).strip("-")


# --- the page -------------------------------------------------------------------------------------------


def _facts(notebooks: Iterable[Any]) -> str:
    """What the first notebook says of its text, as a list: title, outlet, DCT, size, hash, version."""
    cells = (cell for notebook in notebooks for cell in notebook.cells if cell.id.endswith("-provenance"))
    outputs = (output.get("data", {}).get("text/html", "") for cell in cells for output in cell.outputs)
    line = re.sub(r"^<div>|</div>$", "", next(filter(None, outputs), "").strip())
    return "".join(f"<li>{fact}</li>" for fact in line.split(" · ") if fact)


def _entry(chapter: Chapter) -> str:
    shown = [(address, text) for address, text in chapter.sections if text not in _UNLISTED]
    places = " · ".join(f'<a href="#{address}">{text}</a>' for address, text in shown)
    title = f'<span class="no">{chapter.number}</span> <b>{chapter.title}</b>'
    return (
        f'<li><a class="to" href="#{chapter.name}">{title}</a>\n'
        f'<p>{chapter.question}</p>\n<p class="places">{places}</p></li>'
    )


def _section(chapter: Chapter) -> str:
    title = f'<h2 id="{chapter.name}-title"><span class="no">{chapter.number}</span> {chapter.title}</h2>'
    back = '<p class="back"><a href="#contents">Contents</a></p>'
    return (
        f'<section class="chapter" id="{chapter.name}" aria-labelledby="{chapter.name}-title">\n'
        f"{title}\n{chapter.body}\n{back}\n</section>"
    )


def _template(name: str) -> str:
    return resources.files("analysis").joinpath("templates", name).read_text(encoding="utf-8").strip()
