"""For the helpers' tests: a random search isn't timed, since the machine may have other work."""

from hypothesis import settings

settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")
