"""Python in the edition for real: in Chromium, as WebAssembly, from a Pyodide that is served here.

`pyodide.py` beside this file says which Pyodide that is. The usual one has no NumPy and no Matplotlib, so here is tested what does
without them; `make test-lite PYODIDE=folder`, with a whole one, runs every lesson as well.
"""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
from playwright.sync_api import Browser, expect

from helpers.live import LiveFigure
from tests.browser.lab import Notebook
from tests.browser.shown_figure import ShownFigure
from tests.places.lite import pyodide
from tests.places.lite.conftest import ROOT
from tests.places.lite.edition import Edition, LiteWindow

pytestmark = pytest.mark.browser

FULL = os.environ.get("PYODIDE")
FOLDER = Path(FULL) if FULL else pyodide.FOLDER
FIRST = "notebooks/00_start_here.ipynb"
LESSONS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").glob("*.ipynb"))


def only_what_is_there(settings: dict[str, Any]) -> None:
    """Let the kernel load no package that this Pyodide lacks."""
    there = pyodide.packages(FOLDER)
    options = settings["loadPyodideOptions"]
    options["packages"] = [name for name in options["packages"] if name.endswith(".whl") or name in there]


@pytest.fixture(scope="module")
def edition(site: Path) -> Iterator[Edition]:
    assert (FOLDER / "pyodide.mjs").exists(), "make test-lite fetches the Pyodide that these tests run"
    with Edition(site, FOLDER, only_what_is_there) as served:
        yield served


@pytest.fixture(scope="module")
def window(chromium: Browser, edition: Edition) -> Iterator[LiteWindow]:
    opened = LiteWindow(chromium, edition, "lab/index.html?workspace=00_start_here")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def lesson(window: LiteWindow) -> Notebook:
    return window.notebook(FIRST)


@pytest.fixture(autouse=True)
def nothing_amiss(window: LiteWindow) -> Iterator[None]:
    yield
    assert window.elsewhere.asked == []
    assert window.complaints == []


def new_notebook(window: LiteWindow, name: str, cells: list[str]) -> Notebook:
    """Return a new notebook with these code cells, in the folder of the lessons, with its kernel ready."""
    path = f"notebooks/{name}.ipynb"
    content = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python", "display_name": "Python", "language": "python"}},
        "cells": [
            {"cell_type": "code", "id": f"cell-{index}", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
            for index, source in enumerate(cells)
        ],
    }
    window.tab.evaluate(
        """([path, content]) => jupyterapp.serviceManager.contents.save(path, {type: 'notebook', format: 'json', content})
            .then(() => { jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'}); })""",
        [path, content],
    )
    return window.notebook(path)


def setup_cell() -> str:
    """Return the set-up cell without what it imports of a lesson, which needs NumPy: it finds the helpers."""
    cells = json.loads((ROOT / FIRST).read_text(encoding="utf-8"))["cells"]
    finds, from_helpers, _ = "".join(next(cell for cell in cells if cell["cell_type"] == "code")["source"]).partition("; from helpers")
    assert from_helpers
    return finds


def test_a_lesson_that_was_only_opened_is_not_marked_as_changed(lesson: Notebook):
    lesson.await_idle()
    assert not lesson.evaluate("return panel.context.model.dirty;")


def test_the_set_up_cell_finds_the_helpers(lesson: Notebook):
    where = "os.path.abspath(thread_output.__file__)"
    said = lesson.execute(f"{setup_cell()}\nfrom helpers import thread_output\nprint(sys.platform, {where})")
    assert said.split() == ["emscripten", "/drive/helpers/thread_output.py"]


def test_what_is_served_is_what_is_imported(lesson: Notebook):
    names = [path.name.split("-")[:2] for path in (ROOT / "build" / "site" / "lite" / "pypi").glob("*.whl")]
    said = lesson.execute(f"import importlib.metadata as m\nfor n in {[name for name, _ in names]}: __import__(n); print(n, m.version(n))")
    assert sorted(line.split() for line in said.strip().splitlines()) == sorted(names)


def test_running_leaves_nothing_behind_among_the_lessons(lesson: Notebook):
    listed = "import pathlib\nfor path in pathlib.Path(at).rglob('*'): print(path)"
    said = lesson.execute(f"{setup_cell()}\nimport helpers.progress\n{listed}")
    assert "progress.py" in said
    assert "__pycache__" not in said


def test_progress_is_kept_when_the_kernel_restarts_and_when_the_page_is_loaded_anew(window: LiteWindow, lesson: Notebook):
    start = f"{setup_cell()}\nfrom helpers import progress\n"
    assert lesson.execute(start + "print(progress.solved())") == "set()\n"
    lesson.execute(start + "progress.record('01', 'quadratic')\nprogress.record('04', 'step')")
    lesson.restart_kernel()
    assert lesson.execute(start + "print(sorted(progress.solved()))") == "[('01', 'quadratic'), ('04', 'step')]\n"
    window.tab.reload()
    window.tab.wait_for_function("window.jupyterapp && jupyterapp.restored.then(() => true)")
    lesson = window.notebook(FIRST)
    assert lesson.execute(start + "print(sorted(progress.solved()))") == "[('01', 'quadratic'), ('04', 'step')]\n"
    assert lesson.execute(start + "progress.reset()") == "Forgotten: 01 quadratic, 04 step.\n"
    assert lesson.execute(start + "print(progress.solved())") == "set()\n"


