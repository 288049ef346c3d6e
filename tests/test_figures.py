"""The figures say what the table says, no more, and all of it can be read."""

import datetime as dt
import hashlib
import itertools
import json
import random
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from PIL import Image

from analysis import typesetting
from analysis.figures import NEEDED, SIZES, Style, clashes, draw_timeline, save_figure
from analysis.figures.checks import name_of
from analysis.figures.events import days_of, read_events
from analysis.figures.strips import DAYS, MONTHS, YEARS, choose_strips
from analysis.figures.style import PAPER, SHADE, assign_themes
from analysis.figures.wording import Words, month_tradition

PUBLISHED = dt.date(2021, 7, 26)
DCT_END = PUBLISHED.toordinal() + 1
LOOKS = [(lang, size) for lang in ("ar", "en") for size in SIZES]


def seed_events() -> pd.DataFrame:
    table = pd.read_csv(Path(__file__).with_name("figure_events.csv"), dtype=str, keep_default_na=False)
    table = table.mask(table == "")
    table.attrs = {"published": "2021-07-26", "outlet": "العرب", "source": "العرب، 26 يوليو 2021"}
    table.attrs |= {"title_ar": "الحوار الاستراتيجي", "title_en": "The strategic dialogue"}
    return table


@pytest.fixture(scope="module")
def seed():
    return seed_events()


@pytest.fixture(scope="module")
def drawn(seed):
    return {look: draw_timeline(seed, *look) for look in LOOKS}


def row(**given) -> dict:
    base = {"event_id": "E1", "label_ar": "حدث", "label_en": "Event", "theme": "politics"}
    base |= {"date_start": "2021-07-20", "date_end": "2021-07-20", "edtf": None, "precision": "day"}
    base |= {"date_basis": "explicit", "date_variants": None, "certainty": "realised", "evidence": "حدث"}
    return base | given


def table(*rows: dict, **attrs) -> pd.DataFrame:
    out = pd.DataFrame([row(event_id=f"E{n}") | given for n, given in enumerate(rows)], columns=list(NEEDED))
    out.attrs = attrs
    return out


def event_artists(fig: Figure, event: str = "") -> dict[str, list]:
    found: dict[str, list] = {}
    for artist in fig.findobj():
        gid = str(artist.get_gid() or "")
        if gid.startswith(f"event-{event}") and not isinstance(artist, Text):
            found.setdefault(gid, []).append(artist)
    return found


def event_ids(fig: Figure) -> set[str]:
    gids = [str(t.get_gid()) for t in fig.findobj(Text)]
    return {m[1] for gid in gids if (m := re.fullmatch(r"event-(.+)-label", gid))}


def folded(fig: Figure) -> int:
    return sum(
        int(str(t.get_gid()).rsplit("-", 1)[1]) for t in fig.findobj(Text) if "more-" in str(t.get_gid())
    )


def label_of(fig: Figure, event: str) -> str:
    pieces = [t for t in fig.findobj(Text) if t.get_gid() == f"event-{event}-label"]
    return " ".join(name_of(t) for t in pieces)


# --- reading ----------------------------------------------------------------------------------------


def test_all_events_of_the_seed_are_named_at_report_size(seed, drawn):
    for lang in ("ar", "en"):
        assert event_ids(drawn[lang, "report"]) == set(seed["event_id"])
        assert folded(drawn[lang, "report"]) == 0


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_nothing_of_the_seed_clashes(drawn, look):
    assert clashes(drawn[look]) == []


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_named_and_folded_add_up(seed, drawn, look):
    assert len(event_ids(drawn[look])) + folded(drawn[look]) == len(seed)


def test_count_of_folded_events_is_written_out(drawn):
    for lang in ("ar", "en"):
        texts = [name_of(t) for t in drawn[lang, "slide"].findobj(Text) if "more-" in str(t.get_gid())]
        assert texts
        assert sum(int(re.search(r"\d+", text)[0]) for text in texts) == folded(drawn[lang, "slide"])


def test_less_certain_event_is_never_named_while_a_surer_one_is_folded(seed, drawn):
    records = read_events(seed, "ar")
    named = event_ids(drawn["ar", "slide"])
    assert max(e.doubt[0] for e in records if e.id in named) <= min(
        e.doubt[0] for e in records if e.id not in named
    )


def test_slide_keeps_what_is_dated_to_a_day_and_what_is_disputed(drawn):
    for lang in ("ar", "en"):
        assert {"E14", "E18", "E19", "E21"} <= event_ids(drawn[lang, "slide"])


def test_both_languages_fold_the_same_events(drawn):
    assert event_ids(drawn["ar", "slide"]) == event_ids(drawn["en", "slide"])


@pytest.mark.parametrize(
    ("n", "arabic", "english"),
    [
        (1, "وحدث آخر", "and 1 more event"),
        (2, "وحدثان آخران", "and 2 more events"),
        (3, "و3 أحداث أخرى", "and 3 more events"),
        (11, "و11 حدثا آخر", "and 11 more events"),
    ],
)
def test_count_of_folded_events_agrees_with_its_noun(n, arabic, english):
    assert [Words(lang, Style()).more(n) for lang in ("ar", "en")] == [arabic, english]


