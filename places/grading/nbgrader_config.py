"""What nbgrader is told about these lessons. Written by `make release`; run nbgrader in this folder."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))  # for marking and helpers

# For alembic, which nbgrader starts by its name when it makes the gradebook.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

c = get_config()  # noqa: F821 - nbgrader gives it

c.CourseDirectory.root = str(HERE)
c.CourseDirectory.course_id = "lessons"
c.CourseDirectory.release_directory = "handout"

# Notebooks are marked and shown. What else a student hands in stays where it is: a page of HTML would be one of the formgrader's.
c.CourseDirectory.ignore = ["*"]

# The stub of the lessons.
c.ClearSolutions.code_stub = {"python": "..."}

# Nothing that a student wrote is run in a kernel: marking/nbgrader_parts.py says what happens instead.
c.Autograde.exporter_class = "marking.nbgrader_parts.MarkedNotebook"
c.Autograde.sanitize_preprocessors = [
    "marking.nbgrader_parts.PutMarkingCells",  # before anything believes what the notebook says of its cells
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "marking.nbgrader_parts.MarkExercises",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.ExportApp.plugin_class = "marking.table.MarksTable"
