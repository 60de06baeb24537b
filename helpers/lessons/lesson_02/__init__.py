"""What lesson 02 has of its own: its exercises and questions, and its figures."""

TITLE = "Bend lines with ReLU units"
