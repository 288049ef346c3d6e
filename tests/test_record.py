"""Article against public record: verdicts by the calendar, and a layer that changes nothing."""

import datetime as dt

import pandas as pd
import pytest

from analysis import build_timeline
from analysis.record import COLUMNS, DATE_VERDICTS, compare_record, distance, span_of
from analysis.seeds import read_gold, read_seed


@pytest.fixture(scope="module")
def article():
    return read_seed("2021-07-26-alarab-kadhimi-washington")


@pytest.fixture(scope="module")
def events(article):
    return build_timeline(article)


@pytest.fixture(scope="module")
def compared(article, events):
    tables = [read_gold(article, name) for name in ("record", "events", "record_sources")]
    return compare_record(events, *tables).set_index("record_id")


def claim(start: str | None, end: str | None, precision: str, variants: tuple = (), **more) -> pd.DataFrame:
    row = {"event_id": "E01", "label_ar": "حدث", "label_en": "event", "edtf": "?", "place": None}
    row |= {"date_start": start, "date_end": end, "precision": precision, "date_variants": variants}
    frame = pd.DataFrame([row | {"trigger_start": 5} | more])
    frame.attrs["published"] = "2021-07-26"
    return frame


def record(date: str, comparison: str = "agrees", event_ids: str = "E01") -> pd.DataFrame:
    row = {"id": "H01", "date": date, "precision": "day", "what": "x", "event_ids": event_ids}
    return pd.DataFrame([row | {"comparison": comparison, "conflict_explanation": "", "note": "n"}])


ANNOTATED = pd.DataFrame([{"id": "E01", "label_ar": "حدث", "trigger_start": "5"}])


def verdict(events: pd.DataFrame, date: str, comparison: str = "agrees", event_ids: str = "E01") -> pd.Series:
    return compare_record(events, record(date, comparison, event_ids), ANNOTATED).iloc[0]


@pytest.mark.parametrize(
    ("start", "end", "precision", "date", "expected", "days"),
    [
        ("2021-07-20", "2021-07-20", "day", "2021-07-20", "agrees", 0),
        ("2021-07-20", "2021-07-20", "day", "2021-07-19", "article_off_by_days", 1),
        ("2021-07-20", "2021-07-20", "day", "2021-07-25", "article_off_by_days", -5),
        ("2021-06", "2021-06", "month", "2021-06-29", "article_vaguer", 0),
        ("2021-06", "2021-06", "month", "2021-05-31", "article_off_by_days", 1),
        ("2014", "2014", "year", "2014", "agrees", 0),
        ("2014", None, "year", "2014-09-10", "article_vaguer", 0),
        ("2021-07-25", None, "day", "2021-07-25", "agrees", 0),
        (None, "2021-07-23", "day", "2021-07-23", "agrees", 0),
        (None, "2021-07-23", "day", "2021-07-24", "article_off_by_days", -1),
        ("2021-07-22", "2021-07-22", "day", "2021-07-20/2021-07-23", "article_more_precise", 0),
        ("2021-07-18", "2021-07-21", "interval", "2021-07-20/2021-07-23", "article_overlaps", 0),
        ("2021-10-10", "2021-10-10", "day", "2021-10-10", "after_article", 0),
    ],
)
def test_verdict_follows_from_the_two_dates(start, end, precision, date, expected, days) -> None:
    row = verdict(claim(start, end, precision), date)
    assert (row["date_verdict"], row["days"]) == (expected, days)


def test_two_dates_of_one_event_contradict_each_other_and_are_both_measured() -> None:
    variants = ({"date_end": "2021-07-23"}, {"date_end": "2021-07-25"})
    row = verdict(claim(None, "2021-07-23", "day", variants), "2021-07-22/2021-07-23")
    assert row["date_verdict"] == "article_self_contradictory"
    assert row["variants"] == "2021-07-23: +0; 2021-07-25: +2"


@pytest.mark.parametrize("event_ids", ["", "E99"])
def test_record_of_nothing_in_the_article_has_no_claim(event_ids: str) -> None:
    row = verdict(claim("2021-07-20", "2021-07-20", "day"), "2020-01-05", "omitted_by_article", event_ids)
    assert (row["date_verdict"], row["check"]) == ("not_in_article", "same")
    assert row["event_id"] is None
    assert row["article_date"] is None
    assert pd.isna(row["days"])


