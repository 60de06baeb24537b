"""Learn from some measurements and judge by others: what is held out, what is seen at a step, and what was judged on what it had seen."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.int64]


def split(x: Array, y: Array, order: Places, held_out: int) -> tuple[Array, Array, Array, Array]:
    """Return x and y to train on, then x and y that are held out.

    order has each place from 0 to n - 1 once, shuffled. The last held_out
    of these places are held out. Shapes: x, y and order (n,).

    >>> for part in split(np.array([5.0, 6.0, 7.0]), np.array([1.0, 2.0, 3.0]), np.array([2, 0, 1]), 1):
    ...     print(part)
    [7. 5.]
    [3. 1.]
    [6.]
    [2.]
    """
    cut = len(order) - held_out
    train, held = order[:cut], order[cut:]
    return x[train], y[train], x[held], y[held]


def minibatches(order: Places, size: int) -> list[Places]:
    """Return the places of order, cut into a list of arrays of this size.

    Every place comes once, and they stay in order. Where they don't come
    out even, the last array is shorter.

    >>> for batch in minibatches(np.array([3, 0, 4, 1, 2]), 2):
    ...     print(batch)
    [3 0]
    [4 1]
    [2]
    """
    return [order[start : start + size] for start in range(0, len(order), size)]


def already_seen(judged_on: Places, seen: Places) -> Places:
    """Return those places of judged_on that stand in seen as well.

    Both are arrays of places, of any lengths. The result keeps the order
    of judged_on, and is empty where the two have nothing in common.

    >>> print(already_seen(np.array([7, 2, 5]), np.array([0, 1, 2, 7])))
    [7 2]
    """
    return judged_on[np.isin(judged_on, seen)]
