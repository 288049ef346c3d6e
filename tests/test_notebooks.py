"""Every notebook keeps the anatomy, is executed, and shows nothing of the machine it ran on."""

import ast
import base64
import copy
import io
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image, ImageDraw

from conftest import same_picture

FOLDER = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
HEADINGS = ["Question", "Answer", "Setup", "Method", "Result", "Figure", "Limits", "Next"]
VERBS = {"See", "Parse", "Resolve", "Build", "Hear", "Count", "Compare", "Draw", "Run", "Trace"}
TAGS = {"parameters", "answer", "example"}  # what `analysis.rerun` goes by
MAX_CELLS, MAX_LINES, MEDIAN_LINES, WORDS_A_LINE = 30, 20, 5, 8

PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PLACE = re.compile(r"://|\.\./|^[/~]|[A-Za-z]:\\|\b(seeds|figures|notebooks|home|tmp)/")
MACHINE = re.compile(r"0x[0-9a-fA-F]{6,}|/(?:home|Users|root)/|C:\\\\|site-packages|ipykernel_")


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if line.strip() and not line.strip().startswith("#")]


def strings(tree: ast.AST) -> list[str]:
    return [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def headings(notebook) -> list[str]:
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.findall(r"^## (.+)$", text, re.M)


def structure(notebook) -> list[str]:
    """Title, headings and their order, setup."""
    found = []
    first = notebook.cells[0]
    title = re.match(r"# (\w+) ", first.source)
    if first.cell_type != "markdown" or not title or title[1] not in VERBS:
        found.append("the first cell is not a title that starts with a verb")
    if headings(notebook) != HEADINGS:
        found.append(f"headings are {headings(notebook)}")
    bullets = re.search(r"## Answer\n(.*?)(?=\n## |\Z)", "\n".join(c.source for c in notebook.cells), re.S)
    if not bullets or not 2 <= len(re.findall(r"^- .*\d", bullets[1], re.M)) <= 4:
        found.append("the answer is not 2 to 4 bullets with numbers")
    imports = [
        i
        for i, cell in enumerate(code_cells(notebook))
        if re.search(r"^\s*(import|from) ", cell.source, re.M)
    ]
    if imports not in ([0], [0, 1]):
        found.append("imports stand elsewhere than in the provenance line and the import cell")
    if not any(
        re.search(r"^(## Figure|\*\*Figure)", c.source, re.M)
        for c in notebook.cells
        if c.cell_type == "markdown"
    ):
        found.append("the figure has no caption")
    return found


def size(notebook) -> list[str]:
    """How much code there is, and how much prose."""
    counts = [len(lines(cell.source)) for cell in code_cells(notebook)]
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    words = sum(len(re.findall(r"\w+", text)) for text in prose)
    checks = {
        f"{len(counts)} code cells": len(counts) <= MAX_CELLS,
        f"a cell of {max(counts)} lines": max(counts) <= MAX_LINES,
        f"a median of {statistics.median(counts)} lines": statistics.median(counts) <= MEDIAN_LINES,
        f"{words} words of prose for {sum(counts)} lines of code": words >= WORDS_A_LINE * sum(counts),
    }
    return [problem for problem, fine in checks.items() if not fine]


def code(notebook) -> list[str]:
    """What a cell may not contain."""
    found = []
    for cell in code_cells(notebook):
        if re.search(r"^\s*[%!]", cell.source, re.M):
            found.append(f"{cell.id}: a magic or a shell command")
            continue
        tree = ast.parse(cell.source)
        if any(isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for n in ast.walk(tree)):
            found.append(f"{cell.id}: a definition longer than a lambda")
        if any(PLACE.search(s) for s in strings(tree)) or re.search(
            r"\b(os|pathlib|sys|subprocess)\b", cell.source
        ):
            found.append(f"{cell.id}: a path or an address")
        if cell.source.rstrip().endswith(";"):
            found.append(f"{cell.id}: a trailing semicolon")
        if BIDI_CONTROLS.search(cell.source):
            found.append(f"{cell.id}: a raw direction mark")
    return found


def shows(source: str) -> bool:
    """Say whether a cell's last line displays something, or a line prints."""
    body = ast.parse(source).body
    last = body[-1] if body else None
    return isinstance(last, ast.Expr) or "print(" in source


def outputs(notebook) -> list[str]:
    """Whether everything was run once, in order, and shown."""
    cells = code_cells(notebook)
    found = []
    if [cell.execution_count for cell in cells] != list(range(1, len(cells) + 1)):
        found.append("execution counts are not 1 to n")
    for cell in cells:
        kinds = [o.get("name", o.output_type) for o in cell.outputs]
        if not cell.outputs and shows(cell.source):
            found.append(f"{cell.id}: no output")
        if {"stderr", "error"} & set(kinds):
            found.append(f"{cell.id}: a warning or an error")
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], None], strict=True):
        if cell.cell_type == "code" and cell.outputs and (after is None or after.cell_type != "markdown"):
            found.append(f"{cell.id}: its output is not read back")
    return found


