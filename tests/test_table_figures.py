"""Figures of words, numbers and comparisons: readable at every size, and true to their tables."""

import datetime as dt
import re

import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.text import Text
from test_figures import (
    LOOKS,
    event_artists,
    event_ids,
    folded,
    generated,
    is_filled,
    row,
    seed_events,
    table,
)

from analysis.figures import (
    SIZES,
    clashes,
    draw_claims,
    draw_evidence,
    draw_numbers,
    draw_precision,
    draw_record,
    draw_voices,
    draw_week,
    save_figure,
)
from analysis.figures.checks import name_of
from analysis.figures.style import GREY


def texts(fig, gid: str = "") -> str:
    return " ".join(name_of(t) for t in fig.findobj(Text) if str(t.get_gid() or "").startswith(gid))


def shapes(fig, pattern: str) -> dict[str, object]:
    return {str(a.get_gid()): a for a in fig.findobj() if re.search(pattern, str(a.get_gid() or ""))}


@pytest.fixture(scope="module")
def seed():
    return seed_events()


@pytest.fixture(scope="module")
def quotes():
    said = [
        ("direct", "مستشار في الوزارة سعيد العلي", "said", 40, 120),
        ("indirect", "العلي", "said", 130, 180),
        ("direct", "وكالة الأنباء", None, 300, 360),
        ("direct", None, None, 500, 503),
    ]
    return pd.DataFrame(said, columns=["kind", "speaker", "actor", "start", "end"])


@pytest.fixture(scope="module")
def numbers():
    rows = [
        ("Q1", "نحو 3000 جندي", 3000, None, None, True, "جندي للتحالف", None, "2021-07"),
        ("Q3", "بضعة أيام", None, 3, 9, True, None, None, None),
        ("Q2", "2500 أميركي", 2500, 2500, 2500, False, "أميركي", "Q1", None),
        ("Q4", "ثلث المساحة", "1/3", None, None, False, "المساحة", None, None),
    ]
    names = ["id", "text", "value", "low", "high", "approx", "of_what", "part_of", "as_of"]
    return pd.DataFrame(rows, columns=names, dtype=object)


@pytest.fixture(scope="module")
def record():
    rows = [
        ("اتفاق", "Agreement", "2008", "2008-11-17"),
        ("هجوم", "Attack", "2021-07-23", "2021-07-23"),
        ("زيارة", "Visit", "2021-07-26/..", "2021-07-25"),
        ("لقاء", "Meeting", None, "2021-07-28"),
    ]
    return pd.DataFrame(rows, columns=["label_ar", "label_en", "article_date", "record_date"])


def claims(seed: pd.DataFrame) -> pd.DataFrame:
    return seed.assign(asserted_by="مسؤول في الوزارة")


@pytest.fixture(scope="module")
def all_figures(seed, quotes, numbers, record):
    marks = {"E03": ["نهاية 2011"]}
    makers = {
        "week": lambda *look: draw_week(seed, *look),
        "voices": lambda *look: draw_voices(quotes, *look),
        "claims": lambda *look: draw_claims(claims(seed), *look, until="2021-12-31"),
        "numbers": lambda *look: draw_numbers(numbers, *look),
        "record": lambda *look: draw_record(record, *look),
        "precision": lambda *look: draw_precision(seed, *look),
        "evidence": lambda *look: draw_evidence(
            seed[seed["event_id"].isin(["E03", "E14"])], *look, marks=marks
        ),
    }
    return {(name, *look): make(*look) for name, make in makers.items() for look in LOOKS}


def test_nothing_clashes_in_any_figure_language_or_size(all_figures):
    assert {key: found for key, fig in all_figures.items() if (found := clashes(fig))} == {}


def test_type_is_large_enough_in_every_figure(all_figures):
    least = {"report": 7.5, "page": 7.5, "slide": 18.0}
    for (name, _, size), fig in all_figures.items():
        assert min(t.get_fontsize() for t in fig.findobj(Text) if t.get_text()) >= least[size], name


def test_every_figure_has_its_words_for_the_files(all_figures):
    for (name, lang, _), fig in all_figures.items():
        assert fig.notes.title in texts(fig, "title"), name
        assert len(fig.notes.description) > 40, name
        assert fig.notes.lang == lang


