"""One Chromium, one JupyterLab server and one window for all tests in this folder.

The scope is the folder's, not the session's: while Playwright is started, its event loop counts as running, and a test
elsewhere that starts one of its own (as nbclient does) would fail.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import find_browser, launch_options
from tests.browser.lab import Lab, Window


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        pytest.skip("no Chromium or Chrome on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(executable))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def lab() -> Iterator[Lab]:
    with Lab() as server:
        yield server


@pytest.fixture(scope="package")
def window(chromium: Browser, lab: Lab) -> Iterator[Window]:
    opened = Window(chromium, lab)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def no_complaint(window: Window) -> Iterator[None]:
    """Fail a test during which the window asked another host for something, or wrote an error to its console."""
    yield
    complaints = window.complaints.copy()
    window.complaints.clear()
    assert complaints == []
