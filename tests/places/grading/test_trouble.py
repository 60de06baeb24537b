"""Notebooks that were handed in clumsily, or to deceive: each exercise gets the mark that it should, and nobody else's suffers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nbformat import NotebookNode

from helpers.lessons.lesson_01.exercises import exercise
from tests.places.grading.course import ROOT, Course, answer, cell_of, code

RIGHT = exercise.by_name["quadratic"].solution()
STUB = '@exercise\ndef quadratic(x, a, b, c):\n    """Return the predictions."""\n    ...'
BODY = "a * x**2 + b * x + c"


def function(body: str, above: str = "", decorator: str = "@exercise\n") -> str:
    lines = "\n    ".join(body.splitlines())
    return f"{above}\n{decorator}def quadratic(x, a, b, c):\n    {lines}\n".lstrip()


@dataclass
class Case:
    """What a student did to the exercise `quadratic`, the mark for it, and a part of what is to be said. The other one is solved."""

    mark: int
    said: str = ""
    cell: str | None = None  # the source of the answer's cell
    above: tuple[str, ...] = ()  # cells above all others
    below: tuple[str, ...] = ()
    change: Callable[[NotebookNode], object] = field(default=lambda notebook: None)

    def apply(self, notebook: NotebookNode) -> None:
        answer(notebook, "residuals", exercise.by_name["residuals"].solution())
        if self.cell is not None:
            answer(notebook, "quadratic", self.cell)
        notebook.cells[:0] = map(code, self.above)
        notebook.cells += map(code, self.below)
        self.change(notebook)


def delete_cell(notebook: NotebookNode) -> None:
    notebook.cells.remove(cell_of(notebook, "quadratic"))


def delete_marking_cells(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")]


def spoil_setup(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if "import numpy" in cell.source:
            cell.source = cell.source.replace("import numpy as np", "import numpy ass np")


def make_markdown(notebook: NotebookNode) -> None:
    cell = cell_of(notebook, "quadratic")
    cell.cell_type, cell.source = "markdown", RIGHT
    del cell["outputs"], cell["execution_count"]


def answer_in_marking_cell(notebook: NotebookNode) -> None:
    [cell] = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "quadratic"]
    cell.source = RIGHT


def promise_points(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(points=100, grade=True, solution=False, grade_id="quadratic", schema_version=99)


def garble_metadata(notebook: NotebookNode) -> None:
    for place, cell in enumerate(notebook.cells):
        cell.metadata = {"nbgrader": ["", None, 1, [], {"grade": True}][place % 5], "tags": 1}
    notebook.metadata = {"kernelspec": {"name": "R", "language": "R"}, "language_info": {"name": "R"}}


def lose_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 2


def same_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell["id"] = "mark-quadratic"


FORGE = """\
import json, os
for number in range(64):
    try:
        os.ftruncate(number, 0)
        os.pwrite(number, json.dumps({said}).encode(), 0)
    except OSError:
        pass
os._exit(0)"""
BLOCK = """\
import os
for number in range(3, 64):
    try:
        os.ftruncate(number, 0)
        os.close(number)
    except OSError:
        pass
return x"""
FILL = """\
import os
while True:
    for number in range(3, 64):
        try:
            os.write(number, bytes(2**20))
        except OSError:
            pass"""
WATCHED = {"outcomes": [], "ending": "done", "printed": "", "overwritten": False}
ALWAYS_CORRECT = """\
import sys
from helpers.checker import Verdict
correct = Verdict("quadratic", "correct")
for module in [module for name, module in sys.modules.items() if name.startswith("helpers.checker")]:
    for name in ("check", "judge", "judge_definition", "verdict"):
        if hasattr(module, name):
            setattr(module, name, lambda *_, **__: correct)
