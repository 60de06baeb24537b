"""The exercises and questions of each lesson, one module a lesson."""

import importlib
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING

from helpers import progress

if TYPE_CHECKING:
    from helpers.exercise import Bank


def lessons() -> list[ModuleType]:
    """Return the module of every lesson, in the lessons' order; each has an `exercise` and an `ask`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("lesson_"))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def banks() -> "list[Bank]":
    """Return the bank of every lesson, in the lessons' order."""
    return [lesson.exercise for lesson in lessons()]


def solved_so_far() -> progress.Progress:
    """Return the table of all exercises, and whether this reader has solved them."""
    return progress.Progress({bank.lesson: tuple(bank.bank) for bank in banks()}, frozenset(progress.solved()))
