"""Corrections by hand: applied, checked against the text, and said."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis import read_article
from analysis.articles import ArticleError
from analysis.conflicts import find_conflicts
from analysis.overlay import COLUMNS, CORRECTIONS, blank_overlay
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
    assert {*table[list(CORRECTIONS)].to_numpy().ravel()} == {""}


def test_certainty_set_by_hand_is_applied_and_said(seed):
    before = build_timeline(read_article(seed)).set_index("event_id")
    name = before.index[before.certainty == "planned"][0]
    edit(seed, **{name: {"set_certainty": "conditional", "label_ar": "عنوان بيد محرر"}})
    after = build_timeline(read_article(seed)).set_index("event_id")
    assert after.loc[name, ["certainty", "edited", "label_ar"]].tolist() == [
        "conditional",
        "label; certainty",
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


def test_ids_are_those_of_the_sheet_whatever_is_taken_out(seed):
    sheet = pd.read_csv(seed / "events.csv", dtype=str, keep_default_na=False)
    words = dict(zip(sheet.id, sheet.trigger_start.astype(int), strict=True))
    edit(seed, E02={"drop": "yes"}, E07={"merge_into": "E08"})
    article = read_article(seed)
    events = build_timeline(article)
    assert list(events.event_id) == [name for name in sheet.id if name not in ("E02", "E07")]
    assert all(words[e.event_id] == e.trigger_start for e in events.itertuples())
    named = {e for ids in find_conflicts(article).event_ids for e in ids.split("; ") if e}
    assert named <= set(events.event_id)


def test_an_event_that_the_sheet_does_not_know_gets_a_number_of_its_own(seed):
    sheet = pd.read_csv(seed / "events.csv", dtype=str, keep_default_na=False)
    write(seed, sheet[sheet.id != "E05"])
    ids = list(build_timeline(read_article(seed)).event_id)
    assert ids[4] == f"E{len(sheet) + 1:02d}"
    assert len(set(ids)) == len(ids)


def test_ids_of_an_annotation_are_not_those_of_its_events():
    events = build_timeline(read_article(SEED))
    assert list(events.event_id) == [f"E{n:02d}" for n in range(1, len(events) + 1)]
    assert set(events.edited) == {""}


def test_rows_taken_out_are_counted(seed):
    edit(seed, E02={"drop": "yes"}, E03={"drop": "YES"}, E07={"merge_into": "E08"})
    events = build_timeline(read_article(seed))
    assert (events.attrs["dropped"], events.attrs["merged"]) == (2, 1)


def test_two_rows_merged_by_hand_are_one_event_with_the_date_that_stays(seed):
    before = build_timeline(read_article(seed)).set_index("event_id")
    conflicts = len(find_conflicts(read_article(seed)))
    days = before[(before.precision == "day") & (before.conflict_ids == "")]
    gone, stays = next(
        (a, b) for a in days.index for b in days.index
        if days.date_start[a] and days.date_start[b] and days.sentence_id[a] != days.sentence_id[b]
        and days.date_start[a] != days.date_start[b]
    )  # fmt: skip
    edit(seed, **{gone: {"merge_into": stays}})
    article = read_article(seed)
    row = build_timeline(article).set_index("event_id").loc[stays]
    assert row.edited == "merged"
    assert (row.date_start, row.date_end) == (before.date_start[stays], before.date_end[stays])
    assert row.date_variants == ()
    assert before.sentence_id[gone] in row.more_evidence
    assert len(find_conflicts(article)) == conflicts


def test_rows_merge_in_a_chain_but_not_in_a_circle(seed):
    edit(seed, E06={"merge_into": "E07"}, E07={"merge_into": "E08"})
    events = build_timeline(read_article(seed)).set_index("event_id")
    assert {"E06", "E07"}.isdisjoint(events.index)
    assert events.edited["E08"] == "merged"
    edit(seed, E08={"merge_into": "E06"})
    with pytest.raises(ArticleError, match="circle"):
        build_timeline(read_article(seed))
    edit(seed, E08={"merge_into": "", "drop": "yes"})
    with pytest.raises(ArticleError, match="E08 is dropped"):
        build_timeline(read_article(seed))


@pytest.mark.parametrize(
    ("value", "start", "end", "precision"),
    [
        ("2021", "2021", "2021", "year"),
        ("2021-05", "2021-05", "2021-05", "month"),
        ("2021-05-06", "2021-05-06", "2021-05-06", "day"),
        ("2021-05-06/2021-05-09", "2021-05-06", "2021-05-09", "interval"),
        ("2021-05~/..", "2021-05", None, "month"),
        ("../2021-05-06", None, "2021-05-06", "day"),
    ],
)
def test_a_date_set_by_hand_brings_its_precision(seed, value, start, end, precision):
    edit(seed, E03={"set_date": value})
    row = build_timeline(read_article(seed)).set_index("event_id").loc["E03"]
    assert (row.date_start, row.date_end, row.precision) == (start, end, precision)
    assert (row.edtf, row.edited) == (value, "date")


def test_a_date_set_by_hand_moves_the_row_and_settles_a_contradiction(seed):
    before = build_timeline(read_article(seed))
    name = before.event_id[before.date_variants.map(bool)].item()
    edit(seed, **{name: {"set_date": "2021-07-22"}})
    article = read_article(seed)
    after = build_timeline(article)
    assert "dates-differ" not in set(find_conflicts(article).kind)
    starts = after.date_start.fillna(after.date_end).tolist()
    assert starts.index("2021-07-22") == list(after.event_id).index(name)
    assert after.date_variants.map(len).sum() == 0


def test_a_theme_set_by_hand_is_applied_and_said(seed):
    edit(seed, E03={"set_theme": "economy"})
    row = build_timeline(read_article(seed)).set_index("event_id").loc["E03"]
    assert (row.theme, row.edited) == ("economy", "theme")


@pytest.mark.parametrize(("delimiter", "first"), [(";", ""), ("\t", ""), (";", "sep=;\n")])
def test_a_sheet_saved_in_another_country_is_read(seed, delimiter, first):
    edit(seed, E02={"drop": "yes", "label_ar": "عنوان؛ بيد، محرر; آخر"})
    expected = build_timeline(read_article(seed))
    table = pd.read_csv(seed / "events.csv", dtype=str, keep_default_na=False)
    text = table.to_csv(index=False, sep=delimiter, lineterminator="\r\n")
    (seed / "events.csv").write_bytes(("\ufeff" + first + text).encode())
    pd.testing.assert_frame_equal(build_timeline(read_article(seed)), expected)


def test_a_sheet_that_is_no_utf8_says_how_to_save_it(seed):
    (seed / "events.csv").write_bytes("id,عنوان".encode("windows-1256"))
    with pytest.raises(ArticleError, match="CSV UTF-8"):
        build_timeline(read_article(seed))


def test_two_rows_of_one_event_word_keep_their_own_corrections(tmp_path):
    text = "وصل الوفد إلى طرابلس في 5 مايو 2021 وفي 9 يونيو 2021."
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    (tmp_path / "source.toml").write_text("published = 2021-07-26\n", encoding="utf-8")
    write(tmp_path, blank_overlay(read_article(tmp_path)))
    edit(tmp_path, E02={"label_ar": "الوصول الثاني"})
    events = build_timeline(read_article(tmp_path))
    assert events.trigger_start.nunique() == 1
    assert events.set_index("event_id").edited.to_dict() == {"E01": "", "E02": "label"}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"set_certainty": "likely"}, "set_certainty"),
        ({"drop": "maybe"}, "drop"),
        ({"set_date": "05/10/2025"}, "set_date"),
        ({"set_date": "2021-02-30"}, "set_date"),
        ({"set_date": "2021-05-09/2021-05-06"}, "ends before it starts"),
        ({"set_theme": "gossip"}, "set_theme"),
        ({"id": ""}, "id of its own"),
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