def test_label_is_cut_only_where_no_way_leaves_it_whole():
    long = {"label_ar": "تشكيل لجنة من قادة وزارة الدفاع للتفاوض على آليات وتوقيتات الانسحاب من البلاد كلها"}
    for size in SIZES:
        assert "…" not in label_of(draw_timeline(table(long, {}), "ar", size), "E0")


def test_bracket_does_not_repeat_what_the_label_says():
    fig = draw_timeline(table({"certainty": "conditional", "label_en": "Possible timetable"}), "en")
    assert "(possible)" not in label_of(fig, "E0")
    fig = draw_timeline(table({"date_basis": "inferred", "label_ar": "بدء الاحتلال (مستنتج من المدة)"}), "ar")
    assert label_of(fig, "E0").count("مستنتج") == 1


def test_quotation_marks_are_those_of_their_words():
    label = "Round 4 «and last» of «الحوار»"
    assert "“and last” of «الحوار»" in label_of(draw_timeline(table({"label_en": label}), "en"), "E0")


def test_fixed_plan_is_surer_than_an_inferred_or_vague_past_and_claims_are_least_sure():
    kinds = (
        {},
        {"certainty": "planned", "date_start": "2021-10-10", "date_end": "2021-10-10"},
        {"date_basis": "inferred"},
        {"certainty": "planned", "precision": "vague", "date_end": None, "edtf": "2021-07-20/.."},
        {"certainty": "claimed"},
        {"certainty": "conditional"},
    )
    doubts = [e.doubt for e in read_events(table(*kinds), "ar")]
    assert doubts == sorted(set(doubts))


def test_source_is_not_said_twice(seed):
    plain, other = seed.copy(), seed.copy()
    plain.attrs = seed.attrs | {"source": "العرب, 2021-07-26"}
    other.attrs = seed.attrs | {"source": "العرب، العدد 12126، ص 1"}
    assert "المصدر" not in notes_of(draw_timeline(plain))
    assert "المصدر: العرب، العدد 12126، ص 1." in notes_of(draw_timeline(other))
    del plain.attrs["source"]
    assert draw_timeline(plain).notes.source == "العرب, 2021-07-26"


def test_bar_that_is_widened_to_be_seen_is_said_to_be():
    rows = [{"date_start": y, "date_end": y, "precision": "year"} for y in ("1990", "2005", "2020")]
    rows += [{"date_start": "2011-12-01", "date_end": "2011-12-31", "precision": "year"}]
    assert "widened" in notes_of(draw_timeline(table(*rows), "en"))
    assert "widened" not in notes_of(draw_timeline(table(*rows[:3]), "en"))


def test_lines_of_a_foreign_label_are_flush_where_they_begin():
    fig = draw_timeline(table({"label_en": None, "label_ar": "كلمة أطول ثم كلمات " * 5}), "en")
    pieces = [t for t in fig.findobj(Text) if t.get_gid() == "event-E0-label"][1:]
    ends = [t.get_window_extent(fig.canvas.get_renderer()).x1 for t in pieces]
    assert len(ends) > 1
    assert max(ends) - min(ends) < 0.02 * fig.bbox.width


def test_type_is_large_enough(drawn):
    least = {"report": 7.5, "page": 7.5, "slide": 18.0}
    for (_, size), fig in drawn.items():
        assert min(t.get_fontsize() for t in fig.findobj(Text) if t.get_text()) >= least[size]


def test_pages_have_their_measures(drawn):
    assert drawn["ar", "report"].get_size_inches()[0] == pytest.approx(6.3)
    assert drawn["en", "slide"].get_size_inches() == pytest.approx((40 / 3, 7.5))


# --- a figure checked against its table ---------------------------------------------------------------


def misstatements(fig: Figure, events: pd.DataFrame, lang: str) -> list[str]:
    """What a timeline says otherwise than its table: labels as drawn, marks and bars as placed."""
    wrong = []
    for event in read_events(events, lang):
        pieces = [t for t in fig.findobj(Text) if t.get_gid() == f"event-{event.id}-label"]
        said = " ".join(name_of(t) for t in pieces)
        shaped = {typesetting.shape(name_of(t), rtl) for t in pieces for rtl in (True, False)}
        if event.label not in said or any(t.get_text() not in shaped for t in pieces):
            wrong.append(f"{event.id}: label")
        for gid, artists in event_artists(fig, f"{event.id}-").items():
            if re.search(r"-mark(-\d)?$", gid):
                days = {float(artist.get_offsets()[0][0]) for artist in artists}
                stated = {span[0] + 0.5 for span in event.variants or (event.start or event.end,)}
                wrong += [f"{event.id}: mark"] if not days <= stated else []
            if gid.endswith("-bar") and not event.variants:
                xs = artists[0].get_path().vertices[:, 0]
                inside = event.first - 0.01 <= xs.min() and (xs.max() <= event.last + 1.01 or not event.end)
                wrong += [f"{event.id}: bar"] if not inside and event.days > 200 else []
                wrong += [f"{event.id}: bar"] if not xs.min() < (event.first + event.last + 1) / 2 else []
    return wrong


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_figure_says_what_the_table_says(seed, drawn, lang):
    assert misstatements(drawn[lang, "report"], seed, lang) == []


def test_label_in_reversed_form_is_noticed(seed):
    fig = draw_timeline(seed, "ar")
    label = next(t for t in fig.findobj(Text) if t.get_gid() == "event-E18-label" and "وصول" in name_of(t))
    label.set_text(typesetting.shape(name_of(label)[::-1]))
    assert misstatements(fig, seed, "ar") == ["E18: label"]


