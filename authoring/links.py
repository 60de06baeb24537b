"""Where the project lives, and everything that points there: `python -m authoring.links [--repository owner/name] [--tag tag]`.

pyproject.toml names owner, repository and tag under [tool.series]. This writes them into the README (its badges, the row of each lesson and
its other links), into the set-up cell of every notebook, and into the values for a hub on a cluster.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOGIN = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?"  # GitHub's rule
NOBODY = "your_name"  # the owner before anybody has published the lessons; no login, so it can't be somebody's
REPOSITORY = re.compile(rf"(?:{LOGIN}|{NOBODY})/[A-Za-z0-9._-]{{1,100}}")
VALUES = "places/hub/zero-to-jupyterhub.yaml"
TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

SETUP = "# @title Set-up"  # how the cell begins; Colab shows the rest of this line in place of the code
SETUP_CELL = (
    SETUP
    + """
import os, sys; at = ".." if os.path.isdir("../helpers") else "lessons-{tag}"
assert os.path.isdir(at) or not os.system("2>&- git clone --depth 1 -qb {tag} "
  f"https://github.com/{repository} {{at}}"), "Are you offline?"
sys.path.insert(0, at); from helpers.lessons.lesson_{number}.kit import *; here("{number}")"""
)

START = "00_start_here.ipynb"
PAGES = "https://{owner}.github.io/{name}/"
BINDER = "https://mybinder.org/v2/gh/{repository}/{tag}?urlpath=lab/tree/notebooks/{lesson}"
COLAB = "https://colab.research.google.com/github/{repository}/blob/{tag}/notebooks/{lesson}"
TESTS = "https://github.com/{repository}/actions/workflows/test.yml"
OPEN = (
    f"[![Open in Binder](https://mybinder.org/badge_logo.svg)]({BINDER})",
    f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({COLAB})",
)
BADGES = "\n".join([f"[![Tests]({TESTS}/badge.svg)]({TESTS})", *OPEN, f"[Read it as a web page]({PAGES})\n"])
NO_BADGES = """\
Nobody has published this copy of the lessons on GitHub yet, so nothing here opens in Binder, on Colab or as web pages. Push it to a
repository of yours: the workflow `links` then writes its address wherever it belongs, badges included. `make links REPO=owner/name`
does the same by hand.
"""
NOT_OPEN = "`make lab`"
BADGES_BETWEEN = re.compile(r"(?<=<!-- badges -->\n).*?(?=<!-- /badges -->)", re.DOTALL)
CLONE = "git clone https://github.com/{repository}\ncd {name}\n"
CLONE_THERE = re.compile(r"^git clone \S+\ncd \S+\n", re.MULTILINE)
PAGES_THERE = re.compile(r"https://[A-Za-z0-9_-]+\.github\.io/[^/)]+/")
VALUES_THERE = {  # each by what stands around it, because a name may be any word of the file
    r"(?<=https://github\.com/)[^/\s]+/\S+": "{repository}",
    r"(?<=registry\.example/)[^:\s]+:\S+": "{name}:{tag}",
    r"(?<=registry\.example/)[^:\s]+$": "{name}",
    r"(?<= main )\S+(?= \|\|)": "{name}",
    r"(?<=/lab/tree/)[^/\s]+": "{name}",
    r"(?<=^    tag: )\S+": "{tag}",
}
ROW = re.compile(r"^(\| \[[^\]]+\]\(notebooks/(\S+\.ipynb)\) (?:\| [^|]+ ){2}\|).*$", re.MULTILINE)  # of a lesson, up to its badges


def published_at() -> dict[str, str]:
    """Return where the lessons live on GitHub: "repository" as owner/name, "owner" and "name" alone, and the "tag" that links point to."""
    series = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["series"]
    owner, name = series["repository"].split("/")
    return {**series, "owner": owner, "name": name}


def setup_cell(number: str) -> str:
    """Return the first code cell of the lesson with this number, "03".

    Colab opens a notebook alone, so there the cell fetches what belongs to it; git's many words about a tag go nowhere (`2>&-`).
    It is folded everywhere, so it may be dense. The names that it brings are written in the lesson's kit.py.
    """
    return SETUP_CELL.format(**published_at(), number=number)


def point_to(repository: str, tag: str) -> list[str]:
    """Point everything to a repository and a tag, and return the names of the files that changed.

    Raises:
        ValueError: One of the two can't be what it should be.
    """
    if not REPOSITORY.fullmatch(repository):
        raise ValueError(f"{repository!r} is no GitHub repository: write owner/name, as in REPO=ada/how-a-network-learns.")
    if not TAG.fullmatch(tag):
        raise ValueError(f"{tag!r} can't be a tag: use letters, digits, dots, hyphens and underscores, as in TAG=v1.2.0.")
    changed = [_rewrite(ROOT / "pyproject.toml", lambda text: _with_repository(text, repository, tag))]
    changed.append(_rewrite(ROOT / "README.md", lambda text: with_badges(text, published_at())))
    changed += [_rewrite_notebook(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    changed.append(_rewrite(ROOT / VALUES, _with_values))
    return [name for name in changed if name]


def _with_repository(text: str, repository: str, tag: str) -> str:
    text = re.sub(r'^repository = ".*"$', f'repository = "{repository}"', text, flags=re.MULTILINE)
    return re.sub(r'^tag = ".*"$', f'tag = "{tag}"', text, flags=re.MULTILINE)


def with_badges(text: str, published: Mapping[str, str]) -> str:
    """Return the README's text for lessons published there; while nobody has published them, it shows no badges."""
    badges, of_lesson = (NO_BADGES, NOT_OPEN) if published["owner"] == NOBODY else (BADGES, " ".join(OPEN))
    rows = ROW.sub(lambda row: f"{row[1]} {of_lesson.format(**published, lesson=row[2])} |", text)
    rest = PAGES_THERE.sub(PAGES.format(**published), CLONE_THERE.sub(CLONE.format(**published), rows))
    return BADGES_BETWEEN.sub(lambda _: badges.format(**published, lesson=START), rest)


def _with_values(text: str) -> str:
    for pattern, written in VALUES_THERE.items():
        text = re.sub(pattern, written.format(**published_at()), text, flags=re.MULTILINE)
    return text


def _rewrite_notebook(path: Path) -> str:
    return _rewrite(path, lambda text: _with_setup_cell(text, path.name[:2]))


def _with_setup_cell(text: str, number: str) -> str:
    notebook = json.loads(text)
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["source"] = setup_cell(number).splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _rewrite(path: Path, change: Callable[[str], str]) -> str:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    if after == before:
        return ""
    path.write_text(after, encoding="utf-8", newline="\n")
    return path.relative_to(ROOT).as_posix()


def main(arguments: list[str] | None = None) -> int:
    """Rewrite the links; what isn't given stays as pyproject.toml says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repository", default=published_at()["repository"], metavar="OWNER/NAME")
    parser.add_argument("--tag", default=published_at()["tag"])
    options = parser.parse_args(arguments)
    try:
        changed = point_to(options.repository, options.tag)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    count = "1 file" if len(changed) == 1 else f"{len(changed)} files"
    print(f"Everything points to {options.repository} at {options.tag}; {count} changed" + (f": {', '.join(changed)}" if changed else "."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
