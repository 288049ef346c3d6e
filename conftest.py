"""Notebooks compared strictly, and a real browser for the tests of pages.

nbval alone leaves out the pictures and passes cells that were never run.
"""

import base64
import io
import os
import platform
import sys

import numpy as np
import pytest
from nbval.plugin import IPyNbCell
from PIL import Image

from analysis.report import find_chromium

# The committed pictures were made here, and here their bytes are compared. On another system or processor the
# edges of letters may differ by a shade; there the comparison is of small blocks, so that a changed word,
# mark or colour still fails.
EXACT = sys.platform == "linux" and platform.machine() == "x86_64"
BLOCK, TOLERANCE = 16, 20  # pixels; shades of 255


def same_picture(new: bytes, old: bytes, exact: bool = EXACT) -> bool:
    """Say whether two PNG files show the same: byte for byte, or block for block within the tolerance."""
    if exact or new == old:
        return new == old
    a, b = (np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float) for png in (new, old))
    return a.shape == b.shape and bool((np.abs(_blocks(a) - _blocks(b)) <= TOLERANCE).all())


def _blocks(picture: np.ndarray) -> np.ndarray:
    height, width, _ = picture.shape
    padded = np.pad(picture, ((0, -height % BLOCK), (0, -width % BLOCK), (0, 0)), mode="edge")
    return padded.reshape(padded.shape[0] // BLOCK, BLOCK, -1, BLOCK, 3).mean(axis=(1, 3))


class _StrictCell(IPyNbCell):
    """A notebook cell whose pictures count, and which must have been run before."""

    def runtest(self) -> None:
        if self.cell.execution_count is None:
            self.raise_cell_error("This cell was never run, or its outputs were cleared")
        super().runtest()

    def compare_outputs(self, test, ref, skip_compare=None):
        new, old = _pictures(test), _pictures(ref)
        if len(new) == len(old):
            for a, b in zip(new, old, strict=True):
                if same_picture(*(base64.b64decode(data["image/png"]) for data in (a, b))):
                    a["image/png"] = b["image/png"]
        skip = skip_compare or self.parent.skip_compare
        return super().compare_outputs(test, ref, tuple(key for key in skip if key != "image/png"))


def _pictures(outputs: list) -> list:
    return [o["data"] for o in outputs if "image/png" in o.get("data", {})]


def pytest_collection_modifyitems(items: list) -> None:
    """Make every notebook cell a strict one."""
    for item in items:
        if isinstance(item, IPyNbCell):
            item.__class__ = _StrictCell


CHROMIUM = find_chromium()
REQUIRED = os.environ.get("REQUIRE_CHROMIUM") == "1"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED, reason="Chromium is not installed (Debian: apt-get install chromium)"
)


@pytest.fixture(scope="module")
def browser():
    """Chromium for the tests of one module: a longer life would keep its event loop from other tests."""
    assert CHROMIUM, "REQUIRE_CHROMIUM=1, and Chromium is not installed"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def broken_dates(tab) -> list[str]:
    """ISO dates of a page that run from right to left, or over two lines."""
    return tab.eval_on_selector_all(
        "bdi.iso",
        """all => all.filter(e => e.checkVisibility()).filter(e => {
          const at = (i) => {
            const r = document.createRange();
            r.setStart(e.firstChild, i);
            r.setEnd(e.firstChild, i + 1);
            return r.getBoundingClientRect();
          };
          const first = at(0), last = at(e.textContent.length - 1);
          return first.left >= last.left || Math.abs(first.top - last.top) > 2;
        }).map(e => e.textContent)""",
    )
