"""The evidence page of an article: its timeline beside its text, in one file that needs no network.

Examples
--------
>>> from analysis import read_article
>>> page = build_page(read_article("seeds/2021-07-26-alarab-kadhimi-washington"))
>>> '<html lang="ar" dir="rtl">' in page, "https://" in page
(True, False)
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from functools import cache
from importlib import resources
from pathlib import Path
from string import Template

import pandas as pd

from .. import __version__
from ..articles import Article
from ..files import whole
from ..lexicon import load
from ..wording import outlet_name
from .facts import Facts
from .font import font_css
from .passage import passage
from .strips import legend, overview
from .tables import conflict_list, event_list, event_table, time_table, unused_list
from .words import LANGS, Dates, both, escape, say, theme_names, word

__all__ = ["LANGS", "PageError", "build_page", "write_page"]


class PageError(ValueError):
    """A page that must not be written; the message is one line with the remedy."""


def build_page(article: Article, events: pd.DataFrame | None = None, lang: str = "ar") -> str:
    """Build the evidence page of an article.

    Parameters
    ----------
    article : Article
        From `read_article`.
    events : pandas.DataFrame, optional
        Its event table, where a person has changed it; that of `build_timeline` by default.
    lang : {"ar", "en"}
        Language in which the interface opens; the page can switch.

    Returns
    -------
    str
        One HTML document with style, script and typeface inside; the same for the same article each time.
        Every event, expression and conflict has an address (``#E14``, ``#t05``, ``#C01``, ``#S08``).

    Raises
    ------
    ValueError
        If the language is another.
    """
    if lang not in LANGS:
        raise ValueError(f"lang must be one of {', '.join(LANGS)}, not {lang!r}")
    facts = Facts.of(article, events)
    style, script = _style(facts), _template("page.js")
    parts = {
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "title": escape(_title(article)),
        "policy": escape(_policy(style, script)),
        "style": style,
        "script": script,
        "words": _json({key: {x: say(key, x) for x in LANGS} for key in load("page_words")["ar"]}),
        "source": _source(article),
        "strips": overview(facts),
        "legend": legend(facts, lang),
        "events": event_list(facts, lang),
        "unused": unused_list(facts, lang),
        "passage": passage(facts),
        "table": event_table(facts, lang),
        "times": time_table(facts, lang),
        "conflicts": conflict_list(facts, lang),
        "version": escape(__version__),
    }
    skeleton = Template(_template("page.html"))
    words = {f"w_{key}": word(key, lang) for key in load("page_words")["ar"] if key.isidentifier()}
    plain = {f"p_{key}": escape(say(key, lang)) for key in load("page_words")["ar"] if key.isidentifier()}
    return skeleton.substitute(words | plain | parts)


def write_page(
    article: Article,
    path: str | Path,
    lang: str = "ar",
    force: bool = False,
    events: pd.DataFrame | None = None,
) -> Path:
    """Write the evidence page of an article, whole or not at all.

    Parameters
    ----------
    article : Article
        From `read_article`.
    path : str or pathlib.Path
        The file; its folder is made where it is missing.
    lang : {"ar", "en"}
        Language in which the interface opens.
    force : bool
        Replace a file that is there already.
    events : pandas.DataFrame, optional
        As in `build_page`.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    PageError
        If the file is there already, or the path is a folder.
    """
    path = Path(path)
    if path.is_dir():
        raise PageError(f"{path}: is a folder; name the file")
    if os.path.lexists(path) and not force:
        raise PageError(f"{path}: is there already; --force replaces it")
    page = build_page(article, events, lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as part:
        part.write_text(page, encoding="utf-8", newline="\n")
    return path


@cache
def _template(name: str) -> str:
    return resources.files("analysis").joinpath("templates", name).read_text(encoding="utf-8").strip()


def _style(facts: Facts) -> str:
    themes = theme_names()
    used = [theme for theme in dict.fromkeys(row["theme"] for row in facts.rows) if theme]
    spare = [theme["colour"] for theme in load("figure_words")["spare_themes"]]
    colours = {t: themes[t]["colour"] if t in themes else spare[i % len(spare)] for i, t in enumerate(used)}
    rules = [
        f".th-{theme}{{--k:{colour}}}" for theme, colour in sorted(colours.items()) if theme.isidentifier()
    ]
    return "\n".join([font_css(), _template("page.css"), *rules])


def _policy(style: str, script: str) -> str:
    """Content policy under which the page can load nothing, and run nothing but its own script."""
    allowed = " ".join(
        f"{what}-src '{_digest(text)}';" for what, text in (("style", style), ("script", script))
    )
    return f"default-src 'none'; {allowed} font-src data:; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _title(article: Article) -> str:
    first = article.paragraphs[0].text if article.paragraphs else ""
    title = " ".join(str(article.source.get("title") or first).split())
    return title if len(title) <= 200 else title[:200].rsplit(" ", 1)[0] + " …"


def _source(article: Article) -> str:
    """Outlet, day of publication and rights of the article, as far as they are known."""
    day = article.published.isoformat()
    outlet = article.source.get("outlet")
    facts = [both({lang: outlet_name(str(outlet), lang) for lang in LANGS})] if outlet else []
    facts.append(f'<time datetime="{day}">{both(_days(day))}</time>')
    return " · ".join(facts)


def _days(iso: str) -> dict[str, str]:
    dates = Dates()
    return {lang: dates.weekday(iso, lang) for lang in LANGS}
