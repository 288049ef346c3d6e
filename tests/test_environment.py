"""`environment.yml` and `constraints.txt` agree with `pyproject.toml`."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import MatchSpec

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA_SPECS = [spec for spec in CONDA["dependencies"] if isinstance(spec, str)]
PIP_SPECS = next(spec["pip"] for spec in CONDA["dependencies"] if isinstance(spec, dict))
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

# conda-forge name -> name on the Python package index, where they differ
OTHER_NAME = {
    "matplotlib-base": "matplotlib",
    "arabic_reshaper": "arabic-reshaper",
    "lxml_html_clean": "lxml-html-clean",
}
# what conda-forge does not have and `-e .` installs
WITH_THE_PACKAGE = {"fontpkg-ibm-plex-sans-arabic"}


def requirements() -> dict[str, str]:
    lines = [*PROJECT["dependencies"], *(r for e in PROJECT["optional-dependencies"].values() for r in e)]
    return {canonicalize_name(r.name): str(r.specifier) for r in map(Requirement, lines)}


def pins() -> list[Requirement]:
    return [Requirement(line) for line in CONSTRAINTS if line and not line.startswith("#")]


@pytest.mark.parametrize("spec", CONDA_SPECS)
def test_conda_reads_the_spec(spec: str) -> None:
    match = MatchSpec(spec, strict=True)
    assert re.split("[<>=!]", spec)[0] == str(match.name.normalized)
    assert ("=" in spec) == (match.version is not None)


def test_environment_holds_every_requirement_with_its_version() -> None:
    conda = {re.split("[<>=]", spec)[0]: re.sub("^[^<>=]*", "", spec) for spec in CONDA_SPECS}
    conda = {OTHER_NAME.get(name, name): version for name, version in conda.items()}
    pip = {r.name: str(r.specifier) for r in map(Requirement, PIP_SPECS[:-1])}
    expected = requirements()
    assert conda.pop("python") == PROJECT["requires-python"]
    assert conda.pop("pip") == ""
    assert set(expected) - set(conda) - set(pip) == WITH_THE_PACKAGE
    assert {**conda, **pip} == {name: v for name, v in expected.items() if name not in WITH_THE_PACKAGE}


def test_environment_uses_one_free_channel_and_installs_the_package_last() -> None:
    assert CONDA["name"] == PROJECT["name"]
    assert CONDA["channels"] == ["conda-forge"]
    assert CONDA["dependencies"][-1] == {"pip": PIP_SPECS}
    assert PIP_SPECS[-1] == "-e ."


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_constraints_pin_every_requirement_once_for_each_python(python: str) -> None:
    here = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": "linux"}
    used = [pin for pin in pins() if pin.marker is None or pin.marker.evaluate(here)]
    versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in used}
    assert len(versions) == len(used)
    for line in [
        *PROJECT["dependencies"],
        *(r for e in PROJECT["optional-dependencies"].values() for r in e),
    ]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), line


def test_constraints_are_exact_and_name_no_place() -> None:
    assert all(re.fullmatch(r"==[\w.]+", str(pin.specifier)) for pin in pins())
    assert not any(re.search(r"://|--|@|\\|/", line) for line in CONSTRAINTS if not line.startswith("#"))
    assert {canonicalize_name(pin.name) for pin in pins()} >= set(requirements())
