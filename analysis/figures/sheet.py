"""A page to draw on: text and glyphs at places in points, in reading direction, whatever the language."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from analysis import typesetting
from analysis.figures.style import INK, PAPER, Size
from analysis.figures.wording import Words

# How far dashes and dots of an outline reach, in line widths.
OUTLINES: dict[str, Any] = {
    "filled": "-",
    "pale": "-",
    "planned": (0, (3.2, 1.8)),
    "conditional": (0, (0.9, 1.3)),
    "claimed": "-",
    "hollow": "-",
}
_FINE: dict[str, Any] = {"planned": (0, (1.9, 1.0))}  # round a mark, which is small


@dataclass(frozen=True, slots=True)
class Notes:
    """What goes into the metadata of every file of a figure."""

    title: str
    description: str
    source: str
    lang: str


class ReportFigure(Figure):
    """A Matplotlib figure that brings its title, alternative text and source along."""

    notes: Notes | None = None

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        """Show it in a notebook whatever backend is set, the same bytes each time, with alternative text."""
        with mpl.rc_context(typesetting.rc()), io.BytesIO() as out:
            self.savefig(out, format="png", dpi=144, metadata={"Software": None})
            return out.getvalue(), {"alt": self.notes.description if self.notes else ""}


def new_figure(size: Size, height: float) -> ReportFigure:
    """Blank page of a size, `height` points high."""
    fig = ReportFigure(figsize=(size.width / 72, height / 72), dpi=size.dpi, facecolor=PAPER)
    FigureCanvasAgg(fig)
    return fig


def pale(colour: str, share: float = 0.30) -> str:
    """Tint of a colour that stands out from white and from the colour itself, also in grey."""
    rgb = np.array(mpl.colors.to_rgb(colour))
    return mpl.colors.to_hex(1 - share * (1 - rgb))


@dataclass(frozen=True, slots=True)
class Ruler:
    """Widths of texts on a page of a size, before there is one."""

    size: Size
    words: Words

    def runs_rtl(self, text: str) -> bool:
        """Direction of a text from the table: its own, or the figure's where it has none."""
        return typesetting.direction(text, "rtl" if self.words.rtl else "ltr") == "rtl"

    def measure(self, text: str, weight: int = 400, size: float | None = None) -> float:
        """Width of a line in points, as `Sheet.text` would draw it."""
        text = self.words.digits(text)
        return typesetting.measure(text, size or self.size.type, weight, self.runs_rtl(text))


class Sheet:
    """The whole page as one Axes in points, x from the reading start, y from the top."""

    def __init__(self, fig: Figure, size: Size, height: float, words: Words) -> None:
        self.fig, self.size, self.words, self.height = fig, size, words, height
        self.ax = self.panel(0.0, 0.0, size.width, height, 0.0, size.width, gid="page")
        self.ruler = Ruler(size, words)

    def panel(
        self, x: float, y: float, width: float, height: float, start: float, end: float, gid: str
    ) -> Axes:
        """Axes over a part of the page whose x runs from `start` to `end` in reading direction."""
        left = self.size.width - x - width if self.words.rtl else x
        ax = self.fig.add_axes(
            (
                left / self.size.width,
                1 - (y + height) / self.height,
                width / self.size.width,
                height / self.height,
            ),
            label=gid,
        )
        ax.set_gid(gid)
        ax.set_autoscale_on(False)
        ax.set_xlim(*((end, start) if self.words.rtl else (start, end)))
        ax.set_ylim(height, 0)
        ax.axis("off")
        ax.set_xticks([])  # what is off is not drawn, but would be made whenever somebody looks for it
        ax.set_yticks([])
        return ax

    def text(
        self,
        x: float,
        y: float,
        text: str,
        gid: str,
        *,
        ax: Axes | None = None,
        align: str = "start",
        size: float | None = None,
        weight: int = 400,
        color: str = INK,
        foreign: bool = False,
    ) -> Text:
        """Draw one line whose middle lies at height `y`; `align` is meant in reading direction.

        A `foreign` text comes from the table and may be in the other language than the figure.
        """
        text = self.words.digits(text)
        rtl = self.ruler.runs_rtl(text) if foreign else self.words.rtl
        sides = ("right", "left") if self.words.rtl else ("left", "right")
        ha = {"start": sides[0], "end": sides[1], "center": "center"}[align]
        size = size or self.size.type
        artist = (ax or self.ax).text(
            x,
            y + 0.36 * size,
            typesetting.shape(text, rtl),
            ha=ha,
            va="baseline",
            gid=gid,
            zorder=8,
            **typesetting.text_kwargs(size, weight, color),
        )
        artist.set_label(text)
        return artist


def line(ax: Axes, xs: Sequence[float], ys: Sequence[float], gid: str, **kw: Any) -> None:
    """Draw a polyline."""
    kw = {"color": INK, "lw": 0.8, "zorder": 3, "solid_capstyle": "butt"} | kw
    ax.plot(xs, ys, gid=gid, scalex=False, scaley=False, **kw)


def verticals(ax: Axes, pieces: Sequence[tuple[float, float, float]], gid: str, **kw: Any) -> None:
    """Draw upright lines, each an x with two heights, as one artist."""
    if pieces:
        lines = LineCollection([[(x, y0), (x, y1)] for x, y0, y1 in pieces], gid=gid, capstyle="butt", **kw)
        lines.set_clip_on(False)
        ax.add_artist(lines)