def test_files_have_the_same_bytes_on_a_rerun(quotes, record, tmp_path):
    for name, draw in (
        ("voices", lambda: draw_voices(quotes)),
        ("record", lambda: draw_record(record, "en")),
    ):
        one, two = (save_figure(draw(), tmp_path / run / name, ["png", "svg", "pdf"]) for run in ("a", "b"))
        assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


@pytest.mark.parametrize("number", [1, 7, 12, 18, 25])
def test_generated_tables_give_readable_figures(number):
    events = generated(number)
    for lang, size in LOOKS:
        assert clashes(draw_precision(events, lang, size)) == []
        assert clashes(draw_claims(events.head(7), lang, size)) == []
        assert clashes(draw_evidence(events.head(5).assign(evidence=events["label_ar"]), lang, size)) == []
        assert clashes(draw_week(events, lang, size, published="2021-07-26")) == []


# --- the week -----------------------------------------------------------------------------------------


def test_week_names_what_is_dated_to_its_days_and_counts_the_rest(seed):
    fig = draw_week(seed, "en")
    assert {"E14", "E18", "E19", "E21"} <= event_ids(fig)
    assert not {"E09", "E15", "E27"} & event_ids(fig)
    assert f"outside this week: {len(seed) - len(event_ids(fig))}" in texts(fig, "note")


def test_week_needs_a_publication_date():
    with pytest.raises(ValueError, match="needs a publication date"):
        draw_week(table({}))


# --- voices -------------------------------------------------------------------------------------------


def test_words_of_one_actor_share_a_row(quotes):
    fig = draw_voices(quotes)
    rows = [name_of(t) for t in fig.findobj(Text) if t.get_gid() == "speaker"]
    assert " ".join(rows) == "مستشار في الوزارة سعيد العلي وكالة الأنباء بلا متحدث مسمى"
    assert "مباشر واحد، منقول واحد" in texts(fig, "counts")


def test_direct_words_are_filled_and_reported_ones_hollow(quotes):
    bars = shapes(draw_voices(quotes), r"^quote-")
    assert {gid: is_filled(a) for gid, a in bars.items()} == {
        "quote-40-direct": True,
        "quote-130-indirect": False,
        "quote-300-direct": True,
        "quote-500-direct": True,
    }


def test_bar_lies_where_the_words_lie_in_the_text(quotes):
    fig = draw_voices(quotes, "en", length=1000)
    axis = shapes(fig, r"^axis$")["axis"].get_xdata()
    bar = shapes(fig, r"^quote-40-")["quote-40-direct"].get_path().vertices[:, 0]
    share = (bar.min() - axis[0]) / (axis[1] - axis[0])
    assert share == pytest.approx(0.04)


def test_names_take_no_more_room_than_they_need(quotes):
    fig = draw_voices(quotes.assign(actor=None, speaker="بو"), "ar")
    axis = shapes(fig, r"^axis$")["axis"].get_xdata()
    assert (axis[1] - axis[0]) / fig.get_size_inches()[0] / 72 > 0.7


def test_neighbouring_bars_stay_two():
    said = [("direct", "علي", "a", 100, 200), ("direct", "علي", "a", 200, 300)]
    quotes = pd.DataFrame(said, columns=["kind", "speaker", "actor", "start", "end"])
    first, second = (
        bar.get_path().vertices[:, 0]
        for bar in shapes(draw_voices(quotes, "en"), r"^quote-\d+-direct$").values()
    )
    assert first.max() < second.min()


def test_words_without_a_theme_are_grey_beside_others_and_themes_have_their_marks(quotes):
    themed = quotes.assign(theme=["attacks", None, "military", None])
    fig = draw_voices(themed, "en")
    bars = shapes(fig, r"^quote-\d+-(in)?direct$")
    edges = {gid: to_hex(bar.get_edgecolor()) for gid, bar in bars.items()}
    assert edges["quote-130-indirect"] == edges["quote-500-direct"] == GREY
    assert edges["quote-40-direct"] != edges["quote-300-direct"] != GREY
    signs = shapes(fig, "^quote-.*-theme$")
    assert set(signs) == {f"{gid}-theme" for gid in bars}  # what has no theme has its own sign
    assert "No theme" in texts(fig, "key")


def test_without_themes_no_colour_stands_for_one(quotes):
    fig = draw_voices(quotes, "en")
    assert GREY not in {to_hex(bar.get_edgecolor()) for bar in shapes(fig, r"^quote-").values()}
    assert "No theme" not in texts(fig, "key")
    assert not shapes(fig, "^quote-.*-theme$")


