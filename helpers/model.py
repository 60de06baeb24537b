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


def relu(z: Array) -> Array:
    """Return z with 0 in place of every negative number, in its shape.

    >>> print(relu(np.array([-2.0, 0.0, 3.0])))
    [0. 0. 3.]
    """
    return np.maximum(z, 0)


def hinge(w: float, b: float) -> float:
    """Return the x where relu(w x + b) bends, or np.nan if w is 0.

    >>> print(hinge(2.0, -3.0))
    1.5
    """
    return -b / w if w != 0 else np.nan


def layer(x: Array, W: Array, b: Array) -> Array:
    """Return what the units compute before the ReLU, shape (n, units).

    Shapes: x (n, inputs), W (inputs, units), b (units,).

    >>> print(layer(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([5.0])))
    [[16.]]
    """
    return x @ W + b


def network(x: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """Return the outputs of two layers, a ReLU between them: (n, outputs).

    Shapes: x (n, inputs), W1 (inputs, units), b1 (units,),
    W2 (units, outputs), b2 (outputs,).
    """
    return layer(relu(layer(x, W1, b1)), W2, b2)
