"""Send the error back: a walk through a drawn network and back, what gradients cost, and training."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.backprop import random_parameters
from helpers.descent import numerical_gradient
from helpers.lessons.lesson_03.explorers import GRID, HEIGHT_OF_TWO
from helpers.lessons.lesson_05.graph_numbers import GIVEN, Stop, loss_of, stops, written
from helpers.lessons.lesson_05.graph_picture import GraphPicture, Shown
from helpers.live import Guess, LiveFigure, Steps, Styled, live
from helpers.loss import mean_absolute_error
from helpers.model import layer, network

Array = NDArray[np.float64]
Backpropagate = Callable[..., tuple[Any, ...]]
Train = Callable[..., list[list[Array]]]

UNITS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
STARTS = {
    "random": "random",
    "all weights and biases 0.5": "alike",
    "all weights and biases 0": "zero",
    "biases −9": "dead",
    "random, ten times as large": "large",
}
SEEDS = range(12)  # of random starts
LENGTHS = {"4,000": 4000, "40,000": 40_000}  # steps of training from each of them
HALVINGS = 5  # of the rate, spread evenly over the steps
STOPS = (0, 2, 6, 15, 30, 60, 120, 250, 500, 1000)  # steps; most happens early
PASSES_BACK = 3  # the cost of a gradient: two products on the way forward, four on the way back
LOSS_STOP = 6  # at which the loss is found


def walk_the_graph() -> LiveFigure:
    """Show a 1-2-1 network on one measurement as a graph, walked forward and back a number at a time; the next one can be guessed."""
    picture = GraphPicture()
    count = len(stops(GIVEN))
    given = {"nothing": "", **{name: name for name in GIVEN}}
    by = Styled((-3, 3, 0.1), label="by")

    @live(picture.figure, most_on_page=20, step=Steps(0, count, seconds=3), guess=Guess("step", "your guess"), change=given, by=by)
    def redraw(step: int = 0, guess: float | None = None, change: str = "", by: float = 0.1) -> str:
        changed = {name: round(value + by * (name == change), 6) for name, value in GIVEN.items()}
        walk = stops(changed)
        asked = walk[step] if step < count else None
        is_right = guess is not None and asked is not None and abs(guess - asked.number) < 0.005
        reached = walk[: step + is_right]
        found = reached[-1].rule if reached else "One measurement: x = 1, y = 3. The weights and biases are given."
        said = _judged(guess, asked, is_right) or (found, _prompt(walk, len(reached), change, by))
        shown = _shown(changed, reached, None if is_right else asked, change, said)
        picture.show(shown)
        numbers = [f"{name} {written(value)}" for name, value in shown.values.items()]
        numbers += [f"slope along {name} {written(value)}" for name, value in shown.slopes.items()]
        return f"{said[0]} {said[1]} {', '.join(numbers)}"

    return redraw


def _shown(given: Mapping[str, float], reached: Sequence[Stop], asked: Stop | None, change: str, said: tuple[str, str]) -> Shown:
    """Return the walk as it looks after these stops, and where it asks for a number."""
    values = {**given, **{stop.name: stop.number for stop in reached if not stop.is_slope}}
    slopes = {stop.name: stop.number for stop in reached if stop.is_slope}
    if slopes:
        slopes = {"loss": 1.0, **slopes}
    silent = {unit for unit in (0, 1) if f"hidden[0,{unit}]" in values and values[f"z[0,{unit}]"] <= 0}
    return Shown(values, slopes, reached[-1] if reached else None, asked, silent, change, said)


def _judged(guess: float | None, asked: Stop | None, is_right: bool) -> tuple[str, str] | None:
    """Return what is said of a guess, and how to go on; None where there is no guess, or nothing to guess."""
    if guess is None or asked is None:
        return None
    if is_right:
        return f"✓ Yes.  {asked.rule}", "Press Enter to go on."
    return f"✗ Not {written(guess)}.  {asked.hint}", "Try again, or press Enter to see it."


def _prompt(walk: Sequence[Stop], count: int, change: str, by: float) -> str:
    """Return what comes next, or, where a number is changed and the loss is known, what that does to the loss."""
    if not change or count < LOSS_STOP:
        return f"Next:  {walk[count].asks} = ?" if count < len(walk) else "Every parameter has its slope. Change one, and see."
    before, after = loss_of(GIVEN), walk[LOSS_STOP - 1].number
    said = f"{change} {'−' if by < 0 else '+'} {written(abs(by))}:  loss {written(before)} → {written(after)}"
    slope = next((stop.number for stop in stops(GIVEN) if stop.is_slope and stop.name == change), None)
    if count < len(walk) or slope is None:
        return said
    foreseen = f"{written(by)} × {written(slope)} = {written(by * slope)}"
    return f"{said}.  {foreseen} ✓" if abs(after - before - by * slope) < 1e-9 else f"{said}, not {foreseen}:  it went past a bend"


def cost_of_gradients(backpropagate: Backpropagate) -> LiveFigure:
    """Show what a gradient costs by central differences and by `backpropagate`, in forward passes: counted, and measured on request."""
    _, axes = plots.blank()
    counts = np.array([3 * units + 1 for units in UNITS])
    axes.plot(counts, 2 * counts, color=plots.OTHER_MODEL, linestyle="--", label="central differences, counted")
    (differences,) = axes.plot(counts, 2 * counts, "s", color=plots.OTHER_MODEL, label="central differences, measured")
    axes.plot(counts, PASSES_BACK + 0 * counts, color=plots.GRADIENT, linestyle="--", label="backpropagation, counted")
    (backwards,) = axes.plot(counts, PASSES_BACK + 0 * counts, "o", color=plots.GRADIENT, label="backpropagation, measured")
    axes.set(xscale="log", yscale="log", xlabel="parameters", ylabel="cost of a gradient, in forward passes", ylim=(1, 200_000))
    plots.legend(axes, "upper left")
    measured: dict[str, Array] = {}

    @live(axes.figure, on_page=False, measure_on_this_machine=False)
    def redraw(measure_on_this_machine: bool = False) -> str:
        if measure_on_this_machine and not measured:
            measured["both"] = np.array([_costs(units, backpropagate) for units in UNITS])
        for points in (differences, backwards):
            points.set_visible(measure_on_this_machine)
        if not measure_on_this_machine:
            axes.set_title("Nudging costs more with every parameter, walking back doesn't")
            return f"central differences cost more with every parameter, backpropagation always about {PASSES_BACK} forward passes"
        by_nudging, by_walking = measured["both"].T
        differences.set_ydata(by_nudging)
        backwards.set_ydata(by_walking)
        axes.set_ylim(1, max(200_000, 3 * by_nudging.max()))  # on a busy machine some take far longer
        times = by_nudging[-1] / by_walking[-1]
        axes.set_title(f"Backpropagation is up to {times:,.0f} times cheaper")
        return f"with {counts[-1]:,} parameters backpropagation costs {by_walking[-1]:.1f} forward passes, {times:,.0f} times less"

    return redraw


def watch_it_train(x: Array, y: Array, train: Train, units: int = 8) -> LiveFigure:
    """Show a network while it trains from five different starts, and how many different units it has; x and y have shape (n,)."""
    histories = {name: train(x[:, None], y[:, None], _start(name, units), 0.1, STOPS[-1]) for name in STARTS.values()}
    runs = {name: [history[step] for step in STOPS] for name, history in histories.items()}
    heights = {name: [mean_absolute_error(network(x[:, None], *each), y[:, None]) for each in run] for name, run in runs.items()}
    figure, (fit, loss) = plots.panels("", "", height=HEIGHT_OF_TWO)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    (hinges,) = fit.plot([], [], "D", color=plots.LOSS, markersize=7, zorder=4, label="hinges")
    plots.legend(fit, "upper center")
    (losses,) = loss.plot([], [], color=plots.LOSS)
    (mark,) = loss.plot([], [], "o", color=plots.MODEL, markersize=8, zorder=4)
    loss.set(xlabel="step", ylabel="mean absolute error (cm)", xlim=(-20, STOPS[-1] + 20), yscale="log", ylim=(0.4, 100))
    loss.set_yticks([0.5, 1, 2, 5, 10, 20, 50], ["0.5", "1", "2", "5", "10", "20", "50"])
    loss.minorticks_off()

    moving = curve, hinges, losses, mark, fit.title, loss.title

    @live(figure, ahead=True, moves={"step": moving, "start": moving}, step=Steps(0, STOPS[-1], stops=STOPS), start=STARTS)
    def redraw(step: int = 0, start: str = "random") -> str:
        reached = int(np.searchsorted(STOPS, step, side="right")) - 1
        W1, b1, W2, b2 = runs[start][reached]
        curve.set_ydata(network(GRID[:, None], W1, b1, W2, b2)[:, 0])
        bends = -b1[W1[0] != 0] / W1[0][W1[0] != 0]
        hinges.set_data(bends, network(bends[:, None], W1, b1, W2, b2)[:, 0])
        now = heights[start][: reached + 1]
        losses.set_data(STOPS[: reached + 1], now)
        mark.set_data([step], now[-1:])
        fit.set_title(state := _state(x, W1, b1, W2))
        loss.set_title(f"MAE {now[-1]:.2f} after {step} steps")
        label = next(label for label, name in STARTS.items() if name == start)
        return f"start: {label}; after {step} steps the MAE is {now[-1]:.2f}; {state}"

    return redraw


def _state(x: Array, W1: Array, b1: Array, W2: Array) -> str:
    """Return how many different units there are, and how many are silent on all measurements, in words."""
    different = len(np.unique(np.round([W1[0], b1, W2[:, 0]], 9), axis=1).T)
    silent = int((layer(x[:, None], W1, b1) <= 0).all(axis=0).sum())
    twins = "" if different == b1.size else f"{different} different unit{'s' * (different > 1)}, "
    return f"{twins}{silent} of {b1.size} units silent"


def compare_seeds(x: Array, y: Array) -> LiveFigure:
    """Show where training the same network ends from twelve random starts, after few and many steps; x and y have shape (n,)."""
    ends = {steps: trained_from(x, y, SEEDS, steps) for steps in LENGTHS.values()}
    heights = {steps: [mean_absolute_error(network(x[:, None], *each), y[:, None]) for each in rows] for steps, rows in ends.items()}
    figure, (fit, loss) = plots.panels("", "", height=HEIGHT_OF_TWO)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    (dots,) = loss.plot(SEEDS, SEEDS, "o", color=plots.LOSS)
    (ring,) = loss.plot([0], [0], "o", markersize=14, markerfacecolor="none", markeredgewidth=2, color=plots.MODEL)
    loss.set(xlabel="seed of the random start", ylabel="mean absolute error (cm)", ylim=(0, 1.7), xticks=SEEDS)

    @live(figure, ahead=True, moves={"seed": (curve, ring, fit.title)}, seed=Steps(SEEDS[0], SEEDS[-1], seconds=1), steps=LENGTHS)
    def redraw(seed: int = 0, steps: int = 4000) -> str:
        curve.set_ydata(network(GRID[:, None], *ends[steps][seed])[:, 0])
        dots.set_ydata(heights[steps])
        ring.set_data([seed], [heights[steps][seed]])
        dead = int((layer(x[:, None], *ends[steps][seed][:2]) <= 0).all(axis=0).sum())
        fit.set_title(said := f"seed {seed}: MAE {heights[steps][seed]:.2f}, {dead} of 8 units dead")
        loss.set_title(after := f"Twelve starts, after {steps:,} steps")
        return f"{after}; {said}"

    return redraw


def trained_from(x: Array, y: Array, seeds: Sequence[int], steps: int, units: int = 8) -> list[list[Array]]:
    """Return the parameters [W1, b1, W2, b2] at which training ends from each seed, at a rate of 0.1 that is halved as it goes on.

    All seeds are trained at once, on an axis of their own in front: that is much quicker than one after the other.
    """
    starts = [random_parameters(seed, units) for seed in seeds]
    W1, b1, W2, b2 = (np.stack(parts) for parts in zip(*starts, strict=True))
    b1, b2 = b1[:, None], b2[:, None]
    for step in range(steps):
        rate = 0.1 * 0.5 ** (HALVINGS * step // steps)
        z = x[:, None] @ W1 + b1
        hidden = np.maximum(z, 0)
        upstream = np.sign(hidden @ W2 + b2 - y[:, None]) / y.size
        below = upstream @ W2.swapaxes(1, 2) * (z > 0)
        W2 = W2 - rate * hidden.swapaxes(1, 2) @ upstream
        b2 = b2 - rate * upstream.sum(axis=1, keepdims=True)
        W1 = W1 - rate * x[None, :] @ below
        b1 = b1 - rate * below.sum(axis=1, keepdims=True)
    return [[W1[place], b1[place, 0], W2[place], b2[place, 0]] for place in range(len(starts))]


def _start(name: str, units: int) -> list[Array]:
    """Return the parameters to start from."""
    W1, b1, W2, b2 = random_parameters(16, units)
    if name in ("alike", "zero"):
        value = 0.5 if name == "alike" else 0.0
        return [np.full_like(W1, value), np.full_like(b1, value), np.full_like(W2, value), np.full_like(b2, value)]
    return [(10 if name == "large" else 1) * W1, b1 - (9 if name == "dead" else 0), (10 if name == "large" else 1) * W2, b2]


def nudged_gradients(x: Array, y: Array, parameters: Sequence[Array]) -> list[Array]:
    """Return the gradients of the network's MAE along W1, b1, W2 and b2 by central differences, each in the shape of its parameter."""
    ends = np.cumsum([part.size for part in parameters])[:-1]

    def shaped(flat: Array) -> list[Array]:
        return [part.reshape(one.shape) for part, one in zip(np.split(flat, ends), parameters, strict=True)]

    flat = np.concatenate([part.ravel() for part in parameters])
    return shaped(numerical_gradient(lambda changed: mean_absolute_error(network(x, *shaped(changed)), y), flat))


def _costs(units: int, backpropagate: Backpropagate) -> tuple[float, float]:
    """Return the cost of a gradient by central differences and by backpropagation, in forward passes, measured now."""
    x = np.linspace(-2, 2, 20)[:, None]
    parameters = random_parameters(0, units)
    forward = _seconds(lambda: mean_absolute_error(network(x, *parameters), x), 30)
    nudging = _seconds(lambda: nudged_gradients(x, x, parameters), 1)
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
