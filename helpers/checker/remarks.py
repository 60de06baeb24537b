"""Say what is wrong with a function, from what it did with the examples.

Each remark is a function that looks at the examples and returns a sentence, or None when it has nothing to say; the first
that speaks is heard. They go from what must be mended first (it changes its arguments, it gives nothing back) over the
known mistakes of the exercise to what can be said of any answer: its form, its kind, its values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker.answer import FLOATS, Answer
from helpers.checker.errors import explain
from helpers.checker.run import Arguments, CannotJudge, Outcome
from helpers.checker.values import Pair, remark_on_values, same_but_for_shape

FLOAT_NAMES = {np.dtype(kind).name for kind in FLOATS}
ONE_FOR_MANY: tuple[tuple[Callable[[NDArray[np.float64]], Any], str], ...] = (
    (lambda expected: expected.flat[0], "This is the first value only: if there is a loop, does the `return` stand inside it?"),
    (lambda expected: expected.flat[-1], "This is the last value only: does each round of a loop forget the one before?"),
    (np.sum, "This is the sum of the expected values."),
    (np.mean, "This is the mean of the expected values."),
    (np.max, "This is the largest of the expected values."),
    (np.min, "This is the smallest of the expected values."),
)


@dataclass(frozen=True)
class Case:
    """One example: what went in, what came out, and what should have: an array, or a number."""

    arguments: Arguments
    got: Outcome
    expected: Answer
    rtol: float
    atol: float

    def parts(self) -> list["Case"]:
        """Return a case for each part of an expected tuple; none where the answer has not as many parts."""
        mine = self.got.answer.parts if self.got.answer is not None else ()
        if len(mine) != len(self.expected.parts):
            return []
        return [
            replace(self, got=replace(self.got, answer=part), expected=expected)
            for part, expected in zip(mine, self.expected.parts, strict=True)
        ]

    def is_right(self) -> bool:
        """Return whether the answer is of the right kind, type and shape, and has the right numbers."""
        if self.expected.parts:
            parts = self.parts()
            return bool(parts) and all(part.is_right() for part in parts)
        answer, pair = self.got.answer, self.pair()
        if answer is None or pair is None or answer.kind != self.expected.kind:
            return False
        is_real = answer.dtype in FLOAT_NAMES or (answer.kind == "number" and answer.dtype.startswith(("int", "uint")))
        return is_real and bool(pair.right().all())

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
        n = next((value.shape[0] for value in self.arguments.values() if isinstance(value, np.ndarray) and value.ndim), 0)
        return Pair(numbers, self.wanted(), n, self.rtol, self.atol)

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

    def close(self, one: Any, other: Any) -> bool:
        """Return whether two arrays of one shape are equal but for rounding."""
        return bool(np.allclose(one, other, rtol=self.rtol, atol=self.atol, equal_nan=True))


def first_wrong(cases: Sequence[Case]) -> Case:
    """Return the first example with wrong numbers, or the first that is wrong in any other way; there must be one."""
    wrong = [case for case in cases if not case.is_right()]
    return next((case for case in wrong if not case.has_right_numbers()), wrong[0])


# Known mistakes.


def answers_like(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> bool:
    """Return whether a known mistake's outcomes are the cases' own: the same numbers in the same form, or the same exception."""
    return all(_is_like(case, outcome) for case, outcome in zip(cases, outcomes, strict=True))


def numbers_like(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> bool:
    """Return whether a mistake with wrong numbers has the cases' numbers, whatever these came in (a list, say)."""
    mistaken = [replace(case, got=outcome) for case, outcome in zip(cases, outcomes, strict=True)]
    is_wrong = any(case.got.answer is not None and not case.has_right_numbers() for case in mistaken)
    return is_wrong and all(_has_numbers_of(case, outcome.answer) for case, outcome in zip(cases, outcomes, strict=True))


def _has_numbers_of(case: Case, other: Answer | None) -> bool:
    if other is None or not other.parts:
        return other is not None and case.agrees(other.numbers)
    parts = replace(case, expected=other).parts()
    return bool(parts) and all(_has_numbers_of(part, each) for part, each in zip(parts, other.parts, strict=True))


