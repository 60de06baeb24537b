"""Fit a quadratic: a curve, what it misses, and a patient hand that turns one knob at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.live import LiveFigure, live, still
from helpers.model import quadratic, residuals

Array = NDArray[np.float64]
Parameters = dict[str, float]

GRID = np.linspace(-2.2, 2.2, 200)
TOUCHES = 1e-9  # how far a curve may pass a dot and still go through it: sums of decimals are not exact
STOPS = np.round(np.linspace(-5, 5, 101), 1)  # where the sliders a, b and c can stand


def fit_with_sticks(x: Array, y: Array, a: float = 0.0, b: float = 0.0, c: float = 0.0) -> LiveFigure:
    """Show a quadratic with a slider for each parameter, from a, b and c on, and its residuals as sticks; x and y are (n,)."""
    figure, axes = plots.measurements(x, y)
    curve = plots.curve(GRID, quadratic(GRID, a, b, c), axes)
    sticks = plots.sticks(x, quadratic(x, a, b, c), y, axes)

    @live(figure, a=(-5, 5), b=(-5, 5), c=(-5, 5))
    def redraw(a: float = a, b: float = b, c: float = c, show_sticks: bool = True) -> str:
        curve.set_ydata(quadratic(GRID, a, b, c))
        plots.move_sticks(sticks, x, quadratic(x, a, b, c), y)
        sticks.set_visible(show_sticks)
        length = np.abs(residuals(quadratic(x, a, b, c), y)).sum()
        axes.set_title(f"All sticks together: {length:.2f}")
        return f"all sticks together are {length:.2f} long"

    return redraw


def turn_knob(name: str, now: Parameters, x: Array, y: Array) -> Parameters:
    """Return the parameters with one of them moved to where the sticks are shortest all together."""
    sums = np.array([np.abs(residuals(quadratic(x, **{**now, name: stop}), y)).sum() for stop in STOPS])
    best = STOPS[sums < sums.min() + TOUCHES]  # often several
    return {**now, name: float(best[np.abs(best - now[name]).argmin()])}


def turn_one_knob_at_a_time(x: Array, y: Array, order: str = "abc", rounds: int = 6) -> list[Parameters]:
    """Return the parameters after each turn of a knob, beginning with all of them at 0; x and y are (n,)."""
    turns = [{"a": 0.0, "b": 0.0, "c": 0.0}]
    for name in order * rounds:
        turns.append(turn_knob(name, turns[-1], x, y))
    return turns


def watch_a_patient_hand(x: Array, y: Array, rounds: int = 6) -> LiveFigure:
    """Show what `turn_one_knob_at_a_time` does, turn by turn, in two orders; x and y are (n,)."""
    orders = {"a, then b, then c": "abc", "c, then b, then a": "cba"}
    turns = {order: turn_one_knob_at_a_time(x, y, order, rounds) for order in orders.values()}
    figure, axes = plots.measurements(x, y)
    before = plots.curve(GRID, quadratic(GRID, 0, 0, 0), axes, colour=plots.TRACE, label="one turn ago")
    before.set(linestyle=":", linewidth=1.6)
    curve = plots.curve(GRID, quadratic(GRID, 0, 0, 0), axes)
    sticks = plots.sticks(x, quadratic(x, 0, 0, 0), y, axes)

    @live(figure, ahead=True, turns_taken=(0, 3 * rounds), order=orders)
    def redraw(turns_taken: int = 0, order: str = "abc") -> None:
        now, earlier = turns[order][turns_taken], turns[order][max(0, turns_taken - 1)]
        curve.set_ydata(quadratic(GRID, **now))
        before.set_ydata(quadratic(GRID, **earlier))
        plots.move_sticks(sticks, x, quadratic(x, **now), y)
        turned = f"Turn {turns_taken} ({order[(turns_taken - 1) % 3]}): " if turns_taken else "Start: "
        axes.set_title(turned + plots.equalities(now, 1))

    return redraw


def compare_two_fits(x: Array, y: Array, solid: Parameters, dashed: Parameters) -> LiveFigure:
    """Show two quadratics over the same measurements, one solid and one dashed; x and y are (n,)."""
    figure, axes = plots.measurements(x, y)
    plots.curve(GRID, quadratic(GRID, **solid), axes, label=plots.equalities(solid, 1))
    other = plots.curve(GRID, quadratic(GRID, **dashed), axes, colour=plots.OTHER_MODEL, label=plots.equalities(dashed, 1))
    other.set_linestyle("--")
    plots.legend(axes, "upper center")
    axes.set_title("Two good fits: which one is better?")
    return still(figure, "two quadratics, one solid and one dashed, that both follow the measurements closely")
