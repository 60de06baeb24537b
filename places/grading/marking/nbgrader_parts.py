"""What `nbgrader autograde` does with a notebook in place of running it from top to bottom.

nbgrader gives a cell of tests its points unless its output is an error. As nbgrader comes, it takes that output from a kernel in which the
student's code has run before. Here it is a verdict that `mark` gives. Everything else (students, gradebook, feedback) is nbgrader's own.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer

from helpers.checker import Verdict

from .mark import PATIENCE, marks

LESSON = re.compile(r"lesson_(\d\d)")


def lesson_of(assignment: str) -> str:
    """Return the number of the lesson that an assignment is: "01" for "lesson_01"."""
    found = LESSON.fullmatch(assignment)
    if found is None:
        raise ValueError(f"{assignment} is no lesson's assignment: they are called lesson_00, lesson_01 and so on.")
    return found[1]


def code_of(notebook: NotebookNode) -> list[str]:
    """Return the sources of the code cells that nbgrader does not look after, or that hold a solution."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade")]


class PutMarkingCells(NbGraderPreprocessor):
    """Put the cells that are given points where they belong, whatever has become of those that were handed out.

    What a student's notebook says of its own cells is not believed: it may be missing, doubled, changed, or of another lesson. All of its
    cells stay, but for the marking cells as they were handed out.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook with one marking cell for each exercise, below the last cell that defines it."""
        place = resources["nbgrader"]
        with Gradebook(place["db_url"]) as gradebook:
            known = gradebook.find_notebook(place["notebook"], place["assignment"])
            sources = {each.name: each for each in known.source_cells}
            marking = [_marking_cell(each.name, each.max_score, sources[each.name]) for each in known.grade_cells]
        handed_out = {text for cell in marking for text in (_visible(cell.source), cell.source)}
        notebook.cells = [_plain(cell) for cell in notebook.cells if cell.get("source", "").strip() not in handed_out]
        for cell in marking:
            notebook.cells.insert(_below_the_definition(cell.metadata.nbgrader.grade_id, notebook.cells), cell)
        notebook.nbformat, notebook.nbformat_minor = 4, 5
        notebook.metadata = NotebookNode(marking={"of": fingerprint(path_of(self.parent.parent.coursedir, place))})
        return notebook, resources


def path_of(course: Any, place: dict[str, str]) -> Path:
    """Return where the notebook is that was handed in."""
    folder = course.format_path(course.submitted_directory, place["student"], place["assignment"])
    return Path(folder, f"{place['notebook']}.ipynb")


def fingerprint(path: Path) -> str:
    """Return what tells this content from any other."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _plain(cell: NotebookNode) -> NotebookNode:
    """Return a cell of which nothing is left but its kind and its text."""
    if cell.get("cell_type") == "code":
        return nbformat.v4.new_code_cell(cell.source)
    return nbformat.v4.new_markdown_cell(cell.get("source", ""))


def _marking_cell(name: str, points: float, stored: Any) -> NotebookNode:
    cell = nbformat.v4.new_code_cell(stored.source)
    known = {"grade": True, "grade_id": name, "points": points, "cell_type": "code", "checksum": stored.checksum}
    cell.metadata["nbgrader"] = {**known, "locked": True, "solution": False, "task": False, "schema_version": 3}
    return cell


def _visible(source: str) -> str:
    """Return what a student sees of a marking cell."""
    return re.sub(r"### BEGIN HIDDEN TESTS.*", "", source, flags=re.DOTALL).strip()


def _below_the_definition(name: str, cells: list[NotebookNode]) -> int:
    places = [place for place, cell in enumerate(cells) if cell.cell_type == "code" and re.search(rf"\bdef\s+{name}\b", cell.source)]
    return places[-1] + 1 if places else len(cells)


class MarkExercises(NbGraderPreprocessor):
    """Give each marking cell the verdict on its exercise as output: an error, unless it is correct."""

    patience = Integer(PATIENCE, help="The seconds of the processor that one exercise may take").tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook with the verdicts; nothing of it is run in this process."""
        place = resources["nbgrader"]
        course = self.parent.parent.coursedir  # this is the exporter's, and that is the converter's
        folder = course.format_path(course.source_directory, ".", place["assignment"])
        handed_out = nbformat.read(Path(folder, f"{place['notebook']}.ipynb"), as_version=4)
        verdicts = marks(lesson_of(place["assignment"]), code_of(notebook), _setup_of(handed_out), self.patience)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade"):
                cell.outputs = [_output(verdicts[cell.metadata.nbgrader.grade_id])]
                cell.source = _visible(cell.source)  # in a page of feedback the rest would only puzzle
        self.log.info("%s, %s: %s", place["student"], place["assignment"], _summary(verdicts))
        return notebook, resources


def _setup_of(handed_out: NotebookNode) -> list[str]:
    """Return the code of a lesson without its exercises, whose solutions stand in the instructor's copy."""
    return [cell.source for cell in handed_out.cells if cell.cell_type == "code" and "nbgrader" not in cell.metadata]


def _output(verdict: Verdict) -> NotebookNode:
    if verdict.state == "correct":
        return nbformat.v4.new_output("display_data", data={"text/plain": verdict.text()})
    first, *more = (line for line in verdict.text().splitlines() if line != verdict.closing)
    return nbformat.v4.new_output("error", ename=verdict.state, evalue=first, traceback=[first, *more])


def _summary(verdicts: dict[str, Verdict]) -> str:
    return ", ".join(f"{name} {verdict.state}" for name, verdict in verdicts.items())
