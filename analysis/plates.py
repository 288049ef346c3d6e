"""Every figure of an article that a report may print, in both languages, each with its captions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from . import figures as draw
from .actors import Mention, find_actors
from .articles import Article
from .citable import CITABLE, quantity_table
from .conflicts import find_conflicts
from .display import Html, say
from .lexicon import load
from .publish import LANGUAGES, Plate, as_html, caption, disputed, lighten, named, to_the_day
from .quantities import Quantity, find_quantities
from .quotes import Quote, find_quotes
from .record import read_record
from .seeds import read_gold
from .timeline import build_timeline
from .times import tag_times
from .voices import quote_table

_ARABIC_LETTER = re.compile("[\u0600-\u06ff]")
_COUNTED_FROM = re.compile(r"(?:بعد|قبل)\s+$")
_FROM_WHAT = re.compile(r"\s+من\s+\w+")
_ARABIC = re.compile("«([^«»]*[\u0600-\u06ff][^«»]*)»")


@dataclass(frozen=True)
class _Tables:
    """The tables of an article, each made when a figure first asks for it."""

    article: Article

    @cached_property
    def events(self) -> pd.DataFrame:
        return build_timeline(self.article)

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        return find_conflicts(self.article)

    @cached_property
    def mentions(self) -> list[Mention]:
        return find_actors(self.article)

    @cached_property
    def quotes(self) -> list[Quote]:
        return find_quotes(self.article, self.mentions)

    @cached_property
    def statements(self) -> pd.DataFrame:
        table = quote_table(self.article, self.quotes, self.mentions)
        table.attrs = dict(self.events.attrs)
        return table

    @cached_property
    def quantities(self) -> list[Quantity]:
        found = find_quantities(self.article, quotes=self.quotes)
        return [q for q in found if q.kind in CITABLE]

    @cached_property
    def record(self) -> pd.DataFrame | None:
        """Comparison with the public record, where the seed has one."""
        return read_record(self.article, self.events)

    def names(self, lang: str) -> dict[str, str]:
        """Name of each actor in a language; in English the Arabic one where no list has another.

        A seed's own list of actors is asked where the lexicon has no English name: for labels only.
        """
        out, curated = {}, self.curated_names
        for m in self.mentions:
            own = m.name_ar or m.text
            name = (m.name_en or curated.get(own)) if lang == "en" else m.name_ar
            out[m.actor] = name or own
        return out

    @cached_property
    def curated_names(self) -> dict[str, str]:
        """English names by Arabic ones, from the seed's ``actors.csv`` where it has one."""
        folder = self.article.folder
        if folder is None or not (folder / "actors.csv").is_file():
            return {}
        rows = read_gold(self.article, "actors").to_dict("records")
        return {row["name_ar"]: row["name_en"] for row in rows if row["name_ar"] and row["name_en"]}

    def mentioned(self, lang: str) -> dict[str, str]:
        """Name of each actor by the words that mention it, for tables that hold these words."""
        names = self.names(lang)
        return {
            m.text: names[m.actor]
            for m in self.mentions
            if lang == "en" and not _ARABIC_LETTER.search(names[m.actor])
        }


def draw_plates(article: Article, languages: Iterable[str] = LANGUAGES) -> dict[str, Plate]:
    """Draw every figure for which an article has something to show.

    Parameters
    ----------
    article : Article
        The article.
    languages : iterable of {"ar", "en"}
        In which languages.

    Returns
    -------
    dict
        From the name of a figure to its `Plate`: ``timeline``, ``timeline_slide``, ``week``, ``voices``,
        ``claims`` (two or more claims about one date), ``numbers``, ``record`` (a seed with a public
        record), ``precision`` and ``evidence``.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> plates = draw_plates(from_text("وصل الوزير إلى بغداد أمس.", dt.date(2021, 7, 26)), ["en"])
    >>> "timeline" in plates, "record" in plates
    (True, False)
    """
    tables, languages = _Tables(article), tuple(languages)
    plates = filter(None, (make(tables, languages) for make in _MAKERS))
    return {plate.name: replace(plate, number=n) for n, plate in enumerate(plates, 1)}


