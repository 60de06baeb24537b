"""The pad of lesson 09 in Python: whose answer it passes on, what it says of mistakes, and the forms that it has without widgets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.classify import random_layers, read
from helpers.lessons.lesson_09.pad import EXAMPLE, FORM, Pad, read_my_hand

LAYERS = random_layers([64, 16, 10])
COUNTS = np.array(EXAMPLE["counts"])


def answering(found: Any) -> Callable[..., Any]:
    return lambda x, layers: found


def raising(x: NDArray[np.float64], layers: Any) -> Any:
    raise ValueError("no digit of mine")


def test_the_readers_own_function_answers() -> None:
    seen = []

    def network(x: NDArray[np.float64], layers: Any) -> NDArray[np.float64]:
        seen.append(x)
        print("reading")
        return np.eye(10)[[4]]

    pad = Pad(network, LAYERS)
    answer = pad.answer(COUNTS)
    assert answer == {"probabilities": np.eye(10)[4].tolist(), "printed": "reading\n"}
    assert seen[-1].shape == (1, 64)
    assert seen[-1].max() == COUNTS.max() / 16
    pad.close()


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (raising, r"^ValueError: no digit of mine\nraise ValueError\(\"no digit of mine\"\)   \(line \d+ of its cell\)$"),
        (answering(None), "returned None. Does it end with a return?"),
        (answering("seven"), "returned a str, where an array"),
        (answering(np.full(10, 0.1)), r"shape \(10,\). For one picture, x of shape \(1, 64\), its shape is to be \(1, 10\)"),
        (answering(np.full((64, 10), 0.1)), r"shape \(64, 10\)"),
        (answering([[np.nan] * 10]), "nan or infinite. Does its softmax"),
        (answering([[3.0, -1.5, *[0.0] * 8]]), "go from -1.5 to 3 and add up to 1.5, so they aren't probabilities"),
        (lambda x, layers: read(x[:, :5], layers), r"^ValueError: .*\n.*x\[:, :5\].*\(line \d+ of its cell\)$"),
    ],
)
def test_a_mistake_is_said_in_words_and_no_line_of_ours_is_shown(network: Any, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    pad = Pad(network, LAYERS)
    answer = pad.answer(COUNTS)
    assert set(answer) == {"error", "printed"}
    assert re.search(words, answer["error"]), answer["error"]
    assert pad._pad["error"] == answer["error"], "it is said as soon as the pad is shown"
    assert pad.describe() == "A pad to draw digits on. The network that should read them doesn't answer yet."
    assert pad.png()
    pad.close()
    assert capsys.readouterr() == ("", "")


def test_something_else_than_a_function_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    read_my_hand(LAYERS, read)
    assert capsys.readouterr().out == "read_my_hand needs your function first, as in read_my_hand(read, layers); it got a list.\n"


def test_weights_are_stored_only_where_a_browser_answers_the_same() -> None:
    other = np.tanh
    pads = [
        Pad(read, LAYERS),
        Pad(lambda x, layers: read(other(x), layers), LAYERS),
        Pad(read, [*LAYERS, (np.ones((3, 2)), np.ones(2))]),
    ]
    assert [pad._pad["layers"] is not None for pad in pads] == [True, False, False]
    for pad in pads:
        pad.close()


def test_it_has_a_sentence_a_picture_and_a_form_for_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    pad = Pad(answering(np.eye(10)[[3]]), LAYERS)
    bundle, metadata = pad._repr_mimebundle_()
    said = "A pad to draw digits on. Its example is a hand-drawn 3, and the network reads it as 3."
    assert set(bundle) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
    assert (bundle["text/plain"], metadata["image/png"]["alt"], repr(pad)) == (said, said, said)
    assert bundle["image/png"] == pad._repr_mimebundle_()[0]["image/png"], "the same bytes each time"
    monkeypatch.setenv("LESSONS_EXPORT", "1")
    form = pad._repr_mimebundle_()[0][FORM]
    assert form["content"] == pad._pad
    assert said in form["still"]
    pad.close()


def test_a_message_is_answered_to_the_view_that_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    pad, sent = Pad(read, LAYERS), list[dict[str, Any]]()
    monkeypatch.setattr(pad, "send", sent.append)
    for values in (COUNTS.tolist(), None):
        pad._receive(pad, {"kind": "set", "view": "one", "id": 7, "values": values}, [])
    pad._receive(pad, {"kind": "other"}, [])
    assert [(each["view"], each["id"]) for each in sent] == [("one", 7)] * 2
    np.testing.assert_allclose(sent[0]["probabilities"], read(COUNTS[None] / 16, LAYERS)[0])
    assert "probabilities" not in sent[1]
    pad.close()
