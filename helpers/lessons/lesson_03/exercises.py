"""Lesson 03, "Measure the miss": its exercises and its questions."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.loss import best_constant, mean_absolute_error, mean_squared_error
from helpers.questions import Question, Questions, Right, Wrong

Array = NDArray[np.float64]

PAIRS = [
    (np.array([5.0, 2.0, -1.0, 4.0]), np.array([3.0, 3.0, 2.0, 4.5])),
    (np.array([0.1, 1.5, -2.0]), np.array([-1.0, 4.0, 2.5])),
    (np.array([10.0]), np.array([2.5])),
    (np.array([-3.0, 6.0]), np.array([-8.0, 5.0])),
    (np.array([1000.0, 2.0, 2.0, 0.0, 3.5, 2.0]), np.array([-500.0, 2.0, 2.0, 0.0, 4.0, 7.0])),
    (np.array([2.0, -1.0]), np.array([2.0, -1.0])),
    edges((10,), (10,)),
]


def _two_arrays(generator: np.random.Generator) -> tuple[Array, Array]:
    predictions, targets = generator.uniform(-5, 5, (2, generator.integers(3, 8)))
    return predictions, targets


def _of_residuals(loss: Callable[[Array], object]) -> Callable[[Array, Array], object]:
    return lambda predictions, targets: loss(predictions - targets)


def _by_hand(targets: Array) -> float:
    return float(np.sort(targets)[len(targets) // 2])


def _two_in_the_middle(targets: Array) -> float:
    half = len(targets) // 2
    return float(np.mean(np.sort(targets)[half - 1 : half + 1]))


exercise = Exercises(
    "03",
    Exercise(
        mean_absolute_error,
        examples=PAIRS,
        draw=_two_arrays,
        hints=[
            "Three steps, from the inside out: the residuals, their sizes without signs, and the mean of these.",
            "`np.abs` takes the signs away from every number of an array, and `np.mean` returns the mean of an array.",
        ],
        mistakes=[
            Mistake("You added up the sizes. The mean also divides by how many there are.", _of_residuals(lambda r: np.sum(np.abs(r)))),
            Mistake("The signs are still there, so misses above and below cancel: take the sizes first.", _of_residuals(np.mean)),
            Mistake("The signs are still there, and it is a sum: take the sizes first, and then the mean.", _of_residuals(np.sum)),
            Mistake(
                "The sign is taken away too late: misses above and below have cancelled by then. Take it away from each residual.",
                _of_residuals(lambda r: np.abs(np.mean(r))),
            ),
            Mistake("This is the mean of the squares, the other loss of this lesson.", _of_residuals(lambda r: np.mean(r**2))),
            Mistake(
                "This is the root of the mean square, which weighs large misses more: take the mean of the sizes themselves.",
                _of_residuals(lambda r: np.sqrt(np.mean(r**2))),
            ),
            Mistake("These are the squares added up: take the mean of the sizes.", _of_residuals(lambda r: np.sum(r**2))),
            Mistake("This is the largest miss alone: take the mean of all of them.", _of_residuals(lambda r: np.max(np.abs(r)))),
            Mistake("This is the smallest miss alone: take the mean of all of them.", _of_residuals(lambda r: np.min(np.abs(r)))),
            Mistake("This is the middle one of the sizes, their median: take their mean.", _of_residuals(lambda r: np.median(np.abs(r)))),
            Mistake("These are the sizes one by one: their mean is still to be taken.", _of_residuals(np.abs)),
            Mistake("The sign is reversed: a mean of sizes is never negative.", _of_residuals(lambda r: -np.mean(np.abs(r)))),
            Mistake(
                "There is a half too many: the mean absolute error has no such factor.", _of_residuals(lambda r: np.mean(np.abs(r)) / 2)
            ),
            Mistake(
                "It is divided by n twice, and once is enough. `np.mean` does it by itself.",
                _of_residuals(lambda r: np.mean(np.abs(r)) / len(r)),
            ),
            Mistake(
                "This divides by 20, whatever comes in. The lesson has twenty measurements, but here n is how many targets there are.",
                _of_residuals(lambda r: np.sum(np.abs(r)) / 20),
            ),
            Mistake(
                "The signs are taken from predictions and targets, before they are subtracted: take the sizes of the residuals.",
                lambda predictions, targets: np.mean(np.abs(predictions) - np.abs(targets)),
            ),
            Mistake(
                "Predictions and targets are added: a residual is a difference.",
                lambda predictions, targets: np.mean(np.abs(predictions + targets)),
            ),
            Mistake(
                "The misses are divided by the targets: here each of them counts in the unit of the targets.",
                lambda predictions, targets: np.mean(np.abs((predictions - targets) / targets)),
            ),
            Mistake(
                "The targets are left out: how far are the predictions from them?",
                lambda predictions, targets: np.mean(np.abs(predictions)),
            ),
            Mistake(
                "Each size takes the place of the one before it, so the last one alone is left: add them up, with `+=`.",
                _of_residuals(lambda r: np.abs(r[-1]) / len(r)),
            ),
            Mistake(
                "This is the first size alone: does the `return` stand inside the loop?",
                _of_residuals(lambda r: np.abs(r[0]) / len(r)),
            ),
            Mistake(
                "This divides by n − 1, as for a sample's variance: a mean divides by n.",
                _of_residuals(lambda r: np.sum(np.abs(r)) / np.float64(len(r) - 1)),
            ),
            Mistake(
                "Only predictions above their targets count here: those below miss as well.",
                _of_residuals(lambda r: np.sum(np.maximum(r, 0)) / len(r)),
            ),
            Mistake(
                "Predictions that hit their target are left out of the mean: they miss by 0, and count.",
                _of_residuals(lambda r: np.mean(np.abs(r[r != 0]))),
            ),
            Mistake(
                "The sum is divided by 2, whatever n is: a mean divides by how many there are.",
                _of_residuals(lambda r: np.sum(np.abs(r)) / 2),
            ),
            Mistake(
                "The remainder is dropped: `//` divides without one, and `/` keeps the decimals.",
                _of_residuals(lambda r: np.sum(np.abs(r)) // len(r)),
            ),
            Mistake(
                "The targets are subtracted from the sizes of the predictions: take the size of each difference.",
                lambda predictions, targets: np.mean(np.abs(predictions) - targets),
            ),
            Mistake(
                "This is divided by the root of n: a mean divides by n itself.",
                _of_residuals(lambda r: np.sum(np.abs(r)) / len(r) ** 0.5),
            ),
            Mistake(
                "This is how widely the sizes are spread: take their mean.",
                _of_residuals(lambda r: np.std(np.abs(r))),
            ),
        ],
    ),
    Exercise(
        mean_squared_error,
        examples=PAIRS,
        draw=_two_arrays,
        hints=[
            "Three steps, from the inside out: the residuals, their squares, and the mean of these.",
            "A power is written `**`, and it binds more tightly than a minus, so the difference needs brackets. `np.mean` returns a mean.",
        ],
        mistakes=[
            Mistake("You added up the squares. The mean also divides by how many there are.", _of_residuals(lambda r: np.sum(r**2))),
            Mistake("This is the mean absolute error: here, each residual is squared.", _of_residuals(lambda r: np.mean(np.abs(r)))),
            Mistake("The root is too much: the mean square itself is asked for.", _of_residuals(lambda r: np.sqrt(np.mean(r**2)))),
            Mistake(
                "The mean is taken first and squared then: square each residual, and then take the mean.",
                _of_residuals(lambda r: np.mean(r) ** 2),
            ),
            Mistake(
                "The mean of the sizes is squared: square each residual, and then take the mean.",
                _of_residuals(lambda r: np.mean(np.abs(r)) ** 2),
            ),
            Mistake(
                "This divides by 20, whatever comes in. The lesson has twenty measurements, but here n is how many targets there are.",
                _of_residuals(lambda r: np.sum(r**2) / 20),
            ),
            Mistake("The sum is squared: square each residual, and then take the mean.", _of_residuals(lambda r: np.sum(r) ** 2)),
            Mistake("The residuals are not squared, so misses above and below cancel.", _of_residuals(np.mean)),
            Mistake("There is a half too many: some books have one, and here there is none.", _of_residuals(lambda r: np.mean(r**2) / 2)),
            Mistake("These are the squares one by one: their mean is still to be taken.", _of_residuals(lambda r: r**2)),
            Mistake("This is the largest square alone: take the mean of all of them.", _of_residuals(lambda r: np.max(r**2))),
            Mistake("The residuals are doubled where they should be squared.", _of_residuals(lambda r: np.mean(2 * r))),
            Mistake(
                "It is divided by n twice, and once is enough. `np.mean` does it by itself.",
                _of_residuals(lambda r: np.mean(r**2) / len(r)),
            ),
            Mistake("The sign is reversed: a mean of squares is never negative.", _of_residuals(lambda r: -np.mean(r**2))),
            Mistake("This is the variance of the residuals, from which their mean is taken off: leave it in.", _of_residuals(np.var)),
            Mistake(
                "Only the targets are squared: the difference needs brackets around it.",
                lambda predictions, targets: np.mean(predictions - targets**2),
            ),
            Mistake(
                "Both are squared before they are subtracted: subtract first.",
                lambda predictions, targets: np.mean(predictions**2 - targets**2),
            ),
            Mistake(
                "Predictions and targets are added: a residual is a difference.",
                lambda predictions, targets: np.mean((predictions + targets) ** 2),
            ),
            Mistake(
                "Each square takes the place of the one before it, so the last one alone is left: add them up, with `+=`.",
                _of_residuals(lambda r: r[-1] ** 2 / len(r)),
            ),
            Mistake(
                "This is the first square alone: does the `return` stand inside the loop?",
                _of_residuals(lambda r: r[0] ** 2 / len(r)),
            ),
            Mistake(
                "This divides by n − 1, as for a sample's variance: a mean divides by n.",
                _of_residuals(lambda r: np.sum(r**2) / np.float64(len(r) - 1)),
            ),
            Mistake(
                "The sum is squared, and not each residual: square first, and then add up.",
                _of_residuals(lambda r: np.sum(r) ** 2 / len(r)),
            ),
            Mistake(
                "This is the length of the residuals, a root of a sum of squares: take the mean of the squares, and no root.",
                _of_residuals(lambda r: np.linalg.norm(r)),
            ),
            Mistake(
                "This is the length of the residuals, divided by n: take the mean of the squares, and no root.",
                _of_residuals(lambda r: np.linalg.norm(r) / len(r)),
            ),
            Mistake(
                "The residuals are raised to the power 3: a square has the power 2.",
                _of_residuals(lambda r: np.mean(r**3)),
            ),
            Mistake(
                "The remainder is dropped: `//` divides without one, and `/` keeps the decimals.",
                _of_residuals(lambda r: np.sum(r**2) // len(r)),
            ),
            Mistake(
                "Predictions that hit their target are left out of the mean: they miss by 0, and count.",
                _of_residuals(lambda r: np.mean(r[r != 0] ** 2)),
            ),
            Mistake(
                "Predictions and targets are multiplied with each other: square their difference.",
                lambda predictions, targets: np.mean(predictions * targets),
            ),
        ],
    ),
    Exercise(
        best_constant,
        examples=[
            (np.array([7.0, 1.0, 10.0, 4.4, -3.0]),),
            (np.array([6.1, -2.0, 9.0, 1.3]),),
            (np.array([2.5]),),
            (np.array([8.0, 0.5, 3.0, -4.0, 100.0, 2.0]),),
            (np.array([2.0, 2.0, 9.0, 2.0, -1.0, 7.0]),),
            (np.array([0.0, 0.0, 5.0, 3.0, 3.0, 0.0, -1.0]),),
            (np.array([1000.0, -3.0]),),
            (np.array([0.0, -300.5, -7.25, -2.25, 4.0, -7.25, -9.0]),),
        ],
        draw=lambda generator: (generator.uniform(-5, 15, generator.integers(3, 9)),),
        hints=[
            "If no two are equal, as many targets should be above it as below it. What is this number called?",
            "NumPy has a function of that name. By hand: sort, and take the middle one, or halfway between the two in the middle.",
        ],
        mistakes=[
            Mistake(
                "This is the mean. It is best for the mean squared error; one target far away pulls it along.",
                lambda targets: np.mean(targets),
            ),
            Mistake("This is the middle of the array as it stands: it has to be sorted first.", lambda targets: targets[len(targets) // 2]),
            Mistake("This is the upper one of the two in the middle: as good, but the one halfway between them is asked for.", _by_hand),
            Mistake(
                "This is the lower one of the two in the middle: as good, but the one halfway between them is asked for.",
                lambda targets: np.sort(targets)[(len(targets) - 1) // 2],
            ),
            Mistake(
                "This takes two in the middle, however many there are. Where n is odd, a single one stands there: return it.",
                _two_in_the_middle,
            ),
            Mistake(
                "These places fit twenty targets. Here there may be fewer or more: count them with `len`.",
                lambda targets: np.mean(np.sort(targets)[9:11]),
            ),
            Mistake(
                "This is halfway between the smallest and the largest, and hangs on these two alone.",
                lambda targets: (np.min(targets) + np.max(targets)) / 2,
            ),
            Mistake("This is the smallest target: all the others are above it.", lambda targets: np.min(targets)),
            Mistake("This is the largest target: all the others are below it.", lambda targets: np.max(targets)),
            Mistake("This adds the targets up: what is asked for lies among them.", lambda targets: np.sum(targets)),
            Mistake("This is the first target, which may be anywhere.", lambda targets: targets[0]),
            Mistake("This is the last target, which may be anywhere.", lambda targets: targets[-1]),
            Mistake("This is the place in the array, and not the target that stands there.", lambda targets: len(targets) // 2),
            Mistake("These are the targets in order: one number is asked for.", lambda targets: np.sort(targets)),
            Mistake(
                "This is the least loss itself, and not the constant that has it.",
                lambda targets: np.mean(np.abs(targets - np.median(targets))),
            ),
            Mistake("The targets lose their signs: they count as they are.", lambda targets: np.median(np.abs(targets))),
            Mistake(
                "Targets that are equal count only once here, as in a set: each of them counts.",
                lambda targets: np.median(np.unique(targets)),
            ),
            Mistake(
                "These are places in the array as it stands: sort it first.",
                lambda targets: float(np.mean([targets[(len(targets) - 1) // 2], targets[len(targets) // 2]])),
            ),
            Mistake(
                "The two in the middle are one place too high: indices begin at 0.",
                lambda targets: _by_hand(targets) if len(targets) % 2 else float(np.mean(np.sort(targets)[len(targets) // 2 :][:2])),
            ),
            Mistake(
                "Only the second of the two in the middle is halved: put brackets around their sum.",
                lambda targets: _by_hand(targets) if len(targets) % 2 else np.sort(targets)[len(targets) // 2 - 1] + _by_hand(targets) / 2,
            ),
            Mistake(
                "The remainder is dropped: `//` divides without one, and `/` keeps the decimals.",
                lambda targets: _by_hand(targets) if len(targets) % 2 else 2 * np.median(targets) // 2,
            ),
            Mistake(
                "This is the target that stands there most often, the mode.",
                lambda targets: max(sorted(set(targets.tolist())), key=targets.tolist().count),
            ),
            Mistake(
                "This is the target that stands there most often, the mode.",
                lambda targets: max(set(targets.tolist()), key=targets.tolist().count),
            ),
            Mistake(
                "This is the target nearest to the mean: it need not stand in the middle.",
                lambda targets: targets[np.argmin(np.abs(targets - np.mean(targets)))],
            ),
            Mistake(
                "The targets are sorted by their sizes, without signs: sort them as they are.",
                lambda targets: sorted(targets, key=abs)[len(targets) // 2],
            ),
        ],
    ),
)

ask = Questions(
    {
        "why not the plain mean": Question(
            "Could we judge a fit by the plain mean of its residuals, the closer to 0 the better?",
            Wrong(
                "Yes, if it is 0 the curve goes through every dot",
                "Take two residuals, 100 and −100. What is their mean, and how good is the fit?",
            ),
            Right(
                "No: misses above and below cancel", "A curve far above half of the dots and far below the others could have a mean of 0."
            ),
            Wrong("No: the mean is always too large", "Take two residuals, 100 and −100. What is their mean?"),
            Wrong("Yes, but only with many measurements", "Half of many residuals can be 100 and the other half −100."),
        ),
        "one far dot": Question(
            "You drag one measurement up, far away from the others. Two curves are fitted anew at each moment: one has the least mean "
            "absolute error, one the least mean squared error. Which of them follows the dot?",
            Wrong("The one with the least mean absolute error", "Twice the distance counts twice there, and four times in the square."),
            Wrong("Both alike", "Twice the distance counts twice in one of them, and four times in the other."),
            Wrong("Neither", "For one of the two losses a miss of 20 counts as much as 400 misses of 1. Can it stay away?"),
            Right(
                "The one with the least mean squared error",
                "In the square a miss of 20 counts as much as 400 misses of 1: it pays to go some of the way.",
            ),
        ),
        "best constant": Question(
            "One number is to stand for all twenty targets, with the least mean absolute error. Which?",
            Wrong("Their mean", "Try it in the next figure, and then try a slightly smaller number."),
            Right(
                "Any number between the two middle targets",
                "From there, a small step up comes nearer to ten targets and goes away from ten.",
            ),
            Wrong(
                "Only the one halfway between the two middle targets",
                "It is among the best. Move away from it a little in the next figure: does the loss rise?",
            ),
            Wrong("The one halfway between the smallest and the largest target", "How many targets are above it, and how many are below?"),
        ),
        "loss along a": Question(
            "b and c stay, a goes from −1 to 7, and you draw the mean absolute error over a. What do you get?",
            Wrong("A parabola", "That would be the mean squared error. Each size |r| is made of two straight halves."),
            Wrong("A staircase", "A staircase jumps. A small change of a changes every prediction, and so the loss, only a little."),
            Wrong(
                "A smooth curve with several valleys",
                "Each size |r| is made of two straight halves: where is the sum of such pieces round?",
            ),
            Right(
                "Straight pieces with kinks between them",
                "Each size |r| is straight but for one kink, and a mean of such lines has all their kinks.",
            ),
        ),
        "how many kinks": Question(
            "None of the twenty measurements is at x = 0. How many kinks has this line in all, if a may go as far as it likes?",
            Wrong("One, at the best a", "Look at the figure: the slope changes at other places as well. What happens to a dot there?"),
            Wrong("Three, one for each parameter", "b and c do not move. Which things pass each other while a does?"),
            Right(
                "Up to twenty, one for each measurement that the curve passes",
                "For each dot there is one a at which the curve runs through it.",
            ),
            Wrong("Endlessly many", "For each dot there is one a at which the curve runs through it. How many dots are there?"),
        ),
    }
)
