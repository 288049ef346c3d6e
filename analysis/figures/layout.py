"""Where labels go: rectangles packed under an axis by the code, in reading direction, in points.

x runs from the reading start (0) to the reading end of the strip, y downwards from the axis. Nothing here
knows about Arabic, colours or Matplotlib.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

Measure = Callable[[str, int], float]  # (text, weight) -> width in points
Wrap = Callable[[str, float, Callable[[str], float]], list[str]]
BOLD, PLAIN = 700, 400


@dataclass(frozen=True, slots=True)
class Box:
    """Rectangle in points; y grows downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def moved(self, dy: float) -> Box:
        """Box shifted down by `dy`."""
        return Box(self.x0, self.y0 + dy, self.x1, self.y1 + dy)


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of text in one weight: a line of a label, or the date at the start of one."""

    text: str
    weight: int
    x: float  # where it starts in reading direction, from the start of its line
    line: int
    width: float


@dataclass(frozen=True, slots=True)
class Block:
    """A label set in lines."""

    pieces: tuple[Piece, ...]
    width: float
    lines: int


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be placed: the stretch its glyph covers, and the ways in which its label can be set."""

    key: str
    x0: float
    x1: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item went: the height of its glyph's centre, and its label's block and box."""

    key: str
    glyph_y: float
    block: Block
    label: Box
    flipped: bool  # the label ends at the glyph instead of starting there
    glyph: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """Distances of a page, in points."""

    width: float
    line: float  # from one base line to the next
    bar: float  # height of a bar
    gap: float  # between a glyph and its own label
    air: float  # between a label and anything else beside it
    lead: float  # between a label and anything else above or below it
    edge: float | None = None  # an upright line that labels should not lie on


def set_label(
    date: str, note: str, text: str, limits: Sequence[float], measure: Measure, wrap: Wrap, flag: str = ""
) -> tuple[Block, ...]:
    """Ways to set a label, from one long line to a few short ones.

    Parameters
    ----------
    date, note, text : str
        Date in bold, what its bracket adds, and the event in words, which goes on in the same line.
    limits : sequence of float
        Line widths to try, in points.
    measure, wrap : callable
        Widths and line breaks of logical text.
    flag : str
        Sign that ends the label, also one that had to be cut.

    Returns
    -------
    tuple of Block
        Without repeats, lowest first; those that cut the text only where no way leaves it whole.
    """
    head = [(date, BOLD)] + ([(f"({note})", PLAIN)] if note else [])
    room = measure(flag, PLAIN) if flag else 0.0
    blocks = {_flagged(_inline(head, text, limit - room, measure, wrap), flag, measure) for limit in limits}
    whole = {block for block in blocks if not _is_cut(block, text, flag)}
    return tuple(sorted(whole or blocks, key=lambda b: (b.lines, b.width)))


def _is_cut(block: Block, text: str, flag: str) -> bool:
    ending = block.pieces[-1].text.removesuffix(flag) if flag else block.pieces[-1].text
    return ending.endswith("…") and not text.endswith("…")


def _flagged(block: Block, flag: str, measure: Measure) -> Block:
    if not flag:
        return block
    last = block.pieces[-1]
    text = last.text + flag
    return _block([*block.pieces[:-1], replace(last, text=text, width=measure(text, last.weight))])


def _head_pieces(head: list[tuple[str, int]], measure: Measure) -> tuple[list[Piece], float]:
    pieces, x, space = [], 0.0, measure("a a", PLAIN) - measure("aa", PLAIN)
    for text, weight in head:
        width = measure(text, weight)
        pieces.append(Piece(text, weight, x, 0, width))
        x += width + space
    return pieces, x - space


def _body(lines: Iterable[str], first: int, measure: Measure) -> list[Piece]:
    return [Piece(s, PLAIN, 0.0, first + i, measure(s, PLAIN)) for i, s in enumerate(lines)]


def _block(pieces: list[Piece]) -> Block:
    return Block(tuple(pieces), max(p.x + p.width for p in pieces), max(p.line for p in pieces) + 1)


def _stacked(head: list, text: str, limit: float, measure: Measure, wrap: Wrap) -> Block:
    pieces, _ = _head_pieces(head, measure)
    lines = balanced(text, limit, measure, wrap)
    return _block(pieces + _body(_cut(lines, 3, limit, measure), 1, measure))


def _inline(head: list, text: str, limit: float, measure: Measure, wrap: Wrap) -> Block:
    pieces, x = _head_pieces(head, measure)
    x += 1.6 * (measure("a a", PLAIN) - measure("aa", PLAIN))
    if x + measure(text, PLAIN) <= limit:
        return _block([*pieces, Piece(text, PLAIN, x, 0, measure(text, PLAIN))])
    first = wrap(text, max(limit - x, 1.0), lambda s: measure(s, PLAIN))[0]
    if x + measure(first, PLAIN) > limit:  # not one word fits beside the date
        return _stacked(head, text, limit, measure, wrap)
    rest = _cut(wrap(text[len(first) :], limit, lambda s: measure(s, PLAIN)), 2, limit, measure)
    first_piece = Piece(first, PLAIN, x, 0, measure(first, PLAIN))
    return _block([*pieces, first_piece, *_body(rest, 1, measure)])


def balanced(text: str, limit: float, measure: Measure, wrap: Wrap) -> list[str]:
    """Lines no wider than `limit`, as few as can be and about equally wide."""

    def width(s: str) -> float:
        return measure(s, PLAIN)

    lines = wrap(text, limit, width)
    low, high = width(text) / len(lines), limit
    for _ in range(6 if len(lines) > 1 else 0):
        middle = (low + high) / 2
        low, high = (low, middle) if len(wrap(text, middle, width)) == len(lines) else (middle, high)
    tight = wrap(text, high, width)
    return tight if len(tight) == len(lines) else lines


def _cut(lines: list[str], most: int, limit: float, measure: Measure) -> list[str]:
    """At most so many lines, none wider than the limit; what is cut is shown by an ellipsis."""
    whole = all(measure(s, PLAIN) <= limit for s in lines[:most])
    if len(lines) <= most and whole:
        return lines
    kept = [s if measure(s, PLAIN) <= limit else _clip(s, limit, measure) for s in lines[:most]]
    if len(lines) > most and not kept[-1].endswith("…"):
        kept[-1] = _clip(kept[-1], limit, measure)
    return kept


def _clip(line: str, limit: float, measure: Measure) -> str:
    """The line as far as whole words leave room for an ellipsis; a first word too long is cut inside."""
    words = line.split()
    while len(words) > 1 and measure(" ".join(words) + "…", PLAIN) > limit:
        words.pop()
    kept = " ".join(words).rstrip(" ،,;:")
    low, high = 0, len(kept)
    while low < high and measure(kept + "…", PLAIN) > limit:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(kept[:middle] + "…", PLAIN) <= limit else (low, middle - 1)
    return kept[:high] + "…"


def pack(items: Sequence[Item], grid: Grid) -> tuple[list[Placed], float]:
    """Place items in order, each where it lies nearest to the axis without touching another.

    Parameters
    ----------
    items : sequence of Item
        In the order of time.
    grid : Grid
        Distances.

    Returns
    -------
    list of Placed, float
        The places, and the height they use: the lowest of a few ways to weigh what reads less well.
    """
    ways = [(weight, *_packed(items, grid, weight)) for weight in (1.0, 0.3, 0.0)]
    _, placed, height = min(ways, key=lambda way: round(way[2] + 0.6 * grid.line * (1 - way[0]), 3))
    return placed, height


def _packed(items: Sequence[Item], grid: Grid, weight: float) -> tuple[list[Placed], float]:
    placed: list[Placed] = []
    taken: list[Box] = []
    for item in items:
        best = min(_options(item, grid, taken, weight), key=lambda option: option[0])
        placed.append(best[1])
        taken += [_aired(best[1].glyph, grid), _padded(best[1].label, grid)]
    height = max((max(p.label.y1, p.glyph.y1) for p in placed), default=0.0)
    return placed, height


def last_row(placed: Sequence[Placed], width: float, height: float, grid: Grid) -> Box:
    """Place for one more line at the reading start or end: in the lowest row if it is free, else under it."""
    low = max(height - grid.line, 0.0)
    for x in (0.0, grid.width - width):
        box = Box(x, low, x + width, low + grid.line)
        if all(_apart(_padded(box, grid), other) for p in placed for other in (p.glyph, p.label)):
            return box
    return Box(0.0, height, width, height + grid.line)


def _apart(a: Box, b: Box) -> bool:
    return a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0


def _padded(box: Box, grid: Grid) -> Box:
    return Box(box.x0 - grid.air, box.y0, box.x1 + grid.air, box.y1 + grid.lead)


def _aired(glyph: Box, grid: Grid) -> Box:
    """Glyph with so much room around it that it is not read as part of its neighbour."""
    return Box(glyph.x0 - grid.air / 2, glyph.y0, glyph.x1 + grid.air / 2, glyph.y1 + 0.25 * grid.bar)


def _options(
    item: Item, grid: Grid, taken: Sequence[Box], weight: float
) -> list[tuple[tuple[float, ...], Placed]]:
    """Ways to place an item, each where it first finds room; what is dear even at the axis is not tried."""
    out, least = [], (math.inf, 0)
    for block in item.blocks:
        for rank, (glyph, label, flipped) in enumerate(_arrangements(item, block, grid)):
            if label.x0 < -0.01 or label.x1 > grid.width + 0.01:
                continue
            cost = _cost(glyph, label, block, rank, item, grid, weight)
            if cost > least:
                continue
            y = _first_free([_aired(glyph, grid), _padded(label, grid)], taken)
            glyph, label = glyph.moved(y), label.moved(y)
            cost = _cost(glyph, label, block, rank, item, grid, weight)
            out.append((cost, Placed(item.key, (glyph.y0 + glyph.y1) / 2, block, label, flipped, glyph)))
            least = min(least, cost)
    return out


def _cost(
    glyph: Box, label: Box, block: Block, rank: int, item: Item, grid: Grid, weight: float
) -> tuple[float, int]:
    """Depth below the axis first; then what reads less well, in lines of depth that it is worth."""
    bottom = max(label.y1, glyph.y1)
    awry = 0.5 if rank == 2 and abs(label.x0 - item.x0) > 1 else 0.0
    cut = 0.7 if grid.edge is not None and label.x0 < grid.edge < label.x1 else 0.0
    less_well = 0.3 * rank + 0.12 * block.lines + awry + cut
    return round(bottom + weight * grid.line * less_well, 3), rank


def _arrangements(item: Item, block: Block, grid: Grid) -> list[tuple[Box, Box, bool]]:
    """Label after its glyph, before it, or under it; boxes as if the row began at 0."""
    height = block.lines * grid.line
    middle = grid.line / 2
    glyph = Box(item.x0, middle - grid.bar / 2 - 1, item.x1, middle + grid.bar / 2 + 1)
    after = Box(item.x1 + grid.gap, 0, item.x1 + grid.gap + block.width, height)
    before = Box(item.x0 - grid.gap - block.width, 0, item.x0 - grid.gap, height)
    low = Box(item.x0, 1, item.x1, grid.bar + 3)
    x = min(max(item.x0, 0.0), grid.width - block.width)
    under = Box(x, grid.bar + 4, x + block.width, grid.bar + 4 + height)
    return [(glyph, after, False), (glyph, before, True), (low, under, False)]


def _first_free(boxes: Sequence[Box], taken: Sequence[Box]) -> float:
    """Smallest shift down at which none of the boxes meets a taken one."""
    blocked = []
    for box in boxes:
        x0, x1, y0, y1 = box.x0, box.x1, box.y0, box.y1
        for other in taken:
            if x0 < other.x1 and other.x0 < x1:
                blocked.append((other.y0 - y1, other.y1 - y0))
    y = 0.0
    for low, high in sorted(blocked):
        if low >= y:
            break
        y = max(y, high)
    return y
