"""A hub of one's own, as `make hub` starts it, on free ports and in a folder of its own. The tests and the benchmark share it."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import functools
import os
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from places.hub.__main__ import free_ports
from places.hub.warm import PR_SET_PDEATHSIG

ROOT = Path(__file__).resolve().parents[3]


def _end_with_whoever_started_it() -> None:
    """Let the kernel send SIGTERM when the process that starts this one is killed: thirty servers must not stay behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class RunningHub:
    """A hub that answers on a free local port; nothing of the user's is read or written, and nothing is left of it afterwards.

    Args:
        options: More options of `python -m places.hub`.
        environment: More environment variables.
    """

    def __init__(self, *options: str, environment: dict[str, str] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="a class with spaces "))
        self.homes = self.folder / "hub" / "homes"
        self.log = self.folder / "hub.log"
        self.password = secrets.token_hex(8)
        [self.port] = free_ports(1)
        scheme = "https" if "--certificate" in options else "http"
        self.address = f"{scheme}://127.0.0.1:{self.port}"
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "LESSONS_", "PYTHON"))}
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "places.hub", "--port", str(self.port), "--home", str(self.folder / "hub"), *options],
                cwd=ROOT,
                env={**surroundings, "HUB_PASSWORD": self.password, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_whoever_started_it if sys.platform == "linux" else None,
            )
        atexit.register(self.close)
        self._await_answer()

    def _await_answer(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        unchecked = ssl._create_unverified_context() if self.address.startswith("https") else None
        ask = functools.partial(urllib.request.urlopen, f"{self.address}/hub/api/", timeout=5, context=unchecked)
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, OSError), ask():
                return
            time.sleep(0.1)
        log = self.said()
        self.close()
        raise RuntimeError(f"The hub did not answer within {seconds} s. It said:\n{log}")

    def said(self) -> str:
        """Return all that the hub and everything in it has printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def interrupt(self) -> int:
        """Press Ctrl-C, wait until the hub has ended, and return its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def close(self) -> None:
        """End the hub with everything in it, and remove its folder."""
        atexit.unregister(self.close)
        if self.process.poll() is None:
            try:
                self.interrupt()
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGINT)  # the second time means at once
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(10)
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
