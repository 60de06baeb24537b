"""The lessons as a web site that needs no kernel: `python -m tools.site` builds it."""
