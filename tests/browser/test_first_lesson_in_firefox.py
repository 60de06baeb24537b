"""The first lesson in JupyterLab in Firefox: Run All, figures that follow their controls, and a question."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.lab import ROOT, Lab, Notebook, Window
from tests.browser.test_lessons_in_lab import test_every_live_figure_moves, test_run_all_reaches_the_bottom  # noqa: F401 - collected here too

# Daily, tests/places/site/test_engines.py tries figures, questions and pads in Firefox, and the other tests here JupyterLab in Chromium.
pytestmark = [pytest.mark.browser, pytest.mark.engine("firefox"), pytest.mark.weekly]


@pytest.fixture(scope="module")
def lesson(window: Window, lab: Lab) -> Iterator[Notebook]:
    notebook = window.open(lab.add(ROOT / "notebooks" / "00_start_here.ipynb"))
    notebook.clear_all()
    notebook.run_all()
    yield notebook
    notebook.close()


def test_a_question_takes_a_choice(lesson: Notebook) -> None:
    card = lesson.panel.locator(".card.question").first
    card.scroll_into_view_if_needed()
    card.locator(".choices button").first.click()
    expect(card.locator(".reply:visible")).to_have_count(1)