@pytest.mark.parametrize(
    ("comparison", "check"),
    [
        ("agrees", "same"),
        ("article_vaguer", "differs"),
        ("article_off_by_one_day", "differs"),
        ("article_wrong_place", "not a date"),
        ("contested_figure", "not a date"),
    ],
)
def test_annotated_verdict_is_kept_and_checked(comparison: str, check: str) -> None:
    row = verdict(claim("2021-07-20", "2021-07-20", "day"), "2021-07-20", comparison)
    assert (row["annotated"], row["check"]) == (comparison, check)


@pytest.mark.parametrize(("day", "check"), [("2021-07-19", "same"), ("2021-07-18", "differs")])
def test_one_day_means_one_day(day: str, check: str) -> None:
    row = verdict(claim("2021-07-20", "2021-07-20", "day"), day, "article_off_by_one_day")
    assert row["check"] == check


def test_of_several_events_the_nearest_in_time_is_compared() -> None:
    events = pd.concat([claim("2021-01", "2021-01", "month"), claim("2021-06", "2021-06", "month")])
    events["label_ar"], events["event_id"] = ["حدث", "آخر"], ["E01", "E02"]
    events.attrs["published"] = "2021-07-26"
    annotated = pd.concat([ANNOTATED, ANNOTATED.assign(id="E07", label_ar="آخر")])
    row = compare_record(events, record("2021-06-11", event_ids="E01;E07"), annotated).iloc[0]
    assert row["event_id"] == "E02"


def test_of_two_rows_with_one_label_the_nearest_event_word_is_meant() -> None:
    events = pd.concat(
        [claim("2021-06", "2021-06", "month", trigger_start=90), claim("2021-01", "2021-01", "month")]
    )
    events["event_id"] = ["E01", "E02"]
    events.attrs["published"] = "2021-07-26"
    assert verdict(events, "2021-06-11")["event_id"] == "E02"


def test_ranges_without_an_end_reach_far() -> None:
    assert span_of("2014", None) == (dt.date(2014, 1, 1), dt.date.max)
    assert distance(span_of(None, None), span_of("2014", "2014")) == 0


def test_empty_record_gives_an_empty_table_with_all_columns() -> None:
    out = compare_record(claim("2014", "2014", "year"), record("2014").iloc[:0], ANNOTATED)
    assert out.empty
    assert tuple(out.columns) == COLUMNS


def test_the_record_never_changes_the_event_table(article, events) -> None:
    before = events.copy(deep=True)
    tables = [read_gold(article, name) for name in ("record", "events")]
    compare_record(events, *tables)
    pd.testing.assert_frame_equal(events, before)
    drone = events[events["date_start"] == "2021-07-23"]
    assert "بغداد" in drone["place"].tolist()  # the record says otherwise; the article's layer keeps its word


def test_every_record_row_of_the_seed_is_compared(article, compared) -> None:
    assert compared.index.tolist() == read_gold(article, "record")["id"].tolist()
    assert set(compared["date_verdict"]) <= set(DATE_VERDICTS)
    assert compared.loc["H22", ["days", "date_verdict", "check"]].tolist() == [
        1,
        "article_off_by_days",
        "same",
    ]
    assert compared.loc["H20", ["place", "date_verdict", "check"]].tolist() == [
        "بغداد",
        "agrees",
        "not a date",
    ]
    assert compared.loc["H21", "variants"] == "2021-07-23: +0; 2021-07-25: +2"
    assert compared.loc["H07", "date_verdict"] == "article_vaguer"


def test_only_two_dates_of_the_seed_are_judged_otherwise_than_by_hand(compared) -> None:
    assert compared.index[compared["check"] == "differs"].tolist() == ["H13", "H23"]


def test_sources_are_named_with_their_weight(compared) -> None:
    assert compared["sources"].str.fullmatch(r"[a-z-]+: \S+(; [a-z-]+: \S+)*").all()
    assert compared.loc["H18", "sources"].startswith("official: mofa.gov.iq")
