"""Send the error back: a walk through a drawn network and back, what gradients cost, and training."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from numpy.typing import NDArray

from helpers import plots
from helpers.backprop import random_parameters
from helpers.descent import numerical_gradient
from helpers.lessons.lesson_03.explorers import GRID, WIDE
from helpers.live import LiveFigure, Steps, live
from helpers.loss import mean_absolute_error
from helpers.model import layer, network, relu

Array = NDArray[np.float64]
Backpropagate = Callable[..., tuple[Any, ...]]
Train = Callable[..., list[list[Array]]]

LINES = (
    "z = layer(x, W1, b1)",
    "hidden = relu(z)",
    "outputs = layer(hidden, W2, b2)",
    "loss = mean_absolute_error(outputs, y)",
    "upstream = np.sign(outputs - y) / y.size",
    "upstream, dW2, db2 = layer_backward(upstream, hidden, W2)",
    "upstream = relu_backward(upstream, z)",
    "_, dW1, db1 = layer_backward(upstream, x, W1)",
)
UNITS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
STARTS = {
    "random": "random",
    "all weights and biases 0.5": "alike",
    "everything 0": "zero",
    "random, rate 2": "fast",
}
TRAINED = 1000  # steps
EVERY = 20  # steps from one stop of the slider to the next


PLACES: dict[str, tuple[float, float]] = {
    "x": (0, 0), "z1": (1.25, 1), "z2": (1.25, -1), "h1": (2.45, 1), "h2": (2.45, -1), "out": (3.5, 0), "loss": (4.5, 0),
}  # fmt: skip
EDGES = [("x", "z1"), ("x", "z2"), ("z1", "h1"), ("z2", "h2"), ("h1", "out"), ("h2", "out"), ("out", "loss")]
NAMES = {"h1": "hidden 1", "h2": "hidden 2", "z1": "z 1", "z2": "z 2", "out": "output"}
PARAMETER_PLACES = {
    "w1": (0.42, 0.85), "d1": (1.25, 1.95), "w2": (0.35, -0.85), "d2": (1.25, -2.1),
    "v1": (3.1, 1.0), "v2": (3.02, -1.05), "c": (3.7, -1.25),
}  # fmt: skip
Numbers = dict[str, float]


def walk_the_graph() -> LiveFigure:
    """Show a 1-2-1 network on one measurement as a graph, walked forward and back line by line, with the numbers on it."""
    figure, (graph, code) = plots.panels("", "", rows=2, size=(7.4, 6.6))
    show, marker = _draw_graph(graph), _draw_code(code)
    sliders: dict[str, Any] = dict.fromkeys(("w_1", "d_1", "w_2", "d_2", "v_1", "v_2", "c"), (-3, 3, 0.5))

    @live(figure, line=Steps(0, len(LINES)), x=(-2, 3, 0.5), target=(-2, 6, 0.5), **sliders)
    def redraw(
        line: int = 0, x: float = 1.0, target: float = 3.0, w_1: float = 2.0, d_1: float = -0.5, w_2: float = -1.0, d_2: float = 0.5,
        v_1: float = 1.0, v_2: float = -2.0, c: float = 0.5,
    ) -> str:  # fmt: skip
        own = {"w1": w_1, "d1": d_1, "w2": w_2, "d2": d_2, "v1": v_1, "v2": v_2, "c": c}
        forward, back = _stages(x, target, own)
        known = _up_to(forward, line + 1)
        sent, found = _up_to([nodes for nodes, _ in back], line - 4), _up_to([slopes for _, slopes in back], line - 4)
        show(known, sent, own, found, target)
        marker.set_y(line - 1.5)
        marker.set_visible(line > 0)
        graph.set_title("blue: what it is    green: how the loss changes with it")
        said = f"line {line}: {LINES[line - 1]}" if line else "before the first line"
        numbers = {**known, **{f"slope along {name}": value for name, value in {**sent, **found}.items()}}
        return f"{said}; " + ", ".join(f"{name} {_number(value)}" for name, value in numbers.items())

    return redraw


def _stages(x: float, target: float, own: Numbers) -> tuple[list[Numbers], list[tuple[Numbers, Numbers]]]:
    """Return what each line of the way forward finds, and each of the way back: slopes along nodes, and slopes along parameters."""
    z = np.array([own["w1"] * x + own["d1"], own["w2"] * x + own["d2"]])
    hidden = relu(z)
    output = own["v1"] * hidden[0] + own["v2"] * hidden[1] + own["c"]
    up = float(np.sign(output - target))
    down = up * np.array([own["v1"], own["v2"]])
    through = down * (z > 0)
    forward = [{"x": x}, {"z1": z[0], "z2": z[1]}, {"h1": hidden[0], "h2": hidden[1]}, {"out": output}, {"loss": abs(output - target)}]
    back: list[tuple[Numbers, Numbers]] = [
        ({"loss": 1.0, "out": up}, {}),
        ({"h1": down[0], "h2": down[1]}, {"v1": up * hidden[0], "v2": up * hidden[1], "c": up}),
        ({"z1": through[0], "z2": through[1]}, {}),
        (
            {"x": through[0] * own["w1"] + through[1] * own["w2"]},
            {"w1": through[0] * x, "d1": through[0], "w2": through[1] * x, "d2": through[1]},
        ),
    ]
    return forward, back


def _up_to(stages: Sequence[Numbers], count: int) -> Numbers:
    """Return all numbers of the first so many stages."""
    return {name: value for stage in stages[: max(0, count)] for name, value in stage.items()}


def _draw_graph(graph: Axes) -> Callable[[Numbers, Numbers, Numbers, Numbers, float], None]:
    """Draw the nodes and edges, and return a function that writes the numbers on them."""
    graph.set_axis_off()
    graph.set(xlim=(-0.5, 4.9), ylim=(-2.35, 2.3))
    for one, other in EDGES:
        graph.plot(*zip(PLACES[one], PLACES[other], strict=True), color=plots.TRACE, linewidth=1.6, zorder=1)
    values, slopes = {}, {}
    for name, (x, y) in PLACES.items():
        graph.plot(x, y, "o", color="white", markeredgecolor=plots.DATA, markersize=40, zorder=2)
        graph.text(x, y + 0.44, NAMES.get(name, name), ha="center")
        values[name] = graph.text(x, y, "", ha="center", va="center", color=plots.MODEL, zorder=3)
        slopes[name] = graph.text(x, y - 0.62, "", ha="center", va="center", color=plots.GRADIENT)
    parameters = {name: _label(graph, *place) for name, place in PARAMETER_PLACES.items()}
    goal = graph.text(4.5, 0.85, "", ha="center", va="center")

    def show(known: Numbers, sent: Numbers, own: Numbers, found: Numbers, target: float) -> None:
        for texts, numbers in ((values, known), (slopes, sent)):
            for name, text in texts.items():
                text.set_text(_number(numbers.get(name)))
        for name, (text, below) in parameters.items():
            text.set_text(f"{name} = {_number(own[name])}")
            below.set_text(_number(found.get(name)))
        goal.set_text(f"target {_number(target)}")

    return show


def _draw_code(code: Axes) -> Rectangle:
    """Draw the lines of code, and return what marks one of them."""
    code.set_axis_off()
    code.set(xlim=(0, 1), ylim=(len(LINES) - 0.4, -0.8))
    marker: Rectangle = code.axhspan(-0.5, 0.5, color=plots.OTHER_MODEL, alpha=0.35)
    for row, words in enumerate(LINES):
        code.text(0, row, words, va="center", family="DejaVu Sans Mono", fontsize=10)
    return marker


def cost_of_gradients(backpropagate: Backpropagate) -> LiveFigure:
    """Show what a gradient costs by central differences and by `backpropagate`, in forward passes: counted, and measured on request."""
    _, axes = plots.blank()
    counts = np.array([3 * units + 1 for units in UNITS])
    axes.plot(counts, 2 * counts, color=plots.OTHER_MODEL, linestyle="--", label="central differences, counted")
    (differences,) = axes.plot(counts, 2 * counts, "s", color=plots.OTHER_MODEL, label="central differences, measured (tick the box)")
    (backwards,) = axes.plot(counts, 2 + 0 * counts, "o", color=plots.GRADIENT, label="backpropagation, measured (tick the box)")
    axes.set(xscale="log", yscale="log", xlabel="parameters", ylabel="cost of a gradient, in forward passes", ylim=(1, 20_000))
    plots.legend(axes, "upper left")
    measured: dict[str, Array] = {}

    @live(axes.figure, on_page=False, measure_on_this_machine=False)
    def redraw(measure_on_this_machine: bool = False) -> str:
        if measure_on_this_machine and not measured:
            measured["both"] = np.array([_costs(units, backpropagate) for units in UNITS])
        for points in (differences, backwards):
            points.set_visible(measure_on_this_machine)
        if not measure_on_this_machine:
            axes.set_title(f"{counts[-1]:,} parameters: {2 * counts[-1]:,} forward passes")
            return f"central differences cost two forward passes for each parameter, {2 * counts[-1]:,} for {counts[-1]:,}"
        by_nudging, by_walking = measured["both"].T
        differences.set_ydata(by_nudging)
        backwards.set_ydata(by_walking)
        times = by_nudging[-1] / by_walking[-1]
        axes.set_title(f"Backpropagation is up to {times:,.0f} times cheaper")
        return f"with {counts[-1]:,} parameters backpropagation costs {by_walking[-1]:.1f} forward passes, {times:,.0f} times less"

    return redraw


def watch_it_train(x: Array, y: Array, train: Train, units: int = 8) -> LiveFigure:
    """Show a network while it trains from four different starts, and how many different units it has; x and y have shape (n,)."""
    runs = {name: train(x[:, None], y[:, None], *_start(name, units), TRAINED)[::EVERY] for name in STARTS.values()}
    figure, (fit, loss) = plots.panels("", "", size=WIDE)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    (hinges,) = fit.plot([], [], "D", color=plots.LOSS, markersize=7, zorder=4, label="hinges")
    plots.legend(fit, "upper center")
    (losses,) = loss.plot([], [], color=plots.LOSS)
    (mark,) = loss.plot([], [], "o", color=plots.MODEL, markersize=8, zorder=4)
    loss.set(xlabel="step", ylabel="mean absolute error", xlim=(0, TRAINED), ylim=(0, 7))
    heights = {
        name: [mean_absolute_error(network(x[:, None], *parameters), y[:, None]) for parameters in run] for name, run in runs.items()
    }

    @live(figure, ahead=True, step=Steps(0, TRAINED, EVERY), start=STARTS)
    def redraw(step: int = 0, start: str = "random") -> str:
        W1, b1, W2, b2 = runs[start][step // EVERY]
        bends = -b1[W1[0] != 0] / W1[0][W1[0] != 0]
        curve.set_ydata(network(GRID[:, None], W1, b1, W2, b2)[:, 0])
        hinges.set_data(bends, network(bends[:, None], W1, b1, W2, b2)[:, 0])
        losses.set_data(np.arange(0, step + 1, EVERY), heights[start][: step // EVERY + 1])
        mark.set_data([step], [heights[start][step // EVERY]])
        different = len(np.unique(np.round([W1[0], b1, W2[:, 0]], 9), axis=1).T)
        silent = int((layer(x[:, None], W1, b1) <= 0).all(axis=0).sum())
        state = f"{different} {'kind of unit' if different == 1 else 'kinds of units'}, {silent} silent"
        fit.set_title(state)
        loss.set_title(f"MAE {heights[start][step // EVERY]:.3f} after {step} steps")
        label = next(label for label, name in STARTS.items() if name == start)
        return f"start: {label}; after {step} steps the MAE is {heights[start][step // EVERY]:.3f}; {state} on all measurements"

    return redraw


def _start(name: str, units: int) -> tuple[list[Array], float]:
    """Return the parameters to start from and the rate."""
    if name == "alike":
        return [np.full((1, units), 0.5), np.full(units, 0.5), np.full((units, 1), 0.5), np.zeros(1)], 0.1
    if name == "zero":
        return [np.zeros((1, units)), np.zeros(units), np.zeros((units, 1)), np.zeros(1)], 0.1
    return random_parameters(16, units), 2.0 if name == "fast" else 0.1


def _costs(units: int, backpropagate: Backpropagate) -> tuple[float, float]:
    """Return the cost of a gradient by central differences and by backpropagation, in forward passes, measured now."""
    x = np.linspace(-2, 2, 20)[:, None]
    parameters = random_parameters(0, units)
    ends = np.cumsum([part.size for part in parameters])[:-1]

    def loss(flat: Array) -> Any:
        parts = [part.reshape(one.shape) for part, one in zip(np.split(flat, ends), parameters, strict=True)]
        return mean_absolute_error(network(x, *parts), x)

    flat = np.concatenate([part.ravel() for part in parameters])
    forward = _seconds(lambda: mean_absolute_error(network(x, *parameters), x), 30)
    nudging = _seconds(lambda: numerical_gradient(loss, flat), 1)
    return nudging / forward, _seconds(lambda: backpropagate(x, x, *parameters), 30) / forward


def _seconds(function: Callable[[], object], times: int) -> float:
    """Return the seconds that one call takes: the least of a few tries, which other work on the machine has disturbed least."""
    tries = []
    for _ in range(3):
        begin = time.perf_counter()
        for _ in range(times):
            function()
        tries.append((time.perf_counter() - begin) / times)
    return min(tries)


def _label(axes: Axes, x: float, y: float) -> tuple[Text, Text]:
    """Return texts for a parameter and, below it, for the slope along it."""
    own = axes.text(x, y, "", ha="center", va="bottom", color=plots.MODEL)
    return own, axes.text(x, y, "", ha="center", va="top", color=plots.GRADIENT)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value + 0.0:.4g}".replace("-", "−")
