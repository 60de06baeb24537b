"""Check zero-to-jupyterhub.yaml against the schema of the chart: `python -m places.hub.check_values CHART`.

CHART is a checkout of jupyterhub/zero-to-jupyterhub-k8s, bare or not, or an unpacked chart. Its schema is its own, so it is not part of
this project; Helm checks against the same one when it installs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

VALUES = Path(__file__).with_name("zero-to-jupyterhub.yaml")
FOLDERS = ("jupyterhub", ".")  # of the chart in a checkout, and in an unpacked chart
SCHEMAS = ("values.schema.yaml", "values.schema.json")


class NoChart(Exception):
    """There is no chart where it was looked for; the message says what to give instead."""


def chart_at(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema and the default values of the chart at a path.

    Raises:
        NoChart: There is none.
    """
    for folder in FOLDERS:
        for schema in SCHEMAS:
            found = [_content(path, f"{folder}/{name}") for name in (schema, "values.yaml")]
            if all(found):
                return yaml.safe_load(found[0]), yaml.safe_load(found[1])
    raise NoChart(
        f"There is no chart at {path}: no jupyterhub/values.schema.yaml or values.schema.json. Give the path of a checkout of "
        "jupyterhub/zero-to-jupyterhub-k8s, or of the chart as `helm pull --untar` leaves it."
    )


def _content(path: Path, name: str) -> str:
    """Return what is in a file of a folder or of a git repository, "" where there is none."""
    if (path / name).is_file():
        return (path / name).read_text(encoding="utf-8")
    if not (path / "HEAD").is_file() and not (path / ".git").exists():
        return ""
    command = ["git", "-C", str(path), "show", f"HEAD:{name.removeprefix('./')}"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def merged(defaults: Any, values: Any) -> Any:
    """Return a chart's values with those of a user over them, as Helm does: maps are merged, all else is replaced, null removes."""
    if not (isinstance(defaults, dict) and isinstance(values, dict)):
        return values
    both = defaults | {name: merged(defaults.get(name), value) for name, value in values.items()}
    return {name: value for name, value in both.items() if not (name in values and value is None)}


def complaints(values: Any, schema: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each value or name that the schema does not allow."""
    Draft7Validator.check_schema(schema)
    for error in sorted(Draft7Validator(schema).iter_errors(values), key=lambda error: list(map(str, error.absolute_path))):
        yield f"{'.'.join(map(str, error.absolute_path)) or 'the values'}: {error.message}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Say what the schema complains of, and return 0 if it is nothing."""
    parser = argparse.ArgumentParser(prog="python -m places.hub.check_values", description=__doc__)
    parser.add_argument("chart", type=Path, metavar="CHART")
    options = parser.parse_args(arguments)
    try:
        schema, defaults = chart_at(options.chart)
    except NoChart as error:
        print(error, file=sys.stderr)
        return 2
    found = list(complaints(merged(defaults, yaml.safe_load(VALUES.read_text(encoding="utf-8"))), schema))
    print("\n".join(found) or f"{VALUES.name} is as the chart's schema says.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
