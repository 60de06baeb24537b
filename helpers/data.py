"""The measurements that the whole series looks at, and the data of single lessons."""

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


def second_film() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return times and distances of the same roll as a second camera filmed it, two float64 arrays of shape (2000,).

    As in `measurements`, each distance is off by an error of reading; these are not rounded. The times are drawn at random.

    >>> x, y = second_film()
    >>> print(x.min().round(2), x.max().round(2))
    -1.99 2.0
    """
    random = np.random.default_rng(43)
    x = random.uniform(-2, 2, 2000)
    return x, 3 * x**2 + 2 * x + 1 + random.normal(0, 1, 2000)


def stopping_distances() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the speeds of cars in miles per hour, and the distances in feet in which they stopped, two float64 arrays of shape (50,).

    The measurements were made in the 1920s (Ezekiel, "Methods of correlation analysis", 1930), and are widely known as `cars`.

    >>> speed, distance = stopping_distances()
    >>> print(speed[-1], distance[-1])
    25.0 85.0
    """
    speed, distance = np.loadtxt(Path(__file__).parent / "cars.csv", delimiter=",", skiprows=1).T
    return speed, distance


def digits() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return handwritten digits: images, float64 of shape (1797, 64), and which digit each is, int64 of shape (1797,).

    An image is 8 rows of 8 numbers from 0 for paper to 1 for ink. People filled in forms. Each of their digits was stretched to a
    bitmap of 32 × 32, and the black pixels were counted in blocks of 4 × 4; here the count is divided by 16.

    The rows stand form after form, and the digits on each of the 14 forms are nearly the same. Source: E. Alpaydin and C. Kaynak,
    "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49, of which this
    is the test set; licence CC BY 4.0, https://creativecommons.org/licenses/by/4.0/.

    >>> images, labels = digits()
    >>> print(labels[:12], images.max())
    [0 1 2 3 4 5 6 7 8 9 0 1] 1.0
    """
    table = np.loadtxt(Path(__file__).parent / "digits.csv.gz", delimiter=",")
    return table[:, :64] / 16, table[:, 64].astype(np.int64)
