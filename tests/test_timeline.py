"""The event table: right on the seed, gated row by row, and independent of the annotation."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import read_article
from analysis.articles import ArticleError, from_text
from analysis.scores import score_events
from analysis.timeline import Row, RowError, build_timeline, variants_as_json

SEED = Path("seeds/2021-07-26-alarab-kadhimi-washington")
DAY = dt.date(2021, 7, 26)


@pytest.fixture(scope="module")
def article():
    return read_article(SEED)


@pytest.fixture(scope="module")
def events(article):
    return build_timeline(article)


@pytest.fixture(scope="module")
def gold():
    return pd.read_csv(SEED / "events.csv", dtype=str, keep_default_na=False)


def test_every_charted_event_of_the_annotation_is_right(events, gold):
    scores = score_events(events, gold)
    charted = scores[scores.on_timeline == "yes"]
    assert len(charted) == 25
    assert charted[~charted.right].to_dict("records") == []


def test_no_event_is_invented(events, gold):
    scores = score_events(events, gold)
    assert set(events.event_id) - set(scores.event_id) == set()


def test_the_annotation_feeds_nothing_but_labels(events, tmp_path):
    shutil.copy(SEED / "article.txt", tmp_path / "article.txt")
    plain = build_timeline(read_article(tmp_path / "article.txt", DAY))
    labels = ["label_ar", "label_en"]
    pd.testing.assert_frame_equal(plain.drop(columns=labels), events.drop(columns=labels), check_like=True)
    assert plain.label_en.isna().all()
    assert plain.label_ar.str.len().gt(0).all()


def test_round_four_is_one_event_with_both_dates(events):
    row = events[events.label_en.fillna("").str.contains("round 4 «")]
    assert len(row) == 1
    assert [v["date_end"] for v in row.date_variants.item()] == ["2021-07-23", "2021-07-25"]
    assert row.conflict_ids.item()


def test_end_of_2021_is_three_claims_and_none_realised(events):
    late = events[(events.date_end.fillna("") >= "2021-12") | (events.method == "forecast")]
    assert len(late) == 3
    assert "realised" not in set(late.certainty)
    assert late.asserted_by.nunique() == 3


def test_a_month_is_never_given_a_day(events):
    months = events[events.precision == "month"]
    assert len(months) == 6
    assert set(months.date_start.str.len()) == set(months.date_end.str.len()) == {7}


def test_evidence_stands_in_the_text(article, events):
    for row in events.itertuples():
        assert article.text[row.evidence_start : row.evidence_end] == row.evidence
        assert row.evidence in {s.text for s in article.sentences if s.id == row.sentence_id}


def test_unsaid_fields_are_none(events):
    for column in ("date_start", "date_end", "label_en", "certainty_cue", "asserted_by", "place", "anchor"):
        assert not any(isinstance(v, float) for v in events[column])


GOOD = Row(
    event_id="E01", label_ar="وصول الوزير", label_en=None, theme=None, date_start="2021-07-20",
    date_end="2021-07-20", edtf="2021-07-20", precision="day", date_basis="relative", anchor="DCT",
    date_variants=(), certainty="realised", certainty_cue=None, asserted_by=None, attribution="narrator",
    actors="", place=None, evidence_start=0, evidence_end=24, evidence="وصل الوزير الثلاثاء أمس.",
    sentence_id="S01", timex_ids="t01", conflict_ids="", method="dated-clause", more_evidence="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        ({"evidence": "", "evidence_end": 0}, "no evidence"),
        ({"evidence": "وصل السفير الثلاثاء أمس."}, "not in the text"),
        ({"evidence_start": 1}, "not in the text"),
        ({"precision": "hour"}, "precision"),
        ({"certainty": "probable"}, "certainty"),
        ({"date_basis": "guessed"}, "date_basis"),
        ({"attribution": "rumour"}, "attribution"),
        ({"date_start": None, "date_end": None}, "no date"),
        ({"precision": "month"}, "a month is not a day"),
        ({"precision": "month", "date_end": None}, "a month is not a day"),
        ({"precision": "month", "date_start": "2021-07"}, "a month is not a day"),
        ({"date_start": "2021-07"}, "a day is not a month"),
        ({"date_start": "2021-08-01", "date_end": "2021-08-01"}, "after publication"),
        ({"date_end": "2021-07-19"}, "ends before"),
    ],
)
def test_a_row_that_breaks_a_gate_cannot_be_built(change, gate):
    article = from_text("وصل الوزير الثلاثاء أمس.", DAY)
    assert GOOD.check(article) is GOOD
    with pytest.raises(RowError, match=gate):
        replace(GOOD, **change).check(article)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("وتحركت قوات نحو سرت في مطلع الشهر الجاري.", "2021-07-01", "2021-07-10"),
        ("وتحركت قوات نحو سرت خلال الشهر الجاري.", "2021-07-01", "2021-07-26"),
    ],
)
def test_part_of_a_month_that_is_not_over_is_an_interval_and_no_month(text, start, end):
    row = table(text, dt.date(2021, 7, 26)).iloc[0]
    assert (row.date_start, row.date_end, row.precision) == (start, end, "interval")


def test_a_month_of_publication_on_its_first_day_stays_a_month():
    assert table("وتحركت قوات خلال الشهر الجاري.", dt.date(2021, 7, 1)).date_end.tolist() == ["2021-07"]


def test_a_label_whose_evidence_moved_fails_loudly(tmp_path):
    folder = tmp_path / "seed"
    shutil.copytree(SEED, folder)
    text = (folder / "events.csv").read_text(encoding="utf-8")
    (folder / "events.csv").write_text(text.replace(",1631,1639,", ",1632,1640,"), encoding="utf-8")
    with pytest.raises(ArticleError, match=r"line 2: the trigger of E01"):
        build_timeline(read_article(folder))


def table(text, day=DAY):
    return build_timeline(from_text(text, day))


def test_an_article_without_dates_has_an_empty_table_with_all_columns():
    empty = table("لا شيء هنا يذكر.")
    assert list(empty.columns) == list(Row.__dataclass_fields__)
    assert len(empty) == 0


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "certainty"),
    [
        ("انفجرت سيارة مفخخة في وسط المدينة الجمعة.", "2021-07-23", "2021-07-23", "day", "realised"),
        ("ومن المقرر أن تعقد القمة في 12 سبتمبر المقبل.", "2021-09-12", "2021-09-12", "day", "planned"),
        ("وقد تستأنف المفاوضات في الخريف المقبل.", "2021-09-01", "2021-12-31", "season", "conditional"),
        ("وقعت الحكومة الاتفاق في مارس 2019.", "2019-03", "2019-03", "month", "realised"),
        ("وتدير الشركة الميناء منذ 2016.", "2016", None, "year", "realised"),
        (
            "وقال الخبير سامي حداد إن السد سيمتلئ بحلول نهاية العام.",
            "2021-07-26",
            "2021-12-31",
            "year",
            "claimed",
        ),
        ("وأعلنت الوزارة أن المعرض سينطلق في 5 أكتوبر.", "2021-10-05", "2021-10-05", "day", "planned"),
    ],
)
def test_other_articles(text, start, end, precision, certainty):
    row = table(text).iloc[0]
    assert (row.date_start, row.date_end, row.precision, row.certainty) == (start, end, precision, certainty)


def test_two_names_of_one_day_are_one_event():
    assert len(table("عقد المجلس جلسته في 1 محرم 1443 الموافق 9 أغسطس 2021.", dt.date(2021, 8, 20))) == 1


def test_variants_as_json_can_be_read_back(events):
    texts = variants_as_json(events).date_variants
    assert [json.loads(t) if t else [] for t in texts] == [list(v) for v in events.date_variants]
