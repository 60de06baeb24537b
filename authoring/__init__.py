"""What keeps the project in order; no lesson imports it."""
