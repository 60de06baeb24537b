"""Judge a reader's function: see what it does with the examples of an exercise, and find what is to be said of it."""

import inspect
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

import numpy as np

from helpers.checker.answer import Answer, name_of
from helpers.checker.definition import fits, is_stub, takes, what_else_it_is
from helpers.checker.exercise import RANDOM_EXAMPLES, Exercise
from helpers.checker.presentation import verdict
from helpers.checker.remarks import (
    Case,
    answers_like,
    first_wrong,
    gives_nothing,
    not_dependable,
    numbers_like,
    remark,
    returns_what_it_was_given,
)
from helpers.checker.run import LIMIT, Arguments, Outcome, Watched, watch
from helpers.checker.verdict import Verdict

STOPPED = "The check was stopped before it came to an end. Run the cell again to have your function checked."
CANNOT_CHECK = "This could not be checked. Restart the kernel, and run the lesson from its top"
TWO_AT_ONCE = "Two things are wrong at once."
ONLY_NEW = "Your function is right for the lesson's examples, and wrong for new ones drawn at random."


def check(exercise: Exercise, function: Any, limit: float = LIMIT) -> Verdict:
    """Return what is to be said of a function, or of whatever stands in its place; never raise.

    The limit is in seconds, for all examples together.
    """
    try:
        with np.errstate(all="ignore"):
            seen = judge_definition(exercise, function)
            if seen is not None:
                return seen
            examples = exercise.examples_with(np.random.default_rng())
            watched = watch(function, examples, limit, exercise.probe)
            return judge(exercise, watched, examples, taken_from_outside(exercise, function), limit)
    except KeyboardInterrupt:
        return verdict(exercise, "not yet", STOPPED)
    except Exception as error:  # the reader may have put anything in the place of NumPy's own functions
        return verdict(exercise, "not yet", f"{CANNOT_CHECK} ({name_of(type(error))}).")


def judge_definition(exercise: Exercise, function: Any) -> Verdict | None:
    """Return what is to be said of a definition without calling it, or None where it has to be called."""
    name, other = exercise.name, what_else_it_is(function)
    if other is not None:
        return verdict(exercise, "not yet", f"`{name}` is to be a function, written with `def` and ended with `return`; yours is {other}.")
    if is_stub(function):
        return verdict(exercise, "not started", "Write your own code in place of the `...`, and run the cell again.")
    if not fits(function, exercise.reference):
        return verdict(exercise, "not yet", f"`{name}` must take `{takes(exercise.reference)}`; yours takes `{takes(function)}`.")
    return None


def taken_from_outside(exercise: Exercise, function: FunctionType) -> str:
    """Return what is to be said of a function that uses arrays of the notebook in place of its arguments, or ""."""
    outside = [name for name in function.__code__.co_names if type(function.__globals__.get(name)) is np.ndarray]
    own = ", ".join(f"`{name}`" for name in inspect.signature(exercise.reference).parameters)
    return f"Your function uses the notebook's own `{outside[0]}`. All that it needs is in its arguments: {own}." if outside else ""


def judge(exercise: Exercise, watched: Watched, examples: Sequence[Arguments], outside: str = "", limit: float = LIMIT) -> Verdict:
    """Return what is to be said of a function that did this with the examples; outside is what `taken_from_outside` said."""
    if watched.ending == "stopped":
        return verdict(exercise, "not yet", STOPPED)
    if watched.ending != "done" or len(watched.outcomes) < len(examples):
        said = f"Your function had not come to an end after {limit:g} seconds: is there a loop that never stops?"
        return verdict(exercise, "not yet", said, printed=watched.printed)
    cases = _cases(exercise, watched.outcomes, examples)
    printed = cases[0].got.printed
    undependable = not_dependable(cases, watched.overwritten)
    if undependable:
        return verdict(exercise, "not yet", undependable, printed=printed)
    if not all(case.is_right() for case in cases):
        reasons = _why_wrong(exercise, cases, outside)
        return verdict(exercise, "not yet", *reasons, shown=first_wrong(cases), printed=printed)
    given_back = returns_what_it_was_given(cases)
    if given_back:
        return verdict(exercise, "not yet", given_back, printed=printed)
    agreement = f"It agrees with the lesson's own on {len(cases)} examples, {RANDOM_EXAMPLES} of them new ones drawn at random."
    return verdict(exercise, "correct", agreement, printed=printed)


def _cases(exercise: Exercise, outcomes: Sequence[Outcome], examples: Sequence[Arguments]) -> list[Case]:
    expected = [_expected(right) for right in exercise.outcomes_of(exercise.reference, examples)]
    return [
        Case(arguments, outcome, right, exercise.rtol, exercise.atol)
        for arguments, outcome, right in zip(examples, outcomes, expected, strict=True)
    ]


def _expected(outcome: Outcome) -> Answer:
    answer = outcome.answer
    if answer is None or (answer.numbers is None and not all(part.numbers is not None for part in answer.parts or (answer,))):
        raise RuntimeError("the reference gives no numbers")
    return answer


def _why_wrong(exercise: Exercise, cases: Sequence[Case], outside: str) -> tuple[str, ...]:
    nothing = gives_nothing(cases)
    if nothing:
        return (nothing,)
    known = _known_mistake(exercise, cases) or _two_known_mistakes(exercise, cases)
    return known or (outside or _remark(exercise, cases),)


def _known_mistake(exercise: Exercise, cases: Sequence[Case]) -> tuple[str, ...]:
    """Return what is to be said of the known mistake that does the same, or (); first one that does exactly the same."""
    for is_like in (answers_like, numbers_like):
        for mistake, outcomes in zip(exercise.mistakes, exercise.mistaken, strict=True):
            if _does_the_same(exercise, is_like, cases, mistake.function, outcomes):
                return (mistake.sentence,)
    return ()


def _two_known_mistakes(exercise: Exercise, cases: Sequence[Case]) -> tuple[str, ...]:
    """Return what is to be said of two known mistakes that together do the same, or ()."""
    for one, other, function, outcomes in exercise.mistaken_twice:
        if _does_the_same(exercise, answers_like, cases, function, outcomes):
            return TWO_AT_ONCE, one.sentence, other.sentence
    return ()


def _does_the_same(
    exercise: Exercise,
    is_like: Callable[..., bool],
    cases: Sequence[Case],
    function: Callable[..., Any],
    outcomes: Sequence[Outcome],
) -> bool:
    """Return whether a mistaken function is like the cases; outcomes are what it does with the examples that never change."""
    count = len(exercise.examples)
    fixed, new = cases[:count], [case.arguments for case in cases[count:]]
    return is_like(fixed, outcomes) and is_like(cases, [*outcomes, *exercise.outcomes_of(function, new)])


def _remark(exercise: Exercise, cases: Sequence[Case]) -> str:
    """Return a remark on the examples that never change, so that it never does; on new ones if they alone are wrong."""
    fixed, names = cases[: len(exercise.examples)], list(inspect.signature(exercise.reference).parameters)
    if all(case.is_right() for case in fixed):
        return f"{ONLY_NEW} {remark(cases, names, exercise.parts)}"
    return remark(fixed, names, exercise.parts)
