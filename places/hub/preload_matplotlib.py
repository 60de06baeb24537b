"""What Matplotlib does at its first picture, done before kernels are forked: it finds its fonts and builds the grammar of its formulas."""

import io

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

_figure = Figure(layout="constrained")  # not pyplot's, which a reader's first figure has to be
_axes = _figure.subplots()
_axes.plot([1, 2], [1, 2], "o-", label="$a^2$")
_axes.set(title=r"$\frac{a}{b}$", xlabel="x", ylabel="y")
_axes.legend()
_figure.savefig(io.BytesIO(), format="png")
for _text, _is_formula in (("a", False), (r"$\hat{a}_1 = -2$", True)):
    text_to_path.get_text_path(FontProperties(), _text, ismath=_is_formula)
