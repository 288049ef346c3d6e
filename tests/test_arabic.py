"""fold keeps length; squeeze finds its way back."""

import random

import pytest

from analysis.arabic import fold, squeeze

LETTERS = "أإآٱىةیکھ٠١۲۳\u00a0\u202f ابتث،.ًّـ\u200f\u202ax1"


def random_text(seed, n=400):
    return "".join(random.Random(seed).choices(LETTERS, k=n))


@pytest.mark.parametrize("seed", range(20))
def test_fold_keeps_length(seed):
    text = random_text(seed)
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("إبريل", "ابريل"),
        ("٢٠٢١", "2021"),
        ("۱۴۰۰", "1400"),
        ("مدرسة", "مدرسه"),
        ("على", "علي"),
        ("عام\u00a0٥", "عام 5"),
    ],
)
def test_fold_writes_letters_and_digits_one_way(written, plain):
    assert fold(written) == plain


@pytest.mark.parametrize("seed", range(20))
def test_fold_is_idempotent(seed):
    text = random_text(seed)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("seed", range(20))
def test_spans_lead_back_to_the_same_letters(seed):
    text = random_text(seed)
    squeezed = squeeze(text)
    for start in range(0, len(squeezed.text) - 3, 3):
        a, b = squeezed.span(start, start + 3)
        assert squeeze(text[a:b]).text == squeezed.text[start : start + 3]
        assert text[a] == squeezed.text[start]


def test_a_span_takes_the_marks_of_its_last_letter():
    squeezed = squeeze("سنة 1436 هـ، ثم أبريلَ")
    assert squeezed.original[slice(*squeezed.span(9, 10))] == "هـ"
    assert squeezed.original[slice(*squeezed.span(15, 20))] == "أبريلَ"


def test_text_without_marks_is_left_alone():
    squeezed = squeeze("في أبريل الماضي")
    assert squeezed.text == "في أبريل الماضي"
    assert squeezed.span(3, 8) == (3, 8)
