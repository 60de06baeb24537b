"""Questions to answer before a reveal, as one Jupyter widget each.

ipywidgets' own radio and toggle buttons have no name for the group as a whole, and replies made in the kernel wait for it. So a
question is a widget of its own, a native field set with buttons: choosing is answered in the browser, also where
the page has no kernel, and a choice counts when it is made, not when the arrow keys pass over it.
"""

import html
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

import traitlets

from helpers.browser import module
from helpers.questions.asked import HERE, Asked, paragraph


@dataclass(frozen=True)
class Wrong:
    """A choice that is not the answer, and the reply to somebody who takes it."""

    choice: str
    reply: str


@dataclass(frozen=True)
class Right(Wrong):
    """The choice that is the answer, and why it is."""


@dataclass(frozen=True)
class Perhaps(Wrong):
    """A choice that one may well take, and what to ask oneself after taking it."""


@dataclass(frozen=True, init=False)
class Question:
    """A question and its choices, of which one is right.

    Raises:
        ValueError: There are not two choices or more, exactly one of them right, all of them different and with a reply.
    """

    text: str
    choices: tuple[Wrong, ...]

    def __init__(self, text: str, *choices: Wrong) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "choices", choices)
        if not 2 <= len(choices) <= len(ascii_uppercase):
            raise ValueError(f"the question {text!r} needs two choices or more, up to {len(ascii_uppercase)}; it has {len(choices)}.")
        if sum(isinstance(choice, Right) for choice in choices) != 1:
            raise ValueError(f"the question {text!r} needs exactly one Right choice among its Wrong ones.")
        if len({choice.choice for choice in choices}) < len(choices):
            raise ValueError(f"the question {text!r} has the same choice twice.")
        if not text.strip() or not all(choice.choice.strip() and choice.reply.strip() for choice in choices):
            raise ValueError(f"the question {text!r} needs words in its text, its choices and its replies.")

    def asked(self) -> Asked:
        """Return the widget that asks it."""
        return AskedQuestion(self)

    def describe(self) -> str:
        """Return the question and its lettered choices as text."""
        return "\n".join(
            [self.text, *(f"    {letter}  {choice.choice}" for letter, choice in zip(ascii_uppercase, self.choices, strict=False))]
        )


class AskedQuestion(Asked):
    """A question with its choices as buttons, and the replies to those that were tried."""

    kind, answered = "question", "tried"
    _esm = module(HERE / "question.js")
    tried = traitlets.List(traitlets.Int(), help="The places of the choices that were made, from 0, the last one last.").tag(sync=True)

    def __init__(self, question: Question) -> None:
        self._count = len(question.choices)
        choices = "".join(f"<li>{html.escape(choice.choice)}</li>" for choice in question.choices)
        super().__init__(question.describe(), f'{paragraph(question.text)}<ol type="A">{choices}</ol>', _for_browser(question))

    def makes_sense(self, answer: list[Any]) -> bool:
        """Return whether these are places of choices, each once."""
        places = [place for place in answer if type(place) is int and 0 <= place < self._count]
        return len(answer) == len(places) == len(set(places))


def _for_browser(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "choices": [
            {"letter": letter, "choice": choice.choice, "reply": choice.reply, "verdict": VERDICTS[type(choice)]}
            for letter, choice in zip(ascii_uppercase, question.choices, strict=False)
        ],
    }


VERDICTS = {Right: "right", Wrong: "not quite", Perhaps: "perhaps"}
