"""What a web site takes of a live figure: the still picture and, where it can be had, every frame, for a wide page and for a phone.

A page has no kernel. So a figure that does not draw ahead in a notebook does so here, if few positions are enough: where its sliders have
too many stops, every second one is left out, or more of them, or all but the slider that plays.
"""

from __future__ import annotations

import base64
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from helpers import web_pages
from helpers.live.controls import Control, Number
from helpers.live.conversation import whole
from helpers.live.drawing import Drawing, Values
from helpers.live.frames_ahead import FramesAhead, draw_ahead
from helpers.live.looks import turns_dark
from helpers.live.packets import Packer

FORM = "application/vnd.lessons.live+json"
RATIO = 2  # image pixels to a CSS pixel
PHONES = (400, 480, 560, 640)  # CSS pixels: the first in which no word is cut off is scaled to the width of a phone
MOST_DRAWN = 3_000  # artists in all frames of a figure that draws ahead only because a page has no kernel
COARSER = (1, 2, 4, 5, 10, 20)  # how many stops become one
FINEST = 32  # parts of a CSS pixel: finer ones nobody sees, but they take room


@dataclass(frozen=True)
class PageForm:
    """A figure for a page: alive where every position was drawn `ahead`, and a still picture where not.

    Its controls may lack something beside those of a notebook: "stops", "controls" or nothing.
    """

    drawing: Drawing
    values: Values
    ahead: FramesAhead | None = None
    lacks: str = ""

    def exported(self) -> dict[str, Any]:
        """Return all that a page needs: what it shows in words, what its controls lack, and its "wide" and "narrow" forms."""
        text, still = self.drawing.describe(self.values), not self.drawing.controls
        wide = narrow = self._form()
        natural = self.drawing.natural_size[0]
        if natural > PHONES[0] and not web_pages.with_stills_only():
            self._fit_a_phone()
            ahead = draw_ahead(self.drawing, self.values) if self.ahead else None
            narrow = replace(self, ahead=ahead)._form()
            self.drawing.grow_back()
        told = {"text": text, "still": still, "lacks": self.lacks, "turns_dark": turns_dark(self.drawing.figure)}
        return {**told, "wide": wide, "narrow": narrow}

    def html(self, key: str, script: str, style: str) -> str:
        """Return HTML that needs nothing else, with the script and style of live figures in it."""
        words, png = _escaped(self.drawing.describe(self.values)), _base64(self.drawing.picture.png())
        image = f'<img alt="{words}" src="data:image/png;base64,{png}">'
        if not self.ahead:
            return f"<figure>{image}<figcaption>Run this lesson to move the controls of this figure.</figcaption></figure>"
        message = self._whole() | {"key": key, "serial": 0}
        buffers = json.dumps([_base64(buffer) for buffer in message.pop("buffers")])
        picture = json.dumps(message).replace("</", "<\\/")
        return (
            f'<div id="live-{key}"><noscript>{image}</noscript></div><style>{style}</style><script type="module">\n{script}\n'
            f"const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));\n"
            f'mount(document.getElementById("live-{key}"), {{...{picture}, buffers: {buffers}.map(bytes)}});\n</script>'
        )

    def _fit_a_phone(self) -> None:
        for width in PHONES:
            self.drawing.fit(width)
            if _shows_all_words(self.drawing.figure):
                break

    def _whole(self) -> dict[str, Any]:
        return whole(self.drawing, self.values, self.ahead, RATIO, Packer())

    def _form(self) -> dict[str, Any]:
        picture = self.drawing.picture
        form: dict[str, Any] = {"size": picture.size, "png": _base64(picture.png(RATIO, compress_level=1))}  # the site packs it anew
        if self.ahead:
            message = self._whole() | {"key": "", "serial": 0}
            numbers, *pictures = message.pop("buffers")
            message["packet"]["table"] = 0
            form["whole"] = message
            form["buffers"] = [_base64(buffer) for buffer in (_rounded(message["packet"], numbers), *pictures)]
        return form


