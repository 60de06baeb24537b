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
            "The prediction has three terms, and they are added: one with x squared, one with x, and one without any x.",
            "A power is written `**`, and a product always with `*`: ten times the cube of t is `10 * t**3`.",
            "`x` is an array, and arithmetic on an array works on each of its elements: no loop is needed. Multiply `a` by the "
            "square of `x`, multiply `b` by `x`, add both and `c`, and `return` the sum.",
        ],
        mistakes=[
            Mistake(
                "You multiplied by 2 where a square is asked for: `x**2` is `x * x`, and `2 * x` is `x + x`.",
                lambda x, a, b, c: 2 * a * x + b * x + c,
            ),
            Mistake(
                "`^` is no power in Python: it works on bits, and fails for floats, even for 2.0. A power is written `**`.",
                lambda x, a, b, c: a * x ^ 2 + b * x + c,
            ),
            Mistake(
                "a and c have changed places: a belongs to the square of x, and c stands alone.",
                lambda x, a, b, c: c * x**2 + b * x + a,
            ),
            Mistake(
                "a and b have changed places: which of them belongs to the square of x?",
                lambda x, a, b, c: b * x**2 + a * x + c,
            ),
            Mistake(
                "b and c have changed places: which of them is multiplied by x, and which stands alone?",
                lambda x, a, b, c: a * x**2 + c * x + b,
            ),
            Mistake(
                "a, b and c have moved round by one term: a belongs to the square of x, b to x, and c stands alone.",
                lambda x, a, b, c: c * x**2 + a * x + b,
            ),
            Mistake(
                "a, b and c have moved round by one term, the other way: a belongs to the square of x, b to x, and c stands alone.",
                lambda x, a, b, c: b * x**2 + c * x + a,
            ),
            Mistake(
                "c is missing: your curve always passes through 0 at x = 0, and it should pass through c there.",
                lambda x, a, b, c: a * x**2 + b * x,
            ),
            Mistake(
                "b is missing: there is a term with x itself, between the one with its square and the one without.",
                lambda x, a, b, c: a * x**2 + c,
            ),
            Mistake(
                "The term with the square of x is missing: without it you have a straight line.",
                lambda x, a, b, c: b * x + c,
            ),
            Mistake(
                "This is the term with a alone: the terms with b and c are to be added to it.",
                lambda x, a, b, c: a * x**2,
            ),
            Mistake(
                "a is missing: the square of x is to be multiplied by something.",
                lambda x, a, b, c: x**2 + b * x + c,
            ),
            Mistake(
                "b is added as it stands: it is to be multiplied by x first.",
                lambda x, a, b, c: a * x**2 + b + c,
            ),
            Mistake(
                "There is no square: x is to be squared in the term with a, as in `x**2`.",
                lambda x, a, b, c: a * x + b * x + c,
            ),
            Mistake(
                "a is squared together with x: do brackets go around both? A power comes before a product, so it needs none.",
                lambda x, a, b, c: (a * x) ** 2 + b * x + c,
            ),
            Mistake(
                "a is squared instead of x: which of the two does the power stand behind?",
                lambda x, a, b, c: a**2 * x + b * x + c,
            ),
            Mistake(
                "Both terms with x are squared: only the one with a has a square in it.",
                lambda x, a, b, c: a * x**2 + b * x**2 + c,
            ),
            Mistake(
                "a multiplies all three terms: do your brackets close too late?",
                lambda x, a, b, c: a * (x**2 + b * x + c),
            ),
            Mistake(
                "c is multiplied by x: it is to be added as it stands.",
                lambda x, a, b, c: a * x**2 + b * x + c * x,
            ),
            Mistake(
                "b multiplies c as well: do your brackets close too late?",
                lambda x, a, b, c: a * x**2 + b * (x + c),
            ),
            Mistake(
                "c is multiplied where it is to be added.",
                lambda x, a, b, c: a * x**2 + b * x * c,
            ),
            Mistake(
                "c is subtracted: all three terms are added. A negative c then lowers the curve by itself.",
                lambda x, a, b, c: a * x**2 + b * x - c,
            ),
            Mistake(
                "The term with b is subtracted: all three terms are added.",
                lambda x, a, b, c: a * x**2 - b * x + c,
            ),
            Mistake(
                "The term with a is subtracted: all three terms are added.",
                lambda x, a, b, c: -a * x**2 + b * x + c,
            ),
            Mistake(
                "The whole is squared: only x is, and only in the term with a.",
                lambda x, a, b, c: (a * x + b * x + c) ** 2,
            ),
            Mistake(
                "The power is 3: a quadratic has a square, a power of 2.",
                lambda x, a, b, c: a * x**3 + b * x + c,
            ),
            Mistake(
                "These are the slopes of the curve, as a derivative gives them, and not its heights.",
                lambda x, a, b, c: 2 * a * x + b,
            ),
            Mistake(
                "x is missing: the three parameters are added up, so that there is one number for all inputs.",
                lambda x, a, b, c: a + b + c,
            ),
            Mistake(
                "Your function always uses 3, 2 and 1. Use the arguments `a`, `b` and `c`, so that it draws any quadratic.",
                lambda x, a, b, c: 3 * x**2 + 2 * x + 1,
            ),
            Mistake(
                "The functions of `math` work on single numbers, and `x` is an array of many. `**` takes arrays as they are.",
                lambda x, a, b, c: a * math.pow(x, 2) + b * x + c,
            ),
            Mistake(
                "This gives the size without the sign: predictions may be negative.",
                lambda x, a, b, c: abs(a * x**2 + b * x + c),
            ),
            Mistake(
                "This gives 0 wherever the prediction is negative: predictions may be negative.",
                lambda x, a, b, c: np.maximum(0, a * x**2 + b * x + c),
            ),
            Mistake(
                "`np.exp(2)` is the number e², about 7.39: the square of x is `x**2`.",
                lambda x, a, b, c: a * np.exp(2) * x + b * x + c,
            ),
            Mistake(
                "a and b are missing: each of these two terms is to be multiplied by its own parameter.",
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
            "A residual tells how far a prediction is from its target, and on which side: it is positive where the prediction is above.",
            "Both arguments are arrays of one length, and arithmetic on arrays works element by element: no loop is needed.",
            "If the prediction is 5 and the target is 3, the residual is 2. If the prediction is 3 and the target 5, it is −2. "
            "Which of the two is subtracted from which?",
        ],
        mistakes=[
            Mistake(
                "The sign is reversed: here, a prediction above its target has a positive residual. Which of the two is subtracted?",
                lambda predictions, targets: targets - predictions,
            ),
            Mistake(
                "These are absolute values: a residual keeps its sign, so that it tells above from below.",
                lambda predictions, targets: np.abs(predictions - targets),
            ),
            Mistake(
                "These are squared: a residual is the plain difference, with its sign and in the unit of the targets.",
                lambda predictions, targets: (predictions - targets) ** 2,
            ),
            Mistake(
                "Predictions and targets are added: a residual tells how far they are apart.",
                lambda predictions, targets: predictions + targets,
            ),
            Mistake(
                "The differences are added up, so that those above and those below cancel: return them one by one, an array.",
                lambda predictions, targets: np.sum(predictions - targets),
            ),
            Mistake(
                "This is the mean of the residuals, one number for all: return them one by one, an array.",
                lambda predictions, targets: np.mean(predictions - targets),
            ),
            Mistake(
                "This is the sum of the absolute differences, one number for all: return the differences one by one, with their signs.",
                lambda predictions, targets: np.sum(np.abs(predictions - targets)),
            ),
            Mistake(
                "This is the mean of the absolute differences. That will be a loss in lesson 03; "
                "here, return the differences one by one, with their signs.",
                lambda predictions, targets: np.mean(np.abs(predictions - targets)),
            ),
            Mistake(
                "This is the mean of the squared differences. That will be a loss in lesson 03; "
                "here, return the differences one by one, as they are.",
                lambda predictions, targets: np.mean((predictions - targets) ** 2),
            ),
            Mistake(
                "This is the sum of the squared differences, one number for all: return the differences one by one, as they are.",
                lambda predictions, targets: np.sum((predictions - targets) ** 2),
            ),
            Mistake(
                "This is the root of the mean squared difference, one number for all: return the differences one by one, as they are.",
                lambda predictions, targets: np.sqrt(np.mean((predictions - targets) ** 2)),
            ),
            Mistake(
                "This is the largest difference alone: return them all, an array.",
                lambda predictions, targets: np.max(np.abs(predictions - targets)),
            ),
            Mistake(
                "The differences are divided by the targets: a residual is the plain difference, in the unit of the targets.",
                lambda predictions, targets: (predictions - targets) / targets,
            ),
            Mistake(
                "Predictions are divided by targets: a residual is a difference, and 0 where the two agree.",
                lambda predictions, targets: predictions / targets,
            ),
            Mistake(
                "These are the predictions themselves: nothing is subtracted from them.",
                lambda predictions, targets: predictions,
            ),
            Mistake(
                "These are the targets themselves: how far are the predictions from them?",
                lambda predictions, targets: targets,
            ),
            Mistake(
                "The mean of the targets is subtracted from each prediction: subtract from each its own target.",
                lambda predictions, targets: predictions - np.mean(targets),
            ),
            Mistake(
                "Only the signs are left: a residual also tells how far apart the two are.",
                lambda predictions, targets: np.sign(predictions - targets),
            ),
            Mistake(
                "This gives 0 wherever the prediction is too low: a residual is negative there.",
                lambda predictions, targets: np.maximum(0, predictions - targets),
            ),
            Mistake(
                "This compares the two, and answers True or False: a residual tells how far apart they are.",
                lambda predictions, targets: predictions == targets,
            ),
            Mistake(
                "Predictions and targets are multiplied: a residual tells how far they are apart.",
                lambda predictions, targets: predictions * targets,
            ),
        ],
    ),
)

