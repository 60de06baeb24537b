"""Lesson 00, "Start here": one exercise and one question, to see how they work."""

import numpy as np
from numpy.typing import NDArray

from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.questions import Question, Questions, Right, Wrong


def weighted_sum(weights: NDArray[np.float64], inputs: NDArray[np.float64]) -> float:
    """Return the sum of each weight times its input, a float; both arrays have the shape (n,).

    >>> print(weighted_sum(np.array([2.0, 10.0]), np.array([3.0, 1.0])))
    16.0
    """
    return np.sum(weights * inputs)


exercise = Exercises(
    "00",
    Exercise(
        weighted_sum,
        examples=[
            (np.array([2.0, 10.0]), np.array([4.0, 1.0])),
            (np.array([0.1, -1.0, 4.0]), np.array([6.0, 2.5, 1.5])),
            (np.array([1.0, 3.0, -2.0, 0.5, 7.0]), np.array([-4.0, 0.25, 5.0, 8.0, 1.0])),
            (np.array([-1.5]), np.array([4.0])),
            (np.array([2.0, 0.0, 2.0, 3.0, -4.0, 2.0]), np.array([0.5, 3.0, 0.5, 0.0, 100.0, 0.5])),
            (np.array([300.0, 0.0, 7.0, 7.0]), np.array([2.5, 0.0, 1.5, -1.5])),
            edges((10,), (10,)),
        ],
        draw=lambda generator: tuple(generator.uniform(-5, 5, (2, generator.integers(3, 8)))),
        hints=[
            "`weights * inputs` multiplies element by element: the first weight by the first input, and so on.",
            "That leaves one product for each input. `np.sum` adds up an array.",
        ],
        mistakes=[
            Mistake(
                "The products are right, and they are still to be added up: the answer is one number.",
                lambda weights, inputs: weights * inputs,
            ),
            Mistake(
                "You added each weight to its input: multiply them instead, then add up the products.",
                lambda weights, inputs: np.sum(weights + inputs),
            ),
            Mistake(
                "You added each weight to its input: multiply them instead, then add up the products.",
                lambda weights, inputs: weights + inputs,
            ),
            Mistake(
                "This adds up the inputs and leaves the weights out: multiply each input by its weight first.",
                lambda weights, inputs: np.sum(inputs),
            ),
            Mistake(
                "This adds up the weights and leaves the inputs out: multiply each weight by its input first.",
                lambda weights, inputs: np.sum(weights),
            ),
            Mistake(
                "You added up first and multiplied then: multiply each weight by its own input, then add up the products.",
                lambda weights, inputs: np.sum(weights) * np.sum(inputs),
            ),
            Mistake(
                "This is the mean of the products, n times smaller than their sum.",
                lambda weights, inputs: np.mean(weights * inputs),
            ),
            Mistake(
                "This divides by the sum of the weights, as a weighted mean does; a weighted sum is not divided by anything.",
                lambda weights, inputs: np.sum(weights * inputs) / np.sum(weights),
            ),
            Mistake(
                "This is the first product alone: if there is a loop, does the `return` stand inside it?",
                lambda weights, inputs: weights[0] * inputs[0],
            ),
            Mistake(
                "This is the last product alone: add each product to the total, as in `total = total + ...`.",
                lambda weights, inputs: weights[-1] * inputs[-1],
            ),
            Mistake(
                "Only the first two products are added up: there may be more inputs than two, or a single one.",
                lambda weights, inputs: weights[0] * inputs[0] + weights[1] * inputs[1],
            ),
            Mistake(
                "The last product is missing: does your loop end one too early?",
                lambda weights, inputs: np.sum(weights[:-1] * inputs[:-1]),
            ),
            Mistake(
                "The products are multiplied with each other: add them up.",
                lambda weights, inputs: np.prod(weights * inputs),
            ),
            Mistake(
                "The first product is missing: does your loop begin at 1? The first element has the index 0.",
                lambda weights, inputs: np.sum(weights[1:] * inputs[1:]),
            ),
            Mistake(
                "Products that are equal are counted only once, as in a set: each input counts.",
                lambda weights, inputs: sum(set((weights * inputs).tolist())),
            ),
            Mistake(
                "A negative sum becomes 0 here: a weighted sum may well be negative.",
                lambda weights, inputs: max(0.0, np.sum(weights * inputs)),
            ),
            Mistake(
                "A negative sum loses its sign here: a weighted sum may well be negative.",
                lambda weights, inputs: abs(np.sum(weights * inputs)),
            ),
            Mistake(
                "This divides by the sum of the inputs: a weighted sum is not divided by anything.",
                lambda weights, inputs: np.sum(weights * inputs) / np.sum(inputs),
            ),
        ],
    ),
)

ask = Questions(
    {
        "when it learns most": Question(
            "During which hundred steps does the miss shrink most?",
            Right(
                "The first hundred",
                "All dots begin above the line, so what helps one helps most. Later, what helps one dot hurts another.",
            ),
            Wrong(
                "The hundred from 450 to 550",
                "Read the miss at 450 and at 550: it hardly changes. Then compare it at 0 and at 100.",
            ),
            Wrong(
                "The last hundred",
                "Read the miss at 900 and at 1000: by then it goes up as well as down. Then compare it at 0 and at 100.",
            ),
            Wrong(
                "About the same in every hundred",
                "Then it would shrink as much from 100 to 200 as from 0 to 100. Does it?",
            ),
        ),
    }
)
