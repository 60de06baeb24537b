"""Measure the miss: what each loss wants, what one wrong reading does to it, and the loss as a landscape."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from helpers import plots
from helpers.live import Handle, LiveFigure, live, still
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic, residuals

Array = NDArray[np.float64]

GRID = np.linspace(-2.2, 2.2, 200)
HEIGHT_OF_TWO = 3.8  # inches, for two axes side by side
HEIGHT_OF_THREE = 3.7  # inches, for three
DRAGGED = 13  # the reading that `drag_one_away` lets go: it lies above the best fit by either loss
FRAME = 4 / 19  # seconds from one reading to the next
FOUND = 0.6  # the loss below which `fit_by_the_number` shows its picture


def drag_one_away(x: Array, y: Array) -> LiveFigure:
    """Show the quadratics with the least MAE and the least MSE while one reading is dragged anywhere; x and y have shape (n,)."""
    figure, axes = plots.measurements(np.delete(x, DRAGGED), np.delete(y, DRAGGED))
    axes.set(xlim=(-2.3, 6.4), ylim=(-4, 32))
    grid = np.linspace(-2.3, 6.4, 150)
    absolute = plots.curve(grid, 0 * grid, axes, label="least mean absolute error")
    squared = plots.curve(grid, 0 * grid, axes, colour=plots.OTHER_MODEL, label="least mean squared error")
    squared.set_linestyle("--")
    (dot,) = axes.plot([0], [0], "o", color=plots.LOSS, markersize=9, zorder=5)
    axes.lines[0].set_label("_")  # dots need no legend
    plots.legend(axes, "lower right")
    first, start = round(float(x[DRAGGED]), 9), float(y[DRAGGED])  # as the stops of a slider are rounded
    handle = Handle("orange dot", axes, x="time", y="distance")

    @live(
        figure,
        ahead=True,
        handles=[handle],
        moves=dict.fromkeys(("distance", "time"), (absolute, squared, dot, axes.title)),
        distance=(start - 8, start + 24, 1.0),
        time=(first - 5 * FRAME, 6.0, 5 * FRAME),
    )
    def redraw(distance: float = start, time: float = first) -> str:
        moved_x, moved_y = x.copy(), y.copy()
        moved_x[DRAGGED], moved_y[DRAGGED] = time, distance
        misses = []
        for curve, fit in ((absolute, least_absolute(moved_x, moved_y)), (squared, least_squares(moved_x, moved_y))):
            curve.set_ydata(quadratic(grid, *fit))
            misses.append(float(quadratic(np.array([time]), *fit)[0]) - distance)
        dot.set_data([time], [distance])
        axes.set_title("Distance from the dot: solid {:.1f} cm, dashed {:.1f} cm".format(*map(abs, misses)))
        return "the curve with the least MAE passes {}, the one with the least MSE {}".format(*map(_where, misses))

    return redraw


def _where(residual: float) -> str:
    """Return in words on which side of the dot a curve passes: "1.1 cm below the dot"."""
    if abs(residual) < 0.05:
        return "through the dot"
    return f"{abs(residual):.1f} cm {'above' if residual > 0 else 'below'} the dot"


def one_constant(x: Array, y: Array) -> LiveFigure:
    """Show one number as the prediction at every x, and both losses of every such number; x and y have shape (n,)."""
    figure, (fit, absolute, squared) = plots.panels("One number", "", "", height=HEIGHT_OF_THREE)
    plots.measurements(x, y, fit)
    level = plots.curve(np.array([-2.2, 2.2]), np.zeros(2), fit)
    low, high = 2.0, 9.0
    corners = np.unique(y[(y > low) & (y < high)])
    losses = {absolute: mean_absolute_error, squared: mean_squared_error}
    constants = {absolute: np.array([low, *corners, high]), squared: np.linspace(low, high, 100)}
    marks = {}
    for axes, loss in losses.items():
        plots.curve(constants[axes], _of_each(loss, constants[axes], y), axes, colour=plots.LOSS, label="_")
        marks[axes] = _cross(axes)
        axes.set(xlabel="the number (cm)", xlim=(low - 0.3, high + 0.3))
    absolute.set_ylim(3.6, 5.5)
    squared.set_ylim(20, 38)
    absolute.plot(corners, _of_each(mean_absolute_error, corners, y), "D", color=plots.DATA, markersize=3.5, label="kinks")
    plots.legend(absolute, "upper center")

    moves = {"number": (level, *marks.values(), absolute.title, squared.title)}

    @live(figure, ahead=True, handles=[Handle("level line", fit, x=1.85, y="number")], moves=moves, number=(low, high, 0.2))
    def redraw(number: float = 3.0) -> None:
        level.set_ydata([number, number])
        for axes, loss in losses.items():
            marks[axes].set_data([number], [loss(number, y)])
        absolute.set_title(f"MAE {mean_absolute_error(number, y):.2f} cm")
        squared.set_title(f"MSE {mean_squared_error(number, y):.2f} cm²")

    return redraw


def turn_a_alone(x: Array, y: Array, b: float = 2.0, c: float = 1.0) -> LiveFigure:
    """Show the miss of the reading that was put at a wrong time, and those of all others, while a turns; x and y have shape (n,)."""
    figure, (fit, sums) = plots.panels(f"b = {b:g}, c = {c:g}", "", height=HEIGHT_OF_TWO)
    plots.measurements(x, y, fit)
    fit.set(xlim=(-2.3, 6.4), ylim=(-30, 125))
    grid = np.linspace(-2.3, 6.4, 150)
    sticks = plots.sticks(x, y, y, fit)
    curve = plots.curve(grid, 0 * grid, fit)
    fit.plot(x[DRAGGED], y[DRAGGED], "o", color=plots.LOSS, markersize=9, zorder=5)
    bars = sums.bar([0, 1], [0, 0], color=[plots.LOSS, plots.DATA], width=0.6)
    sums.set(ylim=(0, 125), ylabel="misses (cm)", xticks=[0, 1], xticklabels=["the orange dot", "all the others"])

    @live(figure, ahead=True, moves={"a": (curve, sticks, *bars, sums.title)}, a=(-1.0, 3.0, 0.2))
    def redraw(a: float = 3.0) -> str:
        curve.set_ydata(quadratic(grid, a, b, c))
        plots.move_sticks(sticks, x, quadratic(x, a, b, c), y)
        misses = np.abs(residuals(quadratic(x, a, b, c), y))
        one, others = float(misses[DRAGGED]), float(np.delete(misses, DRAGGED).sum())
        for bar, height in zip(bars, (one, others), strict=True):
            bar.set_height(height)
        sums.set_title(f"All misses together: {one + others:.1f} cm")
        return f"the orange dot is missed by {one:.1f} cm, all the others together by {others:.1f} cm"

    return redraw


def huber(misses: Array) -> Array:
    """Return the square of each miss up to 1, and beyond that the straight line that goes on from there; any shape."""
    return np.where(np.abs(misses) < 1, misses**2, 2 * np.abs(misses) - 1)


def price_of_one_miss() -> LiveFigure:
    """Show what a miss costs by its size, by its square, and by the Huber loss."""
    figure, (axes,) = plots.panels("Huber: a square that goes on straight", width=6.4, height=3.4)
    miss = np.linspace(-4, 4, 201)
    plots.curve(miss, np.abs(miss), axes, label="size")
    plots.curve(miss, miss**2, axes, colour=plots.OTHER_MODEL, label="square").set_linestyle("--")
    plots.curve(miss, huber(miss), axes, colour=plots.LOSS, label="Huber").set_linestyle("-.")
    axes.set(xlabel="residual (cm)", ylabel="cost", ylim=(0, 9))
    plots.legend(axes, "upper center")
    return still(figure, "the Huber loss lies on the square for misses up to 1 cm, and beyond that goes on along straight lines")


def two_valleys(x: Array, y: Array, c: float = 1.0) -> LiveFigure:
    """Show both losses over a and b as maps, the curve at a point to drag, and on demand the creases; x and y are (n,), no x is 0."""
    figure, (fit, absolute, squared) = plots.panels(f"c = {c:g}", "", "", height=HEIGHT_OF_THREE)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    (nearest,) = fit.plot([0], [0], "o", color=plots.LOSS, markersize=9, zorder=4)
    plots.landscape(x, y, c, absolute)
    plots.landscape_of_squares(x, y, c, squared)
    (lit,) = absolute.plot([0, 0], [0, 0], color=plots.DATA, linewidth=1.8)
    on_demand = nearest, lit, _fading_creases(x, y, c, absolute)
    marks = {axes: _cross(axes) for axes in (absolute, squared)}
    handles = [Handle("point on the map of the MAE", absolute, "a", "b", grip="below"),
               Handle("point on the map of the MSE", squared, "a", "b", grip="below")]  # fmt: skip

    moves = {**dict.fromkeys("ab", (curve, nearest, lit, *marks.values(), absolute.title, squared.title)), "creases": on_demand}

    @live(figure, most_on_page=198, handles=handles, moves=moves, a=(-1.0, 7.0, 0.1), b=(-3.0, 7.0, 0.1), creases=False)
    def redraw(a: float = 0.0, b: float = 0.0, creases: bool = False) -> str:
        predictions = quadratic(x, a, b, c)
        curve.set_ydata(quadratic(GRID, a, b, c))
        index = int(np.abs(residuals(predictions, y)).argmin())
        nearest.set_data([x[index]], [y[index]])
        lit.set_data(plots.crease(x[index], y[index], c))
        for artist in on_demand:
            artist.set_visible(creases)
        for mark in marks.values():
            mark.set_data([a], [b])
        by_size, by_square = mean_absolute_error(predictions, y), mean_squared_error(predictions, y)
        absolute.set_title(f"MAE {by_size:.2f} cm")
        squared.set_title(f"MSE {by_square:.2f} cm²")
        where = f"; the curve passes nearest to the reading at x = {x[index]:.2f}" if creases else ""
        return f"MAE {by_size:.2f} cm, MSE {by_square:.2f} cm²{where}"

    return redraw


def _fading_creases(x: Array, y: Array, c: float, axes: Axes) -> LineCollection:
    """Return a thin line where a quadratic runs through a measurement, fainter towards the bottom, where the lines crowd."""
    bottom = least_squares(x, y)[:2]
    along = np.linspace(0, 1, 80)[:, None]
    pieces, alphas = [], []
    for at, target in zip(x, y, strict=True):
        first, last = np.stack(plots.crease(at, target, c), axis=1)
        points = first + along * (last - first)
        alphas += np.clip(np.linalg.norm(points[1:] - bottom, axis=1) / 6 - 0.1, 0.04, 0.6).tolist()
        pieces += list(np.stack([points[:-1], points[1:]], axis=1))
    drawn = LineCollection(pieces, colors=plots.DATA, linewidths=0.6, alpha=alphas)
    axes.add_collection(drawn, autolim=False)
    return drawn


def films_where_squares_win(wrong: int, films: int = 300) -> int:
    """Film a marble that moves as 3x² + 2x + 1, and return in how many films the curve with the least MSE is nearer to that.

    Nearer than the one with the least MAE, on average over x. A film has twenty readings with bell-shaped errors, and `wrong` of
    them are 20 cm too high.
    """
    chance = np.random.default_rng((3, wrong))
    x = np.linspace(-2, 2, 20)
    truth = quadratic(x, 3, 2, 1)
    wins = 0
    for _ in range(films):
        readings = truth + chance.normal(0, 1, 20)
        readings[chance.choice(20, wrong, replace=False)] += 20
        by_square, by_size = (mean_absolute_error(quadratic(x, *best(x, readings)), truth) for best in (least_squares, least_absolute))
        wins += bool(by_square < by_size)
    return wins


def unseen_measurements() -> tuple[Array, Array]:
    """Return x and y of twenty readings that no lesson has shown, each of shape (20,); their valley lies elsewhere."""
    x = np.linspace(-2, 2, 20)
    return x, np.round(quadratic(x, -1.8, -1.3, 2.2) + np.random.default_rng(3).normal(0, 0.5, 20), 1)


def fit_by_the_number(x: Array, y: Array) -> LiveFigure:
    """Show nothing of a fit but its mean absolute error, until that is below `FOUND`; x and y have shape (n,)."""
    figure, axes = plots.measurements(x, y)
    (dots,) = axes.lines
    axes.set(xticks=[], yticks=[])
    curve = plots.curve(GRID, 0 * GRID, axes)
    number = axes.text(0.5, 0.5, "", ha="center", va="center", fontsize=30, color=plots.LOSS, transform=axes.transAxes)
    words = axes.set_title("", y=1.0)

    @live(figure, most_on_page=343, moves=dict.fromkeys("abc", (dots, curve, number, words)), a=(-3, 3), b=(-3, 3), c=(-3, 3))
    def redraw(a: float = 0.0, b: float = 0.0, c: float = 0.0) -> str:
        curve.set_ydata(quadratic(GRID, a, b, c))
        loss = mean_absolute_error(quadratic(x, a, b, c), y)
        number.set_text(f"MAE {loss:.3f} cm")
        found = bool(loss < FOUND)
        for artist in (dots, curve):
            artist.set_visible(found)
        number.set_y(0.06 if found else 0.5)
        words.set_text("There it is! Can you get lower still?" if found else f"Get below {FOUND} to reveal the picture")
        return f"mean absolute error {loss:.3f}" + (", and the curve runs among the dots" if found else ", and nothing else to see")

    return redraw


def least_with_sliders(x: Array, y: Array) -> float:
    """Return the least mean absolute error with a, b and c at stops of `fit_by_the_number`; x and y have shape (n,)."""
    stops = np.linspace(-3, 3, 61).round(1)
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
    triples, inverses = _through_three(tuple(x.tolist()))
    fits = (inverses @ y[triples][..., None])[..., 0]
    best: Array = fits[np.abs(fits @ _powers(x).T - y).mean(axis=1).argmin()]
    return best


@functools.lru_cache(maxsize=64)  # the same x comes with many y: a dot is dragged, or everything is measured again
def _through_three(x: tuple[float, ...]) -> tuple[NDArray[np.intp], Array]:
    """Return all triples of places, shape (m, 3), and what turns their three targets into a, b, c, shape (m, 3, 3)."""
    places = np.array(x)
    triples = np.array(list(itertools.combinations(range(len(x)), 3)))
    triples = triples[[len(set(three)) == 3 for three in places[triples].tolist()]]  # no quadratic is defined by two places
    return triples, np.linalg.inv(_powers(places)[triples]).astype(np.float64)


def _of_each(loss: Callable[[float, Array], np.floating[Any]], constants: Array, y: Array) -> Array:
    return np.array([loss(constant, y) for constant in constants])


def _cross(axes: Axes) -> Line2D:
    """Return a mark for where a control stands, which leaves what is under it in sight."""
    (mark,) = axes.plot([0], [0], "+", color=plots.MODEL, markersize=14, markeredgewidth=2.4, zorder=4)
    return mark


def _powers(x: Array) -> Array:
    powers: Array = np.stack([x**2, x, np.ones_like(x)], axis=1)
    return powers
