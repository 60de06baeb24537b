"""Follow the slope: one knob that walks downhill, a curve that fits itself, a walk on the map, and what happens at its bottom."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from helpers import plots
from helpers.descent import gradient_descent, mae_gradient, numerical_gradient
from helpers.live import Handle, LiveFigure, Steps, Styled, live, still
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic

Array = NDArray[np.float64]
Gradient = Callable[[Array], Array]

GRID = np.linspace(-2.2, 2.2, 200)
HEIGHT_OF_TWO = 3.8  # inches, for two axes side by side
NUDGE, KNOB_RATE, KNOB_STEPS = 0.1, 0.5, 5  # of the first figure
STAGES = 3  # of each of its steps: where we are, the nudge, the step
FIT_RATE, FIT_STEPS = 0.1, 60
MAP_RATE, MAP_STEPS = 0.1, 60
HOVER_STEPS, HOVERING = 200, 30  # steps in all, and the last ones, which are shown
ZOOM = 0.045  # of the map, to each side of its bottom


def walk_one_knob(x: Array, y: Array, b: float = 2.0, c: float = 1.0) -> LiveFigure:
    """Show the mean absolute error over a, and how a nudge, a slope and a step at a time lead downhill on it; x and y have shape (n,)."""
    axes = _loss_along_a(x, y, b, c)
    (trail,) = axes.plot([0], [0], ".", color=plots.PATH, markersize=9)
    (line,) = axes.plot([0, 0], [0, 0], color=plots.GRADIENT, linestyle="--", linewidth=1.6)
    (nudged,) = axes.plot([0], [0], "o", color=plots.MODEL, markerfacecolor="none", markersize=9, zorder=5)
    (here,) = axes.plot([0], [0], "o", color=plots.MODEL, markersize=9, zorder=6)
    arrow = axes.quiver([0], [0], [0], [0], color=plots.GRADIENT, angles="xy", scale_units="xy", scale=1, width=0.009, zorder=7)
    words = axes.text(3, 5.75, "", ha="center", va="top", multialignment="left", linespacing=1.5)
    (foot,) = axes.plot([0], [0], "^", color=plots.DATA, markersize=8, clip_on=False, zorder=5)
    start_handle = Handle("start", axes, x="start", y=0, tag="", grip="above")

    @live(axes.figure, handles=[start_handle], move=Steps(0, STAGES * KNOB_STEPS, seconds=0.9), start=(0, 6, 2))
    def redraw(move: int = 0, start: int = 0) -> str:
        done, stage = divmod(move, STAGES)
        walk = _knob_walk(float(start), x, y, b, c)
        now = walk[done]
        new = walk[done + 1] if stage else now
        trail.set_data([each.a for each in walk[:done]], [each.loss for each in walk[:done]])
        here.set_data([now.a], [now.loss])
        nudged.set_data([now.a + NUDGE], [now.nudged])
        line.set_data([now.a - 1.5, now.a + 1.5], [now.loss - 1.5 * now.slope, now.loss + 1.5 * now.slope])
        arrow.set_offsets([[now.a, now.loss]])
        arrow.set_UVC([new.a - now.a], [0])
        for artist, first in ((nudged, 1), (line, 1), (arrow, 2)):
            artist.set_visible(stage >= first)
        foot.set_data([start], [0])
        words.set_text(said := now.words(stage, new.a))
        return said.replace("\n", "; ")

    return redraw


@dataclass(frozen=True)
class _Place:
    """A value of a, the loss there and after a nudge, and the slope that the nudge measures."""

    a: float
    loss: float
    nudged: float

    @property
    def slope(self) -> float:
        return (self.nudged - self.loss) / NUDGE

    def words(self, stage: int, new: float) -> str:
        """Return what is known at a stage of the step to a new value of a, a line each."""
        change, slope = f"{self.nudged - self.loss:+.3f}", f"{self.slope:.2f}"
        said = (
            f"a = {self.a:.2f}, loss {self.loss:.3f}",
            f"nudge a by {NUDGE:g}: loss {change}\nslope: {change} / {NUDGE:g} = {slope}",
            f"step: {self.a:.2f} - {KNOB_RATE:g} · {f'({slope})' if self.slope < 0 else slope} = {new:.2f}",
        )
        return "\n".join(said[: stage + 1]).replace("-", "−")


def _knob_walk(start: float, x: Array, y: Array, b: float, c: float) -> list[_Place]:
    """Return the places of a walk along a from the start on, one more than there are steps."""
    walk, a = [], start
    for _ in range(KNOB_STEPS + 1):
        loss, nudged = (float(mean_absolute_error(quadratic(x, at, b, c), y)) for at in (a, a + NUDGE))
        walk.append(_Place(a, loss, nudged))
        a -= KNOB_RATE * walk[-1].slope
    return walk


def _loss_along_a(x: Array, y: Array, b: float, c: float) -> Axes:
    _, (axes,) = plots.panels("Step against the slope to go downhill", height=4.0)
    along = np.linspace(-0.5, 6.5, 281)
    plots.curve(along, np.abs(along[:, None] * x**2 + b * x + c - y).mean(axis=1), axes, colour=plots.LOSS)
    axes.set(xlabel="a", ylabel="mean absolute error (cm)", xlim=(-0.5, 6.5), ylim=(0, 6))
    return axes


def watch_it_fit(x: Array, y: Array, gradient: Callable[[Callable[[Array], float], Array], Array]) -> LiveFigure:
    """Show a quadratic that fits itself by steps against what `gradient` measures, and the loss so far; x and y have shape (n,).

    `gradient` is the reader's own, as `numerical_gradient` of `helpers.descent`.
    """

    def loss_at(place: Array) -> float:
        return float(mean_absolute_error(quadratic(x, *place), y))

    path = gradient_descent(lambda place: gradient(loss_at, place), np.zeros(3), FIT_RATE, FIT_STEPS)
    heights = np.array([loss_at(place) for place in path])
    figure, (fit, loss) = plots.panels("", "", height=HEIGHT_OF_TWO)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    sticks = plots.sticks(x, y, y, fit)
    trail, here = _loss_so_far(loss, FIT_STEPS)

    @live(figure, ahead=True, step=Steps(0, FIT_STEPS, 2))
    def redraw(step: int = 0) -> str:
        a, b, c = path[step]
        curve.set_ydata(quadratic(GRID, a, b, c))
        plots.move_sticks(sticks, x, quadratic(x, a, b, c), y)
        trail.set_data(np.arange(step + 1), heights[: step + 1])
        here.set_data([step], [heights[step]])
        fit.set_title(plots.equalities({"a": a, "b": b, "c": c}))
        loss.set_title(said := _after(step, heights[step]))
        return said

    return redraw


def _loss_so_far(axes: Axes, steps: int) -> tuple[Line2D, Line2D]:
    """Return lines for the loss on the way and the loss now, in axes that hold so many steps."""
    (trail,) = axes.plot([0], [0], color=plots.LOSS)
    (here,) = axes.plot([0], [0], "o", color=plots.MODEL, markersize=7, zorder=4)
    axes.set(xlabel="step", ylabel="MAE (cm)", xlim=(-1, steps + 1), ylim=(0, 6))
    return trail, here


def _after(step: int, loss: float | np.floating) -> str:
    return f"MAE {loss:.2f} after {step} {'step' if step == 1 else 'steps'}"


def walk_the_map(
    x: Array,
    y: Array,
    gradient: Callable[[Array, Array, Array], Array],
    descend: Callable[[Gradient, Array, float, int], Array],
    c: float = 1.0,
) -> LiveFigure:
    """Show steps on the map of the mean absolute error over a and b, from a start to drag, and the fit that they lead to.

    `gradient` and `descend` are the reader's own, as `mae_gradient` and `gradient_descent` of `helpers.descent`; x and y have shape (n,).
    """

    def slopes_at(place: Array) -> Array:
        return gradient(np.array([*place, c]), x, y)[:2]

    @functools.cache  # so that only a start that moves is walked from anew
    def walk_from(a: float, b: float) -> Array:
        return descend(slopes_at, np.array([a, b]), MAP_RATE, MAP_STEPS)

    figure, land, fit = _map_beside_fit(x, y, c)
    show_walk = _walk_on(land)
    curve = plots.curve(GRID, 0 * GRID, fit)
    sticks = plots.sticks(x, y, y, fit)
    start_a, start_b = Styled((-0.6, 4.2, 0.1), label="start a"), Styled((-0.6, 3.6, 0.1), label="start b")

    @live(figure, handles=[Handle("start", land, x="a", y="b", tag="")], step=Steps(0, MAP_STEPS, 2), a=start_a, b=start_b)
    def redraw(step: int = 0, a: float = 0.0, b: float = 0.0) -> str:
        walked = walk_from(a, b)[: step + 1]
        slopes = slopes_at(walked[-1])
        show_walk(walked, -slopes)
        predictions = quadratic(x, walked[-1, 0], walked[-1, 1], c)
        curve.set_ydata(quadratic(GRID, walked[-1, 0], walked[-1, 1], c))
        plots.move_sticks(sticks, x, predictions, y)
        words = "gradient ({:.2f}, {:.2f})\nnext step ({:.2f}, {:.2f})".format(*slopes, *np.round(-MAP_RATE * slopes, 2) + 0.0)
        land.set_title(words.replace("-", "−"))
        fit.set_title(said := _after(step, mean_absolute_error(predictions, y)))
        return f"{said}, {words}".replace("-", "−").replace("\n", ", ")

    return redraw


def _walk_on(land: Axes) -> Callable[[Array, Array], None]:
    """Return a function that shows places on the map, shape (places, 2), and an arrow at the last of them, shape (2,)."""
    (path,) = land.plot([0], [0], ".-", color=plots.PATH, linewidth=1.6, markersize=7)
    (here,) = land.plot([0], [0], "o", color=plots.MODEL, markersize=8, zorder=5)
    arrow = land.quiver([0], [0], [0], [0], color=plots.GRADIENT, angles="xy", scale_units="xy", scale=1, width=0.012, zorder=4)

    def show(walked: Array, ahead: Array) -> None:
        path.set_data(*walked.T)
        here.set_data(*walked[-1:].T)
        arrow.set_offsets(walked[-1:])
        arrow.set_UVC(*ahead[:, None])

    return show


def _map_beside_fit(x: Array, y: Array, c: float) -> tuple[Figure, Axes, Axes]:
    with plt.rc_context(plots.STYLE):
        figure, (land, fit) = plt.subplots(1, 2, figsize=(plots.COLUMN, 4.3), width_ratios=[1.2, 1])
    plots.landscape(x, y, c, land)
    land.set(xlim=(-0.8, 4.4), ylim=(-0.8, 3.8), aspect="equal")  # or else the arrow would not stand square to the lines
    plots.measurements(x, y, fit)
    return figure, land, fit


def hover_at_a_crease(x: Array, y: Array, c: float = 1.0) -> LiveFigure:
    """Show the last steps of a descent at the bottom of the map, of the mean absolute and of the mean squared error; x and y are (n,)."""
    figure, both = plots.panels("MAE: it hops across creases (c = 1)", "MSE: its steps fade (c = 1)", height=4.2)
    for axes, gradient, losses in zip(both, _slopes_over_a_and_b(x, y, c), (np.abs, np.square), strict=True):
        path = gradient_descent(gradient, np.zeros(2), MAP_RATE, HOVER_STEPS)
        _bottom_of_the_map(axes, path[-HOVERING:].mean(axis=0), x, y - c, losses)
        axes.plot(*(path[-HOVERING:] if losses is np.abs else path).T, ".-", color=plots.PATH, linewidth=1.6, markersize=8)
    plots.creases(x, y, c, both[0]).set_linewidth(1.1)
    return still(figure, "near the bottom the steps for the MAE hop back and forth across two creases; those for the MSE shrink to a point")


def _slopes_over_a_and_b(x: Array, y: Array, c: float) -> tuple[Gradient, Gradient]:
    def squared(place: Array) -> float:
        return float(mean_squared_error(quadratic(x, place[0], place[1], c), y))

    return lambda place: mae_gradient(np.array([*place, c]), x, y)[:2], lambda place: numerical_gradient(squared, place)


def _bottom_of_the_map(axes: Axes, middle: Array, x: Array, rest: Array, losses: Callable[[Array], Array]) -> None:
    """Draw the loss about a place of the map; `rest` is what a x² + b x has to reach, shape (n,)."""
    sides = [np.linspace(at - ZOOM, at + ZOOM, 101) for at in middle]
    a, b = np.meshgrid(*sides)
    heights = losses(a[..., None] * x**2 + b[..., None] * x - rest).mean(axis=-1)
    axes.contourf(a, b, heights, levels=12, cmap="Oranges", alpha=0.6)
    axes.set(xlabel="a", ylabel="b", aspect="equal", xlim=sides[0][[0, -1]], ylim=sides[1][[0, -1]])
    axes.locator_params(nbins=5)
