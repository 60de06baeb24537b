"""The explorer of rates in lesson 06: every frame of it, and its words."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.data import measurements
from helpers.lessons.lesson_06 import rate_explorer
from helpers.lessons.lesson_06.descents import STEPS, quadratic_runs, state_of
from helpers.live import LiveFigure, Log
from tests.everything import EVERYTHING

x, y = measurements()


@pytest.fixture(scope="module")
def explorer() -> Iterator[LiveFigure]:
    """Yield the explorer; daily with fewer rates, between the same ends."""
    rates = rate_explorer.RATES
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rate_explorer, "RATES", rates if EVERYTHING else Log(rates.low, rates.high, 7))
        figure = rate_explorer.choose_a_rate(x, y)
    yield figure
    figure.close()
    plt.close("all")


def test_a_frame_drawn_ahead_shows_what_a_fresh_drawing_shows(explorer: LiveFigure) -> None:
    drawing, ahead = explorer._drawing, explorer._conversation.ahead
    assert ahead is not None
    assert not ahead.errors
    positions = list(drawing.positions())
    assert len(ahead.frames) == len(positions) == (800 if EVERYTHING else 224)
    chosen = np.random.default_rng(1).choice(len(positions), 60 if EVERYTHING else 15, replace=False)
    for index in chosen:
        drawing.redraw(positions[index])
        assert drawing.frame == ahead.frames[index], positions[index]
        assert drawing.sentence(positions[index]) == ahead.texts[index]


def test_the_title_says_the_word_of_the_track(explorer: LiveFigure) -> None:
    drawing = explorer._drawing
    (rate,) = (control for control in drawing.controls if control.name == "rate")
    bands = {(band["name"] == "MSE", bool(band["when"]["model"])): band for band in rate.spec()["bands"]}
    assert len(bands) == 4
    for (loss, model), band in bands.items():
        for stop, word in zip(rate.positions(), band["words"], strict=True):
            drawing.call({"rate": stop, "step": STEPS, "loss": loss, "model": model})
            title = drawing.figure.get_suptitle()
            assert title.startswith(f"rate {stop:.2g} {word}"), title


def test_every_state_is_somewhere_on_the_tracks(explorer: LiveFigure) -> None:
    (rate,) = (control for control in explorer._drawing.controls if control.name == "rate")
    assert {word for band in rate.spec()["bands"] for word in band["words"]} == set(rate_explorer.LOOKS)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0.6792, "0.68"), (3.96, "4.0"), (25.8, "26"), (99.6, "100"), (1409.2, "1,400"), (-37.2, "−37"), (3e9, "10^9"), (0, "0")],
)
def test_numbers_have_two_digits(number: float, words: str) -> None:
    assert rate_explorer.said(number) == words
    assert rate_explorer.said(np.nan) == "nan"


def test_a_loss_that_only_grows_is_no_band() -> None:
    run = quadratic_runs(x, y, np.array([0.24, 3.0]), True)
    losses = run.losses[0][:38]
    turn, low, _ = rate_explorer.edges_of(losses)
    assert (turn, len(low)) == (len(losses) - 1, 0)
    bouncing = quadratic_runs(x, y, np.array([3.0]), False).losses[0]
    assert state_of(bouncing) == "bounces"
    _, low, high = rate_explorer.edges_of(bouncing)
    assert (low.min(), high.max()) == (bouncing[1:].min(), bouncing[1:].max())


def test_a_path_of_long_steps_shows_only_the_latest() -> None:
    path = quadratic_runs(x, y, np.array([3.0]), False).paths[0][:, :2]
    long, _ = rate_explorer.trail(path)
    assert np.isnan(long).argmax() == rate_explorer.MOST_LONG + 1
