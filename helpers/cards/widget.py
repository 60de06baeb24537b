"""What a card is as a Jupyter widget: it comes with words for places that have no widgets, and frees all that it holds."""

from __future__ import annotations

from typing import Any

import anywidget


class CardWidget(anywidget.AnyWidget):
    """A card that needs a kernel, or a script; its `repr` is what places without either show."""

    _ipython_display_ = None  # ipywidgets 7 would show itself by it, without the forms for places that have no widgets

    def close(self) -> None:
        """Free the card and the layout that every widget has."""
        layout = self.layout
        super().close()
        layout.close()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        if self.comm is not None:
            bundle["application/vnd.jupyter.widget-view+json"] = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return bundle, {}
