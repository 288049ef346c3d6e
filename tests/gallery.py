"""Hard strings for Arabic typesetting, and two ways of drawing them: Matplotlib and a browser."""

import base64
import html
import re
import shutil
import subprocess
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic as plex
import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from analysis import typesetting

WIDTH, ROW, SIZE = 1000, 48, 24  # pixels
LINES = [
    "اختتام الجولة الرابعة من الحوار",
    "في 26 يوليو 2021 بدأت الزيارة",
    "من 20 إلى 26 يوليو 2021",
    "20–26 يوليو 2021",
    "أغسطس 2020 – 26 يوليو 2021",
    "NATO يوسع مهمته في العراق",
    "مهمة حلف الناتو (NATO) في العراق",
    "اتفاق (2008) بين بغداد وواشنطن",
    "قال إن «عمليات المقاومة» مستمرة",
    "قوات التحالف [2500 عسكري] باقية",
    "بتاريخ 2021-07-26 صدر البيان",
    "صدر البيان في 2021-07-26",
    "بتاريخ 2021/07/26 صدر البيان",
    "ارتفع بنسبة 12.5% خلال العام",
    "خفض 3٪ من الميزانية",
    "بلغ العدد 1,250,000 نازح",
    "طائرة من طراز F-16 أقلعت",
    "عند الساعة 10:30 صباحا",
    "بين عامي 2003 و2011",
    "لا إله إلا الله",
    "مُحَمَّدٌ رَسُولٌ كَرِيمٌ",
    "الشرق الأوسط (Middle East) اليوم",
    "وكالة AFP: لا اتفاق بعد",
    "كوفيد-19 يعود في 2021",
    "هل وافق؟ نعم، ثم تراجع!",
    "٢٠٢١/٠٧/٢٦ موعد النشر",
    "زيادة +5 نقاط إلى 110",
    "يوم 10 أكتوبر (مقرر)",
]


def draw(lines: list[str], shaped: bool = True) -> list[np.ndarray]:
    """Ink of each line as Matplotlib draws it, a boolean array; `shaped` False draws text as it comes."""
    fig = Figure(figsize=(WIDTH / 100, ROW / 100 * len(lines)), dpi=100)
    canvas = FigureCanvasAgg(fig)
    kwargs = typesetting.text_kwargs(SIZE * 72 / 100)
    with mpl.rc_context(typesetting.rc()):
        for i, line in enumerate(map(_spaced, lines)):
            text = typesetting.shape(line) if shaped else line
            fig.text(0.98, 1 - (i + 0.7) / len(lines), text, ha="right", va="baseline", **kwargs)
        canvas.draw()
    return _rows(np.asarray(canvas.buffer_rgba())[..., 0] < 128, len(lines))


def browser() -> str | None:
    """Path of a Chromium, if there is one."""
    return next(
        (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
    )


def draw_in_browser(lines: list[str], folder: Path) -> list[np.ndarray]:
    """Ink of each line as Chromium draws it in the same font."""
    font = base64.b64encode((plex.ROOT / "files" / "IBMPlexSansArabic-Regular.ttf").read_bytes()).decode()
    rows = "".join(f"<div>{_html(_spaced(line))}</div>" for line in lines)
    page = folder / "gallery.html"
    page.write_text(
        "<!doctype html><meta charset=utf-8><style>"
        f"@font-face{{font-family:p;src:url(data:font/ttf;base64,{font})}}"
        f"body{{margin:0;width:{WIDTH}px}}"
        f"div{{font:{SIZE}px p;height:{ROW}px;line-height:{ROW}px;white-space:pre;padding-right:20px;"
        'font-feature-settings:"locl" 0}</style><body dir=rtl lang=ar>' + rows,
        encoding="utf-8",
    )
    shot = folder / "gallery.png"
    subprocess.run(
        [
            browser(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={WIDTH},{ROW * len(lines)}",
            f"--screenshot={shot}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with Image.open(shot) as image:
        ink = np.asarray(image.convert("L")) < 128
    return _rows(ink, len(lines))


def _spaced(line: str) -> str:
    """The line with wide spaces, so that its words can be told apart in a picture."""
    return line.replace(" ", "    ")


def _html(line: str) -> str:
    """The line in HTML; an ISO date is one left-to-right word, as in every calendar program."""
    return re.sub(r"\d{4}-\d{2}-\d{2}", r"<bdi dir=ltr>\g<0></bdi>", html.escape(line), flags=re.ASCII)


def _rows(ink: np.ndarray, count: int) -> list[np.ndarray]:
    return [ink[i * ROW : (i + 1) * ROW] for i in range(count)]


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """How alike two lines are, word by word in the order in which they stand on the page.

    Correlation of the ink along the word, weighted by width; 0 where the lines fall into unlike numbers of
    words. A word may be wider in one than in the other, as where a renderer lacks a ligature.
    """
    words = list(zip(_words(a), _words(b), strict=False))
    if len(_words(a)) != len(_words(b)):
        return 0.0
    alike = [
        np.corrcoef(_stretched(x), _stretched(y))[0, 1] if len(x) > 3 < len(y) else 1.0 for x, y in words
    ]
    fit = [min(len(x), len(y)) / max(len(x), len(y)) for x, y in words]
    return float(np.average(np.array(alike) * np.array(fit), weights=[len(x) for x, _ in words]))


def _words(ink: np.ndarray, gap: int = 14) -> list[np.ndarray]:
    """Ink per column of each word; words are parted by empty columns as wide as a space."""
    columns = ink.sum(axis=0).astype(float)
    used = np.flatnonzero(columns)
    breaks = np.flatnonzero(np.diff(used) > gap)
    starts, ends = [used[0], *used[breaks + 1]], [*used[breaks], used[-1]]
    return [columns[s : e + 1] for s, e in zip(starts, ends, strict=True)]


def _stretched(columns: np.ndarray, length: int = 60) -> np.ndarray:
    at = np.linspace(0, len(columns) - 1, length)
    smooth = np.convolve(np.pad(columns, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    return np.interp(at, np.arange(len(columns)), smooth) + 1e-6 * at
