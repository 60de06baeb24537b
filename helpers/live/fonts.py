"""Matplotlib's fonts, with their files in memory.

FreeType asks for a part of the file at each glyph. Matplotlib lets it read the disk, through Python, and that takes two thirds of the
time in which a text is laid out.
"""

from __future__ import annotations

import io
import os
import threading
from functools import lru_cache
from pathlib import Path

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font


def font_in_memory(text: str, properties: FontProperties) -> FT2Font | None:
    """Return the font of a text, its size not set, or None where one does not have all its letters: Matplotlib can take several."""
    best = fontManager._find_fonts_by_props(properties)[0]
    if getattr(best, "face_index", 0):
        return None  # one of many in its file
    font = _read(os.fspath(getattr(best, "path", best)), rcParams["text.kerning_factor"], threading.get_ident())
    return font if all(font.get_char_index(ord(letter)) for letter in text) else None


@lru_cache(maxsize=8)
def _read(path: str, kerning: int | None, thread: int) -> FT2Font:  # a font is for one thread alone
    return FT2Font(io.BytesIO(Path(path).read_bytes()), _kerning_factor=kerning)
