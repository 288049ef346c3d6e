"""Work grows with the length of the text, whatever the text; a long article fits in memory.

The bounds have slack for a busy machine: they catch quadratic work, not a slow day.
"""

import datetime as dt
import tracemalloc
from pathlib import Path

import pytest
from clock import cpu_seconds

from analysis import tag_times

DCT = dt.date(2021, 7, 26)
NEWS = (
    Path(__file__).parents[1] / "seeds" / "2021-07-26-alarab-kadhimi-washington" / "article.txt"
).read_text("utf-8")
MEGABYTE = 1_000_000


def repeated(unit: str, size: int) -> str:
    """The unit, repeated to at least `size` bytes of UTF-8."""
    return unit * (size // len(unit.encode()) + 1)


def seconds(text: str) -> float:
    return cpu_seconds(lambda: tag_times(text, DCT))


@pytest.fixture(scope="module")
def news_seconds() -> float:
    tag_times(NEWS, DCT)
    return seconds(repeated(NEWS + "\n", MEGABYTE))


REPEATS = {
    "waw": "و",
    "digits": "7",
    "brackets": "([",
    "before": "قبل ",
    "of": "من ",
    "months": "يناير ",
    "number words": "خمسة وعشرين ",
    "numbers": "1 ",
    "slashes": "1/",
    "dots": "1.",
    "colons": "1:",
    "years": "2003-",
    "year": "العام ",
    "days": "يوم ",
    "every": "كل ",
    "before more than": "قبل أكثر من ",
    "tatweel": "ـ",
    "harakat": "َ",
    "direction marks": "\u200f",
    "one word": "قال",
    "was to": "كان يعقد ",
    "called for": "دعا فلان ",
    "spaces": " ",
}


@pytest.mark.parametrize("unit", REPEATS.values(), ids=REPEATS)
def test_a_megabyte_of_repeats_takes_no_longer_than_news(unit, news_seconds):
    assert seconds(repeated(unit, MEGABYTE)) <= 3 * news_seconds + 0.2


# Texts of nothing but expressions cost by the row; they too must grow with their length only.
DENSE = {"each day": "كل يوم ", "yesterday": "أمس. ", "days of May": "5 مايو. ", "hours": "الساعة 10:30، "}


@pytest.mark.parametrize("unit", DENSE.values(), ids=DENSE)
def test_a_text_of_expressions_grows_with_its_length_only(unit):
    half, whole = repeated(unit, MEGABYTE // 16), repeated(unit, MEGABYTE // 8)
    assert seconds(whole) <= 3 * seconds(half) + 0.2


def test_cost_per_character_is_flat():
    small, large = repeated(NEWS, 100_000), repeated(NEWS, 2 * MEGABYTE)
    per_byte = [seconds(text) / len(text.encode()) for text in (small, large)]
    assert per_byte[1] <= 2 * per_byte[0]


def test_a_megabyte_fits_in_memory():
    text = repeated(NEWS + "\n", MEGABYTE)
    tracemalloc.start()
    found = tag_times(text, DCT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) > 1000
    assert peak < 200 * 2**20
