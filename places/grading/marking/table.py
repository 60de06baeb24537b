"""The marks of all students in one table: `nbgrader export --exporter=marking.table.MarksTable --to marks.csv`."""

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from .mark import exercises_of
from .nbgrader_parts import fingerprint, fingerprint_when_marked, json_in, lesson_of, path_of, trouble_with

Column = tuple[str, str, str]  # assignment, notebook, exercise


class MarksTable(ExportPlugin):
    """Writes a row for each student and a column for each exercise; a mark that does not exist is left empty, and a note says why."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to the file that `--to` names, or to marks.csv."""
        path = Path(self.to or "marks.csv")
        columns = [each for each in _columns(gradebook) if not self.assignment or each[0] in map(str, self.assignment)]
        students = sorted({student.id for student in gradebook.students} | set(self._folders()))
        students = [each for each in students if not self.student or each in map(str, self.student)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["student", *(f"{assignment}.{exercise}" for assignment, _, exercise in columns), "points", "of", "notes"])
            for student in students:
                notes = self._notes(student, columns)
                marks = [None if column[:2] in notes else _mark(gradebook, student, column) for column in columns]
                points = sum(mark for mark in marks if mark is not None)
                shown = ["" if mark is None else f"{mark:g}" for mark in marks]
                writer.writerow([_no_formula(student), *shown, f"{points:g}", len(columns), _no_formula(" ".join(notes.values()))])
                for note in notes.values():
                    self.log.warning("%s: %s", student, note)
        self.log.info("%d students, %d exercises: %s", len(students), len(columns), path)

    def _folders(self) -> Iterator[str]:
        submitted = Path(self.parent.coursedir.root, self.parent.coursedir.submitted_directory)
        if submitted.is_dir():
            yield from (path.name for path in submitted.iterdir() if path.is_dir() and not path.name.startswith("."))

    def _notes(self, student: str, columns: list[Column]) -> dict[tuple[str, str], str]:
        """Return for each notebook that was handed in and has no marks, or marks of something else, what is the matter with it."""
        course, notes = self.parent.coursedir, {}
        for assignment, notebook in dict.fromkeys(column[:2] for column in columns):
            path = path_of(course, {"student": student, "assignment": assignment, "notebook": notebook})
            marked = Path(course.format_path(course.autograded_directory, student, assignment), path.name)
            complaint = _complaint(path, marked) if path.parent.is_dir() else None
            if complaint:
                notes[assignment, notebook] = f"{assignment}: {complaint}"
        return notes


def _no_formula(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if unicodedata.normalize("NFKC", text).lstrip()[:1] in {*"=+-@"} else text


def _columns(gradebook: Gradebook) -> list[Column]:
    return [
        (assignment.name, notebook.name, exercise)
        for assignment in sorted(gradebook.assignments, key=lambda each: each.name)
        for notebook in assignment.notebooks
        for exercise in exercises_of(lesson_of(assignment.name))
    ]


def _mark(gradebook: Gradebook, student: str, column: Column) -> float | None:
    """Return the points, of which those that an instructor has given by hand count before those of the grader."""
    assignment, notebook, exercise = column
    try:
        grade = gradebook.find_grade(exercise, notebook, assignment, student)
    except MissingEntry:
        return None
    return None if grade.auto_score is None and grade.manual_score is None else float(grade.score)


def _complaint(path: Path, marked: Path) -> str | None:
    """Return what is the matter with a notebook that was handed in, or None where the one that was marked was made of it."""
    trouble = trouble_with(path)
    if trouble:
        return trouble
    if not path.is_file():
        others = ", ".join(sorted(other.name for other in path.parent.glob("*.ipynb")))
        return f"{path.name} is missing{f'; there is {others}: give it that name' if others else ''}."
    if not isinstance(json_in(path).get("cells"), list):
        return f"{path.name} is no notebook that can be read: ask for it again."
    known = fingerprint_when_marked(marked)
    if known is None:
        return f"{path.name} is not marked: run nbgrader autograde, which says so if it can't be."
    if known != fingerprint(path):
        return f"{path.name} has changed since it was marked: run nbgrader autograde again."
    return None
