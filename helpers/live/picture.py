"""What moves in a figure and what stands still, found out by looking.

The figure is drawn as a pile of layers. Runs of artists that stand still become PNG images, drawn by Matplotlib's own renderer;
runs of artists that move are recorded as strokes at each update. The browser lays image on strokes on image in drawing order, so a
curve that passes under a marker passes under it here as well. An artist that strokes cannot say, or not as fast, moves as a small PNG
image of its own.
"""

from __future__ import annotations

import contextlib
import io
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import Any, cast

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure, FigureBase
from matplotlib.image import imsave
from matplotlib.legend import Legend
from matplotlib.text import Text

from helpers.live.fingerprint import fingerprint, knows_more
from helpers.live.margins import Margins
from helpers.live.recorder import Drawn, Painted, Pixels, Recorder, Recording, Stroke

MANY_PARTS, MANY_STROKES = 12, 8  # in an artist; recording it takes longer than looking at what it is made of

Run = tuple[Drawn, ...]
Frame = tuple[Run, ...]


def drawing_order(parent: Artist) -> Iterator[Artist]:
    """Yield the artists that `figure.draw` would draw, in its order; an axes or a subfigure is replaced by what it holds."""
    children = parent.get_children()
    patch = getattr(parent, "patch", None)
    if patch is not None:
        children.remove(patch)
    if isinstance(parent, Axes):
        hidden: list[Artist] = []
        if not (parent.axison and parent.get_frame_on()):
            hidden += parent.spines.values()
            patch = None
        if not parent.axison:
            hidden += [parent.xaxis, parent.yaxis]
        children = [child for child in children if child not in hidden]
    if patch is not None:
        yield patch
    for child in sorted(children, key=attrgetter("zorder")):
        # An axes with a draw method of its own (polar, 3-D) decides for itself what it draws, so it is taken whole.
        if isinstance(child, FigureBase) or (isinstance(child, Axes) and type(child).draw is Axes.draw):
            if child.get_visible():
                yield from drawing_order(child)
        else:
            yield child


def parts(artist: Artist) -> Iterator[Artist]:
    """Yield the artist and everything inside it."""
    yield artist
    for child in artist.get_children():
        yield from parts(child)


def watched(artist: Artist) -> Iterator[Artist]:
    """Yield the artist and everything inside it but ticks, which are many, and which mark their changes."""
    yield artist
    for child in artist.get_children():
        if not isinstance(child, Tick):
            yield from watched(child)


def with_insets(axes: Iterable[Axes]) -> Iterator[Axes]:
    """Yield the axes and those that lie inside them, which the figure does not list."""
    for one in axes:
        yield one
        yield from with_insets(one.child_axes)


