"""What the lessons import. Each module has one subject; `CONTRIBUTING.md` says which."""
