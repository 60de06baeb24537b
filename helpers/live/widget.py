"""The live figure: a Matplotlib figure that follows its controls, as one Jupyter widget."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import anywidget
import traitlets
from IPython.core.getipython import get_ipython
from IPython.display import display
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from helpers import web_pages
from helpers.browser import module, script
from helpers.live.controls import Control, controls_of, traits_for, widget_of
from helpers.live.conversation import Conversation
from helpers.live.drawing import ONE_AT_A_TIME, Drawing
from helpers.live.handles import Handle
from helpers.live.kept_values import kept_values
from helpers.live.page_form import FORM, PageForm, page_form
from helpers.live.running_cell import cell_and_run, take_the_place_of_earlier_ones, watch_cells

HERE = Path(__file__).parent
PLACES = ("below", "above", "beside")
SCRIPT = HERE / "browser" / "widget.js"


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
        controls_at: Where the controls stand: "below" the picture, "above" it, or "beside" it, where there is room.
        moves: For a control, the only artists that it moves, so that `ahead` needn't look at the others.
        abbreviations: For each argument, what controls it: `(low, high)`, `(low, high, step)`, `Log(low, high)`, `Steps(low,
            high)`, `True`, a list or dictionary of options, an ipywidgets widget, or `ipywidgets.fixed(value)`; `Styled(...)` gives
            any of these a look.

    Raises:
        TypeError: `figure` is no figure, or an argument has nothing to control it.
        ValueError: A control makes no sense, or the function makes a figure of its own; the message says what to do.
    """

    _esm = module(SCRIPT)
    _css = (HERE / "live.css").read_text(encoding="utf-8")
    _picture = traitlets.Dict().tag(sync=True, to_json=_whole_of)

    # What `close` looks at, which also ends a figure that could not be made.
    _links: Sequence[Any] = ()
    _own_layout: Any = None

    _page: PageForm | None = None  # what a web page shows, once that is prepared

    def __init__(
        self,
        figure: Figure,
        function: Callable[..., Any],
        /,
        ahead: bool = False,
        prepare: bool = True,
        handles: Sequence[Handle] = (),
        controls_at: str = "below",
        moves: Mapping[str, Sequence[Artist]] = MappingProxyType({}),
        **abbreviations: Any,
    ) -> None:
        __tracebackhide__ = True
        _check_figure(figure)
        controls, fixed = controls_of(function, abbreviations)
        _check(controls, handles)
        if controls_at not in PLACES:
            raise ValueError(f"controls stand {', '.join(map(repr, PLACES))} the picture; controls_at is {controls_at!r}.")
        if unknown := set(moves) - {control.name for control in controls}:
            raise ValueError(f"moves names {min(unknown)!r}, which is no control of this figure.")
        self._wants_ahead = ahead
        self._shown_in = ""
        self._kept = kept_values()
        starts = _starts(controls, {name: value for name, value in self._kept.values.items() if widget_of(abbreviations.get(name)) is None})
        self.add_traits(**traits_for(controls))
        for name, value in starts.items():
            self.set_trait(name, value)
        watch_cells()
        with ONE_AT_A_TIME:
            self._drawing = Drawing(figure, function, controls, fixed, handles, starts, controls_at, moves)
            self._conversation = Conversation(self, self._drawing, self._kept.key)
            super().__init__()
            self._own_layout = self.layout  # a widget of its own, which nobody else closes
            self._links = [
                traitlets.link((source, "value"), (self, control.name))
                for control in controls
                if (source := widget_of(abbreviations.get(control.name))) is not None
            ]
            self.observe(self._value_changed, [control.name for control in controls])
            self.on_msg(self._receive)
            take_the_place_of_earlier_ones(self)
            if ahead and prepare:
                self.prepare()

    def prepare(self) -> None:
        """Run the function for every position of its controls, if `ahead` was asked for, and send all frames to the browser."""
        if self._wants_ahead:
            with ONE_AT_A_TIME:
                self._conversation.prepare()

    def prepare_for_page(self, most: int | None = None) -> None:
        """Draw every position, `most` at most, for a web page without a kernel; where they are too many, it stays a still picture."""
        with ONE_AT_A_TIME:
            self._page = page_form(self._drawing, self._conversation.values(), self._wants_ahead, most)

    def reset(self) -> None:
        """Put every control back to where it stood at the start."""
        with self.hold_trait_notifications():
            for control in self._drawing.controls:
                setattr(self, control.name, control.start)

    def describe(self) -> str:
        """Return the picture in one sentence: "Live figure: MAE 5.40 at a = 0, b = 0, c = 0"."""
        with ONE_AT_A_TIME:
            return self._drawing.describe(self._conversation.values())

    def png(self) -> bytes:
        """Return the picture as it stands now, drawn by Matplotlib, as a PNG image."""
        with ONE_AT_A_TIME:
            return self._drawing.picture.png()

    def html(self) -> str:
        """Return the figure as HTML that needs nothing else: alive if every frame was drawn ahead, and a still picture if not."""
        with ONE_AT_A_TIME:
            return self._form_for_page().html(self._conversation.key, script(SCRIPT), self._css)

    def close(self) -> None:
        """Free the figure; the browser's picture is gone as well."""
        for link in self._links:
            link.unlink()
        self._links = []
        self.unobserve_all()
        if self._own_layout is not None:
            self._own_layout.close()
            self._conversation.close()
        super().close()

    def may_be_shown_in(self, run: str) -> bool:
        """Return whether it is there still, and this run of a cell has not shown it."""
        return self.comm is not None and run != self._shown_in

    def _ipython_display_(self) -> None:
        """Show the figure, but only once in a run of a cell: `live` has shown it when its value is the cell's last line."""
        run = cell_and_run()[1]
        if run and run == self._shown_in:
            return
        self._shown_in = run
        if get_ipython() is None:
            print(self.describe())
        else:
            data, metadata = self._repr_mimebundle_()
            display(data, metadata=metadata, raw=True)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: dict[str, Any] = {"text/plain": self.describe()}
        if web_pages.being_made():
            with ONE_AT_A_TIME:
                bundle[FORM] = self._form_for_page().exported()  # its pictures are among this
        else:
            bundle["image/png"] = _base64(self.png())
        if self.comm is not None:
            bundle["application/vnd.jupyter.widget-view+json"] = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return bundle, {"image/png": {"alt": bundle["text/plain"]}}

    def __repr__(self) -> str:
        return self.describe()

    def _form_for_page(self) -> PageForm:
        return self._page or PageForm(self._drawing, self._conversation.values(), self._conversation.ahead)

    def _receive(self, _: Any, message: dict[str, Any], __: Any) -> None:
        for control in self._drawing.controls:  # at once: the cell may be run again before its turn comes
            with contextlib.suppress(LookupError, ValueError, TypeError):  # the conversation says what is wrong with it
                self._kept.values[control.name] = control.from_browser(message["values"][control.name])
        self._conversation.receive(message)

    def _value_changed(self, change: Any) -> None:
        self._kept.values[change["name"]] = change["new"]
        self._conversation.value_changed()

    def _whole(self) -> dict[str, Any]:
        if web_pages.being_made():
            return {}  # no browser will ask
        with ONE_AT_A_TIME:
            return self._conversation.whole_for_nobody_yet()


