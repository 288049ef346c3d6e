"""The publication day: proposed with its place, accepted when all places agree, never taken from an event."""

import datetime as dt

import pytest

from analysis.articles import ArticleError
from analysis.dateline import accept, find_datelines, proposals, propose
from analysis.intake import Intake, Stated

DAY, OTHER = dt.date(2021, 7, 26), dt.date(2021, 7, 27)
BODY = "وصل الوزير إلى العاصمة أمس."


def article(line: str) -> str:
    return f"عنوان الخبر\n\n{line}\n{BODY}\n"


@pytest.mark.parametrize(
    "line",
    [
        "الاثنين 2021/07/26",
        "نشر في: 26/07/2021 - 14:30",
        "آخر تحديث: الاثنين، ٢٦ يوليو ٢٠٢١",
        "26-07-2021 | 10:33",
        "تاريخ النشر: 26 تموز 2021",
        "بغداد، 26 تموز/يوليو 2021 (أ ف ب) - بدأ الوزير زيارة رسمية تستمر ثلاثة أيام.",
        "القاهرة في 26 يوليو 2021 /أ ش أ/ بدأ الوزير زيارة رسمية تستمر ثلاثة أيام.",
    ],
)
def test_dateline_is_found_with_its_line(line) -> None:
    found = find_datelines(article(line))
    assert [(s.day, s.where[:6]) for s in found] == [(DAY, "line 3")]


@pytest.mark.parametrize(
    "line",
    [
        "الانتخابات المقررة في 26 يوليو 2021",
        "اتفاق 26 يوليو 2021 ينهار",
        "الاثنين 26 يوليو",
        "في 26 يوليو 2021 – يوم الافتتاح – حضر الوزير.",
        "بدأت الزيارة في 26 يوليو 2021.",
        "من 26 يوليو 2021 إلى 27 يوليو 2021",
        "2021",
    ],
)
def test_date_of_an_event_is_no_dateline(line) -> None:
    assert find_datelines(article(line)) == []


def test_headline_and_the_middle_of_a_long_text_hold_no_dateline() -> None:
    middle = "\n".join([BODY] * 20 + ["الاثنين 2021/07/26"] + [BODY] * 20)
    assert find_datelines(f"26/07/2021\n{middle}") == []
    assert [s.day for s in find_datelines(f"عنوان\n{BODY}\n" * 20 + "نشر في 2021/07/26")] == [DAY]


@pytest.mark.parametrize(
    "line",
    ["نُشر في 26 يوليو 2021", "تاريخ النشر: 26/07/2021", "آخر تحديث: الاثنين 26 تموز 2021 الساعة 10:30"],
)
def test_first_line_that_says_it_was_published_is_a_dateline(line) -> None:
    found = find_datelines(f"{line}\nعنوان الخبر\n{BODY}\n")
    assert [(s.day, s.where[:6]) for s in found] == [(DAY, "line 1")]


@pytest.mark.parametrize("line", ["الاثنين 26/07/2021", "نشر الوزير تقريرا في 26 يوليو 2021"])
def test_first_line_with_a_date_alone_or_an_event_stays_a_headline(line) -> None:
    assert find_datelines(f"{line}\nعنوان الخبر\n{BODY}\n") == []


def test_markup_and_text_outrank_other_times_and_properties() -> None:
    made, shown, said = Stated(OTHER, "made", 2), Stated(OTHER, "shown", 1), Stated(DAY, "meta", 0)
    assert proposals(Intake(BODY, "html", stated=(made, shown, said))) == [said]
    assert proposals(Intake(BODY, "html", stated=(made, shown))) == [shown]
    assert proposals(Intake(BODY, "docx", stated=(made,))) == [made]
    assert proposals(Intake(BODY, "txt")) == []


def test_day_is_accepted_only_where_all_places_agree() -> None:
    text = article("الاثنين 2021/07/26")
    assert accept(Intake(text, "html", stated=(Stated(DAY, "meta", 0),)), "a.html").day == DAY
    with pytest.raises(
        ArticleError, match=r"a\.html: its places differ \(2021-07-26 in line 3.*2021-07-27 in meta"
    ):
        accept(Intake(text, "html", stated=(Stated(OTHER, "meta", 0),)), "a.html")
    with pytest.raises(ArticleError, match="nothing in it states"):
        accept(Intake(BODY, "txt"), "a.txt")


def test_missing_day_is_proposed_with_its_place() -> None:
    line = propose(Intake(article("الاثنين 2021/07/26"), "txt"), "a.txt")
    assert (
        line
        == "a.txt: no publication day; add --published 2021-07-26, found in line 3 («الاثنين 2021/07/26»)"
    )
    assert propose(Intake(BODY, "txt"), "a.txt").endswith("add --published YYYY-MM-DD")
    differing = Intake(article("الاثنين 2021/07/26"), "html", stated=(Stated(OTHER, "meta", 0),))
    assert "its places differ" in propose(differing, "a.html")
