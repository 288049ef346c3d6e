"""The evidence page: faithful to the text, one file, usable by keyboard, in two languages, on any screen."""

import base64
import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from lxml import html as lxml_html

from analysis.__main__ import main
from analysis.articles import Article, from_text, read_article
from analysis.conflicts import find_conflicts
from analysis.lexicon import load
from analysis.page import PageError, build_page, write_page
from analysis.page.facts import Facts, Mark, pieces
from analysis.page.strips import overview, stretch, windows
from analysis.page.words import LANGS, Dates
from analysis.timeline import ATTRIBUTIONS, BASES, CERTAINTIES, PRECISIONS, build_timeline
from conftest import broken_dates, needs_browser

pytestmark = pytest.mark.xdist_group("page")  # what they share is costly to make

SEED = Path(__file__).parents[1] / "seeds" / "2021-07-26-alarab-kadhimi-washington"
DAY = dt.date(2021, 7, 26)
NASTY = (
    'عنوان <script>alert("1")</script> & "اقتباس"\n\n'
    "بغداد – قال الوزير أمس إن <b>الوفد</b> & 'اللجنة' وصلا يوم الجمعة </script><!-- إلى بغداد.\n"
    'ومن المتوقع أن يصل "المبعوث" غدا &amp; بعد غد.\n'
)


@pytest.fixture(scope="module")
def article() -> Article:
    return read_article(SEED)


@pytest.fixture(scope="module")
def facts(article: Article) -> Facts:
    return Facts.of(article)


@pytest.fixture(scope="module")
def page(article: Article) -> str:
    return build_page(article)


@pytest.fixture(scope="module")
def tree(page: str):
    return lxml_html.document_fromstring(page)


def words_of(element) -> str:
    """Text of an element without the small references to events."""
    skipped = {id(t) for tag in element.xpath('.//a[@class="tag"]') for t in tag.xpath(".//text()")}
    return "".join(t for t in element.xpath(".//text()") if id(t) not in skipped)


def shown_text(tree) -> list[str]:
    text = tree.xpath('//main//div[@class="text"]')[0]
    for tag in text.xpath('.//a[@class="tag"]'):
        tag.drop_tree()
    return [p.text_content() for p in text]


# ── faithful to the text ───
@pytest.mark.parametrize(
    "text", [None, NASTY, "وصل الوزير أمس.", "سطر\r\n\r\nوصل\u00a0الوزير أمس. وغادر\tاليوم!"]
)
def test_every_character_of_the_article_is_there_in_order(article: Article, text: str | None) -> None:
    article = article if text is None else from_text(text, DAY)
    tree = lxml_html.document_fromstring(build_page(article))
    assert shown_text(tree) == [p.text for p in article.paragraphs]


def test_paragraphs_have_their_roles_and_the_text_its_direction(article: Article, tree) -> None:
    text = tree.xpath('//main//div[@class="text"]')[0]
    assert (text.get("lang"), text.get("dir")) == ("ar", "rtl")
    assert [p.get("class") for p in text] == [p.role for p in article.paragraphs]
    assert [p.tag for p in text][:3] == ["h3", "p", "p"]


def test_every_mark_covers_its_own_words(article: Article, facts: Facts, tree) -> None:
    marked = Counter()
    for mark in facts.marks():
        found = tree.xpath(f'//main//*[contains(concat(" ", @class, " "), " {mark.name} ")]')
        words = "".join(words_of(element) for element in found)
        expected = "".join(
            article.text[max(mark.start, s.start) : min(mark.end, s.end)]
            for s in article.sentences
            if s.start < mark.end and mark.start < s.end
        )
        assert words == expected, mark
        marked[mark.name[0]] += 1
    assert set(marked) == set("tqpvnkc")
    assert marked["t"] == len(facts.timexes) > 20


def test_pieces_cover_the_text_once() -> None:
    cut = pieces([Mark(1, 4, "a"), Mark(2, 9, "b"), Mark(2, 3, "c"), Mark(5, 5, "empty")], [0, 10])
    assert [p.start for p in cut] == [0, 1, 2, 3, 4, 9]
    assert [p.end for p in cut[:-1]] == [p.start for p in cut[1:]]
    assert [set(p.names) for p in cut] == [set(), {"a"}, {"a", "b", "c"}, {"a", "b"}, {"b"}, set()]


def test_text_that_looks_like_markup_stays_text() -> None:
    article = from_text(NASTY, DAY, {"title": "<img src=x> & 'عنوان'", "outlet": '"><script>x</script>'})
    events = build_timeline(article)
    events["label_en"] = '<a href="https://example.invalid">label</a>'
    events["theme"] = '"><script>'
    tree = lxml_html.document_fromstring(build_page(article, events))
    assert len(tree.xpath("//script")) == 2
    assert tree.xpath("//img | //b | //a[starts-with(@href, 'http')]") == []
    assert tree.xpath("string(//title)") == "<img src=x> & 'عنوان'"
    assert '"><script>x</script>' in tree.xpath("string(//header)")
    assert '<a href="https://example.invalid">label</a>' in tree.xpath("string(//nav[@id='timeline'])")


