"""Run the notebooks that take parameters on an article of the reader's own."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from .articles import ArticleError

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
EXAMPLE = "example"  # tag of cells that speak of the shipped example only; left out for another article
_PLACES = re.compile(
    r"(?:[A-Za-z]:)?[\\/](?:[^\\/\s:\"'<>|\x1b]+[\\/])+(?=[\w.-]+)"
)  # folders before a file's name
ANSWER = "answer"  # tag of the Markdown cell that gets the output of the code cell with the same tag


class NotebookError(RuntimeError):
    """A notebook that stopped; the message is one line with the place of the partial notebook."""


def find_notebooks(folder: Path = FOLDER) -> list[Path]:
    """Notebooks with a cell of parameters, in their order.

    Parameters
    ----------
    folder : pathlib.Path
        Where the notebooks are; by default the project's ``notebooks/``.

    Returns
    -------
    list of pathlib.Path
    """
    return [path for path in sorted(folder.glob("*.ipynb")) if _tagged(_read(path), "parameters")]


def read_parameters(path: Path) -> tuple[str, ...]:
    """Names of a notebook's parameters, in the order of their cell."""
    return tuple(_defaults(path))


def check_parameters(path: Path, parameters: dict[str, Any]) -> None:
    """Refuse a parameter that the notebook does not have: it would be ignored without a word.

    Raises
    ------
    ArticleError
        Naming the parameter and those that there are.
    """
    known = read_parameters(path)
    for name in parameters:
        if name not in known:
            raise ArticleError(f"{path.name}: no parameter {name!r}; there are {', '.join(known)}")


def choose_parameters(path: Path, parameters: dict[str, Any], optional: Iterable[str] = ()) -> dict[str, Any]:
    """Choose the parameters for a notebook: all but the optional ones that it does not have.

    Parameters
    ----------
    path : pathlib.Path
        The notebook.
    parameters : dict
        Names and values.
    optional : iterable of str
        Names of which a notebook may have none, as the language of figures where it draws none.

    Returns
    -------
    dict

    Raises
    ------
    ArticleError
        Another parameter is not one of the notebook's.
    """
    missing = set(optional) - set(read_parameters(path))
    chosen = {name: value for name, value in parameters.items() if name not in missing}
    check_parameters(path, chosen)
    return chosen


def count_cells(path: Path) -> int:
    """Count the code cells that a run goes through."""
    return sum(c.cell_type == "code" and bool(c.source.strip()) for c in _prepared(path).cells)


def rerun(
    path: Path, target: Path, parameters: dict[str, Any], advance: Callable[[], Any] = lambda: None
) -> Path:
    """Run one notebook with parameters, from a copy without what is said of the example only.

    Parameters
    ----------
    path : pathlib.Path
        The notebook.
    target : pathlib.Path
        The executed copy.
    parameters : dict
        Their names and values.
    advance : callable
        Called after each cell.

    Returns
    -------
    pathlib.Path
        `target`.

    Raises
    ------
    ArticleError
        A parameter is not one of the notebook's.
    NotebookError
        A cell failed; `target` holds what ran until then.
    """
    import nbformat
    import papermill
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    check_parameters(path, parameters)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / path.name
        nbformat.write(_prepared(path, parameters), prepared)
        try:
            papermill.execute_notebook(
                str(prepared),
                str(target),
                kernel_name="python3",
                progress_bar=False,
                cwd=str(target.parent),
                on_cell_executed=lambda **_: advance(),
                extra_arguments=["--log-level=40"],
            )
        except papermill.PapermillExecutionError as error:
            _clean_partial(target)
            raise NotebookError(_stopped(path, f"{error.ename}: {error.evalue}", target)) from None
        except (CellControlSignal, DeadKernelError, RuntimeError) as error:  # no answer, or no kernel at all
            _clean_partial(target)
            raise NotebookError(_stopped(path, f"{type(error).__name__}: {error}", target)) from None
    done = _with_answer(_cleaned(_read(target)))
    nbformat.write(done, target)
    return target


def _stopped(path: Path, what: str, target: Path) -> str:
    where = f"the partial notebook is {target}" if target.exists() else "there is no partial notebook"
    return f"{path.name}: {' '.join(what.split())[:300]} [{where}]"


def _clean_partial(target: Path) -> None:
    """Take times and places of this machine out of a notebook that stopped."""
    import nbformat

    if target.exists():
        notebook = _cleaned(_read(target))
        for output in (o for c in notebook.cells for o in c.get("outputs", ()) if "traceback" in o):
            output.traceback = [_PLACES.sub("", line) for line in output.traceback]
        nbformat.write(notebook, target)


def _read(path: Path):
    import nbformat

    return nbformat.read(path, as_version=4)


def _tagged(notebook, tag: str, kind: str = "code") -> list:
    return [c for c in notebook.cells if c.cell_type == kind and tag in c.metadata.get("tags", ())]


def _prepared(path: Path, parameters: Mapping[str, Any] | None = None):
    """Copy a notebook without what speaks of the example, the given values in its cell of parameters."""
    notebook = _read(path)
    notebook.cells = [c for c in notebook.cells if EXAMPLE not in c.metadata.get("tags", ())]
    for cell in _tagged(notebook, "parameters") if parameters else ():
        values = {name: facts["default"] for name, facts in _defaults(path).items()}
        values |= {name: _literal(value) for name, value in (parameters or {}).items()}
        cell.source = "\n".join(f"{name} = {value}" for name, value in values.items())
    return notebook


def _literal(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _defaults(path: Path) -> dict[str, Any]:
    import papermill

    return papermill.inspect_notebook(str(path))


def _cleaned(notebook):
    """Take out times and machine."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.language_info = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
    return notebook


def _with_answer(notebook):
    """Put the answer that was counted under its heading."""
    for heading in _tagged(notebook, ANSWER, "markdown"):
        heading.source = "\n\n".join(["## Answer", *answers(notebook)])
    return notebook


def answers(notebook) -> list[str]:
    """What the code cells tagged ``answer`` gave out as Markdown."""
    outputs = [o for cell in _tagged(notebook, ANSWER) for o in cell.outputs if "data" in o]
    return [re.sub(r"\s+\Z", "", o.data["text/markdown"]) for o in outputs if "text/markdown" in o.data]
