"""Many articles: the same rows as one by one, for any number of processes; a bad one stops nothing."""

import json
import os
from pathlib import Path

import pytest
from test_intake import docx, page

from analysis.__main__ import main
from analysis.archive import Item, list_archive, read_item, run
from analysis.articles import ArticleError
from analysis.export import ExportError, read_csv

TEXTS = {
    "2021-07-26-a": "وصل الوزير إلى بغداد الثلاثاء.",
    "2021-07-27-b": "ومن المقرر أن تجرى الانتخابات في 10 أكتوبر المقبل.",
    "2021-07-28-c": "لا شيء هنا يذكر.",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / "in" / f"{name}.txt").parent.mkdir(exist_ok=True)
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def lines(tmp_path):
    rows = [{"id": n, "published": n[:10], "text": t} for n, t in TEXTS.items()]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n\n", encoding="utf-8")
    return path


def test_each_article_has_its_rows(folder, tmp_path):
    done = run(folder, tmp_path / "out")
    assert (done.articles, done.failed, done.rows) == (3, 0, {"events": 2, "times": 2})
    events = read_csv(tmp_path / "out" / "events.csv")
    assert events.article.tolist() == ["2021-07-26-a", "2021-07-27-b"]
    assert events.date_start.tolist() == ["2021-07-20", "2021-10-10"]


