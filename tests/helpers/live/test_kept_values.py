"""What a reader has set in a figure stays when its cell is run again."""

from __future__ import annotations

from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import pytest

from helpers.live import LiveFigure, kept_values


class Shell:
    """As much of IPython's shell as says which cell runs, and what is in it."""

    def __init__(self) -> None:
        self.cell, self.code, self.runs = "one", "live(...)", 0

    def run(self) -> None:
        self.runs += 1

    def get_parent(self) -> dict[str, Any]:
        return {"metadata": {"cellId": self.cell}, "header": {"msg_id": str(self.runs)}, "content": {"code": self.code}}


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    made = Shell()
    monkeypatch.setattr(kept_values, "get_ipython", lambda: made)
    monkeypatch.setattr(kept_values, "_kept", {})
    return made


def figure(ahead: bool = False, **controls: Any) -> LiveFigure:
    drawn, axes = plt.subplots(figsize=(2, 1))
    words = axes.text(0, 0, "")

    def redraw(a: int = 1, kind: str = "line") -> None:
        words.set_text(f"{a} {kind}")

    return LiveFigure(drawn, redraw, ahead=ahead, **{"a": (-5, 5), "kind": ["line", "parabola"]} | controls)


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize("by", ["browser", "python"])
def test_a_cell_that_is_run_again_keeps_its_figures_values(shell: Shell, ahead: bool, by: str) -> None:
    shell.run()
    first = figure(ahead)
    if by == "browser":
        message = {"kind": "rest", "values": {"a": 4, "kind": 1}} if ahead else {"kind": "set", "id": 1, "values": {"a": 4, "kind": 1}}
        first._receive(first, message, [])
    else:
        first.a, first.kind = 4, "parabola"
    shell.run()
    again = figure(ahead)
    assert (again.a, again.kind) == (4, "parabola")
    assert again.describe().endswith("a = 4, kind = parabola")
    again.reset()
    assert (again.a, again.kind) == (1, "line")
    shell.run()
    assert figure(ahead).a == 1


def test_another_cell_and_other_code_begin_anew(shell: Shell) -> None:
    shell.run()
    figure().a = 4
    shell.run()
    shell.code = "live(..., 2)"
    assert figure().a == 1
    shell.run()
    shell.cell, shell.code = "two", "live(...)"
    assert figure().a == 1


def test_two_figures_of_a_cell_are_told_apart(shell: Shell) -> None:
    shell.run()
    one, two = figure(), figure()
    one.a, two.a = 2, 3
    shell.run()
    assert [figure().a, figure().a] == [2, 3]


def test_a_value_that_is_none_any_more_begins_anew(shell: Shell) -> None:
    shell.run()
    figure().a = 5
    shell.run()
    assert figure(a=(-2, 2)).a == 1


def test_a_widget_that_stands_for_a_control_decides(shell: Shell) -> None:
    shell.run()
    figure(a=ipywidgets.IntSlider(2, -5, 5)).a = 4
    shell.run()
    assert figure(a=ipywidgets.IntSlider(2, -5, 5)).a == 2


def test_where_nothing_says_what_runs_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_values, "get_ipython", lambda: None)
    figure().a = 4
    assert figure().a == 1