def test_label_reversed_in_the_table_changes_the_picture(seed, tmp_path):
    turned = seed.copy()
    turned.loc[turned["event_id"] == "E18", "label_ar"] = seed.set_index("event_id")["label_ar"]["E18"][::-1]
    before, after = draw_timeline(seed), draw_timeline(turned)
    assert pixels_apart(picture(before, tmp_path / "a"), picture(after, tmp_path / "b")) > 100
    assert misstatements(after, seed, "ar") == ["E18: label"]


def test_date_shifted_by_a_day_is_noticed(seed, tmp_path):
    shifted = seed.copy()
    shifted.loc[shifted["event_id"] == "E14", ["date_start", "date_end"]] = "2021-07-22"
    before, after = draw_timeline(seed), draw_timeline(shifted)
    assert "E14: mark" in misstatements(after, seed, "ar")
    assert pixels_apart(picture(before, tmp_path / "a"), picture(after, tmp_path / "b")) > 100


def picture(fig: Figure, stem: Path) -> Path:
    fig.set_dpi(110)  # enough to tell two pictures apart
    return save_figure(fig, stem, ["png"])[0]


def pixels_apart(a: Path, b: Path) -> int:
    with Image.open(a) as x, Image.open(b) as y:
        if x.size != y.size:
            return x.size[0] * x.size[1]
        return int((np.asarray(x) != np.asarray(y)).any(axis=-1).sum())


# --- precision and certainty --------------------------------------------------------------------------


def is_filled(artist) -> bool:
    face = artist.get_facecolor()
    face = face[0] if isinstance(artist, PathCollection) else face
    return len(face) > 0 and face[3] > 0 and tuple(face[:3]) != to_rgb(PAPER)


def covered(artist) -> tuple[float, float]:
    if isinstance(artist, PathCollection):
        x = float(artist.get_offsets()[0][0])
        return x, x
    xs = artist.get_path().vertices[:, 0]
    return float(xs.min()), float(xs.max())


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_nothing_after_publication_is_filled(drawn, look):
    for gid, artists in event_artists(drawn[look]).items():
        if gid.endswith(("-theme", "-core")):
            continue
        for artist in artists:
            if isinstance(artist, (PathPatch, PathCollection)) and covered(artist)[1] > DCT_END + 0.01:
                assert not is_filled(artist), gid


def test_only_realised_events_on_stated_dates_are_filled(seed, drawn):
    kinds = seed.set_index("event_id")[["certainty", "date_basis"]]
    fig = drawn["ar", "report"]
    for event, (certainty, basis) in kinds.iterrows():
        bodies = [a for g, group in event_artists(fig, f"{event}-").items() for a in group if body(g)]
        full = any(saturation(a) > 0.5 for a in bodies if is_filled(a))
        assert full == (certainty == "realised" and basis == "explicit"), event


def body(gid: str) -> bool:
    return bool(re.search(r"-(bar|mark)(-\d)?$", gid))


def saturation(artist) -> float:
    face = artist.get_facecolor()
    face = face[0] if isinstance(artist, PathCollection) else face
    return float(max(face[:3]) - min(face[:3])) / float(max(face[:3]))


def test_kinds_of_uncertainty_are_told_apart():
    kinds = ("planned", "conditional", "claimed")
    fig = draw_timeline(table(*({"certainty": kind} for kind in kinds)), "en")
    outlines = []
    for n in range(3):
        artists = event_artists(fig, f"E{n}-")
        outlines.append(
            (str(artists[f"event-E{n}-mark"][0].get_linestyle()), f"event-E{n}-mark-core" in artists)
        )
    assert len(set(outlines)) == 3


def test_month_is_never_a_mark_on_a_day(seed, drawn):
    for fig in drawn.values():
        for event in seed.itertuples():
            marks = [g for g in event_artists(fig, f"{event.event_id}-") if re.search(r"-mark(-\d)?$", g)]
            assert not marks or event.precision == "day", event.event_id


def test_month_bar_covers_the_month_and_nothing_else(drawn):
    bar = event_artists(drawn["ar", "report"], "E09-")["event-E09-bar"][0]
    assert covered(bar) == (dt.date(2021, 4, 1).toordinal(), dt.date(2021, 5, 1).toordinal())


def test_month_of_publication_is_filled_up_to_that_day():
    fig = draw_timeline(
        table({"date_start": "2021-07", "date_end": "2021-07", "precision": "month"}), published=PUBLISHED
    )
    artists = event_artists(fig)
    assert covered(artists["event-E0-bar"][0])[1] == DCT_END
    assert not is_filled(artists["event-E0-bar-after"][0])


def test_two_claimed_dates_are_one_bar_with_both_ends_marked(drawn):
    artists = event_artists(drawn["ar", "report"], "E19-")
    marks = [covered(artists[f"event-E19-mark-{n}"][0])[0] for n in (0, 1)]
    assert marks == [dt.date(2021, 7, day).toordinal() + 0.5 for day in (23, 25)]
    assert covered(artists["event-E19-bar"][0]) == tuple(marks)
    assert "23 أو 25 يوليو" in label_of(drawn["ar", "report"], "E19")


