"""Who says what, and where in the article."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from analysis import typesetting
from analysis.figures import sheet
from analysis.figures.board import Board, Row, finish, new_board, put
from analysis.figures.events import unsaid
from analysis.figures.header import KeyEntry
from analysis.figures.style import FAINT, GREY, Style, Theme, assign_themes

_NEEDED = ("kind", "speaker", "start", "end")
_COLOUR = "#0b5fa5"
_LEAST = 0.3  # em: what is shorter could not be seen


def draw_voices(
    quotes: pd.DataFrame | Iterable[Any],
    lang: str = "ar",
    size: str = "report",
    *,
    names: Mapping[str, str] | None = None,
    length: int | None = None,
    published: str | dt.date | None = None,
    attrs: Mapping[str, Any] | None = None,
    style: Style | None = None,
) -> Figure:
    """Draw each speaker's words at their place in the article, direct and indirect told apart.

    Parameters
    ----------
    quotes : pandas.DataFrame or iterable of Quote
        Needed: kind (direct | indirect), speaker, start, end. Optional: actor, by which mentions of one
        speaker are joined, and theme, which gives the colour.
    lang, size, published, style
        As in `draw_timeline`.
    names : mapping of str to str, optional
        Name to show for an actor, in place of the speaker's shortest full mention.
    length : int, optional
        Length of the article's text in characters; by default the end of the last quotation.
    attrs : mapping, optional
        ``outlet``, ``title``, ``source`` and so on, as in ``events.attrs``.

    Returns
    -------
    matplotlib.figure.Figure
        The most quoted speaker first; words without a named speaker last.

    Raises
    ------
    ValueError
        If a column is missing.
    """
    rows = _records(quotes)
    given = attrs if attrs is not None else getattr(quotes, "attrs", {})
    board = new_board(lang, size, given, published, style)
    end = length or max((int(r["end"]) for r in rows), default=1)
    themes = assign_themes(_theme(r) for r in rows)
    if set(themes) == {None}:  # no colour has a meaning then
        themes = {None: Theme(None, _COLOUR, "", "", "")}
    with mpl.rc_context(typesetting.rc()):
        groups, say = _groups(rows, names or {}, board), board.words.say
        named = [(name, group, _counts(board, group)) for name, group in groups]
        columns = _columns(board, [text for name, _, counts in named for text in (name, counts)])
        parts = [_row(board, columns, *row, end, themes) for row in named]
        signs = [KeyEntry("block", say("direct")), KeyEntry("block-hollow", say("indirect"))]
        told = (
            [KeyEntry("theme", getattr(t, lang), t) for t in themes.values()] if set(themes) != {None} else []
        )
        least = _LEAST * board.em / columns[2] * end
        short = any(int(r["end"]) - int(r["start"]) < least for r in rows)
        notes = [say("voices_note"), say("widened") if short else "", say("themes_note") if told else ""]
        return finish(board, say("title_voices"), [told, signs], parts, notes, _axis(board, columns))


def _records(quotes: pd.DataFrame | Iterable[Any]) -> list[dict]:
    if isinstance(quotes, pd.DataFrame):
        missing = [c for c in _NEEDED if c not in quotes.columns]
        if missing:
            raise ValueError(
                f"the table of quotes lacks the column{'s'[: len(missing) > 1]} {', '.join(missing)}"
            )
        return quotes.to_dict("records")
    return [{f.name: getattr(q, f.name) for f in dataclasses.fields(q)} for q in quotes]


def _theme(row: Mapping[str, Any]) -> str | None:
    value = row.get("theme")
    return None if unsaid(value) else str(value)


def _groups(rows: list[dict], names: Mapping[str, str], board: Board) -> list[tuple[str, list[dict]]]:
    """Speakers with their words, the most quoted first, those without a name last."""
    groups: dict[Any, list[dict]] = {}
    for row in rows:
        who = row.get("actor") if not unsaid(row.get("actor")) else row["speaker"]
        groups.setdefault(None if unsaid(who) else who, []).append(row)
    order = sorted(groups, key=lambda who: (who is None, -len(groups[who]), int(groups[who][0]["start"])))
    return [(_name(who, groups[who], names, board), groups[who]) for who in order]


def _name(who: Any, rows: list[dict], names: Mapping[str, str], board: Board) -> str:
    if who is None:
        return board.words.say("nobody")
    if who in names:
        return names[who]
    spoken = sorted({str(r["speaker"]) for r in rows if not unsaid(r["speaker"])}, key=lambda s: (len(s), s))
    full = [s for s in spoken if len(s.split()) > 1]
    return (full or spoken or [str(who)])[0]


def _counts(board: Board, rows: list[dict]) -> str:
    """How many direct and reported statements, those that occur."""
    direct = sum(r["kind"] == "direct" for r in rows)
    found = {"direct": direct, "indirect": len(rows) - direct}
    return board.words.say("comma").join(board.words.counted(kind, n) for kind, n in found.items() if n)


def _columns(board: Board, texts: Iterable[str]) -> tuple[float, float, float]:
    """Start of the names, of the bars, and the bars' width: the names get what they need, and no more."""
    margin, inner = board.size.margin, board.size.inner
    widest = max((board.ruler.measure(typesetting.drawable(t), 600) for t in texts), default=0.0)
    names = min(max(widest + 1.2 * board.em, 0.16 * inner), 0.34 * inner)
    return margin, margin + names, inner - names


