"""The live figure: a Matplotlib figure that follows its controls, as one Jupyter widget."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import math
import re
import sysconfig
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakSet

import anywidget
import ipywidgets
import matplotlib.pyplot as plt
import traitlets
from IPython.core.getipython import get_ipython
from IPython.display import display
from matplotlib.figure import Figure

from helpers import web_pages
from helpers.live.controls import Choice, Control, Number, controls_of, traits_for
from helpers.live.export import FORM, exported, fewer
from helpers.live.handles import Handle
from helpers.live.picture import CannotMove, Frame, MovingPicture
from helpers.live.recorder import Stroke
from helpers.live.wire import Wire, indexed
from helpers.thread_output import printed

HERE = Path(__file__).parent
NOT_THE_READERS = (HERE, *(Path(sysconfig.get_path(place)) for place in ("stdlib", "purelib", "platlib")))
MOST_FRAMES = 20_000
NARROWEST = 400  # CSS pixels; below that a figure is scaled after all
SLOW = 1.0  # seconds of preparing after which a progress bar is worth it
ONE_AT_A_TIME = threading.RLock()  # a kernel may run a cell beside what a slider asks for, and Matplotlib is not made for that


def _whole_of(_: Any, widget: LiveFigure) -> dict[str, Any]:
    return widget._whole()


class LiveFigure(anywidget.AnyWidget):
    """A figure that `function` redraws whenever one of its controls changes; `live` makes one and shows it.

    Each control's value is a trait of the same name, so that `observe`, `ipywidgets.link` and the like work as with any widget.

    Args:
        figure: What Matplotlib's `plt.subplots` and the like return first.
        function: Changes artists of the figure. It gets the controls' values as arguments. Text that it returns describes the
            picture to those who do not see it; without, the figure's titles do.
        ahead: Run the function for every position of the controls now, so that no kernel is needed later.
        prepare: With False, `ahead` waits for a call of `prepare()`.
        handles: Points that can be dragged; each sets one or two of the controls.
        abbreviations: For each argument, what controls it: `(low, high)`, `(low, high, step)`, `Log(low, high)`, `Steps(low,
            high)`, `True`, a list or dictionary of options, an ipywidgets widget, or `ipywidgets.fixed(value)`.

    Raises:
        TypeError: `figure` is no figure, or an argument has nothing to control it.
        ValueError: A control makes no sense; the message says what it needs.
        CannotMove: Something moves that cannot be sent as strokes, such as an image.
    """

    _esm = (HERE / "live.js").read_text(encoding="utf-8")
    _css = (HERE / "live.css").read_text(encoding="utf-8")
    _picture = traitlets.Dict().tag(sync=True, to_json=_whole_of)

    # What `close` looks at, which also ends a figure that could not be made.
    _links: Sequence[Any] = ()
    _own_layout: Any = None

    _lacks = ""  # what a web page's controls lack beside those of a notebook: "stops", "controls" or nothing

    def __init__(
        self,
        figure: Figure,
        function: Callable[..., Any],
        /,
        ahead: bool = False,
        prepare: bool = True,
        handles: Sequence[Handle] = (),
        **abbreviations: Any,
    ) -> None:
        __tracebackhide__ = True
        if not isinstance(figure, Figure):
            raise TypeError(f"live needs a figure first, as in `figure, axes = plt.subplots()`; it got {type(figure).__name__}.")
        self._controls, self._fixed = controls_of(function, abbreviations)
        for control in self._controls:
            if hasattr(LiveFigure, control.name):
                raise ValueError(f"a live figure needs the name {control.name!r} for itself: please call the argument something else.")
        for handle in handles:
            handle.check(self._controls)
        self._handles = tuple(handles)
        self._figure, self._function, self._wants_ahead = figure, function, ahead
        self._frames: list[Frame] = []
        self._texts: list[str] = []
        self._errors: dict[int, str] = {}
        self._error = self._printed = ""
        self._serial, self._ratio, self._sent_version = 0, 1.0, 0
        self._wire = Wire()
        self._key = uuid.uuid4().hex
        self._from_browser = False
        self._shown_in = ""
        self._pages: set[str] = set()  # those that show it
        self.add_traits(**traits_for(self._controls))
        plt.close(figure)  # from now on this widget shows it; pyplot would show it again, and keep it for ever
        with self._capture():
            self._call(self._values())
        self._moving = MovingPicture(figure)
        self._natural_width = self._moving.size[0]
        self._moving.discover([partial(self._probe, values) for values in self._ends()])
        self._frame = self._moving.update()
        super().__init__()
        self._own_layout = self.layout  # a widget of its own, which nobody else closes
        self._sent_version, self._sent_tracks = self._moving.version, self._tracks()
        self._links = [
            traitlets.link((abbreviations[control.name], "value"), (self, control.name))
            for control in self._controls
            if isinstance(abbreviations.get(control.name), ipywidgets.Widget)
        ]
        self.observe(self._value_changed, [control.name for control in self._controls])
        self.on_msg(self._receive)
        _take_the_place_of_earlier_ones(self)
        if ahead and prepare:
            self.prepare()

    # What a lesson or a reader may call.

    def prepare(self) -> None:
        """Run the function for every position of its controls, if `ahead` was asked for, and send all frames to the browser."""
        if self._wants_ahead:
            with ONE_AT_A_TIME:
                self._draw_every_position()
                self._send_whole()

    def prepare_for_page(self) -> None:
        """Draw every position, asked for or not, for a web page without a kernel; where they are too many, it stays a still picture."""
        if self._wants_ahead or not self._controls:
            self.prepare()
            return
        controls, fixed = self._controls, self._fixed
        kept = fewer(controls, len(self._moving.moving))
        if not kept:
            return
        self._controls = kept
        self._fixed = fixed | {control.name: control.start for control in controls if control.name not in {each.name for each in kept}}
        try:
            self._draw_every_position()
        except (CannotMove, ValueError):  # it is alive with a kernel only
            self._controls, self._fixed, self._frames = controls, fixed, []
        else:
            self._lacks = "controls" if len(kept) < len(controls) else "stops" if kept != controls else ""

    def _draw_every_position(self) -> None:
        counts = [len(control.positions()) for control in self._controls]
        if math.prod(counts) > MOST_FRAMES:
            sizes = " × ".join(map(str, counts))
            advice = "use fewer or coarser controls, or ahead=False"
            raise ValueError(f"{sizes} = {math.prod(counts):,} pictures are too many to draw ahead: {advice}.")
        tracks, version = self._tracks(), -1
        while version != self._moving.version:  # what is found to move on the way may be missing in the frames before it
            version = self._moving.version
            self._frames, self._texts, self._errors = [()] * math.prod(counts), [""] * math.prod(counts), {}
            self._strokes: dict[Stroke, Stroke] = {}  # each once: from one position to the next most of a picture stays as it is
            started = told = time.perf_counter()
            for done, (index, values) in enumerate(sorted(enumerate(self._positions()), key=self._settings)):
                self._draw_ahead(index, values)
                if self._handles and self._tracks() != tracks:
                    raise ValueError("a figure with handles cannot be drawn ahead while the limits of its axes change: use ahead=False.")
                now = time.perf_counter()
                if now - started > SLOW and now - told > 0.1:
                    told = now
                    self.send({"kind": "progress", "part": done / math.prod(counts)})
        self._strokes = {}
        with self._capture():
            self._call(self._values())
        self._frame = self._moving.update()
        self._moving.rest()
        self._serial += 1
        self.send({"kind": "progress", "part": 1})

    def reset(self) -> None:
        """Put every control back to where it stood at the start."""
        with self.hold_trait_notifications():
            for control in self._controls:
                setattr(self, control.name, control.start)

    def describe(self) -> str:
        """Return the picture in one sentence: "Live figure: MAE 5.40 at a = 0, b = 0, c = 0"."""
        return f"Live figure: an error at {self._at(self._values())}" if self._error else self._sentence(self._values())

    def png(self) -> bytes:
        """Return the picture as it stands now, drawn by Matplotlib, as a PNG image."""
        return self._moving.png()

    def html(self) -> str:
        """Return the figure as HTML that needs nothing else: alive if every frame was drawn ahead, and a still picture if not."""
        image = f'<img alt="{_escaped(self.describe())}" src="data:image/png;base64,{_base64(self.png())}">'
        if not self._frames:
            return f"<figure>{image}<figcaption>Run this lesson to move the controls of this figure.</figcaption></figure>"
        whole = self._whole(ratio=2)
        buffers = json.dumps([_base64(buffer) for buffer in whole.pop("buffers")])
        picture = json.dumps(whole).replace("</", "<\\/")
        script = (HERE / "live.js").read_text(encoding="utf-8").replace("export ", "").replace("default { render };", "")
        return (
            f'<div id="live-{self._key}"><noscript>{image}</noscript></div><style>{self._css}</style><script type="module">\n{script}\n'
            f"const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));\n"
            f'mount(document.getElementById("live-{self._key}"), {{...{picture}, buffers: {buffers}.map(bytes)}});\n</script>'
        )

    def close(self) -> None:
        """Free the figure; the browser's picture is gone as well."""
        for link in self._links:
            link.unlink()
        self._frames, self._links = [], []
        self.unobserve_all()
        if self._own_layout is not None:
            self._own_layout.close()
        super().close()

    def _ipython_display_(self) -> None:
        """Show the figure, but only once in a run of a cell: `live` has shown it when its value is the cell's last line."""
        run = _run_of_cell()[1]
        if run and run == self._shown_in:
            return
        self._shown_in = run
        if get_ipython() is None:
            print(self.describe())
        else:
            data, metadata = self._repr_mimebundle_()
            display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: dict[str, Any] = {"text/plain": self.describe(), "image/png": _base64(self.png())}
        if web_pages.being_made():
            bundle[FORM] = exported(self)
        if self.comm is not None:
            bundle["application/vnd.jupyter.widget-view+json"] = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return bundle, {}

    def __repr__(self) -> str:
        return self.describe()

    # Values.

    def _values(self) -> dict[str, Any]:
        return {control.name: getattr(self, control.name) for control in self._controls}

    def _ends(self) -> Iterator[dict[str, Any]]:
        """Yield values that between them move all there is to move: each control at its ends, the others at their start."""
        for control in self._controls:
            positions = control.positions()
            for position in positions if isinstance(control, Choice) else (positions[0], positions[-1]):
                yield {**self._values(), control.name: position}
        yield self._values()

    def _positions(self) -> Iterator[dict[str, Any]]:
        names = [control.name for control in self._controls]
        for combination in itertools.product(*(control.positions() for control in self._controls)):
            yield dict(zip(names, combination, strict=True))

    def _settings(self, place: tuple[int, dict[str, Any]]) -> tuple[str, ...]:
        """Return the choices and switches of a position: they may change an axes' limits, and then everything has to be looked at anew."""
        return tuple(control.label(place[1][control.name]) for control in self._controls if not isinstance(control, Number))

    def _to_browser(self) -> dict[str, Any]:
        return {control.name: _index_or_value(control, getattr(self, control.name)) for control in self._controls}

    def _take_from_browser(self, values: dict[str, Any]) -> None:
        self._from_browser = True
        try:
            with self.hold_trait_notifications():
                for control in self._controls:
                    value = values[control.name]
                    setattr(self, control.name, control.values[value] if isinstance(control, Choice) else value)
        finally:
            self._from_browser = False

    def _value_changed(self, change: Any) -> None:
        if self._from_browser:
            return  # whoever took the values draws once, when all of them are there
        with ONE_AT_A_TIME:
            self._redraw()
            if self._frames:
                self._send_values()
            else:
                self._send_frame()

    # Drawing.

    def _call(self, values: dict[str, Any]) -> None:
        __tracebackhide__ = True
        said = self._function(**values, **self._fixed)
        self._said = said if isinstance(said, str) else ""

    @contextlib.contextmanager
    def _capture(self) -> Iterator[None]:
        """Keep what the reader's function prints, to show it under the figure."""
        __tracebackhide__ = True
        with printed() as said:
            try:
                yield
            finally:
                self._printed = said.getvalue().rstrip()[-2000:]

    def _probe(self, values: dict[str, Any]) -> None:
        """Draw at other values, to see what moves. An error there is shown when the reader comes there, and not before."""
        with contextlib.suppress(Exception), printed():
            self._call(values)

    def _redraw(self) -> None:
        """Run the reader's function. If it fails, the last good picture stays and its error is told."""
        try:
            with self._capture():
                self._call(self._values())
            self._frame = self._moving.update()
            self._error = ""
        except (Exception, KeyboardInterrupt) as error:
            self._error = _explained(error)

    def _draw_ahead(self, index: int, values: dict[str, Any]) -> None:
        try:
            with printed():
                self._call(values)
            once = self._strokes.setdefault
            self._frames[index] = tuple(tuple(once(stroke, stroke) for stroke in run) for run in self._moving.update())
            self._texts[index] = self._sentence(values)
        except Exception as error:
            self._errors[index] = _explained(error)
            self._texts[index] = f"Live figure: an error at {self._at(values)}"

    def _sentence(self, values: dict[str, Any]) -> str:
        titles = [title.get_text() for title in self._titles() if title is not None]
        words = self._said or ", ".join(title for title in titles if title) or "a picture"
        return f"Live figure: {_plain(words)} at {self._at(values)}" if values else f"Figure: {_plain(words)}"

    def _titles(self) -> Iterator[Any]:
        yield self._figure._suptitle
        for axes in self._figure.axes:
            yield from (axes._left_title, axes.title, axes._right_title)

    def _at(self, values: dict[str, Any]) -> str:
        return ", ".join(f"{control.words} = {control.label(values[control.name])}" for control in self._controls)

    # Talking with the browser.

    def _receive(self, _: Any, message: dict[str, Any], __: Any) -> None:
        with ONE_AT_A_TIME:
            self._answer(message)

    def _answer(self, message: dict[str, Any]) -> None:
        kind = message.get("kind")
        if kind == "set":
            started = time.perf_counter()
            try:
                self._take_from_browser(message["values"])
                self._redraw()
            except (Exception, KeyboardInterrupt) as error:  # from somebody who observes a value
                self._error = _explained(error)
            self._send_frame(view=message.get("view"), id=message["id"], ms=1000 * (time.perf_counter() - started))
        elif kind == "rest":
            self._take_from_browser(message["values"])
            self._redraw()
            self._send_values(message.get("view"))
        elif kind == "hello":
            self._pages.add(message.get("page", ""))
            narrower = self._fit(message["width"])
            if narrower or message["serial"] != self._serial or message["ratio"] != self._ratio:
                self._ratio = float(message["ratio"])
                self._send_whole()
        elif kind == "left":
            self._pages.discard(message.get("page", ""))
        elif kind == "unseen":
            self._pages.discard(message.get("page", ""))
            if not self._pages:
                self.close()

    def _fit(self, width: float) -> bool:
        """Lay the figure out anew where it would not fit: a picture that is merely scaled down has text too small to read."""
        width = min(self._natural_width, max(NARROWEST, width))
        if abs(width - self._moving.size[0]) < 2:
            return False
        self._figure.set_size_inches(width / self._figure.dpi, self._figure.get_size_inches()[1])
        self._moving.lay_out_anew()
        if self._frames:
            self._draw_every_position()
        else:
            self._frame = self._moving.update()
        return True

    def _send_frame(self, **extra: Any) -> None:
        if self._moving.version != self._sent_version:
            self._send_whole(**extra)
            return
        message = {"kind": "frame", "error": self._error, "printed": self._printed, **extra}
        buffers: list[bytes] = []
        if not self._error:
            self._serial += 1
            message |= self._state()
            message["packet"], message["frame"], numbers = _packed(self._wire, self._frame)
            buffers = [numbers]
            tracks = self._tracks()
            if tracks != self._sent_tracks:
                message["handles"] = self._sent_tracks = tracks
        self.send(message, buffers)

    def _send_values(self, view: str | None = None) -> None:
        if self._moving.version != self._sent_version:  # the frames belong to layers that are no more
            self._draw_every_position()
            self._send_whole()
        self._serial += 1
        self.send({"kind": "values", "view": view, "serial": self._serial, "values": self._to_browser()})

    def _send_whole(self, **extra: Any) -> None:
        self._wire, self._sent_version, self._sent_tracks = Wire(), self._moving.version, self._tracks()
        whole = self._whole(self._wire)
        buffers = whole.pop("buffers")
        del whole["controls"]
        self.send({"kind": "frame", **whole, **extra}, buffers)

    def _tracks(self) -> list[dict[str, Any]]:
        return [handle.track(self._controls, self._moving.size[1]) for handle in self._handles]

    def _state(self) -> dict[str, Any]:
        return {"serial": self._serial, "text": self.describe(), "values": self._to_browser()}

    def _whole(self, wire: Wire | None = None, ratio: float | None = None) -> dict[str, Any]:
        """Return all that a browser needs which has seen nothing of this figure before.

        What is sent after it counts on the wire it is packed for. Without one, it counts on nothing that anybody has seen.
        """
        if wire is None:
            self._wire, wire = Wire(), Wire()
        ratio = ratio or self._ratio
        layers = self._moving.layers(ratio)
        whole = {"key": self._key, "error": self._error, "printed": self._printed, **self._state()}
        if self._frames:
            strokes, frames = indexed(self._frames)
            whole["packet"], numbers = wire.pack(strokes)
            counts = [len(control.positions()) for control in self._controls]
            whole["ahead"] = {"frames": frames, "counts": counts, "texts": self._texts, "errors": self._errors}
        else:
            whole["packet"], whole["frame"], numbers = _packed(wire, self._frame)
        pictures = [layer for layer in layers if layer]
        places = itertools.count(1)
        return {
            **whole,
            "controls": [control.spec() for control in self._controls],
            "handles": self._tracks(),
            "size": self._moving.size,
            "ratio": ratio,
            "layers": [next(places) if layer else 0 for layer in layers],
            "buffers": [numbers, *pictures],
        }


