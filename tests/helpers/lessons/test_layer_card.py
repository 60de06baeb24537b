"""The card that links a layer's graph, its matrix and its numbers, as a reader points at it and moves through it by key."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from helpers.lessons.lesson_02.explorers import read_a_layer
from helpers.lessons.lesson_02.layer_card import LayerCard
from tests.browser.accessibility import violations
from tests.browser.chromium import chromium_or_skip

pytest.importorskip("playwright.sync_api")

CARD = read_a_layer()
DARK = "<style>:root { --jp-layout-color0: #111; --jp-content-font-color1: #fff; color-scheme: dark } body { background: #111 }</style>"


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with chromium_or_skip(windowless=True) as browser:
        yield browser.new_page(viewport={"width": 900, "height": 500})


@pytest.fixture(params=["", pytest.param(DARK, marks=pytest.mark.weekly)], ids=["light", "dark"])
def shown(page: Any, request: pytest.FixtureRequest) -> Any:
    page.set_content(f"<!doctype html><html lang=en><title>Card</title>{request.param}<main>{CARD.html()}</main>")
    page.mouse.move(890, 490)
    return page


def lit(page: Any) -> dict[str, list[str]]:
    """Return what is lit: the texts of lit cells, how many lines and circles, and the sentences that can be read."""
    bold = "all => all.filter(each => getComputedStyle(each).fontWeight === '700').map(each => each.innerText)"
    thick = "all => all.filter(each => getComputedStyle(each).strokeWidth === '4px').map(each => each.tagName)"
    seen = "all => all.filter(each => getComputedStyle(each).visibility === 'visible').map(each => each.innerText)"
    return {
        "cells": page.locator(".cell").evaluate_all(bold),
        "lines": page.locator("svg [data-lit]").evaluate_all(thick),
        "said": page.locator(".says p").evaluate_all(seen),
    }


@pytest.mark.browser
def test_at_rest_nothing_is_lit_and_it_says_what_to_do(shown: Any) -> None:
    found = lit(shown)
    assert (found["cells"], found["lines"]) == ([], [])
    assert found["said"] == ["Point at a weight, a line, a unit or a result, or press Tab."]


@pytest.mark.browser
def test_a_result_lights_the_row_and_the_column_that_make_it(shown: Any) -> None:
    shown.locator('button[data-is="r23"]').hover()
    found = lit(shown)
    assert found["cells"] == ["10", "1", "0.5", "−2", "3"]
    assert sorted(found["lines"]) == ["circle", "circle", "circle", "path", "path"]
    assert found["said"] == ["Measurement 2, unit 3: 10 · 0.5 + 1 · (−2) = 3."]


@pytest.mark.browser
@pytest.mark.parametrize("width", [900, 340])
def test_a_result_stands_right_of_its_row_and_below_its_column(shown: Any, width: int) -> None:
    shown.set_viewport_size({"width": width, "height": 500})
    inputs = [_box(cell) for cell in shown.locator(".inputs .cell").all()]
    for row in range(2):
        for unit in range(3):
            result, weight, name = (
                _box(shown.locator(f'button[data-is="{key}"]')) for key in (f"r{row + 1}{unit + 1}", f"w2{unit + 1}", f"u{unit + 1}")
            )
            assert (weight[0], name[0]) == (result[0], result[0])
            assert name[1] < weight[1] < result[1]
            for cell in inputs[2 * row : 2 * row + 2]:
                assert cell[1] == result[1]
                assert cell[0] < result[0]
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.set_viewport_size({"width": 900, "height": 500})


def _box(cell: Any) -> tuple[float, float]:
    box = cell.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.browser
def test_a_line_of_the_graph_lights_its_entry_and_an_entry_its_line(shown: Any) -> None:
    shown.locator('button[data-is="w21"]').hover()
    by_entry = lit(shown)
    shown.mouse.move(890, 490)
    box = shown.locator("svg").bounding_box()
    shown.mouse.move(box["x"] + 26 + 0.3 * 208, box["y"] + 250 * (2 / 3 + 0.3 * (1 / 6 - 2 / 3)))
    assert lit(shown) == by_entry
    assert by_entry["cells"] == ["1"]
    assert sorted(by_entry["lines"]) == ["circle", "circle", "path"]
    assert by_entry["said"] == ["The weight 1 leads from input 2 to unit 1: row 2, column 1."]


@pytest.mark.browser
def test_a_unit_lights_its_column(shown: Any) -> None:
    shown.locator('g[data-is="u2"]').hover()
    found = lit(shown)
    assert found["cells"] == ["unit 2", "−1", "3", "2", "−7"]
    assert found["said"] == ["Unit 2 owns column 2: it adds up −1 · x₁ + 3 · x₂."]


@pytest.mark.browser
def test_tab_moves_through_it_and_the_pointer_wins_over_the_focus(shown: Any) -> None:
    shown.locator('button[data-is="u1"]').focus()
    names = []
    for _ in range(15):
        names.append(shown.evaluate("document.activeElement.dataset.is"))
        assert len(lit(shown)["said"]) == 1
        shown.keyboard.press("Tab")
    assert names == ["u1", "u2", "u3", "w11", "w12", "w13", "w21", "w22", "w23", "r11", "r12", "r13", "r21", "r22", "r23"]
    shown.locator('button[data-is="w11"]').focus()
    shown.locator('button[data-is="r11"]').hover()
    assert lit(shown)["said"] == ["Measurement 1, unit 1: 1 · 2 + 1 · 1 = 3."]


@pytest.mark.browser
@pytest.mark.parametrize("shown", ["", DARK], ids=["light", "dark"], indirect=True)
def test_axe_finds_nothing(shown: Any) -> None:
    assert violations(shown, "main") == []
    shown.locator('button[data-is="r11"]').focus()
    assert violations(shown, "main") == []


def test_its_sentences_are_true_of_other_layers_too() -> None:
    random = np.random.default_rng(0)
    card = LayerCard(random.integers(-3, 4, (2, 3)).astype(float), random.integers(-3, 4, (3, 4)).astype(float))
    for key, sentence in card.sentences().items():
        if key[0] == "r":
            sums = sentence.split(": ")[1].rstrip(".").replace("−", "-").replace("·", "*").replace(" = ", " == ")
            assert eval(sums), sentence
    assert len(re.findall("<button", card.html())) == 4 + 12 + 8


def test_without_a_page_it_is_text() -> None:
    assert repr(CARD).splitlines()[-1] == "Unit 3 owns column 3: it adds up 0.5 · x₁ − 2 · x₂."
