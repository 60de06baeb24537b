"""What marks the exercises of a notebook that was handed in, without the tool that hands it over (see tests/places/grading for that)."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from authoring.links import setup_cell
from helpers.checker import Exercise
from helpers.checker.judging import check, judge
from helpers.checker.run import watch
from helpers.lessons import all_exercises
from places.grading.marking.isolation import NotIsolated, isolation
from places.grading.marking.mark import exercises_of, marks
from places.grading.marking.notebook import NoAnswer, answer_to, needed_by, read
from places.grading.marking.watched_as_json import Unreadable, packed, unpacked
from tests.everything import EVERYTHING

EXERCISES = [pytest.param(exercise, id=name) for exercises in all_exercises() for name, exercise in exercises.by_name.items()]


def run_for(name: str, *cells: str, setup: tuple[str, ...] = (), known: tuple[str, ...] = ()) -> list[str]:
    """Return what would be run for an exercise, by the file names of the statements' cells and the names that they bind."""
    found = read(cells)
    needed = needed_by(answer_to(name, found, {name}), found, read(setup, "setup"), {name, "exercise", *known})
    return [f"{each.code.co_filename[1:-1]}: {', '.join(sorted(each.binds))}" for each in needed]


ANSWER = "@exercise\ndef f(x):\n    return g(x) + k"


def test_only_what_the_answer_needs_is_run() -> None:
    cells = ("x = endless()", "k = 1; z = 2", "def g(i):\n    return np.sum(i)", "import numpy as np", ANSWER, "k = 5")
    assert run_for("f", *cells) == ["cell 2: k", "cell 3: g", "cell 4: np", "cell 5: f"]


def test_what_is_not_above_the_answer_is_looked_for_below_it_and_then_in_what_was_handed_out() -> None:
    assert run_for("f", ANSWER, "def g(x): return h", setup=("k = 3", "h = 4", "g = 5")) == [
        "setup 1: k",
        "setup 2: h",
        "cell 2: g",
        "cell 1: f",
    ]


def test_another_exercise_is_not_looked_for() -> None:
    assert run_for("f", "def g(x): return wrong", ANSWER, known=("g", "k")) == ["cell 2: f"]


def test_what_is_changed_in_place_and_what_is_imported_with_a_star_is_run() -> None:
    cells = (
        "k = [0]",
        "k[0] = 2",
        "k += [1]",
        "from math import *",
        "for k[1] in range(3): pass",
        "print(k)",
        ANSWER.replace("g(x) + ", ""),
    )
    assert run_for("f", *cells) == ["cell 1: k", "cell 2: k", "cell 3: k", "cell 4: *", "cell 5: k", "cell 7: f"]


def test_of_a_lessons_kit_only_what_the_answer_needs_is_imported() -> None:
    cells = (setup_cell("03"), "from helpers.lessons.lesson_03.no_kit import *", "def f(x):\n    return np.sum(quadratic(x, 1, 2, 3))")
    assert run_for("f", *cells) == ["cell 1: np", "cell 1: quadratic", "cell 2: *", "cell 3: f"]


def test_a_name_of_the_function_itself_is_nothing_that_it_needs() -> None:
    assert run_for("f", "i = 0", "for i in range(3): pass", "def f(x):\n    return [i for i in x] + [y := 1]") == ["cell 3: f"]


def test_the_last_definition_that_is_more_than_a_stub_counts() -> None:
    stub, one, two = "def f(x):\n    ...", "def f(x):\n    return 1", "if True:\n    def f(x):\n        return 2"
    assert run_for("f", one, two, stub)[-1] == "cell 2: f"
    assert run_for("f", stub, stub)[-1] == "cell 2: f"


@pytest.mark.parametrize("source", ["def f(x) return", "return 1", "x = '\0'", "(" * 5000, "-" * 100_000 + "1"])
def test_a_cell_that_python_can_not_read_is_no_reason_to_stop(source: str) -> None:
    assert run_for("f", source, ANSWER)[-1] == "cell 2: f"


@pytest.mark.parametrize("magic", ["%%time", "\n\n%%capture said", "%%prun -q"])
def test_a_magic_above_the_cell_is_passed_over_and_one_in_its_text_is_kept(magic: str) -> None:
    told = f'def f(x):\n    """Say how long it takes.{magic}\n    """\n    return 1'
    for cell in (told, f"{magic}\n{told}"):
        [statement] = read([cell]).statements
        names: dict[str, Any] = {}
        statement.run(names)
        assert magic in names["f"].__doc__


@pytest.mark.parametrize("blank", [" ", "\n", " \n", "\t"])
def test_many_blanks_take_no_time(blank: str) -> None:
    started = time.process_time()
    assert run_for("f", blank * 100_000 + "x = 1", ANSWER)[-1] == "cell 2: f"
    assert time.process_time() - started < 5


