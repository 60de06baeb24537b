"""What the benchmarks compare is the same picture."""

from typing import Any

from benchmarks.ways import DRAGGED, KERNEL, Way


def picture(way: Way) -> bytes:
    names: dict[str, Any] = {}
    exec(way.cell, names)
    png: bytes = names["redraw"].png()
    return png


def test_a_handle_is_dragged_in_the_same_picture_as_a_slider() -> None:
    assert picture(DRAGGED) == picture(KERNEL)
