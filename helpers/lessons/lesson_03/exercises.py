"""Lesson 03, "Measure the miss": its exercises and its questions."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.loss import best_constant, mean_absolute_error, mean_squared_error
from helpers.questions import Blank, Question, Questions, Right, Table, Wrong

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
            "Do what you did in the table, column by column: the residuals, their sizes, and the mean of the sizes.",
            "`np.abs` takes the sign off every number in an array, and `np.mean` returns an array's mean.",
        ],
        mistakes=[
            Mistake("You added up the sizes. The mean also divides by how many there are.", _of_residuals(lambda r: np.sum(np.abs(r)))),
            Mistake("You kept the signs, so misses above and below cancel. Take the sizes first.", _of_residuals(np.mean)),
            Mistake("You kept the signs, and you took the sum. Take the sizes first, then their mean.", _of_residuals(np.sum)),
            Mistake(
                "You took the sign off too late: misses above and below had already cancelled. Take it off each residual.",
                _of_residuals(lambda r: np.abs(np.mean(r))),
            ),
            Mistake("That's the mean of the squares. Here we want the mean of the sizes.", _of_residuals(lambda r: np.mean(r**2))),
            Mistake(
                "That's the root of the mean square, and large misses count for more in it. Take the mean of the sizes themselves.",
                _of_residuals(lambda r: np.sqrt(np.mean(r**2))),
            ),
            Mistake("You added up the squares. Take the mean of the sizes.", _of_residuals(lambda r: np.sum(r**2))),
            Mistake("That's only the largest miss. Take the mean of them all.", _of_residuals(lambda r: np.max(np.abs(r)))),
            Mistake("That's only the smallest miss. Take the mean of them all.", _of_residuals(lambda r: np.min(np.abs(r)))),
            Mistake("That's the middle one of the sizes. Take their mean.", _of_residuals(lambda r: np.median(np.abs(r)))),
            Mistake("You return all the sizes. Now take their mean.", _of_residuals(np.abs)),
            Mistake("Your sign is the wrong way round: a mean of sizes is never negative.", _of_residuals(lambda r: -np.mean(np.abs(r)))),
            Mistake(
                "Your values are half of what they should be: the mean absolute error has no factor of a half.",
                _of_residuals(lambda r: np.mean(np.abs(r)) / 2),
            ),
            Mistake(
                "You divide by n twice, and once is enough. `np.mean` already does it.",
                _of_residuals(lambda r: np.mean(np.abs(r)) / len(r)),
            ),
            Mistake(
                "You always divide by 20. The marble has twenty readings, but n is however many targets come in.",
                _of_residuals(lambda r: np.sum(np.abs(r)) / 20),
            ),
            Mistake(
                "You took the signs off predictions and targets before you subtracted. Subtract first, then take the sizes.",
                lambda predictions, targets: np.mean(np.abs(predictions) - np.abs(targets)),
            ),
            Mistake(
                "You added predictions and targets. A residual is their difference.",
                lambda predictions, targets: np.mean(np.abs(predictions + targets)),
            ),
            Mistake(
                "You divided the misses by the targets. Leave them in the targets' unit, such as cm.",
                lambda predictions, targets: np.mean(np.abs((predictions - targets) / targets)),
            ),
            Mistake(
                "You left the targets out. How far are the predictions from them?",
                lambda predictions, targets: np.mean(np.abs(predictions)),
            ),
            Mistake(
                "Each size overwrites the one before it, so only the last is left. Add them up with `+=`.",
                _of_residuals(lambda r: np.abs(r[-1]) / len(r)),
            ),
            Mistake(
                "You only counted the first size. Is your `return` inside the loop?",
                _of_residuals(lambda r: np.abs(r[0]) / len(r)),
            ),
            Mistake(
                "You divide by n − 1, as for a sample's variance. A mean divides by n.",
                _of_residuals(lambda r: np.sum(np.abs(r)) / np.float64(len(r) - 1)),
            ),
            Mistake(
                "You only counted predictions above their targets. Those below miss too.",
                _of_residuals(lambda r: np.sum(np.maximum(r, 0)) / len(r)),
            ),
            Mistake(
                "You left out predictions that hit their target. They miss by 0, and a 0 counts in a mean.",
                _of_residuals(lambda r: np.mean(np.abs(r[r != 0]))),
            ),
            Mistake(
                "You always divide by 2. A mean divides by how many there are.",
                _of_residuals(lambda r: np.sum(np.abs(r)) / 2),
            ),
            Mistake(
                "`//` drops the decimals. Divide with `/`.",
                _of_residuals(lambda r: np.sum(np.abs(r)) // len(r)),
            ),
            Mistake(
                "You subtracted the targets from the sizes of the predictions. Take the size of each difference.",
                lambda predictions, targets: np.mean(np.abs(predictions) - targets),
            ),
            Mistake(
                "You divide by the root of n. A mean divides by n itself.",
                _of_residuals(lambda r: np.sum(np.abs(r)) / len(r) ** 0.5),
            ),
            Mistake(
                "That's how widely the sizes are spread. Take their mean.",
                _of_residuals(lambda r: np.std(np.abs(r))),
            ),
        ],
    ),
    Exercise(
        mean_squared_error,
        examples=PAIRS,
        draw=_two_arrays,
        hints=[
            "As before, but with squares: the residuals, their squares, and the mean of the squares.",
            "A square is written `** 2`. It binds more tightly than a minus, so put the difference in brackets.",
        ],
        mistakes=[
            Mistake("You added up the squares. The mean also divides by how many there are.", _of_residuals(lambda r: np.sum(r**2))),
            Mistake("That's the mean absolute error. Here, square each residual.", _of_residuals(lambda r: np.mean(np.abs(r)))),
            Mistake(
                "You took a root at the end. Leave it off: we want the mean square itself.", _of_residuals(lambda r: np.sqrt(np.mean(r**2)))
            ),
            Mistake(
                "You took the mean first, then squared it. Square each residual first.",
                _of_residuals(lambda r: np.mean(r) ** 2),
            ),
            Mistake(
                "You squared the mean of the sizes. Square each residual first.",
                _of_residuals(lambda r: np.mean(np.abs(r)) ** 2),
            ),
            Mistake(
                "You always divide by 20. The marble has twenty readings, but n is however many targets come in.",
                _of_residuals(lambda r: np.sum(r**2) / 20),
            ),
            Mistake("You squared the sum. Square each residual, then take the mean.", _of_residuals(lambda r: np.sum(r) ** 2)),
            Mistake("You didn't square the residuals, so misses above and below cancel.", _of_residuals(np.mean)),
            Mistake(
                "Your values are half of what they should be. Some books put a half there; we don't.",
                _of_residuals(lambda r: np.mean(r**2) / 2),
            ),
            Mistake("You return all the squares. Now take their mean.", _of_residuals(lambda r: r**2)),
            Mistake("That's only the largest square. Take the mean of them all.", _of_residuals(lambda r: np.max(r**2))),
            Mistake("You doubled the residuals. `** 2` squares them.", _of_residuals(lambda r: np.mean(2 * r))),
            Mistake(
                "You divide by n twice, and once is enough. `np.mean` already does it.",
                _of_residuals(lambda r: np.mean(r**2) / len(r)),
            ),
            Mistake("Your sign is the wrong way round: a mean of squares is never negative.", _of_residuals(lambda r: -np.mean(r**2))),
            Mistake(
                "That's the variance, which first subtracts the residuals' mean. Square the residuals as they are.", _of_residuals(np.var)
            ),
            Mistake(
                "You only squared the targets. Put brackets around the difference.",
                lambda predictions, targets: np.mean(predictions - targets**2),
            ),
            Mistake(
                "You squared both before you subtracted. Subtract first.",
                lambda predictions, targets: np.mean(predictions**2 - targets**2),
            ),
            Mistake(
                "You added predictions and targets. A residual is their difference.",
                lambda predictions, targets: np.mean((predictions + targets) ** 2),
            ),
            Mistake(
                "Each square overwrites the one before it, so only the last is left. Add them up with `+=`.",
                _of_residuals(lambda r: r[-1] ** 2 / len(r)),
            ),
            Mistake(
                "You only counted the first square. Is your `return` inside the loop?",
                _of_residuals(lambda r: r[0] ** 2 / len(r)),
            ),
            Mistake(
                "You divide by n − 1, as for a sample's variance. A mean divides by n.",
                _of_residuals(lambda r: np.sum(r**2) / np.float64(len(r) - 1)),
            ),
            Mistake(
                "You squared the sum of the residuals. Square each one, then add up.",
                _of_residuals(lambda r: np.sum(r) ** 2 / len(r)),
            ),
            Mistake(
                "`np.linalg.norm` is the root of the sum of squares. Take the mean of the squares, and no root.",
                _of_residuals(lambda r: np.linalg.norm(r)),
            ),
            Mistake(
                "`np.linalg.norm` takes a root before you divide by n. Take the mean of the squares, and no root.",
                _of_residuals(lambda r: np.linalg.norm(r) / len(r)),
            ),
            Mistake(
                "You raised the residuals to the power 3. A square is the power 2.",
                _of_residuals(lambda r: np.mean(r**3)),
            ),
            Mistake(
                "`//` drops the decimals. Divide with `/`.",
                _of_residuals(lambda r: np.sum(r**2) // len(r)),
            ),
            Mistake(
                "You left out predictions that hit their target. They miss by 0, and a 0 counts in a mean.",
                _of_residuals(lambda r: np.mean(r[r != 0] ** 2)),
            ),
            Mistake(
                "You multiplied predictions by targets. Square their difference.",
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
            "At the best number, no small step gains more than it costs. So how many targets lie above it, and how many below?",
            "Sort the targets. Take the middle one, or halfway between the two in the middle. It's called the median, and NumPy has it.",
        ],
        mistakes=[
            Mistake(
                "That's the mean, which has the least mean *squared* error. One target far away pulls it along.",
                lambda targets: np.mean(targets),
            ),
            Mistake("That's the middle of the array as it is. Sort it first.", lambda targets: targets[len(targets) // 2]),
            Mistake("That's the upper end of the best stretch. It's as good as any, but return the middle of the stretch.", _by_hand),
            Mistake(
                "That's the lower end of the best stretch. It's as good as any, but return the middle of the stretch.",
                lambda targets: np.sort(targets)[(len(targets) - 1) // 2],
            ),
            Mistake(
                "You always take two in the middle. Where n is odd there's only one: return it.",
                _two_in_the_middle,
            ),
            Mistake(
                "Those indices suit twenty targets. There may be more or fewer: count them with `len`.",
                lambda targets: np.mean(np.sort(targets)[9:11]),
            ),
            Mistake(
                "That's halfway between the smallest and the largest. How many targets lie above it, and how many below?",
                lambda targets: (np.min(targets) + np.max(targets)) / 2,
            ),
            Mistake("That's the smallest target. A step up brings you closer to nearly all of them.", lambda targets: np.min(targets)),
            Mistake("That's the largest target. A step down brings you closer to nearly all of them.", lambda targets: np.max(targets)),
            Mistake("You added the targets up. The best number lies among them.", lambda targets: np.sum(targets)),
            Mistake("That's the first target, which could be anything.", lambda targets: targets[0]),
            Mistake("That's the last target, which could be anything.", lambda targets: targets[-1]),
            Mistake("That's an index. Return the target at that index.", lambda targets: len(targets) // 2),
            Mistake("You return all the targets, sorted. Now pick one number.", lambda targets: np.sort(targets)),
            Mistake(
                "That's the least loss. Return the number that has it.",
                lambda targets: np.mean(np.abs(targets - np.median(targets))),
            ),
            Mistake("You took the signs off the targets. Leave them as they are.", lambda targets: np.median(np.abs(targets))),
            Mistake(
                "You count equal targets only once, as a set does. Count each of them.",
                lambda targets: np.median(np.unique(targets)),
            ),
            Mistake(
                "You took the middle of the array as it is. Sort it first.",
                lambda targets: float(np.mean([targets[(len(targets) - 1) // 2], targets[len(targets) // 2]])),
            ),
            Mistake(
                "Your two in the middle are one place too high: indices begin at 0.",
                lambda targets: _by_hand(targets) if len(targets) % 2 else float(np.mean(np.sort(targets)[len(targets) // 2 :][:2])),
            ),
            Mistake(
                "You halved only the second of the two in the middle. Put brackets around their sum.",
                lambda targets: _by_hand(targets) if len(targets) % 2 else np.sort(targets)[len(targets) // 2 - 1] + _by_hand(targets) / 2,
            ),
            Mistake(
                "`//` drops the decimals. Divide with `/`.",
                lambda targets: _by_hand(targets) if len(targets) % 2 else 2 * np.median(targets) // 2,
            ),
            Mistake(
                "That's the most frequent target, the mode.",
                lambda targets: max(sorted(set(targets.tolist())), key=targets.tolist().count),
            ),
            Mistake(
                "That's the most frequent target, the mode.",
                lambda targets: max(set(targets.tolist()), key=targets.tolist().count),
            ),
            Mistake(
                "That's the target nearest the mean. The mean needn't be in the middle.",
                lambda targets: targets[np.argmin(np.abs(targets - np.mean(targets)))],
            ),
            Mistake(
                "You sorted the targets by size, without their signs. Sort them as they are.",
                lambda targets: sorted(targets, key=abs)[len(targets) // 2],
            ),
        ],
    ),
)


def _size(residual: float, size: float) -> Blank:
    return Blank(
        size,
        wrong={residual: "That still has its sign. How far off is the curve, up or down?"} if residual != size else {},
        otherwise="How far off is the curve, whichever side it's on?",
    )


ask = Questions(
    {
        "mean of the sizes": Table(
            "A curve misses four readings. The size of a miss is how far off it is, whichever side it's on. Fill in the boxes.",
            ("reading", "residual (cm)", "size (cm)"),
            [
                ("1", "3", _size(3, 3)),
                ("2", "−1", _size(-1, 1)),
                ("3", "0", _size(0, 0)),
                ("4", "−2", _size(-2, 2)),
                (
                    "mean",
                    Blank(
                        0,
                        wrong={6: "That's the sum without the signs. Keep them for now.", 1.5: "Keep the signs in this column."},
                        otherwise="Add up the four residuals, signs and all, and divide by 4.",
                        why="It's 0, as if the curve missed nothing: misses above and below cancel.",
                    ),
                    Blank(
                        1.5,
                        wrong={
                            6: "That's the sum. How many readings are there?",
                            2: "A miss of 0 counts too: divide by 4.",
                            0: "That's the mean with the signs. Here, take the sizes.",
                        },
                        otherwise="Add up the four sizes and divide by 4.",
                        why="On average the curve is off by 1.5 cm.",
                    ),
                ),
            ],
        ),
        "mean of the squares": Table(
            "Two curves, four readings each. Which is better?",
            ("curve", "residuals (cm)", "MAE (cm)", "mean of the squares (cm²)"),
            [
                (
                    "A",
                    "2, −2, 2, −2",
                    Blank(
                        2,
                        wrong={0: "Take the signs off first.", 8: "That's the sum. Divide by 4."},
                        otherwise="The mean of the four sizes.",
                    ),
                    Blank(
                        4,
                        wrong={
                            16: "That's the sum of the squares. Divide by 4.",
                            0: "The square of −2 is 4, not −4.",
                            2: "That's the mean of the sizes.",
                        },
                        otherwise="Square each residual, add up, and divide by 4.",
                    ),
                ),
                (
                    "B",
                    "0, 0, −6, 0",
                    Blank(
                        1.5,
                        wrong={
                            6: "Divide by 4: a miss of 0 counts too.",
                            -1.5: "Take the sign off first.",
                            -6: "Take the sign off, and divide by 4.",
                        },
                        otherwise="The mean of the four sizes.",
                        why="By the MAE, B is the better curve.",
                    ),
                    Blank(
                        9,
                        wrong={
                            36: "Divide by 4: a miss of 0 counts too.",
                            -9: "The square of −6 is 36, not −36.",
                            2.25: "You squared the mean. Square each residual first.",
                        },
                        otherwise="Square each residual, add up, and divide by 4.",
                        why="By the squares, A is the better curve: one big miss costs more than four small ones.",
                    ),
                ),
            ],
        ),
        "best constant": Question(
            "You may predict only one number, the same at every moment. Which has the least mean absolute error?",
            Wrong("The mean of the targets", "Try it in the next figure. Then try a slightly smaller number."),
            Right(
                "Any number between the two middle targets",
                "Ten targets lie above, ten below: a small step up brings you closer to ten and takes you away from ten.",
            ),
            Wrong(
                "Only the number halfway between the two middle targets",
                "It's one of the best. In the next figure, move a little away from it: does the loss rise?",
            ),
            Wrong("The number halfway between the smallest and the largest target", "How many targets lie above it, and how many below?"),
        ),
        "far away in time": Table(
            "You raise a by 0.1 and leave b and c alone. How far does the curve move?",
            ("time x (s)", "it moves up by (cm)"),
            [
                ("1", Blank(0.1, otherwise="The curve moves by 0.1 · x².", why="0.1 · 1²")),
                ("2", Blank(0.4, wrong={0.2: "Square the time: 0.1 · x²."}, otherwise="The curve moves by 0.1 · x².", why="0.1 · 2²")),
                (
                    "6",
                    Blank(
                        3.6,
                        wrong={0.6: "Square the time: 0.1 · x²."},
                        otherwise="The curve moves by 0.1 · x².",
                        why="Nine times as far as at the film's end.",
                    ),
                ),
            ],
        ),
        "which is nearer": Question(
            "We film the roll again and again. The reading errors follow a bell curve, and no reading is plain wrong. "
            "Which of the two best curves is more often nearer the true one?",
            Right(
                "The one with the least MSE",
                "These errors follow a bell curve, which suits squares. The next cell keeps score.",
            ),
            Wrong(
                "The one with the least MAE",
                "It shrugs off readings that are plain wrong. But here there are none. The next cell keeps score.",
            ),
            Wrong("Each in half of the films", "That would make them equally good. The next cell keeps score."),
        ),
        "loss along a": Question(
            "On the left map, walk straight from the left edge to the right edge. What does the MAE do on the way?",
            Wrong(
                "It falls and rises along a parabola",
                "The MSE does. The MAE is a mean of sizes |r|, and each of them is two straight pieces.",
            ),
            Wrong(
                "It goes up and down several times",
                "A mean of V shapes never turns down again once it rises. Look at the lines of equal loss.",
            ),
            Right(
                "It falls and then rises in straight pieces, with kinks between them",
                "Between two kinks no dot changes sides, so the MAE changes at a steady rate, which may be 0.",
            ),
        ),
    }
)
