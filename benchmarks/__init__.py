"""Measures this project's live figures and their peers in one run: `python -m benchmarks`."""
