"""Build the web site of the lessons: `python -m places.site [--output build/site] [--lite yes|no|found]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from authoring.notebooks import Broken
from places.site.build import NotOurs, build
from places.site.files import told


def main(arguments: list[str] | None = None) -> int:
    """Build it, and say where it is and how large."""
    parser = argparse.ArgumentParser(prog="python -m places.site", description="Build the web site of the lessons.")
    parser.add_argument("--output", type=Path, default=Path("build/site"), help="the folder to build it in (default: build/site)")
    parser.add_argument(
        "--lite",
        choices=("yes", "no", "found"),
        default="found",
        help="whether pages link to the edition that runs in the browser, in lite/ (default: if it is found there)",
    )
    options = parser.parse_args(arguments)
    try:
        pages = build(options.output, {"yes": True, "no": False, "found": (options.output / "lite").is_dir()}[options.lite])
    except (Broken, NotOurs) as error:
        print(error, file=sys.stderr)
        return 1
    print(told(options.output, pages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
