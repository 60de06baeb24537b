"""Notebooks that count as unchanged when they have only been opened."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager


class UnchangedNotebooks(AsyncLargeFileManager):
    """The files of a server, whose notebooks describe Python as their kernel is about to.

    JupyterLab writes what a kernel says of its language into the notebook, the version of Python included. A lesson is stored without
    it, so each would be marked as changed as soon as its kernel has started.
    """

    async def get(self, path: str, content: bool = True, type: str | None = None, format: str | None = None, **options: Any) -> Any:
        """Return the model of a file or folder, as the base class does."""
        model = await super().get(path, content=content, type=type, format=format, **options)
        if content and model["type"] == "notebook":
            metadata = model["content"]["metadata"]
            if metadata.get("language_info", {}).get("name") == "python":
                metadata["language_info"] = language_info()
        return model


def language_info() -> dict[str, Any]:
    """Return what a kernel of this Python says of its language."""
    from ipykernel.ipkernel import IPythonKernel  # takes a while, and the page is shown before any notebook is asked for

    return dict(IPythonKernel.language_info)
