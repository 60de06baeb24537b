"""Follow the slope: gradients measured and by rule, one step against them, and many."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.model import quadratic

Array = NDArray[np.float64]
Number = float | np.floating[Any]


def numerical_gradient(loss: Callable[[Array], Number], parameters: Array, h: float = 1e-6) -> Array:
    """Return the gradient of `loss` by central differences, (parameters,).

    `loss` takes an array like the parameters and returns a number.
    Each parameter in turn is nudged by h, to both sides.

    >>> print(numerical_gradient(lambda p: p[0] ** 2 + 5 * p[1], np.array([3.0, 1.0])).round(6))
    [6. 5.]
    """
    gradient = np.zeros(len(parameters))
    for i in range(len(parameters)):
        nudge = np.zeros(len(parameters))
        nudge[i] = h
        gradient[i] = (loss(parameters + nudge) - loss(parameters - nudge)) / (2 * h)
    return gradient


def mae_gradient(parameters: Array, x: Array, y: Array) -> Array:
    """Return the slopes of the mean absolute error along a, b, c, shape (3,).

    Shapes: parameters (3,), x and y (n,).
    A miss of 0 has no slope and counts as 0.

    >>> print(mae_gradient(np.array([1.0, 0.0, 1.0]), np.array([1.0, -2.0]), np.array([4.0, 3.0])))
    [ 1.5 -1.5  0. ]
    """
    a, b, c = parameters
    signs = np.sign(quadratic(x, a, b, c) - y)
    return np.array([np.mean(signs * x**2), np.mean(signs * x), np.mean(signs)])


def step(parameters: Array, gradient: Array, rate: float) -> Array:
    """Return the parameters after one step downhill, in a new array.

    Parameters and gradient have the same shape.

    >>> print(step(np.array([1.0, 2.0]), np.array([10.0, -10.0]), 0.1))
    [0. 3.]
    """
    return parameters - rate * gradient


def gradient_descent(gradient: Callable[[Array], Array], start: Array, rate: float, steps: int) -> Array:
    """Return the start and the place after each step, one in each row.

    Shapes: start (parameters,), result (steps + 1, parameters).
    `gradient(place)` is the gradient there, shape (parameters,).

    >>> print(gradient_descent(lambda p: 2 * p, np.array([8.0]), 0.25, 3)[:, 0])
    [8. 4. 2. 1.]
    """
    path = [start]
    for _ in range(steps):
        path.append(step(path[-1], gradient(path[-1]), rate))
    return np.array(path)


def sweep(rates: Array, steps: int, x: Array, y: Array) -> Array:
    """Return a quadratic's mean absolute error from (0, 0, 0) on and after each step, for every rate, shape (rates, steps + 1).

    Shapes: rates (rates,), x and y (n,). All rates can be trained at once, as one more axis of the arrays.

    >>> x, y = np.array([1.0, -2.0]), np.array([4.0, 3.0])
    >>> print(sweep(np.array([0.1, 1.0]), 1, x, y))
    [[3.5  2.75]
     [3.5  5.  ]]
    """
    powers = np.stack([x**2, x, np.ones_like(x)])
    parameters = np.zeros((len(rates), 3))
    losses = np.empty((len(rates), steps + 1))
    for done in range(steps + 1):
        misses = parameters @ powers - y
        losses[:, done] = np.abs(misses).mean(axis=1)
        parameters -= rates[:, None] * (np.sign(misses) @ powers.T / len(x))
    return losses


def largest_stable_rate(x: Array) -> float:
    """Return the rate above which gradient descent on a quadratic's mean squared error blows up, a float; x has shape (n,).

    It is 2 divided by the largest curvature, which is the largest eigenvalue of 2PᵀP / n, where the columns of P are x², x and 1
    (Polyak, "Introduction to optimization", 1987).

    >>> print(largest_stable_rate(np.array([0.0, 0.0])))
    1.0
    """
    powers = np.stack([x**2, x, np.ones_like(x)], axis=1)
    curvatures = np.linalg.eigvalsh(2 * powers.T @ powers / len(x))
    return float(2 / np.max(curvatures))


def halving_schedule(rate: float, step: int, every: int) -> float:
    """Return the rate for a step, counted from 0: the given rate for the first `every` steps, half of it for as many more, and so on.

    >>> [halving_schedule(0.4, step, every=2) for step in range(5)]
    [0.4, 0.4, 0.2, 0.2, 0.1]
    """
    return rate * 0.5 ** (step // every)


def momentum_step(parameters: Array, velocity: Array, gradient: Array, rate: float, momentum: float) -> tuple[Array, Array]:
    """Return the parameters and the velocity after one step, two arrays.

    The velocity keeps this much of itself (momentum, from 0 to 1), and the
    gradient is added. Then the parameters move by -rate * velocity.
    All arrays have the same shape, and the results are new.

    >>> for array in momentum_step(np.array([1.0]), np.array([10.0]), np.array([1.0]), 0.1, 0.9):
    ...     print(array)
    [0.]
    [10.]
    """
    velocity = momentum * velocity + gradient
    return parameters - rate * velocity, velocity
