"""The questions of a lesson."""

from collections.abc import Mapping

from IPython.display import display

from helpers.questions import memory
from helpers.questions.asked import Asked
from helpers.questions.question import Question
from helpers.questions.table import Table


class Questions:
    """The questions and tables of one lesson; called with a key, it asks that one."""

    def __init__(self, questions: Mapping[str, Question | Table]) -> None:
        self.questions = dict(questions)
        self._open: dict[str, Asked] = {}

    def __call__(self, key: str) -> None:
        """Show a question. One that is asked again takes the place of its earlier self."""
        question = self.questions.get(key) if isinstance(key, str) else None
        if question is None:
            print(f"There is no question called {key!r}; those of this lesson are {', '.join(map(repr, self.questions))}.")
            return
        if key in self._open:
            self._open.pop(key).close()
        self._open[key] = question.asked()
        display(self._open[key])

    def answered(self) -> list[str]:
        """Return the keys of the questions that this reader has answered."""
        return [key for key, question in self.questions.items() if memory.recall(question.describe())]
