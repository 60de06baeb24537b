"""Choose a learning rate: one parameter, every rate at once, a sweep, schedules, loss curves to diagnose, and cars."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.lessons.lesson_06.descents import Runs, network_runs, quadratic_runs, state_of
from helpers.lessons.lesson_06.rate_explorer import choose_a_rate, said
from helpers.live import LiveFigure, Styled, live, shown_again, still
from helpers.loss import mean_squared_error
from helpers.model import quadratic

__all__ = [
    "choose_a_rate",
    "compare_schedules",
    "cut_the_bowl",
    "gallery",
    "gallery_curves",
    "loss_after",
    "network_runs",
    "one_parameter",
    "quadratic_runs",
    "shallow_direction",
    "state_of",
]

Array = NDArray[np.float64]

TRIED = 20  # steps with one parameter
EQUAL = 0.01  # a rate is as good as the best if its loss is at most this part above the least


@shown_again
def one_parameter(x: Array, y: Array) -> LiveFigure:
    """Show twenty steps of c alone down its parabola, the mean squared error with a = 3 and b = 2, at any rate; x and y are (n,)."""
    targets = y - 3 * x**2 - 2 * x
    best, along = float(targets.mean()), np.linspace(-1.6, 3.6, 101)
    figure, (bowl, by_step) = plots.panels("the mean squared error, by c", "c, step by step", height=1.9)
    bowl.plot(along, (along - best) ** 2 + targets.var(), color=plots.LOSS)
    bowl.set(xlabel="c", ylabel="loss", xlim=(-1.6, 3.6), ylim=(0, 6), yticks=[0, 2, 4, 6])
    words = bowl.set_title("the mean squared error, by c", y=1.0)
    (hops,) = bowl.plot([0], [0], ".-", color=plots.PATH, linewidth=1.4, markersize=9)
    (here,) = bowl.plot([0], [0], "o", color=plots.PATH, markeredgecolor="black", markersize=10)
    bowl.plot(0, best**2 + targets.var(), "s", color="white", markeredgecolor="black", markersize=9)
    bowl.annotate("start", (0, best**2 + targets.var()), (-12, 0), textcoords="offset points", ha="right", va="center")
    by_step.axhline(best, linestyle="--", color=plots.DATA, linewidth=1)
    (line,) = by_step.plot([0], [0], ".-", color=plots.PATH, markersize=8)
    by_step.set(xlabel="step", ylabel="c", xlim=(-0.5, TRIED + 0.5), ylim=(-1.6, 3.6), xticks=[0, 5, 10, 15, 20], yticks=[-1, 0, 1, 2, 3])
    gone = by_step.text(0, -1.4, "", bbox={"facecolor": "white", "edgecolor": "none", "pad": 2}, zorder=5)

    moves = {"rate": [hops, here, line, words, gone]}

    @live(figure, ahead=True, moves=moves, controls_at="above", rate=Styled((0.05, 1.2, 0.05), color=plots.PATH))
    def redraw(rate: float = 0.05) -> str:
        path = best + (0 - best) * (1 - 2 * rate) ** np.arange(TRIED + 1)
        heights = (path - best) ** 2 + targets.var()
        hops.set_data(path, heights)
        here.set_data(path[-1:], heights[-1:])
        line.set_data(np.arange(TRIED + 1), path)
        does = _what_one_does(rate, heights)
        words.set_text(f"rate {rate:g}: {does}")
        gone.set_text(f"c ends at {said(path[-1])}, far off the picture" if abs(path[-1]) > 3.6 else "")
        return f"rate {rate:g}: {does}; c ends at {said(path[-1])} and its loss at {said(heights[-1])}"

    return redraw


def _what_one_does(rate: float, losses: Array) -> str:
    if abs(rate - 0.5) < 1e-9:
        return "lands in one step"
    if abs(rate - 1) < 1e-9:
        return "swings for ever"
    if rate > 1:
        return f"blows up, to {said(losses[-1])}"
    if rate > 0.5:
        return "swings and settles"
    return "settles" if losses[-1] - losses.min() < 1e-9 and (1 - 2 * rate) ** TRIED < 0.02 else "still on its way"


@shown_again
def cut_the_bowl(x: Array) -> LiveFigure:
    """Show the mean squared error over a and c as a tilted valley, and a cut through its bottom in any direction; x has shape (n,).

    The cut is the quadratic's loss above its least along (cos, sin) of the angle: mean(moved²) · d², where d is the distance from the
    bottom and moved = cos · x² + sin says by how much each prediction moves. Its curvature is 2 · mean(moved²).
    """
    figure, (valley, cut) = plots.panels("the MSE from above, around its bottom", "cut along the line", height=2.9)
    a, c = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(-1.5, 1.5, 61))
    heights = np.mean((a[..., None] * x**2 + c[..., None]) ** 2, axis=-1)
    plots.contours(a, c, heights, [0.5, 2, 4.5, 8, 12.5], valley)
    valley.set(xlabel="a, from its best", ylabel="c, from its best", aspect="equal", xticks=[-2, -1, 0, 1, 2], yticks=[-1, 0, 1])
    (line,) = valley.plot([-1, 1], [0, 0], color=plots.MODEL, linewidth=3)
    valley.plot(0, 0, "o", color="white", markeredgecolor="black", markersize=8)
    d = np.linspace(-1, 1, 61)
    for at, colour, dash, name in ((0, plots.OTHER_MODEL, "--", "along a"), (90, plots.DATA, ":", "along c")):
        cut.plot(d, _curvature(x, at) / 2 * d**2, dash, color=colour, linewidth=1.4, label=name)
    (bowl,) = cut.plot(d, 0 * d, color=plots.MODEL, label="along the line")
    cut.set(xlabel="distance from the bottom", ylabel="MSE above its least", xlim=(-1, 1), ylim=(0, 5), xticks=[-1, -0.5, 0, 0.5, 1])
    plots.legend(cut, "upper center")
    words = cut.set_title("", y=1.0)

    @live(figure, ahead=True, moves={"degrees": [line, bowl, words]}, degrees=Styled((0, 180, 5), color=plots.MODEL))
    def redraw(degrees: int = 0) -> str:
        turn = np.radians(degrees)
        line.set_data([-np.cos(turn), np.cos(turn)], [-np.sin(turn), np.sin(turn)])
        curvature = _curvature(x, degrees)
        bowl.set_ydata(curvature / 2 * d**2)
        found = f"{degrees}° from a: curvature {curvature:.2f}"
        words.set_text(found)
        return found

    return redraw


def _curvature(x: Array, degrees: float) -> float:
    moved = quadratic(x, np.cos(np.radians(degrees)), 0, np.sin(np.radians(degrees)))
    return float(2 * np.mean(moved**2))


def loss_after(rates: Array, losses: Array) -> LiveFigure:
    """Show the loss against the rate after a number of steps that the reader chooses; losses have shape (rates, steps + 1)."""
    _, axes = plots.blank()
    axes.figure.set_size_inches(7.2, 3.7)
    good = axes.axvspan(rates[0], rates[-1], color=plots.GRADIENT, alpha=0.25, linewidth=0)
    (line,) = axes.plot(rates, losses[:, 0], ".-", color=plots.LOSS)
    axes.set(xlabel="rate", ylabel="mean absolute error (cm)", xscale="log", ylim=(0, 8))
    axes.set_xticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])

    words = axes.set_title("the loss by rate", y=1.0)

    @live(axes.figure, ahead=True, moves={"after": [good, line, words]}, after=[1, 10, 100, losses.shape[1] - 1])
    def redraw(after: int = 10) -> str:
        line.set_ydata(losses[:, after])
        low, high = good_range(rates, losses[:, after])
        good.set_x(low)
        good.set_width(high - low)
        among = f"{low:.2g} to {high:.2g} are within 1 % of the best" if low < high else f"{low:.2g} is the best"
        found = f"after {after} {'step' if after == 1 else 'steps'}, {'rates' if low < high else 'rate'} {among}"
        words.set_text(found.capitalize())
        return f"{found}; the least loss is {losses[:, after].min():.3f}"

    return redraw


def good_range(rates: Array, losses: Array) -> tuple[float, float]:
    """Return the lowest and the highest rate around the best one whose losses are all within 1 % of the least; shapes (rates,)."""
    good = losses <= (1 + EQUAL) * losses.min()
    low = high = int(losses.argmin())
    while low > 0 and good[low - 1]:
        low -= 1
    while high < len(rates) - 1 and good[high + 1]:
        high += 1
    return float(rates[low]), float(rates[high])


def compare_schedules(losses: Mapping[str, Array]) -> LiveFigure:
    """Show the loss by step under two schedules, named, each of shape (steps,)."""
    _, axes = plots.blank()
    axes.figure.set_size_inches(7.2, 3.5)
    styles = ((plots.OTHER_MODEL, 0.8), (plots.LOSS, 2.2))
    for (name, row), (colour, width) in zip(losses.items(), styles, strict=True):
        axes.plot(np.arange(len(row)), row, color=colour, linewidth=width, label=name)
    axes.set(xlabel="step", ylabel="mean absolute error (cm)", xlim=(1000, None), ylim=(0.45, 0.85))
    axes.set_title("At a constant rate the loss keeps bouncing; halved, it comes to rest")
    plots.legend(axes, "upper right")
    return still(axes.figure, "at a constant rate a network's loss keeps bouncing; once the rate is halved, it comes to rest at 0.503")


def gallery(x: Array, y: Array, letters: str) -> LiveFigure:
    """Show some of the eight loss curves, by their letters, without their rates; x and y have shape (n,)."""
    curves = gallery_curves(x, y)
    figure, all_axes = plots.panels(*letters, height=1.75)
    for axes, letter in zip(all_axes, letters, strict=True):
        losses = curves[letter]
        axes.plot(np.arange(len(losses)), losses, color=plots.LOSS, linewidth=1.3)
        axes.set(xlabel="step", yscale="log" if letter == "B" else "linear", xticks=[0, 150, 300], xlim=(-8, 315))
        if letter != "B":
            axes.set_ylim(0, 1.05 * losses.max())
    return still(figure, f"curves of a loss by step, lettered {letters[0]} to {letters[-1]}")


def gallery_curves(x: Array, y: Array) -> dict[str, Array]:
    """Return the losses of the eight descents of the gallery, each of shape (steps + 1,)."""
    settings: dict[str, tuple[Callable[..., Runs], float, bool]] = {
        "A": (quadratic_runs, 0.004, False),
        "B": (quadratic_runs, 0.24, True),
        "C": (quadratic_runs, 0.1, False),
        "D": (quadratic_runs, 1.0, False),
        "E": (network_runs, 2.0, False),
        "F": (quadratic_runs, 0.05, True),
        "G": (network_runs, 0.5, False),
        "H": (quadratic_runs, 0.0005, True),
    }
    return {letter: run(x, y, np.array([rate]), squared).losses[0] for letter, (run, rate, squared) in settings.items()}


def shallow_direction(speed: Array, distance: Array) -> LiveFigure:
    """Show stopping distances with the best quadratic for any c, and how little its loss depends on c; both arrays have shape (n,)."""
    _, axes = plots.measurements(speed, distance)
    axes.figure.set_size_inches(7.2, 3.7)
    along = np.linspace(0, 26, 60)
    curve = plots.curve(along, 0 * along, axes)
    (foot,) = axes.plot([0], [0], "o", color=plots.MODEL, markersize=9, clip_on=False, zorder=5)
    axes.set(xlabel="speed (mph)", ylabel="stopping distance (ft)", xlim=(0, 26), ylim=(-15, 125))
    powers = np.stack([speed**2, speed], axis=1)
    words = axes.set_title("the best quadratic for c", y=1.0)

    @live(axes.figure, ahead=True, moves={"c": [curve, foot, words]}, c=Styled((-12, 17, 1), color=plots.MODEL))
    def redraw(c: int = 2) -> str:
        a, b = np.linalg.lstsq(powers, distance - c, rcond=None)[0]
        curve.set_ydata(quadratic(along, a, b, c))
        foot.set_data([0], [c])
        loss = mean_squared_error(quadratic(speed, a, b, c), distance)
        b_said = f"{b:.1f}".replace("-", "−")
        words.set_text(f"a = {a:.2f}, b = {b_said}, c = {c}: MSE {loss:.1f}".replace("-", "−"))
        return f"with c = {c} the best a is {a:.2f} and the best b {b_said}; the mean squared error is {loss:.1f}"

    return redraw
