"""From what was read to `Quantity` records: offsets, dates left out, parts linked to wholes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ..arabic import fold
from ..articles import Article
from ..numerals import Number
from ..quotes import find_quotes
from ..times import tag_times
from ..timex import Timex
from .base import Found
from .record import Quantity, Quotation
from .scan import Scanner

_CLAUSE = frozenset('،؛:.!؟?\n,;«»"“”()')
_TIMELESS = frozenset({"ordinal", "list_length", "universal", "duration", "age"})
_NEAR_WORDS = 4  # words between a number and «آنذاك»
_FAR = 60  # characters between a number and the date of its clause
_COMPARED = 30  # characters before a date in which a word of comparison stands
_LOOK_BACK = 8  # quantities before a part among which its whole is sought
_NEAR = 600  # characters between a part and a whole in an earlier sentence
_DURATION = re.compile(r"P(T?)(\d+(?:\.\d+)?|X)(Y|M|W|D|H|S|DE|CE)")
_DURATION_UNITS = {
    "Y": "years", "M": "months", "W": "weeks", "D": "days", "DE": "decades", "CE": "centuries",
    "TH": "hours", "TM": "minutes", "TS": "seconds",
}  # fmt: skip
Link = tuple[int | None, str | None]  # index of the whole, unit


def find_quantities(
    article: Article, timexes: Sequence[Timex] | None = None, quotes: Sequence[Quotation] | None = None
) -> list[Quantity]:
    """Find the quantities of an article.

    Parameters
    ----------
    article : Article
        The article.
    timexes : sequence of Timex, optional
        Its time expressions, if they are known already: dates, years and clock times are no quantities.
    quotes : sequence of Quote, optional
        Its quotations, if they are known already; a number inside one is asserted by its speaker.

    Returns
    -------
    list of Quantity
        In reading order, without overlaps; ``article.text[q.start:q.end] == q.text``.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> article = from_text("ينتشر نحو 3000 جندي، بينهم 2500 أميركي.", dt.date(2021, 7, 26))
    >>> for q in find_quantities(article):
    ...     print(q.id, q.text, q.value, q.approx, q.unit, q.part_of)
    Q01 نحو 3000 جندي 3000 True soldiers None
    Q02 2500 أميركي 2500 False soldiers Q01
    """
    if timexes is None:
        timexes = tag_times(article.text, article.published)
    if quotes is None:
        quotes = find_quotes(article)
    return _Joiner(article, Scanner(article.text), timexes, quotes).join()


class _Joiner:
    """Turns what was read into records."""

    def __init__(
        self, article: Article, scanner: Scanner, timexes: Sequence[Timex], quotes: Sequence[Quotation]
    ) -> None:
        self.article, self.scanner = article, scanner
        self.timexes = sorted(timexes, key=lambda t: t.start)
        self.starts = [t.start for t in self.timexes]
        self.quotes = sorted((q for q in quotes if q.speaker), key=lambda q: q.start)
        self.quote_starts = [q.start for q in self.quotes]

    def join(self) -> list[Quantity]:
        """All records, numbered in reading order."""
        found = [f for f in self.scanner.scan() if self._is_quantity(f)]
        rows = _carry_money(_carry_heads([self._row(f) for f in found]))
        links = _Linker(self.scanner, found, rows).links()
        bare = self._bare_durations(rows)
        order = sorted([(q.start, n) for n, q in enumerate([*rows, *bare])])
        ids = {n: f"Q{place:02d}" for place, (_, n) in enumerate(order, 1)}
        links += [(None, q.unit) for q in bare]
        every = [*rows, *bare]
        return [self._numbered(every[n], links[n], ids, ids[n]) for _, n in order]

    @staticmethod
    def _numbered(q: Quantity, link: Link, ids: dict[int, str], own: str) -> Quantity:
        whole, unit = link
        part_of = None if whole is None else ids[whole]
        return Quantity(  # written out: `replace` takes longer than everything else here
            q.start, q.end, q.text, q.value, q.low, q.high, q.approx, unit, q.of_what, part_of, q.as_of,
            q.asserted_by, own, q.kind, q.mod, q.scope, q.sentence_id,
        )  # fmt: skip

    def _is_quantity(self, found: Found) -> bool:
        """A number inside a date, clock time or frequency is none, but the days of «قبل 5 أيام» are."""
        tokens = self.scanner.tokens
        span = self.scanner.squeezed.span(tokens[found.number[0]].start, tokens[found.number[1] - 1].end)
        time = found.kind in ("duration", "age")
        return all(t.type == "DURATION" or (time and t.type == "DATE") for t in self._timexes_in(*span))

    def _timexes_in(self, start: int, end: int) -> list[Timex]:
        i = max(0, bisect_right(self.starts, start) - 1)
        out = []
        while i < len(self.timexes) and self.timexes[i].start < end:
            if self.timexes[i].end > start:
                out.append(self.timexes[i])
            i += 1
        return out

    def _row(self, found: Found) -> Quantity:
        tokens, text = self.scanner.tokens, self.article.text
        first = tokens[found.first].start + found.prefix
        start, end = self.scanner.squeezed.span(first, tokens[found.last - 1].end)
        of = found.of and self._words(*found.of, found.prefix if found.of[0] == found.first else 0)
        as_of, scope = self._window(found, start, end)
        return Quantity(
            start, end, text[start:end], found.value, found.low, found.high, not found.exact, found.unit, of,
            as_of=as_of, asserted_by=self._speaker(start), kind=found.kind, mod=found.mod, scope=scope,
            sentence_id=self._sentence(start),
        )  # fmt: skip

    def _words(self, first: int, last: int, prefix: int) -> str:
        tokens = self.scanner.tokens
        a, b = self.scanner.squeezed.span(tokens[first].start + prefix, tokens[last - 1].end)
        return self.article.text[a:b]

    def _sentence(self, start: int) -> str | None:
        sentence = self.article.sentence_at(start)
        return sentence.id if sentence else None

    def _speaker(self, start: int) -> str | None:
        i = bisect_right(self.quote_starts, start) - 1
        inside = i >= 0 and self.quotes[i].end > start
        return self.quotes[i].speaker if inside else None

    def _window(self, found: Found, start: int, end: int) -> tuple[str | None, str | None]:
        """The date that follows, or precedes, in the same clause: as EDTF, and as written."""
        if found.kind in _TIMELESS or found.definite or found.unit in self.scanner.lists.sets["lasting"]:
            return None, None
        i = bisect_left(self.starts, end)
        for k in (i, i - 1):
            timex = self.timexes[k] if 0 <= k < len(self.timexes) else None
            if timex and self._dates(timex, end, timex.start) | self._dates(timex, timex.end, start):
                return self._since(timex, end)
        return self._then(found, start)

    def _then(self, found: Found, start: int) -> tuple[str | None, str | None]:
        """«ثلث مساحة البلاد آنذاك»: the last date named before in the sentence."""
        near = range(found.last, min(found.last + _NEAR_WORDS, len(self.scanner.tokens)))
        word = None
        for i in (*near, found.first - 1):
            token = self.scanner.text(i)
            if token in _CLAUSE:
                break
            if token in self.scanner.lists.sets["then"]:
                word = self._words(i, i + 1, 0)
                break
        sentence = self.article.sentence_at(start) if word else None
        k = bisect_left(self.starts, start) - 1
        while sentence and k >= 0 and self.starts[k] >= sentence.start:
            timex = self.timexes[k]
            if (
                timex.type == "DATE"
                and timex.edtf
                and timex.earliest
                and timex.earliest <= self.article.published
            ):
                return str(timex.edtf), word
            k -= 1
        return None, None

    def _dates(self, timex: Timex, a: int, b: int) -> bool:
        if timex.type != "DATE" or not timex.edtf or not 0 <= b - a <= _FAR:
            return False
        if self._is_compared(timex):
            return False
        between = self.article.text[a:b]
        if (timex.earliest and timex.earliest > self.article.published) or _CLAUSE & set(between):
            return False
        return self.scanner.lists.sets["comparisons"].isdisjoint(fold(between).split())

    def _is_compared(self, timex: Timex) -> bool:
        """«15 في المئة عن الفترة نفسها», «مقارنة مع الشهر نفسه»: the date of what is compared with."""
        sets = self.scanner.lists.sets
        words = fold(self.article.text[max(0, timex.start - _COMPARED) : timex.start]).split()[-2:]
        if not words or words[-1] not in sets["compared_with"]:
            return not sets["comparisons"].isdisjoint(words)
        share = len(words) > 1 and words[0] in sets["shares"]
        return share or not sets["same"].isdisjoint(fold(timex.text).split())

    def _since(self, timex: Timex, end: int) -> tuple[str | None, str | None]:
        """«منذ مطلع العام», «منذ تدخل التحالف في 2015»: from then to the publication day."""
        text = self.article.text
        start = text.find("منذ ", max(0, timex.start - 5) if timex.start < end else end, timex.start)
        if start < 0:
            return self._span_of(timex)
        until = self._last_one(timex) or self.article.published
        return f"{str(timex.edtf).split('/')[0]}/{until}", text[start : timex.end]

    def _last_one(self, timex: Timex) -> str | None:
        """Date of the last one counted, where the sentence names it: «كان آخرها هجوم … الجمعة»."""
        sentence = self.article.sentence_at(timex.start)
        k = bisect_left(self.starts, timex.end)
        for after in self.timexes[k : k + 2]:
            if sentence is None or after.start >= sentence.end:
                return None
            between = fold(self.article.text[timex.end : after.start]).split()
            if (
                after.type == "DATE"
                and after.edtf
                and not self.scanner.lists.sets["last_one"].isdisjoint(between)
            ):
                past = after.earliest is not None and after.earliest <= self.article.published
                return str(after.edtf).split("/")[-1] if past else None
        return None

    def _span_of(self, timex: Timex) -> tuple[str | None, str | None]:
        """«من يناير إلى سبتمبر 2022»: both ends; else the date alone."""
        k = bisect_right(self.starts, timex.start)
        after = self.timexes[k] if k < len(self.timexes) else None
        text = self.article.text
        opened = text[max(0, timex.start - 5) : timex.start].split()[-1:]
        if after and after.edtf and opened and fold(opened[0]) in self.scanner.lists.sets["from"]:
            between = fold(text[timex.end : min(after.start, timex.end + 10)]).strip()
            if between in self.scanner.lists.sets["until"]:
                return f"{timex.edtf}/{after.edtf}", text[timex.start : after.end]
        return timex.edtf, timex.text

    def _bare_durations(self, rows: list[Quantity]) -> list[Quantity]:
        """Durations that only the time tagger saw: «خلال شهر»."""
        ends = sorted((q.start, q.end) for q in rows)
        starts = [start for start, _ in ends]
        out = []
        for timex in self.timexes:
            match = _DURATION.fullmatch(timex.value) if timex.type == "DURATION" else None
            i = bisect_left(starts, timex.end) - 1
            if match and not (i >= 0 and ends[i][1] > timex.start):
                out.append(self._duration(timex, *match.groups()))
        return out

    def _duration(self, timex: Timex, t: str, amount: str, letter: str) -> Quantity:
        value = None if amount == "X" else float(amount) if "." in amount else int(amount)
        exact = value if timex.mod is None else None
        return Quantity(
            timex.start, timex.end, timex.text, value, exact, exact, value is None or timex.mod is not None,
            _DURATION_UNITS.get(t + letter, "days"), kind="duration", asserted_by=self._speaker(timex.start),
            mod=timex.mod or ("APPROX" if value is None else None), sentence_id=self._sentence(timex.start),
        )  # fmt: skip


def _carry_heads(rows: list[Quantity]) -> list[Quantity]:
    """«بعد جولة أولى … عقدت الثانية»: an ordinal alone counts what the one before it counts."""
    out: list[Quantity] = []
    head: Quantity | None = None
    for q in rows:
        if q.kind == "ordinal" and q.of_what:
            head = q
        elif q.kind == "ordinal" and head and head.sentence_id == q.sentence_id:
            q = replace(q, of_what=head.of_what)
        out.append(q)
    return out


def _carry_money(rows: list[Quantity]) -> list[Quantity]:
    """«329 مليار دولار في 2008، و209 مليارات في 2006»: a bare sum after a sum is in the same money."""
    out: list[Quantity] = []
    for q in rows:
        if out and q.kind == "count" and q.unit is None and _is_sum_like(q, out[-1]):
            q = replace(q, kind="money", unit=out[-1].unit)
        out.append(q)
    return out


def _is_sum_like(q: Quantity, before: Quantity) -> bool:
    both = isinstance(q.value, int | float) and isinstance(before.value, int | float)
    if not both or before.kind != "money" or before.sentence_id != q.sentence_id:
        return False
    return q.value >= 1000 and before.value / 100 < q.value < before.value * 100


class _Linker:
    """Finds the whole of each part, looking back over a bounded number of quantities."""

    def __init__(self, scanner: Scanner, found: list[Found], rows: list[Quantity]) -> None:
        self.scanner, self.found, self.rows = scanner, found, rows
        self.phrases, self.reader = scanner.lists.phrases, scanner.reader
        self.out: list[Link] = []
        self.summed: dict[int, Number] = {}  # parts listed so far, by whole

    def links(self) -> list[Link]:
        """For each row the index of its whole, if it is a part, and its unit."""
        for k in range(len(self.rows)):
            whole = self._whole(k)
            self.out.append((whole, self._unit(k, whole)))
        self._forward()
        return self.out

    def _whole(self, k: int) -> int | None:
        if self.rows[k].kind != "count":
            return None
        whole = self._named_before(k)
        if whole is None:
            whole = self._cued(k)
        if whole is None:
            whole = self._continued(k)
        if whole is not None and isinstance(self.rows[k].value, int | float):
            self.summed[whole] = self.summed.get(whole, 0) + self.rows[k].value
        return whole

    def _cued(self, k: int) -> int | None:
        """«بينهم 2500», «خمسة منهم»."""
        f = self.found[k]
        if self._among_these(f):
            whole = self._candidate(k, same_sentence=False)
        elif self.phrases["part_before"].ending(self.reader, f.first):
            whole = self._candidate(k, same_sentence=True)
            whole = self._candidate(k, same_sentence=False) if whole is None else whole
        elif self._cue_after(k):
            return self._candidate(k, same_sentence=True)
        else:
            return None
        if whole is not None:
            self.summed[whole] = 0  # a new list of parts
        return whole

    def _cue_after(self, k: int) -> bool:
        f = self.found[k]
        for i in (f.number[1], f.last):
            cue = self.phrases["part_after"].starting(self.reader, i)
            if cue:
                # «50 شخصا منهم 10 أطفال»: the cue belongs to the number after it
                return not (k + 1 < len(self.found) and self.found[k + 1].first == i + len(cue.tokens))
        return False

    def _named_before(self, k: int) -> int | None:
        """«من بين 300 مرشح فاز 20»: the whole was named first."""
        if (
            not k
            or self.rows[k - 1].kind != "count"
            or self.rows[k - 1].sentence_id != self.rows[k].sentence_id
        ):
            return None
        whole, part = self.found[k - 1], self.found[k]
        cue = self.phrases["whole_after"].ending(self.reader, whole.first)
        if cue is None or part.first - whole.last > 7 or not self._is_larger(k, k - 1):
            return None
        taken = k > 1 and self.found[k - 2].last == whole.first - len(cue.tokens)
        return None if taken else k - 1

    def _among_these(self, f: Found) -> bool:
        """«ومن بين هؤلاء المتهمين سبعة كويتيين»."""
        return any(
            self.reader.text(i) in self.scanner.lists.sets["among"] and self._refers_back(i + 1)
            for i in range(max(0, f.first - 4), f.first - 1)
        )

    def _refers_back(self, i: int) -> bool:
        word, _, definite = self.scanner.bare(i)
        return word in self.scanner.lists.sets["these"] or (definite and word in self.scanner.lists.nouns)

    def _candidate(self, k: int, same_sentence: bool) -> int | None:
        """The nearest earlier count that is large enough; in the same sentence else the nearest one."""
        nearest = None
        for j in range(k - 1, max(-1, k - 1 - _LOOK_BACK), -1):
            row = self.rows[j]
            if same_sentence and row.sentence_id != self.rows[k].sentence_id:
                break
            if row.kind != "count" or self.out[j][0] is not None:
                continue
            near = self.rows[k].start - row.start < _NEAR
            if not same_sentence and not (near and self._is_larger(k, j)):
                continue
            nearest = j if nearest is None else nearest
            if self._fits(k, j, self.summed.get(j, 0) if same_sentence else 0):
                return j
        return nearest if same_sentence else None

    def _is_larger(self, k: int, j: int) -> bool:
        part, whole = self.rows[k].value, self.rows[j].value
        return isinstance(part, int | float) and isinstance(whole, int | float) and part < whole

    def _fits(self, k: int, j: int, listed: Number) -> bool:
        part, whole = self.rows[k].value or self.rows[k].low, self.rows[j].value or self.rows[j].high
        if not isinstance(part, int | float) or not isinstance(whole, int | float):
            return True
        return part + listed <= whole

    def _continued(self, k: int) -> int | None:
        """«بينهم 13 طفلا و5 نساء»: the list of parts goes on."""
        whole = self.out[k - 1][0] if k else None
        if whole is None or self.rows[k].sentence_id != self.rows[k - 1].sentence_id:
            return None
        f, before = self.found[k], self.found[k - 1]
        gap = [self.reader.text(j) for j in range(before.last, f.first)]
        joined = f.joined or gap[-1:] == ["و"]
        if not joined or len(gap) > 6 or any(g in _CLAUSE and g != "،" for g in gap):
            return None
        unit = self.rows[k].unit
        if unit in ("injured", "dead") and ("،" in gap or unit != self.rows[whole].unit):
            return None  # «بينهم 13 طفلا، و20 جريحا»: another total
        return whole if self._fits(k, whole, self.summed.get(whole, 0)) else None

    def _unit(self, k: int, whole: int | None) -> str | None:
        """The unit; for «أميركي», «آخرين» and bare numbers that of the whole, or of the number before."""
        row, others = self.rows[k], self.scanner.lists.sets["others"]
        if row.kind != "count" or not (self.found[k].inherits or row.unit is None):
            return row.unit
        if whole is not None:
            return self.out[whole][1]
        if row.unit is None:
            return None
        before = k and self.rows[k - 1].kind == "count" and self.rows[k - 1].sentence_id == row.sentence_id
        return (self._unit_of(k - 1) if before and fold(row.unit) in others else None) or "people"

    def _unit_of(self, k: int) -> str | None:
        whole, unit = self.out[k]
        return self.out[whole][1] if whole is not None and whole < k else unit

    def _forward(self) -> None:
        """«ثلاثة من أصل عشرة متهمين»: the whole follows."""
        for k in range(len(self.rows) - 1):
            phrase = self.phrases["whole_after"].starting(self.reader, self.found[k].last)
            if phrase is None or self.rows[k].kind != "count" or self.rows[k + 1].kind != "count":
                continue
            if self.found[k + 1].first == self.found[k].last + len(phrase.tokens):
                own = None if self.found[k].inherits else self.rows[k].unit
                self.out[k] = (k + 1, own or self.out[k + 1][1])
                self.out[k + 1] = (self.out[k + 1][0], self.out[k + 1][1] or own)
