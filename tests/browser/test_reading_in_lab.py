"""A figure among a reader's cells: where it ends, whose a key is, what stays when a cell is run again, and what fits on a screen."""

from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.lab import Lab, Notebook, Window
from tests.browser.shown_figure import ShownFigure
from tests.everything import in_turn

pytestmark = pytest.mark.browser

FIGURE = """
import matplotlib.pyplot as plt
from helpers.live import Handle, Steps, live

figure, axes = plt.subplots(figsize=(4, 2))
axes.set(xlim=(-6, 6), ylim=(-6, 6))
dot, = axes.plot([1], [0], "o")

@live(figure, ahead=AHEAD, handles=[Handle("dot", axes, x="a", y=0)], a=(-2, 4), flag=True, kind=["one", "two"], step=Steps(0, 1))
def moved(a=1, flag=True, kind="one", step=0):
    dot.set_data([a], [step / 2])
    axes.set_title(f"a is {a}")
"""
TALL = """
tall, panels = plt.subplots(3, 1, figsize=(6.4, 8), layout="constrained")
line, = panels[0].plot([0, 1], [0, 1])

@live(tall, a=(-5, 5), b=(-5, 5), c=(-5, 5), step=Steps(0, 9))
def of_many(a=1, b=1, c=1, step=0):
    line.set_ydata([a, b])
"""
CELLS = [
    FIGURE.replace("AHEAD", "False"),
    "'after'",
    FIGURE.replace("AHEAD", "True"),
    "'the end'",
    TALL,
    TALL.replace("step=Steps", "controls_at='beside', step=Steps"),
    "from helpers.lessons import here\nhere('03')",
    TALL.replace("(6.4, 8)", "(11, 3)").replace("3, 1,", "1, 3,"),
    f"'{'8' * 78}'",
]
STRIP, WIDE = 6, 7  # the cells that these stand in
TEXT = "A computer made them up, with some chance in them, and the line is what a small network says that y should be. " * 8
CONTROLS = [("slider",), ("box",), ("handle",), ("flag",), ("kind",), ("Next",)]


@pytest.fixture(scope="module")
def unread(window: Window, lab: Lab) -> Iterator[Notebook]:
    """A notebook in which nothing has been run. A paragraph of text stands below its cells."""
    path = lab.folder / lab.write("keys", CELLS)
    written = nbformat.read(path, as_version=4)
    written.cells.append(nbformat.v4.new_markdown_cell(TEXT))
    nbformat.write(written, path)
    opened = window.open(path.name)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def notebook(unread: Notebook) -> Notebook:
    unread.run_all()
    assert unread.errors() == []
    return unread


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
        """const [cell, before] = argument, end = Date.now() + 60000;
        while (panel.model.cells.get(cell).executionCount === before || panel.model.cells.get(cell).executionCount === null) {
            if (Date.now() > end) throw new Error('the cell was not run');
            await soon();
        }""",
        [cell, before],
    )
    notebook.await_idle()


def active(notebook: Notebook) -> tuple[int, str]:
    return tuple(notebook.evaluate("return [panel.content.activeCellIndex, panel.content.mode];"))


# Where the column ends. This comes first, since there must be no figure yet.

# How far the text, the code, the strip, the figures with their controls and the wide picture reach; the letters in a line of text.
ENDS = """
    const right = (selector) => Math.round(panel.node.querySelector(selector).getBoundingClientRect().right);
    const ends = [right('.jp-RenderedMarkdown p'), right('.jp-CodeCell .cm-editor'), right('.lessons')];
"""
MEASURED = (
    ENDS
    + """
    const figures = [...panel.node.querySelectorAll('.live-figure')].map((figure) => figure.getBoundingClientRect().right);
    const picture = panel.content.widgets[argument].node.querySelector('.live-stage').getBoundingClientRect().right;
    const text = panel.node.querySelector('.jp-RenderedMarkdown p');
    const lines = text.getBoundingClientRect().height / parseFloat(getComputedStyle(text).lineHeight);
    const code = panel.content.widgets[argument + 1].node.querySelector('.cm-scroller');
    return {
        ends: [...ends, ...figures, picture],
        letters: text.textContent.length / Math.round(lines),
        cutOff: code.scrollWidth > code.clientWidth + 1,
    };
"""
)


@pytest.mark.both_front_ends
def test_the_column_begins_with_the_strip_before_there_is_a_figure(unread: Notebook) -> None:
    unread.clear_all()
    unread.run(STRIP, until=".lessons")
    ends = unread.evaluate(ENDS + "return ends;")
    assert max(ends) - min(ends) <= 2, ends
    assert max(ends) < 1230, "the text goes on to the end of the window"


