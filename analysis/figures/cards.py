"""Cards of words: claims side by side, numbers with their scope, the evidence of an event."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from analysis import typesetting
from analysis.figures import sheet
from analysis.figures.board import Board, Row, finish, new_board, put
from analysis.figures.events import Event, days_of, edtf_parts, read_events, unsaid
from analysis.figures.glyphs import look_of
from analysis.figures.header import KeyEntry
from analysis.figures.sheet import Sheet
from analysis.figures.style import FAINT, GREY, INK, Style, assign_themes

_MARKED = "#f6e3a6"  # the ground of a marked expression; ink on it keeps a contrast of 12:1
_BLUE = "#0b5fa5"


# --- claims ------------------------------------------------------------------------------------------


def draw_claims(
    events: pd.DataFrame,
    lang: str = "ar",
    size: str = "report",
    *,
    until: str | dt.date | None = None,
    names: Mapping[str, str] | None = None,
    published: str | dt.date | None = None,
    style: Style | None = None,
) -> Figure:
    """Set claims about one date side by side, each in its own words, with who makes it and how firmly.

    Parameters
    ----------
    events, lang, size, published, style
        As in `draw_timeline`; the column asserted_by, where there is one, names who says it.
    until : str or datetime.date, optional
        Take the events that are not realised and whose stated end is this day; by default all rows given.
    names : mapping of str to str, optional
        Name to show for an actor in asserted_by.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        As in `draw_timeline`.
    """
    board = new_board(lang, size, events.attrs, published, style, list(events.get("evidence", ())))
    records = read_events(events, lang)
    if until is not None:
        last = days_of(until)
        records = [e for e in records if e.certainty != "realised" and e.end and last and e.end[1] == last[1]]
    cells = events.assign(event_id=events["event_id"].map(str)).set_index("event_id")
    themes = assign_themes(e.theme for e in records)
    with mpl.rc_context(typesetting.rc()):
        width = _card_width(board, len(records))
        speakers = {e.id: _who(board, cells.loc[e.id], names or {}) for e in records}
        cards = [
            _claim(board, e, str(cells.loc[e.id, "evidence"]), speakers[e.id], themes[e.theme].colour, width)
            for e in records
        ]
        looks = dict.fromkeys(look_of(e, board.published) for e in records if e.certainty != "realised")
        key = [KeyEntry(look, board.words.say(look), plain=True) for look in looks]
        rows = list(_side_by_side(board, cards))
        loose = any(_undated(board, e) for e in records)
        title = board.words.say("title_claims_loose" if loose else "title_claims")
        return finish(board, title, [key], rows, [board.words.edited(records)])


def _who(board: Board, row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if "asserted_by" not in row or unsaid(row["asserted_by"]):
        return board.words.say("unsaid_who")
    who = names.get(str(row["asserted_by"]), str(row["asserted_by"]))
    text = board.words.say("says", who=board.words.embed(typesetting.drawable(who)))
    return text[:1].upper() + text[1:]


def _card_width(board: Board, count: int) -> float:
    across = min(max(count, 1), 3)
    return (board.size.inner - (across - 1) * board.em) / across


def _claim(board: Board, event: Event, evidence: str, speaker: str, colour: str, width: float) -> Row:
    em, line = board.em, board.line
    inner = width - 1.6 * em
    look = look_of(event, board.published)
    said = _claimed_date(board, event)
    date = board.wrap(said, inner - 2.6 * em, 700)
    label = board.flagged(event.label, inner, 600, 4, event.edited)
    who = typesetting.wrap(speaker, inner, board.ruler.measure)
    words = board.wrap(f"«{evidence}»", inner, most=8 if board.size.fixed else 12)
    height = (len(date) + len(label) + len(who) + len(words) + 0.4) * line + 1.2 * em

    def draw(page: Sheet, y: float, x: float = 0.0) -> None:
        x0 = x + 0.8 * em
        y += 0.6 * em
        path = sheet.rounded(x0, x0 + 2.0 * em, y + line / 2 - 0.33 * em, y + line / 2 + 0.33 * em, 0.32 * em)
        sheet.bar(page.ax, path, look, colour, 0.12 * em, f"event-{event.id}-bar")
        if look == "claimed":
            xs, ys = [x0 + 0.3 * em, x0 + 1.7 * em], [y + line / 2] * 2
            sheet.line(page.ax, xs, ys, f"event-{event.id}-core", color=colour, lw=0.09 * em, zorder=6)
        put(
            page,
            date,
            x0 + 2.6 * em,
            y,
            line,
            f"event-{event.id}-date",
            weight=700,
            color=colour,
            foreign=False,
        )
        y += len(date) * line
        put(page, label, x0, y, line, f"event-{event.id}-label", weight=600, width=inner)
        y += (len(label) + 0.2) * line
        put(page, who, x0, y, line, f"event-{event.id}-who", color=GREY, foreign=False)
        y += (len(who) + 0.2) * line
        put(page, words, x0, y, line, f"event-{event.id}-words", width=inner)

    return Row(height, draw, f"{said}: {' '.join(label)}")


def _undated(board: Board, event: Event) -> bool:
    """Whether a claim starts at publication only because nothing is said about its date."""
    open_end = event.precision == "vague" and event.start is not None and event.end is None
    return event.certainty != "realised" and open_end and event.start[0] == board.published


def _claimed_date(board: Board, event: Event) -> str:
    if _undated(board, event):
        text = board.words.say("no_date_given")
        return text[:1].upper() + text[1:]
    return board.words.date_of(event)


def _side_by_side(board: Board, cards: Sequence[Row]) -> Iterable[Row]:
    """Rows of up to three cards of one height, each in a thin frame."""
    width = _card_width(board, len(cards))
    for start in range(0, len(cards), 3):
        group = cards[start : start + 3]
        height = max(card.height for card in group)

        def draw(page: Sheet, y: float, group: Sequence[Row] = group, height: float = height) -> None:
            for n, card in enumerate(group):
                x = board.size.margin + n * (width + board.em)
                corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
                frame = Polygon(corners, closed=True, fc="none", ec="#c3cad3", lw=0.07 * board.em, zorder=1)
                frame.set_gid("shade-card")
                page.ax.add_patch(frame)
                card.draw(page, y, x)  # type: ignore[call-arg]

        text = "; ".join(card.text for card in group)
        yield Row(height + board.em, draw, text, len(group), tail=board.em)


# --- numbers -----------------------------------------------------------------------------------------

_NUMBER_COLUMNS = (
    "id",
    "text",
    "value",
    "low",
    "high",
    "approx",
    "of_what",
    "part_of",
    "as_of",
    "asserted_by",
    "kind",
    "mod",
)
_MODS = ("MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS")


def draw_numbers(
    quantities: pd.DataFrame | Iterable[Any],
    lang: str = "ar",
    size: str = "report",
    *,
    kinds: Sequence[str] | None = ("count", "fraction", "percent", "money", "measure"),
    names: Mapping[str, str] | None = None,
    published: str | dt.date | None = None,
    attrs: Mapping[str, Any] | None = None,
    style: Style | None = None,
) -> Figure:
    """List the numbers of an article with what each counts, since when, and of which whole it is a part.

    Parameters
    ----------
    quantities : pandas.DataFrame or iterable of Quantity
        With id, text, value, low, high, approx, mod, kind, of_what, part_of, as_of and asserted_by; missing
        ones are taken as unsaid. A scope, where there is one, is set in the article's own words.
    kinds : sequence of str, optional
        Which kinds of quantity to list, where the table has a column kind; None for all.
    names : mapping of str to str, optional
        Name to show for what asserted_by says, in place of the article's own words.
    lang, size, published, style, attrs
        As in `draw_voices`.

    Returns
    -------
    matplotlib.figure.Figure
        A part stands under its whole, with a bar for its share of it.

    Raises
    ------
    ValueError
        If the table has no column text.
    """
    rows = _number_rows(quantities)
    if kinds is not None:
        rows = [r for r in rows if unsaid(r.get("kind")) or r["kind"] in kinds]
    given = attrs if attrs is not None else getattr(quantities, "attrs", {})
    board = new_board(lang, size, given, published, style, [r["text"] for r in rows])
    by_id = {str(r["id"]): r for r in rows if not unsaid(r["id"])}
    with mpl.rc_context(typesetting.rc()):
        say = board.words.say
        parts = [_number(board, r, by_id, names or {}) for r in _wholes_first(rows, by_id)]
        note = say("numbers_note") if any(str(r["part_of"]) in by_id for r in rows) else ""
        signs = {"block": "share_part", "block-hollow": "share_whole"}
        shares = any(_share(r, by_id.get(str(r["part_of"]))) for r in rows)
        key = [KeyEntry(sign, say(word), plain=True, colour=_BLUE) for sign, word in signs.items() if shares]
        return finish(board, say("title_numbers"), [key], parts, [note])


def _number_rows(quantities: pd.DataFrame | Iterable[Any]) -> list[dict]:
    if isinstance(quantities, pd.DataFrame):
        if "text" not in quantities.columns:
            raise ValueError("the table of quantities lacks the column text")
        rows = quantities.to_dict("records")
    else:
        names = (*_NUMBER_COLUMNS, "scope")
        rows = [{name: getattr(q, name, None) for name in names} for q in quantities]
    return [dict.fromkeys(_NUMBER_COLUMNS) | row for row in rows]


def _wholes_first(rows: list[dict], by_id: Mapping[str, dict]) -> list[dict]:
    """Reading order, but each part directly under its whole."""
    parts: dict[str, list[dict]] = {}
    for row in rows:
        if str(row["part_of"]) in by_id and str(row["part_of"]) != str(row["id"]):
            parts.setdefault(str(row["part_of"]), []).append(row)
    tops = [r for r in rows if not any(r in group for group in parts.values())]
    return [row for top in tops for row in (top, *parts.get(str(top["id"]), ()))]


def _amount(value: Any) -> float | None:
    """Number of a value, where it is one; a table read from a file holds it as text."""
    try:
        return None if unsaid(value) else float(Fraction(str(value)))
    except (ValueError, ZeroDivisionError):
        return None


def _shown(board: Board, row: Mapping[str, Any]) -> str:
    """The number as exactly as the text gives it: with its bound, its range or its vagueness."""
    say = board.words.say
    value, low, high = (_amount(row[k]) for k in ("value", "low", "high"))
    if value is not None:
        part, slash, whole = str(row["value"]).partition("/")
        text = say("fraction", part=part, whole=whole) if slash else _figure(value)
    elif str(row["value"]) in ("all", "complete"):
        return say("all")
    elif low is not None and high is not None:
        text = say("between", low=_figure(low), high=_figure(high))
    else:
        return say("some")
    text = say("percent", value=text) if row["kind"] == "percent" else text
    if row["mod"] in _MODS:
        return say(str(row["mod"]).lower(), value=text)
    approx = row["mod"] == "APPROX" or (unsaid(row["mod"]) and _yes(row["approx"]) and value is not None)
    return say("about", value=text) if approx else board.words.digits(text)


def _yes(value: Any) -> bool:
    return str(value).lower() in ("true", "yes", "1")


def _figure(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:g}"


def _number(board: Board, row: dict, by_id: Mapping[str, dict], names: Mapping[str, str]) -> Row:
    em, line = board.em, board.line
    whole = by_id.get(str(row["part_of"]))
    x0 = board.size.margin + (1.4 * em if whole else 0)
    x1 = board.size.margin + 0.30 * board.size.inner
    width = board.size.width - board.size.margin - x1
    number = board.wrap(_shown(board, row), (x1 - x0) / 1.25 - em, 700, most=2)
    text = board.wrap(f"«{row['text']}»", width, 600, most=2)
    details = typesetting.wrap(_details(board, row, whole, names), width, board.ruler.measure)
    share = _share(row, whole)
    lines = max(1.25 * len(number) + (0.8 if share else 0), len(text) + len(details))

    def draw(page: Sheet, y: float) -> None:
        big = {"size": 1.25 * em, "weight": 700, "color": _BLUE, "foreign": False}
        put(page, number, x0, y, 1.25 * line, "number", **big)
        put(page, text, x1, y, line, "number-text", weight=600)
        put(page, details, x1, y + len(text) * line, line, "number-details", color=GREY, foreign=False)
        if share:
            _share_bar(page, x0, x1 - 1.2 * em, y + (1.25 * len(number) + 0.4) * line, share, em)
        rule = y + lines * line + 0.45 * em
        sheet.line(
            page.ax,
            [x0, board.size.width - board.size.margin],
            [rule, rule],
            "rule",
            color=FAINT,
            lw=0.06 * em,
        )

    return Row(lines * line + 0.9 * em, draw, f"{_shown(board, row)}: {row['text']}")


def _details(board: Board, row: dict, whole: dict | None, names: Mapping[str, str]) -> str:
    """What a number counts, in the article's own words: in a frame of the other language as a quotation."""
    say, out = board.words.say, []

    def own(words: Any) -> str:
        text = typesetting.drawable(str(words))
        foreign = board.ruler.runs_rtl(text) != board.words.rtl
        return board.words.embed(f"«{text}»" if foreign and not board.words.rtl else text)

    for column in ("of_what", "scope"):
        if not unsaid(row.get(column)) and str(row[column]) not in str(row["text"]):
            out.append(own(row[column]))
    if whole:
        quoted = board.words.embed(f"«{typesetting.drawable(str(whole['text']))}»")
        out.append(say("share_of", whole=quoted))
    if not unsaid(row["as_of"]):
        key = "as_of_span" if len(edtf_parts(row["as_of"])) > 1 else "as_of"
        out.append(say(key, date=board.words.edtf(row["as_of"])))
    if not unsaid(row["asserted_by"]):
        who = str(row["asserted_by"])
        out.append(say("says", who=board.words.embed(names[who]) if who in names else own(who)))
    return say("comma").join(out)


