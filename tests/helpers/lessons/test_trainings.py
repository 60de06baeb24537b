"""The networks of lesson 08 that train side by side: each does what it does alone, and none blows up."""

import numpy as np
import pytest

from helpers.backprop import layer_backward, relu_backward
from helpers.data import measurements, stopping_distances
from helpers.descent import momentum_step
from helpers.lessons.lesson_08 import trainings
from helpers.lessons.lesson_08.trainings import train_sizes
from helpers.model import layer, network, relu

x, y = measurements()


def squared_gradients(
    inputs: np.ndarray, targets: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> list[np.ndarray]:
    """Return the gradients of a network's mean squared error by lesson 05's walk back."""
    z = layer(inputs, W1, b1)
    hidden = relu(z)
    upstream = 2 * (layer(hidden, W2, b2) - targets) / targets.size
    upstream, dW2, db2 = layer_backward(upstream, hidden, W2)
    _, dW1, db1 = layer_backward(relu_backward(upstream, z), inputs, W1)
    return [dW1, db1, dW2, db2]


def test_each_network_trains_as_it_does_alone() -> None:
    sizes, first = (2, 4, 8), (0, 2, 6)
    inputs, targets = ((each - each.mean()) / each.std() for each in (x, y))
    starts = trainings._start(inputs, sizes, seed=0)
    together = train_sizes(x, y, units=sizes, steps=(1, 40)).predict(x)[-1]
    for place, (size, at) in enumerate(zip(sizes, first, strict=True)):
        W1, b1, W2 = (each[at : at + size] for each in starts[:3])
        parameters = [W1[None], b1, W2[:, None], np.zeros(1)]
        velocities = [0 * each for each in parameters]
        for _ in range(40):
            gradients = squared_gradients(inputs[:, None], targets[:, None], *parameters)
            moved = [
                momentum_step(*each, trainings.RATE, trainings.MOMENTUM) for each in zip(parameters, velocities, gradients, strict=True)
            ]
            parameters, velocities = map(list, zip(*moved, strict=True))
        assert network(inputs[:, None], *parameters)[:, 0] * y.std() + y.mean() == pytest.approx(together[place], abs=1e-9)


def test_a_larger_network_begins_with_the_units_of_a_smaller_one_and_hinges_lie_among_the_inputs() -> None:
    W1, b1, _, _ = trainings._start(x, (2, 4), seed=3)
    assert W1[:2].tolist() == W1[2:4].tolist()
    assert np.all(np.abs(-b1 / W1) <= 2)


def test_a_step_takes_no_more_than_32_measurements_and_each_comes_once_a_pass() -> None:
    batches = trainings._batches(80, np.random.default_rng(0), steps=7)
    assert [len(batch) for batch in batches] == [32, 32, 16, 32, 32, 16, 32]
    assert sorted(np.concatenate(batches[:3])) == list(range(80))
    assert trainings._batches(32, np.random.default_rng(0), steps=2) == [slice(None)] * 2


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_it_learns_whatever_the_unit(scale: float) -> None:
    speed, distance = stopping_distances()
    networks = train_sizes(scale * speed, scale * distance, steps=(10, 300))
    assert networks.losses(scale * speed, scale * distance)[-1].max() < 0.6 * (scale * distance).var()


def test_where_a_training_blows_up_it_begins_again_at_a_lower_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainings, "RATE", 5.0)
    networks = train_sizes(x, y, steps=(10, 1000))
    assert networks.losses(x, y)[-1].max() < y.var()
