"""The package imports downward only, reads no clock and no network."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "analysis"
FILES = sorted(PACKAGE.rglob("*.py"))

# Lowest first; a module may import from the lines above its own, and a package from itself.
LAYERS = [
    {"arabic", "timex", "files"},
    {"lexicon", "pdftext"},
    {"intake"},
    {"numerals", "articles"},
    {"times", "seeds"},
    {"actors", "dateline"},
    {"clauses"},
    {"polarity"},
    {"quotes"},
    {"quantities"},
    {"events", "voices", "citable"},
    {"labels"},
    {"overlay"},
    {"conflicts"},
    {"timeline"},
    {"scores", "record"},
    {"typesetting", "wording"},
    {"figures", "export", "display", "answers"},
    {"publish", "page"},
    {"plates", "scorecard"},
    {"report"},
    {"dossier", "rerun"},
    {"archive"},
    {"__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
NETWORK = {
    "urllib",
    "http",
    "socket",
    "ssl",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "webbrowser",
}
CLOCK = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "localtime", "gmtime"}


def layer(path: Path) -> str:
    """Return the top-level module that a file belongs to; the package's own file is ``__init__``."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(source: str, package: tuple[str, ...] = ("analysis",)) -> set[str]:
    """Return the dotted names that a source imports, relative ones made absolute."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *filter(None, [node.module])])
            # «from . import arabic» names a module, «from .arabic import fold» something inside one
            found |= {f"{stem}.{alias.name}" for alias in node.names} if stem == "analysis" else {stem}
    return found


def upward(name: str, source: str, package: tuple[str, ...] = ("analysis",)) -> list[str]:
    """Return the imports of a module that do not lead downward."""
    inside = {i.split(".")[1] for i in imports(source, package) if i.startswith("analysis.")}
    return sorted(other for other in inside - {name, "__version__"} if RANK.get(other, 99) >= RANK[name])


def clock_calls(source: str) -> list[str]:
    """Return the calls that read the clock."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        ast.unparse(f)
        for f in calls
        if isinstance(f, ast.Attribute)
        and f.attr in CLOCK
        and ast.unparse(f.value).split(".")[-1] in {"dt", "datetime", "date", "time", "Timestamp"}
        and ast.unparse(f) != "dt.time"  # the constructor of a time of day
        and ast.unparse(f) != "datetime.time"
    ]


def package_of(path: Path) -> tuple[str, ...]:
    return ("analysis", *path.relative_to(PACKAGE).parts[:-1])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_module_has_a_place_and_imports_downward_only(path: Path) -> None:
    name = layer(path)
    if name == "__init__":
        return
    assert name in RANK, f"{name} has no place in the layers: see LAYERS"
    assert upward(name, path.read_text(encoding="utf-8"), package_of(path)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_module_reads_no_clock_and_no_network(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert {i.split(".")[0] for i in imports(source)} & NETWORK == set()
    assert clock_calls(source) == []


def test_package_holds_public_names_and_version_only() -> None:
    body = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")).body
    assigned = [t.id for n in body if isinstance(n, ast.Assign) for t in n.targets]
    imported = [a.name for n in body if isinstance(n, ast.ImportFrom) for a in n.names]
    names = next(
        ast.literal_eval(n.value) for n in body if isinstance(n, ast.Assign) and n.targets[0].id == "__all__"
    )
    assert ast.get_docstring(ast.Module(body, []))
    assert sorted(assigned) == ["__all__", "__version__"]
    assert sorted(imported) == sorted(names)
    assert len(body) == 1 + len(assigned) + sum(isinstance(n, ast.ImportFrom) for n in body)


def test_figures_are_never_imported_by_the_archive() -> None:
    path = PACKAGE / "archive.py"
    if path.exists():
        assert "analysis.figures" not in imports(path.read_text(encoding="utf-8"))


def test_the_checks_themselves_find_what_they_look_for() -> None:
    assert upward("articles", "from .timeline import build_timeline") == ["timeline"]
    assert upward("times", "from ..figures import draw", ("analysis", "times")) == ["figures"]
    assert upward("quotes", "from analysis import figures, arabic") == ["figures"]
    assert upward("quotes", "from .quantities import find_quantities") == ["quantities"]
    assert upward("timeline", "from .quotes import Quote\nimport pandas") == []
    assert imports("import urllib.request") == {"urllib.request"}
    assert clock_calls(
        "import datetime as dt\ndt.date.today()\ntime.time()\npd.Timestamp.now()\ndt.time(3)"
    ) == [
        "dt.date.today",
        "time.time",
        "pd.Timestamp.now",
    ]
