"""Measure the miss: residuals become one number, two losses and what they want, and the loss as a curve and as a landscape."""

from __future__ import annotations

import functools
import itertools

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.lessons.lesson_01.explorers import TOUCHES
from helpers.live import Handle, LiveFigure, live
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic

Array = NDArray[np.float64]

GRID = np.linspace(-2.2, 2.2, 200)
DRAGGED = 13  # the measurement that `drag_one_away` lets go: it lies above the best fit by either loss
WIDE = (8.6, 3.8)  # inches, for two axes side by side


def sticks_to_one_number(x: Array, y: Array) -> LiveFigure:
    """Show a quadratic with its residuals as sticks, and the same sticks side by side with their mean; x and y have shape (n,)."""
    figure, (fit, bars) = plots.panels("", "", size=WIDE)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    sticks = plots.sticks(x, y, y, fit)
    places = np.arange(1, len(x) + 1.0)
    lengths = plots.sticks(places, 0 * x, 0 * x, bars)
    level = bars.axhline(0, color=plots.DATA, linestyle="--", linewidth=1.6)
    bars.set(xlabel="measurement", ylabel="length of its stick", xlim=(0, len(x) + 1), ylim=(0, 20), xticks=[1, 5, 10, 15, 20])

    @live(figure, a=(-5, 5), b=(-5, 5), c=(-5, 5))
    def redraw(a: float = 2.0, b: float = 0.0, c: float = 3.0) -> None:
        predictions = quadratic(x, a, b, c)
        curve.set_ydata(quadratic(GRID, a, b, c))
        plots.move_sticks(sticks, x, predictions, y)
        plots.move_sticks(lengths, places, np.abs(predictions - y), 0 * y)
        miss = mean_absolute_error(predictions, y)
        level.set_ydata([miss, miss])
        fit.set_title(plots.equalities({"a": a, "b": b, "c": c}, 1))
        bars.set_title(f"their mean is {miss:.2f}")

    return redraw


