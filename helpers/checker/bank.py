"""The exercises of a lesson, and the decorator that checks them."""

import functools
import inspect
import itertools
import textwrap
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType, MappingProxyType
from typing import Any

import numpy as np
from IPython.display import display

from helpers import progress
from helpers.checker.answer import Answer, name_of, show
from helpers.checker.definition import fits, is_stub, takes, what_else_it_is
from helpers.checker.remarks import (
    Case,
    answers_like,
    first_wrong,
    gives_nothing,
    not_dependable,
    numbers_like,
    remark,
    returns_what_it_was_given,
)
from helpers.checker.run import LIMIT, Arguments, Outcome, Probe, Told, Watched, watch
from helpers.checker.source import as_a_reader_writes_it
from helpers.checker.verdict import Verdict

RANDOM_EXAMPLES = 3
MOST_LINES_PRINTED = 3
DIGITS = (6, 9, 12, 17)  # as few are shown as it takes to see a difference
STOPPED = "The check was stopped before it came to an end. Run the cell again to have your function checked."
CANNOT_CHECK = "This could not be checked. Restart the kernel, and run the lesson from its top"
TWO_AT_ONCE = "Two things are wrong at once."
ONLY_NEW = "Your function is right for the lesson's examples, and wrong for new ones drawn at random."
GOES_ON = "Until yours is correct, the lesson goes on with its own solution."


class Mistake:
    """A way to get an exercise wrong, and what to say to somebody who did.

    Args:
        sentence: What was done and what to look at; it never gives the solution away.
        function: Does what the mistaken reader's function does.
        changes: If given, `function` is a template instead: a function that returns the solution when it is called without
            arguments, and a mistaken one when it is called with changes. Two mistakes of one template that change different things
            can then be recognised together.
    """

    def __init__(self, sentence: str, function: Callable[..., Any], **changes: Any) -> None:
        self.sentence = sentence
        self.function: Callable[..., Any] = function(**changes) if changes else function
        self.template = function if changes else None
        self.changes = changes

    def combined(self, other: "Mistake") -> Callable[..., Any] | None:
        """Return the function of somebody who made both mistakes, or None where they cannot be made at once."""
        if self.template is None or self.template is not other.template or self.changes.keys() & other.changes.keys():
            return None
        function: Callable[..., Any] = self.template(**self.changes, **other.changes)
        return function

    def __repr__(self) -> str:
        return f"Mistake({self.sentence!r})"


