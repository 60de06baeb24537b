"""Find the known mistakes of an exercise that do what a reader's function does, however it is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from helpers.checker.answer import Answer
from helpers.checker.case import REAL, Case
from helpers.checker.errors import kind_of
from helpers.checker.exercise import Exercise, Mistake
from helpers.checker.run import Outcome

AT_ONCE = {2: "Two things are wrong at once.", 3: "Three things are wrong at once."}

Alike = Callable[[Case, Answer], bool]


def known_mistakes(exercise: Exercise, cases: Sequence[Case]) -> tuple[str, ...]:
    """Return what is to be said of the known mistake that does the same, or of the two or three that together do, or ()."""
    for alike in (_in_the_same_form, has_numbers_of):  # one that does exactly the same comes first
        for mistake, outcomes in zip(exercise.mistakes, exercise.mistaken, strict=True):
            if _does_the_same(exercise, alike, cases, mistake.function, outcomes):
                return (mistake.sentence,)
    for one, other, function, outcomes in exercise.mistaken_twice:
        if _does_the_same(exercise, _in_the_same_form, cases, function, outcomes):
            return AT_ONCE[2], one.sentence, other.sentence
    found, unexplained = _mistakes_in_parts(exercise, cases)
    sentences = [mistake.sentence for mistake in found]
    if found and unexplained:
        return *sentences, f"There is something else wrong with {' and '.join(exercise.parts[place] for place in sorted(unexplained))}."
    return (AT_ONCE[len(found)], *sentences) if len(found) > 1 else tuple(sentences)


def _does_the_same(
    exercise: Exercise, alike: Alike, cases: Sequence[Case], function: Callable[..., Any], outcomes: Sequence[Outcome]
) -> bool:
    """Return whether a mistaken function is like the cases; outcomes are what it does with the examples that never change."""
    count = len(exercise.examples)
    if not _are_alike(alike, cases[:count], outcomes):
        return False
    new = exercise.outcomes_of(function, [case.arguments for case in cases[count:]])
    return _are_alike(alike, cases, [*outcomes, *new])


def _are_alike(alike: Alike, cases: Sequence[Case], outcomes: Sequence[Outcome]) -> bool:
    """Return whether a mistake answers as the cases do, and is wrong where one of the two stops with an exception.

    Whether it stops depends on the words: a product of arrays that don't fit does, and the same in two loops may not. So there it is
    enough to have some wrong answer in common. Where nothing but exceptions is in common they have to be of one kind.
    """
    both = [(case, outcome.answer) for case, outcome in zip(cases, outcomes, strict=True) if case.got.answer and outcome.answer]
    if not all(alike(case, answer) for case, answer in both):
        return False  # as with nearly every mistake; what comes below takes ten times as long
    if not both:
        return all(map(_stop_alike, cases, outcomes))
    in_common = False
    for case, outcome in zip(cases, outcomes, strict=True):
        is_wrong = not replace(case, got=outcome).is_right()
        if case.got.answer and outcome.answer:
            in_common = in_common or is_wrong
        elif case.is_right() or not is_wrong:
            return False
    return in_common or all(map(_stop_alike, cases, outcomes))


def _stop_alike(case: Case, outcome: Outcome) -> bool:
    if case.got.failure is None or outcome.failure is None:
        return case.got.failure is outcome.failure
    return kind_of(case.got.failure) == kind_of(outcome.failure)


def _in_the_same_form(case: Case, other: Answer) -> bool:
    """Return whether the answer has the same numbers as another one, in the same form."""
    mine = case.got.answer
    if mine is None:
        return False
    if other.parts:
        return _all_parts(_in_the_same_form, case, other)
    if mine.numbers is None or other.numbers is None:
        return mine.same(other)
    form, wanted = ((each.kind, each.type_name, each.dtype.startswith(REAL) or each.dtype) for each in (mine, other))
    return form == wanted and case.agrees(other.numbers)


def has_numbers_of(case: Case, other: Answer) -> bool:
    """Return whether the answer has the same numbers as another one, whatever they come in: a list, say."""
    return _all_parts(has_numbers_of, case, other) if other.parts else case.agrees(other.numbers)


def _all_parts(alike: Alike, case: Case, other: Answer) -> bool:
    parts = case.parts(other)
    return bool(parts) and all(alike(part, part.expected) for part in parts)


# Of an answer of several parts each can be wrong in its own way.


@dataclass(frozen=True)
class _Explains:
    """A known mistake, and the parts that are wrong in just the way in which it gets them wrong."""

    mistake: Mistake
    parts: frozenset[int]
    gets_wrong: frozenset[int]


def _mistakes_in_parts(exercise: Exercise, cases: Sequence[Case]) -> tuple[list[Mistake], set[int]]:
    """Return mistakes, as few as it takes, that explain the parts that are wrong, and the parts that they leave unexplained."""
    if not exercise.parts or not all(case.parts() or case.got.failure for case in cases):
        return [], set()
    wrong = {place for case in cases for place, part in enumerate(case.parts()) if not part.is_right()}
    explaining = list(_explaining(exercise, cases))
    chosen: list[Mistake] = []
    while wrong and len(chosen) < max(AT_ONCE):
        best = max(explaining, key=lambda each: (len(each.parts & wrong), each.parts == each.gets_wrong), default=None)
        if best is None or not best.parts & wrong:
            break
        chosen.append(best.mistake)
        wrong -= best.parts
    return chosen, wrong


def _explaining(exercise: Exercise, cases: Sequence[Case]) -> Iterator[_Explains]:
    count = len(exercise.examples)
    new, split = [case.arguments for case in cases[count:]], [(case, case.parts()) for case in cases]
    for mistake, outcomes in zip(exercise.mistakes, exercise.mistaken, strict=True):
        if _parts_explained(split[:count], outcomes)[0]:
            parts, gets_wrong = _parts_explained(split, [*outcomes, *exercise.outcomes_of(mistake.function, new)])
            if parts:
                yield _Explains(mistake, frozenset(parts), frozenset(gets_wrong))


def _parts_explained(split: Sequence[tuple[Case, list[Case]]], outcomes: Sequence[Outcome]) -> tuple[set[int], set[int]]:
    """Return the parts that a mistake gets wrong as the cases do, which come with their parts, and all that it gets wrong."""
    gets_wrong: set[int] = set()
    differ: set[int] = set()
    for (case, parts), outcome in zip(split, outcomes, strict=True):
        mistaken = replace(case, got=outcome).parts()
        for place, (mine, other) in enumerate(zip(parts, mistaken, strict=False)):
            if not other.has_right_numbers():
                gets_wrong.add(place)
            if not mine.agrees(other.numbers()):
                differ.add(place)
    return gets_wrong - differ, gets_wrong
