"""The picture of the walk: graph and code side by side, the number that is new, what it is made of, and where it comes along.

Positions are CSS pixels from the top left corner of a picture that is 800 wide. Where there is less room the code goes, and the line
that runs stands under the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Polygon
from matplotlib.text import Text

from helpers import plots
from helpers.lessons.graph_paper import INK, LINE, PALE, PAPER, SLOPE_INK, SLOPE_TINT, SOFT, STYLE, VALUE_TINT, GraphPaper
from helpers.lessons.lesson_05.graph_numbers import Stop, written

WIDE, GRAPH, HIGH = 800, 534, 410
DASHES = (0, (4, 2.5))

NODES = {  # x and y; x of the name, and which end of it stands there
    "x": (34, 202, 34, "center"), "z[0,0]": (186, 114, 185, "right"), "z[0,1]": (186, 290, 185, "right"),
    "hidden[0,0]": (280, 114, 306, "right"), "hidden[0,1]": (280, 290, 306, "right"),
    "outputs": (420, 202, 429, "left"), "loss": (506, 202, 532, "right"),
}  # fmt: skip
BEADS = {  # x and y of a given number; from there to its name, and to its slope
    "W1[0,0]": (118, 154, -15, -21, 11, 24), "W1[0,1]": (118, 250, 15, -21, -11, 24),
    "W2[0,0]": (343, 154, 15, -21, -11, 24), "W2[1,0]": (343, 250, -15, -21, 11, 24),
    "b1[0]": (194, 60, 0, -20, 49, 0), "b1[1]": (194, 236, 0, -20, 49, 0),
    "b2[0]": (420, 148, 0, -20, 49, 0), "y": (511, 276, -30, 0, 0, 0),
}  # fmt: skip
WIRES = {  # where it ends on the way forward
    "W1[0,0]": ("z[0,0]", (62, 196), (158, 120)), "W1[0,1]": ("z[0,1]", (62, 208), (158, 284)),
    "b1[0]": ("z[0,0]", (194, 71), (194, 96)), "b1[1]": ("z[0,1]", (194, 247), (194, 272)),
    "relu 0": ("hidden[0,0]", (214, 114), (252, 114)), "relu 1": ("hidden[0,1]", (214, 290), (252, 290)),
    "W2[0,0]": ("outputs", (308, 120), (392, 196)), "W2[1,0]": ("outputs", (308, 284), (392, 208)),
    "b2[0]": ("outputs", (420, 159), (420, 184)), "loss": ("loss", (448, 202), (478, 202)), "y": ("loss", (511, 265), (511, 220)),
}  # fmt: skip
SENDERS = {  # whose slope goes back along a wire, and what gets it
    "W1[0,0]": ("z[0,0]", "x"), "W1[0,1]": ("z[0,1]", "x"), "b1[0]": ("z[0,0]", "b1[0]"), "b1[1]": ("z[0,1]", "b1[1]"),
    "relu 0": ("hidden[0,0]", "z[0,0]"), "relu 1": ("hidden[0,1]", "z[0,1]"), "W2[0,0]": ("outputs", "hidden[0,0]"),
    "W2[1,0]": ("outputs", "hidden[0,1]"), "b2[0]": ("outputs", "b2[0]"), "loss": ("loss", "outputs"), "y": ("", "y"),
}  # fmt: skip
SUMS = {
    "W1[0,0]": (152, 110, "right"), "W1[0,1]": (152, 299, "right"), "W2[0,0]": (316, 108, "left"), "W2[1,0]": (316, 299, "left"),
    "relu 0": (233, 168, "center"), "relu 1": (233, 344, "center"), "x": (4, 256, "left"), "z[0,0]": (160, 153, "left"),
    "z[0,1]": (160, 329, "left"), "outputs": (372, 236, "left"), "loss": (500, 254, "right"),
}  # fmt: skip
UNITS = (("W1[0,0]", "relu 0", "W2[0,0]"), ("W1[0,1]", "relu 1", "W2[1,0]"))  # the way through each hidden unit
CODE = (
    "z = layer(x, W1, b1)", "hidden = relu(z)", "outputs = layer(hidden, W2, b2)", "loss = mean_absolute_error(\n    outputs, y)",
    "distance: × 1 above y, × −1 below", "weight: × the number it multiplies", "bias: × 1, it's simply added",
    "hidden or x: × the weight\n    + where paths join, add them", "ReLU: × 1 if z is positive, else × 0",
)  # fmt: skip
TOPS = (42, 65, 88, 111, 212, 236, 260, 284, 325)
FORWARD = 4  # so many of these are lines of code; the others are rules


@dataclass(frozen=True)
class Shown:
    """What the picture shows.

    Args:
        values, slopes: The numbers that are known.
        now: The stop that has just been reached, None at the start.
        asked: The stop that comes next, None at the end.
        silent: The hidden units that are known to be silent.
        nudged: The name of a given number that is not what it was.
        said: Two lines under the graph.
    """

    values: Mapping[str, float]
    slopes: Mapping[str, float]
    now: Stop | None
    asked: Stop | None
    silent: Collection[int]
    nudged: str
    said: tuple[str, str]

    @property
    def backward(self) -> bool:
        """Whether the walk is on its way back."""
        return bool(self.now and self.now.is_slope)


class GraphPicture(GraphPaper):
    """The figure, its artists by name, and `show`, which changes them."""

    def __init__(self) -> None:
        super().__init__(WIDE, HIGH)
        with plt.rc_context(STYLE):
            self._draw_heading()
            self._draw_wires()
            self._draw_numbers()
            self._draw_code()
            self._draw_foot()

    def span_at(self, width: float) -> float:
        """Return how much of the picture a figure of this width shows: all of it, or the graph without the code."""
        whole = width >= 0.85 * WIDE
        for text in self.code_texts:
            text.set_visible(whole)
        self.line_now.set_visible(not whole)
        return WIDE if whole else GRAPH

    def _arrow(self, start: tuple[float, float], end: tuple[float, float]) -> FancyArrowPatch:
        arrow = FancyArrowPatch(start, end, arrowstyle="-|>,head_length=5,head_width=3", shrinkA=0, shrinkB=0, mutation_scale=1.3)
        self.axes.add_patch(arrow)
        return arrow

    def _bar(self, y: float) -> Line2D:
        (bar,) = self.axes.plot([233, 233], [y - 11, y + 11], color=INK, linewidth=4, solid_capstyle="butt", zorder=5)
        return bar

    def _draw_heading(self) -> None:
        self.heading_arrow = self._arrow((8, 18), (526, 18))
        self.heading = self.text(266, 18, size=11, weight="bold", bbox={"fc": PAPER, "ec": "none"})

    def _draw_wires(self) -> None:
        self.wires = {name: self._arrow(start, end) for name, (_, start, end) in WIRES.items()}
        for y in (135, 311):
            self.text(233, y, "relu", size=9.5)
        self.own = {name: self.text(x, y, size=9.5) for name, x, y in (("relu 0", 233, 150), ("relu 1", 233, 326), ("loss", 463, 216))}
        self.bars = [self._bar(y) for y in (114, 290)]
        self.joins = {name: self.text(x, 201, "+", size=12, weight="bold") for name, x in (("x", 84), ("outputs", 370))}

    def _draw_numbers(self) -> None:
        self.boxes: dict[str, FancyBboxPatch] = {}
        self.flags: dict[str, Polygon] = {}
        self.numbers: dict[str, Text] = {}
        self.slopes: dict[str, Text] = {}
        for name, (x, y, at, side) in NODES.items():
            self._number(name, (x, y), (26, 16), 11, (at, y - 26), ha=side)
            self._flag(name, x, y + 29)
        for name, (x, y, right, below, flag_right, flag_below) in BEADS.items():
            self._number(name, (x, y), (21, 11), 10, (x + right, y + below))
            if name != "y":
                self._flag(name, x + flag_right, y + flag_below)
        self.sums = {name: self.text(x, y, size=10.5, weight="bold", ha=side) for name, (x, y, side) in SUMS.items()}

    def _number(
        self, name: str, at: tuple[float, float], half: tuple[float, float], size: float, named: tuple[float, float], **style: Any
    ) -> None:
        corner, tall = (at[0] - half[0], at[1] - half[1]), half[1]
        box = FancyBboxPatch(corner, 2 * half[0], 2 * tall, boxstyle=f"round,pad=0,rounding_size={0.6 * tall}", zorder=4)
        self.boxes[name] = self.axes.add_patch(box)
        self.numbers[name] = self.text(at[0], at[1] - 0.5, size=size)
        self.text(*named, name, **style)

    def _flag(self, name: str, x: float, y: float, tall: float = 10) -> None:
        outline = np.array([(-2.5, 0), (-1.6, -1), (2.4, -1), (2.4, 1), (-1.6, 1)]) * tall + (x, y)
        self.flags[name] = self.axes.add_patch(Polygon(outline, zorder=5))
        self.slopes[name] = self.text(x + 4, y - 0.5)

    def _draw_code(self) -> None:
        self.bands = []
        self.headings = [self.text(546, y, words, ha="left", weight="bold") for words, y in (("forward →", 18), ("← backward", 161))]
        self.code_texts = [*self.headings, self.text(546, 185, "the slope that arrives …", ha="left")]
        for words, y in zip(CODE, TOPS, strict=True):
            look: dict[str, Any] = {"family": "monospace", "size": 9.5} if y in TOPS[:FORWARD] else {"size": 10}
            bottom, widths = y + 17 * words.count("\n") + 11, ((800, 1), (540, 2))
            self.bands.append([self.axes.fill_between((536, right), y - 12, bottom, linewidth=0, zorder=place) for right, place in widths])
            for row, part in enumerate(words.split("\n")):
                self.code_texts.append(self.text(546, y + 17 * row, part, ha="left", **look, color=INK))

    def _draw_foot(self) -> None:
        self.said = [self.text(8, y, size=10.5, ha="left", color=INK) for y in (366, 386)]
        self.line_now = self.text(8, 403, size=9, ha="left", family="monospace", color=INK)
        legend = (("blue: value", plots.MODEL), ("green: slope of the loss", SLOPE_INK))
        for row, (words, color) in enumerate(legend):
            self.code_texts.append(self.text(546, 366 + 20 * row, words, ha="left", color=color))

    # Changes.

    def show(self, shown: Shown) -> None:
        """Show a state of the walk."""
        hue, ink = (plots.GRADIENT, SLOPE_INK) if shown.backward else (plots.MODEL, plots.MODEL)
        self._show_heading(shown.backward, hue, ink)
        self._show_wires(shown, hue)
        for name in self.boxes:
            self._show_value(name, shown)
        for name in self.flags:
            self._show_slope(name, shown)
        for name, text in self.sums.items():
            text.set(text=shown.now.sums.get(name, "") if shown.now else "", color=ink)
        self._show_code(shown, hue)
        for text, words in zip(self.said, shown.said, strict=True):
            text.set_text(words)
        self.said[0].set_color({"✓": SLOPE_INK, "✗": plots.LOSS}.get(shown.said[0][0], INK))

    def _show_heading(self, backward: bool, hue: str, ink: str) -> None:
        ends = ((8, 18), (526, 18))
        self.heading_arrow.set_positions(*(ends[::-1] if backward else ends))
        self.heading_arrow.set(color=hue, linewidth=1.6)
        self.heading.set(text="backward: slopes" if backward else "forward: values", color=ink)

    def _show_wires(self, shown: Shown, hue: str) -> None:
        stopped = {wire for unit in shown.silent for wire in UNITS[unit]}
        for name, arrow in self.wires.items():
            node, *ends = WIRES[name]
            lit = bool(shown.now and name in shown.now.wires)
            sender, getter = SENDERS[name]
            reached = getter in shown.slopes or sender in shown.slopes if shown.backward else node in shown.values
            arrow.set_positions(*(ends[::-1] if shown.backward and name != "y" else ends))
            dashed = name in stopped and not (lit and shown.backward)
            look = {"color": hue if lit else PALE if name in stopped or not reached else LINE, "linestyle": DASHES if dashed else "-"}
            arrow.set(linewidth=2.8 if lit else 1.3, zorder=3 if lit else 2, **look)
        for unit, bar in enumerate(self.bars):
            bar.set_visible(unit in shown.silent)
            self.own[f"relu {unit}"].set(text="× 0" if unit in shown.silent else "× 1", visible=shown.backward, color=SLOPE_INK)
        self.own["loss"].set(text=f"× {written(shown.slopes.get('outputs', 0))}", visible=shown.backward, color=SLOPE_INK)
        for name, text in self.joins.items():
            text.set_color(hue if shown.now and shown.now.name == name and len(shown.now.wires) > 1 else LINE)

    def _show_value(self, name: str, shown: Shown) -> None:
        new = bool(shown.now and not shown.backward and name == shown.now.name)
        used = bool(shown.now and name in shown.now.values)
        asked = bool(shown.asked and not shown.asked.is_slope and name == shown.asked.name)
        known = name in shown.values
        silent = name in {f"hidden[0,{unit}]" for unit in shown.silent}
        strong = plots.LOSS if name == shown.nudged else plots.MODEL if new or used else INK if asked else ""
        dashes = DASHES if asked or (silent and not new) else "-"
        look = {"facecolor": plots.MODEL if new else PAPER, "edgecolor": strong or (LINE if known and not silent else PALE)}
        self.boxes[name].set(linewidth=2 if strong else 1.2, linestyle=dashes, **look)
        words = written(shown.values[name]) if known else "?" if asked else ""
        color = PAPER if new else LINE if silent and not used else plots.MODEL if known else INK
        self.numbers[name].set(text=words, color=color, weight="bold" if new or used or asked else "normal")

    def _show_slope(self, name: str, shown: Shown) -> None:
        new = bool(shown.backward and shown.now and name == shown.now.name)
        used = bool(shown.now and name in shown.now.slopes)
        asked = bool(shown.asked and shown.asked.is_slope and name == shown.asked.name)
        known = name in shown.slopes
        self.flags[name].set_visible(known or asked)
        self.slopes[name].set_visible(known or asked)
        fill = SLOPE_INK if new else SLOPE_TINT if known else PAPER
        look = {"facecolor": fill, "edgecolor": plots.GRADIENT if known else INK, "linestyle": "-" if known else DASHES}
        self.flags[name].set(linewidth=2 if used or asked else 0.8, **look)
        words, color = (written(shown.slopes[name]), PAPER if new else SLOPE_INK) if known else ("?", INK)
        self.slopes[name].set(text=words, color=color, weight="bold" if new or used or asked else "normal")

    def _show_code(self, shown: Shown, hue: str) -> None:
        now = shown.now.line if shown.now else 0
        tint = SLOPE_TINT if shown.backward else VALUE_TINT
        for number, bands in enumerate(self.bands, 1):
            for band, color in zip(bands, (tint, hue), strict=True):
                band.set(visible=number == now and self.line_now.get_visible() is False, facecolor=color)
        for backward, (text, ink) in enumerate(zip(self.headings, (plots.MODEL, SLOPE_INK), strict=True)):
            text.set_color(ink if bool(backward) == shown.backward else SOFT)
        self.line_now.set_text(" ".join(CODE[now - 1].split()) if now else "")
