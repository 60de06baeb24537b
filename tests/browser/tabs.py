"""One tab of a browser, the same for a test whichever engine it has: Chromium and Firefox by Playwright, WebKit by Selenium.

Playwright's own WebKit is a build that no distribution has; Selenium drives the WebKitGTK of Debian and Ubuntu (webkit2gtk-driver,
gir1.2-webkit2-4.1 and xvfb). WebKitGTK is not Safari, but Safari's engine.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import chromium_or_skip
from tests.browser.firefox import firefox_or_skip

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from selenium.webdriver.remote.webdriver import WebDriver

WINDOW = Path(__file__).with_name("webkit_window.py")
PATIENCE = 20  # seconds
ENGINES = ("chromium", "firefox", "webkit")

Point = tuple[float, float]


class Tab(ABC):
    """One tab, 1280 × 900 pixels at first."""

    @abstractmethod
    def open(self, address: str) -> None:
        """Go to a page, and wait until it has loaded."""

    @abstractmethod
    def back(self) -> None:
        """Go back to the page before, as the browser's button does."""

    @abstractmethod
    def run(self, body: str, *arguments: Any) -> Any:
        """Return what this body of an async function of `given`, the arguments, returns."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys one after the other, as Playwright names them: "a", "ArrowRight", "Shift+Enter"."""

    @abstractmethod
    def drag(self, points: Sequence[Point]) -> None:
        """Press the mouse at the first of these points of the window, move it along the others, and let go."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page this size, in CSS pixels."""

    @abstractmethod
    def complaints(self) -> list[str]:
        """Return what went wrong on the page that is open: errors, and warnings of the console."""

    def wait_for(self, body: str, *arguments: Any) -> Any:
        """Run this again and again until it returns something true, and return that."""
        end = time.monotonic() + PATIENCE
        while not (found := self.run(body, *arguments)):
            assert time.monotonic() < end, f"waited in vain for: {body}"
            time.sleep(0.05)
        return found

    def place(self, selector: str, at: Point = (0.5, 0.5), number: int = 0) -> Point:
        """Bring an element into the middle of the window, and return this part of it, from (0, 0) to (1, 1), as a point there."""
        body = """const element = document.querySelectorAll(given[0])[given[2]];
            element.scrollIntoView({block: "center", behavior: "instant"});
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            const box = element.getBoundingClientRect();
            return [box.left + given[1][0] * box.width, box.top + given[1][1] * box.height];"""
        x, y = self.run(body, selector, at, number)
        return x, y

    def click(self, selector: str, number: int = 0) -> None:
        """Click in the middle of an element."""
        self.drag([self.place(selector, number=number)])


class PlaywrightTab(Tab):
    """A tab of Chromium or Firefox."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self._complaints: list[str] = []
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))
        self.page.on("console", lambda said: self._complaints.append(said.text) if said.type in ("error", "warning") else None)

    def open(self, address: str) -> None:
        self._complaints.clear()
        self.page.goto(address)

    def back(self) -> None:
        self.page.evaluate("setTimeout(() => history.back())")  # `go_back` waits for a load, and Firefox has kept the page

    def run(self, body: str, *arguments: Any) -> Any:
        return self.page.evaluate(f"async (given) => {{ {body} }}", list(arguments))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def drag(self, points: Sequence[Point]) -> None:
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point)
        self.page.mouse.up()

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def complaints(self) -> list[str]:
        return list(self._complaints)


class WebKitTab(Tab):
    """The one tab of WebKitGTK."""

    def __init__(self, driver: WebDriver) -> None:
        self._driver = driver
        driver.set_script_timeout(60)
        self.resize(1280, 900)

    def open(self, address: str) -> None:
        self._driver.get(address)

    def back(self) -> None:
        self._driver.back()

    def run(self, body: str, *arguments: Any) -> Any:
        found = self._driver.execute_async_script(
            "const [given, done] = arguments;"
            f"(async () => {{ {body} }})().then((value) => done([value]), (error) => done([null, String(error)]));",
            list(arguments),
        )
        assert len(found) == 1, found[1]
        return found[0]

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains, Keys

        named = {"ArrowLeft": Keys.LEFT, "ArrowRight": Keys.RIGHT, "ArrowUp": Keys.UP, "ArrowDown": Keys.DOWN, "PageUp": Keys.PAGE_UP,
                 "PageDown": Keys.PAGE_DOWN, "Space": " "}  # fmt: skip
        chain = ActionChains(self._driver)
        for chord in keys:
            *held, key = [named.get(part) or getattr(Keys, part.upper(), part) for part in chord.split("+")]
            for each in held:
                chain.key_down(each)
            chain.send_keys(key)
            for each in held:
                chain.key_up(each)
        chain.perform()

    def drag(self, points: Sequence[Point]) -> None:
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        actions = ActionBuilder(self._driver, duration=10)
        mouse = actions.pointer_action
        mouse.move_to_location(*map(round, points[0]))
        mouse.pointer_down()
        for point in points[1:]:
            mouse.move_to_location(*map(round, point))
        mouse.pointer_up()
        actions.perform()

    def resize(self, width: int, height: int) -> None:
        self._driver.set_window_rect(0, 0, width, height)
        inner = self.run("return [innerWidth, innerHeight]")
        self._driver.set_window_rect(0, 0, 2 * width - inner[0], 2 * height - inner[1])

    def complaints(self) -> list[str]:
        return list(self.run("return window.complaints"))


@contextlib.contextmanager
def tab_or_skip(engine: str) -> Iterator[Tab]:
    """Open a tab of a browser with this engine, and close it afterwards; skip the test where there is none on this machine."""
    if engine == "webkit":
        with webkit_or_skip() as driver:
            yield WebKitTab(driver)
    elif engine == "firefox":
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright, firefox_or_skip(playwright) as browser:
            yield PlaywrightTab(browser)
    else:
        with chromium_or_skip() as browser:
            yield PlaywrightTab(browser)


@contextlib.contextmanager
def webkit_or_skip() -> Iterator[WebDriver]:
    """Start WebKitGTK on a screen of its own, and end both afterwards."""
    program, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if program is None or screen is None or not Path("/usr/bin/python3").exists():
        pytest.skip("no WebKitGTK with its driver, or no Xvfb, on this machine")
    from selenium.webdriver import WebKitGTK
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    with tempfile.TemporaryDirectory(prefix="webkit-") as home, virtual_screen(screen) as display:
        options = Options()
        options.binary_location = str(WINDOW)
        environment = {**os.environ, "HOME": home, "DISPLAY": display, "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
        driver = WebKitGTK(options=options, service=Service(executable_path=program, env=environment))
        try:
            yield driver
        finally:
            driver.quit()


@contextlib.contextmanager
def virtual_screen(program: str) -> Iterator[str]:
    """Start a screen that nobody sees, and return the display that it is."""
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as said:
            number = said.readline().strip()
        assert number, "Xvfb has not started"
        yield f":{number}"
    finally:
        process.terminate()
        process.wait()
