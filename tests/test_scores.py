"""The scores: a right answer counts, a wrong one does not, and nothing found is not a success."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from analysis import find_actors, find_conflicts, find_quantities, find_quotes
from analysis.articles import from_text
from analysis.scores import (
    match_actors,
    score_actors,
    score_conflicts,
    score_events,
    score_quantities,
    score_quotes,
    score_times,
    share,
    wilson,
)
from analysis.seeds import read_gold, read_seed

DAY = dt.date(2021, 7, 26)
TEXT = (
    "قالت واشنطن إن المحادثات ستستمر. وأضاف الوزير سالم الخطيب: «سنوقع الاتفاق قريبا». "
    'وينتشر نحو 3000 جندي، بينهم 2500 أميركي، ويسمى الاتفاق "الإطار".'
)


@pytest.fixture(scope="module")
def article():
    return from_text(TEXT, DAY)


@pytest.fixture(scope="module")
def seed():
    return read_seed("2021-07-26-alarab-kadhimi-washington")


def span(words: str) -> dict:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


ACTORS = [
    {"actor": "A1", "name_en": "Salem", "kind": "person", "form": "name", **span("سالم الخطيب")},
    {"actor": "O1", "name_en": "United States", "kind": "organisation", "form": "metonym", **span("واشنطن")},
]
QUOTES = [
    {"id": "I1", "kind": "indirect", "speaker": "O1", **span("المحادثات ستستمر")},
    {"id": "Q1", "kind": "direct", "speaker": "A1", **span("سنوقع الاتفاق قريبا")},
    {"id": "M1", "kind": "not_a_quotation", "speaker": "", **span("الإطار")},
]
NUMBER = {"low": "", "high": "", "as_of": "", "asserted_by": "", "unit": "soldiers"}
QUANTITIES = [
    NUMBER | {"id": "N1", "value": "3000", "approx": "yes", "part_of": "", **span("نحو 3000 جندي")},
    NUMBER | {"id": "N2", "value": "2500", "approx": "no", "part_of": "N1", **span("2500 أميركي")},
]


def gold(rows: list[dict], **changes) -> pd.DataFrame:
    """Return the rows as a table; `changes` go into the first."""
    return pd.DataFrame([{**rows[0], **changes}, *rows[1:]])


# ------------------------------------------------------------------------------------------ actors


def test_right_actor_and_span_count(article) -> None:
    scored = score_actors(find_actors(article), gold(ACTORS)).query("text != ''")
    assert scored["verdict"].tolist() == ["exact", "exact"]
    assert scored["text"].tolist() == ["واشنطن", "سالم الخطيب"]  # in the order of the text


def test_actor_with_another_span_is_an_overlap(article) -> None:
    scored = score_actors(find_actors(article), gold(ACTORS, **span("سالم")))
    assert scored.query("actor == 'A1'")["verdict"].tolist() == ["overlap"]


def test_actor_of_another_kind_is_wrong(article) -> None:
    scored = score_actors(find_actors(article), gold(ACTORS[::-1], kind="place"))
    assert scored.query("actor == 'O1'")["verdict"].tolist() == ["wrong actor"]


def test_city_taken_for_government_counts_once_only(article) -> None:
    words = "قالت واشنطن إن الوفد وصل. وأعلنت واشنطن ذلك. وصل الوفد إلى واشنطن."
    places = [i for i in range(len(words)) if words.startswith("واشنطن", i)]
    rows = [
        {"actor": actor, "name_en": "", "kind": kind, "form": "", "start": i, "end": i + 6, "text": "واشنطن"}
        for i, actor, kind in zip(places, ("O1", "O1", "P1"), ("organisation",) * 2 + ("place",), strict=True)
    ]
    mention = find_actors(from_text(words, DAY))[0]
    one_sense = [replace(mention, start=i, end=i + 6) for i in places]
    scored = score_actors(one_sense, pd.DataFrame(rows))
    assert scored["verdict"].tolist() == ["exact", "exact", "wrong actor"]


def test_actor_that_is_not_annotated_is_a_false_alarm(article) -> None:
    scored = score_actors(find_actors(article), gold(ACTORS).iloc[:1])
    assert "واشنطن" in scored.query("verdict == 'false alarm'")["found_text"].tolist()


def test_no_actor_found_is_all_missed() -> None:
    assert score_actors([], gold(ACTORS))["verdict"].tolist() == ["missed", "missed"]
    assert match_actors([], gold(ACTORS)) == {}


# ------------------------------------------------------------------------------------------ quotes


def quotes_scored(article, table: pd.DataFrame, found=None) -> pd.DataFrame:
    mentions = find_actors(article)
    found = find_quotes(article, mentions) if found is None else found
    return score_quotes(found, table, match_actors(mentions, gold(ACTORS))).set_index("id")


def test_right_span_and_speaker_count(article) -> None:
    scored = quotes_scored(article, gold(QUOTES))
    assert scored["verdict"].to_dict() == {"I1": "exact", "Q1": "exact", "M1": "left out"}
    assert scored["speaker_right"].all()


def test_wrong_speaker_does_not_count(article) -> None:
    scored = quotes_scored(article, gold(QUOTES, speaker="A1"))
    assert not scored.loc["I1", "speaker_right"]


def test_speaker_given_to_a_quotation_that_names_nobody_is_wrong(article) -> None:
    scored = quotes_scored(article, gold(QUOTES, speaker=""))
    assert scored.loc["I1", "verdict"] == "exact"
    assert not scored.loc["I1", "speaker_right"]


def test_direct_is_not_compared_with_indirect(article) -> None:
    scored = quotes_scored(article, gold(QUOTES, kind="direct"))
    assert scored.loc["I1", "verdict"] == "missed"
    assert scored.loc["", "verdict"] == "false alarm"


def test_quotation_that_shares_less_than_half_is_missed(article) -> None:
    table = gold(QUOTES, start=QUOTES[0]["end"] - 3, end=QUOTES[0]["end"], text="مر.")
    assert quotes_scored(article, table).loc["I1", "verdict"] == "missed"


def test_name_taken_for_a_quotation_is_seen(article) -> None:
    found = find_quotes(article)
    direct = next(q for q in found if q.kind == "direct")
    name = span("الإطار")
    taken = replace(direct, **name)
    assert quotes_scored(article, gold(QUOTES), [*found, taken]).loc["M1", "verdict"] == "taken"


def test_no_quotation_found_is_all_missed_and_no_mark_taken(article) -> None:
    scored = quotes_scored(article, gold(QUOTES), [])
    assert scored["verdict"].to_dict() == {"I1": "missed", "Q1": "missed", "M1": "left out"}
    assert not scored.loc[["I1", "Q1"], "speaker_right"].any()


# ------------------------------------------------------------------------------------------ quantities


def test_right_quantities_count(article) -> None:
    scored = score_quantities(find_quantities(article), gold(QUANTITIES)).set_index("id")
    assert scored["verdict"].tolist() == ["exact", "exact"]
    assert scored["right"].all()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("value", "300"), ("approx", "no"), ("unit", "attacks"), ("part_of", "N2")],
)
def test_quantity_with_one_wrong_field_is_not_right(article, field: str, wrong: str) -> None:
    scored = score_quantities(find_quantities(article), gold(QUANTITIES, **{field: wrong})).set_index("id")
    assert not scored.loc["N1", field]
    assert not scored.loc["N1", "right"]
    assert scored.loc["N2", "right"]


def test_value_that_the_text_does_not_give_must_stay_empty(article) -> None:
    scored = score_quantities(find_quantities(article), gold(QUANTITIES, value="")).set_index("id")
    assert not scored.loc["N1", "value"]


def test_bounds_are_compared_where_they_are_annotated(article) -> None:
    found = find_quantities(article)
    scored = score_quantities(found, gold(QUANTITIES, low="2900")).set_index("id")
    assert not scored.loc["N1", "value"]
    bounded = [replace(found[0], low=2900), *found[1:]]
    assert score_quantities(bounded, gold(QUANTITIES, low="2900")).set_index("id").loc["N1", "value"]


def test_unit_is_compared_in_singular_or_plural(article) -> None:
    scored = score_quantities(find_quantities(article), gold(QUANTITIES, unit="soldier")).set_index("id")
    assert scored.loc["N1", "unit"]


def test_a_unit_may_have_another_name_in_the_annotation(article) -> None:
    scored = score_quantities(find_quantities(article), gold(QUANTITIES, unit="military personnel"))
    assert scored.set_index("id").loc["N1", "unit"]


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("2021-01-01/2021-07-23", "2021-01~/2021-07-23", True),
        ("2021-01-01/2021-07-23", "2021-01~/2021-07-26", False),
        ("2014", "2014", True),
        ("2014", None, False),
        ("", None, True),
    ],
)
def test_dates_of_numbers_are_compared_by_their_days(article, wanted, found, same) -> None:
    quantities = [replace(q, as_of=found) for q in find_quantities(article)]
    scored = score_quantities(quantities, gold(QUANTITIES, as_of=wanted)).set_index("id")
    assert scored.loc["N1", "as_of"] == same


def test_no_quantity_found_is_all_missed() -> None:
    scored = score_quantities([], gold(QUANTITIES))
    assert scored["verdict"].tolist() == ["missed", "missed"]
    assert not scored["right"].any()


def test_quantity_that_is_not_annotated_is_a_false_alarm(article) -> None:
    scored = score_quantities(find_quantities(article), gold(QUANTITIES).iloc[:1])
    assert scored["verdict"].tolist() == ["exact", "false alarm"]


# ------------------------------------------------------------------------------------------ conflicts


def conflict(name: str, a: tuple[int, int], b: tuple[int, int], more: str = "") -> dict:
    row = {"conflict_id": name, "kind": "scope", "more": more, "start_a": a[0], "end_a": a[1]}
    return row | {"start_b": b[0], "end_b": b[1]}


CONFLICT_SPANS = pd.DataFrame(
    [{"id": "C1", "title": "t", "start": s, "end": s + 10} for s in (100, 200, 300)]
    + [{"id": "C2", "title": "u", "start": s, "end": s + 10} for s in (400, 500)]
)


@pytest.mark.parametrize(
    ("rows", "verdicts", "covered"),
    [
        ([conflict("a", (95, 105), (200, 205))], ["found", "missed"], [2, 0]),
        ([conflict("a", (95, 105), (200, 205), "300-310")], ["found", "missed"], [3, 0]),
        ([conflict("a", (95, 105), (150, 160))], ["one place", "missed"], [1, 0]),
        ([conflict("a", (100, 104), (104, 109))], ["one place", "missed"], [1, 0]),
        ([conflict("a", (0, 9), (20, 30))], ["missed", "missed", "false alarm"], [0, 0, 0]),
        (
            [conflict("a", (100, 104), (200, 209)), conflict("b", (100, 104), (300, 309))],
            ["found", "missed", "false alarm"],
            [2, 0, 0],
        ),
    ],
    ids=["both places", "a third place", "one place", "two places in one span", "elsewhere", "counted once"],
)
def test_conflict_needs_both_places(rows, verdicts, covered) -> None:
    scored = score_conflicts(pd.DataFrame(rows), CONFLICT_SPANS)
    assert scored["verdict"].tolist() == verdicts
    assert scored["covered"].tolist() == covered


def test_no_conflict_found_is_all_missed() -> None:
    empty = find_conflicts(from_text("وصل الوفد.", DAY))
    assert score_conflicts(empty, CONFLICT_SPANS)["verdict"].tolist() == ["missed", "missed"]


# ------------------------------------------------------------------------------------------ times, events


def test_nothing_found_scores_nothing(seed) -> None:
    times = score_times([], read_gold(seed, "times"))
    assert set(times["verdict"]) == {"missed", "borderline"}
    columns = ["event_id", "date_start", "date_end", "precision", "certainty"]
    columns += ["evidence_start", "evidence_end", "more_evidence"]
    assert not score_events(pd.DataFrame(columns=columns), read_gold(seed, "events"))["right"].any()


def test_interval_of_nothing_is_everything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert share(0, 0) == "0 of 0 (no case, 95 % interval 0–100 %)"


# ------------------------------------------------------------------------------------------ the seed


def test_seed_reaches_its_marks(seed) -> None:
    mentions = find_actors(seed)
    quotes = find_quotes(seed, mentions)
    actors = score_actors(mentions, read_gold(seed, "actors")).query("actor != ''")
    assert (actors["verdict"].isin(["exact", "overlap"])).sum() >= 100
    assert len(actors) == 110
    scored = score_quotes(
        quotes, read_gold(seed, "quotes"), match_actors(mentions, read_gold(seed, "actors"))
    )
    direct = scored.query("kind == 'direct'")
    assert direct["verdict"].tolist() == ["exact"] * 17
    assert direct["speaker_right"].all()
    assert set(scored.query("kind == 'not_a_quotation'")["verdict"]) == {"left out"}
    assert scored.query("kind == 'indirect'")["verdict"].isin(["exact", "overlap"]).sum() >= 8
    numbers = score_quantities(find_quantities(seed, quotes=quotes), read_gold(seed, "quantities"))
    assert numbers.query("id != ''")["right"].tolist() == [True] * 20
    conflicts = score_conflicts(find_conflicts(seed), read_gold(seed, "conflicts"))
    assert conflicts.query("id != ''")["verdict"].tolist() == ["found"] * 8
    assert (conflicts["verdict"] == "false alarm").sum() <= 3
