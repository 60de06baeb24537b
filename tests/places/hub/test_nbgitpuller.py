"""What nbgitpuller, which alone brings newer lessons to a hub, makes of a lesson that both sides changed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.places.update.reader import ANSWER, LESSON, NOBODY, ROOT, Reader, run, say, with_git

pytest.importorskip("nbgitpuller", reason="only a hub has nbgitpuller: `make test-hub`")
pytestmark = with_git


@pytest.mark.parametrize("attributes", [True, False])
def test_nbgitpuller_alone_keeps_a_lesson_that_both_changed_whole(tmp_path, attributes):
    def pull() -> None:
        command = [sys.executable, "-m", "nbgitpuller.pull", reader.up.as_uri(), "main", str(reader.here)]
        subprocess.run(command, env={**os.environ, **NOBODY}, check=True, capture_output=True, timeout=60)

    reader = Reader(tmp_path)
    if not attributes:
        (reader.up / ".gitattributes").unlink()
        reader.publish()
    pull()
    reader.write(run, say("stub", ANSWER))
    before = (reader.here / LESSON).read_bytes()
    reader.improve(say("recap", "newer"), path=LESSON)
    pull()
    assert ((reader.here / LESSON).read_bytes() == before) == attributes, "or else it is joined by lines"
    assert (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()[-1] == "*.ipynb -merge"
