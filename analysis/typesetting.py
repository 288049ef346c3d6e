"""Arabic on the page: shaping, direction, fonts. No other module knows about any of them.

Matplotlib 3.11 joins and orders Arabic letters itself and must be given the text as it is read; Matplotlib
3.10 does neither and must be given presentation forms in the order they are seen. The recipe for one draws
reversed Arabic on the other, without an error, so `shape` asks the renderer which of the two it is.

Examples
--------
>>> direction("اتفاق 2008"), direction("NATO"), direction("2008", default="rtl")
('rtl', 'ltr', 'rtl')
"""

from __future__ import annotations

import base64
import contextlib
import functools
import html
import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import fontpkg_ibm_plex_sans_arabic as plex
import matplotlib as mpl
from fontTools import subset
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

__all__ = [
    "direction",
    "drawable",
    "embed",
    "font",
    "ltr",
    "measure",
    "own_name_first",
    "quotation",
    "rc",
    "shape",
    "shapes_natively",
    "text_kwargs",
    "web_text",
    "wrap",
]

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
_LRE, _PDF = "\u202a", "\u202c"
_CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ISO_DATE = re.compile(r"(?<![\d-])\d{4}-\d{2}(?:-\d{2})?(?![\d-])", re.ASCII)
_ARABIC = re.compile("[\u0620-\u065f\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08b4]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")

# Families under names of our own: a system font called «IBM Plex Sans Arabic» can then never be picked
# in place of the packaged one, and Matplotlib's font list loses nothing that others rely on.
_TEXT_FAMILY, _SPARE_FAMILY = "analysis-plex-arabic", "analysis-dejavu"
_FACES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
_MEASURE_SIZE = 100.0


def _packaged_files() -> dict[tuple[str, int], Path]:
    spare = Path(mpl.get_data_path(), "fonts", "ttf")
    files = {(_TEXT_FAMILY, w): plex.ROOT / "files" / f"IBMPlexSansArabic-{n}.ttf" for w, n in _FACES.items()}
    spares = {
        400: "DejaVuSans.ttf",
        500: "DejaVuSans.ttf",
        600: "DejaVuSans-Bold.ttf",
        700: "DejaVuSans-Bold.ttf",
    }
    return files | {(_SPARE_FAMILY, w): spare / name for w, name in spares.items()}


@functools.cache
def _register_fonts() -> None:
    known = {(entry.name, entry.weight) for entry in fontManager.ttflist}
    for (family, weight), path in _packaged_files().items():
        if (family, weight) not in known:
            fontManager.ttflist.append(
                FontEntry(fname=str(path), name=family, weight=weight, size="scalable")
            )


def font(weight: int = 400) -> FontProperties:
    """Font of every text in the figures, from the pip package, with Matplotlib's own as the spare.

    Parameters
    ----------
    weight : int
        400, 500, 600 or 700.

    Returns
    -------
    matplotlib.font_manager.FontProperties
        Never resolved to a font of the operating system.

    Raises
    ------
    ValueError
        If the package has no face of that weight.
    """
    if weight not in _FACES:
        raise ValueError(f"no face of weight {weight}; there are {sorted(_FACES)}")
    _register_fonts()
    return FontProperties(family=[_TEXT_FAMILY, _SPARE_FAMILY], weight=weight)


def web_text(svg: str) -> str:
    """Give an SVG that keeps its text the fonts it needs.

    Parameters
    ----------
    svg : str
        As Matplotlib writes it with ``svg.fonttype`` ``"none"``.

    Returns
    -------
    str
        The families under their public names, and the text font inside the file, cut down to the letters that
        occur. Browsers use it; a drawing program needs the font installed.
    """
    svg = svg.replace(f"'{_TEXT_FAMILY}'", f"'{plex.FAMILY}'")
    svg = svg.replace(f"'{_SPARE_FAMILY}'", "'DejaVu Sans', sans-serif")
    letters: dict[int, set[str]] = {400: set()}
    for attributes, text in re.findall(r"<text([^>]*)>([^<]*)", svg):
        given = re.search(r"font-weight: (\d+)", attributes) or re.search(r"font: (\d+) ", attributes)
        letters.setdefault(int(given[1]) if given else 400, set()).update(html.unescape(text))
    rules = "".join(
        _font_rule(w, "".join(sorted(found))) for w, found in sorted(letters.items()) if w in _FACES
    )
    style = f'<style type="text/css">{rules}text{{font-feature-settings:"locl" 0}}</style>'
    return svg.replace("<defs>", f"<defs>\n  {style}", 1)


