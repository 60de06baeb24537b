"""What counts as the imports of a lesson."""

import ast
import importlib.util
from pathlib import Path

import nbformat
import pytest

from benchmarks.imports import NOTEBOOKS, lesson_imports, resources_of


def test_an_import_that_may_fail_is_no_cost_of_the_lesson(tmp_path: Path) -> None:
    sources = ["%matplotlib inline\nimport numpy as np", "try:\n    import torch\nexcept ImportError:\n    print('not here')"]
    sources.append("def train():\n    import torch\n    return torch")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    nbformat.write(notebook, tmp_path / "lesson.ipynb")
    assert lesson_imports(tmp_path / "lesson.ipynb") == "import numpy as np"


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("[0-9]*.ipynb")), ids=lambda path: path.stem)
def test_all_that_a_lesson_needs_is_there(path: Path) -> None:
    for node in ast.parse(lesson_imports(path)).body:
        names = [node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in getattr(node, "names", [])]
        assert all(name and importlib.util.find_spec(name) for name in names), ast.unparse(node)


def test_python_may_keep_what_it_compiles_of_a_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    resources_of("import sys\nassert not sys.dont_write_bytecode")


def test_a_lesson_imports_nothing_that_waits_for_an_exercise_or_the_lessons_end() -> None:
    waiting = {"helpers.checker.judging", "helpers.checker.remarks", "helpers.lessons.machine", "tomllib"}
    resources_of(f"import sys\nimport helpers.lessons.lesson_09.kit\nassert not {waiting} & set(sys.modules)")
