"""Every seed folder holds what seeds/README.md promises."""

import csv
import datetime as dt
import hashlib
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from analysis.articles import ArticleError, from_text, read_article
from analysis.seeds import read_gold, read_seed

SEEDS = Path(__file__).parents[1] / "seeds"
FOLDERS = sorted(p.parent for p in SEEDS.glob("*/article.txt"))
ANNOTATED = [folder for folder in FOLDERS if (folder / "times.csv").is_file()]  # the others are text alone
TABLES = sorted(SEEDS.glob("*/*.csv"))

COLUMNS = {
    "times": "id start end text type value mod alt borderline anchor function earliest latest "
    "precision context signal begin_point end_point implied quant freq coref event_id "
    "sentence_id note",
    "events": "id label_ar label_en date_start date_end edtf precision mod inferred date_variants "
    "certainty certainty_detail theme plover on_timeline asserted_by actors place timex_ids "
    "trigger_start trigger_end trigger evidence_start evidence_end evidence sentence_id "
    "more_evidence conflict_ids record_ids note",
    "quotes": "id kind start end text speaker speaker_role verb_start verb_end verb explicit hedge use "
    "content_en sentence_id note",
    "quantities": "id start end text kind value low high approx unit of_what part_of as_of asserted_by "
    "sentence_id note",
    "actors": "actor name_ar name_en kind subkind role start end text form sentence_id note",
    "conflicts": "id span kind title start end text sentence_id explanation handling",
    "record": "id date precision what event_ids comparison conflict_id conflict_title "
    "conflict_explanation start end text sentence_id sources note",
    "record_sources": "record_id tier title url",
    "traps": "id start end text looks_like is_really sentence_id",
}
PRECISION = {"day", "month", "season", "year", "interval", "vague"}
YES_NO = {"yes", "no"}
WORDS = {
    ("times", "type"): {"DATE", "TIME", "DURATION", "SET"},
    ("times", "mod"): {"START", "MID", "END", "APPROX", "BEFORE", "AFTER", "MORE_THAN", "LESS_THAN", ""},
    ("times", "precision"): PRECISION | {""},
    ("times", "context"): {"realised", "planned", "hypothetical", "recurring"},
    ("times", "borderline"): YES_NO,
    ("events", "precision"): PRECISION,
    ("events", "mod"): {"START", "MID", "END", ""},
    ("events", "certainty"): {"realised", "planned", "conditional", "claimed"},
    ("events", "theme"): {"dialogue", "military", "attacks", "politics", "energy", "document"},
    ("events", "inferred"): YES_NO,
    ("events", "on_timeline"): YES_NO,
    ("quotes", "kind"): {"direct", "indirect", "not_a_quotation"},
    ("quotes", "explicit"): YES_NO | {""},
    ("quantities", "approx"): YES_NO,
    ("quantities", "kind"): {
        *("count", "fraction", "duration", "duration_vague", "ordinal", "universal", "derived_list_length"),
    },
    ("actors", "kind"): {"person", "organisation", "place"},
    ("actors", "subkind"): {"state", "group", ""},
    ("record", "precision"): PRECISION,
    ("record", "comparison"): {
        *("agrees", "article_vaguer", "article_conflates", "article_misleading", "article_wrong_place"),
        *(
            "article_off_by_one_day",
            "article_self_contradictory",
            "contested_figure",
            "conflict_between_sources",
        ),
        *("omitted_by_article", "after_article"),
    },
    ("record_sources", "tier"): {"official", "agency", "newspaper", "think-tank", "secondary", "weak"},
}
# table, column -> the table (and its column) where each `;`-joined id must be found
KEYS = {
    ("times", "event_id"): ("events", "id"),
    ("times", "coref"): ("times", "id"),
    ("events", "timex_ids"): ("times", "id"),
    ("events", "actors"): ("actors", "actor"),
    ("events", "asserted_by"): ("actors", "actor"),
    ("events", "record_ids"): ("record", "id"),
    ("quotes", "speaker"): ("actors", "actor"),
    ("quantities", "part_of"): ("quantities", "id"),
    ("quantities", "asserted_by"): ("actors", "actor"),
    ("record", "event_ids"): ("events", "id"),
    ("record_sources", "record_id"): ("record", "id"),
}
SPANS = (
    ("start", "end", "text"),
    ("trigger_start", "trigger_end", "trigger"),
    ("verb_start", "verb_end", "verb"),
)
SPANS += (("evidence_start", "evidence_end", "evidence"),)


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}" if path.suffix else path.name


def test_there_is_a_seed() -> None:
    assert ANNOTATED
    assert TABLES


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_folder_name_says_the_publication_day(folder: Path) -> None:
    assert folder.name.startswith(read_article(folder).published.isoformat())


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_source_states_origin_and_rights(folder: Path) -> None:
    source = read_article(folder).source
    assert all(source[key].strip() for key in ("title", "outlet", "language", "rights"))
    assert type(source["published"]) is dt.date
    assert source["sha256"] == hashlib.sha256((folder / "article.txt").read_bytes()).hexdigest()


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_table_is_plain_utf8_with_the_documented_columns(path: Path) -> None:
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    header = raw.decode("utf-8").splitlines()[0].split(",")
    assert header == COLUMNS[path.stem].split()


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_documented_columns_are_explained(path: Path) -> None:
    card = (SEEDS / "README.md").read_text(encoding="utf-8")
    # ids, spans and notes are explained once for all tables
    unexplained = [c for c in COLUMNS[path.stem].split() if f"`{c}`" not in card]
    assert unexplained == []


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_every_span_holds_its_text(path: Path) -> None:
    text = (path.parent / "article.txt").read_bytes().decode("utf-8")
    wrong, spans = [], 0
    for row in rows(path.parent, path.stem):
        for start, end, words in SPANS:
            if row.get(start):
                spans += 1
                wrong += (
                    [row] if text[int(row[start]) : int(row[end])] != row[words] or not row[words] else []
                )
        for span in filter(None, (row.get("more_evidence") or "").split(";")):
            low, high = map(int, span.split("-"))
            wrong += [row] if not text[low:high].strip() else []
    assert wrong == []
    assert spans or path.stem == "record_sources"


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_sentence_id_is_the_sentence_of_the_span(path: Path) -> None:
    article = read_article(path.parent)
    column = "evidence_start" if path.stem == "events" else "start"
    wrong = [
        row
        for row in rows(path.parent, path.stem)
        if row.get("sentence_id") and article.sentence_at(int(row[column])).id != row["sentence_id"]
    ]
    assert wrong == []


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_ids_are_unique(path: Path) -> None:
    table = rows(path.parent, path.stem)
    key = {"conflicts": ("id", "span"), "actors": ("actor", "start"), "record_sources": ("record_id", "url")}
    found = [tuple(row[c] for c in key.get(path.stem, ("id",))) for row in table]
    assert len(found) == len(set(found)) > 0


