"""What a reader is told about their function, as text and as HTML in the same words."""

import html
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from helpers import web_pages

FORM = "application/vnd.lessons.exercise+json"

State = Literal["not started", "not yet", "correct"]

# Each state has a colour and a line of its own, and says its name. The colours are at 3 to 1 or more against white and
# against JupyterLab's dark grey; the text keeps the front end's own colour.
EDGES = {"not started": "4px dotted #808080", "not yet": "4px dashed #d55e00", "correct": "4px solid #009e73"}
BOX = "border-left: {edge}; padding: 2px 0 2px 12px; margin: 4px 0; color: var(--jp-content-font-color1, inherit)"
FONT = "font-family: var(--jp-code-font-family, monospace); font-size: 0.93em; background: transparent; color: inherit; padding: 0"
CODE = f"{FONT}; margin: 4px 0; white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere"
PARAGRAPH = "margin: 4px 0"
SUMMARY = "cursor: pointer; display: list-item"

# JupyterLab would take the keys that open and close a fold for its own commands.
OWN_KEYS = 'data-lm-suppress-shortcuts="true"'


@dataclass(frozen=True)
class Verdict:
    """The state of an exercise, and why; shown by Jupyter as it stands.

    Args:
        name: The exercise's name.
        state: "not started", "not yet" or "correct".
        reasons: Sentences, each a paragraph. What stands between backticks is code.
        example: Lines of code that show one example: the call, what it returned, what was expected.
        printed: What the function printed.
        closing: What happens next.
        hints: Each gives away a little more than the one before.
        solution: The source of the reference.
    """

    name: str
    state: State
    reasons: tuple[str, ...] = ()
    example: tuple[tuple[str, str], ...] = ()
    printed: str = ""
    closing: str = ""
    hints: tuple[str, ...] = field(default=(), repr=False)
    solution: str = field(default="", repr=False)

    def text(self) -> str:
        """Return the verdict as plain text, without the hints and the solution, which nothing would hide."""
        lines = [f"{self.name}: {self.state}", *self.reasons]
        width = max((len(label) for label, _ in self.example), default=0)
        lines += [f"    {label.ljust(width)}  {code}" for label, code in self.example]
        if self.printed:
            lines += ["It printed:", *(f"    {line}" for line in self.printed.splitlines())]
        return _legible("\n".join([*lines, *([self.closing] if self.closing else [])]))

    def html(self) -> str:
        """Return the verdict as HTML, with the hints and the solution folded away below."""
        parts = [_paragraph(f"<strong>{_words(self.name)}: {self.state}</strong>"), *(_paragraph(_words(each)) for each in self.reasons)]
        if self.example:
            width = max(len(label) for label, _ in self.example)
            parts.append(_code("\n".join(f"{label.ljust(width)}  {code}" for label, code in self.example)))
        if self.printed:
            parts += [_paragraph("It printed:"), _code(self.printed)]
        if self.closing:
            parts.append(_paragraph(_words(self.closing)))
        folds = [_fold(f"Hint {number}", _paragraph(_words(hint))) for number, hint in enumerate(self.hints, 1)]
        if self.solution:
            folds.append(_fold("The lesson's own solution" if self.state == "correct" else "Solution", _code(self.solution)))
        return _legible(f'<div style="{BOX.format(edge=EDGES[self.state])}" {OWN_KEYS}>{"".join(parts + folds)}</div>')

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self.text(), "text/html": self.html()}
        if web_pages.being_made():  # a page shows more than the verdict, because it can't run a reader's code
            bundle[FORM] = {"name": self.name, "hints": list(self.hints), "solution": self.solution}
        return bundle


def _legible(text: str) -> str:
    """Return text in which what has no sign of its own, and what no front end could be sent, is a question mark."""
    return re.sub(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", lambda match: " " if match[0].isspace() else "?", text)


def _words(text: str) -> str:
    """Return a sentence as HTML, with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", rf'<code style="{FONT}">\1</code>', html.escape(text))


def _paragraph(content: str) -> str:
    return f'<p style="{PARAGRAPH}">{content}</p>'


def _code(text: str) -> str:
    return f'<pre style="{CODE}">{html.escape(text)}</pre>'


def _fold(title: str, content: str) -> str:
    return f'<details style="{PARAGRAPH}"><summary style="{SUMMARY}">{title}</summary>{content}</details>'
