"""The edition as `make lite` built it, and one Chromium for all tests in this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium_or_skip

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="package")
def site() -> Path:
    built = ROOT / "build" / "site" / "lite"
    assert (built / "jupyter-lite.json").exists(), "make lite builds the edition that these tests open"
    return built


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    # or else it asks its maker about every form that it sees
    with chromium_or_skip("--disable-features=AutofillServerCommunication") as browser:
        yield browser
