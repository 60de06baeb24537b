"""The losses of lesson 07's network in PyTorch: computed where that is installed, and recalled from pytorch.json where it isn't.

Where PyTorch is installed, `python -m helpers.lessons.lesson_07.in_pytorch` runs the lesson's own cell and stores what it gives.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.backprop import random_parameters
from helpers.data import measurements

Array = NDArray[np.float64]

STORED = Path(__file__).parent / "pytorch.json"
NOTEBOOK = Path(__file__).parents[3] / "notebooks" / "07_let_the_computer_find_the_slopes.ipynb"


def run_or_recall(train: Callable[..., tuple[list[float], Any]], x: Array, y: Array, parameters: Sequence[Array], **settings: Any) -> Array:
    """Return the loss before each step, shape (steps,): as `train` gives them, or, where it can't import PyTorch, stored ones.

    It says which. Stored are those for the lesson's measurements, parameters and settings.

    Args:
        train: Called with x, y, parameters and the settings; returns the losses first.
        x: When the measurements were taken, shape (n,).
        y: The measured distances, shape (n,).
        parameters: W1, b1, W2 and b2 at the start.
        settings: The rate, the momentum, and how many steps.
    """
    try:
        losses, _ = train(x, y, parameters, **settings)
    except ImportError:
        stored = json.loads(STORED.read_text(encoding="utf-8"))
        print(f"PyTorch isn't installed here. PyTorch {stored['version']} gave these losses, and we stored them.")
        if settings != stored["settings"]:
            print(f"They are for other settings: {', '.join(f'{name}={value}' for name, value in stored['settings'].items())}.")
        return np.array(stored["losses"])
    print("PyTorch has just computed these losses.")
    return np.array(losses)


def the_cell() -> str:
    """Return the cell of the notebook in which the network is trained in PyTorch."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return next(source for cell in cells if (source := "".join(cell["source"])).startswith("def train_in_pytorch("))


def fingerprint(cell: str) -> str:
    """Return what tells this cell from any other."""
    return hashlib.sha256(cell.encode()).hexdigest()[:16]


def main() -> None:
    """Run the cell with the lesson's settings, and store its losses."""
    import torch  # type: ignore[import-not-found]

    names: dict[str, Any] = {}
    exec(the_cell(), names)
    settings = {"rate": 0.02, "momentum": 0.9, "steps": 301}
    losses, _ = names["train_in_pytorch"](*measurements(), random_parameters(seed=16, units=8), **settings)
    stored = {"version": torch.__version__, "cell": fingerprint(the_cell()), "settings": settings, "losses": losses}
    STORED.write_text(json.dumps(stored) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