def one_constant(x: Array, y: Array) -> LiveFigure:
    """Show one number as the prediction for all targets, and both losses of every such number; x and y have shape (n,)."""
    figure, (fit, absolute, squared) = plots.panels("", "", "", size=(9.4, 3.8))
    plots.measurements(x, y, fit)
    level = plots.curve(np.array([-2.2, 2.2]), np.zeros(2), fit)
    constants = np.linspace(0, 12, 241)
    losses = {absolute: mean_absolute_error, squared: mean_squared_error}
    marks = {}
    for axes, loss in losses.items():
        plots.curve(constants, np.array([loss(constant, y) for constant in constants]), axes, colour=plots.LOSS, label="loss")
        (marks[axes],) = axes.plot([0], [0], "o", color=plots.MODEL, markerfacecolor="none", markeredgewidth=2, markersize=10, zorder=4)
        axes.set(xlabel="the constant")
    middle = np.sort(y)[len(y) // 2 - 1 : len(y) // 2 + 1]  # between them the mean absolute error is level; n is even
    absolute.plot(middle, [mean_absolute_error(constant, y) for constant in middle], color=plots.DATA, linewidth=5, label="level")
    plots.legend(absolute, "upper center")

    @live(figure, constant=(0, 12))
    def redraw(constant: float = 1.0) -> None:
        level.set_ydata([constant, constant])
        fit.set_title(f"constant {constant:.1f}")
        for axes, loss in losses.items():
            marks[axes].set_data([constant], [loss(constant, y)])
        absolute.set_title(f"MAE {mean_absolute_error(constant, y):.3f}")
        squared.set_title(f"MSE {mean_squared_error(constant, y):.3f}")

    return redraw


def drag_one_away(x: Array, y: Array) -> LiveFigure:
    """Show the quadratics with the least MAE and the least MSE while one measurement is dragged; x and y have shape (n,)."""
    figure, axes = plots.measurements(np.delete(x, DRAGGED), np.delete(y, DRAGGED))
    axes.set(ylim=(-4, 32))
    absolute = plots.curve(GRID, 0 * GRID, axes, label="least MAE")
    squared = plots.curve(GRID, 0 * GRID, axes, colour=plots.OTHER_MODEL, label="least MSE")
    squared.set_linestyle("--")
    (dot,) = axes.plot([x[DRAGGED]], [y[DRAGGED]], "o", color=plots.LOSS, markersize=9, zorder=5)
    plots.legend(axes, "upper center")
    start = float(y[DRAGGED])

    @functools.cache  # a figure that is laid out anew for another width asks for all of them again
    def both_fits(height: float) -> tuple[Array, Array]:
        targets = y.copy()
        targets[DRAGGED] = height
        return least_absolute(x, targets), least_squares(x, targets)

    @live(figure, ahead=True, handles=[Handle("measurement", axes, x=float(x[DRAGGED]), y="height")], height=(-3, 30, 0.5))
    def redraw(height: float = start) -> str:
        for curve, fit in zip((absolute, squared), both_fits(height), strict=True):
            curve.set_ydata(quadratic(GRID, *fit))
        dot.set_ydata([height])
        here = [float(quadratic(x, *fit)[DRAGGED]) for fit in both_fits(height)]
        axes.set_title("Where the dot is, solid is at {:.2f} and dashed at {:.2f}".format(*here).replace("-", "−"))
        return "with one measurement at {:g}, the fit by MAE is at {:.2f} below it, and the one by MSE at {:.2f}".format(height, *here)

    return redraw


def along_one_parameter(x: Array, y: Array, b: float = 2.0, c: float = 1.0) -> LiveFigure:
    """Show the mean absolute error over a, with a kink where the curve passes a measurement; x and y have shape (n,), no x is 0."""
    figure, (fit, curve_of_loss) = plots.panels("", "", size=WIDE)
    low, high, bottom = -1.0, 7.0, 0.0
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    places = kinks(x, y, b, c)
    shown = places[(places > low) & (places < high)]
    along = np.sort(np.concatenate([shown, [low, high]]))
    plots.curve(along, _losses(along, x, y, b, c), curve_of_loss, colour=plots.LOSS, label="loss")
    curve_of_loss.plot(shown, _losses(shown, x, y, b, c), "D", color=plots.DATA, markersize=3.5, label=f"{len(shown)} kinks")
    (mark,) = curve_of_loss.plot([0], [0], "o", color=plots.MODEL, markersize=10, zorder=4)
    drop = curve_of_loss.vlines([0], bottom, 0, color=plots.TRACE, linestyle=":")
    curve_of_loss.set(xlabel="a", ylabel="mean absolute error", xlim=(low - 0.3, high + 0.3), ylim=(bottom, None))
    plots.legend(curve_of_loss, "upper center")

    @live(figure, handles=[Handle("a", curve_of_loss, x="a", y=bottom)], a=(low, high, 0.05))
    def redraw(a: float = 0.0) -> None:
        curve.set_ydata(quadratic(GRID, a, b, c))
        predictions = quadratic(x, a, b, c)
        loss = mean_absolute_error(predictions, y)
        mark.set_data([a], [loss])
        drop.set_segments([np.array([[a, bottom], [a, loss]])])
        above, on_it = int((y > predictions + TOUCHES).sum()), int((np.abs(y - predictions) <= TOUCHES).sum())
        fit.set_title(f"{above} dots above, {f'{on_it} on the curve, ' if on_it else ''}{len(y) - above - on_it} below")
        curve_of_loss.set_title(f"MAE {loss:.2f} at a = {a:.2f}".replace("-", "−"))

    return redraw


def landscape_and_fit(x: Array, y: Array, c: float = 1.0) -> LiveFigure:
    """Show the mean absolute error over a and b as a landscape with a point to drag, and the fit that it stands for; x and y are (n,)."""
    figure, (land, fit) = plots.panels("", "", size=WIDE)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    sticks = plots.sticks(x, y, y, fit)
    plots.landscape(x, y, c, land)
    (mark,) = land.plot([0], [0], "o", color=plots.MODEL, markersize=8, zorder=4)

    @live(figure, handles=[Handle("point on the landscape", land, x="a", y="b")], a=(-1.0, 7.0, 0.1), b=(-3.0, 7.0, 0.1))
    def redraw(a: float = 0.0, b: float = 0.0) -> None:
        mark.set_data([a], [b])
        predictions = quadratic(x, a, b, c)
        curve.set_ydata(quadratic(GRID, a, b, c))
        plots.move_sticks(sticks, x, predictions, y)
        land.set_title(f"MAE {mean_absolute_error(predictions, y):.2f}")
        fit.set_title(plots.equalities({"a": a, "b": b, "c": c}, 1))

    return redraw


def unseen_measurements() -> tuple[Array, Array]:
    """Return x and y of twenty measurements that no lesson has shown, each of shape (20,); their valley is another one."""
    x = np.linspace(-2, 2, 20)
    return x, np.round(quadratic(x, -1.6, 0.9, 2.3) + np.random.default_rng(7).normal(0, 0.6, 20), 1)


def fit_by_the_number(x: Array, y: Array) -> LiveFigure:
    """Show nothing of measurements and a fit but its mean absolute error, until the reader asks for more; x and y have shape (n,)."""
    figure, axes = plots.measurements(x, y)
    (dots,) = axes.lines
    curve = plots.curve(GRID, 0 * GRID, axes)
    number = axes.text(0.5, 0.5, "", ha="center", va="center", fontsize=30, color=plots.LOSS, transform=axes.transAxes)

    @live(figure, a=(-5, 5), b=(-5, 5), c=(-5, 5))
    def redraw(a: float = 0.0, b: float = 0.0, c: float = 0.0, show_the_picture: bool = False) -> str:
        curve.set_ydata(quadratic(GRID, a, b, c))
        loss = mean_absolute_error(quadratic(x, a, b, c), y)
        number.set_text(f"{loss:.3f}")
        for artist, is_seen in ((dots, show_the_picture), (curve, show_the_picture), (number, not show_the_picture)):
            artist.set_visible(is_seen)
        axes.tick_params(labelleft=show_the_picture)
        axes.set_title(f"Mean absolute error {loss:.3f}" if show_the_picture else "Mean absolute error")
        return f"mean absolute error {loss:.3f}"

    return redraw


def least_with_sliders(x: Array, y: Array) -> float:
    """Return the least mean absolute error of a quadratic whose a, b and c stand at stops from −5 to 5; x and y have shape (n,)."""
    stops = np.linspace(-5, 5, 101).round(1)
    a, b = (values[..., None, None] for values in np.meshgrid(stops, stops, indexing="ij"))
    return min(float(np.abs(a * x**2 + b * x + c - y).mean(axis=-1).min()) for c in stops)


def least_squares(x: Array, y: Array) -> Array:
    """Return a, b, c of the quadratic with the least mean squared error, shape (3,); x and y have shape (n,)."""
    fit = np.linalg.lstsq(_powers(x), y, rcond=None)[0]
    return fit.astype(np.float64)


def least_absolute(x: Array, y: Array) -> Array:
    """Return a, b, c of a quadratic with the least mean absolute error, shape (3,); x has three different numbers, shapes (n,).

    There is always one that passes through three of the measurements, because this is a linear program, and the best corner of a
    linear program is a best point (Wagner, "Linear programming techniques for regression analysis", 1959). So try all of them.
    """
    triples = np.array(list(itertools.combinations(range(len(x)), 3)))
    triples = triples[[len(set(three)) == 3 for three in x[triples].tolist()]]  # no quadratic is defined by two places
    fits = np.linalg.solve(_powers(x)[triples], y[triples][..., None])[..., 0].astype(np.float64)
    best: Array = fits[np.abs(fits @ _powers(x).T - y).mean(axis=1).argmin()]
    return best


def kinks(x: Array, y: Array, b: float, c: float) -> Array:
    """Return the values of a at which the curve passes a measurement, in order, shape (n,); no x is 0."""
    places: Array = (y - b * x - c) / x**2
    return np.sort(places)


def _losses(along: Array, x: Array, y: Array, b: float, c: float) -> Array:
    return np.array([mean_absolute_error(quadratic(x, a, b, c), y) for a in along])


def _powers(x: Array) -> Array:
    powers: Array = np.stack([x**2, x, np.ones_like(x)], axis=1)
    return powers
