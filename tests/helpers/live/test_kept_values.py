"""What a reader has set in a figure stays when its cell is run again."""

from __future__ import annotations

from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.live import LiveFigure, kept_values, running_cell, shown_again


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
    axes.set_axis_off()  # words alone are drawn soonest
    words = axes.text(0, 0, "")

    def redraw(a: int = 1, kind: str = "line") -> None:
        words.set_text(f"{a} {kind}")

    return LiveFigure(drawn, redraw, ahead=ahead, **{"a": (0, 5), "kind": ["line", "parabola"]} | controls)


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


# A figure that is shown again.


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> list[LiveFigure]:
    shown: list[LiveFigure] = []

    def display(figure: LiveFigure) -> None:
        figure._shown_in = kept_values.message_that_runs()["header"]["msg_id"]
        shown.append(figure)

    monkeypatch.setattr("helpers.live.figure_again.display", display)
    monkeypatch.setattr(running_cell, "_made", {})
    return shown


@shown_again
def of_arguments(x: Any, way: Any = "up") -> LiveFigure:
    made = figure(ahead=True)
    made._shown_in = kept_values.message_that_runs()["header"]["msg_id"]  # as `live` shows it
    return made


def test_a_cell_that_is_run_again_unchanged_shows_the_figure_that_is_there(shell: Shell, displayed: list[LiveFigure]) -> None:
    shell.run()
    first = of_arguments(np.arange(3.0))
    first.a = 4
    sent: list[str] = []
    first.send_state = sent.append  # a view that is made later begins with what was sent last
    for _ in range(2):
        shell.run()
        assert of_arguments(np.arange(3.0)) is first
    assert sent == ["_picture", "_picture"]
    assert displayed == [first, first]
    assert first.comm is not None
    assert first.a == 4


@pytest.mark.parametrize("what", ["an argument", "a named one", "the code", "the cell", "the same run", "no comparing", "it is gone"])
def test_a_figure_is_made_anew_if_anything_is_not_as_it_was(shell: Shell, displayed: list[LiveFigure], what: str) -> None:
    shell.run()
    arguments: tuple[Any, ...] = (np.arange(3.0), [1] if what == "no comparing" else "up")
    first = of_arguments(*arguments)
    if what != "the same run":
        shell.run()
    if what == "an argument":
        arguments[0][1] = 7  # in place
    shell.code += " again" if what == "the code" else ""
    shell.cell += "two" if what == "the cell" else ""
    if what == "it is gone":
        first.close()
    again = of_arguments(arguments[0], way="down") if what == "a named one" else of_arguments(*arguments)
    assert again is not first
    assert displayed == []
    assert (first.comm is not None) == (what in {"the cell", "the same run"})


def test_what_else_the_cell_made_is_closed_when_a_figure_is_shown_again(shell: Shell, displayed: list[LiveFigure]) -> None:
    shell.run()
    first, other = of_arguments(np.arange(3.0)), figure()
    shell.run()
    assert of_arguments(np.arange(3.0)) is first
    figure()
    assert displayed == [first]
    assert other.comm is None
    assert first.comm is not None
