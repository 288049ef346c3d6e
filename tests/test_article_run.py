"""An article of the reader's own: everything in one folder, nothing run or replaced before all is checked."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from here import notebooks_here
from test_notebooks import outputs, structure, traces

from analysis.__main__ import main
from analysis.articles import ArticleError, read_article
from analysis.dossier import open_article, write_seed
from analysis.page import PageError
from analysis.publish import FOLDER as PROJECT_FIGURES
from analysis.publish import figures_folder
from analysis.rerun import (
    FOLDER,
    NotebookError,
    answers,
    check_parameters,
    choose_parameters,
    count_cells,
    find_notebooks,
    rerun,
)
from analysis.seeds import FOLDER as SEEDS

pytestmark = pytest.mark.xdist_group("article_run")  # what they share is costly to make

EXAMPLE = "2024-03-12-example-own-article"
SEED = "2021-07-26-alarab-kadhimi-washington"
OWN = FOLDER / "08-your-article.ipynb"
TEXT = (
    "عنوان الخبر\nالاثنين 2021/07/26\n"
    "بغداد – وصل الوزير الجمعة إلى العاصمة. ومن المقرر أن تجرى الانتخابات في 10 أكتوبر المقبل.\n"
)


def touch_figure(fig, stem: str, folder: Path, formats=()) -> tuple[str, ...]:
    """Write empty files where the pictures would go: they would take most of a test's time."""
    folder.mkdir(parents=True, exist_ok=True)
    names = tuple(f"{stem}.{kind}" for kind in ("png", "svg", "text.svg", "pdf"))
    for name in names:
        (folder / name).touch()
    return names


@pytest.fixture
def no_pictures(monkeypatch) -> None:
    monkeypatch.setattr("analysis.publish.publish_figure", touch_figure)


PLATES = ("timeline", "timeline_slide", "week", "precision", "evidence")


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "خبر.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# --- the command without notebooks ---


@pytest.mark.usefixtures("no_pictures")
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
        *(f"{name}_en.{ending}" for name in PLATES for ending in ("png", "svg", "text.svg", "pdf")),
        *("events.csv", "statements.csv", "numbers.csv", "README.md", "index.html"),
    }
    listed = (folder / "figures" / "README.md").read_text(encoding="utf-8")
    assert "notebooks/" not in listed  # none was run
    assert "لا يُقرأ" not in listed


@pytest.mark.usefixtures("no_pictures")
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
    assert done.cells[1].source == 'WORD = "b"'
    assert len(ticks) == count_cells(notebook) == 2
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


def test_notebooks_01_to_08_take_an_article() -> None:
    assert [path.stem[:2] for path in find_notebooks()] == [f"{n:02d}" for n in range(1, 9)]
    for path in find_notebooks():
        check_parameters(path, {"ARTICLE": "", "PUBLISHED": ""})


def test_optional_parameter_is_left_out_where_a_notebook_has_none(notebook) -> None:
    given = {"WORD": "b", "LANG": "ar"}
    assert choose_parameters(notebook, given, optional=["LANG"]) == {"WORD": "b"}
    with pytest.raises(ArticleError, match="no parameter 'LANG'"):
        choose_parameters(notebook, given)


def test_answer_of_the_shipped_notebook_is_the_one_it_counts() -> None:
    notebook = nbformat.read(OWN, as_version=4)
    head = next(c for c in notebook.cells if c.source.startswith("## Answer"))
    assert head.source == "## Answer\n\n" + "\n\n".join(answers(notebook))


def test_notebook_08_runs_in_a_kernel_of_its_own(article, tmp_path) -> None:
    target = rerun(OWN, tmp_path / "08.ipynb", {"ARTICLE": str(article), "PUBLISHED": "auto"})
    done = nbformat.read(target, as_version=4)
    text = "\n".join(cell.source for cell in done.cells if cell.cell_type == "markdown")
    assert "In the example" not in text
    assert "- Events: 2," in text
    assert not [o for c in done.cells for o in c.get("outputs", ()) if o.get("name") == "stderr"]


# --- all notebooks on articles of any kind ---

SHORT = (
    "افتتاح جسر جديد في مدينة الوادي\nالأربعاء 2023/05/17\n"
    "الوادي – افتتح محافظ الوادي سامر الحداد الثلاثاء جسرا جديدا طوله 400 متر. "
    "وقال الحداد «الجسر يخدم 30 ألف شخص، بينهم 4 آلاف طالب». "
    "ومن المقرر أن تبدأ أعمال الطريق في سبتمبر المقبل.\n"
)
UNDATED = (
    "نصائح لحفظ الخبز في البيت\n"
    "ينصح الطهاة بحفظ الخبز في قماش نظيف بعيدا عن الرطوبة. وقالت الخبازة منى السعدي «القماش أفضل من الكيس». "
    "وأكدت أن الثلاجة تفسد الطعم.\n"
)
UNQUOTED = (
    "أمطار غزيرة على الساحل\nالخميس 12 يناير 2023\n"
    "هطلت أمطار غزيرة على مدن الساحل الأربعاء، وأغلقت السلطات 3 طرق رئيسية. "
    "وكانت عاصفة مماثلة ضربت المنطقة في يناير 2019.\n"
)
ARTICLES = {
    "short": (SHORT, "2023-05-17", "en"),
    "undated": (UNDATED, "2023-05-17", "ar"),
    "unquoted": (UNQUOTED, "2023-01-12", "ar"),
    "seed": (None, None, "en"),
}
LATIN_EXAMPLE = re.compile(
    r"Al-Arab|Kadhimi|Mardini|\b\d+ of \d+ \(\d+ %|9[05] % interval|3,000 and|round (?:four|4)|"
    r"[Aa]gainst the annotation|[Oo]n the annotation"
)
ARABIC_EXAMPLE = re.compile("الكاظمي|مارديني|العرب \\(|فؤاد حسين")


