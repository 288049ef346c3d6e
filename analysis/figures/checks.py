"""Whether a figure's texts can be read: measured on the finished figure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis import typesetting

# A font's box is taller than its ink; what two neighbouring lines' boxes may share, as a part of the box.
_SLACK = 0.12


def clashes(fig: Figure) -> list[tuple[str, str]]:
    """Find texts that cannot be read because something lies on them.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        As the ``draw_`` functions return it.

    Returns
    -------
    list of tuple of str
        Pairs that overlap: two texts; or a text and the line, bar or mark that runs through it; or a text and
        ``"off the page"``. Empty when all can be read.

    Examples
    --------
    >>> fig = Figure()
    >>> _ = fig.text(0.5, 0.5, "one"), fig.text(0.5, 0.5, "two")
    >>> clashes(fig)
    [('one', 'two')]
    """
    if not hasattr(fig.canvas, "get_renderer"):
        FigureCanvasAgg(fig)
    with mpl.rc_context(typesetting.rc()):
        texts = [
            (name_of(t), _ink(t, fig)) for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip()
        ]
        found = [(a, "off the page") for a, box in texts if not _inside(box, fig.bbox)]
        found += [(a, b) for (a, p), (b, q) in itertools.combinations(texts, 2) if _meet(p, q)]
        obstacles = list(_obstacles(fig))
        found += [(a, gid) for a, box in texts for gid, other in obstacles if _meet(box, other)]
    return found


def name_of(text: Text) -> str:
    """Logical text of a Text artist, as it is read."""
    label = str(text.get_label())
    return text.get_text() if not label or label.startswith("_child") else label


def _ink(text: Text, fig: Figure) -> Bbox:
    box = text.get_window_extent(fig.canvas.get_renderer())
    cut = box.height * _SLACK
    return Bbox.from_extents(box.x0, box.y0 + cut, box.x1, box.y1 - cut)


def _inside(box: Bbox, page: Bbox) -> bool:
    return page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1


def _meet(a: Bbox, b: Bbox) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _obstacles(fig: Figure) -> Iterator[tuple[str, Bbox]]:
    """Lines, bars and marks that no text may lie on; shades and tints are no obstacle."""
    for artist in fig.findobj(lambda a: isinstance(a, (Line2D, PathPatch, PathCollection))):
        gid = str(artist.get_gid() or "")
        if gid.startswith("shade") or not artist.get_visible() or not gid:
            continue
        yield from ((gid, box) for box in _boxes(artist))


def _boxes(artist: Line2D | PathPatch | PathCollection) -> Iterator[Bbox]:
    if isinstance(artist, PathCollection):
        half = (artist.get_sizes()[0] ** 0.5) / 2 * artist.figure.dpi / 72
        for x, y in artist.get_offset_transform().transform(artist.get_offsets()):
            yield Bbox.from_extents(x - half, y - half, x + half, y + half)
    elif isinstance(artist, Line2D):
        points = artist.get_transform().transform(artist.get_xydata())
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            yield Bbox.from_extents(min(x0, x1), min(y0, y1), max(x0, x1) + 1e-6, max(y0, y1) + 1e-6)
    else:
        yield artist.get_path().get_extents(artist.get_transform())