def _is_like(case: Case, outcome: Outcome) -> bool:
    mine, other = case.got.answer, outcome.answer
    if mine is None or other is None:
        return case.got.same(outcome)
    if other.parts:
        parts = replace(case, expected=other).parts()
        return bool(parts) and all(_is_like(part, Outcome(each)) for part, each in zip(parts, other.parts, strict=True))
    if mine.numbers is None or other.numbers is None:
        return case.got.same(outcome)
    return (mine.kind, mine.type_name, mine.dtype) == (other.kind, other.type_name, other.dtype) and case.agrees(other.numbers)


# What comes before the known mistakes.


def not_dependable(cases: Sequence[Case], overwritten: bool) -> str | None:
    """Return a remark on a function that changes its arguments, or that cannot be relied on to answer twice alike."""
    changed = next((case.got.changed for case in cases if case.got.changed), ())
    if changed:
        return (
            f"Your function changes its argument `{changed[0]}` in place, so whoever called it loses their own numbers. "
            "Work on new values: `y = y + 1` makes some, `y += 1` and `y[0] = 1` change what is there. "
            "(`x = y` is only a second name for the same array; `x = y.copy()` makes a new one.)"
        )
    if not all(case.got.steady for case in cases):
        return (
            "Called twice with the same arguments, your function answers differently. "
            "Let the answer depend on the arguments alone: on nothing random, and on nothing kept from one call to the next."
        )
    if overwritten:
        return "The array that your function returns is changed by its next call: make a new array in each call."
    return None


def gives_nothing(cases: Sequence[Case]) -> str | None:
    """Return a remark on a function that returns None."""
    silent = [case.got.answer is not None and case.got.answer.kind == "none" for case in cases]
    if not any(silent):
        return None
    if not all(silent):
        return "For some arguments your function returns None: is there a way through it without a `return`?"
    if any(case.got.printed for case in cases):
        return "Your function prints, but it returns None. `print` only shows a value; `return` hands it to whoever called."
    return "Your function returns None: is there a `return`?"


# What comes after them.


def remark(cases: Sequence[Case], names: Sequence[str], parts: Sequence[str] = ()) -> str:
    """Return what can be said of any exercise's wrong answers.

    The function's parameters have these names, and so do the parts of a tuple that is expected.
    """
    wrong = first_wrong(cases)
    if wrong.got.failure is not None:
        if wrong.got.failure.type_name == CannotJudge.__name__:
            return wrong.got.failure.message
        explained = explain(wrong.got.failure, names)
        return f"For some arguments your answer is right. {explained}" if any(case.is_right() for case in cases) else explained
    if wrong.expected.parts:
        return _remark_on_parts(cases, names, parts)
    looks = (_right_in_the_wrong_form, _an_argument_itself, _not_real, _one_for_many, _another_kind, _values)
    return next((said for look in looks if (said := look(cases))), "The values are not the expected ones yet.")


def _remark_on_parts(cases: Sequence[Case], names: Sequence[str], parts: Sequence[str]) -> str:
    """Return a remark on the first part that is wrong, and say which ones are right."""
    wanted = f"{len(parts)} values, separated by commas: {_listed(parts)}"
    cases = [case for case in cases if case.got.answer is not None]  # of the others it is shown where they stop
    split = [case.parts() for case in cases]
    if not all(split):
        answer = next(case.got.answer for case, each in zip(cases, split, strict=True) if not each)
        assert answer is not None
        return f"Your function returns {f'{len(answer.parts)} values' if answer.parts else answer.describe()}. It should return {wanted}."
    by_part = list(zip(*split, strict=True))
    right = [all(case.is_right() for case in column) for column in by_part]
    if not any(right) and _are_in_another_order(split):
        return f"The values are right, but in another order. Return {wanted}."
    place = right.index(False)
    said = remark(by_part[place], names)
    already = _listed([name for name, is_right in zip(parts, right, strict=True) if is_right])
    return f"Look at {parts[place]}. {said}{f' Right already: {already}.' if already else ''}"


def _are_in_another_order(split: Sequence[Sequence[Case]]) -> bool:
    """Return whether every part of every case has the numbers of some expected part."""
    return all(any(part.agrees(other.wanted()) for other in parts) for parts in split for part in parts)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _right_in_the_wrong_form(cases: Sequence[Case]) -> str | None:
    for case in cases:
        answer, numbers = case.got.answer, case.numbers()
        if answer is None or numbers is None or not same_but_for_shape(numbers, case.wanted(), answer.dtype, case.rtol, case.atol):
            return None
    wrong = first_wrong(cases)
    assert wrong.got.answer is not None
    return f"The numbers are right, but {_form(wrong.got.answer, wrong.expected)}"


