"""A screen without a browser: it takes a live figure's messages as its script does, and draws them with Matplotlib's Agg.

What the packets say is read here a second time, from their description in packets.py, so what they leave out is missed here too;
and both sides being Agg, a picture can be held against Matplotlib's own almost to the last bit.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.image
import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform, TransformedPath

from helpers.live import LiveFigure

Message = tuple[dict[str, Any], list[bytes]]

CODES = {"M": Path.MOVETO, "L": Path.LINETO, "Q": Path.CURVE3, "C": Path.CURVE4, "Z": Path.CLOSEPOLY}


def matplotlib_draws(figure: Figure) -> np.ndarray:
    """Return the figure's picture by Matplotlib alone, (height, width, 3) from 0 to 255."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def pixels_of(png: bytes) -> np.ndarray:
    """Return a PNG image's pixels, (height, width, 4) from 0 to 255."""
    return np.rint(255 * matplotlib.image.imread(io.BytesIO(png))).astype(np.uint8)


@dataclass(frozen=True)
class Drawing:
    """A stroke as a browser has it: whole paths, each with the place and size it is drawn at."""

    style: dict[str, Any]
    paths: tuple[tuple[Path, Affine2D], ...]


@dataclass(frozen=True)
class Image:
    """A picture of something that moves, and where it lies, in CSS pixels: left, top, width, height."""

    pixels: np.ndarray
    place: tuple[float, ...]


