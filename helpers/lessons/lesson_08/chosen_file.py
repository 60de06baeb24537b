"""A button that takes a reader's file from their own computer to the kernel, wherever that is.

ipywidgets has such a button, but what it sends at once may be too much: the server cuts the connection at 10 MB, Colab at 1 MB, and
nobody is told. This one says what is too large before it sends anything, and sends the rest in parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import traitlets

from helpers.browser import module
from helpers.cards import sheet
from helpers.cards.widget import CardWidget

LARGEST = 20  # MB
Reader = Callable[[str, bytes], tuple[bool, str]]


class FileButton(CardWidget):
    """A button to choose a file with, as a Jupyter widget, and what was made of the file, in words."""

    _esm = module(Path(__file__).parent / "chosen_file.js")
    _css = sheet()
    _largest = traitlets.Int(LARGEST).tag(sync=True)

    def __init__(self, take: Reader) -> None:
        """Show files to `take`: it gets the name and the content, and returns whether it could use them, and what it says of them."""
        super().__init__()
        self._take = take
        self._id, self._parts = "", list[bytes]()
        self.on_msg(self._receive)

    def _receive(self, _: Any, message: dict[str, Any], buffers: Sequence[memoryview]) -> None:
        """Ask for the next part of a file, or answer what was made of all."""
        if message["id"] != self._id:
            self._id, self._parts = message["id"], []
        self._parts += [bytes(part) for part in buffers]
        received = sum(map(len, self._parts))
        if received < message["size"]:
            self.send({"id": self._id, "received": received})
            return
        is_read, said = self._take(message["name"], b"".join(self._parts))
        self._parts = []
        self.send({"id": self._id, "isRead": is_read, "said": said})

    def __repr__(self) -> str:
        return "Run this cell to choose a file of your own."