def test_two_claimed_dates_have_a_sign_of_their_own(drawn):
    artists = event_artists(drawn["ar", "report"], "E19-")
    assert not is_filled(artists["event-E19-bar"][0])  # pale is what was inferred
    assert covered(artists["event-E19-stripes"][0])[0] >= covered(artists["event-E19-bar"][0])[0]
    stripes = {str(a.get_gid()) for a in drawn["ar", "report"].findobj(PathPatch)}
    assert "key-disputed-sign" in stripes


def recently(**more) -> dict:
    given = {"date_start": None, "date_end": "2021-07-26", "edtf": "../2021-07-26", "precision": "vague"}
    return given | {"date_basis": "relative", "evidence": "كثفت الفصائل ضغوطها مؤخرا"} | more


@pytest.mark.parametrize(
    ("evidence", "arabic", "english"),
    [
        ("كثفت الفصائل ضغوطها مؤخرا", "مؤخرا، قبل 26 يوليو", "Recently, before 26 July"),
        ("في زمن بعيد", "قبل 26 يوليو", "Before 26 July"),
    ],
)
def test_what_lay_some_time_before_publication_is_a_fade_and_nothing_on_the_day(evidence, arabic, english):
    events = table(recently(evidence=evidence), {"date_end": "2021-07-24", "date_start": "2021-07-24"})
    for lang, words in (("ar", arabic), ("en", english)):
        fig = draw_timeline(events, lang, published=PUBLISHED)
        artists = event_artists(fig, "E0-")
        assert not [gid for gid in artists if re.search("-(bar|mark)", gid)]
        fades = [covered(a) for gid, group in artists.items() if "-fade-" in gid for a in group]
        assert max(end for _, end in fades) == PUBLISHED.toordinal()
        assert words in label_of(fig, "E0")
        assert not re.search("[Uu]ntil|حتى", label_of(fig, "E0"))


def test_end_of_a_year_does_not_reach_into_the_next():
    years = [{"date_start": y, "date_end": y, "precision": "year"} for y in ("1990", "2005", "2020")]
    end = {"date_start": "2011-12-01", "date_end": "2011-12-31", "precision": "year"}
    fig = draw_timeline(table(*years, end))
    first, last = covered(event_artists(fig, "E3-")["event-E3-bar"][0])
    assert last <= dt.date(2012, 1, 1).toordinal()
    assert first < dt.date(2011, 12, 1).toordinal()  # widened to the inner side


def test_variants_may_come_as_json():
    variants = [{"date_end": "2021-07-23"}, {"date_end": "2021-07-25"}]
    for given in (variants, json.dumps(variants)):
        fig = draw_timeline(table({"date_variants": given}))
        assert "event-E0-mark-1" in event_artists(fig)


def test_open_end_is_an_arrow_and_open_start_fades():
    fig = draw_timeline(
        table(
            {"date_start": "2014", "date_end": None, "precision": "year", "edtf": "2014/.."},
            {"date_start": None, "date_end": "2016-03", "precision": "month", "edtf": "../2016-03"},
        ),
        published="2021-07-26",
    )
    assert {"event-E0-tail", "event-E0-arrow"} <= set(event_artists(fig, "E0-"))
    assert "event-E1-fade-0" in event_artists(fig, "E1-")


def test_axis_is_dotted_after_publication(drawn):
    for fig in drawn.values():
        after = [line for line in fig.findobj(mpl.lines.Line2D) if str(line.get_gid()).endswith("-after")]
        after = [line for line in after if str(line.get_gid()).startswith("axis")]
        assert after
        assert all(line.get_xdata()[0] == DCT_END and line.is_dashed() for line in after)


def test_line_of_publication_is_never_in_dashes(drawn):
    for (_, size), fig in drawn.items():
        for lines in fig.findobj(mpl.collections.LineCollection):
            if str(lines.get_gid()).startswith("published-"):
                tops = [min(y for _, y in piece) for piece in lines.get_segments()]
                lengths = [abs(np.diff([y for _, y in piece])[0]) for piece in lines.get_segments()]
                short = [n for n, length in enumerate(lengths) if length < 3 * SIZES[size].type]
                assert [tops[n] for n in short] == [min(tops)] * len(short)


def test_line_of_publication_is_named_on_every_strip_with_room(drawn):
    for fig in drawn.values():
        named = {str(t.get_gid()) for t in fig.findobj(Text) if str(t.get_gid()).startswith("publication")}
        assert named == {"publication-1", "publication-2"}


def test_tick_labels_of_a_slide_stay_in_their_columns(drawn):
    fig = drawn["en", "slide"]
    for gid in ("tick-label-1", "tick-label-2"):
        labels = [t for t in fig.findobj(Text) if t.get_gid() == gid]
        column = min(
            abs(
                b.get_window_extent().x0
                + b.get_window_extent().width / 2
                - a.get_window_extent().x0
                - a.get_window_extent().width / 2
            )
            for a, b in itertools.pairwise(labels)
        )
        assert max(t.get_window_extent().width for t in labels) < column
    months = [name_of(t) for t in fig.findobj(Text) if t.get_gid() == "tick-label-1"]
    assert {"Jan", "Jul"} <= set(months)


def test_ticks_of_months_begin_with_the_first(drawn):
    months = [name_of(t) for t in drawn["ar", "slide"].findobj(Text) if t.get_gid() == "tick-label-1"]
    assert months[0] == "يونيو"


