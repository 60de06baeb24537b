"""What lesson 03 has of its own: its exercises and questions, and its figures."""

TITLE = "Measure the miss"
