"""Each lesson as a reader first meets it: Run All in a real JupyterLab."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.accessibility import violations
from tests.browser.lab import ROOT, SCREENSHOTS, Lab, Notebook, Window
from tests.browser.shown_figure import ShownFigure
from tests.everything import in_turn

pytestmark = pytest.mark.browser

LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
OUTPUTS = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell-outputArea"
# JupyterLab leaves out what is out of sight; a test wants to see all of it at once.
ALL_IN_SIGHT = ".jp-Cell, .jp-Cell-outputArea { content-visibility: visible !important; }"
PAGE = 1400  # CSS pixels of a lesson in one screenshot


# The newest lesson is opened daily, and the first one in Firefox; nbval and the web pages try all of them.
@pytest.fixture(scope="module", params=in_turn(*((path,) for path in reversed(LESSONS)), every=len(LESSONS)), ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest, window: Window, lab: Lab) -> Iterator[Notebook]:
    path: Path = request.param
    notebook = window.open(lab.add(path))
    notebook.tab.add_style_tag(content=ALL_IN_SIGHT)
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


@pytest.mark.both_front_ends(weekly=True)
def test_run_all_reaches_the_bottom(lesson: Notebook) -> None:
    assert lesson.errors() == []
    assert lesson.cells_not_run() == []


@pytest.mark.both_front_ends(weekly=True)
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


@pytest.mark.both_front_ends(weekly=True)
def test_outputs_are_accessible_and_fit_in_a_narrow_dark_window(lesson: Notebook) -> None:
    check_outputs(lesson, "dark", 640)


def test_outputs_are_accessible_and_fit_in_a_wide_light_window(lesson: Notebook) -> None:
    check_outputs(lesson, "light", 1280)


@pytest.mark.weekly
@pytest.mark.parametrize(("theme", "width"), [("light", 640), ("dark", 1280)])
def test_outputs_are_accessible_and_fit_in_any_other(lesson: Notebook, theme: str, width: int) -> None:
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
    too_wide = window.tab.locator(OUTPUTS).evaluate_all(
        "outputs => outputs.filter(output => output.scrollWidth > output.clientWidth + 1).map(output => output.innerText.slice(0, 200))"
    )
    assert too_wide == []
    assert violations(window.tab, OUTPUTS) == []


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
