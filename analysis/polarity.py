"""What a clause says did not happen, will not, is denied, was only planned or depends on something else.

References
----------
Negation and exception: K. Ryding, *A Reference Grammar of Modern Standard Arabic* (2005), ch. 37. What stands
in an adverbial after a negated verb is presupposed: E. Moutaouakil, *Pragmatic Functions in a Functional
Grammar of Arabic* (1989).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from .clauses import (
    Clause,
    Token,
    Trigger,
    is_event_verb,
    is_event_word,
    is_future,
    is_imperfect,
    is_perfect,
    match,
)

_NOMINAL_REACH = 6  # words that «عدم» and «دون» reach
_REACH = 8  # clauses between a condition and its answer
_HEAD = 5  # words from the head of a noun phrase to its last event word


def negated_parts(clause: Clause) -> list[tuple[int, int]]:
    """Stretches of a clause that a particle denies, as token indices, end exclusive.

    Parameters
    ----------
    clause : Clause
        The clause.

    Returns
    -------
    list of tuple of int
        From the word after the particle to the end of what it denies; «لا يزال», «لم تقتصر», «لم … إلا» and
        «ليس فقط» deny nothing.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> from analysis.clauses import split_clauses, tokenize
    >>> def part(text):
    ...     sentence = from_text(text, dt.date(2021, 7, 26)).sentences[0]
    ...     return negated_parts(split_clauses(text, sentence, tokenize(text))[0])
    >>> part("لم يوقع الطرفان الاتفاق"), part("لم يصل إلا أمس"), part("لا يزال يتفاوض")
    ([(1, 4)], [], [])
    """
    tokens, out = clause.tokens, []
    for i in range(len(tokens)):
        if out and i < out[-1][1]:
            continue
        if phrase := match(tokens, i, "negation", "unplanned"):
            out.append((i + phrase, len(tokens)))
        elif _is_particle(tokens, i):
            end = _verbal_end(tokens, i + 1)
            if end > i + 1:
                out.append((i + 1, end))
        elif i + 1 < len(tokens) and (_is_nominal(tokens, i) or match(tokens, i, "negation", "without")):
            out.append((i + 1, _nominal_end(tokens, i + 1)))
    return out


def _is_nominal(tokens: list[Token], i: int) -> bool:
    """«عدم», and «لا» before an event noun without article: «لا انتخابات في ديسمبر»."""
    if match(tokens, i, "negation", "nominal"):
        return True
    noun = tokens[i + 1].form if match(tokens, i, "negation", "absolute") else ""
    return is_event_word(noun) and not noun.startswith("ال") and not is_imperfect(noun)


def _nominal_end(tokens: list[Token], start: int) -> int:
    """Where the reach of «عدم» ends: at the next verb («بطائرة دون طيار استهدف …»)."""
    last = min(start + _NOMINAL_REACH, len(tokens))
    first = start + 2 if _is_word(tokens, start, "ان") else start
    verbs = (i for i in range(first, last) if is_perfect(tokens[i]) or is_event_verb(tokens, i))
    return next(verbs, last)


def _is_particle(tokens: list[Token], i: int) -> bool:
    if i + 1 == len(tokens) or match(tokens, i + 1, "negation", "affirmed"):
        return False
    if match(tokens, i, "negation", "verbal") or _is_subordinate(tokens, i):
        return True
    return bool(match(tokens, i, "negation", "imperfect")) and is_imperfect(tokens[i + 1].form)


def _is_subordinate(tokens: list[Token], i: int) -> bool:
    """«ألا تجرى»: written like «إلا» once hamzas are folded, and before an imperfect verb."""
    return tokens[i].form == "الا" and i + 1 < len(tokens) and is_imperfect(tokens[i + 1].form)


def _verbal_end(tokens: list[Token], start: int) -> int:
    """Where the reach of a particle before a verb ends; `start` itself where it denies nothing."""
    for j in range(start, len(tokens)):
        excepted = match(tokens, j, "negation", "exception") and not _is_subordinate(tokens, j)
        if excepted and not _is_word(tokens, j + 1, "ان"):
            return j if _is_adverb(tokens, j + 1) else start
        if match(tokens, j, "negation", "only"):
            return start
        if match(tokens, j, "negation", "but"):
            return j
        if tokens[j].form == "حتي" and _is_verb_after(tokens, j + 1):
            return j  # «لم يكد يصل حتى اندلعت …»
    return len(tokens)


def _is_adverb(tokens: list[Token], i: int) -> bool:
    """«إلا في يناير»: an exception of time or place, which leaves what stands before it denied."""
    return i < len(tokens) and bool(match(tokens, i, "clause", "prepositions"))


def _is_word(tokens: list[Token], i: int, form: str) -> bool:
    return i < len(tokens) and tokens[i].form == form


def _is_verb_after(tokens: list[Token], i: int) -> bool:
    """Whether «حتى» is followed by a verb: no date, article, number or preposition."""
    if i >= len(tokens):
        return False
    form = tokens[i].form
    known = " " not in form and not form.startswith(("ال", "لل")) and not form[0].isdecimal()
    return (
        known
        and not match(tokens, i, "clause", "prepositions")
        and not match(tokens, i, "clause", "day_parts")
    )


def is_negated(clause: Clause, trigger: Trigger, date: int | None) -> bool:
    """Whether a clause says that its event did not happen or will not.

    Parameters
    ----------
    clause : Clause
        The clause.
    trigger : Trigger
        The word that names the event.
    date : int or None
        Offset of the date that it takes; «الانتخابات لن تجرى في ديسمبر» denies the date, not the noun before.

    Returns
    -------
    bool
    """
    parts = negated_parts(clause)
    if not parts or is_presupposed(clause, trigger, date):
        return False
    tokens = clause.tokens
    for first, end in parts:
        reach = tokens[end].start if end < len(tokens) else float("inf")
        excepted = end < len(tokens) and match(tokens, end, "negation", "exception")
        if first <= trigger.index < end and not (excepted and (date is None or date >= reach)):
            return True
        noun = _is_nominal(tokens, first - 1) or match(tokens, first - 1, "negation", "without")
        if date is not None and not noun and tokens[first].start <= date < reach:
            return True
    return False


def is_presupposed(clause: Clause, trigger: Trigger, date: int | None) -> bool:
    """Whether an event word is taken as known after a denied verb: «لم يسقط قتلى في القصف».

    A definite noun after a preposition of circumstance; a noun is definite by its article, or by the date
    that follows it («في اشتباكات الأربعاء»). It may be the head of the event word: «في الجولة المقبلة من
    المفاوضات».
    """
    tokens = clause.tokens
    heads = range(trigger.index, max(1, trigger.index - _HEAD), -1)
    i = next((i for i in heads if match(tokens, i - 1, "negation", "circumstance")), None)
    if trigger.verb or i is None:
        return False
    if any(match(tokens, j, "negation", "into") for j in range(max(0, i - 6), i - 1)):
        return False
    form = tokens[i].form
    dated = i + 1 < len(tokens) and date is not None and tokens[i + 1].start <= date < tokens[i + 1].end
    named = i == trigger.index or any(is_event_word(f) for f in tokens[i].bare)
    return named and (form.startswith(("ال", "لل")) or (dated and not form.endswith("ا")))


def denial_before(clause: Clause, offset: int) -> Token | None:
    """The word by which somebody denies what stands at an offset of a clause, or None.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> from analysis.clauses import split_clauses, tokenize
    >>> text = "نفت الوزارة شن هجوم"
    >>> clause = split_clauses(text, from_text(text, dt.date(2021, 7, 26)).sentences[0], tokenize(text))[0]
    >>> denial_before(clause, text.index("هجوم")).form
    'نفت'
    """
    for i, token in enumerate(clause.tokens):
        if token.end > offset:
            return None
        if is_denial(clause.tokens, i):
            return token
    return None


def is_denial(tokens: list[Token], i: int) -> bool:
    """Whether the word at an index denies: «نفى», not «لم ينف» and not «نفي إلى»."""
    if not match(tokens, i, "negation", "denied"):
        return False
    return not (i and match(tokens, i - 1, "negation", "verbal"))


def is_undone(clause: Clause, i: int) -> bool:
    """Whether the word at an index says that something was called off, put off or failed."""
    tokens = clause.tokens
    if not match(tokens, i, "negation", "undone"):
        return False
    after = i > 0 and tokens[i - 1].form in ("من", "لاجل")
    return not after and not _is_word(tokens, i + 1, "علي")


def skipped(clause: Clause) -> frozenset[int]:
    """Places of the words after «دون»: «غادر الوفد دون توقيع الاتفاق» is not of an agreement."""
    parts, tokens = negated_parts(clause), clause.tokens
    without = (part for part in parts if match(tokens, part[0] - 1, "negation", "without"))
    return frozenset(i for part in without for i in range(*part))


_GOVERNS = 5  # words between «فشل» and what failed


def undoing(clause: Clause, trigger: Trigger, date: int) -> Trigger | None:
    """The word that undoes an event: «إلغاء زيارته», «فشل البرلمان في عقد جلسة», «تأجيلها إلى …»; or None.

    The undoing is what happened, so it is no event of the noun's class; the theme stays.

    Parameters
    ----------
    clause : Clause
        The clause.
    trigger : Trigger
        The word found to name the event.
    date : int
        Offset of its date.
    """
    tokens = clause.tokens
    named = () if trigger.verb else range(trigger.index - 1, max(-1, trigger.index - _GOVERNS - 1), -1)
    for i in (*_between(tokens, trigger, date), *named):
        if match(tokens, i, "clause", "complementizers"):
            return None
        if is_undone(clause, i):
            return Trigger(tokens[i].start, tokens[i].end, i, None, trigger.theme, True)
    return None


def _between(tokens: list[Token], trigger: Trigger, date: int) -> range:
    """Places before a date and after the event word, last first, where that word says nothing of its own."""
    last = next((i for i, t in enumerate(tokens) if t.start >= date), len(tokens))
    return range(last - 1, trigger.index, -1) if trigger.verb else range(0)


def scheduled_for(clause: Clause, date: int) -> Token | None:
    """The word that says only that a day was fixed: «كان مقررا الاثنين», «كانت ستعقد في مايو»; None without.

    A verb that says that it was held makes the day true: «عقدت الجلسة المقررة الأربعاء». What was agreed on
    is a plan for its day: «اتفق على إجراء الانتخابات في 24 ديسمبر».
    """
    tokens = clause.tokens
    undone = any(is_undone(clause, i) for i in range(len(tokens)))
    for i, token in enumerate(tokens):
        if token.start >= date:
            return None
        if match(tokens, i, "certainty", "held") and not undone:
            return None
        if match(tokens, i, "certainty", "agreed") and _fixes(tokens[i + 1 : i + 1 + _HEAD], date):
            return token
        if match(tokens, i, "certainty", "scheduled"):
            return None if _looks_back(tokens[i + 1 :], date) else token
        if is_future(token.form) and any(
            match(tokens, j, "negation", "had") for j in range(max(0, i - 3), i)
        ):
            return token
    return None


def _fixes(tokens: list[Token], date: int) -> bool:
    """Whether a noun of holding stands between a verb of agreement and a date."""
    return any(t.start < date and match(tokens, i, "certainty", "holding") for i, t in enumerate(tokens))


def _looks_back(tokens: list[Token], date: int) -> bool:
    """«المنتظر أن تكون الأضخم منذ انطلاقته في 2003»: the day is of something before."""
    before = (i for i, t in enumerate(tokens) if t.start < date)
    return any(match(tokens, i, "negation", "since") for i in before)


def condition_of(clauses: Sequence[Clause], clause: Clause) -> tuple[int, int] | None:
    """Offsets of the word that makes a clause conditional on another part of its sentence, or None.

    «وإذا فشلت الجولة، فإن البعثة ستدعو …» and «ستدعو البعثة …، إذا فشلت الجولة».
    """
    k = bisect_left(clauses, clause.start, key=lambda c: c.start)
    if k == len(clauses) or clauses[k] is not clause:
        return None
    if k + 1 < len(clauses) and (found := _condition(clauses[k + 1])) and not _answers(clauses, k + 2):
        return found
    for n in range(k - 1, max(-1, k - 1 - _REACH), -1):
        if found := _condition(clauses[n]):
            return found
        if _answer(clauses[n]):
            return None  # an earlier part answers the condition
    return None


def own_condition(clause: Clause) -> tuple[int, int] | None:
    """Offsets of the condition at the head of the clause itself: «لو جرت …», or None."""
    return _condition(clause)


def _condition(clause: Clause) -> tuple[int, int] | None:
    for i in range(min(2, len(clause.tokens))):
        whether = i and match(clause.tokens, i - 1, "certainty", "whether")
        if not whether and (n := match(clause.tokens, i, "certainty", "condition")):
            return clause.tokens[i].start, clause.tokens[i + n - 1].end
    return None


def _answer(clause: Clause) -> bool:
    """Whether a clause says what follows from a condition: «فإن …», «سـ…»."""
    answers = match(clause.tokens, 0, "certainty", "answer")
    return bool(answers) or any(is_future(t.form) for t in clause.tokens)


def _answers(clauses: Sequence[Clause], k: int) -> bool:
    return k < len(clauses) and _answer(clauses[k])
