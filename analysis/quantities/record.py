"""The frozen `Quantity` record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..numerals import Number

KINDS = (
    "count", "duration", "age", "fraction", "percent", "money", "measure",
    "ordinal", "universal", "list_length",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of the text, or a word that stands for one.

    Parameters
    ----------
    start, end : int
        Offsets into the unedited text, in code points, end exclusive. Attached و ف ب ل ك stay outside.
    text : str
        ``article.text[start:end]``.
    value : int, float, fractions.Fraction, str or None
        The number; a Fraction for a share («ثلث»); ``"all"`` or ``"complete"`` for a universal; None where
        the text gives only bounds («بين 20 و30») or less («عشرات», «عقود»).
    low, high : number or None
        What the text allows; both equal `value` where it is exact, None where the text sets no bound.
    approx : bool
        True unless the number is given as exact.
    unit : str or None
        English name of what is counted or measured where the list knows it (``soldiers``, ``days``, ``EGP``),
        else the counted noun as written, or None for a bare number.
    of_what : str or None
        The words that say of what, as written.
    part_of : str or None
        `id` of the quantity that this one is part of («بينهم», «منهم», «من أصل»).
    as_of : str or None
        EDTF date or interval for which the number holds, where its clause says so.
    asserted_by : str or None
        Who says so, where a quotation around it has a speaker.
    id : str
        ``Q01``, ``Q02`` … in reading order.
    kind : str
        One of `KINDS`.
    mod : str or None
        ``APPROX MORE_THAN LESS_THAN EQUAL_OR_MORE EQUAL_OR_LESS``, as in `Timex.mod`.
    scope : str or None
        The time window as written («منذ مطلع العام»).
    sentence_id : str or None
        Sentence of the article.
    """

    start: int
    end: int
    text: str
    value: Number | str | None
    low: Number | None
    high: Number | None
    approx: bool
    unit: str | None = None
    of_what: str | None = None
    part_of: str | None = None
    as_of: str | None = None
    asserted_by: str | None = None
    id: str = ""
    kind: str = "count"
    mod: str | None = None
    scope: str | None = None
    sentence_id: str | None = None


class Quotation(Protocol):
    """What `find_quantities` needs of a `Quote`."""

    start: int
    end: int
    speaker: str | None
