"""Conflicts: the eight of the seed, and each rule on a text of its own."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis import read_article
from analysis.articles import from_text
from analysis.conflicts import COLUMNS, _many_claims, find_conflicts
from analysis.timeline import build_timeline

SEED = Path("seeds/2021-07-26-alarab-kadhimi-washington")
DAY = dt.date(2021, 7, 26)


@pytest.fixture(scope="module")
def article():
    return read_article(SEED)


@pytest.fixture(scope="module")
def rows(article):
    return find_conflicts(article)


def test_both_spans_hold_their_text(article, rows):
    assert list(rows.columns) == list(COLUMNS)
    for row in rows.itertuples():
        assert article.text[row.start_a : row.end_a] == row.text_a
        assert article.text[row.start_b : row.end_b] == row.text_b
        assert row.explanation


def test_the_eight_annotated_conflicts_are_found_with_at_most_three_others(rows):
    gold = pd.read_csv(SEED / "conflicts.csv")
    found, used = {}, set()
    for name, spans in gold.groupby("id"):
        for row in rows.itertuples():
            sides = [(row.start_a, row.end_a), (row.start_b, row.end_b)]
            hit = [{s.Index for s in spans.itertuples() if s.start < b and a < s.end} for a, b in sides]
            if all(hit) and len(hit[0] | hit[1]) > 1 and row.conflict_id not in used:
                found[name] = row.conflict_id
                used.add(row.conflict_id)
                break
    assert sorted(found) == [f"C{n}" for n in range(1, 9)]
    assert len(rows) - len(used) <= 3


def test_a_deadline_after_the_clause_is_part_of_what_is_told(rows):
    same = rows[rows.kind == "same-deadline"].iloc[0]
    assert same.text_b.endswith("بحلول نهاية العام")


def test_events_and_conflicts_name_each_other(article, rows):
    events = build_timeline(article)
    from_rows = {(e, r.conflict_id) for r in rows.itertuples() for e in r.event_ids.split("; ") if e}
    from_events = {(e.event_id, c) for e in events.itertuples() for c in e.conflict_ids.split("; ") if c}
    assert from_rows == from_events


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("weekday", "يعقد المجلس جلسته يوم الاثنين 29 يوليو 2021."),
        ("part-exceeds-whole", "وينتشر في البلاد 2000 جندي بينهم 2500 أميركي."),
        ("scope", "وينتشر 3000 جندي بينهم 2500 أميركي.\nويبلغ عدد القوات في البلاد 2500 جندي."),
        (
            "furniture-as-fact",
            "الوزير يسعى لكسب تأييد شعبي واسع\nتقرير من العاصمة\n"
            'وقال الباحث سامي حداد إن الوزير يريد "كسب تأييد شعبي واسع" قبل نهاية ولايته، وهو ما ينفيه'
            " مقربون منه منذ أسابيع في أكثر من تصريح صحفي.",
        ),
    ],
)
def test_each_rule_holds_on_another_text(kind, text):
    assert kind in set(find_conflicts(from_text(text, DAY)).kind)


def test_an_article_that_agrees_with_itself_has_none():
    text = "وصل الوزير إلى العاصمة الجمعة.\nوينتشر 3000 جندي بينهم 2500 أميركي."
    assert len(find_conflicts(from_text(text, DAY))) == 0


def test_counted_nouns_of_an_arabic_explanation_agree():
    assert _many_claims("2021-12-31", 2, 2, 1)[1].startswith(
        "عدد الأقوال عن 2021-12-31: 2، من مصدرين، مع توقع واحد"
    )
    assert "من 3 مصادر، مع توقعين" in _many_claims("2021-12-31", 4, 3, 2)[1]
    assert "من 11 مصدرا، ومضمونها" in _many_claims("2021-12-31", 11, 11, 0)[1]
    assert "and 2 forecasts without" in _many_claims("2021-12-31", 4, 3, 2)[0]
