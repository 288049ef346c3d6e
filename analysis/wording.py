"""Dates in words, in Arabic and English, no finer than they are stated: one wording for figures and pages.

A day is counted from 0001-01-01 as `datetime.date.toordinal` does; a stretch of days is a `Span`, its first
and its last day.

Examples
--------
>>> when = when_of({"date_start": "2014", "date_end": None, "edtf": "2014/..", "precision": "year"})
>>> Wording("en").words_of(when), Wording("ar").words_of(when)
('from 2014', 'ابتداء من 2014')
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .arabic import number_form
from .lexicon import load

Span = tuple[int, int]  # first and last day, as proleptic ordinals
PRECISIONS = ("day", "month", "season", "year", "interval", "vague")
CERTAINTIES = ("realised", "planned", "conditional", "claimed")
TRADITIONS = ("standard", "levantine", "maghrebi", "moroccan")

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SEASON = re.compile(r"(\d{4})-(2[1-4])[~?%]?", re.ASCII)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}  # EDTF: spring, summer, autumn, winter
_SEASON_NAMES = ("winter", "spring", "summer", "autumn")
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_TOKEN = re.compile(r"\S+")
_OWN_DIGITS = re.compile(r"[A-Za-z]|\d{4}-\d{2}", re.ASCII)  # a code, or an ISO date
_POINT = r"\d{4}(?:-\d\d){0,2}[~?%]?"
# An ISO date or an EDTF interval inside a sentence, also after an attached «و»; a year alone needs no care.
_WRITTEN = re.compile(
    rf"(?<![0-9A-Za-z/.:-])(?:(?:\.\.)?/)?{_POINT}(?:/(?:\.\.|{_POINT})?)?(?![0-9A-Za-z/-])", re.ASCII
)
_TELLING = re.compile(r"-\d\d|/\.\.|[~?%]", re.ASCII)
_ARABIC_WORD = re.compile("[\u0621-\u064a]+")
_JOINTS = ("/", "(")  # «مايو/أيار», «يوليو (تموز)»: the second name only repeats the first


@dataclass(frozen=True, slots=True)
class Style:
    """Choices that change how a date is worded, not what it says.

    Parameters
    ----------
    digits : {"western", "arabic"}
        Numerals of Arabic texts: 2021 or ٢٠٢١. Codes such as F-16 keep theirs.
    months : {"article", "standard", "levantine", "maghrebi", "moroccan", "dual"}
        Month names of Arabic texts. ``"article"`` takes the tradition of the evidence's own words;
        ``"dual"`` sets both, as in «تموز/يوليو».

    Raises
    ------
    ValueError
        If an option has another value.

    Examples
    --------
    >>> Style(months="levantine").digits
    'western'
    """

    digits: str = "western"
    months: str = "article"

    def __post_init__(self) -> None:
        allowed = ("article", *TRADITIONS, "dual")
        if self.digits not in ("western", "arabic"):
            raise ValueError(f"digits must be 'western' or 'arabic', not {self.digits!r}")
        if self.months not in allowed:
            raise ValueError(f"months must be one of {', '.join(allowed)}, not {self.months!r}")


# --- dates as written --------------------------------------------------------------------------------


def set_dates_apart(markup: str, tag: str = "bdi", attributes: str = 'dir="ltr"') -> str:
    """Put each ISO date or EDTF interval of a line into an element that keeps its order among Arabic words.

    Left alone, the browser turns «في 2021-07-26» around, and breaks the line at a hyphen.

    Parameters
    ----------
    markup : str
        Text of one element, without tags; escaped or not.
    tag, attributes : str
        The element.

    Returns
    -------
    str

    Examples
    --------
    >>> set_dates_apart("بين 2021-07-23 و2021-07-25 من 2021", attributes="dir=ltr")
    'بين <bdi dir=ltr>2021-07-23</bdi> و<bdi dir=ltr>2021-07-25</bdi> من 2021'
    """
    return _WRITTEN.sub(
        lambda m: f"<{tag} {attributes}>{m[0]}</{tag}>" if _TELLING.search(m[0]) else m[0], markup
    )


# --- dates as stated ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When an event was or will be, as far as it is stated."""

    start: Span | None = None  # the days that the start leaves open; None where it is not stated
    end: Span | None = None
    precision: str = "vague"
    certainty: str = "claimed"
    variants: tuple[Span, ...] = ()  # differing dates given for one event
    approximate: bool = False
    season: str | None = None  # as EDTF writes it: 2021-22 is the summer of 2021
    open_start: bool = False  # EDTF leaves the start open, and the table fills it with what bounds it
    recent: bool = False  # the article says «recently»
    from_new_year: bool = False  # «since the start of the year»: 1 January only bounds it

    @property
    def first(self) -> int:
        """First day that the event may lie on, as far as stated."""
        stated = self.start or self.end
        return min(s[0] for s in (stated, *self.variants) if s)

    @property
    def last(self) -> int:
        """Last day that the event may lie on, as far as stated."""
        stated = self.end or self.start
        return max(s[1] for s in (stated, *self.variants) if s)

    @property
    def dated(self) -> bool:
        """Whether any date is stated."""
        return bool(self.start or self.end or self.variants)

    @property
    def only_before(self) -> bool:
        """Whether all that is said is that it lay before a day, as «recently» does before publication."""
        vague = self.precision == "vague" and self.certainty == "realised" and not self.variants
        return vague and self.start is None and self.end is not None and self.end[0] == self.end[1]

    @property
    def days(self) -> int:
        """Length from first to last day."""
        return self.last - self.first + 1

    @property
    def year_edge(self) -> bool:
        """Whether a part of a year («end of 2011») is given by convention."""
        return (
            self.precision == "year" and self.start is not None and self.end is not None and self.days < 200
        )

    @property
    def year_end(self) -> bool:
        """Whether the convention is the usual one for «end of the year»: its December."""
        return self.year_edge and dt.date.fromordinal(self.first).month == 12


