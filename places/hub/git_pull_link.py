"""The link that hands learners the lessons from a git repository: how it is written, and what one may ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from authoring.links import published_at

LESSON = "notebooks/00_start_here.ipynb"
BRANCH = "main"  # no tag: nbgitpuller clones one, but it brings only branches up to date
COPY = "lessons"  # the folder of the copy that a learner's home begins with
REPOSITORIES = "HUB_REPOSITORIES"  # the environment variable that names what may be fetched, with blanks between

FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # nothing hidden, nothing within or above another folder
BRANCH_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9_-])?")


class Refused(Exception):
    """A link asks for what it may not have, or what it asks for can't be done; the message says so to a learner."""


@dataclass(frozen=True)
class Pull:
    """What a link asks for.

    Args:
        repository: Its address.
        branch: The branch to follow; None is the repository's own default.
        folder: The clone's name in the learner's home.
        path: What to open afterwards, below the server's address.
    """

    repository: str
    branch: str | None
    folder: str
    path: str


def own_repository() -> str:
    """Return the address of the repository that pyproject.toml names."""
    return f"https://github.com/{published_at()['repository']}"


def git_pull(hub: str, repository: str | None = None, branch: str = BRANCH) -> str:
    """Return the link under this hub that clones the repository, or brings a clone up to date, and opens lesson 00.

    Args:
        hub: Where the hub is, as "http://127.0.0.1:8000".
        repository: Its address; without one, the repository that pyproject.toml names.
        branch: The branch to follow.
    """
    repository = repository or own_repository()
    folder = folder_of(repository)
    query = {"repo": repository, "branch": branch, "targetpath": folder, "urlpath": f"lab/tree/{folder}/{LESSON}"}
    return f"{hub}/hub/user-redirect/git-pull?{urlencode(query)}"


def asked_by(query: dict[str, str], repositories: Sequence[str]) -> Pull:
    """Return what a link's query asks for, in the names that links to nbgitpuller have.

    Args:
        query: The names and values of the link.
        repositories: The addresses of those that the instructor named.

    Raises:
        Refused: It asks for another repository, for a folder of its own to be moved away, or for a place that is no folder in the home.
    """
    named = {canonical(repository): repository for repository in repositories}
    repository = named.get(canonical(query.get("repo") or next(iter(named), "")))
    folder = query.get("targetpath") or query.get("targetPath") or folder_of(repository or "")
    branch = query.get("branch") or None
    if repository is None:
        raise Refused(f"This link fetches from {query.get('repo') or 'no repository'}, which your instructor has not named for this hub.")
    if query.get("backup", "false").lower() != "false":
        raise Refused("This link moves a folder of yours away. To begin anew, rename it yourself, and follow a link without backup.")
    if not FOLDER_NAME.fullmatch(folder):
        raise Refused(f"This link fetches into {folder}, which is not the name of a folder directly in your home.")
    if branch and (".." in branch or not BRANCH_NAME.fullmatch(branch)):
        raise Refused(f"This link follows a branch named {branch}, which no branch can be named.")
    path = query.get("urlpath") or query.get("urlPath") or f"lab/tree/{folder}"
    return Pull(repository, branch, folder, path)


def canonical(repository: str) -> str:
    """Return an address without what makes no difference at its end."""
    return repository.rstrip("/").removesuffix(".git")


def folder_of(repository: str) -> str:
    """Return the name of the folder that git clones an address into."""
    return canonical(repository).split("/")[-1]
