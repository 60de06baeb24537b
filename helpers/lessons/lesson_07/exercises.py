"""Lesson 07, "Let the computer find the slopes": its exercises and its questions."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers import engine
from helpers.checker import CannotJudge, Exercise, Exercises, Mistake
from helpers.engine import Value, multiply, send_back
from helpers.questions import Question, Questions, Right, Wrong

Array = NDArray[np.float64]


# The engine's rules, which are judged by what they do to values.


def _of_the_product(function: Callable[[Value, Value], Any], one: Value, other: Value) -> tuple[float, float, float]:
    own, engine.multiply = engine.multiply, _no_engine
    try:
        made = function(one, other)
    finally:
        engine.multiply = own
    if type(made) is not Value:
        raise CannotJudge("`multiply` should return a `Value`, made of the product, its parents and its slopes.")
    if type(made.parents) is not tuple or len(made.parents) != 2 or made.parents[0] is not one or made.parents[1] is not other:
        raise CannotJudge("The parents of the product are the two values themselves, as a tuple: first `one`, then `other`.")
    if type(made.slopes) is not tuple or len(made.slopes) != 2:
        raise CannotJudge("The product needs two slopes, as a tuple: one for each parent.")
    if any(isinstance(number, Value) for number in (made.data, *made.slopes)):
        raise CannotJudge("The product and the slopes are plain numbers: take the `.data` of a value.")
    return made.data, made.slopes[0], made.slopes[1]


def _no_engine(one: Value, other: Value) -> Value:
    raise CannotJudge("This uses the engine's own `*`, which will soon be your function. Make the `Value` yourself, as `add` does.")


def _of_the_parents(function: Callable[[Value], Any], value: Value) -> Array:
    gradient = value.gradient
    before = [parent.gradient for parent in value.parents]
    returned = function(value)  # it may be anything, where the gradients have changed or need not change
    is_unchanged = [parent.gradient for parent in value.parents] == before
    if returned is not None and is_unchanged and gradient and any(value.slopes):
        raise CannotJudge("`send_back` changes the gradients of the parents; what it returns is lost.")
    if any(grandparent.gradient for parent in value.parents for grandparent in parent.parents):
        raise CannotJudge("Send to the parents only. Their own turn to send comes later.")
    if value.gradient != gradient:
        raise CannotJudge("The value's own gradient should stay as it is: only those of its parents change.")
    return np.array([parent.gradient for parent in value.parents], dtype=np.float64)


class _Described(Value):
    """A value that says of itself all that `send_back` needs."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self.parents:
            return f"Value with gradient {self.gradient:g}, which has no parents"
        parents = [f"gradient {parent.gradient:g} and slope {slope:g}" for parent, slope in zip(self.parents, self.slopes, strict=True)]
        return f"Value with gradient {self.gradient:g}; its parents: {', '.join(parents)}"


def _value(gradient: float, *parents: tuple[float, float]) -> Value:
    """Return a value with this gradient, and for each parent the gradient that it has already, and the slope."""
    grown = (Value(2.0 + place, (Value(1.0),), (2.0 + place,)) for place in range(len(parents)))
    made = _Described(1.0, tuple(grown), tuple(slope for _, slope in parents))
    made.gradient = gradient
    for parent, (already, _) in zip(made.parents, parents, strict=True):
        parent.gradient = already
    return made


def _squared(gradient: float, data: float) -> Value:
    """Return the product of a value with itself: the same parent twice."""
    parent = Value(data)
    made = _Described(data * data, (parent, parent), (data, data))
    made.gradient = gradient
    return made


def _sending(change: Callable[[Value, float, Value], float]) -> Callable[[Value], None]:
    """Return a `send_back` that puts another number into each parent's gradient."""

    def mistaken(value: Value) -> None:
        for parent, slope in zip(value.parents, value.slopes, strict=True):
            parent.gradient = change(parent, slope, value)

    return mistaken


def _only_the_first(value: Value) -> None:
    for parent, slope in zip(value.parents[:1], value.slopes, strict=False):
        parent.gradient += slope * value.gradient


def _with_the_slopes_swapped(value: Value) -> None:
    for parent, slope in zip(value.parents, value.slopes[::-1], strict=True):
        parent.gradient += slope * value.gradient


def _to_each_parent_once(value: Value) -> None:
    for parent, slope in dict(zip(value.parents, value.slopes, strict=True)).items():
        parent.gradient += slope * value.gradient


SAME = Value(3.0)

