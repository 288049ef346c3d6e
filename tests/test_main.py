"""The command line: what it writes, and one clear line with exit code 2 for wrong input."""

import datetime as dt
import json
import os
import shlex
import signal
import subprocess
import sys

import pandas as pd
import pytest

from analysis.__main__ import main

TEXT = "وصل الوزير إلى بغداد الثلاثاء. ومن المقرر أن تجرى الانتخابات في 10 أكتوبر المقبل."
DAY = ["--published", "2021-07-26"]


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_timeline_writes_the_event_table(article, tmp_path):
    assert main(["timeline", article, *DAY, "--out", str(tmp_path / "out")]) == 0
    table = pd.read_csv(tmp_path / "out" / "events.csv", encoding="utf-8-sig")
    assert list(table.date_start) == ["2021-07-20", "2021-10-10"]
    assert list(table.certainty) == ["realised", "planned"]


def test_a_seed_folder_needs_no_date(tmp_path):
    seed = "seeds/2021-07-26-alarab-kadhimi-washington"
    assert main(["timeline", seed, "--out", str(tmp_path)]) == 0
    assert (tmp_path / "events.csv").is_file()


def test_times_writes_the_expressions(article, tmp_path):
    assert main(["times", article, *DAY, "--out", str(tmp_path)]) == 0
    assert list(pd.read_csv(tmp_path / "times.csv", encoding="utf-8-sig").value) == [
        "2021-07-20",
        "2021-10-10",
    ]


def test_json_goes_to_standard_output(article, capsys):
    assert main(["timeline", article, *DAY, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["date_start"] for row in rows] == ["2021-07-20", "2021-10-10"]


def test_times_as_json_have_iso_dates(article, capsys):
    assert main(["times", article, *DAY, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["earliest"] == dt.date(2021, 7, 20).isoformat()


WRONG = [
    (lambda a, d: ["timeline", a, "--out", str(d / "out")], "publication day"),
    (lambda a, d: ["timeline", str(d / "none.txt"), *DAY, "--out", str(d / "out")], "no such file"),
    (lambda a, d: ["times", cp1256(d), *DAY, "--encoding", "utf-8", "--out", str(d / "out")], "not UTF-8"),
    (lambda a, d: ["timeline", latin(d), *DAY, "--out", str(d / "out")], "no Arabic"),
    (lambda a, d: ["timeline", str(d), *DAY, "--out", str(d / "out")], "source.toml"),
    (lambda a, d: ["timeline", a, "--published", "26/7/2021", "--out", str(d / "out")], "not a date"),
    (lambda a, d: ["timeline", a, "--published", "0021-07-26", "--out", str(d / "out")], "before 1900"),
    (lambda a, d: ["timeline", a, "--published", "9999-12-31", "--out", str(d / "out")], "after 2100"),
    (lambda a, d: ["timeline", a, *DAY], "--out"),
    (lambda a, d: ["timeline", a, *DAY, "--out", a], "is a file"),
    (lambda a, d: ["article", a, *DAY, "--out", f"{a}/sub"], "is a file"),
    (lambda a, d: ["archive", str(d), "--out", a], "is a file"),
    (lambda a, d: ["page", a, *DAY, "--out", loop(d)], "leads nowhere"),
    (lambda a, d: ["timeline", a, "--published", "20210726", "--out", str(d / "out")], "not a date"),
    (lambda a, d: ["timeline", a, "--published", "2021-W30-1", "--out", str(d / "out")], "not a date"),
    (lambda a, d: ["timeline", "a\nb.txt", *DAY, "--out", str(d / "out")], "no such file; check the name"),
    (lambda a, d: ["article", "\udcff.txt", *DAY, "--out", str(d / "out")], "is not UTF-8; rename it"),
    (lambda a, d: ["timeline", a, *DAY, "--ouf", str(d / "out")], "--ouf"),
    (lambda a, d: ["timelines", a, *DAY], "timelines"),
    (lambda a, d: [], "SUBCOMMAND"),
]


def cp1256(folder):
    (folder / "old.txt").write_bytes(TEXT.encode("cp1256"))
    return str(folder / "old.txt")


def loop(folder):
    (folder / "loop").symlink_to(folder / "loop")
    return str(folder / "loop")


def latin(folder):
    (folder / "latin.txt").write_text("No Arabic here.", encoding="utf-8")
    return str(folder / "latin.txt")


@pytest.mark.parametrize("command", ["timeline", "times", "page", "export", "article"])
def test_every_command_reads_the_same_kinds_and_says_what_it_recognised(tmp_path, capsys, command):
    for path in (cp1256(tmp_path), str(tmp_path / "new.html")):
        if path.endswith("html"):
            body = "".join(
                f"<p>{line}</p>" for line in ("عنوان الخبر", TEXT, TEXT.replace("الوزير", "الوفد"))
            )
            (tmp_path / "new.html").write_text(
                f"<html><body><article>{body}</article></body></html>", "utf-8"
            )
        assert main([command, path, *DAY, "--out", str(tmp_path / "out" / path[-6:])]) == 0
        assert ("Windows-1256" if path.endswith("txt") else "main text") in capsys.readouterr().err


@pytest.mark.parametrize(("make", "words"), WRONG)
def test_wrong_input_ends_with_one_line_and_code_2(article, tmp_path, capsys, make, words):
    assert main(make(article, tmp_path)) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert not (tmp_path / "out").exists()


def test_a_file_is_not_replaced_unless_told(article, tmp_path, capsys):
    command = ["timeline", article, *DAY, "--out", str(tmp_path)]
    (tmp_path / "events.csv").write_text("mine", encoding="utf-8")
    assert main(command) == 2
    assert "--force" in capsys.readouterr().err
    assert (tmp_path / "events.csv").read_text(encoding="utf-8") == "mine"
    assert main([*command, "--force"]) == 0
    assert "event_id" in (tmp_path / "events.csv").read_text(encoding="utf-8-sig")


def test_the_module_runs_as_a_program():
    run = subprocess.run(
        [sys.executable, "-m", "analysis", "--help"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0
    assert "timeline" in run.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_json_is_utf8_whatever_the_terminal(article, encoding):
    env = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "analysis", "times", article, *DAY, "--json"]
    done = subprocess.run(command, capture_output=True, check=True, env=env)
    assert json.loads(done.stdout.decode("utf-8"))[0]["text"] == "الثلاثاء"


def test_a_closed_output_is_no_traceback(article):
    command = (
        f"{shlex.quote(sys.executable)} -m analysis times {shlex.quote(article)} {' '.join(DAY)} --json >&-"
    )
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_a_link_that_leads_nowhere_is_not_replaced(article, tmp_path, capsys):
    (tmp_path / "events.csv").symlink_to(tmp_path / "gone.csv")
    assert main(["timeline", article, *DAY, "--out", str(tmp_path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert (tmp_path / "events.csv").is_symlink()


def test_the_signal_to_end_is_given_back(article, tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    assert main(["timeline", article, *DAY, "--out", str(tmp_path / "out")]) == 0
    assert signal.getsignal(signal.SIGTERM) is before
