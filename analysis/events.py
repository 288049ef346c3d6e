"""Events of an article: every dated clause, what else it implies, and which mentions are one event."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from .actors import Mention, find_actors
from .articles import Article, Sentence
from .clauses import (
    Clause,
    Token,
    Trigger,
    chain_after,
    cues,
    find_phrase,
    first_verb,
    is_adverbial,
    is_compared,
    is_complementizer,
    is_deed,
    is_future,
    is_imperfect,
    is_onlooker,
    is_perfect,
    is_predicted,
    ordinal_of,
    read_clauses,
    tokenize,
    trigger_for,
    triggers,
)
from .lexicon import load
from .polarity import (
    condition_of,
    denial_before,
    is_negated,
    is_presupposed,
    negated_parts,
    own_condition,
    scheduled_for,
    skipped,
    undoing,
)
from .quotes import Quote, attribution_at, find_quotes
from .times import tag_times
from .timex import Timex

_RELATIVES = frozenset(("الذي", "التي", "الذين", "اللذين"))
_NEAR = dt.timedelta(days=14)  # «قبيل», «عشية»: within about two weeks
_RECENT = dt.timedelta(days=31)
_CURRENT = dt.timedelta(days=10)  # a lasting event that began this close to publication is taken to go on


@dataclass(frozen=True, slots=True)
class DateRange:
    """When an event was, no more precise than the article says.

    Parameters
    ----------
    start, end : str or None
        ISO dates at the precision stated (``2008``, ``2020-06``, ``2021-07-20``); None is open or not said.
    edtf : str or None
        The same as an EDTF string.
    precision : {"day", "month", "season", "year", "interval", "vague"}
        How precise the statement is.
    """

    start: str | None
    end: str | None
    edtf: str | None
    precision: str

    @property
    def low(self) -> dt.date | None:
        """First possible day."""
        return bounds(self.start)[0] if self.start else None

    @property
    def high(self) -> dt.date | None:
        """Last possible day."""
        return bounds(self.end)[1] if self.end else None


def bounds(iso: str) -> tuple[dt.date, dt.date]:
    """First and last day of an ISO date of any precision.

    Examples
    --------
    >>> [str(d) for d in bounds("2020-06")]
    ['2020-06-01', '2020-06-30']
    """
    parts = [int(p) for p in iso.split("-")]
    if len(parts) == 3:
        return dt.date(*parts), dt.date(*parts)
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    year, month = parts
    following = dt.date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else dt.date.max
    return dt.date(year, month, 1), following - dt.timedelta(days=1)


@dataclass(slots=True)
class Event:
    """One event: its date, the words that name it, and where they stand.

    `sentence` is the evidence; `more` holds the other clauses that speak of the same event. `rules` names the
    rules that made it, first the one that dated it. `variants` lists the differing dates of the article.
    """

    trigger: Trigger
    clause: Clause
    date: DateRange
    basis: str
    rules: list[str]
    anchor: str | None = None
    timexes: list[int] = field(default_factory=list)
    certainty: str = "realised"
    cue: str | None = None
    asserted_by: str | None = None
    attribution: str = "narrator"
    quote: Quote | None = None
    actors: tuple[Mention, ...] = ()
    dated: tuple[int, ...] = ()  # offsets of the date's words in the clause's sentence
    subject: int | None = None  # where the noun begins that a relative clause speaks of
    denial: tuple[int, int] | None = None  # the word by which somebody denies it
    void: bool = False  # the text says that it did not happen, or will not
    label: tuple[str | None, str | None] | None = None  # curated, Arabic and English
    edited: tuple[str, ...] = ()  # what a person changed
    more: list[Clause] = field(default_factory=list)
    by_hand: list[Clause] = field(default_factory=list)  # of mentions that a person joined to it
    variants: list[dict] = field(default_factory=list)
    id: str = ""  # name of its row

    @property
    def sentence(self) -> Sentence:
        """The sentence that is the evidence."""
        return self.clause.sentence

    @property
    def span(self) -> tuple[int, int]:
        """From the event word to the date, whichever comes first."""
        dates = self.dated
        return min((self.trigger.start, *dates)), max((self.trigger.end, *dates))

    @property
    def people(self) -> frozenset[str]:
        """Canonical persons of the clause."""
        return frozenset(m.actor for m in self.actors if m.kind == "person")


class Reading:
    """An article with everything that the finders below this layer say of it."""

    def __init__(self, article: Article):
        self.article = article
        self.timexes: list[Timex] = tag_times(article.text, article.published)
        self.tokens = tokenize(article.text)
        self.token_starts = [t.start for t in self.tokens]
        self.clauses = read_clauses(article, self.timexes, self.tokens)
        self.actors = sorted(find_actors(article), key=lambda m: m.start)
        self.quotes = find_quotes(article, self.actors)
        self._actor_starts = [m.start for m in self.actors]
        self.removed: dict[str, int] = {"dropped": 0, "merged": 0}  # rows that a person took out

    @property
    def dct(self) -> dt.date:
        """Document creation time."""
        return self.article.published

    def all_clauses(self) -> Iterator[tuple[list[Clause], int]]:
        """Each clause as (clauses of its sentence, index), body and furniture, without datelines."""
        for clauses in self.clauses:
            if clauses and clauses[0].sentence.role != "dateline":
                for k in range(len(clauses)):
                    yield clauses, k

    @cached_property
    def _clauses_by_sentence(self) -> dict[str, list[Clause]]:
        return {clauses[0].sentence.id: clauses for clauses in self.clauses if clauses}

    def clauses_of(self, sentence: Sentence) -> list[Clause]:
        """Clauses of one sentence."""
        return self._clauses_by_sentence.get(sentence.id, [])

    def actors_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """Actor mentions between two offsets."""
        low, high = bisect_left(self._actor_starts, start), bisect_left(self._actor_starts, end)
        return tuple(self.actors[low:high])

    def subject_before(self, clause: Clause) -> tuple[Mention, ...]:
        """«… فؤاد حسين الذي وصل»: the person that a relative clause speaks of."""
        last = bisect_right(self._actor_starts, clause.start) - 1
        for mention in reversed(self.actors[max(0, last - 3) : last + 1]):
            if mention.kind == "person" and mention.start >= clause.sentence.start:
                return (mention,)
        return ()

    @cached_property
    def _quotes_by_sentence(self) -> dict[str, list[Quote]]:
        out: dict[str, list[Quote]] = {}
        for quote in self.quotes:
            if sentence := self.article.sentence_at(quote.start):
                out.setdefault(sentence.id, []).append(quote)
        return out

    def quotes_of(self, sentence: Sentence) -> list[Quote]:
        """Quotes that begin in a sentence."""
        return self._quotes_by_sentence.get(sentence.id, [])

    @cached_property
    def relatives(self) -> frozenset[str]:
        """Relative pronouns that open a clause about the noun before them."""
        return _RELATIVES


# ── dates of events ───
def range_of(timex: Timex, dct: dt.date) -> DateRange | None:
    """Date range that one expression states, or None where it states no calendar date."""
    if timex.type in ("DURATION", "SET") or timex.value == "PRESENT_REF":
        return None
    if timex.value == "PAST_REF":
        return DateRange(None, dct.isoformat(), f"../{dct.isoformat()}", "vague")
    if timex.value == "FUTURE_REF":
        return DateRange(dct.isoformat(), None, f"{dct.isoformat()}/..", "vague")
    if timex.earliest is None or timex.latest is None:
        return None
    if _part_of_month(timex) and timex.earliest <= dct < bounds(timex.latest.isoformat()[:7])[1]:
        # the month is not over: what the words leave of it, «مطلع الشهر الجاري» is its first ten days
        start, end = timex.earliest.isoformat(), timex.latest.isoformat()
    else:
        start, end = _iso(timex, timex.earliest), _iso(timex, timex.latest)
    return DateRange(start, end, timex.edtf, timex.precision or "vague")


def _part_of_month(timex: Timex) -> bool:
    return timex.precision == "month" and timex.mod in ("START", "MID", "END")


def _iso(timex: Timex, day: dt.date) -> str:
    """The day at the precision that the value states: a month stays a month, a year a year."""
    whole = timex.mod in (None, "APPROX")
    if timex.precision == "month":
        return day.isoformat()[:7]
    if timex.precision == "year" and whole and len(timex.value) == 4:
        return day.isoformat()[:4]
    return day.isoformat()


def _interval(start: str | None, end: str | None, precision: str = "interval") -> DateRange:
    return DateRange(start, end, f"{start or '..'}/{end or '..'}", precision)


# ── one event for each date ───
def by_date(r: Reading) -> Iterator[Event]:
    """An event for every expression that states a date: the clause that it stands in, or belongs to."""
    spans = _spans(r)
    for clauses, k in r.all_clauses():
        done: dict[tuple[int, DateRange], Event] = {}
        for i in clauses[k].timexes:
            date = spans[i] if i in spans else _date_of(r, clauses, k, i)
            if date is None or _is_dateline(r, clauses, k, date) or is_compared(clauses[k], r.timexes[i]):
                continue
            event = _event_of(r, clauses, k, i, date)
            twin = done.get((event.trigger.start, event.date))
            if twin:
                twin.timexes.append(i)  # «1 محرم 1443 الموافق 10 أغسطس 2021»: two names of one day
                continue
            done[event.trigger.start, event.date] = event
            yield event
        yield from _since_phrase(r, clauses, k)


def _date_of(r: Reading, clauses: list[Clause], k: int, i: int) -> DateRange | None:
    timex = r.timexes[i]
    date = range_of(timex, r.dct)
    if date is None and find_phrase(tokenize(timex.text), "gone") is None:
        return _from_now(r, clauses, k, timex)
    return date


def _is_dateline(r: Reading, clauses: list[Clause], k: int, date: DateRange) -> bool:
    """«الخرطوم 2 أكتوبر 2019 – …»: where and when a report was sent, before its first sentence."""
    clause = clauses[k]
    alone = k == 0 and len(clauses) > 1 and len(clause.tokens) <= 3 and not triggers(clause)
    first = next((p for p in r.article.paragraphs if p.role == "body"), None)
    return alone and date.low == date.high == r.dct and first is not None and clause.start == first.start


_TO = re.compile(r"\s*(?:[-–—]|إلى|الى|حتى)\s*")
_AND = re.compile(r"\s*و\s*")


def _spans(r: Reading) -> dict[int, DateRange | None]:
    """«2000-2024», «من 5 إلى 10 مايو», «بين 2003 و2011»: one span, kept with the first date."""
    out: dict[int, DateRange | None] = {}
    text = r.article.text
    for i, (a, b) in enumerate(pairwise(r.timexes)):
        gap = text[a.end : b.start]
        between = text[max(0, a.start - 12) : a.start].split()[-2:]
        to = _TO.fullmatch(gap) and not _postponed(gap, between, a, b)
        joined = to or (_AND.fullmatch(gap) and any(w.lstrip("و") == "بين" for w in between))
        if not joined or i in out:
            continue
        first, last = range_of(a, r.dct), range_of(b, r.dct)
        if first and last and first.low and last.high and first.low <= last.high and first.start:
            out[i], out[i + 1] = _interval(first.start, last.end), None
    return out


def _postponed(gap: str, before: list[str], a: Timex, b: Timex) -> bool:
    """«كانت مقررة الثلاثاء الماضي إلى 3 نوفمبر»: without «من», two dates of different kinds are no span."""
    return gap.strip() not in "-–—" and a.rule != b.rule and not any(w.lstrip("و") == "من" for w in before)


def _event_of(r: Reading, clauses: list[Clause], k: int, i: int, date: DateRange) -> Event:
    timex = r.timexes[i]
    target = _governed(r, clauses, k, timex)
    trigger = _elliptic(clauses, target, timex) or _named_by(clauses, target, timex) or _whole(target)
    date, rule = _aspect(trigger, _signalled(r, clauses, k, target, timex, date), r.dct)
    event = Event(
        trigger,
        target,
        date,
        "explicit" if timex.anchor is None else "relative",
        [rule, timex.rule],
        timex.anchor,
        [i],
        actors=_actors_of(r, target),
        dated=(timex.start, timex.end),
        subject=_antecedent(r, clauses, target),
    )
    return _judge(r, event)


def _named_by(clauses: list[Clause], target: Clause, timex: Timex) -> Trigger | None:
    """The event word of a date; what is undone gives way to its undoing, a relative has its noun's theme."""
    trigger = trigger_for(target, timex, skipped(target))
    if trigger is None:
        return None
    undone = undoing(target, trigger, timex.start)
    fixed = scheduled_for(target, timex.start)
    if undone and not (fixed and fixed.start > trigger.start and not trigger.verb):
        return undone  # «ألغى زيارته المقررة الاثنين»: the day is of the visit
    if trigger.name is None and trigger.theme is None and target.opener in _RELATIVES:
        before = next((c for c in reversed(clauses) if c.end <= target.start), None)
        named = triggers(before) if before is not None else []
        return replace(trigger, theme=named[-1].theme) if named else trigger
    return trigger