exercise = Exercises(
    "07",
    Exercise(
        multiply,
        examples=[
            (Value(2.0), Value(-3.0)),
            (Value(0.5), Value(4.0)),
            (Value(0.0), Value(1.5)),
            (SAME, SAME),
            (_value(2.0, (0.0, 3.0)), Value(-1000.0)),
            (Value(0.0), Value(0.0)),
        ],
        draw=lambda generator: (Value(float(generator.uniform(1, 3))), Value(float(generator.uniform(-3, -1)))),
        parts=("the product", "the slope for `one`", "the slope for `other`"),
        probe=_of_the_product,
        hints=[
            "Nudge `one` by h, and the product changes by h times the other number. So what is the slope for `one`?",
            "`add` shows how a Value is made: first the number, then a tuple of the parents, then a tuple of the slopes.",
        ],
        mistakes=[
            Mistake(
                "The slopes have changed places: nudge `one`, and the product changes by the other number times the nudge.",
                lambda one, other: Value(one.data * other.data, (one, other), (one.data, other.data)),
            ),
            Mistake("These are the slopes of a sum.", lambda one, other: Value(one.data * other.data, (one, other), (1.0, 1.0))),
            Mistake(
                "This is a sum, with the slopes of a product.",
                lambda one, other: Value(one.data + other.data, (one, other), (other.data, one.data)),
            ),
            Mistake("This is a sum.", lambda one, other: Value(one.data + other.data, (one, other), (1.0, 1.0))),
            Mistake(
                "Both slopes are the product itself: what changes by how much when only one of the two is nudged?",
                lambda one, other: Value(one.data * other.data, (one, other), (one.data * other.data,) * 2),
            ),
            Mistake(
                "Both slopes are 0. (So is the gradient of a new value.) The slope for each number is made of the other one's `.data`.",
                lambda one, other: Value(one.data * other.data, (one, other), (other.gradient, one.gradient)),
            ),
        ],
    ),
    Exercise(
        send_back,
        examples=[
            (_value(2.0, (0.0, 3.0), (5.0, -1.0)),),
            (_value(-1.5, (0.5, 4.0)),),
            (_squared(2.0, 3.0),),
            (_value(1.0, (-2.0, 0.0), (1.0, 2.5)),),
            (_value(2.0),),
            (_value(0.5, (0.0, 1.0), (3.0, -2.0), (0.0, 1000.0)),),
            (_value(0.0, (5.0, 3.0), (-1.0, 2.0)),),
        ],
        draw=lambda generator: (_value(float(generator.normal()), (float(generator.normal()), 2.0), (1.0, float(generator.normal()))),),
        probe=_of_the_parents,
        hints=[
            "Walk through the parents and their slopes at once: `for parent, slope in zip(value.parents, value.slopes):`.",
            "What comes to a parent is the slope times the value's gradient. Add it to what the parent has already.",
        ],
        mistakes=[
            Mistake(
                "With `=` a parent forgets what other values have sent to it: add to it, with `+=`.",
                _sending(lambda parent, slope, value: slope * value.gradient),
            ),
            Mistake("The slope is left out.", _sending(lambda parent, slope, value: parent.gradient + value.gradient)),
            Mistake(
                "The value's own gradient is left out: along a chain, slopes are multiplied.",
                _sending(lambda parent, slope, value: parent.gradient + slope),
            ),
            Mistake("It is subtracted: add it.", _sending(lambda parent, slope, value: parent.gradient - slope * value.gradient)),
            Mistake(
                "The slope and the gradient are added to each other: along a chain, slopes are multiplied.",
                _sending(lambda parent, slope, value: parent.gradient + slope + value.gradient),
            ),
            Mistake(
                "The value's number is used in place of its gradient.",
                _sending(lambda parent, slope, value: parent.gradient + slope * value.data),
            ),
            Mistake("Only the first parent gets something: send to all of them.", _only_the_first),
            Mistake(
                "Nothing has changed: the gradients of the parents are where the result goes.",
                lambda value: _sending(lambda parent, slope, value: parent.gradient)(value),
            ),
            Mistake(
                "What the parent has already is multiplied: add to it.",
                _sending(lambda parent, slope, value: parent.gradient * slope * value.gradient),
            ),
            Mistake(
                "Where both parents are the same value it gets its share only once: walk through the parents as they are, without a set.",
                _to_each_parent_once,
            ),
            Mistake(
                "The slopes have changed places: each parent has its own, in the same order.",
                _with_the_slopes_swapped,
            ),
            Mistake(
                "The parent's own number is multiplied in: the slope holds all that counts.",
                _sending(lambda parent, slope, value: parent.gradient + slope * value.gradient * parent.data),
            ),
            Mistake(
                "The parent's gradient is used in place of the value's.",
                _sending(lambda parent, slope, value: parent.gradient + slope * parent.gradient),
            ),
        ],
    ),
)

ask = Questions(
    {
        "two ways to a number": Question(
            "b = 2a, c = 3b, d = b + c. You nudge a by 1. How much does d move?",
            Wrong("By 6", "That is what comes along c: 2 · 3. But b is part of d by itself as well."),
            Wrong("By 2", "That is what comes along b alone. There is a second way, along c."),
            Wrong("By 5", "Along each way slopes are multiplied. Then the ways are added."),
            Right("By 8", "2 along b alone, and 2 · 3 = 6 along c: what comes along different ways is added."),
        ),
        "what is wrong here": Question(
            "This descent falls, and climbs back up, for ever. What would you say is the cause?",
            Wrong("The rate is too large", "The usual suspect. Try a smaller one in the next figure: does it stop climbing back?"),
            Wrong("The gradient has the wrong sign", "Then it would climb from the first step on. It begins by falling, very well."),
            Right(
                "Each step is made of more than the slope where it stands: something is added up that should not be",
                "Test it in the next figure: look at how long it is, what a step is made of.",
            ),
            Wrong(
                "The loss has several valleys",
                "Lesson 03: for a quadratic there is a single one. What rolls down a valley and up the other side?",
            ),
        ),
    }
)
