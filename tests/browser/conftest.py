"""One server, one browser of each engine, and one window of each front end for all tests in this folder.

A test with a `window` runs in JupyterLab in Chromium; where its module or the test itself is marked `both_front_ends`, in Jupyter
Notebook 7 as well, once a week; and where it is marked `engine("firefox")`, in JupyterLab in Firefox instead. What is the same code
everywhere, such as the kernel's part of a live figure, is tested once. What Notebook 7 does otherwise than JupyterLab is asked of
keys daily, by `Notebook.keys_left_to`.

The scope is the folder's, not the session's: while Playwright is started, its event loop counts as running, and a test
elsewhere that starts one of its own (as nbclient does) would fail.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import find_browser, launched
from tests.browser.firefox import firefox_or_skip
from tests.browser.lab import Lab, Window
from tests.browser.notebook_7 import NotebookWindow

collect_ignore = ["webkit_window.py"]  # is run by the system's Python

FRONT_ENDS = {"lab": Window, "notebook": NotebookWindow, "firefox": Window}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "window" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_front_ends")
        engine = metafunc.definition.get_closest_marker("engine")
        windows = engine.args if engine else ["lab", pytest.param("notebook", marks=pytest.mark.weekly)] if both else ["lab"]
        metafunc.parametrize("window", windows, indirect=True, scope="package")


class Browsers:
    """The browsers that are open, by their engine; each starts when a test first asks for it."""

    def __init__(self, opened: ExitStack) -> None:
        self._opened = opened
        self._playwright = opened.enter_context(sync_playwright())
        self._browsers: dict[str, Browser] = {}

    def of(self, engine: str) -> Browser:
        """Return the browser with this engine, or "windowless" Chromium; skip the test where there is none on this machine."""
        if engine not in self._browsers:
            self._browsers[engine] = self._firefox() if engine == "firefox" else self._chromium(windowless=engine == "windowless")
        return self._browsers[engine]

    def _firefox(self) -> Browser:
        return self._opened.enter_context(firefox_or_skip(self._playwright))

    def _chromium(self, windowless: bool) -> Browser:
        executable = find_browser(windowless)
        if executable is None:
            pytest.skip("no Chromium or Chrome on this machine")
        browser = launched(self._playwright, executable)
        self._opened.callback(browser.close)
        return browser


@pytest.fixture(scope="package")
def browsers() -> Iterator[Browsers]:
    with ExitStack() as opened:
        yield Browsers(opened)


@pytest.fixture(scope="package")
def chromium(browsers: Browsers) -> Browser:
    return browsers.of("chromium")


@pytest.fixture(scope="package")
def windowless(browsers: Browsers) -> Browser:
    """Chromium for pages around which there is no window of a browser."""
    return browsers.of("windowless")


@pytest.fixture(scope="package")
def lab() -> Iterator[Lab]:
    with Lab() as server:
        yield server


@pytest.fixture(scope="package")
def windows() -> Iterator[dict[str, Window]]:
    """The windows that are open, by their front end: one that has been opened stays open for the next module."""
    opened: dict[str, Window] = {}
    yield opened
    for window in opened.values():
        window.close()


@pytest.fixture(scope="package")
def window(request: pytest.FixtureRequest, browsers: Browsers, lab: Lab, windows: dict[str, Window]) -> Window:
    front_end = request.param
    if front_end not in windows:
        browser = browsers.of("firefox" if front_end == "firefox" else "chromium")
        windows[front_end] = FRONT_ENDS[front_end](browser, lab)
    return windows[front_end]


@pytest.fixture(autouse=True)
def no_complaint(window: Window) -> Iterator[None]:
    """Fail a test during which the window asked another host for something, or wrote an error to its console."""
    yield
    complaints = window.complaints.copy()
    window.complaints.clear()
    assert complaints == []
