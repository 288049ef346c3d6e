#!/usr/bin/env python3
"""Set up, run every notebook, export the figures; or test it all; or work on an article of your own.

    python3 run.py          set up .venv once, run all notebooks, export figures and tables
    python3 run.py test     set up .venv once, check style, run all tests, compare every notebook output
    python3 run.py article FILE --published 2021-07-26 [--lang ar|en] [--out DIR] [--force]
                            all notebooks, tables, figures and the evidence page of one article, in DIR/NAME
    python3 run.py report [--out DIR] [--force]
                            all notebooks as one page to read and to print: HTML, and PDF with Chromium

Works from any folder. Needs Python 3.11 or newer and, the first time, the network. Uses uv where it is
installed, else pip. Standard library only, until .venv exists.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this line must run, and the file must parse, on what is too old
    too_old = "run.py needs Python 3.11 or newer; this is {}.{} ({})."
    sys.exit(too_old.format(sys.version_info[0], sys.version_info[1], sys.executable))

import argparse
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STARTED = VENV / "started.txt"  # written first, so an interrupted set-up is recognised and made afresh
READY = VENV / "ready.txt"  # written last, so an interrupted set-up never counts as ready
BASE = getattr(sys, "_base_executable", sys.executable)  # never .venv's own Python: that one may be removed
EXTRAS = "notebooks,inputs,test"
SEED = "2021-07-26-alarab-kadhimi-washington"  # the article whose scores the README tells
OFFLINE = (
    "name resolution",
    "getaddrinfo",
    "connection",
    "dns error",
    "sending request",
    "timed out",
    "proxy",
)


class Failure(Exception):
    """What went wrong and what to do about it, in one line."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def venv_python() -> Path:
    """Return the path of the environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


# --- set-up -----------------------------------------------------------------------------------------------


def fingerprint() -> str:
    """Name what the environment is made from: requirements, pins, the Python version and the folder."""
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    parts += [bytes(sys.version_info[:2]), os.fsencode(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready() -> bool:
    """Say whether the environment is complete and made from today's requirements."""
    return venv_python().exists() and READY.is_file() and READY.read_text(encoding="utf-8") == fingerprint()


def set_up() -> None:
    """Make `.venv` and install the pinned packages, unless that is done already."""
    if is_ready():
        return
    check_writable(ROOT)
    begun = time.monotonic()
    uv = shutil.which("uv")
    say(f"Setting up .venv with {'uv' if uv else 'pip'} (once; a few minutes) …")
    clear()
    install_with_uv(uv) if uv else install_with_pip()
    READY.write_text(fingerprint(), encoding="utf-8")
    STARTED.unlink(missing_ok=True)
    say(f"Environment ready after {time.monotonic() - begun:.0f} s.")


def clear() -> None:
    """Remove an outdated or half-made environment of ours; one that the reader made is kept and completed."""
    if READY.exists() or STARTED.exists():
        shutil.rmtree(VENV)
    if not VENV.exists():
        VENV.mkdir()
        STARTED.touch()


def check_writable(folder: Path) -> None:
    """Raise `Failure` where nothing can be written."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = (
            f"{folder} cannot be written to ({error.strerror}); copy the project to a folder of your own."
        )
        raise Failure(message) from None


def install_with_uv(uv: str) -> None:
    """Make the environment and install into it with uv."""
    call([uv, "venv", "--quiet", "--allow-existing", "--python", BASE, VENV])
    call(
        [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            venv_python(),
            "-c",
            "constraints.txt",
            "-e",
            f".[{EXTRAS}]",
        ]
    )


def install_with_pip() -> None:
    """Make the environment and install into it with pip: its own, or else that of the base Python."""
    if succeeds([BASE, "-c", "import venv, ensurepip"]):
        call([BASE, "-m", "venv", VENV])
        pip = [venv_python(), "-m", "pip"]
    elif succeeds([BASE, "-m", "pip", "--version"]):  # Debian keeps ensurepip in a package of its own
        call([BASE, "-m", "venv", "--without-pip", VENV])
        pip = [BASE, "-m", "pip", "--python", venv_python()]
    else:
        raise Failure("this Python lacks ensurepip and pip; on Debian and Ubuntu: apt install python3-venv")
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    call([*pip, "install", *quiet, "-c", "constraints.txt", "-e", f".[{EXTRAS}]"])


def succeeds(command: list) -> bool:
    """Say whether a command ends well."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def call(command: list) -> None:
    """Run one step of the set-up; raise `Failure` with the step's own last words."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise Failure(explain(done.stdout.decode("utf-8", "replace")))


def explain(output: str) -> str:
    """Turn a failed installer's output into one line."""
    if any(sign in output.lower() for sign in OFFLINE):
        return (
            "packages cannot be downloaded: is the network away? Nothing is lost; try again when it is back."
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "×"))]
    return "set-up failed: " + (errors or lines or ["the installer said nothing"])[-1]


