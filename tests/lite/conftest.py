"""The edition as `make lite` built it, and one Chromium for all tests in this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import find_browser, launch_options

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="package")
def site() -> Path:
    built = ROOT / "build" / "site" / "lite"
    assert (built / "jupyter-lite.json").exists(), "make lite builds the edition that these tests open"
    return built


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        pytest.skip("no Chromium or Chrome on this machine")
    options = launch_options(executable)
    options["args"].append("--disable-features=AutofillServerCommunication")  # or it asks its maker about every form it sees
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        yield browser
        browser.close()
