"""What lesson 01 has of its own: its exercises and questions, and its figures."""

TITLE = "Fit a quadratic"
