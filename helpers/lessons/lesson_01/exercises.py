"""Lesson 01, "Fit a quadratic": its exercises and its questions."""

import math

import numpy as np

from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.model import quadratic, residuals
from helpers.questions import Perhaps, Question, Questions, Right, Wrong

exercise = Exercises(
    "01",
    Exercise(
        quadratic,
        examples=[
            (np.array([-2.0, -1.0, 0.0, 1.0, 3.0]), 3.0, 2.0, 1.0),
            (np.array([0.5, -1.5, 2.5]), -1.0, 4.0, -2.5),
            (np.array([4.0]), 0.5, -3.0, 7.0),
            (np.array([1.0, 2.0, -3.0, 0.1]), 2.0, 0.0, -6.0),
            (np.array([0.0, 2.0, 2.0, -1000.0, 0.5, 0.0]), 0.0, 2.0, -1.5),
            (np.array([30.0, -0.5, 0.0, 20.0, -0.5]), 1.5, 1.0, 0.0),
            (np.array([1.0, -2.0, 3.0]), 0.0, 0.0, 0.0),
            (*edges((10,)), 300.25, 1000.75, 300.5),
        ],
        draw=lambda generator: (generator.uniform(-3, 3, generator.integers(4, 8)), *generator.uniform(-5, 5, 3).tolist()),
        hints=[
            "The prediction is a sum of three terms: one with x squared, one with x, and one without x.",
            "Python writes a power with `**`, and a product always with `*`: ten times the cube of t is `10 * t**3`.",
            "`x` is an array, and arithmetic works on each of its numbers, so you need no loop. Multiply `a` by the "
            "square of `x`, multiply `b` by `x`, add these two and `c`, and `return` the sum.",
        ],
        mistakes=[
            Mistake(
                "You multiplied by 2, but you need a square: `x**2` is `x * x`, and `2 * x` is `x + x`.",
                lambda x, a, b, c: 2 * a * x + b * x + c,
            ),
            Mistake(
                "`^` isn't a power in Python. It works on bits, and fails for floats such as 2.0. Write a power with `**`.",
                lambda x, a, b, c: a * x ^ 2 + b * x + c,
            ),
            Mistake(
                "You swapped a and c: a goes with the square of x, and c stands alone.",
                lambda x, a, b, c: c * x**2 + b * x + a,
            ),
            Mistake(
                "You swapped a and b: which of them goes with the square of x?",
                lambda x, a, b, c: b * x**2 + a * x + c,
            ),
            Mistake(
                "You swapped b and c: which of them is multiplied by x, and which stands alone?",
                lambda x, a, b, c: a * x**2 + c * x + b,
            ),
            Mistake(
                "a, b and c have each moved to another term: a goes with the square of x, b with x, and c stands alone.",
                lambda x, a, b, c: c * x**2 + a * x + b,
            ),
            Mistake(
                "a, b and c are each with the wrong term: a goes with the square of x, b with x, and c stands alone.",
                lambda x, a, b, c: b * x**2 + c * x + a,
            ),
            Mistake(
                "c is missing: at x = 0 your curve is always at 0, and it should be at c.",
                lambda x, a, b, c: a * x**2 + b * x,
            ),
            Mistake(
                "b is missing: between the term with the square and the one without x, there's a term with x itself.",
                lambda x, a, b, c: a * x**2 + c,
            ),
            Mistake(
                "The term with the square of x is missing, so you get a straight line.",
                lambda x, a, b, c: b * x + c,
            ),
            Mistake(
                "That's only the term with a: add the terms with b and c to it.",
                lambda x, a, b, c: a * x**2,
            ),
            Mistake(
                "a is missing: what should the square of x be multiplied by?",
                lambda x, a, b, c: x**2 + b * x + c,
            ),
            Mistake(
                "You add b as it is: multiply it by x first.",
                lambda x, a, b, c: a * x**2 + b + c,
            ),
            Mistake(
                "There's no square here: in the term with a, x is squared, as in `x**2`.",
                lambda x, a, b, c: a * x + b * x + c,
            ),
            Mistake(
                "You squared a together with x. A power comes before a product, so leave out the brackets around both.",
                lambda x, a, b, c: (a * x) ** 2 + b * x + c,
            ),
            Mistake(
                "You squared a instead of x: which of the two does the power follow?",
                lambda x, a, b, c: a**2 * x + b * x + c,
            ),
            Mistake(
                "You squared x in both terms: only the term with a has a square.",
                lambda x, a, b, c: a * x**2 + b * x**2 + c,
            ),
            Mistake(
                "a multiplies all three terms here: do your brackets close too late?",
                lambda x, a, b, c: a * (x**2 + b * x + c),
            ),
            Mistake(
                "You multiplied c by x: add c as it is.",
                lambda x, a, b, c: a * x**2 + b * x + c * x,
            ),
            Mistake(
                "b multiplies c as well: do your brackets close too late?",
                lambda x, a, b, c: a * x**2 + b * (x + c),
            ),
            Mistake(
                "You multiplied by c: add it instead.",
                lambda x, a, b, c: a * x**2 + b * x * c,
            ),
            Mistake(
                "You subtracted c: add all three terms. A negative c lowers the curve by itself.",
                lambda x, a, b, c: a * x**2 + b * x - c,
            ),
            Mistake(
                "You subtracted the term with b: add all three terms.",
                lambda x, a, b, c: a * x**2 - b * x + c,
            ),
            Mistake(
                "You subtracted the term with a: add all three terms.",
                lambda x, a, b, c: -a * x**2 + b * x + c,
            ),
            Mistake(
                "You squared the whole sum: square only x, and only in the term with a.",
                lambda x, a, b, c: (a * x + b * x + c) ** 2,
            ),
            Mistake(
                "You raised x to the power of 3: a quadratic has a square, the power of 2.",
                lambda x, a, b, c: a * x**3 + b * x + c,
            ),
            Mistake(
                "These are the slopes of the curve, its derivative. Return its heights.",
                lambda x, a, b, c: 2 * a * x + b,
            ),
            Mistake(
                "x is missing: you only add up the parameters, so all inputs get the same number.",
                lambda x, a, b, c: a + b + c,
            ),
            Mistake(
                "Your function always uses 3, 2 and 1. Use the arguments `a`, `b` and `c`, and it can draw any quadratic.",
                lambda x, a, b, c: 3 * x**2 + 2 * x + 1,
            ),
            Mistake(
                "The functions of `math` take one number, and `x` is an array of many. `**` takes arrays.",
                lambda x, a, b, c: a * math.pow(x, 2) + b * x + c,
            ),
            Mistake(
                "You dropped the sign: a prediction may be negative.",
                lambda x, a, b, c: abs(a * x**2 + b * x + c),
            ),
            Mistake(
                "You turned negative predictions into 0: a prediction may be negative.",
                lambda x, a, b, c: np.maximum(0, a * x**2 + b * x + c),
            ),
            Mistake(
                "`np.exp(2)` is the number e², about 7.39. The square of x is `x**2`.",
                lambda x, a, b, c: a * np.exp(2) * x + b * x + c,
            ),
            Mistake(
                "a and b are missing: multiply each of these two terms by its own parameter.",
                lambda x, a, b, c: x**2 + x + c,
            ),
        ],
    ),
    Exercise(
        residuals,
        examples=[
            (np.array([5.0, 2.0, -1.0, 4.0]), np.array([3.0, 3.0, 2.0, 4.0])),
            (np.array([0.1, 1.5, -2.0]), np.array([-1.0, 4.0, 2.5])),
            (np.array([10.0]), np.array([2.5])),
            (np.array([-3.0, 6.0]), np.array([-8.0, 5.0])),
            (np.array([1000.5, 2.0, 2.0, -700.0, 0.0, 3.5]), np.array([0.5, 2.0, 2.0, 300.0, 0.0, 4.0])),
            edges((10,), (10,)),
        ],
        draw=lambda generator: tuple(generator.uniform(-5, 5, (2, generator.integers(3, 8)))),
        hints=[
            "A residual says how far a prediction is off its target, and on which side. A prediction that's too low gets a minus.",
            "Both arguments are arrays of the same length, and arithmetic works on them number by number, so you need no loop.",
            "For a prediction of 5 and a target of 3 the residual is 2. For a prediction of 3 and a target of 5 it's −2. "
            "Which do you subtract from which?",
        ],
        mistakes=[
            Mistake(
                "The sign is reversed: a prediction above its target has a positive residual here. Which of the two do you subtract?",
                lambda predictions, targets: targets - predictions,
            ),
            Mistake(
                "These are absolute values: a residual keeps its sign, which tells above from below.",
                lambda predictions, targets: np.abs(predictions - targets),
            ),
            Mistake(
                "You squared them: a residual is the plain difference, with its sign.",
                lambda predictions, targets: (predictions - targets) ** 2,
            ),
            Mistake(
                "You added predictions and targets: a residual says how far apart they are.",
                lambda predictions, targets: predictions + targets,
            ),
            Mistake(
                "You added up the residuals, so those above and those below cancel. Return them one by one, as an array.",
                lambda predictions, targets: np.sum(predictions - targets),
            ),
            Mistake(
                "That's the mean of the residuals, one number for all. Return them one by one, as an array.",
                lambda predictions, targets: np.mean(predictions - targets),
            ),
            Mistake(
                "That's the total length of the sticks, one number for all. Return the residuals one by one, with their signs.",
                lambda predictions, targets: np.sum(np.abs(predictions - targets)),
            ),
            Mistake(
                "That's the mean length of the sticks, and lesson 03 will need it. "
                "Here, return the residuals one by one, with their signs.",
                lambda predictions, targets: np.mean(np.abs(predictions - targets)),
            ),
            Mistake(
                "That's the mean of the squares, and lesson 03 will need it. "
                "Here, return the residuals one by one, as they are.",
                lambda predictions, targets: np.mean((predictions - targets) ** 2),
            ),
            Mistake(
                "That's the sum of the squares, one number for all. Return the residuals one by one, as they are.",
                lambda predictions, targets: np.sum((predictions - targets) ** 2),
            ),
            Mistake(
                "That's the root of the mean square, one number for all. Return the residuals one by one, as they are.",
                lambda predictions, targets: np.sqrt(np.mean((predictions - targets) ** 2)),
            ),
            Mistake(
                "That's the longest stick alone. Return all residuals, as an array.",
                lambda predictions, targets: np.max(np.abs(predictions - targets)),
            ),
            Mistake(
                "You divided by the targets: a residual is the plain difference, here in centimetres.",
                lambda predictions, targets: (predictions - targets) / targets,
            ),
            Mistake(
                "You divided predictions by targets: a residual is a difference, and 0 where the two agree.",
                lambda predictions, targets: predictions / targets,
            ),
            Mistake(
                "These are the predictions themselves: how far are they from the targets?",
                lambda predictions, targets: predictions,
            ),
            Mistake(
                "These are the targets themselves: how far off are the predictions?",
                lambda predictions, targets: targets,
            ),
            Mistake(
                "You compared each prediction with the mean of the targets: compare it with its own target.",
                lambda predictions, targets: predictions - np.mean(targets),
            ),
            Mistake(
                "These are only the signs: a residual also says how far apart the two are.",
                lambda predictions, targets: np.sign(predictions - targets),
            ),
            Mistake(
                "You return 0 where the prediction is too low: the residual is negative there.",
                lambda predictions, targets: np.maximum(0, predictions - targets),
            ),
            Mistake(
                "You asked whether the two are equal: a residual says how far apart they are.",
                lambda predictions, targets: predictions == targets,
            ),
            Mistake(
                "You multiplied predictions and targets: a residual says how far apart they are.",
                lambda predictions, targets: predictions * targets,
            ),
        ],
    ),
)

