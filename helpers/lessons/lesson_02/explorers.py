"""Bend lines with ReLU units: one unit, three units to fit by hand, a layer and its matrix, a curve followed, and a folded sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import NDArray

from helpers import plots
from helpers.lessons.lesson_02 import folded_sheet
from helpers.lessons.lesson_02.folded_sheet import BORDER, Facet, Unit
from helpers.lessons.lesson_02.layer_card import LayerCard
from helpers.lessons.lesson_03.explorers import least_absolute
from helpers.live import Beside, Handle, LiveFigure, Steps, Styled, live
from helpers.model import hinge, layer, network, quadratic, relu

Array = NDArray[np.float64]
Parameters = tuple[Array, Array, Array, Array]

LEANINGS = np.array([-1.0, 1.0, 1.0])  # the weights of the three units: the first one rises to the left
HILL = "a hill"
FOLDS = (1.0, 1.0, -1.0)  # the output weights of the sheet's units: the third one folds down
ELEVATION, STEEPNESS = np.radians(34), 0.62  # from where the sheet is seen, and how high it is drawn
DARK, PALE = np.array(to_rgb("#0b5e93")), np.array(to_rgb("#eaf4fb"))


def slide_a_hinge(x: Array, y: Array) -> LiveFigure:
    """Show one unit, relu(w·x + b), with sliders for w and b, over the measurements x and y, each of shape (n,)."""
    grid = np.linspace(-2.2, 2.2, 441)
    figure, axes = plots.measurements(x, y)
    axes.set(xlim=(-2.2, 2.2), ylim=(-6, 19))
    before = _line(axes, grid, plots.TRACE, "--", 1.6)
    unit = _line(axes, grid, plots.MODEL, "-", 2.6)
    (mark,) = axes.plot([0], [0], "^", color=plots.LOSS, markersize=9, zorder=4)
    axes.text(-0.85, 17, "solid: the unit, relu(w · x + b)", color=plots.MODEL)
    axes.text(-0.85, 15.2, "dashed: w · x + b", color="#1B6E9E")

    @live(figure, ahead=True, w=(-8, 8, 2), b=(-6, 6, 1.5))
    def redraw(w: int = 2, b: float = 3.0) -> str:
        before.set_ydata(w * grid + b)
        unit.set_ydata(relu(w * grid + b))
        mark.set_xdata([hinge(w, b)])
        seen = w != 0 and abs(hinge(w, b)) <= 2.2
        mark.set_visible(seen)
        said = f"One unit, one bend: at x = {_number(hinge(w, b))}" if seen else "No bend in sight"
        axes.set_title(said)
        return f"the unit relu({_number(w)} x + {_number(b)}) over the measurements. {said}"

    return redraw


def add_three_units(x: Array, y: Array) -> LiveFigure:
    """Show three units and their weighted sum, with hinges and slopes to drag, over measurements x and y, each of shape (n,)."""
    grid = np.linspace(-2.2, 2.2, 441)
    figure, axes = plots.measurements(x, y)
    axes.set(xlim=(-3.4, 3.4), ylim=(-7, 19))
    (dots,) = axes.lines
    lines = [_line(axes, grid, color, dash, 1.8) for color, dash in plots.UNITS]
    total = _line(axes, grid, plots.MODEL, "-", 2.8)
    for number, line in enumerate(lines, 1):
        right = number > 1
        plots.label(line, f"unit {number}", at=float(right), offset=(11 if right else -11, -4), side="left" if right else "right")
    plots.label(total, "sum", offset=(11, -4), side="left")
    goals = {"the marble": y, HILL: hill(x)}
    to_beat = {name: np.abs(quadratic(x, *least_absolute(x, goal)) - goal).mean() for name, goal in goals.items()}

    @live(figure, handles=_rings(axes), controls_at="beside", **_unit_controls())
    def redraw(
        target: str = "the marble",
        bias: float = 5.0,
        hinge_1: float = -0.5,
        slope_1: float = 2.0,
        hinge_2: float = 0.0,
        slope_2: float = 3.0,
        hinge_3: float = 1.0,
        slope_3: float = -2.0,
    ) -> str:
        W1, b1 = LEANINGS[None, :], -LEANINGS * np.array([hinge_1, hinge_2, hinge_3])
        W2, b2 = np.array([[slope_1], [slope_2], [slope_3]]), np.array([bias])
        for line, outputs in zip(lines, (relu(layer(grid[:, None], W1, b1)) * W2[:, 0]).T, strict=True):
            line.set_ydata(outputs)
        total.set_ydata(network(grid[:, None], W1, b1, W2, b2)[:, 0])
        dots.set_ydata(goals[target])
        miss = np.abs(network(x[:, None], W1, b1, W2, b2)[:, 0] - goals[target]).mean()
        axes.set_title(f"Off by {miss:.2f} cm on average (best parabola: {to_beat[target]:.2f})")
        sums = f"the sum of three units and a bias is off by {miss:.2f} cm on average from {target}"
        return f"{sums}, and the best parabola by {to_beat[target]:.2f}"

    return redraw


def hill(x: Array) -> Array:
    """Return a hill that falls evenly to both sides, shape (n,)."""
    return 9 - 4 * np.abs(x)


def read_a_layer() -> LayerCard:
    """Return two measurements, a layer's matrix and its units; what the reader points at lights up in all of them."""
    return LayerCard(np.array([[1.0, 1.0], [10.0, 1.0]]), np.array([[2.0, -1.0, 0.5], [1.0, 3.0, -2.0]]))