def cases(columns: dict) -> list[tuple[Path, str, str]]:
    """Return folder, table and column for every table that a seed has."""
    return [
        (f, table, column) for f in FOLDERS for table, column in columns if (f / f"{table}.csv").is_file()
    ]


@pytest.mark.parametrize(("folder", "table", "column"), cases(WORDS))
def test_vocabulary(folder: Path, table: str, column: str) -> None:
    assert {row[column] for row in rows(folder, table)} <= WORDS[table, column]


@pytest.mark.parametrize(("folder", "table", "column"), cases(KEYS))
def test_ids_lead_somewhere(folder: Path, table: str, column: str) -> None:
    target, key = KEYS[table, column]
    known = {row[key] for row in rows(folder, target)}
    used = {i for row in rows(folder, table) for i in row[column].split(";") if i}
    assert used <= known


@pytest.mark.parametrize("folder", ANNOTATED, ids=name)
def test_conflict_ids_lead_to_the_article_or_the_record(folder: Path) -> None:
    known = {row["id"] for row in rows(folder, "conflicts")} | {
        row["conflict_id"] for row in rows(folder, "record")
    }
    used = {i for row in rows(folder, "events") for i in row["conflict_ids"].split(";") if i}
    assert used <= known


@pytest.mark.parametrize("folder", ANNOTATED, ids=name)
def test_anchor_is_the_dct_or_an_earlier_named_expression(folder: Path) -> None:
    table = rows(folder, "times")
    assert {row["anchor"] for row in table} <= {row["id"] for row in table} | {"DCT", ""}


@pytest.mark.parametrize("folder", ANNOTATED, ids=name)
def test_evidence_comes_from_the_body(folder: Path) -> None:
    article = read_article(folder)
    for row in rows(folder, "events"):
        role = article.sentence_at(int(row["evidence_start"])).role
        assert role == ("dateline" if row["theme"] == "document" else "body"), row["id"]


@pytest.mark.parametrize("folder", ANNOTATED, ids=name)
def test_realised_events_do_not_start_after_publication(folder: Path) -> None:
    published = read_article(folder).published.isoformat()
    late = [
        r["id"]
        for r in rows(folder, "events")
        if r["certainty"] == "realised" and r["date_start"] > published
    ]
    assert late == []


@pytest.mark.parametrize("folder", ANNOTATED, ids=name)
def test_numbers_are_numbers_and_parts_do_not_exceed_the_whole(folder: Path) -> None:
    table = rows(folder, "quantities")
    value = {row["id"]: Fraction(row["value"]) for row in table if row["value"]}
    for row in table:
        assert not row["low"] or Fraction(row["low"]) <= Fraction(row["high"])
        assert not row["part_of"] or value[row["id"]] <= value[row["part_of"]]


@pytest.mark.parametrize("folder", ANNOTATED, ids=name)
def test_record_lists_the_same_sources_twice(folder: Path) -> None:
    listed = [(row["id"], url) for row in rows(folder, "record") for url in row["sources"].split()]
    assert listed == [(row["record_id"], row["url"]) for row in rows(folder, "record_sources")]
    assert {row["id"] for row in rows(folder, "record")} == {record for record, _ in listed}


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_one_changed_byte_is_refused_in_one_line(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    file = copy / "article.txt"
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(ArticleError, match=r"article\.txt: sha256 is .*: restore the file") as caught:
        read_article(copy)
    assert "\n" not in str(caught.value)


def test_seed_is_found_by_name_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_seed(FOLDERS[0].name) == read_article(FOLDERS[0])


@pytest.mark.parametrize("wrong", ["", "no-such-seed", "../seeds"])
def test_unknown_seed_lists_those_there_are(wrong: str) -> None:
    with pytest.raises(ArticleError, match=f"no such seed; there are: .*{FOLDERS[0].name}"):
        read_seed(wrong)


def test_gold_keeps_unsaid_fields_empty_and_offsets_numbers() -> None:
    gold = read_gold(read_seed(FOLDERS[0].name), "times")
    assert gold["start"].dtype.kind == "i"
    assert "" in set(gold["mod"])
    assert not gold.isna().any().any()


def test_missing_table_is_said_in_one_line() -> None:
    with pytest.raises(ArticleError, match=r"there is no hand-made table moods\.csv"):
        read_gold(read_seed(FOLDERS[0].name), "moods")
    with pytest.raises(ArticleError, match="this article: there is no hand-made table"):
        read_gold(from_text("وصل الوزير أمس.", dt.date(2021, 7, 26)), "times")