@dataclass(frozen=True)
class Run:
    """What the command left behind."""

    name: str
    lang: str
    folder: Path
    code: int
    figures_before: dict[str, bytes]

    def notebook(self, number: str):
        return nbformat.read(next((self.folder / "notebooks").glob(f"{number}-*.ipynb")), as_version=4)

    def words(self, number: str) -> str:
        """Prose and outputs of a notebook."""
        parts = []
        for cell in self.notebook(number).cells:
            parts += [cell.source] if cell.cell_type == "markdown" else []
            for output in cell.get("outputs", ()):
                parts += [output.get("text") or "", *output.get("data", {}).values()]
        return "\n".join(parts)

    def events(self) -> pd.DataFrame:
        return pd.read_csv(self.folder / "tables" / "events.csv", encoding="utf-8-sig")


@pytest.fixture(scope="module", params=ARTICLES)
def ran(request, tmp_path_factory) -> Run:
    text, published, lang = ARTICLES[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    words = ["article", SEED]  # by its name
    if text:
        (folder / f"{request.param}.txt").write_text(text, encoding="utf-8")
        words = ["article", str(folder / f"{request.param}.txt"), "--published", published]
    before = snapshot(PROJECT_FIGURES)
    with notebooks_here(), pytest.MonkeyPatch.context() as patch:
        if request.param != "short":
            patch.setattr("analysis.publish.publish_figure", touch_figure)
        code = main([*words, "--lang", lang, "--notebooks", "--out", str(folder / "out")])
    (result,) = (folder / "out").iterdir()
    return Run(request.param, lang, result, code, before)


def test_every_notebook_of_an_article_is_a_whole_notebook(ran) -> None:
    assert ran.code == 0
    for number in range(1, 9):
        notebook = ran.notebook(f"{number:02d}")
        assert [*structure(notebook), *outputs(notebook), *traces(notebook)] == [], number
        text = nbformat.writes(notebook)
        assert str(ran.folder.parent) not in text
        assert "example" not in [tag for cell in notebook.cells for tag in cell.metadata.get("tags", ())]


def test_no_sentence_of_the_shipped_article_is_left(ran) -> None:
    for number in range(1, 9):
        cells = [c for c in ran.notebook(f"{number:02d}").cells if "answer" not in c.metadata.get("tags", ())]
        prose = "\n".join(cell.source for cell in cells)
        assert not LATIN_EXAMPLE.search(prose), (number, LATIN_EXAMPLE.search(prose))
        assert not ARABIC_EXAMPLE.search(prose), (number, ARABIC_EXAMPLE.search(prose))
        if ran.name != "seed":  # of itself the seed may speak
            assert SEED not in prose
            assert not ARABIC_EXAMPLE.search(ran.words(f"{number:02d}"))


def test_answers_are_those_of_the_article(ran) -> None:
    events = len(ran.events())
    assert f"- Events: {events}" in ran.notebook("03").cells[2].source
    assert f"- Events: {events}," in ran.notebook("08").cells[2].source
    expected = {"short": (2, 1), "undated": (0, 3), "unquoted": (2, 0), "seed": (29, 26)}
    assert (events, len(pd.read_csv(ran.folder / "tables" / "quotes.csv"))) == expected[ran.name]


SAID = {
    "short": ["06: No public record comes with this article"],
    "undated": [
        "02: No time expression was found",
        "03: No dated event was found",
        "03: No event, no figure",
    ],
    "unquoted": ["04: Nobody is quoted or reported", "04: No statement, no figure"],
    "seed": ["06: - Rows of a public record to compare with: 26"],
}


def test_what_an_article_lacks_is_said_in_a_line(ran) -> None:
    for said in SAID[ran.name]:
        number, words = said.split(": ", 1)
        assert words in ran.words(number)


def test_figures_go_to_the_folder_of_the_article_and_nowhere_else(ran) -> None:
    assert snapshot(PROJECT_FIGURES) == ran.figures_before
    names = {p.name for p in (ran.folder / "figures").iterdir()}
    drawn = {name.removesuffix(f"_{ran.lang}.png") for name in names if name.endswith(".png")}
    by_events = {"timeline", "timeline_slide", "precision"}
    assert drawn >= ({"voices"} if ran.name == "undated" else by_events)
    assert ("voices" in drawn) == (ran.name != "unquoted")
    assert ("record" in drawn) == (ran.name == "seed")
    endings = ("png", "svg", "text.svg", "pdf")
    files = {f"{plate}_{ran.lang}.{ending}" for plate in drawn for ending in endings}
    tables = {"events.csv", "statements.csv", "numbers.csv"} | (
        {"record.csv"} if ran.name == "seed" else set()
    )
    assert names == files | tables | {"README.md", "index.html"}
    page = (ran.folder / "figures" / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'(?:src|href)="([^"#]+)"', page)) == files | tables
    assert ran.name != "short" or all((ran.folder / "figures" / name).stat().st_size for name in files)
    assert ("Not to be read as:" in page) == (ran.lang == "en")
    listed = (ran.folder / "figures" / "README.md").read_text(encoding="utf-8")
    assert (ran.folder / "figures" / re.search(r"\]\((\.\./notebooks/[^)]*)\)", listed)[1]).is_file()


