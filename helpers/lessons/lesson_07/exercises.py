"""Lesson 07, "Let the computer find the slopes": its exercises and its questions."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers import engine
from helpers.checker import CannotJudge, Exercise, Exercises, Mistake, edges
from helpers.descent import momentum_step
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
    if not _is_a_value(made):
        raise CannotJudge("`multiply` should return a `Value`, made of the product, its parents and its slopes.")
    if type(made.parents) is not tuple or len(made.parents) != 2 or made.parents[0] is not one or made.parents[1] is not other:
        raise CannotJudge("The parents of the product are the two values themselves, as a tuple: first `one`, then `other`.")
    if type(made.slopes) is not tuple or len(made.slopes) != 2:
        raise CannotJudge("The product needs two slopes, as a tuple: one for each parent.")
    if any(isinstance(number, Value) or _is_a_value(number) for number in (made.data, *made.slopes)):
        raise CannotJudge("The product and the slopes are plain numbers: take the `.data` of a value.")
    return made.data, made.slopes[0], made.slopes[1]


def _is_a_value(made: Any) -> bool:
    """Return whether it is a value, of the engine's class or of the one that the reader has typed."""
    return type(made).__name__ == "Value" and all(hasattr(made, name) for name in ("data", "gradient", "parents", "slopes"))


def _no_engine(one: Value, other: Value) -> Value:
    raise CannotJudge("This multiplies values with `*`, and `*` calls this very function. Make the `Value` yourself, as `add` does.")


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


# momentum_step


def _momentum_with(
    kept: Callable[[Array, float], Any] = lambda velocity, momentum: momentum * velocity,
    added: Callable[[Array, float, float], Any] = lambda gradient, rate, momentum: gradient,
    moved: Callable[[Array, Array, Array, float], Any] = lambda parameters, before, velocity, rate: parameters - rate * velocity,
    ordered: Callable[[Any, Any], Any] = lambda parameters, velocity: (parameters, velocity),
) -> Callable[..., Any]:
    def mistaken(parameters: Array, velocity: Array, gradient: Array, rate: float, momentum: float) -> Any:
        after = kept(velocity, momentum) + added(gradient, rate, momentum)
        return ordered(moved(parameters, velocity, after, rate), after)

    return mistaken


