"""One module a lesson: the figures that a lesson shows, built from `plots` and `live`."""
