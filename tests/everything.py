"""Whether the tests are to try everything, as they do once a week, or a part of it that stands for the rest."""

import os

EVERYTHING = os.environ.get("TEST_EVERYTHING") == "yes"
