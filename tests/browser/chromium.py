"""Where this machine's Chromium or Chrome is, and how it is started so that it speaks to nobody but the server under test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HEADLESS = "chromium-headless-shell"
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)

# Without these a fresh Chromium looks for updates, field trials and its maker's hosts by itself.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def find_browser(windowless: bool = False) -> str | None:
    """Return the path of a Chromium or Chrome on this machine, or None. The environment variable CHROMIUM decides first.

    Where it may be `windowless`, Chromium's headless shell will do: the same engine without what is around a page, where a new page
    takes a third of the time.
    """
    named = os.environ.get("CHROMIUM") or (shutil.which(HEADLESS) if windowless else None)
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in PLACES if Path(place).exists()), None)


def launch_options(executable: str) -> dict[str, Any]:
    """Return the keyword arguments of Playwright's `chromium.launch` for this executable."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium refuses its sandbox to root
    return {
        "executable_path": executable,
        "headless": True,
        "args": [*QUIET, *(["--no-sandbox"] if is_root else [])],
    }


@contextmanager
def chromium_or_skip(*arguments: str, windowless: bool = False) -> Iterator[Browser]:
    """Start this machine's browser with these arguments too, and end it afterwards; skip the test where there is none."""
    executable = find_browser(windowless)
    if executable is None:
        pytest.skip("no Chromium or Chrome on this machine")
    from playwright.sync_api import sync_playwright  # where only `find_browser` is wanted there may be no Playwright

    with sync_playwright() as playwright:
        browser = launched(playwright, executable, *arguments)
        yield browser
        browser.close()


def launched(playwright: Playwright, executable: str, *arguments: str) -> Browser:
    """Return this browser, started with these arguments too."""
    options = launch_options(executable)
    return playwright.chromium.launch(**{**options, "args": [*options["args"], *arguments]})