def test_year_end_convention_is_said(drawn):
    notes = " ".join(name_of(t) for t in drawn["en", "report"].findobj(Text) if "note-" in str(t.get_gid()))
    assert "“End of the year” is drawn as December" in notes
    plain = draw_timeline(table({}), "en")
    assert "December" not in " ".join(name_of(t) for t in plain.findobj(Text))


# --- rows that a person changed -----------------------------------------------------------------------


def edited_table() -> pd.DataFrame:
    out = table(
        {"label_ar": "اجتماع (NATO)", "label_en": "Meeting"},
        {"label_ar": "زيارة", "date_start": "2021-07-22", "date_end": "2021-07-22"},
        {"label_ar": "خطاب", "date_start": "2021-07-24", "date_end": "2021-07-24"},
        published="2021-07-26",
    )
    return out.assign(edited=["certainty; merged", "", None])


@pytest.mark.parametrize(
    ("lang", "size", "note"),
    [
        ("ar", "report", "* عدّلته يد المحلل: 1 من 3."),
        ("en", "report", "* Changed by hand: 1 of 3."),
        ("ar", "slide", "* عدّلته يد المحلل: 1 من 3."),
    ],
)
def test_row_that_a_person_changed_is_flagged_and_the_flag_explained(lang, size, note):
    fig = draw_timeline(edited_table(), lang, size)
    assert [label_of(fig, f"E{n}").endswith("*") for n in range(3)] == [True, False, False]
    assert note in notes_of(fig)
    assert clashes(fig) == []
    assert note in fig.notes.description


def notes_of(fig: Figure) -> str:
    return " ".join(name_of(t) for t in fig.findobj(Text) if "note-" in str(t.get_gid()))


def test_table_without_changes_or_without_that_column_has_no_flag():
    for events in (table({}), table({}).assign(edited=[""]), table({}).assign(edited=[False])):
        fig = draw_timeline(events)
        assert "*" not in label_of(fig, "E0") + notes_of(fig)


def test_flag_stays_on_a_label_that_is_cut():
    rows = [{"label_ar": "كلمة " * 80}] + [{"label_ar": "كلمة " * 80, "certainty": "claimed"}] * 3
    for size in SIZES:
        fig = draw_timeline(table(*rows).assign(edited="merged"), "ar", size)
        assert {label_of(fig, e)[-2:] for e in event_ids(fig)} == {"…*"}
        assert clashes(fig) == []


# --- strips -------------------------------------------------------------------------------------------


def levels(events: pd.DataFrame, published: dt.date | None = None) -> list[int]:
    records = [e for e in read_events(events, "ar") if e.dated]
    return [s.level for s in choose_strips(records, published.toordinal() if published else None)]


def test_seed_needs_years_months_and_days(seed):
    assert levels(seed, PUBLISHED) == [YEARS, MONTHS, DAYS]


def test_one_event_needs_one_strip():
    assert levels(table({})) == [DAYS]
    assert levels(table({"date_start": "2008", "date_end": "2008", "precision": "year"}), PUBLISHED) == [
        YEARS
    ]


def test_forty_events_in_a_week_need_days_only():
    rows = [{"date_start": f"2021-07-{20 + n % 7}", "date_end": f"2021-07-{20 + n % 7}"} for n in range(40)]
    assert levels(table(*rows), PUBLISHED) == [DAYS]


def test_century_is_shown_whole():
    rows = [
        {"date_start": y, "date_end": y, "precision": "year"}
        for y in ("1916", "1948", "1967", "2003", "2020")
    ]
    assert levels(table(*rows), PUBLISHED) == [YEARS]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_each_strip_is_one_linear_scale_inside_the_strip_above(drawn, lang):
    panels = [ax for ax in drawn[lang, "report"].axes if str(ax.get_gid()).startswith("strip-")]
    spans = [tuple(sorted(ax.get_xlim())) for ax in panels]
    assert len(spans) == 3
    assert all(ax.get_xscale() == "linear" for ax in panels)
    assert all(a <= c and d <= b for (a, b), (c, d) in itertools.pairwise(spans))


def test_each_event_lies_on_one_strip(drawn):
    for fig in drawn.values():
        for event in event_ids(fig):
            axes = {a.axes.get_gid() for group in event_artists(fig, f"{event}-").values() for a in group}
            assert len(axes) == 1, event


def test_arabic_is_the_mirror_of_english():
    rows = [
        {"label_en": "اجتماع", "label_ar": "اجتماع"},
        {"date_start": "2021-07-24", "date_end": "2021-07-24"},
    ]
    seen = {lang: draw_timeline(table(*rows), lang, "slide") for lang in ("ar", "en")}
    for n in (0, 1):
        x = {}
        for lang, fig in seen.items():
            mark = event_artists(fig, f"E{n}-")[f"event-E{n}-mark"][0]
            x[lang] = mark.get_offset_transform().transform(mark.get_offsets())[0][0] / fig.bbox.width
        assert x["ar"] == pytest.approx(1 - x["en"])


# --- looks --------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    rgb = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_text_stands_out_from_paper_and_shade(drawn):
    colours = {t.get_color() for fig in drawn.values() for t in fig.findobj(Text)}
    colours |= {theme.colour for theme in assign_themes(f"theme {n}" for n in range(9)).values()}
    assert min(contrast(c, ground) for c in colours for ground in (PAPER, SHADE)) >= 4.5


