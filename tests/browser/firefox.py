"""Firefox as it comes from a distribution, driven by Playwright over WebDriver BiDi.

Playwright speaks BiDi, but to newer versions: at each new page it sends commands that Firefox doesn't know yet, and takes the error
for the end. So what it starts as Firefox is this module, which starts the real one, passes every message on, and answers those commands
itself. Nothing is lost by that: what they would set (dark or light, less motion) is a preference that a test can start Firefox with.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketClientConnection, WebSocketHandler, websocket_connect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("firefox-esr", "firefox")
UNKNOWN_TO_FIREFOX = {"emulation.setMediaFeaturesOverride"}
LARGEST = 2**28  # bytes of a message: a screenshot is one
ROOT = Path(__file__).parents[2]

# Without these a fresh Firefox asks its maker's hosts for news by itself. A page's scripts and its keys are not touched by them.
QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


def find_firefox() -> str | None:
    """Return the path of a Firefox on this machine, or None. The environment variable FIREFOX decides first."""
    return os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def firefox_or_skip(playwright: Playwright, **preferences: bool | int | str) -> Iterator[Browser]:
    """Start this machine's Firefox with these preferences too, and end it afterwards; skip the test where there is none."""
    executable = find_firefox()
    if executable is None or sys.platform == "win32":
        pytest.skip("no Firefox on this machine that the tests can drive")
    with tempfile.TemporaryDirectory(prefix="firefox-") as home:
        relay = Path(home, "firefox")
        command = f'exec "{sys.executable}" -m tests.browser.firefox "{executable}" "$@"'
        relay.write_text(f'#!/bin/sh\ncd "{ROOT}" && {command}\n', encoding="utf-8")
        relay.chmod(0o755)
        options = {"firefox_user_prefs": {**QUIET, **preferences}, "env": {**os.environ, "HOME": home}}
        browser = playwright.firefox.launch(channel="moz-firefox", executable_path=relay, **options)
        yield browser
        browser.close()


class Relay(WebSocketHandler):
    """The socket that Playwright opens: what comes in goes on to Firefox, and what Firefox answers comes back."""

    def initialize(self, firefox: str) -> None:
        """Take the address at which Firefox itself listens."""
        self._address = firefox
        self._firefox: WebSocketClientConnection

    async def open(self, *_: str) -> None:
        """Connect to Firefox, and begin to send back what it says."""
        self._firefox = await websocket_connect(self._address, max_message_size=LARGEST)
        self._answering = asyncio.ensure_future(self._answer())

    async def _answer(self) -> None:
        while (message := await self._firefox.read_message()) is not None:
            await self.write_message(message)
        self.close()

    async def on_message(self, message: str | bytes) -> None:
        """Pass a command on, or answer it."""
        command = json.loads(message)
        if command["method"] in UNKNOWN_TO_FIREFOX:
            await self.write_message(json.dumps({"type": "success", "id": command["id"], "result": {}}))
        else:
            await self._firefox.write_message(message)

    def on_close(self) -> None:
        """Leave Firefox when Playwright has left."""
        self._firefox.close()


async def relay(executable: str, arguments: list[str]) -> int:
    """Start Firefox, say where to speak to it, and return its exit status when it has ended."""
    firefox = await asyncio.create_subprocess_exec(executable, *arguments, stdout=DEVNULL, stderr=PIPE)
    assert firefox.stderr is not None
    async for line in firefox.stderr:
        if listening := re.search(rb"WebDriver BiDi listening on (ws://\S+)", line):
            sockets = bind_sockets(0, "127.0.0.1")
            address = {"firefox": f"{listening[1].decode()}/session"}
            HTTPServer(Application([("/session", Relay, address)], websocket_max_message_size=LARGEST)).add_sockets(sockets)
            print(f"WebDriver BiDi listening on ws://127.0.0.1:{sockets[0].getsockname()[1]}", file=sys.stderr, flush=True)
    return await firefox.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(relay(sys.argv[1], sys.argv[2:])))
