"""What lesson 09 has of its own: its exercises and questions, and its figures."""

TITLE = "Read handwriting"