def _axis(board: Board, columns: tuple[float, float, float]) -> Row:
    _, x, width = columns

    def draw(page: sheet.Sheet, y: float) -> None:
        kw = {"size": board.size.small, "color": GREY}
        page.text(x, y + board.line / 2, board.words.say("text_start"), "axis-start", **kw)
        page.text(x + width, y + board.line / 2, board.words.say("text_end"), "axis-end", align="end", **kw)
        sheet.line(page.ax, [x, x + width], [y + board.line * 1.15] * 2, "axis", lw=0.11 * board.em)

    return Row(1.5 * board.line, draw)


def _row(
    board: Board,
    columns: tuple[float, float, float],
    name: str,
    rows: list[dict],
    counts: str,
    end: int,
    themes: Mapping[str | None, Theme],
) -> Row:
    x0, x1, width = columns
    lines = board.wrap(name, x1 - x0 - 1.2 * board.em, 600, most=3)
    height = (len(lines) + 1.35) * board.line

    def draw(page: sheet.Sheet, y: float) -> None:
        put(page, lines, x0, y, board.line, "speaker", weight=600)
        put(page, [counts], x0, y + len(lines) * board.line, board.line, "counts", color=GREY, foreign=False)
        middle = y + (len(lines) + 1) * board.line / 2
        sheet.line(page.ax, [x1, x1 + width], [middle] * 2, "base", lw=0.06 * board.em, color=FAINT, zorder=1)
        for row in rows:
            _bar(board, page, row, x1, width / end, middle, themes[_theme(row)])
        for kind in ("direct", "indirect"):
            of_kind = [row for row in rows if (row["kind"] == "direct") == (kind == "direct")]
            _marks(board, page, of_kind, x1, width / end, middle, themes)

    return Row(height, draw, f"{name}: {counts}", tail=0.35 * board.line)


def _bar(board: Board, page: sheet.Sheet, row: dict, x: float, scale: float, y: float, theme: Theme) -> None:
    """Direct words above the base line, reported ones below it: true to scale, and never on each other."""
    em = board.em
    a, b = x + int(row["start"]) * scale, x + int(row["end"]) * scale
    if b - a < _LEAST * em:
        a, b = (a + b - _LEAST * em) / 2, (a + b + _LEAST * em) / 2
    direct = row["kind"] == "direct"
    top, bottom = (y - 0.72 * em, y - 0.12 * em) if direct else (y + 0.12 * em, y + 0.72 * em)
    path = sheet.square(a, b - 0.08 * em, top, bottom)  # neighbours stay two bars
    look = "filled" if direct else "hollow"
    sheet.bar(page.ax, path, look, theme.colour, 0.08 * em, f"quote-{row['start']}-{row['kind']}")


def _marks(
    board: Board,
    page: sheet.Sheet,
    rows: list[dict],
    x: float,
    scale: float,
    y: float,
    themes: Mapping[str | None, Theme],
) -> None:
    """Set a theme's mark over each bar, so that grey print keeps the theme; one where two would touch."""
    em, last, before = board.em, -1e9, None
    for row in sorted(rows, key=lambda r: int(r["start"])):
        theme = themes[_theme(row)]
        at = x + (int(row["start"]) + int(row["end"])) / 2 * scale
        if not theme.mark or (theme.name == before and at - last < 0.5 * em):
            continue
        at = max(at, last + 0.55 * em)
        height = y - 1.15 * em if row["kind"] == "direct" else y + 1.15 * em
        gid = f"quote-{row['start']}-{row['kind']}-theme"
        sheet.knob(page.ax, at, height, theme.mark, theme.colour, 0.42 * em, gid)
        last, before = at, theme.name
