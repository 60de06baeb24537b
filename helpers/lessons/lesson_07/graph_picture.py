"""The picture of a computational graph: each value with its number, its gradient, and when it has sent."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path
from matplotlib.text import Text

from helpers import plots
from helpers.lessons.graph_paper import INK, LINE, PAPER, SLOPE_INK, SLOPE_TINT, SOFT, STYLE, GraphPaper
from helpers.lessons.lesson_05.graph_numbers import written
from helpers.lessons.lesson_07.graph_layout import Point, layout

WIDE, HEAD, FOOT = 740, 90, 68  # pixels: the width, and what is above the first row and below the last
HALF = 26, 14  # of a box
MOST_APART = 168, 84
ROOM = 140  # between columns that a product needs
STILL = 8  # what never changes is drawn last, so that it takes one image and not one between every two that change


@dataclass(frozen=True)
class Node:
    """A value as it is drawn: its name, whether that is a variable's, its number, what made it, and its parents' places and slopes."""

    name: str
    is_named: bool
    data: float
    sign: str
    parents: tuple[int, ...]
    slopes: tuple[float, ...]


@dataclass(frozen=True)
class Shown:
    """A state of the way back: each gradient, None where there is none yet; who has sent, in order; what is said; who is wrong.

    `turns` holds all that ever send, in order.
    """

    gradients: Sequence[float | None]
    sent: Sequence[int]
    said: tuple[str, str]
    late: frozenset[int] = frozenset()
    turns: Sequence[int] = ()


class GraphPicture(GraphPaper):
    """The figure, its artists, and `show`, which changes them."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.looks: dict[Artist, dict[str, Any]] = {}
        places, ways = layout([node.parents for node in nodes])
        across, down = max(x for x, _ in places), max(y for way in ways.values() for _, y in way) if ways else 0.0
        apart = min(MOST_APART[0], (WIDE - 84) / max(across, 1)), min(MOST_APART[1], 320 / max(down, 1))
        self.roomy = apart[0] >= ROOM
        self.high = HEAD + apart[1] * down + FOOT
        left = (WIDE - apart[0] * across) / 2
        self.at = [(left + apart[0] * x, HEAD + apart[1] * y) for x, y in places]
        self.ways = {name: [(left + apart[0] * x, HEAD + apart[1] * y) for x, y in way] for name, way in ways.items()}
        super().__init__(WIDE, self.high)
        with plt.rc_context(STYLE):
            self._draw()

    def _draw(self) -> None:
        self.said = [self.text(12, y, size=10.5, ha="left", color=INK) for y in (16, 36)]
        paper = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}
        self.there = {name: self._wire(way) for name, way in self.ways.items()}
        self.back = {name: self._wire(way[::-1]) for name, way in self.ways.items()}
        self.slopes = {name: self.text(*_middle(way), size=9, bbox=paper, zorder=5) for name, way in self.ways.items()}
        self.boxes, self.gradients, self.turns = [], [], []
        for node, (x, y) in zip(self.nodes, self.at, strict=True):
            corner = x - HALF[0], y - HALF[1]
            box = FancyBboxPatch(corner, 2 * HALF[0], 2 * HALF[1], boxstyle="round,pad=0,rounding_size=7", zorder=4, facecolor=PAPER)
            self.boxes.append(self.axes.add_patch(box))
            self.text(x + 4 * bool(node.sign), y - 0.5, written(node.data), size=10.5, color=plots.MODEL, zorder=STILL)
            self.text(x, y - 23, node.name, size=10, color=INK if node.is_named else SOFT, zorder=STILL)
            self._sign(node.sign, (x - HALF[0], y))
            self.gradients.append(self.text(x, y + 23, weight="bold", color=SLOPE_INK, bbox={**paper, "facecolor": SLOPE_TINT, "pad": 1.5}))
            self.turns.append(
                self.text(x + HALF[0] + 1, y + HALF[1] + 1, size=8.5, color=PAPER, bbox={"boxstyle": "circle,pad=0.25", "linewidth": 0.8})
            )
        self.text(12, self.high - 14, "blue: the number", size=9.5, ha="left", color=plots.MODEL, zorder=STILL)
        self.text(
            140, self.high - 14, f"green: how far {self.nodes[0].name} moves with it", size=9.5, ha="left", color=SLOPE_INK, zorder=STILL
        )

    def _sign(self, sign: str, at: Point) -> None:
        if sign:
            self.text(
                *at, sign, size=10, color=INK, bbox={"boxstyle": "circle,pad=0.15", "facecolor": PAPER, "edgecolor": LINE}, zorder=STILL
            )

    def _wire(self, way: Sequence[Point]) -> FancyArrowPatch:
        points, codes = [(way[0][0], way[0][1])], [Path.MOVETO]
        for one, other in itertools.pairwise(way):
            half = (one[0] + other[0]) / 2
            points += [(half, one[1]), (half, other[1]), (other[0], other[1])]
            codes += [Path.CURVE4] * 3
        shift = np.sign(way[-1][0] - way[0][0]) * (HALF[0] + 2)
        points[0] = (points[0][0] + shift, points[0][1])
        points[-1] = (points[-1][0] - shift * (1.35 if shift > 0 else 1), points[-1][1])
        arrow = FancyArrowPatch(path=Path(points, codes), arrowstyle="-|>,head_length=5,head_width=3", mutation_scale=1.2)
        self.axes.add_patch(arrow)
        return arrow

    @property
    def moving(self) -> list[Artist]:
        """All that `show` may change."""
        wires = (*self.there.values(), *self.back.values(), *self.slopes.values())
        return [*self.said, *wires, *self.boxes, *self.gradients, *self.turns]

    def show(self, shown: Shown) -> None:
        """Show a state of the way back."""
        now = shown.sent[-1] if shown.sent else None
        for line, words in zip(self.said, shown.said, strict=True):
            self._set(line, text=words, color=plots.LOSS if shown.late and line is self.said[1] else INK)
        for (place, side), text in self.slopes.items():
            self._show_wire((place, side), place in shown.sent, place == now, text, shown.gradients[place])
        for place, gradient in enumerate(shown.gradients):
            wrong, sends, gets = place in shown.late, place == now, now is not None and place in self.nodes[now].parents
            hue = plots.LOSS if wrong else plots.GRADIENT if sends or gets else LINE
            self._set(self.boxes[place], edgecolor=hue, linewidth=2.4 if wrong or sends else 1.8 if gets else 1.1)
            words = written(gradient) if gradient is not None else ""
            self._set(self.gradients[place], text=words, visible=bool(words), color=plots.LOSS if wrong else SLOPE_INK)
            self._show_turn(place, shown)

    def _set(self, artist: Artist, **look: Any) -> None:
        """Change an artist's look, if it has another one: to draw again what stays the same takes much of the time."""
        if self.looks.get(artist) != look:
            self.looks[artist] = look
            artist.set(**look)

    def _show_turn(self, place: int, shown: Shown) -> None:
        """Show when a value sends: pale before, dark once it has."""
        has_sent, sends, text = place in shown.sent, place in shown.turns, self.turns[place]
        text.get_bbox_patch().set(facecolor=SLOPE_INK if has_sent else SLOPE_TINT, edgecolor=SLOPE_INK)
        words = str(shown.turns.index(place) + 1) if sends else ""
        self._set(text, text=words, visible=sends, color=PAPER if has_sent else SLOPE_INK)

    def _show_wire(self, name: tuple[int, int], has_sent: bool, is_now: bool, text: Text, gradient: float | None) -> None:
        self._set(self.there[name], visible=not has_sent, color=LINE, linewidth=1.2)
        self._set(self.back[name], visible=has_sent, color=plots.GRADIENT, linewidth=2.6 if is_now else 1.2)
        slope = self.nodes[name[0]].slopes[name[1]]
        words = written(slope)
        if is_now and gradient is not None:
            words = f"{words} × {written(gradient)} = {written(slope * gradient)}" if self.roomy else written(slope * gradient)
        self._set(text, text=words, color=SLOPE_INK if is_now else SOFT, weight="bold" if is_now else "normal")


def _middle(way: Sequence[Point]) -> Point:
    """Return a point of a wire's first stretch that is free of boxes."""
    (x, y), (to_x, to_y) = way[:2] if len(way) == 2 else way[len(way) // 2 - 1 : len(way) // 2 + 1]
    return (x + to_x) / 2, (y + to_y) / 2
