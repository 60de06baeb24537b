"""What lesson 06 has of its own: its exercises and questions, and its figures."""

TITLE = "Choose a learning rate"