@pytest.mark.both_front_ends
@pytest.mark.parametrize("width", in_turn((1280,), (1920,)))
def test_text_code_and_figures_end_at_one_place_after_about_75_letters(notebook: Notebook, width: int) -> None:
    notebook.window.resize(width, 1080)
    figure_in(notebook, WIDE)
    notebook.tab.wait_for_timeout(1500)  # figures are laid out anew
    seen = notebook.evaluate(MEASURED, WIDE)
    notebook.window.resize(1280)
    assert max(seen["ends"]) - min(seen["ends"]) <= 2, seen
    assert 70 <= seen["letters"] <= 80
    assert not seen["cutOff"]


# Whose a key is.


@pytest.mark.both_front_ends
@pytest.mark.parametrize("name", in_turn(*CONTROLS, every=3))
def test_shift_enter_runs_the_cell_and_goes_to_the_next(notebook: Notebook, name: str) -> None:
    figure = figure_in(notebook, 0)
    before = count_of(notebook, 0)
    control(figure, name).focus()
    with notebook.keys_left_to(own=False):
        notebook.tab.keyboard.press("Shift+Enter")
    await_run(notebook, 0, before)
    assert active(notebook) == (1, "command")
    before = count_of(notebook, 1)
    notebook.tab.keyboard.press("Shift+Enter")
    await_run(notebook, 1, before)  # so the notebook has the keyboard


@pytest.mark.both_front_ends
@pytest.mark.parametrize("name", in_turn(*CONTROLS, every=3, first=1))
def test_control_enter_runs_the_cell_and_stays(notebook: Notebook, name: str) -> None:
    figure = figure_in(notebook, 0)
    before = count_of(notebook, 0)
    control(figure, name).focus()
    notebook.tab.keyboard.press("Control+Enter")
    await_run(notebook, 0, before)
    assert active(notebook) == (0, "command")


@pytest.mark.both_front_ends
@pytest.mark.parametrize("name", in_turn(*CONTROLS, every=3, first=2))
def test_escape_returns_to_the_notebook(notebook: Notebook, name: str) -> None:
    figure = figure_in(notebook, 2)
    control(figure, name).focus()
    with notebook.keys_left_to(own=False):
        notebook.tab.keyboard.press("Escape")
    assert active(notebook) == (2, "command")
    expect(control(figure, name)).not_to_be_focused()
    notebook.tab.keyboard.press("ArrowDown")
    assert active(notebook) == (3, "command")


@pytest.mark.both_front_ends
@pytest.mark.parametrize("name", ["slider", "box", "handle"])
def test_keys_that_a_control_uses_stay_with_it(notebook: Notebook, name: str) -> None:
    figure = figure_in(notebook, 2)
    figure.reset()
    figure.await_values(a=1)
    control(figure, name).focus()
    place = active(notebook)
    cells = notebook.evaluate("return panel.model.cells.length;")
    keys = {"slider": ["ArrowUp", "PageDown", "End", "Home"], "box": ["ArrowUp", "Home", "End"], "handle": ["ArrowRight"]}[name]
    with notebook.keys_left_to(own=True):
        for key in keys:
            notebook.tab.keyboard.press(key)
        figure.await_values(a=-2 if name == "slider" else 2)
        for key in ("d", "d", "x", "0", "0"):
            notebook.tab.keyboard.press(key)
    expect(control(figure, name)).to_be_focused()
    assert active(notebook) == place
    assert notebook.evaluate("return panel.model.cells.length;") == cells
    expect(notebook.tab.locator(".jp-Dialog")).to_have_count(0)
    notebook.tab.keyboard.press("Escape")


@pytest.mark.both_front_ends
def test_a_typed_number_counts_when_the_cell_is_run_from_its_box(notebook: Notebook) -> None:
    figure = figure_in(notebook, 0)
    notebook.execute("taken = []; moved.observe(lambda change: taken.append(change.new), 'a')")
    before = count_of(notebook, 0)
    figure.box("a").fill("4")
    notebook.tab.keyboard.press("Control+Enter")
    await_run(notebook, 0, before)
    assert notebook.execute("print(taken)").strip() == "[4]"


# What stays.


@pytest.mark.both_front_ends
@pytest.mark.parametrize("cell", [0, 2], ids=["kernel", "ahead"])
def test_a_cell_that_is_run_again_keeps_what_the_reader_set(notebook: Notebook, cell: int) -> None:
    figure = figure_in(notebook, cell)
    figure.reset()
    figure.control("kind").select_option(label="two")
    figure.press("a", "ArrowRight", 2)
    before = count_of(notebook, cell)
    notebook.tab.keyboard.press("Control+Enter")  # before the figure has come to rest
    await_run(notebook, cell, before)
    figure = figure_in(notebook, cell)
    figure.await_values(a=3, kind=1)
    assert "a is 3" in figure.label
    figure.reset()
    figure.await_values(a=1, kind=0)
    before = count_of(notebook, cell)
    figure.slider("a").focus()
    notebook.tab.keyboard.press("Control+Enter")
    await_run(notebook, cell, before)
    figure_in(notebook, cell).await_values(a=1, kind=0)


# One message waits until somebody has finished drawing, and the next ones wait for it.
DRAWING = """
import threading, time
from helpers.live.drawing import ONE_AT_A_TIME
def draw_for_a_second():
    with ONE_AT_A_TIME:
        time.sleep(1)
threading.Thread(target=draw_for_a_second).start()
"""