def _antecedent(r: Reading, clauses: list[Clause], clause: Clause) -> int | None:
    """«تدخل التحالف | الذي تقوده السعودية»: where the noun before a relative clause begins."""
    before = next((c for c in reversed(clauses) if c.end <= clause.start), None)
    if clause.opener not in r.relatives or before is None:
        return None
    named = triggers(before)
    return named[-1].start if named else before.tokens[-min(2, len(before.tokens))].start


def _governed(r: Reading, clauses: list[Clause], k: int, timex: Timex) -> Clause:
    """The clause that a date belongs to: its own, the next for a fronted date, the one before for a tail."""
    clause = clauses[k]
    following = clauses[k + 1] if k + 1 < len(clauses) else None
    if following and _opens_with(following, "when") and not any(t.name for t in triggers(clause)):
        return following  # «كما حصل في يونيو حين قطعت طهران …»
    if not is_adverbial(clause, r.timexes):
        return clause
    if following and k == 0:
        return following  # «والثلاثاء، وصل …»
    if k == 0:
        return clause
    timed = range_of(timex, r.dct)
    ahead = timed is not None and timed.high is not None and timed.high > r.dct
    if ahead:  # a deadline at the end of the sentence belongs to what is still to come
        return next((c for c in reversed(clauses[:k]) if _has_future(c)), clauses[k - 1])
    return clauses[k - 1]


