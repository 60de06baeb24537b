"""What a web site takes of a live figure: the still picture and, where it can be had, every frame, for a wide page and for a phone.

A page has no kernel. So a figure that does not draw ahead in a notebook does so here, if few positions are enough: where its sliders have
too many stops, every second one is left out, or more of them, or all but the slider that plays.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from helpers.live.controls import Control, Number

if TYPE_CHECKING:
    from helpers.live.figure import LiveFigure

FORM = "application/vnd.lessons.live+json"
RATIO = 2  # image pixels to a CSS pixel
PHONES = (400, 480, 560, 640)  # CSS pixels: the first in which no word is cut off is scaled to the width of a phone
MOST_DRAWN = 3_000  # artists in all frames of a figure that draws ahead only because a page has no kernel
COARSER = (1, 2, 4, 5, 10, 20)  # how many stops become one
FINEST = 32  # parts of a CSS pixel: finer ones nobody sees, but they take room


def fewer(controls: Sequence[Control], moving: int) -> list[Control]:
    """Return controls with so few stops that all their positions can be drawn, with so many moving artists in each.

    Where that can't be done these are the controls that play, if there are any: the others then stay where they start.
    """
    for every in COARSER:
        coarse = [_with_every(every, control) for control in controls]
        kept = [control for control in coarse if control is not None]
        if len(kept) == len(coarse) and _positions(kept) * moving <= MOST_DRAWN:
            return kept
    kept = [control for control in controls if isinstance(control, Number) and control.plays]
    return kept if _positions(kept) * moving <= MOST_DRAWN else []


def _positions(controls: Sequence[Control]) -> int:
    return math.prod(len(control.positions()) for control in controls)


def _with_every(every: int, control: Control) -> Control | None:
    """Return a number with only some of its stops, among them the start and both ends, or None if that can't be."""
    if every == 1 or not isinstance(control, Number) or len(control.stops) <= 2 * every:
        return control
    stops = control.stops[::every]
    return replace(control, stops=stops) if control.start in stops and stops[-1] == control.stops[-1] else None


def exported(widget: LiveFigure) -> dict[str, Any]:
    """Return all that a page needs: what it shows in words, what its controls lack, and its "wide" and "narrow" forms."""
    wide = narrow = _form(widget)
    natural, frames = widget._natural_width, widget._frames
    if natural > PHONES[0]:
        widget._frames = []  # so that looking for a width, and the way back, draw nothing anew
        for width in PHONES:
            widget._fit(min(width, natural))
            if _shows_all_words(widget):
                break
        if frames:
            widget._draw_every_position()
        narrow = _form(widget)
        widget._frames = []
        widget._fit(natural)
        widget._frames = frames
    return {"text": widget.describe(), "still": not widget._controls, "lacks": widget._lacks, "wide": wide, "narrow": narrow}


def _shows_all_words(widget: LiveFigure) -> bool:
    """Return whether everything written lies inside the picture, as it starts."""
    figure = widget._figure
    edges = figure.bbox.padded(1)
    texts = [text for text in (*figure.texts, *(text for axes in figure.axes for text in _words_of(axes))) if text.get_visible()]
    corners = [corner for text in texts if text.get_text() for corner in text.get_window_extent().corners()]
    return all(edges.contains(x, y) for x, y in corners)


def _words_of(axes: Axes) -> Iterator[Text]:
    """Yield what is written in and about axes, but for the numbers at their ticks."""
    yield from (axes.title, axes.xaxis.label, axes.yaxis.label, *axes.texts)
    legend = axes.get_legend()
    yield from legend.get_texts() if legend else ()


def _form(widget: LiveFigure) -> dict[str, Any]:
    form: dict[str, Any] = {"size": widget._moving.size, "png": _base64(widget._moving.png(RATIO))}
    if widget._frames:
        whole = {**widget._whole(ratio=RATIO), "key": "", "serial": 0}
        numbers, *pictures = whole.pop("buffers")
        whole["packet"]["table"] = 0
        form["whole"] = whole
        form["buffers"] = [_base64(buffer) for buffer in (_rounded(whole["packet"], numbers), *pictures)]
    return form


def _rounded(packet: dict[str, Any], numbers: bytes) -> bytes:
    """Return a packet's numbers with the vertices of its paths rounded to what can be seen. Shapes are scaled later, so they stay."""
    values = np.frombuffer(numbers, "<f4").copy()
    for path in _paths(packet):
        values[path] = np.round(values[path] * FINEST) / FINEST + 0.0
    return values.tobytes()


def _paths(packet: dict[str, Any]) -> Iterator[slice]:
    start = sum(count for _, count in packet["shapes"])
    for _, count, _, shapes, _ in packet["strokes"]:
        if not shapes:
            yield slice(start, start + count)
        start += count


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
