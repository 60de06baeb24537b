"""One example, what a reader's function did with it, and what it should have done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker.answer import Answer
from helpers.checker.run import Arguments, Outcome
from helpers.checker.values import Pair

REAL = ("float", "longdouble", "int", "uint")  # a whole number is as good as a float that equals it


@dataclass(frozen=True)
class Case:
    """One example: what went in, what came out, and what should have: an array, or a number."""

    arguments: Arguments
    got: Outcome
    expected: Answer
    rtol: float
    atol: float

    def parts(self, expected: Answer | None = None) -> list["Case"]:
        """Return a case for each part of the expected tuple, or of this one; none where the answer has not as many parts."""
        mine = self.got.answer.parts if self.got.answer is not None else ()
        wanted = (expected or self.expected).parts
        if len(mine) != len(wanted):
            return []
        return [Case(self.arguments, Outcome(part), each, self.rtol, self.atol) for part, each in zip(mine, wanted, strict=True)]

    def is_right(self) -> bool:
        """Return whether the answer is of the right kind, type and shape, and has the right numbers."""
        if self.expected.parts:
            parts = self.parts()
            return bool(parts) and all(part.is_right() for part in parts)
        answer = self.got.answer
        is_of_the_kind = answer is not None and answer.kind == self.expected.kind and answer.dtype.startswith(REAL)
        return is_of_the_kind and self.has_right_numbers()

    def wanted(self) -> NDArray[np.float64]:
        """Return the expected numbers."""
        assert self.expected.numbers is not None
        return self.expected.numbers

    def numbers(self) -> NDArray[Any] | None:
        """Return the answer's numbers, or None where it has none."""
        return self.got.answer.numbers if self.got.answer is not None else None

    def pair(self) -> Pair | None:
        """Return the answer's numbers beside the expected ones, or None where they can't be compared one by one."""
        numbers = self.numbers()
        if numbers is None or np.iscomplexobj(numbers) or numbers.shape != self.wanted().shape:
            return None
        return Pair(numbers, self.wanted(), self.sizes(), self.rtol, self.atol)

    def sizes(self) -> dict[str, int]:
        """Return what there is to divide by: n, and the sizes of the arrays of two axes."""
        arrays = {name: value for name, value in self.arguments.items() if isinstance(value, np.ndarray) and value.ndim}
        found = {"n": len(next(iter(arrays.values())))} if arrays else {}
        for name, array in arrays.items():
            if array.ndim == 2:
                found |= {f"{name}.size": array.size, f"len({name})": len(array), f"{name}.shape[1]": array.shape[1]}
        return found

    def has_right_numbers(self) -> bool:
        """Return whether the answer has the expected numbers, in whatever form."""
        if self.expected.parts:
            parts = self.parts()
            return bool(parts) and all(part.has_right_numbers() for part in parts)
        return self.agrees(self.wanted())

    def agrees(self, numbers: NDArray[Any] | None) -> bool:
        """Return whether the answer's numbers are these, but for rounding."""
        mine = self.numbers()
        return mine is not None and numbers is not None and mine.shape == numbers.shape and self.close(mine, numbers)

    def expects_as(self, other: "Case") -> bool:
        """Return whether the same numbers are expected as in another case."""
        mine, others = self.expected.numbers, other.expected.numbers
        return mine is not None and others is not None and mine.shape == others.shape and self.close(mine, others)

    def close(self, one: Any, other: Any) -> bool:
        """Return whether two arrays of one shape are equal but for rounding."""
        return bool(np.allclose(one, other, rtol=self.rtol, atol=self.atol, equal_nan=True))


def first_wrong(cases: Sequence[Case]) -> Case:
    """Return the first example with wrong numbers, or the first that is wrong in any other way; there must be one."""
    wrong = [case for case in cases if not case.is_right()]
    return next((case for case in wrong if not case.has_right_numbers()), wrong[0])
