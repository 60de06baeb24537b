"""A Chromium with a live figure's script in it, for the tests that compare pixels with what a browser really draws."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import matplotlib
import numpy as np
import pytest

from helpers.browser import module
from helpers.live import widget
from tests.browser.chromium import find_browser, launch_options
from tests.helpers.live.screen import Message, pixels_of

SCRIPT = module(widget.SCRIPT)

# Buffers travel as base64, and in place of a kernel there is something that listens and never answers.
GLUE = """
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const opened = async ([[first, buffers], ...messages]) => {
  document.body.replaceChildren();
  const view = mount(document.body, { ...first, buffers: buffers.map(bytes) }, { send() {} });
  for (const [message, buffers] of messages) view.receive(message, buffers.map(bytes));
  await view.queue;
  return view;
};
const painted = (view) => (view.paint(), view.canvas.toDataURL());
window.play = async (messages) => painted(await opened(messages));
window.playSlowly = async (messages) => {
  const last = messages.pop(), view = await opened(messages);
  const pictures = [painted(view)];
  const atOnce = window.createImageBitmap;
  let release, begun;
  const released = new Promise((done) => (release = done)), asked = new Promise((done) => (begun = done));
  window.createImageBitmap = (blob) => (begun(), released.then(() => atOnce(blob)));
  view.receive(last[0], last[1].map(bytes));
  await asked;
  pictures.push(painted(view));
  window.createImageBitmap = atOnce;
  release();
  await view.queue;
  return [...pictures, painted(view)];
};
"""


@pytest.fixture
def unhinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Matplotlib draw letters in their true shape: hinting moves parts of them by up to a pixel, which strokes need not follow."""
    monkeypatch.setitem(matplotlib.rcParams, "text.hinting", "no_hinting")


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """Yield an empty page in a browser of this module's own."""
    playwright = pytest.importorskip("playwright.sync_api")
    executable = find_browser(windowless=True)
    assert executable, "tests that use this are marked as browser tests, which are skipped where there is none"
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(**launch_options(executable))
        yield browser.new_page()
        browser.close()


@pytest.fixture
def canvas(page: Any) -> Callable[[Iterable[Message]], np.ndarray]:
    """Return a function that shows a live figure's messages in the browser and returns the canvas, (height, width, 3)."""

    return lambda messages: _picture(_played(page, "play", messages))


@pytest.fixture
def canvas_while_decoding(page: Any) -> Callable[[Iterable[Message]], list[np.ndarray]]:
    """Return a function that shows messages; it returns the canvas before, while and after the last one's pictures decode."""
    return lambda messages: list(map(_picture, _played(page, "playSlowly", messages)))


def _played(page: Any, how: str, messages: Iterable[Message]) -> Any:
    if not page.evaluate("!!window.play"):
        page.add_script_tag(type="module", content=SCRIPT + GLUE)
        page.wait_for_function("!!window.play")
    return page.evaluate(f"messages => {how}(messages)", [[message, encoded(buffers)] for message, buffers in messages])


def _picture(address: str) -> np.ndarray:
    picture = pixels_of(base64.b64decode(address.partition(",")[2]))
    assert picture[..., 3].min() == 255
    return picture[..., :3]


def encoded(buffers: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(buffer).decode("ascii") for buffer in buffers]
