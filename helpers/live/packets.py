"""From strokes to what is sent to the browser: a small JSON packet and one buffer of float32 numbers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from helpers.live.recorder import Shape, Stroke, Style

MOST_KEPT = 5_000


class Packer:
    """Pack strokes for the browser, which keeps styles and shapes: each is sent only once.

    A packet's strokes are lists `[style, count, letters, shapes, turn]`; `count` numbers of the buffer belong to each, in
    order, after those of the new shapes.
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

    def pack(self, strokes: Sequence[Stroke]) -> tuple[dict[str, Any], bytes]:
        """Return a packet for the strokes and its buffer."""
        if len(self.styles) + len(self.shapes) > MOST_KEPT:
            self.forget()
        first_style, first_shape = len(self.styles), len(self.shapes)
        listed = [
            [
                self.styles.setdefault(stroke.style, len(self.styles)),
                len(stroke.numbers) // 4,
                stroke.letters,
                [self.shapes.setdefault(shape, len(self.shapes)) for shape in stroke.shapes] or 0,
                stroke.turn if stroke.shapes else 0,
            ]
            for stroke in strokes
        ]
        styles, shapes = list(self.styles)[first_style:], list(self.shapes)[first_shape:]
        packet = {
            "table": self.table,
            "first_style": first_style,
            "first_shape": first_shape,
            "styles": [_plain(style) for style in styles],
            "shapes": [[shape.letters, len(shape.vertices) // 4] for shape in shapes],
            "strokes": listed,
        }
        return packet, b"".join([shape.vertices for shape in shapes] + [stroke.numbers for stroke in strokes])


def _plain(style: Style) -> dict[str, Any]:
    plain = asdict(style)
    if style.clip_path:
        plain["clip_path"] = [style.clip_path.letters, np.frombuffer(style.clip_path.vertices, "<f4").round(2).tolist()]
    return plain


def indexed(frames: Sequence[Sequence[Sequence[Stroke]]]) -> tuple[list[Stroke], list[list[list[int]]]]:
    """Return the different strokes of many frames, each once, and the frames as indices into them."""
    places: dict[Stroke, int] = {}
    indices = [[[places.setdefault(stroke, len(places)) for stroke in run] for run in frame] for frame in frames]
    return list(places), indices
