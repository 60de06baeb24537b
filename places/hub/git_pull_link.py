"""The link that hands learners the lessons from a git repository: https://nbgitpuller.readthedocs.io tells more of such links."""

from __future__ import annotations

from urllib.parse import urlencode

from authoring.links import published_at

LESSON = "notebooks/00_start_here.ipynb"
BRANCH = "main"  # no tag: nbgitpuller clones one, but it brings only branches up to date
COPY = "lessons"  # the folder of the copy that a learner's home begins with


def git_pull(hub: str, repository: str | None = None, branch: str = BRANCH) -> str:
    """Return the link under this hub that clones the repository, or brings a clone up to date, and opens lesson 00.

    Args:
        hub: Where the hub is, as "http://127.0.0.1:8000".
        repository: Its address; without one, the repository that pyproject.toml names.
        branch: The branch to follow.
    """
    repository = repository or f"https://github.com/{published_at()['repository']}"
    folder = repository.rstrip("/").split("/")[-1].removesuffix(".git")
    query = {"repo": repository, "branch": branch, "targetpath": folder, "urlpath": f"lab/tree/{folder}/{LESSON}"}
    return f"{hub}/hub/user-redirect/git-pull?{urlencode(query)}"
