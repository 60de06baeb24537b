"""Answers to the exercises as readers write them: no wrong one passes and each is told why, and no right one is refused."""

import collections

import numpy as np
import pytest

from helpers.checker import Exercise
from helpers.checker.case import Case
from helpers.checker.judging import CANNOT_CHECK, check
from helpers.checker.remarks import is_vague
from tests.everything import EVERYTHING
from tests.helpers.checker.verdicts import assert_legible
from tests.helpers.lessons.answers import EXERCISES, answer, bodies
from tests.helpers.lessons.perturbations import perturbed, wild
from tests.helpers.lessons.right_answers import RIGHT
from tests.helpers.lessons.wrong_answers import WRONG

AT_MOST_VAGUE = 0.06  # the share of wrong answers that may be told no more than that, and where, the values differ
TIMES = 200 if EVERYTHING else 3
PERTURBED = 400 if EVERYTHING else 15


def test_every_exercise_has_answers_of_both_kinds() -> None:
    assert list(WRONG) == list(RIGHT) == list(EXERCISES)
    assert len(bodies(WRONG)) >= 540
    assert len(bodies(RIGHT)) >= 120


def test_no_wrong_answer_passes_and_few_are_told_only_that_values_differ() -> None:
    vague, tried = [], bodies(WRONG)[:: 1 if EVERYTHING else 4]
    for name, place, body in tried:
        verdict = check(EXERCISES[name], answer(EXERCISES[name], body))
        assert verdict.state == "not yet", (name, body)
        assert CANNOT_CHECK not in verdict.text(), (name, body)
        assert_legible(verdict)
        if any(map(is_vague, verdict.reasons)):
            vague.append((name, place))
    assert len(vague) <= AT_MOST_VAGUE * len(tried), vague


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "gradient = gradient(path[-1]); path.append(step(path[-1], gradient, rate))",
            "one value of `gradient` in the place of the function",
        ),
        ("path.append(step(path[-1], gradient, rate))", "a step by the function `gradient` itself"),
        ("path.append(path[-1] - rate * gradient)", "a step by the function `gradient` itself"),
    ],
)
def test_a_function_and_its_value_are_told_apart(line: str, says: str) -> None:
    body = f"path = [start]\nfor _ in range(steps):\n    {line}\nreturn np.array(path)"
    [reason] = check(EXERCISES["gradient_descent"], answer(EXERCISES["gradient_descent"], body)).reasons
    assert says in reason


@pytest.mark.parametrize("name", EXERCISES)
def test_a_right_answer_is_correct_whatever_is_drawn(name: str) -> None:
    for body in (body for each, _, body in bodies(RIGHT) if each == name):
        for _ in range(TIMES):
            verdict = check(EXERCISES[name], answer(EXERCISES[name], body))
            assert verdict.state == "correct", (body, verdict)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_fixed_examples_tell_a_solution_from_one_that_is_changed_at_random(name: str) -> None:
    exercise = EXERCISES[name]
    found = collections.Counter()
    for seed in range(PERTURBED):
        generator = np.random.default_rng(seed)
        what, function = perturbed(exercise, generator)
        if is_right(exercise, function, exercise.examples):  # then it makes no difference: the solution goes by another way
            assert is_right(exercise, function, [wild(exercise, generator) for _ in range(25)]), what
        else:
            found[what] += 1
    assert found


def is_right(exercise: Exercise, function: object, examples: object) -> bool:
    """Return whether a function does with all these arguments what the solution does."""
    outcomes, expected = (exercise.outcomes_of(each, examples) for each in (function, exercise.reference))
    return all(
        Case(arguments, outcome, right.answer, exercise.rtol, exercise.atol).is_right()
        for arguments, outcome, right in zip(examples, outcomes, expected, strict=True)
    )
