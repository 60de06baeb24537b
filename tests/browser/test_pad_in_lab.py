"""The pad of lesson 09 with a kernel behind it: a reader's own function answers while they draw, and the pad outlives the kernel."""

import math
from collections.abc import Iterator
from statistics import median

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.accessibility import violations
from tests.browser.lab import Lab, Notebook, Window
from tests.everything import in_turn

pytestmark = [pytest.mark.browser, pytest.mark.both_front_ends]

TRAINED = """
import numpy as np
from helpers.classify import random_layers, read, train
from helpers.data import digits
from helpers.lessons.lesson_09.pad import read_my_hand

images, labels = digits()
layers = train(images, np.eye(10)[labels], random_layers([64, 32, 10]), 0.3, 10)
fault = None

def my_network(x, layers):
    if fault:
        raise ValueError(fault)
    return read(x, layers)
"""
PAD, AFTER = 1, 2
RING = [(0.5 + 0.2 * math.sin(2 * math.pi * i / 30), 0.5 - 0.3 * math.cos(2 * math.pi * i / 30)) for i in range(31)]


@pytest.fixture(scope="module")
def notebook(window: Window, lab: Lab) -> Iterator[Notebook]:
    opened = window.open(lab.write("pad", [TRAINED, "read_my_hand(my_network, layers)", "print('after')"]))
    opened.run_all()
    assert opened.errors() == []
    yield opened
    opened.close()


@pytest.fixture
def pad(notebook: Notebook) -> Locator:
    shown = notebook.output(PAD).locator(".lessons")
    shown.scroll_into_view_if_needed()
    return shown


def draw(pad: Locator, points: list[tuple[float, float]]) -> None:
    box, mouse = pad.locator(".pad-paper").bounding_box(), pad.page.mouse
    assert box is not None
    for number, (x, y) in enumerate(points):
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        if not number:
            mouse.down()
    mouse.up()


def touch(pad: Locator, points: list[tuple[float, float]]) -> None:
    box, protocol = pad.locator(".pad-paper").bounding_box(), pad.page.context.new_cdp_session(pad.page)
    assert box is not None
    places = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]} for x, y in points]
    for kind, place in (("Start", places[0]), *(("Move", each) for each in places[1:])):
        protocol.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": [place]})
    protocol.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def answer(pad: Locator, digit: int, by: str = "python") -> None:
    expect(pad).to_have_attribute("data-by", by)
    expect(pad).to_have_attribute("data-answer", str(digit))


def test_an_answer_is_there_at_once_and_the_readers_own_function_confirms_it(notebook: Notebook, pad: Locator) -> None:
    pad.evaluate(
        """root => { window.took = []; new MutationObserver(() => took.push(Number(root.dataset.took)))
            .observe(root, {attributes: true, attributeFilter: ["data-took"]}); }"""
    )
    draw(pad, RING)
    answer(pad, 0, by="python")
    took = notebook.tab.evaluate("took")
    print(f"{len(took)} answers on the way, {median(took):.0f} ms at the median, {max(took):.0f} at most")
    assert len(took) > 3
    assert median(took) < 50
    expect(pad.locator(".kicker")).to_contain_text("Your weights answer at once, and your own function, in Python, confirms it.")


def test_the_readers_own_function_has_the_last_word(notebook: Notebook, pad: Locator) -> None:
    notebook.execute("before, read = read, lambda x, layers: np.eye(10)[[5]]")
    draw(pad, [(0.5, 0.5), (0.51, 0.5)])
    answer(pad, 5, by="python")
    expect(pad.locator(".kicker")).to_contain_text("Your own function answers, in Python.")
    notebook.execute("read = before")


def test_a_finger_draws(pad: Locator) -> None:
    pad.get_by_role("button", name="Clear").click()
    touch(pad, [(0.5, 0.2 + i / 50) for i in range(31)])
    answer(pad, 1)