class Screen:
    """What a browser knows of one live figure. `connect` stands for showing it; messages arrive by themselves from then on."""

    def __init__(self, ratio: float = 1) -> None:
        self.ratio = ratio
        self.styles: list[dict[str, Any]] = []
        self.shapes: list[Path] = []
        self.table = 0
        self.layers: list[np.ndarray | None] = []
        self.frame: list[list[Drawing | Image]] = []
        self.messages: list[Message] = []
        self.clips: list[Path] = []
        self.ahead: dict[str, Any] = {}
        self.size = (0, 0)

    def connect(self, widget: LiveFigure) -> Screen:
        """Take the figure as it stands, and all that it sends from now on; return the screen itself."""
        widget.send = self.receive
        whole = widget._whole()
        hello = {"kind": "hello", "view": f"{id(self)}", "serial": whole["serial"], "ratio": self.ratio, "width": 5000}
        self.receive(whole, whole.pop("buffers"))
        widget._receive(widget, hello, [])
        return self

    def receive(self, message: dict[str, Any], buffers: Sequence[bytes] = ()) -> None:
        """Take one message, which must survive the way through JSON."""
        message = json.loads(json.dumps(message, allow_nan=False))
        self.messages.append((message, list(buffers)))
        if "packet" not in message:
            return
        drawings = self.unpack(message["packet"], buffers)
        if "layers" in message:
            self.size, self.ratio = tuple(message["size"]), message["ratio"]
            self.layers = [pixels_of(buffers[i]) if i else None for i in message["layers"]]
        if "ahead" in message:
            self.ahead = message["ahead"] | {"drawings": drawings}
        else:
            self.frame = [[drawings[i] for i in run] for run in message["frame"]]

    def look_up(self, *places: int) -> None:
        """Show the frame that was drawn ahead for these places of the controls' stops."""
        index = int(np.ravel_multi_index(places, self.ahead["counts"]))
        self.frame = [[self.ahead["drawings"][i] for i in run] for run in self.ahead["frames"][index]]

    def unpack(self, packet: dict[str, Any], buffers: Sequence[bytes]) -> list[Drawing | Image]:
        if packet["first_style"] == packet["first_shape"] == 0:
            self.styles, self.shapes, self.table = [], [], packet["table"]
        counts_on = packet["table"], packet["first_style"], packet["first_shape"]
        assert counts_on == (self.table, len(self.styles), len(self.shapes)), "the packet counts on one that never came"
        numbers = Numbers(buffers[0])
        self.styles += packet["styles"]
        self.shapes += [path_of(letters, numbers.take(count)) for letters, count in packet["shapes"]]
        drawings: list[Drawing | Image] = []
        for stroke in packet["strokes"]:
            if isinstance(stroke, dict):
                drawings.append(Image(pixels_of(buffers[stroke["picture"]]), tuple(stroke["place"])))
            else:
                drawings.append(self.drawing(stroke, numbers))
        assert numbers.rest == 0, "numbers were sent that nothing uses"
        return drawings

    def drawing(self, stroke: list[Any], numbers: Numbers) -> Drawing:
        style, count, letters, shapes, turn = stroke
        own = numbers.take(count)
        if not shapes:
            return Drawing(self.styles[style], ((path_of(letters, own), Affine2D()),))
        places = own.reshape(-1, 3)
        shapes = shapes * len(places) if len(shapes) == 1 else shapes
        a, b, c, d = turn
        return Drawing(
            self.styles[style],
            tuple(
                (self.shapes[shape], Affine2D.from_values(a, b, c, d, 0, 0).scale(scale).translate(x, y))
                for shape, (x, y, scale) in zip(shapes, places, strict=True)
            ),
        )

    def picture(self) -> np.ndarray:
        """Return what is on the screen, (height, width, 3) from 0 to 255."""
        width, height = (int(side * self.ratio) for side in self.size)
        renderer = RendererAgg(width, height, 72)
        down = Affine2D().scale(self.ratio, -self.ratio).translate(0, height)
        assert len(self.layers) == len(self.frame)
        for layer, drawings in zip(self.layers, self.frame, strict=True):
            if layer is not None:
                assert layer.shape[:2] == (height, width)
                renderer.draw_image(GraphicsContextBase(), 0, 0, np.ascontiguousarray(layer[::-1]))
            for drawing in drawings:
                self.draw(renderer, drawing, down)
        return np.asarray(renderer.buffer_rgba())[..., :3].copy()

    def draw(self, renderer: RendererAgg, drawing: Drawing | Image, down: Affine2D) -> None:
        if isinstance(drawing, Image):
            left, top, width, height = (round(side * self.ratio) for side in drawing.place)
            assert drawing.pixels.shape[:2] == (height, width)
            bottom = renderer.height - top - height
            renderer.draw_image(GraphicsContextBase(), left, bottom, np.ascontiguousarray(drawing.pixels[::-1]))
            return
        style = drawing.style
        context = GraphicsContextBase()
        context.set_snap(False)
        context.set_foreground(to_rgba(style["stroke"] or "none"), isRGBA=True)
        context.set_linewidth(style["width"] * self.ratio if style["stroke"] else 0)
        context.set_capstyle({"square": "projecting"}.get(style["cap"], style["cap"]))
        context.set_joinstyle(style["join"])
        if style["dashes"]:
            context.set_dashes(style["dash_offset"] * self.ratio, [dash * self.ratio for dash in style["dashes"]])
        if style["clip"]:
            left, top, width, height = style["clip"]
            context.set_clip_rectangle(Bbox(down.transform([(left, top + height), (left + width, top)])))
        if style["clip_path"]:
            letters, numbers = style["clip_path"]
            clip = down.transform_path(path_of(letters, np.array(numbers)))
            self.clips.append(clip)  # Agg takes a clip that lies where another has been in memory for the same
            context.set_clip_path(TransformedPath(clip, IdentityTransform()))
        face = to_rgba(style["fill"]) if style["fill"] else None
        for path, place in drawing.paths:
            renderer.draw_path(context, path, place + down, face)


class Numbers:
    """The numbers of a buffer, taken one run after the other."""

    def __init__(self, buffer: bytes) -> None:
        self.numbers = np.frombuffer(buffer, "<f4")
        self.next = 0

    def take(self, count: int) -> np.ndarray:
        self.next += count
        return self.numbers[self.next - count : self.next]

    @property
    def rest(self) -> int:
        return len(self.numbers) - self.next


def path_of(letters: str, numbers: np.ndarray) -> Path:
    vertices = np.asarray(numbers, dtype=float).reshape(-1, 2)
    letters = letters or "M" + "L" * (len(vertices) - 1)
    path = Path(vertices.copy(), [CODES[letter] for letter in letters[: len(vertices)]])
    path.should_simplify = False
    return path
