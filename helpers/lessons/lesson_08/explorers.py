"""Learn, don't memorise: networks while they train, on what they see and on what they don't, and the gradients of small batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from helpers import plots
from helpers.data import measurements
from helpers.held_out import split
from helpers.lessons.lesson_08.trainings import SIZES, Trained, train_sizes
from helpers.live import LiveFigure, Log, Steps, Styled, live
from helpers.loss import mean_absolute_error
from helpers.model import quadratic

Array = NDArray[np.float64]
Places = NDArray[np.int64]
Minibatches = Callable[[Places, int], Sequence[Places]]
Gradient = Callable[[Array, Array, Array], Array]

MARBLE = ("time x (s)", "distance y (cm)")
SEEN, UNSEEN = plots.DATA, plots.LOSS
POINTS = 160  # of a drawn curve
BATCHES = 300  # in the cloud
EPOCHS = 25
RATE = 0.1


def watch_it_memorise() -> LiveFigure:
    """Show a network of 128 units while it trains on fifteen of the twenty measurements, and its losses on these and the other five."""
    x, y = measurements()
    x_train, y_train, x_held, y_held = split(x, y, np.random.default_rng(5).permutation(20), 5)
    trained = train_sizes(x_train, y_train, units=SIZES[-1:])
    figure, (fit, loss) = plots.panels("128 units", "seen, unseen", height=3.5)
    shown = _Shown(trained, x_held, y_held, fit, MARBLE)
    by_step = _LossAxes(loss, trained.steps, "step", shown.ceiling)
    plots.legend(loss, "upper right")

    @live(
        figure,
        ahead=True,
        moves={"step": [*shown.moved, *by_step.moved]},
        step=Steps(trained.steps[0], trained.steps[-1], stops=trained.steps),
    )
    def redraw(step: int = 10) -> str:
        at = _place(trained.steps, step)
        shown.show(at, 0)
        by_step.show(shown.seen[: at + 1, 0], shown.unseen[: at + 1, 0], at)
        loss.title.set_text(f"seen {shown.seen[at, 0]:.2f}, unseen {shown.unseen[at, 0]:.2f}")
        fit.title.set_text(f"128 units after {_steps(step)}")
        return f"{fit.get_title()}: {loss.get_title()}"

    return redraw


def seen_and_unseen(trained: Trained, x_held: Array, y_held: Array, names: tuple[str, str] = MARBLE) -> LiveFigure:
    """Show networks of every size at every step: the fit, and their losses on what was seen and on what was not.

    Args:
        trained: The networks, and what they were trained on.
        x_held: Inputs that they have not seen, shape (n,).
        y_held: Their targets.
        names: What stands at the axes of x and y.
    """
    with plt.rc_context(plots.STYLE):
        figure, axes = plt.subplot_mosaic([["fit", "fit"], ["step", "units"]], figsize=(plots.COLUMN, 4.8))
        for each in axes.values():
            each.set_title("a network", y=1.0)
    shown = _Shown(trained, x_held, y_held, axes["fit"], names)
    by_step = _LossAxes(axes["step"], trained.steps, "step", shown.ceiling)
    by_units = _LossAxes(axes["units"], trained.units, "units", shown.ceiling)
    plots.legend(axes["step"], "upper right")  # its neighbour has the same lines, and on a narrow screen no room beside them
    moved = [*shown.moved, *by_step.moved, *by_units.moved]
    stops = Steps(trained.steps[0], trained.steps[-1], stops=trained.steps)
    digits = ".2f" if shown.ceiling < 100 else ".0f"
    is_own = names != MARBLE  # and a web page, which has no kernel, has no data of its reader's
    sizes = Styled(Log(trained.units[0], trained.units[-1], len(trained.units)), color=plots.MODEL)

    @live(figure, ahead=not is_own, on_page=not is_own, most_on_page=70, moves={"step": moved, "units": moved}, step=stops, units=sizes)
    def redraw(step: int = 100, units: float = 128) -> str:
        at, size = _place(trained.steps, step), _place(trained.units, units)
        shown.show(at, size)
        by_step.show(shown.seen[:, size], shown.unseen[:, size], at)
        by_units.show(shown.seen[at], shown.unseen[at], size)
        count = trained.units[size]
        losses = f"seen {shown.seen[at, size]:{digits}}, unseen {shown.unseen[at, size]:{digits}}"
        axes["fit"].title.set_text(f"{count} units after {_steps(step)}: {losses}")
        axes["step"].title.set_text(f"{count} units")
        axes["units"].title.set_text(f"after {_steps(step)}")
        return f"{count} units after {_steps(step)}: {losses}"

    return redraw


def _place(stops: Sequence[int], value: float) -> int:
    return int(np.abs(np.log(stops) - np.log(value)).argmin())


def _steps(step: int) -> str:
    return f"{step:,} step{'s' * (step > 1)}"


class _Shown:
    """The panel with the measurements, seen and unseen, and a network's curve; and the losses of all networks."""

    def __init__(self, trained: Trained, x_held: Array, y_held: Array, axes: Axes, names: tuple[str, str]) -> None:
        self.seen, self.unseen = trained.losses(trained.x, trained.y), trained.losses(x_held, y_held)
        self.ceiling = 5 * float(self.unseen.min())
        every = np.concatenate([trained.x, x_held])
        room = 0.04 * np.ptp(every)
        self.grid = np.linspace(every.min() - room, every.max() + room, POINTS)
        self.curves = trained.predict(self.grid)
        (self.line,) = axes.plot(self.grid, 0 * self.grid, color=plots.MODEL, zorder=2)
        axes.plot(trained.x, trained.y, "o", color=SEEN, zorder=3, label="seen")
        axes.plot(x_held, y_held, "o", color=UNSEEN, markerfacecolor="white", markeredgewidth=2, markersize=8, zorder=4, label="unseen")
        heights = np.concatenate([trained.y, y_held])
        low, high = heights.min(), heights.max()
        axes.set(
            xlabel=names[0], ylabel=names[1], xlim=(self.grid[0], self.grid[-1]), ylim=(low - 0.2 * (high - low), high + 0.2 * (high - low))
        )
        plots.legend(axes, "upper center")
        self.moved = [self.line, axes.title]

    def show(self, at: int, size: int) -> None:
        """Show a network at a step, both by their places."""
        self.line.set_ydata(self.curves[at, size])