class MovingPicture:
    """A figure of which some artists move.

    After each change call `update`: it returns the frame, a tuple of strokes to draw after each of `layers()`. `version` grows
    whenever the layers have to be drawn and sent again. It comes to rest: what has moved once counts as moving from then on, and
    where a layer has begun once, one begins from then on. `ratio` is how many image pixels a CSS pixel has where something moves
    that is no strokes.
    """

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.recorder = Recorder(figure)
        self.margins = Margins(figure)
        self.recorded: dict[Artist, Recording] = {}
        self.inside: dict[Artist, list[Artist]] = {}  # asking an axis for its parts computes its ticks: too slow for each update
        self.watched: dict[Artist, list[Artist]] = {}  # as `inside`, without ticks
        self.fingerprints: dict[Artist, int] = {}  # of those that are slow to record
        self.pixels: dict[Artist, tuple[Any, Pixels]] = {}
        self.zorders: dict[Artist, float] = {}
        self.moving: set[Artist] = set()
        self.layer_starts: set[Artist] = set()  # of those that stand still: those that begin a layer
        self.order: list[Artist] = []
        self.runs: list[tuple[list[Artist], list[Artist]]] = []  # the drawing order as pairs: those that stand still, and move on top
        self.frame: Frame = ()  # the last one of these runs, if there has been one
        self.view: list[Any] = []
        self.limits: list[Any] = []
        self.version = 0
        self.ratio = 1.0
        self.drawn = False  # whether marks of change have been taken away
        figure.canvas.mpl_connect("draw_event", self._note_draw)
        self.lay_out_anew()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in CSS pixels."""
        return round(self.figure.bbox.width), round(self.figure.bbox.height)

    @property
    def has_pixels(self) -> bool:
        """Whether anything moves that is no strokes, so that `update` depends on `ratio`."""
        return any(_is_painted(self.recorded[artist]) for artist in self.order if artist in self.moving)

    def discover(self, probes: Sequence[Callable[[], object]], known: Collection[Artist] = ()) -> None:
        """Find out what moves by calling each probe, which changes the figure, and comparing what is drawn; `known` moves in any case."""
        self.moving = self.moving.union(known)
        for probe in probes:
            probe()
            self._look_at_everything()
        if not probes:
            self._settle()

    def lay_out_anew(self) -> None:
        """Take the picture as it is now for the one to compare with: after a change of size everything is elsewhere, yet nothing moves."""
        self.margins.give_back()
        self._fill_whole_pixels()
        self.laid_out = self.size
        self._begin_anew()
        self._look_at_everything()

    def update(self, only: Collection[Artist] | None = None) -> Frame:
        """Return what moves now, a tuple for each layer; find anything that has begun to move.

        With `only`, just those of these artists are looked at that Matplotlib has marked as changed: nothing else has changed since
        the last update. Where an artist cannot be drawn, its error is raised. What was sent before stays valid then, and so does
        `version`.
        """
        if only is not None and self.moving.issuperset(only):
            changed = {artist: self.recorder.record(artist) for artist in only if artist.stale}
            self.recorded.update(changed)
            return self._frame(changed)
        before = dict(self.recorded), self.order, self.zorders, self.moving, self.layer_starts, self.runs, self.version
        try:
            self._look_at_changes()
            return self._frame()
        except Exception:
            self.recorded, self.order, self.zorders, self.moving, self.layer_starts, self.runs, self.version = before
            self.view = []  # so that everything is looked at again
            raise

    def layers(self, ratio: float) -> list[bytes]:
        """Return what stands still as PNG images, from the bottom up, `ratio` image pixels to a CSS pixel; b"" is an empty one."""
        with self._enlarged(ratio) as (width, height):
            return [_encoded(self._painted(still, width, height)) if still else b"" for still, _ in self.runs]

    def png(self, ratio: float = 1, **options: Any) -> bytes:
        """Return the whole figure as one PNG image, as Matplotlib draws it, `ratio` image pixels to a CSS pixel; `options` are Pillow's."""
        with self._enlarged(ratio) as (width, height):
            return _encoded(self._painted(list(drawing_order(self.figure)), width, height), **options)

    def rest(self) -> None:
        """Give back the pixels that Matplotlib keeps to measure text with, megabytes a figure; it makes new ones when it needs them."""
        FigureCanvasAgg(self.figure)  # takes the place of the figure's own, which has them
        for inside in self.inside.values():
            for part in inside:
                if isinstance(part, Text):
                    part._renderer = None  # a text keeps whatever it was drawn with last

    def forget(self) -> None:
        """Give back what `update` and `layers` can make again."""
        for known in (self.recorded, self.watched, self.fingerprints, self.pixels):
            known.clear()
        self.frame, self.recorder = (), Recorder(self.figure)
        self.rest()

    @contextlib.contextmanager
    def _enlarged(self, ratio: float) -> Iterator[tuple[int, int]]:
        """Let the figure have more dots to the inch meanwhile; yield its width and height in them."""
        dpi = self.figure.dpi
        width, height = (int(side * ratio) for side in self.size)
        self.figure.set_dpi(dpi * ratio)
        try:
            yield width, height
        finally:
            self.figure.set_dpi(dpi)
            self._mark_clean()
            self.rest()

    # Looking.

    def _note_draw(self, _: object) -> None:
        self.drawn = True

    def _view(self) -> list[Any]:
        """Return what changes the place of everything at once: limits, positions and sizes."""
        return [*self._limits(), *(axes.bbox.bounds for axes in with_insets(self.figure.axes))]

    def _limits(self) -> list[Any]:
        """Return what may change how much room is needed beside the axes."""
        limits: list[Any] = [self.figure.bbox.bounds]
        for axes in with_insets(self.figure.axes):
            limits += [axes.viewLim.bounds, axes.xaxis.get_scale(), axes.yaxis.get_scale()]
        return limits

    @contextlib.contextmanager
    def _same_layout(self, keep: bool) -> Iterator[None]:
        """Keep all axes where they are, if so asked: a title that gets longer must not push them about while a reader looks on."""
        engine = self.figure.get_layout_engine()
        if keep and engine is not None:
            self.figure.set_layout_engine("none")
        try:
            yield
        finally:
            self.figure.set_layout_engine(engine)

    def _begin_anew(self) -> None:
        """Forget where everything was drawn, so that what is elsewhere from now on does not count as moving."""
        self.recorded.clear()
        self.version += 1

    def _look_at_everything(self) -> None:
        with self._same_layout(keep=self.limits == self._limits()):
            self.figure.draw_without_rendering()  # layout, limits and the titles' height are settled only by a draw
        self.limits = self._limits()
        self._take_order(list(drawing_order(self.figure)))
        for artist in self.order:
            self._look_at(artist)
        self.view = self._view()
        self._mark_clean()
        self._settle()
        self.rest()
        if self.margins.make_room(self.recorded):
            self._begin_anew()
            self._look_at_everything()

    def _look_at_changes(self) -> None:
        self._apply_aspects()
        if self.laid_out != self.size:
            self.lay_out_anew()
            return
        order, view = list(drawing_order(self.figure)), self._view()
        if view != self.view:
            self._look_at_everything()
            return
        self._take_order(order)
        candidates = [artist for artist in order if self._may_have_changed(artist)]
        marked = {artist for artist in candidates if artist.stale}  # a hidden title draws nothing and still raises the others
        changed = {artist for artist in candidates if self._look_at(artist)}
        if any(isinstance(artist, Axis) for artist in changed):
            self._look_at_everything()
            return
        self._raise_titles({artist.axes for artist in marked | changed if self._is_crowded_title(artist)})
        self._mark_clean()
        self._settle()

    def _apply_aspects(self) -> None:
        """Give each axes the box that its aspect asks for, as a whole draw does first of all."""
        for axes in with_insets(self.figure.axes):
            locator = axes.get_axes_locator()
            axes.apply_aspect(locator(axes, self.recorder) if locator else None)

    def _raise_titles(self, crowded: Collection[Axes]) -> None:
        """Put the titles of these axes as high as a whole draw does. That draw takes ten times as long."""
        for axes in crowded:
            axes._update_title_position(self.figure._get_renderer())
            for title in (axes.title, axes._left_title, axes._right_title):
                self._look_at(title)
        if crowded:  # all axes have measured their numbers anew, which says nothing of what they draw
            self.fingerprints = {artist: fingerprint(self.watched[artist]) for artist in self.fingerprints}
            self.rest()

    def _is_crowded_title(self, artist: Artist) -> bool:
        """Return whether how high a title stands depends on more: it would touch what is below it, or has been raised before."""
        axes = artist.axes
        if not isinstance(artist, Text) or axes is None or axes._autotitlepos is False:
            return False
        if artist not in (axes.title, axes._left_title, axes._right_title):
            return False
        return bool(artist.get_position()[1] != 1 or artist.get_window_extent(self.recorder).ymin < axes.bbox.ymax)

    def _may_have_changed(self, artist: Artist) -> bool:
        if self.drawn or artist in self.moving or artist not in self.fingerprints:
            return True
        if isinstance(artist, Legend) and artist._loc_real == 0:
            return True  # it looks for the best place at each draw
        return any(part.stale for part in self.inside[artist]) or fingerprint(self.watched[artist]) != self.fingerprints[artist]

    def _look_at(self, artist: Artist) -> bool:
        """Record the artist, and return whether that differs from before; what differs moves."""
        strokes = self.recorder.record(artist)
        if artist.get_agg_filter() is not None:
            strokes += (Painted(id(artist.get_agg_filter())),)
        changed = strokes != self.recorded.get(artist, strokes)
        if changed:
            self.moving = self.moving | {artist}
        self.recorded[artist] = strokes
        inside = self.inside[artist] = list(parts(artist))
        slow = isinstance(artist, (Axis, Axes)) or len(inside) > MANY_PARTS or len(strokes) > MANY_STROKES
        if artist in self.moving or not slow or knows_more(inside):
            self.fingerprints.pop(artist, None)
        else:
            self.watched[artist] = list(watched(artist))
            self.fingerprints[artist] = fingerprint(self.watched[artist])
        return changed

    def _take_order(self, order: list[Artist]) -> None:
        """Take a new drawing order. Artists that come, or change places, are among those that move."""
        zorders = {artist: artist.zorder for artist in order}
        if order == self.order and zorders == self.zorders:
            return
        if self.order:
            moved = {artist for artist, zorder in zorders.items() if self.zorders.get(artist) != zorder}
            self.moving = (self.moving | moved).intersection(order)
            was = [artist for artist in self.order if artist in zorders and artist not in self.moving]
            now = [artist for artist in order if artist not in self.moving]
            self.moving |= {one for one, other in zip(was, now, strict=True) if one is not other}
        self.layer_starts = self.layer_starts.intersection(order)
        self.order, self.zorders = order, zorders
        for gone in set(self.recorded).difference(order):
            del self.recorded[gone]
            for known in (self.inside, self.watched, self.fingerprints, self.pixels):
                known.pop(gone, None)

    def _settle(self) -> None:
        """Find out which layers there are now, and whether they are other ones than before."""
        before, self.runs, self.frame = self.runs, self._runs(), ()
        self.layer_starts = self.layer_starts | {still[0] for still, _ in self.runs if still}
        if [still for still, _ in before] != [still for still, _ in self.runs]:
            self.version += 1

    def _mark_clean(self) -> None:
        """Clear every mark of change by hand: parts that are never drawn, such as spare ticks, would keep theirs for ever."""
        for inside in self.inside.values():
            for part in inside:
                part.stale = False
        self.drawn = False

    # Drawing.

    def _frame(self, changed: Mapping[Artist, Recording] = MappingProxyType({})) -> Frame:
        """Return what moves now; where nothing has changed since the last frame, the very same strokes."""
        self.frame = tuple(
            tuple(drawn for artist in run for drawn in self._drawn(artist)) if last is None or not changed.keys().isdisjoint(run) else last
            for (_, run), last in itertools.zip_longest(self.runs, self.frame)
        )
        return self.frame

    def _runs(self) -> list[tuple[list[Artist], list[Artist]]]:
        runs: list[tuple[list[Artist], list[Artist]]] = [([], [])]
        for artist in self.order:
            still, moving = runs[-1]
            if artist in self.moving:
                moving.append(artist)
            elif moving or (still and artist in self.layer_starts):
                runs.append(([artist], []))
            else:
                still.append(artist)
        return runs

    def _fill_whole_pixels(self) -> None:
        """Round the figure's size, because a browser's canvas has whole pixels: parts of one would blur every layer."""
        width, height = self.size
        self.figure.set_size_inches(width / self.figure.dpi, height / self.figure.dpi)

    def _drawn(self, artist: Artist) -> tuple[Drawn, ...]:
        """Return what an artist draws, as strokes where these can say it."""
        recording = self.recorded[artist]
        if not _is_painted(recording):
            return cast("tuple[Stroke, ...]", recording)
        key = recording, self.ratio
        if artist not in self.pixels or self.pixels[artist][0] != key:
            with self._enlarged(self.ratio) as (width, height):
                self.pixels[artist] = key, self._crop(self._painted([artist], width, height))
        return (self.pixels[artist][1],)

    def _crop(self, picture: np.ndarray) -> Pixels:
        rows, columns = (np.flatnonzero(picture[..., 3].any(axis=axis)) for axis in (1, 0))
        top, bottom, left, right = (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1) if len(rows) else (0, 1, 0, 1)
        x, y, width, height = (float(side / self.ratio) for side in (left, top, right - left, bottom - top))
        return Pixels(_encoded(picture[top:bottom, left:right], compress_level=1), (x, y, width, height))

    def _painted(self, artists: list[Artist], width: int, height: int) -> np.ndarray:
        renderer = RendererAgg(width, height, self.figure.dpi)
        for artist in artists:
            artist.draw(renderer)
        return np.asarray(renderer.buffer_rgba())


def _encoded(picture: np.ndarray, **options: Any) -> bytes:
    file = io.BytesIO()
    imsave(file, picture, format="png", metadata={"Software": None}, pil_kwargs=options)
    return file.getvalue()


def _is_painted(recording: Recording) -> bool:
    return Painted in map(type, recording)
