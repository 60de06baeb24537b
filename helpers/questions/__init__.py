"""`ask("a key")`: a question that the reader answers before they run the next cell.

A lesson's questions stand in `helpers/lessons/lesson_NN/exercises.py`, so that no cell of the notebook shows an answer:

    ask = Questions(
        {
            "double a": Question(
                "You double a. Which prediction moves most?",
                Wrong("The one at x = 0", "There x² is 0, and twice nothing is nothing."),
                Right("The one at x = 2", "Yes: a is multiplied by x², and that is largest here."),
            ),
        }
    )

A `Table` has numbers to fill in, each a `Blank` with replies to what somebody may well arrive at, or words to choose, each a `Word`.
What a reader answers is remembered, and shown when the question is asked again; "Ask me again" forgets it.

To add a question, add an entry. Every choice has a reply of its own: a wrong one's says what is true of that choice and where to
look, the right one's says why. A choice that one may well take is a `Perhaps`. The order of the choices is the order in which they
are shown.
"""

from helpers.questions.question import AskedQuestion, Perhaps, Question, Right, Wrong
from helpers.questions.questions import Questions
from helpers.questions.table import AskedTable, Blank, Table, Word

__all__ = ["AskedQuestion", "AskedTable", "Blank", "Perhaps", "Question", "Questions", "Right", "Table", "Word", "Wrong"]
