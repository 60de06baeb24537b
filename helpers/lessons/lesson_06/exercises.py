"""Lesson 06, "Choose a learning rate": its exercises, its questions and its gallery."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.descent import gradient_descent, halving_schedule, largest_stable_rate, mae_gradient, sweep
from helpers.questions import Question, Questions, Right, Table, Word, Wrong

Array = NDArray[np.float64]


def _powers(x: Array) -> Array:
    return np.stack([x**2, x, np.ones_like(x)], axis=1)


def _rate_with(
    powers: Callable[[Array], Any] = _powers,
    scale: Callable[[Array], float] = lambda x: 2 / len(x),
    choose: Callable[[Array], Any] = np.max,
    limit: Callable[[Any], Any] = lambda curvature: 2 / curvature,
) -> Callable[[Array], Any]:
    def mistaken(x: Array) -> Any:
        columns = powers(x)
        return limit(choose(np.linalg.eigvalsh(scale(x) * columns.T @ columns)))

    return mistaken


def _sweep_with(
    squared: bool = False,
    measured_squared: bool = False,
    sign: float = 1.0,
    mean: bool = True,
    start: float = 0.0,
    more: int = 0,
    rates_of: Callable[[Array], Array] = lambda rates: rates,
    keep: Callable[[Array], Array] = lambda losses: losses,
) -> Callable[..., Array]:
    def mistaken(rates: Array, steps: int, x: Array, y: Array) -> Array:
        powers = _powers(x)
        losses = []
        for rate in rates_of(rates):
            place, one = np.full(3, start), []
            for _ in range(steps + 1 + more):
                misses = powers @ place - y
                one.append(np.mean(misses**2) if squared or measured_squared else np.mean(np.abs(misses)))
                slopes = 2 * misses if squared else np.sign(misses)
                place = place - sign * rate * (powers.T @ slopes) / (len(x) if mean else 1)
            losses.append(one)
        return keep(np.array(losses))

    return mistaken


def _goes_on_where_it_stood(rates: Array, steps: int, x: Array, y: Array) -> Array:
    """Return the losses of a sweep that forgets to begin anew with each rate."""
    place, losses = np.zeros(3), np.empty((len(rates), steps + 1))
    for one, rate in zip(losses, rates, strict=True):
        path = gradient_descent(lambda parameters: mae_gradient(parameters, x, y), place, rate, steps)
        one[:] = [np.mean(np.abs(_powers(x) @ each - y)) for each in path]
        place = path[-1]
    return losses


exercise = Exercises(
    "06",
    Exercise(
        sweep,
        examples=[
            (np.array([0.1, 1.0]), 2, np.array([1.0, -2.0]), np.array([4.0, 3.0])),
            (np.array([0.05, 0.3, 2.0]), 1, np.array([2.0, -1.0, 0.5]), np.array([1.0, 6.0, -2.0])),
            (np.array([0.2]), 3, np.array([1.5, -0.5]), np.array([-1.0, 2.0])),
            (np.array([0.5, 0.0, 0.5, 0.25]), 4, np.array([0.0, 2.0, 20.0, -1.0]), np.array([0.0, 3.0, -1.0, 1.0])),
            (np.array([0.3, 1.0]), 3, np.array([1.0, 2.0, -2.0]), np.array([0.0, 0.0, 0.0])),
            (np.array([0.1, 0.4, 0.2]), 0, np.array([1.0, -2.0, 0.5, 3.0]), np.array([4.0, 3.0, 0.0, 1.0])),
            (np.array([0.5, 0.25, 1.0]), 4, *edges((16,), (16,))),
        ],
        draw=lambda generator: (
            generator.uniform(0.01, 0.5, 2),
            int(generator.integers(3, 6)),
            generator.uniform(-2, 2, 5),
            generator.uniform(-5, 5, 5),
        ),
        hints=[
            "For each rate: `gradient_descent` from zeros, and then the loss at every place of its path. That is one row of the result.",
            "Faster, all at once: parameters of the shape (rates, 3), times the matrix of the three powers of x, are "
            "the predictions of all "
            "rates. Their signs, times its transpose, divided by n, are all gradients.",
        ],
        mistakes=[
            Mistake("These are mean squared errors and their descent: here it is the mean absolute error.", _sweep_with, squared=True),
            Mistake(
                "These are mean squared errors, of the right descent: take the mean absolute error of each place.",
                _sweep_with,
                measured_squared=True,
            ),
            Mistake("This goes uphill: step against the gradient.", _sweep_with, sign=-1.0),
            Mistake("The gradient is a sum: it should be the mean of the pulls.", _sweep_with, mean=False),
            Mistake("It starts at 1, 1, 1: start at 0, 0, 0.", _sweep_with, start=1.0),
            Mistake("There is one step too many: the losses are those at the start and after each step.", _sweep_with, more=1),
            Mistake("There is one step too few, or the last loss is missing.", _sweep_with, more=-1),
            Mistake("The loss at the start is missing: it comes first.", _sweep_with, keep=lambda losses: losses[:, 1:]),
            Mistake("These are only the last losses: return those after every step.", _sweep_with, keep=lambda losses: losses[:, -1]),
            Mistake("The result is turned over: a row for each rate.", _sweep_with, keep=lambda losses: losses.T.copy()),
            Mistake("All rows are those of the first rate.", _sweep_with, rates_of=lambda rates: np.full(len(rates), rates[0])),
            Mistake("All rows are those of the last rate.", _sweep_with, rates_of=lambda rates: np.full(len(rates), rates[-1])),
            Mistake(
                "Each rate goes on where the one before it ended: begin at 0, 0, 0 with every rate.",
                _goes_on_where_it_stood,
            ),
            Mistake(
                "These are the least losses so far: return each loss as it is, whether it rises or falls.",
                _sweep_with,
                keep=lambda losses: np.minimum.accumulate(losses, axis=1),
            ),
            Mistake(
                "Rates that are equal are tried only once, as in a set: there is a row for each rate.",
                _sweep_with,
                rates_of=np.unique,
            ),
        ],
    ),
    Exercise(
        largest_stable_rate,
        examples=[
            (np.array([-1.0, 0.5, 2.0]),),
            (np.array([0.0, 1.0, -2.0, 3.0]),),
            (np.array([1.5, -0.5, 0.25]),),
            (np.array([2.0, 2.0, -1.0, 0.0, 2.0, 0.0]),),
            (np.array([0.0]),),
            (np.array([30.0, -20.0]),),
            edges((10,)),
        ],
        atol=0.0,  # for large x the rate is tiny
        draw=lambda generator: (generator.uniform(-3, 3, 5),),
        hints=[
            "Put x², x and 1 side by side as the columns of a matrix P: `np.stack([x**2, x, np.ones_like(x)], axis=1)`.",
            "The curvatures are the eigenvalues of 2 PᵀP / n, which `np.linalg.eigvalsh` returns. Which one of them decides?",
        ],
        mistakes=[
            Mistake(
                "This is 1 divided by the curvature. A step may go twice as far before it lands higher.", _rate_with, limit=lambda c: 1 / c
            ),
            Mistake("This is the largest curvature itself: the rate is 2 divided by it.", _rate_with, limit=lambda c: c),
            Mistake("The smallest curvature is taken. The steepest direction is the first to blow up.", _rate_with, choose=np.min),
            Mistake("The curvatures are added up: only the largest of them counts.", _rate_with, choose=np.sum),
            Mistake("The mean of the curvatures is taken: only the largest of them counts.", _rate_with, choose=np.mean),
            Mistake("The division by n is missing: the loss is a mean.", _rate_with, scale=lambda x: 2.0),
            Mistake("The 2 of the square's slope is missing: the curvatures belong to 2 PᵀP / n.", _rate_with, scale=lambda x: 1 / len(x)),
            Mistake("Both the 2 and the division by n are missing.", _rate_with, scale=lambda x: 1.0),
            Mistake("The column of ones is missing: c is a parameter, too.", _rate_with, powers=lambda x: np.stack([x**2, x], axis=1)),
            Mistake("x² is missing: a multiplies x².", _rate_with, powers=lambda x: np.stack([x, np.ones_like(x)], axis=1)),
            Mistake("There is a rate for each curvature here. The smallest of them is the limit.", _rate_with, choose=lambda c: c),
            Mistake(
                "This takes the largest number in the matrix: its eigenvalues are what counts, from `np.linalg.eigvalsh`.",
                lambda x: 2 / np.max(2 * _powers(x).T @ _powers(x) / len(x)),
            ),
            Mistake(
                "This is the norm of the matrix, to which all curvatures add: only the largest of them counts.",
                lambda x: 2 / np.linalg.norm(2 * _powers(x).T @ _powers(x) / len(x)),
            ),
            Mistake(
                "Numbers in x that are equal are counted only once, as in a set: each measurement counts.",
                lambda x: largest_stable_rate(np.unique(x)),
            ),
            Mistake(
                "It is divided by 3, the number of parameters: n is how many numbers there are in x.",
                _rate_with(scale=lambda x: 2 / 3),
            ),
            Mistake(
                "These are the singular values of the matrix of powers: the curvatures are the eigenvalues of 2 PᵀP / n.",
                lambda x: 2 / np.max(np.linalg.svd(_powers(x))[1]),
            ),
            Mistake(
                "The eigenvalues of P itself are taken: the curvatures are those of 2 PᵀP / n.",
                lambda x: 2 / np.max(np.linalg.eigvalsh(_powers(x))),
            ),
            Mistake(
                "`*` multiplies element by element. The product of two matrices is written with `@`.",
                lambda x: 2 / np.max(np.linalg.eigvalsh(2 * _powers(x).T * _powers(x) / len(x))),
            ),
            Mistake(
                "The root of the curvature is too much: the rate is 2 divided by the curvature itself.",
                _rate_with(limit=lambda c: 2 / np.sqrt(c)),
            ),
        ],
    ),
    Exercise(
        halving_schedule,
        examples=[(0.4, 7, 2), (3.0, 3, 3), (2.0, 11, 4), (1.5, 4, 5), (0.7, 0, 3), (8.0, 6, 1), (1000.0, 37, 7)],
        draw=lambda generator: (float(generator.uniform(0.1, 1)), int(generator.integers(5, 40)), int(generator.integers(2, 7))),
        atol=1e-12,
        hints=[
            "How often has it been halved by then? Divide the step by `every`, and forget the remainder.",
            "`//` divides whole numbers without a remainder. Halving k times is multiplying by 0.5 to the power k.",
        ],
        mistakes=[
            Mistake(
                "It is halved a little at every step. It should stay the same for `every` steps, and then be halved: "
                "`//` forgets the remainder.",
                lambda rate, step, every: rate * 0.5 ** (step / every),
            ),
            Mistake(
                "It is halved one step too early: step 0 is the first of the steps with the full rate.",
                lambda rate, step, every: rate * 0.5 ** ((step + 1) // every),
            ),
            Mistake(
                "It comes back to the full rate in between: count how often it has been halved by then.",
                lambda rate, step, every: rate / 2 if step % every == 0 else rate,
            ),
            Mistake("It is halved at every step.", lambda rate, step, every: rate * 0.5**step),
            Mistake(
                "It is halved one time too many: the first `every` steps have the full rate.",
                lambda rate, step, every: rate * 0.5 ** (step // every + 1),
            ),
            Mistake(
                "It is halved one step too late: steps count from 0, so the step `every` is the first with half of it.",
                lambda rate, step, every: rate * 0.5 ** (max(step - 1, 0) // every),
            ),
            Mistake("The rate is doubled each time: it should become half.", lambda rate, step, every: rate * 2.0 ** (step // every)),
            Mistake(
                "It is divided by 2 times the number of halvings: halving three times divides by 2 · 2 · 2, not by 2 · 3.",
                lambda rate, step, every: rate / (2 * (step // every)) if step // every else rate,
            ),
            Mistake(
                "Before the first halving your result is 0, and there the rate is unchanged. Divide by 2 once for each full `every`.",
                lambda rate, step, every: rate / 2 * (step // every),
            ),
            Mistake("This is how often it is halved: the rate itself is asked for.", lambda rate, step, every: float(step // every)),
            Mistake(
                "It is halved only once: every so many steps it is halved again.",
                lambda rate, step, every: rate / 2 if step >= every else rate,
            ),
            Mistake("It never changes.", lambda rate, step, every: rate),
            Mistake(
                "The remainder decides here. Use how often `every` fits into the step: `//`.",
                lambda rate, step, every: rate * 0.5 ** (step % every),
            ),
            Mistake(
                "It is halved once, whatever the step is: count how often it has been halved by then.",
                lambda rate, step, every: rate / 2,
            ),
            Mistake(
                "It is divided by 2 times the number of halvings, which is 0 at first: halving three times divides by 2 · 2 · 2.",
                lambda rate, step, every: rate / (2 * (step // every)),
            ),
            Mistake(
                "It is halved only once, and one step too late: step `every` is the first with half of the rate.",
                lambda rate, step, every: rate / 2 if step > every else rate,
            ),
            Mistake(
                "It is halved one step too late, and doubled at step 0: divide the step itself by `every`.",
                lambda rate, step, every: rate * 0.5 ** ((step - 1) // every),
            ),
            Mistake(
                "It is halved at step 1 already: the first `every` steps have the full rate.",
                lambda rate, step, every: rate * 0.5 ** -(-step // every),
            ),
            Mistake(
                "The same amount is taken off each time: halving takes half of what is left.",
                lambda rate, step, every: rate * (1 - 0.5 * (step // every)),
            ),
            Mistake(
                "The number of halvings is rounded: `//` drops the remainder, and so counts the full ones.",
                lambda rate, step, every: rate * 0.5 ** round(step / every),
            ),
            Mistake(
                "The rate is multiplied by the number of halvings: each of them multiplies by 0.5 once more.",
                lambda rate, step, every: rate * 0.5 * step / every,
            ),
            Mistake(
                "The remainder is dropped: `//` divides without one, and `/` keeps the decimals.",
                lambda rate, step, every: rate // 2 ** (step // every),
            ),
            Mistake(
                "It is divided by 1, 2, 3, and so on: halving divides by 1, 2, 4, 8.",
                lambda rate, step, every: rate / (1 + step // every),
            ),
            Mistake(
                "At step 0 it is 0: the first `every` steps, 0 among them, have the full rate.",
                lambda rate, step, every: rate * 0.5 ** (step // every) if step else 0.0,
            ),
            Mistake(
                "It falls smoothly, as an exponential: it should stay the same for `every` steps, and then be halved.",
                lambda rate, step, every: rate * np.exp(-step / every),
            ),
            Mistake(
                "The division is upside down: how often does `every` fit into the step?",
                lambda rate, step, every: rate * 0.5 ** (every // step),
            ),
        ],
    ),
)

CRAWLS, ARRIVES, BOUNCES, BLOWS_UP, DIES = "crawls", "arrives", "bounces", "blows up", "dies"
GALLERY = {  # the states of the eight curves that `gallery` shows, with why
    "A": (CRAWLS, "It still falls steadily at the end: the steps are too short to get there."),
    "B": (BLOWS_UP, "The axis is logarithmic, and the line rises straight: each step multiplies the loss."),
    "C": (ARRIVES, "It falls, and then stays close to the least loss of all."),
    "D": (BOUNCES, "It goes up and down, with no trend."),
    "E": (DIES, "It falls to exactly 3.77, the best constant's loss, and never moves again: no unit speaks."),
    "F": (ARRIVES, "A square's slope fades by itself, so it comes to rest smoothly."),
    "G": (BOUNCES, "It drops in a few steps, and then jumps up and down without coming to rest."),
    "H": (CRAWLS, "It still falls at the end, and is then about ten times the least loss."),
}
STATES = {
    CRAWLS: "Crawling would mean that it still falls steadily at the end.",
    ARRIVES: "Arriving would mean that it comes close to the least loss, and stays there.",
    BOUNCES: "Bouncing would mean that it goes up and down by a good part of itself, without a trend.",
    BLOWS_UP: "Blowing up would mean that it grows past all bounds.",
    DIES: "In this gallery the dead network stays exactly at the best constant's loss, 3.77.",
}


def _diagnosis(letter: str) -> tuple[str, Word]:
    state, why = GALLERY[letter]
    return letter, Word(state, {other: said for other, said in STATES.items() if other != state}, why=why)


ask = Questions(
    {
        "what too high does": Question(
            "The quadratic under the mean absolute error arrives with the rate 0.1. You take a rate of 10. What will happen?",
            Wrong("The loss grows past all bounds", "For that, the steps would have to grow. How long can a mean of ±x² be?"),
            Right(
                "It bounces, further the higher the rate",
                "The gradient has a largest possible length, and so has each step: the rate times that.",
            ),
            Wrong("It arrives ten times sooner", "The first steps do go further. But do they stop at the bottom?"),
            Wrong("It stands still", "The gradient is not 0. Each step is ten times too long."),
        ),
        "mse above the limit": Question(
            "Under the mean squared error you set the rate 1 % above the limit. What will happen?",
            Wrong("It bounces a little", "Each step lands a little further away than where it came from, and there the slope is steeper."),
            Right(
                "It grows past all bounds, only slowly at first",
                "Each bounce is longer than the one before by the same factor, just above 1. In time that is any size.",
            ),
            Wrong("It arrives a little later", "That would be a little below the limit."),
            Wrong(
                "Nothing special: 1 % is nothing",
                "1 % too high makes each bounce 2 % longer: interest, paid at every step. What becomes of it after a few hundred steps?",
            ),
        ),
        "equal steps": Question(
            "Rate 0.01 reached a loss of 0.68 in 1000 steps, and rate 0.3 reached 0.99 in 10 steps. Which is the better rate?",
            Wrong("0.01: its loss is lower", "It took a hundred times as many steps. Where would 0.3 be by then?"),
            Wrong("0.3: it needed fewer steps", "It did not come as far, either. What would you have to compare?"),
            Right(
                "That can't be said: compare them after equally many steps",
                "After 10 steps 0.3 is far ahead, and after 1000 steps they are about equal.",
            ),
        ),
        "why halve": Question(
            "Under the MAE a fixed rate hovers. You begin with 0.3, and halve it every 50 steps. Where will the descent end?",
            Wrong("It hovers as before", "It hovers lower with each halving: the height is in proportion to the rate."),
            Right(
                "As close to the least loss as you like",
                "Each halving halves the height at which it hovers, and 50 steps are enough to come down to it.",
            ),
            Wrong(
                "It stops before it arrives", "That can happen if you halve too early. Here it is near the bottom before the first halving."
            ),
        ),
        "raw or standardised": Question(
            "Speeds go from 4 to 25 miles per hour, so their squares go up to 625. What does this do to the descent on the MSE?",
            Wrong(
                "Nothing: only the targets matter",
                "A nudge of a moves a prediction by the square of the speed, up to 625 times as far as one of c.",
            ),
            Right(
                "One direction is so steep that the rate must be tiny, and then the others crawl",
                "The largest curvature sets the rate, the smallest sets the time.",
            ),
            Wrong(
                "It learns faster, since the slopes are steeper",
                "Steeper slopes need a smaller rate, or it blows up. And the level directions stay level.",
            ),
        ),
        "the gallery": Table(
            "What does each curve do?",
            ("curve", "state"),
            [_diagnosis(letter) for letter in GALLERY],
            {"state": list(STATES)},
        ),
    }
)
