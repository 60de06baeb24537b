"""What a live figure and its browser say to each other.

The browser sends messages of five kinds: "set" (a reader moved a control: answer with a frame), "rest" (where a figure that was drawn
ahead came to rest), "hello" (what a screen needs), "left" and "unseen" (a page, or its last view, is gone). It is sent "frame" (strokes,
and whatever else has changed), "values" and "progress".
"""

from __future__ import annotations

import itertools
import math
import time
import uuid
from collections.abc import Callable
from typing import Any

import anywidget

from helpers.live.drawing import ONE_AT_A_TIME, Drawing, Values, explained
from helpers.live.frames_ahead import FramesAhead, draw_ahead
from helpers.live.packets import Packer
from helpers.live.picture import Frame


class Conversation:
    """The kernel's side of it, for all views of one widget, whose traits are the values of the drawing's controls."""

    def __init__(self, widget: anywidget.AnyWidget, drawing: Drawing) -> None:
        self.widget, self.drawing = widget, drawing
        self.ahead: FramesAhead | None = None
        self.key = uuid.uuid4().hex
        self.serial, self.ratio = 0, 1.0
        self.packer = Packer()
        self.sent_version, self.sent_tracks = drawing.picture.version, drawing.tracks()
        self.pages: set[str] = set()  # those that show it
        self.taking_values = False

    # Values.

    def values(self) -> dict[str, Any]:
        """Return where the controls stand."""
        return {control.name: getattr(self.widget, control.name) for control in self.drawing.controls}

    def _take_values(self, values: dict[str, Any]) -> None:
        self.taking_values = True
        try:
            with self.widget.hold_trait_notifications():
                for control in self.drawing.controls:
                    setattr(self.widget, control.name, control.from_browser(values[control.name]))
        finally:
            self.taking_values = False

    def value_changed(self) -> None:
        """Draw a value that was set in Python, and send what it shows."""
        if self.taking_values:
            return  # whoever took the values draws once, when all of them are there
        with ONE_AT_A_TIME:
            self.drawing.redraw(self.values())
            if self.ahead:
                self._send_values()
            else:
                self._send_frame()

    # What the browser says.

    def receive(self, message: dict[str, Any]) -> None:
        """Do what a message asks for; one of an unknown kind asks for nothing."""
        answers: dict[Any, Callable[[dict[str, Any]], None]] = {
            "set": self._set,
            "rest": self._rest,
            "hello": self._hello,
            "left": self._left,
            "unseen": self._unseen,
        }
        with ONE_AT_A_TIME:
            if message.get("kind") in answers:
                answers[message["kind"]](message)

    def _set(self, message: dict[str, Any]) -> None:
        started = time.perf_counter()
        try:
            self._take_values(message["values"])
            self.drawing.redraw(self.values())
        except (Exception, KeyboardInterrupt) as error:  # from somebody who observes a value
            self.drawing.error = explained(error)
        self._send_frame(view=message.get("view"), id=message["id"], ms=1000 * (time.perf_counter() - started))

    def _rest(self, message: dict[str, Any]) -> None:
        self._take_values(message["values"])
        self.drawing.redraw(self.values())
        self._send_values(message.get("view"))

    def _hello(self, message: dict[str, Any]) -> None:
        self.pages.add(message.get("page", ""))
        fitted = self._fit(message["width"], message.get("height", math.inf))
        if fitted or message["serial"] != self.serial or message["ratio"] != self.ratio:
            self.ratio = float(message["ratio"])
            self.send_whole()

    def _left(self, message: dict[str, Any]) -> None:
        self.pages.discard(message.get("page", ""))

    def _unseen(self, message: dict[str, Any]) -> None:
        self._left(message)
        if not self.pages:
            self.widget.close()

    # What the kernel says.

    def prepare(self) -> None:
        """Draw every position of the controls ahead, and send all of it."""
        self._draw_ahead()
        self.send_whole()

    def _draw_ahead(self) -> None:
        self.ahead = draw_ahead(self.drawing, self.values(), lambda part: self.widget.send({"kind": "progress", "part": part}))
        self.serial += 1

    def _fit(self, width: float, height: float) -> bool:
        if not self.drawing.fit(width, height):
            return False
        if self.ahead:
            self._draw_ahead()
        else:
            self.drawing.frame = self.drawing.picture.update()
        return True

    def _send_frame(self, **extra: Any) -> None:
        drawing = self.drawing
        if drawing.picture.version != self.sent_version:
            self.send_whole(**extra)
            return
        message = {"kind": "frame", "error": drawing.error, "printed": drawing.printed, **extra}
        buffers: list[bytes] = []
        if not drawing.error:
            self.serial += 1
            message |= {"serial": self.serial} | _state(drawing, self.values())
            message["packet"], message["frame"], numbers = _packed(self.packer, drawing.frame)
            buffers = [numbers]
            tracks = drawing.tracks()
            if tracks != self.sent_tracks:
                message["handles"] = self.sent_tracks = tracks
        self.widget.send(message, buffers)

    def _send_values(self, view: str | None = None) -> None:
        if self.drawing.picture.version != self.sent_version:  # the frames belong to layers that are no more
            self.prepare()
        self.serial += 1
        values = values_for_browser(self.drawing, self.values())
        self.widget.send({"kind": "values", "view": view, "serial": self.serial, "values": values})

    def send_whole(self, **extra: Any) -> None:
        """Send all that a browser needs which has seen nothing of this figure before."""
        self.packer = Packer()
        self.sent_version, self.sent_tracks = self.drawing.picture.version, self.drawing.tracks()
        message = self._whole(self.packer)
        buffers = message.pop("buffers")
        del message["controls"]
        self.widget.send({"kind": "frame", **message, **extra}, buffers)

    def whole_for_nobody_yet(self) -> dict[str, Any]:
        """Return all that a browser needs which has seen nothing, for whoever may open it. What is sent next counts on none of it."""
        self.packer = Packer()
        return self._whole(Packer())

    def _whole(self, packer: Packer) -> dict[str, Any]:
        return {"key": self.key, "serial": self.serial} | whole(self.drawing, self.values(), self.ahead, self.ratio, packer)


