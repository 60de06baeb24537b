"""Losses: one number that says how far predictions are from their targets."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Number = np.floating[Any]


def mean_absolute_error(predictions: Array | float, targets: Array) -> Number:
    """Return the mean absolute error, a float in the targets' unit. Both arrays have shape (n,).

    >>> print(mean_absolute_error(np.array([5.0, 2.0]), np.array([3.0, 3.0])))
    1.5
    """
    return np.mean(np.abs(predictions - targets))


def mean_squared_error(predictions: Array | float, targets: Array) -> Number:
    """Return the mean squared error, a float in the targets' unit squared. Both arrays have shape (n,).

    >>> print(mean_squared_error(np.array([5.0, 2.0]), np.array([3.0, 3.0])))
    2.5
    """
    return np.mean((predictions - targets) ** 2)


def best_constant(targets: Array) -> Number:
    """Return the number that has the least mean absolute error as a prediction for all targets, a float; targets has shape (n,).

    It is their median. Where n is even, every number between the two middle targets is as good, and this is halfway between them.

    >>> print(best_constant(np.array([3.0, 8.0, 1.0, 4.0])))
    3.5
    """
    return np.median(targets)
