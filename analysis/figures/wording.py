"""Dates, numerals and fixed phrases of the figures, in Arabic and English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analysis import lexicon, typesetting
from analysis.figures.events import Event, Span, edtf_parts
from analysis.figures.style import Style

_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_TOKEN = re.compile(r"\S+")
_LATIN = re.compile("[A-Za-z]")


def month_tradition(texts: Iterable[str]) -> str:
    """Tell which month names an article uses, by those that only one tradition has.

    Parameters
    ----------
    texts : iterable of str
        The article's own words.

    Returns
    -------
    {"standard", "levantine", "maghrebi", "moroccan"}
        The standard names where the texts do not tell.

    Examples
    --------
    >>> month_tradition(["في 10 تشرين الأول", "منذ حزيران"])
    'levantine'
    """
    months = lexicon.load("figure_words")["months"]
    tokens = [t.strip("«»\"'().,،؛:") for text in texts for t in text.split()]
    bare = [t[1:] if t[:1] in "ولب" else t for t in tokens]
    count = {
        name: sum(t in telling or b in telling for t, b in zip(tokens, bare, strict=True))
        for name in ("standard", "levantine", "maghrebi", "moroccan")
        for telling in [set(months[f"telling_{name}"])]
    }
    return max(count, key=count.__getitem__)


@dataclass(frozen=True)
class Words:
    """Everything a figure says that the table does not, in one language and style."""

    lang: str
    style: Style
    tradition: str = "standard"

    @property
    def rtl(self) -> bool:
        """Whether the figure runs from right to left."""
        return self.lang == "ar"

    def say(self, key: str, **values: Any) -> str:
        """Fixed phrase with its numerals filled in."""
        text = lexicon.load("figure_words")[self.lang][key].format(**values)
        return self.digits(text)

    def embed(self, text: str) -> str:
        """Text from the table, kept together inside a sentence of the figure's language."""
        return typesetting.embed(text, self.rtl)

    def digits(self, text: str) -> str:
        """Text in the numerals of the style; a token with Latin letters keeps its own."""
        if self.lang != "ar" or self.style.digits != "arabic":
            return text
        return _TOKEN.sub(lambda m: m[0] if _LATIN.search(m[0]) else m[0].translate(_DIGITS), text)

    def month(self, number: int, short: bool = False) -> str:
        """Name of a month, 1 to 12."""
        months = lexicon.load("figure_words")["months"]
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
        names = lexicon.load("figure_words")["weekdays"]
        key = "en_short" if short and self.lang == "en" else self.lang
        return names[key][dt.date.fromordinal(day).weekday()]

    def day(self, day: int, weekday: bool = False, year: bool = True) -> str:
        """One day in words."""
        date = dt.date.fromordinal(day)
        text = f"{date.day} {self.month(date.month)}" + (f" {date.year}" if year else "")
        return self.digits(f"{self.weekday(day)} {text}" if weekday else text)

    def span(self, span: Span, year: bool = True) -> str:
        """Stretch of days in words, no finer than it is."""
        first, last = (dt.date.fromordinal(n) for n in span)
        if first == last:
            return self.day(span[0], year=year)
        if self._is_months(first, last):
            return self._months(first, last, year)
        if (first.year, first.month) == (last.year, last.month):
            text = f"{first.day}–{last.day} {self.month(first.month)}" + (f" {first.year}" if year else "")
            return self.digits(text)
        same = first.year == last.year
        return self.say(
            "range",
            a=self._edge(span[0], first.day == 1 and not same, year and not same),
            b=self._edge(span[1], False, year),
        )

    def _edge(self, day: int, whole_month: bool, year: bool) -> str:
        date = dt.date.fromordinal(day)
        if whole_month:
            return f"{self.month(date.month)} {date.year}"
        return self.day(day, year=year)

    @staticmethod
    def _is_months(first: dt.date, last: dt.date) -> bool:
        return first.day == 1 and (last + dt.timedelta(days=1)).day == 1

    def _months(self, first: dt.date, last: dt.date, year: bool) -> str:
        if (first.month, last.month) == (1, 12):
            years = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
            return self.digits(years)
        end = self.month(last.month) + (f" {last.year}" if year else "")
        if (first.year, first.month) == (last.year, last.month):
            return self.digits(end)
        start = self.month(first.month) + (f" {first.year}" if first.year != last.year else "")
        return self.say("range", a=start, b=end)

    def date_of(self, event: Event, weekday: bool = False, year: bool = True) -> str:
        """The date line of an event's label: what is stated, at the precision stated."""
        text = self._date_of(event, weekday, year)
        return text[:1].upper() + text[1:]

    def _date_of(self, event: Event, weekday: bool, year: bool) -> str:
        if event.variants:
            return self._either(event, year)
        start, end = event.start, event.end
        if not event.dated:
            return self.say("no_date")
        if start and not end:
            if event.precision == "day":
                return self.day(start[0], weekday, year)
            key = "since" if event.certainty == "realised" else "from"
            season = event.precision == "season" and 80 < start[1] - start[0] < 100
            return self.say(key, date=self._season(start) if season else self.span(start, year))
        if end and not start:
            return self.say("until", date=self._end(event, end, year))
        if event.precision == "season" and 80 < event.days < 100:
            return self._season((event.first, event.last))
        if event.year_edge and event.days <= 31:
            return self._year_edge(event)
        if event.precision == "day" and event.days == 1:
            return self.day(event.first, weekday, year)
        return self._between(event, start, end, year)

    def _end(self, event: Event, end: Span, year: bool) -> str:
        last = dt.date.fromordinal(end[1])
        if event.precision == "year" and end[0] == end[1] and (last.month, last.day) == (12, 31):
            return self.say("year_end_date", year=last.year)
        return self.span(end, year)

    def _between(self, event: Event, start: Span, end: Span, year: bool) -> str:
        if start == end or (start[0] == start[1] and end[0] == end[1]):
            return self.span((start[0], end[1]), year)
        first, last = (dt.date.fromordinal(n) for n in (start[0], end[1]))
        if self._is_months(first, last):
            return self._months(first, last, year)
        if start[0] <= end[0] and end[1] <= start[1]:
            return self.say("by_day", date=self.span(start, year), day=last.day)
        a = self.span(start, year and first.year != last.year)
        return self.say("range", a=a, b=self._end(event, end, year))

    def _either(self, event: Event, year: bool) -> str:
        a, b = event.variants[0], event.variants[-1]
        first, last = dt.date.fromordinal(a[0]), dt.date.fromordinal(b[1])
        if a[0] == a[1] and b[0] == b[1] and (first.year, first.month) == (last.year, last.month):
            return self.say("either", a=first.day, b=self.span(b, year))
        return self.say("either", a=self.span(a, year and first.year != last.year), b=self.span(b, year))

    def _season(self, span: Span) -> str:
        middle = dt.date.fromordinal(sum(span) // 2)
        name = ("winter", "spring", "summer", "autumn")[middle.month % 12 // 3]
        return self.say(name, year=middle.year)

    def _year_edge(self, event: Event) -> str:
        first = dt.date.fromordinal(event.first)
        key = {1: "year_start_date", 12: "year_end_date"}.get(first.month)
        return self.say(key, year=first.year) if key else self.span((event.first, event.last))

    def edtf(self, value: Any) -> str:
        """EDTF date or interval in words; what is not one of those used here stays as it is."""
        parts = edtf_parts(value)
        if not parts:
            return self.digits(str(value))
        if len(parts) == 2 and all(first == last for first, last in parts):
            return self.span((parts[0][0], parts[1][1]))
        if len(parts) == 2:
            same = dt.date.fromordinal(parts[0][0]).year == dt.date.fromordinal(parts[1][1]).year
            return self.say("range", a=self.span(parts[0], year=not same), b=self.span(parts[1]))
        text = self.span(parts[0])
        if str(value).endswith(("/..", "/")):
            return self.say("from", date=text)
        return self.say("until", date=text) if str(value).startswith(("../", "/")) else text

    def qualifier(self, event: Event) -> str:
        """What the date line adds in brackets: not realised, or not stated."""
        if event.certainty != "realised":
            return self.say(f"label_{event.certainty}")
        return self.say("label_inferred") if event.inferred else ""

    def more(self, n: int) -> str:
        """Line that stands for folded events."""
        return self.say(f"more_{n}" if n < 3 else "more_n", n=n)