def live(
    figure: Figure, /, ahead: bool = False, handles: Sequence[Handle] = (), on_page: bool = True, **abbreviations: Any
) -> Callable[[Callable[..., Any]], LiveFigure]:
    """Show a figure with controls under it, and let the function below redraw it whenever one of them changes.

        figure, axes = plt.subplots()
        curve, = axes.plot(x, x)

        @live(figure, a=(-5, 5))
        def redraw(a=1.0):
            curve.set_ydata(a * x)

    The name of the function then stands for the `LiveFigure`, which says more. With `ahead=True` the function runs for every
    position of its controls at once, and the figure needs no kernel from then on. Each of `handles` is a point of the picture that
    can be dragged: `handles=[Handle("corner", axes, x="a", y=0)]`. With `on_page=False` a web page,
    which has no kernel, shows it as it starts and no more: for what is measured at the reader's wish.
    """
    __tracebackhide__ = True

    def decorate(function: Callable[..., Any]) -> LiveFigure:
        __tracebackhide__ = True
        widget = LiveFigure(figure, function, ahead=ahead, prepare=False, handles=handles, **abbreviations)
        if web_pages.being_made() and on_page:
            widget.prepare_for_page()
        display(widget)
        if not web_pages.being_made():
            widget.prepare()
        return widget

    return decorate


