"""Run a piece of a check with several seeds: what happens by chance in it can be had once more.

``for chance in chances(3):`` runs its body with three random generators. When the check fails, the failure names the
seed in force, and ``--seed N`` runs the body with that one alone.

Limits: only what is drawn from ``chance`` is repeated. A server, other threads and the real clock do what they do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator


class Chances:
    """The fixture ``chances``. ``seed`` is the one in force, None outside of any."""

    def __init__(self, only: int | None = None) -> None:
        self._only = only
        self.seed: int | None = None

    def __call__(self, count: int = 3) -> Iterator[random.Random]:
        """Go round ``count`` times, each with a generator of its own, or once with the one that was asked for."""
        for seed in range(1, count + 1) if self._only is None else [self._only]:
            self.seed = seed
            yield random.Random(seed)
        self.seed = None
