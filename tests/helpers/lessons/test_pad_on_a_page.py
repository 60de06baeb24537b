"""The pad of lesson 09 on a page without a kernel, in Chromium, Firefox and WebKit: what its browser part computes, and a reader's hand."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator
from statistics import median
from typing import Any

import numpy as np
import pytest

from helpers.browser import script
from helpers.classify import random_layers, read, train
from helpers.data import digits
from helpers.lessons.lesson_09.pad import EXAMPLE, MOST, SCRIPT, UNSEEN, Pad

pytest.importorskip("playwright.sync_api")

from tests.browser.tabs import ENGINES, Point, Tab, tab_or_skip

pytestmark = pytest.mark.browser

PAPER = ".pad-paper"
ANSWER = "const p = document.querySelector('.pad').parentElement; return p.dataset.answer"
INK = "return pad.paper.ink"
RING = [(0.5 + 0.2 * math.sin(2 * math.pi * i / 40), 0.5 - 0.3 * math.cos(2 * math.pi * i / 40)) for i in range(41)]


def page(layers: Any, style: str = "", **content: Any) -> str:
    """Return a page with the pad alone, and the pad as `pad` in it."""
    made = Pad(read, layers)
    content = made._pad | content
    made.close()
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A pad</title>'
        f'<style>{style} body {{ margin: 0 auto; max-width: 740px; }}</style><style>{Pad._css}</style><main><div id="pad"></div></main>'
        "<script>window.complaints = []; onerror = (said) => complaints.push(said);</script>"
        f"<script>{script(SCRIPT)}\nwindow.pad = mount(document.getElementById('pad'), {json.dumps(content)});</script>"
    )


@functools.cache
def trained() -> Any:
    """Return the network of the lesson, trained on hands that it knows."""
    images, labels = (each[:UNSEEN] for each in digits())
    return train(images, np.eye(10)[labels], random_layers([64, 32, 10]), 0.3, 20)


@pytest.fixture(scope="module")
def layers() -> Any:
    return trained()


@pytest.fixture(scope="module")
def known(layers: Any) -> list[dict[str, Any]]:
    """A hundred digits by unknown hands that the network reads right, as the pad stores them."""
    images, labels = (each[UNSEEN:] for each in digits())
    right = np.flatnonzero(read(images, layers).argmax(axis=1) == labels)[:100]
    return [{"label": int(labels[place]), "counts": np.rint(images[place] * MOST).astype(int).tolist()} for place in right]


# Each engine tries the pads of the site daily.
MARKS = {engine: [pytest.mark.engine(engine), *([] if engine == "chromium" else [pytest.mark.weekly])] for engine in ENGINES}


@pytest.fixture(scope="module", params=[pytest.param(engine, marks=marks) for engine, marks in MARKS.items()])
def tab(
    request: pytest.FixtureRequest, layers: Any, known: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tab]:
    path = tmp_path_factory.mktemp("pad") / "pad.html"
    path.write_text(page(layers, stored=known), encoding="utf-8")
    with tab_or_skip(request.param) as opened:
        opened.open(path.as_uri())
        yield opened
        assert opened.complaints() == []


def on(tab: Tab, points: list[Point]) -> list[Point]:
    """Return these points of the paper as points of the window."""
    (left, top), (right, bottom) = tab.place(PAPER, (0, 0)), tab.place(PAPER, (1, 1))
    return [(left + x * (right - left), top + y * (bottom - top)) for x, y in points]


def show(tab: Tab, ink: list[dict[str, Any]]) -> dict[str, Any]:
    """Put this ink on the paper; return the counts that it makes and the probabilities that it gets."""
    body = "pad.showInk([]); pad.showInk(given[0]); return {counts: pad.counts, probabilities: probabilitiesOf(pad.layers, pad.counts)}"
    found: dict[str, Any] = tab.run(body, ink)
    return found


def test_every_engine_counts_the_example_as_its_file_says_and_answers_as_python_does(tab: Tab, layers: Any) -> None:
    shown = show(tab, EXAMPLE["ink"])
    assert shown["counts"] == EXAMPLE["counts"]
    np.testing.assert_allclose(shown["probabilities"], read(np.array([EXAMPLE["counts"]]) / MOST, layers)[0], atol=1e-5)
    assert tab.run(ANSWER) == str(EXAMPLE["label"])


def test_of_a_hundred_stored_digits_that_are_read_right_95_are_right_again_through_the_pad(tab: Tab, known: list[dict[str, Any]]) -> None:
    assert len(known) == 100
    body = """return given[0].map((_, digit) => {
        pad.showInk([{digit, path: [[0.5, 0.5]]}]);
        return Number(document.querySelector('.pad').parentElement.dataset.answer); });"""
    again = tab.run(body, known)
    right = sum(found == digit["label"] for found, digit in zip(again, known, strict=True))
    print(f"{right} of 100 right again")
    assert right >= 95


@pytest.mark.parametrize(("size", "middle", "slant"), [(0.25, (0.15, 0.8), 0), (0.9, (0.5, 0.5), 0), (0.5, (0.6, 0.4), 0.5)])
def test_neither_size_nor_place_nor_slant_change_what_it_sees_by_much(tab: Tab, size: float, middle: Point, slant: float) -> None:
    points = np.array([point for mark in EXAMPLE["ink"] for point in mark["path"]])
    points = size * (points - points.mean(axis=0)) / np.ptp(points[:, 1])
    points[:, 0] -= slant * points[:, 1]
    counts = show(tab, [{"path": (points + middle).tolist()}])["counts"]
    assert np.abs(np.array(counts) - EXAMPLE["counts"]).mean() < 1.5


def test_the_answer_follows_the_mouse_within_50_ms(tab: Tab) -> None:
    tab.run(
        """const show = pad.show.bind(pad);
        window.took = [];
        pad.show = (probabilities) => { show(probabilities); if (probabilities) took.push(Number(pad.root.dataset.took)); };
        pad.showInk([]);"""
    )
    tab.drag(on(tab, RING))
    assert tab.wait_for(ANSWER) == "0"
    took = tab.run("return took")
    print(f"{len(took)} answers on the way, {median(took):.0f} ms at the median, {max(took):.0f} at most")
    assert len(took) > 5
    assert median(took) < 50
    (mark,) = tab.run(INK)
    assert len(mark["path"]) > 20


def test_what_is_off_the_paper_leaves_no_ink_and_undo_takes_back_all_of_a_stroke(tab: Tab) -> None:
    before = tab.run(INK)
    tab.drag(on(tab, [(0.3, 0.5), (0.7, 0.5), (1.2, 0.5), (1.2, 0.8), (0.9, 0.8), (0.5, 0.8)]))
    ink = tab.run(INK)
    assert len(ink) == len(before) + 2
    (_, leaves), (enters, *_) = ink[-2]["path"][-2:], ink[-1]["path"]
    assert leaves[0] == enters[0] == 1
    assert all(0 <= each <= 1 for mark in ink for point in mark["path"] for each in point)
    tab.click(".pad-buttons button", 0)
    assert tab.run(INK) == before
    tab.click(".pad-buttons button", 1)
    assert tab.run(INK) == []
    tab.wait_for("return document.querySelector('.pad').parentElement.dataset.answer === ''")
    tab.click(".pad-buttons button", 0)
    assert tab.run(INK) == before, "Clear can be undone, too"


def test_a_stored_digit_is_chosen_moved_and_smeared_by_keys_and_the_answer_is_said(tab: Tab) -> None:
    tab.run("pad.paper.clear(); document.querySelector(given[0]).focus()", PAPER)
    tab.press("7")
    tab.wait_for("return document.querySelector('.pad [aria-live]').textContent.startsWith('7 ')")
    first = tab.run(INK)
    tab.press("7")
    assert tab.run(INK)[0]["digit"] != first[0]["digit"]
    tab.press("ArrowRight", "ArrowDown", "ArrowDown")
    assert tab.run(INK)[0]["path"] == [[0.531, 0.562]]
    tab.press("Shift+ArrowRight", "Shift+ArrowRight")
    assert len(tab.run(INK)[0]["path"]) == 3
    tab.press("Backspace")
    assert len(tab.run(INK)[0]["path"]) == 2
    tab.press("Delete", "ArrowLeft", "Shift+ArrowDown", "Shift+ArrowDown", "ArrowLeft", "Shift+ArrowUp")
    assert [len(mark["path"]) for mark in tab.run(INK)] == [3, 2], "without a digit, the keys move a pen"