class Exercise:
    """A function for the reader to write.

    Args:
        reference: The function in `helpers` that solves it. Its name and its parameters are the exercise's.
        examples: Arguments to try it with, in order: the first that goes wrong is shown. They should be few and small, and tell
            every mistake apart from the reference and from every other mistake.
        draw: Returns new arguments, drawn with the generator it is given, so that no answer can be learnt by heart.
        mistakes: Ways to get it wrong.
        hints: Two or three, each giving a little more.
        parts: What the parts of a tuple are called, where the reference returns one: "the gradient of W".
        probe: Is called with a function and its arguments in place of the function alone, and returns the numbers by which it is
            judged, where the function itself works on something else. It raises `Told` where there are none.
        rtol, atol: How far an answer's numbers may be from the reference's, as in `numpy.isclose`.
    """

    def __init__(
        self,
        reference: Callable[..., Any],
        *,
        examples: Sequence[Sequence[Any]],
        draw: Callable[[np.random.Generator], Sequence[Any]],
        mistakes: Sequence[Mistake] = (),
        hints: Sequence[str] = (),
        parts: Sequence[str] = (),
        probe: Probe | None = None,
        rtol: float = 1e-9,
        atol: float = 1e-9,
    ) -> None:
        if not isinstance(reference, FunctionType):
            raise TypeError(f"the reference must be a plain function; it is {what_else_it_is(reference)}.")
        self.reference = reference
        self.name = reference.__name__
        self.examples = tuple(self._named(example) for example in examples)
        self.draw = draw
        self.mistakes = tuple(mistakes)
        self.hints = tuple(hints)
        self.parts, self.probe = tuple(parts), probe
        self.rtol, self.atol = rtol, atol

    def _named(self, example: Sequence[Any]) -> Arguments:
        return inspect.signature(self.reference).bind(*example).arguments

    def solution(self) -> str:
        """Return the source of the reference as a reader would write it, to be pasted over the whole cell."""
        return "@exercise\n" + as_a_reader_writes_it(textwrap.dedent(inspect.getsource(self.reference)).strip())

    def check(self, function: Any, limit: float = LIMIT) -> Verdict:
        """Return what is to be said of a function, or of whatever stands in its place; never raise.

        The limit is in seconds, for all examples together.
        """
        try:
            with np.errstate(all="ignore"):
                return self._verdict(function, limit)
        except KeyboardInterrupt:
            return self._not_yet(STOPPED)
        except Exception as error:  # the reader may have put anything in the place of NumPy's own functions
            return self._not_yet(f"{CANNOT_CHECK} ({name_of(type(error))}).")

    def _verdict(self, function: Any, limit: float) -> Verdict:
        seen = self.seen_at_a_glance(function)
        if seen is not None:
            return seen
        examples = self.examples_with(np.random.default_rng())
        return self.judge(watch(function, examples, limit, self.probe), examples, self.taken_from_outside(function), limit)

    def seen_at_a_glance(self, function: Any) -> Verdict | None:
        """Return what is to be said of a definition without calling it, or None where it has to be called."""
        other = what_else_it_is(function)
        if other is not None:
            return self._not_yet(f"`{self.name}` is to be a function, written with `def` and ended with `return`; yours is {other}.")
        if is_stub(function):
            return self._say("not started", "Write your own code in place of the `...`, and run the cell again.", closing=GOES_ON)
        if not fits(function, self.reference):
            return self._not_yet(f"`{self.name}` must take `{takes(self.reference)}`; yours takes `{takes(function)}`.")
        return None

    def examples_with(self, generator: np.random.Generator) -> list[Arguments]:
        """Return the examples that never change, and new ones drawn with the generator."""
        return [*self.examples, *(self._named(self.draw(generator)) for _ in range(RANDOM_EXAMPLES))]

    def judge(self, watched: Watched, examples: Sequence[Arguments], outside: str = "", limit: float = LIMIT) -> Verdict:
        """Return what is to be said of a function that did this with the examples; outside is what `taken_from_outside` said."""
        if watched.ending != "done" or len(watched.outcomes) < len(examples):
            return self._unfinished(watched, limit)
        return self._judge(self._cases(watched.outcomes, examples), watched.overwritten, outside)

    def _cases(self, outcomes: Sequence[Outcome], examples: Sequence[Arguments]) -> list[Case]:
        expected = [_answer(right) for right in self.outcomes_of(self.reference, examples)]
        return [
            Case(arguments, outcome, right, self.rtol, self.atol)
            for arguments, outcome, right in zip(examples, outcomes, expected, strict=True)
        ]

    def taken_from_outside(self, function: FunctionType) -> str:
        """Return what is to be said of a function that uses arrays of the notebook in place of its arguments, or ""."""
        outside = [name for name in function.__code__.co_names if type(function.__globals__.get(name)) is np.ndarray]
        own = ", ".join(f"`{name}`" for name in inspect.signature(self.reference).parameters)
        return f"Your function uses the notebook's own `{outside[0]}`. All that it needs is in its arguments: {own}." if outside else ""

    def _judge(self, cases: Sequence[Case], overwritten: bool, outside: str) -> Verdict:
        said = not_dependable(cases, overwritten)
        if said:
            return self._not_yet(said, printed=_printed(cases[0].got.printed))
        if not all(case.is_right() for case in cases):
            nothing = gives_nothing(cases)
            known = (nothing,) if nothing else self._known_mistake(cases) or self._two_known_mistakes(cases)
            reasons = known or (outside or self._remark(cases),)
            return self._not_yet(*reasons, example=self._shown(first_wrong(cases)), printed=_printed(cases[0].got.printed))
        said = returns_what_it_was_given(cases)
        if said:
            return self._not_yet(said, printed=_printed(cases[0].got.printed))
        agreement = f"It agrees with the lesson's own on {len(cases)} examples, {RANDOM_EXAMPLES} of them new ones drawn at random."
        return self._say("correct", agreement, printed=_printed(cases[0].got.printed))

    def _known_mistake(self, cases: Sequence[Case]) -> tuple[str, ...]:
        """Return what is to be said of the known mistake that does the same, or (); first one that does exactly the same."""
        for is_like in (answers_like, numbers_like):
            for mistake, outcomes in zip(self.mistakes, self._mistaken, strict=True):
                if self._does_the_same(is_like, cases, mistake.function, outcomes):
                    return (mistake.sentence,)
        return ()

    def _two_known_mistakes(self, cases: Sequence[Case]) -> tuple[str, ...]:
        """Return what is to be said of two known mistakes that together do the same, or ()."""
        for one, other, function, outcomes in self._mistaken_twice:
            if self._does_the_same(answers_like, cases, function, outcomes):
                return TWO_AT_ONCE, one.sentence, other.sentence
        return ()

    def _does_the_same(
        self, is_like: Callable[..., bool], cases: Sequence[Case], function: Callable[..., Any], outcomes: Sequence[Outcome]
    ) -> bool:
        """Return whether a mistaken function is like the cases; outcomes are what it does with the examples that never change."""
        fixed, new = cases[: len(self.examples)], [case.arguments for case in cases[len(self.examples) :]]
        return is_like(fixed, outcomes) and is_like(cases, [*outcomes, *self.outcomes_of(function, new)])

    @functools.cached_property
    def _mistaken(self) -> list[list[Outcome]]:
        """What each mistake does with the examples that never change."""
        return [self.outcomes_of(mistake.function, self.examples) for mistake in self.mistakes]

    @functools.cached_property
    def _mistaken_twice(self) -> list[tuple[Mistake, Mistake, Callable[..., Any], list[Outcome]]]:
        """Every two mistakes that can be made at once, what makes them, and what that does with the examples that never change."""
        pairs = ((one, other, one.combined(other)) for one, other in itertools.combinations(self.mistakes, 2))
        return [(one, other, both, self.outcomes_of(both, self.examples)) for one, other, both in pairs if both is not None]

    def outcomes_of(self, function: Callable[..., Any], examples: Sequence[Arguments]) -> list[Outcome]:
        """Return what one of the lesson's own functions does with the examples."""
        return watch(function, examples, limit=None, probe=self.probe).outcomes  # type: ignore[arg-type]

    def _remark(self, cases: Sequence[Case]) -> str:
        """Return a remark on the examples that never change, so that it never does; on new ones if they alone are wrong."""
        fixed, names = cases[: len(self.examples)], list(inspect.signature(self.reference).parameters)
        if all(case.is_right() for case in fixed):
            return f"{ONLY_NEW} {remark(cases, names, self.parts)}"
        return remark(fixed, names, self.parts)

    def _shown(self, case: Case) -> tuple[tuple[str, str], ...]:
        """Return lines that show one example: the call, what came of it, and what was expected."""
        arguments = ", ".join(f"{name}={_shown_argument(value)}" for name, value in case.arguments.items())
        answer, expected = case.got.answer, case.expected
        digits = next((each for each in DIGITS if answer is None or answer.show(each) != expected.show(each)), DIGITS[0])
        return ("call", f"{self.name}({arguments})"), *_shown_outcome(case.got, digits), ("expected", expected.show(digits))

    def _unfinished(self, watched: Watched, limit: float) -> Verdict:
        if watched.ending == "stopped":
            return self._not_yet(STOPPED)
        said = f"Your function had not come to an end after {limit:g} seconds: is there a loop that never stops?"
        return self._not_yet(said, printed=_printed(watched.printed))

    def _not_yet(self, *reasons: str, **more: Any) -> Verdict:
        return self._say("not yet", *filter(None, reasons), closing=GOES_ON, **more)

    def _say(self, state: Any, *reasons: str, **more: Any) -> Verdict:
        hints = () if state == "correct" else self.hints
        return Verdict(self.name, state, reasons, hints=hints, solution=self.solution(), **more)