def test_lines_and_files_and_any_number_of_processes_give_the_same_tables(folder, lines, tmp_path):
    run(folder, tmp_path / "one")
    run(lines, tmp_path / "lines")
    run(folder, tmp_path / "two", workers=2)
    for name in ("events.csv", "times.csv", "failed.csv"):
        first = (tmp_path / "one" / name).read_bytes()
        assert first == (tmp_path / "lines" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_day_may_stand_in_a_file_beside_the_text(tmp_path):
    (tmp_path / "x.txt").write_text(TEXTS["2021-07-26-a"], encoding="utf-8")
    (tmp_path / "x.json").write_text('{"published": "2021-07-26T10:00:00Z"}', encoding="utf-8")
    assert [item.published.isoformat() for item in list_archive(tmp_path)] == ["2021-07-26"]


def test_an_article_that_cannot_be_read_is_listed_and_stops_nothing(folder, tmp_path):
    (folder / "2021-07-29-d.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "undated.txt").write_text(TEXTS["2021-07-26-a"], encoding="utf-8")
    done = run(folder, tmp_path / "out")
    assert (done.articles, done.failed, done.rows["events"]) == (5, 2, 2)
    failed = read_csv(tmp_path / "out" / "failed.csv").set_index("article").reason
    assert "UTF-16, but byte 2 is not" in failed["2021-07-29-d"]
    assert "publication day" in failed["undated"]


def mixed(folder):
    """One article in five kinds of file, and what is none."""
    text = TEXTS["2021-07-26-a"] + "\n" + TEXTS["2021-07-27-b"] + " " + TEXTS["2021-07-26-a"]
    lines = text.splitlines()
    (folder / "2021-07-26-old.txt").write_bytes(text.encode("cp1256"))
    (folder / "2021-07-26-a.html").write_text(page(lines), encoding="utf-8")
    docx(folder / "2021-07-26-b.docx", lines)
    (folder / "2021-07-26-c.md").write_text(text, encoding="utf-8")
    (folder / "2021-07-26-c.HTM").write_text(page(lines), encoding="utf-8")
    (folder / "README.md").write_text("no article", encoding="utf-8")
    (folder / "2021-07-26-photo.jpg").write_bytes(b"")
    (folder / ".DS_Store").write_bytes(b"")
    (folder / "stray.json").write_text("{}", encoding="utf-8")
    (folder / "sub").mkdir()
    return folder


def test_archive_reads_what_every_command_reads_and_names_the_rest(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    assert main(["archive", str(mixed(tmp_path / "in")), "--out", str(tmp_path / "out")]) == 0
    table = read_csv(tmp_path / "out" / "events.csv")
    names = ["2021-07-26-a", "2021-07-26-b", "2021-07-26-c.HTM", "2021-07-26-c.md", "2021-07-26-old"]
    assert sorted(set(table.article)) == names
    dates = [tuple(table[table.article == name].date_start) for name in names]
    assert dates == [dates[0]] * 5
    said = capsys.readouterr().err
    assert "5 skipped" in said
    for name in ("README.md", "2021-07-26-photo.jpg", ".DS_Store", "stray.json", "sub"):
        assert f"  {name}: " in said
    assert "2021-07-26-old: read as Windows-1256" in said


def test_a_day_that_the_file_states_is_taken_on_request_and_said(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    text = "عنوان الخبر\nالاثنين 2021/07/26\n" + TEXTS["2021-07-26-a"]
    (tmp_path / "in" / "x.txt").write_text(text, encoding="utf-8")
    command = ["archive", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--force"]
    assert main(command) == 1
    assert "--published auto takes 2021-07-26" in read_csv(tmp_path / "out" / "failed.csv").reason[0]
    assert main([*command, "--published", "auto"]) == 0
    assert "x: publication day 2021-07-26, found in line 2" in capsys.readouterr().err
    assert read_csv(tmp_path / "out" / "events.csv").date_start.tolist() == ["2021-07-20"]


@pytest.mark.parametrize(
    ("name", "beside", "words"),
    [
        ("2021-13-45-x", None, "'2021-13-45' is not a date"),
        ("0021-07-26-x", None, "lies before 1900"),
        ("x", '{"published": "2021-02-30"}', "'2021-02-30' is not a date"),
        ("2021-07-26-x", "[" * 100_000, "no JSON object"),
        ("2021-07-26-x", "[]", "no JSON object"),
    ],
)
def test_a_day_that_is_none_fails_one_article_and_stops_nothing(folder, tmp_path, name, beside, words):
    (folder / f"{name}.txt").write_text(TEXTS["2021-07-26-a"], encoding="utf-8")
    if beside:
        (folder / f"{name}.json").write_text(beside, encoding="utf-8")
    done = run(folder, tmp_path / "out")
    assert (done.articles, done.failed) == (4, 1)
    assert words in read_csv(tmp_path / "out" / "failed.csv").reason[0]


def test_seed_folders_are_read_as_seeds():
    name, made, error = read_item(next(list_archive("seeds")))
    assert (name, error) == ("2021-07-26-alarab-kadhimi-washington", "")
    assert len(made["events"]) > 20


def test_times_alone(lines, tmp_path):
    done = run(lines, tmp_path / "out", tables=("times",))
    assert done.rows == {"times": 2}
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["failed.csv", "times.csv"]


def test_an_item_without_a_day_says_so():
    assert "publication day" in read_item(Item("x", None, path=__file__))[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "line 1"),
        ('{"id": 1}', "line 1"),
        ('{"published": "2021-13-01", "text": "x"}', "line 1"),
        ('{"published": "1000-01-01", "text": "وصل"}', "line 1: 1000-01-01 lies before 1900"),
        ('{"published": "2021-07-26", "text": 5}', "line 1"),
        ('{"published": "2021-07-26", "text": "\\ud800"}', "line 1"),
        ("[" * 100_000, "line 1"),
        (b"\xff\xfe{\x00", "line 1"),
        ('{"published": "20210726", "text": "وصل"}', "not a date"),
        ('{"published": "2021-07-26", "text": ""}', "no Arabic"),
        ('{"published": "2021-07-26", "text": "Latin"}', "no Arabic"),
        ('{"published": "2021-07-26", "text": "وصل\\u0000"}', "NUL"),
        ('{"published": "2021-07-26", "text": "x", "id": "\\ud800"}', "no Arabic"),
    ],
)
def test_a_bad_line_goes_to_the_failed_and_the_rest_goes_on(tmp_path, content, words):
    path = tmp_path / "bad.jsonl"
    good = json.dumps({"published": "2021-07-26", "text": TEXTS["2021-07-26-a"]}, ensure_ascii=False)
    path.write_bytes((content if isinstance(content, bytes) else content.encode()) + f"\n{good}\n".encode())
    done = run(path, tmp_path / "out")
    assert (done.articles, done.failed, done.rows["events"]) == (2, 1, 1)
    assert words in read_csv(tmp_path / "out" / "failed.csv").reason[0]


def test_an_empty_archive_is_none(tmp_path):
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(ArticleError, match="no article"):
        run(tmp_path / "empty.jsonl", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_articles_of_one_name_are_told_apart(tmp_path):
    row = json.dumps({"id": "a", "published": "2021-07-26", "text": TEXTS["2021-07-26-a"]})
    (tmp_path / "two.jsonl").write_text(f"{row}\n{row}\n")
    assert [item.name for item in list_archive(tmp_path / "two.jsonl")] == ["a", "a (line 2)"]


def test_names_of_any_digits_and_bytes(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "٢٠٢١-٠٧-٢٦-a.txt").write_text(TEXTS["2021-07-26-a"], encoding="utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/2021-07-26-\xff.txt")).write_text(
        TEXTS["2021-07-26-a"], "utf-8"
    )
    done = run(folder, tmp_path / "out")
    assert (done.articles, done.failed, done.rows["events"]) == (2, 0, 2)
    assert set(read_csv(tmp_path / "out" / "events.csv").date_start) == {"2021-07-20"}


def test_a_seed_whose_source_is_wrong_fails_alone(folder, tmp_path):
    (folder / "seed").mkdir()
    (folder / "seed" / "article.txt").write_text("وصل", encoding="utf-8")
    (folder / "seed" / "source.toml").write_text("published = 2021-07-26\nsha256 = 5\n")
    done = run(folder, tmp_path / "out")
    assert (done.articles, done.failed) == (4, 1)
    assert "sha256 must be text" in read_csv(tmp_path / "out" / "failed.csv").reason[0]


def test_nothing_is_left_where_the_disk_is_full(folder, tmp_path, monkeypatch):
    def full(self, *_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analysis.archive._Files.write", full)
    with pytest.raises(OSError, match="No space"):
        run(folder, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_files_are_not_replaced_unless_told(folder, tmp_path):
    run(folder, tmp_path / "out")
    before = (tmp_path / "out" / "events.csv").read_bytes()
    with pytest.raises(ExportError, match="--force"):
        run(folder, tmp_path / "out")
    run(folder, tmp_path / "out", force=True)
    assert (tmp_path / "out" / "events.csv").read_bytes() == before
    assert not list((tmp_path / "out").glob(".*"))


def test_the_command(folder, tmp_path, capsys):
    assert main(["archive", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert "3 articles, 2 events, 2 times" in capsys.readouterr().err
    assert main(["archive", str(folder), "--out", str(tmp_path / "out")]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["archive", str(tmp_path / "none"), "--out", str(tmp_path / "out2")]) == 2
    assert "no such archive" in capsys.readouterr().err
    assert not (tmp_path / "out2").exists()
    assert main(["archive", str(folder), "--out", str(tmp_path / "o"), "--workers", "0"]) == 2


def test_the_command_ends_with_1_where_an_article_failed(folder, tmp_path, capsys):
    (folder / "undated.txt").write_text("وصل", encoding="utf-8")
    assert main(["archive", str(folder), "--out", str(tmp_path / "out")]) == 1
    assert "failed.csv" in capsys.readouterr().err
