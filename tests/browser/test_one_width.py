"""Where text, code, cards and figures of a lesson end in JupyterLab and in Notebook 7, on a laptop and on a wide screen."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.lab import Lab, Notebook, Window
from tests.everything import in_turn

pytestmark = [pytest.mark.browser, pytest.mark.both_front_ends]

FIGURE = """
import matplotlib.pyplot as plt
from helpers.live import live

figure, axes = plt.subplots(figsize=(WIDTH, 3))

@live(figure, a=(-5, 5))
def titled(a=1):
    axes.set_title(f"a is {a}")
"""
CELLS = ["from helpers.lessons import here\nhere('03')", FIGURE.replace("WIDTH", "6.4"), FIGURE.replace("WIDTH", "11"), f"'{'8' * 78}'"]
STRIP = 1  # the cell that it stands in
TEXT = "A computer made them up, with some chance in them, and the line is what a small network says that y should be. " * 8

# How far the text, the code, the strip, both figures with their controls and the wide picture reach; the letters in a line of text.
ENDS = """
    const right = (selector) => Math.round(panel.node.querySelector(selector).getBoundingClientRect().right);
    const ends = [right('.jp-RenderedMarkdown p'), right('.jp-CodeCell .cm-editor'), right('.lessons')];
"""
MEASURED_WITHOUT_FIGURES = ENDS + "return ends;"
MEASURED = (
    ENDS
    + """
    const [narrow, wide] = [...panel.node.querySelectorAll('.live-figure')].map((figure) => figure.getBoundingClientRect());
    const picture = [...panel.node.querySelectorAll('.live-stage')][1].getBoundingClientRect();
    const text = panel.node.querySelector('.jp-RenderedMarkdown p');
    const lines = text.getBoundingClientRect().height / parseFloat(getComputedStyle(text).lineHeight);
    const scrollers = [...panel.node.querySelectorAll('.jp-CodeCell .cm-scroller')];
    const cutOff = scrollers.filter((each) => each.scrollWidth > each.clientWidth + 1).length;
    ends.push(narrow.right, wide.right, picture.right);
    return {ends, letters: text.textContent.length / Math.round(lines), cutOff};
"""
)


def with_text(path: Path) -> None:
    """Put a long paragraph before the cells of a notebook."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["cells"].insert(0, {"cell_type": "markdown", "id": "text", "metadata": {}, "source": TEXT})
    path.write_text(json.dumps(stored), encoding="utf-8")


@pytest.fixture(scope="module")
def notebook(window: Window, lab: Lab) -> Iterator[Notebook]:
    path = lab.folder / lab.write("width", CELLS)
    with_text(path)
    opened = window.open(path.name)
    yield opened
    opened.close()


def measured(notebook: Notebook) -> dict[str, Any]:
    notebook.window.tab.wait_for_timeout(1500)  # figures are laid out anew
    return notebook.evaluate(MEASURED)


def test_the_column_begins_with_the_strip_before_there_is_a_figure(notebook: Notebook) -> None:
    notebook.clear_all()
    notebook.run(STRIP, until=".lessons")
    ends = notebook.evaluate(MEASURED_WITHOUT_FIGURES)
    assert max(ends) - min(ends) <= 2, ends
    assert max(ends) < 1230, "the text goes on to the end of the window"


@pytest.mark.parametrize("width", in_turn((1280,), (1920,)))
def test_text_code_and_figures_end_at_one_place_after_about_75_letters(notebook: Notebook, width: int) -> None:
    notebook.run_all()
    notebook.window.resize(width, 1080)
    seen = measured(notebook)
    notebook.window.resize(1280)
    assert max(seen["ends"]) - min(seen["ends"]) <= 2, seen
    assert 70 <= seen["letters"] <= 80
    assert seen["cutOff"] == 0
