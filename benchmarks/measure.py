"""Measures one way to move a curve in a real JupyterLab: real key and mouse events, pixels that really changed."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import CDPSession

from benchmarks.ways import Way
from tests.browser.lab import Lab, Notebook, Window

WATCHER = (Path(__file__).parent / "watcher.js").read_text(encoding="utf-8")
HERTZ = 60
SWEEP = 72  # moves from one end of the slider to the other: each of them meets another of the slider's 101 positions
PATIENCE_MS = 10_000
THUMB = 16  # pixels, of a native slider in Chromium


@dataclass
class Reading:
    """What was measured of one way over one connection: milliseconds, frames a second and bytes."""

    presses: list[list[float]] = field(default_factory=list)  # one list a round
    frames: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    bytes_an_update: float = 0.0


class Bench:
    """One way, open in a window, ready to be measured; what it reads gathers in `reading`."""

    def __init__(self, window: Window, lab: Lab, way: Way, name: str, round_trip: float) -> None:
        self.way = way
        self.round_trip = round_trip
        self.reading = Reading()
        self.window = window
        self.tab = window.tab
        self.notebook: Notebook = window.open(lab.write(name, [way.cell]))
        self.notebook.run_all()
        if self.notebook.errors():
            raise RuntimeError(f"{way.name}: {self.notebook.errors()}")
        self.notebook.output(0).locator(way.picture).first.wait_for()
        self.handle = self.notebook.output(0).locator(way.handle).first
        self.kernel = psutil.Process(int(self.notebook.execute("import os; print(os.getpid())")))
        self.tab.evaluate(
            f"([name, root, selector]) => {{ (window.watchers ??= {{}})[name] = ({WATCHER})(root, selector); }}",
            [name, self.notebook.output(0).element_handle(), way.picture],
        )
        self.watcher = f"watchers[{name!r}]"
        self._forwards = True

    def _ask(self, script: str) -> Any:
        return self.tab.evaluate(f"{self.watcher}.{script}")

    def _rest(self, quiet: float = 100) -> float:
        """Wait until the picture has rested, a round trip longer when there is one; return the ms to its last change."""
        return self._ask(f"rest({quiet + self.round_trip})")

    @contextmanager
    def _watching(self) -> Iterator[None]:
        self.notebook.show()
        self.handle.scroll_into_view_if_needed()
        self._ask("start()")
        yield
        self._ask("stop()")

    def _press(self, times: int) -> Iterator[float]:
        """Press an arrow key, one direction now and the other next time; yield the ms until pixels have changed."""
        key = "ArrowRight" if self._forwards else "ArrowLeft"
        self._forwards = not self._forwards
        self.handle.focus()
        for _ in range(times):
            time.sleep(random.random() / HERTZ)  # a reader's key is not in step with the screen's frames
            self.tab.keyboard.press(key)
            answer = self._ask(f"answer({PATIENCE_MS})")
            if answer is None:
                raise RuntimeError(f"{self.way.name}: no pixel changed within {PATIENCE_MS} ms of a key press")
            self._rest()
            yield answer

    def press(self, times: int) -> None:
        """Read the time from key press to changed pixels, and the kernel's work for it."""
        with self._watching():
            before = sum(self.kernel.cpu_times()[:2])
            self.reading.presses.append(list(self._press(times)))
            spent = sum(self.kernel.cpu_times()[:2]) - before
            self._await_final()
        self.reading.cpu.append(spent * 1000 / times)

    def weigh(self, times: int) -> None:
        """Read the bytes that one update takes on the websocket, both ways; apart, because listening costs time."""
        wire = self.tab.context.new_cdp_session(self.tab)
        picture = self.notebook.output(0).locator(self.way.picture).first
        with self._watching():
            before = picture.screenshot()
            list(self._press(times))  # what is sent but once, after opening, must not count
            self._rest(500)
            if picture.screenshot() == before:
                raise RuntimeError(f"{self.way.name}: the watcher saw changes that a screenshot does not show")
            weight = _Weight(wire)
            list(self._press(times))
            self._rest(500)
        wire.detach()
        self.reading.bytes_an_update = weight.total / times

    def drag(self, seconds: float) -> None:
        """Read the pictures a second while the mouse drags the slider at 60 Hz, and the lag after its last move."""
        left, right, height = self._track()
        with self._watching():
            self.tab.mouse.move(*self._grip())
            self.tab.mouse.down()
            self._rest()
            start = time.perf_counter()
            begin = self._now()
            position = 0.0
            while (elapsed := time.perf_counter() - start) < seconds:
                # Where a 60 Hz mouse is by now: when the page is slow to take an event, later ones are merged, as by a browser.
                moves = int(elapsed * HERTZ)
                position = _triangle(moves / SWEEP)
                self.tab.mouse.move(left + (right - left) * (0.1 + 0.8 * position), height)
                time.sleep(max(0.0, start + (moves + 1) / HERTZ - time.perf_counter()))
            end = self._now()
            self.tab.mouse.move(left + (right - left) * (0.25 if position > 0.5 else 0.75), height)
            self.reading.lags.append(self._await_final())
            self.tab.mouse.up()
            changes = self._ask("changes")
        pictures = sum(begin <= change <= end for change in changes)
        self.reading.frames.append(pictures * 1000 / (end - begin))

    def _now(self) -> float:
        return self.tab.evaluate("performance.now()")

    def _grip(self) -> tuple[float, float]:
        """Return where the slider's thumb is, in CSS pixels of the window."""
        box = self.handle.bounding_box()
        assert box is not None
        share = self.handle.evaluate("input => input.max ? (input.value - input.min) / (input.max - input.min) : 0.5")
        inset = THUMB / 2 if self.handle.evaluate("handle => handle.matches('input')") else 0
        return box["x"] + inset + share * (box["width"] - 2 * inset), box["y"] + box["height"] / 2

    def _track(self) -> tuple[float, float, float]:
        """Return the left and right end and the height of the way to drag along, in CSS pixels of the window.

        It is a slider's track; a handle is carried across the picture, and what it does not follow upwards does not matter.
        """
        track = self.handle.evaluate_handle("handle => handle.closest('.noUi-target, .live-stage') ?? handle").as_element()
        box = track.bounding_box() if track else None
        assert box is not None
        return box["x"], box["x"] + box["width"], box["y"] + box["height"] / 2

    def _value(self) -> float:
        readout = self.notebook.output(0).locator(self.way.readout).first
        return float(readout.evaluate("readout => readout.value ?? readout.textContent").replace("\N{MINUS SIGN}", "-"))

    def _shown(self) -> float:
        """Return the value that was drawn last: as the live figure says it, or as the kernel remembers it."""
        root = self.notebook.output(0).locator(".live-figure[data-values]")
        if root.count():
            return root.first.evaluate("root => JSON.parse(root.dataset.values).a")
        return float(self.notebook.execute("print(shown)"))

    def _await_final(self) -> float:
        """Wait until the picture shows what the slider says; return the ms from the last input to its last change."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while True:
            self._rest(400)
            value, shown = self._value(), self._shown()  # asking the kernel takes until all that it sent before has come
            if abs(value - shown) < 1e-6:
                self.tab.wait_for_timeout(100)
                return self._rest()
            if time.monotonic() > end:
                raise RuntimeError(f"{self.way.name}: the slider stands at {value}, the picture shows {shown}")

    def watching_cost(self) -> float:
        """Return the mean milliseconds that one look at the pixels took."""
        return self._ask("spent") / max(1, self._ask("looks"))


class _Weight:
    """Sums up what passes through a page's websockets."""

    def __init__(self, wire: CDPSession) -> None:
        self.total = 0.0
        wire.on("Network.webSocketFrameReceived", self._add)
        wire.on("Network.webSocketFrameSent", self._add)
        wire.send("Network.enable")

    def _add(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        text = frame["payloadData"]
        is_text = frame["opcode"] == 1
        self.total += len(text.encode()) if is_text else len(text) * 3 / 4  # a binary frame is told in base64


def _triangle(turns: float) -> float:
    """Return a position that goes from 0 to 1 and back, one way in each turn."""
    return 1 - abs(1 - turns % 2)
