"""What each lesson has of its own: exercises and questions, and figures. One folder a lesson."""

import importlib
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING

from helpers import progress
from helpers.lessons.way import Lesson, Way

if TYPE_CHECKING:
    from helpers.checker import Exercises
    from helpers.lessons.machine import Machine


def lessons() -> list[ModuleType]:
    """Return the exercises' module of every lesson, in the lessons' order; each has an `exercise` and an `ask`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("lesson_"))
    return [importlib.import_module(f"{__name__}.{name}.exercises") for name in names]


def all_exercises() -> "list[Exercises]":
    """Return the exercises of every lesson, in the lessons' order."""
    return [lesson.exercise for lesson in lessons()]


def series() -> list[Lesson]:
    """Return the lessons in their order, as the strip shows them."""
    made = []
    for module in lessons():
        package = importlib.import_module(module.__name__.rpartition(".")[0])
        number = package.__name__[-2:]
        made.append(Lesson(number, package.TITLE, tuple(module.exercise.by_name), tuple(module.ask.questions)))
    return made


def here(lesson: str, *, at_end: bool = False) -> Way:
    """Return the strip of a lesson: where it stands in the series, and what of it is solved.

    Args:
        lesson: Its number, "03".
        at_end: Whether the strip stands at the lesson's end, and says what is missing.
    """
    answered = {(module.exercise.lesson, key) for module in lessons() for key in module.ask.answered()}
    return Way(series(), lesson, progress.solved(), answered, at_end=at_end)


def solved_so_far(code: str = "") -> "Machine":
    """Return the map of all exercises, in which those that this reader has solved are lit.

    Args:
        code: A progress code that this function gave elsewhere. What it says is solved is remembered here from now on.
    """
    from helpers.lessons.machine import Machine  # at the end of a lesson

    exercises = {each.lesson: tuple(each.by_name) for each in all_exercises()}
    remark = _take(code, [(lesson, name) for lesson, names in exercises.items() for name in names]) if code != "" else ""
    return Machine(exercises, frozenset(progress.solved()), remark)


def _take(code: str, exercises: list[tuple[str, str]]) -> str:
    """Remember what a progress code says is solved, and return a sentence about it."""
    try:
        solved, others = progress.solved_by(code, exercises)
    except ValueError as error:
        return str(error)
    known = progress.solved()
    new = [each for each in exercises if each in solved - known]
    for lesson, name in new:
        progress.record(lesson, name)
    said = f"New from this code: {', '.join(f'{lesson} {name}' for lesson, name in new)}." if new else "This code says nothing new."
    return f"{said} It also names {others} that these lessons do not have." if others else said
