"""What `nbgrader autograde` does with a notebook in place of running it from top to bottom.

nbgrader gives a cell of tests its points unless its output is an error. As nbgrader comes, it takes that output from a kernel in which the
student's code has run before. Here it is a verdict that `mark` gives. Everything else (students, gradebook, feedback) is nbgrader's own.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import rmtree
from traitlets import Bool, Integer

from helpers.checker import Verdict

from .isolation import NotIsolated
from .mark import PATIENCE, isolation_unless, marks

LESSON = re.compile(r"lesson_(\d\d)")
STUDENT = re.compile(r"[\w.@+-]+")  # what a page of nbgrader shows as it is, and nothing that could be HTML there
TRUST = "--MarkExercises.trust_students=True"
REFUSED = (
    "Nothing is marked: what students wrote would run here with all that you may do, and could change every mark. {why} "
    "Mark on a Linux that has bubblewrap. If you trust each of these students with your files, add " + TRUST + " to the command."
)
# What no answer may change while it runs, beside the gradebook.
WATCHED = ("nbgrader_config.py", "marking", "helpers", "source", "submitted", "autograded")
TAMPERED = (
    "Marking stops: while the answers of {student} ran, this changed: {names}. If it was neither you nor another nbgrader at work, "
    "put the gradebook and the hand-ins back from a copy that you trust, and run make release again."
)


def lesson_of(assignment: str) -> str:
    """Return the number of the lesson that an assignment is: "01" for "lesson_01"."""
    found = LESSON.fullmatch(assignment)
    if found is None:
        raise ValueError(f"{assignment} is no lesson's assignment: they are called lesson_00, lesson_01 and so on.")
    return found[1]


def code_of(notebook: NotebookNode) -> list[str]:
    """Return the sources of the code cells that nbgrader does not look after, or that hold a solution."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade")]


class MarkedNotebook(NotebookExporter):
    """Writes marked notebooks. nbgrader makes one for each run, before it looks at any hand-in: what concerns the run as a whole is here.

    Raises:
        NbGraderException: Answers can't be shut in, and are not trusted.
    """

    def __init__(self, **settings: Any) -> None:
        """Refuse to mark where that is not safe, pass over what can't be marked, and let what is not marked as it is be marked anew."""
        super().__init__(**settings)
        try:
            isolation_unless(MarkExercises(parent=self).trust_students)
        except NotIsolated as error:
            self.log.error(REFUSED.format(why=error))
            raise NbGraderException(str(error)) from error
        for folder, notebooks in list(self.parent.assignments.items()):
            complaint = next(filter(None, map(trouble_with, map(Path, notebooks))), None)
            if complaint:
                self.log.error("%r is not marked: %s", str(Path(*Path(folder).parts[-2:])), complaint)
                del self.parent.assignments[folder]
            else:
                _make_room(self.parent.coursedir, Path(folder))


def _make_room(course: Any, folder: Path) -> None:
    """Delete what was marked of a hand-in, unless it was marked to the end, and as it is now: nbgrader marks what it does not find."""
    student, assignment = folder.parts[-2:]
    marked = Path(course.format_path(course.autograded_directory, student, assignment))
    known = [path.name for path in Path(course.format_path(course.source_directory, ".", assignment)).glob("*.ipynb")]
    current = [fingerprint_when_marked(marked / name) == fingerprint(folder / name) for name in known if (folder / name).is_file()]
    if marked.is_dir() and not all(current):
        rmtree(marked)


def trouble_with(path: Path) -> str | None:
    """Return why a notebook that was handed in is not touched, or None: its student's name could be HTML, or it could be another's."""
    if not STUDENT.fullmatch(path.parts[-3]):
        return "the name of the student's folder has other characters than letters, digits and _ . @ + -: rename it."
    if any(each.is_symlink() for each in (path, *path.parents[:2])) or (path.exists() and not path.is_file()):
        return f"{path.name} is a link, or no file: ask for it again."
    return None


def fingerprint_when_marked(marked: Path) -> str | None:
    """Return the fingerprint of what was handed in when this was marked, or None where it was not marked to the end."""
    found = json_in(marked).get("metadata", {}).get("marking", {}).get("of")
    return found if isinstance(found, str) else None


