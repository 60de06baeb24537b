"""Write the lessons as assignments for nbgrader: `python -m places.grading.release [folder]`.

The folder is one that nbgrader works in: `source/` (the lessons with their solutions), `handout/` (what students get, made from
`source/` by nbgrader itself), `helpers/` and `marking/` (what gives the marks), `nbgrader_config.py` and `INSTRUCTOR.md`. Writing it
again changes no byte, and touches nothing else in it: the gradebook, and what was handed in, stay.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from string import Template

import nbformat
from nbformat import NotebookNode

from authoring import links
from authoring.notebooks import NOTEBOOKS, read
from helpers.checker import Exercise
from helpers.lessons import all_exercises

HERE = Path(__file__).parent
OURS = ("source", "handout", "helpers", "marking", "nbgrader_config.py", "INSTRUCTOR.md")
POINTS = 1  # of every exercise: the lessons weigh none of them more, and an answer is right or it is not
LINK_TO_LESSON = re.compile(r"\]\(((\d\d)_\w+\.ipynb)")
NO_CACHES = shutil.ignore_patterns("__pycache__")

MARKING_CELL = """\
# {points} for `{name}`. What is said of it when it is marked appears here; there is nothing to run.
### BEGIN HIDDEN TESTS
raise RuntimeError("No mark was given: run nbgrader in the folder that holds nbgrader_config.py.")
### END HIDDEN TESTS"""


class NotARelease(Exception):
    """The folder holds something else."""


class NotMade(Exception):
    """A part of it could not be made; the message says which and why."""


def write(folder: Path) -> None:
    """Write everything into the folder.

    Raises:
        NotARelease: There is something in it, and no release.
        NotMade: A part of it could not be made; the folder is as it was.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / "nbgrader_config.py").is_file())):
        raise NotARelease(f"{folder} is not empty, and nothing that make release has written: choose another, as in OUT=build/course.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=folder.parent) as made:
        _make(Path(made))
        folder.mkdir(exist_ok=True)
        for name in OURS:
            _replace(Path(made, name), folder / name)


def _replace(new: Path, old: Path) -> None:
    if old.is_dir():
        shutil.rmtree(old)
    new.replace(old)


def _make(folder: Path) -> None:
    for each in ("", "source", "handout"):
        shutil.copytree(NOTEBOOKS.parent / "helpers", folder / each / "helpers", ignore=NO_CACHES)
    shutil.copytree(HERE / "marking", folder / "marking", ignore=NO_CACHES)
    shutil.copy(HERE / "nbgrader_config.py", folder)
    for path in _lessons():
        home = folder / "source" / _assignment(path)
        home.mkdir()
        _write(home / path.name, nbformat.writes(assignment(path)) + "\n")
    _hand_out(folder)
    shutil.copy(NOTEBOOKS.parent / "requirements.lock", folder / "handout" / "requirements.txt")
    glossary = (NOTEBOOKS / "glossary.md").read_text(encoding="utf-8")
    _write(folder / "handout" / "glossary.md", LINK_TO_LESSON.sub(r"](lesson_\2/\1", glossary))
    for template, name in (("INSTRUCTOR.md", "INSTRUCTOR.md"), ("STUDENT.md", "handout/README.md")):
        _write(folder / name, Template((HERE / template).read_text(encoding="utf-8")).substitute(_facts()))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _exercises() -> dict[str, dict[str, Exercise]]:
    """Return the exercises of each lesson that has some."""
    return {exercises.lesson: dict(exercises.by_name) for exercises in all_exercises() if exercises.by_name}


def _lessons() -> list[Path]:
    return [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if path.name[:2] in _exercises()]


def _assignment(path: Path) -> str:
    return f"lesson_{path.name[:2]}"


def _points(number: int) -> str:
    return f"{number} point" if number == 1 else f"{number} points"


def assignment(path: Path) -> NotebookNode:
    """Return a lesson as nbgrader's source: each exercise with its solution, and below it a cell that gets the points."""
    exercises, notebook, cells = _exercises()[path.name[:2]], read(path), []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.cell_type != "code":
            cell.source = LINK_TO_LESSON.sub(r"](../lesson_\2/\1", cell.source).replace("](glossary.md", "](../glossary.md")
            continue
        cell.outputs, cell.execution_count = [], None  # stored ones would show verdicts on nobody's code
        name = next((name for name in exercises if re.search(rf"^@exercise\ndef {name}\(", cell.source, re.MULTILINE)), None)
        if name is not None:
            cell.source = _solved(cell.source, exercises.pop(name))
            cell.metadata["nbgrader"] = _looked_after(f"{name}-answer", solution=True)
            cells.append(_marking_cell(name))
    if exercises:
        raise NotMade(f"{path.name} has no cell for {', '.join(exercises)}.")
    notebook.cells = cells
    return notebook


def _solved(stub: str, exercise: Exercise) -> str:
    """Return the stub's cell with the solution between marks, which nbgrader turns into `...` again."""
    head, dots = stub[:-3], stub[-3:]
    if dots != "...":
        raise NotMade(f"The cell of {exercise.name} does not end with `...`.")
    solution = exercise.solution()
    (function,) = ast.parse(solution).body
    assert isinstance(function, ast.FunctionDef)
    body = "\n".join(solution.splitlines()[(function.body[0].end_lineno or 0) :])  # all below the docstring
    indent = head[len(head.rstrip(" ")) :]
    return f"{head}### BEGIN SOLUTION\n{body}\n{indent}### END SOLUTION"


def _marking_cell(name: str) -> NotebookNode:
    cell = nbformat.v4.new_code_cell(MARKING_CELL.format(points=_points(POINTS), name=name), id=f"mark-{name}".replace("_", "-"))
    cell.metadata["nbgrader"] = {**_looked_after(name, grade=True), "points": POINTS}
    return cell


def _looked_after(name: str, grade: bool = False, solution: bool = False) -> dict[str, object]:
    known = {"grade": grade, "solution": solution, "locked": grade, "task": False}
    return {**known, "grade_id": name, "cell_type": "code", "schema_version": 3}


def _hand_out(folder: Path) -> None:
    """Let nbgrader make the students' version."""
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "--no-db", "--assignment=lesson_*"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotMade(f"nbgrader could not make the students' version.\n{done.stderr}")


def _facts() -> dict[str, str]:
    rows = []
    for path in _lessons():
        names = _exercises()[path.name[:2]]
        rows.append(f"| `{_assignment(path)}` | `{path.name}` | {', '.join(f'`{name}`' for name in names)} | {len(names) * POINTS} |")
    first = _lessons()[1]
    total = sum(len(names) for names in _exercises().values()) * POINTS
    return {**links.published_at(), "table": "\n".join(rows), "assignment": _assignment(first), "notebook": first.name, "total": str(total)}


def main(arguments: list[str] | None = None) -> int:
    """Write the release."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/release"))
    folder = parser.parse_args(arguments).folder
    try:
        write(folder)
    except (NotARelease, NotMade, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(_lessons())} lessons are in {folder}. How to hand them out and mark them: {folder / 'INSTRUCTOR.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
