"""Whether a figure's texts can be read: measured on the finished figure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis import typesetting

# A font's box is taller than its ink; what two neighbouring lines' boxes may share, as a part of the box.
_SLACK = 0.12
# Points that must lie between a text and a bar or mark, and between the bars of two events.
_GAP, _GAP_OF_BARS = 0.6, 2.2

_BODY = re.compile(r"event-.+-(?:bar|mark)(?:-after|-\d+)?")

Box = tuple[float, float, float, float]  # left, bottom, right, top in pixels


def clashes(fig: Figure) -> list[tuple[str, str]]:
    """Find texts that cannot be read because something lies on them.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        As the ``draw_`` functions return it.

    Returns
    -------
    list of tuple of str
        Pairs that overlap: two texts; a text and the line, bar or mark that runs through it or all but
        touches it; the bars of two events that all but touch; or a text and ``"off the page"``. Empty when
        all can be read.

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
        artists = list(_drawn(fig))
        texts = [(name_of(t), _ink(t, fig)) for t in artists if isinstance(t, Text) and t.get_text().strip()]
        found = [(a, "off the page") for a, box in texts if not _inside(box, fig.bbox)]
        found += [(a, b) for (a, p), (b, q) in itertools.combinations(texts, 2) if _meet(p, q)]
        obstacles = list(_obstacles(artists))
        gap, wide = (points * fig.dpi / 72 for points in (_GAP, _GAP_OF_BARS))
        near = [(gid, _grown(box, gap) if _is_glyph(gid) else box) for gid, box in obstacles]
        found += [(a, gid) for a, box in texts for gid, other in near if _meet(box, other)]
        bars = [(gid, box) for gid, box in obstacles if _is_glyph(gid)]
        found += [
            (a, b)
            for (a, p), (b, q) in itertools.combinations(bars, 2)
            if _meet(_grown(p, wide), q) and _event_of(a) != _event_of(b)
        ]
    return found


def _drawn(artist: Artist) -> Iterator[Artist]:
    """The artist and all inside it that is visible; axes that are switched off draw no ticks."""
    if not artist.get_visible():
        return
    yield artist
    off = isinstance(artist, Axes) and not artist.axison
    for child in artist.get_children():
        if not (off and isinstance(child, Axis)):
            yield from _drawn(child)


def name_of(text: Text) -> str:
    """Logical text of a Text artist, as it is read."""
    label = str(text.get_label())
    return text.get_text() if not label or label.startswith("_child") else label


def _ink(text: Text, fig: Figure) -> Box:
    box = text.get_window_extent(fig.canvas.get_renderer())
    cut = box.height * _SLACK
    return box.x0, box.y0 + cut, box.x1, box.y1 - cut


def _inside(box: Box, page: Bbox) -> bool:
    return page.x0 <= box[0] and box[2] <= page.x1 and page.y0 <= box[1] and box[3] <= page.y1


def _grown(box: Box, gap: float) -> Box:
    return box[0] - gap, box[1] - gap, box[2] + gap, box[3] + gap


def _is_glyph(gid: str) -> bool:
    """Whether an artist is the body of an event's sign: its bar or mark."""
    return _BODY.fullmatch(gid) is not None


def _event_of(gid: str) -> str:
    return gid.rsplit("-bar", 1)[0].rsplit("-mark", 1)[0]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _obstacles(artists: Iterable[Artist]) -> Iterator[tuple[str, Box]]:
    """Lines, bars and marks that no text may lie on; shades and tints are no obstacle."""
    kinds = (Line2D, LineCollection, PathPatch, PathCollection)
    for artist in artists:
        gid = str(artist.get_gid() or "")
        if isinstance(artist, kinds) and gid and not gid.startswith("shade"):
            yield from ((gid, box) for box in _boxes(artist))


def _boxes(artist: Artist) -> Iterator[Box]:
    if isinstance(artist, PathCollection):
        half = (artist.get_sizes()[0] ** 0.5) / 2 * artist.figure.dpi / 72
        for x, y in artist.get_offset_transform().transform(artist.get_offsets()):
            yield x - half, y - half, x + half, y + half
    elif isinstance(artist, PathPatch):
        box = artist.get_path().get_extents(artist.get_transform())
        yield box.x0, box.y0, box.x1, box.y1
    else:
        lines = [artist.get_xydata()] if isinstance(artist, Line2D) else artist.get_segments()
        for points in map(artist.get_transform().transform, lines):
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
