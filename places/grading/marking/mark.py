"""Mark the exercises of one notebook, in a process that runs no line of what was handed in."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import numpy as np

import helpers
from helpers.checker import Exercise, Verdict
from helpers.checker.judging import judge
from helpers.lessons import all_exercises

from .isolation import Isolation, NotIsolated, isolation
from .watched_as_json import unpacked

PATIENCE = 20  # seconds of the processor for one exercise; one is usual
CROWDED = 10  # times as long it may take by the clock: other programs may need the processor as well
LARGEST_RESULT = 2**24  # bytes
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")  # of this process's environment: nothing that a student's code could misuse
HELPERS = Path(helpers.__file__).parent
MARKING = Path(__file__).parent
CHILD = ("-m", "marking.child")

TOO_LONG = "What this exercise needs does not come to an end: is there a loop that never stops?"
DIED = "Python itself came to an end while this was checked"
TOLD_TO_STOP = -getattr(signal, "SIGXCPU", 0) or None  # the status of a process that has used up its time
NO_ANSWER = "What came of the check could not be read: something in the notebook interferes with it."


def exercises_of(lesson: str) -> dict[str, Exercise]:
    """Return the exercises of a lesson ("01") by their names, in its order."""
    return next(dict(exercises.by_name) for exercises in all_exercises() if exercises.lesson == lesson)


def isolation_unless(trusted: bool) -> Isolation | None:
    """Return what shuts answers in on this machine, or None where nothing does and they are trusted.

    Raises:
        NotIsolated: They are not trusted, and nothing does.
    """
    try:
        return isolation()
    except NotIsolated:
        if trusted:
            return None
        raise


def marks(
    lesson: str, cells: Sequence[str], setup: Sequence[str] = (), patience: int = PATIENCE, trusted: bool = False
) -> dict[str, Verdict]:
    """Return what is to be said of each exercise of a lesson; the mark is whether it is correct.

    Args:
        lesson: Its number, "01".
        cells: The sources of the code cells that were handed in.
        setup: The sources of the code cells that were handed out, for names that those handed in no longer bind.
        patience: The seconds of the processor that one exercise may take.
        trusted: Whether the answers run with all that this user may do where this machine can't shut them in.

    Raises:
        NotIsolated: The answers are not trusted, and this machine can't shut them in.
        RuntimeError: This machine can't run them at all.
    """
    shut_in = isolation_unless(trusted)
    exercises = exercises_of(lesson)
    tasks = [
        {
            **{"lesson": lesson, "name": name, "cells": [*cells], "setup": [*setup]},
            **{"seed": secrets.randbits(64), "patience": patience, "isolated": shut_in is not None},  # a seed, so no answer can be pasted
        }
        for name in exercises
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda task: _result(task, shut_in), tasks))
    return {
        exercise.name: _verdict(exercise, task["seed"], result)
        for exercise, task, result in zip(exercises.values(), tasks, results, strict=True)
    }


def _verdict(exercise: Exercise, seed: int, result: Any) -> Verdict:
    """Return what is to be said of a result. Only `judge`, which looks at numbers, may say that it is correct."""
    try:
        if "watched" in result:
            examples = exercise.examples_with(np.random.default_rng(seed))
            watched = unpacked(result["watched"])
            watched.outcomes = watched.outcomes[: len(examples)]
            return judge(exercise, watched, examples, str(result["outside"]))
        state = "not started" if result["state"] == "not started" else "not yet"
        return Verdict(exercise.name, state, tuple(str(each) for each in result["reasons"]))
    except Exception:  # it may be anything at all
        return Verdict(exercise.name, "not yet", (NO_ANSWER,))


def _result(task: dict[str, Any], shut_in: Isolation | None) -> Any:
    """Return what the child wrote; run it among copies, so that nothing which it changes is used again."""
    with tempfile.TemporaryDirectory(prefix="marking-", ignore_cleanup_errors=True) as folder, tempfile.TemporaryFile() as result:
        home = Path(folder)
        home.chmod(0o755)  # the child may be another user's
        shutil.copytree(HELPERS, home / "helpers")
        shutil.copytree(MARKING, home / "marking")
        return _run_child(home, task, result, shut_in) or _read(result)


def _run_child(home: Path, task: dict[str, Any], result: IO[bytes], shut_in: Isolation | None) -> dict[str, Any] | None:
    """Run the child, and end whatever it has started. Return what is to be said if it gave no result."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"MPLBACKEND": "agg"}
    here = {"PYTHONPATH": str(home), "HOME": str(home), "LESSONS_PROGRESS": str(home / "progress")}
    child = subprocess.Popen(
        shut_in(home, CHILD) if shut_in else [sys.executable, "-P", *CHILD],
        cwd=home,
        env=environment if shut_in else environment | here,
        stdin=subprocess.PIPE,
        stdout=result,  # a file that has no name, and no more room than the child's limit of a file
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.communicate(json.dumps(task).encode(), timeout=CROWDED * task["patience"])
    except subprocess.TimeoutExpired:
        return _not_yet(TOO_LONG)
    finally:
        _end(child)
    status = 128 - child.returncode if shut_in and child.returncode > 128 else child.returncode  # of a signal, as bubblewrap gives it
    if status == TOLD_TO_STOP:
        return _not_yet(TOO_LONG)
    if status != 0 or not os.fstat(result.fileno()).st_size:
        if not task["cells"]:
            raise RuntimeError(f"Nothing can be marked: even a notebook without code brings Python to its end ({_status(status)}).")
        _result({**task, "cells": []}, shut_in)  # what is the machine's fault makes no mark
        return _not_yet(f"{DIED} ({_status(status)}).")
    return None


def _not_yet(reason: str) -> dict[str, Any]:
    return {"state": "not yet", "reasons": [reason]}


def _end(child: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)  # the session that it leads
    child.kill()
    child.wait()


def _status(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"status {code}"


def _read(result: IO[bytes]) -> Any:
    try:
        result.seek(0)
        return json.loads(result.read(LARGEST_RESULT))
    except (ValueError, RecursionError):
        return _not_yet(NO_ANSWER)
