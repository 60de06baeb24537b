"""Lesson 08, "Learn, don't memorise": its exercises and its questions."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker import CannotJudge, Exercise, Exercises, Mistake, edges
from helpers.held_out import already_seen, minibatches, split
from helpers.questions import Question, Questions, Right, Wrong

Array = NDArray[np.float64]
Places = NDArray[np.int64]


def _split_with(
    order_of: Callable[[Places], Any] = lambda order: order,
    cut: Callable[[Places, int], int] = lambda order, held_out: len(order) - held_out,
    for_y: Callable[[Places], Any] = lambda order: order,
    hold: Callable[[Any, int], Any] = lambda order, at: order[at:],
    returned: Callable[[Any, Any, Any, Any], Any] = lambda a, b, c, d: (a, b, c, d),
) -> Callable[..., Any]:
    def mistaken(x: Array, y: Array, order: Places, held_out: int) -> Any:
        ways, at = order_of(order), cut(order, held_out)
        y_ways = for_y(ways)
        return returned(x[ways[:at]], y[y_ways[:at]], x[hold(ways, at)], y[hold(y_ways, at)])

    return mistaken


def _sorted_places(x: Array, y: Array, order: Places, held_out: int) -> Any:
    at = len(order) - held_out
    train, held = np.sort(order[:at]), np.sort(order[at:])
    return x[train], y[train], x[held], y[held]


def _places_alone(x: Array, y: Array, order: Places, held_out: int) -> Any:
    at = len(order) - held_out
    return order[:at], order[:at], order[at:], order[at:]


def _random_split(generator: np.random.Generator) -> tuple[Array, Array, Places, int]:
    n = int(generator.integers(5, 9))
    return generator.uniform(-3, 3, n), generator.uniform(-9, 9, n), generator.permutation(n), int(generator.integers(1, n - 1))


# Batches are judged by the places in them, one batch after the other, and by how many each has.


def _of_the_batches(function: Callable[[Places, int], Any], order: Places, size: int) -> tuple[Any, Any]:
    made = function(order, size)
    if made is None:
        raise CannotJudge("Your function returns None: is there a `return`?")
    if type(made) not in (list, tuple):
        raise CannotJudge(f"`minibatches` returns a list of arrays, and yours returns {_called(made)}.")
    if any(type(each) is not np.ndarray or each.ndim != 1 for each in made):
        raise CannotJudge("Each batch should be an array of places, such as a slice of `order`.")
    return np.concatenate([np.array([], dtype=np.int64), *made]), np.array([len(each) for each in made])


def _called(made: Any) -> str:
    name = type(made).__name__
    return {"ndarray": "an array", "generator": "a generator: put `list(…)` around it, or collect the batches"}.get(
        name, f"something else: {name}"
    )


def _batches(starts: Callable[[Places, int], Sequence[int]], length: Callable[[Places, int], int]) -> Callable[..., Any]:
    def mistaken(order: Places, size: int) -> Any:
        return [order[start : start + length(order, size)] for start in starts(order, size)]

    return mistaken


def _every(order: Places, size: int) -> Sequence[int]:
    return range(0, len(order), size)


def _evened_out(order: Places, size: int) -> Any:
    return list(np.array_split(order, -(-len(order) // size)))


def _last_two_joined(order: Places, size: int) -> Any:
    whole = max(1, len(order) // size)
    return [*(order[k * size : (k + 1) * size] for k in range(whole - 1)), order[(whole - 1) * size :]]


def _filled_up(order: Places, size: int) -> Any:
    return [np.resize(order, -(-len(order) // size) * size)[start : start + size] for start in range(0, len(order), size)]


def _with_an_empty_one(order: Places, size: int) -> Any:
    return [order[k * size : (k + 1) * size] for k in range(len(order) // size + 1)]


SHUFFLED = np.random.default_rng(8).permutation(20)
FAR = 2**24 + 1  # the first place that a float32 can't hold
PLACES = np.array([0, 0, 300, 7, FAR, 2, 2, 0, 5, 12])

exercise = Exercises(
    "08",
    Exercise(
        split,
        examples=[
            (np.array([5.0, 6.0, 7.0, 8.0]), np.array([1.0, -2.0, 3.0, 4.5]), np.array([2, 0, 3, 1]), 1),
            (np.array([0.5, -1.0, 2.0, 3.0, 0.0]), np.array([9.0, 8.0, 0.0, 6.0, 5.0]), np.array([4, 1, 3, 0, 2]), 2),
            (np.array([1.0, 2.0, 4.0]), np.array([0.0, 300.0, -1000.0]), np.array([1, 2, 0]), 0),
            (*edges((20,), (20,)), SHUFFLED, 10),
            (*edges((20,), (20,)), SHUFFLED[::-1].copy(), 9),
            (np.array([8.0, 9.0, 300.0]), np.array([-1.0, 7.0, -500.0]), np.array([2, 0, 1]), 3),
        ],
        draw=_random_split,
        parts=("x to train on", "y to train on", "x held out", "y held out"),
        hints=[
            "An array takes an array of places: `x[order]` is x, shuffled. First find where to cut `order`.",
            "Cut at `len(order) - held_out`. Then take x and y at the same places, once for each part.",
        ],
        mistakes=[
            Mistake(
                "You held out the first places of `order`. Hold out the last ones.", _split_with, order_of=lambda order: np.flip(order)
            ),
            Mistake(
                "You didn't use `order`: the measurements held out are simply the last of the film.",
                _split_with,
                order_of=lambda order: np.arange(len(order)),
            ),
            Mistake(
                "x and y have come apart: shuffle both by the same `order`, or each x gets the y of another picture.",
                _split_with,
                for_y=lambda order: np.arange(len(order)),
            ),
            Mistake(
                "Only y is shuffled. Shuffle both by the same `order`.",
                lambda x, y, order, held_out: _split_with(for_y=lambda _: order)(x, y, np.arange(len(order)), held_out),
            ),
            Mistake(
                "You've swapped the parts: `held_out` says how many to hold out, and you train on so many.",
                _split_with,
                cut=lambda order, held_out: held_out,
            ),
            Mistake(
                "With `order[:-held_out]`, nothing is left to train on where `held_out` is 0, because −0 is 0. Count from the front.",
                _split_with,
                cut=lambda order, held_out: -held_out,
            ),
            Mistake(
                "Some of what you hold out is trained on, too. The held-out part begins where the training part ends.",
                _split_with,
                hold=lambda order, at: order,
            ),
            Mistake(
                "One measurement is in both parts.",
                _split_with,
                hold=lambda order, at: order[max(at - 1, 0) :],
            ),
            Mistake("One measurement is in neither part.", _split_with, hold=lambda order, at: order[at + 1 :]),
            Mistake(
                "The held-out part comes first in what you return. Training comes first.",
                _split_with,
                returned=lambda a, b, c, d: (c, d, a, b),
            ),
            Mistake(
                "Return x and y of the training part first, and then those held out.", _split_with, returned=lambda a, b, c, d: (a, c, b, d)
            ),
            Mistake("You've swapped x and y.", _split_with, returned=lambda a, b, c, d: (b, a, d, c)),
            Mistake("The held-out part is missing. Return all four arrays.", _split_with, returned=lambda a, b, c, d: (a, b)),
            Mistake("You sorted the places again. Leave both parts in the order that `order` gives them.", _sorted_places),
            Mistake("You returned the places themselves. Return x and y at these places.", _places_alone),
        ],
    ),
    Exercise(
        already_seen,
        examples=[
            (np.array([7, 2, 5]), np.array([0, 1, 2, 7])),
            (np.array([3, 0, 4]), np.array([1, 0])),
            (np.array([9, 8]), np.array([1, 2, 3])),
            (np.array([4, 1, 0, 2]), np.array([0, 4, 1, 2])),
            (PLACES, np.array([2, 0, FAR, 300, 9, 9])),
            (np.array([1, 2, 3, 4, 5]), np.array([5, 0, 3, 2])),
            (np.array([5]), np.array([5, 5, 4])),
        ],
        draw=lambda generator: (generator.integers(0, 12, 7), np.append(generator.integers(0, 12, 5), generator.choice(PLACES))),
        hints=[
            "Go through `judged_on`, and keep each place that is `in` seen.",
            "`np.isin(judged_on, seen)` says for each place of `judged_on` whether `seen` has it. An array takes such a mask in brackets.",
        ],
        mistakes=[
            Mistake(
                "You compared place by place, as they stand side by side. A place may stand anywhere in `seen`.",
                lambda judged_on, seen: judged_on[: len(seen)][judged_on[: len(seen)] == seen[: len(judged_on)]],
            ),
            Mistake(
                "You returned the places that are new. Return those that were seen.",
                lambda judged_on, seen: judged_on[~np.isin(judged_on, seen)],
            ),
            Mistake(
                "These are the places of `seen`, in its order. Go through `judged_on`.",
                lambda judged_on, seen: seen[np.isin(seen, judged_on)],
            ),
            Mistake(
                "You sorted them, and left out doubles. Keep the order of `judged_on`.",
                lambda judged_on, seen: np.intersect1d(judged_on, seen),
            ),
            Mistake(
                "You sorted them. Keep the order of `judged_on`.", lambda judged_on, seen: np.sort(judged_on[np.isin(judged_on, seen)])
            ),
            Mistake(
                "You returned where they stand in `judged_on`. Return the places themselves.",
                lambda judged_on, seen: np.flatnonzero(np.isin(judged_on, seen)),
            ),
            Mistake("You returned True and False. Use them as a mask: `judged_on[…]`.", lambda judged_on, seen: np.isin(judged_on, seen)),
            Mistake("You counted them. Return the places themselves.", lambda judged_on, seen: int(np.isin(judged_on, seen).sum())),
            Mistake(
                "Place 0 is missing. It's a place like any other, though Python takes 0 for False.",
                lambda judged_on, seen: judged_on[np.isin(judged_on, seen) & (judged_on != 0)],
            ),
            Mistake("You stopped at the first one.", lambda judged_on, seen: judged_on[np.isin(judged_on, seen)][:1]),
            Mistake(
                "You look at whether a place lies between the least and the greatest of `seen`. Look for the place itself.",
                lambda judged_on, seen: judged_on[(judged_on >= seen.min()) & (judged_on <= seen.max())],
            ),
            Mistake("You returned all of `judged_on`.", lambda judged_on, seen: judged_on.copy()),
        ],
    ),
    Exercise(
        minibatches,
        examples=[
            (np.array([3, 0, 4, 1, 2]), 2),
            (np.array([2, 5, 0, 3, 1, 4]), 3),
            (np.array([1, 0, 2]), 1),
            (np.array([12, 7, FAR, 2]), 3),
            (np.array([1, 3, 0, 2]), 6),
            (np.array([9, 4, 0, 7, 1, 8, 2, 5, 3, 6]), 4),
            (np.array([4, 0, 3, 1, 2]), 5),
        ],
        draw=lambda generator: (generator.permutation(int(generator.integers(6, 12))), int(generator.integers(2, 5))),
        parts=("the places, batch after batch", "the sizes of the batches"),
        probe=_of_the_batches,
        hints=[
            "`range(0, len(order), size)` counts up in steps of `size`: these are the starts of the batches.",
            "A batch is the slice `order[start : start + size]`. A slice that reaches past the end just stops there.",
        ],
        mistakes=[
            Mistake(
                "The last batch is missing where it isn't full. Every measurement should come once.",
                _batches(lambda order, size: range(0, len(order) - size + 1, size), lambda order, size: size),
            ),
            Mistake(
                "`size` is how many measurements are in a batch, and you made so many batches.",
                lambda order, size: list(np.array_split(order, size)),
            ),
            Mistake(
                "Your batches overlap: move on by a whole batch each time.",
                _batches(lambda order, size: range(len(order)), lambda order, size: size),
            ),
            Mistake(
                "Your batches overlap, and the last is full: move on by a whole batch each time.",
                _batches(lambda order, size: range(max(1, len(order) - size + 1)), lambda order, size: size),
            ),
            Mistake(
                "You took every so-manieth place. Take places that stand side by side in `order`.",
                lambda order, size: [order[start :: -(-len(order) // size)] for start in range(-(-len(order) // size))],
            ),
            Mistake(
                "You evened the batches out. Fill each one, and let the last be shorter.",
                _evened_out,
            ),
            Mistake("You joined the last two batches. Let the last be shorter.", _last_two_joined),
            Mistake("You filled the last batch up with places that had their turn already. Let it be shorter.", _filled_up),
            Mistake("There's an empty batch at the end where they come out even.", _with_an_empty_one),
            Mistake(
                "You didn't use `order`: your batches hold the places as they come in the film.",
                lambda order, size: minibatches(np.arange(len(order)), size),
            ),
            Mistake("You sorted the places. Leave them in the order they come in.", lambda order, size: minibatches(np.sort(order), size)),
            Mistake("That's the first batch only. Return all of them.", lambda order, size: [order[:size]]),
            Mistake("Each batch has one place too many.", _batches(_every, lambda order, size: size + 1)),
            Mistake("All places are in one batch.", lambda order, size: [order.copy()]),
        ],
    ),
)

ask = Questions(
    {
        "which to bet on": Question(
            "A second camera filmed the same roll. Which curve will miss its pictures by less?",
            Wrong(
                "The line through every dot: it made no mistake so far",
                "It followed each reading, and each is off by about a centimetre.",
            ),
            Right("The quadratic", "It couldn't follow every wiggle, so most of the reading errors left no trace in it."),
            Wrong("Neither: they saw the same readings", "They did. But one of them also learnt the errors by heart."),
        ),
        "how to hold out": Question(
            "You want to hide 5 of the 20 pictures, to find out how a model does on pictures it hasn't seen. Which ones?",
            Wrong("The last 5", "Then you'd test what it says of a time after all it has seen, and that's another question."),
            Wrong("Those it misses most", "Then you'd choose them by what you're about to measure."),
            Right("Any 5, drawn at random", "Now they're like the others, and nobody had a say in it."),
        ),
        "the least of many": Question(
            "You chose among 112 losses on the same 5 pictures, and took the least, 0.90. What will it be on pictures nobody has used?",
            Wrong("About 0.90", "On average it would be, had you tried a single network. But you took the luckiest of 112."),
            Right("Probably more", "The least of many is low partly by luck, and luck doesn't come along to the next film."),
            Wrong("Probably less", "It could, by luck. But what did you choose it by?"),
        ),
        "five of twenty": Question(
            "You take the gradient from 5 of the 20 pictures, drawn at random. How does it compare with that of all 20?",
            Wrong("It's always longer", "Sometimes it's longer, sometimes shorter. It depends on which five you drew."),
            Right(
                "It's another one each time, and right on average",
                "Each picture is as likely to be drawn as any other, so nothing pulls it to one side.",
            ),
            Wrong("It's wrong by the same amount each time", "Other five, another gradient."),
        ),
    }
)