def test_executed_copy_names_the_text_beside_it_and_can_be_moved(ran) -> None:
    source = ran.notebook("03").cells
    given = next(c.source for c in source if "parameters" in c.metadata.get("tags", ()))
    where = f'ARTICLE = "{SEED}"' if ran.name == "seed" else 'ARTICLE = "../seed"'
    assert given.splitlines()[0] == where
    assert len([c for c in source if c.cell_type == "code" and "ARTICLE =" in c.source]) == 1


# --- when a notebook stops ---


@pytest.fixture
def bad_and_good(tmp_path, monkeypatch) -> list[Path]:
    given = "ARTICLE = ''\nPUBLISHED = ''\nFIGURES = ''"
    bad = small(tmp_path / "01-bad.ipynb", (given, "parameters"), ("open('/no/such/place')", ""), ("1", ""))
    good = small(
        tmp_path / "02-good.ipynb", (given, "parameters"), (ANSWER.replace("WORD", "ARTICLE"), "answer")
    )
    monkeypatch.setattr("analysis.__main__.find_notebooks", lambda: [bad, good])
    return [bad, good]


@pytest.mark.usefixtures("no_pictures")
def test_after_a_notebook_that_stops_the_others_and_all_else_are_done(
    bad_and_good, article, tmp_path, capsys
) -> None:
    out = tmp_path / "out"
    with notebooks_here():
        code = main(["article", str(article), "--published", "auto", "--notebooks", "--out", str(out)])
    said = capsys.readouterr().err
    assert code == 1
    folder = out / "خبر"
    summary = "1 of 2 notebooks stopped, the others ran to their end; tables, figures and page are complete"
    assert said.splitlines()[-1] == f"error: {summary}"
    partial = folder / "notebooks" / "01-bad.ipynb"
    stopped = next(line for line in said.splitlines() if line.startswith("error: 01-bad.ipynb: "))
    assert "FileNotFoundError: " in stopped
    assert stopped.endswith(f"[the partial notebook is {partial}]")
    text = partial.read_text(encoding="utf-8")
    assert str(FOLDER.parent) not in text
    assert "papermill-error" in text
    assert "- ../seed" in (folder / "notebooks" / "02-good.ipynb").read_text(encoding="utf-8")
    assert (folder / "timeline.html").is_file()
    assert (folder / "figures" / "index.html").is_file()  # the notebook that should have drawn stopped
    assert "100%" in said


@pytest.mark.usefixtures("bad_and_good")
def test_notebook_that_stopped_is_told_also_where_a_later_step_fails(
    article, tmp_path, capsys, monkeypatch
) -> None:
    def refuse(*_, **__) -> None:
        raise PageError("no page today")

    monkeypatch.setattr("analysis.dossier.write_page", refuse)
    monkeypatch.setattr("analysis.publish.publish_figure", touch_figure)
    with notebooks_here():
        command = ["article", str(article), "--published", "auto", "--notebooks"]
        assert main([*command, "--out", str(tmp_path / "out")]) == 2
    *_, stopped, last = capsys.readouterr().err.splitlines()
    assert stopped.startswith("error: 01-bad.ipynb: ")
    assert last == "error: no page today"


def test_notebook_without_the_parameters_is_refused_before_anything_is_written(
    bad_and_good, article, tmp_path, capsys
) -> None:
    small(bad_and_good[1], ("ARTICLE = ''", "parameters"))
    command = ["article", str(article), "--published", "auto", "--notebooks", "--out", str(tmp_path / "out")]
    assert main(command) == 2
    assert "no parameter 'PUBLISHED'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# --- where figures go ---


def test_figures_of_another_article_need_a_folder(article) -> None:
    other, _ = open_article(article, "2021-07-26")
    with pytest.raises(ArticleError, match="FIGURES is empty"):
        figures_folder(other)
    with pytest.raises(ArticleError, match="FIGURES is empty"):
        figures_folder(read_article(SEEDS / EXAMPLE))
    assert figures_folder(other, "figures") == Path("figures")
    assert figures_folder(read_article(SEEDS / SEED)) == PROJECT_FIGURES
