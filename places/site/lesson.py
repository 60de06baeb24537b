"""From an executed notebook to what a page shows: each cell gets what the template needs, in `cell.metadata.shown`."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from PIL import Image
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from authoring.links import SETUP
from helpers.checker.verdict import FORM as EXERCISE
from helpers.lessons.lesson_09.pad import FORM as PAD
from helpers.lessons.way import FORM as WAY
from helpers.live.page_form import FORM as FIGURE
from helpers.questions.asked import FORM as QUESTION
from places.site.text import Renderer, rendered

HEAVIEST = 700_000  # bytes of a figure's frames; one with more stays a still picture


@dataclass
class Lesson:
    """One lesson: what it is called and promises, its cells, and the files that its page loads, by their names."""

    path: Path
    title: str
    minutes: str
    promise: str
    notebook: NotebookNode
    sections: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The two digits that its file begins with."""
        return self.path.name[:2]

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"{self.path.stem}.html"

    def prepare(self, terms: dict[str, str]) -> None:
        """Say of every cell how it is shown, and make the files of its figures, which takes seconds."""
        self.files.clear()
        renderer = Renderer(terms)
        for cell in self.notebook.cells:
            if cell.cell_type == "markdown":
                cell.metadata.shown = {"kind": "text", "html": rendered(cell.source, renderer)}
            else:
                cell.metadata.shown = self._code(cell)
        self.sections = renderer.sections

    def _code(self, cell: NotebookNode) -> dict[str, Any]:
        shown: dict[str, Any] = {"kind": "setup" if cell.source.startswith(SETUP) else "code", "html": coloured(cell.source), "outputs": []}
        shown["answers"] = cell.metadata.get("jupyter", {}).get("outputs_hidden", False)  # a question above it
        for output in cell.outputs:
            if output.output_type == "stream":
                shown["outputs"].append({"kind": "print", "text": output.text.rstrip("\n")})
                continue
            data = output.data
            if EXERCISE in data:
                verdict = data[EXERCISE]
                shown |= {"kind": "exercise", "name": verdict["name"]}
                shown |= {"hints": verdict["hints"], "solution": coloured(verdict["solution"])}
            elif FIGURE in data:
                shown["outputs"].append({"kind": "figure", **self._figure(data[FIGURE])})
            elif QUESTION in data:
                asked = data[QUESTION]
                shown["outputs"].append({**asked, "kind": "question", "asks": asked["kind"], "json": _for_script(asked["content"])})
            elif PAD in data:
                shown["outputs"].append({**data[PAD], "kind": "pad", "asks": "pad", "json": _for_script(data[PAD]["content"])})
            elif WAY in data:
                shown["outputs"].append({"kind": "way"})
            elif "text/html" in data:
                shown["outputs"].append({"kind": "html", "html": data["text/html"]})
            else:
                shown["outputs"].append({"kind": "value", "text": data["text/plain"]})
        return shown

    def _figure(self, figure: dict[str, Any]) -> dict[str, Any]:
        name = f"{self.number}-{sum(file.endswith('.webp') for file in self.files) // 2 + 1}"
        forms = {"": figure["wide"], "-narrow": figure["narrow"]}
        frames = {suffix: packed(form) for suffix, form in forms.items() if "whole" in form}
        alive = bool(frames) and max(map(len, frames.values())) <= HEAVIEST
        pictures = {png: webp(png) for png in {form["png"] for form in forms.values()}}  # a small figure is as wide on a phone
        for suffix, form in forms.items():
            self.files[f"figures/{name}{suffix}.webp"] = pictures[form["png"]]
            if alive:
                data = base64.b64encode(frames[suffix]).decode("ascii")
                self.files[f"figures/{name}{suffix}.js"] = f'lessons.take("{name}{suffix}", "{data}");\n'.encode()
        sizes = {"size": figure["wide"]["size"], "narrow": figure["narrow"]["size"]}
        told = {key: figure[key] for key in ("text", "still", "turns_dark")}
        return {"name": name, **told, "alive": alive, "lacks": alive and figure["lacks"], **sizes}


def coloured(code: str) -> str:
    """Return Python as HTML with a class for each kind of token."""
    return str(highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))).rstrip("\n")


def webp(png: str) -> bytes:
    """Return a picture, which comes as PNG in base64, as WebP: the same pixels in a third of the room."""
    file = io.BytesIO()
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    picture.save(file, "webp", lossless=True, quality=75, method=4)  # 100 takes twice as long, for 1 % less
    return file.getvalue()


def packed(form: dict[str, Any]) -> bytes:
    """Return the frames of a figure as the page takes them: compressed; the length of its JSON, the JSON, and all buffers."""
    buffers = [base64.b64decode(buffer) for buffer in form["buffers"]]
    whole = json.dumps({**form["whole"], "sizes": [len(buffer) for buffer in buffers]}, separators=(",", ":")).encode()
    return gzip.compress(struct.pack("<I", len(whole)) + whole + b"".join(buffers), 9, mtime=0)


def _for_script(content: Any) -> str:
    """Return data as JSON that can stand in a page's script element."""
    return json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")
