"""Tell classes apart: a network of any depth, softmax and cross-entropy, and training in minibatches.

Where y stands, each row holds one 1, at the class, and 0 elsewhere ("one-hot"). A layer is a pair (W, b), as in `helpers.model.layer`.
"""
# mypy: disable-error-code=no-any-return
# NumPy's types do not say what `max` and `sum` along an axis return.

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from helpers.backprop import layer_backward, relu_backward
from helpers.descent import step
from helpers.held_out import minibatches
from helpers.model import layer, relu

Array = NDArray[np.float64]
Layer = tuple[Array, Array]


def softmax(scores: Array) -> Array:
    """Return the probabilities of the classes, shape (n, classes).

    Each row of `scores`, shape (n, classes), becomes positive numbers that
    sum to 1, in proportion to e to the power of each score. No score is
    too large for it.

    >>> print(softmax(np.array([[0.0, 0.0], [1000.0, 0.0]])))
    [[0.5 0.5]
     [1.  0. ]]
    """
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(p: Array, y: Array) -> float:
    """Return the mean of −log(probability of the right class), a float.

    Both arrays have shape (n, classes). p holds probabilities; in each row
    of y stands a 1 at the right class, and 0 elsewhere.

    >>> print(round(cross_entropy(np.array([[0.5, 0.5], [0.25, 0.75]]), np.array([[1.0, 0.0], [1.0, 0.0]])), 3))
    1.04
    """
    right = (p * y).sum(axis=1)
    return float(-np.log(right).mean())


def softmax_backward(p: Array, y: Array) -> Array:
    """Return the gradient of the cross-entropy with respect to the scores.

    p is the softmax of the scores. Both arrays and the result have shape
    (n, classes); in each row of y stands a 1 at the right class.

    >>> print(softmax_backward(np.array([[0.25, 0.75]]), np.array([[1.0, 0.0]])))
    [[-0.75  0.75]]
    """
    return (p - y) / len(y)


def forward(x: Array, layers: Sequence[Layer]) -> list[Array]:
    """Return what goes into each layer, in order, and last the scores.

    Shapes: x (n, inputs), and (W, b) of each layer as in `layer`. Between
    two layers there is a ReLU, after the last none. There is one array more
    than there are layers.
    """
    arrays = [x]
    for W, b in layers[:-1]:
        arrays.append(relu(layer(arrays[-1], W, b)))
    arrays.append(layer(arrays[-1], *layers[-1]))
    return arrays


def backward(upstream: Array, arrays: Sequence[Array], layers: Sequence[Layer]) -> list[Layer]:
    """Return the gradients (dW, db) of each layer, in the layers' order.

    `arrays` is what `forward` returned, and upstream the gradient of the
    loss with respect to the scores, the last of them.
    """
    gradients = []
    for x, (W, _) in zip(arrays[-2::-1], layers[::-1], strict=True):
        dx, dW, db = layer_backward(upstream, x, W)
        gradients.append((dW, db))
        upstream = relu_backward(dx, x)  # x is relu(z): above 0 where z is
    return gradients[::-1]


def accuracy(p: Array, y: Array) -> float:
    """Return the share of rows in which the right class is the likeliest.

    It's a float from 0 to 1. Both arrays have shape (n, classes). p holds
    probabilities; in each row of y stands a 1 at the right class.

    >>> print(accuracy(np.array([[0.2, 0.8], [0.6, 0.4]]), np.array([[0.0, 1.0], [0.0, 1.0]])))
    0.5
    """
    return float((p.argmax(axis=1) == y.argmax(axis=1)).mean())


def read(x: Array, layers: Sequence[Layer]) -> Array:
    """Return the probabilities of the classes for each row of x, shape (n, classes)."""
    return softmax(forward(x, layers)[-1])


def random_layers(sizes: Sequence[int], seed: int = 0) -> list[Layer]:
    """Return layers (W, b) to start from, between these numbers of units: random weights as in lesson 05, and biases of 0."""
    random = np.random.default_rng(seed)
    return [(random.normal(0, np.sqrt(2 / m), (m, n)), np.zeros(n)) for m, n in itertools.pairwise(sizes)]


def train(x: Array, y: Array, layers: Sequence[Layer], rate: float, epochs: int, size: int = 32, seed: int = 1) -> list[Layer]:
    """Return the layers after so many epochs, in minibatches of `size` rows, shuffled anew for each epoch."""
    random = np.random.default_rng(seed)
    for _ in range(epochs):
        for batch in minibatches(random.permutation(len(x)), size):
            arrays = forward(x[batch], layers)
            upstream = softmax_backward(softmax(arrays[-1]), y[batch])
            gradients = backward(upstream, arrays, layers)
            layers = [(step(W, dW, rate), step(b, db, rate)) for (W, b), (dW, db) in zip(layers, gradients, strict=True)]
    return list(layers)
