"""What is no test here needs the hub's own environment, and has no examples in its docstrings: pytest need not look for any."""

from pathlib import Path

collect_ignore = [path.name for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("test_")]
