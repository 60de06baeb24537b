"""Lesson 05, "Send the error back": its exercises and its questions."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.backprop import backpropagate, layer_backward, relu_backward
from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.model import layer, relu
from helpers.questions import Question, Questions, Right, Wrong

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
            "Where z is positive, the ReLU hands on what it gets, so its slope is 1. Elsewhere its slope is 0.",
            "A comparison of an array with 0 gives True and False for each number, and these count as 1 and 0 when you multiply.",
        ],
        mistakes=[
            Mistake(
                "Everything passes, also where z is negative. The mask `relu(z) >= 0` does the same as none: it is always true.",
                lambda upstream, z: upstream * (np.maximum(z, 0) >= 0),
            ),
            Mistake("At z = 0 this lets the gradient pass. We count the slope there as 0.", lambda upstream, z: upstream * (z >= 0)),
            Mistake(
                "These are the slopes of the ReLU alone: multiply them by the gradient that comes from above.",
                lambda upstream, z: (z > 0) * 1.0,
            ),
            Mistake("These are the slopes as True and False: multiply them by the gradient from above.", lambda upstream, z: z > 0),
            Mistake("This is the ReLU itself, and not its way back.", lambda upstream, z: np.maximum(z, 0)),
            Mistake(
                "The ReLU is applied to the gradient. A gradient may well be negative: what counts is the sign of z.",
                lambda upstream, z: np.maximum(upstream, 0),
            ),
            Mistake("This multiplies by z. The slope where z is positive is 1, however large z is.", lambda upstream, z: upstream * z),
            Mistake(
                "This multiplies by what comes out of the ReLU. The slope where z is positive is 1, however large z is.",
                lambda upstream, z: upstream * np.maximum(z, 0),
            ),
            Mistake("The wrong half passes: the slope is 1 where z is positive.", lambda upstream, z: upstream * (z < 0)),
            Mistake("This multiplies by the sign of z. Where z is negative the slope is 0.", lambda upstream, z: upstream * np.sign(z)),
            Mistake("The slopes are added. Along a chain, slopes are multiplied.", lambda upstream, z: upstream + (z > 0)),
            Mistake(
                "This keeps only what passes, so the shape is another: put 0 in the other places.",
                lambda upstream, z: upstream[z > 0],
            ),
            Mistake(
                "The two have changed places: `upstream` is handed on, and the sign of z decides where.",
                lambda upstream, z: z * (upstream > 0),
            ),
            Mistake(
                "Where z is not positive, z itself is returned: the slope is 0 there.",
                lambda upstream, z: np.where(z > 0, upstream, z),
            ),
            Mistake(
                "Where z is negative, a small part passes, as in the leaky cousin: the slope is 0 there.",
                lambda upstream, z: np.where(z > 0, upstream, 0.01 * upstream),
            ),
            Mistake(
                "Where z is negative, a small part passes, as in the leaky cousin: the slope is 0 there.",
                lambda upstream, z: np.where(z > 0, upstream, 0.1 * upstream),
            ),
            Mistake(
                "Where z lies between 0 and 1 nothing passes: the slope is 1 wherever z is positive.",
                lambda upstream, z: upstream * (z > 1),
            ),
            Mistake(
                "The product of the two is sent through a ReLU: the sign of z alone decides, and `upstream` passes as it is.",
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
        ],
        draw=_random_layer,
        parts=("the gradient of x", "the gradient of W", "the gradient of b"),
        hints=[
            "Each result has the shape of what it belongs to. Which product of `upstream` with W or x, turned over by `.T` or not, has it?",
            "x has (n, inputs), and `upstream` has (n, units): turn W over for the gradient of x. For that of W, turn x over. `@` adds up "
            "over all measurements.",
            "b is added to every row, so its gradient adds up the rows of `upstream`: `sum(axis=0)`.",
        ],
        mistakes=[
            Mistake("W is not turned over: the gradient of x is `upstream` times `W.T`.", _layer_backward_with, to_x=lambda u, x, W: u @ W),
            Mistake(
                "W and `upstream` have changed places: the rows of `upstream` belong to the measurements, so it stands first.",
                _layer_backward_with,
                to_x=lambda u, x, W: W.T @ u,
            ),
            Mistake("The gradient of x is turned over: its shape is that of x.", _layer_backward_with, to_x=lambda u, x, W: W @ u.T),
            Mistake(
                "The gradient of x lacks what comes from above: multiply W by `upstream`.",
                _layer_backward_with,
                to_x=lambda u, x, W: np.ones_like(u) @ W.T,
            ),
            Mistake(
                "The gradient of x has `upstream` alone: each unit sends it back multiplied by its weight.",
                _layer_backward_with,
                to_x=lambda u, x, W: u,
            ),
            Mistake("The gradient of W is turned over: its shape is that of W.", _layer_backward_with, to_W=lambda u, x, W: u.T @ x),
            Mistake("x is not turned over: the gradient of W is `x.T` times `upstream`.", _layer_backward_with, to_W=lambda u, x, W: x @ u),
            Mistake(
                "The gradient of W is a mean. `upstream` holds each measurement's share of the loss already: add them up.",
                _layer_backward_with,
                to_W=lambda u, x, W: x.T @ u / len(x),
            ),
            Mistake(
                "The gradient of W lacks what comes from above: multiply x by `upstream`.",
                _layer_backward_with,
                to_W=lambda u, x, W: x.T @ np.ones_like(u),
            ),
            Mistake("The gradient of b is not added up: one b serves all measurements.", _layer_backward_with, to_b=lambda u: u),
            Mistake(
                "The gradient of b is a mean. `upstream` holds each measurement's share of the loss already: add them up.",
                _layer_backward_with,
                to_b=lambda u: u.mean(axis=0),
            ),
            Mistake(
                "The gradient of b adds up along the wrong axis: there is one number for each unit.",
                _layer_backward_with,
                to_b=lambda u: u.sum(axis=1),
            ),
            Mistake(
                "The gradient of b adds up everything: there is one number for each unit.", _layer_backward_with, to_b=lambda u: u.sum()
            ),
            Mistake(
                "The gradient of b lacks what comes from above: add up `upstream`.",
                _layer_backward_with,
                to_b=lambda u: np.ones_like(u).sum(axis=0),
            ),
            Mistake("The gradient of b is that of the first measurement alone.", _layer_backward_with, to_b=lambda u: u[0]),
            Mistake("The order is another: first x, then W, then b.", _layer_backward_with, ordered=lambda dx, dW, db: (dW, db, dx)),
            Mistake("The order is another: first x, then W, then b.", _layer_backward_with, ordered=lambda dx, dW, db: (dW, dx, db)),
            Mistake("The gradient of x is missing: the layer below needs it.", _layer_backward_with, ordered=lambda dx, dW, db: (dW, db)),
            Mistake(
                "`*` multiplies element by element. The gradient of x adds up over the units, which `@` does.",
                _layer_backward_with,
                to_x=lambda u, x, W: u * W,
            ),
            Mistake(
                "The gradient of x is W alone: along a chain, slopes are multiplied, so multiply by `upstream`.",
                _layer_backward_with,
                to_x=lambda u, x, W: W.T,
            ),
            Mistake(
                "The gradient of W is x alone: along a chain, slopes are multiplied, so multiply by `upstream`.",
                _layer_backward_with,
                to_W=lambda u, x, W: x.T,
            ),
            Mistake(
                "`*` multiplies element by element. The gradient of W adds up over the measurements, which `@` does.",
                _layer_backward_with,
                to_W=lambda u, x, W: x * u,
            ),
            Mistake(
                "The gradient of x is set to 0 where x is 0: it depends on W and `upstream` alone.",
                _layer_backward_with,
                to_x=lambda u, x, W: u @ W.T * (x != 0),
            ),
            Mistake(
                "The gradient of W is that of the last measurement alone: add them up, with `+=`.",
                _layer_backward_with,
                to_W=lambda u, x, W: np.outer(x[-1], u[-1]),
            ),
            Mistake(
                "`upstream` is turned over in place of W: the gradient of x is `upstream` times `W.T`.",
                _layer_backward_with,
                to_x=lambda u, x, W: u.T @ W,
            ),
            Mistake(
                "The gradient of b keeps an axis too many: its shape is that of b, (units,).",
                _layer_backward_with,
                to_b=lambda u: u.sum(axis=0, keepdims=True),
            ),
            Mistake(
                "The gradient of x is what the layer computes forwards: on the way back, `upstream` meets `W.T`.",
                _layer_backward_with,
                to_x=lambda u, x, W: x @ W,
            ),
            Mistake(
                "The gradient of W is made of W: it is `x` that W was multiplied by.",
                _layer_backward_with,
                to_W=lambda u, x, W: W.T @ u,
            ),
            Mistake(
                "The gradient of b takes the largest of each column: add them up.",
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
            "Then three walks: `layer_backward` through the output layer, whose input was hidden; `relu_backward` with z; `layer_backward` "
            "through the hidden layer, whose input was x.",
            "`layer_backward` returns three gradients. The first one is the upstream of the next walk; the other two belong to the "
            "layer's W and b.",
        ],
        mistakes=[
            Mistake(
                "Everything passes the ReLU on the way back. The mask `hidden >= 0` does that, and so does none at "
                "all: did you call `relu_backward`, with z?",
                _backpropagate_with,
                mask=lambda u, z: u * (relu(z) >= 0),
            ),
            Mistake(
                "At z = 0 this lets the gradient pass. We count the slope there as 0.", _backpropagate_with, mask=lambda u, z: u * (z >= 0)
            ),
            Mistake(
                "On the way through the ReLU, what came from above is dropped: multiply by it.",
                _backpropagate_with,
                mask=lambda u, z: (z > 0) * 1.0,
            ),
            Mistake(
                "The ReLU is applied to the gradient: a gradient may well be negative. What counts is the sign of z.",
                _backpropagate_with,
                mask=lambda u, z: relu(u),
            ),
            Mistake(
                "The sign is reversed: a residual is the prediction minus the target.",
                _backpropagate_with,
                slope=lambda r: -np.sign(r) / r.size,
            ),
            Mistake("The division by `y.size` is missing: the loss is a mean.", _backpropagate_with, slope=np.sign),
            Mistake(
                "The signs are divided by the number of rows. The loss is a mean over all numbers in y: divide by `y.size`.",
                _backpropagate_with,
                slope=lambda r: np.sign(r) / len(r),
            ),
            Mistake(
                "This is the way back from the mean squared error: there a residual counts by its size, here only its sign counts.",
                _backpropagate_with,
                slope=lambda r: 2 * r / r.size,
            ),
            Mistake(
                "The residuals themselves are sent back: of the mean absolute error only their signs are.",
                _backpropagate_with,
                slope=lambda r: r / r.size,
            ),
            Mistake(
                "The sizes of the residuals are sent back: of the mean absolute error only their signs are.",
                _backpropagate_with,
                slope=lambda r: np.abs(r) / r.size,
            ),
            Mistake(
                "Every output sends back the same: where it lies below its target, its slope is negative.",
                _backpropagate_with,
                slope=lambda r: np.ones_like(r) / r.size,
            ),
            Mistake(
                "The output layer's weights read what comes out of the ReLU: multiply by hidden, not by z.",
                _backpropagate_with,
                into_output=lambda z: z,
            ),
            Mistake(
                "The hidden layer's weights read the inputs: multiply by x, not by hidden.",
                _backpropagate_with,
                into_hidden=lambda x, hidden: hidden,
            ),
            Mistake(
                "On the way down to the hidden layer the output weights are left out: each unit gets its share by its weight.",
                _backpropagate_with,
                down=lambda u, W2: u.sum(axis=1, keepdims=True) @ np.ones((1, len(W2))),
            ),
            Mistake(
                "The gradients of the biases are means: add up over the measurements.", _backpropagate_with, to_b=lambda u: u.mean(axis=0)
            ),
            Mistake("The gradients of the biases are not added up: one b serves all measurements.", _backpropagate_with, to_b=lambda u: u),
            Mistake("The loss is a sum: it should be the mean.", _backpropagate_with, measure=lambda r: np.sum(np.abs(r))),
            Mistake(
                "The loss is the mean squared error: it should be the mean absolute one.",
                _backpropagate_with,
                measure=lambda r: np.mean(r**2),
            ),
            Mistake(
                "The order is another: first the loss, then W1, b1, W2 and b2.",
                _backpropagate_with,
                ordered=lambda loss, dW1, db1, dW2, db2: (loss, dW2, db2, dW1, db1),
            ),
            Mistake(
                "The loss is missing: return it first.",
                _backpropagate_with,
                ordered=lambda loss, dW1, db1, dW2, db2: (dW1, db1, dW2, db2),
            ),
            Mistake(
                "The loss comes last: return it first.",
                _backpropagate_with,
                ordered=lambda loss, dW1, db1, dW2, db2: (dW1, db1, dW2, db2, loss),
            ),
            Mistake(
                "An output that hits its target has the slope 0, and not 1.",
                _backpropagate_with,
                slope=lambda r: np.where(r >= 0, 1.0, -1.0) / r.size,
            ),
            Mistake(
                "An output that hits its target has the slope 0, and not −1.",
                _backpropagate_with,
                slope=lambda r: np.where(r > 0, 1.0, -1.0) / r.size,
            ),
            Mistake(
                "The arguments of `relu_backward` have changed places: first the gradient from above, then z.",
                _backpropagate_with,
                mask=lambda u, z: z * (u > 0),
            ),
            Mistake(
                "On the way back the ReLU looks at the outputs: it needs z, what went into it.",
                _masked_by_the_outputs,
            ),
            Mistake(
                "What `layer_backward` returns first is not used: it is the upstream of the next walk.",
                _never_sent_down,
            ),
            Mistake(
                "There is a ReLU on the outputs: the last layer has none.",
                _with_bent_outputs,
            ),
        ],
    ),
)

ask = Questions(
    {
        "a chain of slopes": Question(
            "Nudge w by 1, and z moves by 3. Nudge z by 1, and the loss moves by −2. How much does the loss move when "
            "you nudge w by 1, if the slopes stay as they are?",
            Wrong("By 1", "The two are not added. When w moves by 1, z moves by 3, and for each 1 of these the loss moves by −2."),
            Right("By −6", "w moves z by 3, and each 1 of z moves the loss by −2: the slopes are multiplied."),
            Wrong("By −2", "That is for z moving by 1. But it moves by 3."),
            Wrong("By −2/3", "That would be if w had to move by 3 to move z by 1. It is the other way round."),
        ),
        "a silent unit": Question(
            "For this measurement a unit's z is −0.5, so the unit is silent. What is the slope of the loss along its weights w and b?",
            Right("0: a small nudge of them changes nothing", "The ReLU gives 0 before and after the nudge, so nothing above it moves."),
            Wrong(
                "Small, because z is close to 0", "As long as z stays below 0, the ReLU gives exactly 0. How much does the loss move then?"
            ),
            Wrong("−0.5", "That is z. By how much does relu(z) change, if z goes from −0.5 to −0.499?"),
            Wrong("That depends on the output weight v", "v multiplies what the unit gives. How much does that change?"),
        ),
        "mask after the relu": Question(
            "Somebody forgets z, and takes the mask from what the ReLU gave: `hidden >= 0`. What will happen?",
            Wrong("Python stops with an error", "The shapes fit, and so does everything else. Nothing complains."),
            Wrong("Nothing: it is the same mask", "What is the smallest number that a ReLU gives? So when is `hidden >= 0` true?"),
            Right(
                "The mask is always true: the gradient is wrong, and the network may still learn somehow",
                "No error, a falling loss, and a wrong gradient. A check, such as central differences, shows it.",
            ),
            Wrong("The loss becomes nan at once", "Wrong gradients are still finite numbers. The loss even falls at first."),
        ),
        "cost of nudging": Question(
            "A network has 1,537 parameters. How often must you run it forward to measure its gradient by central differences?",
            Wrong("Twice", "Twice for each parameter that you nudge."),
            Wrong("1,537 times", "To both sides, so twice for each parameter."),
            Right("3,074 times", "Twice for each parameter: and that for one single step."),
            Wrong("1,537² times", "While one parameter is nudged all others stand still, so nothing has to be combined."),
        ),
        "all alike": Question(
            "You start with eight units whose weights, biases and output weights are all the same. What will they be "
            "after a thousand steps?",
            Wrong(
                "Eight different units: training finds them",
                "Alike units get alike gradients, as long as nothing tells them apart. What would?",
            ),
            Right(
                "Still all alike",
                "Alike units get alike gradients and make alike steps. They stay twins, and the network has in effect one unit.",
            ),
            Wrong("All dead", "That can happen, but it need not. What is certain, whether they learn or die?"),
            Wrong("It depends on the rate", "Whatever the rate is, it multiplies the same gradient for each of them."),
        ),
        "all zero": Question(
            "All weights and biases start at 0. Which of them will ever change?",
            Wrong("All of them", "What is hidden at the start? And what is sent back to it, through output weights that are 0?"),
            Wrong("Only the output weights", "Their gradient is made of hidden, and that is 0 for every measurement."),
            Wrong("None", "The outputs miss the targets, and one parameter is added to each output directly."),
            Right(
                "Only the output bias",
                "The output weights get hidden, which is 0, and the hidden layer gets what passes through them, also 0.",
            ),
        ),
    }
)
