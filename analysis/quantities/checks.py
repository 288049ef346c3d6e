"""Parts against wholes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ..numerals import Number
from .record import Quantity


def oversized_parts(quantities: Sequence[Quantity]) -> list[tuple[Quantity, tuple[Quantity, ...]]]:
    """Wholes that are smaller than a part of theirs, or than their listed parts together.

    Parameters
    ----------
    quantities : sequence of Quantity
        The quantities of one article.

    Returns
    -------
    list of (whole, parts)
        The parts are the single ones that are too large, or all of them where only their sum is.

    Examples
    --------
    >>> from analysis.quantities import Quantity
    >>> whole = Quantity(0, 2, "20", 20, 20, 20, False, id="Q01")
    >>> part = Quantity(9, 11, "30", 30, 30, 30, False, part_of="Q01", id="Q02")
    >>> [(w.id, [p.id for p in parts]) for w, parts in oversized_parts([whole, part])]
    [('Q01', ['Q02'])]
    """
    parts: dict[str, list[Quantity]] = defaultdict(list)
    for q in quantities:
        if q.part_of and _least(q) is not None:
            parts[q.part_of].append(q)
    out = []
    for whole in quantities:
        most, own = _most(whole), parts.get(whole.id, [])
        if most is None or not own:
            continue
        single = tuple(q for q in own if _least(q) > most)
        if single:
            out.append((whole, single))
        out += [
            (whole, parts) for parts in _by_sentence(own) if not single and sum(map(_least, parts)) > most
        ]
    return out


def _by_sentence(parts: list[Quantity]) -> list[tuple[Quantity, ...]]:
    # Two sentences may divide one whole twice, by sex and by nationality: only one list is added up.
    lists: dict[str | None, list[Quantity]] = defaultdict(list)
    for q in parts:
        lists[q.sentence_id].append(q)
    return [tuple(q) for q in lists.values()]


def _least(q: Quantity) -> Number | None:
    if isinstance(q.value, str):
        return None
    return q.low if q.low is not None else q.value if q.mod not in ("LESS_THAN", "EQUAL_OR_LESS") else None


def _most(q: Quantity) -> Number | None:
    if isinstance(q.value, str) or q.mod in ("MORE_THAN", "EQUAL_OR_MORE"):
        return None
    return q.high if q.high is not None else q.value


def totals(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities that are not part of another: the only ones that may be added up.

    Examples
    --------
    >>> whole = Quantity(0, 1, "5", 5, 5, 5, False, id="Q01")
    >>> part = Quantity(3, 4, "2", 2, 2, 2, False, part_of="Q01", id="Q02")
    >>> [q.id for q in totals([whole, part])]
    ['Q01']
    """
    return [q for q in quantities if q.part_of is None]
