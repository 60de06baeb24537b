"""What lesson 05 has of its own: its exercises and questions, and its figures."""

TITLE = "Send the error back"
