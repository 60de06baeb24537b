"""Say what an answer would be right for: the solution, with one argument changed or with two in each other's place."""

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from helpers.checker.case import Case
from helpers.checker.exercise import Exercise
from helpers.checker.known_mistakes import has_numbers_of
from helpers.checker.run import Arguments

Change = Callable[[Any], Any]
Changed = Callable[[Arguments], Arguments]
CHANGES: tuple[tuple[str, Change], ...] = (
    ("all 0", lambda value: value * 0.0),
    ("all 1", lambda value: value * 0.0 + 1.0),
    ("taken with the other sign", lambda value: -value),
    ("taken without signs", np.abs),
    ("0 wherever it is negative", lambda value: np.maximum(value, 0.0)),
    ("reduced to its signs", np.sign),
    ("squared", lambda value: value * value),
    ("its mean everywhere", lambda value: value * 0.0 + np.mean(value)),
    ("its sum everywhere", lambda value: value * 0.0 + np.sum(value)),
    ("its first element everywhere", lambda value: value * 0.0 + np.ravel(value)[0]),
    ("in reverse order", lambda value: np.flip(value, 0) if np.ndim(value) else value),
    ("shifted so that its mean is 0", lambda value: value - (np.mean(value, axis=0) if np.ndim(value) else value)),
)


def as_if(exercise: Exercise, cases: Sequence[Case]) -> str:
    """Return for which change of its arguments the solution would answer as the cases do, or "" where there is none."""
    wrong = [case for case in cases if not case.is_right()]
    for said, changed in _changes(cases[0].arguments):
        if _answers_so(exercise, wrong[:1], changed) and _answers_so(exercise, cases, changed):
            return said
    return ""


def _changes(arguments: Arguments) -> Iterator[tuple[str, Changed]]:
    names = [name for name, value in arguments.items() if isinstance(value, np.ndarray | float)]
    for name, (words, change) in itertools.product(names, CHANGES):
        yield f"This is what comes out if `{name}` is {words}.", functools.partial(_with_one_changed, name, change)
    for one, other in itertools.combinations(names, 2):
        yield f"This is what comes out if `{one}` and `{other}` change places.", functools.partial(_with_two_swapped, one, other)


def _with_one_changed(name: str, change: Change, arguments: Arguments) -> Arguments:
    return {**arguments, name: change(arguments[name])}


def _with_two_swapped(one: str, other: str, arguments: Arguments) -> Arguments:
    return {**arguments, one: arguments[other], other: arguments[one]}


def _answers_so(exercise: Exercise, cases: Sequence[Case], changed: Changed) -> bool:
    """Return whether the solution's answers to the changed arguments are the cases' own, wherever both have one."""
    outcomes = exercise.outcomes_of(exercise.reference, [changed(case.arguments) for case in cases])
    pairs = [(case, outcome.answer) for case, outcome in zip(cases, outcomes, strict=True) if outcome.answer and case.got.answer]
    return bool(pairs) and all(has_numbers_of(case, answer) for case, answer in pairs)
