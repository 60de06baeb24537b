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
            "`weights * inputs` multiplies number by number: the first weight by the first input, and so on.",
            "That gives you one product for each input. `np.sum` adds up an array.",
        ],
        mistakes=[
            Mistake(
                "The products are right. Now add them up: the answer is one number.",
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
                "You added up the inputs and left out the weights: multiply each input by its weight first.",
                lambda weights, inputs: np.sum(inputs),
            ),
            Mistake(
                "You added up the weights and left out the inputs: multiply each weight by its input first.",
                lambda weights, inputs: np.sum(weights),
            ),
            Mistake(
                "You added first and multiplied afterwards: multiply each weight by its own input, then add up the products.",
                lambda weights, inputs: np.sum(weights) * np.sum(inputs),
            ),
            Mistake(
                "That's the mean of the products: return their sum.",
                lambda weights, inputs: np.mean(weights * inputs),
            ),
            Mistake(
                "You divided by the sum of the weights, as for a weighted mean: a weighted sum isn't divided by anything.",
                lambda weights, inputs: np.sum(weights * inputs) / np.sum(weights),
            ),
            Mistake(
                "That's only the first product: if you have a loop, is the `return` inside it?",
                lambda weights, inputs: weights[0] * inputs[0],
            ),
            Mistake(
                "That's only the last product: add each product to a total, as in `total = total + ...`.",
                lambda weights, inputs: weights[-1] * inputs[-1],
            ),
            Mistake(
                "You added up only the first two products: there may be more inputs, or just one.",
                lambda weights, inputs: weights[0] * inputs[0] + weights[1] * inputs[1],
            ),
            Mistake(
                "The last product is missing: does your loop end one too early?",
                lambda weights, inputs: np.sum(weights[:-1] * inputs[:-1]),
            ),
            Mistake(
                "You multiplied the products together: add them up.",
                lambda weights, inputs: np.prod(weights * inputs),
            ),
            Mistake(
                "The first product is missing: does your loop begin at 1? The first index is 0.",
                lambda weights, inputs: np.sum(weights[1:] * inputs[1:]),
            ),
            Mistake(
                "Equal products are counted only once, as in a set: every input counts.",
                lambda weights, inputs: sum(set((weights * inputs).tolist())),
            ),
            Mistake(
                "You turned a negative sum into 0: a weighted sum may be negative.",
                lambda weights, inputs: max(0.0, np.sum(weights * inputs)),
            ),
            Mistake(
                "You dropped the sign: a weighted sum may be negative.",
                lambda weights, inputs: abs(np.sum(weights * inputs)),
            ),
            Mistake(
                "You divided by the sum of the inputs: a weighted sum isn't divided by anything.",
                lambda weights, inputs: np.sum(weights * inputs) / np.sum(inputs),
            ),
        ],
    ),
)

ask = Questions(
    {
        "near the end": Question(
            "From step 800 to step 1000, what happens to the average miss?",
            Wrong(
                "It shrinks a little at every step",
                "Move one stop at a time with the arrow keys. Does the number always get smaller?",
            ),
            Wrong(
                "It has stopped changing",
                "Move one stop at a time with the arrow keys. Does the number stay the same?",
            ),
            Right(
                "It goes up and down",
                "Some steps go too far. Still, the miss ends far below where it began.",
            ),
        ),
    }
)