def test_themes_differ_in_colour_and_in_mark():
    themes = assign_themes(["dialogue", "politics", "military", "attacks", "energy", "رياضة", "صحة", None])
    marked = [t for t in themes.values() if t.name]
    assert len({t.mark for t in marked}) == len(marked)
    assert themes[None].colour not in {t.colour for t in marked}


def test_what_has_no_theme_has_a_shape_of_its_own():
    themes = assign_themes(["dialogue", *(f"theme {n}" for n in range(9)), None])
    assert themes[None].mark not in {t.mark for name, t in themes.items() if name}
    outlines = {}
    fig = draw_timeline(table({"theme": "dialogue"}, {"theme": None}), "en")
    for artist in fig.findobj(PathCollection):
        if artist.get_gid() == "key-theme-sign":
            outlines[to_hex(artist.get_facecolor()[0])] = artist.get_paths()[0].vertices.shape
    assert outlines[themes[None].colour] != outlines[themes["dialogue"].colour]


def test_month_names_follow_the_article():
    evidence = "وقع في 20 تموز وسيجتمعون في تشرين الأول"
    assert "تموز" in label_of(draw_timeline(table({"evidence": evidence})), "E0")
    assert "يوليو" in label_of(draw_timeline(table({"evidence": "في يوليو"})), "E0")
    assert month_tradition(["في جويلية", "منذ أوت"]) == "maghrebi"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style(months="levantine"), "20 تموز"),
        (Style(months="maghrebi"), "20 جويلية"),
        (Style(months="moroccan"), "20 يوليوز"),
        (Style(months="dual"), "20 تموز/يوليو"),
        (Style(digits="arabic"), "٢٠ يوليو"),
    ],
)
def test_style_changes_words_only(style, expected):
    assert expected in label_of(draw_timeline(table({}), style=style), "E0")


def test_arabic_indic_digits_leave_codes_alone():
    words = Words("ar", Style(digits="arabic"))
    assert words.digits("طائرة F-16 في 2021") == "طائرة F-16 في ٢٠٢١"


@pytest.mark.parametrize(
    ("given", "arabic", "english"),
    [
        ({"date_start": "2008", "date_end": "2008", "precision": "year"}, "2008", "2008"),
        (
            {"date_start": "2011-12-01", "date_end": "2011-12-31", "precision": "year"},
            "نهاية 2011",
            "End of 2011",
        ),
        (
            {"date_start": "2014", "date_end": None, "precision": "year", "edtf": "2014/.."},
            "منذ 2014",
            "Since 2014",
        ),
        ({"date_start": "2020-06", "date_end": "2020-06", "precision": "month"}, "يونيو 2020", "June 2020"),
        ({"date_start": "2021-22", "date_end": "2021-22", "precision": "season"}, "صيف 2021", "Summer 2021"),
        (
            {"date_start": "2021-07-20", "date_end": "2021-07-26", "precision": "interval"},
            "20–26 يوليو 2021",
            "20–26 July 2021",
        ),
        (
            {"date_start": "2020-08", "date_end": "2021-07-26", "precision": "interval"},
            "أغسطس 2020 – 26 يوليو 2021",
            "August 2020 – 26 July 2021",
        ),
        (
            {"date_start": None, "date_end": "2021-07", "precision": "vague"},
            "حتى يوليو 2021",
            "Until July 2021",
        ),
    ],
)
def test_dates_are_worded_no_finer_than_stated(given, arabic, english):
    event = read_events(table(given), "ar")[0]
    assert Words("ar", Style()).date_of(event) == arabic
    assert Words("en", Style()).date_of(event) == english


# --- other people's tables ----------------------------------------------------------------------------


@pytest.mark.parametrize("column", NEEDED)
def test_missing_column_is_named(seed, column):
    with pytest.raises(ValueError, match=rf"lacks the column {column}$"):
        draw_timeline(seed.drop(columns=column))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"precision": "hour"}, "event E0: precision must be one of"),
        ({"certainty": "sure"}, "event E0: certainty must be one of"),
        ({"date_start": "20 July"}, "event E0: not an ISO date: '20 July'"),
        ({"date_start": "2021-08-01"}, "event E0: date_start is after date_end"),
        ({"date_variants": "23 or 25"}, "event E0: date_variants is not a list"),
    ],
)
def test_value_outside_the_codebook_is_named(given, message):
    with pytest.raises(ValueError, match=message):
        draw_timeline(table(given))


def test_language_and_size_are_checked(seed):
    with pytest.raises(ValueError, match="lang must be"):
        draw_timeline(seed, "fr")
    with pytest.raises(ValueError, match="size must be one of report, page, slide"):
        draw_timeline(seed, size="poster")


def test_repeated_event_id_is_refused():
    with pytest.raises(ValueError, match="event_id must be unique; repeated: E9"):
        draw_timeline(table({"event_id": "E9"}, {"event_id": "E9"}))


def test_dates_may_be_date_objects():
    assert days_of(dt.date(2021, 7, 20)) == days_of("2021-07-20") == days_of(pd.Timestamp("2021-07-20"))


def test_undated_events_are_counted_not_dropped():
    fig = draw_timeline(table({}, {"date_start": None, "date_end": None, "precision": "vague"}), "en")
    assert "One event without a date" in " ".join(name_of(t) for t in fig.findobj(Text))


