"""A kernel as JupyterLab talks with it: over a websocket, in Jupyter's protocol, binary buffers included."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1

from tests.places.hub.hub_visitor import ANSWER_WITHIN, HubFault, HubVisitor

PROTOCOL = "v1.kernel.websocket.jupyter.org"


@dataclass
class KernelRequest:
    """A request that is under way: what has been put out for it, its reply, and whether the kernel has done with it."""

    outputs: list[dict[str, Any]] = field(default_factory=list)
    reply: asyncio.Future[dict[str, Any]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    idle: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class RemoteKernel:
    """The kernel of one open notebook. What goes wrong outside of any request is in `troubles`.

    `widget_states` maps each widget's id to its state, and `listeners` each widget's id to who is told when it sends something.
    """

    def __init__(self, visitor: HubVisitor, session: dict[str, Any]) -> None:
        self.visitor, self.id, self._session_id = visitor, session["kernel"]["id"], session["id"]
        self.troubles: list[str] = []
        self.widget_states: dict[str, dict[str, Any]] = {}
        self.listeners: dict[str, Callable[[dict[str, Any], list[bytes]], None]] = {}
        self._client = uuid.uuid4().hex
        self._requests: dict[str, KernelRequest] = {}
        self._closing = False

    @classmethod
    async def start(cls, visitor: HubVisitor, path: str) -> RemoteKernel:
        """Return the kernel for the notebook at a path, connected and ready."""
        body = {"path": path, "name": path.split("/")[-1], "type": "notebook", "kernel": {"name": "python3"}}
        kernel = cls(visitor, await visitor.api("POST", "sessions", body))
        address = f"{visitor.server}api/kernels/{kernel.id}/channels"
        kernel._socket = await visitor.session.ws_connect(
            address, params={"session_id": kernel._client}, protocols=[PROTOCOL], max_msg_size=0, headers={"Origin": visitor.hub}
        )
        if kernel._socket.protocol != PROTOCOL:
            raise HubFault(f"the server speaks {kernel._socket.protocol!r} over the websocket")
        kernel._reading = asyncio.create_task(kernel._read())
        await kernel.done(await kernel.ask("shell", "kernel_info_request", {}))
        return kernel

    async def shut_down(self) -> None:
        """Shut the kernel down, as JupyterLab does when a notebook is closed and it is set to."""
        self._closing = True
        await self.visitor.api("DELETE", f"sessions/{self._session_id}")
        await self._socket.close()
        self._reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reading

    async def execute(self, code: str, cell: str) -> KernelRequest:
        """Run a cell, and return what it put out once it has ended."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True, "stop_on_error": True}
        metadata = {"cellId": cell, "deletedCells": [], "recordTiming": False}
        return await self.done(await self.ask("shell", "execute_request", content, metadata))

    async def send_to_widget(self, widget: str, data: dict[str, Any]) -> KernelRequest:
        """Send a widget's half in the kernel a message, as its half in the browser does."""
        return await self.ask("shell", "comm_msg", {"comm_id": widget, "data": data}, replied=True)

    async def ask(
        self, channel: str, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None, replied: bool = False
    ) -> KernelRequest:
        """Send a request. Where the protocol has no reply to it, it counts as replied."""
        request = KernelRequest()
        if replied:
            request.reply.set_result({})
        number = uuid.uuid4().hex
        self._requests[number] = request
        header = {
            "msg_id": number, "msg_type": kind, "username": self.visitor.name, "session": self._client,
            "date": datetime.now(UTC).isoformat(), "version": "5.4",
        }  # fmt: skip
        parts = [json.dumps(part).encode() for part in (header, {}, metadata or {}, content)]
        await self._socket.send_bytes(serialize_msg_to_ws_v1(parts, channel))
        return request

    async def done(self, request: KernelRequest) -> KernelRequest:
        """Wait until the kernel has answered and is idle again."""
        try:
            await asyncio.wait_for(asyncio.gather(request.reply, request.idle), ANSWER_WITHIN)
        except TimeoutError:
            raise HubFault(f"the kernel had not answered after {ANSWER_WITHIN} s") from None
        return request

    async def _read(self) -> None:
        async for frame in self._socket:
            if frame.type is aiohttp.WSMsgType.BINARY:
                self._take(*deserialize_msg_from_ws_v1(frame.data))
        if not self._closing:
            self.troubles.append(f"the websocket was lost ({self._socket.close_code})")
            for request in self._requests.values():
                for awaited in (request.reply, request.idle):
                    if not awaited.done():
                        awaited.set_exception(HubFault("the websocket was lost"))

    def _take(self, channel: str, parts: list[bytes]) -> None:
        header, parent, _, content = (json.loads(part) for part in parts[:4])
        kind, number = header["msg_type"], parent.get("msg_id")
        request = self._requests.get(number) if number else None
        if channel == "shell" and request and not request.reply.done():
            request.reply.set_result(content)
            self._forget_if_done(number, request)
        elif kind == "status":
            self._status(content["execution_state"], number, request)
        elif kind == "comm_open":
            self.widget_states[content["comm_id"]] = {**content["data"].get("state", {}), "buffers": parts[4:]}
        elif kind == "comm_msg" and content["data"].get("method") == "custom":
            if listener := self.listeners.get(content["comm_id"]):
                listener(content["data"]["content"], parts[4:])
        elif kind == "comm_close":
            self.listeners.pop(content["comm_id"], None)
        elif kind in ("stream", "display_data", "execute_result", "error"):
            if request:
                request.outputs.append({"output_type": kind, **content})
            if kind == "error" or content.get("name") == "stderr":
                self.troubles.append(f"{kind}: {content.get('text') or content.get('ename', '') + ': ' + content.get('evalue', '')}"[:500])

    def _forget_if_done(self, number: str | None, request: KernelRequest) -> None:
        """Let a request go once the reply and the end of it are here: they travel apart, so either may be first."""
        if request.reply.done() and request.idle.done():
            self._requests.pop(number or "", None)

    def _status(self, state: str, number: str | None, request: KernelRequest | None) -> None:
        if state == "idle" and request and number:
            if not request.idle.done():
                request.idle.set_result(None)
            self._forget_if_done(number, request)
        elif state in ("restarting", "dead", "autorestarting") and not self._closing:
            self.troubles.append(f"the kernel is {state}")
