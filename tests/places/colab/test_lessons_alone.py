"""Each lesson alone in an empty folder, as Colab opens it, run by a kernel of Colab's versions."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from authoring import links
from authoring.notebooks import KERNEL, WIDGET, Broken, canonical, execute, read
from tests.authoring.test_notebooks import code_cells, exercise_in, exercises_of, verdicts
from tests.places.colab.standin import ENVIRONMENT, LESSONS, NOT_PASSED_ON, PYTHON, ROOT, StandIn

CELL_TIMEOUT = 60  # seconds
GROUP = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["colab"]
WHERE_FROM = """\
import importlib.metadata
import sys

import helpers

print(sys.prefix, sys.version_info[:2], helpers.__file__, importlib.metadata.version("ipywidgets"), sep="\\n")"""

# What Colab's kernel has that concerns widgets: its page shows those of other packages by a widget manager that has to be switched on,
# which is written into what is displayed, and not into a cell's result. anywidget switches it on.
COLABS_KERNEL = f"""\
import sys
from types import ModuleType, SimpleNamespace

from IPython import get_ipython


def where_the_manager_is(message):
    if "{WIDGET}" in message["content"].get("data", {{}}):
        message["content"].setdefault("metadata", {{}})["{WIDGET}"] = {{"colab": {{"custom_widget_manager": {{"url": "manager.js"}}}}}}
    return message


output = sys.modules["google.colab.output"] = ModuleType("google.colab.output")
output._widgets = SimpleNamespace(_installed_url=None)
output.enable_custom_widget_manager = lambda: get_ipython().display_pub.register_hook(where_the_manager_is)
"""

lessons = pytest.mark.parametrize("lesson", LESSONS, ids=[path.stem for path in LESSONS])


@pytest.fixture
def on_colab(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The stand-in, with kernels that this process starts in its environment."""
    for key in NOT_PASSED_ON:
        monkeypatch.delenv(key, raising=False)
    for key, value in stand_in.environment().items():
        monkeypatch.setenv(key, value)
    return stand_in


def notebook_of(*sources: str) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources], metadata={"kernelspec": KERNEL})


def printed(cell: NotebookNode) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def test_there_are_ten_lessons():
    assert len(LESSONS) == 10


def test_the_environment_has_the_versions_that_colab_has():
    [packages] = (ENVIRONMENT / "lib").glob("python3.*/site-packages")
    assert packages.parent.name == "python3.13"
    has = {canonicalize_name(each.name): each.version for each in distributions(path=[str(packages)])}
    asked = [Requirement(each) for each in GROUP]
    assert {each.name: has[each.name] for each in asked if has[each.name] not in each.specifier} == {}
    assert sum(str(each.specifier).startswith("==") for each in asked) >= 9


def test_kernels_are_of_that_environment_and_helpers_are_those_that_were_fetched(on_colab, tmp_path):
    path = tmp_path / "alone" / "made_up.ipynb"
    path.parent.mkdir()
    notebook = execute(path, notebook_of(links.setup_cell("00"), WHERE_FROM))
    prefix, version, file, widgets = printed(notebook.cells[1]).splitlines()
    assert Path(prefix) == ENVIRONMENT
    assert version == "(3, 13)"
    assert Path(file).resolve() == on_colab.fetched(path) / "helpers" / "__init__.py"
    assert widgets == "7.7.1"


def test_what_is_fetched_is_the_working_tree_as_it_is(stand_in, tmp_path):
    published = links.published_at()
    command = ["git", "clone", "--quiet", "--depth=1", f"--branch={published['tag']}", f"https://github.com/{published['repository']}", "."]
    subprocess.run(command, cwd=tmp_path, env=stand_in.environment(), check=True, capture_output=True, timeout=60)
    files = {path.relative_to(ROOT) for path in (ROOT / "helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert len(files) > 40
    assert [str(file) for file in sorted(files) if (tmp_path / file).read_bytes() != (ROOT / file).read_bytes()] == []


def test_without_a_network_the_set_up_cell_says_so_and_later_it_fetches(on_colab, tmp_path):
    path = tmp_path / "alone" / "made_up.ipynb"
    path.parent.mkdir()
    notebook = notebook_of(links.setup_cell("00"), WHERE_FROM)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name=KERNEL["name"],
        allow_errors=True,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    on_colab.cut_off()
    try:
        with client.setup_kernel():
            client.execute_cell(notebook.cells[0], 0)
            [failed] = notebook.cells[0].outputs
            assert list(path.parent.iterdir()) == []
            on_colab.connect()
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
    finally:
        on_colab.connect()
    assert (failed.ename, failed.evalue) == ("AssertionError", "Are you offline?")
    assert [output.output_type for output in notebook.cells[0].outputs] == ["execute_result"]
    assert str(on_colab.fetched(path)) in printed(notebook.cells[1])


@lessons
def test_stored_outputs_are_reproduced(stand_in: StandIn, lesson: Path, record_property: Any) -> None:
    alone = stand_in.alone(lesson)
    (stand_in.home / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    options = ["-c", str(stand_in.home / "pytest.ini"), "-p", "no:cacheprovider", "--color=no", "-q", "-q", "-rN", "-W", "ignore"]
    strict = ["--nbval", "--nbval-current-env", f"--nbval-cell-timeout={CELL_TIMEOUT}"]
    command = [str(PYTHON), "-m", "pytest", *options, *strict, lesson.name]
    nothing_solved = {"LESSONS_PROGRESS": str(stand_in.home / f"{lesson.stem}-unsolved")}  # whatever ran before: the strip counts it
    environment = stand_in.environment() | nothing_solved
    ended = subprocess.run(command, cwd=alone.parent, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    dots = re.match(r"[.\s]*", ended.stdout.split("[")[0])
    assert dots is not None
    compared = dots[0].count(".")
    assert compared == len(code_cells(read(lesson)))
    assert sorted(alone.parent.iterdir()) == sorted([alone, stand_in.fetched(alone)])
    record_property("cells reproduced as stored", compared)


@lessons
def test_with_every_exercise_solved_every_verdict_is_correct(on_colab: StandIn, lesson: Path, record_property: Any) -> None:
    alone = on_colab.alone(lesson, f"{lesson.stem}-solved")
    notebook = read(alone)
    exercises = exercises_of(lesson.name).by_name
    for cell in notebook.cells:
        if name := exercise_in(cell):
            cell.source = exercises[name].solution()
    notebook.cells.insert(0, nbformat.v4.new_code_cell(COLABS_KERNEL))
    solved = execute(alone, notebook)
    widgets = [output for cell in code_cells(solved) for output in cell.outputs if WIDGET in output.get("data", {})]
    assert len(widgets) >= 2
    assert {output.output_type for output in widgets} == {"display_data"}
    assert [output for output in widgets if "colab" not in output.metadata.get(WIDGET, {})] == []
    canonical(solved, lesson.name)  # complains of anything on stderr
    assert verdicts(solved) == dict.fromkeys(exercises, "correct")
    record_property("exercises solved by pasting", len(exercises))


def test_a_lesson_that_writes_to_stderr_is_found_here_too(on_colab, tmp_path):
    path = tmp_path / "alone" / "made_up.ipynb"
    path.parent.mkdir()
    notebook = execute(path, notebook_of(links.setup_cell("00"), "import warnings\n\nwarnings.warn('careful')"))
    with pytest.raises(Broken, match="careful"):
        canonical(notebook, path.name)
