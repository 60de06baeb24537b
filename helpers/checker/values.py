"""Say how an answer's numbers differ from the expected ones, where they can be compared one by one."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

# What numbers rounded to these types may be away from the true ones.
ROUNDED_TO = {"float16": 2e-3, "float32": 2e-6}


@dataclass(frozen=True)
class Pair:
    """An answer's real numbers, the expected ones in the same shape, and the sizes of what went in; n is the first array's length."""

    mine: NDArray[np.float64]
    expected: NDArray[np.float64]
    sizes: Mapping[str, int]
    rtol: float
    atol: float

    def is_close(self, other: ArrayLike) -> bool:
        """Return whether the answer is this, but for rounding."""
        return bool(np.allclose(self.mine, other, rtol=self.rtol, atol=self.atol, equal_nan=True))

    def right(self) -> NDArray[np.bool_]:
        """Return for each number whether it is right."""
        return np.isclose(self.mine, self.expected, rtol=self.rtol, atol=self.atol, equal_nan=True)


def remark_on_values(pairs: Sequence[Pair]) -> str:
    """Return the first remark that holds for all pairs, or "" where there is none."""
    if all(pair.right().all() for pair in pairs):
        return ""
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
    if numbers[0]:
        return "The answer is the same number, whatever goes in."
    if all(pair.expected.ndim == 0 for pair in pairs):
        return "Your answer is 0, whatever goes in: is the result ever computed?"
    return "Every value is 0: is the result ever filled in?"


def _nearly(pairs: Sequence[Pair]) -> str | None:
    nearly = all(np.allclose(pair.mine, pair.expected, rtol=1e-6, atol=1e-6) for pair in pairs)
    if not nearly or any(all(pair.is_close(np.round(pair.expected, digits)) for pair in pairs) for digits in range(9)):
        return None
    return "These are nearly the right numbers, but more is lost than rounding can explain: work them out exactly, without measuring."


def _factor(pairs: Sequence[Pair]) -> str | None:
    pairs = [pair for pair in pairs if pair.expected.any() or pair.mine.any()]  # nothing times any factor is nothing
    factors = np.array([_factor_of(pair) for pair in pairs])
    if not factors.size or not np.all(np.isfinite(factors)) or np.allclose(factors, 1, rtol=1e-3):
        return None
    if np.allclose(factors, -1):
        return "The sign is reversed everywhere: the sizes are right."
    if np.allclose(factors, factors[0], rtol=1e-6) and len(factors) > 1:
        return f"Your values are {_times(factors[0])} what they should be: look for a factor too many or too few."
    return _factor_of_sizes(factors, pairs) or _one_for_each_example(factors, pairs)


def _factor_of_sizes(factors: NDArray[np.float64], pairs: Sequence[Pair]) -> str | None:
    """Return a remark on a factor that is made of the sizes of what went in: n, n / 2, x.size / y.size and the like."""
    sizes = {name: np.array([float(pair.sizes.get(name, 0)) for pair in pairs]) for name in pairs[0].sizes}
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, size in sizes.items():
            for factor, words in _divisions(name, size, pairs[0].sizes[name]):
                if np.allclose(factors, factor, rtol=1e-6):
                    return words
        for right, wrong in itertools.permutations(sizes, 2):
            if np.allclose(factors, sizes[right] / sizes[wrong], rtol=1e-6):
                return f"It is divided by `{wrong}` where it should be by `{right}`."
    return None


def _divisions(name: str, size: NDArray[np.float64], first: int) -> Iterator[tuple[NDArray[np.float64], str]]:
    """Yield what goes wrong with a division by a size, which is this number in the first example: the factor, and what to say of it."""
    n = name if name == "n" else f"`{name}`"
    meant = f"{first} is n, the number of elements" if name == "n" else f"{first} is {n}"
    yield size, f"Your values are {first} times too large, and {meant}: a division by {n} is missing."
    yield 1 / size, f"Your values are {first} times too small, and {meant}: there is a division by {n} too many."
    yield size / 2, f"It is divided by 2 where it should be by {n}."
    yield size / (size - 1), f"It is divided by {n} − 1 where it should be by {n}."
    yield size / (size + 1), f"It is divided by {n} + 1 where it should be by {n}."
    yield 2 * size, f"Your values are 2 times {n} what they should be: a division by {n} is missing, and there is a 2 too many."


def _one_for_each_example(factors: NDArray[np.float64], pairs: Sequence[Pair]) -> str | None:
    if sum(pair.expected.size > 1 for pair in pairs) < 2 or np.isclose(np.abs(factors), 1).any():
        return None
    return "In each example all values are too large or too small by one and the same factor: something is multiplied or divided wrongly."


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
    for rounded, words in ((np.floor, "down"), (np.ceil, "up")):
        if all(pair.is_close(rounded(pair.expected)) for pair in pairs):
            return f"All values are rounded {words} to whole numbers: is there a `//`, or `np.floor` or `np.ceil`?"
    for digits in range(7):
        if all(pair.is_close(np.round(pair.expected, digits)) for pair in pairs):
            to = {0: "whole numbers", 1: "one decimal"}.get(digits, f"{digits} decimals")
            return f"The values are rounded to {to}: leave them as they are."
    if all(np.allclose(pair.mine, pair.expected, rtol=1e-4, atol=1e-4) for pair in pairs):
        return "This is very close, but not equal: more is lost than the rounding of float64 can explain."
    return None


def _function_of(pairs: Sequence[Pair]) -> str | None:
    """Return a remark on answers that are one and the same function of the expected ones."""
    if all(not pair.expected.size for pair in pairs):
        return None
    functions: tuple[tuple[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]], ...] = (
        ("the square", np.square),
        ("the square root", np.sqrt),
        ("the reciprocal, 1 divided by it,", np.reciprocal),
    )
    for words, function in functions:
        if all(pair.is_close(function(pair.expected)) for pair in pairs):
            return f"Your answer is {words} of what is expected."
    return None


def _filled_in_part(pairs: Sequence[Pair]) -> str | None:
    """Return a remark on arrays of which one element alone was filled in, as by a loop that is left too early."""
    if not all(pair.expected.ndim for pair in pairs):
        return None
    for place, words in ((0, "first"), (-1, "last")):
        only = [_only(pair.expected, place) for pair in pairs]
        if all(pair.is_close(each) for pair, each in zip(pairs, only, strict=True)):
            return f"Only the {words} value is filled in, and the others are 0: does the `return`, or the assignment, stand in the loop?"
    return None


def _only(expected: NDArray[np.float64], place: int) -> NDArray[np.float64]:
    only = np.zeros_like(expected)
    if len(only):
        only[place] = expected[place]
    return only


def _cut_off(pairs: Sequence[Pair]) -> str | None:
    """Return a remark on answers in which whatever lies beyond some number is that number."""
    mine, expected = (np.concatenate([getattr(pair, of).ravel() for pair in pairs]) for of in ("mine", "expected"))
    wrong = np.concatenate([pair.right().ravel() for pair in pairs]) == 0
    if not wrong.any() or np.any(mine[wrong] != mine[wrong][0]):
        return None
    end = mine[wrong][0]
    if np.all(expected[wrong] > end) and np.all(mine <= end):
        return f"No number in your answers is above {end:.6g}: is something cut off there?"
    if np.all(expected[wrong] < end) and np.all(mine >= end):
        return f"No number in your answers is below {end:.6g}: is something cut off there?"
    return None


def where_they_differ(pairs: Sequence[Pair]) -> str:
    """Return which of the values, or of the examples, are right, or "" where none are."""
    wrong = [pair for pair in pairs if not pair.right().all()]
    return (_in_part(wrong) or _in_some_examples(pairs) or "") if wrong else ""


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


REMARKS = (_nan_or_inf, _constant, _nearly, _factor, _offset, _signs, _order, _cut_off, _function_of, _rounding, _filled_in_part)


def same_but_for_shape(mine: NDArray[Any], expected: NDArray[np.float64], dtype: str, rtol: float, atol: float) -> bool:
    """Return whether these are the expected numbers in whatever shape, transposed or rounded to the smaller type that holds them."""
    rounding = ROUNDED_TO.get(dtype, 0.0)
    return mine.size == expected.size and any(
        np.allclose(mine.ravel(), candidate.ravel(), rtol=max(rtol, rounding), atol=max(atol, rounding), equal_nan=True)
        for candidate in (expected, expected.T)
    )
