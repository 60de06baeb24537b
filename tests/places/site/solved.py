"""Lessons with every solution in them: one run that shows whether each verdict is correct, and from which a page can be made as well."""

from __future__ import annotations

import ast
import importlib
import os
import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from authoring.notebooks import NOTEBOOKS, read
from helpers.checker import Exercises
from places.hub.provisioner import IMPORTED, SOCKET, use_warm_kernels
from places.site.build import lesson_of, run_for_page
from places.site.lesson import Lesson
from places.site.pages import Row

MOVING = ("00_start_here", "04_follow_the_slope")  # figures of the others are on pages weekly only: their frames take most of the time
VERDICT = re.compile(r"^(\w+): (not started|not yet|correct)$", re.MULTILINE)


def exercises_of(lesson: str) -> Exercises:
    """Return the exercises of a lesson, whose name begins with its two digits."""
    return importlib.import_module(f"helpers.lessons.lesson_{lesson[:2]}.exercises").exercise


def exercise_in(cell: NotebookNode) -> str | None:
    """Return the name of the exercise that a cell asks for."""
    if cell.cell_type != "code":
        return None
    functions = [statement for statement in ast.parse(cell.source).body if isinstance(statement, ast.FunctionDef)]
    return next((each.name for each in functions if any(ast.unparse(mark) == "exercise" for mark in each.decorator_list)), None)


def verdicts(notebook: NotebookNode) -> dict[str, str]:
    """Return the state that each exercise shows last, by its name."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    texts = [output.data["text/plain"] for cell in cells for output in cell.outputs if "data" in output]
    return dict(found.groups() for text in texts if (found := VERDICT.match(text)))


def with_solutions(path: Path) -> NotebookNode:
    """Return a lesson in which a cell with the solution follows each exercise, as it is shipped."""
    notebook, exercises = read(path), exercises_of(path.name).by_name
    cells = []
    for cell in notebook.cells:
        name = exercise_in(cell)
        solution = [nbformat.v4.new_code_cell(exercises[name].solution(), metadata={"tags": ["solution"]})] if name else []
        cells += [cell, *solution]
    notebook.cells = cells
    return notebook


@contextmanager
def warm_kernels() -> Iterator[None]:
    """Let lessons that are solved meanwhile run in kernels that are forked, as a hub's are. Nbval runs them in kernels of their own."""
    with tempfile.TemporaryDirectory(prefix="warm-") as folder, pytest.MonkeyPatch.context() as environment:
        environment.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        environment.setenv(SOCKET, f"{folder}/socket")
        warm = subprocess.Popen([sys.executable, "-m", "places.hub.warm", os.environ[SOCKET], *IMPORTED], cwd=NOTEBOOKS.parent)
        try:
            yield
        finally:
            warm.terminate()
            warm.wait(60)


def solved_lesson(row: Row, folder: Path) -> Lesson:
    """Run a lesson with its solutions, keep that in the folder under the name of its file, and return what its page is made of."""
    if SOCKET in os.environ:
        use_warm_kernels()
    return lesson_of(row, partial(_run_with_solutions, folder=folder))


def in_words(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook with nothing of its outputs but their words: what they carry for a page is megabytes."""
    cells = []
    for cell in notebook.cells:
        outputs = [NotebookNode({**each, "data": {"text/plain": each.data["text/plain"]}}) if "data" in each else each
                   for each in cell.get("outputs", [])]  # fmt: skip
        cells.append(NotebookNode({**cell, "outputs": outputs}) if cell.cell_type == "code" else cell)
    return NotebookNode({**notebook, "cells": cells})


def _run_with_solutions(path: Path, folder: Path) -> NotebookNode:
    notebook = run_for_page(path, with_solutions(path), stills=path.stem not in MOVING)
    (folder / path.name).write_bytes(pickle.dumps(in_words(notebook)))
    notebook.cells = [cell for cell in notebook.cells if "solution" not in cell.metadata.get("tags", [])]
    return notebook