def when_of(row: Mapping[str, Any]) -> When:
    """Read the date of an event from its row in the event table.

    Parameters
    ----------
    row : mapping
        With date_start and date_end; edtf, precision, certainty and date_variants where they are said.

    Returns
    -------
    When

    Raises
    ------
    ValueError
        Naming the value that no rule of the codebook allows.
    """
    start, end = days_of(row["date_start"]), days_of(row["date_end"])
    precision = one_of(row.get("precision"), PRECISIONS, "vague", "precision")
    edtf = "" if unsaid(row.get("edtf")) else str(row["edtf"]).strip()
    if end is None and start and _is_point(edtf, precision):
        end = start
    if start and end and start[0] > end[1]:
        raise ValueError("date_start is after date_end")
    given = next((text for text in (edtf, row["date_start"]) if _SEASON.fullmatch(str(text))), None)
    return When(
        start=start,
        end=end,
        precision=precision,
        certainty=one_of(row.get("certainty"), CERTAINTIES, "claimed", "certainty"),
        variants=_variants(row.get("date_variants")),
        approximate=edtf.removesuffix("/..").rstrip("/")[-1:] in ("~", "%") and len(edtf) > 1,
        season=str(given)[:7] if given and precision == "season" else None,
        open_start=edtf.startswith(("../", "/")) and start is not None,
        recent=_says(row, "recent"),
        from_new_year=precision == "interval" and _says(row, "new_year"),
    )


def _says(row: Mapping[str, Any], words: str) -> bool:
    """Whether the evidence of a row holds one of some words of the word list."""
    evidence = row.get("evidence")
    return isinstance(evidence, str) and any(word in evidence for word in load("date_words")[words])


def one_of(value: Any, allowed: tuple[str, ...], default: str, column: str) -> str:
    """Value of a closed list; the default where it is unsaid."""
    if unsaid(value):
        return default
    if value not in allowed:
        raise ValueError(f"{column} must be one of {', '.join(allowed)}, not {value!r}")
    return str(value)


