"""The list of events, and the tables with every detail, to be read without a script and to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from ..quantities import Quantity
from ..quotes import Quote
from ..timex import Timex
from .facts import Facts, ids_in, places
from .words import both, escape, in_own_direction, say, term, theme_names, word

Row = Mapping[str, Any]


# ── the list ───
def event_list(facts: Facts, lang: str) -> str:
    """List the events in order of time, under years and months, with the line of publication between them."""
    if not facts.rows:
        return f"<p>{word('none', lang)}</p>"
    ahead = [row for row in facts.rows if facts.is_ahead(row)]
    before = [row for row in facts.rows if not facts.is_ahead(row)]
    day = facts.article.published.isoformat()
    date = both({name: facts.dates.weekday(day, name) for name in ("ar", "en")})
    words = f'{word("published", lang)}: <time datetime="{day}">{date}</time>'
    line = f'<p class="line" id="published"><span>{words}</span></p>'
    parts = [
        _part("until_published", before, facts, lang),
        line,
        _part("after_published", ahead, facts, lang),
    ]
    return "\n".join(parts)


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
        within = both({lang: say("within_year", lang, year=year) for lang in ("ar", "en")})
        return "" if new_year else f'<h5 class="month">{within}</h5>'
    names = facts.dates.months
    return f'<h5 class="month">{both({lang: names[lang][int(month[5:]) - 1] for lang in names})}</h5>'


def _item(row: Row, facts: Facts, lang: str) -> str:
    name, on = escape(row["event_id"]), escape(" ".join(facts.marks_of(row)))
    badges = [term("certainty", row["certainty"], lang)] if row["certainty"] != "realised" else []
    badges += [term("basis", "inferred", lang)] if row["date_basis"] == "inferred" else []
    badges = [f'<span class="badge">{b}</span>' for b in badges]
    if row["conflict_ids"]:
        badges.append(f'<span class="badge clash">{word("conflict", lang)}</span>')
    if row.get("edited"):
        badges.append(f'<span class="badge">{word("edited", lang)}</span>')
    opened = "" if row["date_start"] and row["date_end"] else " open"
    glyph = "g-day" if row["precision"] == "day" and not opened else "g-span"
    return (
        f'<li><a class="ev th-{escape(row["theme"] or "none")}" href="#{name}" data-s="{row["sentence_id"]}"'
        f' data-on="{on}"><svg class="glyph {escape(row["certainty"])}{opened}" aria-hidden="true">'
        f'<use href="#{glyph}"/></svg><span class="date">{both(facts.dates.both(row))}'
        f' <span class="id" dir="ltr">{name}</span></span><span class="label">{_label(row)}</span>'
        f'<span class="badges">{"".join(badges)}</span></a></li>'
    )


def _label(row: Row) -> str:
    return both({"ar": row["label_ar"], "en": row["label_en"]})


# ── all events in detail ───
def event_table(facts: Facts, lang: str) -> str:
    """Set every event with every detail as one table row."""
    heads = "".join(
        f'<th scope="col">{word(key, lang)}</th>' for key in ("event", "date", "when_who", "where_from")
    )
    rows = "\n".join(_event_row(row, facts, lang) for row in facts.rows)
    return f'<table class="wide"><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>'


def _event_row(row: Row, facts: Facts, lang: str) -> str:
    name, theme = row["event_id"], row["theme"]
    named = both(theme_names().get(theme, {"ar": theme})) if theme else ""
    hand = f' <span class="badge">{word("edited", lang)}</span>' if row.get("edited") else ""
    head = f'<span class="id" dir="ltr">{escape(name)}</span> <span class="name">{_label(row)}</span>'
    cells = (_date_cell, _source_cell, _evidence_cell)
    body = "".join(f"<td>{_list(cell(row, facts, lang), lang)}</td>" for cell in cells)
    head += f' <span class="topic">{named}</span>{hand}'
    return f'<tr id="{escape(name)}"><th scope="row">{head}</th>{body}</tr>'


Pairs = Iterable[tuple[str, list[str]]]


def _list(pairs: Pairs, lang: str) -> str:
    """Set a list of terms; what is unsaid is left out."""
    said = [(key, [v for v in values if v]) for key, values in pairs]
    return f"<dl>{''.join(_pair(key, values, lang) for key, values in said if values)}</dl>"


def _pair(key: str, values: list[str], lang: str) -> str:
    items = "".join(f"<dd>{value}</dd>" for value in values)
    return f'<dt data-w="{key}">{escape(say(key, lang))}</dt>{items}'


def _date_cell(row: Row, facts: Facts, lang: str) -> Pairs:
    return (
        ("date", [both(facts.dates.both(row))]),
        ("edtf", [_code(row["edtf"])]),
        ("precision", [term("precision", row["precision"], lang)]),
        ("basis", [term("basis", row["date_basis"], lang)]),
        ("anchor", [term("anchor", row["anchor"], lang)]),
        ("variants", [_variant(v, facts) for v in row["date_variants"] or ()]),
    )


def _variant(variant: Mapping[str, str], facts: Facts) -> str:
    iso = variant.get("date_end") or variant.get("date_start") or ""
    return f"{both({x: facts.dates.iso(iso, x) for x in ('ar', 'en')})} {_to(variant.get('sentence_id'))}"


def _source_cell(row: Row, facts: Facts, lang: str) -> Pairs:
    who, cue = row["asserted_by"], row["certainty_cue"]
    actors = (part.rpartition(":") for part in ids_in(row["actors"]))
    return (
        ("certainty", [term("certainty", row["certainty"], lang)]),
        ("cue", [_quoted(cue) if cue else ""]),
        ("asserted_by", [_actor(who, facts) if who else word("reporter", lang)]),
        ("attribution", [term("attribution", row["attribution"], lang)]),
        (
            "actors",
            [
                f"{_actor(actor, facts)} <small>{term('part', part, lang)}</small>"
                for actor, _, part in actors
            ],
        ),
        ("place", [in_own_direction(row["place"]) if row["place"] else ""]),
    )


def _actor(name: str, facts: Facts) -> str:
    return both(facts.names.get(name, {"ar": name}))


def _evidence_cell(row: Row, facts: Facts, lang: str) -> Pairs:
    inside = facts.in_sentence[row["sentence_id"]]
    by_name = {c["conflict_id"]: c for c in facts.conflicts}
    clashes = [by_name[c] for c in ids_in(row["conflict_ids"]) if c in by_name]
    return (
        ("sentence", [_to(row["sentence_id"])]),
        ("more_evidence", [" ".join(_to(s) for s in ids_in(row["more_evidence"]))]),
        ("timexes", [_timex(t, row, facts, lang) for t in ids_in(row["timex_ids"]) if t in facts.timex]),
        ("quotes", [_said(name, facts.quote[name], facts, lang) for name in inside if name[0] == "q"]),
        ("numbers", [_number(name, facts.number[name]) for name in inside if name[0] == "n"]),
        ("conflicts", [_conflict_link(c, lang) for c in clashes]),
        ("rules", [" ".join(_code(rule) for rule in ids_in(row["method"]))]),
    )


def _to(target: str | None, words: str | None = None, mark: str | None = None) -> str:
    """Link to a sentence; with a script it leads to the very words and lights them up."""
    if not target:
        return ""
    at = f' data-go="{escape(mark)}"' if mark else f' data-go="{escape(target)}"'
    inner = _quoted(words) if words else f'<bdi dir="ltr">{escape(target)}</bdi>'
    return f'<a href="#{escape(target)}"{at}>{inner}</a>'


def _quoted(words: str) -> str:
    return f'<q lang="ar" dir="rtl">{escape(" ".join(words.split()))}</q>'


def _code(value: str | None) -> str:
    return f'<code dir="ltr">{escape(value)}</code>' if value else ""


def _timex(name: str, row: Row, facts: Facts, lang: str) -> str:
    timex = facts.timex[name]
    others = [e for e in facts.dated_by[name] if e != row["event_id"]]
    also = f" <small>{word('also', lang)} {_events(others)}</small>" if others else ""
    return f"{_to(name, timex.text, name)} {_code(timex.value)} <small>{_code(timex.rule)}</small>{also}"


def _events(names: Iterable[str]) -> str:
    return " ".join(f'<a href="#{escape(n)}" dir="ltr">{escape(n)}</a>' for n in names)


def _said(name: str, quote: Quote, facts: Facts, lang: str) -> str:
    speaker = getattr(quote, "actor", None) or quote.speaker
    who = _actor(speaker, facts) if speaker else ""
    sentence = facts.article.sentence_at(quote.start)
    link = _to(sentence.id if sentence else None, _shortened(quote.text), name)
    return f"{who} <small>{term('attribution', quote.kind, lang)}</small> {link}"


def _shortened(words: str, most: int = 60) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"


def _number(name: str, quantity: Quantity) -> str:
    sign = "≈ " if quantity.approx and quantity.value is not None else ""
    value = "" if quantity.kind == "universal" else f"{sign}{_figure(quantity)}".strip()
    link = _to(quantity.sentence_id, quantity.text, name) or _quoted(quantity.text)
    unit = f' <span class="en">{escape(quantity.unit)}</span>' if quantity.unit else ""
    return f'{link} <bdi dir="ltr">{escape(value)}{unit}</bdi>' if value else link


def _figure(quantity: Quantity) -> str:
    value = quantity.value
    if value is None:
        bounds = (quantity.low, quantity.high)
        return "" if bounds == (None, None) else "–".join("" if b is None else _plain(b) for b in bounds)
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, (Fraction, str)):
        return str(value)
    return f"{value:,}"


# ── time expressions ───
def time_table(facts: Facts, lang: str) -> str:
    """Set every time expression of the article with its value and rule."""
    keys = ("timex", "value", "type", "precision", "anchor", "rule", "events")
    heads = "".join(f'<th scope="col">{word(key, lang)}</th>' for key in keys)
    rows = "\n".join(_time_row(name, timex, facts, lang) for name, timex in facts.timex.items())
    return f'<table class="wide times"><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>'


def _time_row(name: str, timex: Timex, facts: Facts, lang: str) -> str:
    sentence = facts.article.sentence_at(timex.start)
    words = _to(sentence.id if sentence else None, timex.text, name) or _quoted(timex.text)
    used = facts.dated_by.get(name, ())
    cells = (
        f"{_code(timex.value)} <small>{escape(timex.mod or '')}</small>",
        f"{term('type', timex.type, lang)} <small>{escape(', '.join(timex.flags))}</small>",
        term("precision", timex.precision, lang),
        term("anchor", timex.anchor, lang),
        _code(timex.rule),
        _events(used),
    )
    head = f'<th scope="row"><span class="id" dir="ltr">{name}</span> {words}</th>'
    return f'<tr id="{name}">{head}{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


# ── conflicts ───
def conflict_list(facts: Facts, lang: str) -> str:
    """Set every conflict with its explanation and its places."""
    if not facts.conflicts:
        return f"<p>{word('none_conflicts', lang)}</p>"
    return "\n".join(_conflict(conflict, facts, lang) for conflict in facts.conflicts)


def _conflict(conflict: Row, facts: Facts, lang: str) -> str:
    name = escape(conflict["conflict_id"])
    spots = "".join(f"<li>{spot}</li>" for spot in _spots(conflict, facts))
    names = {row["event_id"] for row in facts.rows}
    events = _events(e for e in ids_in(conflict["event_ids"]) if e in names)
    why = say(f"why-{conflict['kind']}", "ar") if _is_known(conflict) else None
    return (
        f'<article class="conflict" id="{name}"><h3><span class="id" dir="ltr">{name}</span> '
        f"{term('kind', conflict['kind'], lang)}</h3>"
        f"<p>{both({'ar': why, 'en': conflict['explanation']})}</p>"
        f'<ol class="spots">{spots}</ol><p class="of">{events}</p></article>'
    )


def _is_known(conflict: Row) -> bool:
    return bool(term("kind", conflict["kind"], "ar").startswith("<span"))


def _spots(conflict: Row, facts: Facts) -> Iterator[str]:
    for name, start, end in places(conflict):
        sentence = facts.article.sentence_at(start)
        target = sentence.id if sentence else None
        yield f"{_to(target, facts.article.text[start:end], name)} <small>{_to(target)}</small>"


def _conflict_link(conflict: Row, lang: str) -> str:
    name = escape(conflict["conflict_id"])
    kind = term("kind", conflict["kind"], lang)
    return f'<a class="to-conflict" href="#{name}"><bdi dir="ltr">{name}</bdi> {kind}</a>'