def _font_rule(weight: int, letters: str) -> str:
    data = base64.b64encode(_cut_font(weight, letters)).decode("ascii")
    source = f"url(data:font/ttf;base64,{data})"
    return f"@font-face{{font-family:'{plex.FAMILY}';font-weight:{weight};src:{source}}}"


def _cut_font(weight: int, letters: str) -> bytes:
    """Face of the text font with the glyphs that some letters need, joined forms included."""
    options = subset.Options(recalc_timestamp=False, notdef_outline=True)  # features that are on unasked
    options.drop_tables += ["meta"]
    options.hinting, options.name_IDs = False, []  # a browser needs neither, and cutting hints takes longest
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    path = str(_packaged_files()[_TEXT_FAMILY, weight])
    with subset.load_font(path, options) as face, io.BytesIO() as out:
        cutter.subset(face)
        face.save(out)
        return out.getvalue()


@functools.cache
def shapes_natively() -> bool:
    """Tell whether this Matplotlib joins and orders Arabic letters itself.

    Lam + alef is one obligatory ligature: a renderer that shapes loads one glyph for it, others two.

    Returns
    -------
    bool
        True from Matplotlib 3.11 on. The renderer is asked, not the version number.
    """
    face = FT2Font(str(Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")))
    face.set_text("\u0644\u0627", 0.0)
    return face.get_num_glyphs() == 1


@functools.lru_cache(maxsize=20_000)
def direction(text: str, default: str = "rtl") -> str:
    """Reading direction of a text by the letters it holds most of.

    The first strong letter, which most software goes by, is wrong for «NATO» at the start of an Arabic line.

    Parameters
    ----------
    text : str
        Logical text.
    default : {"rtl", "ltr"}
        Answer where Arabic and Latin letters are equally many, as in a text of digits.

    Returns
    -------
    {"rtl", "ltr"}
    """
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if arabic == latin:
        return default
    return "rtl" if arabic > latin else "ltr"


def shape(text: str, rtl: bool = True, native: bool | None = None) -> str:
    r"""Make a text ready for any Matplotlib ``Text``, line by line, in one reading direction.

    Parameters
    ----------
    text : str
        Logical text, as it is read and stored. Lines are separated by ``\n``; break long ones with `wrap`
        first, since Matplotlib's own wrapping loses the direction.
    rtl : bool
        Direction of the line as a whole; see `direction`.
    native : bool, optional
        Whether the renderer shapes Arabic; by default it is asked.

    Returns
    -------
    str
        For drawing only: never print, compare or store it.

    Examples
    --------
    >>> shape("لا", native=True) == "\u2067لا\u2069"
    True
    >>> shape("لا", native=False) == "\ufefb"
    True
    """
    native = shapes_natively() if native is None else native
    line_shaper = _isolate if native else _to_visual
    return "\n".join(line_shaper(line, rtl) for line in text.split("\n"))


def embed(text: str, rtl: bool) -> str:
    """Keep a text of the other direction together inside a line that runs `rtl`.

    Parameters
    ----------
    text : str
        Logical text, such as an outlet's Arabic name inside an English line.
    rtl : bool
        Direction of the line around it.

    Returns
    -------
    str
        The text in an isolate, or unchanged where it has letters of the line's own direction.
    """
    letters = _ARABIC if rtl else _LATIN
    own = rtl if letters.search(text) else direction(text, "rtl" if rtl else "ltr") == "rtl"
    return text if own == rtl else f"{RLI if own else LRI}{text}{PDI}"


_TWO_NAMES = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_GUILLEMETS = re.compile("«([^«»]*)»")


def own_name_first(text: str, rtl: bool) -> str:
    """Turn a name that is given in two scripts so that the one of the line comes first.

    Examples
    --------
    >>> own_name_first("العرب (Al-Arab)", rtl=False), own_name_first("العرب (Al-Arab)", rtl=True)
    ('Al-Arab (العرب)', 'العرب (Al-Arab)')
    """
    found = _TWO_NAMES.fullmatch(text)
    if not found or direction(found[1]) == direction(found[2]):
        return text
    turned = (direction(found[1]) == "rtl") != rtl
    return f"{found[2]} ({found[1]})" if turned else text


def quotation(text: str, rtl: bool) -> str:
    """Set quotation marks by their words: «» round Arabic ones, “” round others in a line from the left.

    Examples
    --------
    >>> quotation("round 4 «and last», in «العرب»", rtl=False)
    'round 4 “and last”, in «العرب»'
    """
    if rtl:
        return text
    return _GUILLEMETS.sub(lambda m: m[0] if direction(m[1], "ltr") == "rtl" else f"“{m[1]}”", text)


def ltr(text: str) -> str:
    """Keep a text such as «+2» in left-to-right order inside an Arabic line."""
    return f"{LRI}{text}{PDI}"


def _isolate(line: str, rtl: bool) -> str:
    """Fix the direction of a line by isolates, for a renderer that knows the bidirectional algorithm."""
    if not line or not (rtl or _ARABIC.search(line)):
        return line
    line = _ISO_DATE.sub(lambda m: f"{LRI}{m[0]}{PDI}", line)
    return f"{RLI if rtl else LRI}{line}{PDI}"


def _to_visual(line: str, rtl: bool) -> str:
    """Join the letters and put them in the order they are seen, for a renderer that does neither."""
    from bidi.algorithm import get_display  # not «from bidi»: that one does not mirror brackets

    # That algorithm knows no isolates: an embedding, closed by a mark of the line's own direction, does it.
    line = _ISO_DATE.sub(lambda m: f"{LRI}{m[0]}{PDI}", line)
    after = _PDF + ("\u200f" if rtl else "\u200e")
    line = line.translate({0x2066: _LRE, 0x2067: "\u202b", 0x2068: _LRE, 0x2069: after})
    seen = get_display(_reshaper().reshape(line), base_dir="R" if rtl else "L")
    return _CONTROLS.sub("", seen)


@functools.cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    # Vowel signs have no place of their own in such a renderer: it would set them beside their letter.
    return ArabicReshaper(
        configuration={"delete_harakat": True, "support_ligatures": True, "ARABIC LIGATURE ALLAH": False}
    )


@functools.cache
def _charset() -> frozenset[int]:
    """Code points that both weights of the text font, or of the spare, can draw."""
    sets: dict[str, list[set[int]]] = {}
    for (family, weight), path in _packaged_files().items():
        if weight in (400, 700):
            sets.setdefault(family, []).append(set(FT2Font(str(path)).get_charmap()))
    return frozenset().union(*(set.intersection(*each) for each in sets.values()))


def drawable(text: str) -> str:
    """Replace what no packaged font can draw, and control characters, so that nothing is drawn by chance.

    Parameters
    ----------
    text : str
        Logical text.

    Returns
    -------
    str
        White space is squeezed; a letter without a glyph becomes U+FFFD; a mark without one is left out.

    Examples
    --------
    >>> drawable("اتفاق\u200f  2008")
    'اتفاق 2008'
    """
    text = " ".join(_CONTROLS.sub("", text).split())
    charset = _charset()
    return "".join(c if ord(c) in charset else _stand_in(c) for c in text)


def _stand_in(char: str) -> str:
    return "" if unicodedata.category(char) in ("Mn", "Cf", "Cc") else "\ufffd"


def text_kwargs(size: float, weight: int = 400, color: str = "black") -> dict[str, Any]:
    """Keyword arguments that every ``Text`` of a figure is made with."""
    kwargs: dict[str, Any] = {"fontproperties": font(weight), "fontsize": size, "color": color}
    kwargs |= {"parse_math": False, "usetex": False}
    if hasattr(Text, "set_fontfeatures"):
        kwargs["fontfeatures"] = ("-locl",)  # this font narrows Western digits inside Arabic text
    return kwargs


def rc(salt: str = "analysis") -> dict[str, Any]:
    """Settings under which figures are drawn and saved, the same whatever the user's own are."""
    return _defaults() | {
        "text.hinting": "none",
        "text.usetex": False,
        "text.parse_math": False,
        "svg.fonttype": "path",
        "svg.hashsalt": salt,
        "pdf.fonttype": 42,
        "pdf.compression": 6,
    }


@functools.cache
def _defaults() -> dict[str, Any]:
    """Matplotlib's own values of all that can change a picture; deprecated settings are left alone."""
    kinds = (
        "agg",
        "axes",
        "figure",
        "font",
        "ltr",
        "hatch",
        "lines",
        "markers",
        "patch",
        "path",
        "pdf",
        "savefig",
        "scatter",
    )
    kinds += ("svg", "text")
    out: dict[str, Any] = {}
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("error")
        for key, value in mpl.rcParamsDefault.items():
            if key.partition(".")[0] in kinds:
                with contextlib.suppress(Warning):
                    mpl.rcParams[key] = value
                    out[key] = value
    return out


@functools.cache
def _ruler() -> tuple[Figure, Any]:
    fig = Figure(figsize=(1, 1), dpi=72)
    return fig, FigureCanvasAgg(fig).get_renderer()


@functools.lru_cache(maxsize=50_000)
def _unit_width(text: str, weight: int, rtl: bool) -> float:
    if mpl.rcParams["text.hinting"] != "none":
        with mpl.rc_context({"text.hinting": "none"}):
            return _probed(text, weight, rtl)
    return _probed(text, weight, rtl)


def _probed(text: str, weight: int, rtl: bool) -> float:
    fig, renderer = _ruler()
    probe = Text(0, 0, shape(text, rtl), figure=fig, **text_kwargs(_MEASURE_SIZE, weight))
    return float(probe.get_window_extent(renderer).width) / _MEASURE_SIZE


@functools.cache
def _unit_space(weight: int, rtl: bool) -> float:
    return _unit_width("a a", weight, rtl) - _unit_width("aa", weight, rtl)


def measure(text: str, size: float, weight: int = 400, rtl: bool = True) -> float:
    """Width of one line of text, in points.

    Parameters
    ----------
    text : str
        Logical text without a line break.
    size : float
        Type size in points.
    weight : int
        See `font`.
    rtl : bool
        See `shape`.

    Returns
    -------
    float
        Advance width, unhinted, hence proportional to `size`.
    """
    return _line_width(text, weight, rtl) * size


@functools.lru_cache(maxsize=20_000)
def _line_width(text: str, weight: int, rtl: bool) -> float:
    """Width of a line as the sum of its words, which occur again and again.

    Neither font kerns across a space. Inside a run of foreign words each keeps its own direction: there a
    quotation mark at its edge kerns with it, while at the edge of the run it changes sides.
    """
    words = [word for word in text.split(" ") if word]
    runs = _runs(words, rtl)
    width = sum(_unit_width(word, weight, own) for word, own in zip(words, runs, strict=True))
    return width + text.count(" ") * _unit_space(weight, rtl)


def _runs(words: Sequence[str], rtl: bool) -> list[bool]:
    """For each word whether it is set from right to left, in a line that runs `rtl`."""
    base, own = "rtl" if rtl else "ltr", []
    for word in words:
        before = own[-1] if own else base
        own.append(direction(word, before if before == "ltr" else ""))  # figures go on with Latin words
    around = [base, *own, base]
    foreign = [d and d != base and around[i] == d == around[i + 2] for i, d in enumerate(own)]
    return [rtl != bool(turned) for turned in foreign]


def wrap(text: str, width: float, measure_line: Callable[[str], float]) -> list[str]:
    """Break a logical text into lines no wider than `width`, before any shaping.

    Parameters
    ----------
    text : str
        Logical text. Broken at white space only.
    width : float
        Greatest width of a line, in the unit of `measure_line`. A single longer word stays whole.
    measure_line : callable
        Width of a word or of a line.

    Returns
    -------
    list of str
        At least one line. Joined by spaces they are the squeezed text again.

    Examples
    --------
    >>> wrap("one two three", 8, len)
    ['one two', 'three']
    """
    words = text.split()
    widths, space = [measure_line(word) for word in words], measure_line("a a") - measure_line("aa")
    return [" ".join(words[i:j]) for i, j in _line_ends(widths, space, width)] or [""]


def _line_ends(widths: Sequence[float], space: float, limit: float) -> list[tuple[int, int]]:
    """First-fit line breaks over word widths, as (first word, end) pairs."""
    lines, first, used = [], 0, 0.0
    for i, width in enumerate(widths):
        if i > first and used + space + width > limit:
            lines.append((first, i))
            first, used = i, 0.0
        used += width + (space if i > first else 0.0)
    return [*lines, (first, len(widths))] if widths else []
