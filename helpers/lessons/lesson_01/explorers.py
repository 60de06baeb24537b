"""Fit a quadratic: a curve and what it misses, two hands that turn one knob at a time, and a machine that turns all three at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import NDArray

from helpers import plots
from helpers.live import LiveFigure, Steps, live, still
from helpers.model import quadratic, residuals

Array = NDArray[np.float64]
Parameters = dict[str, float]

GRID = np.linspace(-2.2, 2.2, 60)  # a parabola of straight pieces, each too short to see
TOUCHES = 1e-9  # how far a curve may pass a dot and still go through it: sums of decimals are not exact
KNOB = (0, 5)  # from where to where a slider goes
STOPS = np.round(np.linspace(*KNOB, 51), 1)  # where the sliders a, b and c can stand
ROUNDS = 6  # of turning each knob once: after that both hands are stuck
MACHINE_STEPS = 60
NUDGE = 0.01  # how far the machine raises a knob to see whether that helps
DIAL = np.array([1.25, -0.25]) * np.pi  # where a dial's pointer stands at 0 and at its largest
DIAL_TOP = 4  # its largest number


def fit_with_sticks(x: Array, y: Array) -> LiveFigure:
    """Show a quadratic with a slider for each parameter, and its residuals as sticks; x and y are (n,)."""
    figure, axes = plots.measurements(x, y)
    curve = plots.curve(GRID, 0 * GRID, axes)
    sticks = plots.sticks(x, 0 * x, y, axes)

    @live(figure, a=(*KNOB, 0.1), b=(*KNOB, 0.1), c=(*KNOB, 0.1))
    def redraw(a: float = 0.0, b: float = 0.0, c: float = 0.0) -> str:
        curve.set_ydata(quadratic(GRID, a, b, c))
        plots.move_sticks(sticks, x, quadratic(x, a, b, c), y)
        total = sum_of_lengths({"a": a, "b": b, "c": c}, x, y)
        axes.set_title(f"All sticks together: {total:.1f} cm")
        return f"all sticks together are {total:.1f} cm long"

    return redraw


def sum_of_lengths(parameters: Parameters, x: Array, y: Array) -> float:
    """Return how long all sticks of a quadratic are together, in the unit of y; x and y are (n,)."""
    return float(np.abs(residuals(quadratic(x, **parameters), y)).sum())


def turn_knob(name: str, now: Parameters, x: Array, y: Array) -> Parameters:
    """Return the parameters with one of them moved to where the sticks are shortest all together."""
    sums = np.array([sum_of_lengths({**now, name: stop}, x, y) for stop in STOPS])
    best = STOPS[sums < sums.min() + TOUCHES]  # often several
    return {**now, name: float(best[np.abs(best - now[name]).argmin()])}


def turn_one_knob_at_a_time(x: Array, y: Array, order: str = "abc", rounds: int = ROUNDS) -> list[Parameters]:
    """Return the parameters after each turn of a knob, beginning with all of them at 0; x and y are (n,)."""
    turns = [{"a": 0.0, "b": 0.0, "c": 0.0}]
    for name in order * rounds:
        turns.append(turn_knob(name, turns[-1], x, y))
    return turns


def watch_two_hands(x: Array, y: Array) -> LiveFigure:
    """Show what `turn_one_knob_at_a_time` does in two orders, turn by turn and both at once; x and y are (n,)."""
    hands = {order: turn_one_knob_at_a_time(x, y, order) for order in ("abc", "cba")}
    figure, axes = plots.measurements(x, y)
    curves = {
        "abc": plots.curve(GRID, 0 * GRID, axes, label="first a, then b, then c"),
        "cba": plots.curve(GRID, 0 * GRID, axes, colour=plots.OTHER_MODEL, label="first c, then b, then a"),
    }
    curves["cba"].set_linestyle("--")
    plots.legend(axes, "upper center")

    @live(figure, ahead=True, turn=Steps(0, 3 * ROUNDS))
    def redraw(turn: int = 0) -> str:
        now = {order: hand[turn] for order, hand in hands.items()}
        for order, curve in curves.items():
            curve.set_ydata(quadratic(GRID, **now[order]))
        solid, dashed = (sum_of_lengths(parameters, x, y) for parameters in now.values())
        stuck = all(hand[turn] == hand[-1] for hand in hands.values())
        axes.set_title(f"{'Both stuck' if stuck else f'Turn {turn}'}: solid {solid:.1f} cm, dashed {dashed:.1f} cm")
        return f"all sticks together are {solid:.1f} cm long with a first and {dashed:.1f} cm with c first{', and both are stuck' * stuck}"

    return redraw


def machine_path(x: Array, y: Array) -> list[Parameters]:
    """Return the parameters before and after each step of the machine whose code the lesson shows; x and y are (n,)."""
    path = [{"a": 0.0, "b": 0.0, "c": 0.0}]
    for _ in range(MACHINE_STEPS):
        now = path[-1]
        total = sum_of_lengths(now, x, y)
        gains = {name: total - sum_of_lengths({**now, name: value + NUDGE}, x, y) for name, value in now.items()}
        path.append({name: value + gains[name] / 2 for name, value in now.items()})
    return path


def watch_the_machine(x: Array, y: Array) -> LiveFigure:
    """Show the machine, step by step: three knobs that turn, the curve, and its sticks; x and y are (n,)."""
    path = machine_path(x, y)
    figure, axes = plots.measurements(x, y)
    curve = plots.curve(GRID, 0 * GRID, axes)
    sticks = plots.sticks(x, 0 * x, y, axes)
    dials = _dials(axes)

    @live(figure, ahead=True, step=Steps(0, MACHINE_STEPS, seconds=0.2))
    def redraw(step: int = 0) -> str:
        now = path[step]
        curve.set_ydata(quadratic(GRID, **now))
        plots.move_sticks(sticks, x, quadratic(x, **now), y)
        for place, (name, value) in enumerate(now.items()):
            _turn_dial(*dials[name], place, name, value)
        total = sum_of_lengths(now, x, y)
        axes.set_title(f"Step {step}: all sticks together {total:.1f} cm")
        return f"all sticks together are {total:.1f} cm long, with {plots.equalities(now, 1)}"

    return redraw


def _dials(axes: Axes) -> dict[str, tuple[Line2D, Text]]:
    """Return the pointer and the words of a dial for each parameter, drawn where the axes are empty."""
    inset = axes.inset_axes((0.2, 0.56, 0.52, 0.42))
    inset.set(xlim=(-1.4, 7.4), ylim=(-2.2, 1.4), aspect="equal")
    inset.axis("off")
    round_about, ticks = np.linspace(0, 2 * np.pi, 60), np.linspace(DIAL[0], DIAL[1], DIAL_TOP + 1)
    for middle in (0, 3, 6):
        inset.plot(middle + np.cos(round_about), np.sin(round_about), color=plots.MODEL, linewidth=1.5)
        inset.plot(middle + np.cos(ticks) * [[1.1], [1.3]], np.sin(ticks) * [[1.1], [1.3]], color=plots.MODEL, linewidth=1)
    pointers = [inset.plot([], [], color=plots.MODEL, linewidth=3, solid_capstyle="round")[0] for _ in "abc"]
    words = [inset.text(middle, -1.4, "", ha="center", va="top", fontsize=10.5) for middle in (0, 3, 6)]
    return dict(zip("abc", zip(pointers, words, strict=True), strict=True))


def _turn_dial(pointer: Line2D, words: Text, place: int, name: str, value: float) -> None:
    """Let a dial, the first, second or third, show a value."""
    angle = np.interp(value, (0, DIAL_TOP), DIAL)
    pointer.set_data(3 * place + np.array([0.25, 0.85]) * np.cos(angle), np.array([0.25, 0.85]) * np.sin(angle))
    words.set_text(plots.equalities({name: value}, 1))


def compare_two_fits(x: Array, y: Array, model: Callable[..., Array], machine: Parameters, hand: Parameters) -> LiveFigure:
    """Show the machine's fit, solid, and a hand's, dashed, over the same measurements; x and y are (n,)."""
    figure, axes = plots.measurements(x, y)
    plots.curve(GRID, model(GRID, **machine), axes, label="machine")
    plots.curve(GRID, model(GRID, **hand), axes, colour=plots.OTHER_MODEL, label="hand, c first").set_linestyle("--")
    plots.legend(axes, "upper center")
    axes.set_title("Two good fits: which one is better?")
    return still(figure, "two quadratics, the machine's solid and the hand's dashed, that both follow the measurements closely")