def _has_future(clause: Clause) -> bool:
    return any(is_future(t.form) for t in clause.tokens)


def _opens_with(clause: Clause, key: str) -> bool:
    found = find_phrase(clause.tokens[:2], key)
    return found is not None and found[0] == 0


def _whole(clause: Clause) -> Trigger:
    return first_verb(clause) or Trigger(clause.tokens[0].start, clause.tokens[0].end, 0)


def _elliptic(clauses: list[Clause], clause: Clause, timex: Timex) -> Trigger | None:
    """«فيما عقدت الثانية في أغسطس»: an ordinal without its noun takes the noun that the last one had."""
    if any(t.ordinal for t in triggers(clause)):
        return None
    for index, token in enumerate(clause.tokens):
        number = ordinal_of(token)
        if number is None or token.end > timex.start:
            continue
        named = [t for c in clauses for t in triggers(c) if t.ordinal and t.name and t.start < token.start]
        if named:
            last = named[-1]
            return Trigger(token.start, token.end, index, last.name, last.theme, False, None, number)
    return None


def _word_before(clause: Clause, offset: int) -> Token | None:
    index = bisect_left([t.start for t in clause.tokens], offset) - 1
    return clause.tokens[index] if index >= 0 else None


def _is(token: Token | None, *words: str) -> bool:
    return token is not None and any(w in token.bare for w in words)


def _signalled(
    r: Reading, clauses: list[Clause], k: int, target: Clause, timex: Timex, date: DateRange
) -> DateRange:
    """What the word before a date makes of it: «منذ» opens a span, «بحلول» closes one."""
    signal = _word_before(clauses[k], timex.start)
    if _is(signal, "منذ") and date.low and date.low <= r.dct:
        if _goes_on(target):
            return DateRange(date.start, None, f"{date.start}/..", date.precision)
        return _interval(date.start, (_last_of(r, clauses[k + 1 :]) or r.dct).isoformat())
    if timex.mod == "BEFORE" or _is(signal, "قبل", "قبيل"):
        return _until(timex, date)
    if timex.mod == "AFTER" or _is(signal, "بعد"):
        return _after(timex, r.dct) or date
    if _is(signal, "بحلول", "حتي", "غضون") and date.high and date.high > r.dct:
        last = date.high.isoformat()
        return DateRange(r.dct.isoformat(), last, f"../{last}", date.precision)
    return date


def _until(timex: Timex, date: DateRange) -> DateRange:
    """«قبل نهاية ديسمبر» leaves the beginning open and ends with December, «قبل رمضان» with its first day."""
    whole = timex.mod == "END" or date.start is None or timex.earliest is None
    last = date.end if whole else timex.earliest.isoformat()
    precision = date.precision if last and last == date.end else "vague"
    return DateRange(None, last, f"../{last}", precision) if last else date


def _after(timex: Timex, dct: dt.date) -> DateRange | None:
    """«بعد شهر رمضان»: from the day after its last one, to publication where that is past."""
    high = timex.latest
    if high is None or high == dct:
        return None
    start = (high + dt.timedelta(days=1)).isoformat()
    end = dct.isoformat() if high < dct else None
    return DateRange(start, end, f"{start}/{end or '..'}", "vague")


