"""The map of the machine that a reader builds: each exercise is a part of it, and lights up when it is solved."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers import progress
from helpers.cards import sheet

SHEET = Path(__file__).parent / "machine.css"


@dataclass(frozen=True)
class Part:
    """A part of the machine.

    Args:
        name: What it is called; also its place in `machine.css`.
        does: What it does, in a few words.
        exercises: The names of the exercises that it is made of. One that no lesson has is left out.
        then: The name of the part that its result goes to, and what flows there.
    """

    name: str
    does: str
    exercises: tuple[str, ...]
    then: tuple[str, str]


# In the order in which numbers go round. To give a new exercise its place, add its name; to add a part, give it a place in machine.css.
PARTS = (
    Part("data", "measurements to learn from", (), ("model", "inputs")),
    Part(
        "model",
        "numbers in, a prediction out",
        ("weighted_sum", "quadratic", "relu", "hinge", "layer", "network", "softmax", "forward"),
        ("loss", "a prediction"),
    ),
    Part(
        "loss",
        "how far off, in one number",
        (
            "residuals",
            "mean_absolute_error",
            "mean_squared_error",
            "best_constant",
            "split",
            "already_seen",
            "cross_entropy",
            "accuracy",
        ),
        ("backward", "the miss"),
    ),
    Part(
        "backward",
        "sends the error back",
        ("relu_backward", "layer_backward", "backpropagate", "multiply", "send_back", "softmax_backward", "backward"),
        ("gradient", ""),
    ),
    Part("gradient", "which way is uphill", ("numerical_gradient", "mae_gradient"), ("step", "")),
    Part("step", "a little way down", ("step", "momentum_step"), ("model", "new parameters")),
    Part("rate", "how long the step is", ("sweep", "largest_stable_rate", "halving_schedule"), ("step", "")),
    Part("loop", "turns all of it, again and again", ("gradient_descent", "minibatches"), ("", "")),
)


class Machine:
    """The map, as text and as HTML in the same words.

    Args:
        exercises: For each lesson, "01", the names of its exercises.
        solved: Pairs of lesson and name, as `progress.solved()` returns them.
        remark: A sentence about the code that was given, if there was one.
    """

    def __init__(self, exercises: Mapping[str, Sequence[str]], solved: frozenset[tuple[str, str]], remark: str = "") -> None:
        self.exercises, self.solved, self.remark = exercises, solved, remark
        self._lesson_of = {name: lesson for lesson, names in exercises.items() for name in names}

    def parts(self) -> list[tuple[Part, list[str]]]:
        """Return the parts with those of their exercises that the lessons have; the last holds what no part has a place for."""
        found = [(part, [name for name in part.exercises if name in self._lesson_of]) for part in PARTS]
        placed = {name for _, names in found for name in names}
        rest = [name for name in self._lesson_of if name not in placed]
        found = [(part, names) for part, names in found if names or not part.exercises]
        return [*found, (Part("more", "", tuple(rest), ("", "")), rest)] if rest else found

    def works(self, name: str) -> bool:
        """Return whether this exercise is solved."""
        return (self._lesson_of[name], name) in self.solved

    def next(self) -> str:
        """Return the name of the first exercise, in the order of the lessons, that is not solved, or "" if all are."""
        return next((name for name in self._lesson_of if not self.works(name)), "")

    def summary(self) -> str:
        """Return how many are solved, in one sentence."""
        return f"{sum(map(self.works, self._lesson_of))} of {len(self._lesson_of)} exercises solved"

    def _told(self) -> str:
        name = self.next()
        return f"{self.summary()}. " + (f"Next: {name}, in lesson {int(self._lesson_of[name])}." if name else "It learns.")

    def code(self) -> str:
        """Return the progress code of what is solved, or "" if nothing is."""
        return progress.code_of(pair for pair in self.solved if pair[1] in self.exercises.get(pair[0], ()))

    def _how_to_take_it(self) -> str:
        code = self.code()
        return f'To go on elsewhere, run this there: solved_so_far("{code}")' if code else ""

    def text(self) -> str:
        """Return the map as plain text: a line for each part, with a tick at what is solved."""
        width = max(len(part.name) for part, _ in self.parts())
        lines = []
        for part, names in self.parts():
            each = [f"{name} ✓" if self.works(name) else name for name in names]
            count = f"{sum(map(self.works, names))} of {len(names)}: " if names else "given"
            lines.append(f"    {part.name.ljust(width)}  {count}{', '.join(each)}")
        return "\n".join([*filter(None, [self.remark]), self._told(), *lines, *filter(None, [self._how_to_take_it()])])

    def html(self) -> str:
        """Return the map as HTML: boxes with their exercises, and what flows between them."""
        heading = "The machine you are building" if self.next() else "The machine you have built"
        boxes = "".join(self._box(part, names) + self._flow(part) for part, names in self.parts())
        ends = [f'<p class="kicker">{html.escape(each)}</p>' if each else "" for each in (self.remark, self._how_to_take_it())]
        head = f'<p class="asks">{heading}</p>{ends[0]}<p class="kicker">{html.escape(self._told())}</p>'
        return (
            f'<div class="lessons"><style>{sheet(SHEET)}</style><div class="card map" role="group" aria-label="{heading}">'
            f'{head}<div class="picture">{boxes}</div>{ends[1]}</div></div>'
        )

    def _is_lit(self, part: Part, names: Sequence[str]) -> bool:
        return all(map(self.works, names))

    def _box(self, part: Part, names: Sequence[str]) -> str:
        rows = []
        for name in names:
            works, lesson = self.works(name), int(self._lesson_of[name])
            sign = f'<span class="tick" aria-hidden="true">{"✓" if works else "○"}</span>'
            said = f'<span class="unseen">: {"solved" if works else "not yet"}, </span><span class="lesson"> lesson {lesson}</span>'
            rows.append(f'<li class="{"works" if works else ""}">{sign}<code>{html.escape(name).replace("_", "_<wbr>")}</code>{said}</li>')
        state = "lit" if self._is_lit(part, names) else "coming" if self.next() in names else ""
        word = "given" if not names else "works" if state == "lit" else "next" if state else ""
        title = f'<p class="name"><b>{part.name}</b><span class="state">{word}</span></p><p class="does">{part.does}</p>'
        listed = f"<ul>{''.join(rows)}</ul>" if rows else ""
        return f'<div class="part {state}" style="grid-area: {part.name}">{title}{listed}</div>'

    def _flow(self, part: Part) -> str:
        """Return the arrow to the next part; it is alive where the parts at both of its ends work."""
        to, what = part.then
        known = {each.name: self._is_lit(each, names) for each, names in self.parts()}
        if to not in known:
            return ""
        alive = "alive" if known[part.name] and known[to] else ""
        return f'<div class="flow {part.name}-{to} {alive}" aria-hidden="true"><span>{what}</span></div>'

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}