def test_characters_that_html_forbids_are_shown_one_for_one() -> None:
    article = from_text("وصل\x01 الوزير\x1b أمس\x07 إلى\ufffe بغداد\x85 الجمعة.", DAY)
    page = build_page(article)
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]", page)
    shown = shown_text(lxml_html.document_fromstring(page))
    assert shown == ["وصل\ufffd الوزير\ufffd أمس\ufffd إلى\ufffd بغداد\ufffd الجمعة."]


# ── all of it, and where it leads ───
def test_every_event_stands_in_the_list_in_the_table_and_on_a_strip(article: Article, tree) -> None:
    ids = build_timeline(article).event_id.tolist()
    listed = [a.get("href")[1:] for a in tree.xpath('//a[contains(@class, "ev ")]')]
    assert sorted(listed) == sorted(tree.xpath("//*[@data-e]/@data-e")) == ids
    assert tree.xpath('//section[@id="details"]//tr/@id') == ids


def test_planned_events_stand_behind_the_line_of_publication(article: Article, tree) -> None:
    after = [
        a.get("href")[1:] for a in tree.xpath('//p[@id="published"]/following::a[contains(@class, "ev ")]')
    ]
    rows = build_timeline(article).set_index("event_id")
    assert set(rows.loc[after].certainty) <= {"planned", "conditional", "claimed"}
    assert set(rows[(rows.certainty != "realised") & (rows.date_start >= "2021-07-26")].index) == set(after)


def test_details_hold_value_certainty_rule_speaker_and_evidence(article: Article, facts: Facts, tree) -> None:
    for row in build_timeline(article).to_dict("records"):
        said = tree.xpath(f'string(//tr[@id="{row["event_id"]}"])')
        named = facts.names.get(row["asserted_by"], {}).get("ar") or row["asserted_by"] or ""
        needed = [
            row["label_ar"],
            row["edtf"],
            row["certainty_cue"] or "",
            row["method"],
            row["sentence_id"],
            named,
        ]
        assert [part for part in needed if part not in said] == []


def test_conflicts_show_both_places_and_their_words(article: Article, tree) -> None:
    rows = find_conflicts(article).to_dict("records")
    assert tree.xpath('//article[@class="conflict"]/@id') == [row["conflict_id"] for row in rows]
    for row in rows:
        block = tree.xpath(f'//article[@id="{row["conflict_id"]}"]')[0]
        assert row["explanation"] in block.text_content()
        assert {row["sentence_a"], row["sentence_b"]} <= {a[1:] for a in block.xpath(".//ol//a/@href")}
        begins = " ".join(row["text_b"].split())[:60]
        assert begins in block.text_content()


def test_addresses_are_unique_and_every_link_leads_somewhere(tree) -> None:
    ids = tree.xpath("//@id")
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    assert [a for a in tree.xpath("//a/@href") if a[1:] not in ids or a[0] != "#"] == []


def test_time_expression_leads_to_its_event_or_to_its_own_row(facts: Facts, tree) -> None:
    for name in facts.timex:
        for a in tree.xpath(f'//main//a[contains(concat(" ", @class, " "), " {name} ")]'):
            assert a.get("href")[1:] in (facts.dated_by.get(name) or [name])


def test_rows_that_a_person_changed_say_so(article: Article) -> None:
    events = build_timeline(article)
    events["edited"] = ["certainty" if i == 3 else "" for i in range(len(events))]
    tree = lxml_html.document_fromstring(build_page(article, events))
    changed = [tr.get("id") for tr in tree.xpath("//tr[@id]") if "عدّلته يد المحلل" in tr.text_content()]
    assert changed == [events.event_id[3]]


def test_table_read_from_a_file_gives_the_same_rows(article: Article, page: str) -> None:
    from analysis.timeline import variants_as_json

    events = variants_as_json(build_timeline(article)).fillna("").replace("", float("nan"))
    assert build_page(article, events).count("data-e=") == page.count("data-e=")
    assert "23 أو 25 يوليو 2021" in build_page(article, events)


def test_article_without_events_gives_a_page_that_says_so() -> None:
    tree = lxml_html.document_fromstring(build_page(from_text("لا شيء هنا.", DAY)))
    assert load("page_words")["ar"]["none"] in tree.xpath("string(//nav[@id='timeline'])")