class _LossAxes:
    """A panel with both losses, a mark where the figure stands, and a ring at the least loss on what was not seen."""

    def __init__(self, axes: Axes, along: Sequence[int], name: str, ceiling: float) -> None:
        self.along = np.array(along, dtype=float)
        self.lines: list[Line2D] = []
        for colour, style, label in ((SEEN, "-", "seen"), (UNSEEN, "--", "unseen")):
            (line,) = axes.plot([], [], color=colour, linestyle=style, label=label)
            (mark,) = axes.plot([], [], "o", color=colour, markersize=7, zorder=4)
            self.lines += [line, mark]
        self.lines[3].set(markerfacecolor="white", markeredgewidth=2, markersize=8)
        (ring,) = axes.plot([], [], "D", color=UNSEEN, markersize=6, zorder=3)
        self.lines.append(ring)
        axes.set(xscale="log", xlabel=name, ylabel="mean squared error", ylim=(0, ceiling))
        axes.set(xlim=(self.along[0] / 1.2, self.along[-1] * 1.2))
        ticks = [each for each in (10, 100, 1000) if each <= along[-1]] if along[-1] > 500 else list(along)
        axes.set_xticks(ticks, [str(each) for each in ticks])
        axes.minorticks_off()
        self.moved = [*self.lines, axes.title]

    def show(self, seen: Array, unseen: Array, at: int) -> None:
        """Show both losses, as far as they are given, and mark the one at a place."""
        for place, losses in ((0, seen), (2, unseen)):
            self.lines[place].set_data(self.along[: len(losses)], losses)
            self.lines[place + 1].set_data(self.along[at : at + 1], losses[at : at + 1])
        least = int(unseen.argmin())
        self.lines[4].set_data(self.along[least : least + 1], unseen[least : least + 1])


