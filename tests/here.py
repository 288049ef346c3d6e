"""Run notebooks inside the process of the tests: no kernel, no pictures in the outputs, much faster."""

import ast
import contextlib
import functools
import io
import traceback
from collections.abc import Iterator

import nbformat
import papermill
import pytest
from IPython.core.formatters import DisplayFormatter
from papermill.engines import Engine, papermill_engines


class Here(Engine):
    """An engine of papermill that executes the cells with `exec`."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, on_cell_executed=None, **_) -> None:
        names: dict = {"__name__": "__main__"}
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            nb_man.cell_start(cell, index)
            cell.outputs, failed = run_cell(cell.source, names)
            cell.execution_count = 1 + max((c.get("execution_count") or 0) for c in nb_man.nb.cells)
            on_cell_executed(cell=cell, cell_index=index)
            nb_man.cell_complete(cell, index)
            if failed:
                break


def run_cell(source: str, names: dict) -> tuple[list, bool]:
    """Execute a cell; return its outputs and whether it failed."""
    formatter, said, outputs = DisplayFormatter(), io.StringIO(), []
    formatter.active_types = ["text/html", "text/markdown", "text/plain"]

    def show(kind: str, value: object) -> None:
        data, _ = formatter.format(value)
        outputs.append(nbformat.v4.new_output(kind, data=data))

    tree, failed = ast.parse(source), False
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        patch.setattr("IPython.display.display", functools.partial(show, "display_data"))
        try:
            exec(compile(tree, "cell", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
            if value is not None:
                show("execute_result", value)
        except Exception as error:
            lines = traceback.format_exception(error)
            facts = {"ename": type(error).__name__, "evalue": str(error), "traceback": lines}
            outputs.append(nbformat.v4.new_output("error", **facts))
            failed = True
    if said.getvalue():
        outputs.insert(0, nbformat.v4.new_output("stream", name="stdout", text=said.getvalue()))
    return outputs, failed


@contextlib.contextmanager
def notebooks_here() -> Iterator[None]:
    """Let papermill use the engine `Here`."""
    papermill_engines.register("here", Here)
    with pytest.MonkeyPatch.context() as patch:
        run = functools.partial(papermill.execute_notebook, engine_name="here")
        patch.setattr(papermill, "execute_notebook", run)
        yield
