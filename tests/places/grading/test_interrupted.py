"""A marking that is ended in its middle, that is not safe, or that sees the marks change: the next one makes up for it."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from helpers.lessons.lesson_01.exercises import exercise
from tests.places.grading.course import IS_ISOLATED, Course, answer
from tests.places.grading.test_attacks import hand_in, sleepers
from tests.places.grading.test_trouble import BODY, function

RIGHT = exercise.by_name["quadratic"].solution()
SLOW = function(f"import os, time\nif os.fork() == 0:\n    os.execvp('sleep', ['sleep', '86398'])\ntime.sleep(1)\nreturn {BODY}")
MARKS_ITSELF = """\
import sqlite3
book = sqlite3.connect({database!r})
book.execute("update grade set manual_score = 1")
book.commit()
return x"""


@pytest.fixture
def nothing_shuts_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)  # where there is no bubblewrap


def points(course: Course, student: str) -> tuple[str, str]:
    row = course.table()[student]
    return row["points"], row["notes"]


@pytest.mark.skipif(not IS_ISOLATED, reason="nothing on this machine ends what an answer leaves")
def test_a_marking_that_is_killed_is_made_up_for(course: Course) -> None:
    hand_in(course, "slow", SLOW)
    process = course.start_marking()
    begun = course.folder / "autograded" / "slow" / "lesson_01" / course.handed_out("01").name
    while not begun.exists() or not sleepers(86398):
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert points(course, "slow") == ("0", f"lesson_01: {begun.name} is not marked: run nbgrader autograde, which says so if it can't be.")
    assert sleepers(86398) == []
    course.mark()
    assert points(course, "slow") == ("1", "")  # for the other exercise: this one is too slow


def test_a_second_hand_in_is_marked_without_being_asked_for(course: Course) -> None:
    hand_in(course, "again", function("return x"))
    course.mark()
    assert points(course, "again") == ("1", "")
    hand_in(course, "again", RIGHT)
    assert points(course, "again") == (
        "0",
        "lesson_01: 01_fit_a_quadratic.ipynb has changed since it was marked: run nbgrader autograde again.",
    )
    course.mark()
    assert points(course, "again") == ("2", "")


@pytest.mark.usefixtures("nothing_shuts_in")
def test_nothing_is_marked_where_an_answer_can_not_be_shut_in(course: Course) -> None:
    hand_in(course, "refused", RIGHT)
    said = course.run("nbgrader", "autograde", "--assignment=lesson_*", ends_well=False)
    assert "bubblewrap is missing: sudo apt install bubblewrap" in said
    assert "add --MarkExercises.trust_students=True to the command" in said
    assert "Traceback" not in said
    assert not (course.folder / "autograded" / "refused").exists()


@pytest.mark.usefixtures("nothing_shuts_in")
def test_where_the_students_are_trusted_their_answers_are_marked_all_the_same(course: Course) -> None:
    hand_in(course, "trusted", RIGHT)
    course.mark("--student=trusted", "--MarkExercises.trust_students=True")
    assert points(course, "trusted") == ("2", "")


@pytest.mark.usefixtures("nothing_shuts_in")
def test_marking_stops_when_an_answer_changes_the_marks(course: Course, tmp_path: Path) -> None:
    shutil.copy(course.folder / "gradebook.db", tmp_path)
    hand_in(course, "a-tamperer", function(MARKS_ITSELF.format(database=str(course.folder / "gradebook.db"))))
    hand_in(course, "after-it", RIGHT)
    said = course.mark("--MarkExercises.trust_students=True", ends_well=False)
    assert "Marking stops: while the answers of a-tamperer ran, this changed: gradebook.db." in said
    assert not (course.folder / "autograded" / "after-it").exists()
    shutil.copy(tmp_path / "gradebook.db", course.folder)


def test_a_link_to_the_work_of_another_is_not_marked(course: Course) -> None:
    hand_in(course, "diligent", RIGHT)
    linked = course.place("copies", "01") / course.handed_out("01").name
    linked.symlink_to(course.place("diligent", "01") / linked.name)
    whole = course.folder / "submitted" / "copies-all" / "lesson_01"
    whole.parent.mkdir()
    whole.symlink_to(course.place("diligent", "01"))
    course.mark()
    for student in ("copies", "copies-all"):
        assert points(course, student) == ("0", f"lesson_01: {linked.name} is a link, or no file: ask for it again.")


def test_a_pipe_in_place_of_a_notebook_holds_nobody_up(course: Course) -> None:
    pipe = course.place("pipe", "01") / course.handed_out("01").name
    os.mkfifo(pipe)
    course.mark()
    assert points(course, "pipe") == ("0", f"lesson_01: {pipe.name} is a link, or no file: ask for it again.")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "＝1"])
def test_no_cell_of_the_table_is_a_formula(course: Course, name: str) -> None:
    course.hand_in(name, "01", lambda notebook: answer(notebook, "quadratic", RIGHT))
    assert name not in course.table()
    assert f"'{name}" in course.table()
    shutil.rmtree(course.place(name, "01").parent)
