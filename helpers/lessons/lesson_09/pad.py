"""The pad of lesson 09: the reader draws a digit by hand, and their own network says what it is while the pen moves."""

from __future__ import annotations

import base64
import html
import io
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import traitlets
from IPython.display import display
from numpy.typing import NDArray

from helpers import plots, web_pages
from helpers.browser import module
from helpers.cards import sheet
from helpers.cards.widget import CardWidget
from helpers.classify import read
from helpers.data import digits
from helpers.live.drawing import explained
from helpers.live.kept_values import kept_values
from helpers.live.running_cell import WHILE_NO_CELL_RUNS, take_the_place_of_earlier_ones, watch_cells
from helpers.thread_output import printed

Array = NDArray[np.float64]
Layers = Sequence[tuple[Array, Array]]
Network = Callable[[Array, Any], Array]

FORM = "application/vnd.lessons.pad+json"

HERE = Path(__file__).parent
SCRIPT = HERE / "pad.js"
SHEET = HERE / "pad.css"
EXAMPLE = json.loads((HERE / "example.json").read_text(encoding="utf-8"))  # a drawing, and its counts as the pad in a page makes them
MOST = 16  # pixels in a block
UNSEEN = 1415  # the digits from here on are on forms that the lesson keeps apart
EACH = 4  # stored digits of each kind
CLOSE = 1e-4  # between two probabilities that are taken for the same


def read_my_hand(network: Any, parameters: Any) -> None:
    """Show a pad to draw digits on, on which a network says what it reads.

    Args:
        network: Returns the probabilities, shape (n, 10), for pictures x of shape (n, 64), from 0 to 1, and the parameters.
        parameters: The layers, a list of pairs (W, b).
    """
    if not callable(network):
        print(f"read_my_hand needs your function first, as in read_my_hand(read, layers); it got {_a(network)}.")
        return
    display(Pad(network, parameters))


