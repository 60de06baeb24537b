"""Arguments that hold whatever a function may treat apart: 0, the same number and the same row twice, and very large numbers."""

import numpy as np
from numpy.typing import NDArray

# Sums and products of a few of these are exact in float64, so that what should come to 0 does, however it is written.
PALETTE = (0.0, 0.0, 0.25, -0.75, 2.0, 2.0, -3.5, 12.25, 300.25, -1000.75)


def edges(*shapes: tuple[int, ...], seed: int = 0) -> tuple[NDArray[np.float64], ...]:
    """Return an array of each of these shapes, the same ones each time.

    All the numbers stand in an array that is large enough. Of two axes, the last row is the first one again, and the one before it 0.
    """
    generator = np.random.default_rng(seed)
    return tuple(_filled(shape, generator) for shape in shapes)


def _filled(shape: tuple[int, ...], generator: np.random.Generator) -> NDArray[np.float64]:
    filled = np.resize(generator.permutation(PALETTE), shape)
    if len(shape) > 1 and len(filled) > 3:
        filled[-2], filled[-1] = 0.0, filled[0]
    return filled
