"""Labels that rules make: the event's own clause, without the words that only join it to its sentence."""

from __future__ import annotations

import functools
import re

from .arabic import fold
from .articles import Article
from .clauses import Token, is_deed, is_event_word, is_future, is_imperfect, match, perfect_verbs, tokenize
from .events import Event
from .lexicon import load

_LONGEST = 90  # characters; longer clauses are cut at a word
_FEWEST = 3  # words that a label cut before a quotation must keep
_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("‹", "›"))


def clause_label(event: Event, article: Article) -> str:
    """Make an event's label from its clause.

    Parameters
    ----------
    event : Event
        The event.
    article : Article
        Its article.

    Returns
    -------
    str
        The clause with the noun that a relative clause speaks of and the word that denies it, without leading
        conjunctions and unpaired quotation marks, cut at a word.

    Examples
    --------
    >>> import datetime as dt
    >>> from analysis.articles import from_text
    >>> from analysis.events import find_events
    >>> text = "غير أن ملتقى الحوار عقد في تونس الثلاثاء."
    >>> article = from_text(text, dt.date(2021, 7, 26))
    >>> clause_label(find_events(article)[0], article)
    'ملتقى الحوار عقد في تونس الثلاثاء'
    """
    whole = article.text
    start, end = event.clause.start, event.clause.end
    if event.subject is not None:
        start = event.subject
    start = _first_word(whole, start, end, event.trigger.start)
    text = _joined(whole, start, end, event.subject is not None)
    if len(text) > _LONGEST and event.trigger.start - start > _LONGEST // 2:
        start = event.trigger.start  # begin at the event word, not before the cut
        text = _joined(whole, start, end, False)
    if event.denial and event.denial[0] < start:
        text = f"{bare_word(whole[slice(*event.denial)])}: {text}"
    text = _paired(text, whole[event.trigger.start : event.trigger.end])
    return text if len(text) <= _LONGEST else _paired(text[:_LONGEST].rsplit(" ", 1)[0], "") + " …"


def _joined(text: str, start: int, end: int, noun: bool) -> str:
    words = text[start:end].split()
    if words:
        words[0] = bare_word(words[0], noun)
    return " ".join(words)


def _first_word(text: str, start: int, end: int, trigger: int) -> int:
    """Offset after the conjunctions at the head of a clause, never past the event word."""
    tokens = tokenize(text[start:end])
    i = 0
    while i < len(tokens) and start + tokens[i].start < trigger:
        n = (
            match(tokens, i, "label", "joins")
            or _reported(tokens, i)
            or _circumstance(tokens, i, trigger - start)
        )
        if not n and tokens[i].form in ("وقد", "فقد") and i + 1 < len(tokens):
            n = int(not is_imperfect(tokens[i + 1].form))
        if not n or i + n >= len(tokens) or start + tokens[i + n].start > trigger:
            break
        i += n
    return start + tokens[i].start if i < len(tokens) else start


def _circumstance(tokens: list[Token], i: int, trigger: int) -> int:
    """«في بيان نشر الأحد»: a preposition directly before the event word."""
    direct = i + 1 < len(tokens) and tokens[i + 1].start == trigger
    return int(direct and bool(match(tokens, i, "label", "circumstance")))


def _reported(tokens: list[Token], i: int) -> int:
    """«مضيفا أن», «مشيرا إلى أن»: words from a participle to its complementizer, or 0."""
    if not match(tokens, i, "label", "participles"):
        return 0
    last = min(i + 4, len(tokens))
    found = (j for j in range(i + 1, last) if match(tokens, j, "clause", "complementizers"))
    return next((j - i + 1 for j in found), 0)


def bare_word(word: str, noun: bool = False) -> str:
    """A first word without the conjunction written onto it, where what is left is known to be a word.

    Parameters
    ----------
    word : str
        As written.
    noun : bool
        Whether the preposition before the article goes too: «للثورة» is «الثورة».

    Examples
    --------
    >>> [bare_word(word) for word in ("وأعلنت", "والثلاثاء", "وقعت", "واشنطن", "فإن")]
    ['أعلنت', 'الثلاثاء', 'وقعت', 'واشنطن', 'إن']
    >>> bare_word("للثورة", noun=True)
    'الثورة'
    """
    forms = [token.form for token in tokenize(word)]
    if len(forms) != 1:
        return word
    if noun:
        word = _without_preposition(word)
    if word[0] == "و" and not _is_listed(fold(word)) and _is_word(fold(word[1:])):
        return word[1:]
    return word[1:] if fold(word) in _with_fa() else word


def _without_preposition(word: str) -> str:
    if word.startswith("لل") and len(word) > 4:
        return "ال" + word[2:]
    return word[1:] if word.startswith(("بال", "كال")) and len(word) > 5 else word


@functools.cache
def _with_fa() -> frozenset[str]:
    return frozenset(fold(word) for word in load("events")["label"]["with_fa"])


@functools.cache
def _known() -> frozenset[str]:
    lists = (
        ("clause", "particles"),
        ("clause", "prepositions"),
        ("negation", "denied"),
        ("negation", "undone"),
    )
    return frozenset(fold(word) for section, key in lists for word in load("events")[section][key])


def _is_word(form: str) -> bool:
    """Whether a form is a word: by the lists, the article or a verb's form."""
    if len(form) < 2:
        return False
    verb = is_future(form) or is_deed(Token(0, 0, form)) or (form[0] == "ي" and is_imperfect(form))
    return verb or _is_listed(form) or (form.startswith("ال") and len(form) > 4)


def _is_listed(form: str) -> bool:
    return form in _known() or form in perfect_verbs() or is_event_word(form)


_STRAIGHT = re.compile('"')


def _paired(text: str, trigger: str) -> str:
    """Without a quotation mark or bracket whose other half was cut off.

    Where the cut falls inside a quotation, the label ends before it, if the event word and enough words stay.
    """
    for opening, closing in _PAIRS:
        if text.count(opening) > text.count(closing):
            text = _before(text, text.rindex(opening), trigger)
        elif text.count(closing) > text.count(opening):
            at = text.index(closing)
            text = text[:at] + text[at + 1 :]
    if len(_STRAIGHT.findall(text)) % 2:
        text = _before(text, text.rindex('"'), trigger)
    return " ".join(text.split())


def _before(text: str, at: int, trigger: str) -> str:
    head = text[:at].rstrip()
    if len(head.split()) >= _FEWEST and trigger in head:
        return head
    return text[:at] + text[at + 1 :]
