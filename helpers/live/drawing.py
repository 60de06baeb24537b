"""A reader's function at work on its figure: the picture it makes, and what it says, prints and raises."""

from __future__ import annotations

import contextlib
import copy
import itertools
import math
import re
import sysconfig
import threading
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure

from helpers.live.controls import Choice, Control
from helpers.live.handles import Handle
from helpers.live.own_names import OwnNames
from helpers.live.picture import Frame, MovingPicture
from helpers.live.pyplot_figure import PyplotFigure
from helpers.thread_output import printed

NOT_THE_READERS = (Path(__file__).parents[1], *(Path(sysconfig.get_path(place)) for place in ("stdlib", "purelib", "platlib")))
LOWEST = 0.5  # of its own height; below that a figure keeps what it has, and the page is scrolled
NARROWEST = 400  # CSS pixels; below that a figure is scaled after all
ONE_AT_A_TIME = threading.RLock()  # a kernel may run a cell beside what a slider asks for, and Matplotlib is not made for that

Values = Mapping[str, Any]


class Drawing:
    """A Matplotlib figure and the function that redraws it for values of its controls.

    Args:
        figure: What Matplotlib's `plt.subplots` and the like return first.
        function: Changes artists of the figure.
        controls: The arguments that change, each with its control.
        fixed: The arguments that stay as they are.
        handles: Points of the figure that can be dragged.
        values: Where the controls stand at first.
        controls_at: Where they stand on the page: "below" the picture, "above" or "beside" it.
        moves: For a control, the only artists that it moves. One that isn't named may move any.
    """

    def __init__(
        self,
        figure: Figure,
        function: Callable[..., Any],
        controls: Sequence[Control],
        fixed: Values,
        handles: Sequence[Handle],
        values: Values,
        controls_at: str = "below",
        moves: Mapping[str, Sequence[Artist]] = MappingProxyType({}),
    ) -> None:
        __tracebackhide__ = True
        self.controls_at, self.moves = controls_at, moves
        self.figure, self.function, self.handles = figure, function, tuple(handles)
        self.controls, self.fixed = tuple(controls), dict(fixed)
        self.error = self.printed = self.said = ""
        self.room = math.inf, math.inf  # width and height, in CSS pixels, that the smallest view has for the picture
        self.names, self.pyplot_figure = OwnNames(function, figure), PyplotFigure(figure)
        with self._capture():
            self.call(values)
        self.picture = MovingPicture(figure)
        self.natural_size = self.picture.size
        self.frame = self.picture.update()

    def discover(self, values: Values) -> None:
        """Find out what moves by going to the ends of every control that may move anything, and come back to `values`."""
        known = {artist for artists in self.moves.values() for artist in artists}
        self.picture.discover([partial(self._probe, end) for end in self._ends(values)], known)

    def with_controls(self, controls: Sequence[Control]) -> Drawing:
        """Return the same figure with fewer controls or stops; what loses its control stays where it starts."""
        other = copy.copy(self)
        kept = {control.name for control in controls}
        other.controls = tuple(controls)
        other.handles = tuple(handle for handle in self.handles if kept.issuperset(handle.needs()))
        other.fixed = self.fixed | {control.name: control.start for control in self.controls if control.name not in kept}
        return other

    # Drawing.

    def draw(self, values: Values, changed: Collection[str] | None = None) -> None:
        """Run the reader's function, and take the picture it makes; raise what it raises. For `changed`, see `update`."""
        with self._capture():
            self.call(values)
        self.frame = self.update(changed)

    def update(self, changed: Collection[str] | None = None) -> Frame:
        """Return what moves now. A size that the function has given its figure is its natural one from then on.

        `changed` names the controls that alone have changed since the last update, if that is known.
        """
        if changed is not None and all(name in self.moves for name in changed):
            return self.picture.update(only={artist for name in changed for artist in self.moves[name]})
        width, height = self.picture.size
        if self.picture.laid_out != (width, height):
            self.natural_size = width, height
            self._set_size(*self._fitting())
        return self.picture.update()

    def redraw(self, values: Values, changed: Collection[str] | None = None) -> None:
        """Run the reader's function. If it fails, the last good picture stays and its error is told. For `changed`, see `update`."""
        try:
            self.draw(values, changed)
            self.error = ""
        except (Exception, KeyboardInterrupt) as error:
            self.error = explained(error)

    def fit(self, width: float, height: float = math.inf) -> bool:
        """Lay the figure out for a width and a height in CSS pixels, and return whether that changed anything.

        A picture that is merely scaled down has text too small to read. No frame is drawn: `frame` is that of the width before.
        """
        self.room = width, height
        width, height = self._fitting()
        if abs(width - self.picture.size[0]) < 2 and abs(height - self.picture.size[1]) < 2:
            return False
        self._set_size(width, height)
        self.picture.lay_out_anew()
        return True

    def grow_back(self) -> None:
        """Give the figure its natural size again; it is laid out for that when it is next drawn."""
        self.room = math.inf, math.inf
        self._set_size(*self._fitting())

    def _fitting(self) -> tuple[float, float]:
        """Return the size in CSS pixels that suits the room there is."""
        (natural_width, natural_height), (width, height) = self.natural_size, self.room
        return min(natural_width, max(NARROWEST, width)), min(natural_height, max(LOWEST * natural_height, height))

    def _set_size(self, width: float, height: float) -> None:
        self.figure.set_size_inches(width / self.figure.dpi, height / self.figure.dpi)

    def call(self, values: Values) -> None:
        """Run the reader's function for values, and keep the sentence that it returns, if any."""
        __tracebackhide__ = True
        self.names.check()
        with self.pyplot_figure.current():
            said = self.function(**values, **self.fixed)
        self.said = said if isinstance(said, str) else ""

    @contextlib.contextmanager
    def _capture(self) -> Iterator[None]:
        """Keep what the reader's function prints, to show it under the figure."""
        __tracebackhide__ = True
        with printed() as said:
            try:
                yield
            finally:
                self.printed = said.getvalue().rstrip()[-2000:]

    def _probe(self, values: Values) -> None:
        """Draw at other values, to see what moves. An error there is shown when the reader comes there, and not before."""
        with contextlib.suppress(Exception), printed():
            self.call(values)

    # Positions.

    def _ends(self, values: Values) -> Iterator[Values]:
        """Yield values that between them move what nobody has named: each control at its ends, the others where they stand."""
        for control in self.controls:
            if control.name in self.moves:
                continue
            positions = control.positions()
            for position in positions if isinstance(control, Choice) else (positions[0], positions[-1]):
                yield {**values, control.name: position}
        if any(control.name not in self.moves for control in self.controls):
            yield values

    def positions(self) -> Iterator[Values]:
        """Yield all values that the controls can have together, the last control first."""
        names = [control.name for control in self.controls]
        for combination in itertools.product(*(control.positions() for control in self.controls)):
            yield dict(zip(names, combination, strict=True))

    def tracks(self) -> list[dict[str, Any]]:
        """Return where each handle can go."""
        return [handle.track(self.controls, self.picture.size[1]) for handle in self.handles]

    def under(self) -> dict[str, list[float]]:
        """Return where a slider that stands under axes begins and ends, in parts of the picture's width."""
        found = {}
        for control in self.controls:
            if (axes := control.look.under) is not None:
                stops = control.positions()
                ends = axes.transData.transform([(stop, axes.get_ylim()[0]) for stop in (stops[0], stops[-1])])[:, 0]
                found[control.name] = (ends / self.picture.size[0]).round(5).tolist()
        return found

    # Words.

    def describe(self, values: Values) -> str:
        """Return the picture in one sentence: "Live figure: MAE 5.40 at a = 0, b = 0, c = 0"."""
        return f"Live figure: an error at {self.at(values)}" if self.error else self.sentence(values)

    def sentence(self, values: Values) -> str:
        """Return what the function said of its last picture, or else the figure's titles, and the values."""
        words = self.said or ", ".join(self._titles()) or "a picture"
        return f"Live figure: {_plain(words)} at {self.at(values)}" if values else f"Figure: {_plain(words)}"

    def at(self, values: Values) -> str:
        """Return the values as a reader would write them: "a = 0, b = 0"."""
        return ", ".join(f"{control.words} = {control.label(values[control.name])}" for control in self.controls)

    def _titles(self) -> Iterator[str]:
        titles = [self.figure._suptitle]
        for axes in self.figure.axes:
            titles += (axes._left_title, axes.title, axes._right_title)
        yield from (title.get_text() for title in titles if title is not None and title.get_text())


def explained(error: BaseException) -> str:
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
