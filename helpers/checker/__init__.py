"""`@exercise`: run a reader's function, and say precisely what is wrong with it.

A lesson's exercises stand in `helpers/lessons/lesson_NN/exercises.py`:

    exercise = Exercises(
        "01",
        Exercise(
            quadratic,  # the function in `helpers` is the solution; its name and parameters are the exercise's
            examples=[(np.array([-1.0, 0.0, 2.0]), 3.0, 2.0, 1.0)],
            draw=lambda generator: (generator.uniform(-3, 3, 5), *generator.uniform(-5, 5, 3)),
            mistakes=[Mistake("You multiplied `x` by 2 where it is to be squared.", lambda x, a, b, c: a * 2 * x + b * x + c)],
            hints=["A power is written `**`.", "Three terms, added up."],
        ),
    )

and the notebook puts `@exercise` above a stub of the same name whose body is `...`.

To add an exercise, write its function into the module of `helpers` that it belongs to, and an `Exercise` into the lesson's `Exercises`.
To add a mistake, add a `Mistake`: a sentence, and a function that does what the reader did. What differs from the reference in a
way that holds for any exercise (a sign, a factor, a list for an array, a forgotten `return`) is found without one.
`tests/helpers/lessons/test_exercises_lessons.py` looks at every exercise: it proves that each mistake can be told from the reference
and from every other mistake by the examples, so give examples until it passes.
"""

from helpers.checker.decorator import Exercises
from helpers.checker.edges import edges
from helpers.checker.exercise import Exercise, Mistake
from helpers.checker.run import CannotJudge
from helpers.checker.verdict import Verdict

__all__ = [
    "CannotJudge",
    "Exercise",
    "Exercises",
    "Mistake",
    "Verdict",
    "edges",
]