def broken_line(k: int) -> Parameters:
    """Return W1, b1, W2, b2 of k units that meet 3x² + 2x + 1 at both ends of [−2, 2] and of k equal pieces, and run straight between."""
    knots = np.linspace(-2, 2, k + 1)
    heights = quadratic(knots, 3, 2, 1)
    slopes = np.diff(heights) / np.diff(knots)
    changes = np.diff(slopes, prepend=0)  # what each unit adds at its hinge
    return np.ones((1, k)), -knots[:-1], changes[:, None], heights[:1]


def follow_the_parabola(network: Callable[..., Array]) -> LiveFigure:
    """Show how closely `network`, with the parameters of `broken_line`, follows 3x² + 2x + 1 on [−2, 2]."""
    grid = np.linspace(-2, 2, 961)  # has the middle of every segment for k = 1 to 6
    parabola = quadratic(grid, 3, 2, 1)
    _, axes = plots.blank()
    axes.set(xlabel="time x (s)", ylabel="distance y (cm)", xlim=(-2.1, 2.1), ylim=(-2, 19))
    curve = _line(axes, grid, plots.TRACE, "-", 5)
    curve.set_ydata(parabola)
    line = _line(axes, grid, plots.MODEL, "-", 2.2)
    (corners,) = axes.plot([], [], "o", color=plots.MODEL, markersize=6, zorder=4)
    plots.label(curve, "3x² + 2x + 1", at=0.62, offset=(10, -14), side="left")
    plots.label(line, "network", at=0.4, offset=(0, 9))

    @live(axes.figure, ahead=True, units=Steps(1, 6))
    def redraw(units: int = 1) -> str:
        W1, b1, W2, b2 = broken_line(units)
        outputs = network(grid[:, None], W1, b1, W2, b2)[:, 0]
        line.set_ydata(outputs)
        corners.set_data(-b1 / W1[0], network((-b1 / W1[0])[:, None], W1, b1, W2, b2)[:, 0])
        said = f"{units} unit{'s' * (units > 1)}: off by {np.abs(outputs - parabola).max():.4g} cm at most"
        axes.set_title(said)
        return f"the network follows the parabola. {said}"

    return redraw


