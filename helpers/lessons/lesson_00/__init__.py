"""What lesson 00 has of its own: its exercises and questions, and its figures."""

TITLE = "Start here"