def still(figure: Figure, description: str) -> LiveFigure:
    """Show a figure that does not move, with words for those who do not see it."""
    return live(figure)(lambda: description)


_of_cell: dict[str, tuple[str, WeakSet[LiveFigure]]] = {}


def _run_of_cell() -> tuple[str, str]:
    """Return which cell is running, as far as the front end says so, and which run of a cell this is; "" for what is not known."""
    shell = get_ipython()
    knows: Any = shell if hasattr(shell, "get_parent") else getattr(shell, "kernel", None)  # JupyterLite's shell leaves it to its kernel
    parent = knows.get_parent() if hasattr(knows, "get_parent") else {}
    return parent.get("metadata", {}).get("cellId", ""), parent.get("header", {}).get("msg_id", "")


def _take_the_place_of_earlier_ones(widget: LiveFigure) -> None:
    """Close the live figures that an earlier run of the same cell made."""
    cell, run = _run_of_cell()
    if not cell:
        return
    last_run, widgets = _of_cell.get(cell, ("", WeakSet()))
    if run != last_run:
        for earlier in widgets:
            earlier.close()
        widgets = WeakSet()
    widgets.add(widget)
    _of_cell[cell] = run, widgets


def _index_or_value(control: Control, value: Any) -> Any:
    return control.index(value) if isinstance(control, Choice) else value


def _packed(wire: Wire, frame: Frame) -> tuple[dict[str, Any], list[list[int]], bytes]:
    packet, numbers = wire.pack([stroke for run in frame for stroke in run])
    indices = itertools.count()
    return packet, [[next(indices) for _ in run] for run in frame], numbers


def _explained(error: BaseException) -> str:
    """Return the error in the reader's terms: what it is, and which of their lines it comes from."""
    if isinstance(error, KeyboardInterrupt):
        return "Stopped. Move a control to draw again."
    frames = traceback.extract_tb(error.__traceback__)
    readers = [frame for frame in frames if not any(Path(frame.filename).is_relative_to(place) for place in NOT_THE_READERS)]
    where = f"\n{readers[-1].line}   (line {readers[-1].lineno} of its cell)" if readers and readers[-1].line else ""
    return f"{type(error).__name__}: {error}{where}"


def _plain(words: str) -> str:
    """Return a title as words: mathtext loses its dollars and backslashes, and lines become one."""
    return re.sub(r"\s+", " ", re.sub(r"\$([^$]*)\$", lambda match: match[1].replace("\\", ""), words)).strip()


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
