"""The project's own papers agree with each other, and name no machine."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import analysis

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
SKIPPED = {
    ".git",
    ".venv",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    ".ipynb_checkpoints",
    "out",
    "build",
    "dist",
}
BINARY = {".png", ".pdf", ".pyc", ".xlsx"}
# Written in pieces, so that this file passes its own test.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "ana" + "conda.org", "npm" + "js.org", "deb" + "ian.org"]
FORBIDDEN = re.compile(
    "|".join(
        [
            *map(re.escape, HOSTS),
            r"(?<![\w.])/(?:work|root|home|tmp|Users)/\w",
            "BEGIN [A-Z ]*PRIVATE KEY",
        ]
    )
)


def files() -> list[Path]:
    inside = (p for p in ROOT.rglob("*") if not SKIPPED & set(p.relative_to(ROOT).parts) and p.is_file())
    return sorted(p for p in inside if ".egg-info" not in str(p) and p.suffix not in BINARY)


def test_version_is_the_same_everywhere() -> None:
    version, date = re.search(r"^## \[(\d+\.\d+\.\d+)\] - (\S+)$", CHANGELOG, re.M).groups()
    assert analysis.__version__ == version == CITATION["version"]
    assert str(CITATION["date-released"]) == date


def test_citation_can_be_cited() -> None:
    assert CITATION["cff-version"] == "1.2.0"
    assert {"message", "title", "type", "authors", "license"} <= set(CITATION)
    assert CITATION["license"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"]
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")


@pytest.mark.parametrize("path", files(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_file_names_no_machine_and_no_registry(path: Path) -> None:
    found = FORBIDDEN.search(path.read_text(encoding="utf-8"))
    assert found is None, f"{found[0]!r} at {found.start()}"


def test_the_search_for_places_finds_them() -> None:
    for text in ["see https://" + HOSTS[0] + "/x", "/" + "work/main", "/" + "home/user", "/" + "tmp/x"]:
        assert FORBIDDEN.search(text)


def test_top_level_holds_what_the_readme_lists() -> None:
    listed = set(re.findall(r"^\| `([^`]+?)/?` \|", README, re.M))
    there = {p.name for p in ROOT.iterdir() if p.name not in SKIPPED and ".egg-info" not in p.name}
    hidden = {".gitignore", ".gitattributes", ".coverage", "README.md"}
    assert there - hidden == listed


def test_links_of_the_readme_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_pictures_of_the_readme_are_there_and_said_in_words() -> None:
    pictures = re.findall(r"<img [^>]*>", README)
    assert len(pictures) > 2
    for picture in pictures:
        assert (ROOT / re.search(r'src="([^"]+)"', picture)[1]).is_file()
        assert len(re.search(r'alt="([^"]*)"', picture)[1]) > 20


@pytest.mark.parametrize("source", re.findall(r"```python\n(.*?)```", README, re.S))
def test_python_of_the_readme_runs(source: str, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("افتتاح\nافتتح الوزير المستشفى يوم الجمعة.\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def commands() -> list[str]:
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", README, re.S)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_readme_names_the_two_commands() -> None:
    assert {"python3 run.py", "python3 run.py test"} <= set(commands())


@pytest.mark.parametrize("command", [c for c in commands() if "python" in c.split()[0]])
def test_command_of_the_readme_exists(command: str) -> None:
    _, *words = command.split()
    if words[0] == "-m":
        check = ["-m", words[1], *[w for w in words[2:3] if not w.startswith("-")], "--help"]
    else:
        check = [words[0], *[w for w in words[1:] if not w.startswith("-")], "--help"]
    done = subprocess.run([sys.executable, *check], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:analysis|tests|seeds|notebooks)/[\w./-]*)`", text)
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", text)
    assert len(named) > 4
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_git_never_changes_the_bytes_of_text_or_article() -> None:
    rules = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert {"* text=auto eol=lf", "seeds/*/article.txt -text"} <= set(rules)
