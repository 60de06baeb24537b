"""What a reader sees who has just called `make lab`, before they do anything."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.chromium import chromium_or_skip
from tests.places.lab.test_server import ROOT, Server, from_the_makefile, pytestmark  # noqa: F401
from tests.places.lab.test_unchanged_notebooks import AUTHOR

LESSON = "notebooks/03_measure_the_miss.ipynb"
NOTEBOOK = "[...jupyterapp.shell.widgets('main')].find(widget => widget.content.model)"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "places" / "lab" / "workspaces", home / "lessons" / ".venv" / "workspaces")  # as the Makefile does
    server = Server(home, [*from_the_makefile(), "--LabApp.expose_app_in_browser=True"], notifications=None)
    for command in (["init", "--quiet"], ["add", "notebooks"], ["commit", "--quiet", "-m", "the lessons"]):
        subprocess.run(["git", *AUTHOR, *command], cwd=server.folder, check=True, timeout=60)
    try:
        with chromium_or_skip() as browser:
            tab = browser.new_page(viewport={"width": 1280, "height": 800})
            tab.goto(f"http://127.0.0.1:{server.port}/lab/tree/{LESSON}?token={server.token}")
            tab.wait_for_function(f"window.jupyterapp && {NOTEBOOK}", timeout=90_000)
            tab.evaluate(f"async () => {{ const notebook = {NOTEBOOK}; await notebook.sessionContext.ready; }}")
            tab.evaluate(f"{NOTEBOOK}.sessionContext.session.kernel.info")
            tab.wait_for_timeout(2000)  # a pop-up, or the mark of a change, comes a moment after the page
            yield tab
    finally:
        server.end()


def test_nothing_pops_up(tab: Any) -> None:
    assert tab.locator(".jp-toastContainer .jp-toast-message, .jp-Dialog").count() == 0


def test_the_outline_is_open_and_lists_the_sections(tab: Any) -> None:
    assert tab.locator("#table-of-contents").is_visible()
    assert "What does each loss want?" in tab.locator("#table-of-contents").inner_text()


def test_a_lesson_that_was_only_opened_counts_as_unchanged(tab: Any) -> None:
    assert tab.evaluate(f"{NOTEBOOK}.model.metadata.language_info.version")
    assert not tab.evaluate(f"{NOTEBOOK}.model.dirty")


def test_a_lesson_has_its_style_and_its_pictures_follow_the_theme_before_a_cell_has_run(tab: Any) -> None:
    def seen() -> list[str]:
        return tab.evaluate(
            """() => [['.jp-Notebook .jp-Cell', 'maxWidth'], ['.jp-Notebook .jp-RenderedImage img', 'filter']].map(
                ([selector, property]) => getComputedStyle(document.querySelector(selector))[property])"""
        )

    tab.wait_for_selector(".jp-Notebook .jp-RenderedImage img", state="attached")
    assert seen() == ["822px", "none"]
    tab.evaluate("jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    tab.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    assert seen() == ["822px", "invert(0.93) hue-rotate(180deg) brightness(1.25)"]
