"""From strokes to what is sent to the browser: a small JSON packet, a buffer of float32 numbers, and pictures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from helpers.live.recorder import Drawn, Pixels, Shape, Stroke, Style

MOST_KEPT = 5_000


class Packer:
    """Pack strokes for the browser, which keeps styles and shapes: each is sent only once.

    A packet's strokes are lists `[style, count, letters, shapes, turn]`; `count` numbers of the buffer belong to each, in
    order, after those of the new shapes. A picture among them is `{"picture": its buffer's index, "place": [left, top, width, height]}`.
    """

    tables = itertools.count(1)

    def __init__(self) -> None:
        self.styles: dict[Style, int] = {}
        self.shapes: dict[Shape, int] = {}
        self.table = next(self.tables)  # which styles and shapes a packet counts on

    def forget(self) -> None:
        """Begin anew, so that the next packet can be read by a browser that has seen none before it."""
        self.styles.clear()
        self.shapes.clear()
        self.table = next(self.tables)

    def pack(self, drawn: Sequence[Drawn]) -> tuple[dict[str, Any], list[bytes]]:
        """Return a packet for strokes and pictures, and its buffers: the numbers first."""
        if len(self.styles) + len(self.shapes) > MOST_KEPT:
            self.forget()
        first_style, first_shape = len(self.styles), len(self.shapes)
        pictures: list[bytes] = []
        listed = [self._listed(each, pictures) for each in drawn]
        styles, shapes = list(self.styles)[first_style:], list(self.shapes)[first_shape:]
        packet = {
            "table": self.table,
            "first_style": first_style,
            "first_shape": first_shape,
            "styles": [_plain(style) for style in styles],
            "shapes": [[shape.letters, len(shape.vertices) // 4] for shape in shapes],
            "strokes": listed,
        }
        numbers = [each.numbers for each in drawn if isinstance(each, Stroke)]
        return packet, [b"".join([*(shape.vertices for shape in shapes), *numbers]), *pictures]

    def _listed(self, drawn: Drawn, pictures: list[bytes]) -> Any:
        if isinstance(drawn, Pixels):
            pictures.append(drawn.png)
            return {"picture": len(pictures), "place": drawn.place}
        return [
            self.styles.setdefault(drawn.style, len(self.styles)),
            len(drawn.numbers) // 4,
            drawn.letters,
            [self.shapes.setdefault(shape, len(self.shapes)) for shape in drawn.shapes] or 0,
            drawn.turn if drawn.shapes else 0,
        ]


def _plain(style: Style) -> dict[str, Any]:
    plain = asdict(style)
    if style.clip_path:
        plain["clip_path"] = [style.clip_path.letters, np.frombuffer(style.clip_path.vertices, "<f4").round(2).tolist()]
    return plain


def indexed(frames: Sequence[Sequence[Sequence[Drawn]]]) -> tuple[list[Drawn], list[list[list[int]]]]:
    """Return the strokes of many frames, each once, and the frames as indices into them; strokes that are equal must be one object."""
    strokes: dict[int, Drawn] = {id(stroke): stroke for frame in frames for run in frame for stroke in run}
    places = {identity: place for place, identity in enumerate(strokes)}
    return list(strokes.values()), [[[places[id(stroke)] for stroke in run] for run in frame] for frame in frames]