# ── one file ───
def test_page_fetches_nothing_and_its_policy_forbids_it(page: str, tree) -> None:
    assert tree.xpath("//@src") == []
    assert [u for u in tree.xpath("//link/@href") if not u.startswith("data:")] == []
    assert [u for u in re.findall(r"url\((.{10})", page) if not u.startswith("data:")] == []
    assert "@import" not in page
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    for what, text in (
        ("style", tree.xpath("//style/text()")[0]),
        ("script", tree.xpath("//script/text()")[1]),
    ):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{what}-src 'sha256-{digest}'" in policy
    assert tree.xpath("//@style") == []


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_interface_opens_in_the_language_asked_for(article: Article, lang: str, direction: str) -> None:
    tree = lxml_html.document_fromstring(build_page(article, lang=lang))
    assert (tree.get("lang"), tree.get("dir")) == (lang, direction)
    words = load("page_words")[lang]
    assert tree.xpath("string(//h1)") == words["page"]
    assert [w for w in tree.xpath("//*[@data-w]") if w.text != words[w.get("data-w")]] == []


def test_another_language_is_refused(article: Article) -> None:
    with pytest.raises(ValueError, match="lang must be one of ar, en"):
        build_page(article, lang="fr")


def test_bytes_are_the_same_each_time(page: str) -> None:
    code = (
        "import hashlib\nfrom analysis import read_article\nfrom analysis.page import build_page\n"
        f"page = build_page(read_article({str(SEED)!r}))\nprint(hashlib.sha256(page.encode()).hexdigest())"
    )
    env = os.environ | {"PYTHONHASHSEED": "4711"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert done.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()


def long_article(size: int) -> Article:
    """The seed's text again and again, each time a year and a month earlier, so that its events differ."""
    text = (SEED / "article.txt").read_text(encoding="utf-8")
    months = load("date_words")["months"]["standard"]
    body, parts, k = text.split("\n\n", 1)[1], [text], 0
    while sum(len(part.encode()) for part in parts) < size:
        k += 1
        moved = {name: months[(i + k) % 12] for i, name in enumerate(months)}
        moved |= {str(year): str(year - k) for year in range(2000, 2030)}
        parts.append(re.sub("|".join(moved), lambda m, moved=moved: moved[m[0]], body))
    return from_text("\n\n".join(parts), DAY)


def test_article_of_200_kb_gives_a_page_under_2_mb_in_under_10_seconds() -> None:
    article = long_article(200_000)
    begun = time.process_time()
    page = build_page(article)
    assert time.process_time() - begun < 10
    assert len(page.encode()) < 2_000_000
    assert page.count("data-e=") > 250


# ── words and dates ───
def test_both_languages_have_the_same_words() -> None:
    words = load("page_words")
    assert words["ar"].keys() == words["en"].keys()
    holes = {lang: {k: sorted(re.findall(r"{\w+}", v)) for k, v in words[lang].items()} for lang in LANGS}
    assert holes["ar"] == holes["en"]
    assert [v for v in words["ar"].values() if not v.strip()] == []


def test_every_term_of_the_codebook_has_a_word() -> None:
    words = load("page_words")["ar"]
    lists = {"precision": PRECISIONS, "certainty": CERTAINTIES, "basis": BASES, "attribution": ATTRIBUTIONS}
    assert [f"{k}-{v}" for k, values in lists.items() for v in values if f"{k}-{v}" not in words] == []
    kinds = re.findall(r"``([a-z-]+)``", find_conflicts.__doc__.split("Kinds:")[1].split("Examples")[0])
    assert len(kinds) > 8
    assert [k for k in kinds if f"kind-{k}" not in words] == []


@pytest.mark.parametrize(
    ("start", "end", "edtf", "precision", "ar", "en"),
    [
        ("2008", "2008", "2008", "year", "2008", "2008"),
        ("2003", "2003", "2003~", "year", "نحو 2003", "about 2003"),
        ("2020-06", "2020-06", "2020-06", "month", "يونيو 2020", "June 2020"),
        ("2021-07-20", "2021-07-20", "2021-07-20", "day", "20 يوليو 2021", "20 July 2021"),
        ("2021-07-20", None, "2021-07-20", "day", "20 يوليو 2021", "20 July 2021"),
        ("2014", None, "2014/..", "year", "منذ 2014", "since 2014"),
        (None, "2021-07-23", "/2021-07-23", "day", "حتى 23 يوليو 2021", "until 23 July 2021"),
        (None, "2021-12-31", "../2021-12-31", "year", "حتى نهاية 2021", "until end of 2021"),
        ("2011-12-01", "2011-12-31", "2011~", "year", "نهاية 2011", "end of 2011"),
        ("2021-06-01", "2021-08-31", "2021-22", "season", "صيف 2021", "summer 2021"),
        (
            "2021-07-20",
            "2021-07-26",
            "2021-07-20/2021-07-26",
            "interval",
            "20–26 يوليو 2021",
            "20–26 July 2021",
        ),
        (
            "2021-01-01",
            "2021-07-23",
            "x/y",
            "interval",
            "1 يناير – 23 يوليو 2021",
            "1 January – 23 July 2021",
        ),
        (
            "2020-08",
            "2021-07-26",
            "x/y",
            "interval",
            "أغسطس 2020 – 26 يوليو 2021",
            "August 2020 – 26 July 2021",
        ),
        (
            "2021-07",
            "2021-07-26",
            "x/y",
            "vague",
            "يوليو 2021، في موعد أقصاه 26 منه",
            "July 2021, no later than the 26th",
        ),
        ("2021-12-01", "2021-12-31", "2021-12", "month", "ديسمبر 2021", "December 2021"),
    ],
)
def test_dates_in_words_are_no_finer_than_stated(start, end, edtf, precision, ar, en) -> None:
    row = {
        "date_start": start,
        "date_end": end,
        "edtf": edtf,
        "precision": precision,
        "certainty": "realised",
    }
    assert Dates().both(row) == {"ar": ar, "en": en}


def test_two_claimed_dates_are_both_said() -> None:
    row = {"date_start": None, "date_end": "2021-07-23", "edtf": "/2021-07-23", "precision": "day"}
    row["date_variants"] = [{"date_end": "2021-07-25"}, {"date_end": "2021-07-23"}]
    assert Dates().of(row, "en") == "23 or 25 July 2021"


def test_planned_from_a_day_on_is_not_since() -> None:
    row = {"date_start": "2021-07-26", "date_end": None, "edtf": "2021-07-26/..", "precision": "vague"}
    assert Dates().of(row | {"certainty": "planned"}, "en") == "from 26 July 2021"


# ── the strips ───
def test_strips_are_true_scales_that_enlarge_the_crowd(facts: Facts) -> None:
    events = [stretch(row) for row in facts.rows]
    spans = windows(events, DAY.toordinal())
    assert len(spans) == 3
    for (a, b), (c, d) in pairwise(spans):
        assert a <= c < d <= b
        assert d - c <= 0.4 * (b - a)
    first, last = spans[0]
    drawn = lxml_html.fromstring(f"<div>{overview(facts)}</div>").xpath(
        '(//div[@class="strip"])[1]//rect[@data-e]'
    )
    by_id = {e.id: e for e in events}
    checked = 0
    for rect in drawn:
        event = by_id[rect.get("data-e")]
        if event.low is None or event.high is None or event.high - event.low < 90:
            continue
        part = 100 / (last + 1 - first)
        assert float(rect.get("x")[:-1]) == pytest.approx((event.low - first) * part, abs=0.02)
        assert float(rect.get("width")[:-1]) == pytest.approx((event.high + 1 - event.low) * part, abs=0.02)
        checked += 1
    assert checked >= 3


def test_month_is_a_bar_and_a_day_a_mark(facts: Facts, tree) -> None:
    for row in facts.rows:
        mark = tree.xpath(f'//*[@data-e="{row["event_id"]}"]')[0]
        tags = {
            e.tag for e in mark.iter() if e.get("class") not in ("core", "between", "f1", "f2", "f3", "f4")
        }
        if row["precision"] in ("month", "season", "year"):
            assert "rect" in tags
            assert "circle" not in tags
        if "circle" in tags:
            assert row["precision"] == "day" or row["date_end"] == row["date_start"] or not row["date_start"]


def test_signs_are_those_of_the_figures(article: Article, facts: Facts, tree) -> None:
    from analysis.figures.events import read_events
    from analysis.figures.glyphs import look_of

    published = article.published.toordinal()
    for event in read_events(build_timeline(article), "ar"):
        look = look_of(event, published)
        for mark in tree.xpath(f'//*[@data-e="{event.id}"] | //a[@href="#{event.id}"]/svg'):
            assert look in mark.get("class").split()
            assert bool(mark.xpath('.//*[@class="core"]')) == (look == "claimed")
    style = tree.xpath("//style/text()")[0]
    dashes = {
        look: [float(x) for x in re.search(rf"^\.{look}{{stroke-dasharray:(.*?)}}", style, re.M)[1].split()]
        for look in ("planned", "conditional")
    }
    assert dashes["planned"][0] > 1.5 * dashes["planned"][1]  # dashed, as there; and dotted
    assert dashes["conditional"][0] < dashes["conditional"][1]


def test_key_of_the_page_has_the_words_of_the_figures(tree) -> None:
    names = {"day": "day", "span": "period", "open": "ongoing", "until": "open_start", "two": "disputed"}
    names["inferred"] = "inferred"
    for lang in LANGS:
        page_words, figure_words = load("page_words")[lang], load("figure_words")[lang]
        assert {k: page_words[f"sign-{k}"] for k in names} == {k: figure_words[v] for k, v in names.items()}
        for look in ("planned", "conditional", "claimed"):
            assert page_words[f"certainty-{look}"].lower() == figure_words[look].lower()
    said = tree.xpath("string(//ul[@class='legend'])")
    assert [k for k in names if load("page_words")["ar"][f"sign-{k}"] not in said] == []


def test_realised_event_is_not_filled_beyond_publication() -> None:
    article = from_text("بغداد – بدأ الحوار بين البلدين في 2014 وما زال مستمرا.\nوصل الوزير في يوليو.", DAY)
    events = build_timeline(article)
    rows = [dict(events.iloc[0]), dict(events.iloc[0])]
    rows[0] |= {"date_start": "2014", "date_end": None, "edtf": "2014/..", "precision": "year"}
    rows[1] |= {"event_id": "E02", "date_start": "2021-07", "date_end": "2021-07", "precision": "month"}
    tree = lxml_html.fromstring(f"<div>{overview(Facts.of(article, pd.DataFrame(rows)))}</div>")
    line = float(tree.xpath('(//line[@class="pub"])[1]/@x1')[0][:-1])
    ends = [float(x[:-1]) for x in tree.xpath('//*[@data-e="E01"]//svg/@x')]
    assert ends
    assert all(end <= line + 2 for end in ends)
    assert tree.xpath('//*[@data-e="E02"]/rect/@class') == ["planned"]


# ── dates in the reader's order ───
ISO = "بغداد – قال الوزير إن الوفد وصل في 2021-07-20، وأعلن 2021-07-23 موعدا.\n"


def test_dates_as_written_are_set_apart_from_the_words_around_them() -> None:
    article = from_text(ISO, DAY)
    events = build_timeline(article)
    events["label_ar"] = "بين 2021-07-20 (S08) و2021-07-24"
    events["edtf"] = "2025-10-01~/2025-10-10~"
    tree = lxml_html.document_fromstring(build_page(article, events))
    for place in ("//nav[@id='timeline']", "//section[@id='details']"):
        apart = [b.text for b in tree.xpath(f'{place}//bdi[@class="iso"][@dir="ltr"]')]
        assert {"2021-07-20", "2021-07-24"} <= set(apart)
    bare = [
        t
        for t in tree.xpath("//nav//text() | //section//text()")
        if re.search(r"\d{4}-\d\d", t)
        and t.getparent().get("class") not in ("iso", "id")
        and t.getparent().tag != "wbr"
    ]
    assert bare == []
    assert tree.xpath("string(//code[wbr])") == "2025-10-01~/2025-10-10~"


# ── no expression is lost ───
def test_dates_without_an_event_are_listed_folded(facts: Facts, tree) -> None:
    unused = [name for name in facts.timex if name not in facts.dated_by]
    assert unused
    folded = tree.xpath('//details[@class="unused"]')[0]
    assert "open" not in folded.attrib
    assert [a[1:] for a in folded.xpath(".//li/a/@href")] == unused
    for name in unused:
        assert " ".join(facts.timex[name].text.split())[:100] in folded.text_content()
    said = [folded.xpath(f"string(.//p/bdi[@lang='{lang}'])") for lang in LANGS]
    assert all(f"{len(unused)}" in note and f"{len(facts.timexes)}" in note for note in said)
    english = lxml_html.document_fromstring(build_page(facts.article, lang="en"))
    assert english.xpath("string(//details/summary/span)") == "Dates without an event"


def test_page_says_so_where_every_date_has_an_event() -> None:
    article = from_text("عنوان\nبغداد – وصل الوزير أمس إلى بغداد.", DAY)
    assert Facts.of(article).unused == {}
    assert load("page_words")["ar"]["unused_none"] in build_page(article)
    assert "class=unused" not in build_page(from_text("لا شيء هنا.", DAY))


def test_what_a_person_changed_and_who_speaks_is_said_in_words(article: Article) -> None:
    events = build_timeline(article)
    events["edited"] = ["label; certainty; date; theme; merged"] * len(events)
    events["asserted_by"] = "unsmil"
    events.attrs.update(dropped=2, merged=1)
    tree = lxml_html.document_fromstring(build_page(article, events))
    row = tree.xpath('//section[@id="details"]//tbody/tr')[0]
    assert "عدّلته يد المحلل: التسمية · درجة التحقق · التاريخ · الموضوع · الدمج" in row.text_content()
    assert "بعثة الأمم المتحدة للدعم في ليبيا" in row.text_content()
    assert "حُذف من القائمة 2، ودُمج في غيره 1" in tree.xpath("string(//nav[@id='timeline'])")


def test_outlet_of_two_scripts_reads_in_order_in_both_languages(tree) -> None:
    ar, en = (tree.xpath(f"string(//header//p/bdi[@lang='{lang}'])") for lang in LANGS)
    assert (ar, en) == ("العرب (Al-Arab)", "Al-Arab (العرب)")


def test_axis_names_are_mirrored_in_arabic(tree) -> None:
    for strip in tree.xpath('//div[@class="strip"]'):
        ar, en = (
            [float(x[:-1]) for x in strip.xpath(f'./svg[@class="words {lang}"]/text/@x')]
            for lang in ("ar", "en")
        )
        assert ar == pytest.approx([100 - x for x in en], abs=0.02)
        assert en


# ── files and the command ───
def test_file_is_not_replaced_without_force(article: Article, tmp_path: Path) -> None:
    path = write_page(article, tmp_path / "new" / "timeline.html")
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(PageError, match="is there already"):
        write_page(article, path)
    assert path.read_text(encoding="utf-8") == "mine"
    write_page(article, path, force=True)
    assert path.stat().st_size > 100_000
    assert [p.name for p in path.parent.iterdir()] == ["timeline.html"]
    with pytest.raises(PageError, match="is a folder"):
        write_page(article, tmp_path, force=True)


def test_command_writes_the_page_and_says_where(tmp_path: Path, capsys) -> None:
    text = tmp_path / "a.txt"
    text.write_text("عنوان\nوصل الوزير أمس إلى بغداد.", encoding="utf-8")
    command = ["page", str(text), "--published", "2021-07-26", "--lang", "en", "--out", str(tmp_path / "out")]
    assert main(command) == 0
    assert "timeline.html" in capsys.readouterr().err
    assert '<html lang="en" dir="ltr">' in (tmp_path / "out" / "timeline.html").read_text(encoding="utf-8")
    assert main(command) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert main([*command, "--force"]) == 0
    assert main(command[:-2]) == 2


# ── in a browser ───
@pytest.fixture(scope="module")
def file(article: Article, tmp_path_factory) -> Path:
    return write_page(article, tmp_path_factory.mktemp("page") / "timeline.html")


@pytest.fixture
def visit(browser, file: Path):
    """Open the page; after the test it must have logged nothing and asked the network for nothing."""
    seen, contexts = [], []

    def open_page(address: str = "", width: int = 1280, height: int = 900, path: Path = file, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: seen.append(f"console: {message.text}"))
        tab.on("pageerror", lambda error: seen.append(f"error: {error}"))
        tab.on("request", lambda r: seen.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
        tab.emulate_media(reduced_motion="reduce")
        tab.goto(path.as_uri() + address)
        tab.wait_for_timeout(100)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert seen == []


def lit(tab) -> list[str]:
    return tab.eval_on_selector_all(".s.main", "all => all.map(s => s.id)")


def in_view(tab, selector: str) -> bool:
    """Whether an element is inside the window and nothing fixed lies over its first line."""
    return tab.evaluate(
        """selector => {
          const e = document.querySelector(selector), r = e.getClientRects()[0];
          if (!r || r.top < 0 || r.bottom > innerHeight) return false;
          return e.contains(document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2));
        }""",
        selector,
    )


@needs_browser
def test_choosing_any_event_marks_its_sentence_and_expressions(visit, facts: Facts) -> None:
    tab = visit()
    assert tab.evaluate("getComputedStyle(document.querySelector('.text')).direction") == "rtl"
    for row in facts.rows:
        tab.click(f'#timeline a[href="#{row["event_id"]}"]')
        assert lit(tab) == [row["sentence_id"]]
        assert in_view(tab, f"#{row['sentence_id']}")
        assert tab.get_attribute(f'#timeline a[href="#{row["event_id"]}"]', "aria-current") == "true"
        assert tab.locator("#timeline [aria-current]").count() == 1
        lit_times = tab.eval_on_selector_all(".text .t.on", "all => all.map(a => a.classList[1])")
        assert set(lit_times) == {t for t in (row["timex_ids"] or "").split("; ") if t}
        cues = tab.eval_on_selector_all(".text .on-k", "all => all.map(e => [...e.classList])")
        assert [f"k{row['event_id']}" in names for names in cues] == [True] * len(cues)
        assert bool(cues) == bool(row["certainty_cue"])
        assert tab.evaluate("location.hash") == f"#{row['event_id']}"
        said = tab.inner_text("#facts")
        assert row["event_id"] in said
        assert row["label_ar"] in said
        assert row["edtf"] in said


@needs_browser
def test_speaker_and_numbers_of_the_sentence_are_marked(visit, facts: Facts, article: Article) -> None:
    tab = visit()
    checked = 0
    for row in facts.rows:
        inside = facts.in_sentence[row["sentence_id"]]
        tab.click(f'#timeline a[href="#{row["event_id"]}"]')
        on = set(tab.eval_on_selector_all(".text .on", "all => all.flatMap(e => [...e.classList])"))
        assert set(inside) <= on
        speakers = {f"p{n[1:]}" for n in inside if n[0] == "q" and facts.quote[n].speaker_start is not None}
        assert speakers <= on
        checked += len(speakers)
    assert checked > 5


@needs_browser
def test_choosing_an_expression_in_the_text_shows_its_event_or_itself(visit, facts: Facts) -> None:
    tab = visit()
    for name, timex in facts.timex.items():
        tab.locator(f".text a.{name}").first.click()
        events = facts.dated_by.get(name)
        said = tab.inner_text("#facts")
        if events:
            assert tab.get_attribute(f'#timeline a[href="#{events[0]}"]', "aria-current") == "true"
            assert in_view(tab, f'#timeline a[href="#{events[0]}"]')
        else:
            assert timex.rule in said
        assert timex.value in said
        assert " ".join(timex.text.split()) in said


@needs_browser
def test_date_without_an_event_shows_itself_in_panel_and_text(visit, facts: Facts) -> None:
    tab = visit()
    tab.focus(".unused summary")
    tab.keyboard.press("Enter")
    for name in facts.unused:
        tab.click(f'.unused a[href="#{name}"]')
        assert in_view(tab, f".text .{name}")
        assert facts.unused[name].rule in tab.inner_text("#facts")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.hash") == f"#{name}"


@needs_browser
@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("lang", LANGS)
def test_dates_as_written_run_from_year_to_day_on_one_line(
    visit, tmp_path: Path, width: int, lang: str
) -> None:
    article = from_text(ISO, DAY)
    events = build_timeline(article)
    events["label_ar"] = "من 2021-07-20 (S08) و2021-07-24 إلى 2021-07-26 ثم 2021-08-01 وبعده 2021-08-02"
    events["edtf"] = "2021-10-01~/2021-10-10~"
    tab = visit("#E01", width, path=write_page(article, tmp_path / "iso.html", lang, events=events))
    assert broken_dates(tab) == []
    assert tab.locator("#facts bdi.iso").count() >= 5


@needs_browser
def test_conflict_in_the_panel_leads_to_both_places(visit, article: Article) -> None:
    rows = find_conflicts(article)
    row = rows[rows.event_ids != ""].iloc[0]
    tab = visit(f"#{row.event_ids.split('; ')[0]}")
    for side in "ab":
        name = f"{row.conflict_id.lower()}{side}"
        tab.click(f'#facts a[data-go="{name}"]')
        assert in_view(tab, f".{name}")
        assert tab.locator(f".text .{name}.on").count() > 0


@needs_browser
@pytest.mark.parametrize(("width", "height"), [(1280, 900), (820, 1100), (375, 812)])
def test_deep_link_opens_the_event_at_its_sentence(visit, facts: Facts, width: int, height: int) -> None:
    row = facts.rows[13]
    tab = visit(f"#{row['event_id']}", width, height)
    assert lit(tab) == [row["sentence_id"]]
    assert in_view(tab, f"#{row['sentence_id']}")
    assert in_view(tab, "#chosen")


@needs_browser
def test_back_returns_to_the_event_before(visit) -> None:
    tab = visit("#E02")
    first = lit(tab)
    tab.click('#timeline a[href="#E14"]')
    assert lit(tab) != first
    tab.go_back()
    tab.wait_for_timeout(100)
    assert lit(tab) == first
    assert "E02" in tab.inner_text("#chosen")


@needs_browser
def test_keyboard_alone_reaches_everything(visit, facts: Facts) -> None:
    tab = visit()
    wanted = set(
        tab.eval_on_selector_all(
            "a[href], button:not([hidden]), summary",
            "all => all.filter(e => e.checkVisibility()).map((e, i) => (e.dataset.stop = i, String(i)))",
        )
    )
    reached = set()
    for _ in range(len(wanted) + 10):
        tab.keyboard.press("Tab")
        stop = tab.evaluate("document.activeElement.dataset.stop ?? null")
        if stop is None:
            break
        reached.add(stop)
        assert tab.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            " || document.activeElement.matches('.skip')"
        )
    assert wanted - reached == set()


@needs_browser
def test_keys_choose_move_show_details_and_return(visit, facts: Facts) -> None:
    tab = visit()
    links = tab.eval_on_selector_all("#timeline a.ev", "all => all.map(a => a.hash)")
    tab.focus(f'#timeline a[href="{links[0]}"]')
    tab.keyboard.press("Enter")
    assert links[0][1:] in tab.inner_text("#chosen")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.hash") == links[2]
    assert tab.evaluate("location.hash") == links[2]
    tab.keyboard.press("ArrowUp")
    assert tab.evaluate("location.hash") == links[1]
    tab.keyboard.press("End")
    assert tab.evaluate("location.hash") == links[-1]
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "chosen"
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.hash") == links[-1]
    assert lit(tab) == []
    tab.focus(".text a.t")
    tab.keyboard.press("Space")
    assert tab.locator("#chosen").count() == 1


@needs_browser
def test_choice_is_announced(visit, facts: Facts) -> None:
    tab = visit()
    tab.click('#timeline a[href="#E14"]')
    row = next(r for r in facts.rows if r["event_id"] == "E14")
    said = tab.text_content("#live[aria-live=polite]")
    assert row["label_ar"] in said
    assert row["sentence_id"] in said
    tab.click("#lang")
    tab.click('#timeline a[href="#E14"]')
    assert row["label_en"] in tab.text_content("#live")
    assert row["label_ar"] not in tab.text_content("#live")


@needs_browser
def test_language_is_switched_with_direction_and_back(visit) -> None:
    tab = visit("#E14")
    parts = ("header", "#timeline", "#facts", "#details", "#times", "#conflicts")
    ar = [tab.inner_text(part) for part in parts]
    tab.click("#lang")
    assert tab.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    assert tab.inner_text("h1") == load("page_words")["en"]["page"]
    shown = tab.eval_on_selector_all(
        "[data-w]", "all => all.filter(e => e.checkVisibility()).map(e => [e.dataset.w, e.textContent])"
    )
    assert {tuple(s) for s in shown} <= set(load("page_words")["en"].items())
    assert tab.evaluate("getComputedStyle(document.querySelector('.text')).direction") == "rtl"
    tab.click("#lang")
    assert [tab.inner_text(part) for part in parts] == ar


@needs_browser
def test_time_runs_from_the_right_in_arabic_and_from_the_left_in_english(visit) -> None:
    tab = visit()
    place = "id => document.querySelector(`.strip [data-e=${id}]`).getBoundingClientRect().left"
    assert tab.evaluate(place, "E01") > tab.evaluate(place, "E02")
    tab.click("#lang")
    assert tab.evaluate(place, "E01") < tab.evaluate(place, "E02")


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_follows_the_system_and_the_button(visit, scheme: str) -> None:
    tab = visit(color_scheme=scheme)
    dark = "getComputedStyle(document.body).backgroundColor === 'rgb(20, 22, 26)'"
    assert tab.evaluate(dark) is (scheme == "dark")
    tab.click("#dark")
    assert tab.evaluate(dark) is (scheme == "light")
    assert tab.get_attribute("#dark", "aria-pressed") == str(scheme == "light").lower()


@needs_browser
@pytest.mark.parametrize(
    ("address", "width", "scheme", "lang"),
    [
        ("", 1280, "light", "ar"),
        ("#E19", 1280, "dark", "ar"),
        ("#t16", 1280, "light", "en"),
        ("#E14", 375, "dark", "en"),
    ],
)
def test_axe_finds_no_serious_fault(visit, address: str, width: int, scheme: str, lang: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab = visit(address, width, color_scheme=scheme)
    if lang == "en":
        tab.click("#lang")
    faults = Axe().run(tab).response["violations"]
    faults = [
        f"{f['id']}: {f['nodes'][0]['html'][:150]}" for f in faults if f["impact"] in ("serious", "critical")
    ]
    assert faults == []


@needs_browser
@pytest.mark.parametrize("address", ["", "#E19"])
def test_nothing_runs_off_the_page_sideways(visit, address: str) -> None:
    tab = visit(address)
    for _ in ("ar", "en"):
        for width in (320, 375, 768, 1024, 1280, 1920):
            tab.set_viewport_size({"width": width, "height": 812})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.click("#lang")


@needs_browser
def test_page_is_whole_without_a_script(visit, facts: Facts) -> None:
    tab = visit("#E14", java_script_enabled=False)
    assert tab.locator("#details tr:target").count() == 1
    assert tab.locator("#panel").is_hidden()
    assert tab.locator(".tools").is_hidden()
    assert tab.locator("#details tbody tr").count() == len(facts.rows)
    assert tab.locator("#details tbody tr").last.is_visible()


@needs_browser
def test_print_has_text_and_table_and_no_controls(visit, tmp_path: Path) -> None:
    tab = visit("#E14")
    tab.emulate_media(media="print")
    for gone in (".tools", "#panel", "#timeline", ".skips"):
        assert tab.locator(gone).is_hidden(), gone
    for there in (".text", ".strips", "#details table", "#conflicts", "#times"):
        assert tab.locator(there).is_visible(), there
    assert tab.evaluate("getComputedStyle(document.querySelector('.s'), '::before').content").startswith(
        '"S01'
    )
    assert len(tab.pdf(prefer_css_page_size=True)) > 50_000


@needs_browser
def test_text_that_looks_like_markup_runs_nothing(visit, tmp_path: Path) -> None:
    path = write_page(from_text(NASTY, DAY), tmp_path / "nasty.html")
    tab = visit(path=path)
    assert "<script>alert" in tab.inner_text(".text")
    tab.locator("#timeline a.ev").first.click()
    assert tab.locator("#chosen").count() == 1


@needs_browser
def test_hundreds_of_events_stay_quick(visit, tmp_path: Path) -> None:
    tab = visit(path=write_page(long_article(200_000), tmp_path / "long.html"))
    took = tab.evaluate(
        """() => { const begun = performance.now();
          for (const a of [...document.querySelectorAll('a.ev')].slice(100, 110)) {
            a.click();
            document.body.offsetTop;
          }
          return (performance.now() - begun) / 10; }"""
    )
    assert took < 500  # milliseconds an event
    assert lit(tab) != []
    assert json.loads(tab.text_content("#words"))["page"]["en"]
