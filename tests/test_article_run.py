"""An article of the reader's own: everything in one folder, nothing run or replaced before all is checked."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.articles import ArticleError, read_article
from analysis.dossier import open_article, write_seed
from analysis.rerun import (
    FOLDER,
    NotebookError,
    answers,
    check_parameters,
    count_cells,
    find_notebooks,
    rerun,
)

EXAMPLE = "2024-03-12-example-own-article"
SEED = "2021-07-26-alarab-kadhimi-washington"
OWN = FOLDER / "08-your-article.ipynb"
TEXT = (
    "عنوان الخبر\nالاثنين 2021/07/26\n"
    "بغداد – وصل الوزير الجمعة إلى العاصمة. ومن المقرر أن تجرى الانتخابات في 10 أكتوبر المقبل.\n"
)


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "خبر.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- the command without notebooks ---


def test_article_writes_text_tables_figures_and_page(article, tmp_path, capsys) -> None:
    out = tmp_path / "out"
    assert main(["article", str(article), "--published", "auto", "--out", str(out), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert "publication day 2021-07-26, found in line 2" in said.err
    assert said.out == ""
    folder = out / "خبر"
    assert {p.name for p in folder.iterdir()} == {"seed", "tables", "figures", "timeline.html"}
    assert read_article(folder / "seed").text == TEXT
    events = pd.read_csv(folder / "tables" / "events.csv", encoding="utf-8-sig")
    assert list(events.date_start) == ["2021-07-23", "2021-10-10"]
    assert {p.name for p in (folder / "figures").iterdir()} == {
        f"timeline_en_{size}.{ending}" for size in ("report", "slide") for ending in ("png", "svg", "pdf")
    }


def test_result_is_not_replaced_unless_told_and_corrections_are_kept(article, tmp_path, capsys) -> None:
    command = ["article", str(article), "--published", "2021-07-26", "--out", str(tmp_path / "out")]
    assert main(command) == 0
    overlay = tmp_path / "out" / "خبر" / "seed" / "events.csv"
    table = pd.read_csv(overlay, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    table.loc[table.evidence.str.contains("وصل"), "label_ar"] = "وصول الوزير"
    table.to_csv(overlay, index=False)
    before = snapshot(tmp_path / "out")
    capsys.readouterr()
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "--force" in said
    assert said.count("\n") == 1
    assert snapshot(tmp_path / "out") == before
    assert main([*command, "--force"]) == 0
    assert overlay.read_bytes() == before["خبر/seed/events.csv"]
    events = pd.read_csv(tmp_path / "out" / "خبر" / "tables" / "events.csv", encoding="utf-8-sig")
    assert "وصول الوزير" in set(events.label_ar)


def test_same_article_gives_the_same_bytes(article, tmp_path) -> None:
    command = ["export", str(article), "--published", "2021-07-26", "--out"]
    for name in ("a", "b"):
        assert main([*command, str(tmp_path / name)]) == 0
    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")
    assert len(snapshot(tmp_path / "a")) == 12


def test_article_without_events_still_gets_its_folder(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("عنوان\nلا شيء هنا.\n", encoding="utf-8")
    assert main(["article", str(path), "--published", "2021-07-26", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "a" / "timeline.html").is_file()


def test_seed_written_from_a_file_vouches_for_text_and_origin(article, tmp_path) -> None:
    article.write_bytes(TEXT.encode("cp1256"))
    opened, notes = open_article(article, "2021-07-26")
    found = write_seed(opened, article, tmp_path / "seed")
    assert found.text == TEXT
    assert found.published == dt.date(2021, 7, 26)
    assert found.source["original"] == "خبر.txt"
    assert notes == ("read as Windows-1256 (it is not UTF-8)",)


WRONG = [
    (["--publishd", "2021-07-26"], "did you mean --published?"),
    (["--published", "2021-7-26"], "not a date"),
    ([], "no publication day; add --published 2021-07-26, found in line 2"),
    (["--published", "2021-07-26", "--lang", "fr"], "invalid choice"),
    (["--published", "2021-07-26", "--encoding", "utf-16"], "not UTF-16"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_wrong_words_end_in_one_line_before_anything_runs(article, tmp_path, capsys, words, said) -> None:
    out = tmp_path / "out"
    assert main(["article", str(article), "--out", str(out), "--notebooks", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not out.exists()


def test_folder_that_is_no_seed_is_refused(tmp_path, capsys) -> None:
    assert main(["article", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "needs article.txt" in capsys.readouterr().err


# --- exports ---


def test_formats_are_chosen_and_misspelt_ones_refused(article, tmp_path, capsys) -> None:
    command = [
        "export",
        str(article),
        "--published",
        "2021-07-26",
        "--out",
        str(tmp_path / "out"),
        "--formats",
    ]
    assert main([*command, "xslx"]) == 2
    assert "there are csv, xlsx" in capsys.readouterr().err
    assert main([*command, "json,ics"]) == 0
    assert set(snapshot(tmp_path / "out")) == {"timeline.json", "timeline.ics"}


def test_one_file_in_the_way_stops_the_whole_export(article, tmp_path, capsys) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "timeline.md").write_text("mine")
    command = ["export", str(article), "--published", "2021-07-26", "--out", str(out)]
    assert main(command) == 2
    assert snapshot(out) == {"timeline.md": b"mine"}
    assert "nothing was written" in capsys.readouterr().err


def test_all_tables_go_to_a_pipe_as_json(article, capsys) -> None:
    assert main(["export", str(article), "--published", "2021-07-26", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document["tables"]) == {"events", "times", "quotes", "quantities", "actors", "conflicts"}


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
def test_broken_pipe_ends_quietly(article) -> None:
    command = [
        sys.executable,
        "-m",
        "analysis",
        "export",
        str(article),
        "--published",
        "2021-07-26",
        "--json",
    ]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.stderr == ""
    assert done.returncode == 1


# --- notebooks ---


def small(path: Path, *cells: tuple[str, str]) -> Path:
    """A notebook of code cells, each with a tag or none."""
    made = [
        nbformat.v4.new_code_cell(source, id=f"cell-{n}", metadata={"tags": [tag]} if tag else {})
        for n, (source, tag) in enumerate(cells, 1)
    ]
    made.insert(
        0, nbformat.v4.new_markdown_cell("## Answer\n\n- 0", id="head", metadata={"tags": ["answer"]})
    )
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=kernel), path)
    return path


ANSWER = "from IPython.display import Markdown\nMarkdown(f'- {WORD}')"


@pytest.fixture
def notebook(tmp_path) -> Path:
    cells = [("WORD = 'a'", "parameters"), (ANSWER, "answer"), ("assert WORD == 'a'", "example")]
    return small(tmp_path / "01-small.ipynb", *cells)


def test_notebook_runs_with_parameters_and_without_what_speaks_of_the_example(notebook, tmp_path) -> None:
    ticks = []
    target = rerun(notebook, tmp_path / "out" / "01-small.ipynb", {"WORD": "b"}, lambda: ticks.append(1))
    done = nbformat.read(target, as_version=4)
    assert done.cells[0].source == "## Answer\n\n- b"
    assert not any("assert" in cell.source for cell in done.cells)
    assert len(ticks) == count_cells(notebook) == 3
    assert "papermill" not in target.read_text(encoding="utf-8")


def test_misspelt_parameter_is_refused_before_the_run(notebook, tmp_path) -> None:
    with pytest.raises(ArticleError, match=r"01-small\.ipynb: no parameter 'WROD'; there are WORD"):
        rerun(notebook, tmp_path / "out.ipynb", {"WROD": "b"})
    assert not (tmp_path / "out.ipynb").exists()


def test_failed_cell_names_error_and_partial_notebook(tmp_path) -> None:
    path = small(tmp_path / "01-bad.ipynb", ("WORD = 'a'", "parameters"), ("{}[WORD]", ""))
    target = tmp_path / "out.ipynb"
    with pytest.raises(
        NotebookError, match=r"KeyError: 'b' .*the partial notebook is .*out\.ipynb"
    ) as caught:
        rerun(path, target, {"WORD": "b"})
    assert "\n" not in str(caught.value)
    assert nbformat.read(target, as_version=4).cells


def test_notebooks_with_parameters_are_found() -> None:
    assert OWN in find_notebooks()
    check_parameters(OWN, {"ARTICLE": "", "PUBLISHED": "", "LANG": ""})


def test_answer_of_the_shipped_notebook_is_the_one_it_counts() -> None:
    notebook = nbformat.read(OWN, as_version=4)
    head = next(c for c in notebook.cells if c.source.startswith("## Answer"))
    assert head.source == "## Answer\n\n" + "\n\n".join(answers(notebook))


@pytest.mark.parametrize("which", ["own file", "seed"])
def test_notebook_08_runs_on_any_article(article, tmp_path, which) -> None:
    given = (
        {"ARTICLE": SEED, "LANG": "ar"} if which == "seed" else {"ARTICLE": str(article), "PUBLISHED": "auto"}
    )
    target = rerun(OWN, tmp_path / "08.ipynb", given)
    done = nbformat.read(target, as_version=4)
    text = "\n".join(cell.source for cell in done.cells if cell.cell_type == "markdown")
    assert "In the example" not in text
    assert f"- Events: {2 if which == 'own file' else 29}," in text
    assert not [o for c in done.cells for o in c.get("outputs", ()) if o.get("name") == "stderr"]
