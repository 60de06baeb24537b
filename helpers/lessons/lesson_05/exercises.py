"""Lesson 05, "Send the error back": its exercises and its questions."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.backprop import backpropagate, layer_backward, relu_backward
from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.model import layer, relu
from helpers.questions import Blank, Question, Questions, Right, Table, Wrong

Array = NDArray[np.float64]


# layer_backward


def _layer_backward_with(
    to_x: Callable[[Array, Array, Array], Any] = lambda upstream, x, W: upstream @ W.T,
    to_W: Callable[[Array, Array, Array], Any] = lambda upstream, x, W: x.T @ upstream,
    to_b: Callable[[Array], Any] = lambda upstream: upstream.sum(axis=0),
    ordered: Callable[[Any, Any, Any], tuple[Any, ...]] = lambda dx, dW, db: (dx, dW, db),
) -> Callable[..., tuple[Any, ...]]:
    def mistaken(upstream: Array, x: Array, W: Array) -> tuple[Any, ...]:
        return ordered(to_x(upstream, x, W), to_W(upstream, x, W), to_b(upstream))

    return mistaken


def _random_layer(generator: np.random.Generator) -> tuple[Array, Array, Array]:
    n, inputs, units = generator.permutation([1, 2, 3, 4])[:3]  # all of another size, so that none stands in for another
    return generator.uniform(-2, 2, (n, units)), generator.uniform(-2, 2, (n, inputs)), generator.uniform(-2, 2, (inputs, units))


# backpropagate


def _backpropagate_with(
    measure: Callable[[Array], Any] = lambda r: np.mean(np.abs(r)),
    slope: Callable[[Array], Array] = lambda r: np.sign(r) / r.size,
    mask: Callable[[Array, Array], Array] = lambda upstream, z: upstream * (z > 0),
    down: Callable[[Array, Array], Array] = lambda upstream, W2: upstream @ W2.T,
    into_output: Callable[[Array], Array] = relu,
    into_hidden: Callable[[Array, Array], Array] = lambda x, hidden: x,
    to_b: Callable[[Array], Any] = lambda upstream: upstream.sum(axis=0),
    ordered: Callable[..., tuple[Any, ...]] = lambda loss, dW1, db1, dW2, db2: (loss, dW1, db1, dW2, db2),
) -> Callable[..., tuple[Any, ...]]:
    def mistaken(x: Array, y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Any, ...]:
        z = layer(x, W1, b1)
        hidden = relu(z)
        r = layer(hidden, W2, b2) - y
        upstream = slope(r)
        dW2, db2 = into_output(z).T @ upstream, to_b(upstream)
        upstream = mask(down(upstream, W2), z)
        return ordered(measure(r), into_hidden(x, hidden).T @ upstream, to_b(upstream), dW2, db2)

    return mistaken


def _masked_by_the_outputs(x: Array, y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Any, ...]:
    outputs = layer(relu(layer(x, W1, b1)), W2, b2)
    return _backpropagate_with(mask=lambda upstream, z: relu_backward(upstream, outputs))(x, y, W1, b1, W2, b2)


def _never_sent_down(x: Array, y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Any, ...]:
    return _backpropagate_with(down=lambda upstream, W2: upstream)(x, y, W1, b1, W2, b2)


def _with_bent_outputs(x: Array, y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Any, ...]:
    z = layer(x, W1, b1)
    r = relu(layer(relu(z), W2, b2)) - y
    upstream, dW2, db2 = layer_backward(np.sign(r) / r.size, relu(z), W2)
    _, dW1, db1 = layer_backward(relu_backward(upstream, z), x, W1)
    return np.mean(np.abs(r)), dW1, db1, dW2, db2


def _random_network(generator: np.random.Generator) -> tuple[Array, ...]:
    n, inputs, units, outputs = generator.permutation([1, 2, 3, 4, 5])[:4]
    shapes = ((n, inputs), (n, outputs), (inputs, units), (units,), (units, outputs), (outputs,))
    return tuple(generator.uniform(-2, 2, shape) for shape in shapes)


exercise = Exercises(
    "05",
    Exercise(
        relu_backward,
        examples=[
            (np.array([2.0, -3.0, 5.0, -1.0]), np.array([1.5, -0.5, 0.0, 2.0])),
            (np.array([[0.5, -2.0], [4.0, 1.0]]), np.array([[-1.0, 3.0], [0.25, -2.0]])),
            (np.array([-2.5]), np.array([0.5])),
            (np.array([[0.0, 1000.5, -1000.0], [7.0, 7.0, 0.0]]), np.array([[3.0, 300.0, 0.001], [7.0, -300.0, 0.0]])),
            edges((5, 4), (5, 4)),
        ],
        draw=lambda generator: tuple(generator.normal(0, 2, (2, *generator.permutation([1, 2, 3, 4])[:2]))),
        hints=[
            "Where z is positive, a ReLU passes it on unchanged, so its slope is 1. Elsewhere its slope is 0.",
            "A comparison of an array with 0 gives True and False for each number, and these count as 1 and 0 when you multiply.",
        ],
        mistakes=[
            Mistake(
                "You let everything pass, even where z is negative. A mask `relu(z) >= 0` is always true.",
                lambda upstream, z: upstream * (np.maximum(z, 0) >= 0),
            ),
            Mistake("At z = 0 you let the gradient pass. We count the slope there as 0.", lambda upstream, z: upstream * (z >= 0)),
            Mistake(
                "You returned the slopes of the ReLU alone: multiply them by `upstream`.",
                lambda upstream, z: (z > 0) * 1.0,
            ),
            Mistake("You returned the slopes as True and False: multiply them by `upstream`.", lambda upstream, z: z > 0),
            Mistake("That's the ReLU itself. Return the slope it sends back.", lambda upstream, z: np.maximum(z, 0)),
            Mistake(
                "You applied the ReLU to the gradient. A gradient may well be negative: what counts is the sign of z.",
                lambda upstream, z: np.maximum(upstream, 0),
            ),
            Mistake("You multiplied by z. The slope where z is positive is 1, however large z is.", lambda upstream, z: upstream * z),
            Mistake(
                "You multiplied by what comes out of the ReLU. The slope where z is positive is 1, however large z is.",
                lambda upstream, z: upstream * np.maximum(z, 0),
            ),
            Mistake("You let the wrong half pass: the slope is 1 where z is positive.", lambda upstream, z: upstream * (z < 0)),
            Mistake("You multiplied by the sign of z. Where z is negative, the slope is 0.", lambda upstream, z: upstream * np.sign(z)),
            Mistake("You added the slopes. Along a chain, multiply them.", lambda upstream, z: upstream + (z > 0)),
            Mistake(
                "You kept only what passes, so the shape changes: put 0 in the other places.",
                lambda upstream, z: upstream[z > 0],
            ),
            Mistake(
                "You have the two the wrong way round: hand `upstream` on where z is positive.",
                lambda upstream, z: z * (upstream > 0),
            ),
            Mistake(
                "Where z isn't positive, you returned z itself. The slope is 0 there.",
                lambda upstream, z: np.where(z > 0, upstream, z),
            ),
            Mistake(
                "Where z is negative, you let a small part pass, as a leaky ReLU does. Ours has the slope 0 there.",
                lambda upstream, z: np.where(z > 0, upstream, 0.01 * upstream),
            ),
            Mistake(
                "Where z is negative, you let a small part pass, as a leaky ReLU does. Ours has the slope 0 there.",
                lambda upstream, z: np.where(z > 0, upstream, 0.1 * upstream),
            ),
            Mistake(
                "Where z lies between 0 and 1, you let nothing pass: the slope is 1 wherever z is positive.",
                lambda upstream, z: upstream * (z > 1),
            ),
            Mistake(
                "You sent the product of the two through a ReLU. The sign of z alone decides, and `upstream` passes as it is.",
                lambda upstream, z: np.maximum(upstream * z, 0),
            ),
        ],
    ),
    Exercise(
        layer_backward,
        examples=[
            (np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[2.0, 1.0], [-1.0, 4.0]]), np.array([[3.0, 0.5], [-1.0, 2.0]])),
            (np.array([[1.0, 0.5], [-2.0, 4.0], [1.5, -1.0]]), np.array([[2.0], [-1.0], [0.5]]), np.array([[3.0, -1.0]])),
            (np.array([[2.0], [-1.0]]), np.array([[1.0, -3.0, 0.5], [2.0, 1.0, 4.0]]), np.array([[1.0], [-2.0], [0.25]])),
            (
                np.array([[0.0, 1.0, 1.0], [2.0, 0.0, -0.5], [0.0, 0.0, 0.0], [1000.0, 1.0, 1.0]]),
                np.array([[0.0, 1.0], [2.0, 0.0], [5.0, 5.0], [0.0, 1.0]]),
                np.array([[0.0, 3.0, -2.0], [300.0, 0.0, 3.0]]),
            ),
            edges((5, 6), (5, 4), (4, 6)),
            (np.array([[1.0, 2.0], [-1.0, 3.0]]), np.array([[1.0, 1.0], [1.0, 2.0]]), np.array([[2.0, 1.0], [0.5, -1.0]])),
        ],
        draw=_random_layer,
        parts=("the gradient of x", "the gradient of W", "the gradient of b"),
        hints=[
            "Each gradient has the shape of what it belongs to. Which product of `upstream` with W or x fits, with one of them transposed?",
            "x has (n, inputs), and `upstream` has (n, units): transpose W for the gradient of x, and x for the gradient of W. `@` "
            "then adds up over units, or over measurements.",
            "b is added to every row, so its gradient adds up the rows of `upstream`: `sum(axis=0)`.",
        ],
        mistakes=[
            Mistake(
                "On the way back to x you add up over the units, and they are the columns of W: transpose it.",
                _layer_backward_with,
                to_x=lambda u, x, W: u @ W,
            ),
            Mistake(
                "You have W and `upstream` the wrong way round: the rows of `upstream` belong to the measurements, so it stands first.",
                _layer_backward_with,
                to_x=lambda u, x, W: W.T @ u,
            ),
            Mistake("You transposed the gradient of x: its shape is that of x.", _layer_backward_with, to_x=lambda u, x, W: W @ u.T),
            Mistake(
                "For x, you left out the slope that arrives: multiply W by `upstream`.",
                _layer_backward_with,
                to_x=lambda u, x, W: np.ones_like(u) @ W.T,
            ),
            Mistake(
                "For x, you returned `upstream` alone: each unit sends it back multiplied by its weight.",
                _layer_backward_with,
                to_x=lambda u, x, W: u,
            ),
            Mistake("You transposed the gradient of W: its shape is that of W.", _layer_backward_with, to_W=lambda u, x, W: u.T @ x),
            Mistake("You didn't transpose x: the gradient of W is `x.T @ upstream`.", _layer_backward_with, to_W=lambda u, x, W: x @ u),
            Mistake(
                "For W, you took a mean. `upstream` holds each measurement's share of the loss already: add them up.",
                _layer_backward_with,
                to_W=lambda u, x, W: x.T @ u / len(x),
            ),
            Mistake(
                "For W, you left out the slope that arrives: multiply x by `upstream`.",
                _layer_backward_with,
                to_W=lambda u, x, W: x.T @ np.ones_like(u),
            ),
            Mistake("For b, you didn't add up: one b serves all measurements.", _layer_backward_with, to_b=lambda u: u),
            Mistake(
                "For b, you took a mean. `upstream` holds each measurement's share of the loss already: add them up.",
                _layer_backward_with,
                to_b=lambda u: u.mean(axis=0),
            ),
            Mistake(
                "For b, you added up along the wrong axis: there is one number for each unit.",
                _layer_backward_with,
                to_b=lambda u: u.sum(axis=1),
            ),
            Mistake("For b, you added up everything: there is one number for each unit.", _layer_backward_with, to_b=lambda u: u.sum()),
            Mistake(
                "For b, you left out the slope that arrives: add up `upstream`.",
                _layer_backward_with,
                to_b=lambda u: np.ones_like(u).sum(axis=0),
            ),
            Mistake("For b, you took only the first measurement; add up all of them instead.", _layer_backward_with, to_b=lambda u: u[0]),
            Mistake(
                "You returned them in another order: first x, then W, then b.",
                _layer_backward_with,
                ordered=lambda dx, dW, db: (dW, db, dx),
            ),
            Mistake(
                "You returned them in another order: first x, then W, then b.",
                _layer_backward_with,
                ordered=lambda dx, dW, db: (dW, dx, db),
            ),
            Mistake("You left out the gradient of x: the layer below needs it.", _layer_backward_with, ordered=lambda dx, dW, db: (dW, db)),
            Mistake(
                "You used `*`, element by element. For x you add up over the units, and `@` does that.",
                _layer_backward_with,
                to_x=lambda u, x, W: u * W,
            ),
            Mistake(
                "For x, you returned W alone. Along a chain you multiply, so multiply by `upstream`.",
                _layer_backward_with,
                to_x=lambda u, x, W: W.T,
            ),
            Mistake(
                "For W, you returned x alone. Along a chain you multiply, so multiply by `upstream`.",
                _layer_backward_with,
                to_W=lambda u, x, W: x.T,
            ),
            Mistake(
                "You used `*`, element by element. For W you add up over the measurements, and `@` does that.",
                _layer_backward_with,
                to_W=lambda u, x, W: x * u,
            ),
            Mistake(
                "You set the gradient of x to 0 where x is 0: it depends on W and `upstream` alone.",
                _layer_backward_with,
                to_x=lambda u, x, W: u @ W.T * (x != 0),
            ),
            Mistake(
                "For W, you kept only the last measurement; add them all up, with `+=`.",
                _layer_backward_with,
                to_W=lambda u, x, W: np.outer(x[-1], u[-1]),
            ),
            Mistake(
                "You transposed `upstream` instead of W: its rows are the measurements, and they stay rows.",
                _layer_backward_with,
                to_x=lambda u, x, W: u.T @ W,
            ),
            Mistake(
                "For b, you kept an axis too many: its shape is that of b, (units,).",
                _layer_backward_with,
                to_b=lambda u: u.sum(axis=0, keepdims=True),
            ),
            Mistake(
                "For x, you computed the layer forwards: on the way back, `upstream` meets `W.T`.",
                _layer_backward_with,
                to_x=lambda u, x, W: x @ W,
            ),
            Mistake(
                "For W, you used W itself. It's `x` that W was multiplied by.",
                _layer_backward_with,
                to_W=lambda u, x, W: W.T @ u,
            ),
            Mistake(
                "For b, you took the largest of each column; add them up instead.",
                _layer_backward_with,
                to_b=lambda u: u.max(axis=0),
            ),
        ],
    ),
    Exercise(
        backpropagate,
        examples=[
            (
                np.array([[1.0], [-2.0]]),
                np.array([[3.0], [0.5]]),
                np.array([[2.0, -1.0]]),
                np.array([0.5, -0.5]),
                np.array([[1.5], [-2.0]]),
                np.array([0.25]),
            ),
            (
                np.array([[1.0, -0.5], [2.0, 1.5], [-1.0, 0.5]]),
                np.array([[1.0, 0.0], [-2.0, 3.0], [0.5, -4.0]]),
                np.array([[1.0, -2.0], [0.5, 1.0]]),
                np.array([0.25, 1.0]),
                np.array([[2.0, -1.0], [0.5, 3.0]]),
                np.array([-1.0, 0.5]),
            ),
            (
                np.array([[0.0], [1.0], [3.0]]),
                np.array([[3.0], [-1.0], [1.0]]),
                np.array([[1.0, -1.0, 2.0]]),
                np.array([0.0, 0.5, -1.0]),
                np.array([[1.0], [3.0], [-0.5]]),
                np.array([0.5]),
            ),
            (
                np.array([[0.0, 1.0, 2.0], [3.0, 0.0, 0.0], [-1.0, 0.0, 500.0], [0.0, 1.0, 2.0]]),
                np.array([[2.5, -1.0], [2.5, 0.0], [0.0, 3.0], [4.0, -1.0]]),
                np.array([[1.0], [0.0], [0.5]]),
                np.array([-1.0]),
                np.array([[0.0, 2.0]]),
                np.array([2.5, -1.0]),
            ),
            (
                np.array([[2.0, 0.0]]),
                np.array([[1.0, 0.0, -2.0, 4.0]]),
                np.array([[1.0, -1.0, 0.5], [3.0, 2.0, 0.0]]),
                np.array([0.0, 1.0, -1.0]),
                np.array([[1.0, 0.0, 2.0, -1.0], [3.0, 1.0, 0.0, 1.0], [0.0, -2.0, 1.0, 4.0]]),
                np.array([0.0, 0.5, -1.0, 1.0]),
            ),
            edges((5, 4), (5, 3), (4, 6), (6,), (6, 3), (3,)),
            edges((5, 4), (5, 6), (4, 7), (7,), (7, 6), (6,), seed=2),
        ],
        draw=_random_network,
        parts=("the loss", "the gradient of W1", "the gradient of b1", "the gradient of W2", "the gradient of b2"),
        hints=[
            "Forward, keep z, hidden and the outputs. The way back begins with the slope of the loss along each output: the sign of its "
            "residual, divided by `y.size`, how many there are.",
            "Then three parts: `layer_backward` through the output layer, whose input was hidden; `relu_backward` with z; `layer_backward` "
            "through the hidden layer, whose input was x.",
            "`layer_backward` returns three gradients. The first one is the upstream of the next part; the other two belong to the "
            "layer's W and b.",
        ],
        mistakes=[
            Mistake(
                "You let everything pass the ReLU on the way back. The mask `hidden >= 0` does that, and so does none at "
                "all: did you call `relu_backward`, with z?",
                _backpropagate_with,
                mask=lambda u, z: u * (relu(z) >= 0),
            ),
            Mistake(
                "At z = 0 you let the gradient pass. We count the slope there as 0.", _backpropagate_with, mask=lambda u, z: u * (z >= 0)
            ),
            Mistake(
                "On the way through the ReLU, you dropped what arrived: multiply by it.",
                _backpropagate_with,
                mask=lambda u, z: (z > 0) * 1.0,
            ),
            Mistake(
                "You applied the ReLU to the gradient. A gradient may well be negative: what counts is the sign of z.",
                _backpropagate_with,
                mask=lambda u, z: relu(u),
            ),
            Mistake(
                "You reversed the sign: a residual is the prediction minus the target.",
                _backpropagate_with,
                slope=lambda r: -np.sign(r) / r.size,
            ),
            Mistake("You left out the division by `y.size`: the loss is a mean.", _backpropagate_with, slope=np.sign),
            Mistake(
                "You divided the signs by the number of rows. The loss is a mean over all numbers in y: divide by `y.size`.",
                _backpropagate_with,
                slope=lambda r: np.sign(r) / len(r),
            ),
            Mistake(
                "You walked back from the mean squared error. The MAE sends back only the signs of the residuals.",
                _backpropagate_with,
                slope=lambda r: 2 * r / r.size,
            ),
            Mistake(
                "You sent back the residuals themselves: the MAE sends back only their signs.",
                _backpropagate_with,
                slope=lambda r: r / r.size,
            ),
            Mistake(
                "You sent back the sizes of the residuals: the MAE sends back only their signs.",
                _backpropagate_with,
                slope=lambda r: np.abs(r) / r.size,
            ),
            Mistake(
                "You sent back the same from every output. Where one lies below its target, its slope is negative.",
                _backpropagate_with,
                slope=lambda r: np.ones_like(r) / r.size,
            ),
            Mistake(
                "For W2, you used z. The output layer reads what comes out of the ReLU: hidden.",
                _backpropagate_with,
                into_output=lambda z: z,
            ),
            Mistake(
                "For W1, you used hidden. The hidden layer reads the inputs: x.",
                _backpropagate_with,
                into_hidden=lambda x, hidden: hidden,
            ),
            Mistake(
                "On the way down to the hidden layer, you left out the output weights: each unit gets what arrives, times its weight.",
                _backpropagate_with,
                down=lambda u, W2: u.sum(axis=1, keepdims=True) @ np.ones((1, len(W2))),
            ),
            Mistake(
                "For the biases, you took means; add up over the measurements instead.", _backpropagate_with, to_b=lambda u: u.mean(axis=0)
            ),
            Mistake("For the biases, you didn't add up: one b serves all measurements.", _backpropagate_with, to_b=lambda u: u),
            Mistake("For the loss, you took the sum: it should be the mean.", _backpropagate_with, measure=lambda r: np.sum(np.abs(r))),
            Mistake(
                "You returned the mean squared error: the loss here is the mean absolute one.",
                _backpropagate_with,
                measure=lambda r: np.mean(r**2),
            ),
            Mistake(
                "You returned them in another order: first the loss, then W1, b1, W2 and b2.",
                _backpropagate_with,
                ordered=lambda loss, dW1, db1, dW2, db2: (loss, dW2, db2, dW1, db1),
            ),
            Mistake(
                "You left out the loss: return it first.",
                _backpropagate_with,
                ordered=lambda loss, dW1, db1, dW2, db2: (dW1, db1, dW2, db2),
            ),
            Mistake(
                "You returned the loss last; return it first instead.",
                _backpropagate_with,
                ordered=lambda loss, dW1, db1, dW2, db2: (dW1, db1, dW2, db2, loss),
            ),
            Mistake(
                "You gave an output that hits its target the slope 1. It counts as 0.",
                _backpropagate_with,
                slope=lambda r: np.where(r >= 0, 1.0, -1.0) / r.size,
            ),
            Mistake(
                "You gave an output that hits its target the slope −1. It counts as 0.",
                _backpropagate_with,
                slope=lambda r: np.where(r > 0, 1.0, -1.0) / r.size,
            ),
            Mistake(
                "You have the arguments of `relu_backward` the wrong way round: first `upstream`, then z.",
                _backpropagate_with,
                mask=lambda u, z: z * (u > 0),
            ),
            Mistake(
                "On the way back, you gave the ReLU the outputs. It needs z, what went into it.",
                _masked_by_the_outputs,
            ),
            Mistake(
                "You didn't use what `layer_backward` returns first: it's the upstream of the next part.",
                _never_sent_down,
            ),
            Mistake(
                "You put a ReLU on the outputs: the last layer has none.",
                _with_bent_outputs,
            ),
        ],
    ),
)

ask = Questions(
    {
        "a chain of slopes": Question(
            "Raise w by 1, and z rises by 3. Raise z by 1, and the loss falls by 2. If the slopes stay as they are, what happens to "
            "the loss when you raise w by 1?",
            Wrong("It rises by 1", "The two don't add up. z rises by 3, and each 1 of that takes 2 off the loss."),
            Right("It falls by 6", "z rises by 3, and for each 1 of it the loss falls by 2: 3 × −2 = −6."),
            Wrong("It falls by 2", "That's for z rising by 1. How far does z rise?"),
            Wrong("It falls by 2/3", "You divided. z moves three times as far as w, so the loss moves more, too."),
        ),
        "a silent unit": Question(
            "For this measurement, a unit's z is −0.5. What's the slope of the loss along its weight and its bias?",
            Right("0", "The ReLU gives 0 before and after a small nudge, so nothing downstream moves."),
            Wrong("Small, because z is close to 0", "z goes from −0.5 to −0.499, say. What does the ReLU give then?"),
            Wrong("−0.5", "That's z itself. How far does relu(z) move if z goes from −0.5 to −0.499?"),
            Wrong("It depends on the output weight", "The output weight multiplies what the ReLU gives. How far does that move?"),
        ),
        "why backwards": Question(
            "You could also carry slopes forwards: start at one weight, and multiply your way up to the loss. For 1,000 weights and "
            "one loss, how many walks is that?",
            Wrong("1", "A walk that starts at one weight says nothing about the others."),
            Wrong("2", "Forwards, a walk carries the slope along the weight where it began, and no other."),
            Right("1,000", "One for each weight. Backwards, they all start at the same loss, so one walk reaches every weight."),
            Wrong("1,000,000", "Each walk asks about one weight, whatever the others do."),
        ),
        "two measurements": Table(
            "A layer has one unit, with two weights and a bias. The first measurement has the inputs 1 and 2, and the slope 0.5 "
            "arrives at its z. The second has the inputs 3 and −1, and −1 arrives. What's the slope of the loss along each?",
            ("along", "from measurement 1", "from measurement 2", "in all"),
            [
                (
                    "W[0,0]",
                    Blank(
                        0.5,
                        {1: "That's the input. Multiply it by what arrives."},
                        "What arrives, times the input that W[0,0] meets.",
                        "0.5 × 1",
                    ),
                    Blank(-3, {3: "Mind the sign: −1 arrives.", -1: "That's what arrives. Which input does it meet?"}, why="−1 × 3"),
                    Blank(
                        -2.5,
                        {-1.25: "That's the mean. Both measurements affect the loss, so add.", -1.5: "Add them: don't multiply."},
                        why="0.5 − 3: one weight serves both, so they add up.",
                    ),
                ),
                (
                    "W[1,0]",
                    Blank(1, {2: "That's the input. Multiply it by what arrives."}, why="0.5 × 2"),
                    Blank(1, {-1: "Mind the signs: −1 × −1."}, why="−1 × −1"),
                    Blank(2, {1: "That's the mean, or the product. Add them up."}, why="1 + 1"),
                ),
                (
                    "b[0]",
                    Blank(0.5, {1: "b is simply added: z moves as far as b does."}, why="b is added, so what arrives is handed on."),
                    Blank(-1, {3: "No input meets b: it's simply added."}, why="−1, handed on."),
                    Blank(-0.5, {-0.25: "That's the mean: add them up."}, why="0.5 − 1"),
                ),
            ],
        ),
        "one weight": Question(
            "Now in letters. What does measurement m add to the slope along `W[i,u]`, the weight from input i to unit u?",
            Wrong("`x[m,i] * W[i,u]`", "That's what goes forward. On the way back, which number arrives at unit u?"),
            Wrong("`upstream[m,u]`", "That's what arrives, and what b gets. A weight multiplies it by something."),
            Right("`x[m,i] * upstream[m,u]`", "What arrives, times the input that the weight multiplies. Then add over all m."),
            Wrong("`W[i,u] * upstream[m,u]`", "That's what goes back to the *input*. What does the weight itself multiply?"),
        ),
        "back to the inputs": Table(
            "Now two units. For one measurement, 0.5 arrives at the z of unit 0, and −1 at the z of unit 1. Their weights are below. "
            "What goes back to each input?",
            ("input", "weight to unit 0", "weight to unit 1", "goes back"),
            [
                (
                    "x[0,0]",
                    "2",
                    "4",
                    Blank(
                        -3,
                        {
                            1: "That's from unit 0 alone. Unit 1 sends something, too.",
                            -4: "That's from unit 1 alone.",
                            6: "Those are only the weights. Multiply each by what arrives at its unit.",
                        },
                        why="0.5 × 2 − 1 × 4",
                    ),
                ),
                (
                    "x[0,1]",
                    "−2",
                    "1",
                    Blank(
                        -2,
                        {0: "Mind the signs: 0.5 × −2, and −1 × 1.", -1: "One unit sends −1, and so does the other."},
                        why="0.5 × −2 − 1 × 1",
                    ),
                ),
            ],
        ),
        "mask after the relu": Question(
            "Somebody forgets z, and takes the mask from what the ReLU gave: `hidden >= 0`. What happens?",
            Wrong("Python stops with an error", "The shapes fit. Nothing complains."),
            Wrong("Nothing: it's the same mask", "What's the smallest number that a ReLU gives? So when is `hidden >= 0` true?"),
            Right(
                "The gradient is wrong, and the loss may still fall",
                "The mask is always true. There's no error, and the loss may fall all the same. Only a check finds it.",
            ),
            Wrong("The loss becomes nan", "A wrong mask alone makes no nan."),
        ),
        "all alike": Question(
            "Eight units start with the same weights, in and out, and the same biases. What are they after 1,000 steps?",
            Wrong("Eight different units", "Equal units get equal gradients. What could tell them apart?"),
            Right("Still all the same", "Equal units get equal gradients and take equal steps. Eight units, and one hinge."),
            Wrong("All dead", "That can happen, but it doesn't have to. What's certain, whether they learn or die?"),
            Wrong("It depends on the rate", "Whatever the rate is, it multiplies the same gradient for each of them."),
        ),
        "all zero": Question(
            "Now everything starts at 0: W1, b1, W2 and b2. Which of them ever change?",
            Wrong("All of them", "What are the hidden numbers? And what goes back through output weights that are 0?"),
            Wrong("Only W2", "Its slope is what arrives times the hidden numbers. What are those?"),
            Wrong("None", "The outputs miss their targets, and one parameter is simply added to each output."),
            Right("Only b2", "W2 gets what arrives times hidden, which is 0. And the hidden layer gets what passes W2: 0 again."),
        ),
        "cost of nudging": Question(
            "A network has 1,537 parameters. How many forward runs does its gradient take by central differences?",
            Wrong("2", "That's for one parameter."),
            Wrong("1,537", "Each parameter is nudged both ways."),
            Right("3,074", "Two for each parameter, and all that for a single step."),
            Wrong("1,537²", "You nudge one parameter at a time, so there's nothing to combine."),
        ),
    }
)
