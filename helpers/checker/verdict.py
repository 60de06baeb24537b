"""What a reader is told about their function, as text and as HTML in the same words."""

import functools
import html
import re
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from helpers import web_pages
from helpers.browser import script
from helpers.cards import coloured, sheet, words

FORM = "application/vnd.lessons.exercise+json"

State = Literal["not started", "not yet", "correct"]

# Each state has a sign, and those that come of a try have a colour. The word is always there.
SIGNS = {"not started": "…", "not yet": "✗", "correct": "✓"}
LOOKS = {"not started": "", "not yet": "is-wrong", "correct": "is-right"}

HERE = Path(__file__).parent
SHEET = HERE / "verdict.css"
NUMBER = re.compile(r"-?(?:\d+\.?\d*(?:e[+-]?\d+)?|\binf\b|\bnan\b)")

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
        told = [self._head(), *(_says(words(each)) for each in self.reasons), self._example()]
        if self.printed:
            told += [_says("It printed:"), f'<pre class="printed">{html.escape(self.printed)}</pre>']
        if self.closing:
            told.append(_says(words(self.closing)))
        folds = [_fold(f"Hint {number} of {len(self.hints)}", f"<p>{words(hint)}</p>") for number, hint in enumerate(self.hints, 1)]
        if self.solution:
            source = f'<div class="source"><pre tabindex="0">{coloured(self.solution)}</pre></div>'
            folds.append(_fold("The lesson's own solution" if self.state == "correct" else "Solution", source))
        card = f'<div class="told">{"".join(told)}</div><div class="folds">{"".join(folds)}</div>'
        label = html.escape(f"{self.name}: {self.state}")
        return _legible(
            f'<div class="lessons" {OWN_KEYS}><style>{sheet(SHEET)}</style>'
            f'<div class="card verdict" role="group" aria-label="{label}" data-exercise="{html.escape(self.name)}">{card}</div>'
            f"<script>{_script()}</script></div>"
        )

    def _head(self) -> str:
        sign = f'<span class="sign" aria-hidden="true">{SIGNS[self.state]}</span>'
        name = f'<code>{html.escape(self.name)}</code><span class="unseen">: </span><b class="word">{self.state}</b>'
        return f'<p class="head {LOOKS[self.state]}">{sign}{name}</p>'

    def _example(self) -> str:
        """Return the example with its code coloured, and with a mark on the numbers in which what was returned differs."""
        if not self.example:
            return ""
        lines = dict(self.example)
        plain = ("returned", "expected", "raised")
        shown = {label: html.escape(code) if label in plain else coloured(code) for label, code in lines.items()}
        if "returned" in lines and "expected" in lines:
            shown["returned"], shown["expected"] = _differing(lines["returned"], lines["expected"])
        rows = (f'<dt>{html.escape(label)}</dt> <dd class="{label.split()[0]}">{code}</dd>' for label, code in shown.items())
        return f'<dl class="example">{"".join(rows)}</dl>'

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


def _says(content: str) -> str:
    return f'<p class="says">{content}</p>'


def _fold(title: str, content: str) -> str:
    return f"<details><summary>{title}</summary>{content}</details>"


def _differing(one: str, other: str) -> tuple[str, str]:
    """Return both as HTML, with a mark on each number that stands in one place in both and is not the same."""
    mine, its = NUMBER.findall(one), NUMBER.findall(other)
    differ = [number != instead for number, instead in zip(mine, its, strict=False)]

    def marked(text: str, numbers: list[str]) -> str:
        shown = [f"<mark>{number}</mark>" if mark else number for number, mark in zip(numbers, differ, strict=False)]
        between = [html.escape(part) for part in NUMBER.split(text)]
        return "".join(part for pair in zip_longest(between, shown, fillvalue="") for part in pair)

    return (marked(one, mine), marked(other, its)) if len(mine) == len(its) else (html.escape(one), html.escape(other))


@functools.cache
def _script() -> str:
    lines = [line.strip() for line in script(HERE / "verdict.js").splitlines()]
    return "{" + "\n".join(line for line in lines if line and not line.startswith("//")) + "}"  # a block: one page may have it many times