_LENGTH = re.compile(r"P(\d+)([DWMY])")


def _from_now(r: Reading, clauses: list[Clause], k: int, timex: Timex) -> DateRange | None:
    """«ستجتمع خلال الأسبوعين المقبلين»: from publication on for so long; «بعد العيد»: at some time from then.

    Only where the clause says that it is still to come: «قتل عشرة خلال أسبوعين» is told of the past.
    """
    clause, now = clauses[k], r.dct.isoformat()
    signal = _word_before(clause, timex.start)
    if timex.type == "DURATION":
        last = _end_of(timex, r.dct) if _is(signal, "خلال", "غضون") and _is_coming(clause, timex) else None
        return _interval(now, last) if last else None
    unknown = (
        timex.type == "DATE" and timex.earliest is None and timex.value not in ("PAST_REF", "PRESENT_REF")
    )
    if unknown and _is(signal, "بعد", "عقب") and _is_coming(clause, timex):
        return DateRange(now, None, f"{now}/..", "vague")
    return None


def _end_of(length: Timex, day: dt.date) -> str | None:
    """The day that lies a duration after another, or None where its length is not said."""
    match = _LENGTH.fullmatch(length.value)
    if match is None:
        return None
    number, unit = int(match[1]), match[2]
    if unit in "DW":
        return (day + dt.timedelta(days=min(number, 5000) * (7 if unit == "W" else 1))).isoformat()
    months = day.year * 12 + day.month - 1 + min(number, 1200) * (12 if unit == "Y" else 1)
    last = bounds(f"{months // 12:04d}-{months % 12 + 1:02d}")[1]
    return min(last, last.replace(day=min(day.day, last.day))).isoformat()


def _is_coming(clause: Clause, timex: Timex) -> bool:
    """Whether a date is ahead: by its own word, else by the verb nearest before it, else by a plan or guess.

    «ستجتمع خلال أسبوعين» and «تجتمع خلال أسبوعين» are; «ما قامت به خلال شهر» is not.
    """
    if find_phrase(tokenize(timex.text), "coming"):
        return True
    last = bisect_left([t.start for t in clause.tokens], timex.start)
    for token in reversed(clause.tokens[:last]):
        if is_future(token.form) or is_deed(token):
            return True
        if is_perfect(token):
            return False
    return bool(cues(clause)) and find_phrase(clause.tokens, "doubted", "certainty") is None


def _goes_on(clause: Clause) -> bool:
    """A state at publication: an imperfect verb at the head of the clause, or «لا يزال»."""
    head = any(is_imperfect(t.form) for t in clause.tokens[:3])
    return head or find_phrase(clause.tokens, "ongoing", "aspect") is not None


def _last_of(r: Reading, rest: list[Clause]) -> dt.date | None:
    """«… منذ مطلع العام، كان آخرها … الجمعة»: the day of the last one, from the rest of the sentence."""
    for clause in rest:
        if find_phrase(clause.tokens, "last"):
            days = (r.timexes[i].latest for i in clause.timexes)
            return next((d for d in days if d and d <= r.dct), None)
    return None


def _since_phrase(r: Reading, clauses: list[Clause], k: int) -> Iterator[Event]:
    """«ومنذ الزيارة … في أغسطس 2020، حصلت …»: what follows lasts from the dated event to publication."""
    clause = clauses[k]
    if k + 1 >= len(clauses) or not _is(clause.tokens[0], "منذ") or not triggers(clause):
        return
    dates = [range_of(r.timexes[i], r.dct) for i in clause.timexes]
    dates = [d for d in dates if d and d.low and d.low <= r.dct]
    if not dates or (clause.timexes and r.timexes[clause.timexes[0]].start <= clause.tokens[1].start):
        return
    target = clauses[k + 1]
    trigger = (triggers(target) or [_whole(target)])[0]
    date = _interval(dates[0].start, r.dct.isoformat())
    event = Event(trigger, target, date, "inferred", ["since-event"], "event", list(clause.timexes[:1]))
    event.actors = _actors_of(r, target)
    yield _judge(r, event)


def _aspect(trigger: Trigger, date: DateRange, dct: dt.date) -> tuple[DateRange, str]:
    """The beginning of something that lasts leaves its end open, its end leaves the beginning open."""
    lasting = trigger.name in load("events")["lasting"]["classes"]
    near = date.low is not None and abs(date.low - dct) <= _CURRENT
    if not (lasting and near and date.precision == "day"):
        return date, "dated-clause"
    if trigger.aspect == "begin":
        return DateRange(date.start, None, f"{date.start}/..", date.precision), "beginning"
    if trigger.aspect == "end":
        return DateRange(None, date.end, f"/{date.end}", date.precision), "end"
    return date, "dated-clause"


def _actors_of(r: Reading, clause: Clause) -> tuple[Mention, ...]:
    inside = r.actors_in(clause.start, clause.end)
    return (*r.subject_before(clause), *inside) if clause.opener in r.relatives else inside


# ── certainty and voice ───
def _judge(r: Reading, event: Event) -> Event:
    """Fill in who asserts an event and how certain it is."""
    quote = attribution_at(r.quotes, event.trigger.start)
    direct = quote is not None and quote.kind == "direct"
    if direct and event.dated and not quote.start <= event.dated[0] < quote.end:
        quote = None  # the event is in the quotation, its date in the reporter's own words
    if quote is not None:
        event.quote, event.attribution = quote, quote.kind
        event.asserted_by = quote.actor or quote.speaker
        if quote.speaker is None and quote.attribution == "passive":
            event.attribution = "passive"
    where = event.dated[0] if event.dated else None
    event.void = is_negated(event.clause, event.trigger, where)
    known = is_presupposed(event.clause, event.trigger, where)
    if not event.void and known and negated_parts(event.clause):
        event.subject = event.trigger.start  # the label begins after what did not happen
    event.denial = _denial(r, event)
    event.certainty, event.cue = _certainty(r, event)
    if event.certainty == "claimed" and event.asserted_by is None and event.attribution == "narrator":
        event.asserted_by, event.attribution = _claimant(r, event)
    event.date = _clipped(r, event)
    event.actors = tuple(m for m in event.actors if not _only_quoted(r, event, m))
    return event


