"""Newer lessons for a reader who has written in theirs: `make update`."""
