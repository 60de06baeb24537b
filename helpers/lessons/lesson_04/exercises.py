"""Lesson 04, "Follow the slope": its exercises, its questions and its table."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.descent import gradient_descent, mae_gradient, numerical_gradient, step
from helpers.model import quadratic
from helpers.questions import Blank, Question, Questions, Right, Table, Wrong

Array = NDArray[np.float64]
Loss = Callable[[Array], float]
Gradient = Callable[[Array], Array]


def _of(formula: str) -> Any:
    """Return a function of p that a reader sees as it would be written down."""
    source = f"lambda p: {formula}"
    made = eval(source, {"np": np})
    made.__name__ = source
    return made


# numerical_gradient


def _numerical_with(
    measure: Callable[[Loss, Array, Array], float] = lambda loss, at, nudge: loss(at + nudge) - loss(at - nudge),
    divide: Callable[[float, float], float] = lambda difference, h: difference / (2 * h),
    nudged: Callable[[int, int, float], Array] = lambda i, count, h: h * np.eye(count)[i],
) -> Callable[..., Array]:
    def mistaken(loss: Loss, parameters: Array, h: float = 1e-6) -> Array:
        count = len(parameters)
        return np.array([divide(measure(loss, parameters, nudged(i, count, h)), h) for i in range(count)])

    return mistaken


def _never_put_back(loss: Loss, parameters: Array, h: float = 1e-6) -> Array:
    at, gradient = parameters.copy(), np.zeros(len(parameters))
    for i in range(len(parameters)):
        before = at.copy()
        at[i] += h
        before[i] -= h
        gradient[i] = (loss(at) - loss(before)) / (2 * h)
    return gradient


def _only_the_first(loss: Loss, parameters: Array, h: float = 1e-6) -> Array:
    gradient = np.zeros(len(parameters))
    gradient[0] = numerical_gradient(loss, parameters, h)[0]
    return gradient


def _random_loss(generator: np.random.Generator) -> tuple[Loss, Array, float]:
    a, b, c = generator.uniform(1, 3, 3).round(2)
    return _of(f"{a} * p[0] ** 2 - {b} * p[0] * p[1] + {c} * p[1] ** 3"), generator.uniform(-2, 2, 2), float(generator.uniform(0.1, 0.5))


# mae_gradient


def _powers(x: Array) -> list[Array]:
    return [x**2, x, np.ones_like(x)]


def _mae_gradient_with(
    residual: Callable[[Array, Array], Array] = lambda predictions, targets: predictions - targets,
    slope: Callable[[Array], Any] = np.sign,
    powers: Callable[[Array], Sequence[Array]] = _powers,
    gather: Callable[[Array], Any] = np.mean,
    together: bool = True,
    ordered: Callable[[list[Any]], list[Any]] = list,
) -> Callable[[Array, Array, Array], Array]:
    def mistaken(parameters: Array, x: Array, y: Array) -> Array:
        slopes = slope(residual(quadratic(x, *parameters), y))
        pulls = [gather(slopes * power) if together else gather(slopes) * gather(power) for power in powers(x)]
        return np.array(ordered(pulls))

    return mistaken


# gradient_descent


def _descent_with(
    change: Callable[[Array, Array, float], Array] = step,
    look: Callable[[Gradient, Array, Array], Array] = lambda gradient, now, start: gradient(now),
    count: Callable[[int], int] = lambda steps: steps,
    keep: Callable[[list[Array]], Any] = lambda path: path,
) -> Callable[..., Array]:
    def mistaken(gradient: Gradient, start: Array, rate: float, steps: int) -> Array:
        path = [start]
        for _ in range(count(steps)):
            path.append(change(path[-1], look(gradient, path[-1], start), rate))
        return np.array(keep(path))

    return mistaken


def _one_after_the_other(gradient: Gradient, start: Array, rate: float, steps: int) -> Array:
    path = [start]
    for _ in range(steps):
        now = path[-1].copy()
        for i in range(len(now)):
            now[i] -= rate * gradient(now)[i]
        path.append(now)
    return np.array(path)


def _always_from_the_start(gradient: Gradient, start: Array, rate: float, steps: int) -> Array:
    path = [start]
    for _ in range(steps):
        path.append(step(start, gradient(path[-1]), rate))
    return np.array(path)


def _with_a_shrinking_rate(gradient: Gradient, start: Array, rate: float, steps: int) -> Array:
    path = [start]
    for done in range(steps):
        path.append(step(path[-1], gradient(path[-1]), rate / (done + 1)))
    return np.array(path)


def _with_a_growing_rate(gradient: Gradient, start: Array, rate: float, steps: int) -> Array:
    path = [start]
    for done in range(steps):
        path.append(step(path[-1], gradient(path[-1]), rate * done))
    return np.array(path)


def _until_it_stands_still(gradient: Gradient, start: Array, rate: float, steps: int) -> Array:
    path = [start]
    while len(path) <= steps and gradient(path[-1]).any():
        path.append(step(path[-1], gradient(path[-1]), rate))
    return np.array(path)


def _random_slope(generator: np.random.Generator) -> tuple[Gradient, Array, float, int]:
    a, b, c = generator.uniform(0.5, 2, 3).round(2)
    gradient = _of(f"np.array([{a} * p[0] + {b} * p[1], {b} * p[0] + {c} * p[1] ** 2])")
    return gradient, generator.uniform(-1, 1, 2), float(generator.uniform(0.05, 0.2)), int(generator.integers(2, 5))


CUBE = _of("5 * p[0] ** 3")


def _nudges_pile_up(loss: Loss, parameters: Array, h: float = 1e-6) -> Array:
    nudge, gradient = np.zeros(len(parameters)), np.zeros(len(parameters))
    for i in range(len(parameters)):
        nudge[i] = h
        gradient[i] = (loss(parameters + nudge) - loss(parameters - nudge)) / (2 * h)
    return gradient


def _stops_where_it_is_level(loss: Loss, parameters: Array, h: float = 1e-6) -> Array:
    gradient = numerical_gradient(loss, parameters, h)
    return np.where(np.cumsum(gradient == 0) > 0, 0.0, gradient)


exercise = Exercises(
    "04",
    Exercise(
        numerical_gradient,
        examples=[
            (_of("p[0] ** 2 + 5 * p[1]"), np.array([3.0, 1.0]), 0.5),
            (_of("p[0] ** 3 - 2 * p[0] * p[1] ** 2 + p[2]"), np.array([1.0, -2.0, 0.5]), 0.1),
            (_of("np.abs(p[0]) + p[1] ** 2"), np.array([0.05, -1.5]), 0.2),
            (_of("p[1] ** 2 - p[3]"), np.array([1.0, 2.0, 2.0, 0.0]), 0.25),
            (CUBE, np.array([100.0]), 0.5),
            (CUBE, np.array([100.0]), 2.0),
            (
                _of("p[0] ** 2 * p[1] + p[1] * p[2] - p[3] ** 2 + p[4] ** 2 - 4 * p[0]"),
                np.array([0.0, -300.25, 2.0, -12.75, 300.5]),
                0.25,
            ),
        ],
        draw=_random_loss,
        hints=[
            "For each parameter: raise it by h and look at the loss, lower it by h and look again, and divide the difference by the way "
            "between the two places.",
            "An array of zeros with h in the place i nudges the parameter i alone: add it to the parameters, and subtract it from them.",
            "In a loop over i: `nudge = np.zeros(len(parameters))`, then `nudge[i] = h`, then the difference of the two losses, "
            "divided by twice h, goes into `gradient[i]`.",
        ],
        mistakes=[
            Mistake(
                "The difference is divided by h, but the two places are 2h apart.",
                _numerical_with,
                divide=lambda difference, h: difference / h,
            ),
            Mistake(
                "`/ 2 * h` divides by 2 and then multiplies by h: put brackets around what is to be divided by.",
                _numerical_with,
                divide=lambda difference, h: difference / 2 * h,
            ),
            Mistake("The difference of the losses is still to be divided by 2h.", _numerical_with, divide=lambda difference, h: difference),
            Mistake("It is divided by 2 where it should be by 2h.", _numerical_with, divide=lambda difference, h: difference / 2),
            Mistake(
                "This nudges to one side only, from where the parameters stand. Go to both sides: on a round curve "
                "the error is much smaller then.",
                lambda loss, parameters, h=1e-6: _numerical_with(
                    measure=lambda loss, at, nudge: loss(at + nudge) - loss(at), divide=lambda difference, h: difference / h
                )(loss, parameters, h),
            ),
            Mistake(
                "This nudges down only, from where the parameters stand. Go to both sides: on a round curve the error "
                "is much smaller then.",
                lambda loss, parameters, h=1e-6: _numerical_with(
                    measure=lambda loss, at, nudge: loss(at) - loss(at - nudge), divide=lambda difference, h: difference / h
                )(loss, parameters, h),
            ),
            Mistake(
                "It goes from the parameters to one side only, and yet divides by 2h: go to both sides.",
                _numerical_with,
                measure=lambda loss, at, nudge: loss(at + nudge) - loss(at),
            ),
            Mistake(
                "The sign is reversed: it is the loss after a nudge up, minus the one after a nudge down.",
                _numerical_with,
                measure=lambda loss, at, nudge: loss(at - nudge) - loss(at + nudge),
            ),
            Mistake(
                "The two losses are added: a slope comes from their difference.",
                _numerical_with,
                measure=lambda loss, at, nudge: loss(at + nudge) + loss(at - nudge),
            ),
            Mistake(
                "The size of the difference is taken: a slope has a sign, which says which way is down.",
                _numerical_with,
                measure=lambda loss, at, nudge: abs(loss(at + nudge) - loss(at - nudge)),
            ),
            Mistake(
                "All parameters are nudged at once, so every entry is the same. Nudge one, and let the others stand.",
                _numerical_with,
                nudged=lambda i, count, h: np.full(count, h),
            ),
            Mistake("A nudge is never taken back: after a parameter has had its turn, it has to stand where it was.", _never_put_back),
            Mistake("Only the first parameter has its turn: does the `return` stand inside the loop?", _only_the_first),
            Mistake(
                "This adds up the slopes of all parameters: there is one number for each.",
                lambda loss, parameters, h=1e-6: np.sum(numerical_gradient(loss, parameters, h)),
            ),
            Mistake(
                "This uses its own h in place of the one that it is given.",
                lambda loss, parameters, h=1e-6: numerical_gradient(loss, parameters),
            ),
            Mistake(
                "A nudge is never taken back: once a parameter has had its turn, it has to stand where it was.",
                _nudges_pile_up,
            ),
            Mistake(
                "It nudges by h / 2 to each side: nudge by h, and divide by 2h.",
                lambda loss, parameters, h=1e-6: numerical_gradient(loss, parameters, h / 2),
            ),
            Mistake(
                "Only the second loss is divided: put brackets around the difference.",
                lambda loss, parameters, h=1e-6: _numerical_with(
                    measure=lambda loss, at, nudge: loss(at + nudge) - loss(at - nudge) / (2 * h), divide=lambda difference, h: difference
                )(loss, parameters, h),
            ),
            Mistake(
                "Where one slope is 0 it goes no further: the slopes after it may be others.",
                _stops_where_it_is_level,
            ),
        ],
    ),
    Exercise(
        mae_gradient,
        examples=[
            (np.array([1.0, 0.0, 1.0]), np.array([1.0, -2.0]), np.array([4.0, 3.0])),
            (np.array([0.5, -1.0, 2.0]), np.array([2.0, -1.0, 3.0, 0.5]), np.array([1.0, 6.0, -2.0, 1.0])),
            (np.array([0.0, 2.0, -1.0]), np.array([-1.5, 2.0, 1.0]), np.array([0.0, 3.0, -4.0])),
            (np.array([0.0, 0.0, 0.0]), np.array([0.0, 2.0, 2.0, -1000.0, 0.5]), np.array([1.0, 0.0, -3.0, 5.0, 0.0])),
            (np.array([1.0, 0.0, 0.0]), np.array([1.0, 2.0]), np.array([1.0, 4.0])),
            (
                np.array([-3.25, 200.25, -1000.75]),
                np.array([0.0, 1.0, 1.0, -1.0, 2.25, 300.25, 10.0, -2.5]),
                np.array([-1000.5, -804.0, -803.5, -1204.25, -566.5, -233863.25, 700.0, 0.0]),
            ),
        ],
        draw=lambda generator: (generator.uniform(-3, 3, 3), generator.uniform(-3, 3, 6), generator.uniform(-5, 5, 6)),
        rtol=1e-12,  # so that what is measured by nudging is not right: the two are to check each other
        atol=1e-12,
        hints=[
            "First the residuals, then their signs. The pull on a is sign · x², on b sign · x, and on c the sign alone; the gradient has "
            "the mean of each.",
            "`a, b, c = parameters` names the three. `np.sign` takes the signs of a whole array, and `np.mean` the mean of one.",
            "Put three means into one array: `np.array([..., ..., ...])`. Multiply inside each mean, not outside.",
        ],
        mistakes=[
            Mistake(
                "All signs are reversed. A residual is the prediction minus the target, and the gradient is the mean "
                "of the pulls, with no minus.",
                _mae_gradient_with,
                residual=lambda predictions, targets: targets - predictions,
            ),
            Mistake(
                "Predictions and targets are added: a residual is a difference.",
                _mae_gradient_with,
                residual=lambda predictions, targets: predictions + targets,
            ),
            Mistake(
                "The targets are left out: take the signs of the residuals, not of the predictions.",
                _mae_gradient_with,
                residual=lambda predictions, targets: predictions,
            ),
            Mistake("You added the pulls up. The gradient of a mean is their mean.", _mae_gradient_with, gather=np.sum),
            Mistake(
                "This is the gradient of the mean squared error: there a residual counts by its size, here only its sign counts.",
                _mae_gradient_with,
                slope=lambda r: 2 * r,
            ),
            Mistake(
                "The residuals themselves are used: each stick grows or shrinks with the sign of its residual, however long it is.",
                _mae_gradient_with,
                slope=lambda r: r,
            ),
            Mistake(
                "The sizes of the residuals are used: their signs are what counts.",
                _mae_gradient_with,
                slope=np.abs,
            ),
            Mistake(
                "The signs of the residuals are missing: where the curve is below the dot, a step up makes the stick shorter.",
                _mae_gradient_with,
                slope=np.ones_like,
            ),
            Mistake(
                "Look at a measurement that the curve runs through: its residual is 0, and counts as 0, not as 1 or −1.",
                _mae_gradient_with,
                slope=lambda r: np.where(r > 0, 1.0, -1.0),
            ),
            Mistake(
                "Look at a measurement that the curve runs through: its residual is 0, and counts as 0, not as 1.",
                _mae_gradient_with,
                slope=lambda r: np.where(r >= 0, 1.0, -1.0),
            ),
            Mistake(
                "Each pull takes the place of the one before it, so the last measurement alone is left: add them up, with `+=`.",
                _mae_gradient_with,
                gather=lambda pulls: pulls[-1] / len(pulls),
            ),
            Mistake(
                "These are the pulls of the first measurement alone: does the `return` stand inside the loop?",
                _mae_gradient_with,
                gather=lambda pulls: pulls[0] / len(pulls),
            ),
            Mistake(
                "Only the dots below the curve pull here. Those above it pull as well, with the other sign.",
                _mae_gradient_with,
                slope=lambda r: (r > 0) * 1.0,
            ),
            Mistake(
                "The powers of x stand outside: each measurement's sign goes with its own x, so multiply before you take the mean.",
                _mae_gradient_with,
                together=False,
            ),
            Mistake(
                "The powers of x are missing: the same nudge of a moves a prediction by x² times as much.",
                _mae_gradient_with,
                powers=lambda x: [np.ones_like(x)] * 3,
            ),
            Mistake(
                "This takes x for a where it should be x², since a multiplies x².",
                _mae_gradient_with,
                powers=lambda x: [x, x, np.ones_like(x)],
            ),
            Mistake(
                "The derivative is taken along x, where x² gives 2x. Here a moves and x stays: a multiplies x².",
                _mae_gradient_with,
                powers=lambda x: [2 * x, np.ones_like(x), np.zeros_like(x)],
            ),
            Mistake(
                "For a there is 2x in place of x². Here a moves and x stays: a multiplies x².",
                _mae_gradient_with,
                powers=lambda x: [2 * x, x, np.ones_like(x)],
            ),
            Mistake(
                "The sizes of x are used for b: its pull is sign · x, with the sign that x has.",
                _mae_gradient_with,
                powers=lambda x: [x**2, np.abs(x), np.ones_like(x)],
            ),
            Mistake(
                "The parameters themselves are multiplied in: how much a prediction moves with a is x², wherever a stands.",
                lambda parameters, x, y: mae_gradient(parameters, x, y) * parameters,
            ),
            Mistake("The order is reversed: first a, then b, then c.", _mae_gradient_with, ordered=lambda pulls: pulls[::-1]),
            Mistake("c is missing: its pull is the sign alone.", _mae_gradient_with, ordered=lambda pulls: pulls[:2]),
            Mistake(
                "This is the gradient for a alone: there is one number for each parameter.", _mae_gradient_with, ordered=lambda p: p[:1]
            ),
            Mistake(
                "These are the pulls one by one: their means are still to be taken.",
                _mae_gradient_with,
                gather=lambda pulls: pulls,
            ),
            Mistake(
                "It is divided by n twice, and once is enough. `np.mean` does it by itself.",
                _mae_gradient_with,
                gather=lambda pulls: np.mean(pulls) / len(pulls),
            ),
            Mistake(
                "The derivative is taken along x, and c is left out: here a, b and c move, and x stays.",
                _mae_gradient_with,
                powers=lambda x: [x, np.ones_like(x), np.zeros_like(x)],
            ),
            Mistake(
                "The predictions are left out: take the signs of the residuals, not of the targets.",
                _mae_gradient_with,
                residual=lambda predictions, targets: targets + 0 * predictions,
            ),
        ],
    ),
    Exercise(
        step,
        examples=[
            (np.array([2.0, -1.0]), np.array([0.5, 3.0]), 0.1),
            (np.array([1.0, 4.0, -2.0, 0.0]), np.array([-2.0, 0.0, -0.5, 1.5]), 0.5),
            (np.array([0.3]), np.array([4.0]), 2.0),
            (np.array([0.0, 2.0, 2.0, -1000.0, 3.0]), np.array([0.0, 0.0, 5.0, -500.0, 5.0]), 1.0),
            (np.array([1.0, -2.0, 3.0]), np.array([4.0, -5.0, 6.0]), 0.0),
            (np.array([2.0, -1.0]), np.array([0.5, 3.0]), 0.7),
            (*edges((10,), (10,)), 0.5),
        ],
        draw=lambda generator: (generator.uniform(-3, 3, 3), generator.uniform(-3, 3, 3), float(generator.uniform(0.05, 0.9))),
        hints=[
            "Each parameter moves by the rate times its own number of the gradient, to the other side.",
            "Arithmetic on whole arrays does that for all parameters at once: start from the parameters and subtract.",
        ],
        mistakes=[
            Mistake(
                "This goes uphill: the gradient says which way is up, so subtract.",
                lambda parameters, gradient, rate: parameters + rate * gradient,
            ),
            Mistake(
                "The rate is left out: the step is the rate times the gradient.", lambda parameters, gradient, rate: parameters - gradient
            ),
            Mistake(
                "This divides by the rate: a larger rate means a longer step.",
                lambda parameters, gradient, rate: parameters - gradient / rate,
            ),
            Mistake(
                "Only the signs of the gradient are used: a steeper slope means a longer step.",
                lambda parameters, gradient, rate: parameters - rate * np.sign(gradient),
            ),
            Mistake(
                "The gradient is brought to length 1 first: here its length counts.",
                lambda parameters, gradient, rate: parameters - rate * gradient / np.linalg.norm(gradient),
            ),
            Mistake("This is the step alone: add it to where the parameters stand.", lambda parameters, gradient, rate: -rate * gradient),
            Mistake(
                "This is the rate times the gradient alone: subtract it from the parameters.",
                lambda parameters, gradient, rate: rate * gradient,
            ),
            Mistake(
                "The step is multiplied by where the parameters stand: subtract the rate times the gradient alone.",
                lambda parameters, gradient, rate: parameters * (1 - rate * gradient),
            ),
            Mistake(
                "The brackets stand around the wrong part: only the gradient is multiplied by the rate.",
                lambda parameters, gradient, rate: (parameters - gradient) * rate,
            ),
            Mistake(
                "The size of the gradient is taken, so that every parameter can only fall. Where its slope is negative it should rise.",
                lambda parameters, gradient, rate: parameters - rate * np.abs(gradient),
            ),
            Mistake("The gradient is left out.", lambda parameters, gradient, rate: parameters - rate),
            Mistake(
                "All parameters move alike: each has its own number in the gradient.",
                lambda parameters, gradient, rate: parameters - rate * np.mean(gradient),
            ),
            Mistake(
                "It is the wrong way round: start from the parameters.", lambda parameters, gradient, rate: rate * gradient - parameters
            ),
            Mistake(
                "The rate is subtracted, and the rest multiplied: only the gradient is multiplied by the rate.",
                lambda parameters, gradient, rate: (parameters - rate) * gradient,
            ),
            Mistake(
                "The rate is 0.1 here, whatever is given: use the argument `rate`.",
                lambda parameters, gradient, rate: parameters - 0.1 * gradient,
            ),
            Mistake(
                "The gradient is left out: each parameter moves by the rate times its own number of the gradient.",
                lambda parameters, gradient, rate: parameters * (1 - rate),
            ),
        ],
    ),
    Exercise(
        gradient_descent,
        examples=[
            (_of("2 * p"), np.array([8.0]), 0.25, 3),
            (_of("np.array([2 * p[0] + p[1], p[0] + 4 * p[1]])"), np.array([1.0, -2.0]), 0.1, 2),
            (_of("np.sign(p)"), np.array([0.5, -3.0]), 1.0, 4),
            (_of("2 * p"), np.array([8.0]), 0.5, 3),
            (_of("np.sign(p)"), np.array([1000.0, 0.0, 2.0]), 0.5, 6),
            (_of("2 * p"), np.array([3.0, -1.0, 0.0]), 0.1, 0),
            (_of("p / 2"), np.array([-1000.75, -7.25, 300.25, 0.0, -7.25]), 0.5, 2),
        ],
        draw=_random_slope,
        hints=[
            "Keep a list of all places, which begins with the start. In a loop, take one step from the last place of the list, and append "
            "where it leads.",
            "The gradient is another one at every place: call `gradient` inside the loop, with the place where you stand.",
            "`path = [start]`, then `for _ in range(steps):` append what `step` returns for the last place, its gradient and the rate. In "
            "the end `np.array` makes one array of the list.",
        ],
        mistakes=[
            Mistake(
                "The gradient is computed once, at the start. It is another one at every place: compute it anew inside the loop.",
                _descent_with,
                look=lambda gradient, now, start: gradient(start),
            ),
            Mistake(
                "This goes uphill: the gradient says which way is up, so step against it.", _descent_with, change=lambda p, g, r: p + r * g
            ),
            Mistake("The rate is left out: `step` takes it.", _descent_with, change=lambda p, g, r: p - g),
            Mistake(
                "Only the signs of the gradient are used: a steeper slope means a longer step.",
                _descent_with,
                change=lambda p, g, r: p - r * np.sign(g),
            ),
            Mistake("There is one step too few.", _descent_with, count=lambda steps: steps - 1),
            Mistake(
                "There is one step too many: the start is no step, so there are `steps` more places after it.",
                _descent_with,
                count=lambda steps: steps + 1,
            ),
            Mistake(
                "This is only the last place: return the start and the place after each step.", _descent_with, keep=lambda path: path[-1]
            ),
            Mistake("The start is missing: it comes first.", _descent_with, keep=lambda path: path[1:]),
            Mistake(
                "All rows are the same, the last place: one array was changed in place, and the list holds it again and again. "
                "Let every step make a new one.",
                _descent_with,
                keep=lambda path: [path[-1]] * len(path),
            ),
            Mistake(
                "Each step starts at the start again, so all rows after the first are alike: go on from where you are.",
                lambda gradient, start, rate, steps: np.array([start] + [step(start, gradient(start), rate)] * steps),
            ),
            Mistake(
                "The parameters are changed one after the other, so that the second already sees the new value of the first. Take the "
                "whole gradient first, and then change all of them.",
                _one_after_the_other,
            ),
            Mistake(
                "These are the gradients at every place: return the places themselves.",
                lambda gradient, start, rate, steps: np.array([gradient(p) for p in gradient_descent(gradient, start, rate, steps)]),
            ),
            Mistake(
                "Each step starts at the start again, with the gradient of the last place: go on from where you are.",
                _always_from_the_start,
            ),
            Mistake(
                "The rate gets smaller from step to step: here it stays the same.",
                _with_a_shrinking_rate,
            ),
            Mistake(
                "It stops where it stands still: the remaining places are to be returned as well, all alike.",
                _until_it_stands_still,
            ),
            Mistake(
                "The rate grows from step to step: here it stays the same.",
                _with_a_growing_rate,
            ),
        ],
    ),
)

LOST_SIGN = "That subtracts the size of the gradient. Minus a negative number is plus."
ADDED = "That adds where it should subtract."
ONLY_STEP = "That is how far it moves. Where does it stand then?"
NOT_YET_SUBTRACTED = "That is the rate times the gradient: subtract it from the parameter."
NO_RATE = "The rate is forgotten: subtract 0.1 times the gradient."


def _new_value(parameter: float, gradient: float, why: str) -> Blank:
    rate = 0.1
    answer = round(parameter - rate * gradient, 6)
    arrived = {
        round(parameter + rate * gradient, 6): LOST_SIGN if gradient < 0 else ADDED,
        round(-rate * gradient, 6): ONLY_STEP,
        round(rate * gradient, 6): NOT_YET_SUBTRACTED,
        round(parameter - gradient, 6): NO_RATE,
    }
    return Blank(answer, arrived, f"It is {parameter:g} − 0.1 · ({gradient:g}).".replace("-", "−"), why)


ask = Questions(
    {
        "what a slope says": Question(
            "At a = 0 the slope along a is about −1.47. You raise a from 0 to 0.1. What does the loss do?",
            Right(
                "It falls by about 0.147",
                "A slope is the change for each 1 of a, as long as the line stays straight, as it does here. So 0.1 brings a tenth of it.",
            ),
            Wrong("It falls by about 1.47", "That would be a nudge of 1."),
            Wrong("It rises by about 0.147", "The slope is negative: what does the line do from left to right?"),
            Wrong("It falls to −1.47", "The slope says how the loss changes, and not where it ends. Can a mean of lengths be negative?"),
        ),
        "a pull": Question(
            "A measurement at x = 2 lies above the curve. What is its pull on a, sign(r) · x²?",
            Wrong("4", "It lies above the curve, so the prediction is smaller than the target. What is the sign of the residual?"),
            Wrong("2", "a multiplies x², and the sign is still to be looked at."),
            Right(
                "−4",
                "Prediction minus target is negative there. When a rises, the curve comes nearer: for each 1 of a, the stick loses 4.",
            ),
            Wrong("−2", "The sign is right. But a multiplies x²."),
            Wrong(
                "That depends on how far above the curve it lies",
                "A stick that is long shrinks as fast as a short one: by x² for each 1 of a.",
            ),
        ),
        "four cases": Table(
            "The rate is 0.1. Where does the parameter stand after one step, parameter − rate · gradient?",
            ("case", "parameter", "gradient", "new value"),
            [
                (
                    "1",
                    "2",
                    "0.5",
                    _new_value(2, 0.5, "The loss rises to the right, so the parameter goes left: it falls."),
                ),
                (
                    "2",
                    "2",
                    "−0.5",
                    _new_value(2, -0.5, "Minus a negative number is plus: the loss falls to the right, and there it goes."),
                ),
                (
                    "3",
                    "−2",
                    "0.5",
                    _new_value(-2, 0.5, "It falls, further below 0: the sign of the parameter itself plays no part."),
                ),
                (
                    "4",
                    "−2",
                    "−0.5",
                    _new_value(-2, -0.5, "It rises, towards 0."),
                ),
            ],
        ),
        "length of the gradient": Question(
            "You descend towards the least MAE. What does the length of the gradient do on the way?",
            Wrong(
                "It fades smoothly to 0",
                "That is what the MSE's does, because each residual counts by its size. In the MAE only its sign counts.",
            ),
            Wrong("It stays the same all the way", "Between two creases it does. What happens to a sign when the curve passes a dot?"),
            Right(
                "It changes in jumps, and never fades to 0",
                "It depends only on which dots are above and which below. Near the bottom the pulls cancel in part, "
                "but never on all three.",
            ),
            Wrong("It grows", "Near the best curve about as many dots are above as below. Do their pulls add up, or cancel?"),
        ),
        "does it arrive": Question(
            "The rate stays at 0.1. Will the descent come to rest in the lowest point, if you give it enough steps?",
            Wrong("Yes, after some thousand steps", "A step is the rate times the gradient. Does either of them shrink?"),
            Right(
                "No, it hovers about it for ever",
                "The rate stays as it is, and the gradient never fades to 0. So the steps do not fade, and again and "
                "again one goes too far.",
            ),
            Wrong(
                "No, it goes away from it for ever",
                "Whenever it is past the bottom, the gradient has turned round, and so the steps lead back.",
            ),
            Wrong(
                "Yes, as soon as the gradient is 0",
                "Near the lowest point the gradient flips from one side to the other. When would it be 0?",
            ),
        ),
        "how many dots": Question(
            "Through how many of the twenty dots does the best of all quadratics run exactly, by the MAE?",
            Wrong("None", "Lesson 03: the lowest point of a line made of straight pieces is at a kink. What is a kink?"),
            Wrong("One", "That is so while one parameter moves. Here are three, and each can be brought to a crease."),
            Right("Three", "As many as there are parameters: the lowest place is where three creases meet."),
            Wrong(
                "Ten", "About half of the dots are above a good curve, and half below. But through how many can a quadratic be made to run?"
            ),
        ),
    }
)
