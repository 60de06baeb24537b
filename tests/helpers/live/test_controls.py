"""Every way to say what controls an argument, and every sentence about one that makes no sense."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import pairwise

import ipywidgets
import numpy as np
import pytest
import traitlets
from hypothesis import assume, example, given
from hypothesis import strategies as st

from helpers.live import Guess, Log, Steps
from helpers.live.controls import MOST_STOPS, Choice, Control, Number, Switch, controls_of, traits_for


def control(abbreviation, *default) -> Control:
    """Return the control for an argument with this abbreviation and, where given, this default."""
    if default:

        def redraw(a=default[0]): ...
    else:

        def redraw(a): ...

    (found,), fixed = controls_of(redraw, {"a": abbreviation})
    assert fixed == {}
    assert found.name == "a"
    json.dumps(found.spec(), allow_nan=False)
    return found


def from_default(default) -> Control:
    def redraw(a=default): ...

    (found,), _ = controls_of(redraw, {})
    json.dumps(found.spec(), allow_nan=False)
    return found


# Numbers


@pytest.mark.parametrize(
    ("abbreviation", "start", "low", "high", "second", "whole"),
    [
        ((0, 5), 2, 0, 5, 1, True),
        ((-5, 5), 0, -5, 5, -4, True),
        ((0, 10, 5), 5, 0, 10, 5, True),
        ((0.0, 1.0), 0.5, 0, 1, 0.1, False),
        ((0, 1, 0.25), 0.5, 0, 1, 0.25, False),
        ((np.int64(0), np.int64(4)), 2, 0, 4, 1, True),
        ((np.float32(0), 1), 0.5, 0, 1, 0.1, False),
        ((Fraction(1, 2), Fraction(3, 2)), 1.0, 0.5, 1.5, 0.6, False),
        (4, 4, -4, 12, -3, True),
        (-4, -4, -12, 4, -11, True),
        (2.0, 2.0, -2, 6, -1.9, False),
        (-0.5, -0.5, -1.5, 0.5, -1.4, False),
        (0, 0, 0, 1, 1, True),
        (0.0, 0.0, 0, 1, 0.1, False),
        (np.int64(4), 4, -4, 12, -3, True),
        (np.float64(2), 2.0, -2, 6, -1.9, False),
        (Log(0.01, 100, 5), 1.0, 0.01, 100, 0.1, False),
    ],
)
def test_numbers(abbreviation, start, low, high, second, whole):
    found = control(abbreviation)
    assert isinstance(found, Number)
    assert (found.start, found.low, found.high, found.whole) == (start, low, high, whole)
    assert type(found.start) is (int if whole else float)
    assert found.positions()[1] == second
    assert found.positions()[-1] == high
    assert {type(position) for position in found.positions()} == {int if whole else float}


def test_a_number_alone_ranges_as_interact_lets_it():
    for value in (4, -4, 2.0, -0.5, 0):
        theirs = ipywidgets.interactive(lambda a: None, a=value).children[0]
        ours = control(value)
        assert (ours.low, ours.high, ours.start) == (theirs.min, theirs.max, theirs.value)
        assert ours.positions()[1] == pytest.approx(theirs.min + theirs.step)


@pytest.mark.parametrize("abbreviation", [(0, 5), (0, 10, 5), (0.0, 1.0), (0.0, 1.0, 0.25), (-3, 4)])
def test_a_range_starts_where_interact_lets_it(abbreviation):
    theirs = ipywidgets.interactive(lambda a: None, a=abbreviation).children[0]
    assert control(abbreviation).start == pytest.approx(theirs.value)


def test_the_default_says_where_to_start():
    assert control((0, 5), 4).start == 4
    assert control((0.0, 1.0), 0.33).start == 0.33
    assert control(Log(0.1, 10), 5).start == 5.0
    assert control([1, 2, 3], 3).start == 3
    assert control(True, False).start is False


def test_a_default_that_is_no_whole_number_makes_a_range_of_whole_ends_fine():
    found = control((-5, 5), 1.0)
    assert (found.whole, found.start, found.positions()[:2]) == (False, 1.0, [-5.0, -4.9])


def test_a_step_that_does_not_reach_the_end_stops_before_it():
    assert control((0, 10, 4)).positions() == [0, 4, 8]
    assert control((0.0, 1.0, 0.3)).positions() == [0.0, 0.3, 0.6, 0.9]
    assert control((0, 10, 4)).check(10) == 10


finite = st.floats(-1e12, 1e12)


@given(finite, finite, st.integers(1, 2000))
@example(-math.pi, math.pi, 20)
@example(0.0, 2 / 3, 10)
@example(0.0, 1.0, 3)
@example(1e10, 1e10 + 5, 5)
def test_stops_rise_from_end_to_end_and_stay_between(low, high, count):
    assume(high - low > 1e-9 * max(abs(low), abs(high), 1e-3))
    step = (high - low) / count
    stops = control((low, high, step)).positions()
    assert len(stops) == count + 1
    assert all(before < after for before, after in pairwise(stops))
    assert low <= stops[0]
    assert stops[-1] <= high
    assert stops[0] == pytest.approx(low, abs=1e-8 * step)
    assert stops[-1] == pytest.approx(high, abs=1e-6 * step)
    found = control((low, high, step))
    assert all(found.check(stop) == stop for stop in stops)


@given(st.integers(-10_000, 10_000), st.integers(1, 400), st.integers(1, 5), st.integers(1, 20))
def test_stops_have_no_dust(first, count, decimals, tenths):
    """Ends and steps that have few decimals make stops that have few decimals: 0.3, not 0.30000000000000004."""
    step = tenths / 10**decimals
    low, high = first / 10**decimals, (first + count * tenths) / 10**decimals
    stops = control((low, high, step)).positions()
    assert stops == [(first + index * tenths) / 10**decimals for index in range(count + 1)]


@given(st.integers(-(10**15), 10**15), st.integers(1, 100), st.integers(1, 10**6))
def test_whole_stops_are_exact(low, count, step):
    assert control((low, low + count * step, step)).positions() == [low + index * step for index in range(count + 1)]


@given(st.floats(1e-9, 1e6), st.floats(1.01, 1e9), st.integers(2, 500))
@example(math.pi, 2.0, 3)
def test_logarithmic_stops_rise_from_end_to_end(low, factor, count):
    high = low * factor
    found = control(Log(low, high, count))
    stops = found.positions()
    assert len(stops) == count
    assert all(before < after for before, after in pairwise(stops))
    assert (stops[0], stops[-1]) == (pytest.approx(low, rel=1e-9), pytest.approx(high, rel=1e-9))
    assert all(found.check(stop) == stop for stop in stops)
    assert np.diff(np.log(stops)) == pytest.approx(np.log(factor) / (count - 1), rel=1e-4, abs=1e-8)


def test_logarithmic_stops_hit_the_round_numbers():
    assert control(Log(0.001, 10, 5)).positions() == [0.001, 0.01, 0.1, 1.0, 10.0]
    assert len(control(Log(0.001, 10)).positions()) == 81


@pytest.mark.parametrize(
    ("value", "label"),
    [(0.0, "0"), (-0.5, "−0.5"), (1 / 3, "0.333333"), (-2e-7, "−2e−07"), (3, "3"), (12345.0, "12345")],
)
def test_numbers_are_written_as_a_reader_would(value, label):
    assert control((-(10**6), 10**6, 1000.0), 0.0).label(value) == label


def test_a_number_takes_what_lies_between_its_ends():
    found = control((0.0, 1.0))
    assert found.check(0.123) == 0.123
    assert type(found.check(np.float32(0.5))) is float
    assert type(found.check(1)) is float
    whole = control((0, 5))
    assert type(whole.check(3.0)) is int
    assert type(whole.check(np.int8(3))) is int


@pytest.mark.parametrize(
    ("abbreviation", "value", "sentence"),
    [
        ((0.0, 1.0), 1.5, "a goes from 0 to 1; 1.5 is outside."),
        ((-2.0, 1.0), -2.5, "a goes from −2 to 1; -2.5 is outside."),
        ((0.0, 1.0), "0.5", "a takes a number from 0 to 1, not '0.5'."),
        ((0.0, 1.0), None, "a takes a number from 0 to 1, not None."),
        ((0.0, 1.0), True, "a takes a number from 0 to 1, not True."),
        ((0.0, 1.0), math.nan, "a takes a number from 0 to 1, not nan."),
        ((0.0, 1.0), math.inf, "a takes a number from 0 to 1, not inf."),
        ((0.0, 1.0), 1j, "a takes a number from 0 to 1, not 1j."),
        ((0, 5), 2.5, "a takes a whole number, not 2.5."),
        (True, 1, "a is True or False, not 1."),
        (["x", "y"], "z", "a is one of x, y, not 'z'."),
        ([1, 2], None, "a is one of 1, 2, not None."),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_a_sentence(abbreviation, value, sentence):
    with pytest.raises(ValueError, match=r".") as raised:
        control(abbreviation).check(value)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("abbreviation", "sentence"),
    [
        ((5, 0), "a needs a finite lower end below a finite upper end; it has 5 and 0."),
        ((1.0, 1.0), "a needs a finite lower end below a finite upper end; it has 1 and 1."),
        ((0, math.inf), "a needs a finite lower end below a finite upper end; it has 0 and inf."),
        ((math.nan, 1.0), "a needs a finite lower end below a finite upper end; it has nan and 1."),
        ((Fraction(3, 2), Fraction(1, 2)), "a needs a finite lower end below a finite upper end; it has 1.5 and 0.5."),
        ((0, 1, 0), "a needs a step above 0; it has 0."),
        ((0, 1, -0.1), "a needs a step above 0; it has -0.1."),
        ((0, 1, math.nan), "a needs a step above 0; it has nan."),
        ((0, 1, 2), "a needs 2 to 10,000 stops on its slider; from 0 to 1 by 2 makes 1."),
        ((0, 10**6), "a needs 2 to 10,000 stops on its slider; from 0 to 1e+06 by 1 makes 1,000,001."),
        (Log(0, 1), "a is on a logarithmic scale, so its lower end must be above 0; it is 0."),
        (Log(-1, 1), "a is on a logarithmic scale, so its lower end must be above 0; it is -1."),
        (Log(2, 1), "a needs a finite lower end below a finite upper end; it has 2 and 1."),
        (Log(1, 2, 1), "a needs 2 to 10,000 stops on its slider, not 1."),
        ([], "a has nothing to choose from: give it at least one option."),
        ({}, "a has nothing to choose from: give it at least one option."),
    ],
)
def test_an_abbreviation_that_makes_no_sense_says_what_it_needs(abbreviation, sentence):
    with pytest.raises(ValueError, match=r".") as raised:
        control(abbreviation)
    assert str(raised.value) == sentence


def test_steps_count_from_their_lower_end_and_can_be_played():
    found = control(Steps(0, 40, 5))
    assert (found.start, found.positions(), found.whole) == (0, list(range(0, 41, 5)), True)
    assert found.spec()["plays"]
    assert not control((0, 40, 5)).spec()["plays"]


def test_steps_may_stop_more_often_where_more_happens():
    found = control(Steps(0, 100, stops=[0, 1, 2, 5, 100]))
    assert (found.start, found.positions(), found.spec()["plays"]) == (0, [0, 1, 2, 5, 100], True)
    assert found.check(50) == 50


@pytest.mark.parametrize("stops", [[1, 4], [0, 3], [0, 2, 2, 4], [0, 3, 2, 4]])
def test_stops_of_steps_rise_from_end_to_end(stops):
    with pytest.raises(ValueError, match=r"^a needs stops that rise from 0 to 4, not \d"):
        control(Steps(0, 4, stops=stops))


@pytest.mark.parametrize("steps", [Steps(0.0, 4), Steps(0, 4, 0.5), Steps(0, True), Steps(0, 4, stops=[0, 0.5, 4])])
def test_steps_are_whole(steps):
    with pytest.raises(ValueError, match=r"^a counts steps, so its ends and its step are whole numbers, as in Steps\(0, 40\)\.$"):
        control(steps)


def test_a_guess_is_a_number_or_nothing():
    _, found = controls_of(lambda step=0, guess=None: None, {"step": Steps(0, 3), "guess": Guess("step", "next")})[0]
    assert (found.start, found.positions(), found.words) == (None, [None], "next")
    assert [found.check(value) for value in (None, 2, -0.5)] == [None, 2.0, -0.5]
    assert [found.label(value) for value in (None, -0.5)] == ["nothing", "−0.5"]
    assert found.spec() == {"name": "guess", "label": "next", "start": None, "kind": "guess", "of": "step"}
    for value in (math.nan, math.inf, True, "2"):
        with pytest.raises(ValueError, match="guess takes a number, or None, not"):
            found.check(value)


@pytest.mark.parametrize("of", ["a", "nowhere", "guess"])
def test_a_guess_is_about_what_plays(of):
    with pytest.raises(ValueError, match=f"^guess guesses along '{of}', which has to be a control of Steps in the same figure.$"):
        controls_of(lambda a=1, guess=None: None, {"a": (0, 3), "guess": Guess(of)})


@pytest.mark.parametrize("abbreviation", [(-1.7e308, 1.7e308), (0.0, 1e308, 1e-300), (0.0, 1.0, 1e-300)])
def test_a_range_too_wide_for_its_step_says_so(abbreviation):
    with pytest.raises(ValueError, match=f"a needs 2 to {MOST_STOPS:,} stops on its slider"):
        control(abbreviation)


@pytest.mark.parametrize("abbreviation", ["words", b"bytes", None, 1j, object(), len])
def test_what_is_no_abbreviation_says_which_there_are(abbreviation):
    with pytest.raises(ValueError, match="makes no control") as raised:
        control(abbreviation)
    assert str(raised.value) == (
        f"a={abbreviation!r} makes no control. Use (low, high), (low, high, step), Log(low, high), Steps(0, 40), True, "
        "a list of options, or an ipywidgets slider, checkbox or drop-down; ipywidgets.fixed(value) keeps an argument as it is."
    )


@pytest.mark.parametrize(("abbreviation", "default"), [((0, 5), 9), ((0.0, 1.0), "x"), (["x"], "y"), (True, 2), ((0, 5), None)])
def test_a_default_that_does_not_fit_is_refused(abbreviation, default):
    with pytest.raises(ValueError, match=r"^a (goes|takes|is)"):
        control(abbreviation, default)


# Switches and choices


def test_switches():
    for found in (control(True), from_default(True), control(np.True_)):
        assert isinstance(found, Switch)
        assert found.start is True
        assert found.positions() == [False, True]
        assert (found.label(True), found.label(False)) == ("on", "off")
        assert found.check(np.False_) is False
        assert found.spec() == {"name": "a", "label": "a", "start": True, "kind": "switch"}


def first(x):
    return x


def second(x):
    return -x


@pytest.mark.parametrize(
    ("abbreviation", "labels", "values"),
    [
        (["one", "two"], ("one", "two"), ["one", "two"]),
        (("one", "two"), ("one", "two"), ["one", "two"]),
        ([1, 2.5, None], ("1", "2.5", "None"), [1, 2.5, None]),
        (range(3), ("0", "1", "2"), [0, 1, 2]),
        ((10, 20, 30, 40), ("10", "20", "30", "40"), [10, 20, 30, 40]),
        ((1,), ("1",), [1]),
        ({"small": 1, "large": 2}, ("small", "large"), [1, 2]),
        ([("small", 1), ("large", 2)], ("small", "large"), [1, 2]),
        ((word for word in ["x", "y"]), ("x", "y"), ["x", "y"]),
        ({"first": first, "second": second}, ("first", "second"), [first, second]),
        (["one"], ("one",), ["one"]),
    ],
)
def test_choices(abbreviation, labels, values):
    found = control(abbreviation)
    assert isinstance(found, Choice)
    assert (found.labels, found.positions(), found.start) == (labels, values, values[0])
    assert found.spec() == {"name": "a", "label": "a", "start": 0, "kind": "choice", "labels": list(labels)}
    assert [found.index(value) for value in values] == list(range(len(values)))
    assert [found.label(value) for value in values] == list(labels)


def test_a_choice_may_be_of_arrays_of_any_shape():
    few, many, square, none = np.arange(3), np.arange(50), np.ones((2, 2)), np.array([])
    found = control({"none": none, "few": few, "many": many, "square": square})
    for index, value in enumerate((none, few, many, square)):
        assert found.index(value) == index
        assert found.index(value.copy()) == index
    with pytest.raises(ValueError, match=r"^a is one of none, few, many, square, not"):
        found.check(np.arange(4))
    with pytest.raises(ValueError, match=r"^a is one of none, few, many, square, not 1\."):
        found.check(1)


# ipywidgets in place of an abbreviation


@pytest.mark.parametrize(
    ("widget", "start", "positions"),
    [
        (ipywidgets.IntSlider(2, 0, 4), 2, [0, 1, 2, 3, 4]),
        (ipywidgets.BoundedIntText(2, 0, 4, 2), 2, [0, 2, 4]),
        (ipywidgets.FloatSlider(0.5, min=0, max=1, step=0.25), 0.5, [0.0, 0.25, 0.5, 0.75, 1.0]),
        (ipywidgets.BoundedFloatText(0.5, min=0, max=1, step=0.5), 0.5, [0.0, 0.5, 1.0]),
        (ipywidgets.FloatLogSlider(1.0, base=10, min=-1, max=1, step=1), 1.0, [0.1, 1.0, 10.0]),
        (ipywidgets.Checkbox(True), True, [False, True]),
        (ipywidgets.ToggleButton(False), False, [False, True]),
        (ipywidgets.Dropdown(options=["x", "y"]), "x", ["x", "y"]),
        (ipywidgets.Dropdown(options=[("x", 1), ("y", 2)], value=2), 2, [1, 2]),
        (ipywidgets.Dropdown(options=[("x", (1, 2)), ("y", (3, 4))]), (1, 2), [(1, 2), (3, 4)]),
        (ipywidgets.RadioButtons(options=["x", "y"]), "x", ["x", "y"]),
        (ipywidgets.ToggleButtons(options=["x", "y"]), "x", ["x", "y"]),
        (ipywidgets.SelectionSlider(options=["x", "y"]), "x", ["x", "y"]),
        (ipywidgets.Select(options=["x", "y"]), "x", ["x", "y"]),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, ipywidgets.Widget) else None,
)
def test_a_widget_may_stand_for_a_control(widget, start, positions):
    found = control(widget)
    assert (found.start, found.positions()) == (start, positions)
    assert found.check(widget.value) == widget.value


def test_the_widgets_own_value_goes_before_a_default():
    assert control(ipywidgets.IntSlider(2, 0, 4), 3).start == 2


@pytest.mark.parametrize("widget", [ipywidgets.Text("words"), ipywidgets.SelectMultiple(options=[1, 2], value=[1]), ipywidgets.HTML()])
def test_another_widget_says_which_can(widget):
    with pytest.raises(ValueError, match="cannot stand") as raised:
        control(widget)
    assert str(raised.value) == (
        f"a: a {type(widget).__name__} cannot stand for a control; use a slider, a bounded text, a checkbox or a drop-down."
    )


# Functions and their arguments


def test_controls_come_in_the_functions_order():
    def redraw(c, a=1.0, *, b=True): ...

    controls, fixed = controls_of(redraw, {"a": (0.0, 2.0), "c": ["x"]})
    assert [found.name for found in controls] == ["c", "a", "b"]
    assert fixed == {}


def test_fixed_arguments_are_kept_as_they_are():
    def redraw(a, data, more=None): ...

    data = object()
    controls, fixed = controls_of(redraw, {"a": (0, 1), "data": ipywidgets.fixed(data), "more": ipywidgets.fixed(3)})
    assert [found.name for found in controls] == ["a"]
    assert fixed == {"data": data, "more": 3}


def test_a_default_may_be_an_abbreviation():
    seven = ipywidgets.fixed(7)

    def redraw(a=(0, 4), b=seven, c=True, d=("x", "y")): ...

    controls, fixed = controls_of(redraw, {})
    assert [found.start for found in controls] == [2, True, "x"]
    assert fixed == {"b": 7}


def test_a_function_that_takes_anything_gets_what_is_named():
    def redraw(a, **others): ...

    controls, _ = controls_of(redraw, {"b": (0, 4), "a": True})
    assert [found.name for found in controls] == ["a", "b"]


def test_a_function_without_arguments_has_no_controls():
    assert controls_of(lambda: None, {}) == ([], {})


@pytest.mark.parametrize(
    ("abbreviations", "sentence"),
    [
        ({"a": (0, 1), "z": (0, 1)}, "redraw has no argument 'z' to control; it has: a, b."),
        ({}, "redraw needs a value for 'a': write a=(low, high) in the call of live, or give it a default."),
    ],
)
def test_arguments_and_abbreviations_must_meet(abbreviations, sentence):
    def redraw(a, b=True): ...

    with pytest.raises(TypeError) as raised:
        controls_of(redraw, abbreviations)
    assert str(raised.value) == sentence


def test_a_callable_without_a_name_can_be_controlled_too():
    class Redraw:
        def __call__(self, a): ...

    with pytest.raises(TypeError, match="Redraw has no argument 'z' to control; it has: a"):
        controls_of(Redraw(), {"a": True, "z": True})


# Traits


def test_traits_hold_what_controls_allow():
    class Holder(traitlets.HasTraits):
        pass

    def redraw(a=0.5, b=True, c="x"): ...

    controls, _ = controls_of(redraw, {"a": (0.0, 1.0), "c": ["x", "y"]})
    holder = Holder()
    holder.add_traits(**traits_for(controls))
    assert (holder.a, holder.b, holder.c) == (0.5, True, "x")
    holder.a = np.float32(0.25)
    assert type(holder.a) is float
    with pytest.raises(traitlets.TraitError) as raised:
        holder.a = 2
    assert str(raised.value) == "a goes from 0 to 1; 2 is outside."
    with pytest.raises(traitlets.TraitError, match=r"^c is one of x, y, not 'z'\.$"):
        holder.c = "z"
    assert (holder.a, holder.c) == (0.25, "x")