def plate_tables(article: Article) -> dict[str, pd.DataFrame]:
    """Tables from which the figures are drawn.

    Parameters
    ----------
    article : Article
        The article.

    Returns
    -------
    dict
        ``events``, ``statements``, ``numbers`` and, for a seed with a public record, ``record``.
    """
    tables = _Tables(article)
    out = {"events": tables.events, "statements": tables.statements}
    out["numbers"] = quantity_table(tables.quantities)
    return out if tables.record is None else out | {"record": tables.record}


def table_notes(tables: Mapping[str, pd.DataFrame], lang: str = "en") -> dict[str, str]:
    """Say of each table which figures it stands behind.

    Parameters
    ----------
    tables : mapping
        From `plate_tables`.
    lang : {"ar", "en"}
        Language.

    Returns
    -------
    dict
        From the name of the CSV file to a line for the list of figures.

    Examples
    --------
    >>> table_notes({"numbers": pd.DataFrame({"id": ["Q01"]})})
    {'numbers.csv': 'Behind the numbers: 1 row'}
    """
    words = load("captions")[lang]["list"]
    rows = {name: words["row" if len(table) == 1 else "rows"] for name, table in tables.items()}
    return {
        f"{name}.csv": words["behind"].format(
            what=words["stands_behind"][name], n=len(table), rows=rows[name]
        )
        for name, table in tables.items()
    }


def _plate(
    name: str,
    call: str,
    tables: _Tables,
    languages: Iterable[str],
    n: int,
    drawn: Callable[[str], Figure],
    facts: Callable[[str], dict] = lambda lang: {},
) -> Plate:
    pictures = {lang: drawn(lang) for lang in languages}
    attrs, words = tables.events.attrs, load("captions")
    return Plate(
        name,
        call,
        pictures,
        {lang: caption(name, attrs, lang, n=n, **facts(lang)) for lang in pictures},
        {lang: words[lang]["misreadings"][name] for lang in pictures},
        n,
    )


def _dated(table: pd.DataFrame) -> Callable[[str], dict]:
    """What the captions of event figures ask for."""
    return lambda lang: {"days": to_the_day(table, lang), "disputed": disputed(table, lang)}


