"""What it costs a kernel to import what a lesson imports: time and memory, each in a fresh Python."""

import ast
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PEER = ("matplotlib.pyplot and ipywidgets", "import matplotlib.pyplot\nimport ipywidgets")

# Linux tells the peak of this process alone in VmHWM; `ru_maxrss` would begin at the peak of the process that started it.
MEASURED = """
import time
start = time.perf_counter()
{statements}
seconds = time.perf_counter() - start
try:
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
except OSError:
    import resource, sys
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(seconds, peak)
"""


@dataclass(frozen=True)
class ImportCost:
    """The medians of some runs: milliseconds to import, and the most megabytes (10^6 bytes) that were ever resident."""

    what: str
    milliseconds: float
    megabytes: float


def import_costs(runs: int) -> list[ImportCost]:
    """Return what the peer and each lesson cost to import, the peer first."""
    subjects = [("nothing", ""), PEER, *((path.name, lesson_imports(path)) for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")))]
    results: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in subjects}
    for _ in range(runs):
        for name, statements in subjects:
            results[name].append(resources_of(statements))
    return [
        ImportCost(name, statistics.median(s for s, _ in result) * 1000, statistics.median(b for _, b in result) / 1e6)
        for name, result in results.items()
    ]


def lesson_imports(path: Path) -> str:
    """Return the import statements in all code cells of this notebook, one a line.

    Those that may fail (`except ImportError`) are left out, and those in functions, which wait until they are called.
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    python = ("\n".join(line for line in source.splitlines() if not line.startswith(("%", "!"))) for source in sources)
    return "\n".join(ast.unparse(node) for source in python for node in _needed(ast.parse(source)))


def _needed(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield node
    elif not isinstance(node, ast.FunctionDef) and not _may_fail(node):
        for child in ast.iter_child_nodes(node):
            yield from _needed(child)


def _may_fail(node: ast.AST) -> bool:
    return isinstance(node, ast.Try) and any("ImportError" in ast.unparse(each.type or node) for each in node.handlers)


def resources_of(statements: str) -> tuple[float, float]:
    """Return the seconds and the peak of resident bytes of a fresh Python that runs these statements."""
    # What the peer imports was compiled when it was installed; our own is compiled once, unless Python is told to keep nothing.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(statements=statements)],
        cwd=NOTEBOOKS.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    seconds, peak = map(float, done.stdout.split()[-2:])
    return seconds, peak
