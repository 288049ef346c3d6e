"""Numbers to cite: written as exactly as the text gives them, parts marked as parts."""

import datetime as dt
from fractions import Fraction

import pytest

from analysis import find_quantities
from analysis.articles import from_text
from analysis.citable import COLUMNS, number_of, quantity_table
from analysis.quantities import Quantity

DAY = dt.date(2021, 7, 26)


def quantity(value, low=None, high=None, approx: bool = False, **more) -> Quantity:
    return Quantity(0, 1, "x", value, low, high, approx, **more)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (quantity(2500, 2500, 2500), "2,500"),
        (quantity(3000, approx=True, mod="APPROX"), "about 3,000"),
        (quantity(3000, approx=True), "about 3,000"),
        (quantity(20, 20, mod="EQUAL_OR_MORE", approx=True), "at least 20"),
        (quantity(20, 20, mod="MORE_THAN", approx=True), "more than 20"),
        (quantity(None, 3, 9, approx=True, mod="APPROX"), "about 3–9"),
        (quantity(None, 20, 30, approx=True, kind="percent"), "about 20–30 %"),
        (quantity(None, 20, None, approx=True, mod="APPROX"), "some"),
        (quantity(None, approx=True), "some"),
        (quantity(12.5, 12.5, 12.5, kind="percent"), "12.5 %"),
        (quantity(Fraction(1, 3)), "1/3"),
        (quantity("all", kind="universal"), "all"),
    ],
)
def test_number_is_written_as_exactly_as_it_is_given(given: Quantity, written: str) -> None:
    assert number_of(given) == written


def rows(text: str, **how):
    return quantity_table(find_quantities(from_text(text, DAY)), **how)


def test_part_names_its_whole() -> None:
    table = rows("ينتشر نحو 3000 جندي، بينهم 2500 أميركي.")
    assert table["number"].tolist() == ["about 3,000", "2,500"]
    assert table["part_of"].tolist() == [None, table["id"][0]]


def test_ordinals_and_durations_are_no_figures_to_cite() -> None:
    text = "بعد الجولة الرابعة بثماني سنوات قتل 12 مدنيا."
    assert rows(text)["kind"].tolist() == ["count"]
    assert set(rows(text, citable=False)["kind"]) >= {"ordinal", "count"}


def test_words_without_a_number_are_left_out() -> None:
    assert rows("قتل عشرات المدنيين.")["number"].tolist() == []


def test_nothing_to_cite_is_an_empty_table_with_all_columns() -> None:
    assert tuple(rows("وصل الوفد.").columns) == COLUMNS


def test_unsaid_is_none() -> None:
    row = rows("قتل 12 مدنيا.").iloc[0]
    assert [row[name] for name in ("scope", "as_of", "part_of", "asserted_by")] == [None] * 4
