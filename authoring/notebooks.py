"""Execute the lessons and write them in one canonical form: `python -m authoring.notebooks [--check] [notebook …]`.

Executed means with outputs. Canonical means that executing again changes no byte: execution counts from 1, no timestamps, no widget
state, no metadata but the kernel, tags, and what is folded: a cell that sets up, or only asks a question or shows the way, and an
output that would answer a question before its reader does. With --check nothing is written, and the exit status says whether
anything would change.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import count
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode

from authoring import links

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
WIDGET = "application/vnd.jupyter.widget-view+json"  # dropped: a stored one hides the picture until its cell is run
FOLDED = re.compile(rf"""{links.SETUP}\n[\s\S]*|(ask|here)\("[^"\n]+"(, at_end=True)?\)""")  # what sets up, or only asks or shows the way
HIDDEN = {"cellView": "form", "jupyter": {"source_hidden": True}}  # for Colab, and for JupyterLab, Notebook and VS Code
ANSWERS = {"jupyter": {"outputs_hidden": True}}  # until the cell is run
CELL_TIMEOUT = 60  # seconds
AT_ONCE = 2


class Broken(Exception):
    """A lesson does not run as it should; the message says where and how."""


def read(path: Path) -> NotebookNode:
    """Return the notebook of a file. Its cells keep their ids, by which `make update` tells them; the others get one of their text."""
    notebook = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
    known = {cell.get("id") for cell in notebook.cells}
    seen: set[str] = set()
    for cell in notebook.cells:
        if cell.get("id") in {None, *seen}:
            cell.id = _id_of("".join(cell.source), known | seen)
        seen.add(cell.id)
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)  # the first that knows of ids
    return nbformat.reads(json.dumps(notebook), as_version=4)


def _id_of(text: str, taken: set[str]) -> str:
    """Return an id for a cell with this text that no other has: one made of its place could be that of a cell further down."""
    tries = (sha256(f"{text}{number or ''}".encode()).hexdigest()[:8] for number in count())
    return next(each for each in tries if each not in taken)


def execute(path: Path, notebook: NotebookNode | None = None, timeout: int = 0, **environment: str) -> NotebookNode:
    """Return the notebook with the outputs of a run from top to bottom, by a reader who has solved nothing.

    It runs in the folder of `path`; `notebook` is what to run there if not that file, `timeout` the seconds that a
    cell may take if not the usual ones, and `environment` what the kernel finds in its environment besides.

    Raises:
        Broken: A cell failed, or ran for too long.
    """
    notebook = notebook or read(path)
    started = [0]
    with tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(
            notebook,
            timeout=timeout or CELL_TIMEOUT,
            kernel_name=KERNEL["name"],
            store_widget_state=False,
            record_timing=False,
            coalesce_streams=True,  # how they are cut depends on timing
            extra_arguments=["--IPKernelApp.log_level=ERROR"],  # or else every kernel warns of its TCP port
            resources={"metadata": {"path": str(path.parent)}},
            on_cell_start=lambda cell, cell_index: started.append(cell_index),
        )
        try:
            client.execute(env={**os.environ, **environment, "LESSONS_PROGRESS": empty})
        except (CellControlSignal, DeadKernelError) as error:
            raise Broken(f"{path.name}: cell {started[-1] + 1} failed.\n{error}") from None
    return notebook


def canonical(notebook: NotebookNode, name: str) -> str:
    """Return the text of an executed notebook's file.

    Raises:
        Broken: A cell has written to stderr, which a lesson must not, or is a code cell without code.
    """
    count = 0
    for number, cell in enumerate(notebook.cells, 1):
        tags = cell.metadata.get("tags")
        cell.source = cell.source.rstrip()
        folded = cell.cell_type == "code" and FOLDED.fullmatch(cell.source)
        cell.metadata = NotebookNode(({"tags": tags} if tags else {}) | (HIDDEN if folded else {}))
        if cell.cell_type != "code":
            continue
        if not cell.source:
            raise Broken(f"{name}: cell {number} is a code cell without code.")
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if output.get("name") == "stderr":
                raise Broken(f"{name}: cell {number} writes to stderr:\n{output['text']}\n{cell.source}")
            if output.output_type == "execute_result":
                output.execution_count = count
            if "data" in output:
                output.data = NotebookNode({kind: _plain(kind, data) for kind, data in output.data.items() if kind != WIDGET})
                output.metadata = NotebookNode({kind: value for kind, value in output.metadata.items() if kind in output.data})
    for cell in _answering(notebook.cells):
        cell.metadata |= ANSWERS
    notebook.metadata = NotebookNode(kernelspec=KERNEL, language_info={"name": "python"})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return nbformat.writes(notebook) + "\n"


def _answering(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Yield each cell whose output stands below a question and may answer it: the first one before the next heading."""
    asked = False
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if cell.cell_type == "markdown":
            asked = asked and not re.search("^#", cell.source, re.MULTILINE)
        elif FOLDED.fullmatch(cell.source.rstrip()):
            asked = cell.source.startswith("ask")
        else:
            if asked and _says_all(cell) and not (following and following.source.startswith("ask")):  # it belongs to the next question
                yield cell
            asked = False


def _says_all(cell: NotebookNode) -> bool:
    """Return whether a cell's output says all that it has to say without a reader's hand: it is printed, or a still figure."""
    return bool(cell.outputs) and all(
        output.output_type == "stream" or set(output.data) == {"text/plain"} or output.data.get("text/plain", "").startswith("Figure: ")
        for output in cell.outputs
    )


def _plain(kind: str, data: str) -> str:
    """Drop a PNG's text chunks, one of which names the version of Matplotlib."""
    if kind != "image/png":
        return data
    png = base64.b64decode(data)
    kept, at = [png[:8]], 8
    while at < len(png):  # a chunk is four bytes of length, four of type, the content, and four of checksum
        end = at + 12 + int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] not in (b"tEXt", b"iTXt", b"zTXt", b"tIME"):
            kept.append(png[at:end])
        at = end
    return base64.b64encode(b"".join(kept)).decode("ascii")


def main(arguments: list[str] | None = None) -> int:
    """Execute every notebook, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if anything would change")
    parser.add_argument("notebooks", nargs="*", type=Path, help="the ones to execute (default: all)")
    options = parser.parse_args(arguments)
    paths = options.notebooks or sorted(NOTEBOOKS.glob("*.ipynb"))
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        parser.error(f"no such notebook: {', '.join(missing)}")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        texts = list(pool.map(_text_or_complaint, paths))
    changed, broken = [], 0
    for path, text in zip(paths, texts, strict=True):
        if isinstance(text, Broken):
            print(text, file=sys.stderr)
            broken += 1
        elif text != path.read_text(encoding="utf-8"):
            changed.append(path.name)
            if not options.check:
                path.write_text(text, encoding="utf-8", newline="\n")
    verb = "would change" if options.check else "changed"
    print(f"{len(paths)} executed, {broken} broken, {len(changed)} {verb}" + (f": {', '.join(changed)}" if changed else ""))
    return int(bool(broken or (options.check and changed)))


def _text_or_complaint(path: Path) -> str | Broken:
    try:
        return canonical(execute(path), path.name)
    except Broken as broken:
        return broken


if __name__ == "__main__":
    sys.exit(main())
