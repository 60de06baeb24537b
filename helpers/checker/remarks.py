"""Say what is wrong with a function, from what it did with the examples.

Each remark is a function that looks at the examples and returns a finding, a sentence with the example on which it is true, or None
when it has nothing to say; the first that speaks is heard. They go from what must be mended first (it changes its arguments, it
gives nothing back) to what can be said of any answer: its form, its kind, its values. The known mistakes come in between.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker.answer import Answer
from helpers.checker.case import Case, first_wrong
from helpers.checker.errors import explain
from helpers.checker.run import CannotJudge
from helpers.checker.values import remark_on_values, same_but_for_shape, where_they_differ

NOT_YET = "The values are not the expected ones yet."
ONE_FOR_MANY: tuple[tuple[Callable[[NDArray[np.float64]], Any], str], ...] = (
    (lambda expected: expected.flat[0], "This is the first value only: if there is a loop, does the `return` stand inside it?"),
    (lambda expected: expected.flat[-1], "This is the last value only: does each round of a loop forget the one before?"),
    (np.sum, "This is the sum of the expected values."),
    (np.mean, "This is the mean of the expected values."),
    (np.max, "This is the largest of the expected values."),
    (np.min, "This is the smallest of the expected values."),
)


@dataclass(frozen=True)
class Finding:
    """What is to be said, and an example on which it is true."""

    sentence: str
    case: Case


# What comes before the known mistakes.


def not_dependable(cases: Sequence[Case], overwritten: bool) -> str | None:
    """Return a remark on a function that changes its arguments, or that cannot be relied on to answer twice alike."""
    changed = [name for case in cases for name in case.got.changed]
    if changed and not any(case.got.failure for case in cases):  # an exception comes first
        if all(set(case.got.changed) <= set(case.got.restored) for case in cases):
            return (
                f"Your function changes its argument `{changed[0]}` in place, and puts it back only nearly: on a computer, adding h and "
                f"then subtracting it does not always end at the same number. Work on a copy: `{changed[0]}.copy()` makes one."
            )
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


def gives_nothing(cases: Sequence[Case]) -> Finding | None:
    """Return a remark on a function that returns None."""
    silent = [case for case in cases if case.got.answer is not None and case.got.answer.kind == "none"]
    if not silent:
        return None
    if len(silent) < len(cases):
        return Finding("For some arguments your function returns None: is there a way through it without a `return`?", silent[0])
    if any(case.got.printed for case in cases):
        said = "Your function prints, but it returns None. `print` only shows a value; `return` hands it to whoever called."
        return Finding(said, silent[0])
    return Finding("Your function returns None: is there a `return`?", silent[0])


# What comes after them.


def remark(cases: Sequence[Case], names: Sequence[str], parts: Sequence[str] = ()) -> Finding:
    """Return what can be said of any exercise's wrong answers.

    The function's parameters have these names, and so do the parts of a tuple that is expected, which may be fewer in an example.
    """
    wrong = first_wrong(cases)
    if wrong.got.failure is not None:
        return Finding(_exception(wrong, cases, names), wrong)
    answered = [case for case in cases if case.got.answer is not None]
    if wrong.expected.parts:
        return _remark_on_parts(answered, names, parts)
    looks = (_right_in_the_wrong_form, _an_argument_itself, _an_argument_ignored, _not_real, _one_for_many, _another_kind, _values)
    said = next((said for look in looks if (said := look(answered))), "")
    stops = next((case for case in cases if case.got.failure), None)
    if stops is not None and not said:
        return Finding(_exception(stops, cases, names), stops)
    return Finding(said or f"{NOT_YET}{_where(answered)}", wrong)


def is_vague(sentence: str) -> bool:
    """Return whether no more is said than that, and where, the values differ."""
    return NOT_YET in sentence


def _exception(wrong: Case, cases: Sequence[Case], names: Sequence[str]) -> str:
    failure = wrong.got.failure
    assert failure is not None
    if failure.type_name == CannotJudge.__name__:
        return failure.message
    functions = [name for name, value in wrong.arguments.items() if callable(value)]
    explained = explain(failure, names, functions)
    beyond_the_first = wrong is not cases[0] and any(case.is_right() for case in cases)
    return f"For some arguments your answer is right. {explained}" if beyond_the_first else explained


def _remark_on_parts(cases: Sequence[Case], names: Sequence[str], parts: Sequence[str]) -> Finding:
    """Return a remark on the first part that is wrong, and say which ones are right."""
    split = [case.parts() for case in cases]
    if not all(split):
        case = next(case for case, each in zip(cases, split, strict=True) if not each)
        assert case.got.answer is not None
        described = f"{len(case.got.answer.parts)} values" if case.got.answer.parts else case.got.answer.describe()
        return Finding(f"Your function returns {described}. It should return {_wanted(case, parts)}.", case)
    by_part = [[part for part in column if part is not None] for column in itertools.zip_longest(*split)]
    right = [all(case.is_right() for case in column) for column in by_part]
    if _are_in_another_order(split):
        case = first_wrong(cases)
        return Finding(f"The values are right, but in another order. Return {_wanted(case, parts)}.", case)
    place = right.index(False)
    found = remark(by_part[place], names)
    already = _listed([name for name, is_right in zip(parts, right, strict=False) if is_right])
    case = next(case for case, each in zip(cases, split, strict=True) if any(part is found.case for part in each))
    return Finding(f"Look at {parts[place]}. {found.sentence}{f' Right already: {already}.' if already else ''}", case)


def _wanted(case: Case, parts: Sequence[str]) -> str:
    """Return how many values are wanted in this example, and what they are called."""
    count = len(case.expected.parts)
    return f"{count} values, separated by commas: {_listed(parts[:count])}"


def _are_in_another_order(split: Sequence[Sequence[Case]]) -> bool:
    """Return whether every part of every case has the numbers of some expected part, and some part has not its own."""
    return all(any(part.agrees(other.wanted()) for other in parts) for parts in split for part in parts) and not all(
        part.has_right_numbers() for parts in split for part in parts
    )


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


def _an_argument_ignored(cases: Sequence[Case]) -> str | None:
    """Return a remark on an argument that makes no difference to the answer, where two examples differ in it alone and in what is right."""
    for one, other in itertools.combinations(cases, 2):
        if one.arguments.keys() != other.arguments.keys():
            continue
        differ = [name for name in one.arguments if not _are_equal(one.arguments[name], other.arguments[name])]
        if len(differ) == 1 and not one.expects_as(other) and other.agrees(one.numbers()) and not _is_constant(cases):
            return f"Whatever `{differ[0]}` is, your answer is the same: use the argument, and no number of your own in its place."
    return None


def _are_equal(one: Any, other: Any) -> bool:
    return bool(one is other or (not callable(one) and np.array_equal(one, other)))


def _is_constant(cases: Sequence[Case]) -> bool:
    return all(case.agrees(cases[0].numbers()) for case in cases)


def _values(cases: Sequence[Case]) -> str:
    return remark_on_values([pair for case in cases if (pair := case.pair()) is not None])


def _where(cases: Sequence[Case]) -> str:
    found = where_they_differ([pair for case in cases if (pair := case.pair()) is not None])
    return f" {found}" if found else ""


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
