"""Models: functions that predict an output from an input and some parameters."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def quadratic(x: Array, a: float, b: float, c: float) -> Array:
    """Return the predictions ax² + bx + c, shape (n,), for the inputs x, shape (n,).

    >>> print(quadratic(np.array([0.0, 1.0, 2.0]), 3, 2, 1))
    [ 1.  6. 17.]
    """
    return a * x**2 + b * x + c


def residuals(predictions: Array, targets: Array) -> Array:
    """Return prediction minus target for each measurement, shape (n,), in the targets' unit.

    >>> print(residuals(np.array([5.0, 2.0]), np.array([3.0, 3.0])))
    [ 2. -1.]
    """
    return predictions - targets
