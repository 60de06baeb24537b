"""Lesson 09, "Read handwriting": its exercises and its questions."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker import CannotJudge, Exercise, Exercises, Mistake, edges
from helpers.classify import Layer, accuracy, backward, cross_entropy, forward, softmax, softmax_backward
from helpers.model import layer, relu
from helpers.questions import Blank, Question, Questions, Right, Table, Wrong

Array = NDArray[np.float64]


def _one_hot(classes: int, *right: int) -> Array:
    return np.eye(classes)[list(right)]


def _random_choice(generator: np.random.Generator) -> tuple[Array, Array]:
    """Return probabilities and what is right, of sizes that differ."""
    n, classes = generator.permutation([2, 3, 4, 5])[:2]
    return softmax(generator.normal(0, 1, (n, classes))), _one_hot(classes, *generator.integers(0, classes, n))


# softmax


def _softmax_with(
    power: Callable[[Array], Array] = np.exp,
    shift: Callable[[Array], Any] = lambda scores: scores.max(axis=1, keepdims=True),
    whole: Callable[[Array], Any] = lambda powers: powers.sum(axis=1, keepdims=True),
) -> Callable[..., Any]:
    def mistaken(scores: Array) -> Any:
        powers = power(scores - shift(scores))
        return powers / whole(powers)

    return mistaken


# forward and backward, which return lists of arrays


def _of_a_list(function: Callable[..., Any], *arguments: Any) -> Any:
    made = function(*arguments)
    if type(made) is not list and type(made) is not tuple:
        return made
    return tuple(np.array(each) if type(each) is np.ndarray else each for each in made)  # the first of them may be x itself


def _of_pairs(function: Callable[..., Any], *arguments: Any) -> Any:
    made = function(*arguments)
    if made is None:
        return None
    if type(made) is not list and type(made) is not tuple:
        raise CannotJudge("`backward` should return a list with a pair `(dW, db)` for each layer.")
    if not all((type(each) is list or type(each) is tuple) and len(each) == 2 for each in made):
        raise CannotJudge("Put the gradients of each layer together, as a pair `(dW, db)`, so that the list is as long as `layers`.")
    return tuple(each for pair in made for each in pair)


def _forward_with(
    first: Callable[[Array], list[Array]] = lambda x: [x],
    bend: Callable[[Array], Array] = relu,
    last: Callable[[Array], Array] = lambda z: z,
    into: Callable[[Array], Array] = lambda array: array,
    step: Callable[[Array, Array, Array], Array] = layer,
    give: Callable[[list[Array]], Any] = lambda arrays: arrays,
) -> Callable[..., Any]:
    def mistaken(x: Array, layers: Sequence[Layer]) -> Any:
        arrays, now = first(x), x
        for place, (W, b) in enumerate(layers):
            z = step(into(now), W, b)
            now = last(z) if place == len(layers) - 1 else bend(z)
            arrays.append(now)
        return give(arrays)

    return mistaken


def _first_and_last(x: Array, layers: Sequence[Layer]) -> list[Array]:
    if len(layers) == 1:
        return [x, layer(x, *layers[0])]
    hidden = relu(layer(x, *layers[0]))
    return [x, hidden, layer(hidden, *layers[-1])]


def _both_of_each(x: Array, layers: Sequence[Layer]) -> list[Array]:
    arrays = [x]
    for W, b in layers[:-1]:
        z = layer(arrays[-1], W, b)
        arrays += [z, relu(z)]
    return [*arrays, layer(arrays[-1], *layers[-1])]


def _backward_with(
    mask: Callable[[Array, Array, Array], Array] = lambda dx, x, upstream: dx * (x > 0),
    to_W: Callable[[Array, Array], Array] = lambda x, upstream: x.T @ upstream,
    to_b: Callable[[Array], Any] = lambda upstream: upstream.sum(axis=0),
    pair: Callable[[Array, Array, Array], tuple[Array, ...]] = lambda dx, dW, db: (dW, db),
    give: Callable[[list[Any]], Any] = lambda gradients: gradients,
) -> Callable[..., Any]:
    def mistaken(upstream: Array, arrays: Sequence[Array], layers: Sequence[Layer]) -> Any:
        gradients: list[Any] = []
        for x, (W, _) in zip(arrays[-2::-1], layers[::-1], strict=True):
            dx = upstream @ W.T
            gradients.insert(0, pair(dx, to_W(x, upstream), to_b(upstream)))
            upstream = mask(dx, x, upstream)
        return give(gradients)

    return mistaken


def _way_back(x: Array, layers: list[Layer], upstream: Array) -> tuple[Array, list[Array], list[Layer]]:
    return upstream, forward(x, layers), layers


def _random_layers(generator: np.random.Generator, depth: int) -> tuple[Array, list[Layer]]:
    n, *sizes = (int(size) for size in generator.permutation([1, 2, 3, 4, 5])[: depth + 2])
    layers = [(generator.uniform(-2, 2, (m, k)), generator.uniform(-1, 1, k)) for m, k in itertools.pairwise(sizes)]
    return generator.uniform(-2, 2, (n, sizes[0])), layers


def _random_way_there(generator: np.random.Generator) -> tuple[Array, list[Layer]]:
    return _random_layers(generator, int(generator.integers(2, 4)))


def _random_way_back(generator: np.random.Generator) -> tuple[Array, list[Array], list[Layer]]:
    x, layers = _random_layers(generator, int(generator.integers(2, 4)))
    return _way_back(x, layers, generator.uniform(-1, 1, (len(x), len(layers[-1][1]))))


TWO = [(np.array([[2.0, -1.0]]), np.array([0.5, 1.0])), (np.array([[1.0], [3.0]]), np.array([-2.0]))]
THREE = [
    (np.array([[1.0, -2.0]]), np.array([0.5, 0.0])),
    (np.array([[2.0, 1.0, -1.0], [-1.0, 3.0, 0.5]]), np.array([0.0, -1.0, 0.25])),
    (np.array([[1.0, 0.5], [-2.0, 1.0], [3.0, 0.0]]), np.array([0.5, -0.5])),
]
ONE = [(np.array([[1.0, -1.0, 0.5], [2.0, 0.0, -3.0]]), np.array([0.5, -1.0, 0.0]))]
FOUR = [
    (np.array([[0.0, 2.0, -300.0], [1.0, -0.5, 2.0]]), np.array([1.0, 0.0, -1.0])),
    (np.array([[1.0, -1.0], [0.25, 2.0], [0.0, 1.5]]), np.array([0.0, 2.0])),
    (np.array([[3.0, 1.0], [-1.0, 0.5]]), np.array([-1.0, 0.25])),
    (np.array([[1.0, -2.0, 0.0], [0.5, 4.0, 1.0]]), np.array([0.5, 0.0, -3.0])),
]
WIDE = [(np.array([[1.0, 0.0], [-2.0, 0.5], [3.0, -1.0]]), np.array([0.5, 0.0]))]
FEW, MORE = np.array([[1.0], [-2.0], [0.5]]), np.array([[1.0, -1.0], [0.0, 2.0], [300.5, 0.25], [0.0, 0.0], [1.0, -1.0]])

exercise = Exercises(
    "09",
    Exercise(
        accuracy,
        examples=[
            (np.array([[0.4, 0.35, 0.25], [0.1, 0.2, 0.7]]), _one_hot(3, 0, 1)),
            (np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7]]), _one_hot(2, 0, 0, 0, 1)),
            (np.array([[0.3, 0.3, 0.4]]), _one_hot(3, 2)),
            (np.array([[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1]]), _one_hot(4, 1, 2)),
            (np.array([[0.2, 0.8], [0.7, 0.3], [0.45, 0.55]]), _one_hot(2, 1, 1, 1)),
            (
                np.array([[0.0, 1.0, 0.0], [0.34, 0.32, 0.34001], [0.0, 1.0, 0.0], [0.5, 0.2, 0.3], [0.06, 0.07, 0.87], [0.9, 0.1, 0.0]]),
                _one_hot(3, 1, 2, 1, 2, 2, 1),
            ),
        ],
        draw=_random_choice,
        hints=[
            "For each row, find the place of the largest probability, and the place of the 1. Then compare.",
            "`argmax(axis=1)` gives the place of the largest number in each row. The mean of Trues and Falses is the share of Trues.",
        ],
        mistakes=[
            Mistake("That's a percentage. A share goes from 0 to 1.", lambda p, y: float((p.argmax(1) == y.argmax(1)).mean() * 100)),
            Mistake("You counted them. Divide by how many rows there are.", lambda p, y: int((p.argmax(1) == y.argmax(1)).sum())),
            Mistake("That's the share of wrong rows.", lambda p, y: float((p.argmax(1) != y.argmax(1)).mean())),
            Mistake(
                "`axis=0` looks down each column. Every image has a row: look along it.",
                lambda p, y: float((p.argmax(0) == y.argmax(0)).mean()),
            ),
            Mistake(
                "You looked for the largest number of the whole array. There's one in every row.",
                lambda p, y: float(p.argmax() == y.argmax()),
            ),
            Mistake(
                "You compared number by number, so each 0 that rounds to 0 counts as right. Compare one choice for each row.",
                lambda p, y: float((np.round(p) == y).mean()),
            ),
            Mistake(
                "You asked for more than one half. The largest of ten can be right with less.",
                lambda p, y: float(((p * y).sum(axis=1) > 0.5).mean()),
            ),
            Mistake("That's the mean probability of the right class. Count choices instead.", lambda p, y: float((p * y).sum(1).mean())),
            Mistake("Now you know for each row whether it's right. What share of them is?", lambda p, y: p.argmax(1) == y.argmax(1)),
            Mistake(
                "That's for each row 1 or 0. What share of the rows is right?", lambda p, y: (p.argmax(1) == y.argmax(1)).astype(float)
            ),
            Mistake(
                "A probability is hardly ever exactly 0 or 1. Compare which class each row of p and of y chooses.",
                lambda p, y: float((p == y).mean()),
            ),
            Mistake("That's how sure it is on average, right or wrong.", lambda p, y: float(p.max(axis=1).mean())),
            Mistake("You found the smallest probability of each row.", lambda p, y: float((p.argmin(1) == y.argmax(1)).mean())),
        ],
    ),
    Exercise(
        softmax,
        examples=[
            (np.array([[0.0, 1.0], [2.0, -1.0]]),),
            (np.array([[1.0, 2.0, 0.5]]),),
            (np.array([[1000.0, 999.0], [0.0, 1.0], [-1000.0, -1002.0]]),),
            (np.array([[0.0, 0.0, 0.0, 0.0], [-0.25, 0.0, 0.35, 12.0]]),),
            (np.array([[300.0, 299.0, 298.5], [-300.0, -299.0, -301.0], [7.0, 7.0, 7.0], [3000.0, -3000.0, 0.0], [7.0, 7.0, 7.0]]),),
            (np.array([[-0.1, -3.0, 6.5, 6.0], [11.0, 0.0, 10.5, 0.0], [101.0, 100.5, 0.0, 0.0], [0.0, 256.0, 255.5, -0.15]]),),
            edges((5, 4)),
        ],
        draw=lambda generator: (generator.normal(0, 2, generator.permutation([2, 3, 4, 5])[:2]),),
        hints=[
            "First e to the power of each score: `np.exp`. Then divide each row by its sum, which `keepdims=True` keeps in a column.",
            "`np.exp` of a large score is `inf`. Subtract each row's largest score first: then no power is above 1.",
        ],
        mistakes=[
            Mistake(
                "Right, as long as the scores are small. But `np.exp(1000)` is `inf`. "
                "What can you do to all scores of a row without changing its probabilities?",
                _softmax_with,
                shift=lambda s: 0.0,
            ),
            Mistake(
                "You subtracted the largest score of all rows. A row far below it then has powers of 0 only.",
                _softmax_with,
                shift=lambda s: s.max(),
            ),
            Mistake(
                "You subtracted the largest score of each column. The scores of one row belong together.",
                _softmax_with,
                shift=lambda s: s.max(axis=0),
            ),
            Mistake(
                "You subtracted the row's mean. A score can still be far above it.",
                _softmax_with,
                shift=lambda s: s.mean(axis=1, keepdims=True),
            ),
            Mistake("Your columns sum to 1. The rows should.", _softmax_with, whole=lambda e: e.sum(axis=0)),
            Mistake("All your numbers together sum to 1. Each row should.", _softmax_with, whole=lambda e: e.sum()),
            Mistake(
                "`sum(axis=1)` lies flat, and the division takes it for a row. `keepdims=True` keeps it upright.",
                _softmax_with,
                whole=lambda e: e.sum(axis=1),
            ),
            Mistake("You divided by each row's mean. Divide by its sum.", _softmax_with, whole=lambda e: e.mean(axis=1, keepdims=True)),
            Mistake("Your rows don't sum to 1: divide the powers of each by their sum.", _softmax_with, whole=lambda e: 1.0),
            Mistake("You took powers of 2. It's e: `np.exp`.", _softmax_with, power=lambda s: 2.0**s),
            Mistake("You took powers of 10. It's e: `np.exp`.", _softmax_with, power=lambda s: 10.0**s),
            Mistake(
                "A sign is wrong: the largest score should get the largest probability.",
                _softmax_with,
                power=lambda s: np.exp(-s),
                shift=lambda s: s.min(axis=1, keepdims=True),
            ),
            Mistake(
                "A sign is wrong: the largest score should get the largest probability. And large scores come out as nan.",
                lambda scores: np.exp(-scores) / np.exp(-scores).sum(axis=1, keepdims=True),
            ),
            Mistake(
                "You cut the scores off at 500, so larger ones can't be told apart. Subtract each row's largest instead.",
                lambda scores: np.exp(np.clip(scores, -500, 500)) / np.exp(np.clip(scores, -500, 500)).sum(axis=1, keepdims=True),
            ),
            Mistake(
                "You made negative scores 0, and shared out the rest. Take e to the power of each score first.",
                lambda scores: relu(scores) / relu(scores).sum(axis=1, keepdims=True),
            ),
            Mistake(
                "You dropped the signs of the scores. Take e to the power of each: that's positive by itself.",
                lambda scores: np.abs(scores) / np.abs(scores).sum(axis=1, keepdims=True),
            ),
            Mistake(
                "You shared out the scores themselves, and some are negative. First take e to the power of each.",
                lambda scores: scores / scores.sum(axis=1, keepdims=True),
            ),
            Mistake(
                "You gave everything to the largest score. The others should keep a share.",
                lambda scores: (scores == scores.max(axis=1, keepdims=True)) * 1.0,
            ),
            Mistake(
                "That's the sigmoid, number by number. The probabilities of a row depend on each other.",
                lambda scores: 1 / (1 + np.exp(-scores)),
            ),
            Mistake(
                "That's the logarithm of the probabilities. Return them as they are.",
                lambda scores: scores - np.logaddexp.reduce(scores, axis=1, keepdims=True),
            ),
        ],
    ),
    Exercise(
        cross_entropy,
        examples=[
            (np.array([[0.5, 0.2, 0.3], [0.1, 0.25, 0.65]]), _one_hot(3, 0, 1)),
            (np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8]]), _one_hot(2, 1, 0, 1)),
            (np.array([[0.125, 0.5, 0.375]]), _one_hot(3, 1)),
            (np.array([[0.001, 0.999], [0.25, 0.75], [0.75, 0.25], [0.001, 0.999], [0.05, 0.95]]), _one_hot(2, 0, 1, 1, 0, 0)),
            (np.array([[0.125, 0.25, 0.625], [0.25, 0.5, 0.25], [0.04, 0.06, 0.9], [0.25, 0.5, 0.25]]), _one_hot(3, 2, 1, 0, 1)),
        ],
        draw=_random_choice,
        hints=[
            "In each row, find the probability of the right class. Multiplying by y leaves it alone and makes the others 0.",
            "Add up each row of that product, then take `-np.log` of each sum, then the mean.",
        ],
        mistakes=[
            Mistake("You added up the rows. Take their mean.", lambda p, y: float(-np.log((p * y).sum(1)).sum())),
            Mistake("A minus is missing: the logarithm of a probability is negative.", lambda p, y: float(np.log((p * y).sum(1)).mean())),
            Mistake(
                "You took the mean over all the numbers. There's one cost for each row, so divide by how many rows there are.",
                lambda p, y: float(-(y * np.log(p)).mean()),
            ),
            Mistake("That's the logarithm to base 2. It's `np.log`.", lambda p, y: float(-np.log2((p * y).sum(1)).mean())),
            Mistake("That's the logarithm to base 10. It's `np.log`.", lambda p, y: float(-np.log10((p * y).sum(1)).mean())),
            Mistake("You left out the logarithm.", lambda p, y: float(-(p * y).sum(1).mean())),
            Mistake("That's 1 minus the probability. Take minus its logarithm.", lambda p, y: float(1 - (p * y).sum(1).mean())),
            Mistake(
                "You took the mean first. Take the logarithm of each row's probability, and then the mean.",
                lambda p, y: float(-np.log((p * y).sum(1).mean())),
            ),
            Mistake("You counted all classes. Only the right one counts.", lambda p, y: float(-np.log(p).sum(1).mean())),
            Mistake("You took the mean over all classes. Only the right one counts.", lambda p, y: float(-np.log(p).mean())),
            Mistake(
                "You count the other classes too, by log(1 − p). Only the right one counts.",
                lambda p, y: float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(1).mean()),
            ),
            Mistake(
                "You count the other classes too, by log(1 − p), and take a mean over them. Only the right one counts.",
                lambda p, y: float(-(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()),
            ),
            Mistake(
                "Somewhere you took the logarithm of 0, which is −∞. Take that of the right class's probability alone.",
                lambda p, y: float(-np.log(p * y).sum(1).mean()),
            ),
            Mistake(
                "That's a mean squared error. Take minus the logarithm of the right class's probability.",
                lambda p, y: float(((p - y) ** 2).mean()),
            ),
            Mistake(
                "That's a mean absolute error. Take minus the logarithm of the right class's probability.",
                lambda p, y: float(np.abs(p - y).mean()),
            ),
            Mistake("That's the cost of each row. Take their mean.", lambda p, y: -np.log((p * y).sum(1))),
            Mistake(
                "You took each row's largest probability. The right class counts, however small it is.",
                lambda p, y: float(-np.log(p.max(1)).mean()),
            ),
            Mistake(
                "You mixed up rows and columns: `axis=1` adds up along a row.", lambda p, y: float(-np.log((p * y).sum(axis=0)).mean())
            ),
            Mistake("That's the entropy of your probabilities. Where is y?", lambda p, y: float(-(p * np.log(p)).sum(1).mean())),
            Mistake("That's 1 divided by the probability. Take minus its logarithm.", lambda p, y: float((1 / (p * y).sum(1)).mean())),
        ],
    ),
    Exercise(
        softmax_backward,
        examples=[
            (np.array([[0.5, 0.2, 0.3], [0.1, 0.25, 0.65]]), _one_hot(3, 0, 1)),
            (np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8]]), _one_hot(2, 1, 0, 1)),
            (np.array([[0.125, 0.5, 0.375]]), _one_hot(3, 1)),
            (np.array([[0.0, 1.0], [0.25, 0.75], [1.0, 0.0], [0.0, 1.0], [0.05, 0.95]]), _one_hot(2, 0, 1, 0, 0, 0)),
            (np.array([[0.0, 0.25, 0.75], [0.25, 0.5, 0.25], [0.04, 0.06, 0.9], [0.0, 0.25, 0.75]]), _one_hot(3, 2, 1, 0, 2)),
        ],
        draw=_random_choice,
        hints=[
            "Your table did one image: the slope along each score is its probability, less 1 at the right class.",
            "y holds that 1. And the loss is a mean over the rows: how much does each of them count?",
        ],
        mistakes=[
            Mistake("The sign is reversed. A higher score of the right class should lower the loss.", lambda p, y: (y - p) / len(y)),
            Mistake("The loss is a mean over the rows, so each row counts less the more there are.", lambda p, y: p - y),
            Mistake("You divided by all the numbers there are. The loss is a mean over the rows.", lambda p, y: (p - y) / y.size),
            Mistake("You divided by the number of classes. The loss is a mean over the rows.", lambda p, y: (p - y) / y.shape[1]),
            Mistake("That's the slope of the log of the sum alone. What does subtracting the right score change?", lambda p, y: p / len(y)),
            Mistake("The sign is reversed. And the loss is a mean over the rows.", lambda p, y: y - p),
            Mistake("That's the slope along the probabilities. One step further back are the scores.", lambda p, y: -y / p / len(y)),
            Mistake(
                "That's the slope along the probabilities. One step further back are the scores. And the loss is a mean.",
                lambda p, y: -y / p,
            ),
            Mistake("You squared it, and so lost the signs.", lambda p, y: (p - y) ** 2 / len(y)),
            Mistake("That's the slope of a sigmoid, without y.", lambda p, y: p * (1 - p) / len(y)),
            Mistake("That's the slope of a mean squared error.", lambda p, y: 2 * (p - y) / y.size),
            Mistake("There's a 2 too many; it belongs to squares.", lambda p, y: 2 * (p - y) / len(y)),
            Mistake("You kept the signs only. How far off it is counts, too.", lambda p, y: np.sign(p - y) / len(y)),
            Mistake("You kept the right class only. The others have slopes too.", lambda p, y: (p - y) * y / len(y)),
            Mistake("You dropped the right class. It has a slope too.", lambda p, y: (p - y) * (1 - y) / len(y)),
            Mistake(
                "You multiplied by p · (1 − p) as well. The slope of the softmax is in p − y already.",
                lambda p, y: (p - y) * p * (1 - p) / len(y),
            ),
            Mistake("You dropped the signs.", lambda p, y: np.abs(p - y) / len(y)),
            Mistake("You added up the rows. Each row keeps its own slopes.", lambda p, y: (p - y).sum(axis=0) / len(y)),
        ],
    ),
    Exercise(
        forward,
        examples=[
            (FEW, TWO),
            (FEW, THREE),
            (np.array([[1.0, -1.0], [2.0, 0.5]]), ONE),
            (MORE, FOUR),
            (MORE, ONE),
            (np.array([[-400.0, 2.0], [0.0, 1.0]]), ONE),
        ],
        draw=_random_way_there,
        probe=_of_a_list,
        parts=("array 0, which is x", "array 1", "array 2", "array 3", "array 4", "array 5"),
        hints=[
            "Begin with `arrays = [x]`. Each layer takes the last of them, `arrays[-1]`, and you append what it makes.",
            "Go through `layers[:-1]` with `for W, b in ...`, and append `relu(layer(...))`. The last layer comes after the loop.",
        ],
        mistakes=[
            Mistake("You bent the scores. After the last layer there's no ReLU.", _forward_with, last=relu),
            Mistake("The ReLU is missing. Without it, all layers together are just one layer.", _forward_with, bend=lambda z: z),
            Mistake("x is missing: the list begins with what goes into the first layer.", _forward_with, first=lambda x: []),
            Mistake("The scores are missing: they come last in the list.", _forward_with, give=lambda arrays: arrays[:-1]),
            Mistake("You returned the scores alone. The way back needs all the arrays.", _forward_with, give=lambda arrays: arrays[-1]),
            Mistake("The list is in reverse. x comes first, and the scores last.", _forward_with, give=lambda arrays: arrays[::-1]),
            Mistake("You left out the biases.", _forward_with, step=lambda x, W, b: x @ W),
            Mistake(
                "You bent what goes into a layer, so x is bent, too, and the list holds numbers below 0.",
                _forward_with,
                bend=lambda z: z,
                into=relu,
            ),
            Mistake("You bent x as well. Only what comes out of a hidden layer is bent.", _forward_with, into=relu),
            Mistake("The scores should stay scores. `softmax` comes after this.", _forward_with, last=softmax),
            Mistake("That's the absolute value. Between the layers there's a ReLU.", _forward_with, bend=np.abs),
            Mistake("You went through the first and the last layer only. There may be more between them.", _first_and_last),
            Mistake("You kept both z and relu(z). Keep what goes into the next layer.", _both_of_each),
        ],
    ),
    Exercise(
        backward,
        examples=[
            _way_back(FEW, TWO, np.array([[1.0], [-2.0], [0.5]])),
            _way_back(FEW[:2], THREE, np.array([[1.0, 0.5], [-2.0, 1.0]])),
            _way_back(np.array([[1.0, -1.0], [2.0, 0.5]]), ONE, np.array([[1.0, 0.5, -1.0], [2.0, -0.25, 3.0]])),
            _way_back(MORE, FOUR, edges((5, 3))[0]),
            _way_back(edges((5, 3), seed=2)[0], WIDE, edges((5, 2), seed=1)[0]),
            _way_back(np.array([[1.0, -1.0], [2.0, 0.5]]), ONE, np.array([[1.0, -300.0, 2.0], [-1.0, -1.0, 3.0]])),
        ],
        draw=_random_way_back,
        probe=_of_pairs,
        parts=tuple(f"{name} of layer {place}" for place in range(1, 7) for name in ("dW", "db")),
        hints=[
            "From the last layer to the first, each with the array that went into it: `zip(arrays[-2::-1], layers[::-1])` pairs them.",
            "`layer_backward(upstream, x, W)` gives dx, dW and db. Append `(dW, db)` to your list, and turn it round at the end.",
            "dx has to pass the ReLU: `relu_backward(dx, x)` is the next upstream, for x is positive just where z was.",
        ],
        mistakes=[
            Mistake(
                "Everything passes on your way back. Where x is 0, its unit was silent: `x >= 0` is always true.",
                _backward_with,
                mask=lambda dx, x, up: dx,
            ),
            Mistake("You multiplied by x itself. The ReLU's slope is 1 or 0.", _backward_with, mask=lambda dx, x, up: dx * x),
            Mistake("You bent the gradient. What counts is whether x is positive.", _backward_with, mask=lambda dx, x, up: relu(dx)),
            Mistake(
                "You stopped what should pass: the gradient passes where x is positive.",
                _backward_with,
                mask=lambda dx, x, up: dx * (x <= 0),
            ),
            Mistake("The list is in reverse. The first layer's gradients come first.", _backward_with, give=lambda made: made[::-1]),
            Mistake("You've swapped dW and db.", _backward_with, pair=lambda dx, dW, db: (db, dW)),
            Mistake("Each layer's dx is there, too. Keep dW and db.", _backward_with, pair=lambda dx, dW, db: (dx, dW, db)),
            Mistake("The first layer's gradients are missing.", _backward_with, give=lambda made: made[1:]),
            Mistake("The last layer's gradients are missing.", _backward_with, give=lambda made: made[:-1]),
            Mistake(
                "You took a mean over the rows. `upstream` has been divided by n already.",
                _backward_with,
                to_W=lambda x, up: x.T @ up / len(x),
                to_b=lambda up: up.mean(axis=0),
            ),
            Mistake("For db you took a mean. Add up the rows.", _backward_with, to_b=lambda up: up.mean(axis=0)),
            Mistake("For db you took the first row only. Add up the rows.", _backward_with, to_b=lambda up: up[0]),
            Mistake("For db, add up the rows: it has the shape of b.", _backward_with, to_b=lambda up: up),
        ],
    ),
)

ask = Questions(
    {
        "accuracy has no slope": Question(
            "You nudge one weight by a millionth. What happens to the accuracy?",
            Wrong("It changes by about a millionth", "It counts right answers, and a count can't change by a millionth."),
            Right("Most likely nothing", "All the largest scores stay the largest. So the slope is 0: no way is downhill."),
            Wrong("It gets better or worse by one image", "Only if two scores are as good as equal. With a nudge this small that's rare."),
        ),
        "nothing but zeros": Question(
            "The MAE's bars all end near 0, whatever the image. Why is it content with that?",
            Wrong("Its rate is too high", "Try lower ones. The bars end near 0 at each of them."),
            Right(
                "Nine of ten targets are 0, so the median is 0",
                "Lesson 03: the constant with the least MAE is the median. Saying 0 to everything costs only 0.1.",
            ),
            Wrong("Its slopes are 0", "Each image pulls every output up or down, just as hard. Which way do most of them pull?"),
        ),
        "add to all scores": Question(
            "You add 5 to all ten scores of an image. What happens to its ten probabilities?",
            Wrong("All of them grow", "They can't: they still sum to 1."),
            Wrong("The largest grows, the others shrink", "Every power is multiplied by the same number, e⁵. Then you divide by the sum."),
            Right("Nothing", "Every power is multiplied by e⁵, and so is their sum. It cancels. That's worth knowing in a moment."),
        ),
        "p minus y": Table(
            "The loss is log(sum of the powers) minus the right score. Raise one score by a tiny bit h: how many h does each part move, "
            "and the loss? An image has the probabilities 0.2, 0.7 and 0.1, and the first class is right.",
            ("score", "log(sum of the powers)", "minus the right score", "loss"),
            [
                (
                    "first",
                    "0.2",
                    Blank(-1, {1: "It's subtracted: mind the sign."}, "This *is* the right score, subtracted.", "It's subtracted."),
                    Blank(
                        -0.8,
                        {0.8: "Is it 0.2 − 1, or 1 − 0.2?", 1.2: "Count the minus once: 0.2 − 1."},
                        "Add the two.",
                        "Raise it, and the loss falls.",
                    ),
                ),
                (
                    "second",
                    "0.7",
                    Blank(
                        0,
                        {-1: "This isn't the right score.", 1: "This isn't the right score."},
                        "Is this the right score?",
                        "It's not the right one.",
                    ),
                    Blank(0.7, {-0.3: "Only the right score is subtracted."}, "Add the two.", "Raise it, and the loss grows."),
                ),
                (
                    "third",
                    "0.1",
                    Blank(
                        0,
                        {-1: "This isn't the right score.", 1: "This isn't the right score."},
                        "Is this the right score?",
                        "It's not the right one.",
                    ),
                    Blank(0.1, {-0.9: "Only the right score is subtracted."}, "Add the two.", "A small probability, so a small slope."),
                ),
            ],
        ),
        "the first loss": Question(
            "Your network hasn't learned anything, and gives each of ten digits about the same probability. What is its cross-entropy?",
            Wrong("About 0", "That's for a network that is sure, and right."),
            Wrong("About 0.1", "0.1 is the probability. The cost is minus its logarithm."),
            Right("About 2.3", "−log(0.1) = 2.30. So a first loss far above that is a sign of a mistake."),
            Wrong("About 10", "Minus the logarithm of 0.1 is less: e⁻¹⁰ is 0.00005."),
        ),
        "who wrote it": Question(
            "You shuffle all digits and hold out 382 of them. What have you measured?",
            Wrong("How well it reads anybody's digits", "Look which forms it was trained on. Which forms are the 382 from?"),
            Right(
                "How well it reads other digits on the same forms", "Every form has digits in both parts, so it has met them all."
            ),
            Wrong("How well it remembers what it was trained on", "No image is in both parts. But something else is."),
        ),
        "draw a letter": Question(
            "Draw a letter, say an A. How sure is your network?",
            Wrong("Not at all: all ten bars stay low", "They could be, at 0.1 each. But who taught it to be unsure of letters?"),
            Right("Often quite sure, and always wrong", "Ten answers share the 1 among them, and “none of these” isn't one of the ten."),
            Wrong("It says that this isn't a digit", "Which of its ten outputs could say that?"),
        ),
    }
)