def _timeline(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    events = tables.events
    if events.empty:
        return None
    call = 'draw_timeline(events, lang="ar")'
    drawn = partial(draw.draw_timeline, events)
    return _plate("timeline", call, tables, languages, len(events), drawn, _dated(events))


def _slide(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    events = tables.events
    if events.empty:
        return None
    call = 'draw_timeline(events, lang="ar", size="slide")'
    pictures = {lang: draw.draw_timeline(events, lang, "slide") for lang in languages}

    def facts(lang: str) -> dict:
        shown = events[events["event_id"].isin(named_events(pictures[lang]))]
        return {"shown": len(shown), "disputed": disputed(shown, lang)}

    return _plate("timeline_slide", call, tables, languages, len(events), pictures.__getitem__, facts)


def _week(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    events = tables.events
    if events.empty:
        return None
    shown = named_events(draw.draw_week(events, "ar"))
    inside = events[events["event_id"].isin(shown)]
    call = 'draw_week(events, lang="ar")'
    drawn = partial(draw.draw_week, events)
    return _plate("week", call, tables, languages, len(inside), drawn, _dated(inside)) if shown else None


def named_events(fig: Figure) -> set[str]:
    """Ids of the events that a figure names."""
    gids = (str(text.get_gid()) for text in fig.findobj(Text))
    return {found[1] for gid in gids if (found := re.fullmatch(r"event-(.+)-label", gid))}


def _voices(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    table = tables.statements
    if table.empty:
        return None
    length = len(tables.article.text)
    kinds = table["kind"].value_counts()
    facts = {kind: int(kinds.get(kind, 0)) for kind in ("direct", "indirect")}
    call = 'draw_voices(quotes, lang="ar")'

    def drawn(lang: str) -> Figure:
        return draw.draw_voices(table, lang, names=tables.names(lang), length=length)

    return _plate("voices", call, tables, languages, len(table), drawn, lambda lang: facts)


def _claims(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    rows = tables.conflicts[tables.conflicts["kind"] == "same-deadline"]
    if rows.empty:
        return None
    claims = tables.events[tables.events["event_id"].isin(rows["event_ids"].iloc[0].split("; "))]
    claims.attrs = dict(tables.events.attrs)
    call = 'draw_claims(claims, lang="ar")'

    def drawn(lang: str) -> Figure:
        return draw.draw_claims(claims, lang, names=tables.names(lang))

    def facts(lang: str) -> dict:
        return {"disputed": _explained(rows.head(1), lang)}

    return _plate("claims", call, tables, languages, len(claims), drawn, facts)


def _numbers(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    listed = tables.quantities
    if not listed:
        return None
    spans = [(q.start, q.end) for q in listed]
    rows = tables.conflicts
    rows = rows[pd.Series([_touches(row, spans) for row in rows.to_dict("records")], rows.index, dtype=bool)]
    attrs = tables.events.attrs
    call = 'draw_numbers(quantities, lang="ar")'

    def drawn(lang: str) -> Figure:
        published, names = tables.article.published, tables.mentioned(lang)
        return draw.draw_numbers(listed, lang, names=names, published=published, attrs=attrs)

    def facts(lang: str) -> dict:
        return {"disputed": _explained(rows, lang)}

    return _plate("numbers", call, tables, languages, len(listed), drawn, facts)


def _touches(row: dict, spans: list[tuple[int, int]]) -> bool:
    """Whether a conflict is about one of the numbers, and not only in a sentence with one."""
    if row["kind"] not in ("scope", "count-window", "part-exceeds-whole", "total-differs"):
        return False
    places = [(row["start_a"], row["end_a"]), (row["start_b"], row["end_b"])]
    return any(start < b and a < end for a, b in places for start, end in spans)


def _explained(rows: pd.DataFrame, lang: str) -> str:
    column = "explanation_ar" if lang == "ar" else "explanation"
    said = [_ARABIC.sub("«\u2068\\1\u2069»", text) if lang == "en" else text for text in rows[column]]
    return " ".join(said) or f"{load('captions')[lang]['none']}."


def _record(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    table = tables.record
    if table is None:
        return None
    exact = table["article_precision"].isin(["day", "month"]) & table["record_date"].map(_is_close)
    came = table["certainty"].isin(["realised", "planned"])  # a claim that meets a date is no agreement
    close = table[exact & came & table["days"].notna() & (table["check"] != "differs")]
    close.attrs = dict(table.attrs)
    twice = close[close["date_verdict"] == "article_self_contradictory"]
    elsewhere = close[close["annotated"] == "article_wrong_place"]
    call = 'draw_record(comparison, lang="ar")'
    drawn = partial(draw.draw_record, close)

    def facts(lang: str) -> dict:
        said = {"disputed": named(twice, lang), "elsewhere": named(elsewhere, lang)}
        return {"total": len(table)} | said

    return _plate("record", call, tables, languages, len(close), drawn, facts) if len(close) else None


def _is_close(date: str) -> bool:
    """Whether a record's date is a day, or a few that follow each other."""
    days = [str(part) for part in str(date).split("/")]
    if any(len(day) != 10 for day in days):
        return False
    first, last = (dt.date.fromisoformat(days[i]) for i in (0, -1))
    return (last - first).days <= 3


def _precision(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    events = tables.events
    if events.empty:
        return None
    call = 'draw_precision(events, lang="ar")'
    drawn = partial(draw.draw_precision, events)
    return _plate("precision", call, tables, languages, len(events), drawn, _dated(events))


def _evidence(tables: _Tables, languages: tuple[str, ...]) -> Plate | None:
    exact = tables.events[tables.events["precision"] == "day"].head(5)
    if exact.empty:
        return None
    exact.attrs = dict(tables.events.attrs)
    marks = date_words(tables.article, exact)
    call = 'draw_evidence(chosen, lang="ar", marks=date_words(article, chosen))'
    sentences = {s.id: tables.article.text[s.start : s.end] for s in tables.article.sentences}
    drawn = partial(draw.draw_evidence, exact, marks=marks, sentences=sentences)
    return _plate("evidence", call, tables, languages, len(exact), drawn, _dated(exact))


def date_words(article: Article, events: pd.DataFrame) -> dict[str, list[str]]:
    """Expressions that date each event, as the article has them.

    Parameters
    ----------
    article : Article
        The article.
    events : pandas.DataFrame
        Rows of its event table.

    Returns
    -------
    dict
        From event_id to the expressions, for ``draw_evidence(marks=…)``.
    """
    times = enumerate(tag_times(article.text, article.published), 1)
    found = {f"t{n:02d}": _with_anchor(article.text, t.start, t.end) for n, t in times}
    ids = zip(events["event_id"], events["timex_ids"].fillna(""), strict=True)
    return {event: [found[i] for i in given.split("; ") if i in found] for event, given in ids}


def _with_anchor(text: str, start: int, end: int) -> str:
    """Expression with what it is counted from: «بعد [يوم] من اختتام», where «يوم» alone dates nothing."""
    before = _COUNTED_FROM.search(text[:start])
    after = _FROM_WHAT.match(text[end:])
    return text[before.start() : end + after.end()] if before and after else text[start:end]


_MAKERS = (_timeline, _slide, _week, _voices, _claims, _numbers, _record, _precision, _evidence)


# --- in a notebook ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as a notebook shows it: with its alternative text, and a third as large.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        As the ``draw_`` functions return it.
    """

    figure: Figure

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        png, notes = self.figure._repr_png_()  # type: ignore[attr-defined]
        return lighten(png), notes

    def __repr__(self) -> str:
        width, height = self.figure.get_size_inches()
        return f"<Picture {width:.1f} × {height:.1f} in>"


def show_plate(plate: Plate | None) -> None:
    """Show a figure in each language in a notebook, above its caption and what it must not be read as.

    Parameters
    ----------
    plate : Plate or None
        From `draw_plates`; None where the article has nothing for this figure, which is said then.
    """
    if plate is None:
        from IPython.display import display

        display(say("The article has nothing to show here; the figure was not drawn."))
        return
    words = load("captions")
    for lang, figure in plate.figures.items():
        warning = f"<div><b>{words[lang]['misread']}</b> {as_html(plate.misreadings[lang])}</div>\n"
        _show(figure, plate.number, lang, as_html(plate.captions[lang]), warning)


def show_figure(figure: Figure, number: int, caption: str, lang: str = "ar") -> None:
    """Show one figure in a notebook above its numbered caption.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        As the ``draw_`` functions return it.
    number : int
        Its number in the notebook.
    caption : str
        What it shows, as plain text.
    lang : {"ar", "en"}
        Language of the caption.
    """
    _show(figure, number, lang, as_html(caption))


def _show(figure: Figure, number: int, lang: str, said: str, more: str = "") -> None:
    from IPython.display import display

    display(Picture(figure))
    direction = 'dir="rtl" lang="ar"' if lang == "ar" else 'dir="ltr" lang="en"'
    name = f"<b>{load('captions')[lang]['figure']} {number}.</b>"
    display(Html(f"<div {direction}>\n<div>{name} {said}</div>\n{more}</div>"))
