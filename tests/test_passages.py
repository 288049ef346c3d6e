"""Quotations, numbers and actors in passages of twenty countries' press, written for this project.

The passages in ``tests/passages`` were annotated before any run. What the finders did then is kept here,
since a figure after repair says less:

- first batch (21 passages, 43 quotations, 32 numbers, 19 actors), before any rule was changed: 10 of 13
  direct quotations with their exact span, 16 of 30 indirect ones found (demands and promises were not read
  at all), 16 of 19 indirect rows right, 28 of 32 numbers and 18 of 19 actors right in every field;
- second batch (20 passages, 43 quotations, 22 numbers, 17 actors), run once after the rules had been repaired
  on the first: 11 of 13 direct, 18 of 30 indirect found, 18 of 25 indirect rows right, 20 of 22 numbers, 16
  of 17 actors. Then this batch was used for repair, too;
- third batch (12 passages, 31 quotations, 15 numbers, 10 actors), run once after that: 8 of 10 direct, 15 of
  21 indirect found, 15 of 18 indirect rows right, 14 of 15 numbers, 9 of 10 actors. Of unseen text expect
  these figures, not those after repair: this batch was used for it in the end as well.

Corrected after a run, because the annotation broke its own rule: units that the word list names otherwise
(patients and citizens are ``people``), the canonical name of Gaza, «500 tests a day», one order of a court,
bare «hours» without bounds; in the second batch, before its run, two subjects without a predicate.
``python tests/passage_tools.py`` prints the figures as they are now, and each miss.
"""

from collections import Counter

import pytest
from passage_tools import BATCHES, article_of, located, read_passages, score

CASES = [(batch, n, passage) for batch in BATCHES for n, passage in enumerate(read_passages(batch))]
# What is still wrong, and why; a row that comes right must be taken out.
OPEN = {
    ("second", 0): "a narrator's clause in the past after a statement in the past cannot be told from it",
    ("second", 1): "the subject of an unknown verb at the sentence's start is not taken for the speaker",
    ("second", 10): "a bare number does not inherit the unit of another clause",
    ("second", 15): "«welcomed the decision» is an attitude and no statement",
    (
        "third",
        2,
    ): "«طلب من الوزارة إعادة الفرز»: no preposition before the demand",
    ("third", 4): "the subject after a participle («مؤكدا سموه») is not read",
    ("third", 6): "«جدد التزام الجزائر»: to renew is seldom to say",
    ("third", 7): "a narrator's clause in the past after a statement in the past cannot be told from it",
    ("third", 11): "chants that demand something are no speaker where they stand after a preposition",
}


@pytest.fixture(scope="module")
def total() -> Counter:
    return sum((score(passage)[0] for _, _, passage in CASES), Counter())


@pytest.mark.parametrize(
    ("batch", "n", "passage"), CASES, ids=[f"{b}-{n}-{p['press']}".replace(" ", "-") for b, n, p in CASES]
)
def test_a_passage_is_read_as_annotated(request, batch: str, n: int, passage: dict) -> None:
    if reason := OPEN.get((batch, n)):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    assert score(passage)[1] == []


def test_what_is_left_open_stays_small(total: Counter) -> None:
    assert (total["direct"], total["indirect"], total["numbers"], total["actors"]) == (36, 82, 69, 46)
    assert total["direct exact"] == total["direct rows"] >= 35
    assert total["indirect found"] >= 77
    assert total["indirect rows"] - total["indirect found"] <= 2
    assert total["numbers right"] >= 68
    assert total["actors right"] >= 46


def test_the_annotation_stands_in_its_passage() -> None:
    for _, _, passage in CASES:
        text = article_of(passage).text
        for kind, column in (("quotes", 1), ("numbers", 0), ("actors", 0)):
            words = [row[column] for row in passage[kind]]
            assert [text[a:b] for a, b in located(text, words)] == words
        assert {row[0] for row in passage["quotes"]} <= {"d", "i"}
