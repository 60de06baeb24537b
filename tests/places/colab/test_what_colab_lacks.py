"""What Colab has not, or has in another way, must not be used: in `helpers` and in the lessons' cells."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from authoring.notebooks import read
from helpers.browser import module
from tests.authoring.test_notebooks import code_cells
from tests.places.colab.standin import LESSONS, ROOT

# Widgets that Colab's page doesn't show or link as they should, and magics that need a page around the output.
LACKING = {
    "FigureWidget", "Output", "Play", "interact", "interact_manual", "interactive", "interactive_output", "ipympl", "jsdlink", "jslink",
}  # fmt: skip
# Out of an output's reach: storage and cookies, the page around it, what only JupyterLab or the classic Notebook have, and other hosts.
OUT_OF_REACH = re.compile(
    r"\b(localStorage|sessionStorage|indexedDB|BroadcastChannel|SharedWorker|serviceWorker|jupyterapp|Jupyter|IPython|requirejs)\b"
    r"|document\.cookie|(?:window|self|globalThis)\.(?:parent|top|opener)\b|https?://(?!www\.w3\.org)|@import|\bimport\s"
)
SCRIPTS = sorted((ROOT / "helpers").rglob("*.js")) + sorted((ROOT / "helpers").rglob("*.css"))
MODULES = sorted((ROOT / "helpers").rglob("*.py"))


def names_in(source: str) -> set[str]:
    """Return every name, attribute and imported name of some code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {part for alias in node.names for part in alias.name.split(".")}
    return found


def test_there_is_something_to_look_at():
    assert len(SCRIPTS) >= 5
    assert len(MODULES) >= 30


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module_uses_nothing_that_colab_lacks(module: Path) -> None:
    assert names_in(module.read_text(encoding="utf-8")) & LACKING == set()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_lesson_uses_nothing_that_colab_lacks(lesson: Path) -> None:
    for cell in code_cells(read(lesson)):
        assert names_in(cell.source) & LACKING == set(), cell.source


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_script_needs_nothing_outside_of_its_output(script: Path) -> None:
    joined = module(script) if script.suffix == ".js" else script.read_text(encoding="utf-8")
    code = re.sub(r"(?m)//(?!www).*$|/\*.*?\*/", "", joined)
    assert OUT_OF_REACH.findall(code.replace("globalThis.Jupyter?.", "")) == [], "but what asks first whether it is there"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import ipywidgets\nipywidgets.jslink((a, 'value'), (b, 'value'))", "jslink"),
        ("from ipywidgets import interact as follow", "interact"),
        ("import ipympl.backend_nbagg", "ipympl"),
    ],
)
def test_what_colab_lacks_would_be_found(source, name):
    assert names_in(source) & LACKING == {name}


@pytest.mark.parametrize(
    "code", ["localStorage.seen = 1", "const page = window.parent", 'import x from "y"', 'fetch("https://a.example/")']
)
def test_what_is_out_of_reach_would_be_found(code):
    assert OUT_OF_REACH.search(code)