@pytest.mark.both_front_ends
@pytest.mark.parametrize("cell", [0, 2], ids=["kernel", "ahead"])
def test_a_cell_that_is_run_before_the_kernel_hears_of_a_change_keeps_it(notebook: Notebook, cell: int) -> None:
    figure = figure_in(notebook, cell)
    figure.reset()
    figure.await_values(a=1, kind=0)
    before = count_of(notebook, cell)
    notebook.execute(DRAWING)
    figure.control("kind").select_option(label="two")
    figure.press("a", "ArrowRight", 2)
    notebook.tab.keyboard.press("Control+Enter")
    await_run(notebook, cell, before)
    figure = figure_in(notebook, cell)
    figure.await_values(a=3, kind=1)
    notebook.tab.wait_for_timeout(500)
    assert notebook.execute("print(moved.a, moved.kind)").strip() == "3 two"
    figure.reset()


# What fits.


def height_of(figure: ShownFigure) -> float:
    box = figure.root.bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.both_front_ends
@pytest.mark.parametrize("cell", [4, 5], ids=["below", "beside"])
def test_a_picture_and_its_controls_fit_on_a_laptops_screen(notebook: Notebook, cell: int) -> None:
    figure = figure_in(notebook, cell)
    notebook.window.resize(1280, 720)
    try:
        figure.root.page.wait_for_function("root => root.getBoundingClientRect().height <= 562", arg=figure.root.element_handle())
        figure.root.scroll_into_view_if_needed()
        notebook.window.keep_screenshot(f"fits-{cell}")
        before = figure.drawn
        figure.press("a", "ArrowRight")
        figure.await_drawn(before + 1)
        assert height_of(figure) > 400, "no more than is needed gives way"
        if cell == 5:
            picture, slider = figure.canvas.bounding_box(), figure.slider("a").bounding_box()
            assert picture is not None
            assert slider is not None
            assert slider["x"] > picture["x"] + picture["width"]
    finally:
        notebook.window.resize(1280)


@pytest.mark.both_front_ends
@pytest.mark.parametrize(("online", "said"), [(True, "The kernel is busy."), (False, "The connection to the kernel is lost.")])
def test_a_kernel_that_does_not_answer_is_busy_or_out_of_reach(notebook: Notebook, online: bool, said: str) -> None:
    notebook.run(0, until=".live-figure")
    figure = figure_in(notebook, 0)
    notebook.evaluate(
        """Object.defineProperty(navigator, 'onLine', {get: () => argument, configurable: true});
        panel.sessionContext.session.kernel.requestExecute({code: 'import time; time.sleep(3)'});""",
        online,
    )
    figure.press("a", "ArrowRight")
    expect(figure.message).to_contain_text(said)
    notebook.evaluate("delete navigator.onLine;")
    notebook.await_idle()
    expect(figure.message).to_be_empty()


@pytest.mark.both_front_ends
@pytest.mark.parametrize("seconds", [pytest.param(0, id="briefly"), pytest.param(20, id="long", marks=pytest.mark.weekly)])
def test_a_lost_connection_is_told_and_what_went_down_with_it_is_sent_again(notebook: Notebook, seconds: int) -> None:
    notebook.run(0, until=".live-figure")
    figure = figure_in(notebook, 0)
    figure.reset()
    figure.await_values(a=1)
    lose_connection(notebook)
    figure.press("a", "ArrowRight")
    expect(figure.message).to_have_text("The connection to the kernel is lost. The figure follows as soon as it is back.")
    reconnect(notebook)
    figure.await_values(a=2)
    expect(figure.message).to_be_empty()
    lose_connection(
        notebook,
        """const slider = panel.node.querySelector('.live-figure input[type=range][data-control=a]');
        slider.stepUp();
        slider.dispatchEvent(new Event('input', {bubbles: true}));""",  # into a socket that closes, which takes it and says nothing
    )
    notebook.tab.wait_for_timeout(1000 * seconds)
    reconnect(notebook)
    figure.await_values(a=3)
    expect(figure.message).to_be_empty()
    notebook.window.complaints.clear()  # its front end has complained meanwhile, as it should


def lose_connection(notebook: Notebook, meanwhile: str = "") -> None:
    """Close the socket to the kernel, run this JavaScript while it closes, and let the front end open no other."""
    notebook.evaluate(
        f"""const {{kernel}} = panel.sessionContext.session;
        kernel._reconnectLimit = 0;
        kernel._ws.close();
        {meanwhile}
        while (kernel.connectionStatus === 'connected') await soon();"""
    )


def reconnect(notebook: Notebook) -> None:
    """Open one socket to the kernel. The front end's own attempts may open a second, and Jupyter Server loses messages between the two."""
    notebook.evaluate(
        """const {kernel} = panel.sessionContext.session;
        kernel._reconnectLimit = 7;
        await kernel.reconnect();"""
    )
