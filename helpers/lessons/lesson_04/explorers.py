"""Follow the slope: a nudge, the pull of each measurement, steps across a landscape, and what happens at its bottom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.lessons.lesson_01.explorers import TOUCHES
from helpers.lessons.lesson_03.explorers import GRID, WIDE, least_absolute
from helpers.live import LiveFigure, Steps, live, still
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic, residuals

Array = NDArray[np.float64]

LOSSES = {"mean absolute error": mean_absolute_error, "mean squared error": mean_squared_error}
POWERS = {"a": 2, "b": 1, "c": 0}  # of x, by which a nudge of each parameter is multiplied
RATES = (0.1, 0.3, 1.0)
WALK = 40  # steps
LAST = 60  # steps
SQUARE = (8.6, 6.6)  # inches, for four axes


def nudge_a_knob(x: Array, y: Array, b: float = 2.0, c: float = 1.0) -> LiveFigure:
    """Show a loss over a, with the slope that a nudge of a measures; x and y have shape (n,)."""
    _, axes = plots.blank()
    along = np.linspace(-1, 7, 801)
    heights = {name: [measure(quadratic(x, at, b, c), y) for at in along] for name, measure in LOSSES.items()}
    curve = plots.curve(along, 0 * along, axes, colour=plots.LOSS, label="loss")
    (line,) = axes.plot([0, 0], [0, 0], color=plots.GRADIENT, linestyle="--", label="line through both")
    (ends,) = axes.plot([0, 0], [0, 0], "o", color=plots.MODEL, markersize=8, zorder=4, label="where the loss is measured")
    (ring,) = axes.plot([0], [0], "o", color=plots.DATA, markerfacecolor="none", markersize=13, markeredgewidth=1.6, label="a")
    axes.set(xlabel="a", xlim=(-1, 7))
    plots.legend(axes, "upper center")

    @live(axes.figure, a=(-0.5, 6.5, 0.1), nudge=[1.0, 0.5, 0.1, 0.01], to_both_sides=False, loss=list(LOSSES))
    def redraw(a: float = 0.0, nudge: float = 1.0, to_both_sides: bool = False, loss: str = "mean absolute error") -> str:
        def height(at: float) -> float:
            return float(LOSSES[loss](quadratic(x, at, b, c), y))

        left, right = a - nudge if to_both_sides else a, a + nudge
        low, high = height(left), height(right)
        slope = (high - low) / (right - left)
        top = 6 if loss == "mean absolute error" else 45
        curve.set_ydata(heights[loss])
        ring.set_data([a], [height(a)])
        ends.set_data([left, right], [low, high])
        line.set_data([left - 2, right + 2], [low - 2 * slope, high + 2 * slope])
        axes.set(ylabel=loss, ylim=(0, top))
        axes.set_title(f"({high:.6f} − {low:.6f}) / {right - left:g} = {slope:.3f}".replace("-", "−"))
        return f"the {loss} goes from {low:.3f} to {high:.3f}, which is a slope of {slope:.3f}".replace("-", "−")

    return redraw


def watch_the_pulls(x: Array, y: Array) -> LiveFigure:
    """Show a quadratic, and what each measurement pulls on one of its parameters; the gradient is the mean of the pulls; (n,)."""
    figure, (fit, pulls) = plots.panels("", "", size=WIDE)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    sticks = plots.sticks(x, y, y, fit)
    bars = plots.sticks(x, 0 * x, 0 * x, pulls, colour=plots.GRADIENT, linewidth=3)
    pulls.axhline(0, color=plots.DATA, linewidth=0.8)
    level = pulls.axhline(0, color=plots.GRADIENT, linestyle="--", linewidth=1.6, label="their mean")
    pulls.set(xlabel="x of the measurement", xlim=fit.get_xlim(), ylim=(-4.4, 4.4))
    plots.legend(pulls, "lower left")

    @live(figure, a=(-5, 5), b=(-5, 5), c=(-5, 5), pull_on=list(POWERS))
    def redraw(a: float = 1.0, b: float = 0.0, c: float = 1.0, pull_on: str = "a") -> str:
        predictions = quadratic(x, a, b, c)
        r = residuals(predictions, y)
        signs = np.where(np.abs(r) < TOUCHES, 0.0, np.sign(r))
        each = signs * x ** POWERS[pull_on]
        curve.set_ydata(quadratic(GRID, a, b, c))
        plots.move_sticks(sticks, x, predictions, y)
        plots.move_sticks(bars, x, each, 0 * y)
        mean = np.round(each.mean(), 2) + 0.0  # 0.0, because a reader knows no −0
        level.set_ydata([mean] * 2)
        pulls.set_ylabel({"a": "sign(r) · x²", "b": "sign(r) · x", "c": "sign(r)"}[pull_on])
        fit.set_title(f"{int((signs < 0).sum())} dots above, {int((signs > 0).sum())} below")
        pulls.set_title(f"mean pull on {pull_on}: {mean:.2f}".replace("-", "−"))
        loss = mean_absolute_error(predictions, y)
        return f"with MAE {loss:.2f} the mean of the pulls on {pull_on} is {mean:.2f}".replace("-", "−")

    return redraw


def walk_the_landscape(
    x: Array, y: Array, gradient: Callable[[Array, Array, Array], Array], step: Callable[[Array, Array, float], Array], c: float = 1.0
) -> LiveFigure:
    """Show steps across the landscape over a and b: the path, the gradient, the pull of each measurement on both, and the loss so far.

    `gradient` and `step` are the reader's own, as `mae_gradient` and `step` of `helpers.descent`; x and y have shape (n,).
    """
    walks = {rate: _walk(lambda p: gradient(np.array([*p, c]), x, y)[:2], step, rate) for rate in RATES}
    heights = {rate: [mean_absolute_error(quadratic(x, a, b, c), y) for a, b in walk] for rate, walk in walks.items()}
    figure, (land, loss, on_a, on_b) = plots.panels("", "", "", "", rows=2, size=SQUARE)
    plots.landscape(x, y, c, land)
    land.set(xlim=(-0.7, 4.3), ylim=(-1, 4), aspect="equal")  # or else the arrow would not stand square to the lines
    (path,) = land.plot([0], [0], ".-", color=plots.PATH, linewidth=1.6, markersize=7)
    (here,) = land.plot([0], [0], "o", color=plots.MODEL, markersize=8, zorder=5)
    arrow = land.quiver([0], [0], [0], [0], color=plots.GRADIENT, angles="xy", scale_units="xy", scale=1, width=0.012, zorder=4)
    (losses,) = loss.plot([0], [0], ".-", color=plots.LOSS, linewidth=1.6, markersize=7)
    loss.set(xlabel="step", xlim=(-1, WALK + 1), ylim=(0, 5), ylabel="mean absolute error")
    bars = {axes: plots.sticks(x, 0 * x, 0 * x, axes, colour=plots.GRADIENT, linewidth=3) for axes in (on_a, on_b)}
    for axes, name in ((on_a, "a"), (on_b, "b")):
        axes.axhline(0, color=plots.DATA, linewidth=0.8)
        axes.set(xlabel="x of the measurement", ylabel=f"pull on {name}", ylim=(-4.4, 4.4))

    @live(figure, ahead=True, step=Steps(0, WALK), rate=list(RATES))
    def redraw(step: int = 0, rate: float = RATES[0]) -> str:
        walked = walks[rate][: step + 1]
        a, b = walked[-1]
        slopes = gradient(np.array([a, b, c]), x, y)
        path.set_data(*walked.T)
        here.set_data([a], [b])
        arrow.set_offsets([[a, b]])
        arrow.set_UVC([-slopes[0]], [-slopes[1]])
        losses.set_data(np.arange(step + 1), heights[rate][: step + 1])
        signs = np.sign(residuals(quadratic(x, a, b, c), y))
        for axes, power, slope in ((on_a, x**2, slopes[0]), (on_b, x, slopes[1])):
            plots.move_sticks(bars[axes], x, signs * power, 0 * y)
            axes.set_title(f"their mean: {slope:.2f}".replace("-", "−"))
        land.set_title(plots.equalities({"a": a, "b": b}))
        loss.set_title(f"MAE {heights[rate][step]:.3f} after {step} {'step' if step == 1 else 'steps'}")
        said = f"after {step} steps the MAE is {heights[rate][step]:.3f}, and the slopes are"
        return f"{said} {slopes[0]:.2f} along a and {slopes[1]:.2f} along b".replace("-", "−")

    return redraw


def follow_the_path(x: Array, y: Array, path: Array) -> LiveFigure:
    """Show the fit at every place of a path of parameters, shape (steps + 1, 3), and the loss on the way; x and y have shape (n,)."""
    figure, (fit, loss) = plots.panels("", "", size=WIDE)
    plots.measurements(x, y, fit)
    curve = plots.curve(GRID, 0 * GRID, fit)
    sticks = plots.sticks(x, y, y, fit)
    heights = [mean_absolute_error(quadratic(x, *place), y) for place in path]
    plots.curve(np.arange(float(len(path))), np.array(heights), loss, colour=plots.LOSS)
    (mark,) = loss.plot([0], [0], "o", color=plots.MODEL, markersize=8, zorder=4)
    loss.set(xlabel="step", ylabel="mean absolute error", ylim=(0, None))

    @live(figure, ahead=True, step=Steps(0, len(path) - 1))
    def redraw(step: int = 0) -> str:
        a, b, c = path[step]
        curve.set_ydata(quadratic(GRID, a, b, c))
        plots.move_sticks(sticks, x, quadratic(x, a, b, c), y)
        mark.set_data([step], [heights[step]])
        fit.set_title(plots.equalities({"a": a, "b": b, "c": c}))
        loss.set_title(f"MAE {heights[step]:.3f} after {step} {'step' if step == 1 else 'steps'}")
        return f"after {step} steps the MAE is {heights[step]:.3f}"

    return redraw


def lengths_of_gradients(absolute: Array, squared: Array) -> LiveFigure:
    """Show the length of the gradient at each step, of the mean absolute and of the mean squared error, both of shape (steps + 1,)."""
    figure, (left, right) = plots.panels("MAE: does not fade", "MSE: fades to 0", size=WIDE)
    for axes, lengths in ((left, absolute), (right, squared)):
        axes.plot(np.arange(len(lengths)), lengths, drawstyle="steps-post", color=plots.GRADIENT)
        axes.set(xlabel="step", ylabel="length of the gradient", yscale="log", ylim=(1e-5, 60))
    return still(
        figure,
        f"the gradient of the MAE changes in jumps and is {absolute[-1]:.2f} long at the end, that of the MSE fades to {squared[-1]:.2f}",
    )


def hover_at_the_bottom(x: Array, y: Array, paths: dict[float, Array]) -> LiveFigure:
    """Print and show how far above the least possible loss the last steps stay, for each of three rates.

    Shapes: each path (steps + 1, 3), x and y (n,).
    """
    _, axes = plots.blank()
    least = mean_absolute_error(quadratic(x, *least_absolute(x, y)), y)
    for (rate, path), dash in zip(paths.items(), ("-", "--", ":"), strict=True):
        steps = np.arange(len(path))[-LAST:]
        above = [mean_absolute_error(quadratic(x, *place), y) - least for place in path[-LAST:]]
        print(f"rate {rate:g}: on average {np.mean(above):.4f} above the least possible MAE")
        axes.plot(steps, above, dash, color=plots.LOSS, linewidth=1.6, label=f"rate {rate:g}")
    axes.set(xlabel="step", ylabel="MAE above the least possible", yscale="log", ylim=(1e-4, 0.2))
    axes.set_title("A smaller rate only hovers lower")
    plots.legend(axes, "upper right")
    return still(axes.figure, "with each rate the loss still hovers above the least possible one, lower with a smaller rate")


def touch_three_dots(x: Array, y: Array, best: Array, touched: Array) -> LiveFigure:
    """Show the quadratic with the parameters `best`, shape (3,), and ring the measurements that it runs through; x, y, touched (n,)."""
    _, axes = plots.measurements(x, y)
    plots.curve(GRID, quadratic(GRID, *best), axes)
    axes.plot(x[touched], y[touched], "o", color=plots.LOSS, markerfacecolor="none", markersize=15, markeredgewidth=2)
    axes.set_title(f"The best quadratic runs through {int(touched.sum())} dots")
    return still(axes.figure, f"the quadratic with the least MAE, which runs exactly through {int(touched.sum())} of the dots")


def _walk(gradient: Callable[[Array], Array], step: Callable[[Array, Array, float], Array], rate: float) -> Array:
    places = [np.zeros(2)]
    for _ in range(WALK):
        places.append(step(places[-1], gradient(places[-1]), rate))
    return np.array(places)
