"""Bend lines with ReLU units: a hinge that slides, units added up, two layers, and a parabola followed ever more closely."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from helpers import plots
from helpers.live import Handle, LiveFigure, live, still
from helpers.model import hinge, layer, network, quadratic, relu

Array = NDArray[np.float64]
Parameters = tuple[Array, Array, Array, Array]

GRID = np.linspace(-3, 3, 601)
DASHES = ("--", "-.", ":")  # one for each unit, which all have the colour of a trace
W_SHOWN = np.array([[2.0, -1.0, 0.5], [1.0, 3.0, -2.0]])
TARGETS = {
    "a valley": relu(-2 * GRID - 1) + relu(GRID - 0.5),
    "a hill": 2 - np.abs(GRID),
    "a ramp that levels off": relu(GRID + 1) - relu(GRID - 1),
    "a line": GRID,
}


def slide_a_hinge() -> LiveFigure:
    """Show one unit, relu(w·x + b), with a slider for its weight and one for its bias, and its hinge marked."""
    axes = _axes("what the unit puts out", (-3, 3), (-2.2, 4.2))
    before = _trace(axes, GRID, "--", "w·x + b, before the ReLU")
    unit = plots.curve(GRID, relu(GRID), axes, label="after the ReLU")
    (mark,) = axes.plot([0], [0], "D", color=plots.LOSS, markersize=9, zorder=4, label="hinge")
    plots.legend(axes, "lower left")

    @live(axes.figure, w=(-3, 3, 0.5), b=(-3, 3, 0.5))
    def redraw(w: float = 1.0, b: float = -1.0) -> None:
        before.set_ydata(w * GRID + b)
        unit.set_ydata(relu(w * GRID + b))
        mark.set_xdata([hinge(w, b)])
        mark.set_visible(w != 0)
        outside = "" if w and abs(hinge(w, b)) <= 3 else ", outside the picture"
        said = f"The hinge is at x = {hinge(w, b) + 0.0:.2f}{outside}".replace("-", "−") if w else "With w = 0 the unit is level: no hinge"
        axes.set_title(said)

    return redraw


def shapes_of_units() -> LiveFigure:
    """Show three shapes made of a few units, each with output weights: a tent, a step and a bump."""
    figure, all_axes = plots.panels("a tent: 2 units", "a step: 2 units", "a bump: 3 units")
    x = np.linspace(-2, 2, 401)
    shapes = (1 - relu(x) - relu(-x), relu(x + 0.5) - relu(x - 0.5), relu(x + 1) - 2 * relu(x) + relu(x - 1))
    for axes, shape in zip(all_axes, shapes, strict=True):
        plots.curve(x, shape, axes)
        axes.set(ylim=(-1.2, 1.2), xlabel="x")
    return still(figure, "a tent that falls to both sides, a step up from one level to another, and a bump between two level parts")


def add_three_units(x: Array, y: Array) -> LiveFigure:
    """Show three units with draggable hinges, each faintly, and their weighted sum over the measurements; x and y have shape (n,)."""
    grid = np.linspace(-2.2, 2.2, 200)
    figure, axes = plots.measurements(x, y)
    units = [_trace(axes, grid, dash, f"v {number} · unit {number}") for number, dash in enumerate(DASHES, 1)]
    total = plots.curve(grid, 0 * grid, axes, label="sum + output bias")
    (marks,) = axes.plot([0, 0, 0], [-2, -2, -2], "D", color=plots.LOSS, markersize=8, zorder=4)
    plots.legend(axes, "upper center")
    handles = [Handle(f"hinge {number}", axes, x=f"hinge_{number}", y=-2.0) for number in (1, 2, 3)]

    hinges: dict[str, Any] = dict.fromkeys(("hinge_1", "hinge_2", "hinge_3"), (-2, 2, 0.1))
    weights: dict[str, Any] = dict.fromkeys(("v_1", "v_2", "v_3"), (-15, 15, 0.5))

    @live(figure, handles=handles, **hinges, **weights, output_bias=(-5, 15, 0.5))
    def redraw(
        hinge_1: float = -2.0,
        hinge_2: float = 0.0,
        hinge_3: float = 1.0,
        v_1: float = 0.0,
        v_2: float = 0.0,
        v_3: float = 0.0,
        output_bias: float = 0.0,
    ) -> str:
        W1, b1 = np.ones((1, 3)), -np.array([hinge_1, hinge_2, hinge_3])
        W2, b2 = np.array([[v_1], [v_2], [v_3]]), np.array([output_bias])
        for drawn, outputs in zip(units, (relu(layer(grid[:, None], W1, b1)) * W2[:, 0]).T, strict=True):
            drawn.set_ydata(outputs)
        total.set_ydata(network(grid[:, None], W1, b1, W2, b2)[:, 0])
        marks.set_xdata(-b1)
        miss = np.abs(network(x[:, None], W1, b1, W2, b2)[:, 0] - y).mean()
        axes.set_title(f"Three units: off by {miss:.2f} on average")
        return f"three units and an output bias miss the measurements by {miss:.2f} on average"

    return redraw


def add_without_weights() -> LiveFigure:
    """Show three units that are added up as they are, with no output weights and no output bias, and targets to try to reach."""
    axes = _axes("the sum", (-2, 2), (-2.5, 4.5))
    goal = _trace(axes, GRID, "--", "target")
    total = plots.curve(GRID, 0 * GRID, axes, label="sum of three units")
    plots.legend(axes, "upper center")
    inside = np.abs(GRID) <= 2

    slider = (-3, 3, 0.5)

    @live(axes.figure, w_1=slider, b_1=slider, w_2=slider, b_2=slider, w_3=slider, b_3=slider, target=list(TARGETS))
    def redraw(
        w_1: float = 1.0,
        b_1: float = 0.0,
        w_2: float = -1.0,
        b_2: float = 0.0,
        w_3: float = 0.0,
        b_3: float = 0.0,
        target: str = "a valley",
    ) -> str:
        outputs = relu(w_1 * GRID + b_1) + relu(w_2 * GRID + b_2) + relu(w_3 * GRID + b_3)
        total.set_ydata(outputs)
        goal.set_ydata(TARGETS[target])
        miss = np.abs(outputs - TARGETS[target])[inside].max()
        axes.set_title(f"The largest miss is {miss:.2f}")
        return f"the sum of three units misses {target} by {miss:.2f} at most"

    return redraw


def two_layers(units: int = 3) -> LiveFigure:
    """Show what two layers with random weights put out, with and without a ReLU between them; every hinge is in the picture."""
    axes = _axes("what the second layer puts out", (-3, 3), (-8, 8))
    line = plots.curve(GRID, GRID, axes)
    (marks,) = axes.plot([], [], "D", color=plots.LOSS, markersize=8, zorder=4)

    @live(axes.figure, random_weights=(1, 20), relu_between=False)
    def redraw(random_weights: int = 1, relu_between: bool = False) -> str:
        random = np.random.default_rng(random_weights)
        hinges = np.arange(units) * 4 / units - 2 + random.uniform(0.2, 1.1, units)  # well inside, and apart
        W1, W2 = (random.uniform(0.6, 1.8, shape) * random.choice([-1.0, 1.0], shape) for shape in ((1, units), (units, 1)))
        b1, b2 = -W1[0] * hinges, random.normal(size=1)
        between = relu if relu_between else np.asarray
        line.set_ydata(layer(between(layer(GRID[:, None], W1, b1)), W2, b2)[:, 0])
        marks.set_data(hinges, layer(between(layer(hinges[:, None], W1, b1)), W2, b2)[:, 0])
        marks.set_visible(relu_between)
        words = "a broken line" if relu_between else "a straight line"
        axes.set_title(f"{'With' if relu_between else 'Without'} a ReLU: {words}")
        return f"{'with' if relu_between else 'without'} a ReLU between them, two layers draw {words}"

    return redraw


def follow_the_parabola(network: Callable[..., Array], broken_line: Callable[[int], Parameters]) -> LiveFigure:
    """Show how closely `network`, with the parameters that `broken_line(k)` returns, follows 3x² + 2x + 1 on [−2, 2]."""
    grid = np.linspace(-2, 2, 961)  # has the middle of every segment for k = 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16
    parabola = quadratic(grid, 3, 2, 1)
    axes = _axes("y", (-2.1, 2.1), (-2, 19))
    _trace(axes, grid, "-", "3x² + 2x + 1").set_ydata(parabola)
    line = plots.curve(grid, parabola, axes, label="network")
    (corners,) = axes.plot([], [], "D", color=plots.LOSS, markersize=6, zorder=4, label="hinges")
    plots.legend(axes, "upper center")

    @live(axes.figure, units=[1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16])
    def redraw(units: int = 1) -> str:
        W1, b1, W2, b2 = broken_line(units)
        outputs = network(grid[:, None], W1, b1, W2, b2)[:, 0]
        line.set_ydata(outputs)
        corners.set_data(-b1 / W1[0], network((-b1 / W1[0])[:, None], W1, b1, W2, b2)[:, 0])
        miss = np.abs(outputs - parabola).max()
        axes.set_title(f"{units} {'unit' if units == 1 else 'units'}: off by {miss:.4f} at most")
        return f"with {units} {'unit' if units == 1 else 'units'} the network misses the parabola by {miss:.4f} at most"

    return redraw


def read_a_layer() -> LiveFigure:
    """Show a layer of three units that reads two inputs as a graph, and where each weight stands in its matrix."""
    figure, (graph, matrix) = plots.panels("the layer", "its W")
    for axes in (graph, matrix):
        axes.set_axis_off()
    graph.set(xlim=(-0.4, 2.5), ylim=(-0.5, 2.6))
    matrix.set(xlim=(-1.2, 2.7), ylim=(-0.8, 2.3))
    inputs, units = [(0, 1.6), (0, 0.5)], [(2, 2.1), (2, 1.05), (2, 0.0)]
    edges = [[graph.plot([a, c], [b, d], color=plots.TRACE, zorder=1)[0] for c, d in units] for a, b in inputs]
    entries = [
        [matrix.text(j, 1 - i, f"{W_SHOWN[i, j]:g}".replace("-", "−"), ha="center", va="center") for j in range(3)] for i in range(2)
    ]
    for number, place in enumerate([*inputs, *units]):
        name = f"$x_{number + 1}$" if number < 2 else f"$z_{number - 1}$"
        graph.plot(*place, "o", color="white", markeredgecolor=plots.DATA, markersize=27, zorder=2)
        graph.text(*place, name, ha="center", va="center", zorder=3)
    for i in range(2):
        matrix.text(-0.8, 1 - i, f"input {i + 1}", ha="center", va="center")
    for j in range(3):
        matrix.text(j, 1.8, f"unit {j + 1}", ha="center", va="center")
    weight = graph.text(1, 2.45, "", ha="center", color=plots.LOSS)

    @live(figure, input=(1, 2), unit=(1, 3))
    def redraw(input: int = 1, unit: int = 1) -> str:
        for i in range(2):
            for j in range(3):
                chosen = (i, j) == (input - 1, unit - 1)
                edges[i][j].set(color=plots.LOSS if chosen else plots.TRACE, linewidth=4 if chosen else 1.6)
                entries[i][j].set(color=plots.LOSS if chosen else plots.DATA, fontweight="bold" if chosen else "normal")
        number = f"{W_SHOWN[input - 1, unit - 1]:g}".replace("-", "−")
        weight.set_text(f"weight {number}")
        return f"the weight from input {input} to unit {unit} is {number}, in row {input} and column {unit} of W"

    return redraw


def _axes(what: str, across: tuple[float, float], up: tuple[float, float]) -> Axes:
    _, axes = plots.blank()
    axes.set(xlabel="x", ylabel=what, xlim=across, ylim=up)
    return axes


def _trace(axes: Axes, x: Array, dash: str, label: str) -> Line2D:
    line = plots.curve(x, 0 * x, axes, colour=plots.TRACE, label=label)
    line.set(linestyle=dash, linewidth=1.6)
    return line