def _only_quoted(r: Reading, event: Event, mention: Mention) -> bool:
    """Whether an actor is named in somebody's words and the event is not: it has no part in the event."""
    spans = [(q.start, q.end) for q in r.quotes_of(event.sentence) if q.kind == "direct"]
    at = event.trigger.start
    return any(a <= mention.start < b and not a <= at < b for a, b in spans)


def _clipped(r: Reading, event: Event) -> DateRange:
    """What happened in a month that is not over happened by publication."""
    date, dct = event.date, r.dct
    reaches = date.low is not None and date.high is not None and date.low < dct < date.high
    told = [r.timexes[i] for i in event.timexes]
    begun = all(t.earliest is None or t.earliest <= dct for t in told)
    named = date.precision == "year" and not any(t.anchor for t in told)  # «انتخابات 2025» names the year
    if event.certainty != "realised" or not (reaches and begun) or named or date.precision == "vague":
        return date
    start, end = date.low.isoformat(), dct.isoformat()
    edtf = f"{date.start}/{end}" if date.start == date.end else _interval(start, end).edtf
    return DateRange(start, end, edtf, date.precision)


_CLAIMANT = 4  # words of a speaker before the verb


def _claimant(r: Reading, event: Event) -> tuple[str | None, str]:
    """«غير أن دبلوماسيا غربيا رجّح تأجيلها»: who stands between «أن» and the verb that claims."""
    tokens = event.clause.tokens
    at = next((c.start for c in cues(event.clause) if c.kind == "claimed"), None)
    index = next((i for i, t in enumerate(tokens) if t.start == at), 0)
    for first in range(index - 1, max(-1, index - _CLAIMANT - 2), -1):
        if is_complementizer(tokens, first):
            break
    else:
        return None, event.attribution
    if not 0 < index - first - 1 <= _CLAIMANT or tokens[index].form.startswith("ال"):
        return None, event.attribution
    return r.article.text[tokens[first + 1].start : tokens[index - 1].end], "indirect"


def _denial(r: Reading, event: Event) -> tuple[int, int] | None:
    """«نفت إيران شن هجوم»: the word that denies the event; what a relative clause adds is not denied."""
    trigger, clause, quote = event.trigger, event.clause, event.quote
    where = event.dated[0] if event.dated else None
    if clause.opener in r.relatives or is_presupposed(clause, trigger, where):
        return None
    if found := denial_before(clause, trigger.start):
        return found.start, found.end
    if quote is None or quote.verb_start is None or not quote.start <= trigger.start < quote.end:
        return None
    main = next((c for c in r.clauses_of(clause.sentence) if c.start <= quote.verb_start < c.end), None)
    found = denial_before(main, quote.verb_end + 1) if main is not None and main is not clause else None
    return (found.start, found.end) if found and found.start == quote.verb_start else None


def _certainty(r: Reading, event: Event) -> tuple[str, str | None]:
    text, date = r.article.text, event.date
    if event.denial:
        return "claimed", text[slice(*event.denial)]
    first = {c.kind: text[c.start : c.end] for c in reversed(cues(event.clause))}
    if condition := own_condition(event.clause) or (
        None if _is_past(date, r.dct, first) else condition_of(r.clauses_of(event.sentence), event.clause)
    ):
        return "conditional", text[slice(*condition)]
    if _is_past(date, r.dct, first):
        doubt = find_phrase(event.clause.tokens, "doubted", "certainty")
        word = event.clause.tokens[doubt[0]] if doubt else None
        if word is None and event.dated:
            fixed = scheduled_for(event.clause, event.dated[0])
            if fixed:
                return "planned", text[fixed.start : fixed.end]
        return ("claimed", text[word.start : word.end]) if word else ("realised", None)
    if _has_begun(date, r.dct) and not first:
        return "realised", None
    for kind in ("conditional", "planned", "claimed"):
        if kind in first:
            return kind, first[kind]
    said = event.quote is not None
    if "future" in first:
        guess = any(is_predicted(t.form) for t in event.clause.tokens)
        return ("claimed" if said and (guess or _onlooker(event)) else "planned"), first["future"]
    if _is_ahead(date, r.dct):
        return ("claimed" if said and _onlooker(event) else "planned"), None
    return "realised", None


def _is_past(date: DateRange, dct: dt.date, cued: dict[str, str]) -> bool:
    """Over by publication; on that day itself only where no word says that it is still to come."""
    if date.high is None:
        return False
    return date.high < dct or (date.high == dct and not {"future", "conditional"} & cued.keys())


def _has_begun(date: DateRange, dct: dt.date) -> bool:
    """A dated beginning with an open end."""
    return date.low is not None and date.low <= dct and date.high is None and date.precision != "vague"


def _is_ahead(date: DateRange, dct: dt.date) -> bool:
    """Still to come: a day after publication, a deadline, or «soon»."""
    if date.low is None:
        return date.high is not None and date.high > dct
    if date.low < dct:
        return False
    return date.low > dct or date.high is None or date.high > dct


def _onlooker(event: Event) -> bool:
    quote = event.quote
    return quote.attribution == "passive" if quote.speaker is None else is_onlooker(quote.speaker)


# ── events dated by other events ───
def by_offset(r: Reading) -> Iterator[Event]:
    """«بعد 8 سنوات من الاحتلال», «بعد يوم من اختتام …»: that much before the date of its sentence."""
    for clauses, k in r.all_clauses():
        clause = clauses[k]
        for i in clause.timexes:
            timex = r.timexes[i]
            of = bisect_left([t.start for t in clause.tokens], timex.end)
            if timex.type != "DURATION" or not _is(_word_before(clause, timex.start), "بعد"):
                continue
            if of >= len(clause.tokens) or not _is(clause.tokens[of], "من", "علي"):
                continue
            date = _before_anchor(r, clauses, clause, timex)
            trigger = chain_after(clause, timex.end) if date else None
            if date and trigger:
                date, _ = _aspect(trigger, date, r.dct)
                actors = _actors_of(r, clause)
                rules = ["offset-before-event", timex.rule]
                event = Event(trigger, clause, date, "inferred", rules, "event", [i], actors=actors)
                event.dated = (timex.start, clause.end)
                yield _judge(r, event)


