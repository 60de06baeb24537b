"""What all widgets need in the browser: their modules joined into one script, and the few modules that they share.

A widget carries its script as one text, and a page that is opened as a file may load no modules. So each widget's modules, which
import one another by relative paths, are joined: what a module imports stands before it, once. All names share one scope then,
so no two modules of a widget may give the same name to something at their top level.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n+', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:default .*\n?)?", re.MULTILINE)


def module(entry: Path) -> str:
    """Return a module with all that it imports before it, as one module that exports what the entry exports."""
    text = entry.read_text(encoding="utf-8")
    return "\n".join([*(_inner(path) for path in _imported(entry)), _IMPORT.sub("", text)])


def script(entry: Path) -> str:
    """Return the same as a plain script: what the module would export is only defined."""
    return _EXPORT.sub("", module(entry))


def _inner(path: Path) -> str:
    return _EXPORT.sub("", _IMPORT.sub("", path.read_text(encoding="utf-8")))


def _imported(entry: Path) -> list[Path]:
    """Return all modules that the entry needs, each after those that it imports itself."""
    found: dict[Path, None] = {}
    for name in _IMPORT.findall(entry.read_text(encoding="utf-8")):
        path = (entry.parent / name).resolve()
        found |= dict.fromkeys([*_imported(path), path])
    return list(found)
