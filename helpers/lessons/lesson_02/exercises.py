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
            "Compare each number with 0, and keep the larger of the two.",
            "`np.maximum` takes an array and a number, and keeps the larger of the two at each place.",
        ],
        mistakes=[
            Mistake(
                "Python's `max` and `if` ask one yes-or-no question, and an array gives many answers. "
                "Look for a NumPy function that compares element by element.",
                lambda z: max(z, 0),
            ),
            Mistake(
                "`np.max` reads that 0 as an axis. Its relative `np.maximum` compares element by element.",
                lambda z: np.max(z, 0),
            ),
            Mistake(
                "That's the absolute value: it turns −2 into 2, and it should be 0.",
                lambda z: np.abs(z),
            ),
            Mistake(
                "That's a step from 0 to 1. A ReLU keeps positive numbers as they are.",
                lambda z: np.where(z > 0, 1.0, 0.0),
            ),
            Mistake(
                "That says where z is positive, as True and False. A ReLU keeps the positive numbers themselves.",
                lambda z: z > 0,
            ),
            Mistake(
                "You kept the other half: negatives should become 0, and positive numbers stay.",
                lambda z: np.minimum(z, 0),
            ),
            Mistake(
                "You flipped the negatives and dropped the positives: positive numbers should stay as they are.",
                lambda z: np.maximum(-z, 0),
            ),
            Mistake(
                "You left the negatives out, so the shape changed: put a 0 in their places.",
                lambda z: z[z > 0],
            ),
            Mistake(
                "Only the largest number is left: compare each number with 0 by itself.",
                lambda z: np.max(z),
            ),
            Mistake(
                "You added the numbers up: a ReLU returns one number for each that goes in.",
                lambda z: np.sum(np.maximum(z, 0)),
            ),
            Mistake(
                "Your negatives shrink, and they should become 0. What you wrote is known as a leaky ReLU.",
                lambda z: np.where(z > 0, z, 0.1 * z),
            ),
            Mistake(
                "Your negatives shrink, and they should become 0. What you wrote is known as a leaky ReLU.",
                lambda z: np.where(z > 0, z, 0.01 * z),
            ),
            Mistake(
                "You also cut off what's above 1: a ReLU has no upper limit.",
                lambda z: np.clip(z, 0, 1),
            ),
            Mistake(
                "You compared with 1; compare with 0 instead.",
                lambda z: np.maximum(z, 1),
            ),
            Mistake(
                "That's the sigmoid, a smooth step from 0 to 1. A ReLU keeps positive numbers as they are.",
                lambda z: 1 / (1 + np.exp(-z)),
            ),
            Mistake(
                "Those are just the signs: positive numbers should keep their size.",
                lambda z: np.sign(z),
            ),
            Mistake(
                "You squared the positive numbers: they should stay as they are.",
                lambda z: np.maximum(z, 0) ** 2,
            ),
            Mistake(
                "Your loop returns a list and handles a single row. One NumPy call does it for an array of any shape.",
                _element_by_element,
            ),
            Mistake(
                "Your positive numbers get bent too: a ReLU keeps them as they are.",
                lambda z: np.tanh(np.maximum(z, 0)),
            ),
            Mistake(
                "That's softplus, a smooth cousin. A ReLU has a sharp corner at 0.",
                lambda z: np.log(1 + np.exp(z)),
            ),
            Mistake(
                "You lost the positive numbers below 1; compare with 0 instead.",
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
            "Move b to the other side, then divide by what x is multiplied by. If that's 0, return `np.nan` before you divide.",
        ],
        mistakes=[
            Mistake("A sign is missing: at x = b / w, w · x + b is 2b, not 0.", lambda w, b: b / w if w else np.nan),
            Mistake("The division is upside down: which of the two is x multiplied by?", lambda w, b: -w / b if w else np.nan),
            Mistake(
                "The division is upside down and a sign is missing. Put your x into w · x + b: is it 0?",
                lambda w, b: w / b if w else np.nan,
            ),
            Mistake("You left w out: with w = 2 the hinge is only half as far from 0 as with w = 1.", lambda w, b: -b if w else np.nan),
            Mistake("You multiplied by w. To undo a multiplication, divide.", lambda w, b: -b * w if w else np.nan),
            Mistake("You subtracted w. It multiplies x, so divide by it instead.", lambda w, b: -b - w if w else np.nan),
            Mistake(
                "Right, except at w = 0, where you divide by zero. Return `np.nan` there before you divide.",
                lambda w, b: -b / w,
            ),
            Mistake(
                "A sign is missing. And w = 0 needs a case of its own: return `np.nan` there before you divide.",
                lambda w, b: b / w,
            ),
            Mistake("A unit with w = 0 has no hinge, not even at 0: return `np.nan` for it.", lambda w, b: -b / w if w else 0.0),
            Mistake("A unit with w = 0 has no hinge, not even far away: return `np.nan` for it.", lambda w, b: -b / w if w else np.inf),
            Mistake("A unit with a negative w has a hinge too. Only w = 0 has none.", lambda w, b: -b / w if w > 0 else np.nan),
            Mistake(
                "That's the hinge's distance from 0. The hinge itself can be at a negative x.", lambda w, b: abs(b / w) if w else np.nan
            ),
            Mistake("A hinge can be at a negative x, and yours never is.", lambda w, b: max(-b / w, 0.0) if w else np.nan),
            Mistake(
                "Right while neither is 0. But with b = 0 the hinge is at 0: only w = 0 has none.",
                lambda w, b: -b / w if w and b else np.nan,
            ),
            Mistake(
                "You lost the decimals: `/` keeps them, `//` and `int` drop them.",
                lambda w, b: -b // w if w else np.nan,
            ),
            Mistake(
                "You lost the decimals: `/` keeps them, `//` and `int` drop them.",
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
            "`x @ W` gives one sum of products for each measurement and each unit.",
            "Then add b: NumPy adds an array of shape (units,) to every row, so each column gets its own number.",
        ],
        mistakes=[
            Mistake("The bias is missing: each unit adds a number of its own.", _without_bias),
            Mistake("You transposed W. It has a row for each input already, so it needs no `.T`.", lambda x, W, b: x @ W.T + b),
            Mistake("`*` only multiplies element by element. `@` adds up the products too.", lambda x, W, b: x * W + b),
            Mistake("You swapped `x` and `W`: the rows of x meet the columns of W.", lambda x, W, b: W @ x + b),
            Mistake("You applied the ReLU already: this exercise asks for what comes before it.", _bent),
            Mistake("You multiplied the bias by the weights; add it afterwards instead.", lambda x, W, b: (x + b) @ W),
            Mistake("You added the bias to W; add it once the products are summed instead.", lambda x, W, b: x @ (W + b)),
            Mistake("You multiplied by the bias; add it instead.", lambda x, W, b: (x @ W) * b),
            Mistake("You subtracted the bias; add it instead.", lambda x, W, b: x @ W - b),
            Mistake("You added the bias twice: once is enough.", lambda x, W, b: x @ W + 2 * b),
            Mistake(
                "You added the bias once for each input; add it only once, after the products are summed.",
                lambda x, W, b: x @ W + len(W) * b,
            ),
            Mistake(
                "Each product overwrites the one before: add them up, with `+=` if you use a loop.",
                lambda x, W, b: x[:, -1:] * W[-1] + b,
            ),
            Mistake("You added the biases row by row: each belongs to a unit, so to a column.", lambda x, W, b: x @ W + b[:, None]),
            Mistake("You swapped `x` and `W` and transposed W: put x first, and leave W as it is.", lambda x, W, b: W.T @ x + b),
            Mistake(
                "Your result is transposed: it should have a row for each measurement and a column for each unit.",
                lambda x, W, b: (x @ W + b).T,
            ),
            Mistake("You added all the units up: each should keep a column of its own.", lambda x, W, b: np.sum(x @ W + b, axis=1)),
            Mistake("You added all the measurements up: each should keep a row of its own.", lambda x, W, b: np.sum(x @ W + b, axis=0)),
            Mistake(
                "You added everything up to one number: there should be one for each measurement and unit.",
                lambda x, W, b: np.sum(x @ W + b),
            ),
            Mistake("Every unit gets the sum of all biases: each should add only its own.", lambda x, W, b: x @ W + np.sum(b)),
            Mistake("Every unit gets the bias of the first: each should add its own.", lambda x, W, b: x @ W + b[0]),
            Mistake("That's the first measurement alone: return a row for each.", lambda x, W, b: (x @ W + b)[0]),
            Mistake("That's just the bias: multiply the inputs by the weights, and add it to that.", lambda x, W, b: b),
            Mistake(
                "You counted the products twice; each belongs in the sum once.",
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
            "First the hidden layer, with W1 and b1; then the ReLU; then the output layer, with W2 and b2, reading what the ReLU outputs.",
            "In three lines: call `layer` and keep its result as z, call `relu` on z and keep that as hidden, call `layer` on hidden.",
        ],
        mistakes=[
            Mistake(
                "You put a ReLU on the output too. The last layer has none, so that the network can go below zero.",
                _like_network(_bent, _bent),
            ),
            Mistake("There's no ReLU between the layers, so together they're just one layer.", _like_network(layer, layer)),
            Mistake("Your ReLU comes after the last layer: it belongs between the two.", _like_network(layer, _bent)),
            Mistake("The bias b1 is missing in the hidden layer.", _like_network(lambda x, W, b: relu(x @ W), layer)),
            Mistake("The bias b2 is missing in the output layer.", _like_network(_bent, _without_bias)),
            Mistake("Both biases are missing.", _like_network(lambda x, W, b: relu(x @ W), _without_bias)),
            Mistake("You applied the ReLU before you added b1; add the bias first.", _like_network(lambda x, W, b: relu(x @ W) + b, layer)),
            Mistake(
                "You applied the ReLU to the inputs; it belongs after the hidden layer.",
                lambda x, W1, b1, W2, b2: layer(layer(relu(x), W1, b1), W2, b2),
            ),
            Mistake("You used tanh where the ReLU should be.", _like_network(lambda x, W, b: np.tanh(layer(x, W, b)), layer)),
            Mistake(
                "You used a sigmoid where the ReLU should be.", _like_network(lambda x, W, b: 1 / (1 + np.exp(-layer(x, W, b))), layer)
            ),
            Mistake(
                "Between the layers your negatives shrink, and they should become 0: that's a leaky ReLU.",
                _like_network(lambda x, W, b: np.where(layer(x, W, b) > 0, layer(x, W, b), 0.01 * layer(x, W, b)), layer),
            ),
            Mistake(
                "`*` only multiplies element by element. `@` adds up the products too.",
                _like_network(lambda x, W, b: relu(x * W + b), lambda x, W, b: x * W + b),
            ),
            Mistake(
                "You used W1 and b1 in both layers: the output layer has W2 and b2.",
                lambda x, W1, b1, W2, b2: layer(relu(layer(x, W1, b1)), W1, b1),
            ),
            Mistake("You used the absolute value in place of the ReLU.", _like_network(lambda x, W, b: np.abs(layer(x, W, b)), layer)),
            Mistake(
                "You used a step in place of the ReLU, which keeps positive numbers as they are.",
                _like_network(lambda x, W, b: (layer(x, W, b) > 0) * 1.0, layer),
            ),
            Mistake(
                "That's what the hidden layer outputs: pass it on to the output layer.", lambda x, W1, b1, W2, b2: relu(layer(x, W1, b1))
            ),
            Mistake(
                "That's the hidden layer before its ReLU; the output layer is still to come.",
                lambda x, W1, b1, W2, b2: layer(x, W1, b1),
            ),
            Mistake(
                "You swapped the layers: W1 and b1 read the inputs.",
                lambda x, W1, b1, W2, b2: layer(relu(layer(x, W2, b2)), W1, b1),
            ),
            Mistake(
                "Your second layer reads the inputs again: it should read what the first outputs.",
                lambda x, W1, b1, W2, b2: layer(x, W2, b2),
            ),
            Mistake(
                "You added b1 in both layers; the output layer has b2.", lambda x, W1, b1, W2, b2: layer(relu(layer(x, W1, b1)), W2, b1)
            ),
            Mistake(
                "You transposed W2: it has a row for each unit already.", lambda x, W1, b1, W2, b2: layer(relu(layer(x, W1, b1)), W2.T, b2)
            ),
            Mistake(
                "You transposed W1: it has a row for each input already.", lambda x, W1, b1, W2, b2: layer(relu(layer(x, W1.T, b1)), W2, b2)
            ),
            Mistake(
                "You added everything up to one number: return a row for each measurement.",
                lambda x, W1, b1, W2, b2: np.sum(layer(relu(layer(x, W1, b1)), W2, b2)),
            ),
            Mistake(
                "Between the layers you kept the other half: negatives should become 0.",
                _like_network(lambda x, W, b: np.minimum(layer(x, W, b), 0), layer),
            ),
        ],
    ),
)

ask = Questions(
    {
        "where a unit bends": Question(
            "A unit has w = 2 and b = −3. Where is its hinge?",
            Wrong("At x = −3", "That's b. At x = −3, w · x + b is 2 · (−3) − 3 = −9, and at the hinge it's 0."),
            Right("At x = 1.5", "2 · 1.5 − 3 = 0. To the left of that the unit outputs 0."),
            Wrong("At x = −1.5", "Try it: 2 · (−1.5) − 3 = −6, and at the hinge it's 0."),
            Wrong("At x = 3", "Try it: 2 · 3 − 3 = 3, and at the hinge it's 0."),
        ),
        "slide the hinge": Question(
            "The weight w is positive. You raise the bias b. Which way does the hinge go?",
            Wrong("To the right", "A larger b makes w · x + b positive sooner, coming from the left. Try it in the figure."),
            Wrong("Nowhere", "At the old hinge w · x + b is no longer 0. Try it in the figure."),
            Wrong("Up", "The hinge always sits at height 0. It can only go left or right."),
            Right("To the left", "With a larger b, w · x + b reaches 0 at a smaller x."),
        ),
        "change a unit, keep the sum": Question(
            "A unit has w = 2, b = 3 and the output weight 4. Which change leaves the sum as it is, at every x?",
            Wrong(
                "w = −1, b = −1.5, output weight −8",
                "Everything multiplies out, and the hinge stays at −1.5. But the ReLU comes first: this unit is 0 to the right of its "
                "hinge, where the old one was 0 to the left.",
            ),
            Right("w = 4, b = 6, output weight 2", "The unit outputs twice as much, and half the output weight makes up for it."),
            Wrong("w = 4, b = 3, output weight 2", "The slope stays, but the hinge moves from −1.5 to −0.75."),
            Wrong("w = 4, b = 6, output weight 4", "The hinge stays, but the slope doubles, from 4 · 2 to 4 · 4."),
        ),
        "without output weights": Question(
            "If no output weight may be negative, which of these can a sum of units draw exactly?",
            Wrong("A hill", "At the top the slope has to fall. Which unit could bring it down?"),
            Wrong("A ramp that rises, then levels off", "To level off, the slope has to fall. Which unit could bring it down?"),
            Right("A valley with a level bottom", "One unit rises to the left, another to the right, and both are 0 in between."),
            Wrong("All three", "The hill has to turn downwards at the top. Which unit could do that?"),
        ),
        "layers without a relu": Question(
            "One input, two layers, no ReLU between them. What can they draw?",
            Wrong("Any piecewise linear curve", "Where would a corner come from? Nothing here is cut off at zero."),
            Right("A straight line, nothing else", "Feed a straight line into a straight line and you get a straight line."),
            Wrong("A line with one corner", "Where would the corner come from? Nothing here is cut off at zero."),
            Wrong("A parabola", "That takes x times x. Here x is only ever multiplied by weights."),
        ),
        "shape of a layer": Question(
            "Here each unit has a column of W. A layer of 3 units reads 2 inputs. What's the shape of its W?",
            Wrong("(3, 2)", "That's a row for each unit. PyTorch stores W that way; in these lessons a row belongs to an input."),
            Wrong("(3,)", "That's the shape of b, one number for each unit. A unit has a weight for every input."),
            Wrong("(6,)", "There are six weights, but they stand in rows and columns."),
            Right("(2, 3)", "A row for each input, a column for each unit: (inputs, units)."),
        ),
        "double the units": Question(
            "One unit is off by 12 cm at most, two by 3, four by 0.75. What about eight?",
            Wrong("0.375 cm", "Half? From one unit to two, the miss shrank to a quarter."),
            Right("0.1875 cm", "A quarter again: with k units it's 12 / k²."),
            Wrong("0.09375 cm", "An eighth? From one unit to two, the miss shrank to a quarter."),
            Wrong("Still 0.75 cm", "The pieces get half as long, so the curve has less room to leave them."),
        ),
        "flat pieces": Question(
            "Three straight creases run across a sheet. How many flat pieces do they make at most?",
            Wrong("4", "That's what you get if they don't cross. Let them cross in the next figure."),
            Wrong("6", "That's what you get if all three meet in one point. What if they don't?"),
            Right("7", "The third crease crosses the other two, so it runs through three pieces and cuts each in two: 4 + 3."),
            Wrong("8", "Each crease would have to cut every piece. Two creases make four, and a third straight one can't reach all four."),
        ),
    }
)
