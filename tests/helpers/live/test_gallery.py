"""A short stretch of the random comparison over the gallery; the weekly job runs a long one."""

from __future__ import annotations

import random

from helpers.live.picture import MovingPicture
from tests.everything import EVERYTHING
from tests.helpers.live.gallery import GALLERY, artists_of, changes_of, compare, differences

SEED = 20


def test_a_live_figure_shows_what_a_fresh_draw_does():
    _, found = compare(SEED, seconds=5 if EVERYTHING else 1)
    assert found == []


def test_a_change_that_is_not_noticed_is_found(monkeypatch):
    monkeypatch.setattr(MovingPicture, "_may_have_changed", lambda picture, artist: artist in picture.moving)
    assert list(differences("text", [(place, "text", "other words") for place in places_of_text()]))


def places_of_text() -> list[int]:
    return [place for place, artist in enumerate(artists_of("text")) if getattr(artist, "get_text", str)() == r"words and $\sqrt{x}$"]


def test_the_same_seed_makes_the_same_changes():
    one, other = (repr(changes_of("plot", random.Random(3), 4)) for _ in range(2))
    assert one == other


def test_every_kind_can_be_drawn():
    some = list(GALLERY)[:: 1 if EVERYTHING else 12]
    assert [kind for kind in some if list(differences(kind, []))] == []
