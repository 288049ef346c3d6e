"""Figures for reports, drawn from tables: in Arabic and English, true to the precision of the dates.

Examples
--------
>>> from analysis.figures import clashes, draw_timeline, save_figure
"""

from analysis.figures.checks import clashes
from analysis.figures.events import NEEDED
from analysis.figures.files import save_figure
from analysis.figures.style import SIZES, Style
from analysis.figures.timeline import draw_timeline

__all__ = ["NEEDED", "SIZES", "Style", "clashes", "draw_timeline", "save_figure"]
