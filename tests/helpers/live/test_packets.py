"""Packets carry strokes whole, send styles and shapes only once, and stay small."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import plots
from helpers.data import measurements
from helpers.live import LiveFigure, packets
from helpers.live.packets import Packer, indexed
from helpers.live.recorder import Shape, Stroke, Style
from helpers.model import quadratic
from tests.helpers.live.screen import Screen, path_of


def floats(*numbers: float) -> bytes:
    return np.array(numbers, "<f4").tobytes()


TRIANGLE = Shape(floats(0, 0, 1, 0, 0, 1), "MLL")
CURVE = Shape(floats(0, 0, 1, 0, 2, 1, 3, 1), "MCCC")

styles = st.builds(
    Style,
    fill=st.sampled_from(["", "#ff000080"]),
    stroke=st.sampled_from(["", "#0072b2ff"]),
    width=st.integers(0, 9).map(float),
    dashes=st.sampled_from([(), (1.0, 2.5)]),
    clip=st.sampled_from([(), (1.0, 2.0, 30.0, 40.0)]),
    clip_path=st.sampled_from([None, TRIANGLE]),
)
coordinates = st.floats(-1000, 1000, width=32)
paths = st.builds(
    lambda style, points: Stroke(style, floats(*np.ravel(points)), "M" + "L" * (len(points) - 1)),
    styles,
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=4),
)
shapes_at_places = st.builds(
    lambda style, places, shape, each: Stroke(
        style, floats(*np.ravel(places)), shapes=(shape,) * (len(places) if each else 1), turn=(1.0, 0.5, -0.5, 2.0)
    ),
    styles,
    st.lists(st.tuples(coordinates, coordinates, coordinates), min_size=1, max_size=4),
    st.sampled_from([TRIANGLE, CURVE]),
    st.booleans(),
)
strokes = paths | shapes_at_places


def drawn(stroke: Stroke) -> list[tuple[list[int], list[list[float]]]]:
    """Return every path that a stroke stands for, as codes and vertices, straight from the stroke."""
    if not stroke.shapes:
        path = path_of(stroke.letters, np.frombuffer(stroke.numbers, "<f4"))
        return [(path.codes.tolist(), path.vertices.tolist())]
    found = []
    a, b, c, d = stroke.turn
    for i, (x, y, scale) in enumerate(np.frombuffer(stroke.numbers, "<f4").reshape(-1, 3).astype(float)):
        shape = stroke.shapes[i if len(stroke.shapes) > 1 else 0]
        path = path_of(shape.letters, np.frombuffer(shape.vertices, "<f4"))
        vertices = scale * path.vertices @ np.array([[a, b], [c, d]]) + [x, y]
        found.append((path.codes.tolist(), vertices.tolist()))
    return found


@given(st.lists(st.lists(strokes, max_size=4), max_size=4))
def test_packets_carry_strokes_whole(frames):
    packer, screen = Packer(), Screen()
    for frame in frames:
        packet, numbers = packer.pack(frame)
        received = screen.unpack(json.loads(json.dumps(packet)), numbers)
        assert len(received) == len(frame)
        for stroke, drawing in zip(frame, received, strict=True):
            assert drawing.style["fill"] == stroke.style.fill
            assert tuple(drawing.style["dashes"]) == stroke.style.dashes
            assert bool(drawing.style["clip_path"]) == bool(stroke.style.clip_path)
            for (codes, vertices), (path, place) in zip(drawn(stroke), drawing.paths, strict=True):
                assert path.codes.tolist() == codes
                assert place.transform(path.vertices) == pytest.approx(np.array(vertices), rel=1e-5, abs=1e-3)


def test_styles_and_shapes_are_sent_once():
    packer, screen = Packer(), Screen()
    style = Style(fill="#ff0000ff")
    stroke = Stroke(style, floats(1, 2, 1), shapes=(TRIANGLE,))
    first, first_numbers = packer.pack([stroke])
    second, second_numbers = packer.pack([stroke, stroke])
    assert (len(first["styles"]), len(first["shapes"])) == (1, 1)
    assert (second["styles"], second["shapes"]) == ([], [])
    assert (len(first_numbers[0]), len(second_numbers[0])) == (4 * (6 + 3), 4 * (3 + 3))
    screen.unpack(first, first_numbers)
    assert len(screen.unpack(second, second_numbers)) == 2


def test_tables_begin_anew_before_they_grow_without_end(monkeypatch):
    monkeypatch.setattr(packets, "MOST_KEPT", 20)
    packer, screen = Packer(), Screen()
    beginnings = 0
    for width in range(100):
        packet, numbers = packer.pack([Stroke(Style(width=float(width)), floats(0, 0, 1, 1))])
        (drawing,) = screen.unpack(packet, numbers)
        assert drawing.style["width"] == width
        beginnings += packet["first_style"] == 0
        assert len(packer.styles) + len(packer.shapes) <= 22
    assert 3 < beginnings < 10


def test_after_forgetting_a_new_browser_can_read_on():
    packer = Packer()
    stroke = Stroke(Style(width=2.0), floats(1, 2, 1), shapes=(CURVE,))
    packer.pack([stroke])
    packer.forget()
    assert len(Screen().unpack(*packer.pack([stroke]))) == 1


def test_frames_share_the_strokes_they_have_in_common():
    one, other = (Stroke(Style(width=width), floats(0, 0, 1, 1)) for width in (1.0, 2.0))
    listed, frames = indexed([((one,), ()), ((other, one), ()), ((one,), (other,))])
    assert listed == [one, other]
    assert frames == [[[0], []], [[1, 0], []], [[0], [1]]]
    assert indexed([]) == ([], [])


def bytes_of(message: dict, buffers: list[bytes]) -> int:
    return len(json.dumps(message, separators=(",", ":"))) + sum(map(len, buffers))


def test_an_update_of_the_standard_scene_takes_less_than_four_kibibytes():
    x, y = measurements()
    grid = np.linspace(x.min(), x.max(), 100)
    figure, axes = plots.measurements(x, y)
    curve = plots.curve(grid, quadratic(grid, 1, 1, 1), axes)
    dots = axes.scatter(x, y, s=9)

    def redraw(a, b, c):
        curve.set_ydata(quadratic(grid, a, b, c))
        dots.set_offsets(np.column_stack([x, quadratic(x, a, b, c)]))
        axes.set_title(f"MAE {np.abs(quadratic(x, a, b, c) - y).mean():.2f}")

    widget = LiveFigure(figure, redraw, a=(-5.0, 5.0), b=(-5.0, 5.0), c=(-5.0, 5.0))
    screen = Screen().connect(widget)
    chance = random.Random(1)
    for _ in range(20):
        widget.a = chance.uniform(-5, 5)
    warm = len(screen.messages)
    for _ in range(50):
        widget.b = chance.uniform(-5, 5)
    sizes = [bytes_of(*message) for message in screen.messages[warm:]]
    assert len(sizes) == 50
    assert max(sizes) < 4096
