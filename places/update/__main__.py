"""`python -m places.update`: bring the clone that this file is in up to date, and say what changed or why nothing did."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

from places.update.clone import Clone, Trouble
from places.update.update import update

ROOT = Path(__file__).parents[2]


def address() -> str:
    """Return where the lessons live."""
    series = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["series"]
    return f"https://github.com/{series['repository']}"


def main(root: Path = ROOT) -> int:
    """Update the clone in a folder, and return the exit status."""
    os.chdir(root)  # an address may be a path that begins here
    clone = Clone(root)
    try:
        clone.check(address())
        print("\n".join(update(clone)))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The update stopped: {error}. Nothing of yours is lost. When that is mended, run `make update` again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing of yours is lost; `make update` goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
