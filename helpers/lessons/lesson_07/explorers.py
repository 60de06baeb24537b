"""Let the computer find the slopes: a descent with a bug, and its cause."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.descent import mae_gradient
from helpers.lessons.lesson_03.explorers import WIDE
from helpers.live import LiveFigure, Log, live, still
from helpers.loss import mean_absolute_error
from helpers.model import quadratic

Array = NDArray[np.float64]

SWINGS = 1000  # steps


def mysterious_loss(losses: Sequence[float]) -> LiveFigure:
    """Show the losses of a descent, shape (steps + 1,), without a word about what made them."""
    _, axes = plots.blank()
    axes.plot(np.arange(len(losses)), losses, color=plots.LOSS, linewidth=1.4)
    axes.set(xlabel="step", ylabel="mean absolute error", ylim=(0, 6), title="It falls, and climbs back, and falls, and climbs back")
    return still(axes.figure, "a loss that falls from 5.4 to about 2, climbs back to about 5, and goes on like this")


def find_the_cause(x: Array, y: Array) -> LiveFigure:
    """Show the same descent with any rate, with its gradients set to 0 before each step or not; x and y have shape (n,)."""
    figure, (loss, length) = plots.panels("", "", size=WIDE)
    (losses,) = loss.plot([], [], color=plots.LOSS, linewidth=1.4)
    (lengths,) = length.plot([], [], color=plots.GRADIENT, linewidth=1.4)
    loss.set(xlabel="step", ylabel="mean absolute error", xlim=(0, SWINGS), ylim=(0, 7))
    length.set(xlabel="step", ylabel="what a step is made of", xlim=(0, SWINGS))

    @functools.cache  # a figure that is laid out anew for another width asks for all of them again
    def run(rate: float, forgets: bool) -> tuple[Array, Array]:
        return _careless(x, y, rate, forgets)

    @live(figure, rate=Log(0.0001, 0.1, 31), set_gradients_to_0=False)
    def redraw(rate: float = 0.01, set_gradients_to_0: bool = False) -> str:
        heights, sizes = run(rate, set_gradients_to_0)
        losses.set_data(np.arange(SWINGS + 1), heights)
        lengths.set_data(np.arange(SWINGS + 1), sizes)
        length.set_ylim(0, 1.1 * sizes.max())
        turn = int(np.argmax(np.diff(heights, append=np.inf) > 0))  # where it rises for the first time
        said = f"first to {heights[turn]:.2f}, then up to {heights[turn:].max():.2f}"
        loss.set_title(f"to {heights.min():.2f}" if set_gradients_to_0 else said)
        length.set_title(f"up to {sizes.max():.1f} long")
        return f"the loss goes {loss.get_title()}; what a step is made of is up to {sizes.max():.1f} long"

    return redraw


def _careless(x: Array, y: Array, rate: float, forgets: bool) -> tuple[Array, Array]:
    """Return the losses of a descent and the length of what each step is made of: gradients added up, or each for itself."""
    place, gradient = np.zeros(3), np.zeros(3)
    heights, sizes = [], []
    for _ in range(SWINGS + 1):
        gradient = mae_gradient(place, x, y) + (0 if forgets else gradient)
        heights.append(mean_absolute_error(quadratic(x, *place), y))
        sizes.append(np.linalg.norm(gradient))
        place = place - rate * gradient
    return np.array(heights), np.array(sizes)