def traces(notebook) -> list[str]:
    """What would name the machine or the hour, or make a rerun differ."""
    found = []
    ids = [cell.id for cell in notebook.cells]
    if len(set(ids)) < len(ids) or any(
        not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", i) or _random(i) for i in ids
    ):
        found.append("cell ids are not fixed names")
    if any(set(c.metadata) - {"tags"} or set(c.metadata.get("tags", ())) - TAGS for c in notebook.cells):
        found.append("cells carry metadata")
    if set(notebook.metadata.get("language_info", {})) - {"name", "file_extension", "mimetype"}:
        found.append("the metadata name a version")
    text = nbformat.writes(notebook)
    visible = re.sub(r'"image/png": "[^"]*"', "", text)
    if MACHINE.search(visible):
        found.append(f"a trace of the machine: {MACHINE.search(visible)[0]}")
    if PRESENTATION_FORMS.search(visible):
        found.append("shaped Arabic letters")
    return found


def _random(name: str) -> bool:
    return bool(re.search(r"\b(?=[a-f]*\d)[0-9a-f]{8,}\b", name))


CHECKS = [structure, size, code, outputs, traces]


def problems(notebook) -> list[str]:
    return [problem for check in CHECKS for problem in check(notebook)]


def test_there_are_notebooks() -> None:
    assert PATHS
    assert all(re.fullmatch(r"\d\d-[a-z]+(-[a-z]+)*", path.stem) for path in PATHS)


def test_overview_and_readme_list_every_notebook_and_no_other() -> None:
    names = {path.name for path in PATHS}
    overview = nbformat.read(FOLDER / "00-overview.ipynb", as_version=4)
    prose = "\n".join(cell.source for cell in overview.cells if cell.cell_type == "markdown")
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((\d\d-[a-z-]+\.ipynb)\)", prose)) == names - {"00-overview.ipynb"}
    assert set(re.findall(r"\]\(notebooks/(\d\d-[a-z-]+\.ipynb)\)", readme)) == names


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
def test_notebook(path: Path, check: Callable) -> None:
    assert check(nbformat.read(path, as_version=4)) == []


# --- the checks themselves ---


def clear_outputs(notebook) -> None:
    for cell in code_cells(notebook):
        cell.outputs, cell.execution_count = [], None


def clear_one_output(notebook) -> None:
    next(cell for cell in code_cells(notebook) if cell.outputs).outputs = []


def add_code(source: str) -> Callable:
    return lambda notebook: code_cells(notebook)[-1].update(source=source)


def swap_headings(notebook) -> None:
    cells = [c for c in notebook.cells if re.search(r"^## (Limits|Method)$", c.source, re.M)]
    cells[0].source, cells[1].source = cells[1].source, cells[0].source


def drop_prose(notebook) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = "\n".join(
                line for line in cell.source.splitlines() if line.startswith(("#", "- ", "**Fig"))
            )


def add_stderr(notebook) -> None:
    code_cells(notebook)[-1].outputs.append(nbformat.v4.new_output("stream", name="stderr", text="careful\n"))


def add_address(notebook) -> None:
    code_cells(notebook)[-1].outputs.append(
        nbformat.v4.new_output("stream", name="stdout", text="<A at 0x7f3a91c0>\n")
    )


def add_shaped(notebook) -> None:
    code_cells(notebook)[-1].outputs.append(
        nbformat.v4.new_output("stream", name="stdout", text="\ufe8e\ufedf\n")
    )