def fold_a_sheet() -> LiveFigure:
    """Show what three units with two inputs draw: a map with their creases, to drag, and the folded sheet from the side, to turn."""
    figure, (plan, side) = plots.panels("from above", "from the side", height=3.5)
    plan.set(xlim=(-2, 2), ylim=(-2, 2), aspect="equal", xlabel="input x₁", ylabel="input x₂", xticks=range(-2, 3), yticks=range(-2, 3))
    plan.grid(False)
    side.set(xlim=(-2.9, 2.9), ylim=(-2.2, 2.6), aspect="equal", anchor="N")
    side.set_axis_off()
    flat, folded = (axes.add_collection(PolyCollection([], joinstyle="round", capstyle="round")) for axes in (plan, side))
    (level,) = side.plot([], [], color="#555555", linestyle=(0, (4, 3)), linewidth=1)
    (posts,) = side.plot([], [], color="#555555", linewidth=1)
    lettering = {"family": plots.STYLE["font.family"], "weight": "bold", "ha": "center", "va": "top"}
    names = [side.text(0, 0, str(n), color=color, **lettering) for n, (color, _) in enumerate(plots.UNITS, 1)]
    handles = [Handle(f"crease {n}", plan, x=f"across_{n}", y=f"up_{n}") for n in (1, 2, 3)]

    @live(figure, handles=handles, turn=Steps(0, 23), **_crease_controls())
    def redraw(
        turn: int = 1,
        across_1: float = 0.9,
        up_1: float = -0.9,
        across_2: float = 0.2,
        up_2: float = 1.0,
        across_3: float = -1.1,
        up_3: float = 0.1,
    ) -> str:
        creases = ((across_1, up_1), (across_2, up_2), (across_3, up_3))
        units = [folded_sheet.unit_at(crease, weight) for crease, weight in zip(creases, FOLDS, strict=True)]
        angle = 2 * np.pi * turn / 24
        pieces = folded_sheet.facets(units, _viewer(angle))
        tones = [PALE + (DARK - PALE) * (1 - folded_sheet.brightness(units, piece)) for piece in pieces]
        _paint(flat, pieces, tones, lambda points: points)
        _paint(folded, pieces, tones, lambda points: _from_the_side(units, points, angle))
        _show_the_level(level, posts, units, angle)
        for number, name in enumerate(names):
            _name_a_crease(name, units, _ends(pieces, number), angle)
        said = f"Three units fold the sheet into {len(pieces)} flat pieces"
        figure.suptitle(said, fontsize=12)
        return f"{said}, seen from above and from the side"

    return redraw


def _viewer(angle: float) -> Array:
    """Return the direction towards the viewer of the sheet, seen from above, where it is turned by an angle."""
    return -np.array([np.sin(angle), np.cos(angle)])


def _name_a_crease(name: Text, units: list[Unit], ends: Array, angle: float) -> None:
    """Put a crease's number below the end of it that is nearest to the viewer, or hide it where there is no crease."""
    name.set_visible(len(ends) > 0)
    if len(ends):
        across, up = _from_the_side(units, ends[[(ends @ _viewer(angle)).argmax()]], angle)[0]
        name.set_position((across, up - 0.08))


def _rings(axes: Axes) -> list[Handle]:
    """Return a ring for each unit's hinge, and one on its line for its slope: one to the right or left, and the slope up."""
    hinges = [Handle(f"hinge {n}", axes, x=f"hinge_{n}", y=0.0, grip="below") for n in (1, 2, 3)]
    places = [Beside(f"hinge_{n}", leaning) for n, leaning in enumerate(LEANINGS, 1)]
    return hinges + [Handle(f"slope of unit {n}", axes, x=place, y=f"slope_{n}", tag="") for n, place in enumerate(places, 1)]


