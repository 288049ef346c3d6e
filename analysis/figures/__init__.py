"""Figures for reports, drawn from tables: in Arabic and English, true to the precision of the dates.

Examples
--------
>>> from analysis.figures import clashes, draw_timeline, save_figure
"""

from analysis.figures.cards import draw_claims, draw_evidence, draw_numbers
from analysis.figures.checks import clashes
from analysis.figures.compared import draw_record
from analysis.figures.events import NEEDED
from analysis.figures.files import save_figure
from analysis.figures.precision import draw_precision
from analysis.figures.style import SIZES, Style
from analysis.figures.timeline import draw_timeline
from analysis.figures.voices import draw_voices
from analysis.figures.week import draw_week

__all__ = [
    "NEEDED",
    "SIZES",
    "Style",
    "clashes",
    "draw_claims",
    "draw_evidence",
    "draw_numbers",
    "draw_precision",
    "draw_record",
    "draw_timeline",
    "draw_voices",
    "draw_week",
    "save_figure",
]