def _random_step(generator: np.random.Generator) -> tuple[Array, Array, Array, float, float]:
    parameters, velocity, gradient = generator.uniform(-2, 2, (3, int(generator.integers(2, 5))))
    return parameters, velocity, gradient, float(generator.uniform(0.01, 0.5)), float(generator.uniform(0.3, 0.95))


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
        in_notebook=True,
        hints=[
            "Nudge `one` by h. By how much does the product change? Divide that by h.",
            "`add` shows how to make a Value: first the number, then a tuple of the parents, then a tuple of their slopes.",
        ],
        mistakes=[
            Mistake(
                "You've swapped the slopes. Nudge `one`: which number is the nudge multiplied by?",
                lambda one, other: Value(one.data * other.data, (one, other), (one.data, other.data)),
            ),
            Mistake(
                "You returned the slopes of a sum; we need those of the product.",
                lambda one, other: Value(one.data * other.data, (one, other), (1.0, 1.0)),
            ),
            Mistake(
                "You returned the sum, with the slopes of the product; we need the product.",
                lambda one, other: Value(one.data + other.data, (one, other), (other.data, one.data)),
            ),
            Mistake(
                "You returned the sum; we need the product.", lambda one, other: Value(one.data + other.data, (one, other), (1.0, 1.0))
            ),
            Mistake(
                "Both slopes are the product itself. By how much does it change when you nudge only one of the two?",
                lambda one, other: Value(one.data * other.data, (one, other), (one.data * other.data,) * 2),
            ),
            Mistake(
                "Both slopes are 0, as the gradient of a new value is. A slope is made of a value's `.data`.",
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
        in_notebook=True,
        hints=[
            "Go through the parents and their slopes together: `for parent, slope in zip(value.parents, value.slopes):`.",
            "A parent gets the slope times the value's gradient. It may hold something already, so add to that.",
        ],
        mistakes=[
            Mistake(
                "With `=`, a parent forgets what others have sent to it. Add with `+=`.",
                _sending(lambda parent, slope, value: slope * value.gradient),
            ),
            Mistake("You left out the slope.", _sending(lambda parent, slope, value: parent.gradient + value.gradient)),
            Mistake(
                "You left out the value's own gradient: along a chain, slopes are multiplied.",
                _sending(lambda parent, slope, value: parent.gradient + slope),
            ),
            Mistake("You subtracted it; add it instead.", _sending(lambda parent, slope, value: parent.gradient - slope * value.gradient)),
            Mistake(
                "You add the slope to the gradient. Along a chain, slopes are multiplied.",
                _sending(lambda parent, slope, value: parent.gradient + slope + value.gradient),
            ),
            Mistake(
                "You send the value's `data`. Its `gradient` is what goes back.",
                _sending(lambda parent, slope, value: parent.gradient + slope * value.data),
            ),
            Mistake("Only the first parent gets something. Send to all of them.", _only_the_first),
            Mistake(
                "Nothing has changed. The result goes into the `gradient` of each parent.",
                lambda value: _sending(lambda parent, slope, value: parent.gradient)(value),
            ),
            Mistake(
                "You multiplied what the parent has already; add to it instead.",
                _sending(lambda parent, slope, value: parent.gradient * slope * value.gradient),
            ),
            Mistake(
                "In a · a, both parents are the same value, and it gets two shares. Go through the parents as they stand, without a set.",
                _to_each_parent_once,
            ),
            Mistake(
                "You've swapped the slopes. Parents and slopes are in the same order.",
                _with_the_slopes_swapped,
            ),
            Mistake(
                "You multiply by the parent's `data` as well. The slope already holds all that counts.",
                _sending(lambda parent, slope, value: parent.gradient + slope * value.gradient * parent.data),
            ),
            Mistake(
                "You multiply by the parent's gradient. What goes back is the value's.",
                _sending(lambda parent, slope, value: parent.gradient + slope * parent.gradient),
            ),
        ],
    ),
    Exercise(
        momentum_step,
        examples=[
            (np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.array([-1.0, 3.0]), 0.1, 0.9),
            (np.array([0.0, 3.0, -1.0]), np.array([0.0, 0.0, 0.0]), np.array([2.0, -0.5, 0.0]), 0.25, 0.5),
            (np.array([2.0]), np.array([-3.0]), np.array([1.5]), 0.2, 0.0),
            (np.array([2.0, 2.0, 0.0]), np.array([-1.0, 300.0, 0.0]), np.array([-1.0, 0.0, 500.0]), 0.01, 1.0),
            (np.array([[1.0, 0.0], [-3.0, 2.0]]), np.array([[0.5, 2.0], [0.0, -1.0]]), np.array([[1.0, 0.0], [4.0, 4.0]]), 0.5, 0.8),
            (*edges((5,), (5,), (5,)), 0.3, 0.7),
            (np.array([2.0, -1000.0, 5.0]), np.array([0.0, 4.0, 600.0]), np.array([4.0, -2.0, 1.0]), 0.5, 0.5),
        ],
        draw=_random_step,
        parts=("the parameters", "the velocity"),
        hints=[
            "First the new velocity: what is kept of the old one, plus the gradient.",
            "Then it's lesson 04's `step`, with the new velocity in place of the gradient. Return both: `return parameters, velocity`.",
        ],
        mistakes=[
            Mistake(
                "The parameters move by the old velocity. Find the new one first.",
                _momentum_with,
                moved=lambda p, before, velocity, rate: p - rate * before,
            ),
            Mistake(
                "The parameters move uphill. A velocity made of gradients points uphill, so subtract it.",
                _momentum_with,
                moved=lambda p, before, velocity, rate: p + rate * velocity,
            ),
            Mistake("The rate is missing from the step.", _momentum_with, moved=lambda p, before, velocity, rate: p - velocity),
            Mistake("The parameters have not moved.", _momentum_with, moved=lambda p, before, velocity, rate: p),
            Mistake(
                "You kept all of the old velocity; multiply it by `momentum`.", _momentum_with, kept=lambda velocity, momentum: velocity
            ),
            Mistake("You dropped the old velocity. That's a plain step.", _momentum_with, kept=lambda velocity, momentum: 0 * velocity),
            Mistake(
                "You kept 1 − momentum of the velocity; keep `momentum` of it.",
                _momentum_with,
                kept=lambda velocity, momentum: (1 - momentum) * velocity,
            ),
            Mistake(
                "You added `momentum` to the velocity; multiply by it instead.",
                _momentum_with,
                kept=lambda velocity, momentum: velocity + momentum,
            ),
            Mistake(
                "The gradient is multiplied by 1 − momentum. Some libraries do that. Here it's added whole.",
                _momentum_with,
                added=lambda gradient, rate, momentum: (1 - momentum) * gradient,
            ),
            Mistake(
                "The gradient is multiplied by `momentum`, too. Only the old velocity is.",
                _momentum_with,
                added=lambda gradient, rate, momentum: momentum * gradient,
            ),
            Mistake(
                "You subtracted the gradient from the velocity. Add it, and subtract once, in the step.",
                _momentum_with,
                added=lambda gradient, rate, momentum: -gradient,
            ),
            Mistake(
                "The rate is in the velocity and in the step. Multiply by it once, in the step.",
                _momentum_with,
                added=lambda gradient, rate, momentum: rate * gradient,
            ),
            Mistake("The gradient is missing from the velocity.", _momentum_with, added=lambda gradient, rate, momentum: 0 * gradient),
            Mistake("You've swapped the two: first the parameters, then the velocity.", _momentum_with, ordered=lambda p, v: (v, p)),
            Mistake("The new velocity is missing. Return both.", _momentum_with, ordered=lambda p, v: p),
            Mistake(
                "The rate is in the velocity already. Here the velocity is made of gradients, and the rate comes in with the step.",
                lambda parameters, velocity, gradient, rate, momentum: (
                    parameters - (momentum * velocity + rate * gradient),
                    momentum * velocity + rate * gradient,
                ),
            ),
            Mistake(
                "The sign has moved into the velocity. Here it's the sum of gradients, and the step subtracts it.",
                lambda parameters, velocity, gradient, rate, momentum: (
                    parameters + momentum * velocity - rate * gradient,
                    momentum * velocity - rate * gradient,
                ),
            ),
            Mistake(
                "You returned the old velocity. Return the new one, for the next step.",
                lambda parameters, velocity, gradient, rate, momentum: (parameters - rate * (momentum * velocity + gradient), velocity),
            ),
            Mistake(
                "This looks ahead, as Nesterov's momentum does. Here the parameters move by the new velocity alone.",
                lambda parameters, velocity, gradient, rate, momentum: (
                    parameters - rate * (momentum * (momentum * velocity + gradient) + gradient),
                    momentum * velocity + gradient,
                ),
            ),
        ],
    ),
)