def test_a_cell_may_wait() -> None:
    wait = "import asyncio\nawait asyncio.sleep(0)\n"
    cells = read([f"{wait}k = await asyncio.sleep(0, 3)\nunused = [i async for i in several()]", f"{wait}{ANSWER}"])
    names: dict[str, Any] = {"exercise": lambda function: function, "g": abs}
    for statement in needed_by(answer_to("f", cells, {"f"}), cells, read([]), {"f", "g", "exercise"}):
        statement.run(names)
    assert names["f"](-2) == 5


def test_what_is_no_definition_is_told() -> None:
    cells = read(["f = lambda x: x", "class g:\n    def f(self): ...", "def h():\n    def f(x): ...", "@exercise\ndef ff(x): ..."])
    with pytest.raises(NoAnswer, match=r"no function called `f`. There is `ff`, which is the name of no exercise"):
        answer_to("f", cells, {"f", "g"})


# What a function did, on its way to another process.


@pytest.mark.parametrize("exercise", EXERCISES if EVERYTHING else EXERCISES[::3])
def test_what_a_function_did_comes_through_unchanged_and_is_judged_alike(exercise: Exercise) -> None:
    examples = exercise.examples_with(np.random.default_rng(1))
    for function in (exercise.reference, exercise.mistakes[0].function, lambda *_: 1 / 0, lambda *_: print("?")):
        watched = watch(function, examples, None, exercise.probe)
        sent = unpacked(json.loads(json.dumps(packed(watched))))
        assert all(one.same(other) for one, other in zip(watched.outcomes, sent.outcomes, strict=True))
        assert [vars(one) | {"answer": 0} for one in watched.outcomes] == [vars(one) | {"answer": 0} for one in sent.outcomes]
        assert judge(exercise, sent, examples) == judge(exercise, watched, examples)


def test_what_was_made_by_somebody_else_is_not_read() -> None:
    exercise = exercises_of("04")["mae_gradient"]
    good = json.loads(json.dumps(packed(watch(exercise.reference, exercise.examples[:1], None))))
    unpacked(good)
    answer = good["outcomes"][0]["answer"]
    for place, key, value in [
        *((good, key, value) for key in good for value in (None, 1, {}, [1])),
        *((good["outcomes"][0], key, 2.5) for key in good["outcomes"][0]),
        *((answer, key, 2.5) for key in answer),
        *((answer["numbers"], key, value) for key in answer["numbers"] for value in ("|O", "x", [-1, 10**9], [[]], None)),
    ]:
        before = place[key]
        place[key] = value
        with pytest.raises(Unreadable):
            pytest.fail(f"{key} = {value}: {unpacked(good)}")
        place[key] = before
    for nothing in (None, [], {}, "", 0):
        with pytest.raises(Unreadable):
            unpacked(nothing)


def test_a_notebook_is_marked_by_each_exercise_alone() -> None:
    quadratic, residuals = exercises_of("01").values()
    wrong = "@exercise\ndef quadratic(x, a, b, c):\n    return a * 2 * x + b * x + c"
    verdicts = marks("01", ["while True: pass", wrong, residuals.solution()], ["import numpy as np"], trusted=True)
    assert {name: verdict.state for name, verdict in verdicts.items()} == {"quadratic": "not yet", "residuals": "correct"}
    assert verdicts["quadratic"].reasons == check(quadratic, lambda x, a, b, c: a * 2 * x + b * x + c).reasons


LOOKS_AROUND = """\
@exercise
def quadratic(x, a, b, c):
    import os
    seen = [path for path in ({outside!r}, "/proc", "/sys", "/home", "/etc/passwd", "/dev/shm") if os.path.exists(path)]
    for path in ("../result.json", "/lessons/marking/mark.py", "/lessons/new", "/new"):
        try:
            seen.append(open(path, "a").name)
        except OSError:
            pass
    raise RuntimeError(f"seen {{seen}}, {{os.getuid() == 0}}")"""


def test_an_answer_sees_nothing_of_this_machine(tmp_path: Path) -> None:
    try:
        isolation()
    except NotIsolated as why:
        pytest.skip(f"Nothing here shuts an answer in: {why}")
    verdict = marks("01", [LOOKS_AROUND.format(outside=str(tmp_path))])["quadratic"]
    assert "RuntimeError: seen [], False" in verdict.text()


def test_an_answer_that_can_not_be_shut_in_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    isolation.cache_clear()
    try:
        with pytest.raises(NotIsolated, match=r"^(bubblewrap is missing: sudo apt|Only Linux)"):
            marks("01", [LOOKS_AROUND])
    finally:
        isolation.cache_clear()


def test_what_shuts_answers_in_is_asked_why_where_it_can_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has bubblewrap")
    command = tmp_path / "bwrap"
    command.write_text("#!/bin/sh\necho bwrap: No permissions to create new namespace >&2\nexit 1\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    isolation.cache_clear()
    try:
        with pytest.raises(NotIsolated, match=r"does not work here: bwrap: No permissions to create new namespace"):
            isolation()
    finally:
        isolation.cache_clear()
