"""A Matplotlib backend of one class: instead of pixels it makes a list of strokes that a browser can repeat.

An artist draws itself into a `Recorder` just as it would into Matplotlib's own renderer, so whatever Matplotlib draws as paths
(lines, markers, collections, patches, text, mathtext, arrows) is recorded without a word about it here. Positions are CSS pixels,
counted from the top left corner of the figure, as the browser's canvas counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform

from helpers.live.fonts import font_in_memory

# Matplotlib's path codes as the letters the browser reads, one for each vertex: a curve's letter stands at each of its points.
LETTERS = bytes.maketrans(bytes([Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE4, Path.CLOSEPOLY]), b"MLQCZ")


MOST_STYLES = 1_000
MOST_TEXTS = 1_000
MOST_PATHS = 400  # of one artist: a picture of more takes less time than their strokes
MOST_PLACES = 20_000
MOST_VERTICES = 50_000
FAR = 1e5  # CSS pixels: beyond, float32 loses what is seen, or overflows
FARTHEST = 2.0**23  # where Agg stops to draw markers


@dataclass(frozen=True, slots=True)
class Shape:
    """A path that is drawn at many places, such as a marker or a glyph: vertices as float32 bytes, and a letter for each."""

    vertices: bytes
    letters: str


@dataclass(frozen=True, slots=True)
class Style:
    """How a path is filled and stroked; colours as "#rrggbbaa" or "", lengths in CSS pixels."""

    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash_offset: float = 0.0
    dashes: tuple[float, ...] = ()
    cap: str = "butt"
    join: str = "miter"
    clip: tuple[float, ...] = ()  # left, top, width, height
    clip_path: Shape | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """One thing drawn: a path of its own (`letters` and (n, 2) vertices), or shapes at places ((n, 3): x, y, scale).

    Two equal strokes draw the same pixels, which is how it is found out what moves.
    """

    style: Style
    numbers: bytes = field(repr=False)  # float32
    letters: str = ""  # of a path; empty means that the path is one open line
    shapes: tuple[Shape, ...] = ()  # one for all places, or one for each
    turn: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 1.0)  # the linear map every shape goes through before it is placed


@dataclass(frozen=True, slots=True)
class Painted:
    """Something that no list of strokes can say, such as an image or a hatch, or not as fast as a picture: a thousand coloured paths.

    It stands for its content, so that it is noticed when that changes.
    """

    content: int


@dataclass(frozen=True, slots=True)
class Pixels:
    """An artist as a PNG image, and where it lies: left, top, width and height in CSS pixels."""

    png: bytes = field(repr=False)
    place: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Written:
    """A text that is written again and again: its glyphs, their places (n, 3), how they turn, and the lines of its fractions."""

    shapes: tuple[Shape, ...]
    places: np.ndarray
    turn: tuple[float, float, float, float]
    rules: Sequence[tuple[np.ndarray, str]]


Recording = tuple[Stroke | Painted, ...]
Drawn = Stroke | Pixels  # what is sent


class Recorder(RendererBase):
    """Record what artists of one figure draw.

    `record(artist)` returns a tuple of strokes; two recordings compare equal exactly when nothing has moved.
    """

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.figure = figure
        self.strokes: list[Stroke | Painted] = []
        self.glyphs: dict[Any, Shape] = {}
        self.outlines: dict[str, Any] = {}  # of glyphs, by font and letter, as Matplotlib keeps them
        self.texts: dict[tuple[Any, ...], Written] = {}  # glyphs take time to find
        self.styles: dict[Style, Style] = {}  # each once: thousands of strokes have the same

    def record(self, artist: Artist) -> Recording:
        """Return what the artist draws at this moment, in drawing order; nothing for an artist that is not visible."""
        self.strokes = []
        artist.draw(self)
        return tuple(self.strokes)

    def _paint(self, gc: GraphicsContextBase, *content: Any) -> None:
        self.strokes.append(Painted(hash((self._style(gc, None), *map(_hashable, content)))))

    # What Matplotlib asks of a renderer.

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.figure.bbox.width, self.figure.bbox.height

    def points_to_pixels(self, points: Any) -> Any:
        return points * self.figure.dpi / 72

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        font = None if ismath else font_in_memory(s, prop)
        if font is None:
            measured: tuple[float, float, float] = super().get_text_width_height_descent(s, prop, ismath)
            return measured
        font.set_size(prop.get_size_in_points(), self.points_to_pixels(72))
        font.set_text(s, 0.0, flags=LoadFlags.NO_HINTING)
        width, height = font.get_width_height()
        return width / 64, height / 64, font.get_descent() / 64

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None) -> None:
        vertices, letters = self._pixels(gc, path, transform, filled=rgbFace is not None)
        if gc.get_hatch() or len(vertices) > MOST_VERTICES:
            hatched = gc.get_hatch(), gc.get_hatch_color(), gc.get_hatch_linewidth()
            self._paint(gc, hatched, vertices, rgbFace)
        elif len(vertices):
            self.strokes.append(Stroke(self._style(gc, rgbFace), vertices.tobytes(), letters))

    def draw_markers(
        self, gc: GraphicsContextBase, marker_path: Path, marker_trans: Any, path: Path, trans: Any, rgbFace: Any = None
    ) -> None:
        places = _ends_of_segments(path, trans)
        if len(places) > MOST_PLACES:
            self._paint(gc, marker_path.vertices, marker_trans.get_matrix(), places, rgbFace)
        elif len(places) == 1:  # a shape that stands once is as likely as not another one in the next frame
            self.draw_path(gc, marker_path, marker_trans + Affine2D().translate(*places[0]), rgbFace)
        elif len(places):
            vertices, letters = self._pixels(gc, marker_path, marker_trans, filled=True, flip_at=0)
            places = np.column_stack([places[:, 0], self.figure.bbox.height - places[:, 1], np.ones(len(places))])
            shape = Shape(vertices.tobytes(), letters or "M" + "L" * (len(vertices) - 1))
            self.strokes.append(Stroke(self._style(gc, rgbFace), _float32(places).tobytes(), shapes=(shape,)))

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        key = s, prop, bool(ismath), angle, self.figure.dpi
        written = self.texts.get(key)
        if written is None:
            if len(self.texts) > MOST_TEXTS:
                self.texts.clear()
            written = self.texts[s, prop.copy(), *key[2:]] = self._written(s, prop, ismath, angle)
        style = self._one(Style(fill=_colour(gc.get_rgb()), **self._clip(gc)))
        if written.shapes:
            places = _float32(np.add(written.places, (x, y, 0)))
            self.strokes.append(Stroke(style, places.tobytes(), shapes=written.shapes, turn=written.turn))
        for corners, letters in written.rules:
            self.strokes.append(Stroke(style, _float32(np.add(corners, (x, y))).tobytes(), letters))

    def _written(self, text: str, prop: Any, ismath: Any, angle: float) -> Written:
        """Return a text as it stands at the figure's corner."""
        convert = self._text2path
        if ismath:
            glyphs, outlines, rules = convert.get_glyphs_mathtext(prop, text, self.outlines)
        else:
            font = font_in_memory(text, prop) or convert._get_font(prop)
            font.set_size(convert.FONT_SCALE, convert.DPI)
            glyphs, outlines, rules = convert.get_glyphs_with_font(font, text, self.outlines)
        size = self.points_to_pixels(prop.get_size_in_points()) / convert.FONT_SCALE
        turn = Affine2D().scale(size).rotate_deg(angle).scale(1, -1)
        (a, c, _), (b, d, _), _ = turn.get_matrix().tolist()
        places = turn.transform(np.array([glyph[1:3] for glyph in glyphs]).reshape(-1, 2))
        return Written(
            tuple(self._glyph(glyph[0], *outlines[glyph[0]]) for glyph in glyphs),
            np.column_stack([places, [glyph[3] for glyph in glyphs]]),
            (a, b, c, d),
            [(turn.transform(vertices), _letters(codes)) for vertices, codes in rules],
        )

    def draw_path_collection(
        self, gc: GraphicsContextBase, master_transform: Any, paths: Any, all_transforms: Any, *styles: Any, **more: Any
    ) -> None:
        offsets, offset_transform, *colours = styles
        if max(len(paths), len(all_transforms), len(offsets)) <= MOST_PATHS:
            super().draw_path_collection(gc, master_transform, paths, all_transforms, *styles, **more)
            return
        shapes = b"".join(np.ascontiguousarray(path.vertices).tobytes() for path in paths)
        places = offset_transform.transform(offsets) if len(offsets) else offsets
        self._paint(gc, master_transform.get_matrix(), shapes, all_transforms, places, *colours[:5], *more.values())

    def draw_quad_mesh(self, gc: GraphicsContextBase, master_transform: Any, meshWidth: int, meshHeight: int, *content: Any) -> None:
        if meshWidth * meshHeight <= MOST_PATHS:
            super().draw_quad_mesh(gc, master_transform, meshWidth, meshHeight, *content)
            return
        coordinates, offsets, offset_transform, *colours = content
        self._paint(gc, master_transform.get_matrix(), coordinates, offset_transform.transform(offsets), *colours)

    def draw_image(self, gc: GraphicsContextBase, x: float, y: float, im: Any, transform: Any = None) -> None:
        self._paint(gc, float(x), float(y), im, None if transform is None else transform.get_matrix())

    def draw_gouraud_triangles(self, gc: GraphicsContextBase, triangles_array: Any, colors_array: Any, transform: Any) -> None:
        self._paint(gc, triangles_array, colors_array, transform.get_matrix())

    def start_filter(self) -> None:
        self.strokes.append(Painted(0))  # whose filter it is, the artist itself knows

    # From Matplotlib's terms to the browser's.

    def _pixels(
        self, gc: GraphicsContextBase, path: Path, transform: Any, filled: bool, flip_at: float | None = None
    ) -> tuple[np.ndarray, str]:
        """Return the path's vertices, float32 (n, 2), and letters, clipped and snapped to pixels as Agg would do it."""
        width, height = self.get_canvas_width_height()
        if filled:
            path, transform = _without_far_ends(path, transform, width, height)
        down = np.array([(1, 0, 0), (0, -1, height if flip_at is None else flip_at), (0, 0, 1)])
        clean = path.cleaned(
            transform=down @ transform.get_matrix(),
            remove_nans=True,
            clip=None if filled else (-1.0, -1.0, width + 1.0, height + 1.0),
            simplify=path.should_simplify and not filled,
            curves=True,
            stroke_width=self.points_to_pixels(gc.get_linewidth()),
            snap=gc.get_snap(),
            sketch=gc.get_sketch_params(),
        )
        codes = clean.codes
        drawn = codes != Path.STOP
        codes, vertices = codes[drawn], clean.vertices[drawn]
        letters = _letters(codes)
        is_line = letters[:1] == "M" and letters.count("L") == len(letters) - 1
        return _float32(vertices), "" if is_line else letters

    def _glyph(self, key: Any, vertices: Any, codes: Iterable[int]) -> Shape:
        if key not in self.glyphs:
            self.glyphs[key] = Shape(_float32(vertices).tobytes(), _letters(codes))
        return self.glyphs[key]

    def _style(self, gc: GraphicsContextBase, face: Any) -> Style:
        width = float(self.points_to_pixels(gc.get_linewidth()))
        alpha = gc.get_alpha() if gc.get_forced_alpha() else None
        offset, dashes = gc.get_dashes()
        style = Style(
            fill="" if face is None else _colour(face, alpha),
            stroke=_colour(gc.get_rgb(), alpha) if width else "",
            width=round(width, 3),
            dash_offset=round(float(self.points_to_pixels(offset or 0)), 3),
            dashes=() if dashes is None else tuple(round(float(self.points_to_pixels(d)), 3) for d in dashes),
            cap={"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle()),
            join=gc.get_joinstyle(),
            **self._clip(gc),
        )
        return self._one(style)

    def _one(self, style: Style) -> Style:
        if len(self.styles) > MOST_STYLES:  # a colour that follows a slider makes ever new ones
            self.styles.clear()
        return self.styles.setdefault(style, style)

    def _clip(self, gc: GraphicsContextBase) -> dict[str, Any]:
        clip: dict[str, Any] = {}
        box = gc.get_clip_rectangle()
        if box is not None:
            top = self.figure.bbox.height - box.y1
            # Agg clips at whole pixels, and so must we, or a curve that leaves the axes shows past the spine.
            left, top, right, bottom = np.floor(np.array([box.x0, top, box.x1, top + box.height]) + 0.5).tolist()
            clip["clip"] = (left, top, right - left, bottom - top)
        path, transform = gc.get_clip_path()
        if path is not None:
            vertices, letters = self._pixels(GraphicsContextBase(), path, transform, filled=True)
            clip["clip_path"] = Shape(vertices.tobytes(), letters or "M" + "L" * (len(vertices) - 1))
        return clip


def _ends_of_segments(path: Path, transform: Any) -> np.ndarray:
    """Return where markers stand, (n, 2), in pixels; none where Agg would draw none."""
    if path.codes is None:
        places = np.asarray(transform.transform(np.ma.filled(path.vertices, np.nan)), dtype=float)
    else:
        places = np.array([points[-2:] for points, _ in path.iter_segments(transform, simplify=False)], dtype=float)
    places = places.reshape(-1, 2)
    near = (np.abs(places) < FARTHEST).all(axis=1)
    return np.compress(near, places, axis=0)


def _without_far_ends(path: Path, transform: Any, width: float, height: float) -> tuple[Path, Any]:
    """Return a filled path, and its transform to pixels, cut off where float32 could not hold it. Nothing of what is seen changes."""
    vertices = transform.transform(path.vertices)
    if not (np.abs(vertices) > FAR).any():  # nor are there any that are no numbers
        return path, transform
    flat = Path(vertices, path.codes).cleaned(curves=False, remove_nans=True)
    reach = max(width, height) + 1000
    polygons = flat.clip_to_bbox(Bbox([(-reach, -reach), (width + reach, height + reach)])).to_polygons()
    inside = [Path(polygon, closed=True) for polygon in polygons]
    return Path.make_compound_path(*inside) if inside else Path(np.empty((0, 2))), IdentityTransform()


def _hashable(content: Any) -> Any:
    if isinstance(content, np.ndarray):
        return content.shape, np.ascontiguousarray(content).tobytes()
    return tuple(map(_hashable, content)) if isinstance(content, (list, tuple)) else content


def _float32(numbers: Any) -> np.ndarray:
    return np.ascontiguousarray(numbers, dtype="<f4")


def _letters(codes: Any) -> str:
    return np.asarray(codes, dtype=np.uint8).tobytes().translate(LETTERS).decode()


def _colour(colour: Any, alpha: float | None = None) -> str:
    """Return "#rrggbbaa"; an `alpha` of the artist's own replaces the colour's, as in Agg."""
    return _hexadecimal(tuple(colour), alpha)


@lru_cache(maxsize=MOST_STYLES)
def _hexadecimal(parts: tuple[float, ...], alpha: float | None) -> str:
    opacity = alpha if alpha is not None else (parts[3] if len(parts) == 4 else 1.0)
    return to_hex((*parts[:3], opacity), keep_alpha=True) if opacity else ""
