"""When two pictures count as the same: to within antialiasing, and no more.

Two renderers may place an edge, a dot or a letter up to about a pixel apart, because Agg rounds markers, letters and upright
edges to whole pixels. So each picture is first evened out over 3 × 3 pixels; then every pixel of the one must lie between the
darkest and the lightest of the 3 × 3 pixels around it in the other, and the other way round, with some margin. What is left
over is a difference that no shift by a pixel explains. `test_scenes.py` proves that two pixels are too many.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

MARGIN = 32  # of 255
FEW = 10  # pixels that may differ within a square of 9 × 9, as where a rounded edge ends


def complaint(got: np.ndarray, wanted: np.ndarray, ratio: int = 1, margin: float = MARGIN, few: int = FEW) -> str:
    """Return what is different, or nothing if the pictures are the same to within antialiasing.

    Both are (height, width, 3), with `ratio` of their pixels to a CSS pixel; they are compared by CSS pixels, because to these
    strokes are rounded.
    """
    if got.shape != wanted.shape:
        return f"the size is {got.shape}, not {wanted.shape}"
    beyond = differences(shrunk(got, ratio), shrunk(wanted, ratio), margin)
    together = most_together(beyond)
    if together <= few:
        return ""
    row, column = np.unravel_index(beyond.argmax(), beyond.shape)
    return f"{together} pixels differ together; the most by {beyond.max() + margin:.0f}, {column} from the left and {row} from the top"


def differences(one: np.ndarray, other: np.ndarray, margin: float) -> np.ndarray:
    """Return by how much more than the margin each pixel differs, (height, width); 0 where it does not."""
    one, other = _around(one, np.add) / 9, _around(other, np.add) / 9
    beyond = np.maximum(_outside(one, other), _outside(other, one)).max(axis=2)
    return np.maximum(0, beyond - margin)


def most_together(beyond: np.ndarray, reach: int = 9) -> int:
    """Return how many pixels differ, at most, within any square of `reach` pixels."""
    sums = np.pad(beyond > 0, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    return int((sums[reach:, reach:] - sums[:-reach, reach:] - sums[reach:, :-reach] + sums[:-reach, :-reach]).max())


def shrunk(picture: np.ndarray, ratio: int) -> np.ndarray:
    """Return the mean of every `ratio` × `ratio` pixels."""
    rows, columns = picture.shape[0] // ratio, picture.shape[1] // ratio
    whole = picture[: rows * ratio, : columns * ratio].astype(np.float32)
    return whole.reshape(rows, ratio, columns, ratio, 3).mean(axis=(1, 3))


def _around(picture: np.ndarray, combine: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Return each pixel combined with the eight around it; at the edge, with itself in place of those that are missing."""
    for axis in (0, 1):
        picture = np.moveaxis(picture, axis, 0)
        before, after = np.concatenate([picture[:1], picture[:-1]]), np.concatenate([picture[1:], picture[-1:]])
        picture = np.moveaxis(combine(combine(before, picture), after), 0, axis)
    return picture


def _outside(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.maximum(one - _around(other, np.maximum), _around(other, np.minimum) - one)
