"""Given: what a render server tells about itself when it has stopped."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    """How many jobs came to which end, from the first job to the last."""

    done: int
    """Jobs that ended by themselves, with a result or with an error."""
    cancelled: int
    """Jobs that were at work when the grace was over, and were cancelled."""
    rejected: int
    """Jobs that were still waiting when the server stopped, and never began."""


class ShuttingDown(Exception):
    """The server takes no more jobs."""
