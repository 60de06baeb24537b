"""Judge a reader's function: see what it does with the examples of an exercise, and find what is to be said of it."""

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np

from helpers.checker.answer import Answer, name_of
from helpers.checker.as_if import as_if
from helpers.checker.case import Case, first_wrong
from helpers.checker.definition import arrays_used, defined_below, fits, is_stub, mistyped, takes, what_else_it_is, written
from helpers.checker.exercise import RANDOM_EXAMPLES, Exercise
from helpers.checker.known_mistakes import known_mistakes
from helpers.checker.presentation import verdict
from helpers.checker.remarks import Finding, gives_nothing, is_vague, not_dependable, remark, returns_what_it_was_given
from helpers.checker.run import LIMIT, Arguments, Outcome, Watched, watch
from helpers.checker.verdict import Verdict

STOPPED = "The check was stopped before it came to an end. Run the cell again to have your function checked."
CANNOT_CHECK = "This could not be checked. Restart the kernel, and run the lesson from its top"
BELOW = "Your function uses `{0}`, which the cell defines only below it. Put it above: your function is checked right where it ends."
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
            below = defined_below(written(function) or function)
            if below is not None:
                return verdict(exercise, "not yet", BELOW.format(below))
            examples = exercise.examples_with(np.random.default_rng())
            watched = watch(function, examples, limit, exercise.probe)
            return judge(exercise, watched, examples, taken_from_outside(exercise, function), limit)
    except KeyboardInterrupt:
        return verdict(exercise, "not yet", STOPPED)
    except Exception as error:  # the reader may have put anything in the place of NumPy's own functions
        return verdict(exercise, "not yet", f"{CANNOT_CHECK} ({name_of(type(error))}).")


def judge_definition(exercise: Exercise, definition: Any) -> Verdict | None:
    """Return what is to be said of a definition without calling it, or None where it has to be called."""
    name, other, function = exercise.name, what_else_it_is(definition), written(definition)
    if other is not None or function is None:
        return verdict(exercise, "not yet", f"`{name}` is to be a function, written with `def` and ended with `return`; yours is {other}.")
    if is_stub(function):
        return verdict(exercise, "not started", "Write your own code in place of the `...`, and run the cell again.")
    if not fits(function, exercise.reference):
        return verdict(exercise, "not yet", f"`{name}` must take `{takes(exercise.reference)}`; yours takes `{takes(function)}`.")
    return None


def taken_from_outside(exercise: Exercise, definition: Any) -> str:
    """Return what is to be said of a function that uses something of the notebook's or of Python's in place of an argument, or ""."""
    function, parameters = written(definition), list(inspect.signature(exercise.reference).parameters)
    if function is None:
        return ""
    arrays = arrays_used(function)
    if arrays:
        own = ", ".join(f"`{name}`" for name in parameters)
        return f"Your function uses the notebook's own `{arrays[0]}`. All that it needs is in its arguments: {own}."
    typed, meant = mistyped(function, parameters) or ("", "")
    return f"`{typed}` is a function that Python has by itself: did you mean your argument `{meant}`?" if typed else ""


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
        reasons, shown = _why_wrong(exercise, cases, outside)
        return verdict(exercise, "not yet", *reasons, shown=shown, printed=printed)
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


def _why_wrong(exercise: Exercise, cases: Sequence[Case], outside: str) -> tuple[tuple[str, ...], Case]:
    """Return what is to be said of a wrong function, and an example on which it is true."""
    nothing = gives_nothing(cases)
    if nothing is not None:
        return (nothing.sentence,), nothing.case
    said = known_mistakes(exercise, cases) or ((outside,) if outside else ())
    if said:
        return said, first_wrong(cases)
    found = _remark(exercise, cases)
    otherwise = as_if(exercise, cases) if is_vague(found.sentence) else ""
    return (otherwise or found.sentence,), first_wrong(cases) if otherwise else found.case


def _remark(exercise: Exercise, cases: Sequence[Case]) -> Finding:
    """Return a remark on the examples that never change, so that it never does; on new ones if they alone are wrong."""
    fixed, names = cases[: len(exercise.examples)], list(inspect.signature(exercise.reference).parameters)
    if not all(case.is_right() for case in fixed):
        return remark(fixed, names, exercise.parts)
    found = remark(cases, names, exercise.parts)
    return Finding(f"{ONLY_NEW} {found.sentence}", found.case)
