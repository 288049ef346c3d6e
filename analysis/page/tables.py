"""The list of events, and the tables with every detail, to be read without a script and to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..quantities import Quantity
from ..quotes import Quote
from ..timex import Timex
from ..wording import actor_name
from .facts import Facts, ids_in, places
from .strips import sign, stretch
from .words import (
    LANGS,
    Word,
    both,
    escape,
    in_order,
    in_own_direction,
    put,
    say,
    term,
    theme_names,
    word,
)

Row = Mapping[str, Any]
_BETWEEN = re.compile(r"(?<=[\d~?%])/(?=\d)")  # the ends of an interval
_MOST = 12  # longer lists inside a cell are cut, and the cell says so
_LONGEST = 120  # characters of a place that a conflict quotes
_DETAILED = 250  # with more events, quotations and numbers are left to the text, where they are marked


# ── the list ───
def event_list(facts: Facts, lang: str) -> str:
    """List the events in order of time, under years and months, with the line of publication between them."""
    if not facts.rows:
        return put("p", word("none", lang))
    ahead = [row for row in facts.rows if facts.is_ahead(row)]
    before = [row for row in facts.rows if not facts.is_ahead(row)]
    day = facts.article.published.isoformat()
    date = both({name: facts.dates.weekday(day, name) for name in LANGS})
    words = f'{word("published", lang)}: <time datetime="{day}">{date}</time>'
    line = f'<p class="line" id="published"><span>{words}</span></p>'
    removed = (
        {name: say("by_hand", name, **facts.removed) for name in LANGS} if any(facts.removed.values()) else {}
    )
    return "\n".join(
        [
            _part("until_published", before, facts, lang),
            line,
            _part("after_published", ahead, facts, lang),
            *([f'<p class="note">{both(removed)}</p>'] if removed else []),
        ]
    )


def _part(key: str, rows: list[dict], facts: Facts, lang: str) -> str:
    if not rows:
        return ""
    out, year, month, opened = [f'<h3 class="part">{word(key, lang)}</h3>'], None, None, False
    for row in rows:
        iso = row["date_start"] or row["date_end"]
        its_year, its_month = iso[:4], iso[:7] if _in_a_month(row) else None
        new_year = its_year != year
        if new_year or its_month != month:
            out.append("</ol>" if opened else "")
            out.append(f'<h4 class="year">{its_year}</h4>' if new_year else "")
            out.append(_month(its_year, its_month, new_year, facts))
            out.append('<ol class="events">')
            year, month, opened = its_year, its_month, True
        out.append(_item(row, facts, lang))
    return "\n".join(part for part in [*out, "</ol>"] if part)


def _in_a_month(row: Row) -> bool:
    iso = row["date_start"] or row["date_end"]
    return row["precision"] not in ("year", "season") and len(iso) > 4


def _month(year: str, month: str | None, new_year: bool, facts: Facts) -> str:
    if month is None:
        within = both({lang: say("within_year", lang, year=year) for lang in LANGS})
        return "" if new_year else f'<h5 class="month">{within}</h5>'
    names = facts.dates.months
    return f'<h5 class="month">{both({lang: names[lang][int(month[5:]) - 1] for lang in names})}</h5>'


def _item(row: Row, facts: Facts, lang: str) -> str:
    name, on = escape(row["event_id"]), escape(" ".join(facts.marks_of(row)))
    event = stretch(row)
    return (
        f'<li><a class="ev th-{escape(row["theme"] or "none")}" href="#{name}" data-s={row["sentence_id"]}'
        f' data-on="{on}">{sign(event.shape, event.look, event.theme)}'
        f"<span class=date>{both(facts.dates.both(row))} <span class=id>{name}</span></span>"
        f"<span class=label>{_label(row)}</span>{_badges(row, lang)}</a></li>"
    )


def _badges(row: Row, lang: str) -> str:
    said = [("", term("certainty", row["certainty"], lang))] if row["certainty"] != "realised" else []
    drawn = row["date_basis"] in ("inferred", "inherited")
    said += [("", term("basis", row["date_basis"], lang))] if drawn else []
    said += [(" clash", word("conflict", lang))] if row["conflict_ids"] else []
    said += [("", word("edited", lang))] if row.get("edited") else []
    badges = "".join(f'<span class="badge{kind}">{text}</span>' for kind, text in said)
    return f"<span class=badges>{badges}</span>" if badges else ""


def _label(row: Row) -> str:
    return both({"ar": row["label_ar"], "en": row["label_en"]})


# ── dates without an event ───
def unused_list(facts: Facts, lang: str) -> str:
    """List the time expressions that date no event, folded, so that no date of the text is lost."""
    if not facts.timexes:
        return ""
    unused, total = facts.unused, len(facts.timexes)
    if not unused:
        return f"<p class=unused>{word('unused_none', lang)}</p>"
    note = both({name: say("unused_note", name, n=len(unused), total=total) for name in LANGS})
    items = "\n".join(_unused(name, timex, facts, lang) for name, timex in unused.items())
    head = f"<summary>{word('unused', lang)} <span class=id>{len(unused)}</span></summary>"
    return f"<details class=unused>{head}<p class=note>{note}</p>\n<ol>{items}</ol></details>"


def _unused(name: str, timex: Timex, facts: Facts, lang: str) -> str:
    sentence = facts.article.sentence_at(timex.start)
    kind = "" if timex.type == "DATE" else f" <small>{term('type', timex.type, lang)}</small>"
    place = f" <small>{escape(sentence.id)}</small>" if sentence else ""
    link = _to(name, _quoted(_shortened(timex.text)))
    return f"<li><span class=id>{name}</span> {link} {_value(timex.value)}{kind}{place}</li>"


# ── all events in detail ───
def event_table(facts: Facts, lang: str) -> str:
    """Set every event with every detail as one table row."""
    rows = "\n".join(_event_row(row, facts, lang) for row in facts.rows)
    return _table("wide", ("event", "date", "when_who", "where_from"), rows, lang)


def _table(name: str, keys: Sequence[str], rows: str, lang: str) -> str:
    heads = "".join(f'<th scope="col">{word(key, lang)}</th>' for key in keys)
    return f'<table class="{name}"><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>'


def _event_row(row: Row, facts: Facts, lang: str) -> str:
    name, theme = escape(row["event_id"]), row["theme"]
    topic = both(theme_names().get(theme, {"ar": theme})) if theme else ""
    head = f"<span class=id>{name}</span> <span class=name>{_label(row)}</span>"
    head += f" <span class=topic>{topic}</span>" if topic else ""
    if row.get("edited"):
        what = [str(term("edited", part, lang)) for part in ids_in(row["edited"])]
        head += f' <span class="badge">{word("edited", lang)}: {" · ".join(what)}</span>'
    cells = (_date_cell, _source_cell, _evidence_cell)
    body = "".join(put("td", _list(cell(row, facts, lang), lang)) for cell in cells)
    return f"<tr id={name}><th scope=row>{head}</th>{body}</tr>"


Pairs = Iterable[tuple[str, Sequence[Word | str]]]


def _list(pairs: Pairs, lang: str) -> str:
    """Set a list of terms; what is unsaid is left out, and what is very long is cut."""
    out = []
    for key, values in pairs:
        said = [value for value in values if value]
        out += [put("dt", word(key, lang))] if said else []
        out += [put("dd", value) for value in said[:_MOST]]
        out += [put("dd", _more(len(said) - _MOST))] if len(said) > _MOST else []
    return put("dl", "".join(out))


def _more(n: int) -> str:
    return both({lang: say("more", lang, n=n) for lang in LANGS})


def _date_cell(row: Row, facts: Facts, lang: str) -> Pairs:
    anchor = term("anchor", row["anchor"], lang)
    return (
        ("date", [f"{both(facts.dates.both(row))} {_value(row['edtf'])}"]),
        ("precision", [term("precision", row["precision"], lang)]),
        ("basis", [_with(term("basis", row["date_basis"], lang), anchor)]),
        ("variants", [_variant(v, facts) for v in row["date_variants"] or ()]),
    )


def _with(main: Word | str, aside: Word | str) -> Word | str:
    """A value with a smaller one beside it."""
    return f"{main} {put('small', aside)}" if aside else main


def _variant(variant: Mapping[str, str], facts: Facts) -> str:
    iso = variant.get("date_end") or variant.get("date_start") or ""
    return f"{both({lang: facts.dates.iso(iso, lang) for lang in LANGS})} {_to(variant.get('sentence_id'))}"


def _source_cell(row: Row, facts: Facts, lang: str) -> Pairs:
    cue = _quoted(row["certainty_cue"]) if row["certainty_cue"] else ""
    actors = (part.rpartition(":") for part in ids_in(row["actors"]))
    return (
        ("certainty", [_with(term("certainty", row["certainty"], lang), cue)]),
        ("asserted_by", [_speaker(row, facts, lang)]),
        ("actors", [_with(_actor(name, facts), term("part", part, lang)) for name, _, part in actors]),
        ("place", [in_own_direction(row["place"]) if row["place"] else ""]),
    )


def _speaker(row: Row, facts: Facts, lang: str) -> Word | str:
    """Who says so, and how; what the reporter tells in his own voice has the reporter."""
    who, how = row["asserted_by"], row["attribution"]
    if not who:
        return word("reporter", lang) if how == "narrator" else term("attribution", how, lang)
    return _with(_actor(who, facts), term("attribution", how, lang) if how != "narrator" else "")


def _actor(name: str, facts: Facts) -> str:
    known = facts.names.get(name)
    return both(known or {lang: actor_name(name, lang) for lang in LANGS})


def _evidence_cell(row: Row, facts: Facts, lang: str) -> Pairs:
    inside = facts.in_sentence[row["sentence_id"]] if len(facts.rows) <= _DETAILED else []
    clashes = [facts.conflict[c] for c in ids_in(row["conflict_ids"]) if c in facts.conflict]
    return (
        ("sentence", [_to(s) for s in (row["sentence_id"], *ids_in(row["more_evidence"]))]),
        ("timexes", [_timex(t, row, facts, lang) for t in ids_in(row["timex_ids"]) if t in facts.timex]),
        ("quotes", [_said(name, facts.quote[name], facts, lang) for name in inside if name[0] == "q"]),
        ("numbers", [_number(name, facts.number[name]) for name in inside if name[0] == "n"]),
        ("conflicts", [_conflict_link(c, lang) for c in clashes]),
        ("rules", [_code(row["method"])]),
    )


def _to(target: str | None, inner: str | None = None, mark: str | None = None) -> str:
    """Link to a sentence or an expression; with a script, to the very words of a mark."""
    if not target:
        return inner or ""
    at = f" data-go={escape(mark)}" if mark else ""
    return f'<a href="#{escape(target)}"{at}>{inner or escape(target)}</a>'


def _quoted(words: str) -> str:
    return f"<q lang=ar>«{in_order(' '.join(words.split()))}»</q>"


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _code(value: str | None) -> str:
    return f"<code>{escape(value)}</code>" if value else ""


def _value(value: str | None) -> str:
    """Value of a date, which is broken nowhere but between the ends of an interval."""
    return f"<code class=iso>{_BETWEEN.sub('/<wbr>', escape(value))}</code>" if value else ""


def _timex(name: str, row: Row, facts: Facts, lang: str) -> str:
    timex = facts.timex[name]
    others = [e for e in facts.dated_by[name] if e != row["event_id"]]
    also = f" <small>{word('also', lang)} {_events(others)}</small>" if others else ""
    return f"{_to(name, _quoted(timex.text))} {_value(timex.value)}{also}"


def _events(names: Sequence[str]) -> str:
    more = f" {_more(len(names) - _MOST)}" if len(names) > _MOST else ""
    return " ".join(f'<a href="#{escape(n)}">{escape(n)}</a>' for n in names[:_MOST]) + more


def _said(name: str, quote: Quote, facts: Facts, lang: str) -> str:
    speaker = quote.actor or quote.speaker
    who = _actor(speaker, facts) if speaker else str(word("quote", lang))
    return _with(_to(quote.sentence_id, who, name), term("attribution", quote.kind, lang))


def _number(name: str, quantity: Quantity) -> str:
    sign = "≈ " if quantity.approx and quantity.value is not None else ""
    value = "" if quantity.kind == "universal" else f"{sign}{_figure(quantity)}".strip()
    link = _to(quantity.sentence_id, _quoted(quantity.text), name)
    unit = f" <span class=en>{escape(quantity.unit)}</span>" if quantity.unit else ""
    return f"{link} <bdi dir=ltr>{escape(value)}{unit}</bdi>" if value else link


def _figure(quantity: Quantity) -> str:
    if quantity.value is not None:
        return _plain(quantity.value)
    ends = (quantity.low, quantity.high)
    return "" if ends == (None, None) else "–".join("" if end is None else _plain(end) for end in ends)


def _plain(value: object) -> str:
    return str(value) if isinstance(value, (Fraction, str)) else f"{value:,}"


# ── time expressions ───
def time_table(facts: Facts, lang: str) -> str:
    """Set every time expression of the article with its value and rule."""
    keys = ("timex", "value", "type", "precision", "anchor", "rule", "events")
    rows = "\n".join(_time_row(name, timex, facts, lang) for name, timex in facts.timex.items())
    return _table("wide times", keys, rows, lang)


def _time_row(name: str, timex: Timex, facts: Facts, lang: str) -> str:
    mod = f" <small>{escape(timex.mod)}</small>" if timex.mod else ""
    flags = f" <small>{escape(', '.join(timex.flags))}</small>" if timex.flags else ""
    cells = (
        _value(timex.value) + mod,
        f"{term('type', timex.type, lang)}{flags}" if flags else term("type", timex.type, lang),
        term("precision", timex.precision, lang),
        term("anchor", timex.anchor, lang),
        _code(timex.rule),
        _events(facts.dated_by.get(name, [])),
    )
    head = f"<th scope=row><span class=id>{name}</span> {_to(name, _quoted(timex.text))}</th>"
    return f"<tr id={name}>{head}{''.join(put('td', cell) for cell in cells)}</tr>"


# ── conflicts ───
def conflict_list(facts: Facts, lang: str) -> str:
    """Set every conflict with its explanation and its places."""
    if not facts.conflicts:
        return put("p", word("none_conflicts", lang))
    return "\n".join(_conflict(conflict, facts, lang) for conflict in facts.conflicts)


def _conflict(conflict: Row, facts: Facts, lang: str) -> str:
    name, kind = escape(conflict["conflict_id"]), term("kind", conflict["kind"], lang)
    spots = list(_spots(conflict, facts))
    items = "".join(put("li", spot) for spot in spots[:_MOST])
    items += put("li", _more(len(spots) - _MOST)) if len(spots) > _MOST else ""
    ids = {row["event_id"] for row in facts.rows}
    events = _events([e for e in ids_in(conflict["event_ids"]) if e in ids])
    return (
        f'<article class="conflict" id="{name}"><h3><span class="id">{name}</span> {kind}</h3>'
        f"<p>{both({'ar': conflict['explanation_ar'], 'en': conflict['explanation']})}</p>"
        f'<ol class="spots">{items}</ol><p class="of">{events}</p></article>'
    )


def _spots(conflict: Row, facts: Facts) -> Iterator[str]:
    for name, start, end in places(conflict):
        sentence = facts.article.sentence_at(start)
        target = sentence.id if sentence else None
        words = _to(target, _quoted(_shortened(facts.article.text[start:end])), name)
        yield f"{words} <small>{escape(target or '')}</small>"


def _conflict_link(conflict: Row, lang: str) -> str:
    name = escape(conflict["conflict_id"])
    return f'<a href="#{name}">{name} {term("kind", conflict["kind"], lang)}</a>'