def _before_anchor(r: Reading, clauses: list[Clause], clause: Clause, timex: Timex) -> DateRange | None:
    """A duration before the date of the sentence, or before publication: «يأتي هذا القرار بعد شهر من …»."""
    anchor = _anchor_before(r, clauses, timex)
    if anchor is not None:
        return _shifted(anchor, timex)
    if find_phrase(clause.tokens[:2], "comes") is None or not _free(clauses, r):
        return None
    day = Timex(0, 0, "", "DATE", r.dct.isoformat(), earliest=r.dct, latest=r.dct, precision="day")
    date = _shifted(day, timex)
    if date is None or timex.mod != "MORE_THAN":
        return date
    return DateRange(None, date.end, f"../{date.end}", "vague")


def by_shift(r: Reading) -> Iterator[Event]:
    """«وبعد ذلك بيوم صدر …», «اتفقا، قبلها بثلاثة أيام، على …»: that far from the date before it."""
    for clauses, k in r.all_clauses():
        for i in clauses[k].timexes:
            timex = r.timexes[i]
            sign = _shift_sign(r, clauses[k], timex) if timex.type == "DURATION" else 0
            anchor = _anchor_before(r, clauses, timex) if sign else None
            date = _shifted(anchor, timex, sign) if anchor is not None else None
            if date is not None and date.high <= r.dct:
                yield _shifted_event(r, clauses, k, i, date)


def _shift_sign(r: Reading, clause: Clause, timex: Timex) -> int:
    """1 for «بعد ذلك بيوم», -1 for «قبلها بثلاثة أيام», 0 for another duration."""
    head = r.article.text[max(clause.start, timex.start - 2) : timex.start].rstrip("ـ")
    if not head.endswith("ب"):
        return 0
    index = bisect_left([t.start for t in clause.tokens], timex.start)
    before = clause.tokens[max(0, index - 3) : index]
    signs = (("shift_after", 1), ("shift_before", -1))
    return next((sign for key, sign in signs if find_phrase(before, key)), 0)


def _shifted_event(r: Reading, clauses: list[Clause], k: int, i: int, date: DateRange) -> Event:
    timex, target = r.timexes[i], clauses[k]
    if k and len(target.tokens) <= 4 and not triggers(target):
        target = clauses[k - 1]  # «اتفقا، قبلها بثلاثة أيام، على …»
    trigger = trigger_for(target, timex, skipped(target)) or _whole(target)
    rules = ["offset-from-previous", timex.rule]
    event = Event(trigger, target, date, "inferred", rules, "previous", [i], actors=_actors_of(r, target))
    event.dated = (timex.start, timex.end)
    return _judge(r, event)


def _anchor_before(r: Reading, clauses: list[Clause], timex: Timex) -> Timex | None:
    """The last date of the same sentence before an expression."""
    dated = [r.timexes[i] for c in clauses for i in c.timexes]
    dated = [t for t in dated if t.end <= timex.start and t.earliest and t.latest and t.type != "DURATION"]
    return dated[-1] if dated else None


_UNITS = {"Y": "year", "M": "month", "D": "day"}


def _shifted(anchor: Timex, length: Timex, sign: int = -1) -> DateRange | None:
    """The date that lies a duration before another, or after it, no more precise than either."""
    number, unit = length.value[1:-1], length.value[-1]
    if length.value.startswith("PT") or not number.isdecimal() or unit not in "YMWD":
        return None
    day, n = anchor.earliest, int(number)
    if unit in "DW":
        if anchor.precision != "day":
            return None
        days = min(n, 5000) * (7 if unit == "W" else 1)
        start = (day + sign * dt.timedelta(days=days)).isoformat()
        return DateRange(start, start, start, "day")
    months = day.year * 12 + day.month - 1 + sign * n * (12 if unit == "Y" else 1)
    if not 12 <= months < 9999 * 12:
        return None
    start = f"{months // 12:04d}" if unit == "Y" else f"{months // 12:04d}-{months % 12 + 1:02d}"
    return DateRange(start, start, f"{start}~", _UNITS[unit])


def by_then(r: Reading) -> Iterator[Event]:
    """«… منذ 2014، … استحوذ … آنذاك»: an adverb that takes up the last date of its sentence."""
    for clauses, k in r.all_clauses():
        clause, place = clauses[k], find_phrase(clauses[k].tokens, "then")
        if place is None or place[0] == 0 or clause.timexes:
            continue
        dated = [i for c in clauses[:k] for i in c.timexes if range_of(r.timexes[i], r.dct)]
        if dated:
            date = range_of(r.timexes[dated[-1]], r.dct)
            found = triggers(clause)
            trigger = found[0] if found else _whole(clause)
            event = Event(trigger, clause, date, "inherited", ["then"], "previous", [dated[-1]])
            event.actors = _actors_of(r, clause)
            yield _judge(r, event)


class Known:
    """Events dated so far, for those that are dated by reference to them."""

    def __init__(self, events: list[Event], r: Reading):
        self.r, self.numbered, self.named = r, {}, {}
        for event in events:
            name, number = event.trigger.name, event.trigger.ordinal
            if name and number:
                self.numbered.setdefault((name, number), event)
            if name and event.date.low:
                self.named.setdefault(name, []).append(event)

    def event_at(self, clause: Clause, index: int) -> Event | None:
        """The dated event that the noun chain from a word on refers to, or None."""
        if index >= len(clause.tokens):
            return None
        trigger = chain_after(clause, clause.tokens[index].start)
        if trigger is None or trigger.index > index + 2 or trigger.name is None:
            return None
        if trigger.ordinal:
            return self.numbered.get((trigger.name, trigger.ordinal))
        people = {m.actor for m in self.r.actors_in(trigger.start, clause.end) if m.kind == "person"}
        same = [e for e in self.named.get(trigger.name, ())[:50] if not people or people & e.people]
        return min(same, key=lambda e: abs(e.date.low - self.r.dct), default=None)