"""
TAMPERED_NUMPY = (
    "import numpy as np\nfor name in ('allclose', 'isclose', 'array_equal', 'all'):\n    setattr(np, name, lambda *_, **__: np.True_)\n"
)

CASES = {
    # Clumsy.
    "renamed": Case(0, "There is `quadratik`, which is the name of no exercise", cell=RIGHT.replace("def quadratic", "def quadratik")),
    "deleted": Case(0, "no function called `quadratic`", change=delete_cell),
    "syntax": Case(0, "Python cannot read the cell", cell=RIGHT.replace("):", ")")),
    "syntax-elsewhere": Case(1, cell=RIGHT, below=("def oops(:", "((" * 5000, "-" * 200_000 + "1", "x = '\0'")),
    "setup-broken": Case(1, cell=RIGHT.replace("x**2", "np.square(x)"), change=spoil_setup),
    "error-above": Case(1, cell=RIGHT, above=("1 / 0", "raise SystemExit", "undefined")),
    "error-in-cell": Case(0, "stops with an exception", cell=function(f"return {BODY}", decorator="@undefined\n@exercise\n")),
    "endless": Case(0, "had not come to an end", cell=function("while True:\n    pass")),
    "endless-in-c": Case(0, cell=function("return sum(range(10**13))")),
    "endless-elsewhere": Case(1, cell=RIGHT, above=("while True:\n    pass",), below=("while True: pass",)),
    "endless-in-what-it-needs": Case(
        0, "does not come to an end", cell=function(f"return {BODY} + k"), above=("k = 0\nwhile True: k = 0",)
    ),
    "exits": Case(0, "Python itself came to an end", cell=function("import os\nos._exit(0)")),
    "crashes": Case(0, "Python itself came to an end while this was checked (signal", cell=function("import ctypes\nctypes.string_at(0)")),
    "too-much-memory": Case(0, "MemoryError", cell=function("return np.ones((10**6, 10**6))")),
    "two-definitions": Case(1, cell=RIGHT, below=(STUB,)),
    "wrong-at-last": Case(0, cell=RIGHT, below=(function("return a * x + b * x + c"),)),
    "undecorated": Case(1, cell=RIGHT.replace("@exercise\n", "")),
    "caught": Case(1, cell="try:\n" + "\n".join(f"    {line}" for line in RIGHT.splitlines()) + "\nexcept Exception:\n    pass"),
    "lambda": Case(0, "no function called `quadratic`", cell=f"quadratic = lambda x, a, b, c: {BODY}"),
    "magic": Case(1, cell="%%time\n%matplotlib inline\n!echo magic\n" + RIGHT),
    "own-function-above": Case(1, cell=function("return square(x) * a + b * x + c"), above=("def square(z):\n    return z**2",)),
    "own-function-below": Case(1, cell=function("return square(x) * a + b * x + c"), below=("def square(z):\n    return z**2",)),
    "own-array": Case(0, cell=function("return a * x_data**2 + b * x_data + c"), above=("import numpy as np", "x_data = np.arange(3.0)")),
    "markdown": Case(0, "no function called `quadratic`", change=make_markdown),
    "in-marking-cell": Case(1, change=answer_in_marking_cell),
    "no-marking-cells": Case(1, cell=RIGHT, change=delete_marking_cells),
    "no-ids": Case(1, cell=RIGHT, change=lose_ids),
    "same-ids": Case(1, cell=RIGHT, change=same_ids),
    "garbled-metadata": Case(1, cell=RIGHT, change=garble_metadata),
    # To deceive.
    "prints": Case(0, "not started", cell=STUB + '\nprint("quadratic: correct")'),
    "shows-a-verdict": Case(
        0, "not started", cell=STUB + '\nfrom helpers.checker import Verdict\ndisplay(Verdict("quadratic", "correct"))'
    ),
    "prints-in-function": Case(0, "not yet", cell=function('print("quadratic: correct")\nreturn x')),
    "promises-points": Case(0, "not started", change=promise_points),
    "redefines-exercise": Case(0, "not started", above=("def exercise(function):\n    return function",)),
    "exercise-gives-solution": Case(
        0, "not started", cell="def exercise(_):\n    from helpers.model import quadratic\n    return quadratic\n\n" + STUB
    ),
    "decorator-gives-solution": Case(
        0,
        "not the function that it defines",
        cell="import helpers.model\nfine = helpers.model.quadratic\n\ndef cheat(_):\n    return fine\n\n"
        + function("return 1", decorator="@cheat\n"),
    ),
    "imports-solution": Case(0, "no function called `quadratic`", cell="from helpers.model import quadratic"),
    "calls-solution": Case(
        0, "calls the lesson's own `quadratic`", cell=function("from helpers.model import quadratic as own\nreturn own(x, a, b, c)")
    ),
    "patches-the-check": Case(0, "not yet", cell=function("return 0 * x", above=ALWAYS_CORRECT)),
    "patches-numpy": Case(0, "not yet", cell=function("return 0 * x", above=TAMPERED_NUMPY)),
    "forges-a-verdict": Case(0, "not yet", cell=function(FORGE.format(said={"state": "correct", "reasons": []}))),
    "forges-what-was-seen": Case(0, "not yet", cell=function(FORGE.format(said={"watched": WATCHED, "outside": ""}))),
    "forges-nonsense": Case(0, "could not be read", cell=function(FORGE.format(said=[1]))),
    "writes-progress": Case(
        0,
        "not started",
        cell="from helpers import progress\nprogress.record('01', 'quadratic')\n\n" + STUB,
    ),
    "spoils-its-helpers": Case(
        0,
        "not yet",
        cell=function(
            "import pathlib, helpers\nfor path in pathlib.Path(helpers.__file__).parent.rglob('*.py'):\n    path.write_text('1 / 0')"
        ),
    ),
    "blocks-the-result": Case(0, "Python itself came to an end", cell=function(BLOCK)),
    "fills-the-result": Case(0, "not yet", cell=function(FILL)),
    "leaves-a-process-behind": Case(1, cell=function(f"import subprocess\nsubprocess.Popen(['sleep', '987'])\nreturn {BODY}")),
}


@pytest.fixture(scope="module")
def marked(course: Course) -> Course:
    for name, case in CASES.items():
        course.hand_in(name, "01", case.apply)
    tampered = course.place("changed-helpers", "01")
    course.hand_in("changed-helpers", "01")
    for folder in (tampered, tampered.parent):
        (folder / "helpers").mkdir()
        (folder / "helpers" / "__init__.py").write_text("raise SystemExit('these are not the project\\'s')", encoding="utf-8")
    course.place("empty-folder", "01")
    course.hand_in("other-name", "01").rename(course.place("other-name", "01") / "lesson 1 final.ipynb")
    course.hand_in("cut-off", "01").write_text('{"cells": [', encoding="utf-8")
    course.hand_in("no-cells", "01").write_text("[]", encoding="utf-8")
    course.hand_in("odd-cells", "01").write_text(
        json.dumps({"cells": [1, {}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )
    course.mark("--MarkExercises.patience=10", ends_well=False)
    return course


@pytest.fixture(scope="module")
def table(marked: Course) -> dict[str, dict[str, str]]:
    return marked.table()


@pytest.mark.parametrize("name", CASES)
def test_the_mark_is_the_one_that_it_should_be_and_the_other_exercise_has_its_own(
    marked: Course, table: dict[str, dict[str, str]], name: str
) -> None:
    case, row = CASES[name], table[name]
    said = marked.verdicts(name, "01")["quadratic"]
    assert (row["lesson_01.quadratic"], row["lesson_01.residuals"]) == (str(case.mark), "1"), said
    assert case.said in said
    assert row["notes"] == ""


def test_a_students_copy_of_the_helpers_is_not_used(table: dict[str, dict[str, str]]) -> None:
    row = table["changed-helpers"]
    assert (row["lesson_01.quadratic"], row["lesson_01.residuals"]) == ("0", "0")


@pytest.mark.parametrize(
    ("student", "note"),
    [
        ("empty-folder", "01_fit_a_quadratic.ipynb is missing."),
        ("other-name", "01_fit_a_quadratic.ipynb is missing; there is lesson 1 final.ipynb: give it that name."),
        ("cut-off", "01_fit_a_quadratic.ipynb is no notebook that can be read: ask for it again."),
        ("no-cells", "01_fit_a_quadratic.ipynb is no notebook that can be read: ask for it again."),
        ("odd-cells", "01_fit_a_quadratic.ipynb is not marked: run nbgrader autograde, which says so if it can't be."),
    ],
)
def test_what_can_not_be_marked_has_a_note_and_no_mark(table: dict[str, dict[str, str]], student: str, note: str) -> None:
    row = table[student]
    assert (row["lesson_01.quadratic"], row["lesson_01.residuals"], row["points"]) == ("", "", "0")
    assert row["notes"] == f"lesson_01: {note}"


def test_nothing_is_left_running_and_the_project_is_as_it_was(marked: Course) -> None:
    sleeping = [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"sleep\0987" in content_of(path)]
    assert sleeping == []
    changed = [
        path for path in (ROOT / "helpers").rglob("*.py") if path.read_bytes() != (marked.folder / path.relative_to(ROOT)).read_bytes()
    ]
    assert changed == []


def content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended meanwhile
        return b""
