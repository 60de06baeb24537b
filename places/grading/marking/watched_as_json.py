"""What a function did, as JSON: nothing that comes out of a process which has run a student's code is trusted to be more than data."""

import base64
import binascii
from typing import Any

import numpy as np

from helpers.checker.answer import Answer
from helpers.checker.run import Failure, Outcome, Watched

NUMBERS = {"<f8": np.float64, "<c16": np.complex128}


class Unreadable(ValueError):
    """This is nothing that `packed` has made."""


def packed(watched: Watched) -> dict[str, Any]:
    """Return what a function did, made of nothing but what JSON knows."""
    return {
        "outcomes": [_packed_outcome(each) for each in watched.outcomes],
        "ending": watched.ending,
        "printed": watched.printed,
        "overwritten": watched.overwritten,
    }


def _packed_outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        **vars(outcome),
        "answer": None if outcome.answer is None else _packed_answer(outcome.answer),
        "failure": None if outcome.failure is None else vars(outcome.failure),
    }


def _packed_answer(answer: Answer) -> dict[str, Any]:
    return {**vars(answer), "numbers": _packed_numbers(answer.numbers), "parts": [_packed_answer(each) for each in answer.parts]}


def _packed_numbers(numbers: Any) -> dict[str, Any] | None:
    if numbers is None:
        return None
    kind = "<c16" if numbers.dtype.kind == "c" else "<f8"
    return {"type": kind, "shape": numbers.shape, "bytes": base64.b64encode(numbers.astype(kind).tobytes()).decode("ascii")}


def unpacked(data: Any) -> Watched:
    """Return what a function did.

    Raises:
        Unreadable: The data are not what `packed` makes.
    """
    try:
        outcomes = [_outcome(each) for each in _is(list, data["outcomes"])]
        return Watched(outcomes, _is(str, data["ending"]), _is(str, data["printed"]), _is(bool, data["overwritten"]))  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, RecursionError, binascii.Error) as error:
        raise Unreadable(str(error)) from error


def _is(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise Unreadable(f"{kind.__name__} is expected")
    return value


def _strings(values: Any) -> tuple[str, ...]:
    return tuple(_is(str, each) for each in _is(list, values))


def _outcome(data: Any) -> Outcome:
    answer = None if data["answer"] is None else _answer(data["answer"])
    failure = None if data["failure"] is None else _failure(data["failure"])
    printed, steady = _is(str, data["printed"]), _is(bool, data["steady"])
    return Outcome(answer, failure, printed, steady, _strings(data["changed"]), _strings(data["restored"]), _strings(data["shared"]))


def _failure(data: Any) -> Failure:
    texts = {each: _is(str, data[each]) for each in ("type_name", "message", "source", "inside", "missing", "meant")}
    return Failure(line=_is(int, data["line"]), **texts)


def _answer(data: Any) -> Answer:
    texts = {each: _is(str, data[each]) for each in ("kind", "type_name", "dtype", "text")}
    parts = tuple(_answer(each) for each in _is(list, data["parts"]))
    return Answer(numbers=_numbers(data["numbers"]), shape=_shape(data["shape"]), parts=parts, **texts)


def _numbers(data: Any) -> Any:
    if data is None:
        return None
    kind = _is(str, data["type"])
    content = base64.b64decode(_is(str, data["bytes"]), validate=True)
    return np.frombuffer(content, dtype=kind).astype(NUMBERS[kind]).reshape(_shape(data["shape"]))


def _shape(data: Any) -> tuple[int, ...]:
    return tuple(_is(int, each) for each in _is(list, data))
