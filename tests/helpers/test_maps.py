"""The maps of a loss over two parameters."""

import matplotlib.pyplot as plt
import pytest

from helpers import plots
from helpers.data import measurements


@pytest.mark.parametrize(("c", "names"), [(1.0, ["1", "2", "4"]), (2.5, ["2", "4"]), (-3.0, ["4"])])
def test_a_map_names_each_line_once_and_none_that_it_has_not(c: float, names: list[str]) -> None:
    axes = plots.landscape(*measurements(), c)
    assert [text.get_text() for text in axes.texts] == names
    plt.close(axes.figure)