def _share(row: dict, whole: dict | None) -> float | None:
    part, of = _amount(row["value"]), _amount(whole["value"]) if whole else None
    return part / of if part is not None and of and 0 < part <= of else None


def _share_bar(page: Sheet, x0: float, x1: float, y: float, share: float, em: float) -> None:
    for part, look, name in ((1.0, "hollow", "whole"), (share, "filled", "part")):
        path = sheet.square(x0, x0 + (x1 - x0) * part, y - 0.2 * em, y + 0.2 * em)
        sheet.bar(page.ax, path, look, _BLUE, 0.08 * em, f"share-{name}", zorder=5 + (look == "filled"))


# --- evidence ----------------------------------------------------------------------------------------


def draw_evidence(
    events: pd.DataFrame,
    lang: str = "ar",
    size: str = "report",
    *,
    marks: Mapping[str, Sequence[str]] | None = None,
    sentences: Mapping[str, str] | None = None,
    published: str | dt.date | None = None,
    style: Style | None = None,
) -> Figure:
    """Draw evidence cards: the sentence on which an event's date rests, with the expression marked.

    Parameters
    ----------
    events, lang, size, published, style
        As in `draw_timeline`; one card a row.
    marks : mapping of str to sequence of str, optional
        Expressions to mark in the evidence of an event, as the sentence has them, by event_id.
    sentences : mapping of str to str, optional
        Sentences of the article by name (``S05``): where an event has differing dates, each is shown with the
        sentence that gives it.

    Returns
    -------
    matplotlib.figure.Figure
        The sentence stays in Arabic; the frame and, where the table has one, the label are in `lang`.

    Raises
    ------
    ValueError
        As in `draw_timeline`.
    """
    board = new_board(lang, size, events.attrs, published, style, list(events.get("evidence", ())))
    records = read_events(events, lang)
    cells = events.assign(event_id=events["event_id"].map(str)).set_index("event_id")
    themes = assign_themes(e.theme for e in records)
    marks = marks or {}
    with mpl.rc_context(typesetting.rc()):
        rows = []
        for e in records:
            passages = _passages(board, cells.loc[e.id], sentences or {})
            rows.append(_evidence(board, e, passages, marks.get(e.id, ()), themes[e.theme].colour))
        note = board.words.say("evidence_note") if any(marks.values()) else ""
        notes = [note, board.words.edited(records)]
        return finish(board, board.words.say("title_evidence"), [], rows, notes)


