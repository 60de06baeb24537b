"""The strip at the top and at the end of a lesson: where it stands in the series, what comes before and after, and what is solved."""

import html
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers import web_pages
from helpers.cards import sheet, words

FORM = "application/vnd.lessons.way+json"  # by which a web page, which has a strip of its own, knows this one
SHEET = Path(__file__).parent / "way.css"
PROJECT = Path(__file__).parents[2] / "pyproject.toml"
COLAB = "https://colab.research.google.com/github/{repository}/blob/{tag}/notebooks/"


@dataclass(frozen=True)
class Lesson:
    """A lesson as the strip shows it: its number, "03", its title, and the names of its exercises and questions."""

    number: str
    title: str
    exercises: tuple[str, ...]
    questions: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of its notebook, which is made of its number and title."""
        plain = "".join(letter for letter in self.title.lower() if letter.isalnum() or letter == " ").split()
        return "_".join([self.number, *plain]) + ".ipynb"


def notebook_address(lesson: Lesson) -> str:
    """Return where a lesson's notebook is, seen from another's output: beside it, but on Colab, which opens a notebook alone."""
    if "google.colab" not in sys.modules or not PROJECT.is_file():
        return lesson.file
    import tomllib  # no other place needs it

    series = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["series"]
    return COLAB.format(**series) + lesson.file


class Way:
    """The strip, as text and as HTML in the same words.

    Args:
        lessons: All lessons, in order.
        here: The number of the one that it stands in, "03".
        solved: Pairs of lesson and exercise, or None where nothing can be solved.
        answered: Pairs of lesson and question.
        at_end: Whether it stands at the lesson's end, where it says what is missing.
        address: Returns where the link to a lesson leads.

    Raises:
        ValueError: There is no such lesson.
    """

    def __init__(
        self,
        lessons: Sequence[Lesson],
        here: str,
        solved: Collection[tuple[str, str]] | None = None,
        answered: Collection[tuple[str, str]] = (),
        *,
        at_end: bool = False,
        address: Callable[[Lesson], str] = notebook_address,
    ) -> None:
        places = [place for place, lesson in enumerate(lessons) if lesson.number == here]
        if not places:
            raise ValueError(f"There is no lesson {here!r}; there are {', '.join(lesson.number for lesson in lessons)}.")
        self.lessons, self.here, self.at_end, self.address = lessons, lessons[places[0]], at_end, address
        self.solved, self.answered, self.solving = frozenset(solved or ()), frozenset(answered), solved is not None
        self.before = lessons[places[0] - 1] if places[0] else None
        self.after = lessons[places[0] + 1] if places[0] + 1 < len(lessons) else None

    def _count(self, lesson: Lesson) -> int:
        return sum((lesson.number, name) in self.solved for name in lesson.exercises)

    def _state(self, lesson: Lesson) -> str:
        if not self.solving:
            return f"{_counted(lesson.exercises, 'exercise')} and {_counted(lesson.questions, 'question')}"
        return f"{self._count(lesson)} of {len(lesson.exercises)} exercises solved"

    def told(self) -> list[str]:
        """Return what is solved in this lesson, and at its end also what is missing, as sentences."""
        number, said = self.here.number, [f"{self._state(self.here)} here."]
        if not self.at_end or not self.solving:
            return said
        missing = [f"`{name}`" for name in self.here.exercises if (number, name) not in self.solved]
        open_questions = sum((number, name) not in self.answered for name in self.here.questions)
        if missing:
            said.append(f"Still to do: {', '.join(missing)}.")
        if open_questions:
            said.append(f"{open_questions} of {len(self.here.questions)} questions not answered.")
        return said if missing or open_questions else [*said, "Nothing is missing."]

    def text(self) -> str:
        """Return the strip as plain text."""
        around = [("Before", self.before), ("Next", self.after)]
        links = [f"{word}: {int(lesson.number)} {lesson.title}." for word, lesson in around if lesson]
        return "\n".join([f"Lesson {int(self.here.number)}: {self.here.title}.", *self.told(), *links])

    def html(self, styled: bool = True) -> str:
        """Return the strip as HTML, with its style if it stands alone; without it the lines read well, too."""
        first, *others = self.told()
        told = [f"Lesson {int(self.here.number)}: {first}", *others]
        said = "".join(f'<p class="told">{words(each)}</p>' for each in told)
        steps = f'<span class="steps">{" ".join(map(self._step, self.lessons))}</span>'
        row = f'<p class="row">{self._link(self.before, "prev", "‹ {}")} {steps} {self._link(self.after, "next", "{} ›")}</p>'
        label = f"The lessons around lesson {int(self.here.number)}, {'at the end' if self.at_end else 'at the top'}"
        style = f"<style>{sheet(SHEET)}</style>" if styled else ""
        return f'<div class="lessons">{style}<nav class="strip" aria-label="{label}">{row}{said}</nav></div>'

    def _link(self, lesson: Lesson | None, relation: str, label: str) -> str:
        if lesson is None:
            return f'<span class="{relation}"></span>'
        return f'<a class="{relation}" rel="{relation}" {self._target(lesson)}>{html.escape(label.format(lesson.title))}</a>'

    def _step(self, lesson: Lesson) -> str:
        done, number = self._count(lesson), int(lesson.number)
        whole, is_here = 0 < done == len(lesson.exercises), lesson is self.here
        look = "is-right" if whole else "part" if done else ""
        sign = "✓" if whole and not is_here else str(number)
        label = html.escape(f"{number} {lesson.title}: {self._state(lesson)}")
        share = f' style="--done: {360 * done // max(1, len(lesson.exercises))}deg"' if look == "part" else ""
        current = ' aria-current="page"' if is_here else ""
        link = f'{self._target(lesson)} title="{label}" aria-label="{label}"'
        return f'<a class="{look}"{share}{current} {link}><span class="sign">{sign}</span></a>'

    def _target(self, lesson: Lesson) -> str:
        address = self.address(lesson)
        return f'href="{html.escape(address)}"' + (' target="_blank"' if "://" in address else "")

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        form: dict[str, Any] = {FORM: {}} if web_pages.being_made() else {}
        return {"text/plain": self.text(), "text/html": self.html(), **form}


def _counted(things: Sequence[str], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
