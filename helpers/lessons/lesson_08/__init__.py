"""What lesson 08 has of its own: its exercises and questions, its figures, and how it reads a reader's file."""

TITLE = "Learn, don't memorise"