LOAD_DEADLINE = """
import importlib.util, itertools  # by its file, because the package around it needs NumPy
spec = importlib.util.spec_from_file_location("deadline", "/drive/helpers/checker/deadline.py")
deadline = importlib.util.module_from_spec(spec)
spec.loader.exec_module(deadline)
"""


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True:\n        try: print(end='')\n        except BaseException: pass",
        "sum(i for i in itertools.count())",
        "while True: endless.count = 1 + len([i for i in range(100)])",
    ],
)
def test_a_loop_that_never_ends_is_ended(lesson: Notebook, body: str):
    code = f"""{LOAD_DEADLINE}
def endless():
    {body}
limit = deadline.Deadline(0.2)
try:
    with limit: endless()
except SystemExit:
    print("ended", limit.passed)
"""
    assert lesson.execute(code) == "ended True\n"
    assert lesson.execute("print(sum(i for i in range(1000)))") == "499500\n"  # and nothing else is ended afterwards


def test_there_are_no_threads_as_the_exercises_expect(lesson: Notebook):
    code = "import threading\ntry: threading.Thread(target=print).start()\nexcept RuntimeError as error: print(error)"
    assert lesson.execute(code) == "can't start new thread\n"


def test_what_is_printed_is_kept_apart_and_given_back(lesson: Notebook):
    keep = "from helpers.thread_output import printed\nwith printed() as said: print('kept')\nprint('shown', [said.getvalue()])"
    assert lesson.execute(f"{setup_cell()}\n{keep}") == "shown ['kept\\n']\n"


QUESTION = """\
from helpers.questions import Question, Questions, Right, Wrong
question = Question("Which is larger?", Wrong("One", "No: two is."), Right("Two", "Yes, by one."))
widget = question.asked()
widget"""


def test_a_question_of_the_lessons_is_answered_and_the_kernel_is_told(window: LiteWindow):
    notebook = new_notebook(window, "question", [setup_cell(), QUESTION])
    notebook.run_all()
    assert notebook.errors() == []
    output = notebook.output(1)
    output.get_by_text("Two", exact=True).click()
    expect(output).to_contain_text("Yes, by one.")
    notebook.await_idle()
    assert notebook.execute("print(widget.tried)") == "[1]\n"
    notebook.close()


def figure_drawn_ahead() -> dict[str, Any]:
    """Return what a live figure, drawn ahead by Matplotlib here, sends to a browser."""
    figure, axes = plt.subplots(figsize=(5, 3))
    (curve,) = axes.plot([0.0, 1.0], [0.0, 1.0])

    def redraw(a: float = 1.0) -> str:
        curve.set_ydata([0.0, a / 4])
        return f"a line that rises to {a:g} quarters"

    widget = LiveFigure(figure, redraw, ahead=True, a=(0.0, 4.0, 1.0))
    whole = widget._whole()
    whole["buffers"] = [base64.b64encode(buffer).decode() for buffer in whole["buffers"]]
    widget.close()
    return {"esm": LiveFigure._esm, "css": LiveFigure._css, "picture": whole}


SHOW = """\
import base64, json
import anywidget, traitlets
sent = json.loads(SENT)
sent["picture"]["buffers"] = [base64.b64decode(buffer) for buffer in sent["picture"]["buffers"]]
class Shown(anywidget.AnyWidget):
    _esm, _css = sent["esm"], sent["css"]
    _picture = traitlets.Dict(sent["picture"]).tag(sync=True)
widget = Shown()"""


def test_a_live_figure_follows_its_slider_in_the_editions_own_front_end(window: LiteWindow):
    notebook = new_notebook(window, "figure", ["widget"])
    notebook.execute(f"SENT = {json.dumps(figure_drawn_ahead())!r}\n{SHOW}")
    notebook.run_all()
    assert notebook.errors() == []
    shown = ShownFigure(notebook.output(0).locator(".live-figure"))
    expect(shown.canvas).to_be_visible()
    shown.await_values(a=1)
    shown.press("a", "ArrowRight", times=2)
    shown.await_values(a=3)
    assert "rises to 3 quarters" in shown.label
    notebook.close()


# The lessons themselves, where there is a whole Pyodide.

if FULL:

    @pytest.mark.parametrize("path", LESSONS)
    def test_a_lesson_runs_from_top_to_bottom(chromium: Browser, edition: Edition, path: str):
        opened = LiteWindow(chromium, edition, f"lab/index.html?workspace={Path(path).stem}")
        try:
            opened.tab.set_default_timeout(600_000)
            notebook = opened.notebook(path)
            notebook.clear_all()
            notebook.run_all()
            assert notebook.errors() == []
            assert notebook.cells_not_run() == []
            assert opened.elsewhere.asked == []
            assert opened.complaints == []
            stored = json.loads((ROOT / path).read_text(encoding="utf-8"))
            assert texts(notebook) == [text for cell in stored["cells"] for text in texts_of(cell.get("outputs", []))]
        finally:
            opened.close()


def texts(notebook: Notebook) -> list[str]:
    outputs = notebook.evaluate("return [...panel.model.cells].filter(cell => cell.type === 'code').map(cell => cell.outputs.toJSON());")
    return [text for cell in outputs for text in texts_of(cell)]


def texts_of(outputs: list[dict[str, Any]]) -> list[str]:
    """Return what stands in these outputs as text; JupyterLite adds an output without any to what shows itself."""
    found = ("".join(output.get("text") or output.get("data", {}).get("text/plain", "")) for output in outputs)
    return [text for text in found if text]
