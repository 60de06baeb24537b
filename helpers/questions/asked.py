"""What a question and a table to fill in have in common as Jupyter widgets: all that the browser needs travels with them."""

import html
import json
import textwrap
import uuid
from pathlib import Path
from typing import Any

import traitlets

from helpers import web_pages
from helpers.browser import script
from helpers.cards import sheet
from helpers.cards.widget import CardWidget
from helpers.questions import memory

FORM = "application/vnd.lessons.question+json"

HERE = Path(__file__).parent
LETTERS = 88  # on a line of output in a notebook's column of 740 pixels


class Asked(CardWidget):
    """Something that a reader answers in the browser; its script has a `mount(root, content)`. What is answered is remembered."""

    kind = ""  # the name of that script
    answered = ""  # the name of the trait that holds the answer, a list
    _css = sheet(HERE / "question.css")
    _question = traitlets.Dict().tag(sync=True)

    def __init__(self, text: str, still: str, content: dict[str, Any]) -> None:
        """Take the text for places without widgets, the HTML for those without scripts, and what the script needs."""
        self._text, self._still = text, still
        remembered = memory.recall(text)
        super().__init__(_question=content, **{self.answered: remembered if self.makes_sense(remembered) else []})
        self.observe(self._remember, self.answered)

    def makes_sense(self, answer: list[Any]) -> bool:
        """Return whether this can be an answer to what is asked: it may come from anywhere."""
        raise NotImplementedError

    def _remember(self, change: Any) -> None:
        if self.makes_sense(change["new"]):
            memory.keep(self._text, change["new"])

    def html(self) -> str:
        """Return it as HTML that needs nothing else: alive where scripts run, and without its replies where they don't."""
        key = f"question-{uuid.uuid4().hex}"
        mounting = script(HERE / f"{self.kind}.js")
        content = json.dumps(self._question).replace("</", "<\\/")
        return (
            f'<div id="{key}"><noscript>{self._still}</noscript></div><style>{self._css}</style>'
            f'<script type="module">\n{mounting}\nmount(document.getElementById("{key}"), {content});\n</script>'
        )

    def __repr__(self) -> str:
        return "\n".join(line for long in self._text.split("\n") for line in _wrapped(long))

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_()
        if web_pages.being_made():
            bundle[FORM] = {"kind": self.kind, "still": self._still, "content": self._question}
        return bundle, metadata


def _wrapped(line: str) -> list[str]:
    """Return a line in parts that fit a notebook's column, which would be broken within a word there."""
    return textwrap.wrap(line, LETTERS, subsequent_indent=" " * 7 if line.startswith(" ") else "") if len(line) > LETTERS else [line]


def paragraph(text: str) -> str:
    """Return text as a paragraph of HTML."""
    return f"<p>{html.escape(text)}</p>"
