"""Whether a lesson runs to become a web page, where no kernel answers: what it shows then carries forms that need none."""

import os

EXPORT = "LESSONS_EXPORT"


def being_made() -> bool:
    """Return whether `places.site` runs this lesson: it sets the environment variable LESSONS_EXPORT."""
    return bool(os.environ.get(EXPORT))
