"""The same network trained under three losses, at several rates, all at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.classify import random_layers, softmax
from helpers.model import relu

Array = NDArray[np.float64]

LOSSES = ("mean absolute error", "mean squared error", "cross-entropy")
SIZES, BATCH, EPOCHS = (64, 32, 10), 32, 30
HELD_OUT = 382


def trainings(images: Array, labels: NDArray[np.int64], rates: Array) -> tuple[Array, Array]:
    """Return how well digits that were held out are read, and what is said of the first of them, from the start on and after each epoch.

    Shapes: images (n, 64), labels (n,), rates (rates,); the results are (losses, rates, epochs + 1), the share that is read rightly,
    and (losses, rates, epochs + 1, 10), the outputs, under the cross-entropy the probabilities.
    """
    order = np.random.default_rng(0).permutation(len(images))
    seen, unseen = order[:-HELD_OUT], order[-HELD_OUT:]
    x, y, random = images[seen], np.eye(10)[labels[seen]], np.random.default_rng(1)
    layers = [(_for_each(W, len(rates)), _for_each(b[None], len(rates))) for W, b in random_layers(SIZES)]
    right, said = [], []
    for done in range(EPOCHS + 1):
        outputs = _outputs(images[unseen], layers)[-1]
        right.append((outputs.argmax(axis=-1) == labels[unseen]).mean(axis=-1))
        said.append(np.stack([*outputs[:2, :, 0], softmax(outputs[2, :, 0])]))
        shuffled = random.permutation(len(x))
        for start in range(0, len(x) if done < EPOCHS else 0, BATCH):
            batch = shuffled[start : start + BATCH]
            layers = _stepped(x[batch], y[batch], layers, rates[:, None, None])
    return np.stack(right, axis=-1), np.stack(said, axis=2)


def _for_each(array: Array, rates: int) -> Array:
    return np.tile(array, (len(LOSSES), rates, 1, 1))


def _outputs(x: Array, layers: list[Any]) -> list[Array]:
    (W1, b1), (W2, b2) = layers
    hidden = relu(x @ W1 + b1)
    return [hidden, hidden @ W2 + b2]


def _stepped(x: Array, y: Array, layers: list[Any], rates: Array) -> list[Any]:
    (W1, b1), (W2, b2) = layers
    hidden, outputs = _outputs(x, layers)
    misses = outputs - y
    powers = np.exp(outputs[2] - outputs[2].max(axis=-1, keepdims=True))
    upstream = np.stack([np.sign(misses[0]) / y.size, 2 * misses[1] / y.size, (powers / powers.sum(axis=-1, keepdims=True) - y) / len(y)])
    below = (upstream @ W2.swapaxes(-1, -2)) * (hidden > 0)
    return [
        (W1 - rates * (x.T @ below), b1 - rates * below.sum(axis=-2, keepdims=True)),
        (W2 - rates * (hidden.swapaxes(-1, -2) @ upstream), b2 - rates * upstream.sum(axis=-2, keepdims=True)),
    ]