def _check_figure(figure: Any) -> None:
    """Raise TypeError, with a sentence that says what to do, unless it is a figure."""
    __tracebackhide__ = True
    if isinstance(figure, Figure):
        return
    if callable(figure):
        raise TypeError("live needs the figure, and what controls each argument: write @live(figure, a=(-5, 5)) above the function.")
    raise TypeError(f"live needs a figure first, as in `figure, axes = plt.subplots()`; it got {type(figure).__name__}.")


def _starts(controls: Sequence[Control], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return where the controls stand at first: where they were left, as far as they can stand there still."""
    starts = {control.name: control.start for control in controls}
    for control in controls:
        if control.name in kept:
            with contextlib.suppress(ValueError):
                starts[control.name] = control.check(kept[control.name])
    return starts


def _check(controls: Sequence[Control], handles: Sequence[Handle]) -> None:
    for control in controls:
        if hasattr(LiveFigure, control.name):
            raise ValueError(f"a live figure needs the name {control.name!r} for itself: please call the argument something else.")
    for handle in handles:
        handle.check(controls)


def live(
    figure: Figure,
    /,
    ahead: bool = False,
    handles: Sequence[Handle] = (),
    controls_at: str = "below",
    on_page: bool = True,
    most_on_page: int | None = None,
    moves: Mapping[str, Sequence[Artist]] = MappingProxyType({}),
    **abbreviations: Any,
) -> Callable[[Callable[..., Any]], LiveFigure]:
    """Show a figure with controls under it, and let the function below redraw it whenever one of them changes.

        figure, axes = plt.subplots()
        curve, = axes.plot(x, x)

        @live(figure, a=(-5, 5))
        def redraw(a=1.0):
            curve.set_ydata(a * x)

    The name of the function then stands for the `LiveFigure`, which says more. With `ahead=True` the function runs for every
    position of its controls at once, and the figure needs no kernel from then on. Each of `handles` is a point of the picture that
    can be dragged: `handles=[Handle("corner", axes, x="a", y=0)]`. Controls stand below the picture, or with `controls_at="above"` or
    "beside" elsewhere; together they fit on a laptop's screen, and the picture gives way. With `on_page=False` a web page,
    which has no kernel, shows it as it starts and no more: for what is measured at the reader's wish. `most_on_page` is how many
    positions a page draws at most. Thousands of positions are drawn ahead in a second or two where `moves={"step": [marker]}` says
    that a control moves these artists and no others.
    """
    __tracebackhide__ = True
    _check_figure(figure)

    def decorate(function: Callable[..., Any]) -> LiveFigure:
        __tracebackhide__ = True
        placed: dict[str, Any] = {"handles": handles, "controls_at": controls_at, "moves": moves}
        widget = LiveFigure(figure, function, ahead=ahead, prepare=False, **placed, **abbreviations)
        if web_pages.being_made() and on_page and not web_pages.with_stills_only():
            widget.prepare_for_page(most_on_page)
        display(widget)
        if not web_pages.being_made():
            widget.prepare()
        return widget

    return decorate


def still(figure: Figure, description: str) -> LiveFigure:
    """Show a figure that does not move, with words for those who do not see it."""
    return live(figure)(lambda: description)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
