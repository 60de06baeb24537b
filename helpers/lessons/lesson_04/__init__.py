"""What lesson 04 has of its own: its exercises and questions, and its figures."""

TITLE = "Follow the slope"
