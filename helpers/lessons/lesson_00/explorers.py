"""Start here: a small network, watched while it learns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.backprop import random_parameters, train
from helpers.live import LiveFigure, Steps, Styled, live
from helpers.loss import mean_absolute_error
from helpers.model import network

Array = NDArray[np.float64]

UNITS = 8
RATE = 0.1
LAST_STEP = 1000
STOPS = [*range(0, 20), *range(20, 60, 2), *range(60, 100, 4), *range(100, 300, 10), *range(300, LAST_STEP + 1, 25)]  # most happens early


def watch_it_learn(x: Array, y: Array) -> LiveFigure:
    """Show a network with one hidden layer of eight ReLU units after any number of training steps; x and y have shape (n,)."""
    grid = np.linspace(-2.2, 2.2, 200)[:, None]
    inputs, targets = x[:, None], y[:, None]
    history = train(inputs, targets, random_parameters(16, UNITS), RATE, LAST_STEP)
    figure, axes = plots.measurements(x, y)
    curve = plots.curve(grid[:, 0], network(grid, *history[0])[:, 0], axes)

    @live(figure, ahead=True, controls_at="above", training_steps=Styled(Steps(0, LAST_STEP, stops=STOPS), label="step"))
    def redraw(training_steps: int = 0) -> str:
        parameters = history[training_steps]
        curve.set_ydata(network(grid, *parameters)[:, 0])
        miss = mean_absolute_error(network(inputs, *parameters), targets)
        axes.set_title(f"After {training_steps} steps: off by {miss:.2f} cm on average")
        return f"a network of 8 units misses the 20 measurements by {miss:.2f} cm on average"

    return redraw
