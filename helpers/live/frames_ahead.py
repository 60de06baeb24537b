"""Frames drawn ahead: the picture at every position of a figure's controls, so that a browser needs no kernel."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from helpers.live.controls import Number
from helpers.live.drawing import Drawing, Values, explained
from helpers.live.packets import Packer, indexed
from helpers.live.picture import Frame, Run
from helpers.live.recorder import Drawn, Pixels
from helpers.thread_output import printed

MOST_FRAMES = 20_000
MOST_MEGABYTES = 50  # of pictures, where what moves is no strokes
SLOW = 1.0  # seconds of preparing after which a progress bar is worth it

Item = TypeVar("Item")


@dataclass
class FramesAhead:
    """A frame, a sentence and perhaps an error for every position of the controls, the last control first."""

    counts: list[int]
    frames: list[Frame] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)

    def pack(self, packer: Packer) -> tuple[dict[str, Any], list[bytes]]:
        """Return the part of a message that carries all this, and its buffers."""
        strokes, frames = indexed(self.frames)
        packet, buffers = packer.pack(strokes)
        ahead = {"frames": frames, "counts": self.counts, "texts": self.texts, "errors": self.errors}
        return {"packet": packet, "ahead": ahead}, buffers


def draw_ahead(drawing: Drawing, values: Values, report: Callable[[float], object] = lambda part: None) -> FramesAhead:
    """Run the drawing's function for every position of its controls, and once more for `values`, where they stand.

    `report` is told which part is done, now and then, once this takes long.

    Raises:
        ValueError: There are too many positions, or handles in axes whose limits change.
    """
    counts = [len(control.positions()) for control in drawing.controls]
    if math.prod(counts) > MOST_FRAMES:
        sizes = " × ".join(map(str, counts))
        advice = "use fewer or coarser controls, or ahead=False"
        raise ValueError(f"{sizes} = {math.prod(counts):,} pictures are too many to draw ahead: {advice}.")
    positions = list(drawing.positions())
    here = _settings(drawing, values)
    settings = [_settings(drawing, position) for position in positions]
    order = sorted(range(len(positions)), key=lambda index: (settings[index] != here, settings[index]))  # from where the figure stands
    tracks, size, version = drawing.tracks(), drawing.picture.size, -1
    while version != drawing.picture.version:  # what is found to move on the way may be missing in the frames before it
        version = drawing.picture.version
        ahead = FramesAhead(counts, [()] * len(positions), [""] * len(positions))
        strokes = _Strokes()
        last: Values = {}
        for index in _with_progress(order, report):
            _draw(drawing, positions[index], last, index, ahead, strokes)
            last = {} if index in ahead.errors else positions[index]
            if drawing.handles and drawing.tracks() != tracks:
                raise ValueError("a figure with handles cannot be drawn ahead while the limits of its axes change: use ahead=False.")
            if drawing.picture.size != size:
                raise ValueError("a figure whose size changes cannot be drawn ahead: use ahead=False.")
        megabytes = sum(len(each.png) for each in strokes.kept if isinstance(each, Pixels)) / 1e6
        if megabytes > MOST_MEGABYTES:
            raise ValueError(f"pictures of {megabytes:.0f} MB are too much to draw ahead: use fewer or coarser controls, or ahead=False.")
    drawing.redraw(values, _changed(last, values))
    drawing.picture.rest()
    report(1)
    return ahead


class _Strokes:
    """The strokes of all frames, each once. From one position to the next most of a picture stays as it is."""

    def __init__(self) -> None:
        self.kept: dict[Drawn, Drawn] = {}
        self.last: Frame = ()  # as it came, so that its strokes' identities stay theirs
        self.found: Frame = ()  # for it

    def each_once(self, frame: Frame) -> Frame:
        """Return the frame, with each stroke that equals an earlier one replaced by that."""
        runs = itertools.zip_longest(frame, self.last, self.found, fillvalue=())
        self.found = tuple(found if run is last else self._found(run, last, found) for run, last, found in runs)[: len(frame)]
        self.last = frame
        return self.found

    def _found(self, run: Run, last: Run, found: Run) -> Run:
        known = dict(zip(map(id, last), found, strict=True))  # to look for an equal one takes much longer
        return tuple(known.get(id(stroke)) or self.kept.setdefault(stroke, stroke) for stroke in run)


def _draw(drawing: Drawing, values: Values, last: Values, index: int, ahead: FramesAhead, strokes: _Strokes) -> None:
    try:
        with printed():
            drawing.call(values)
        ahead.frames[index] = strokes.each_once(drawing.update(_changed(last, values)))
        ahead.texts[index] = drawing.sentence(values)
    except Exception as error:
        ahead.errors[index] = explained(error)
        ahead.texts[index] = f"Live figure: an error at {drawing.at(values)}"


def _changed(last: Values, values: Values) -> list[str] | None:
    """Return the names of the values that have changed since the last picture, or None where that is not known."""
    return [name for name, value in values.items() if value != last[name]] or None if last else None


def _settings(drawing: Drawing, values: Values) -> tuple[str, ...]:
    """Return the choices and switches of a position: they may change an axes' limits, and then everything has to be looked at anew."""
    return tuple(control.label(values[control.name]) for control in drawing.controls if not isinstance(control, Number))


def _with_progress(items: Sequence[Item], report: Callable[[float], object]) -> Iterator[Item]:
    """Yield the items, and report now and then which part is done, if they take long."""
    started = told = time.perf_counter()
    for done, item in enumerate(items):
        yield item
        now = time.perf_counter()
        if now - started > SLOW and now - told > 0.1:
            told = now
            report(done / len(items))