def _form(answer: Answer, expected: Answer) -> str:
    wanted = expected.describe()
    if answer.kind == "sequence":
        hint = " Arithmetic on a whole array gives one by itself, and `np.array` makes one of a list." if expected.kind == "array" else ""
        return f"they come in a {answer.type_name}: return {wanted}.{hint}"
    if answer.kind == "subclass":
        return f"they come in {answer.describe()}: return {wanted}{', a plain one' if expected.kind == 'array' else ''}."
    if answer.kind == "array" and expected.kind == "number":
        return f"they come in an array of shape {answer.shape}: return {wanted}, as `float(...)` makes it."
    if answer.kind == "number" and expected.kind == "array":
        return f"they come as a single number: return {wanted}."
    if answer.shape != expected.shape:
        return f"their shape is {answer.shape}: return {wanted}."
    if "complex" in answer.dtype:
        return "they are complex: return real numbers, of dtype float64."
    if answer.dtype in ("float16", "float32"):
        return f"they are rounded to {answer.dtype}: leave them in float64, which keeps 16 digits."
    return f"their dtype is {answer.dtype}: it should be float64."


def _an_argument_itself(cases: Sequence[Case]) -> str | None:
    for name in cases[0].arguments:
        values = [case.arguments[name] for case in cases]
        if all(isinstance(value, np.ndarray) and case.agrees(value) for case, value in zip(cases, values, strict=True)):
            return f"Your function returns `{name}` as it was given."
    return None


def _values(cases: Sequence[Case]) -> str:
    pairs = [pair for case in cases if (pair := case.pair()) is not None]
    return remark_on_values(pairs) if len(pairs) == len(cases) else ""


def _one_for_many(cases: Sequence[Case]) -> str | None:
    """Return a remark on one number where one for each element is asked for."""
    pairs = [(numbers, case.wanted()) for case in cases if (numbers := case.numbers()) is not None]
    if len(pairs) < len(cases) or any(mine.size != 1 or expected.ndim == 0 for mine, expected in pairs):
        return None
    one_each = f"There should be one value for each element: {first_wrong(cases).expected.describe()}."
    for function, words in ONE_FOR_MANY:
        if all(case.close(mine.ravel(), function(expected)) for case, (mine, expected) in zip(cases, pairs, strict=True)):
            return f"{words} {one_each}"
    return f"This is a single number. {one_each}"


def _not_real(cases: Sequence[Case]) -> str | None:
    answer = first_wrong(cases).got.answer
    if answer is not None and answer.dtype == "bool":
        return "Your function answers with True and False, as a comparison does, where numbers are expected."
    if answer is not None and "complex" in answer.dtype:
        return "Your function returns complex numbers: was a power or a root taken of a negative number?"
    return None


def _another_kind(cases: Sequence[Case]) -> str | None:
    case = first_wrong(cases)
    answer = case.got.answer
    if answer is None or case.pair() is not None:
        return None
    dtype = f" and dtype {answer.dtype}" if answer.numbers is None and answer.dtype else ""
    hint = ""
    if answer.describe() == "a function":
        hint = " Call it, with brackets after its name, to have its value."
    elif answer.type_name == "generator":
        hint = " In round brackets, `... for ... in ...` only promises values. Arithmetic on a whole array makes them."
    elif answer.numbers is not None:
        hint = " Look at the shapes." if case.expected.kind == "array" else " What makes one number of many?"
    return f"Your function returns {answer.describe()}{dtype}, and {case.expected.describe()} is expected.{hint}"


def returns_what_it_was_given(cases: Sequence[Case]) -> str | None:
    """Return a remark on right numbers that live in an argument's own memory."""
    shared = next((case.got.shared for case in cases if case.got.shared), ())
    if not shared:
        return None
    return (
        f"The numbers are right, but your function returns its argument `{shared[0]}` itself, or a view of it, "
        "so that whoever changes the one changes the other. Return a new array."
    )
