"""What lesson 07 has of its own: its exercises and questions, and its figures."""

TITLE = "Let the computer find the slopes"
