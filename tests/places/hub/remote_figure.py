"""A live figure as its script moves it: the latest values win, and no more updates are under way than the kernel works off."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from tests.places.hub.hub_visitor import ANSWER_WITHIN, HubFault
from tests.places.hub.remote_kernel import RemoteKernel

MOST_UNDER_WAY = 8  # as in helpers/live/browser/updates.js
MOVE_EVERY = 0.05  # seconds from one place of the hand to the next


class RemoteFigure:
    """One live figure, in one view of it.

    Args:
        kernel: The kernel of its notebook.
        widget: Its id.
        arrived: Is told how many milliseconds each update took, from sending the change to having received and read its numbers.
    """

    def __init__(self, kernel: RemoteKernel, widget: str, arrived: Callable[[float], None]) -> None:
        self._kernel, self._widget, self._arrived = kernel, widget, arrived
        self._view = f"live-{uuid.uuid4().hex}"
        state = kernel.widget_states[widget]["_picture"]
        self._specs: list[dict[str, Any]] = state["controls"]
        self._tracks: list[dict[str, Any]] = state["handles"]
        self._serial: int = state["serial"]
        self.values: dict[str, Any] = dict(state["values"])
        self.ahead = "ahead" in state
        self._sent_at: dict[int, float] = {}
        self._sent = self._answered = 0
        self._round_trip, self._work = math.inf, 0.0
        self._waiting = False
        self._news = asyncio.Event()
        self.troubles: list[str] = []
        kernel.listeners[widget] = self._receive

    async def show(self, width: int) -> None:
        """Tell the kernel what this screen needs, as a view does that has just been shown."""
        await self._post({"kind": "hello", "serial": self._serial, "ratio": 1, "width": width})

    @property
    def sliders(self) -> list[dict[str, Any]]:
        """The number controls."""
        return [spec for spec in self._specs if spec["kind"] == "number"]

    @property
    def handles(self) -> list[dict[str, Any]]:
        """The points that can be dragged."""
        return self._tracks

    async def drag_slider(self, spec: dict[str, Any], stops: Sequence[int]) -> None:
        """Move a slider from stop to stop."""
        await self._drag([{spec["name"]: spec["positions"][stop % len(spec["positions"])]} for stop in stops])

    async def drag_handle(self, track: dict[str, Any], stops: Sequence[int]) -> None:
        """Move a point of the picture; it sets one or two controls at once."""
        positions = {spec["name"]: spec["positions"] for spec in self.sliders}
        ends = [track[end]["control"] for end in ("x", "y") if track[end]["control"]]
        await self._drag([{end: positions[end][stop % len(positions[end])] for end in ends} for stop in stops])

    async def choose(self, spec: dict[str, Any], place: int) -> None:
        """Choose from a list, or turn a switch."""
        value = bool(place % 2) if spec["kind"] == "switch" else place % len(spec["labels"])
        await self._drag([{spec["name"]: value}])

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The lists to choose from, and the switches."""
        return [spec for spec in self._specs if spec["kind"] != "number"]

    async def _drag(self, places: Sequence[dict[str, Any]]) -> None:
        for place in places:
            self.values |= place
            if not self.ahead:
                self._waiting = True
                await self._pump()
            await asyncio.sleep(MOVE_EVERY)
        if self.ahead:  # every picture is in the browser; the kernel is told where the figure has come to rest
            request = await self._post({"kind": "rest", "view": self._view, "values": self.values})
            await self._kernel.done(request)
        else:
            await self._settled()

    async def _settled(self) -> None:
        end = time.monotonic() + ANSWER_WITHIN
        while self._waiting or self._answered < self._sent:
            self._news.clear()
            await self._pump()  # an answer may have come since the hand's last place
            try:
                await asyncio.wait_for(self._news.wait(), max(0.0, end - time.monotonic()))
            except TimeoutError:
                raise HubFault(f"a live figure had not answered after {ANSWER_WITHIN} s") from None

    async def _pump(self) -> None:
        room = math.floor(self._round_trip / self._work) if self._work > 0 else 2
        if not self._waiting or self._sent - self._answered >= max(1, min(MOST_UNDER_WAY, room)):
            return
        self._waiting = False
        self._sent += 1
        self._sent_at[self._sent] = time.perf_counter()
        await self._post({"kind": "set", "view": self._view, "id": self._sent, "values": dict(self.values)})

    def _post(self, content: dict[str, Any]) -> Awaitable[Any]:
        return self._kernel.send_to_widget(self._widget, {"method": "custom", "content": content})

    def _receive(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        """Take what the kernel sends to all views of the figure."""
        if message["kind"] not in ("frame", "values"):
            return
        if message.get("error"):
            self.troubles.append(f"a live figure shows an error: {message['error']}")
        if "packet" in message:
            self._check(message["packet"], buffers[0])
        self._serial = message.get("serial", self._serial)
        self.ahead = self.ahead or "ahead" in message
        if message.get("handles"):
            self._tracks = message["handles"]
        if message.get("view") == self._view and message.get("id"):
            self._acknowledge(message)

    def _acknowledge(self, message: dict[str, Any]) -> None:
        number = message["id"]
        took = 1000 * (time.perf_counter() - self._sent_at.pop(number))
        if "packet" not in message and not message.get("error"):
            self.troubles.append("a live figure was answered without a picture")
        self._answered = max(self._answered, number)
        self._round_trip = min(self._round_trip, max(took, message["ms"]))
        self._work = 0.7 * self._work + 0.3 * message["ms"] if self._work else message["ms"]
        self._arrived(took)
        self._news.set()

    def _check(self, packet: dict[str, Any], numbers: bytes) -> None:
        """Note where a packet and its numbers don't fit: all of the numbers belong to some shape or stroke."""
        counts = itertools.chain((count for _, count in packet["shapes"]), (stroke[1] for stroke in packet["strokes"]))
        if 4 * sum(counts) != len(numbers):
            self.troubles.append(f"a live figure got {len(numbers)} bytes that don't fit its packet")
