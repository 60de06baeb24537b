"""What each lesson has of its own: exercises and questions, and figures. One folder a lesson."""

import importlib
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING

from helpers import progress

if TYPE_CHECKING:
    from helpers.checker import Exercises


def lessons() -> list[ModuleType]:
    """Return the exercises' module of every lesson, in the lessons' order; each has an `exercise` and an `ask`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("lesson_"))
    return [importlib.import_module(f"{__name__}.{name}.exercises") for name in names]


def all_exercises() -> "list[Exercises]":
    """Return the exercises of every lesson, in the lessons' order."""
    return [lesson.exercise for lesson in lessons()]


def solved_so_far(code: str = "") -> progress.Progress:
    """Return the table of all exercises, and whether this reader has solved them.

    Args:
        code: A progress code that this function gave elsewhere. What it says is solved is remembered here from now on.
    """
    exercises = {each.lesson: tuple(each.by_name) for each in all_exercises()}
    remark = _take(code, [(lesson, name) for lesson, names in exercises.items() for name in names]) if code != "" else ""
    return progress.Progress(exercises, frozenset(progress.solved()), remark)


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
