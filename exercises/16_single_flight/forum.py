"""What the forum knows about its users. Part of the exercise: nothing to edit here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class User:
    """A user, as the directory of the forum returns it."""

    uid: int
    name: str