# --- inside the environment ---------------------------------------------------------------------------------


def use_private_settings() -> None:
    """Keep the reader's own Jupyter and Matplotlib settings out of the outputs."""
    for name in (
        "IPYTHONDIR",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "MPLCONFIGDIR",
    ):
        folder = VENV / "settings" / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder)
    os.environ.update(JUPYTER_PREFER_ENV_PATH="1", PYTHONUTF8="1")
    os.environ.pop("MPLBACKEND", None)


def run_notebooks() -> int:
    """Execute every notebook in place and say where the results are."""
    import nbformat
    from tqdm import tqdm

    check_writable(ROOT / "notebooks")
    check_writable(ROOT / "figures")
    notebooks = {
        path: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    }
    total = sum(len(code_cells(notebook)) for notebook in notebooks.values())
    failures, changed = [], []
    with tqdm(total=total, unit="cell", file=sys.stderr, dynamic_ncols=True) as bar:
        for path, notebook in notebooks.items():
            bar.set_description(path.stem)
            try:
                execute(notebook, bar.update)
            except Failure as failure:
                failures.append(f"{path.name}: {failure}")
            else:
                changed += [path.name] if save(path, nbformat.writes(notebook) + "\n") else []
    report(len(notebooks), changed, failures)
    refresh_scores()
    return 1 if failures else 0


def refresh_scores() -> None:
    """Bring the scores that the README tells up to date."""
    readme = ROOT / "README.md"
    if not readme.is_file() or "<!-- scores -->" not in readme.read_text(encoding="utf-8"):
        return
    from analysis.scorecard import refresh
    from analysis.seeds import read_seed

    if refresh(readme, read_seed(SEED)):
        say("README.md: the scores have changed.")


