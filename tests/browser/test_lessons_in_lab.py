"""Each lesson as a reader first meets it: Run All in a real JupyterLab."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.accessibility import violations
from tests.browser.lab import ROOT, SCREENSHOTS, SHOWN_OUTPUTS, Lab, Notebook, Window
from tests.browser.shown_figure import ShownFigure
from tests.everything import in_turn

pytestmark = pytest.mark.browser

LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
PAGE = 1400  # CSS pixels of a lesson in one screenshot
TOO_WIDE = "all => all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.innerText.slice(0, 200))"


DAILY = "04_follow_the_slope"  # nbval runs all of them, and each is a web page that is tried in a browser
BY_LESSON = [pytest.param(path, id=path.stem, marks=[] if path.stem == DAILY else [pytest.mark.weekly]) for path in LESSONS]


@pytest.fixture(scope="module", params=BY_LESSON)
def lesson(request: pytest.FixtureRequest, window: Window, lab: Lab) -> Iterator[Notebook]:
    path: Path = request.param
    notebook = window.open(lab.add(path))
    notebook.clear_all()
    notebook.run_all()
    yield notebook
    window.theme("light")
    window.resize(1280)
    notebook.close()


def live_figures(notebook: Notebook) -> list[ShownFigure]:
    roots = notebook.panel.locator(".live-figure")
    for index in range(roots.count()):
        roots.nth(index).scroll_into_view_if_needed()
    return [ShownFigure(root) for root in roots.all()]


@pytest.mark.both_front_ends
def test_run_all_reaches_the_bottom(lesson: Notebook) -> None:
    assert lesson.errors() == []
    assert lesson.cells_not_run() == []


@pytest.mark.both_front_ends
def test_every_live_figure_moves(lesson: Notebook) -> None:
    figures = live_figures(lesson)
    assert figures, "a lesson has at least one"
    for figure in figures:
        figure.root.scroll_into_view_if_needed()
        figure.await_drawn(1)
        sliders = figure.root.locator('input[type="range"]')
        if sliders.count() == 0:
            continue  # a still picture with words for it
        before, picture, words = figure.drawn, figure.pixels(), figure.label
        sliders.first.focus()
        at_the_end = sliders.first.evaluate("slider => slider.value === slider.max")
        for _ in range(3):
            lesson.window.tab.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")
        figure.await_drawn(before + 1)
        figure.await_change(words)
        assert (figure.pixels() != picture).any(), f"{words!r} stands still"
        assert figure.message.inner_text() == ""
        figure.reset()


@pytest.mark.both_front_ends
@pytest.mark.parametrize(("theme", "width"), in_turn(("dark", 640), ("light", 1280), ("light", 640), ("dark", 1280), every=4))
def test_outputs_are_accessible_and_fit(lesson: Notebook, theme: str, width: int) -> None:
    check_outputs(lesson, theme, width)


def check_outputs(lesson: Notebook, theme: str, width: int) -> None:
    """Hold every output of a lesson against axe and the width of its page, and keep pictures of it where KEEP_SCREENSHOTS=yes."""
    window = lesson.window
    window.theme(theme)
    window.resize(width)
    window.tab.wait_for_timeout(500)  # figures are laid out anew for another width
    if os.environ.get("KEEP_SCREENSHOTS") == "yes":
        front_end = "" if type(window) is Window else "-notebook"
        picture_pages(lesson, f"{Path(lesson.path).stem}{front_end}-{theme}-{width}")
    with lesson.all_in_sight():
        assert window.tab.locator(f"{SHOWN_OUTPUTS}, {SHOWN_OUTPUTS} .jp-OutputArea-output").evaluate_all(TOO_WIDE) == []
        assert violations(window.tab, SHOWN_OUTPUTS) == []


def picture_pages(notebook: Notebook, name: str) -> None:
    """Keep the whole notebook as screenshots, cut into pages that can be looked at."""
    width = notebook.window.tab.viewport_size["width"]
    notebook.window.resize(width, notebook.height() + 200)
    notebook.scroll_to_top()
    file = notebook.window.screenshot(name)
    whole = Image.open(io.BytesIO(file.read_bytes()))
    file.unlink()
    notebook.window.resize(width)
    for old in SCREENSHOTS.glob(f"{name}-page-*.png"):
        old.unlink()
    for page, top in enumerate(range(0, whole.height, PAGE)):
        whole.crop((0, top, whole.width, min(top + PAGE, whole.height))).save(SCREENSHOTS / f"{name}-page-{page:02}.png")