def test_speaker_may_be_given_a_name(quotes):
    assert "Said al-Ali" in texts(draw_voices(quotes, "en", names={"said": "Said al-Ali"}), "speaker")


def test_missing_column_of_quotes_is_named(quotes):
    with pytest.raises(ValueError, match="lacks the column kind"):
        draw_voices(quotes.drop(columns="kind"))


# --- claims -------------------------------------------------------------------------------------------


def test_claims_about_one_date_stand_side_by_side_none_filled(seed):
    fig = draw_claims(claims(seed), until="2021-12-31")
    bars = shapes(fig, r"^event-E\d+-bar$")
    assert set(bars) == {"event-E24-bar", "event-E25-bar"}
    assert not any(is_filled(a) for a in bars.values())
    assert "القائل: \u2066" not in texts(fig)
    assert "مسؤول في الوزارة" in texts(fig, "event-E24-who")


def test_speaker_who_is_not_named_stays_unnamed(seed):
    assert "Speaker not named" in texts(draw_claims(seed, "en", until="2021-12-31"), "event-E24-who")


def test_claims_give_the_words_of_the_sentence(seed):
    fig = draw_claims(seed, until="2021-12-31")
    evidence = seed.set_index("event_id")["evidence"]["E25"]
    assert texts(fig, "event-E25-words") == f"«{' '.join(evidence.split())}»"


@pytest.mark.parametrize(
    ("given", "arabic", "english"),
    [
        ({"date_end": None, "edtf": "2021-07-26/..", "precision": "vague"}, "بلا موعد", "No date given"),
        (
            {"date_end": "2021-12-31", "edtf": "../2021-12-31", "precision": "year"},
            "بحلول نهاية 2021",
            "By the end of 2021",
        ),
    ],
)
def test_claim_has_no_date_but_the_one_it_states(given, arabic, english):
    events = table({"certainty": "claimed", "date_start": "2021-07-26"} | given, published="2021-07-26")
    for lang, words in (("ar", arabic), ("en", english)):
        assert texts(draw_claims(events, lang), "event-E0-date") == words


def test_title_of_claims_speaks_of_one_date_only_where_all_have_it():
    dated = {"certainty": "claimed", "date_start": "2021-12-31", "date_end": "2021-12-31"}
    vague = {"certainty": "claimed", "date_start": "2021-07-26", "date_end": None, "precision": "vague"}
    vague["edtf"] = "2021-07-26/.."
    assert "same date" in draw_claims(table(dated, dated, published="2021-07-26"), "en").notes.title
    assert "same date" not in draw_claims(table(dated, vague, published="2021-07-26"), "en").notes.title


# --- numbers ------------------------------------------------------------------------------------------


def test_part_stands_under_its_whole_with_its_share(numbers):
    fig = draw_numbers(numbers, "en")
    assert [name_of(t) for t in fig.findobj(Text) if t.get_gid() == "number"] == [
        "about 3,000",
        "2,500",
        "3 to 9",
        "1/3",
    ]
    widths = {
        gid: float(a.get_path().vertices[:, 0].max() - a.get_path().vertices[:, 0].min())
        for gid, a in shapes(fig, "^share-").items()
    }
    assert widths["share-part"] / widths["share-whole"] == pytest.approx(2500 / 3000)


def test_parts_and_wholes_are_never_added(numbers):
    assert "5,500" not in texts(draw_numbers(numbers, "en"))
    assert "never added" in texts(draw_numbers(numbers, "en"), "note")


@pytest.mark.parametrize(
    ("given", "arabic", "english"),
    [
        ({"value": 3000, "mod": "MORE_THAN"}, "أكثر من 3,000", "more than 3,000"),
        ({"value": 3000, "mod": "LESS_THAN", "approx": True}, "أقل من 3,000", "less than 3,000"),
        ({"value": 3000, "mod": "EQUAL_OR_MORE"}, "3,000 على الأقل", "at least 3,000"),
        ({"value": 3000, "mod": "EQUAL_OR_LESS"}, "3,000 على الأكثر", "at most 3,000"),
        ({"low": 3, "high": 9, "mod": "APPROX"}, "نحو 3 إلى 9", "about 3 to 9"),
        ({"value": 12.5, "kind": "percent"}, "12.5%", "12.5%"),
        ({"low": 20, "approx": True}, "غير محدد", "some"),
        ({"value": "all", "kind": "universal"}, "الكل", "all"),
    ],
)
def test_number_keeps_its_bound(given, arabic, english):
    table_of_one = pd.DataFrame([{"id": "Q1", "text": "كلمة"} | given])
    figures = [draw_numbers(table_of_one, lang, kinds=None) for lang in ("ar", "en")]
    shown = [" ".join(name_of(t) for t in fig.findobj(Text) if t.get_gid() == "number") for fig in figures]
    assert shown == [arabic, english]