def _answer(outcome: Outcome) -> Answer:
    answer = outcome.answer
    if answer is None or (answer.numbers is None and not all(part.numbers is not None for part in answer.parts or (answer,))):
        raise RuntimeError("the reference gives no numbers")
    return answer


def _shown_outcome(outcome: Outcome, digits: int) -> list[tuple[str, str]]:
    if outcome.answer is not None:
        return [("returned", outcome.answer.show(digits))]
    if outcome.failure is None or outcome.failure.type_name == Told.__name__:
        return []
    line = [(f"in line {outcome.failure.line}", outcome.failure.source)] if outcome.failure.source else []
    return [*line, ("raised", outcome.failure.text())]


def _shown_argument(value: Any) -> str:
    if isinstance(value, np.ndarray | float | int):
        return show(np.asarray(value))
    return str(getattr(value, "__name__", "")) or repr(value)


def _printed(text: str) -> str:
    """Return the first lines of what was printed."""
    lines = [line[:100] for line in text.strip().splitlines()]
    return "\n".join(lines[:MOST_LINES_PRINTED] + (["…"] if len(lines) > MOST_LINES_PRINTED else []))


class Bank:
    """The exercises of one lesson. It is the decorator that checks a reader's function, which it finds by its name.

    Args:
        lesson: The lesson's number, "01".
        exercises: In the order of the lesson.
    """

    def __init__(self, lesson: str, *exercises: Exercise) -> None:
        self.lesson = lesson
        self.bank: Mapping[str, Exercise] = MappingProxyType({each.name: each for each in exercises})

    def __call__(self, function: Any) -> Any:
        """Show what is to be said of the function, and return it if it is correct, and the reference until it is."""
        name = _name_of(function)
        if name not in self.bank:
            print(f"There is no exercise called {name}; those of this lesson are {', '.join(self.bank)}.")
            return function
        exercise = self.bank[name]
        verdict = exercise.check(function)
        display(verdict)
        if verdict.state != "correct":
            return exercise.reference
        progress.record(self.lesson, name)
        return function


def _name_of(function: Any) -> str:
    try:
        name = function.__name__
    except Exception:  # whatever it is, it is no function
        name = None
    return name if type(name) is str else f"this ({name_of(type(function))})"