def mark(ax: Axes, x: float, y: float, shape: str, look: str, colour: str, size: float, gid: str) -> None:
    """Draw the mark of one day; `look` is a key of `OUTLINES`."""
    scale = {"o": 1.0, "D": 0.84, "s": 0.9, "^": 1.1, "v": 1.1, "P": 1.08, "h": 1.06, "X": 1.06}.get(
        shape, 1.05
    )
    face = {"filled": colour, "pale": pale(colour)}.get(look, PAPER)
    dashes = _FINE.get(look, OUTLINES[look])
    kw = {"facecolors": [face], "edgecolors": [colour], "linewidths": [0.13 * size], "linestyles": [dashes]}
    _symbol(ax, x, y, shape, size * scale, gid, zorder=6, **kw)
    if look == "claimed":
        knob(ax, x, y, "o", colour, 0.36 * size, f"{gid}-core")


def knob(ax: Axes, x: float, y: float, shape: str, colour: str, size: float, gid: str) -> PathCollection:
    """Draw the small inner sign that shows a theme's shape inside a bar."""
    return _symbol(
        ax, x, y, shape, size, gid, zorder=7, facecolors=[colour], edgecolors=[colour], linewidths=[0]
    )


def _symbol(ax: Axes, x: float, y: float, shape: str, size: float, gid: str, **kw: Any) -> PathCollection:
    """One marker of `size` points, as `Axes.scatter` makes it for many, without what that needs for many."""
    if shape == "|":  # no theme: an upright bar, since Matplotlib's own cannot be filled
        path = Path([(-0.22, -0.5), (0.22, -0.5), (0.22, 0.5), (-0.22, 0.5), (-0.22, -0.5)], closed=True)
    else:
        style = MarkerStyle(shape)
        path = style.get_path().transformed(style.get_transform())
    artist = PathCollection([path], [size**2], offsets=[(x, y)], offset_transform=ax.transData, **kw)
    artist.set_transform(IdentityTransform())
    artist.set_gid(gid)
    artist.set_clip_on(False)
    ax.add_collection(artist, autolim=False)
    return artist


def rounded(x0: float, x1: float, y0: float, y1: float, rx: float, open_end: bool = False) -> Path:
    """Outline of a bar with round corners; with `open_end` its far side is left undrawn."""
    ry = (y1 - y0) / 2
    rx = min(rx, (x1 - x0) / (1 if open_end else 2))
    k = 0.4477
    left = [
        (x0 + rx, y1),
        (x0 + rx * k, y1),
        (x0, y1 - ry * k),
        (x0, y1 - ry),
        (x0, y0 + ry * k),
        (x0 + rx * k, y0),
        (x0 + rx, y0),
    ]
    curve = [Path.CURVE4] * 6
    if open_end:
        points = [(x1, y1), *left, (x1, y0)]
        return Path(points, [Path.MOVETO, Path.LINETO, *curve, Path.LINETO])
    right = [
        (x1 - rx, y0),
        (x1 - rx * k, y0),
        (x1, y0 + ry * k),
        (x1, y0 + ry),
        (x1, y1 - ry * k),
        (x1 - rx * k, y1),
        (x1 - rx, y1),
    ]
    points = [*left, *right, left[0]]
    return Path(points, [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])


def square(x0: float, x1: float, y0: float, y1: float) -> Path:
    """Outline of a bar with square ends, which are where they stand."""
    return Path([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], closed=True)


def bar(ax: Axes, path: Path, look: str, colour: str, width: float, gid: str, zorder: float = 5) -> PathPatch:
    """Draw a bar along an outline."""
    face = {"filled": colour, "pale": pale(colour)}.get(look, PAPER)
    patch = PathPatch(
        path, facecolor=face, edgecolor=colour, lw=width, ls=OUTLINES[look], zorder=zorder, gid=gid
    )
    patch.set_clip_on(False)
    ax.add_patch(patch)
    return patch


def striped(
    ax: Axes, x0: float, x1: float, y: float, half: float, step: float, colour: str, gid: str
) -> None:
    """Fill a bar with upright stripes, `step` apart: one of the days, and the article does not say which."""
    count = max(round((x1 - x0) / step), 1)
    points: list[tuple[float, float]] = []
    for n in range(count):
        a, b = (x0 + (n + part) * (x1 - x0) / count for part in (0.28, 0.72))
        points += [(a, y - half), (b, y - half), (b, y + half), (a, y + half), (a, y - half)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * count
    patch = PathPatch(Path(points, codes), facecolor=colour, edgecolor="none", lw=0, zorder=4.6, gid=gid)
    patch.set_clip_on(False)
    ax.add_patch(patch)


def fade(
    ax: Axes, x0: float, x1: float, y: float, height: float, colour: str, gid: str, steps: int = 6
) -> None:
    """Draw a bar that comes out of nothing at `x0`: the start is not stated."""
    edges = np.linspace(x0, x1, steps + 1)
    for i in range(steps):
        tint = pale(colour, 0.08 + 0.62 * i / steps)
        box = [(edges[i], y - height / 2), (edges[i + 1], y - height / 2)]
        box += [(edges[i + 1], y + height / 2), (edges[i], y + height / 2)]
        patch = PathPatch(Path([*box, box[0]], closed=True), facecolor=tint, edgecolor="none", zorder=4)
        patch.set_gid(f"{gid}-{i}")
        ax.add_patch(patch)
