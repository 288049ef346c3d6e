"""Where an article disagrees with itself: rules that hold on any article, each row with both places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, pairwise

import pandas as pd

from .arabic import fold, number_form
from .articles import Article, Sentence
from .clauses import Clause, find_phrase, is_future, is_imperfect, triggers
from .events import Event, Reading
from .lexicon import load
from .overlay import read_events
from .quantities import Quantity, find_quantities, oversized_parts

COLUMNS = (
    "conflict_id", "kind", "explanation", "explanation_ar", "start_a", "end_a", "text_a", "sentence_a",
    "start_b", "end_b", "text_b", "sentence_b", "more", "event_ids",
)  # fmt: skip
_MARKS = re.compile('[«»"“”„:]')


@dataclass(slots=True)
class Conflict:
    """One disagreement: two spans of the text, further ones, and the events that it concerns."""

    kind: str
    explanation: tuple[str, str]  # English, Arabic
    a: tuple[int, int]
    b: tuple[int, int]
    events: list[Event] = field(default_factory=list)
    more: list[tuple[int, int]] = field(default_factory=list)


def find_conflicts(article: Article) -> pd.DataFrame:
    """Find where an article contradicts itself or leaves open what it means.

    Parameters
    ----------
    article : Article
        The article.

    Returns
    -------
    pandas.DataFrame
        One row a disagreement: ``conflict_id``, ``kind``, a plain ``explanation`` in English and in Arabic
        (``explanation_ar``), both places (``start_a``, ``end_a``, ``text_a``, ``sentence_a`` and the same
        with ``_b``; offsets into the unedited text in code points), ``more`` (further places) and
        ``event_ids`` of `build_timeline`. Kinds: ``dates-differ``, ``weekday``, ``part-exceeds-whole``,
        ``total-differs``, ``scope``, ``count-window``, ``purpose``, ``last-but-pending``, ``same-deadline``,
        ``same-month``, ``furniture-as-fact``.

    Examples
    --------
    >>> from analysis import read_article
    >>> rows = find_conflicts(read_article("seeds/2021-07-26-alarab-kadhimi-washington"))
    >>> rows.loc[rows.kind == "dates-differ", "explanation"].item()
    'One event, two dates: 2021-07-23 (S08) and 2021-07-25 (S05).'
    """
    reading, events = read_events(article)
    return conflict_table(article, conflicts_of(reading, events), events)


def conflict_table(article: Article, found: list[Conflict], events: list[Event]) -> pd.DataFrame:
    """Turn conflicts into the table; events have the ids of the event table."""
    names = {id(event): event.id for event in events}
    rows = []
    for n, c in enumerate(found, 1):
        row = {"conflict_id": f"C{n:02d}", "kind": c.kind, "explanation": c.explanation[0]}
        row["explanation_ar"] = c.explanation[1]
        for side, (start, end) in (("a", c.a), ("b", c.b)):
            sentence = article.sentence_at(start)
            row |= {f"start_{side}": start, f"end_{side}": end, f"text_{side}": article.text[start:end]}
            row[f"sentence_{side}"] = sentence.id if sentence else None
        row["more"] = "; ".join(f"{start}-{end}" for start, end in c.more)
        row["event_ids"] = "; ".join(sorted(names[id(e)] for e in c.events if id(e) in names))
        rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)


def conflicts_of(r: Reading, events: list[Event]) -> list[Conflict]:
    """Every conflict of an article that has been read, in reading order."""
    quantities = find_quantities(r.article, r.timexes, r.quotes)
    found = [
        *_dates_differ(r, events),
        *_weekdays(r),
        *_numbers(quantities),
        *_count_windows(r, events),
        *_purposes(r, events),
        *_last_but_pending(r, events),
        *_same_deadline(r, events),
        *_same_month(r, events),
        *_furniture(r),
    ]
    return sorted(found, key=lambda c: (c.a[0], c.b[0], c.kind))


# ── dates ───
def _dates_differ(r: Reading, events: list[Event]) -> Iterator[Conflict]:
    for event in events:
        dates = {v.get("date_end") or v.get("date_start"): v for v in event.variants}
        if len(dates) < 2:
            continue
        (day_a, a), (day_b, b) = list(dates.items())[:2]
        says = (
            f"One event, two dates: {day_a} ({a['sentence_id']}) and {day_b} ({b['sentence_id']}).",
            f"حدث واحد بتاريخين: {day_a} ({a['sentence_id']}) و{day_b} ({b['sentence_id']}).",
        )
        yield Conflict("dates-differ", says, a["span"], b["span"], [event])


def _weekdays(r: Reading) -> Iterator[Conflict]:
    for timex in r.timexes:
        if "weekday-mismatch" in timex.flags:
            span = (timex.start, timex.end)
            says = (
                f"Weekday and date of «{timex.text}» do not agree.",
                f"اليوم والتاريخ في «{timex.text}» لا يتفقان.",
            )
            yield Conflict("weekday", says, span, span)


# ── numbers ───
def _unit(quantity: Quantity) -> str | None:
    for group in load("events")["conflict"]["units"]:
        if quantity.unit in group:
            return group[0]
    return quantity.unit


def _numbers(quantities: list[Quantity]) -> Iterator[Conflict]:
    for whole, parts in oversized_parts(quantities):
        said = "»، «".join(part.text for part in parts)
        says = (
            f"More in the parts, «{said}», than in their whole, «{whole.text}».",
            f"الأجزاء «{said}» أكثر من الكل «{whole.text}».",
        )
        yield Conflict(
            "part-exceeds-whole", says, _span(whole), _span(parts[0]), more=[*map(_span, parts[1:])]
        )
    counts = [q for q in quantities if isinstance(q.value, int) and q.kind in ("count", "money", "measure")]
    yield from _scopes(counts, {q.id: q for q in quantities})
    yield from _totals(counts)


def _scopes(counts: list[Quantity], by_id: dict[str, Quantity]) -> Iterator[Conflict]:
    """The number of a part stands elsewhere for the whole."""
    alone: dict[tuple, list[Quantity]] = {}
    for q in counts:
        if not q.part_of:
            alone.setdefault((q.value, _unit(q)), []).append(q)
    for part in counts:
        whole = by_id.get(part.part_of) if part.part_of else None
        if whole is None:
            continue
        same = alone.get((part.value, _unit(part))) or alone.get((part.value, _unit(whole))) or []
        other = next((q for q in same if q is not whole and q.sentence_id != part.sentence_id), None)
        if other:
            says = (
                f"A part of «{whole.text}», «{part.text}», is the whole number in another place.",
                f"«{part.text}» جزء من «{whole.text}» هنا، وهو العدد كله في موضع آخر.",
            )
            yield Conflict("scope", says, (whole.start, part.end), _span(other))


def _totals(counts: list[Quantity]) -> Iterator[Conflict]:
    groups: dict[tuple, list[Quantity]] = {}
    for q in counts:
        if q.of_what and not q.part_of and not q.approx:
            groups.setdefault((_unit(q), " ".join(q.of_what.split()), q.as_of, q.scope), []).append(q)
    for same in groups.values():
        first = same[0]
        other = next((q for q in same if q.value != first.value and q.sentence_id != first.sentence_id), None)
        if other:
            says = (
                f"Two totals of the same thing: «{first.text}» and «{other.text}».",
                f"مجموعان لشيء واحد: «{first.text}» و«{other.text}».",
            )
            yield Conflict("total-differs", says, _span(first), _span(other))


def _span(q: Quantity) -> tuple[int, int]:
    return q.start, q.end


def _count_windows(r: Reading, events: list[Event]) -> Iterator[Conflict]:
    """«منذ أغسطس … وقد بلغ عددها خمسين منذ مطلع العام»: a pronoun counts what was told of another span."""
    spans = [e for e in events if e.date.precision == "interval" and e.date.start]
    for earlier, later in pairwise(sorted(spans, key=lambda e: e.sentence.start)):
        near = earlier.sentence.paragraph == later.sentence.paragraph and earlier.sentence != later.sentence
        counted = find_phrase(later.clause.tokens, "counted", "conflict")
        if near and counted and earlier.date.start != later.date.start:
            says = (
                f"A count since {later.date.start} of things told since {earlier.date.start}:"
                " what is counted, and from when, is open.",
                f"عدد منذ {later.date.start} لما روي منذ {earlier.date.start}: ما المعدود، ومنذ متى؟",
            )
            a = earlier.sentence.start, earlier.clause.end
            yield Conflict("count-window", says, a, (later.clause.start, later.clause.end), [earlier, later])


# ── events ───
def _purposes(r: Reading, events: list[Event]) -> Iterator[Conflict]:
    """One arrival, two purposes: «للمشاركة في جولة الحوار» and «للتحضير للزيارة»."""
    for event in events:
        told = [(c, p) for c in (event.clause, *event.more) if (p := _purpose(r, c))]
        for (clause, purpose), (other, second) in combinations(told, 2):
            if purpose != second and clause.sentence is not other.sentence:
                says = (
                    f"One event, two purposes: «{purpose}» and «{second}».",
                    f"حدث واحد بغرضين: «{purpose}» و«{second}».",
                )
                a, b = (clause.start, clause.end), (other.start, other.end)
                yield Conflict("purpose", says, a, b, [event])
                break


def _purpose(r: Reading, clause: Clause) -> str | None:
    for i, token in enumerate(clause.tokens):
        if token.form.startswith("ل") and i and find_phrase([token], "purposes", "conflict"):
            return r.article.text[token.start : token.end]
    return None


def _last_but_pending(r: Reading, events: list[Event]) -> Iterator[Conflict]:
    """«الرابعة والأخيرة» ended, yet its outcome is still to come."""
    for event in events:
        clause = event.clause
        over = event.date.start is None and event.trigger.aspect == "end"
        if not over or not find_phrase(clause.tokens, "final", "conflict"):
            continue
        pending = [e for e in events if e is not event and _pending(r, event, e)]
        if pending:
            says = (
                "Called the last and said to have ended, while more of it is still expected.",
                "وُصف بالأخير وقيل إنه انتهى، وما زال يُنتظر منه شيء.",
            )
            b, *rest = map(_told, _in_text(pending))
            yield Conflict("last-but-pending", says, (clause.start, clause.end), b, [event, *pending], rest)


def _pending(r: Reading, over: Event, other: Event) -> bool:
    """Whether a planned or claimed event belongs to a numbered event or to its theme."""
    if other.certainty not in ("planned", "claimed") or other.date.high not in (None, r.dct):
        return False
    names = {(t.name, t.ordinal) for t in triggers(other.clause)}
    same = (over.trigger.name, over.trigger.ordinal) in names and over.trigger.ordinal is not None
    said = other.quote and other.trigger.name == "statement"
    return same or bool(said and other.quote.start and _talks_in(r, other))


def _talks_in(r: Reading, event: Event) -> bool:
    inside = [c for c in r.clauses_of(event.sentence) if c.end > event.quote.start]
    return any(t.name in ("talks", "round") for c in inside for t in triggers(c) if not _past(c))


def _past(clause: Clause) -> bool:
    return not any(is_future(t.form) or is_imperfect(t.form) for t in clause.tokens)


def _same_deadline(r: Reading, events: list[Event]) -> Iterator[Conflict]:
    """Different things, said by different people, for the same last day."""
    open_ones = [e for e in events if e.certainty in ("conditional", "claimed", "planned")]
    groups: dict = {}
    for event in open_ones:
        if event.date.high and event.date.high > r.dct and event.quote:
            groups.setdefault(event.date.high, []).append(event)
    forecasts = [e for e in open_ones if "forecast" in e.rules]
    for day, same in sorted(groups.items()):
        voices = {e.asserted_by for e in same}
        if len(same) < 2 or len(voices) < 2:
            continue
        says = _many_claims(day.isoformat(), len(same), len(voices), len(forecasts))
        a, b, *rest = map(_told_with_date, _in_text([*same, *forecasts]))
        yield Conflict("same-deadline", says, a, b, [*same, *forecasts], rest)


def _many_claims(day: str, claims: int, voices: int, forecasts: int) -> tuple[str, str]:
    plural = "s" if forecasts > 1 else ""
    undated = f", and {forecasts} forecast{plural} without a day" if forecasts else ""
    undated_ar = f"، مع {_counted_ar('forecast', forecasts)} بلا يوم" if forecasts else ""
    return (
        f"{claims} claims for {day}, by {voices} sources{undated}: different content.",
        f"عدد الأقوال عن {day}: {claims}، من {_counted_ar('source', voices)}{undated_ar}، ومضمونها مختلف.",
    )


def _counted_ar(noun: str, n: int) -> str:
    return load("events")["conflict_counted"][noun][number_form(n)].format(n=n)


def _told(event: Event) -> tuple[int, int]:
    """The words said, for a statement or forecast; the event's clause for any other."""
    quote = event.quote
    if quote and {"statement", "forecast"} & set(event.rules):
        return quote.start, quote.end
    return event.clause.start, event.clause.end


