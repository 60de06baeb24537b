"""What an instructor is given: the lessons as assignments for nbgrader, and what marks them."""
