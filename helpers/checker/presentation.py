"""Put what was found about a function into a verdict: the state, the reasons, and one example in lines that a reader can follow."""

from typing import Any

import numpy as np

from helpers.checker.answer import show
from helpers.checker.case import Case
from helpers.checker.exercise import Exercise
from helpers.checker.run import CannotJudge, Outcome
from helpers.checker.verdict import State, Verdict

MOST_LINES_PRINTED = 3
DIGITS = (6, 9, 12, 17)  # as few are shown as it takes to see a difference
GOES_ON = "Until yours is correct, the lesson goes on with its own solution."


def verdict(exercise: Exercise, state: State, *reasons: str, shown: Case | None = None, printed: str = "") -> Verdict:
    """Return a verdict on an exercise for these reasons; it shows this example, and the first lines of what was printed."""
    return Verdict(
        exercise.name,
        state,
        tuple(filter(None, reasons)),
        example=_lines_of(exercise.name, shown) if shown is not None else (),
        printed=_first_lines(printed),
        closing="" if state == "correct" else GOES_ON,
        hints=() if state == "correct" else exercise.hints,
        solution=exercise.solution(),
    )


def _lines_of(name: str, case: Case) -> tuple[tuple[str, str], ...]:
    """Return lines that show one example: the call, what came of it, and what was expected."""
    arguments = ", ".join(f"{name}={_shown_argument(value)}" for name, value in case.arguments.items())
    answer, expected = case.got.answer, case.expected
    digits = next((each for each in DIGITS if answer is None or answer.show(each) != expected.show(each)), DIGITS[0])
    return ("call", f"{name}({arguments})"), *_shown_outcome(case.got, digits), ("expected", expected.show(digits))


def _shown_outcome(outcome: Outcome, digits: int) -> list[tuple[str, str]]:
    if outcome.answer is not None:
        return [("returned", outcome.answer.show(digits))]
    if outcome.failure is None or outcome.failure.type_name == CannotJudge.__name__:
        return []
    line = [(f"in line {outcome.failure.line}", outcome.failure.source)] if outcome.failure.source else []
    return [*line, ("raised", outcome.failure.text())]


def _shown_argument(value: Any) -> str:
    if isinstance(value, np.ndarray | float | int):
        return show(np.asarray(value))
    if isinstance(value, list | tuple):
        open_, close = "[]" if isinstance(value, list) else "()"
        return f"{open_}{', '.join(map(_shown_argument, value))}{close}"
    return str(getattr(value, "__name__", "")) or repr(value)


def _first_lines(text: str) -> str:
    """Return the first lines of what was printed."""
    lines = [line[:100] for line in text.strip().splitlines()]
    return "\n".join(lines[:MOST_LINES_PRINTED] + (["…"] if len(lines) > MOST_LINES_PRINTED else []))
