"""The second leg of the tests, under the versions that Colab has."""

import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium_or_skip
from tests.places.colab.standin import PYTHON, StandIn


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was run under which versions, by the numbers that the tests recorded."""
    counted: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        counted.update({name: number for name, number in report.user_properties if type(number) is int})
    if PYTHON.exists():
        terminalreporter.write_line(f"Colab's stand-in: {versions()}")
    for name, number in counted.items():
        terminalreporter.write_line(f"  {number} {name}")


def versions() -> str:
    """Return which Python and which packages the stand-in has."""
    code = (
        "import platform; from importlib.metadata import version; "
        "print('Python ', platform.python_version(), *(f', {name} {version(name)}' for name in "
        "('ipywidgets', 'anywidget', 'IPython', 'ipykernel', 'notebook', 'numpy', 'matplotlib', 'traitlets', 'tornado')), sep='')"
    )
    return subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout.strip()


@pytest.fixture(scope="session")
def stand_in() -> Iterator[StandIn]:
    if not PYTHON.exists():
        pytest.fail(f"There is no {PYTHON}: run `make test-colab`, which makes it.")
    with tempfile.TemporaryDirectory(prefix="colab-", ignore_cleanup_errors=True) as home:  # a kernel may still be writing to it
        yield StandIn(Path(home).resolve())


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with chromium_or_skip() as browser:
        yield browser