def by_reference(r: Reading, known: Known) -> Iterator[Event]:
    """Undated clauses that a dated event dates: its outcome, what came later, what came just before."""
    last: Event | None = None
    for clauses, k in r.all_clauses():
        clause = clauses[k]
        if clause.sentence.role != "body":
            continue
        for rule in (_outcome, _later, _just_before):
            event = rule(r, known, clauses, k, last)
            if event:
                yield _judge(r, event)
                break
        for other in (e for e in known.numbered.values() if e.clause is clause):
            last = other


def _free(clauses: list[Clause], r: Reading) -> bool:
    return not any(range_of(r.timexes[i], r.dct) for c in clauses for i in c.timexes)


def _outcome(r: Reading, known: Known, clauses: list[Clause], k: int, last: Event | None) -> Event | None:
    """«وتمخض عن الجولة الثالثة، إعلان …»: the outcome has the date of what it came from."""
    clause = clauses[k]
    place = find_phrase(clause.tokens[:4], "result_from") or find_phrase(clause.tokens[:4], "result_of")
    if place is None or not _free(clauses, r):
        return None
    source = known.event_at(clause, sum(place))
    if source is None:
        return None
    named = triggers(clause)
    # in the next clause, or in the same one after «عن»: the last noun chain there
    target = clauses[k + 1] if k + 1 < len(clauses) else clause
    found = triggers(target) if target is not clause else named[-1:]
    event = Event(
        found[0] if found else _whole(target),
        target,
        source.date,
        "inherited",
        ["outcome"],
        "event",
        list(source.timexes),
        actors=_actors_of(r, target),
    )
    source.more.append(clause)
    return event


def _later(r: Reading, known: Known, clauses: list[Clause], k: int, last: Event | None) -> Event | None:
    """«ثم أعلن العراق لاحقا، …»: after the event told before, and before publication."""
    clause = clauses[k]
    if last is None or find_phrase(clause.tokens, "later") is None or not _free(clauses, r):
        return None
    start = (last.date.start or last.date.end)[:7]
    date = DateRange(start, r.dct.isoformat(), f"{start}/{r.dct.isoformat()[:7]}", "interval")
    target = clauses[k + 1] if k + 1 < len(clauses) and len(clause.tokens) <= 5 else clause
    found = triggers(target)
    event = Event(found[0] if found else _whole(target), target, date, "inferred", ["later"], "event")
    event.actors = _actors_of(r, clause)
    return event


def _just_before(r: Reading, known: Known, clauses: list[Clause], k: int, last: Event | None) -> Event | None:
    """«توعد … في كلمة له قبيل زيارة الكاظمي»: some two weeks before a dated event, at most."""
    place = find_phrase(clauses[k].tokens, "before")
    if place is None or not _free(clauses, r):
        return None
    source = known.event_at(clauses[k], sum(place))
    if source is None or source.date.low is None or source.date.precision != "day":
        return None
    main = next((c for c in clauses[: k + 1] if triggers(c)), clauses[k])
    end = source.date.low
    start = (end - _NEAR).isoformat()[:7]
    date = DateRange(start, end.isoformat(), f"{start}~/{end.isoformat()}", "vague")
    event = Event(
        triggers(main)[0] if triggers(main) else _whole(main), main, date, "inferred", ["just-before"]
    )
    event.anchor, event.actors = "event", _actors_of(r, main)
    return event


# ── events still to come, without a date ───
def by_plan(r: Reading) -> Iterator[Event]:
    """«من المتوقع أن يصدر بيان ختامي», «يتضمن جدول أعماله لقاءات»: some time from publication on."""
    for clauses, k in r.all_clauses():
        clause = clauses[k]
        if clause.sentence.role != "body" or any(_date_of(r, clauses, k, i) for i in clause.timexes):
            continue
        for key in ("expected", "agenda"):
            place = find_phrase(clause.tokens, key)
            if place and sum(place) < len(clause.tokens):
                token = clause.tokens[sum(place)]
                trigger = chain_after(clause, token.start) or Trigger(token.start, token.end, sum(place))
                if key == "expected":
                    trigger = Trigger(token.start, token.end, sum(place), None, trigger.theme, True)
                event = _open_from_now(r, clause, trigger, key)
                first = clause.tokens[place[0]]
                last = clause.tokens[sum(place) - 1]
                event.certainty, event.cue = "planned", r.article.text[first.start : last.end]
                yield event
                break


def by_forecast(r: Reading, told: list[Event]) -> Iterator[Event]:
    """«الوضع الراهن سيبقى كما هو», said by somebody: the claim that a state goes on.

    A statement that is an event already («توعد بأن …») is not told twice.
    """
    told = {e.trigger.start for e in told}
    for clauses, k in r.all_clauses():
        clause = clauses[k]
        place = find_phrase(clause.tokens, "continues")
        if place is None or not is_future(clause.tokens[place[0]].form) or clause.timexes:
            continue
        token = clause.tokens[place[0]]
        event = _open_from_now(
            r, clause, Trigger(token.start, token.end, place[0], None, None, True), "forecast"
        )
        said = event.quote is not None and event.quote.verb_start not in told
        if said:
            event.certainty, event.cue = "claimed", r.article.text[token.start : token.end]
            yield event


def _open_from_now(r: Reading, clause: Clause, trigger: Trigger, rule: str) -> Event:
    now = r.dct.isoformat()
    event = Event(trigger, clause, DateRange(now, None, f"{now}/..", "vague"), "inferred", [rule], "DCT")
    event.actors = _actors_of(r, clause)
    return _judge(r, event)


