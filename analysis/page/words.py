"""What the page says in its own words, in Arabic and English: interface, dates, names."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..events import bounds
from ..lexicon import load

LANGS = ("ar", "en")
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_WORD = re.compile("[\u0621-\u064a]+")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def escape(text: object) -> str:
    """Escape a text for HTML, in an element as well as in a quoted attribute."""
    return html.escape(str(text))


@dataclass(frozen=True, slots=True)
class Word:
    """Word of the interface, which the page's script can exchange for the other language's."""

    key: str
    text: str

    def __str__(self) -> str:
        return put("span", self)


def put(tag: str, content: Word | str) -> str:
    """Put a content into an element.

    Examples
    --------
    >>> put("dd", "2021"), put("dd", word("place", "en"))
    ('<dd>2021</dd>', '<dd data-w=place>Place</dd>')
    """
    if isinstance(content, Word):
        return f"<{tag} data-w={content.key}>{escape(content.text)}</{tag}>"
    return f"<{tag}>{content}</{tag}>"


def in_own_direction(text: object) -> str:
    """Set a text from the article or a table in its own language and direction.

    Examples
    --------
    >>> in_own_direction("2021-04")
    '<bdi dir=ltr>2021-04</bdi>'
    """
    own = "lang=ar dir=rtl" if _ARABIC.search(str(text)) else "dir=ltr"
    return f"<bdi {own}>{escape(text)}</bdi>"


def word(key: str, lang: str) -> Word:
    """Word of the interface by its key."""
    return Word(key, say(key, lang))


def term(prefix: str, value: str | None, lang: str) -> Word | str:
    """Term of a closed list («precision», «month»); one that the lists do not know stands as it is."""
    if value is None:
        return ""
    key = f"{prefix}-{value}"
    return word(key, lang) if key in load("page_words")["ar"] else in_own_direction(value)


def say(key: str, lang: str, **values: Any) -> str:
    """Word of the interface as plain text."""
    return load("page_words")[lang][key].format(**values) if values else load("page_words")[lang][key]


def both(texts: Mapping[str, str | None]) -> str:
    """Set a text in both languages, English first, of which the page shows one; or in the only one."""
    ar, en = texts.get("ar"), texts.get("en")
    if not ar or not en or ar == en:
        return in_own_direction(ar or en or "")
    return f"<bdi lang=en>{escape(en)}</bdi><bdi lang=ar>{escape(ar)}</bdi>"


@cache
def _telling() -> dict[str, frozenset[str]]:
    months = load("figure_words")["months"]
    return {key[8:]: frozenset(names) for key, names in months.items() if key.startswith("telling_")}


def month_names(texts: Iterable[str]) -> dict[str, list[str]]:
    """Names of the months in both languages, the Arabic ones as the article's own words have them.

    Examples
    --------
    >>> month_names(["في 10 تشرين الأول"])["ar"][9], month_names([])["ar"][9]
    ('تشرين الأول', 'أكتوبر')
    """
    words = [w for text in texts for w in _WORD.findall(text)]
    words += [w[1:] for w in words if w[0] in "ولب"]
    votes = {name: sum(w in telling for w in words) for name, telling in _telling().items()}
    months = load("figure_words")["months"]
    return {"ar": months[max(votes, key=votes.__getitem__)], "en": months["english"]}


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates in words, no finer than they are stated."""

    months: dict[str, list[str]]

    def both(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Date of an event in both languages."""
        return {lang: self.of(row, lang) for lang in LANGS}

    def iso(self, iso: str, lang: str) -> str:
        """One ISO date: a year, a month or a day."""
        parts = [int(p) for p in iso.split("-")]
        month = [self.months[lang][parts[1] - 1]] if len(parts) > 1 else []
        return " ".join([*map(str, parts[2:]), *month, str(parts[0])])

    def of(self, row: Mapping[str, Any], lang: str) -> str:
        """Date of an event, from its row.

        Examples
        --------
        >>> row = {"date_start": "2014", "date_end": None, "edtf": "2014/..", "precision": "year"}
        >>> Dates(month_names([])).of(row, "en")
        'from 2014'
        >>> Dates(month_names([])).of(row | {"date_end": "2014-12-31", "date_start": "2014-12-01"}, "en")
        'end of 2014'
        """
        days = variant_days(row)
        if len(days) > 1:
            return self._either(days[0], days[-1], lang)
        start, end, edtf = row["date_start"], row["date_end"], str(row["edtf"] or "")
        if start and not end and "/" in edtf:
            key = "since" if row.get("certainty") == "realised" else "from"
            return say(key, lang, date=self.iso(start, lang))
        if not start:
            return say("until", lang, date=self._end(row, lang))
        if not end or start == end:
            return self._one(start, edtf, lang)
        return self._named(start, end, edtf, row["precision"], lang) or self._range(start, end, lang)

    def _one(self, iso: str, edtf: str, lang: str) -> str:
        date = self.iso(iso, lang)
        return say("about", lang, date=date) if edtf[-1:] in ("~", "%") else date

    def _end(self, row: Mapping[str, Any], lang: str) -> str:
        end = row["date_end"]
        if row["precision"] == "year" and end.endswith("-12-31"):
            return say("year_end", lang, year=end[:4])
        return self.iso(end, lang)

    def _named(self, start: str, end: str, edtf: str, precision: str, lang: str) -> str | None:
        """Season, edge of a year, whole year or month that a stretch of days is called by."""
        season = _SEASONS.get(edtf[5:7]) if precision == "season" and "/" not in edtf else None
        if season:
            return say(season, lang, year=edtf[:4])
        edge = {"01-01": "year_start", "12-01": "year_end"}.get(start[5:])
        if precision == "year" and edge and end in (f"{start[:5]}12-31", f"{start[:5]}01-31"):
            return say(edge, lang, year=start[:4])
        whole = next((iso for iso in (start[:4], start[:7]) if _is_whole(iso, start, end)), None)
        return self._one(whole, edtf, lang) if whole else None

    def _range(self, start: str, end: str, lang: str) -> str:
        if len(start) == len(end) == 10 and start[:7] == end[:7]:
            return f"{int(start[8:])}–{self.iso(end, lang)}"
        if len(start) == 7 and len(end) == 10 and end.startswith(start):  # the month so far, up to a day
            return say("by_day", lang, date=self.iso(start, lang), day=int(end[8:]))
        a = self.iso(start, lang)
        if start[:4] == end[:4] and len(start) > 4 and len(end) > 4:
            a = a.rsplit(" ", 1)[0]
        return say("range", lang, a=a, b=self.iso(end, lang))

    def _either(self, a: str, b: str, lang: str) -> str:
        first = str(int(a[8:])) if a[:7] == b[:7] and len(a) == len(b) == 10 else self.iso(a, lang)
        return say("either", lang, a=first, b=self.iso(b, lang))

    def weekday(self, iso: str, lang: str) -> str:
        """A day with the name of its weekday before it."""
        day = bounds(iso)[0]
        return f"{load('figure_words')['weekdays'][lang][day.weekday()]} {self.iso(iso, lang)}"


def _is_whole(iso: str, start: str, end: str) -> bool:
    first, last = bounds(iso)
    return (start, end) == (first.isoformat(), last.isoformat())


def variant_days(row: Mapping[str, Any]) -> list[str]:
    """Differing dates that the article gives one event, in order of time."""
    return sorted({v.get("date_end") or v.get("date_start") for v in row.get("date_variants") or ()})


@cache
def theme_names() -> dict[str, dict[str, str]]:
    """Names and colours of the known themes."""
    return {theme["id"]: theme for theme in load("figure_words")["themes"]}