def test_a_mistake_of_the_readers_is_said_in_words_until_it_is_mended(notebook: Notebook, pad: Locator) -> None:
    notebook.execute("fault = 'no digit of mine'")
    draw(pad, [(0.2, 0.2), (0.3, 0.2)])
    error = pad.locator(".pad-error")
    expect(error).to_contain_text("ValueError: no digit of mine\nraise ValueError(fault)")
    assert "Traceback" not in error.inner_text()
    notebook.execute("fault = None")
    pad.get_by_role("button", name="Undo").click()
    expect(error).to_have_count(0)
    answer(pad, 1)


def test_keys_choose_a_digit_and_leave_the_notebook_its_own(notebook: Notebook, pad: Locator) -> None:
    pad.locator(".pad-paper").focus()
    notebook.tab.keyboard.press("3")
    answer(pad, 3)
    notebook.tab.keyboard.press("ArrowDown")
    notebook.tab.keyboard.press("Shift+ArrowDown")
    assert notebook.evaluate("return panel.content.mode") == "command"
    notebook.tab.keyboard.press("Shift+Enter")  # runs this cell again, and goes to the next
    notebook.await_idle()
    assert notebook.evaluate("return panel.content.activeCellIndex") == AFTER
    answer(pad, 3, by="python")  # what was on the paper still is
    pad.locator(".pad-paper").focus()
    notebook.tab.keyboard.press("Escape")
    assert not pad.evaluate("root => root.contains(document.activeElement)")


def test_control_z_takes_back_ink_and_nothing_of_the_notebook(notebook: Notebook, pad: Locator) -> None:
    notebook.evaluate(f"panel.content.activeCellIndex = {AFTER}; await jupyterapp.commands.execute('notebook:insert-cell-below');")
    cells = notebook.evaluate("return panel.model.cells.length")
    pad.locator(".pad-paper").focus()
    with notebook.keys_left_to(own=True):
        for digit in "38":
            notebook.tab.keyboard.press(digit)
        notebook.tab.keyboard.press("Control+z")
    answer(pad, 3)
    assert notebook.evaluate("return panel.model.cells.length") == cells


@pytest.mark.parametrize("theme", in_turn(("dark",), ("light",)))
def test_it_passes_axe_and_fits_on_a_laptop(notebook: Notebook, pad: Locator, theme: str) -> None:
    notebook.window.theme(theme)
    assert violations(notebook.tab, ".jp-OutputArea-output .lessons") == []
    box = pad.bounding_box()
    assert box is not None
    assert box["height"] <= 560
    notebook.window.keep_screenshot(f"pad-{theme}")
    notebook.window.theme("light")


def test_the_answer_stands_beside_the_paper_in_a_narrow_window(notebook: Notebook, pad: Locator) -> None:
    notebook.window.resize(640)
    try:
        expect(pad.locator(".pad-paper")).to_be_in_viewport()
        paper, bars = pad.locator(".pad-paper").bounding_box(), pad.locator(".pad-bars").bounding_box()
        assert paper is not None
        assert bars is not None
        assert paper["x"] + paper["width"] < bars["x"]
        assert paper["width"] > 160
    finally:
        notebook.window.resize(1280)


def test_weights_of_the_page_answer_while_python_is_busy_and_after_a_restart(notebook: Notebook, pad: Locator) -> None:
    notebook.evaluate("panel.sessionContext.session.kernel.requestExecute({code: 'import time; time.sleep(2.5)', store_history: false});")
    pad.get_by_role("button", name="Put down a stored 8").click()
    expect(pad.locator(".kicker")).to_contain_text("Python is busy")
    answer(pad, 8, by="page")
    answer(pad, 8)
    notebook.restart_kernel()
    expect(pad.locator(".kicker")).to_contain_text("The kernel has restarted. The weights stored in this page answer")
    pad.get_by_role("button", name="Put down a stored 6").click()
    answer(pad, 6, by="page")