def test_empty_table_gives_a_figure_that_says_so():
    fig = draw_timeline(table(), "en")
    assert "No events in the table" in {name_of(t) for t in fig.findobj(Text)}


def test_label_in_the_other_language_stands_in():
    fig = draw_timeline(table({"label_en": None, "label_ar": "اجتماع في بغداد"}), "en")
    assert "اجتماع في بغداد" in label_of(fig, "E0")


def test_table_is_left_as_it_was(seed):
    before = seed.copy(deep=True)
    draw_timeline(seed)
    pd.testing.assert_frame_equal(seed, before)


# --- generated timelines ------------------------------------------------------------------------------

WORDS = {
    "ar": (
        "اجتماع وزراء الخارجية لبحث انسحاب القوات",
        "من قواعد شمال البلاد بعد هجوم بطائرة مسيرة",
        "(NATO) بنسبة 12%",
    ),
    "en": (
        "Foreign ministers meet to discuss withdrawal",
        "from northern bases after a drone attack",
        "(NATO) 12%",
    ),
}
WORDS = {lang: " ".join(phrases).split() for lang, phrases in WORDS.items()}
SPANS = ((3, "day"), (40, "month"), (400, "month"), (4000, "year"), (40000, "year"))


def generated(seed: int) -> pd.DataFrame:
    """Timeline of 1 to 60 events over a week to a century, of all precisions, with short and long labels."""
    rng = random.Random(seed)
    span, _ = SPANS[seed % len(SPANS)]
    count = 1 + (seed * 2 - 2) % 60 if seed else 60
    rows = [generated_row(rng, n, span) for n in range(count)]
    out = pd.DataFrame(rows, columns=list(NEEDED))
    out.attrs = {"published": "2021-07-26", "outlet": "العرب"} if seed % 4 else {}
    return out


def generated_row(rng: random.Random, n: int, span: int) -> dict:
    day = PUBLISHED - dt.timedelta(days=rng.randrange(span) - span // 8)
    precision = rng.choice(("day", "day", "month", "season", "year", "interval", "vague"))
    start, end = generated_dates(rng, day, precision, span)
    labels = {
        k: " ".join(rng.choice(w) for _ in range(rng.choice((1, 4, 8, 14, 40)))) for k, w in WORDS.items()
    }
    variants = None
    if precision == "day" and rng.random() < 0.1:
        variants = [{"date_end": end}, {"date_end": (day + dt.timedelta(days=2)).isoformat()}]
    return row(
        event_id=f"E{n}",
        label_ar=labels["ar"],
        label_en=labels["en"],
        theme=rng.choice(("dialogue", "attacks", "energy", "رياضة", "صحة", None)),
        date_start=start,
        date_end=end,
        edtf="x/y" if start is None or end is None else None,
        precision=precision,
        date_basis=rng.choice(("explicit", "relative", "inferred", "inherited")),
        date_variants=variants,
        certainty=rng.choice(("realised", "realised", "realised", "planned", "conditional", "claimed")),
    )


def generated_dates(rng: random.Random, day: dt.date, precision: str, span: int) -> tuple:
    if precision == "day":
        return day.isoformat(), day.isoformat()
    if precision == "month":
        return f"{day:%Y-%m}", f"{day:%Y-%m}"
    if precision == "season":
        return f"{day.year}-{rng.choice((21, 22, 23, 24))}", None
    if precision == "year":
        return str(day.year), rng.choice((str(day.year), None))
    later = (day + dt.timedelta(days=rng.randrange(1, max(span // 3, 3)))).isoformat()
    return rng.choice(((day.isoformat(), later), (None, later), (day.isoformat(), None), (None, None)))


@pytest.mark.parametrize("number", range(31))
def test_generated_timeline_is_readable_and_complete(number):
    events = generated(number)
    undated = int(
        (events["date_start"].isna() & events["date_end"].isna() & events["date_variants"].isna()).sum()
    )
    for lang, size in LOOKS:
        fig = draw_timeline(events, lang, size)
        assert clashes(fig) == [], (lang, size)
        assert len(event_ids(fig)) + folded(fig) + undated == len(events)
        assert fig.get_size_inches()[1] <= SIZES[size].height / 72 + 1e-6


def test_clashes_are_found():
    fig = draw_timeline(table({}, {"date_start": "2021-07-24", "date_end": "2021-07-24"}), "en")
    assert clashes(fig) == []
    first, second = (
        next(t for t in fig.findobj(Text) if t.get_gid() == f"event-E{n}-label" and "Event" in name_of(t))
        for n in (0, 1)
    )
    second.set_position(first.get_position())
    assert ("Event", "Event") in clashes(fig)
    second.set_position((dt.date(2021, 7, 24).toordinal() + 0.3, second.get_position()[1]))
    assert any(other == "event-E1-mark" for _, other in clashes(fig))
    second.set_position((second.get_position()[0], -400))
    assert ("Event", "off the page") in clashes(fig)


def test_bars_that_all_but_touch_are_found():
    fig, ax = Figure(dpi=72), None
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 400), ylim=(0, 300))
    ax.axis("off")
    for gid, low in (("event-A-bar", 100), ("event-B-bar", 111)):
        box = [(50, low), (90, low), (90, low + 10), (50, low + 10)]
        ax.add_patch(PathPatch(mpl.path.Path([*box, box[0]]), gid=gid, lw=0))
    assert clashes(fig) == [("event-A-bar", "event-B-bar")]


# --- files --------------------------------------------------------------------------------------------


def test_files_have_the_same_bytes_on_a_rerun(seed, tmp_path):
    formats = ("png", "svg", "svg-text", "pdf")
    sums = []
    for run in ("one", "two"):
        paths = save_figure(draw_timeline(seed, "ar", "slide"), tmp_path / run / "timeline", formats)
        sums.append([hashlib.sha256(p.read_bytes()).hexdigest() for p in paths])
    assert sums[0] == sums[1]
    assert len(set(sums[0])) == 4


def test_what_no_xml_may_hold_is_left_out_of_a_file(tmp_path):
    events = table({"label_ar": "افت\x01تاح المص\x1bنع\ufffe"})
    for path in save_figure(draw_timeline(events, "ar"), tmp_path / "odd", formats=("svg", "svg-text")):
        ElementTree.parse(path)


def test_title_description_and_source_are_in_each_file(seed, tmp_path):
    fig = draw_timeline(seed, "en")
    png, svg, pdf = save_figure(fig, tmp_path / "timeline")
    with Image.open(png) as image:
        assert image.text["Title"] == "The strategic dialogue"
        assert "Drone attack" in image.text["Description"]
        assert image.text["Source"] == "العرب، 26 يوليو 2021"
    text = svg.read_text(encoding="utf-8")
    assert "<title>The strategic dialogue</title>" in text
    assert "<dc:description>" in text
    assert "<dc:date>" not in text
    raw = pdf.read_bytes()
    assert b"The strategic dialogue" in raw
    assert b"CreationDate" not in raw


def test_searchable_svg_holds_logical_text_in_a_font_a_browser_knows(seed, tmp_path):
    (path,) = save_figure(draw_timeline(seed), tmp_path / "timeline", ["svg-text"])
    text = path.read_text(encoding="utf-8")
    assert "وصول وزير الخارجية فؤاد حسين إلى واشنطن" in text
    assert "IBM Plex Sans Arabic" in text
    assert "analysis-plex" not in text
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufefc]", text)


def test_searchable_svg_keeps_the_direction_of_each_line(tmp_path):
    events = table({"label_en": "Talks"}, outlet="صحيفة العرب الدولية", published="2021-07-26", title="خبر")
    (path,) = save_figure(draw_timeline(events, "en"), tmp_path / "timeline", ["svg-text"])
    lines = re.findall("<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8"))
    (byline,) = [line for line in lines if "26 July 2021" in line and "صحيفة" in line]
    assert byline.startswith("\u2066")
    assert "\u2067صحيفة العرب الدولية\u2069" in byline
    (path,) = save_figure(draw_timeline(events, "ar"), tmp_path / "timeline", ["svg-text"])
    lines = re.findall("<text[^>]*>([^<]*)</text>", path.read_text(encoding="utf-8"))
    assert all(line[0] == "\u2067" for line in lines if re.search("[\u0600-\u06ff]", line))


def test_arabic_in_a_pdf_is_drawn_as_outlines(seed, tmp_path):
    (path,) = save_figure(draw_timeline(seed), tmp_path / "timeline", ["pdf"])
    streams = re.findall(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL)
    content = max((inflated(s) for s in streams), key=len)
    assert b"\nf\n" in content
    assert not re.search(rb"\bT[jJ]\b", content)


def inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream.rstrip(b"\r\n"))
    except zlib.error:
        return b""