def days_of(value: Any) -> Span | None:
    """First and last day of a date at the precision in which it is stated.

    Parameters
    ----------
    value : str, datetime.date or None
        ``"2008"``, ``"2020-06"``, ``"2021-07-20"``, an EDTF season ``"2021-22"``, or a date.

    Returns
    -------
    tuple of int or None
        Two ordinals; None for an unsaid date.

    Raises
    ------
    ValueError
        If the value is not a date.

    Examples
    --------
    >>> [dt.date.fromordinal(n).isoformat() for n in days_of("2020-02")]
    ['2020-02-01', '2020-02-29']
    """
    if unsaid(value):
        return None
    if isinstance(value, dt.date):  # also datetime and pandas.Timestamp
        day = value.toordinal()
        return day, day
    match = _ISO.fullmatch(str(value).strip().rstrip("~?%"))
    if not match:
        raise ValueError(f"not an ISO date: {value!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    if day:
        ordinal = dt.date(year, month, day).toordinal()
        return ordinal, ordinal
    if month in _SEASONS:
        first, last = _SEASONS[month]
        return _month(year, first)[0], _month(year + last // 13, (last - 1) % 12 + 1)[1]
    return _month(year, month) if month else (_month(year, 1)[0], _month(year, 12)[1])


def edtf_parts(value: Any) -> tuple[Span, ...]:
    """Stated ends of an EDTF date or interval: one span, or two; none where it is not one that is used here.

    Examples
    --------
    >>> len(edtf_parts("2021-01~/2021-07-26")), len(edtf_parts("2014/..")), edtf_parts("soon")
    (2, 1, ())
    """
    if unsaid(value):
        return ()
    try:
        spans = [days_of(part) for part in str(value).split("/") if part not in ("", "..")]
    except ValueError:
        return ()
    return tuple(span for span in spans if span)


def _month(year: int, month: int) -> Span:
    first = dt.date(year, month, 1).toordinal()
    return first, first + calendar.monthrange(year, month)[1] - 1


def unsaid(value: Any) -> bool:
    """Whether a cell of a table says nothing: None, NaN, NaT or blank."""
    if value is None or isinstance(value, (list, tuple, dict)):
        return value is None
    return bool(pd.isna(value)) or (isinstance(value, str) and not value.strip())


def _is_point(edtf: str, precision: str) -> bool:
    """Whether a row without date_end is one date rather than an open interval."""
    return "/" not in edtf if edtf else precision in ("day", "month", "season", "year")


def _variants(value: Any) -> tuple[Span, ...]:
    """Distinct dates claimed for one event, in order; fewer than two are no dispute."""
    if unsaid(value):
        return ()
    try:
        entries = json.loads(value) if isinstance(value, str) else value
        spans = {_variant(entry) for entry in entries} - {None}
    except (TypeError, AttributeError, json.JSONDecodeError):
        raise ValueError(f"date_variants is not a list of objects: {value!r}") from None
    return tuple(sorted(spans)) if len(spans) > 1 else ()


def _variant(entry: Mapping[str, Any]) -> Span | None:
    start, end = days_of(entry.get("date_start")), days_of(entry.get("date_end"))
    if start and end:
        return start[0], end[1]
    return start or end


# --- month names -------------------------------------------------------------------------------------


def month_tradition(texts: Iterable[str]) -> str:
    """Tell which month names an article uses, by those that only one tradition has.

    Parameters
    ----------
    texts : iterable of str
        The article's own words.

    Returns
    -------
    {"standard", "levantine", "maghrebi", "moroccan"}
        The standard names where the texts do not tell. Of a pair the first name counts.

    Examples
    --------
    >>> month_tradition(["في 10 تشرين الأول", "منذ حزيران"]), month_tradition(["في 6 مايو/أيار"])
    ('levantine', 'standard')
    """
    telling, _ = _month_words()
    votes = dict.fromkeys(TRADITIONS, 0)
    for name in (name for text in texts for name in _first_names(text)):
        for tradition in TRADITIONS:
            votes[tradition] += name in telling[tradition]
    return max(votes, key=votes.__getitem__)


@functools.cache
def _month_words() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Names that tell a tradition, and all words of month names."""
    months = load("date_words")["months"]
    telling = {name: frozenset(months[f"telling_{name}"]) for name in TRADITIONS}
    words = {word for name in TRADITIONS for month in months[name] for word in month.split()}
    return telling, frozenset(words.union(*telling.values()))


def _first_names(text: str) -> Iterator[str]:
    """Words of month names, without an attached particle; not those that repeat a name before them."""
    _, known = _month_words()
    end, before = 0, False
    for match in _ARABIC_WORD.finditer(text):
        word = match[0] if match[0] in known else match[0][1:] if match[0][0] in "وفلب" else match[0]
        named = word in known
        if named and not (before and text[end : match.start()].strip() in _JOINTS):
            yield word
        end, before = match.end(), named


# --- terms and names ---------------------------------------------------------------------------------


def term_of(list_name: str, value: Any, lang: str) -> str:
    """Term of a closed list in words; one that the list does not know stays as it is.

    Examples
    --------
    >>> term_of("certainty", "planned", "ar"), term_of("precision", "day", "en")
    ('مقرَّر', 'day')
    """
    return load("page_words")[lang].get(f"{list_name}-{value}", str(value))


def actor_name(
    actor: str, lang: str, names: Mapping[str, tuple[str | None, str | None]] | None = None
) -> str:
    """Name of a canonical actor: as the article's own reading gives it, else as listed, else its id in words.

    Parameters
    ----------
    actor : str
        The id, or a speaker as written.
    lang : {"ar", "en"}
        Language.
    names : mapping, optional
        Arabic and English name by id, as in the ``attrs`` of `build_timeline`.

    Returns
    -------
    str
        An actor without an English name has the Arabic one.

    Examples
    --------
    >>> actor_name("unsmil", "ar"), actor_name("سجاد-جياد", "en")
    ('بعثة الأمم المتحدة للدعم في ليبيا', 'سجاد جياد')
    """
    ar, en = (names or {}).get(actor) or _listed().get(actor) or (None, None)
    return (en if lang == "en" else None) or ar or (actor.replace("-", " ") if " " not in actor else actor)


def outlet_name(outlet: str, lang: str) -> str:
    """Name of an outlet; of one written in both scripts, the name in the language's own script first.

    Examples
    --------
    >>> outlet_name("العرب (Al-Arab)", "en"), outlet_name("Al-Arab (العرب)", "ar")
    ('Al-Arab (العرب)', 'العرب (Al-Arab)')
    """
    two = re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", outlet.strip())
    arabic = [bool(_ARABIC_WORD.search(name)) for name in two.groups()] if two else []
    if two is None or arabic[0] == arabic[1] or arabic[0] == (lang == "ar"):
        return outlet
    return f"{two[2]} ({two[1]})"


@functools.cache
def _listed() -> dict[str, tuple[str, str]]:
    actors = load("actors")
    sections = (actors[name]["list"] for name in ("states", "organisations", "places", "people"))
    return {row["id"]: (row["ar"], row["en"]) for section in sections for row in section}


# --- words -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """Dates in the words of one language and style.

    Parameters
    ----------
    lang : {"ar", "en"}
        Language.
    style : Style
        Numerals and month names.
    tradition : str
        The article's own month names, from `month_tradition`.
    """

    lang: str
    style: Style = Style()
    tradition: str = "standard"

    def _say(self, key: str, **values: Any) -> str:
        return self.digits(load("date_words")[self.lang][key].format(**values))

    def counted(self, noun: str, n: int) -> str:
        """Counted noun, agreeing with its number.

        Parameters
        ----------
        noun : str
            A key of ``counted`` in the word list, such as ``"event"``.
        n : int
            How many.

        Returns
        -------
        str

        Examples
        --------
        >>> [Wording("ar").counted("event", n) for n in (1, 2, 3, 11, 100)]
        ['حدث واحد', 'حدثان', '3 أحداث', '11 حدثا', '100 حدث']
        >>> Wording("en").counted("event", 1), Wording("en").counted("event", 2)
        ('1 event', '2 events')
        """
        forms = load("date_words")[self.lang]["counted"][noun]
        return self.digits(
            forms[number_form(n) if self.lang == "ar" else "one" if n == 1 else "many"].format(n=n)
        )

    def digits(self, text: str) -> str:
        """Text in the numerals of the style; a code such as F-16 and an ISO date keep their own."""
        if self.lang != "ar" or self.style.digits != "arabic":
            return text
        return _TOKEN.sub(lambda m: m[0] if _OWN_DIGITS.search(m[0]) else m[0].translate(_DIGITS), text)

    def month(self, number: int, short: bool = False) -> str:
        """Name of a month, 1 to 12."""
        months = load("date_words")["months"]
        if self.lang == "en":
            return months["english_short" if short else "english"][number - 1]
        standard = months["standard"][number - 1]
        if self.style.months == "dual":
            other = months["levantine" if self.tradition == "standard" else self.tradition][number - 1]
            return standard if other == standard or short else f"{other}/{standard}"
        chosen = self.tradition if self.style.months == "article" else self.style.months
        return months[chosen][number - 1]

    def weekday(self, day: int, short: bool = False) -> str:
        """Name of the weekday of a day."""
        names = load("date_words")["weekdays"]
        key = "en_short" if short and self.lang == "en" else self.lang
        return names[key][dt.date.fromordinal(day).weekday()]

    def day(self, day: int, weekday: bool = False, year: bool = True) -> str:
        """One day in words."""
        date = dt.date.fromordinal(day)
        text = f"{date.day} {self.month(date.month)}" + (f" {date.year}" if year else "")
        return self.digits(f"{self.weekday(day)} {text}" if weekday else text)

    def span(self, span: Span, year: bool = True) -> str:
        """Stretch of days in words, no finer than it is.

        Examples
        --------
        >>> Wording("en").span(days_of("2020-06")), Wording("ar").span(days_of("2020"))
        ('June 2020', '2020')
        """
        first, last = (dt.date.fromordinal(n) for n in span)
        if first == last:
            return self.day(span[0], year=year)
        if _is_months(first, last):
            return self._months(first, last, year)
        return self._days(span, year)

    def _days(self, span: Span, year: bool) -> str:
        first, last = (dt.date.fromordinal(n) for n in span)
        if (first.year, first.month) == (last.year, last.month):
            text = f"{first.day}–{last.day} {self.month(first.month)}" + (f" {first.year}" if year else "")
            return self.digits(text)
        same = first.year == last.year
        return self._say("range", a=self.day(span[0], year=year and not same), b=self.day(span[1], year=year))

    def _months(self, first: dt.date, last: dt.date, year: bool) -> str:
        if (first.month, last.month) == (1, 12):
            years = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
            return self.digits(years)
        end = self.month(last.month) + (f" {last.year}" if year else "")
        if (first.year, first.month) == (last.year, last.month):
            return self.digits(end)
        start = self.month(first.month) + (f" {first.year}" if first.year != last.year else "")
        return self._say("range", a=start, b=end)

    def words_of(self, when: When, weekday: bool = False, year: bool = True) -> str:
        """Date of an event in words: what is stated, at the precision stated.

        Parameters
        ----------
        when : When
            The date.
        weekday, year : bool
            Whether to name the weekday of a single day, and the year where it goes without saying.

        Returns
        -------
        str
            As it stands inside a sentence.
        """
        start, end = when.start, when.end
        if when.variants:
            return self.either(when.variants, year)
        if not when.dated:
            return self._say("no_date")
        if start and not end:
            key = "since" if when.certainty == "realised" else "from"
            return self._say(key, date=self._about(when, self._named(when, start, weekday, year)))
        if when.only_before:
            return self._say("recently" if when.recent else "before", date=self.span(end, year))
        if end and not start:
            return self._say("until", date=self._end(when, end, year))
        if when.open_start and when.certainty != "realised":
            said = self._end(when, end, year)
            return self._say("by_year_end" if said == self._year_end(end) else "by", date=said)
        return self._closed(when, start, end, weekday, year)

    def _about(self, when: When, date: str) -> str:
        return self._say("about", date=date) if when.approximate else date

    def _named(self, when: When, span: Span, weekday: bool, year: bool) -> str:
        """Span by the name of its season, or of its day with the weekday."""
        if when.season or (when.precision == "season" and 80 < span[1] - span[0] < 100):
            return self._season(when.season, span)
        if when.precision == "day" and span[0] == span[1]:
            return self.day(span[0], weekday, year)
        return self.span(span, year)

    def _closed(self, when: When, start: Span, end: Span, weekday: bool, year: bool) -> str:
        whole = start[0], end[1]
        if when.season or (when.precision == "season" and 80 < when.days < 100):
            return self._season(when.season, whole)
        if when.year_edge and when.days <= 31:
            return self._year_edge(whole)
        first, last = (dt.date.fromordinal(n) for n in whole)
        if start == end or _is_unit(first, last) or (when.precision == "month" and _is_months(first, last)):
            return self._about(when, self._named(when, whole, weekday, year))
        return self._between(when, start, end, year)

    def _between(self, when: When, start: Span, end: Span, year: bool) -> str:
        first, last = (dt.date.fromordinal(n) for n in (start[0], end[1]))
        if when.from_new_year and start[0] == start[1] and (first.month, first.day) == (1, 1):
            january = _month(first.year, 1)
            a = self.span(january, year and first.year != last.year)
            return self._say("range", a=a, b=self._end(when, end, year))
        if start[0] == start[1] and end[0] == end[1]:
            to_the_day = when.precision in ("day", "interval")
            return self._days((start[0], end[1]), year) if to_the_day else self.span((start[0], end[1]), year)
        if _is_months(first, last):
            return self._months(first, last, year)
        if start[0] <= end[0] and end[1] <= start[1]:
            return self._say("by_day", date=self.span(start, year), day=last.day, nth=_nth(last.day))
        a = self.span(start, year and first.year != last.year)
        return self._say("range", a=a, b=self._end(when, end, year))

    def _end(self, when: When, end: Span, year: bool) -> str:
        last = dt.date.fromordinal(end[1])
        if when.precision == "year" and end[0] == end[1] and (last.month, last.day) == (12, 31):
            return self._year_end(end)
        return self.span(end, year)

    def _year_end(self, end: Span) -> str:
        return self._say("year_end", year=dt.date.fromordinal(end[1]).year)

    def either(self, variants: Sequence[Span], year: bool = True) -> str:
        """Differing dates of one event: the first and the last of them."""
        a, b = variants[0], variants[-1]
        first, last = dt.date.fromordinal(a[0]), dt.date.fromordinal(b[1])
        if a[0] == a[1] and b[0] == b[1] and (first.year, first.month) == (last.year, last.month):
            return self._say("either", a=first.day, b=self.span(b, year))
        return self._say("either", a=self.span(a, year and first.year != last.year), b=self.span(b, year))

    def _season(self, edtf: str | None, span: Span) -> str:
        if edtf:
            return self._say(_SEASON_NAMES[int(edtf[5:7]) % 4], year=edtf[:4])
        middle = dt.date.fromordinal(sum(span) // 2)
        return self._say(_SEASON_NAMES[middle.month % 12 // 3], year=middle.year)

    def _year_edge(self, span: Span) -> str:
        first = dt.date.fromordinal(span[0])
        key = {1: "year_start", 12: "year_end"}.get(first.month)
        return self._say(key, year=first.year) if key else self.span(span)

    def edtf(self, value: Any) -> str:
        """EDTF date or interval in words; what is not one of those used here stays as it is.

        Examples
        --------
        >>> Wording("en").edtf("2021-07-26/.."), Wording("en").edtf("2020-06/2020-08")
        ('from 26 July 2021', 'June – August 2020')
        """
        parts = edtf_parts(value)
        if not parts:
            return self.digits(str(value))
        if _SEASON.fullmatch(str(value)):
            return self._season(str(value), parts[0])
        if len(parts) == 2 and all(first == last for first, last in parts):
            return self.span((parts[0][0], parts[1][1]))
        if len(parts) == 2:
            same = dt.date.fromordinal(parts[0][0]).year == dt.date.fromordinal(parts[1][1]).year
            return self._say("range", a=self.span(parts[0], year=not same), b=self.span(parts[1]))
        text = self.span(parts[0])
        if str(value).strip("/.")[-1:] in ("~", "%"):
            text = self._say("about", date=text)
        if str(value).endswith(("/..", "/")):
            return self._say("from", date=text)
        return self._say("until", date=text) if str(value).startswith(("../", "/")) else text


def _nth(n: int) -> str:
    """English ordinal in figures: 1st, 12th, 23rd."""
    ending = "th" if n // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _is_months(first: dt.date, last: dt.date) -> bool:
    return first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]


def _is_unit(first: dt.date, last: dt.date) -> bool:
    """Whether the days are one whole month or year."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return _is_months(first, last) and (months == 1 or (months == 12 and first.month == 1))
