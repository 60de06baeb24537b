"""The explorer of rates: what each rate does, for two losses and two models, with path, loss and fit at every step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import NDArray

from helpers import plots
from helpers.lessons.lesson_03.explorers import least_absolute, least_squares
from helpers.lessons.lesson_06.descents import (
    ARRIVES,
    BLOWS_UP,
    BOUNCES,
    CRAWLS,
    DIES,
    GRID,
    LATE,
    STEPS,
    UNITS,
    Runs,
    network_runs,
    quadratic_runs,
    state_of,
)
from helpers.live import LiveFigure, Log, Steps, Styled, Track, live, shown_again
from helpers.loss import mean_absolute_error, mean_squared_error
from helpers.model import quadratic

Array = NDArray[np.float64]

LOSSES = {"mean absolute error": False, "mean squared error": True}
MODELS = {"quadratic": False, "1-8-1 network": True}
LOOKS = {
    CRAWLS: ("#bbbbbb", "dots"),
    ARRIVES: ("#009e73", "plain"),
    BOUNCES: ("#f0e442", "stripes"),
    BLOWS_UP: ("#e69f00", "bars"),
    DIES: ("#333333", "checks"),
}
STOPS = (0, 1, 2, 3, 10, 30, 100, STEPS)
RATES = Log(0.001, 10, 25)
NEAR = 20  # the latest steps, shown one by one
TOP = 1e6  # where the axis of a loss ends
MAP = (-1.5, 7.5, -2.5, 6.5)
LEVELS: dict[bool, list[float]] = {False: [0.8, 1, 1.5, 2, 3, 4, 5, 6, 8], True: [1, 2, 4, 8, 16, 32, 64, 128, 256]}
LONG, MOST_LONG = 1.2, 6  # a step on the map that counts as long, and how many of these are drawn
WHOLE, LATEST = (0.0, 0.66), (0.74, 0.98)  # parts of the width of the axes of the loss


@shown_again
def choose_a_rate(x: Array, y: Array) -> LiveFigure:
    """Show what any rate does, for two losses and two models: path or units, loss and fit at each step; x and y are (n,)."""
    rates = np.geomspace(RATES.low, RATES.high, RATES.count)
    kinds: dict[bool, Callable[..., Runs]] = {False: quadratic_runs, True: network_runs}
    runs = {
        (loss, model): kinds[model](x, y, rates, loss, stops=STOPS)
        for loss in LOSSES.values()
        for model in MODELS.values()
    }  # fmt: skip
    explorer = _Explorer(x, y, rates, runs)
    tracks = [
        Track(explorer.states[loss, model], LOOKS, name="MSE" if loss else "MAE", when={"model": model})
        for model in MODELS.values()
        for loss in LOSSES.values()
    ]

    @live(
        explorer.figure,
        ahead=True,
        most_on_page=500,
        moves=explorer.moves,
        rate=Styled(RATES, tracks=tracks, under=explorer.strip),
        step=Steps(0, STEPS, stops=STOPS, seconds=0.5),
        loss=LOSSES,
        model=MODELS,
    )
    def redraw(rate: float = 0.1, step: int = STEPS, loss: bool = False, model: bool = False) -> str:
        return explorer.show(int(np.abs(np.log(rates / rate)).argmin()), STOPS.index(step) if step in STOPS else 0, loss, model)

    return redraw


class _Explorer:
    """The artists of the figure, and what each control moves."""

    def __init__(self, x: Array, y: Array, rates: Array, runs: dict[tuple[bool, bool], Runs]) -> None:
        self.x, self.rates, self.runs = x, rates, runs
        self.states = {
            (loss, model): [state_of(row, int(silent), UNITS if model else 0) for row, silent in zip(run.losses, run.silent, strict=True)]
            for (loss, model), run in runs.items()
        }
        self.best = {False: least_absolute(x, y), True: least_squares(x, y)}
        errors = {False: mean_absolute_error, True: mean_squared_error}
        self.least = {loss: float(errors[loss](quadratic(x, *best), y)) for loss, best in self.best.items()}
        with plt.rc_context(plots.STYLE):
            self.figure = Figure(figsize=(plots.COLUMN, 3.9), dpi=100, layout="constrained")
            self.title = self.figure.suptitle(" ", x=0.008, ha="left", fontsize=13, fontweight="bold")
            grid = self.figure.add_gridspec(2, 3, height_ratios=(3, 1), width_ratios=(1, 1.45, 1))
            self.map, self.units, self.loss, self.fit = (self.figure.add_subplot(grid[0, k]) for k in (0, 0, 1, 2))
            self.strip = self.figure.add_subplot(grid[1, :])
            self._draw_map(x, y)
            self._draw_units()
            self._draw_loss()
            self._draw_fit(x, y)
            self._draw_strip()
        by_step = [self.now_on_map, self.trail, self.map_note, self.awake, self.asleep, self.units_note]
        by_step += [self.near, self.now, self.now_said, self.curve, self.fit_note]
        by_rate = [*by_step, self.title, self.way, self.line, self.band, self.grid_lines, *self.tick_words, self.until, self.mark]
        by_rate += [self.least_line, self.least_said]
        any_ = [*by_rate, *self.ends.values(), *self.map.get_children(), *self.units.get_children()]
        self.moves: dict[str, Sequence[Artist]] = {"step": by_step, "rate": by_rate, "loss": any_, "model": any_}
        self.shown: tuple[int, bool, bool] | None = None
        self.up = _Scale(1, 1)
        self.out = self.last = STEPS

    # What stands there.

    def _draw_map(self, x: Array, y: Array) -> None:
        axes = self.map
        a, b = np.meshgrid(np.linspace(*MAP[:2], 50), np.linspace(*MAP[2:], 50))
        misses = a[..., None] * x**2 + b[..., None] * x + 1 - y
        self.maps: dict[bool, list[Artist]] = {}
        for squared, levels in LEVELS.items():
            heights = (misses**2 if squared else np.abs(misses)).mean(axis=-1)
            fill = axes.contourf(a, b, heights, [0, *levels, 1e9], colors=_tints(len(levels) + 1))
            lines = axes.contour(a, b, heights, levels, colors=["#e3956a"], linewidths=0.7)
            best = self.best[squared]
            (cross,) = axes.plot(*best[:2], "+", color="black", markersize=10, markeredgewidth=1.8)
            at = [np.argmin(np.abs(heights[:, 25] - level) + 1e3 * (b[:, 0] < best[1])) for level in (levels[3], levels[5])]
            words = [
                axes.text(a[0, 25], b[row, 0], f"{level:g}", fontsize=9, ha="center", va="center")
                for row, level in zip(at, (levels[3], levels[5]), strict=True)
            ]
            self.maps[squared] = [fill, lines, cross, *words]
        (self.way,) = axes.plot([0], [0], color=plots.PATH, linewidth=1.6, alpha=0.45)
        (self.trail,) = axes.plot([0], [0], color="#a8487f", linewidth=2)
        axes.plot([0], [0], "s", color="white", markeredgecolor="black", markersize=8)
        axes.text(0, -0.45, "start", ha="center", va="top", fontsize=9.5)
        (self.now_on_map,) = axes.plot([0], [0], "o", color=plots.PATH, markeredgecolor="black", markersize=9, clip_on=False)
        self.map_note = axes.text(3, MAP[2] + 0.3, "", ha="center", fontsize=9.5)
        axes.set(xlim=MAP[:2], ylim=MAP[2:], xticks=[0, 2, 4, 6], yticks=[0, 2, 4, 6], xlabel="a  (map at c = 1)", ylabel="b")
        axes.set_title("the path, from above", y=1.0)
        axes.grid(visible=False)

    def _draw_units(self) -> None:
        axes = self.units
        axes.set(xlim=(-2.2, 2.2), ylim=(0.4, UNITS + 1.3), xticks=[-2, 0, 2], yticks=range(1, UNITS + 1))
        axes.set(xlabel="time x (s)", ylabel="unit")
        axes.set_title("where each unit is on", y=1.0)
        axes.grid(visible=False)
        (self.awake,) = axes.plot([0], [0], color=plots.MODEL, linewidth=5, solid_capstyle="butt")
        (self.asleep,) = axes.plot([0], [0], ":", color="#777777", linewidth=1.5)
        self.units_note = axes.text(0, UNITS + 0.85, "", ha="center", va="center", fontsize=10)

    def _draw_loss(self) -> None:
        axes = self.loss
        axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        axes.set_xlabel("step", labelpad=19)  # below the numbers, which a phone has no room beside
        axes.set_ylabel("loss", labelpad=38)
        axes.spines["bottom"].set_visible(False)
        axes.axvspan(LATEST[0] - 0.03, LATEST[1] + 0.02, color="#eeeeee", linewidth=0)
        axes.text(LATEST[0] - 0.01, 0.5, f"latest {NEAR}", ha="center", va="center", rotation=90, fontsize=9.5)
        axes.text(0, -0.03, "0", ha="center", va="top", fontsize=9.5)
        (self.grid_lines,) = axes.plot([0], [0], color="#dddddd", linewidth=0.8)
        self.tick_words: list[Text] = [axes.text(-0.02, 0, "", ha="right", va="center", fontsize=9.5) for _ in range(4)]
        (self.least_line,) = axes.plot([0], [0], "--", color="black", linewidth=1)
        self.least_said = axes.text(WHOLE[1], 0, "", ha="right", fontsize=9.5)
        (self.band,) = axes.fill([0], [0], color=plots.LOSS, alpha=0.35, linewidth=0)
        (self.line,) = axes.plot([0], [0], color=plots.LOSS, linewidth=2)
        (self.near,) = axes.plot([0], [0], color=plots.LOSS, linewidth=1.4)
        (self.now,) = axes.plot([0], [0], "o", color=plots.PATH, markeredgecolor="black", markersize=9, clip_on=False)
        self.until = axes.text(WHOLE[1], -0.03, "", ha="right", va="top", fontsize=9.5)
        self.now_said = axes.set_title("", loc="left", y=1.0)

    def _draw_fit(self, x: Array, y: Array) -> None:
        plots.measurements(x, y, self.fit)
        self.curve = plots.curve(GRID, 0 * GRID, self.fit)
        self.fit.set(xlabel="time x (s)", ylabel="distance y (cm)", ylim=(-3.5, 20), yticks=[0, 10, 20])
        self.fit.set_title("the fit", y=1.0)
        self.fit_note = self.fit.text(0, -2.9, "", ha="center", fontsize=9.5)

    def _draw_strip(self) -> None:
        axes = self.strip
        axes.set(xscale="log", yscale="log", xlim=(0.00093, 10.8), ylim=(0.3, 300), ylabel="loss")
        axes.set_xticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
        axes.set_yticks([1, 10, 100], ["1", "10", "100"])
        axes.minorticks_off()
        self.ends: dict[tuple[bool, bool], Artist] = {}
        for key, run in self.runs.items():
            late = np.where(np.isfinite(run.losses[:, -LATE:]), run.losses[:, -LATE:], TOP)
            low, high = (np.clip(edge, 0.1, TOP) for edge in (late.min(axis=1), late.max(axis=1)))
            (self.ends[key],) = axes.fill(
                [*self.rates, *self.rates[::-1]], [*low / 1.06, *high[::-1] * 1.06], color=plots.LOSS, alpha=0.75, linewidth=1.5
            )
        self.mark = axes.axvline(0.1, color="black", linewidth=2)
        axes.set_title(f"range of the loss over the last {LATE} of {STEPS} steps, by rate", loc="left", fontsize=9.5, y=1.0)

    # What moves.

    def show(self, place: int, stop: int, loss: bool, model: bool) -> str:
        """Show a rate by its place among all, at a stop, and return the picture in words."""
        run, state = self.runs[loss, model], self.states[loss, model][place]
        losses = run.losses[place]
        if self.shown != (place, loss, model):
            self._show_setting(loss, model)
            self._show_rate(place, losses, state, int(run.silent[place]), run, loss, model)
            self.shown = place, loss, model
        step = STOPS[stop]
        self._show_loss(losses, step)
        if model:
            self._show_units(run.weights[place, stop], run.biases[place, stop])
        else:
            self._show_path(run.paths[place, :, :2], step)
        curve = run.fits[place, stop]
        self.curve.set_ydata(np.clip(curve, -1e4, 1e4))
        seen = ((curve > -3.5) & (curve < 20)).mean()
        self.fit_note.set_text("" if seen > 0.5 else f"off: {said(curve[-3])} cm at x = 2")
        return f"{self.title.get_text()}; at step {step} the loss is {said(losses[step])}"

    def _show_setting(self, loss: bool, model: bool) -> None:
        if self.shown is not None and self.shown[1:] == (loss, model):
            return
        for axes, on in ((self.map, not model), (self.units, model)):
            for child in axes.get_children():
                child.set_visible(on)
            for side in ("top", "right"):
                axes.spines[side].set_visible(False)
        for squared, artists in self.maps.items():
            for artist in artists:
                artist.set_visible(not model and squared == loss)
        for key, artist in self.ends.items():
            artist.set_visible(key == (loss, model))

    def _show_rate(self, place: int, losses: Array, state: str, silent: int, run: Runs, loss: bool, model: bool) -> None:
        rate = self.rates[place]
        self.title.set_text(f"rate {rate:.2g} {in_words(losses, state, silent)}")
        self.mark.set_xdata([rate, rate])
        path = run.paths[place, :, :2]
        self.way.set_data(*(thinned(path).T if np.abs(np.diff(path, axis=0)).max() < LONG else ([], [])))
        self.out = int(np.argmin(losses < TOP)) if not (losses < TOP).all() else STEPS
        self.last = STEPS if self.out == STEPS else min(STEPS, max(10, 10 * int(np.ceil(self.out / 10))))
        shown = losses[: self.out + (self.out == STEPS)]
        self._scale(float(shown.max()), 0.5 if model else self.least[loss], None if model else self.least[loss])
        turn, low, high = edges_of(shown)
        across = WHOLE[0] + (WHOLE[1] - WHOLE[0]) * np.arange(len(shown)) / self.last
        self.line.set_data(across[: turn + 1], self.up(shown[: turn + 1]))
        if len(low):
            band = np.concatenate([np.stack([across[turn:], self.up(low)]), np.stack([across[turn:], self.up(high)])[:, ::-1]], axis=1)
            band[1] += np.where(np.arange(band.shape[1]) < len(low), -0.006, 0.006)
            self.band.set_xy(band.T)
        else:
            self.band.set_xy([[0, 0]])
        self.until.set_text(f"{self.last}")

    def _scale(self, top: float, floor: float, least: float | None) -> None:
        """Fit the axis of the loss to what is shown."""
        self.up = _Scale(top, floor)
        ticks = self.up.ticks
        places = self.up(ticks)
        for words, tick, place in zip(self.tick_words, ticks, places, strict=True):
            words.set_text(f"{tick:,g}" if tick < TOP else "million")
            words.set_position((-0.02, place))
            words.set_visible(bool(place < 1))
        places = places[places < 1]
        _set_data(self.grid_lines, _crossing(len(places)), _level(places))
        _set_data(self.least_line, [0, WHOLE[1]] if least is not None else [], [self.up(least)] * 2 if least is not None else [])
        self.least_said.set_text("" if least is None else f"least possible {said(least)}")
        height = 0.0 if least is None else float(self.up(least))
        self.least_said.set_position((WHOLE[1], height - 0.075 if height > 0.1 else height + 0.02))

    def _show_loss(self, losses: Array, step: int) -> None:
        first = max(step - NEAR, 0)
        latest = np.where(np.isfinite(losses[first : step + 1]), losses[first : step + 1], np.inf)
        gone = not losses[step] < TOP
        seen = latest[latest < TOP]
        width = (LATEST[1] - LATEST[0]) / NEAR
        self.near.set_data(LATEST[0] + width * np.arange(len(seen)), self.up(seen))
        now = 1.0 if gone else float(self.up(losses[step]))
        along = WHOLE[0] + (WHOLE[1] - WHOLE[0]) * min(step, self.last) / self.last
        self.now.set_data([along, LATEST[0] + width * (len(latest) - 1)], [now, now])
        _set_marker(self.now, "^" if gone else "o")
        self.now_said.set_text(f"the loss: {said(losses[step])}")

    def _show_path(self, path: Array, step: int) -> None:
        place = path[step]
        self.trail.set_data(*trail(path[: step + 1]))
        off = not (MAP[0] <= place[0] <= MAP[1] and MAP[2] <= place[1] <= MAP[3])
        self.now_on_map.set_data([np.clip(place[0], *MAP[:2])], [np.clip(place[1], *MAP[2:])])
        wedge = "<" if place[0] < MAP[0] else ">" if place[0] > MAP[1] else "v" if place[1] < 0 else "^"
        _set_marker(self.now_on_map, wedge if off else "o")
        self.map_note.set_text(f"off the map: a = {said(place[0])}" if off else "")

    def _show_units(self, weights: Array, biases: Array) -> None:
        numbers = np.isfinite(weights) & np.isfinite(biases)
        weights, biases = (np.clip(np.where(numbers, part, 0), -TOP, TOP) for part in (weights, biases))
        alive = (weights * self.x[:, None] + biases > 0).any(axis=0)
        with np.errstate(all="ignore"):
            hinges = np.clip(np.nan_to_num(-biases / weights), -2, 2)
        starts = np.where(weights > 0, hinges, -2.0)
        ends = np.where(weights > 0, 2.0, hinges)
        rows = np.arange(UNITS, 0, -1.0)
        self.awake.set_data(_spans(starts[alive], ends[alive]), _level(rows[alive]))
        dead = rows[~alive]
        _set_data(self.asleep, _spans(np.full(len(dead), -2.0), np.full(len(dead), 2.0)), _level(dead))
        count = int((~alive).sum())
        dead_said = f"{count} of {UNITS} units dead" if count else "all units alive"
        self.units_note.set_text(dead_said if numbers.all() else "the weights are nan")


class _Scale:
    """How high in the picture, from 0 to 1, a loss stands: in proportion, or by its logarithm where the largest is far above the least."""

    def __init__(self, top: float, floor: float) -> None:
        self.is_log = top >= 40 * floor
        self.bottom, self.top = (0.6 * floor, 1.6 * top) if self.is_log else (0.0, 1.1 * top)
        if self.is_log:
            self.ticks = np.array([1, 10, 100, 1000] if top < 5000 else [1, 100, 1e4, 1e6])
        else:
            self.ticks = np.arange(4) * next(gap for gap in (0.5, 1, 2, 5, 10, 20, 50) if gap > top / 3.6)

    def __call__(self, losses: Any) -> Array:
        """Return the heights of losses."""
        shown = np.clip(np.asarray(losses, dtype=float), self.bottom, TOP)
        return np.asarray(np.log(shown / self.bottom) / np.log(self.top / self.bottom) if self.is_log else shown / self.top)


def in_words(losses: Array, state: str, silent: int = 0) -> str:
    """Return what a descent does and where its loss ends, as a title says it."""
    low, high = (said(edge) for edge in (losses[-LATE:].min(), losses[-LATE:].max()))
    if state == CRAWLS:
        return f"crawls: {said(losses[-1])} at step {STEPS}, and still falling"
    if state == BLOWS_UP:
        beyond = ~(losses < TOP)
        return f"blows up: {f'past a million at step {beyond.argmax()}' if beyond.any() else f'{said(losses[-1])} at step {STEPS}'}"
    if state == DIES:
        return f"dies: {silent} of {UNITS} units dead, the loss near {said(losses[-1])}"
    if state == ARRIVES:
        return f"arrives: the loss stays near {low}" if low == high else f"arrives: the loss stays between {low} and {high}"
    return f"bounces between {low} and {high}" if low != high else f"bounces: the loss stays near {low}"


def said(number: float) -> str:
    """Return a number as a title says it, to two digits: "0.68", "5.6", "1,200", "10^9", "nan"."""
    if not np.isfinite(number):
        return "nan"
    if abs(number) >= 1e6:
        text = f"10^{int(np.log10(abs(number)))}"
        return f"−{text}" if number < 0 else text
    digits = f"{number:#.2g}" if abs(number) < 99.5 else f"{round(number, 1 - int(np.log10(abs(number)))):,.0f}"
    return ("0" if number == 0 else digits.rstrip(".")).replace("-", "−")


def edges_of(losses: Array) -> tuple[int, Array, Array]:
    """Return the step at which a loss first rises, and from there on the lowest and the highest loss of the steps around each."""
    rises, falls = (np.flatnonzero(sign * np.diff(losses) > 0) for sign in (1, -1))
    if len(rises) < 3 or falls[-3:].sum() <= 3 * rises[0]:  # it never falls again, so it grows without a swing
        return len(losses) - 1, np.empty(0), np.empty(0)
    turn = int(rises[0])
    around = np.lib.stride_tricks.sliding_window_view(np.pad(losses[turn:], 3, "edge"), 7)
    return turn, around.min(axis=1), around.max(axis=1)


def thinned(path: Array, gap: float = 0.08) -> Array:
    """Return a path, shape (n, 2), without the points that lie nearer than `gap` to the one before; its ends stay."""
    places = path.tolist()
    kept = [places[0]]
    for x, y in places[1:]:
        if max(abs(x - kept[-1][0]), abs(y - kept[-1][1])) > gap:
            kept.append([x, y])
    return np.array([*kept, places[-1]])


def trail(path: Array) -> tuple[Array, Array]:
    """Return x and y of a line along a path, shape (n, 2), with an arrowhead here and there; of many long steps only the latest."""
    path = np.clip(path, -200, 200)
    lengths = np.hypot(*np.diff(path, axis=0).T)
    path = path[-MOST_LONG - 1 :] if (lengths > LONG).sum() > MOST_LONG else thinned(path)
    parts, gone, moves = [path], 0.6, np.diff(path, axis=0)
    for start, move, length in zip(path, moves, np.hypot(*moves.T).tolist(), strict=False):
        gone += length
        if gone < 1.1 or length == 0:
            continue
        gone = 0.0
        ahead = move / length
        side = np.array([-ahead[1], ahead[0]])
        tip = start + ahead * min(0.62 * length, 4.0)
        parts += [np.full((1, 2), np.nan), np.array([tip - 0.34 * ahead + 0.2 * side, tip, tip - 0.34 * ahead - 0.2 * side])]
    x, y = np.concatenate(parts).T
    return x, y


def _tints(count: int) -> list[tuple[float, ...]]:
    """Return colours from white to a light tone of the loss's."""
    loss = np.array([0xD5, 0x5E, 0x00]) / 255
    return [tuple(1 - share * (1 - loss)) for share in np.linspace(0, 0.34, count)]


def _set_data(line: Line2D, x: Any, y: Any) -> None:
    """Give a line other points. With those that it has, it would count as changed, and be drawn anew."""
    if np.array(line.get_data(), dtype=float).tobytes() != np.array([x, y], dtype=float).tobytes():
        line.set_data(x, y)


def _set_marker(line: Line2D, marker: str) -> None:
    """Give a line another marker; to make one anew at each frame, though it is the same, takes a tenth of the time of all frames."""
    if line.get_marker() != marker:
        line.set_marker(marker)


def _spans(starts: Array, ends: Array) -> Array:
    return np.stack([starts, ends, np.full(len(starts), np.nan)], axis=1).ravel()


def _crossing(count: int) -> Array:
    return np.tile([0.0, 1.0, np.nan], count)


def _level(heights: Array) -> Array:
    return np.repeat(heights, 3)
