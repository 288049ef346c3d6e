"""`run.py`: no half-made set-up, notebooks replaced only when they ran, each failure in one line."""

import ast
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

FILE = Path(__file__).parents[1] / "run.py"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return run.py as a module that works in an empty folder."""
    spec = importlib.util.spec_from_file_location("run", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "constraints.txt").write_text("pandas==3\n")
    for folder in ("notebooks", "figures"):
        (tmp_path / folder).mkdir()
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "READY": venv / "ready.txt",
        "STARTED": venv / "started.txt",
    }.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    return module


@pytest.fixture
def installer(run, monkeypatch):
    """Stand in for pip: note each run and make what looks like an environment."""
    runs = []

    def install() -> None:
        runs.append(run.STARTED.exists())
        run.venv_python().parent.mkdir(parents=True, exist_ok=True)
        run.venv_python().touch()

    monkeypatch.setattr(run, "install_with_pip", install)
    return runs


def notebook(run, name: str, *sources: str) -> Path:
    path = run.ROOT / "notebooks" / name
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources, 1)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


# --- set-up ---


def test_file_parses_on_old_pythons_and_says_what_it_needs() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 6))
    docstring, first_import, guard = tree.body[:3]
    assert isinstance(docstring, ast.Expr)
    assert [a.name for a in first_import.names] == ["sys"]
    assert isinstance(guard, ast.If)
    assert ast.unparse(guard.test) == "sys.version_info < (3, 11)"


def test_only_the_standard_library_is_imported_before_the_environment_exists() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    top = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    names = {a.name for n in top if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module for n in top if isinstance(n, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def test_second_set_up_installs_nothing(run, installer) -> None:
    run.set_up()
    run.set_up()
    assert installer == [True]


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
def test_changed_requirements_are_installed_afresh(run, installer, name) -> None:
    run.set_up()
    (run.ROOT / name).write_text("changed\n")
    old = run.VENV / "left-over"
    old.touch()
    run.set_up()
    assert len(installer) == 2
    assert not old.exists()


def test_another_python_version_or_a_moved_folder_is_installed_afresh(run, monkeypatch, tmp_path) -> None:
    marks = {run.fingerprint()}
    with monkeypatch.context() as patch:
        patch.setattr(run.sys, "version_info", (3, 99, 0))
        marks.add(run.fingerprint())
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("pyproject.toml", "constraints.txt"):
        (moved / name).write_bytes((run.ROOT / name).read_bytes())
    monkeypatch.setattr(run, "ROOT", moved)
    marks.add(run.fingerprint())
    assert len(marks) == 3


def test_interrupted_set_up_does_not_count_as_ready(run, installer, monkeypatch) -> None:
    def stop() -> None:
        run.venv_python().parent.mkdir(parents=True)
        run.venv_python().touch()
        raise KeyboardInterrupt

    good = run.install_with_pip
    monkeypatch.setattr(run, "install_with_pip", stop)
    with pytest.raises(KeyboardInterrupt):
        run.set_up()
    assert not run.is_ready()
    half_made = run.VENV / "half-made"
    half_made.touch()
    monkeypatch.setattr(run, "install_with_pip", good)
    run.set_up()
    assert run.is_ready()
    assert not half_made.exists()


def test_environment_of_the_readers_own_is_completed_not_removed(run, installer) -> None:
    own = run.VENV / "own-file"
    own.parent.mkdir()
    own.touch()
    run.set_up()
    assert own.exists()
    assert run.is_ready()


def test_installer_uses_the_pins(run, monkeypatch) -> None:
    calls = []
    monkeypatch.setattr(run, "call", lambda command: calls.append([str(c) for c in command]))
    run.install_with_uv("uv")
    run.install_with_pip()
    installs = [c for c in calls if "install" in c]
    assert len(installs) == 2
    for command in installs:
        assert command[command.index("-c") + 1] == "constraints.txt"
        assert command[command.index("-e") + 1] == ".[notebooks,inputs,test]"


def test_python_without_ensurepip_uses_the_pip_it_has(run, monkeypatch) -> None:
    calls = []
    monkeypatch.setattr(run, "succeeds", lambda command: "ensurepip" not in command[-1])
    monkeypatch.setattr(run, "call", lambda command: calls.append([str(c) for c in command]))
    run.install_with_pip()
    assert "--without-pip" in calls[0]
    assert "--python" in calls[1]
    monkeypatch.setattr(run, "succeeds", lambda command: False)
    with pytest.raises(run.Failure, match="apt install python3-venv"):
        run.install_with_pip()


@pytest.mark.parametrize(
    "output",
    [
        "WARNING: Retrying after connection broken by NewConnectionError\nERROR: No match",
        "error: Failed to fetch\n  Caused by: dns error: failed to lookup address",
        "socket.gaierror: [Errno -3] Temporary failure in name resolution",
    ],
)
def test_missing_network_is_said_in_one_line(run, output) -> None:
    assert run.explain(output).startswith("packages cannot be downloaded: is the network away?")
    assert "\n" not in run.explain(output)


def test_other_installer_failures_keep_their_own_words(run) -> None:
    output = "Collecting x\n  ERROR: No matching distribution found for x==9\n\n"
    assert run.explain(output) == "set-up failed: ERROR: No matching distribution found for x==9"
    assert run.explain("") == "set-up failed: the installer said nothing"


def test_failed_step_ends_in_one_line_and_exit_code_1(run, monkeypatch, capsys) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('ERROR: disk full')"]
    monkeypatch.setattr(run, "install_with_pip", lambda: run.call(command))
    assert run.main([]) == 1
    assert capsys.readouterr().err == "run.py: set-up failed: ERROR: disk full\n"


def test_folder_that_cannot_be_written_is_said_in_one_line(run, monkeypatch, capsys) -> None:
    monkeypatch.setattr(run, "ROOT", run.ROOT / "notebooks" / "not-there")
    monkeypatch.setattr(run, "is_ready", lambda: False)
    assert run.main([]) == 1
    error = capsys.readouterr().err
    assert "cannot be written to" in error
    assert error.count("\n") == 1


def test_command_works_from_another_folder(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, FILE, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "python3 run.py test" in done.stdout


def test_unknown_command_is_refused(run) -> None:
    with pytest.raises(SystemExit) as caught:
        run.main(["tset"])
    assert caught.value.code == 2


def test_words_after_article_are_handed_to_the_package(run, monkeypatch) -> None:
    given = []
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run.subprocess, "call", lambda command: given.append(command) or 2)
    words = ["article", "my file.txt", "--published", "auto", "--forse"]
    assert run.main(words) == 2
    assert given[0][2:] == words


def test_help_on_an_article_needs_no_set_up(run, installer, capsys) -> None:
    assert run.main(["article", "--help"]) == 0
    assert "run.py article FILE --published" in capsys.readouterr().out
    assert installer == []


# --- notebooks ---


def test_notebook_is_executed_in_place_and_names_no_machine(run, capsys) -> None:
    path = notebook(run, "01-a.ipynb", "x = 6 * 7", "x", "print('seven'); print('eight')")
    assert run.run_notebooks() == 0
    done = json.loads(path.read_text(encoding="utf-8"))
    assert [cell["execution_count"] for cell in done["cells"]] == [1, 2, 3]
    assert done["cells"][1]["outputs"][0]["data"]["text/plain"] == ["42"]
    assert [o["text"] for o in done["cells"][2]["outputs"]] == [["seven\n", "eight\n"]]
    assert "version" not in done["metadata"]["language_info"]
    assert all(cell["metadata"] == {} for cell in done["cells"])
    assert not list(path.parent.glob(".*"))
    first = path.read_bytes()
    assert run.run_notebooks() == 0
    assert path.read_bytes() == first
    assert "outputs as before, byte for byte" in capsys.readouterr().out


def test_failing_notebook_keeps_its_file_and_names_cell_and_error(run, capsys) -> None:
    bad = notebook(run, "01-bad.ipynb", "1", "raise ValueError('no such month')")
    good = notebook(run, "02-good.ipynb", "2")
    before = bad.read_bytes()
    assert run.run_notebooks() == 1
    out = capsys.readouterr().out
    assert "FAILED 01-bad.ipynb: code cell 2 (cell-2): ValueError: no such month" in out
    assert "1 of 2 notebooks done (changed: 02-good.ipynb)" in out
    assert bad.read_bytes() == before
    assert json.loads(good.read_text())["cells"][0]["execution_count"] == 1


# --- tests ---


def test_every_step_runs_even_if_one_fails(run, monkeypatch, capsys) -> None:
    ran = []

    def fake(command, **_):
        ran.append(command[2:])
        return subprocess.CompletedProcess(command, returncode=int("check" in command))

    monkeypatch.setattr(run.subprocess, "run", fake)
    assert run.run_tests() == 1
    assert [step[0] for step in ran] == ["ruff", "ruff", "pytest", "pytest"]
    assert "--nbval" in ran[-1]
    assert "FAILED: style." in capsys.readouterr().out


# --- the report ---


def test_report_is_written_and_said_and_another_folder_is_never_overwritten(run, capsys, monkeypatch) -> None:
    notebook(run, "01-a.ipynb", "6 * 7")
    assert run.run_notebooks() == 0
    monkeypatch.setattr("analysis.report.find_chromium", lambda: None)
    assert run.write_report(None, force=False) == run.write_report(None, force=False) == 0
    page = run.ROOT / "out" / "report" / "report.html"
    assert page.is_file()
    out = capsys.readouterr().out
    assert f"Report: {page}" in out
    assert "No PDF: Chromium is not installed" in out
    with pytest.raises(run.Failure, match=r"holds report\.html already; --force") as caught:
        run.write_report(page.parent, force=False)
    assert caught.value.code == 2


def test_report_of_notebooks_that_were_not_run_ends_in_one_line_and_exit_code_2(
    run, capsys, monkeypatch
) -> None:
    notebook(run, "01-a.ipynb", "6 * 7")
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "VENV", Path(sys.prefix))
    monkeypatch.setattr(run, "use_private_settings", lambda: None)
    assert run.main(["report"]) == 2
    error = capsys.readouterr().err
    assert error == "run.py: 01-a.ipynb: code cell 1 was never run; run python3 run.py first\n"