def whole(drawing: Drawing, values: Values, ahead: FramesAhead | None, ratio: float, packer: Packer) -> dict[str, Any]:
    """Return a figure as one message, with `ratio` image pixels to a CSS pixel: numbers and pictures are its "buffers"."""
    message: dict[str, Any] = {"error": drawing.error, "printed": drawing.printed, **_state(drawing, values)}
    if ahead:
        packed, numbers = ahead.pack(packer)
        message |= packed
    else:
        message["packet"], message["frame"], numbers = _packed(packer, drawing.frame)
    layers = drawing.picture.layers(ratio)
    places = itertools.count(1)
    return {
        **message,
        "controls": [control.spec() for control in drawing.controls],
        "controls_at": drawing.controls_at,
        "handles": drawing.tracks(),
        "size": drawing.picture.size,
        "ratio": ratio,
        "layers": [next(places) if layer else 0 for layer in layers],
        "buffers": [numbers, *(layer for layer in layers if layer)],
    }


def values_for_browser(drawing: Drawing, values: Values) -> dict[str, Any]:
    """Return the values as a browser has them: a choice by its place."""
    return {control.name: control.for_browser(values[control.name]) for control in drawing.controls}


def _state(drawing: Drawing, values: Values) -> dict[str, Any]:
    return {"text": drawing.describe(values), "values": values_for_browser(drawing, values)}


def _packed(packer: Packer, frame: Frame) -> tuple[dict[str, Any], list[list[int]], bytes]:
    packet, numbers = packer.pack([stroke for run in frame for stroke in run])
    indices = itertools.count()
    return packet, [[next(indices) for _ in run] for run in frame], numbers
