"""A figure among a reader's cells: whose a key is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.lab import Lab, Notebook, Window
from tests.browser.shown_figure import ShownFigure

pytestmark = [pytest.mark.browser, pytest.mark.both_front_ends]

FIGURE = """
import matplotlib.pyplot as plt
from helpers.live import Handle, Steps, live

figure, axes = plt.subplots(figsize=(4, 2))
axes.set(xlim=(-6, 6), ylim=(-6, 6))
dot, = axes.plot([1], [0], "o")

@live(figure, ahead=AHEAD, handles=[Handle("dot", axes, x="a", y=0)], a=(-5, 5), flag=True, kind=["one", "two"], step=Steps(0, 9))
def moved(a=1, flag=True, kind="one", step=0):
    dot.set_data([a], [step / 2])
    axes.set_title(f"a is {a}")
"""
CELLS = [FIGURE.replace("AHEAD", "False"), "'after'", FIGURE.replace("AHEAD", "True"), "'the end'"]
CONTROLS = ["slider", "box", "handle", "flag", "kind", "Next"]


@pytest.fixture(scope="module")
def notebook(window: Window, lab: Lab) -> Iterator[Notebook]:
    opened = window.open(lab.write("keys", CELLS))
    opened.run_all()
    assert opened.errors() == []
    yield opened
    opened.close()


def figure_in(notebook: Notebook, cell: int) -> ShownFigure:
    notebook.show()
    figure = ShownFigure(notebook.output(cell).locator(".live-figure"))
    figure.await_drawn(1)
    return figure


def control(figure: ShownFigure, name: str) -> Locator:
    if name == "slider":
        return figure.slider("a")
    if name == "box":
        return figure.box("a")
    if name == "handle":
        return figure.handle("dot")
    return figure.root.get_by_role("button", name="Next, step") if name == "Next" else figure.control(name)


def count_of(notebook: Notebook, cell: int) -> int:
    return notebook.evaluate("return panel.model.cells.get(argument).executionCount;", cell)


def await_run(notebook: Notebook, cell: int, before: int) -> None:
    notebook.evaluate(
        """const [cell, before] = argument, end = Date.now() + 10000;
        while (panel.model.cells.get(cell).executionCount === before || panel.model.cells.get(cell).executionCount === null) {
            if (Date.now() > end) throw new Error('the cell was not run');
            await new Promise(requestAnimationFrame);
        }""",
        [cell, before],
    )
    notebook.await_idle()


def active(notebook: Notebook) -> tuple[int, str]:
    return tuple(notebook.evaluate("return [panel.content.activeCellIndex, panel.content.mode];"))


@pytest.mark.parametrize("name", CONTROLS)
def test_shift_enter_runs_the_cell_and_goes_to_the_next(notebook: Notebook, name: str) -> None:
    figure = figure_in(notebook, 0)
    before = count_of(notebook, 0)
    control(figure, name).focus()
    notebook.tab.keyboard.press("Shift+Enter")
    await_run(notebook, 0, before)
    assert active(notebook) == (1, "command")
    before = count_of(notebook, 1)
    notebook.tab.keyboard.press("Shift+Enter")
    await_run(notebook, 1, before)  # so the notebook has the keyboard


@pytest.mark.parametrize("name", CONTROLS)
def test_control_enter_runs_the_cell_and_stays(notebook: Notebook, name: str) -> None:
    figure = figure_in(notebook, 0)
    before = count_of(notebook, 0)
    control(figure, name).focus()
    notebook.tab.keyboard.press("Control+Enter")
    await_run(notebook, 0, before)
    assert active(notebook) == (0, "command")


@pytest.mark.parametrize("name", CONTROLS)
def test_escape_returns_to_the_notebook(notebook: Notebook, name: str) -> None:
    figure = figure_in(notebook, 2)
    control(figure, name).focus()
    notebook.tab.keyboard.press("Escape")
    assert active(notebook) == (2, "command")
    expect(control(figure, name)).not_to_be_focused()
    notebook.tab.keyboard.press("ArrowDown")
    assert active(notebook) == (3, "command")


@pytest.mark.parametrize("name", ["slider", "box", "handle"])
def test_keys_that_a_control_uses_stay_with_it(notebook: Notebook, name: str) -> None:
    figure = figure_in(notebook, 2)
    figure.reset()
    figure.await_values(a=1)
    control(figure, name).focus()
    place = active(notebook)
    cells = notebook.evaluate("return panel.model.cells.length;")
    keys = {"slider": ["ArrowUp", "PageDown", "End", "Home"], "box": ["ArrowUp", "Home", "End"], "handle": ["ArrowRight"]}[name]
    for key in keys:
        notebook.tab.keyboard.press(key)
    figure.await_values(a=-5 if name == "slider" else 2)
    for key in ("d", "d", "x", "0", "0"):
        notebook.tab.keyboard.press(key)
    expect(control(figure, name)).to_be_focused()
    assert active(notebook) == place
    assert notebook.evaluate("return panel.model.cells.length;") == cells
    expect(notebook.tab.locator(".jp-Dialog")).to_have_count(0)
    notebook.tab.keyboard.press("Escape")