class Pad(CardWidget):
    """A pad as a Jupyter widget. The browser makes 64 counts of what is drawn; the reader's function answers with ten probabilities."""

    _esm = module(SCRIPT)
    _css = sheet(SHEET)
    _pad = traitlets.Dict().tag(sync=True)
    ink: Any = traitlets.List(help="What is drawn: marks, each a dictionary with a path.").tag(sync=True)

    def __init__(self, network: Network, parameters: Layers) -> None:
        self.network, self.parameters = network, parameters
        self._kept = kept_values()
        self._example = self.answer(np.array(EXAMPLE["counts"]))
        error = self._example.get("error", "")
        content = {"text": "A pad to draw digits on", "stored": _stored_digits(), "layers": self._stored_layers(), "error": error}
        super().__init__(_pad=content, ink=self._kept.values.get("ink", []))
        watch_cells()
        self.on_msg(self._receive)
        self.observe(self._keep, "ink")
        take_the_place_of_earlier_ones(self)

    def answer(self, counts: NDArray[Any]) -> dict[str, Any]:
        """Return the "probabilities" that the reader's function gives to 64 counts, or an "error" in words, and what it "printed"."""
        with printed() as text:
            try:
                found = self.network(counts[None] / MOST, self.parameters)
                error = fault_of(found)
            except (Exception, KeyboardInterrupt) as raised:
                error = "Stopped. Draw on to ask again." if isinstance(raised, KeyboardInterrupt) else explained(raised)
        said = {"printed": text.getvalue()}
        return {"error": error, **said} if error else {"probabilities": np.asarray(found, float)[0].tolist(), **said}

    def _receive(self, _: Any, message: dict[str, Any], __: Any) -> None:
        if message.get("kind") != "set":
            return
        with WHILE_NO_CELL_RUNS:
            started = time.perf_counter()
            answer = self.answer(np.array(message["values"], dtype=float)) if message["values"] else {}  # the paper may be empty by now
            self.send({"view": message["view"], "id": message["id"], "ms": 1000 * (time.perf_counter() - started), **answer})

    def _keep(self, change: Any) -> None:
        self._kept.values["ink"] = change["new"]

    def _stored_layers(self) -> list[dict[str, str]] | None:
        """Return the weights for a browser, or None where it would answer with them otherwise than the reader's function does."""
        images = digits()[0][UNSEEN:]
        try:
            with printed():
                same = np.allclose(self.network(images, self.parameters), read(images, self.parameters), atol=CLOSE)
            return [{"weights": _base64(W), "biases": _base64(b)} for W, b in self.parameters] if same else None
        except Exception:  # whatever is wrong with it has been said of the example
            return None

    def describe(self) -> str:
        """Return what the still picture shows, in one sentence."""
        if "probabilities" not in self._example:
            return "A pad to draw digits on. The network that should read them doesn't answer yet."
        best = int(np.argmax(self._example["probabilities"]))
        return f"A pad to draw digits on. Its example is a hand-drawn {EXAMPLE['label']}, and the network reads it as {best}."

    def png(self) -> bytes:
        """Return a still picture of the pad with the example: what is drawn, what the network sees, and what it answers."""
        titles = "A digit is drawn,", "the network sees 8 × 8 counts,", "and answers"
        figure, (paper, seen, bars) = plots.panels(*titles, height=3.0)
        for path in EXAMPLE["ink"]:
            paper.plot(*np.array(path["path"]).T, color=plots.DATA, linewidth=11, solid_capstyle="round", solid_joinstyle="round")
        paper.set(xlim=(0, 1), ylim=(1, 0), aspect="equal", xticks=[], yticks=[])
        seen.imshow(np.reshape(EXAMPLE["counts"], (8, 8)), cmap="gray_r", vmin=0, vmax=MOST)
        seen.set(xticks=[], yticks=[])
        for axes in (paper, seen):
            axes.grid(False)
            axes.spines[:].set(visible=True, color="#aaaaaa")
        probabilities = self._example.get("probabilities", [0] * 10)
        colors = [plots.MODEL if each == max(probabilities) else "#999999" for each in probabilities]
        bars.barh(range(10), probabilities, color=colors)
        bars.set(xlim=(0, 1), ylim=(9.6, -0.6), yticks=range(10), xticks=[0, 0.5, 1], xticklabels=["0", "50 %", "100 %"])
        file = io.BytesIO()
        figure.savefig(file, format="png")
        plt.close(figure)
        return file.getvalue()

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, _ = super()._repr_mimebundle_()
        text = bundle["text/plain"]
        bundle["image/png"] = base64.b64encode(self.png()).decode("ascii")
        if web_pages.being_made():
            still = f"<p>{html.escape(text)} You can draw on it where scripts may run.</p>"
            bundle[FORM] = {"still": still, "content": self._pad}
        return bundle, {"image/png": {"alt": text}}


def fault_of(found: Any) -> str:
    """Return what keeps this from being the ten probabilities of one picture, in a sentence or two, or "" if nothing does."""
    if found is None:
        return "Your network returned None. Does it end with a return?"
    try:
        numbers = np.asarray(found, dtype=float)
    except (TypeError, ValueError):
        return f"Your network returned {_a(found)}, where an array of numbers is needed."
    if numbers.shape != (1, 10):
        return f"Your network returned an array of shape {numbers.shape}. For one picture, x of shape (1, 64), its shape is to be (1, 10)."
    if not np.isfinite(numbers).all():
        return "Some of your network's ten numbers are nan or infinite. Does its softmax subtract the largest score first?"
    if numbers.min() < -CLOSE or abs(numbers.sum() - 1) > 10 * CLOSE:
        said = f"Your network's ten numbers go from {numbers.min():.3g} to {numbers.max():.3g} and add up to {numbers.sum():.3g}"
        return f"{said}, so they aren't probabilities. Does it end with softmax?"
    return ""


def _stored_digits() -> list[dict[str, Any]]:
    """Return a few digits of each kind, by hands that the lesson keeps apart: their labels, and their counts."""
    images, labels = (each[UNSEEN:] for each in digits())
    places = [place for label in range(10) for place in np.flatnonzero(labels == label)[:EACH]]
    return [{"label": int(labels[place]), "counts": np.rint(images[place] * MOST).astype(int).tolist()} for place in places]


def _base64(numbers: Array) -> str:
    return base64.b64encode(np.asarray(numbers, "<f4").tobytes()).decode("ascii")


def _a(value: Any) -> str:
    """Return what kind of thing a value is: "a list"."""
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