def test_share_of_a_whole_has_a_key(numbers):
    assert "The part of its whole" in texts(draw_numbers(numbers, "en"), "key")
    assert not texts(draw_numbers(numbers.assign(part_of=None), "en"), "key")


def test_fraction_reads_one_way_in_each_language(numbers):
    shown = [name_of(t) for t in draw_numbers(numbers, "ar").findobj(Text) if t.get_gid() == "number"]
    assert shown[-1] == "1 من 3"


def test_articles_own_words_are_a_quotation_in_an_english_frame(numbers):
    fig = draw_numbers(numbers.assign(asserted_by="وسائل إعلام"), "en", names={"وسائل إعلام": "Media"})
    details = texts(fig, "number-details")
    assert "\u2067«جندي للتحالف»\u2069" in details
    assert "said by Media" in details
    assert "«وسائل إعلام»" in texts(
        draw_numbers(numbers.assign(asserted_by="وسائل إعلام"), "en"), "number-details"
    )
    assert "«جندي للتحالف»" not in texts(draw_numbers(numbers, "ar"), "number-details")


def test_window_of_a_number_is_no_single_date(numbers):
    windowed = numbers.assign(as_of="2021-01/2021-07-26")
    assert "over January – 26 July 2021" in texts(draw_numbers(windowed, "en"), "number-details")


def test_date_of_a_number_is_no_finer_than_stated(numbers):
    assert "as of July 2021" in texts(draw_numbers(numbers, "en"), "number-details")


# --- record -------------------------------------------------------------------------------------------


def test_row_without_two_dates_is_counted(record):
    fig = draw_record(record, "en")
    assert "Rows without two dates to compare: 1." in texts(fig, "note")
    assert "Meeting" not in texts(fig, "row-label")


def test_small_and_large_differences_have_scales_of_their_own(record):
    titles = texts(draw_record(record, "en"), "axis-title")
    assert titles == "Days from the record’s date Days from the record’s date, on another scale"


def test_article_after_the_record_is_drawn_later(record):
    fig = draw_record(record.iloc[[2]], "en")
    bar = shapes(fig, "^article-bar$")["article-bar"].get_path().vertices[:, 0]
    mark = float(shapes(fig, "^record-mark$")["record-mark"].get_offsets()[0][0])
    assert bar.min() > mark


def compared(article: str, record: str, **more) -> pd.DataFrame:
    row = {"label_ar": "حدث", "label_en": "Event", "article_date": article, "record_date": record}
    return pd.DataFrame([row | more])


def ends(artist) -> tuple[float, float]:
    xs = artist.get_xdata() if hasattr(artist, "get_xdata") else artist.get_path().vertices[:, 0]
    return float(min(xs)), float(max(xs))


def test_open_end_is_an_arrow_and_no_difference_from_a_later_record():
    fig = draw_record(compared("2021-07-26/..", "2021-07-28"), "en")
    mark = float(shapes(fig, "^record-mark$")["record-mark"].get_offsets()[0][0])
    assert (
        ends(shapes(fig, "^article-tail$")["article-tail"])[1]
        == ends(shapes(fig, "^axis$")["axis"])[1]
        > mark
    )
    assert ends(shapes(fig, "^article-bar$")["article-bar"])[1] < mark
    assert not shapes(fig, "^gap$")
    assert "Ongoing or open-ended" in texts(fig, "key")


def test_open_end_that_begins_after_the_record_differs():
    fig = draw_record(compared("2021-07-26/..", "2021-07-25"), "en")
    mark = float(shapes(fig, "^record-mark$")["record-mark"].get_offsets()[0][0])
    bar = ends(shapes(fig, "^article-bar$")["article-bar"])
    assert ends(shapes(fig, "^gap$")["gap"]) == pytest.approx((mark, bar[0]))


def test_open_start_fades_and_no_arrow_is_drawn():
    fig = draw_record(compared("/2021-07-23", "2021-07-21"), "en")
    assert shapes(fig, "^article-fade-0$")
    assert not shapes(fig, "^article-tail$|^gap$")
    assert "Start not stated" in texts(fig, "key")


