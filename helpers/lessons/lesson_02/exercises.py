"""Lesson 02, "Bend lines with ReLU units": its exercises and its questions."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.model import hinge, layer, network, relu
from helpers.questions import Question, Questions, Right, Wrong

Array = NDArray[np.float64]

CORNERS = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])


def _element_by_element(z: Array) -> list[float]:
    return [max(each, 0) for each in z]


def _network_of(generator: np.random.Generator) -> tuple[Array, ...]:
    n, inputs, units, outputs = generator.permutation([1, 2, 3, 4, 5])[:4]  # all of another size, so that none stands in for another
    shapes = ((n, inputs), (inputs, units), (units,), (units, outputs), (outputs,))
    return tuple(generator.uniform(-2, 2, shape) for shape in shapes)


def _like_network(hidden: Any, output: Any) -> Any:
    """Return a network made of another hidden and another output layer."""
    return lambda x, W1, b1, W2, b2: output(hidden(x, W1, b1), W2, b2)


def _bent(x: Array, W: Array, b: Array) -> Array:
    return relu(layer(x, W, b))


def _without_bias(x: Array, W: Array, b: Array) -> Array:
    return x @ W


exercise = Exercises(
    "02",
    Exercise(
        relu,
        examples=[
            (CORNERS,),
            (np.array([[1.5, -1.0], [-4.0, 0.25]]),),
            (np.array([2.5]),),
            (np.array([2.0, 0.75, -0.1]),),
            (np.array([[1000.5, -1000.0, 6.5], [300.0, 0.001, -0.001], [6.5, 0.0, 2.0]]),),
            (np.array([[-1.0, -2.0, -0.5]]),),
            edges((5, 4)),
        ],
        draw=lambda generator: (generator.normal(0, 3, generator.permutation([2, 3, 4])[:2]),),
        hints=[
            "Each number is compared with 0, and the larger of the two is kept.",
            "NumPy has a function that compares two arrays, or an array and a number, element by element, and keeps the larger.",
        ],
        mistakes=[
            Mistake(
                "Python's own `max` and `if` need one yes or no, and get a whole array of them. "
                "NumPy has a function that compares element by element.",
                lambda z: max(z, 0),
            ),
            Mistake(
                "`np.max` gives the one largest number of all. `np.maximum` compares each number with another.",
                lambda z: np.max(z, 0),
            ),
            Mistake(
                "This is the absolute value: −2 becomes 2, and it should become 0.",
                lambda z: np.abs(z),
            ),
            Mistake(
                "This is a step: it says where z is positive. What is positive should be kept as it is.",
                lambda z: np.where(z > 0, 1.0, 0.0),
            ),
            Mistake(
                "This says where z is positive, as True and False. What is positive should be kept as it is.",
                lambda z: z > 0,
            ),
            Mistake(
                "The other half is kept: negatives should become 0, and the positive numbers stay.",
                lambda z: np.minimum(z, 0),
            ),
            Mistake(
                "Negatives are turned round and positives set to 0: it is the positive numbers that stay as they are.",
                lambda z: np.maximum(-z, 0),
            ),
            Mistake(
                "The negatives are left out, so the shape is another: put 0 in their places.",
                lambda z: z[z > 0],
            ),
            Mistake(
                "Only the largest number of all is left: compare each number with 0 for itself.",
                lambda z: np.max(z),
            ),
            Mistake(
                "The numbers are added up: a ReLU returns one number for each that went in.",
                lambda z: np.sum(np.maximum(z, 0)),
            ),
            Mistake(
                "Negatives are made small, not 0. There is a unit that does so, called leaky, but here they become 0.",
                lambda z: np.where(z > 0, z, 0.1 * z),
            ),
            Mistake(
                "Negatives are made small, not 0. There is a unit that does so, called leaky, but here they become 0.",
                lambda z: np.where(z > 0, z, 0.01 * z),
            ),
            Mistake(
                "Whatever is above 1 is cut off as well: a ReLU has no upper end.",
                lambda z: np.clip(z, 0, 1),
            ),
            Mistake(
                "This keeps only what is above 1: the comparison is with 0.",
                lambda z: np.maximum(z, 1),
            ),
            Mistake(
                "This is the sigmoid, a smooth step from 0 to 1: a ReLU keeps positive numbers as they are.",
                lambda z: 1 / (1 + np.exp(-z)),
            ),
            Mistake(
                "These are the signs alone: positive numbers should keep their size.",
                lambda z: np.sign(z),
            ),
            Mistake(
                "The positive numbers are squared: they should stay as they are.",
                lambda z: np.maximum(z, 0) ** 2,
            ),
            Mistake(
                "The loop returns a list, and works for one row only: let one NumPy call do it for an array of any shape.",
                _element_by_element,
            ),
            Mistake(
                "The positive numbers are bent as well: a ReLU keeps them as they are.",
                lambda z: np.tanh(np.maximum(z, 0)),
            ),
            Mistake(
                "This is a smooth cousin, called softplus: a ReLU has a sharp corner at 0.",
                lambda z: np.log(1 + np.exp(z)),
            ),
            Mistake(
                "Positive numbers below 1 are lost: the comparison is with 0.",
                lambda z: np.where(z > 1, z, 0.0),
            ),
        ],
    ),
    Exercise(
        hinge,
        examples=[(2.0, 3.0), (0.0, 2.0), (-0.5, 1.5), (4.0, 1.0), (-3.0, -2.0), (2.0, 0.0), (0.0, 0.0), (0.001, 5.0), (-2.0, 1000.0)],
        draw=lambda generator: tuple(generator.uniform(0.5, 4, 2) * generator.choice([-1.0, 1.0], 2)),
        hints=[
            "At the hinge, w · x + b is 0. Solve that for x.",
            "Bring b to the other side, and then divide by what x is multiplied by. If that is 0, return `np.nan` without dividing.",
        ],
        mistakes=[
            Mistake("The sign is missing: at x = b / w, the sum w · x + b is 2b and not 0.", lambda w, b: b / w if w else np.nan),
            Mistake("The division is upside down: which of the two is x multiplied by?", lambda w, b: -w / b if w else np.nan),
            Mistake(
                "The division is upside down, and the sign is missing: put your x into w · x + b, and see whether it is 0.",
                lambda w, b: w / b if w else np.nan,
            ),
            Mistake("w is left out: with w = 2 the hinge is only half as far from x = 0 as with w = 1.", lambda w, b: -b if w else np.nan),
            Mistake("This multiplies by w: to undo a multiplication, divide.", lambda w, b: -b * w if w else np.nan),
            Mistake("This subtracts w: w multiplies x, so divide by it.", lambda w, b: -b - w if w else np.nan),
            Mistake(
                "It is right wherever w is not 0. For w = 0 it divides by zero: return `np.nan` there, before anything is divided.",
                lambda w, b: -b / w,
            ),
            Mistake(
                "The sign is missing, and w = 0 is to be treated apart: there, return `np.nan` without dividing.",
                lambda w, b: b / w,
            ),
            Mistake("A unit with w = 0 has no hinge at 0 either: return `np.nan` for it.", lambda w, b: -b / w if w else 0.0),
            Mistake(
                "A unit with w = 0 has no hinge at all, not one far away: return `np.nan` for it.", lambda w, b: -b / w if w else np.inf
            ),
            Mistake("A unit with a negative w has a hinge too: only w = 0 has none.", lambda w, b: -b / w if w > 0 else np.nan),
            Mistake("A hinge may be at a negative x: this returns its distance from 0.", lambda w, b: abs(b / w) if w else np.nan),
            Mistake("A hinge may be at a negative x, and this never is.", lambda w, b: max(-b / w, 0.0) if w else np.nan),
            Mistake(
                "It is right wherever both are not 0. With b = 0 and another w the hinge is at 0: only w = 0 has none.",
                lambda w, b: -b / w if w and b else np.nan,
            ),
            Mistake(
                "The remainder is dropped: `/` keeps the decimals, and `//` and `int` drop them.",
                lambda w, b: -b // w if w else np.nan,
            ),
            Mistake(
                "The remainder is dropped: `/` keeps the decimals, and `//` and `int` drop them.",
                lambda w, b: float(int(-b / w)) if w else np.nan,
            ),
        ],
    ),
    Exercise(
        layer,
        examples=[
            (np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([[3.0, -1.0], [2.0, 0.5]]), np.array([1.0, -2.0])),
            (np.array([[1.0], [-2.0], [0.5]]), np.array([[2.0, -1.0]]), np.array([0.5, 3.0])),
            (np.array([[1.0, -1.0, 2.0]]), np.array([[1.0, 0.0], [2.0, -3.0], [0.5, 1.0]]), np.array([-1.5, 0.25])),
            (np.array([[2.0]]), np.array([[3.0]]), np.array([-1.0])),
            (
                np.array([[0.0, 1.0], [2.0, 0.0], [0.0, 0.0], [-1.0, 1000.0]]),
                np.array([[0.0, 1.0, -2.0], [3.0, 0.0, 0.5]]),
                np.array([0.0, 1.5, -1.5]),
            ),
            edges((5, 4), (4, 6), (6,)),
            edges((5, 4), (4, 6), (6,), seed=1),
        ],
        draw=lambda generator: _network_of(generator)[:3],
        hints=[
            "`x @ W` multiplies each row of x with each column of W and adds up the products: one number for each measurement and unit.",
            "The bias comes after that: adding an array of shape (units,) adds to each column its own number.",
        ],
        mistakes=[
            Mistake("The bias is missing: each unit adds its own number.", _without_bias),
            Mistake("W is transposed: it has a row for each input already, so it needs no `.T`.", lambda x, W, b: x @ W.T + b),
            Mistake(
                "`*` multiplies element by element. The products have to be added up as well, which `@` does.", lambda x, W, b: x * W + b
            ),
            Mistake("`x` and `W` have changed places: the rows of x meet the columns of W.", lambda x, W, b: W @ x + b),
            Mistake("The ReLU comes later: this exercise asks for what is there before it.", _bent),
            Mistake("The bias is multiplied with the weights: it is added afterwards, as it stands.", lambda x, W, b: (x + b) @ W),
            Mistake("The bias is added to W. Add it after the products are added up.", lambda x, W, b: x @ (W + b)),
            Mistake("The bias multiplies: it is to be added.", lambda x, W, b: (x @ W) * b),
            Mistake("The bias is subtracted: it is to be added.", lambda x, W, b: x @ W - b),
            Mistake("The bias is added twice: once is enough.", lambda x, W, b: x @ W + 2 * b),
            Mistake("The bias is added once for each input. Add it after the products are added up.", lambda x, W, b: x @ W + len(W) * b),
            Mistake(
                "Each product takes the place of the one before it: add them up, with `+=` if you use a loop.",
                lambda x, W, b: x[:, -1:] * W[-1] + b,
            ),
            Mistake("The biases are added row by row: each belongs to a unit, a column.", lambda x, W, b: x @ W + b[:, None]),
            Mistake("`x` and `W` have changed places, and W is transposed: x stands first, W as it is.", lambda x, W, b: W.T @ x + b),
            Mistake(
                "The result is transposed: it should have a row for each measurement and a column for each unit.",
                lambda x, W, b: (x @ W + b).T,
            ),
            Mistake("All units are added up: each has a column of its own.", lambda x, W, b: np.sum(x @ W + b, axis=1)),
            Mistake("All measurements are added up: each has a row of its own.", lambda x, W, b: np.sum(x @ W + b, axis=0)),
            Mistake("Everything is added up to one number: there is one for each measurement and unit.", lambda x, W, b: np.sum(x @ W + b)),
            Mistake("All biases are added up, and every unit gets the sum: each adds only its own.", lambda x, W, b: x @ W + np.sum(b)),
            Mistake("Every unit gets the bias of the first one: each adds its own.", lambda x, W, b: x @ W + b[0]),
            Mistake("This is the first measurement alone: return a row for each of them.", lambda x, W, b: (x @ W + b)[0]),
            Mistake("This is the bias alone: the inputs are to be multiplied by the weights, and added to it.", lambda x, W, b: b),
            Mistake(
                "The products count twice: each belongs into the sum once.",
                lambda x, W, b: 2 * (x @ W) + b,
            ),
        ],
    ),
    Exercise(
        network,
        examples=[
            (
                np.array([[1.0, 2.0], [-1.0, 0.5]]),
                np.array([[3.0, -1.0], [2.0, 0.5]]),
                np.array([1.0, -2.0]),
                np.array([[1.0, -2.0], [0.5, 4.0]]),
                np.array([-3.0, 0.5]),
            ),
            (
                np.array([[-1.0], [0.5], [2.0]]),
                np.array([[1.0, -2.0, 0.5]]),
                np.array([0.5, 1.0, -0.25]),
                np.array([[2.0], [1.0], [-3.0]]),
                np.array([-1.0]),
            ),
            (
                np.array([[2.0, -1.0]]),
                np.array([[1.0, -1.0], [-0.5, 1.0]]),
                np.array([0.25, 4.0]),
                np.array([[-2.0], [0.5]]),
                np.array([0.75]),
            ),
            (
                np.array([[0.0, 1.0], [2.0, 0.0], [-1.0, 500.0], [1.0, 1.0]]),
                np.array([[0.0, 1.0, -2.0], [3.0, 0.0, 0.5]]),
                np.array([0.0, -1.0, 1.5]),
                np.array([[0.0], [2.0], [-1.5]]),
                np.array([0.0]),
            ),
            (
                np.array([[1.0, 0.0, -2.0]]),
                np.array([[2.0, 0.0], [1.0, 3.0], [0.0, -1.0]]),
                np.array([0.5, 0.0]),
                np.array([[1.0, 0.0, -2.0, 3.0], [0.0, 4.0, 1.0, -1.0]]),
                np.array([0.0, 0.5, 1.0, -2.0]),
            ),
            edges((5, 4), (4, 6), (6,), (6, 3), (3,)),
            edges((5, 4), (4, 7), (7,), (7, 6), (6,), seed=8),
        ],
        draw=_network_of,
        hints=[
            "First the hidden layer, with W1 and b1; then the ReLU; then the output layer, with W2 and b2, which reads what the ReLU gave.",
            "In three lines: call `layer` and keep its result as z, call `relu` on z and keep that as hidden, call `layer` on hidden.",
        ],
        mistakes=[
            Mistake(
                "There is a ReLU on the output too: the last layer has none, so that the network can go below zero.",
                _like_network(_bent, _bent),
            ),
            Mistake("There is no ReLU between the layers: like this they are one straight line.", _like_network(layer, layer)),
            Mistake("The ReLU stands behind the last layer: it belongs between the two.", _like_network(layer, _bent)),
            Mistake("The bias b1 is missing in the hidden layer.", _like_network(lambda x, W, b: relu(x @ W), layer)),
            Mistake("The bias b2 is missing in the output layer.", _like_network(_bent, _without_bias)),
            Mistake("Both biases are missing.", _like_network(lambda x, W, b: relu(x @ W), _without_bias)),
            Mistake("The ReLU comes before b1 is added: add the bias first.", _like_network(lambda x, W, b: relu(x @ W) + b, layer)),
            Mistake(
                "The ReLU is applied to the inputs: it belongs behind the hidden layer.",
                lambda x, W1, b1, W2, b2: layer(layer(relu(x), W1, b1), W2, b2),
            ),
            Mistake("The tanh stands where the ReLU should be.", _like_network(lambda x, W, b: np.tanh(layer(x, W, b)), layer)),
            Mistake("A sigmoid stands where the ReLU should be.", _like_network(lambda x, W, b: 1 / (1 + np.exp(-layer(x, W, b))), layer)),
            Mistake(
                "Negatives are made small between the layers, not 0: that is the leaky cousin of the ReLU.",
                _like_network(lambda x, W, b: np.where(layer(x, W, b) > 0, layer(x, W, b), 0.01 * layer(x, W, b)), layer),
            ),
            Mistake(
                "`*` multiplies element by element. The products have to be added up as well, which `@` does.",
                _like_network(lambda x, W, b: relu(x * W + b), lambda x, W, b: x * W + b),
            ),
            Mistake(
                "W1 and b1 stand in both layers: the output layer has W2 and b2.",
                lambda x, W1, b1, W2, b2: layer(relu(layer(x, W1, b1)), W1, b1),
            ),
            Mistake("This is the absolute value in place of the ReLU.", _like_network(lambda x, W, b: np.abs(layer(x, W, b)), layer)),
            Mistake(
                "This is a step in place of the ReLU: what is positive should be kept as it is.",
                _like_network(lambda x, W, b: (layer(x, W, b) > 0) * 1.0, layer),
            ),
            Mistake(
                "This is what the hidden layer gives: hand it on to the output layer.", lambda x, W1, b1, W2, b2: relu(layer(x, W1, b1))
            ),
            Mistake(
                "This is the hidden layer before its ReLU, and the output layer is still to come.",
                lambda x, W1, b1, W2, b2: layer(x, W1, b1),
            ),
            Mistake(
                "The layers have changed places: W1 and b1 read the inputs.",
                lambda x, W1, b1, W2, b2: layer(relu(layer(x, W2, b2)), W1, b1),
            ),
            Mistake(
                "The second layer reads the inputs again: it should read what the first one gives.",
                lambda x, W1, b1, W2, b2: layer(x, W2, b2),
            ),
            Mistake(
                "b1 is added in both layers: the output layer has b2.", lambda x, W1, b1, W2, b2: layer(relu(layer(x, W1, b1)), W2, b1)
            ),
            Mistake(
                "W2 is transposed: it has a row for each unit already.", lambda x, W1, b1, W2, b2: layer(relu(layer(x, W1, b1)), W2.T, b2)
            ),
            Mistake(
                "W1 is transposed: it has a row for each input already.", lambda x, W1, b1, W2, b2: layer(relu(layer(x, W1.T, b1)), W2, b2)
            ),
            Mistake(
                "Everything is added up to one number: return a row for each measurement.",
                lambda x, W1, b1, W2, b2: np.sum(layer(relu(layer(x, W1, b1)), W2, b2)),
            ),
            Mistake(
                "The other half is kept between the layers: negatives should become 0.",
                _like_network(lambda x, W, b: np.minimum(layer(x, W, b), 0), layer),
            ),
        ],
    ),
)

ask = Questions(
    {
        "where a unit bends": Question(
            "A unit has the weight w = 2 and the bias b = −3. At which x is its hinge?",
            Wrong("−3", "That is b. At x = −3 the sum is 2 · (−3) − 3 = −9, and the hinge is where it is 0."),
            Right("1.5", "There 2 · 1.5 − 3 = 0: to the left of it the sum is negative, and the ReLU sets it to 0."),
            Wrong("−1.5", "Put it in: 2 · (−1.5) − 3 = −6. The hinge is where the sum is 0."),
            Wrong("3", "Put it in: 2 · 3 − 3 = 3. The hinge is where the sum is 0."),
        ),
        "slide the hinge": Question(
            "The weight w is positive and stays as it is. You raise the bias b. Which way does the hinge move?",
            Wrong("To the right", "With more bias the sum is positive earlier, coming from the left. Try it in the next figure."),
            Wrong("It stays where it is", "That would need a sum that is 0 at the same x with more bias. Try it in the next figure."),
            Wrong("Up", "The hinge is always at height 0: left or right is all it can do."),
            Right("To the left", "With more bias the sum w · x + b reaches 0 already at a smaller x."),
        ),
        "without output weights": Question(
            "Units are added up as they are, with no output weights and no output bias. Which of these targets can such a sum reach?",
            Wrong("A hill", "Each unit can only bend the sum upwards. Try it in the next figure, and see where it fails."),
            Wrong("A line that goes below zero", "What is the smallest number that a unit can give, and so the smallest sum?"),
            Right(
                "A valley that falls, lies level at zero, and rises for good",
                "One unit rises to the left and one to the right, with the bottom between.",
            ),
            Wrong("A ramp that rises and then levels off", "To level off, the slope has to fall again. Which unit could bring it down?"),
        ),
        "layers without a relu": Question(
            "Two layers, one after the other, with no ReLU between them. What can they draw?",
            Wrong("Any broken line", "Where would a corner come from? Nothing here sets anything to zero."),
            Right("A straight line, and nothing else", "A straight line of a straight line is a straight line again."),
            Wrong("A line with one corner", "Where would the corner come from? Nothing here sets anything to zero."),
            Wrong("A parabola", "For a parabola x would have to be multiplied by itself. Here it is only ever multiplied by weights."),
        ),
        "shape of a layer": Question(
            "A layer has 3 units, and each reads the same 2 inputs. Which shape has its W?",
            Wrong("(3, 2)", "That would be a row for each unit. Count the rows in the figure: to what does each of them belong?"),
            Wrong("(3,)", "That is the shape of b, one number for each unit. Each unit has a weight for every input."),
            Wrong("(6,)", "There are six weights, but they stand in rows and columns."),
            Right("(2, 3)", "A row for each input, and a column for each unit: (inputs, units)."),
        ),
        "double the units": Question(
            "With 4 units the largest miss is 0.75. What will it be with 8?",
            Wrong("0.375", "Half would be the law if the miss shrank like 1 / k. Look at 1, 2 and 4 units again: 12, 3, 0.75."),
            Right("0.1875", "A quarter: the law is 12 / k², so twice the units leave a quarter of the miss."),
            Wrong("0.09375", "An eighth is too much. Look at 1, 2 and 4 units again: 12, 3, 0.75."),
            Wrong("Still 0.75", "Each piece becomes half as wide, so the parabola has less room to leave the straight line."),
        ),
    }
)
