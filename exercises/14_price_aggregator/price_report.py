"""What comes out of the price board. Part of the exercise: nothing to edit here."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """What is known of each symbol when the time is up. Each symbol is in exactly one of the three."""

    prices: dict[str, str] = field(default_factory=dict)
    """The price of each symbol that has one."""

    failed: dict[str, list[Exception]] = field(default_factory=dict)
    """For each symbol whose mirrors have all failed: what they raised, in the order of the mirrors."""

    late: list[str] = field(default_factory=list)
    """All other symbols, in the order in which they were asked for."""