ask = Questions(
    {
        "where the curve moves most": Question(
            "You raise a from 0 to 1, and leave b and c alone. At which of these places does the curve move furthest?",
            Wrong("At x = 0", "There x² is 0, and whatever a is, a times 0 stays 0. This is the one place that does not move."),
            Right("At x = −2 and at x = 2, equally", "a is multiplied by x². Of these places x² is largest at −2 and 2: it is 4 at both."),
            Wrong("At x = 2 only", "What is x² at x = −2? The square of −2 is 4, just as the square of 2."),
            Wrong("Everywhere by the same amount", "That would be c, which is added everywhere. a is multiplied by x² first."),
        ),
        "sign of a residual": Question(
            "The residual of a measurement is −2. Where does the curve run, at the x of this measurement?",
            Wrong("2 above the dot", "Then the prediction would be larger than the target, and prediction minus target would be +2."),
            Right("2 below the dot", "Prediction minus target is −2, so the prediction is 2 less than the target."),
            Wrong("Through the dot", "Then prediction and target would be equal, and their difference 0."),
            Wrong(
                "That depends on the target",
                "Whatever the target is: if prediction minus target is −2, then on which side of it is the prediction?",
            ),
        ),
        "back to the first knob": Question(
            "You have set a as well as it can be, then b, then c. Now you come back to a. What will you find?",
            Wrong("a is still at its best place", "It was the best place while b was 0. b is not 0 any more. Look at what happens."),
            Right(
                "The best place for a has moved",
                "It was the best place for a while b was 0. Now that b has moved, another a is better here.",
            ),
            Wrong(
                "Now every place is as good for a",
                "Moving a still moves both ends of the curve, so there is still a place where the sticks are shortest.",
            ),
        ),
        "the other order": Question(
            "Start at 0 again, but turn c first, then b, then a. Where will the curve be after these three turns?",
            Wrong(
                "Where it was in the order a, b, c",
                "It would be so if the knobs did not care about each other. But each turn depends on those before it.",
            ),
            Right(
                "Somewhere else",
                "The first knob does all it can alone, and the others work on what it leaves. Here the two orders are far apart by then.",
            ),
            Wrong(
                "Further from the dots than at the start",
                "A turn never makes the sticks longer all together: if there is nothing to gain, the hand leaves the knob where it is.",
            ),
        ),
        "which fit is better": Question(
            "Which of the two curves is the better fit?",
            Perhaps(
                "The solid one",
                "What did you look at: how far off the worst dot is, or all of them together?",
            ),
            Perhaps(
                "The dashed one",
                "What did you look at: how far off the worst dot is, or all of them together?",
            ),
            Right(
                "That depends on what better means",
                "So it does. Count two ways of being better in the next cell, and see whether they agree.",
            ),
        ),
    }
)