def random_id(notebook) -> None:
    notebook.cells[1].id = "f3a91c02"


def time_a_cell(notebook) -> None:
    code_cells(notebook)[0].metadata["execution"] = {"iopub.status.busy": "2021-07-26T00:00:00Z"}


DOCTORED = {
    "outputs cleared": (clear_outputs, "execution counts are not 1 to n"),
    "one output cleared": (clear_one_output, "no output"),
    "a function": (add_code("def f():\n    return 1"), "longer than a lambda"),
    "a magic": (add_code("%run other"), "a magic or a shell command"),
    "a shell command": (add_code("!ls"), "a magic or a shell command"),
    "a path": (add_code("x = '../seeds'"), "a path or an address"),
    "an address": (add_code("x = 'https://example.org'"), "a path or an address"),
    "a semicolon": (add_code("x = 1;"), "a trailing semicolon"),
    "a direction mark": (add_code("x = '\u2067'"), "a raw direction mark"),
    "a long cell": (add_code("\n".join(["x = 1"] * 21)), "a cell of 21 lines"),
    "a late import": (add_code("import pandas"), "imports stand elsewhere"),
    "headings swapped": (swap_headings, "headings are"),
    "no prose": (drop_prose, "words of prose"),
    "a warning": (add_stderr, "a warning or an error"),
    "a memory address": (add_address, "a trace of the machine"),
    "shaped letters": (add_shaped, "shaped Arabic letters"),
    "a random id": (random_id, "cell ids are not fixed names"),
    "a timed cell": (time_a_cell, "cells carry metadata"),
}


@pytest.mark.parametrize("name", DOCTORED)
def test_doctored_copy_is_refused(name: str) -> None:
    doctor, problem = DOCTORED[name]
    notebook = copy.deepcopy(nbformat.read(PATHS[-1], as_version=4))
    assert problems(notebook) == []
    doctor(notebook)
    assert any(problem in found for found in problems(notebook))


def picture(word: str, shade: int = 255) -> bytes:
    image = Image.new("RGB", (400, 120), (shade,) * 3)
    ImageDraw.Draw(image).text((40, 50), word, fill=(0, 0, 0))
    file = io.BytesIO()
    image.save(file, "png")
    return file.getvalue()


def test_pictures_are_compared_exactly_here_and_by_blocks_elsewhere() -> None:
    assert same_picture(picture("2008"), picture("2008"), exact=True)
    assert not same_picture(picture("2008", 254), picture("2008"), exact=True)
    assert same_picture(picture("2008", 254), picture("2008"), exact=False)
    assert not same_picture(picture("2011"), picture("2008 2014"), exact=False)
    assert not same_picture(picture("2008", 200), picture("2008"), exact=False)


def test_blocks_find_one_moved_mark_in_a_large_picture() -> None:
    blank = np.full((900, 1600, 3), 255, dtype=np.uint8)
    marked = blank.copy()
    marked[400:412, 800:812] = (180, 30, 30)
    png = []
    for pixels in (blank, marked):
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "png")
        png.append(file.getvalue())
    assert not same_picture(*png, exact=False)


def test_nbval_itself_refuses_cleared_and_changed_notebooks(tmp_path: Path) -> None:
    source = "from PIL import Image\nImage.new('RGB', (40, 20), 'white')"
    good = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(good, kernel_name="python3", record_timing=False).execute()
    cleared, unshown, changed = (copy.deepcopy(good) for _ in range(3))
    clear_outputs(cleared)
    clear_one_output(unshown)
    changed.cells[0].outputs[0].data["image/png"] = base64.b64encode(picture("2008")).decode()
    for name, notebook in {"good": good, "cleared": cleared, "unshown": unshown, "changed": changed}.items():
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
    command = [
        "pytest",
        "--nbval",
        "--nbval-current-env",
        "-p",
        "conftest",
        "-p",
        "no:cacheprovider",
        "-rA",
        tmp_path,
    ]
    here = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, env=here, check=False
    )
    verdicts = {
        name: verdict for verdict, name in re.findall(r"^(PASSED|FAILED) \S*?(\w+)\.ipynb", done.stdout, re.M)
    }
    assert verdicts == {"good": "PASSED", "cleared": "FAILED", "unshown": "FAILED", "changed": "FAILED"}, (
        done.stdout
    )
