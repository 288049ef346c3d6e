"""Corrections by hand: applied, checked against the text, and said."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import read_article
from analysis.articles import ArticleError
from analysis.conflicts import find_conflicts
from analysis.overlay import COLUMNS, blank_overlay
from analysis.timeline import build_timeline

SEED = Path("seeds/2021-07-26-alarab-kadhimi-washington")


@pytest.fixture
def seed(tmp_path):
    """A copy of the seed without its annotation, and with a blank overlay of its own."""
    for name in ("article.txt", "source.toml"):
        shutil.copy(SEED / name, tmp_path / name)
    write(tmp_path, blank_overlay(read_article(tmp_path)))
    return tmp_path


def write(folder, table):
    table.to_csv(folder / "events.csv", index=False, encoding="utf-8", lineterminator="\n")


def edit(folder, **changes):
    """Change cells of the overlay: ``E05={"drop": "yes"}``."""
    table = pd.read_csv(folder / "events.csv", dtype=str, keep_default_na=False).set_index("id", drop=False)
    for name, cells in changes.items():
        for column, value in cells.items():
            table.loc[name, column] = value
    write(folder, table)


def test_a_blank_overlay_changes_nothing(seed):
    with_overlay = build_timeline(read_article(seed))
    (seed / "events.csv").unlink()
    pd.testing.assert_frame_equal(with_overlay, build_timeline(read_article(seed)))
    assert set(with_overlay.edited) == {""}


def test_a_blank_overlay_names_every_event(seed):
    table = pd.read_csv(seed / "events.csv", dtype=str, keep_default_na=False)
    assert list(table.columns) == list(COLUMNS)
    assert list(table.id) == list(build_timeline(read_article(seed)).event_id)
    assert set(table.set_certainty) == set(table.merge_into) == set(table["drop"]) == {""}


def test_certainty_set_by_hand_is_applied_and_said(seed):
    before = build_timeline(read_article(seed)).set_index("event_id")
    name = before.index[before.certainty == "planned"][0]
    edit(seed, **{name: {"set_certainty": "conditional", "label_ar": "عنوان بيد محرر"}})
    after = build_timeline(read_article(seed)).set_index("event_id")
    assert after.loc[name, ["certainty", "edited", "label_ar"]].tolist() == [
        "conditional",
        "certainty",
        "عنوان بيد محرر",
    ]
    assert set(after.edited.drop(name)) == {""}


def test_a_dropped_event_is_gone_from_table_and_conflicts(seed):
    before = build_timeline(read_article(seed))
    edit(seed, E02={"drop": "yes"})
    article = read_article(seed)
    after = build_timeline(article)
    assert len(after) == len(before) - 1
    assert before.evidence_start[1] not in after.loc[after.date_start == "2008", "evidence_start"].tolist()
    named = {e for ids in find_conflicts(article).event_ids for e in ids.split("; ") if e}
    assert named <= set(after.event_id)


def test_two_rows_merged_by_hand_are_one_event(seed):
    before = build_timeline(read_article(seed))
    edit(seed, E07={"merge_into": "E08"})
    after = build_timeline(read_article(seed))
    assert len(after) == len(before) - 1
    row = after[after.edited == "merged"].iloc[0]
    assert before.sentence_id[6] in row.more_evidence


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"set_certainty": "likely"}, "set_certainty"),
        ({"drop": "maybe"}, "drop"),
        ({"merge_into": "E99"}, "merge_into"),
        ({"merge_into": "E03"}, "merge_into"),
        ({"trigger_start": "7"}, "trigger"),
        ({"evidence": "جملة أخرى"}, "evidence"),
        ({"evidence_end": "x"}, "whole numbers"),
    ],
)
def test_a_correction_that_means_nothing_names_file_and_line(seed, cells, words):
    edit(seed, E03=cells)
    with pytest.raises(ArticleError, match=words) as error:
        build_timeline(read_article(seed))
    assert "events.csv: line 4" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_column_is_named(seed):
    table = pd.read_csv(seed / "events.csv", dtype=str).drop(columns="trigger_end")
    write(seed, table)
    with pytest.raises(ArticleError, match="trigger_end"):
        build_timeline(read_article(seed))


def test_a_realised_event_cannot_be_set_after_publication(seed):
    before = build_timeline(read_article(seed)).set_index("event_id")
    name = before.index[before.date_start == "2021-10-10"][0]
    edit(seed, **{name: {"set_certainty": "realised"}})
    with pytest.raises(ValueError, match="after publication"):
        build_timeline(read_article(seed))