def code_cells(notebook) -> list:
    """Return the cells that are executed."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def execute(notebook, advance) -> None:
    """Run a notebook in a fresh kernel; leave nothing in it that names this machine or this hour."""
    from nbclient import NotebookClient

    started = []
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(ROOT / "notebooks")}},
        on_cell_execute=lambda cell, cell_index: started.append(cell),
        on_cell_executed=lambda **_: advance(),
    )
    try:
        client.execute()
    except Exception as error:
        raise Failure(describe(error, started)) from error
    clean(notebook)


def describe(error: Exception, started: list) -> str:
    """Name the code cell that failed and its error, in one line."""
    where = f"code cell {len(started)} ({started[-1].id})" if started else "no cell ran"
    what = f"{error.ename}: {error.evalue}" if hasattr(error, "ename") else f"{type(error).__name__}: {error}"
    return f"{where}: {' '.join(what.split())[:300]}"


def clean(notebook) -> None:
    """Fix the metadata, so that another Python or another machine leaves no difference."""
    notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata.language_info = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells, 1):
        cell.metadata.pop("execution", None)
        cell.setdefault("id", f"cell-{number:02d}")


def save(path: Path, text: str) -> bool:
    """Replace a file in one step if its bytes change, and say whether they did."""
    data = text.encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return False
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return True


def report(total: int, changed: list, failures: list) -> None:
    """Say what was done and where it is."""
    difference = f"changed: {', '.join(changed)}" if changed else "outputs as before, byte for byte"
    say(f"{total - len(failures)} of {total} notebooks done ({difference}).")
    for failure in failures:
        say(f"FAILED {failure} [the file is left as it was]")
    files = [path for path in (ROOT / "figures").iterdir() if path.is_file()]
    kinds = ", ".join(sorted({path.suffix.lstrip(".").upper() for path in files}))
    say(f"Notebooks: {ROOT / 'notebooks'}")
    say(f"Figures and tables: {ROOT / 'figures'} ({len(files)} files: {kinds})")


def write_report(out: Path | None, force: bool) -> int:
    """Write the notebooks as one page, and as PDF where Chromium is there to print it."""
    from analysis import report

    folder = ROOT / "out" / "report" if out is None else out.resolve()
    try:  # the project's own folder is always renewed, another one only if asked
        page = report.write_report(ROOT / "notebooks", folder, force or out is None)
    except (report.ReportError, OSError) as error:
        raise Failure(str(error), code=2) from None
    say(f"Report: {page} ({page.stat().st_size / 1e6:.1f} MB, one file)")
    chromium = report.find_chromium()
    if chromium is None:
        say("No PDF: Chromium is not installed (any browser prints the page as PDF).")
        return 0
    try:
        say(f"Report: {report.print_pdf(page, chromium)}")
    except report.ReportError as error:
        raise Failure(str(error)) from None
    return 0


def run_tests() -> int:
    """Check style, run the tests, compare all notebook outputs; run each step even if one before it fails."""
    steps = {
        "style": ["ruff", "check", "."],
        "format": ["ruff", "format", "--check", "."],
        "tests": ["pytest", "--numprocesses=auto", "--maxprocesses=8", "--dist=loadgroup"],
        "notebooks": ["pytest", "--nbval", "--nbval-current-env", "notebooks"],
    }
    failed = []
    for name, command in steps.items():
        say(f"== {name}: {' '.join(command)}")
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)
        failed += [name] if done.returncode else []
    say(f"FAILED: {', '.join(failed)}." if failed else f"All passed: {', '.join(steps)}.")
    return 1 if failed else 0


# --- the command --------------------------------------------------------------------------------------------


def say(line: str) -> None:
    """Print a line at once, also into a pipe and on a console that lacks a letter."""
    encoding = sys.stdout.encoding or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding), flush=True)


def run_article(words: list) -> int:
    """Work on one article of the reader's own: the package's command, with the notebooks."""
    from analysis.__main__ import main as command

    return command(["article", "--notebooks", *words], prog="run.py")


def command_line() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    commands = parser.add_subparsers(dest="what", metavar="COMMAND")
    commands.add_parser("run", help="run all notebooks (the default)")
    commands.add_parser("test", help="test it all")
    commands.add_parser("article", help="work on an article of your own", add_help=False)
    page = commands.add_parser("report", help="write all notebooks as one page")
    page.add_argument("--out", type=Path, metavar="DIR", help="folder to write to (default: out/report)")
    page.add_argument("--force", action="store_true", help="replace a report that lies in DIR already")
    return parser


def main(arguments: list) -> int:
    """Run the command line; return the exit code."""
    own = arguments[:1] == ["article"]  # the rest is read by the package, which knows its options
    if own and {"-h", "--help"} & set(arguments) and not is_ready():
        command_line().print_help()  # the package's own help is longer, but would need the set-up
        return 0
    words = command_line().parse_args(arguments[:1] if own else arguments)
    try:
        set_up()
        if Path(sys.prefix).resolve() != VENV.resolve():
            return subprocess.call([str(venv_python()), str(ROOT / "run.py"), *arguments])
        use_private_settings()
        if own:
            return run_article(arguments[1:])
        if words.what == "test":
            return run_tests()
        return write_report(words.out, words.force) if words.what == "report" else run_notebooks()
    except Failure as failure:
        print(f"run.py: {failure}", file=sys.stderr)
        return failure.code
    except KeyboardInterrupt:
        print("run.py: interrupted; run it again to go on.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
