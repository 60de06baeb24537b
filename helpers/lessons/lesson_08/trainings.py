"""Networks of several sizes that train side by side, and are kept at some of their steps."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.held_out import minibatches

Array = NDArray[np.float64]
Places = NDArray[np.int64]

SIZES = (2, 4, 8, 16, 32, 64, 128)
STOPS = (10, 15, 20, 30, 45, 70, 100, 150, 220, 330, 500, 700, 1000, 1500, 2200, 3000)
RATE, MOMENTUM = 0.005, 0.9
BATCH = 32  # measurements a step, at most
BLOWN_UP = 1e4  # a mean squared error of standardised targets is about 1 where a network knows nothing


@dataclass(frozen=True)
class Scale:
    """The mean and the spread by which numbers are standardised."""

    mean: float
    spread: float

    @classmethod
    def of(cls, numbers: Array) -> Scale:
        """Return the scale of these numbers; one number alone, many times over, has a spread of 1."""
        return cls(float(numbers.mean()), float(numbers.std()) or 1.0)

    def there(self, numbers: Array) -> Array:
        """Return these numbers standardised."""
        return (numbers - self.mean) / self.spread

    def back(self, numbers: Array) -> Array:
        """Return standardised numbers as they were."""
        return numbers * self.spread + self.mean


@dataclass(frozen=True)
class Trained:
    """Networks of several sizes at several steps, with the measurements that they were trained on, shape (n,).

    `kept` holds for each step the parameters of all networks together: W1, b1 and W2 of shape (all units,), b2 of shape (sizes,).
    """

    x: Array
    y: Array
    units: tuple[int, ...]
    steps: tuple[int, ...]
    kept: tuple[tuple[Array, ...], ...]

    def predict(self, x: Array) -> Array:
        """Return the predictions of every network at every step, shape (steps, sizes, n), for inputs of shape (n,)."""
        inputs, scale, first = Scale.of(self.x).there(x), Scale.of(self.y), _first_units(self.units)
        return scale.back(np.array([_outputs(inputs, each, first).T for each in self.kept]))

    def losses(self, x: Array, y: Array) -> Array:
        """Return the mean squared error of every network at every step, shape (steps, sizes); x and y have shape (n,)."""
        losses: Array = np.mean((self.predict(x) - y) ** 2, axis=2)
        return losses


def train_sizes(x: Array, y: Array, seed: int = 0, units: Sequence[int] = SIZES, steps: Sequence[int] = STOPS) -> Trained:
    """Return networks of these sizes, each after these steps of training on the measurements x and y, shape (n,).

    They descend on the mean squared error, with momentum. Inputs and targets are standardised; the hinges start spread over the
    inputs. A step takes at most 32 measurements. Should a training blow up, all begin again at a quarter of the rate.
    """
    batches = _batches(len(x), np.random.default_rng(seed), steps[-1])
    inputs, targets = Scale.of(x).there(x), Scale.of(y).there(y)
    for quarter in range(8):
        kept = _descend(inputs, targets, _start(inputs, units, seed), batches, RATE / 4**quarter, units, steps)
        if kept:
            break
    return Trained(x, y, tuple(units), tuple(steps), tuple(kept))


def _batches(n: int, random: np.random.Generator, steps: int) -> list[Places | slice]:
    if n <= BATCH:
        return [slice(None)] * steps
    epochs = (minibatches(random.permutation(n), BATCH) for _ in itertools.count())
    return list(itertools.islice(itertools.chain.from_iterable(epochs), steps))


def _start(inputs: Array, units: Sequence[int], seed: int) -> list[Array]:
    """Return W1, b1, W2 and b2 of all networks side by side. A larger network begins with the units of the smaller ones."""
    random = np.random.default_rng(seed)
    W1 = random.normal(0, np.sqrt(2), max(units))
    hinges = random.uniform(inputs.min(), inputs.max(), max(units))
    W2 = random.normal(0, np.sqrt(2), max(units))
    W1s, b1s = ([each[:size] for size in units] for each in (W1, -W1 * hinges))
    W2s = [W2[:size] / np.sqrt(size) for size in units]
    return [np.concatenate(W1s), np.concatenate(b1s), np.concatenate(W2s), np.zeros(len(units))]


def _first_units(units: Sequence[int]) -> Places:
    return np.cumsum([0, *units[:-1]])


def _outputs(x: Array, parameters: Sequence[Array], first: Places) -> Array:
    """Return the outputs of all networks for inputs of shape (n,), shape (n, sizes)."""
    W1, b1, W2, b2 = parameters
    return _summed(np.maximum(x[:, None] * W1 + b1, 0) * W2, first) + b2


def _summed(of_units: Array, first: Places) -> Array:
    """Return the sums over each network's units, shape (n, sizes), of what is given for all units, shape (n, all units)."""
    sums: Array = np.add.reduceat(of_units, first, axis=1)
    return sums


def _descend(
    x: Array, y: Array, parameters: list[Array], batches: Sequence[Places | slice], rate: float, units: Sequence[int], stops: Sequence[int]
) -> list[tuple[Array, ...]]:
    """Return the parameters at these steps, or nothing if a training blew up."""
    kept: list[tuple[Array, ...]] = []
    first, owner = _first_units(units), np.repeat(np.arange(len(units)), units)
    velocities = [np.zeros_like(each) for each in parameters]
    with np.errstate(over="ignore", invalid="ignore"):
        for step, batch in enumerate(batches, 1):
            gradients = _gradients(x[batch], y[batch], parameters, first, owner)
            for parameter, velocity, gradient in zip(parameters, velocities, gradients, strict=True):
                velocity *= MOMENTUM
                velocity += gradient
                parameter -= rate * velocity
            if step in stops:
                kept.append(tuple(each.copy() for each in parameters))
                losses = np.mean((_outputs(x, parameters, first) - y[:, None]) ** 2, axis=0)
                if not losses.max() < BLOWN_UP:
                    return []
    return kept


def _gradients(x: Array, y: Array, parameters: Sequence[Array], first: Places, owner: Places) -> tuple[Array, ...]:
    """Return the gradients of the networks' mean squared errors along W1, b1, W2 and b2."""
    W1, b1, W2, b2 = parameters
    z = x[:, None] * W1 + b1
    hidden = np.maximum(z, 0)
    upstream = 2 * (_summed(hidden * W2, first) + b2 - y[:, None]) / len(x)
    to_units = upstream[:, owner]
    to_z = to_units * W2 * (z > 0)
    return x @ to_z, to_z.sum(axis=0), (hidden * to_units).sum(axis=0), upstream.sum(axis=0)