def _passages(board: Board, row: Mapping[str, Any], sentences: Mapping[str, str]) -> list[tuple[str, str]]:
    """Sentences of a card, each under the date that it alone gives, where the article gives several."""
    given = [] if unsaid(row["date_variants"]) else row["date_variants"]
    given = json.loads(given) if isinstance(given, str) else given
    out = []
    for variant in sorted(given, key=lambda v: str(v.get("date_end") or v.get("date_start"))):
        span = days_of(variant.get("date_end") or variant.get("date_start"))
        if span and variant.get("sentence_id") in sentences:
            out.append((board.words.span(span), sentences[variant["sentence_id"]]))
    return out if len(out) > 1 else [("", str(row["evidence"]))]


def _evidence(
    board: Board, event: Event, passages: Sequence[tuple[str, str]], marks: Sequence[str], colour: str
) -> Row:
    em, line, width = board.em, board.line, board.size.inner
    note = board.words.qualifier(event)
    head = board.words.date_of(event, weekday=True) + (f" ({note})" if note else "")
    label = board.flagged(event.label, width, 600, 3, event.edited)
    wrapped = [(date, board.wrap(sentence, width - 1.6 * em)) for date, sentence in passages]
    spans = [_marked_spans(" ".join(sentence.split()), marks) for _, sentence in passages]
    heights = [(len(words) + bool(date)) * line for date, words in wrapped]

    def draw(page: Sheet, y: float) -> None:
        x = board.size.margin
        put(page, [head], x, y, line, f"event-{event.id}-date", weight=700, color=colour, foreign=False)
        put(page, label, x, y + line, line, f"event-{event.id}-label", weight=600)
        top = y + (1.35 + len(label)) * line
        for (date, words), marked, height in zip(wrapped, spans, heights, strict=True):
            own = words and board.ruler.runs_rtl(" ".join(words)) == board.words.rtl
            x0 = x if own else x + width - 0.22 * em  # at the side on which the sentence begins
            sides = [(x0, top), (x0 + 0.22 * em, top), (x0 + 0.22 * em, top + height), (x0, top + height)]
            page.ax.add_patch(Polygon(sides, closed=True, fc=colour, ec="none", lw=0, gid="shade-quote"))
            if date:
                kw = {"weight": 600, "color": GREY, "align": "start" if own else "end"}
                at = x + 0.8 * em if own else x + width - 0.8 * em
                page.text(at, top + line / 2, date, f"event-{event.id}-variant", **kw)
            first = top + line * bool(date)
            _marked_lines(board, page, words, marked, x, first, f"event-{event.id}-words")
            top += height + 0.4 * em

    height = (1.35 + len(label)) * line + sum(heights) + 0.4 * em * (len(heights) - 1) + 1.2 * em
    said = " | ".join(f"{date}: {sentence}" if date else sentence for date, sentence in passages)
    return Row(height, draw, f"{head}: {' '.join(label)}: {said}", tail=1.2 * em)


