"""`ask("a key")`: a question that the reader answers before they run the next cell.

A lesson's questions stand in `helpers/exercises/lesson_NN.py`, so that no cell of the notebook shows an answer:

    ask = Questions(
        {
            "double a": Question(
                "You double a. Which prediction moves most?",
                Wrong("The one at x = 0", "There x² is 0, and twice nothing is nothing."),
                Right("The one at x = 2", "Yes: a is multiplied by x², and that is largest here."),
            ),
        }
    )

To add a question, add an entry. Every choice has a reply of its own: a wrong one's says what is true of that choice and where to
look, the right one's says why. A choice that one may well take is a `Perhaps`. The order of the choices is the order in which they
are shown.
"""

from helpers.questions.question import AskedQuestion, Perhaps, Question, Questions, Right, Wrong

__all__ = ["AskedQuestion", "Perhaps", "Question", "Questions", "Right", "Wrong"]
