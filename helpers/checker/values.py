"""Say how an answer's numbers differ from the expected ones, where they can be compared one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

# What numbers rounded to these types may be away from the true ones.
ROUNDED_TO = {"float16": 2e-3, "float32": 2e-6}


@dataclass(frozen=True)
class Pair:
    """An answer's real numbers, the expected ones in the same shape, and n, the number of elements that went in."""

    mine: NDArray[np.float64]
    expected: NDArray[np.float64]
    n: int
    rtol: float
    atol: float

    def is_close(self, other: ArrayLike) -> bool:
        """Return whether the answer is this, but for rounding."""
        return bool(np.allclose(self.mine, other, rtol=self.rtol, atol=self.atol, equal_nan=True))

    def right(self) -> NDArray[np.bool_]:
        """Return for each number whether it is right."""
        return np.isclose(self.mine, self.expected, rtol=self.rtol, atol=self.atol, equal_nan=True)


def remark_on_values(pairs: Sequence[Pair]) -> str:
    """Return the first remark that holds for all pairs, or ""; one pair at least is not right."""
    return next((said for look in REMARKS if (said := look(pairs))), "")


def _nan_or_inf(pairs: Sequence[Pair]) -> str | None:
    pair = _first_wrong(pairs)
    if np.isnan(pair.mine).any() and not np.isnan(pair.expected).any():
        return "There is nan in the answer, which means 'not a number': it comes from 0/0, or from the root of a negative number."
    if np.isinf(pair.mine).any() and not np.isinf(pair.expected).any():
        return "There is inf in the answer, which means infinite: something was divided by zero, or grew past all bounds."
    return None


def _constant(pairs: Sequence[Pair]) -> str | None:
    numbers = np.concatenate([pair.mine.ravel() for pair in pairs])
    if not numbers.size or np.any(numbers != numbers[0]):
        return None
    return "Every value is 0: is the result ever filled in?" if numbers[0] == 0 else "The answer is the same number, whatever goes in."


def _nearly(pairs: Sequence[Pair]) -> str | None:
    nearly = all(np.allclose(pair.mine, pair.expected, rtol=1e-6, atol=1e-6) for pair in pairs)
    if not nearly or any(all(pair.is_close(np.round(pair.expected, digits)) for pair in pairs) for digits in range(9)):
        return None
    return "These are nearly the right numbers, but more is lost than rounding can explain: work them out exactly, without measuring."


def _factor(pairs: Sequence[Pair]) -> str | None:
    factors = np.array([_factor_of(pair) for pair in pairs])
    if not np.all(np.isfinite(factors)) or np.allclose(factors, 1, rtol=1e-3):
        return None
    n = np.array([pair.n for pair in pairs])
    if np.allclose(factors, -1):
        return "The sign is reversed everywhere: the sizes are right."
    if np.allclose(factors, factors[0], rtol=1e-6):
        return f"Your values are {_times(factors[0])} what they should be: look for a factor too many or too few."
    if np.allclose(factors, n, rtol=1e-6):
        first = _first_wrong(pairs)
        return f"Your values are {first.n} times too large, and {first.n} is n, the number of elements: a division by n is missing."
    if np.allclose(factors * n, 1, rtol=1e-6):
        first = _first_wrong(pairs)
        return f"Your values are {first.n} times too small, and {first.n} is n, the number of elements: there is a division by n too many."
    return None


def _factor_of(pair: Pair) -> float:
    """Return what all expected values were multiplied by, or nan where there is no such number."""
    if not pair.expected.any():
        return np.nan
    place = np.argmax(np.abs(pair.expected))
    factor = pair.mine.flat[place] / pair.expected.flat[place]
    return float(factor) if factor and np.isfinite(factor) and pair.is_close(factor * pair.expected) else np.nan


def _times(factor: float) -> str:
    words = {2.0: "twice", 0.5: "half of"}
    return next((word for value, word in words.items() if np.isclose(factor, value)), f"{factor:.6g} times")


def _offset(pairs: Sequence[Pair]) -> str | None:
    offsets = [(pair.mine - pair.expected).ravel() for pair in pairs]
    if not all(offset.size and np.allclose(offset, offset[0], rtol=1e-6) for offset in offsets):
        return None
    if np.allclose(np.concatenate(offsets), offsets[0][0], rtol=1e-6):
        return f"Every value is too {'large' if offsets[0][0] > 0 else 'small'} by {abs(offsets[0][0]):.6g}."
    if sum(offset.size > 1 for offset in offsets) > 1:
        return "In each example all values are off by one and the same number: a term that stays the same is wrong or missing."
    return None


def _signs(pairs: Sequence[Pair]) -> str | None:
    if all(np.allclose(np.abs(pair.mine), np.abs(pair.expected), rtol=pair.rtol, atol=pair.atol) for pair in pairs):
        return "The sizes are right, but some signs are not."
    return None


def _order(pairs: Sequence[Pair]) -> str | None:
    if all(pair.expected.ndim and pair.is_close(np.flip(pair.expected)) for pair in pairs):
        return "The values are right, but in reverse order."
    if all(np.allclose(np.sort(pair.mine, None), np.sort(pair.expected, None), rtol=pair.rtol, atol=pair.atol) for pair in pairs):
        return "The values are right, but in another order."
    return None


def _rounding(pairs: Sequence[Pair]) -> str | None:
    if all(pair.is_close(np.trunc(pair.expected)) for pair in pairs):
        return "All decimals are cut off: is there an `int` or `//`, or an array of whole numbers that the values were put into?"
    for digits in range(7):
        if all(pair.is_close(np.round(pair.expected, digits)) for pair in pairs):
            to = {0: "whole numbers", 1: "one decimal"}.get(digits, f"{digits} decimals")
            return f"The values are rounded to {to}: leave them as they are."
    if all(np.allclose(pair.mine, pair.expected, rtol=1e-4, atol=1e-4) for pair in pairs):
        return "This is very close, but not equal: more is lost than the rounding of float64 can explain."
    return None


def _in_part(pairs: Sequence[Pair]) -> str | None:
    pair = _first_wrong(pairs)
    right = pair.right()
    if not right.any():
        return None
    index = ", ".join(map(str, np.argwhere(~right)[0]))
    are = "is" if right.sum() == 1 else "are"
    return f"{right.sum()} of {right.size} values {are} right; the first that is not has the index {index}."


def _in_some_examples(pairs: Sequence[Pair]) -> str | None:
    count = sum(bool(pair.right().all()) for pair in pairs)
    right = f"Your function is right on {count} of the lesson's {len(pairs)} examples"
    return f"{right}; this is the first on which it is not." if count else None


def _first_wrong(pairs: Sequence[Pair]) -> Pair:
    return next(pair for pair in pairs if not pair.right().all())


REMARKS = (_nan_or_inf, _constant, _nearly, _factor, _offset, _signs, _order, _rounding, _in_part, _in_some_examples)


def same_but_for_shape(mine: NDArray[Any], expected: NDArray[np.float64], dtype: str, rtol: float, atol: float) -> bool:
    """Return whether these are the expected numbers in whatever shape, transposed or rounded to the smaller type that holds them."""
    rounding = ROUNDED_TO.get(dtype, 0.0)
    return mine.size == expected.size and any(
        np.allclose(mine.ravel(), candidate.ravel(), rtol=max(rtol, rounding), atol=max(atol, rounding), equal_nan=True)
        for candidate in (expected, expected.T)
    )