def test_two_dates_of_the_article_are_joined():
    variants = "2021-07-23: +0; 2021-07-25: +2"
    fig = draw_record(compared("/2021-07-23", "2021-07-22/2021-07-23", variants=variants), "en")
    marks = [float(m.get_offsets()[0][0]) for m in shapes(fig, r"^article-mark-\d$").values()]
    assert len(marks) == 2
    assert ends(shapes(fig, "^article-bar$")["article-bar"]) == pytest.approx(tuple(marks))
    assert "Article: 23 or 25 July 2021" in texts(fig, "row-dates")
    assert "Two dates in the article" in texts(fig, "key")


@pytest.mark.parametrize("certainty", ["planned", "conditional", "claimed"])
def test_what_had_not_happened_is_not_drawn_like_what_had(certainty):
    fig = draw_record(compared("2021-10-10", "2021-10-10", certainty=certainty), "en")
    done = draw_record(compared("2021-07-10", "2021-07-10", certainty="realised"), "en")
    assert is_filled(shapes(done, "^article-bar$")["article-bar"])
    assert not is_filled(shapes(fig, "^article-bar$")["article-bar"])
    assert f"key-{certainty}-sign" in shapes(fig, "^key-")
    word = {"planned": "planned", "conditional": "possible", "claimed": "claimed"}[certainty]
    assert f"Article ({word}) and record: 10 October 2021" in texts(fig, "row-dates")
    assert ("need not have come about" in texts(fig, "note")) == (certainty != "planned")


def test_day_that_agrees_at_another_place_is_said_to():
    row = compared("2021-07-23", "2021-07-23", annotated="article_wrong_place")
    assert "but the record names another place" in texts(draw_record(row, "en"), "row-dates")
    assert "المكان في السجل غير مكان المقال" in texts(draw_record(row, "ar"), "row-dates")


def test_rows_of_the_record_are_named_in_the_language_of_the_figure():
    row = compared("2021-07-20", "2021-07-20", what="An event, in English")
    assert texts(draw_record(row, "ar"), "row-label") == "حدث"
    assert texts(draw_record(row, "en"), "row-label") == "Event"
    assert texts(draw_record(row, "ar"), "row-dates") == "المقال والسجل: 20 يوليو 2021"


def test_report_holds_two_dozen_rows_and_says_what_a_slide_leaves_out():
    rows = pd.concat([compared("2021-07", f"2021-07-{n:02}") for n in range(1, 25)], ignore_index=True)
    assert folded(draw_record(rows, "ar")) == 0
    slide = draw_record(rows, "en", "slide")
    assert folded(slide) > 0
    assert "widest scale are folded first" in texts(slide, "note")
    assert clashes(slide) == []


# --- precision and evidence ---------------------------------------------------------------------------


def test_one_sign_an_event_and_the_counts_add_up(seed):
    fig = draw_precision(seed, "en")
    assert len(shapes(fig, r"-unit$")) == len(seed)
    counts = [int(name_of(t).split(" of ")[0]) for t in fig.findobj(Text) if t.get_gid() == "count"]
    assert sum(counts) == len(seed)


@pytest.mark.parametrize(("lang", "counted"), [("ar", "1 من 25"), ("en", "1 of 25")])
def test_two_conflicting_days_are_no_day(seed, lang, counted):
    fig = draw_precision(seed, lang)
    rows = [name_of(t) for t in fig.findobj(Text) if t.get_gid() in ("precision", "count")]
    days, twice = rows[1], rows[3]
    assert days.split()[0] == str(int((seed["precision"] == "day").sum()) - 1)
    assert twice == counted
    assert "event-E19-stripes" in shapes(fig, "^event-E19-")
    assert "key-disputed-sign" in shapes(fig, "^key-")


def test_planned_events_are_hollow_signs(seed):
    fig = draw_precision(seed)
    assert not is_filled(shapes(fig, r"^event-E27-unit$")["event-E27-unit"])


def test_evidence_is_given_whole_with_its_expression_marked(seed):
    part = seed[seed["event_id"] == "E03"]
    plain, marked = draw_evidence(part), draw_evidence(part, marks={"E03": ["نهاية 2011"]})
    assert texts(marked, "event-E03-words") == part["evidence"].iloc[0]
    assert len(shapes(marked, "^shade-mark$")) == 1
    assert not shapes(plain, "^shade-mark$")


