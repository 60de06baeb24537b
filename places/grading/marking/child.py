"""Run one answer in this process, and write what it did to standard output: `python -m marking.child`, with the task on standard input.

Whatever the answer does, it does to this process. It can't give itself a mark: what is written down is what the function returned for
arguments of which some are drawn anew each time, and another process compares that with the solution.
"""

import contextlib
import json
import linecache
import os
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.checker import CannotJudge, Exercise, Exercises
from helpers.checker.definition import written
from helpers.checker.judging import judge_definition, taken_from_outside
from helpers.checker.run import LIMIT, watch
from helpers.lessons import all_exercises

from .isolation import become_nobody
from .notebook import Cells, NoAnswer, Statement, answer_to, needed_by, read
from .watched_as_json import packed

MEMORY = 2 * 2**30  # bytes that a process may ask for
PROCESSES = 32  # and threads
OPEN_FILES = 64
LARGEST_FILE = 2**24  # bytes, and so is the largest result


def main() -> None:
    """Do the task, and write its result as JSON."""
    task = json.loads(sys.stdin.read())
    if task["isolated"]:
        become_nobody()
    _limit_this_process(task["patience"], task["isolated"])
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as result:
        for stream in (0, 1):  # what the answer prints, or what a program prints that it starts, is no part of the result
            os.dup2(os.open(os.devnull, os.O_RDWR), stream)
        result.write(json.dumps(_done(task)))
    os._exit(0)  # a thread that is left behind would keep this process alive


def _limit_this_process(patience: int, isolated: bool) -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    limits = {
        resource.RLIMIT_AS: (MEMORY, MEMORY),
        resource.RLIMIT_CPU: (patience, patience + 5),  # at the first it is told, at the second ended
        resource.RLIMIT_FSIZE: (LARGEST_FILE, LARGEST_FILE),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NOFILE: (OPEN_FILES, OPEN_FILES),
        **({resource.RLIMIT_NPROC: (PROCESSES, PROCESSES)} if isolated else {}),  # else all of this user's would count
    }
    for kind, limit in limits.items():
        with contextlib.suppress(OSError, ValueError):  # macOS takes not all of them
            resource.setrlimit(kind, limit)


def _done(task: dict[str, Any]) -> dict[str, Any]:
    exercises = next(each.by_name for each in all_exercises() if each.lesson == task["lesson"])
    exercise = exercises[task["name"]]
    cells, setup = read(task["cells"]), read(task["setup"], "cell of the lesson")
    try:
        place = answer_to(exercise.name, cells, exercises)
    except NoAnswer as none:
        return _said("not yet", str(none))
    examples = exercise.examples_with(np.random.default_rng(task["seed"]))
    own = {name: each.reference for name, each in exercises.items() if name != exercise.name}
    names = {**own, "exercise": _as_it_is, "__name__": "__main__"}
    _show_the_lines_of(task["cells"])
    _keep_back(exercise)
    stopped = _run(needed_by(place, cells, setup, {*exercises, "exercise"}), names, own)
    if stopped is not None:
        return _said("not yet", f"The cell that defines `{exercise.name}` stops with an exception. {stopped}")
    return _seen(exercise, names.get(exercise.name), cells, examples)


def _said(state: str, *reasons: str) -> dict[str, Any]:
    return {"state": state, "reasons": reasons}


def _as_it_is(function: Any) -> Any:
    return function


def _show_the_lines_of(sources: list[str]) -> None:
    """Let a verdict quote the line in which an exception was raised."""
    for number, source in enumerate(sources, 1):
        linecache.cache[f"<cell {number}>"] = (len(source), None, source.splitlines(keepends=True), f"<cell {number}>")


def _keep_back(exercise: Exercise) -> None:
    """Let `@exercise` return what is below it, under whatever name, and let the exercise's own solution be nobody's to call."""
    Exercises.__call__ = lambda self, function: function  # type: ignore[method-assign]
    kept_back = _kept_back(exercise.name)
    for module in [module for name, module in list(sys.modules.items()) if name.split(".")[0] == "helpers"]:
        for name, value in list(vars(module).items()):
            if value is exercise.reference:
                setattr(module, name, kept_back)


def _kept_back(name: str) -> Callable[..., Any]:
    def told(*_: object, **__: object) -> None:
        raise CannotJudge(f"This calls the lesson's own `{name}`. The mark is for code of your own.")

    return told


def _run(statements: list[Statement], names: dict[str, Any], own: dict[str, Any]) -> str | None:
    """Run the statements, of which the last is the answer. Return what stopped the answer; what the others raise is passed over."""
    *others, answer = statements
    for statement in others:
        with contextlib.suppress(BaseException):
            statement.run(names)
        names.update(own, exercise=_as_it_is)
    try:
        answer.run(names)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:300]
    return None


def _seen(exercise: Exercise, function: Any, cells: Cells, examples: list[Any]) -> dict[str, Any]:
    below = written(function)
    if below is not None and below.__code__.co_filename not in {each.code.co_filename for each in cells.statements}:
        return _said("not yet", f"What the notebook calls `{exercise.name}` is not the function that it defines.")
    verdict = judge_definition(exercise, function)
    if verdict is not None:
        return _said(verdict.state, *verdict.reasons)
    watched = watch(function, examples, LIMIT, exercise.probe)
    return {"watched": packed(watched), "outside": taken_from_outside(exercise, function)}


if __name__ == "__main__":
    main()
