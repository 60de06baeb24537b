"""Paper for a drawn graph: a figure whose axes are CSS pixels from its top left corner, and whose letters shrink with it."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers import plots

INK, SOFT, LINE, PALE, PAPER = "#222222", "#595959", "#8A939A", "#D3D8DC", "#FFFFFF"
SLOPE_INK, VALUE_TINT, SLOPE_TINT = "#00724F", "#E3F0F8", "#E0F4EE"  # GRADIENT itself is too light for small letters
STYLE = {**plots.STYLE, "figure.constrained_layout.use": False}


class GraphPaper:
    """The figure and its axes, `wide` and `high` pixels large, or as wide as a lesson's text; a picture draws on them in `STYLE`."""

    def __init__(self, wide: float, high: float) -> None:
        self.wide = wide
        self.sizes: dict[Text, float] = {}
        self.fitted = 0.0  # the width that it is laid out for
        with plt.rc_context(STYLE):
            self.figure: Figure = plt.figure(figsize=(min(wide / 100, plots.COLUMN), high / 100))
            self.axes: Axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, wide), ylim=(high, 0))
        self.axes.set_axis_off()
        self.axes.set_axes_locator(self._fit)

    def _fit(self, axes: Axes, _: Any) -> Bbox:
        """Let the axes fill the figure, and the letters shrink with it; Matplotlib asks for this whenever it lays out."""
        width = float(self.figure.get_size_inches()[0]) * 100
        if width != self.fitted:
            self.fitted = width
            span = self.span_at(width)
            axes.set_xlim(0, span)
            for text, size in self.sizes.items():
                text.set_fontsize(size * min(1.0, width / span))
        return Bbox.from_bounds(0, 0, 1, 1)

    def span_at(self, width: float) -> float:
        """Return how much of the picture a figure of this width shows, from the left; a picture may leave out the rest."""
        return self.wide

    def text(self, x: float, y: float, words: str = "", size: float = 10, **style: Any) -> Text:
        """Return words at a point, whose size is that of a figure with room."""
        look = {"color": SOFT, "va": "center", "ha": "center", "zorder": 6, "fontsize": size}
        text = self.axes.text(x, y, words, **look | style)
        self.sizes[text] = size
        return text
