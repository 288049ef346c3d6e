"""The numbers of an article as a table to cite from: how exact, of what, for when, inside which, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from .quantities import Quantity

COLUMNS = (
    "id", "number", "unit", "of_what", "scope", "as_of", "part_of", "asserted_by", "kind", "sentence_id",
    "start", "end", "text",
)  # fmt: skip
CITABLE = ("count", "money", "measure", "percent", "fraction")
_MODS = {
    "APPROX": "about ", "MORE_THAN": "more than ", "LESS_THAN": "less than ",
    "EQUAL_OR_MORE": "at least ", "EQUAL_OR_LESS": "at most ",
}  # fmt: skip


def number_of(quantity: Quantity) -> str:
    """Write a quantity's number as exactly as the text gives it, and no more.

    Parameters
    ----------
    quantity : Quantity
        From `find_quantities`.

    Returns
    -------
    str
        ``about 3,000``, ``1/3``, ``12.5 %``, ``3–9``, ``all``; ``some`` for words like «عشرات».

    Examples
    --------
    >>> number_of(Quantity(0, 9, "نحو ٣٠٠٠", 3000, None, None, True, mod="APPROX"))
    'about 3,000'
    >>> number_of(Quantity(0, 9, "بضعة أيام", None, 3, 9, True, mod="APPROX"))
    'about 3–9'
    """
    percent = " %" if quantity.kind == "percent" else ""
    if quantity.value is not None:
        number = _written(quantity.value)
    elif quantity.low is None or quantity.high is None:
        return "some"  # «عشرات» allows 20 and more, but the text names no number
    else:
        number = f"{_written(quantity.low)}–{_written(quantity.high)}"
    return f"{_MODS.get(quantity.mod or '', 'about ' if quantity.approx else '')}{number}{percent}"


def _written(value: int | float | Fraction | str) -> str:
    return str(value) if isinstance(value, str | Fraction) else f"{value:,}"


def quantity_table(quantities: Sequence[Quantity], citable: bool = True) -> pd.DataFrame:
    """Turn quantities into a table to cite from, one row a quantity.

    Parameters
    ----------
    quantities : sequence of Quantity
        From `find_quantities`.
    citable : bool
        Leave out what is no figure to cite: ordinals, durations, ages, «all», the length of a list, and words
        without a number.

    Returns
    -------
    pandas.DataFrame
        ``id, number`` (as `number_of` writes it), ``unit, of_what, scope, as_of, part_of, asserted_by, kind,
        sentence_id, start, end, text`` as in `Quantity`. A number with a ``part_of`` is inside that one and
        must never be added to it.

    Examples
    --------
    >>> whole = Quantity(0, 5, "3000", 3000, 3000, 3000, False, unit="soldiers", id="Q01")
    >>> part = Quantity(9, 13, "2500", 2500, 2500, 2500, False, unit="soldiers", part_of="Q01", id="Q02")
    >>> quantity_table([whole, part])[["id", "number", "part_of"]].values.tolist()
    [['Q01', '3,000', None], ['Q02', '2,500', 'Q01']]
    """
    chosen = [q for q in quantities if not citable or (q.kind in CITABLE and number_of(q) != "some")]
    rows = [
        {name: getattr(q, name) for name in COLUMNS if name != "number"} | {"number": number_of(q)}
        for q in chosen
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    texts = ["unit", "of_what", "scope", "as_of", "part_of", "asserted_by", "sentence_id"]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), None)  # unsaid is None
    return table