def page_form(drawing: Drawing, values: Values, wants_ahead: bool, most: int | None = None) -> PageForm:
    """Return the form in which every position is drawn, asked for or not; where they are too many, it is a still picture.

    It has `most` positions at most, where that is said, and otherwise all if they are drawn ahead in a notebook, too.
    """
    drawing.discover(values)  # or else what is found to move on the way has everything drawn a second time
    if wants_ahead and most is None:
        return PageForm(drawing, values, draw_ahead(drawing, values))
    kept = fewer(drawing.controls, 0 if wants_ahead else len(drawing.picture.moving), most)
    if not kept:
        return PageForm(drawing, values)
    simpler = drawing.with_controls(kept)
    kept_values = {control.name: values[control.name] for control in kept}
    try:
        ahead = draw_ahead(simpler, kept_values)
    except ValueError:  # it is alive with a kernel only
        drawing.redraw(values)
        return PageForm(drawing, values)
    lacks = "controls" if len(kept) < len(drawing.controls) else "stops" if kept != list(drawing.controls) else ""
    return PageForm(simpler, kept_values, ahead, lacks)


def fewer(controls: Sequence[Control], moving: int, most: int | None = None) -> list[Control]:
    """Return controls with so few stops that all their positions can be drawn, `most` of them at most, with so many moving artists in each.

    What plays keeps all its stops where it can. Where nothing helps these are the controls that play, if there are any: the others then
    stay where they start.
    """
    enough = MOST_DRAWN // max(1, moving)
    most = enough if most is None else min(most, enough)
    for every, playing in itertools.product(COARSER, (1, None)):
        coarse = [_with_every((_plays(control) and playing) or every, control) for control in controls]
        kept = [control for control in coarse if control is not None]
        if len(kept) == len(coarse) and _positions(kept) <= most:
            return kept
    kept = [control for control in controls if _plays(control)]
    return kept if _positions(kept) <= most else []


def _positions(controls: Sequence[Control]) -> int:
    return math.prod(len(control.positions()) for control in controls)


def _plays(control: Control) -> bool:
    return isinstance(control, Number) and control.plays


def _with_every(every: int, control: Control) -> Control | None:
    """Return a number with only some of its stops, among them the start and both ends, or None if that can't be."""
    if every == 1 or not isinstance(control, Number) or len(control.stops) <= 2 * every:
        return control
    stops = control.stops[::every]
    return replace(control, stops=stops) if control.start in stops and stops[-1] == control.stops[-1] else None


def _shows_all_words(figure: Figure) -> bool:
    """Return whether everything written lies inside the picture, as it starts."""
    edges = figure.bbox.padded(1)
    texts = [text for text in (*figure.texts, *(text for axes in figure.axes for text in _words_of(axes))) if text.get_visible()]
    corners = [corner for text in texts if text.get_text() for corner in text.get_window_extent().corners()]
    return all(edges.contains(x, y) for x, y in corners)


def _words_of(axes: Axes) -> Iterator[Text]:
    """Yield what is written in and about axes, but for the numbers at their ticks."""
    yield from (axes.title, axes.xaxis.label, axes.yaxis.label, *axes.texts)
    legend = axes.get_legend()
    yield from legend.get_texts() if legend else ()


def _rounded(packet: dict[str, Any], numbers: bytes) -> bytes:
    """Return a packet's numbers with the vertices of its paths rounded to what can be seen. Shapes are scaled later, so they stay."""
    values = np.frombuffer(numbers, "<f4").copy()
    for path in _paths(packet):
        values[path] = np.round(values[path] * FINEST) / FINEST + 0.0
    return values.tobytes()


def _paths(packet: dict[str, Any]) -> Iterator[slice]:
    start = sum(count for _, count in packet["shapes"])
    for stroke in packet["strokes"]:
        if isinstance(stroke, dict):
            continue  # a picture
        _, count, _, shapes, _ = stroke
        if not shapes:
            yield slice(start, start + count)
        start += count


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
