"""All lessons handed out, handed in by several students at once, and marked: the marks are those that they should get."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from nbformat import NotebookNode

from helpers.checker import Exercise
from helpers.checker.definition import takes
from helpers.lessons import all_exercises
from tests.places.grading.course import ROOT, Course, answer, code

EXERCISES = [(exercises.lesson, exercise) for exercises in all_exercises() for exercise in exercises.by_name.values()]
COLUMNS = [f"lesson_{lesson}.{exercise.name}" for lesson, exercise in EXERCISES]
SOLVED = {column: place % 2 == 0 for place, column in enumerate(COLUMNS)}  # by the student who has solved half of them
PLACES = {column: place * 7 for place, column in enumerate(COLUMNS)}  # which mistake is made in which of the others

MISTAKEN = """\
@exercise
def {name}{parameters}:
    from helpers.lessons.lesson_{lesson}.exercises import exercise
    return exercise.by_name["{name}"].mistakes[{place}].function{parameters}"""


def of_lesson(lesson: str) -> list[Exercise]:
    return [exercise for number, exercise in EXERCISES if number == lesson]


def mistake_of(lesson: str, exercise: Exercise) -> int:
    """Return the place of a mistake that is written without the solution: to call that one is a mistake of another kind."""
    own = [place for place, mistake in enumerate(exercise.mistakes) if exercise.name not in mistake.function.__code__.co_names]
    return own[PLACES[f"lesson_{lesson}.{exercise.name}"] % len(own)]


def mistaken(lesson: str, exercise: Exercise) -> str:
    """Return an answer that makes one of the known mistakes."""
    parameters = takes(exercise.reference).replace("=1e-06", "")
    return MISTAKEN.format(name=exercise.name, parameters=parameters, lesson=lesson, place=mistake_of(lesson, exercise))


def solve(notebook: NotebookNode, lesson: str) -> None:
    for exercise in of_lesson(lesson):
        answer(notebook, exercise.name, exercise.solution())


def solve_half(notebook: NotebookNode, lesson: str) -> None:
    for exercise in of_lesson(lesson):
        is_solved = SOLVED[f"lesson_{lesson}.{exercise.name}"]
        answer(notebook, exercise.name, exercise.solution() if is_solved else mistaken(lesson, exercise))


def solve_last_first(notebook: NotebookNode, lesson: str) -> None:
    """Solve all exercises, in cells of one's own that stand in another order, with everything but them deleted."""
    notebook.cells = [code(exercise.solution()) for exercise in reversed(of_lesson(lesson))]


@pytest.fixture(scope="module")
def marked(course: Course) -> Course:
    for exercises in all_exercises():
        course.hand_in("student-01", exercises.lesson)
        course.hand_in("student-02", exercises.lesson, lambda notebook, lesson=exercises.lesson: solve(notebook, lesson))
        course.hand_in("student-03", exercises.lesson, lambda notebook, lesson=exercises.lesson: solve_half(notebook, lesson))
        course.hand_in("student-04", exercises.lesson, lambda notebook, lesson=exercises.lesson: solve_last_first(notebook, lesson))
    course.hand_in("student-05", "03", lambda notebook: solve(notebook, "03"))
    [original] = (ROOT / "notebooks").glob("02_*.ipynb")
    shutil.copy(original, course.place("student-06", "02"))
    course.mark()
    return course


@pytest.fixture(scope="module")
def table(marked: Course) -> dict[str, dict[str, str]]:
    return marked.table()


def marks(row: dict[str, str]) -> dict[str, str]:
    return {column: row[column] for column in COLUMNS}


def test_the_table_has_a_row_for_each_student_and_a_column_for_each_exercise(table: dict[str, dict[str, str]]) -> None:
    assert list(table) == [f"student-0{number}" for number in range(1, 7)]
    assert list(table["student-01"]) == ["student", *COLUMNS, "points", "of", "notes"]
    assert len(COLUMNS) == sum(lesson.read_text(encoding="utf-8").count('"@exercise') for lesson in ROOT.glob("notebooks/*.ipynb"))
    assert {row["of"] for row in table.values()} == {str(len(COLUMNS))}
    assert {row["notes"] for row in table.values()} == {""}


def test_as_shipped_nothing_is_right(table: dict[str, dict[str, str]], marked: Course) -> None:
    assert marks(table["student-01"]) == dict.fromkeys(COLUMNS, "0")
    assert table["student-01"]["points"] == "0"
    for exercises in all_exercises():
        assert [said.splitlines()[0] for said in marked.verdicts("student-01", exercises.lesson).values()] == [
            f"{name}: not started" for name in exercises.by_name
        ]


@pytest.mark.parametrize("student", ["student-02", "student-04"])
def test_solved_everything_is_right(table: dict[str, dict[str, str]], student: str) -> None:
    assert marks(table[student]) == dict.fromkeys(COLUMNS, "1")
    assert table[student]["points"] == str(len(COLUMNS))


def test_solved_by_half_that_half_is_right_and_the_other_is_told_its_mistakes(table: dict[str, dict[str, str]], marked: Course) -> None:
    assert marks(table["student-03"]) == {column: "1" if is_solved else "0" for column, is_solved in SOLVED.items()}
    told = {exercises.lesson: marked.verdicts("student-03", exercises.lesson) for exercises in all_exercises()}
    wrong = [(lesson, exercise) for (lesson, exercise), is_solved in zip(EXERCISES, SOLVED.values(), strict=True) if not is_solved]
    for lesson, exercise in wrong:
        assert exercise.mistakes[mistake_of(lesson, exercise)].sentence in told[lesson][exercise.name]


def test_what_was_not_handed_in_has_no_marks(table: dict[str, dict[str, str]]) -> None:
    assert marks(table["student-05"]) == {column: "1" if "lesson_03" in column else "" for column in COLUMNS}


def test_a_lesson_of_the_project_itself_is_marked_as_well(table: dict[str, dict[str, str]]) -> None:
    assert marks(table["student-06"]) == {column: "0" if "lesson_02" in column else "" for column in COLUMNS}


def test_a_page_of_feedback_says_what_the_lesson_says(marked: Course) -> None:
    marked.run("nbgrader", "generate_feedback", "--assignment=lesson_01", "--student=student-03")
    [page] = (marked.folder / "feedback" / "student-03" / "lesson_01").glob("*.html")
    text = page.read_text(encoding="utf-8")
    verdicts = marked.verdicts("student-03", "01").values()
    assert len(verdicts) == 2
    for said in itertools.chain(*(verdict.splitlines()[:1] for verdict in verdicts)):
        assert said in text


BY_HAND = """
from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db", "lessons") as gradebook:
    gradebook.find_grade("residuals", "01_fit_a_quadratic", "lesson_01", "student-01").manual_score = 0.5
    gradebook.db.commit()
"""


def test_what_changes_after_marking(marked: Course, tmp_path: Path) -> None:
    marked.run("python", "-c", BY_HAND)
    marked.hand_in("student-05", "03")
    row = marked.table()["student-05"]
    assert marked.table()["student-01"]["lesson_01.residuals"] == "0.5"
    assert {row[column] for column in COLUMNS} == {""}
    assert row["notes"] == "lesson_03: 03_measure_the_miss.ipynb has changed since it was marked: run nbgrader autograde again."
    marked.mark("--student=student-05")
    assert marks(marked.table()["student-05"]) == {column: "0" if "lesson_03" in column else "" for column in COLUMNS}
