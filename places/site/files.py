"""Writing the site: only what was built here is ever replaced or removed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

LIST = "built.json"  # the names of all files of the last build
BESIDE = {"lite"}  # what others put into the folder


class NotOurs(Exception):
    """The folder to build in holds something else; the message says what to do."""


def check(output: Path) -> None:
    """Refuse a folder that holds anything which was not built here.

    Raises:
        NotOurs: It does.
    """
    if not output.exists() or (output / LIST).is_file():
        return
    if not output.is_dir() or {path.name for path in output.iterdir()} - BESIDE:
        raise NotOurs(f"{output} holds something that is no web site of the lessons. Name an empty folder: --output FOLDER")


def write(output: Path, files: dict[str, bytes]) -> None:
    """Write all files, and remove what an earlier build wrote and this one does not. Everything else in the folder stays."""
    before = set(json.loads((output / LIST).read_text(encoding="utf-8"))) if (output / LIST).is_file() else set()
    output.mkdir(parents=True, exist_ok=True)
    (output / LIST).write_text(json.dumps(sorted(before | files.keys())), encoding="utf-8")  # so that a half-written site is known as ours
    for name, content in files.items():
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(content)
    for name in before - files.keys():
        (output / name).unlink(missing_ok=True)
    (output / LIST).write_text(json.dumps(sorted(files), indent=0) + "\n", encoding="utf-8")


def told(output: Path, pages: Iterable[str]) -> str:
    """Return where the site is and what each page weighs on a wide screen, with all that it loads."""
    lines = [f"{output / 'index.html'}", "Loaded from top to bottom on a wide screen, in KB, nothing compressed on the way:"]
    shared = sum((output / "assets" / name).stat().st_size for name in ("site.js", "site.css", "icon.svg"))
    for page in pages:
        html = (output / page).read_text(encoding="utf-8")
        loaded = {*re.findall(r'src="(figures/[^"]+)"', html)}
        loaded |= {f"figures/{name}.js" for name in re.findall(r'data-alive="([^"]+)"', html)}
        weight = len(html.encode()) + shared + sum((output / name).stat().st_size for name in loaded)
        lines.append(f"  {weight / 1000:6.0f}  {page}")
    return "\n".join(lines)
