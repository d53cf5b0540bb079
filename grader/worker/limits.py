"""What a run may take before its parent ends it."""

from __future__ import annotations

from dataclasses import dataclass

from grader.checklist import CHECK_SECONDS, CheckSpec

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limits of one run. All times are seconds of the real clock.

    wall: for the whole run, from the moment the answer is imported.
    grace: how much longer than its own limit a check may be silent. The limit itself is watched inside the run,
        where a friendlier message can be made; what comes after it is for answers that swallow that.
    output: how many bytes of stdout and stderr an answer may print.
    check: the limit of every check, in place of ``CheckSpec.seconds``.
    """

    wall: float = 60.0
    grace: float = 0.5
    output: int = 16 * MEGABYTE
    check: float | None = None

    def of(self, spec: CheckSpec | None) -> float:
        """The limit of one check, or of importing the answer (None)."""
        if self.check is not None:
            return self.check
        return spec.seconds if spec else CHECK_SECONDS


USUAL = Limits()
