"""Start here: a small network, watched while it learns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from helpers import plots
from helpers.live import LiveFigure, live

Array = NDArray[np.float64]
Parameters = tuple[Array, Array, Array, Array]

UNITS = 8
RATE = 0.1
LAST_STEP = 1000
EVERY = 10  # steps from one stop of the slider to the next


def watch_it_learn(x: Array, y: Array) -> LiveFigure:
    """Show a network with one hidden layer of eight ReLU units after any number of training steps; x and y have shape (n,)."""
    grid = np.linspace(-2.2, 2.2, 200)
    history = _train(x, y)
    figure, axes = plots.measurements(x, y)
    curve = plots.curve(grid, _predict(grid, *history[0]), axes)

    @live(figure, ahead=True, training_steps=(0, LAST_STEP, EVERY))
    def redraw(training_steps: int = 0) -> str:
        parameters = history[training_steps // EVERY]
        curve.set_ydata(_predict(grid, *parameters))
        miss = np.abs(_predict(x, *parameters) - y).mean()
        axes.set_title(f"After {training_steps} steps: off by {miss:.2f} on average")
        return f"a network of 8 units misses the 20 measurements by {miss:.2f} on average"

    return redraw


def _predict(x: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    return (np.maximum(x[:, None] @ W1 + b1, 0) @ W2 + b2)[:, 0]


def _train(x: Array, y: Array) -> list[Parameters]:
    """Return the parameters at every stop of the slider, trained by plain gradient descent on the mean absolute error."""
    random = np.random.default_rng(16)
    W1, b1 = random.normal(0, np.sqrt(2), (1, UNITS)), np.zeros(UNITS)
    W2, b2 = random.normal(0, np.sqrt(2 / UNITS), (UNITS, 1)), np.zeros(1)
    inputs, targets = x[:, None], y[:, None]
    history: list[Parameters] = []
    for step in range(LAST_STEP + 1):
        if step % EVERY == 0:
            history.append((W1, b1, W2, b2))
        z = inputs @ W1 + b1
        hidden = np.maximum(z, 0)
        upstream = np.sign(hidden @ W2 + b2 - targets) / len(x)
        back = (upstream @ W2.T) * (z > 0)
        W1, b1 = W1 - RATE * inputs.T @ back, b1 - RATE * back.sum(axis=0)
        W2, b2 = W2 - RATE * hidden.T @ upstream, b2 - RATE * upstream.sum(axis=0)
    return history
