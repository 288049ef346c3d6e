"""What the page says in its own words, in Arabic and English: interface, dates, names."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..events import bounds
from ..lexicon import load
from ..wording import Wording, set_dates_apart, when_of

LANGS = ("ar", "en")
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")


# Control characters and halves of nothing, which no HTML document may hold
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def escape(text: object) -> str:
    """Escape a text for HTML, in an element as well as in a quoted attribute.

    A character that HTML forbids stands as U+FFFD, one for one.
    """
    return html.escape(_FORBIDDEN.sub("\ufffd", str(text)))


def in_order(text: object) -> str:
    """Escape a text in which dates as «2021-07-26» keep their order and are not broken.

    Examples
    --------
    >>> in_order("23 < و2021-07-25")
    '23 &lt; و<bdi class=iso dir=ltr>2021-07-25</bdi>'
    """
    return set_dates_apart(escape(text), attributes="class=iso dir=ltr")


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
    '<bdi dir=ltr><bdi class=iso dir=ltr>2021-04</bdi></bdi>'
    """
    own = "lang=ar dir=rtl" if _ARABIC.search(str(text)) else "dir=ltr"
    return f"<bdi {own}>{in_order(text)}</bdi>"


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
    return f"<bdi lang=en>{in_order(en)}</bdi><bdi lang=ar>{in_order(ar)}</bdi>"


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates in words, no finer than they are stated, with the article's own month names."""

    tradition: str = "standard"

    def _in(self, lang: str) -> Wording:
        return Wording(lang, tradition=self.tradition)

    @property
    def months(self) -> dict[str, list[str]]:
        """Names of the months in both languages."""
        return {lang: [self._in(lang).month(n) for n in range(1, 13)] for lang in LANGS}

    def both(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Date of an event in both languages."""
        return {lang: self.of(row, lang) for lang in LANGS}

    def of(self, row: Mapping[str, Any], lang: str) -> str:
        """Date of an event, from its row.

        Examples
        --------
        >>> row = {"date_start": "2014", "date_end": None, "edtf": "2014/..", "precision": "year"}
        >>> Dates().of(row, "en")
        'from 2014'
        >>> Dates().of(row | {"date_end": "2014-12-31", "date_start": "2014-12-01"}, "en")
        'end of 2014'
        """
        return self._in(lang).words_of(when_of(row))

    def iso(self, iso: str, lang: str) -> str:
        """One ISO date: a year, a month or a day."""
        return self._in(lang).edtf(iso)

    def weekday(self, iso: str, lang: str) -> str:
        """A day with the name of its weekday before it."""
        return self._in(lang).day(bounds(iso)[0].toordinal(), weekday=True)


def variant_days(row: Mapping[str, Any]) -> list[str]:
    """Differing dates that the article gives one event, in order of time."""
    return sorted({v.get("date_end") or v.get("date_start") for v in row.get("date_variants") or ()})


@cache
def theme_names() -> dict[str, dict[str, str]]:
    """Names and colours of the known themes."""
    return {theme["id"]: theme for theme in load("figure_words")["themes"]}