def by_statement(r: Reading, events: list[Event]) -> Iterator[Event]:
    """«أكد الوزير الذي وصل قبل أيام أن المحادثات ستفضي …»: said between the speaker's act and publication."""
    acts = {id(c): e for e in events for c in (e.clause, *e.more) if c.opener in r.relatives}
    for clauses in r.clauses:
        for clause in clauses:
            act = acts.get(id(clause))
            quote = next((q for q in r.quotes_of(clause.sentence) if q.verb_start is not None), None)
            if act is None or quote is None or not quote.verb_start < clause.start < quote.start:
                continue
            said = [t for c in clauses for t in c.tokens if quote.start <= t.start < quote.end]
            future = next((t for t in said if is_future(t.form)), None)
            if future is None or act.date.low is None or act.date.low > r.dct:
                continue
            main = next(c for c in clauses if c.start <= quote.verb_start < c.end)
            index = bisect_left([t.start for t in main.tokens], quote.verb_start)
            index = min(index, len(main.tokens) - 1)
            trigger = Trigger(quote.verb_start, quote.verb_end, index, "statement", None, True)
            date = _interval(act.date.start, r.dct.isoformat())
            event = Event(
                trigger, main, date, "inferred", ["statement"], "event", list(act.timexes), "claimed"
            )
            event.cue = r.article.text[future.start : future.end]
            event.quote, event.attribution = quote, quote.kind
            event.asserted_by = quote.actor or quote.speaker
            event.actors = _actors_of(r, main)
            yield event


# ── one row an event ───
def merge(events: list[Event], r: Reading) -> list[Event]:
    """Join mentions of one event: the same numbered event, or the same kind, date and persons.

    The mention with the clearest date in the body of the article stays; the others become further evidence,
    and where they date the event otherwise, variants.
    """
    order = sorted(events, key=_rank)
    kept: list[Event] = []
    in_body: dict[tuple, Event] = {}
    named: dict[str, list[Event]] = {}
    numbered: dict[tuple, Event] = {}
    dated: dict[tuple, list[Event]] = {}
    for event in order:
        name, number = event.trigger.name, event.trigger.ordinal
        twin = numbered.get((name, number)) if number else None
        twin = twin or next(
            (e for e in dated.get((name, event.date.start, event.date.end), ()) if _same(e, event)), None
        )
        if twin is None and event.sentence.role != "body":
            twin = in_body.get((event.date.start, event.date.end))  # furniture repeats what the body tells
        if twin is None and event.date.precision == "vague" and name:
            twin = next((e for e in named.get(name, ()) if _within(event, e)), None)
        if twin is not None:
            join(twin, event)
            continue
        kept.append(event)
        if event.sentence.role == "body":
            in_body.setdefault((event.date.start, event.date.end), event)
        if number and name:
            numbered[name, number] = event
        if name:
            dated.setdefault((name, event.date.start, event.date.end), []).append(event)
            named.setdefault(name, []).append(event)
    return sorted(kept, key=lambda e: e.trigger.start)


_BASIS = ("explicit", "relative", "inherited", "inferred")


def _rank(event: Event) -> tuple:
    furniture = event.sentence.role != "body"
    return (furniture, event.date.precision == "vague", _BASIS.index(event.basis) // 2, event.trigger.start)


def _same(a: Event, b: Event) -> bool:
    """Whether two mentions of the same kind and date share a person, or one names none."""
    if a.sentence is b.sentence and a.trigger.start != b.trigger.start and a.trigger.verb == b.trigger.verb:
        return False
    return not a.people or not b.people or bool(a.people & b.people)


def _within(vague: Event, exact: Event) -> bool:
    low, high = vague.date.low, vague.date.high
    low = low or (high - _RECENT if high else None)  # «recently» reaches back about a month
    day = exact.date.low
    return bool(vague.people & exact.people) and None not in (low, high, day) and low <= day <= high


def join(twin: Event, event: Event) -> None:
    """Make a mention further evidence of an event, and its date, where it differs, a variant."""
    twin.more += [event.clause, *event.more]
    twin.timexes += [i for i in event.timexes if i not in twin.timexes]
    twin.rules += [rule for rule in event.rules if rule not in twin.rules]
    if event.date.precision == "day" == twin.date.precision and event.date != twin.date:
        side = "date_end" if event.date.start is None else "date_start"
        for e in (twin, event):
            day = getattr(e.date, side[5:]) or e.date.end
            variant = {side: day, "sentence_id": e.sentence.id, "span": e.span}
            if variant not in twin.variants:
                twin.variants.append(variant)


def find_events(article: Article, reading: Reading | None = None) -> list[Event]:
    """Every event of an article, one each.

    Parameters
    ----------
    article : Article
        The article.
    reading : Reading, optional
        What the finders say of it, where that is already known.

    Returns
    -------
    list of Event
        In order of time, then of reading.
    """
    r = reading or Reading(article)
    events = merge(_told([*by_date(r), *by_offset(r), *by_shift(r), *by_then(r)]), r)
    events += _told(by_reference(r, Known(events, r)))
    events = merge([*events, *_told([*by_plan(r), *by_forecast(r, events)])], r)
    found = in_time([*events, *by_statement(r, events)])
    for n, event in enumerate(found, 1):
        event.id = f"E{n:02d}"
    return found


def in_time(events: Iterable[Event]) -> list[Event]:
    """Events in order of time, then of reading."""
    return sorted(events, key=_in_time)


def _told(events: Iterable[Event]) -> list[Event]:
    """Those that the text says happened or will, may, or are said to: «لم تعقد الجلسة» is no event."""
    return [event for event in events if not event.void]


def _in_time(event: Event) -> tuple:
    day = event.date.low or event.date.high or dt.date.max
    return day, event.date.high or dt.date.max, event.trigger.start
