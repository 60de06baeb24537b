"""The explorer of lesson 06 under a reader's hand: every rate at once, and no word to the kernel."""

import json
from collections.abc import Iterator

import pytest

from tests.browser.lab import Lab, Notebook, Window
from tests.browser.shown_figure import ShownFigure

# Daily, test_figures_in_lab.py sees that a figure drawn ahead is drawn once and that a drag sends nothing, tests/helpers/live where tracks
# lie, and tests/helpers/lessons/test_rate_explorer.py all words.
pytestmark = [pytest.mark.browser, pytest.mark.weekly]

CELL = """
from helpers.data import measurements
from helpers.lessons.lesson_06.explorers import choose_a_rate
from helpers.live import conversation

draw_ahead, times = conversation.draw_ahead, []
conversation.draw_ahead = lambda *given: times.append(1) or draw_ahead(*given)
explorer = choose_a_rate(*measurements())
"""


@pytest.fixture(scope="module")
def notebook(window: Window, lab: Lab) -> Iterator[Notebook]:
    window.resize(1280, 720)
    opened = window.open(lab.write("rates", [CELL]))
    opened.run_all()
    assert opened.errors() == []
    yield opened
    opened.close()
    window.resize(1280)


def test_a_laptops_window_has_room_for_it_as_it_was_drawn_first(notebook: Notebook) -> None:
    figure = ShownFigure(notebook.panel.locator(".live-figure"))
    figure.await_drawn(1)
    notebook.tab.wait_for_timeout(1000)  # it has told the kernel what room it has, twice
    assert notebook.execute("print(len(times))").strip() == "1"


def test_a_drag_across_all_rates_sends_nothing_to_the_kernel(notebook: Notebook) -> None:
    figure = ShownFigure(notebook.panel.locator(".live-figure"))
    figure.await_drawn(1)
    figure.press("rate", "Home")
    stops = int(figure.root.locator('input[type="range"][data-control="rate"]').get_attribute("max") or 0)
    notebook.window.tab.wait_for_timeout(1000)  # it has told the kernel where it rests
    notebook.evaluate(
        """window.told = 0;
        panel.sessionContext.session.kernel.anyMessage.connect((_, {direction}) => (window.told += direction === 'send'));"""
    )
    before = figure.drawn
    seconds, told = notebook.window.tab.evaluate(
        """async root => {
            const slider = root.querySelector('input[data-control="rate"]');
            const begin = performance.now();
            const last = Number(slider.max);
            for (let i = 1; i <= 2 * last; i++) {
                slider.value = i <= last ? i : 2 * last - i;
                slider.dispatchEvent(new Event('input', {bubbles: true}));
                await new Promise(requestAnimationFrame);
            }
            return [(performance.now() - begin) / 1000, window.told];
        }""",
        figure.root.element_handle(),
    )
    moves = 2 * stops
    figure.await_drawn(before + moves)
    assert told == 0
    assert figure.drawn - before <= moves + 1
    print(f"{moves / seconds:.1f} frames per second")  # shown by -s; how fast it is depends on the machine
    figure.await_values(rate=0.001)


@pytest.mark.parametrize("width", [1280, 640])
def test_the_tracks_lie_under_the_rates_of_the_chart(notebook: Notebook, width: int) -> None:
    figure = ShownFigure(notebook.panel.locator(".live-figure"))
    notebook.window.resize(width, 720)
    figure.root.page.wait_for_timeout(1000)  # it has been drawn anew if it has to be
    left, right = json.loads(notebook.execute("print(explorer._drawing.under()['rate'])"))
    canvas, band = figure.canvas.bounding_box(), figure.root.locator(".live-band:visible").first.bounding_box()
    assert canvas is not None
    assert band is not None
    assert band["x"] == pytest.approx(canvas["x"] + left * canvas["width"], abs=1)
    assert band["x"] + band["width"] == pytest.approx(canvas["x"] + right * canvas["width"], abs=1)


@pytest.mark.parametrize(("loss", "model", "rate", "words"), [(0, 0, "10", "bounces"), (1, 0, "1", "blows up"), (0, 1, "3", "dies")])
def test_what_a_rate_does_is_said_in_words(notebook: Notebook, loss: int, model: int, rate: str, words: str) -> None:
    figure = ShownFigure(notebook.panel.locator(".live-figure"))
    figure.reset()
    figure.control("loss").select_option(index=loss)
    figure.control("model").select_option(index=model)
    figure.box("rate").fill(rate)
    figure.box("rate").press("Enter")
    figure.await_values(loss=loss, model=model)
    track = figure.root.locator(".live-band:visible .live-now").nth(loss)
    assert track.text_content() == words
    figure.root.page.wait_for_function(
        "([canvas, words]) => canvas.getAttribute('aria-label').includes(words)", arg=[figure.canvas.element_handle(), words]
    )
