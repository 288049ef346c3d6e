"""Actors: the list, cities and governments, unlisted names, short forms and offices."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from clock import cpu_seconds

from analysis.actors import KINDS, find_actors, key_of
from analysis.articles import from_text, read_article
from analysis.lexicon import load

SEED = Path(__file__).parents[1] / "seeds" / "2021-07-26-alarab-kadhimi-washington"
DAY = dt.date(2021, 7, 26)

# The hand annotation's names that the list spells otherwise, and its unnamed groups.
SAME = {
    "O01": "united-states",
    "O02": "iraq",
    "O03": "iran",
    "O08": "iran.aligned-factions",
    "O09": "ذي-سانتشوري-فاونديشن",
    "O10": "بيرسون-انستيتيوت",
    "O12": "iraq.state-television",
    "O13": "united-states.media",
    "O14": "united-states.armed-forces",
    "O15": "iraq.armed-forces",
    "O18": "iraq.delegation",
    "O19": "united-states.parliament",
    "O20": "iraq.political-parties",
    "O21": "iraq.people",
    "P02": "washington",
    "P03": "baghdad",
}


def mentions(text: str) -> list:
    return find_actors(from_text(text, DAY))


def found(text: str) -> dict[str, str]:
    return {m.text: m.actor for m in mentions(text)}


@pytest.fixture(scope="module")
def seed():
    article = read_article(SEED)
    with (SEED / "actors.csv").open(encoding="utf-8", newline="") as file:
        return article, find_actors(article), list(csv.DictReader(file))


def right(row: dict, got: list) -> bool:
    """Whether a mention of the right actor and kind overlaps the annotated one."""
    by_name = {m.name_ar: m.actor for m in got}
    actor = SAME.get(row["actor"], by_name.get(row["name_ar"]))
    return any(
        m.actor == actor and m.kind == row["kind"] and m.start < int(row["end"]) and int(row["start"]) < m.end
        for m in got
    )


def test_at_least_100_of_110_mentions_of_the_seed_have_the_right_actor(seed):
    _, got, wanted = seed
    assert len(wanted) == 110
    assert sum(right(row, got) for row in wanted) >= 100


def test_a_capital_of_the_seed_is_told_from_its_government_nine_times_in_ten(seed):
    _, got, wanted = seed
    capitals = [row for row in wanted if row["text"] in ("واشنطن", "بغداد")]
    assert len(capitals) == 16
    assert sum(right(row, got) for row in capitals) / len(capitals) >= 0.9


def test_records_keep_to_the_text(seed):
    article, got, _ = seed
    assert got == sorted(got, key=lambda m: (m.start, -m.end))
    for m in got:
        assert article.text[m.start : m.end] == m.text
        assert m.kind in KINDS
        assert m.listed or m.name_en is None
        assert article.sentence_at(m.start).id == m.sentence_id


@pytest.mark.parametrize(
    ("text", "actor", "kind"),
    [
        ("وصل الوفد إلى أنقرة.", "ankara", "place"),
        ("نددت أنقرة بالهجوم.", "turkey", "organisation"),
        ("تحسنت العلاقات مع أنقرة.", "turkey", "organisation"),
        ("وقع انفجار وسط أنقرة.", "ankara", "place"),
        ("جاء ذلك بدعم من أنقرة.", "turkey", "organisation"),
        ("سكن التجار بأنقرة.", "ankara", "place"),
        ("أنقرة – اجتمع النواب.", "ankara", "place"),
        ("استقبلت سفارة بلاده في أنقرة الزوار.", "ankara", "place"),
    ],
)
def test_a_capital_is_a_city_or_a_government_by_its_neighbours(text, actor, kind):
    assert [(m.actor, m.kind) for m in mentions(text) if "أنقرة" in m.text] == [(actor, kind)]


def test_a_joined_capital_keeps_the_sense_of_the_first():
    got = mentions("عقدت جولات في واشنطن وبغداد. واتفقت واشنطن وبغداد على الموعد.")
    assert [m.kind for m in got] == ["place", "place", "organisation", "organisation"]


def test_a_title_with_a_party_leads_to_the_name():
    got = found("صرح القيادي في حركة النهضة نور الدين البحيري بذلك.")
    assert got["نور الدين البحيري"] == "نور-الدين-البحيري"


def test_attached_letters_stay_outside_the_name():
    assert found("وللأردن ولبنان وبمصر حدود.") == {"للأردن": "jordan", "لبنان": "lebanon", "مصر": "egypt"}


def test_diacritics_and_spelling_do_not_matter():
    assert found("التقى إردوغان ووزيرَ خارجيّة الإماراتِ.")["إردوغان"] == "recep-tayyip-erdogan"


def test_a_shared_spelling_follows_the_article():
    assert found("زار الملك عبد الله الثاني عمان والتقى المسؤولين الأردنيين.")["عمان"] in ("amman", "jordan")
    assert found("بحث العمانيون في مسقط شأن عمان.")["عمان"] == "oman"


@pytest.mark.parametrize(
    ("text", "mention", "actor"),
    [
        ("انتشرت القوات المصرية على الحدود.", "القوات المصرية", "egypt.armed-forces"),
        ("نفت وزارة الدفاع الروسية الخبر.", "وزارة الدفاع الروسية", "russia.ministry-of-defence"),
        ("نفت الخارجية الكويتية الخبر.", "الخارجية الكويتية", "kuwait.ministry-of-foreign-affairs"),
        ("أقر البرلمان الليبي القانون.", "البرلمان الليبي", "libya.parliament"),
        ("أقرت حكومة السودان القانون.", "حكومة السودان", "sudan"),
        ("هاجمت ميليشيات مدعومة من إيران القاعدة.", "ميليشيات مدعومة من إيران", "iran.aligned-factions"),
    ],
)
def test_bodies_every_state_has_are_composed(text, mention, actor):
    assert found(text)[mention] == actor


def test_a_ministry_without_a_state_belongs_to_the_one_spoken_of():
    assert (
        found("أعلن العراق تشكيل لجنة تضم ضباطا من وزارة الداخلية.")["وزارة الداخلية"]
        == "iraq.ministry-of-interior"
    )
    assert found("أعلنت وزارة الداخلية الخبر.")["وزارة الداخلية"] == "ministry-of-interior"


def test_an_unlisted_name_is_found_by_its_title_and_marked():
    got = {m.text: m for m in mentions("حذر مدير المرصد البحري نزار الحمداني من العاصفة.")}
    person = got["نزار الحمداني"]
    assert (person.actor, person.kind, person.listed, person.name_en) == (
        "نزار-الحمداني",
        "person",
        False,
        None,
    )
    assert person.role == "مدير المرصد البحري"


def test_an_unlisted_name_is_found_after_a_verb_of_saying():
    assert found("وقالت هيلدا شتراوس إن المؤتمر نجح.")["هيلدا شتراوس"] == "هيلدا-شتراوس"


def test_short_forms_and_titles_lead_back_to_the_full_name():
    text = (
        "الحمداني يحذر من العاصفة\nقال الباحث في معهد البحار نزار الحمداني إن الموج مرتفع جدا هذا الشتاء "
        "على طول الساحل الشمالي كله. وأوضح الحمداني أن السفن عادت. ويرى الباحث أن الخطر باق."
    )
    got = [(m.text, m.form) for m in mentions(text) if m.actor == "نزار-الحمداني"]
    assert got[0] == ("الحمداني", "short")
    assert ("الحمداني", "short") in got[1:]
    assert got[-1] == ("الباحث", "title")


def test_an_office_is_its_holder_where_the_article_names_one():
    text = "وصل رئيس الوزراء اللبناني نجيب ميقاتي. وقال رئيس الوزراء إن الزيارة ناجحة."
    assert [m.actor for m in mentions(text) if m.form == "title"] == ["najib-mikati", "najib-mikati"]


def test_an_office_without_a_holder_is_the_office():
    (office,) = [m for m in mentions("غادر وزير النفط العراقي أمس.") if m.kind == "person"]
    assert (office.actor, office.text) == ("iraq.minister-of-oil", "وزير النفط العراقي")


def test_an_unlisted_organisation_is_found_by_its_head_noun():
    assert found("أصدر مركز «آفاق الغد» تقريرا.")["آفاق الغد"] == "افاق-الغد"
    assert found("أصدرت جامعة اليرموك تقريرا.")["جامعة اليرموك"] == "جامعه-اليرموك"


@pytest.mark.parametrize(
    "text",
    [
        "عمل بحماس شديد.",
        "فتح الباب.",
        "وصلت لجنة تحقيق إلى الموقع.",
        "هذا لصالح الجميع.",
        "سكن في شارع محمد فريد.",
        "",
    ],
)
def test_common_words_are_not_actors(text):
    assert mentions(text) == []


def test_the_list_names_each_actor_once():
    data = load("actors")
    ids = [
        row["id"] for part in ("states", "organisations", "places", "people") for row in data[part]["list"]
    ]
    assert len(ids) == len(set(ids))
    assert all(
        row["ar"] and row["en"]
        for part in data.values()
        if "list" in part
        for row in part["list"]
        if isinstance(row, dict)
    )


@pytest.mark.parametrize("part", ["states", "organisations", "places", "people"])
def test_every_listed_actor_is_found_under_its_own_name(part):
    missing = []
    for row in load("actors")[part]["list"]:
        before = "في " if row.get("context") else ""
        actors = {m.actor for m in mentions(f"{before}{row['ar']}")}
        if row["id"] not in actors and not _shared(row["ar"]):
            missing.append(row["id"])
    assert missing == []


def _shared(name: str) -> bool:
    data = load("actors")
    rows = [r for part in ("states", "organisations", "places", "people") for r in data[part]["list"]]
    names = [key_of(n) for r in rows for n in (r["ar"], *r.get("aliases", ()), *r.get("capital", ()))]
    return names.count(key_of(name)) > 1


@pytest.mark.parametrize(
    "unit", ["رئيس الوزراء ", "محمد سالم ", "واشنطن وبغداد ", "قال محمد علي إن ", "وزير الخارجية "]
)
def test_time_grows_with_the_length_only(unit):
    def seconds(n: int) -> float:
        article = from_text(unit * n, DAY)
        return cpu_seconds(lambda: find_actors(article), runs=2)

    assert seconds(8000) < 12 * seconds(2000) + 0.2  # four times the text; a quadratic reading takes 16 times
