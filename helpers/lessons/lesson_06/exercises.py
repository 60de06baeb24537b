"""Lesson 06, "Choose a learning rate": its exercises, its questions and its gallery."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.checker import Exercise, Exercises, Mistake, edges
from helpers.descent import gradient_descent, halving_schedule, largest_stable_rate, mae_gradient, sweep
from helpers.lessons.lesson_06.descents import ARRIVES, BLOWS_UP, BOUNCES, CRAWLS, DIES
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
            "For each rate, run `gradient_descent` from zeros, and take the loss at every place on its path. That's one row of the result.",
            "All at once is faster. Parameters of shape (rates, 3), times the matrix of the three powers of x, give the predictions for "
            "all rates. Subtract y for the residuals. The signs of these *residuals*, times the transpose, over n, are all gradients.",
        ],
        mistakes=[
            Mistake("You descended on the mean squared error; take the mean absolute error instead.", _sweep_with, squared=True),
            Mistake(
                "The descent is right, but you measured it by the mean squared error; take the mean absolute error at each place instead.",
                _sweep_with,
                measured_squared=True,
            ),
            Mistake("You went uphill; step against the gradient instead.", _sweep_with, sign=-1.0),
            Mistake("Your gradient is a sum: it should be a mean, so divide by n.", _sweep_with, mean=False),
            Mistake("Your descent starts at 1, 1, 1; start at 0, 0, 0 instead.", _sweep_with, start=1.0),
            Mistake("There's one step too many: we want the loss at the start and after each step.", _sweep_with, more=1),
            Mistake("There's one step too few, or the last loss is missing.", _sweep_with, more=-1),
            Mistake("The loss at the start is missing: it comes first.", _sweep_with, keep=lambda losses: losses[:, 1:]),
            Mistake("You returned only the last losses; return those after every step.", _sweep_with, keep=lambda losses: losses[:, -1]),
            Mistake("Rows and columns are swapped: each rate needs a row of its own.", _sweep_with, keep=lambda losses: losses.T.copy()),
            Mistake("All your rows are those of the first rate.", _sweep_with, rates_of=lambda rates: np.full(len(rates), rates[0])),
            Mistake("All your rows are those of the last rate.", _sweep_with, rates_of=lambda rates: np.full(len(rates), rates[-1])),
            Mistake(
                "Each rate goes on where the one before it stopped; start every rate at 0, 0, 0 instead.",
                _goes_on_where_it_stood,
            ),
            Mistake(
                "You returned the least losses so far; return each loss as it is, whether it rises or falls.",
                _sweep_with,
                keep=lambda losses: np.minimum.accumulate(losses, axis=1),
            ),
            Mistake(
                "You tried equal rates only once, as in a set; give every rate a row.",
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
            "With a and c, the columns of P were x² and 1. What does b multiply? Give it a column too: "
            "`P = np.stack([x**2, x, np.ones_like(x)], axis=1)`.",
            "As before, `np.linalg.eigvalsh(2 * P.T @ P / len(x))` returns curvatures, now three. "
            "Which one sets the limit, and what's the limit for it?",
        ],
        mistakes=[
            Mistake(
                "You took 1 divided by the curvature. A step may go twice as far before it lands further away.",
                _rate_with,
                limit=lambda c: 1 / c,
            ),
            Mistake("You returned the largest curvature: the rate is 2 divided by it.", _rate_with, limit=lambda c: c),
            Mistake("You took the smallest curvature. The steepest direction is the first to blow up.", _rate_with, choose=np.min),
            Mistake("You added the curvatures up: only the largest counts.", _rate_with, choose=np.sum),
            Mistake("You took the mean of the curvatures: only the largest counts.", _rate_with, choose=np.mean),
            Mistake("The division by n is missing: the loss is a mean.", _rate_with, scale=lambda x: 2.0),
            Mistake(
                "The 2 of the square's slope is missing: the curvatures are the eigenvalues of 2PᵀP / n.",
                _rate_with,
                scale=lambda x: 1 / len(x),
            ),
            Mistake("Both the 2 and the division by n are missing.", _rate_with, scale=lambda x: 1.0),
            Mistake("The column of ones is missing: c is a parameter, too.", _rate_with, powers=lambda x: np.stack([x**2, x], axis=1)),
            Mistake(
                "The column for b is missing: b multiplies x. Where x lies evenly around 0 it makes no difference, but elsewhere it does.",
                _rate_with,
                powers=lambda x: np.stack([x**2, np.ones_like(x)], axis=1),
            ),
            Mistake("x² is missing: a multiplies x².", _rate_with, powers=lambda x: np.stack([x, np.ones_like(x)], axis=1)),
            Mistake("You returned a rate for each curvature. The smallest of these rates is the limit.", _rate_with, choose=lambda c: c),
            Mistake(
                "You took the largest number in the matrix; take its largest eigenvalue instead, from `np.linalg.eigvalsh`.",
                lambda x: 2 / np.max(2 * _powers(x).T @ _powers(x) / len(x)),
            ),
            Mistake(
                "You took the norm of the matrix, and all the curvatures go into that: only the largest counts.",
                lambda x: 2 / np.linalg.norm(2 * _powers(x).T @ _powers(x) / len(x)),
            ),
            Mistake(
                "You counted equal numbers in x only once, as in a set: every measurement counts.",
                lambda x: largest_stable_rate(np.unique(x)),
            ),
            Mistake(
                "You divided by 3, the number of parameters: n is how many numbers there are in x.",
                _rate_with(scale=lambda x: 2 / 3),
            ),
            Mistake(
                "You took the singular values of P: the curvatures are the eigenvalues of 2PᵀP / n.",
                lambda x: 2 / np.max(np.linalg.svd(_powers(x))[1]),
            ),
            Mistake(
                "You took the eigenvalues of P itself: the curvatures are those of 2PᵀP / n.",
                lambda x: 2 / np.max(np.linalg.eigvalsh(_powers(x))),
            ),
            Mistake(
                "`*` multiplies element by element. The product of two matrices is written with `@`.",
                lambda x: 2 / np.max(np.linalg.eigvalsh(2 * _powers(x).T * _powers(x) / len(x))),
            ),
            Mistake(
                "You took the root of the curvature: the rate is 2 divided by the curvature itself.",
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
            "How often has the rate been halved by then? Divide the step by `every`, and forget the remainder.",
            "`//` divides whole numbers without a remainder. Halving k times is multiplying by 0.5 to the power k.",
        ],
        mistakes=[
            Mistake(
                "Your rate shrinks a little at every step. It should stay the same for `every` steps, and then be halved: "
                "`//` forgets the remainder.",
                lambda rate, step, every: rate * 0.5 ** (step / every),
            ),
            Mistake(
                "You halved one step too early: step 0 is the first of the steps with the full rate.",
                lambda rate, step, every: rate * 0.5 ** ((step + 1) // every),
            ),
            Mistake(
                "Your rate comes back to its full size in between; count how often it has been halved by then.",
                lambda rate, step, every: rate / 2 if step % every == 0 else rate,
            ),
            Mistake("You halved it at every step.", lambda rate, step, every: rate * 0.5**step),
            Mistake(
                "You halved it one time too many: the first `every` steps have the full rate.",
                lambda rate, step, every: rate * 0.5 ** (step // every + 1),
            ),
            Mistake(
                "You halved one step too late: steps count from 0, so the step `every` is the first with half the rate.",
                lambda rate, step, every: rate * 0.5 ** (max(step - 1, 0) // every),
            ),
            Mistake("You doubled the rate each time; halve it instead.", lambda rate, step, every: rate * 2.0 ** (step // every)),
            Mistake(
                "You divided by 2 times the number of halvings: halving three times divides by 2 · 2 · 2, not by 2 · 3.",
                lambda rate, step, every: rate / (2 * (step // every)) if step // every else rate,
            ),
            Mistake(
                "Before the first halving you return 0, but there the rate is unchanged. Divide by 2 once for each full `every`.",
                lambda rate, step, every: rate / 2 * (step // every),
            ),
            Mistake("You returned how often the rate is halved; return the rate itself.", lambda rate, step, every: float(step // every)),
            Mistake(
                "You halved it only once; halve it again every so many steps.",
                lambda rate, step, every: rate / 2 if step >= every else rate,
            ),
            Mistake("Your rate never changes.", lambda rate, step, every: rate),
            Mistake(
                "You used the remainder. Use how often `every` fits into the step: `//`.",
                lambda rate, step, every: rate * 0.5 ** (step % every),
            ),
            Mistake(
                "You halved it once, whatever the step; count how often it has been halved by then.",
                lambda rate, step, every: rate / 2,
            ),
            Mistake(
                "You divided by 2 times the number of halvings, which is 0 at first: halving three times divides by 2 · 2 · 2.",
                lambda rate, step, every: rate / (2 * (step // every)),
            ),
            Mistake(
                "You halved it only once, and one step too late: step `every` is the first with half the rate.",
                lambda rate, step, every: rate / 2 if step > every else rate,
            ),
            Mistake(
                "You halved one step too late, and doubled the rate at step 0: divide the step itself by `every`.",
                lambda rate, step, every: rate * 0.5 ** ((step - 1) // every),
            ),
            Mistake(
                "You halved it at step 1 already: the first `every` steps have the full rate.",
                lambda rate, step, every: rate * 0.5 ** -(-step // every),
            ),
            Mistake(
                "You took the same amount off each time: halving takes half of what's left.",
                lambda rate, step, every: rate * (1 - 0.5 * (step // every)),
            ),
            Mistake(
                "You rounded the number of halvings: `//` drops the remainder, and so counts only the full ones.",
                lambda rate, step, every: rate * 0.5 ** round(step / every),
            ),
            Mistake(
                "The rate is multiplied by the number of halvings: each of them multiplies by 0.5 once more.",
                lambda rate, step, every: rate * 0.5 * step / every,
            ),
            Mistake(
                "You divided the rate with `//`, which drops the decimals: `/` keeps them.",
                lambda rate, step, every: rate // 2 ** (step // every),
            ),
            Mistake(
                "You divided by 1, 2, 3, and so on: halving divides by 1, 2, 4, 8.",
                lambda rate, step, every: rate / (1 + step // every),
            ),
            Mistake(
                "At step 0 you return 0: the first `every` steps, 0 among them, have the full rate.",
                lambda rate, step, every: rate * 0.5 ** (step // every) if step else 0.0,
            ),
            Mistake(
                "Your rate falls smoothly: it should stay the same for `every` steps, and then be halved.",
                lambda rate, step, every: rate * np.exp(-step / every),
            ),
            Mistake(
                "Your division is upside down: how often does `every` fit into the step?",
                lambda rate, step, every: rate * 0.5 ** (every // step),
            ),
        ],
    ),
)

GALLERY = {  # the states of the eight curves that `gallery` shows, with why
    "A": (CRAWLS, "It still falls steadily at the end: its steps are too short to get there."),
    "B": (BLOWS_UP, "On a logarithmic axis a straight climb means that every step multiplies the loss by the same factor."),
    "C": (ARRIVES, "It falls, and then stays close to the least loss there is."),
    "D": (BOUNCES, "It drops, and then goes up and down without end."),
    "E": (DIES, "It ends at 3.77, as low as a flat line gets, and never moves again: every unit is silent."),
    "F": (ARRIVES, "It comes to rest smoothly, because the slope of a square fades towards the bottom."),
    "G": (BOUNCES, "It drops within a few steps, and then jumps up and down without coming to rest."),
    "H": (CRAWLS, "It still falls at the end, and is then about ten times the least loss."),
}
STATES = {
    CRAWLS: "If it crawled, it would still be falling steadily at the end.",
    ARRIVES: "If it arrived, it would end level, close to the least loss there is.",
    BOUNCES: "If it bounced, it would keep going up and down by more than 5 %.",
    BLOWS_UP: "If it blew up, it would grow without end.",
    DIES: "If all its units had died, it would end flat, at an MAE of 3.77 or above.",
}


def _diagnosis(letter: str) -> tuple[str, Word]:
    state, why = GALLERY[letter]
    return letter, Word(state, {other: said for other, said in STATES.items() if other != state}, why=why)


def _diagnoses(letters: str) -> Table:
    return Table("What does each curve do?", ("curve", "state"), [_diagnosis(letter) for letter in letters], {"state": list(STATES)})


ask = Questions(
    {
        "the limit": Question(
            "Another parabola has the curvature 8. Above which rate does it blow up?",
            Wrong(
                "0.125", "There 1 − 8 · rate is 0: it lands in one step. How much further can the rate go before that number is below −1?"
            ),
            Right("0.25", "There 1 − 8 · rate is −1, so it swings for ever. Any higher, and each swing is longer than the last."),
            Wrong("1", "That's the limit for a curvature of 2. Here 1 − 8 · 1 is −7: every step takes it seven times as far away."),
            Wrong("4", "A steeper slope makes longer steps. So can the rate be higher here, or must it be lower?"),
        ),
        "what too high does": Question(
            "With a rate of 0.1 and the MAE, the quadratic arrives. Now you take a rate of 10. What will happen?",
            Wrong("The loss grows without end", "For that, steps would have to lead outwards again and again. Would these?"),
            Right("It bounces", "The steps can't grow without end, and when one has gone too far, the next ones lead back."),
            Wrong("It arrives a hundred times sooner", "The first steps do go further. But will they stop at the bottom?"),
            Wrong("It stands still", "The gradient isn't 0. The first step is a hundred times as long."),
        ),
        "curvature of a": Question(
            "Move only a. Then the slope of the MSE is the mean of 2r · x². By how much does it grow when a grows by 1?",
            Wrong("By 2", "That's the curvature along c, where each r grows by 1. Here it grows by x²."),
            Wrong("By 2 · mean(x²)", "If a grows by 1, each r grows by x². Put that into 2r · x²."),
            Right("By 2 · mean(x⁴)", "Each r grows by x², so 2r · x² grows by 2x⁴. For our marble that's a curvature of 7.8."),
        ),
        "mse above the limit": Question(
            "You set the rate 1 % above the limit. What will happen?",
            Wrong("It bounces a little", "Along the steepest direction, each step lands a little further out, where the slope is steeper."),
            Right(
                "It grows without end, slowly at first",
                "Each swing is longer than the last by the same factor, just above 1. Give it time, and it outgrows any number.",
            ),
            Wrong("It arrives a little later", "That's what happens a little below the limit."),
            Wrong(
                "Nothing special: what's 1 %?",
                "1 % too much makes each swing 2 % longer. It's like interest, paid at every step. What has 1 become after 200 of them?",
            ),
        ),
        "equal steps": Question(
            "A rate of 0.01 got down to a loss of 0.68 in 1000 steps. A rate of 0.3 got down to 0.99 in 10. Which is better?",
            Wrong("0.01: its loss is lower", "It took a hundred times as many steps. Where would 0.3 be by then?"),
            Wrong("0.3: it needed fewer steps", "It didn't get as far either. What would you have to compare?"),
            Right(
                "You can't say: compare them after the same number of steps",
                "After 10 steps 0.3 is far ahead. After 1000 they're about equal.",
            ),
        ),
        "why halve": Question(
            "From (0, 0, 0), descend on the MAE: start at a rate of 0.3, and halve it every 50 steps. Where does the descent end?",
            Wrong("It hovers as before", "How high it hovers depends on the rate. What does each halving do to that?"),
            Right(
                "As close to the least loss as you like",
                "It hovers lower with each halving, and here 50 steps are enough to come down.",
            ),
            Wrong(
                "It stops before it gets there", "That happens if you halve too soon. Here it's near the bottom before the first halving."
            ),
        ),
        "raw or standardised": Question(
            "Speeds go from 4 to 25 mph, so their squares go up to 625. What does that do to a descent on the MSE?",
            Wrong(
                "Nothing: only the targets matter",
                "Nudge a by 1, and a prediction moves by the speed squared: up to 625. Nudge c, and it moves by 1.",
            ),
            Right(
                "One direction is so steep that the rate must be tiny, and then the others crawl",
                "The largest curvature sets the rate, and the smallest sets the time.",
            ),
            Wrong(
                "It learns faster, because the slopes are steeper",
                "Steeper slopes need a lower rate, or it blows up. And the shallow directions stay shallow.",
            ),
        ),
        "the gallery": _diagnoses("ABCD"),
        "the gallery, continued": _diagnoses("EFGH"),
    }
)