ask = Questions(
    {
        "two ways to a number": Question(
            "b = 2a, c = 3b, d = b + c. You raise a by 1. By how much does d rise?",
            Wrong("By 6", "That's what comes through c: 2 · 3. But b is also a part of d by itself."),
            Wrong("By 2", "That's what comes from b directly. There's a second way, through c."),
            Wrong("By 5", "Multiply the slopes along each way. Then add the two ways."),
            Right("By 8", "2 from b directly, and 2 · 3 = 6 through c. What comes along different ways is added."),
        ),
        "what is wrong here": Question(
            "The loss falls and climbs back, for ever. What would you suspect?",
            Wrong("The rate is too high", "The usual suspect. Try lower ones in the next figure. Does it stop climbing back?"),
            Wrong(
                "The gradient has the wrong sign", "Then the loss would climb from the first step. This one begins by falling, and fast."
            ),
            Right(
                "It steps by something that isn't the gradient",
                "A good suspicion. In the next figure, look at how long a step is, divided by the rate.",
            ),
            Wrong(
                "The loss has several valleys",
                "A quadratic's has a single one, as in lesson 04. What moves down a valley and up the other side?",
            ),
        ),
        "ten times as far": Question(
            "The gradient is 1 at every step, and the velocity keeps 0.9 of itself. How fast does it get?",
            Wrong("1", "That's without any momentum. Here, each step adds to what is left of the last ones."),
            Wrong("1.9", "That's after two steps, 0.9 · 1 + 1. It goes on growing."),
            Right("10", "At 10 it stays: 0.9 · 10 + 1 = 10. So where gradients agree, steps get ten times as long."),
            Wrong(
                "It grows for ever", "Without friction it would. But 0.9 loses a tenth each step, and a tenth of 10 is the 1 that's added."
            ),
        ),
    }
)
