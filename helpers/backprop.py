"""Send the error back: from the loss of a network to the gradient of each of its parameters, and training with it.

The rules are those of Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", Nature 323, 1986.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.descent import step
from helpers.loss import mean_absolute_error
from helpers.model import layer, relu

Array = NDArray[np.float64]
Number = np.floating[Any]


def relu_backward(upstream: Array, z: Array) -> Array:
    """Return the gradient of the loss with respect to z.

    upstream is the gradient with respect to relu(z), and has the shape of z.
    At z = 0 the slope of a ReLU counts as 0.

    >>> print(relu_backward(np.array([5.0, 6.0, 7.0]), np.array([-1.0, 0.0, 2.0])))
    [0. 0. 7.]
    """
    return upstream * (z > 0)


def layer_backward(upstream: Array, x: Array, W: Array) -> tuple[Array, Array, Array]:
    """Return the gradients of the loss with respect to x, W and b.

    The layer is x @ W + b, and upstream the gradient with respect to that.
    Shapes: upstream (n, units), x (n, inputs), W (inputs, units). Each
    result has the shape of what it belongs to; that of b is (units,).

    >>> for gradient in layer_backward(np.array([[1.0, 2.0]]), np.array([[3.0]]), np.array([[4.0, 5.0]])):
    ...     print(gradient)
    [[14.]]
    [[3. 6.]]
    [1. 2.]
    """
    return upstream @ W.T, x.T @ upstream, upstream.sum(axis=0)


def backpropagate(x: Array, y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Number, Array, Array, Array, Array]:
    """Return the network's MAE, and its gradients along W1, b1, W2 and b2.

    Shapes: x (n, inputs), y (n, outputs), W1 (inputs, units), b1 (units,),
    W2 (units, outputs), b2 (outputs,); each gradient has that of its
    parameter. Where a residual or a z is 0, the slope counts as 0.
    """
    z = layer(x, W1, b1)
    hidden = relu(z)
    outputs = layer(hidden, W2, b2)
    loss = mean_absolute_error(outputs, y)
    upstream = np.sign(outputs - y) / y.size
    upstream, dW2, db2 = layer_backward(upstream, hidden, W2)
    _, dW1, db1 = layer_backward(relu_backward(upstream, z), x, W1)
    return loss, dW1, db1, dW2, db2


def train(x: Array, y: Array, parameters: Sequence[Array], rate: float, steps: int) -> list[list[Array]]:
    """Return the parameters [W1, b1, W2, b2] from the start on and after each step of gradient descent, steps + 1 lists.

    Shapes as in `backpropagate`. The rate is the same for all parameters.
    """
    history = [list(parameters)]
    for _ in range(steps):
        _, *gradients = backpropagate(x, y, *history[-1])
        history.append([step(old, gradient, rate) for old, gradient in zip(history[-1], gradients, strict=True)])
    return history


def random_parameters(seed: int, units: int, inputs: int = 1, outputs: int = 1) -> list[Array]:
    """Return parameters [W1, b1, W2, b2] to start from: random weights, and biases of 0.

    The spread of the weights keeps sizes from layer to layer about the same (He et al., "Delving deep into rectifiers", 2015).
    """
    random = np.random.default_rng(seed)
    W1 = random.normal(0, np.sqrt(2 / inputs), (inputs, units))
    W2 = random.normal(0, np.sqrt(2 / units), (units, outputs))
    return [W1, np.zeros(units), W2, np.zeros(outputs)]