def _told_with_date(event: Event) -> tuple[int, int]:
    """The same, up to the deadline itself where it stands after its clause: «…، بحلول نهاية العام»."""
    start, end = _told(event)
    return min(start, event.span[0]), max(end, event.span[1])


def _in_text(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda e: e.clause.start)


def _same_month(r: Reading, events: list[Event]) -> Iterator[Conflict]:
    """Two kinds of event in one month: the text does not say whether it is one occasion."""
    months: dict[str, list[Event]] = {}
    for event in events:
        own = event.basis in ("explicit", "relative") and event.trigger.name
        if own and event.date.precision == "month" and event.certainty == "realised":
            months.setdefault(event.date.start, []).append(event)
    for month, same in months.items():
        for a, b in pairwise(same):
            if a.trigger.name != b.trigger.name and a.sentence is not b.sentence:
                says = (
                    f"Two events in {month}; the article does not say whether they belong together.",
                    f"حدثان في {month}، ولا يقول المقال إن كانا مناسبة واحدة.",
                )
                spans = (a.clause.start, a.clause.end), (b.clause.start, b.clause.end)
                yield Conflict("same-month", says, *spans, [a, b])


# ── furniture ───
def _furniture(r: Reading) -> Iterator[Conflict]:
    """A headline, subhead or caption that states as fact what the body puts in somebody's mouth."""
    direct = [q for q in r.quotes if q.kind == "direct" and q.speaker]
    index: dict[str, list[int]] = {}
    for n, quote in enumerate(direct):
        for stem in _stems(r, quote.start, quote.end):
            index.setdefault(stem, []).append(n)
    for sentence in r.article.sentences:
        if sentence.role not in ("headline", "subhead", "caption") or _MARKS.search(sentence.text):
            continue
        shared: dict[int, set[str]] = {}
        for stem in _stems(r, sentence.start, sentence.end):
            for n in index.get(stem, ()):
                shared.setdefault(n, set()).add(stem)
        best = max(shared, key=lambda n: len(shared[n]), default=None)
        if best is not None and len(shared[best]) >= 3:
            yield _as_fact(sentence, direct[best])


def _as_fact(sentence: Sentence, quote) -> Conflict:
    where = {"headline": "العنوان", "subhead": "العنوان الفرعي", "caption": "التعليق"}[sentence.role]
    says = (
        f"The {sentence.role} states as fact what «{quote.speaker}» is quoted with.",
        f"{where} يجعل حقيقةً ما هو قول منسوب إلى «{quote.speaker}».",
    )
    return Conflict("furniture-as-fact", says, (sentence.start, sentence.end), (quote.start, quote.end))


def _stems(r: Reading, start: int, end: int) -> set[str]:
    """Content words without names, article, ending and short ones: enough to see shared words."""
    starts = r.token_starts
    out = set()
    names = [range(m.start, m.end) for m in r.actors_in(start, end)]
    for token in r.tokens[bisect_left(starts, start) : bisect_left(starts, end)]:
        if any(token.start in name for name in names):
            continue
        stem = token.bare[-1].rstrip("اه")
        if len(stem) > 2 and stem not in _function_words():
            out.add(stem)
    return out


@cache
def _function_words() -> frozenset[str]:
    return frozenset(fold(word).rstrip("اه") for word in load("events")["conflict"]["function_words"])
