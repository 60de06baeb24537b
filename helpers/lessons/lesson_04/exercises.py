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
        means = [gather(slopes * power) if together else gather(slopes) * gather(power) for power in powers(x)]
        return np.array(ordered(means))

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
            "Take one parameter at a time. Measure the loss with it h higher and with it h lower. Divide the difference of the two losses "
            "by the distance between the two places.",
            "An array of zeros with h at place i nudges parameter i alone. Add it for one loss, subtract it for the other.",
            "In a loop over i: `nudge = np.zeros(len(parameters))`, then `nudge[i] = h`. The difference of the two losses, "
            "divided by twice h, goes into `gradient[i]`.",
        ],
        mistakes=[
            Mistake(
                "You divided by h, but the two places are 2h apart.",
                _numerical_with,
                divide=lambda difference, h: difference / h,
            ),
            Mistake(
                "`/ 2 * h` divides by 2 and then multiplies by h. Write `/ (2 * h)`.",
                _numerical_with,
                divide=lambda difference, h: difference / 2 * h,
            ),
            Mistake(
                "That's the difference of the losses. A slope is that difference divided by 2h.",
                _numerical_with,
                divide=lambda difference, h: difference,
            ),
            Mistake("You divided by 2. The two places are 2h apart.", _numerical_with, divide=lambda difference, h: difference / 2),
            Mistake(
                "You nudged up only. Nudge to both sides: on a round curve the error is much smaller.",
                lambda loss, parameters, h=1e-6: _numerical_with(
                    measure=lambda loss, at, nudge: loss(at + nudge) - loss(at), divide=lambda difference, h: difference / h
                )(loss, parameters, h),
            ),
            Mistake(
                "You nudged down only. Nudge to both sides: on a round curve the error is much smaller.",
                lambda loss, parameters, h=1e-6: _numerical_with(
                    measure=lambda loss, at, nudge: loss(at) - loss(at - nudge), divide=lambda difference, h: difference / h
                )(loss, parameters, h),
            ),
            Mistake(
                "You nudged to one side, a distance of h, but divided by 2h. Nudge to both sides.",
                _numerical_with,
                measure=lambda loss, at, nudge: loss(at + nudge) - loss(at),
            ),
            Mistake(
                "The sign is reversed. Take the loss after the nudge up minus the loss after the nudge down.",
                _numerical_with,
                measure=lambda loss, at, nudge: loss(at - nudge) - loss(at + nudge),
            ),
            Mistake(
                "You added the two losses. A slope comes from their difference.",
                _numerical_with,
                measure=lambda loss, at, nudge: loss(at + nudge) + loss(at - nudge),
            ),
            Mistake(
                "You dropped the sign of the difference. The sign of a slope says which way is down.",
                _numerical_with,
                measure=lambda loss, at, nudge: abs(loss(at + nudge) - loss(at - nudge)),
            ),
            Mistake(
                "You nudged all parameters at once, so every entry is the same. Nudge one and leave the others alone.",
                _numerical_with,
                nudged=lambda i, count, h: np.full(count, h),
            ),
            Mistake("You never undid the nudge. Put each parameter back before you nudge the next.", _never_put_back),
            Mistake("Only the first parameter got its turn. Is the `return` inside the loop?", _only_the_first),
            Mistake(
                "You added the slopes up. Return one number for each parameter.",
                lambda loss, parameters, h=1e-6: np.sum(numerical_gradient(loss, parameters, h)),
            ),
            Mistake(
                "You used an h of your own. Use the argument `h`.",
                lambda loss, parameters, h=1e-6: numerical_gradient(loss, parameters),
            ),
            Mistake(
                "Earlier nudges pile up. Start each parameter's nudge from zeros.",
                _nudges_pile_up,
            ),
            Mistake(
                "You nudged by h / 2 to each side. Nudge by h and divide by 2h.",
                lambda loss, parameters, h=1e-6: numerical_gradient(loss, parameters, h / 2),
            ),
            Mistake(
                "Only the second loss is divided. Put brackets around the difference.",
                lambda loss, parameters, h=1e-6: _numerical_with(
                    measure=lambda loss, at, nudge: loss(at + nudge) - loss(at - nudge) / (2 * h), divide=lambda difference, h: difference
                )(loss, parameters, h),
            ),
            Mistake(
                "You stopped at a slope of 0. The parameters after it have slopes of their own.",
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
            "Do for all measurements what you did in the two tables: a residual, its sign, a slope along each parameter, and the means.",
            "`a, b, c = parameters` names the three. `np.sign` takes the signs of a whole array, and `np.mean` the mean of one.",
            "Put three means into one array: `np.array([..., ..., ...])`. Along a it is the mean of sign · x². Multiply inside the mean.",
        ],
        mistakes=[
            Mistake(
                "All signs are reversed. A residual is the prediction minus the target, and the gradient points uphill.",
                _mae_gradient_with,
                residual=lambda predictions, targets: targets - predictions,
            ),
            Mistake(
                "You added predictions and targets. A residual is their difference.",
                _mae_gradient_with,
                residual=lambda predictions, targets: predictions + targets,
            ),
            Mistake(
                "You left out the targets. Take the signs of the residuals, not of the predictions.",
                _mae_gradient_with,
                residual=lambda predictions, targets: predictions,
            ),
            Mistake("You added the slopes up. The loss is a mean, so take their mean.", _mae_gradient_with, gather=np.sum),
            Mistake(
                "That's the gradient of the mean squared error. Here only the sign of a residual counts.",
                _mae_gradient_with,
                slope=lambda r: 2 * r,
            ),
            Mistake(
                "You used the residuals themselves. How far off a dot is doesn't matter, only which side it's on.",
                _mae_gradient_with,
                slope=lambda r: r,
            ),
            Mistake(
                "You used the sizes of the residuals. Their signs are what counts.",
                _mae_gradient_with,
                slope=np.abs,
            ),
            Mistake(
                "The signs of the residuals are missing. Where the curve is below the dot, raising it shrinks the miss.",
                _mae_gradient_with,
                slope=np.ones_like,
            ),
            Mistake(
                "Look at a dot that lies on the curve. Its residual is 0 and counts as 0, not as −1.",
                _mae_gradient_with,
                slope=lambda r: np.where(r > 0, 1.0, -1.0),
            ),
            Mistake(
                "Look at a dot that lies on the curve. Its residual is 0 and counts as 0, not as 1.",
                _mae_gradient_with,
                slope=lambda r: np.where(r >= 0, 1.0, -1.0),
            ),
            Mistake(
                "Each slope overwrites the one before, so only the last measurement is left. Add them up with `+=`.",
                _mae_gradient_with,
                gather=lambda each: each[-1] / len(each),
            ),
            Mistake(
                "Only the first measurement counts. Is the `return` inside the loop?",
                _mae_gradient_with,
                gather=lambda each: each[0] / len(each),
            ),
            Mistake(
                "Only the dots below the curve count here. Those above it count too, with the other sign.",
                _mae_gradient_with,
                slope=lambda r: (r > 0) * 1.0,
            ),
            Mistake(
                "You took the means first and multiplied after. Each sign belongs to its own x: multiply, then take the mean.",
                _mae_gradient_with,
                together=False,
            ),
            Mistake(
                "The powers of x are missing. A nudge of a moves a prediction by x² times the nudge.",
                _mae_gradient_with,
                powers=lambda x: [np.ones_like(x)] * 3,
            ),
            Mistake(
                "For a you used x. In the model a multiplies x².",
                _mae_gradient_with,
                powers=lambda x: [x, x, np.ones_like(x)],
            ),
            Mistake(
                "You took the derivative along x. Here the parameters move and x stays: a multiplies x², b multiplies x.",
                _mae_gradient_with,
                powers=lambda x: [2 * x, np.ones_like(x), np.zeros_like(x)],
            ),
            Mistake(
                "For a you used 2x. Here a moves and x stays, and a multiplies x².",
                _mae_gradient_with,
                powers=lambda x: [2 * x, x, np.ones_like(x)],
            ),
            Mistake(
                "For b you used the size of x. Left of 0, raising b lowers the curve, so keep the sign of x.",
                _mae_gradient_with,
                powers=lambda x: [x**2, np.abs(x), np.ones_like(x)],
            ),
            Mistake(
                "You multiplied by the parameters. How fast a prediction moves with a is x², whatever a is.",
                lambda parameters, x, y: mae_gradient(parameters, x, y) * parameters,
            ),
            Mistake("The order is reversed. It's a, then b, then c.", _mae_gradient_with, ordered=lambda means: means[::-1]),
            Mistake("c is missing. Along c the slope of a miss is the sign alone.", _mae_gradient_with, ordered=lambda means: means[:2]),
            Mistake("That's the slope along a alone. Return one number for each parameter.", _mae_gradient_with, ordered=lambda p: p[:1]),
            Mistake(
                "That's one slope for every measurement. Take their means.",
                _mae_gradient_with,
                gather=lambda each: each,
            ),
            Mistake(
                "You divided by n twice. `np.mean` does it for you.",
                _mae_gradient_with,
                gather=lambda each: np.mean(each) / len(each),
            ),
            Mistake(
                "You left out c and the squares. Here a multiplies x², b multiplies x, and c multiplies 1.",
                _mae_gradient_with,
                powers=lambda x: [x, np.ones_like(x), np.zeros_like(x)],
            ),
            Mistake(
                "You left out the predictions. Take the signs of the residuals, not of the targets.",
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
            "Each parameter moves by the rate times its own slope, against that slope. The table above did it four times.",
            "Arithmetic on whole arrays does it for all parameters at once. No loop is needed.",
        ],
        mistakes=[
            Mistake(
                "That goes uphill. The gradient says which way is up, so subtract.",
                lambda parameters, gradient, rate: parameters + rate * gradient,
            ),
            Mistake(
                "The rate is missing. A step is the rate times the gradient.", lambda parameters, gradient, rate: parameters - gradient
            ),
            Mistake(
                "You divided by the rate. A larger rate means a longer step.",
                lambda parameters, gradient, rate: parameters - gradient / rate,
            ),
            Mistake(
                "You used only the signs of the gradient. A steeper slope means a longer step.",
                lambda parameters, gradient, rate: parameters - rate * np.sign(gradient),
            ),
            Mistake(
                "You scaled the gradient to length 1. Here its length counts.",
                lambda parameters, gradient, rate: parameters - rate * gradient / np.linalg.norm(gradient),
            ),
            Mistake("That's the step alone. Add it to the parameters.", lambda parameters, gradient, rate: -rate * gradient),
            Mistake(
                "That's the rate times the gradient. Subtract it from the parameters.",
                lambda parameters, gradient, rate: rate * gradient,
            ),
            Mistake(
                "You multiplied the step by the parameters. Subtract the rate times the gradient, nothing more.",
                lambda parameters, gradient, rate: parameters * (1 - rate * gradient),
            ),
            Mistake(
                "The brackets are in the wrong place. Only the gradient is multiplied by the rate.",
                lambda parameters, gradient, rate: (parameters - gradient) * rate,
            ),
            Mistake(
                "You dropped the signs of the gradient, so parameters can only fall. Where the slope is negative, they should rise.",
                lambda parameters, gradient, rate: parameters - rate * np.abs(gradient),
            ),
            Mistake("The gradient is missing.", lambda parameters, gradient, rate: parameters - rate),
            Mistake(
                "All parameters move by the same amount. Each has its own number in the gradient.",
                lambda parameters, gradient, rate: parameters - rate * np.mean(gradient),
            ),
            Mistake(
                "It's the wrong way round. Start from the parameters and subtract.",
                lambda parameters, gradient, rate: rate * gradient - parameters,
            ),
            Mistake(
                "You subtracted the rate and multiplied the rest. Only the gradient is multiplied by the rate.",
                lambda parameters, gradient, rate: (parameters - rate) * gradient,
            ),
            Mistake(
                "You always use 0.1. Use the argument `rate`.",
                lambda parameters, gradient, rate: parameters - 0.1 * gradient,
            ),
            Mistake(
                "The gradient is missing. Each parameter moves by the rate times its own slope.",
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
            "Keep a list of places that begins with the start. In a loop, take one step from the last place in the list and append "
            "where you land.",
            "The gradient changes from place to place: call `gradient` inside the loop, with the place where you are.",
            "`path = [start]`, then `for _ in range(steps):` append what `step` returns for the last place, its gradient and the rate. "
            "At the end, `np.array` makes one array of the list.",
        ],
        mistakes=[
            Mistake(
                "You computed the gradient once, at the start. It changes from place to place: call `gradient` inside the loop.",
                _descent_with,
                look=lambda gradient, now, start: gradient(start),
            ),
            Mistake(
                "That goes uphill. The gradient says which way is up, so step against it.", _descent_with, change=lambda p, g, r: p + r * g
            ),
            Mistake("The rate is missing. `step` takes it.", _descent_with, change=lambda p, g, r: p - g),
            Mistake(
                "You used only the signs of the gradient. A steeper slope means a longer step.",
                _descent_with,
                change=lambda p, g, r: p - r * np.sign(g),
            ),
            Mistake("That's one step too few.", _descent_with, count=lambda steps: steps - 1),
            Mistake(
                "That's one step too many. The start is the first place, and `steps` more follow.",
                _descent_with,
                count=lambda steps: steps + 1,
            ),
            Mistake(
                "That's only the last place. Return the start and the place after each step.", _descent_with, keep=lambda path: path[-1]
            ),
            Mistake("The start is missing. It comes first.", _descent_with, keep=lambda path: path[1:]),
            Mistake(
                "All rows are the last place. You changed one array in place, and the list holds it again and again. "
                "Make a new array at every step.",
                _descent_with,
                keep=lambda path: [path[-1]] * len(path),
            ),
            Mistake(
                "Each step begins at the start again, so all rows after the first are the same. Go on from the last place.",
                lambda gradient, start, rate, steps: np.array([start] + [step(start, gradient(start), rate)] * steps),
            ),
            Mistake(
                "You changed the parameters one by one, so the second already sees the new value of the first. Compute the "
                "whole gradient first, then change all of them.",
                _one_after_the_other,
            ),
            Mistake(
                "Those are the gradients. Return the places.",
                lambda gradient, start, rate, steps: np.array([gradient(p) for p in gradient_descent(gradient, start, rate, steps)]),
            ),
            Mistake(
                "Each step begins at the start again, though with a new gradient. Go on from the last place.",
                _always_from_the_start,
            ),
            Mistake(
                "Your rate shrinks from step to step. Here it stays the same.",
                _with_a_shrinking_rate,
            ),
            Mistake(
                "You stopped where the gradient is 0. Return the remaining places too, though they're all the same.",
                _until_it_stands_still,
            ),
            Mistake(
                "Your rate grows from step to step. Here it stays the same.",
                _with_a_growing_rate,
            ),
            Mistake(
                "You put one value of `gradient` in the place of the function, and a value can't be called. Keep the function, and call "
                "it at every step with the place where you are.",
                lambda gradient, start, rate, steps: gradient_descent(gradient(start), start, rate, steps),
            ),
            Mistake(
                "You took a step by the function `gradient` itself. A step needs its value: call it with the place where you are.",
                _descent_with,
                look=lambda gradient, now, start: gradient,
            ),
        ],
    ),
)

LOST_SIGN = "You subtracted the size of the slope. Subtracting a negative number adds."
ADDED = "You added. To go downhill, subtract."
ONLY_STEP = "That's how far it moves. Where does it end up?"
NOT_YET_SUBTRACTED = "That's the rate times the slope. Subtract it from the parameter."
NO_RATE = "You forgot the rate. Subtract 0.1 times the slope."


def _new_value(parameter: float, slope: float, why: str) -> Blank:
    rate = 0.1
    answer = round(parameter - rate * slope, 6)
    arrived = {
        round(parameter + rate * slope, 6): LOST_SIGN if slope < 0 else ADDED,
        round(-rate * slope, 6): ONLY_STEP,
        round(rate * slope, 6): NOT_YET_SUBTRACTED,
        round(parameter - slope, 6): NO_RATE,
    }
    return Blank(answer, arrived, f"It's {parameter:g} − 0.1 · ({slope:g}).".replace("-", "−"), why)


UP_HELPS = "The curve is below this dot. Does raising it make the miss longer or shorter?"
TIMES_TEN = "That's the change for 0.1. What would it be for 1?"

ask = Questions(
    {
        "what a slope says": Question(
            "At a = 0 the slope along a is about −1.47. You raise a from 0 to 0.1. What does the loss do?",
            Right("It falls by about 0.147", "A slope is the change for 1 whole unit of a. You moved a tenth of that."),
            Wrong("It falls by about 1.47", "That's what a slope of −1.47 promises for a whole unit. You moved 0.1."),
            Wrong("It rises by about 0.147", "The slope is negative. Does the curve go up or down to the right?"),
            Wrong("It falls to −1.47", "A slope says how the loss changes, not where it ends. Can a mean of lengths be negative?"),
        ),
        "two misses": Table(
            "Two measurements, and a curve with b = 0 and c = 1. Raise a from 1 to 1.1. How does each miss change, and what's its slope?",
            ("(x, y)", "miss at a = 1", "miss at a = 1.1", "slope along a"),
            [
                (
                    "(1, 4)",
                    Blank(2, {-2: "A miss is a length.", 4: "That's y. The prediction is 1 · 1² + 1."}, "It's |1 · 1² + 1 − 4|."),
                    Blank(1.9, {2.1: "That's the prediction. How far is it from 4?"}, "It's |1.1 · 1² + 1 − 4|."),
                    Blank(-1, {1: UP_HELPS, 0.1: UP_HELPS, -0.1: TIMES_TEN}, why="The curve rises towards this dot."),
                ),
                (
                    "(−2,\N{NO-BREAK SPACE}3)",
                    Blank(2, {-2: "A miss is a length.", 6: "(−2)² is 4, not −4."}, "It's |1 · (−2)² + 1 − 3|."),
                    Blank(
                        2.4,
                        {2.1: "At x = −2 the prediction rises by more than a does.", 5.4: "That's the prediction."},
                        "It's |1.1 · 4 + 1 − 3|.",
                    ),
                    Blank(4, {-4: "The miss grew, so its slope is positive.", 0.4: TIMES_TEN}, why="The curve rises away from this dot."),
                ),
            ],
        ),
        "which rule": Question(
            "Write r for prediction − y at a = 1. Which rule gives both slopes in the last column of your table?",
            Wrong("x²", "That gives 1 and 4. What makes the first slope negative?"),
            Wrong("r", "That gives −2 and 2. Both misses are equally long, but their slopes aren't."),
            Wrong("r · x²", "That gives −2 and 8. Would a dot twice as far away make its miss change twice as fast?"),
            Right(
                "sign(r) · x²",
                "Raise a by 0.1, and the prediction rises by 0.1 · x². The sign says whether that's towards the dot or away from it.",
            ),
            Wrong("sign(r) · x", "That gives −1 and −2. In the model, a is multiplied by x²."),
        ),
        "three slopes": Table(
            "The same two measurements, at a = 1, b = 0, c = 1. What's the slope of each miss along each knob? And each column's mean?",
            ("(x, y)", "along a", "along b", "along c"),
            [
                (
                    "(1, 4)",
                    Blank(-1, {1: UP_HELPS}, "It's in the table above."),
                    Blank(
                        -1,
                        {1: UP_HELPS},
                        "By how much does a nudge of b move the prediction at x = 1?",
                        "b is multiplied by x, which is 1.",
                    ),
                    Blank(-1, {1: UP_HELPS}, "A nudge of c moves every prediction by just as much.", "c is multiplied by 1."),
                ),
                (
                    "(−2,\N{NO-BREAK SPACE}3)",
                    Blank(4, {-4: "The curve is above this dot. Raising it makes the miss longer."}, "It's in the table above."),
                    Blank(
                        -2,
                        {
                            2: "x is negative here: raising b lowers the curve. Towards the dot or away?",
                            4: "b is multiplied by x, not by x².",
                        },
                        "By how much does a nudge of b move the prediction at x = −2?",
                        "Raising b lowers the curve at x = −2, and that's towards this dot.",
                    ),
                    Blank(
                        1,
                        {-1: "The curve is above this dot. Raising it makes the miss longer."},
                        "c moves every prediction by just as much.",
                    ),
                ),
                (
                    "mean",
                    Blank(1.5, {3: "That's the sum. Divide by 2.", 2.5: "One of the two slopes is negative."}, "Half of −1 + 4."),
                    Blank(-1.5, {-3: "That's the sum. Divide by 2.", 0.5: "Both slopes are negative."}, "Half of −1 − 2."),
                    Blank(0, {2: "One of the two slopes is negative."}, "Half of −1 + 1.", "At this place, c can't help."),
                ),
            ],
        ),
        "four cases": Table(
            "The rate is 0.1. What's the new value of the parameter, parameter − rate · slope?",
            ("case", "parameter", "slope", "new value"),
            [
                ("1", "2", "0.5", _new_value(2, 0.5, "The loss rises to the right, so the parameter goes left.")),
                ("2", "2", "−0.5", _new_value(2, -0.5, "The loss falls to the right, so the parameter goes right.")),
                ("3", "−2", "0.5", _new_value(-2, 0.5, "It goes left again. The sign of the parameter itself plays no part.")),
                ("4", "−2", "−0.5", _new_value(-2, -0.5, "It goes right, towards 0.")),
            ],
        ),
        "does it arrive": Question(
            "The rate stays at 0.1. Give the descent more steps, a thousand or a million. Does it come to rest at the lowest point?",
            Wrong("Yes, it gets closer and closer", "A step is the rate times the gradient. In the numbers above, does either one shrink?"),
            Right(
                "No, it keeps hopping around it",
                "The rate stays the same and the gradient doesn't fade. So again and again a step goes too far.",
            ),
            Wrong("No, it wanders away", "Past the lowest point the gradient points the other way, so the next steps lead back."),
            Wrong("Yes, where the gradient is 0", "Look at the numbers above. They jump from −0.08 to 0.32. Do they pass through 0?"),
        ),
    }
)
