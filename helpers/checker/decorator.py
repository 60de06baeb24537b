"""The decorator of a lesson, `@exercise`, which checks what stands below it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from IPython.display import display

from helpers import progress
from helpers.checker.answer import name_of
from helpers.checker.exercise import Exercise


class Exercises:
    """The exercises of one lesson. It is the decorator that checks a reader's function, which it finds by its name.

    Args:
        lesson: The lesson's number, "01".
        exercises: In the order of the lesson.
    """

    def __init__(self, lesson: str, *exercises: Exercise) -> None:
        self.lesson = lesson
        self.by_name: Mapping[str, Exercise] = MappingProxyType({each.name: each for each in exercises})

    def __call__(self, function: Any) -> Any:
        """Show what is to be said of the function, and return it if it is correct, and the reference until it is."""
        from helpers.checker.judging import check  # half of the checker, and nobody's until the first exercise

        name = _name_of(function)
        if name not in self.by_name:
            print(f"There is no exercise called {name}; those of this lesson are {', '.join(self.by_name)}.")
            return function
        exercise = self.by_name[name]
        verdict = check(exercise, function)
        display(verdict)
        if verdict.state != "correct":
            return exercise.stand_in(function)
        progress.record(self.lesson, name)
        return function


def _name_of(function: Any) -> str:
    try:
        name = function.__name__
    except Exception:  # whatever it is, it is no function
        name = None
    return name if type(name) is str else f"this ({name_of(type(function))})"