def json_in(path: Path) -> dict[str, Any]:
    """Return what a file of JSON holds, and nothing where it is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        content = None
    return content if isinstance(content, dict) else {}


class PutMarkingCells(NbGraderPreprocessor):
    """Put the cells that are given points where they belong, whatever has become of those that were handed out.

    What a student's notebook says of its own cells is not believed: it may be missing, doubled, changed, or of another lesson. All of its
    cells stay, but for the marking cells as they were handed out. Text that is not the lesson's is shown as it was typed: rendered, it
    could run a script in the feedback, or as the instructor in the formgrader.
    """

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook with one marking cell for each exercise, below the last cell that defines it."""
        place = resources["nbgrader"]
        with Gradebook(place["db_url"]) as gradebook:
            known = gradebook.find_notebook(place["notebook"], place["assignment"])
            sources = {each.name: each for each in known.source_cells}
            marking = [_marking_cell(each.name, each.max_score, sources[each.name]) for each in known.grade_cells]
        handed_out = {text for cell in marking for text in (_visible(cell.source), cell.source)}
        course = self.parent.parent.coursedir  # this is the exporter's, and that is the converter's
        texts = {cell.source for cell in source_of(course, place).cells if cell.cell_type == "markdown"}
        notebook.cells = [_plain(cell, texts) for cell in notebook.cells if cell.get("source", "").strip() not in handed_out]
        for cell in marking:
            notebook.cells.insert(_below_the_definition(cell.metadata.nbgrader.grade_id, notebook.cells), cell)
        notebook.nbformat, notebook.nbformat_minor = 4, 5
        notebook.metadata = NotebookNode(marking={"begun": fingerprint(path_of(course, place))})
        return notebook, resources


def path_of(course: Any, place: dict[str, str]) -> Path:
    """Return where the notebook is that was handed in."""
    folder = course.format_path(course.submitted_directory, place["student"], place["assignment"])
    return Path(folder, f"{place['notebook']}.ipynb")


def source_of(course: Any, place: dict[str, str]) -> NotebookNode:
    """Return the notebook that the instructor has, with the solutions."""
    folder = course.format_path(course.source_directory, ".", place["assignment"])
    return nbformat.read(Path(folder, f"{place['notebook']}.ipynb"), as_version=4)


def fingerprint(path: Path) -> str:
    """Return what tells this content from any other."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _plain(cell: NotebookNode, texts: set[str]) -> NotebookNode:
    """Return a cell of which nothing is left but its kind and its text, as code where it is none of these texts."""
    if cell.get("cell_type") == "code":
        return nbformat.v4.new_code_cell(cell.source)
    text = cell.get("source", "")
    fence = "`" * (1 + max(map(len, re.findall("`{2,}", text)), default=2))  # longer than any that could end it
    return nbformat.v4.new_markdown_cell(text if text in texts else f"{fence}\n{text}\n{fence}")


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
    trust_students = Bool(False, help="Whether to mark where nothing keeps an answer from your files and the marks").tag(config=True)

    def preprocess(self, notebook: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook with the verdicts; nothing of it is run in this process.

        Raises:
            SystemExit: Something of the course has changed meanwhile. No other exception keeps nbgrader from going on.
        """
        place = resources["nbgrader"]
        course = self.parent.parent.coursedir
        setup, before = _setup_of(source_of(course, place)), dict(_state_of(course))
        verdicts = marks(lesson_of(place["assignment"]), code_of(notebook), setup, self.patience, self.trust_students)
        changed = [str(path.relative_to(course.root)) for path, _ in sorted({*before.items()} ^ {*_state_of(course)})]
        if changed:
            self.log.error(TAMPERED.format(names=", ".join(dict.fromkeys(changed)), student=place["student"]))
            raise SystemExit(1)
        notebook.metadata.marking = {"of": notebook.metadata.marking["begun"]}
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade"):
                cell.outputs = [_output(verdicts[cell.metadata.nbgrader.grade_id])]
                cell.source = _visible(cell.source)  # in a page of feedback the rest would only puzzle
        self.log.info("%s, %s: %s", place["student"], place["assignment"], _summary(verdicts))
        return notebook, resources


def _state_of(course: Any) -> Iterator[tuple[Path, tuple[int, ...]]]:
    """Return for each file that no answer may change what the system writes down anew when somebody changes it."""
    root = Path(course.root)
    folders = [path for name in WATCHED for path in (root / name, *(root / name).rglob("*"))]
    for path in (Path(course.db_url.removeprefix("sqlite:///")), *folders):
        if path.is_file():
            found = path.stat()
            yield path, (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


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
