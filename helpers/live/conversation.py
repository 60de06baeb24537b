"""What a live figure and its browser say to each other.

The browser sends messages of six kinds: "set" (a reader moved a control: answer with a frame), "rest" (where a figure that was drawn
ahead came to rest), "hello" (what a view needs), "gone" (a view is), "left" and "unseen" (a page, or its last view, is gone). It is
sent "frame" (strokes, and whatever else has changed), "values" and "progress".
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
from helpers.live.looks import turns_dark
from helpers.live.packets import Packer
from helpers.live.picture import Frame
from helpers.live.running_cell import WHILE_NO_CELL_RUNS

MOST_UNSEEN = 20  # figures that nobody sees, kept in case that a deletion is undone

_unseen: dict[str, anywidget.AnyWidget] = {}  # the longest unseen first


class Conversation:
    """The kernel's side of it, for all views of one widget, whose traits are the values of the drawing's controls."""

    def __init__(self, widget: anywidget.AnyWidget, drawing: Drawing, kept: str = "") -> None:
        self.widget, self.drawing, self.kept = widget, drawing, kept
        self.ahead: FramesAhead | None = None
        self.key = uuid.uuid4().hex
        self.serial, self.ratio = 0, 1.0
        self.packer = Packer()
        self.serial += 1
        self.sent_version, self.sent_tracks = drawing.picture.version, drawing.tracks()
        self.views: dict[str, tuple[str, float, float, float]] = {}  # of each: its page, the width and height it has, and its ratio
        self.pages: set[str] = set()  # those that show it
        self.taking_values = False
        self.asleep = False  # whether frames that were drawn ahead have been given back

    def close(self) -> None:
        """Forget the frames drawn ahead; nobody will ask for them."""
        _unseen.pop(self.key, None)
        self.ahead = None

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
            "gone": self._gone,
            "left": self._left,
            "unseen": self._unseen,
        }
        answer = answers.get(message.get("kind"))
        if answer is None:
            return
        with WHILE_NO_CELL_RUNS, ONE_AT_A_TIME:
            try:
                answer(message)
            except (Exception, KeyboardInterrupt) as error:
                self.drawing.error = explained(error)
                self._send_error(message)

    def _set(self, message: dict[str, Any]) -> None:
        started = time.perf_counter()
        self._take_and_redraw(message["values"])
        self._send_frame(view=message.get("view"), id=message["id"], ms=1000 * (time.perf_counter() - started))

    def _rest(self, message: dict[str, Any]) -> None:
        self._take_and_redraw(message["values"])
        self._send_values(message.get("view"))

    def _take_and_redraw(self, values: dict[str, Any]) -> None:
        try:
            self._take_values(values)
            self.drawing.redraw(self.values())
        except (Exception, KeyboardInterrupt) as error:  # from somebody who observes a value
            self.drawing.error = explained(error)

    def _hello(self, message: dict[str, Any]) -> None:
        page = message.get("page", "")
        _unseen.pop(self.key, None)
        self.pages.add(page)
        self.views[message.get("view", page)] = page, message["width"], message.get("height", math.inf), float(message["ratio"])
        changed = self._suit_views()
        if self.asleep:
            self.asleep = False
            self._draw_ahead()
            changed = True
        if changed or message["serial"] != self.serial:
            self.send_whole()

    def _gone(self, message: dict[str, Any]) -> None:
        self.views.pop(message.get("view", ""), None)
        if self._suit_views():
            self.send_whole()

    def _left(self, message: dict[str, Any]) -> None:
        page = message.get("page", "")
        self.pages.discard(page)
        self.views = {name: view for name, view in self.views.items() if view[0] != page}
        if self._suit_views():
            self.send_whole()

    def _unseen(self, message: dict[str, Any]) -> None:
        self._left(message)
        if not self.pages:
            self._sleep()

    def _sleep(self) -> None:
        """Give back what can be made again. A reader may undo what made the figure vanish: then its view says hello."""
        self.asleep = self.asleep or self.ahead is not None
        self.ahead = None
        self.packer = Packer()
        self.serial += 1  # nobody has what comes next
        self.drawing.picture.forget()
        _unseen.pop(self.key, None)
        _unseen[self.key] = self.widget
        while len(_unseen) > MOST_UNSEEN:
            _unseen.pop(next(iter(_unseen))).close()

    def _suit_views(self) -> bool:
        """Lay the figure out for the smallest view, as sharp as the sharpest needs it; return whether that changed anything.

        While nobody looks, everything stays as it is.
        """
        if not self.views:
            return False
        _, widths, heights, ratios = zip(*self.views.values(), strict=True)
        ratio = max(ratios)
        sharper, self.ratio, self.drawing.picture.ratio = ratio != self.ratio, ratio, ratio
        fitted = self.drawing.fit(min(widths), min(heights))
        if fitted or (sharper and self.drawing.picture.has_pixels):
            if self.ahead:
                self._draw_ahead()
            else:
                self.drawing.frame = self.drawing.update()
        return fitted or sharper

    # What the kernel says.

    def prepare(self) -> None:
        """Draw every position of the controls ahead, and send all of it."""
        self.drawing.discover(self.values())
        self._draw_ahead()
        self.send_whole()

    def _draw_ahead(self) -> None:
        self.ahead = draw_ahead(self.drawing, self.values(), lambda part: self.widget.send({"kind": "progress", "part": part}))
        self.serial += 1

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
            message["packet"], message["frame"], buffers = _packed(self.packer, drawing.frame)
            tracks = drawing.tracks()
            if tracks != self.sent_tracks:
                message["handles"] = self.sent_tracks = tracks
        self.widget.send(message, buffers)

    def _send_values(self, view: str | None = None) -> None:
        if self.drawing.picture.version != self.sent_version:  # the frames belong to layers that are no more
            self._draw_ahead()
            self.send_whole()
        self.serial += 1
        values = values_for_browser(self.drawing, self.values())
        self.widget.send({"kind": "values", "view": view, "serial": self.serial, "values": values, "error": self.drawing.error})

    def _send_error(self, message: dict[str, Any]) -> None:
        answered = {"view": message.get("view"), "id": message["id"], "ms": 0} if "id" in message else {}
        kind = "values" if self.ahead else "frame"
        values = values_for_browser(self.drawing, self.values())
        self.widget.send({"kind": kind, "serial": self.serial, "values": values, "error": self.drawing.error, **answered})

    def send_whole(self, **extra: Any) -> None:
        """Send all that a browser needs which has seen nothing of this figure before."""
        self.packer = Packer()
        self.serial += 1
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
        known = {"key": self.key, "kept": self.kept, "serial": self.serial}
        return known | whole(self.drawing, self.values(), self.ahead, self.ratio, packer)


def whole(drawing: Drawing, values: Values, ahead: FramesAhead | None, ratio: float, packer: Packer) -> dict[str, Any]:
    """Return a figure as one message, with `ratio` image pixels to a CSS pixel: numbers and pictures are its "buffers"."""
    message: dict[str, Any] = {"error": drawing.error, "printed": drawing.printed, **_state(drawing, values)}
    if ahead:
        packed, buffers = ahead.pack(packer)
        message |= packed
    else:
        message["packet"], message["frame"], buffers = _packed(packer, drawing.frame)
    layers = drawing.picture.layers(ratio)
    places = itertools.count(len(buffers))
    return {
        **message,
        "controls": [control.spec() for control in drawing.controls],
        "controls_at": drawing.controls_at,
        "handles": drawing.tracks(),
        "under": drawing.under(),
        "turns_dark": turns_dark(drawing.figure),
        "size": drawing.picture.size,
        "ratio": ratio,
        "layers": [next(places) if layer else 0 for layer in layers],
        "buffers": [*buffers, *(layer for layer in layers if layer)],
    }


def values_for_browser(drawing: Drawing, values: Values) -> dict[str, Any]:
    """Return the values as a browser has them: a choice by its place."""
    return {control.name: control.for_browser(values[control.name]) for control in drawing.controls}


def _state(drawing: Drawing, values: Values) -> dict[str, Any]:
    return {"text": drawing.describe(values), "values": values_for_browser(drawing, values)}


def _packed(packer: Packer, frame: Frame) -> tuple[dict[str, Any], list[list[int]], list[bytes]]:
    packet, buffers = packer.pack([stroke for run in frame for stroke in run])
    indices = itertools.count()
    return packet, [[next(indices) for _ in run] for run in frame], buffers
