"""What a reader can set: numbers, choices and switches, from the abbreviations that `ipywidgets.interact` made common."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from inspect import Parameter, signature
from numbers import Integral, Real
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.colors import to_hex

from helpers.live.looks import Styled, Track

MOST_STOPS = 10_000


@dataclass(frozen=True)
class Control:
    """One argument of the live function, its name, and its value at the start."""

    name: str
    start: Any
    look: Styled = field(default=Styled(None), kw_only=True)

    def check(self, value: Any) -> Any:
        """Return the value as the control holds it, or raise ValueError with a sentence that says what is allowed."""
        raise NotImplementedError

    def positions(self) -> list[Any]:
        """Return every value that the control can be moved to."""
        raise NotImplementedError

    def label(self, value: Any) -> str:
        """Return the value as a reader would write it."""
        return str(value)

    @property
    def words(self) -> str:
        """The name as a reader sees it."""
        return self.look.label or self.name.replace("_", " ")

    def spec(self) -> dict[str, Any]:
        """Return what the browser needs to know to show the control."""
        return {"name": self.name, **self.look.spec(), "label": self.words, "start": self.start}

    def for_browser(self, value: Any) -> Any:
        """Return a value as the browser has it."""
        return value

    def from_browser(self, value: Any) -> Any:
        """Return the value that the browser speaks of."""
        return value


@dataclass(frozen=True)
class Number(Control):
    """A number between two ends; its slider moves from stop to stop, and any number between the ends can be typed."""

    low: float
    high: float
    stops: tuple[float, ...]
    whole: bool = False
    plays: bool = False  # has buttons that go a stop back or on, and from stop to stop by themselves
    seconds: float | None = None  # from stop to stop while it plays, where it is said
    bands: tuple[Band, ...] = ()

    def check(self, value: Any) -> Any:
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real) or not math.isfinite(value):
            raise ValueError(f"{self.name} takes a number from {self.label(self.low)} to {self.label(self.high)}, not {value!r}.")
        number = float(value)
        if self.whole and not number.is_integer():
            raise ValueError(f"{self.name} takes a whole number, not {value!r}.")
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.name} goes from {self.label(self.low)} to {self.label(self.high)}; {value!r} is outside.")
        return int(number) if self.whole else number

    def positions(self) -> list[Any]:
        return [int(stop) for stop in self.stops] if self.whole else list(self.stops)

    def label(self, value: Any) -> str:
        """Return the number, a stop only as precise as it has to be to tell it from its neighbours."""
        text = f"{value:.6g}"
        if value % 1 and len(re.sub(r"e.*|^-?0*\.?0*|\.", "", text)) > 4:
            index = bisect.bisect_left(self.stops, value)
            if index < len(self.stops) and self.stops[index] == value:
                gap = min(abs(value - self.stops[other]) for other in (index - 1, index + 1) if 0 <= other < len(self.stops))
                text = _shortened(value, gap / 20)
        return text.replace("-", "−")

    def spec(self) -> dict[str, Any]:
        spec = super().spec() | {"kind": "number", "positions": self.positions()}
        spec |= {"low": self.low, "high": self.high, "whole": self.whole, "plays": self.plays}
        labels = [self.label(stop) for stop in self.stops]
        if any(label != _in_full(stop) for label, stop in zip(labels, self.stops, strict=True)):
            spec["labels"] = labels
        if self.seconds is not None:
            spec["every"] = 1000 * self.seconds
        if self.bands:
            spec["bands"] = [band.spec(self.stops) for band in self.bands]
        return spec


@dataclass(frozen=True)
class Band:
    """A track of a slider, found by its stops, of which some may be left out later; `when` is as the browser has values."""

    name: str
    words: Mapping[float, str]
    looks: Mapping[str, tuple[str, str]]
    when: Mapping[str, Any]

    def spec(self, stops: Sequence[float]) -> dict[str, Any]:
        """Return what the browser needs to know to show the band along a slider with these stops."""
        looks = {word: [to_hex(color), pattern] for word, (color, pattern) in self.looks.items()}
        return {"name": self.name, "words": [self.words[stop] for stop in stops], "looks": looks, "when": dict(self.when)}


@dataclass(frozen=True)
class Switch(Control):
    """On or off."""

    def check(self, value: Any) -> bool:
        if not isinstance(value, (bool, np.bool_)):
            raise ValueError(f"{self.name} is True or False, not {value!r}.")
        return bool(value)

    def positions(self) -> list[Any]:
        return [False, True]

    def label(self, value: Any) -> str:
        return "on" if value else "off"

    def spec(self) -> dict[str, Any]:
        return super().spec() | {"kind": "switch"}


@dataclass(frozen=True)
class Choice(Control):
    """One of several values, each with a label."""

    labels: tuple[str, ...]
    values: tuple[Any, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"{self.name} has nothing to choose from: give it at least one option.")

    def index(self, value: Any) -> int:
        """Return the place of a value among the options."""
        for index, option in enumerate(self.values):
            if option is value or _equal(option, value):
                return index
        raise ValueError(f"{self.name} is one of {', '.join(self.labels)}, not {value!r}.")

    def check(self, value: Any) -> Any:
        return self.values[self.index(value)]

    def positions(self) -> list[Any]:
        return list(self.values)

    def for_browser(self, value: Any) -> int:
        return self.index(value)

    def from_browser(self, value: int) -> Any:
        return self.values[value]

    def label(self, value: Any) -> str:
        return self.labels[self.index(value)]

    def spec(self) -> dict[str, Any]:
        return super().spec() | {"start": self.index(self.start), "kind": "choice", "labels": list(self.labels)}


@dataclass(frozen=True)
class Guessed(Control):
    """A number that a reader types, or nothing: None."""

    of: str

    def check(self, value: Any) -> float | None:
        if value is None or (_is_number(value) and math.isfinite(value)):
            return None if value is None else float(value)
        raise ValueError(f"{self.name} takes a number, or None, not {value!r}.")

    def positions(self) -> list[Any]:
        return [None]

    def label(self, value: Any) -> str:
        return "nothing" if value is None else _in_full(value)

    def spec(self) -> dict[str, Any]:
        return super().spec() | {"kind": "guess", "of": self.of}


@dataclass(frozen=True)
class Guess:
    """A box for a guess at what comes next: `guess=Guess("step")`. The function gets the number, or None while there is none.

    Enter in it lets the figure judge; Enter once more goes a stop on along `of`, a control of `Steps`. The box empties as soon as
    anything else changes. `label` is what a reader sees beside it.
    """

    of: str
    label: str = ""


@dataclass(frozen=True)
class Log:
    """A slider with `count` stops from `low` to `high` whose steps multiply instead of add: `rate=Log(0.001, 10)`."""

    low: float
    high: float
    count: int = 81


@dataclass(frozen=True)
class Steps:
    """A slider for the steps of something that takes time, with buttons to go back, to go on and to play: `step=Steps(0, 40)`.

    These numbers are whole. Playing takes ten seconds in all, a second for a step at most; `seconds` is another time for each step.
    A reader can choose to play it up to four times as fast or as slow. Where most happens early, `stops` says where to stop, from
    low to high, in place of every `step`: `Steps(0, 100, stops=[0, 1, 2, 5, 10, 20, 50, 100])`.
    """

    low: int
    high: int
    step: int = 1
    seconds: float | None = None
    stops: Sequence[int] = ()


def controls_of(function: Callable[..., Any], abbreviations: Mapping[str, Any]) -> tuple[list[Control], dict[str, Any]]:
    """Return the controls for a function's arguments, in its order, and the arguments that stay fixed.

    An argument with no abbreviation is controlled by its default, as with `ipywidgets.interact`.

    Raises:
        TypeError: An argument has nothing to control it, or an abbreviation has no argument.
        ValueError: An abbreviation makes no sense; the message says what it needs.
    """
    parameters = signature(function).parameters
    called = getattr(function, "__name__", type(function).__name__)
    takes_any = any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters.values())
    named = [name for name, parameter in parameters.items() if parameter.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)]
    unknown = [name for name in abbreviations if name not in named]
    if unknown and not takes_any:
        raise TypeError(f"{called} has no argument {unknown[0]!r} to control; it has: {', '.join(named) or 'none'}.")
    controls, fixed = [], {}
    for name in [*named, *(unknown if takes_any else [])]:
        default = parameters[name].default if name in parameters else Parameter.empty
        abbreviation = abbreviations.get(name, default)
        if abbreviation is Parameter.empty:
            advice = f"write {name}=(low, high) in the call of live, or give it a default"
            raise TypeError(f"{called} needs a value for {name!r}: {advice}.")
        if isinstance(abbreviation, ipywidgets.fixed):
            fixed[name] = abbreviation.value
        else:
            controls.append(control_for(name, abbreviation, default))
    return _with_looks(controls), fixed


def _with_looks(controls: Sequence[Control]) -> list[Control]:
    """Return the controls with the tracks of their looks, which may depend on other controls."""
    numbers = {control.name: control for control in controls if isinstance(control, Number)}
    by_name = {control.name: control for control in controls}
    looked: list[Control] = []
    for control in controls:
        above, tracks = control.look.above, control.look.tracks
        if above and (above not in numbers or control.name not in numbers or above == control.name):
            raise ValueError(f"{control.name} is to stay above {above!r}: both have to be numbers among the controls.")
        if (tracks or control.look.under) and not isinstance(control, Number):
            raise ValueError(f"{control.name} is no slider, so it can have no track, and stand under no axes.")
        if isinstance(control, Number) and tracks:
            control = replace(control, bands=tuple(_band(control, track, by_name) for track in tracks))
        if isinstance(control, Guessed) and not (control.of in numbers and numbers[control.of].plays):
            raise ValueError(f"{control.name} guesses along {control.of!r}, which has to be a control of Steps in the same figure.")
        looked.append(control)
    return looked


def _band(control: Control, track: Track, controls: Mapping[str, Control]) -> Band:
    stops = control.positions()
    track.check(control.name, len(stops))
    for name in track.when:
        if name not in controls:
            raise ValueError(f"the track of {control.name} depends on {name!r}, which is no control of this figure.")
    when = {name: controls[name].for_browser(controls[name].check(value)) for name, value in track.when.items()}
    return Band(track.name, dict(zip(stops, track.words, strict=True)), track.looks, when)


def control_for(name: str, abbreviation: Any, default: Any = Parameter.empty) -> Control:
    """Return the control that an abbreviation of `ipywidgets.interact`, a `Log`, `Steps`, `Styled` or an ipywidgets widget stands for."""
    if isinstance(abbreviation, Styled):
        abbreviation.check(name)
        bare = abbreviation.abbreviation
        return replace(control_for(name, bare, bare if default is abbreviation else default), look=abbreviation)
    if isinstance(abbreviation, ipywidgets.Widget):
        control, default = _from_widget(name, abbreviation), Parameter.empty
    else:
        control = _from_abbreviation(name, abbreviation, default)
    has_start = default is Parameter.empty or default is abbreviation
    return replace(control, start=control.check(control.start if has_start else default))


def _from_abbreviation(name: str, abbreviation: Any, default: Any) -> Control:
    if isinstance(abbreviation, (bool, np.bool_)):
        return Switch(name, bool(abbreviation))
    if isinstance(abbreviation, Log):
        return _number(name, _log_stops(name, abbreviation.low, abbreviation.high, abbreviation.count), high=abbreviation.high)
    if isinstance(abbreviation, Steps):
        return _from_steps(name, abbreviation)
    if isinstance(abbreviation, Guess):
        return Guessed(name, None, abbreviation.of, look=Styled(None, label=abbreviation.label))
    if _is_number(abbreviation):
        low, high = sorted((-abbreviation, 3 * abbreviation)) if abbreviation else (0, 1)
        whole = isinstance(abbreviation, Integral)
        return _number(name, _stops(name, low, high, 1 if whole else 0.1, whole), high, whole, start=abbreviation)
    if isinstance(abbreviation, tuple) and 2 <= len(abbreviation) <= 3 and all(map(_is_number, abbreviation)):
        low, high, *step = abbreviation
        whole = all(isinstance(number, Integral) for number in abbreviation) and not isinstance(default, (float, np.floating))
        return _number(name, _stops(name, low, high, step[0] if step else 1 if whole else 0.1, whole), high, whole)
    if isinstance(abbreviation, Mapping):
        return Choice(name, next(iter(abbreviation.values()), None), tuple(map(str, abbreviation)), tuple(abbreviation.values()))
    if isinstance(abbreviation, Iterable) and not isinstance(abbreviation, (str, bytes)):
        pairs = [option if _is_pair(option) else (str(option), option) for option in abbreviation]
        return Choice(name, pairs[0][1] if pairs else None, tuple(label for label, _ in pairs), tuple(value for _, value in pairs))
    raise ValueError(
        f"{name}={abbreviation!r} makes no control. Use (low, high), (low, high, step), Log(low, high), Steps(0, 40), True, "
        "a list of options, or an ipywidgets slider, checkbox or drop-down; ipywidgets.fixed(value) keeps an argument as it is."
    )


def _from_steps(name: str, steps: Steps) -> Control:
    numbers: tuple[Any, ...] = (steps.low, steps.high, steps.step, *steps.stops)
    if not all(isinstance(number, Integral) and _is_number(number) for number in numbers):
        raise ValueError(f"{name} counts steps, so its ends and its step are whole numbers, as in Steps(0, 40).")
    stops: tuple[float, ...] = tuple(map(int, steps.stops))
    if stops and (stops[0], stops[-1], *stops) != (steps.low, steps.high, *sorted(set(stops))):
        raise ValueError(f"{name} needs stops that rise from {steps.low} to {steps.high}, not {', '.join(map(str, stops))}.")
    stops = stops or _stops(name, steps.low, steps.high, steps.step, whole=True)
    if steps.seconds is not None and not (_is_number(steps.seconds) and 0 < steps.seconds < math.inf):
        raise ValueError(f"{name} needs a number of seconds above 0 from step to step, not {steps.seconds!r}.")
    return replace(_number(name, stops, steps.high, whole=True, start=steps.low), plays=True, seconds=steps.seconds)


def _from_widget(name: str, widget: Any) -> Control:
    if isinstance(widget, ipywidgets.FloatLogSlider):
        low, high = widget.base**widget.min, widget.base**widget.max
        count = len(_stops(name, widget.min, widget.max, widget.step, whole=False))
        return _number(name, _log_stops(name, low, high, count), high, start=widget.value)
    if isinstance(widget, (ipywidgets.IntSlider, ipywidgets.BoundedIntText, ipywidgets.FloatSlider, ipywidgets.BoundedFloatText)):
        whole = isinstance(widget.value, int)
        stops = _stops(name, widget.min, widget.max, widget.step or 0.1, whole)
        return _number(name, stops, widget.max, whole, start=widget.value)
    if isinstance(widget, (ipywidgets.Checkbox, ipywidgets.ToggleButton)):
        return Switch(name, widget.value)
    options = getattr(widget, "_options_full", None)
    if options and not isinstance(widget.index, tuple):  # that would be a choice of several at once
        return Choice(name, widget.value, tuple(label for label, _ in options), tuple(value for _, value in options))
    raise ValueError(
        f"{name}: a {type(widget).__name__} cannot stand for a control; use a slider, a bounded text, a checkbox or a drop-down."
    )


def widget_of(abbreviation: Any) -> ipywidgets.Widget | None:
    """Return the ipywidgets widget that stands for a control, if one does."""
    bare = abbreviation.abbreviation if isinstance(abbreviation, Styled) else abbreviation
    return bare if isinstance(bare, ipywidgets.Widget) else None


def traits_for(controls: Sequence[Control]) -> dict[str, traitlets.TraitType[Any, Any]]:
    """Return a trait for each control, which holds its value and refuses what the control refuses."""
    return {control.name: _ControlTrait(control) for control in controls}


class _ControlTrait(traitlets.TraitType):  # type: ignore[type-arg]  # traitlets 5.7, Colab's, knows no TraitType[...]
    def __init__(self, control: Control) -> None:
        super().__init__(default_value=control.start)
        self.control = control

    def validate(self, obj: Any, value: Any) -> Any:
        try:
            return self.control.check(value)
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None


def _number(name: str, stops: tuple[float, ...], high: float, whole: bool = False, start: float | None = None) -> Number:
    """Return a control for these stops, which starts in their middle unless it is said where."""
    start = stops[(len(stops) - 1) // 2] if start is None else start
    return Number(name, start, stops[0], int(high) if whole else float(high), stops, whole)


def _stops(name: str, low: float, high: float, step: float, whole: bool) -> tuple[float, ...]:
    """Return low, low + step, … up to high, without the dust that adding steps leaves behind."""
    low, high, step = (int(number) if whole else float(number) for number in (low, high, step))
    _check_ends(name, low, high)
    if not (step > 0 and math.isfinite(step)):
        raise ValueError(f"{name} needs a step above 0; it has {step:g}.")
    steps = (high - low) / step
    if not 1 <= steps + 1e-9 < MOST_STOPS:
        count = f"{math.floor(steps + 1e-9) + 1:,}" if math.isfinite(steps) else "endlessly many"
        raise ValueError(f"{name} needs 2 to {MOST_STOPS:,} stops on its slider; from {low:g} to {high:g} by {step:g} makes {count}.")
    stops = [low + index * step for index in range(math.floor(steps + 1e-9) + 1)]
    if not whole:
        decimals = 9 - math.floor(math.log10(step))
        stops = [low, *(round(stop, decimals) + 0.0 for stop in stops[1:])]  # 0.0, because a reader knows no −0
        if abs(steps - round(steps)) < 1e-9:
            stops[-1] = high
    return tuple(stops)


def _log_stops(name: str, low: float, high: float, count: int) -> tuple[float, ...]:
    """Return `count` numbers from low to high, each the same factor above the one before."""
    low, high = float(low), float(high)
    _check_ends(name, low, high)
    if low <= 0:
        raise ValueError(f"{name} is on a logarithmic scale, so its lower end must be above 0; it is {low:g}.")
    if not 2 <= count <= MOST_STOPS:
        raise ValueError(f"{name} needs 2 to {MOST_STOPS:,} stops on its slider, not {count:,}.")
    between = (float(f"{stop:.10g}") for stop in np.geomspace(low, high, count)[1:-1])
    return low, *between, high


def _check_ends(name: str, low: float, high: float) -> None:
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"{name} needs a finite lower end below a finite upper end; it has {low:g} and {high:g}.")


def _in_full(number: float) -> str:
    return f"{number:.6g}".replace("-", "−")


def _shortened(number: float, tolerance: float) -> str:
    """Return a number with as few digits as leave it within the tolerance."""
    return next(text for digits in range(1, 8) if abs(float(text := f"{number:.{digits}g}") - number) <= tolerance or digits == 7)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, (bool, np.bool_))


def _is_pair(option: Any) -> bool:
    return isinstance(option, tuple) and len(option) == 2 and isinstance(option[0], str)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return bool(one == other)
