"""Whether a lesson runs to become a web page, where no kernel answers: what it shows then carries forms that need none."""

import os

EXPORT = "LESSONS_EXPORT"
STILLS = "stills"


def being_made() -> bool:
    """Return whether `places.site` runs this lesson: it sets the environment variable LESSONS_EXPORT."""
    return bool(os.environ.get(EXPORT))


def with_stills_only() -> bool:
    """Return whether figures stay as they start, as wide as they are: quick, for whoever looks at everything else on a page."""
    return os.environ.get(EXPORT) == STILLS
