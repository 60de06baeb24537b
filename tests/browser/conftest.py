"""One Chromium, one server, and one window of each front end for all tests in this folder.

A test with a `window` runs in JupyterLab, and where its module or the test itself is marked `both_front_ends`, in Jupyter
Notebook 7 as well. What is the same code in both front ends, such as the kernel's part of a live figure, is tested in one.

The scope is the folder's, not the session's: while Playwright is started, its event loop counts as running, and a test
elsewhere that starts one of its own (as nbclient does) would fail.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium_or_skip
from tests.browser.lab import Lab, Window
from tests.browser.notebook_7 import NotebookWindow

FRONT_ENDS = {"lab": Window, "notebook": NotebookWindow}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "window" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_front_ends")
        metafunc.parametrize("window", FRONT_ENDS if both else ["lab"], indirect=True, scope="package")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with chromium_or_skip() as browser:
        yield browser


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
def window(request: pytest.FixtureRequest, chromium: Browser, lab: Lab, windows: dict[str, Window]) -> Window:
    front_end = request.param
    if front_end not in windows:
        windows[front_end] = FRONT_ENDS[front_end](chromium, lab)
    return windows[front_end]


@pytest.fixture(autouse=True)
def no_complaint(window: Window) -> Iterator[None]:
    """Fail a test during which the window asked another host for something, or wrote an error to its console."""
    yield
    complaints = window.complaints.copy()
    window.complaints.clear()
    assert complaints == []