def test_saving_leaves_no_part_behind_when_it_fails(seed, tmp_path, monkeypatch):
    fig = draw_timeline(seed)

    def broken(path, **_):
        Path(path).write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(fig, "savefig", broken)
    with pytest.raises(OSError, match="disk full"):
        save_figure(fig, tmp_path / "timeline", ["png"])
    assert list(tmp_path.iterdir()) == []


def test_unknown_format_is_refused(seed, tmp_path):
    with pytest.raises(ValueError, match="unknown format gif"):
        save_figure(draw_timeline(table({})), tmp_path / "x", ["gif"])


def test_settings_of_the_user_neither_leak_in_nor_change(seed, tmp_path):
    plain = save_figure(draw_timeline(seed, "ar", "slide"), tmp_path / "a", ["png"])[0].read_bytes()
    odd = {"font.size": 30, "text.hinting": "force_autohint", "axes.facecolor": "red", "savefig.dpi": 33}
    odd |= {
        "savefig.facecolor": "blue",
        "savefig.bbox": "tight",
        "lines.linewidth": 9,
        "axes.unicode_minus": True,
    }
    with mpl.rc_context(odd):
        before = dict(mpl.rcParams)
        again = save_figure(draw_timeline(seed, "ar", "slide"), tmp_path / "b", ["png"])[0].read_bytes()
        assert dict(mpl.rcParams) == before
    assert again == plain


def test_notebook_shows_the_same_png_each_time(seed):
    first, second = (draw_timeline(seed, "ar")._repr_png_() for _ in range(2))
    assert first == second
    assert first[0].startswith(b"\x89PNG")


def test_notebook_keeps_the_description_as_alternative_text(seed):
    from IPython.core.formatters import DisplayFormatter

    fig = draw_timeline(seed, "ar")
    data, metadata = DisplayFormatter().format(fig)
    assert "image/png" in data
    assert metadata == {"image/png": {"alt": fig.notes.description}}
