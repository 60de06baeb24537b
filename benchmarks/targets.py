"""What is to be reached, and whether it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A figure that is to be reached: at least or at most `goal`, and what it is in this run."""

    what: str
    goal: float
    reached: float
    at_most: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.reached <= self.goal if self.at_most else self.reached >= self.goal

    def line(self) -> str:
        """Return the line that says so."""
        bound = "at most" if self.at_most else "at least"
        verdict = "met" if self.met else "missed"
        return f"{verdict:6}  {self.what}: {self.reached:.3g}{self.unit} ({bound} {self.goal:.3g}{self.unit})"
