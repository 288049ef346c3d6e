"""The scores in the README are those that the code reaches."""

from pathlib import Path

import pytest

from analysis.scorecard import as_markdown, refresh, scorecard
from analysis.seeds import read_seed

README = Path(__file__).parents[1] / "README.md"


@pytest.fixture(scope="module")
def article():
    return read_seed("2021-07-26-alarab-kadhimi-washington")


def test_scores_of_the_readme_are_those_of_today(article, tmp_path) -> None:
    copy = tmp_path / "README.md"
    copy.write_bytes(README.read_bytes())
    assert refresh(copy, article) is False, "run python3 run.py, which writes the scores anew"


def test_stale_score_is_replaced_and_the_rest_is_left(article, tmp_path) -> None:
    card = as_markdown(scorecard(article))
    file = tmp_path / "README.md"
    file.write_text("# Before\n<!-- scores -->\n| old |\n<!-- /scores -->\nAfter\n", encoding="utf-8")
    assert refresh(file, article)
    assert file.read_text(encoding="utf-8") == f"# Before\n<!-- scores -->\n{card}<!-- /scores -->\nAfter\n"
    assert not refresh(file, article)


def test_file_without_a_place_for_scores_is_refused(article, tmp_path) -> None:
    file = tmp_path / "README.md"
    file.write_text("# No scores here\n", encoding="utf-8")
    with pytest.raises(ValueError, match="there are 0"):
        refresh(file, article)


def test_card_counts_every_annotated_row(article) -> None:
    card = scorecard(article).set_index("what")
    assert card["n"].tolist() == [26, 25, 17, 10, 110, 20, 8]
    assert (card["low"] <= card["right"] / card["n"]).all()
    assert (card["right"] / card["n"] <= card["high"]).all()