def _marked_spans(text: str, marks: Sequence[str]) -> list[tuple[int, int]]:
    """Where the expressions stand in a sentence, with the letters that join them, without punctuation."""
    spans = [(i, i + len(m)) for m in (" ".join(m.split()) for m in marks if m) if (i := text.find(m)) >= 0]
    out = []
    for start, end in spans:
        while start and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        out.append((start, end))
    return out


def _marked_lines(
    board: Board,
    page: Sheet,
    lines: Sequence[str],
    spans: Sequence[tuple[int, int]],
    x: float,
    y: float,
    gid: str,
) -> None:
    """Draw lines of a sentence with a ground under its marked expressions, measured within the line."""
    em, used = board.em, 0
    indent = 0.8 * em
    for n, text in enumerate(lines):
        whole, own = board.ruler.measure(text), board.ruler.runs_rtl(text) == board.words.rtl
        x0 = x + indent if own else board.size.width - board.size.margin - indent - whole
        page.text(x0, y + (n + 0.5) * board.line, text, gid, foreign=True, color=INK)
        for first, end in _inside(spans, used, len(text)):
            before = board.ruler.measure(text[:first]) if first else 0.0
            width = board.ruler.measure(text[first:end])
            start = x0 + before if own else x0 + whole - before - width
            pad = 0.1 * em
            box = [(start - pad, 0.08), (start + width + pad, 0.08)]
            box += [(start + width + pad, 0.94), (start - pad, 0.94)]
            corners = [(px, y + (n + py) * board.line) for px, py in box]
            page.ax.add_patch(
                Polygon(corners, closed=True, fc=_MARKED, ec="none", lw=0, zorder=2, gid="shade-mark")
            )
        used += len(text) + 1


def _inside(spans: Sequence[tuple[int, int]], start: int, length: int) -> list[tuple[int, int]]:
    """Parts of the spans that lie on a line, counted from its first letter."""
    cut = [(max(a - start, 0), min(b - start, length)) for a, b in spans]
    return [(a, b) for a, b in cut if a < b]
