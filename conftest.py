"""For all tests: progress goes to empty folders, and those in a browser are counted and can't be skipped where they must run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import matplotlib.font_manager  # noqa: F401 - collects the fonts now: a lesson that has to do so says so, and then its output differs
import pytest

from tests.browser.chromium import find_browser
from tests.everything import EVERYTHING

# The engines whose tests may not be skipped: BROWSER_TESTS=required means Chromium, "chromium firefox" means both.
REQUIRED = set(os.environ.get("BROWSER_TESTS", "").replace("required", "chromium").split())

# As early as this, because nbval starts the lessons' kernels with the environment of this process.
NOTHING_SOLVED = tempfile.TemporaryDirectory(prefix="nothing-solved-")
os.environ["LESSONS_PROGRESS"] = NOTHING_SOLVED.name


TESTS = Path(__file__).parent / "tests"
ELSEWHERE = {TESTS / "places" / name for name in ("colab", "grading", "lite")}  # `make test-colab` and its like set up what these need


SHARING = TESTS / "places" / "colab"  # these tests share a lesson, and a second try would find what the first one left in it


def pytest_configure(config: pytest.Config) -> None:
    """Print why the first try of a test failed; an option in pyproject.toml would stop pytest where the plugin isn't installed."""
    if config.pluginmanager.has_plugin("rerunfailures"):
        config.option.rerun_show_tracebacks = True


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the folders that need an environment of their own, unless they are asked for by name."""
    if collection_path not in ELSEWHERE:
        return None
    asked = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    return None if any(path.is_relative_to(collection_path) for path in asked) else True


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return three processes for two cores: a third of the time goes by in waiting for browsers and kernels."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


@pytest.fixture(autouse=True)
def progress_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a test solves from every other test, and from the notebooks that nbval runs."""
    monkeypatch.setenv("LESSONS_PROGRESS", str(tmp_path / "progress"))


# What takes longest begins first, so that none is left with it at the end. The tests in JupyterLab stay together: they share a server.
LONGEST = (
    "tests/places/site/test_site.py",
    "tests/browser/",
    "tests/places/site/",
    "tests/helpers/live/test_controls_on_a_page.py",
    "tests/places/",
    "notebooks/",
)


# Of the tests in tests/browser: those that need no server; and in the weekly run, where all is longer, the longest.
APART = {"tests/browser/test_vscode_rules.py", *({"tests/browser/test_figures_in_lab.py"} if EVERYTHING else ())}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for the weekly run only, begin with what takes longest, and skip what needs a browser where there is none."""
    weekly = [] if EVERYTHING else [item for item in items if item.get_closest_marker("weekly")]
    config.hook.pytest_deselected(items=weekly)
    items[:] = [item for item in items if item not in weekly]
    items.sort(key=lambda item: next((place for place, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST)))
    for item in items:
        retried = engine_of(item) and not item.path.is_relative_to(SHARING)
        if retried and config.pluginmanager.has_plugin("rerunfailures"):
            item.add_marker(pytest.mark.flaky(reruns=1))  # a busy machine makes browsers late; the last line of a run counts these
    if find_browser() is None:
        for item in items:
            if engine_of(item) == "chromium":
                item.add_marker(pytest.mark.skip(reason="no Chromium or Chrome on this machine"))


def engine_of(item: pytest.Item) -> str | None:
    """Return the engine of the browser that a test needs, or None where it needs no browser."""
    named = item.get_closest_marker("engine")
    return named.args[0] if named else "chromium" if item.get_closest_marker("browser") else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Mark what belongs to a test in the browser; where such tests must run, let one that is skipped fail."""
    engine = engine_of(item)
    if engine and ("browser", True) not in item.user_properties:
        item.user_properties.append(("browser", True))
    report = yield
    if engine in REQUIRED and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"BROWSER_TESTS={os.environ['BROWSER_TESTS']} forbids what happened: {reason}"
    return report


@pytest.hookimpl(optionalhook=True)  # where there is no xdist, nothing calls this
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let a module's tests go to several processes where they run in several front ends or engines, so that they don't end last.

    But those in JupyterLab go to one process, or to few once a week, because each starts a server, a browser, and JupyterLab in it.
    """
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByFrontEnd(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            module, parameters = super()._split_scope(nodeid), nodeid.partition("[")[2].rstrip("]").split("-")
            second = next((f"[{each}]" for each in ("notebook", "firefox") if each in parameters), "")
            if nodeid.startswith("tests/browser/"):
                return "[second front end]" if second and EVERYTHING else module if module in APART else "[lab]"
            return module + second

    return ByFrontEnd(config, log)


def browser_tests(terminalreporter: Any) -> tuple[int, int]:
    """Return how many tests ran in the browser, and how many were skipped. One that fails as expected has run."""
    ran, skipped = set(), set()
    for report in (report for group in terminalreporter.stats.values() for report in group):
        if ("browser", True) in properties(report):
            if report.skipped and not hasattr(report, "wasxfail"):
                skipped.add(report.nodeid)
            elif report.when == "call":
                ran.add(report.nodeid)
    return len(ran - skipped), len(skipped)


def properties(report: Any) -> list[tuple[str, Any]]:
    """Return a report's properties; those of a test in another process arrive as lists."""
    return [tuple(pair) for pair in getattr(report, "user_properties", ())]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where tests in the browser must run and none did."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRED and reporter and session.exitstatus == pytest.ExitCode.OK and not browser_tests(reporter)[0]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests ran in the browser."""
    ran, skipped = browser_tests(terminalreporter)
    terminalreporter.write_line(f"browser tests: {ran} ran, {skipped} skipped")
