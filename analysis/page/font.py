"""The page's typeface, carried inside the page: the characters of Arabic and Latin news, and no others."""

from __future__ import annotations

import base64
import io
from functools import cache

import fontpkg_ibm_plex_sans_arabic as plex

# Basic and accented Latin; Arabic; general punctuation with the isolates; the euro sign and arrows.
_CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x600, 0x700),
    *range(0x2010, 0x2070),
    0x20AC,
    *range(0x2190, 0x2194),
]
_FAMILY = "Page Text"  # the licence reserves the font's own name for the whole font
_FAMILY_IDS = (1, 3, 4, 6, 16)


@cache
def font_css() -> str:
    """Style rules that hold the typeface in two weights.

    Returns
    -------
    str
        The same bytes each time; characters that are not in it are drawn in a font of the reader's.
    """
    faces = (("Regular", 400), ("SemiBold", 600))
    return "\n".join(
        f'@font-face{{font-family:"{_FAMILY}";font-weight:{weight};font-display:block;'
        f"src:url(data:font/woff;base64,{base64.b64encode(_subset(name)).decode()})format('woff')}}"
        for name, weight in faces
    )


def _subset(name: str) -> bytes:
    from fontTools import subset  # only where a page is written: it takes its time to load
    from fontTools.ttLib import TTFont

    font = TTFont(plex.ROOT / "files" / f"IBMPlexSansArabic-{name}.ttf", recalcTimestamp=False)
    options = subset.Options(hinting=False, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["meta"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in _FAMILY_IDS:
            record.string = _FAMILY
    font.flavor = "woff"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()