def disputed_event() -> pd.DataFrame:
    variants = (
        {"date_end": "2021-07-23", "sentence_id": "S2"},
        {"date_end": "2021-07-25", "sentence_id": "S1"},
    )
    return table({"evidence": "انتهت الجمعة.", "date_variants": variants})


def test_each_of_two_dates_stands_over_the_sentence_that_gives_it():
    sentences = {"S1": "بدأ بعد يوم من اختتام الجولة.", "S2": "انتهت الجمعة."}
    marks = {"E0": ["الجمعة", "بعد يوم من اختتام"]}
    fig = draw_evidence(disputed_event(), "en", sentences=sentences, marks=marks)
    assert texts(fig, "event-E0-words") == "انتهت الجمعة. بدأ بعد يوم من اختتام الجولة."
    assert texts(fig, "event-E0-variant") == "23 July 2021 25 July 2021"
    assert len([a for a in fig.findobj() if a.get_gid() == "shade-mark"]) == 2
    assert clashes(fig) == []
    assert texts(draw_evidence(disputed_event()), "event-E0-words") == "انتهت الجمعة."


def test_shading_leaves_punctuation_out():
    def width(sentence: str) -> float:
        fig = draw_evidence(table({"evidence": sentence}), marks={"E0": ["الجمعة"]})
        xs = shapes(fig, "^shade-mark$")["shade-mark"].get_xy()[:, 0]
        return float(xs.max() - xs.min())

    assert width("وصل الجمعة، ثم عاد.") == pytest.approx(width("وصل الجمعة ثم عاد."))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_rule_of_a_card_stands_where_its_sentence_begins(lang):
    fig = draw_evidence(table({"evidence": "وصل الوفد الجمعة إلى بغداد."}), lang)
    rule = shapes(fig, "^shade-quote$")["shade-quote"].get_window_extent()
    words = next(t for t in fig.findobj(Text) if t.get_gid() == "event-E0-words").get_window_extent()
    assert 0 < rule.x0 - words.x1 < 0.05 * fig.bbox.width


def test_more_cards_than_a_page_holds_are_counted():
    rows = [{"evidence": "جملة طويلة من كلمات كثيرة " * 12} for _ in range(30)]
    fig = draw_evidence(table(*rows), "en")
    named = {m[1] for t in fig.findobj(Text) if (m := re.fullmatch(r"event-(.+)-date", str(t.get_gid())))}
    assert len(named) + folded(fig) == 30
    assert fig.get_size_inches()[1] <= SIZES["report"].height / 72 + 1e-6


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_cards_flag_what_a_person_changed(seed, lang):
    note = {"ar": "* عدّلته يد المحلل: 1 من 2.", "en": "* Changed by hand: 1 of 2."}[lang]
    chosen = claims(seed)[seed["event_id"].isin(["E24", "E25"])].assign(edited=["", "certainty"])
    for fig in (draw_claims(chosen, lang), draw_evidence(chosen, lang)):
        flags = {e: texts(fig, f"event-{e}-label").endswith("*") for e in ("E24", "E25")}
        assert flags == {"E24": False, "E25": True}
        assert note in texts(fig, "note")
        assert clashes(fig) == []


def test_week_flags_what_a_person_changed(seed):
    fig = draw_week(seed.assign(edited=["merged" if e == "E14" else "" for e in seed["event_id"]]), "en")
    assert texts(fig, "event-E14-label").endswith("*")
    assert f"* Changed by hand: 1 of {len(event_ids(fig))}." in texts(fig, "note")


@pytest.mark.parametrize("name", ["record", "claims", "precision"])
def test_key_is_drawn_as_the_figure_draws(all_figures, name):
    fig = all_figures[name, "ar", "report"]
    signs = shapes(fig, r"^key-.*-sign$")
    assert signs
    assert not any(isinstance(s, PathCollection) and s.get_linewidths()[0] == 0 for s in signs.values())


def test_empty_tables_give_figures_that_say_so(quotes):
    empty = pd.DataFrame([row()]).head(0)
    assert "Nothing in the table" in texts(draw_voices(quotes.head(0), "en"))
    for fig in (draw_claims(empty), draw_precision(empty), draw_evidence(empty), draw_voices(quotes.head(0))):
        assert clashes(fig) == []
    assert event_artists(draw_week(empty, published=dt.date(2021, 7, 26))) == {}
