"""Articles: offsets are exact, roles and sentences are found, bad files end with one clear line."""

import datetime as dt

import pandas as pd
import pytest
from clock import cpu_seconds

from analysis.articles import ArticleError, from_text, read_article

SEED = "seeds/2021-07-26-alarab-kadhimi-washington"
DAY = dt.date(2021, 7, 26)


@pytest.fixture(scope="module")
def article():
    return read_article(SEED)


def test_every_span_holds_its_text(article):
    for part in (*article.paragraphs, *article.sentences):
        assert article.text[part.start : part.end] == part.text


def test_no_break_spaces_and_shadda_are_kept(article):
    assert article.text.count("\u00a0") == 11
    assert article.text.count("\u0651") == 3
    assert len(article.text) == 5120


def test_furniture_is_told_from_body(article):
    roles = [p.role for p in article.paragraphs]
    assert roles[:5] == ["headline", "subhead", "dateline", "caption", "body"]
    assert set(roles[4:]) == {"body"}


def test_a_full_stop_inside_a_paragraph_ends_a_sentence(article):
    paragraph = article.sentences[16].paragraph
    assert [s.id for s in article.sentences if s.paragraph == paragraph] == ["S17", "S18"]


def test_sentence_at_finds_every_character_of_every_sentence(article):
    for s in article.sentences:
        assert article.sentence_at(s.start) == article.sentence_at(s.end - 1) == s
    assert article.sentence_at(article.sentences[0].end) is None


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("قال د. حسين إنه سيعود. ثم غادر.", ["قال د. حسين إنه سيعود.", "ثم غادر."]),
        ("بلغ السعر 3.5 دولار أمس. ثم هبط!", ["بلغ السعر 3.5 دولار أمس.", "ثم هبط!"]),
        ("هل يعود؟ «نعم.» هكذا قال", ["هل يعود؟", "«نعم.»", "هكذا قال"]),
        ("وصل الوزير...", ["وصل الوزير..."]),
        ("سطر أول\r\nسطر ثان", ["سطر أول", "سطر ثان"]),
    ],
)
def test_sentences(text, sentences):
    assert [s.text for s in from_text(text, DAY).sentences] == sentences


def test_a_byte_order_mark_stays_in_the_text(tmp_path):
    (tmp_path / "a.txt").write_bytes("\ufeffوصل الوزير.".encode())
    article = read_article(tmp_path / "a.txt", DAY)
    assert article.text[0] == "\ufeff"
    assert all(article.text[s.start : s.end] == s.text for s in article.sentences)


def bad(folder, name, raw):
    path = folder / name
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("make", "published", "words"),
    [
        (lambda d: d / "missing.txt", DAY, "no such file"),
        (lambda d: bad(d, "a.txt", "وصل".encode("cp1256")), DAY, "not UTF-8"),
        (lambda d: bad(d, "a.txt", b"hello"), DAY, "no Arabic"),
        (lambda d: bad(d, "a.txt", b""), DAY, "no Arabic"),
        (lambda d: bad(d, "a.txt", "وصل".encode()), None, "publication day"),
        (lambda d: d, DAY, "article.txt"),
    ],
)
def test_a_bad_file_ends_with_one_line_that_names_it(tmp_path, make, published, words):
    path = make(tmp_path)
    with pytest.raises(ArticleError, match=words) as error:
        read_article(path, published)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_megabyte_is_split_in_linear_time():
    paragraph = "وصل الوزير إلى بغداد. وقال إنه سيعود. " * 10
    small, large = paragraph * 25 + "\n", (paragraph * 25 + "\n") * 100
    assert len(from_text(small * 10, DAY).sentences) == 5000
    assert len(from_text(large, DAY).sentences) == 50000
    ten = cpu_seconds(lambda: from_text(small * 10, DAY))
    assert cpu_seconds(lambda: from_text(large, DAY), runs=1) < 40 * ten + 0.5


@pytest.mark.parametrize("day", [dt.datetime(2021, 7, 26, 9), pd.Timestamp("2021-07-26"), "2021-07-26"])
def test_a_day_may_be_a_time_stamp_or_text(day) -> None:
    assert from_text("وصل أمس.", day).published == dt.date(2021, 7, 26)
    assert type(from_text("وصل أمس.", day).published) is dt.date


@pytest.mark.parametrize("day", [None, 2021, "26/7/2021", "2021-02-30", "20210726", pd.NaT, float("nan")])
def test_what_is_no_day_is_refused_at_once(day) -> None:
    with pytest.raises(ArticleError, match=r"give a datetime\.date"):
        from_text("وصل أمس.", day)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("sha256 = 5", "sha256 must be text"),
        ('outlet = ["x"]', "outlet must be text"),
        ("title = 2021-01-01", "title must be text"),
        ("[title]", "title must be text"),
        ("published = 0001-01-01", "needs a line such as published"),
    ],
)
def test_a_wrong_value_in_source_toml_is_named(tmp_path, line, words) -> None:
    (tmp_path / "article.txt").write_text("وصل الوزير.", encoding="utf-8")
    published = "" if "published" in line else "published = 2021-07-26\n"
    (tmp_path / "source.toml").write_text(f"{published}{line}\n")
    with pytest.raises(ArticleError, match=words) as error:
        read_article(tmp_path)
    assert "source.toml" in str(error.value)


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.txt", "وصل\0".encode(), "NUL"),
        ("a.dat", "وصل".encode(), "cannot read .dat"),
        ("a.rtf", b"{}", "cannot read .rtf"),
    ],
)
def test_python_reads_the_same_files_as_the_commands(tmp_path, name, raw, words) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(ArticleError, match=words):
        read_article(tmp_path / name, dt.date(2021, 7, 26))
