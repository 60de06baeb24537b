"""Questions to answer before a reveal, as one Jupyter widget each.

ipywidgets' own radio and toggle buttons have no name for the group as a whole, and replies made in the kernel wait for it. So a
question is a widget of its own, a native field set with buttons: choosing is answered in the browser, also where
the page has no kernel, and a choice counts when it is made, not when the arrow keys pass over it.
"""

import html
import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import anywidget
import traitlets
from IPython.display import display

HERE = Path(__file__).parent
EXPORT = "LESSONS_EXPORT"  # set while a web page is made: questions then carry a form that needs no kernel


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

    def describe(self) -> str:
        """Return the question and its lettered choices as text."""
        return "\n".join(
            [self.text, *(f"    {letter}  {choice.choice}" for letter, choice in zip(ascii_uppercase, self.choices, strict=False))]
        )


class AskedQuestion(anywidget.AnyWidget):
    """A question with its choices as buttons, and the reply to the one that was chosen."""

    _esm = (HERE / "question.js").read_text(encoding="utf-8")
    _css = (HERE / "question.css").read_text(encoding="utf-8")
    _question = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Int(-1, help="The place of the choice that was made, from 0, or −1 before.").tag(sync=True)
    _ipython_display_ = None  # ipywidgets 7 would show itself by it, without the text for places that have no widgets

    def __init__(self, question: Question) -> None:
        self._asked = question
        super().__init__(_question=_for_browser(question))

    def html(self) -> str:
        """Return the question as HTML that needs nothing else: alive where scripts run, and without its replies where they don't."""
        key = f"question-{uuid.uuid4().hex}"
        choices = "".join(f"<li>{html.escape(choice.choice)}</li>" for choice in self._asked.choices)
        still = f'<p>{html.escape(self._asked.text)}</p><ol type="A">{choices}</ol>'
        script = self._esm.replace("export ", "").replace("default { render };", "")
        question = json.dumps(_for_browser(self._asked)).replace("</", "<\\/")
        return (
            f'<div id="{key}"><noscript>{still}</noscript></div><style>{self._css}</style>'
            f'<script type="module">\n{script}\nmount(document.getElementById("{key}"), {question});\n</script>'
        )

    def close(self) -> None:
        """Free the question and the layout that every widget has."""
        layout = self.layout
        super().close()
        layout.close()

    def __repr__(self) -> str:
        return self._asked.describe()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: dict[str, Any] = {"text/plain": self._asked.describe()}
        if os.environ.get(EXPORT):
            bundle["text/html"] = self.html()
        if self.comm is not None:
            bundle["application/vnd.jupyter.widget-view+json"] = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return bundle, {}


def _for_browser(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "choices": [
            {"letter": letter, "choice": choice.choice, "reply": choice.reply, "verdict": VERDICTS[type(choice)]}
            for letter, choice in zip(ascii_uppercase, question.choices, strict=False)
        ],
    }


VERDICTS = {Right: "right", Wrong: "not quite", Perhaps: "perhaps"}


class Questions:
    """The questions of one lesson; called with a key, it asks that one."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self.questions = dict(questions)
        self._open: dict[str, AskedQuestion] = {}

    def __call__(self, key: str) -> None:
        """Show a question. One that is asked again takes the place of its earlier self."""
        question = self.questions.get(key) if isinstance(key, str) else None
        if question is None:
            print(f"There is no question called {key!r}; those of this lesson are {', '.join(map(repr, self.questions))}.")
            return
        if key in self._open:
            self._open.pop(key).close()
        self._open[key] = AskedQuestion(question)
        display(self._open[key])
