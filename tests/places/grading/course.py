"""A course as an instructor has it: made by the release, marked by nbgrader's own commands."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from places.grading.marking.isolation import NotIsolated, isolation

ROOT = Path(__file__).parents[3]
GRADER = os.environ.get("GRADER")  # the folder of nbgrader's commands; `make test-grade` names it


def _is_isolated() -> bool:
    try:
        isolation()
    except NotIsolated:
        return False
    return True


IS_ISOLATED = _is_isolated()  # whether this machine can shut answers in; where it can't, the others are marked as if they were trusted


class Course:
    """The folder of a course."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, command: str, *arguments: object, ends_well: bool | None = True) -> str:
        """Run one of the grader's commands in the folder; return what it said."""
        assert GRADER is not None
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [ROOT / GRADER / command, *map(str, arguments)],
            cwd=ROOT if "places.grading.release" in arguments else self.folder,
            env={**environment, "JUPYTER_CONFIG_DIR": str(self.folder.parent / "no settings")},
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )
        said = done.stdout + done.stderr
        assert ends_well is None or (done.returncode == 0) == ends_well, said
        return said

    def release(self) -> str:
        """Write the release into the folder."""
        return self.run("python", "-m", "places.grading.release", self.folder)

    def begin(self) -> None:
        """Enter the assignments into the gradebook."""
        self.run("nbgrader", "generate_assignment", "--force", "--assignment=lesson_*")

    def handed_out(self, lesson: str) -> Path:
        [path] = (self.folder / "handout" / f"lesson_{lesson}").glob("*.ipynb")
        return path

    def hand_in(self, student: str, lesson: str, change: Callable[[NotebookNode], object] = lambda notebook: None) -> Path:
        """Hand in the notebook that was handed out, changed by somebody."""
        handed_out = self.handed_out(lesson)
        notebook = nbformat.read(handed_out, as_version=4)
        change(notebook)
        path = self.place(student, lesson) / handed_out.name
        path.write_text(json.dumps(notebook), encoding="utf-8")  # as it is, where nbformat would mend it
        return path

    def place(self, student: str, lesson: str) -> Path:
        folder = self.folder / "submitted" / student / f"lesson_{lesson}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def start_marking(self) -> subprocess.Popen[bytes]:
        """Start the marking of everything that is new."""
        assert GRADER is not None
        command = [ROOT / GRADER / "nbgrader", "autograde", "--assignment=lesson_*"]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def mark(self, *arguments: str, ends_well: bool | None = True) -> str:
        trust = [] if IS_ISOLATED else ["--MarkExercises.trust_students=True"]
        return self.run("nbgrader", "autograde", "--assignment=lesson_*", *trust, *arguments, ends_well=ends_well)

    def table(self) -> dict[str, dict[str, str]]:
        """Return the rows of the table of marks, by the student."""
        self.run("nbgrader", "export", "--to", "marks.csv")
        with (self.folder / "marks.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len({row["student"] for row in rows}) == len(rows)
        return {row["student"]: row for row in rows}

    def verdicts(self, student: str, lesson: str) -> dict[str, str]:
        """Return what the marked notebook says of each exercise."""
        [path] = (self.folder / "autograded" / student / f"lesson_{lesson}").glob("*.ipynb")
        found = {}
        for cell in nbformat.read(path, as_version=4).cells:
            known = cell.metadata.get("nbgrader", {})
            if known.get("grade"):
                [output] = cell.outputs
                found[known["grade_id"]] = "\n".join(output.get("traceback", [])) or output["data"]["text/plain"]
        return found


def answer(notebook: NotebookNode, name: str, source: str) -> None:
    """Write an answer into the cell that was handed out for an exercise."""
    cell_of(notebook, name).source = source


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return the cell that was handed out for the answer to an exercise."""
    [cell] = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{name}-answer"]
    return cell


def code(source: str) -> NotebookNode:
    """Return a new cell."""
    return nbformat.v4.new_code_cell(source)