ask = Questions(
    {
        "back to the first knob": Question(
            "You've set a as well as you can, then b, then c. Now you come back to a. What will you find?",
            Wrong("a is still at its best place", "It was the best place while b was 0, but b has moved since. Try it."),
            Right("The best place for a has moved", "It was the best place while b was 0. Now that b has moved, another a fits better."),
            Wrong(
                "Now any value of a is as good as any other",
                "Moving a still moves both ends of the curve, so some values are better than others.",
            ),
        ),
        "the other order": Question(
            "Both hands go on until no turn helps any more. Where do their curves end?",
            Wrong(
                "At the same place, the best one",
                "Each hand stops when no single knob helps. Does that mean that nothing helps?",
            ),
            Wrong(
                "At the same place, but not the best one",
                "Nothing makes these two hands meet. Play it to the end.",
            ),
            Right(
                "At different places",
                "Two orders take two paths, and each ends where no single knob helps.",
            ),
        ),
        "where the curve moves most": Question(
            "You raise a from 0 to 1, and leave b and c alone. Where does the curve move furthest during the film?",
            Wrong("At x = 0", "There x² is 0, and a times 0 is 0 whatever a is. It's the one place that doesn't move."),
            Right("At x = −2 and at x = 2, equally", "a is multiplied by x², and x² is 4 at both ends of the film."),
            Wrong("At x = 2 only", "What's x² at x = −2? The square of −2 is 4, just like the square of 2."),
            Wrong("Everywhere by the same amount", "c does that, since it's added everywhere. a is multiplied by x² first."),
        ),
        "sign of a residual": Question(
            "The residual of another dot is −2 cm. Where is the curve, at the x of this dot?",
            Wrong("2 cm above the dot", "In the example the residual was negative, too. Which was higher there, the curve or the dot?"),
            Right("2 cm below the dot", "It's like the example: the prediction is less than the target, so the residual is negative."),
            Wrong("Through the dot", "Then the curve wouldn't be off at all, and the residual would be 0."),
            Wrong(
                "That depends on the target",
                "Whatever the target is, the residual says how far off the prediction is, and on which side.",
            ),
        ),
        "which knob helps least": Question(
            "All knobs are at 0, so the curve is level. Which knob shortens the sticks least when it goes up by 0.01?",
            Wrong("a", "a lifts the curve on both sides, towards the dots, and most where they're highest."),
            Right("b", "b lifts the curve on the right but lowers it on the left, so what some sticks lose, others gain."),
            Wrong("c", "c lifts the whole curve, and no dot is below it. Which knob lifts one half and lowers the other?"),
        ),
        "which fit is better": Question(
            "Which of the two is the better fit?",
            Perhaps("The machine's, solid", "What did you look at: all the dots together, or the one that's furthest off?"),
            Perhaps("The hand's, dashed", "What did you look at: all the dots together, or the one that's furthest off?"),
            Right("That depends on what better means", "Count it in two ways in the next cell, and see whether they agree."),
        ),
    }
)