def _unit_controls() -> dict[str, Any]:
    controls: dict[str, Any] = {
        "target": Styled(["the marble", HILL], group="sum", color=plots.MODEL),
        "bias": Styled((-5, 15, 0.5), group="sum", color=plots.MODEL, label="output bias"),
    }
    for number, (color, dash) in enumerate(plots.UNITS, 1):
        look: dict[str, Any] = {"color": color, "linestyle": dash, "group": f"unit {number}"}
        ends = (-1.2, 2.0) if LEANINGS[number - 1] < 0 else (-2.0, 1.2)
        controls[f"hinge_{number}"] = Styled((*ends, 0.1), label="hinge", **look)
        controls[f"slope_{number}"] = Styled((-6, 12, 0.5), label="output weight", **look)
    return controls


def _crease_controls() -> dict[str, Any]:
    controls: dict[str, Any] = {}
    for number, (color, dash) in enumerate(plots.UNITS, 1):
        look: dict[str, Any] = {"color": color, "linestyle": dash, "group": f"crease {number} passes through"}
        controls[f"across_{number}"] = Styled((-1.9, 1.9, 0.1), label="x₁", **look)
        controls[f"up_{number}"] = Styled((-1.9, 1.9, 0.1), label="x₂", **look)
    return controls


def _from_the_side(units: list[Unit], points: Array, angle: float) -> Array:
    """Return where points of the sheet, shape (n, 2), lie in the picture, shape (n, 2), for who stands at this angle around it."""
    across = points @ np.array([np.cos(angle), -np.sin(angle)])
    away = points @ np.array([np.sin(angle), np.cos(angle)])
    up = away * np.sin(ELEVATION) + STEEPNESS * folded_sheet.height(units, points) * np.cos(ELEVATION)
    return np.stack([across, up], axis=1)


def _ends(pieces: list[Facet], number: int) -> Array:
    """Return the ends of all parts of a unit's crease, shape (n, 2)."""
    parts = [piece.corners[[i, (i + 1) % len(piece.edges)]] for piece in pieces for i, edge in enumerate(piece.edges) if edge == number]
    return np.concatenate([np.empty((0, 2)), *parts])


def _show_the_level(level: Line2D, posts: Line2D, units: list[Unit], angle: float) -> None:
    """Draw the border of the sheet as it is before it is folded, and from each of its corners a post to the folded sheet."""
    corners = np.array(folded_sheet.SQUARE)
    flat, folded = _from_the_side([], corners, angle), _from_the_side(units, corners, angle)
    level.set_data(*flat[[0, 1, 2, 3, 0]].T)
    posts.set_data(*np.stack([flat, folded, np.full((4, 2), np.nan)], axis=1).reshape(-1, 2).T)


def _paint(drawn: PolyCollection, pieces: list[Facet], tones: list[Array], project: Callable[[Array], Array]) -> None:
    """Let the collection show the pieces in their order, each followed by the creases and the border around it."""
    shapes, faces, edges, widths = [], [], [], []
    for piece, tone in zip(pieces, tones, strict=True):
        corners = project(piece.corners)
        shapes.append(corners)
        faces.append((*tone, 1.0))
        edges.append((*tone, 1.0))
        widths.append(0.5)
        for i, edge in enumerate(piece.edges):
            shapes.append(corners[[i, (i + 1) % len(corners)]])
            faces.append((0.0, 0.0, 0.0, 0.0))
            edges.append((*to_rgb("#555555" if edge == BORDER else plots.UNITS[edge][0]), 1.0))
            widths.append(0.8 if edge == BORDER else 2.4)
    drawn.set_verts(shapes)
    drawn.set(facecolor=faces, edgecolor=edges, linewidth=widths)


def _line(axes: Axes, x: Array, color: str, dash: str, width: float) -> Line2D:
    line = plots.curve(x, 0 * x, axes, colour=color)
    line.set(linestyle=dash, linewidth=width)
    return line


def _number(value: float) -> str:
    return f"{value + 0.0:.3g}".replace("-", "−")