def cloud_of_gradients(minibatches: Minibatches, mae_gradient: Gradient) -> LiveFigure:
    """Show gradients of batches of any size around that of all twenty measurements, and what descents with them cost in work."""
    x, y = measurements()
    full = mae_gradient(np.zeros(3), x, y)
    clouds = {size: batch_gradients(minibatches, mae_gradient, size)[:, :2] for size in range(1, 21)}
    runs = {size: batch_descent(minibatches, mae_gradient, size) for size in range(1, 21)}
    figure, (cloud, work) = plots.panels("Batches", "steps", height=3.7)
    (dots,) = cloud.plot([], [], "o", color=plots.GRADIENT, markersize=4, alpha=0.35, markeredgewidth=0, label="from a batch")
    cloud.plot(full[:1], full[1:2], "X", color=plots.DATA, markersize=10, zorder=5, label="from all twenty")
    cloud.set(xlabel="slope along a", ylabel="slope along b", xlim=(-4.4, 0.6), ylim=(-2.3, 3.3))
    plots.legend(cloud, "upper right")
    work.plot(np.arange(EPOCHS + 1), runs[20], color=plots.DATA, linewidth=1.4, label="all twenty")
    (line,) = work.plot([], [], color=plots.LOSS, linewidth=1.6, label="in batches")
    work.set(xlabel="epochs", ylabel="mean absolute error (cm)", xlim=(0, EPOCHS), ylim=(0, 5.8))
    plots.legend(work, "upper right")

    @live(
        figure,
        ahead=True,
        most_on_page=20,
        moves={"size": [dots, line, cloud.title, work.title]},
        size=Styled((1, 20), color=plots.GRADIENT),
    )
    def redraw(size: int = 1) -> str:
        dots.set_data(*clouds[size].T)
        spread = clouds[size][:, 0].std()
        line.set_data(np.linspace(0, EPOCHS, len(runs[size])), runs[size])
        steps, loss = _steps((len(runs[size]) - 1) // EPOCHS), f"{runs[size][-1]:.2f}"
        cloud.title.set_text(f"Batches of {size}: spread {spread:.2f}")
        work.title.set_text(f"{steps} an epoch: {loss}")
        return f"{cloud.get_title()} along a; {steps} an epoch: loss {loss} after {EPOCHS} epochs"

    return redraw


def batch_gradients(minibatches: Minibatches, mae_gradient: Gradient, size: int) -> Array:
    """Return the gradients at (0, 0, 0) from batches of this size, drawn anew each time, shape (BATCHES, 3)."""
    x, y = measurements()
    random = np.random.default_rng(0)
    drawn = (minibatches(random.permutation(len(x)), size)[0] for _ in range(BATCHES))
    return np.array([mae_gradient(np.zeros(3), x[batch], y[batch]) for batch in drawn])


def batch_descent(minibatches: Minibatches, mae_gradient: Gradient, size: int) -> Array:
    """Return the loss on all twenty from (0, 0, 0) on and after each step, over some epochs with batches of this size."""
    x, y = measurements()
    random, parameters = np.random.default_rng(1), np.zeros(3)
    losses = [mean_absolute_error(quadratic(x, *parameters), y)]
    for _ in range(EPOCHS):
        for batch in minibatches(random.permutation(len(x)), size):
            parameters = parameters - RATE * mae_gradient(parameters, x[batch], y[batch])
            losses.append(mean_absolute_error(quadratic(x, *parameters), y))
    return np.array(losses)
