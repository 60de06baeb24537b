"""The pad of lesson 09 under fingers, pens and palms, which only Chromium's protocol can play, and its looks.

They stand in a module of their own, since two browsers of Playwright's can't be open in one thread at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from helpers.lessons.lesson_09.pad import EXAMPLE

pytest.importorskip("playwright.sync_api")

from tests.browser.accessibility import violations
from tests.browser.chromium import chromium_or_skip
from tests.browser.tabs import Point
from tests.everything import in_turn
from tests.helpers.lessons.test_pad_on_a_page import PAPER, page, trained

pytestmark = pytest.mark.browser

DARK = ":root { --jp-content-font-color1: #dfe1e5; --jp-layout-color0: #17191d; color-scheme: dark; background: #17191d; }"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium_or_skip(windowless=True) as started:
        yield started


@pytest.fixture(scope="module")
def layers() -> Any:
    return trained()


@pytest.fixture
def phone(browser: Any, layers: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    shown = context.new_page()
    shown.set_content(page(layers))
    yield shown
    context.close()


class Hand:
    """Fingers and a pen on the paper of a page, at parts of its sides."""

    def __init__(self, shown: Any) -> None:
        self.protocol, self.box = shown.context.new_cdp_session(shown), shown.locator(PAPER).bounding_box()

    def at(self, x: float, y: float) -> dict[str, float]:
        return {"x": self.box["x"] + x * self.box["width"], "y": self.box["y"] + y * self.box["height"]}

    def touch(self, kind: str, **fingers: Point) -> None:
        points = [{**self.at(*place), "id": number} for number, place in enumerate(fingers.values())]
        self.protocol.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    def pen(self, kind: str, place: Point) -> None:
        told = {"pointerType": "pen", "button": "left", "buttons": 1, "clickCount": 1}
        self.protocol.send("Input.dispatchMouseEvent", {"type": f"mouse{kind}", **self.at(*place), **told})


def test_a_finger_draws_without_scrolling_and_a_second_one_is_left_alone(phone: Any) -> None:
    hand = Hand(phone)
    hand.touch("Start", first=(0.5, 0.2))
    hand.touch("Move", first=(0.5, 0.4))
    hand.touch("Start", first=(0.5, 0.4), second=(0.1, 0.9))
    hand.touch("Move", first=(0.5, 0.7), second=(0.3, 0.9))
    hand.touch("End")
    (mark,) = phone.evaluate("pad.paper.ink")
    assert {x for x, _ in mark["path"]} == {0.5}
    assert mark["path"][-1][1] == pytest.approx(0.7, abs=0.01)
    assert phone.evaluate("scrollY") == 0
    assert phone.locator(".pad-bars .is-best .pad-digit").text_content() == "1"


def test_a_palm_beside_the_pen_leaves_nothing(phone: Any) -> None:
    hand = Hand(phone)
    hand.touch("Start", palm=(0.8, 0.9))
    hand.pen("Pressed", (0.5, 0.2))
    hand.touch("Move", palm=(0.82, 0.9))
    for y in (0.4, 0.6, 0.8):
        hand.pen("Moved", (0.5, y))
    hand.touch("End")
    hand.pen("Released", (0.5, 0.8))
    hand.touch("Start", palm=(0.8, 0.7))  # the pen is lifted for the next stroke
    hand.touch("Move", palm=(0.8, 0.8))
    hand.touch("End")
    (mark,) = phone.evaluate("pad.paper.ink")
    assert {x for x, _ in mark["path"]} == {0.5}


LAPTOP = {"viewport": {"width": 1280, "height": 720}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(("screen", "style"), in_turn((LAPTOP, ""), (LAPTOP, DARK), (PHONE, DARK), (PHONE, "")))
def test_it_passes_axe_and_fits_on_a_laptop_and_on_a_phone(browser: Any, layers: Any, screen: dict[str, Any], style: str) -> None:
    context = browser.new_context(**screen)
    shown = context.new_page()
    shown.set_content(page(layers, style))
    shown.evaluate("ink => pad.showInk(ink)", EXAMPLE["ink"])
    shown.locator(PAPER).focus()
    assert violations(shown, ".lessons", whole_page=False) == []
    assert shown.evaluate("document.documentElement.scrollWidth") == screen["viewport"]["width"]
    sizes = [shown.locator(".pad button").nth(number).bounding_box() for number in range(12)]
    if screen is PHONE:
        assert min(min(size["width"], size["height"]) for size in sizes) >= 44
    else:
        assert shown.locator(".lessons").bounding_box()["height"] <= 560
    context.close()
