"""The measurements that the whole series looks at."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def measurements() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the times x in seconds and a marble's distances y in centimetres, two float64 arrays of shape (20,).

    The story: someone rolls a marble up a table that isn't quite level, towards a pencil line. It slows, turns round just short of
    the line, and rolls back. x is counted from the middle of a film of four seconds; y, the distance from the line, is read off twenty
    of its pictures.

    The numbers are made up. They lie on y = 3x² + 2x + 1, but for errors of reading drawn from a normal distribution of standard
    deviation 1, and are rounded to one decimal so that they can be checked by hand. So the marble was 1 cm from the line at x = 0,
    moving away at 2 cm/s, and gained 6 cm/s each second. The seed is fixed: every call returns the same numbers, in new arrays.

    >>> x, y = measurements()
    >>> print(x[0], y[0], x[-1], y[-1])
    -2.0 9.3 2.0 17.0
    """
    x = np.linspace(-2, 2, 20)
    noise = np.random.default_rng(42).normal(0, 1, 20)
    return x, np.round(3 * x**2 + 2 * x + 1 + noise, 1) + 0.0  # + 0.0 turns a −0.0 into 0.0


def stopping_distances() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the speeds of cars in miles per hour, and the distances in feet in which they stopped, two float64 arrays of shape (50,).

    The measurements were made in the 1920s (Ezekiel, "Methods of correlation analysis", 1930), and are widely known as `cars`.

    >>> speed, distance = stopping_distances()
    >>> print(speed[-1], distance[-1])
    25.0 85.0
    """
    speed, distance = np.loadtxt(Path(__file__).parent / "cars.csv", delimiter=",", skiprows=1).T
    return speed, distance
