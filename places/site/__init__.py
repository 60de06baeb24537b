"""The lessons as a web site that needs no kernel: `python -m places.site` builds it."""
