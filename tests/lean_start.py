"""What `make test` loads before all else (`pytest -p tests.lean_start`), so that its processes start in half the time.

jsonschema, which looks at notebooks, imports `rfc3987_syntax` if it can: 38 parsers, made at import, for a kind of address that no
notebook has. Hypothesis imports what other packages offer it: all of trio, for one setting. So does the plugin of anyio for pytest, which
no test uses; `-p no:anyio` leaves it out.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # as if it were not installed
os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the threads of a product would wait for each other while other tests have the cores


def pytest_xdist_getremotemodule() -> ModuleType:
    """Let the other processes begin with this module as well, and only then with xdist's own."""
    return sys.modules[__name__]


if __name__ == "__channelexec__":
    path = Path(find_spec("xdist").origin).with_name("remote.py")
    exec(path.read_text(encoding="utf-8"))  # an import of it would come too early for pytest
