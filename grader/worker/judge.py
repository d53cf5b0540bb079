"""From what a run said, and how it ended, to a Verdict. Pure: no clock, no process, no file.

A check has passed only when its setup, call and teardown are each reported once, as passed. What is not reported is
not earned, and a run that stops short always costs the check during which it stopped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.checklist import CheckSpec
from grader.verdict import Check, Outcome, Status, Verdict
from grader.worker.record import PHASES, Phase, Record

Tidy = Callable[[str], str]

_ENDED = "the process ended (os._exit, a crash or a kill)"
_DAMAGED = "the report of this run was not intact, so nothing in it counts"
_TOO_LATE = "not run: the run ended before this check"


@dataclass(frozen=True)
class Ending:
    """What the parent knows beside the lines.

    stopped: why it stopped the run, in words for the check that was open; empty if the run ended by itself.
    damage: why the report cannot be believed; empty if it can.
    left: a process of the run may still be there.
    doubt: why full marks are not believed; empty if they are.
    last_words: the last line that the run printed. It explains a crash to a reader, and decides nothing.
    """

    stopped: str = ""
    damage: str = ""
    left: bool = False
    doubt: str = ""
    last_words: str = ""


def not_started(exercise: str, expected: Sequence[CheckSpec], status: Status, reason: str) -> Verdict:
    """The verdict on an answer for which nothing was started."""
    running = sys.version_info[:2]
    checks = tuple(_skipped(spec, running) or _check(spec, "not_run", reason) for spec in expected)
    return Verdict(exercise, status, checks, (reason,) if status == "missing" else ())


def judge(exercise: str, file: str, record: Record, ending: Ending, isolation: str, tidy: Tidy) -> Verdict:
    """The verdict on a run that is over. ``file`` is the answer's name; ``tidy`` makes a run's text repeatable."""
    checks = tuple(_tidied(check, tidy) for check in _checks(file, record, ending))
    status = _status(record, ending, checks)
    return Verdict(exercise, status, checks, tuple(_notes(status, ending, tidy)), isolation)


def _tidied(check: Check, tidy: Tidy) -> Check:
    return replace(
        check,
        message=tidy(check.message),
        where=tidy(check.where),
        details=tidy(check.details),
        timeline=tuple(replace(span, name=tidy(span.name), outcome=tidy(span.outcome)) for span in check.timeline),
    )


def _notes(status: Status, ending: Ending, tidy: Tidy) -> Iterator[str]:
    if ending.damage:
        yield f"{_DAMAGED}: {ending.damage}"
    elif status == "review" and ending.doubt:
        yield ending.doubt
    elif status == "crashed" and ending.last_words:
        yield f"the last line it printed: {tidy(ending.last_words)}"
    if ending.left:
        yield "a process that this answer started may still be running"


def _status(record: Record, ending: Ending, checks: Sequence[Check]) -> Status:
    if ending.damage:
        return "crashed"
    if ending.stopped:
        return "hung"
    if record.refused or ending.doubt:
        return "review"
    if record.broken:
        return "broken"
    if not record.ended:
        return "crashed"
    return "passed" if all(check.outcome in ("passed", "skipped") for check in checks) else "failed"


def _checks(file: str, record: Record, ending: Ending) -> Iterator[Check]:
    idle = _why_nothing_counts(file, record, ending)
    blamed = _blamed(record, ending)
    reached = True
    for spec in record.wanted:
        if skipped := _skipped(spec, record.running):
            yield skipped
        elif idle:
            yield _check(spec, "not_run", *idle)
        elif spec is blamed:
            reached = False
            yield _halted(spec, record.phases(spec), ending)
        elif reached:
            yield _finished(spec, record.phases(spec))
        else:
            yield _check(spec, "not_run", _TOO_LATE)


def _why_nothing_counts(file: str, record: Record, ending: Ending) -> tuple[str, str] | None:
    """The message, and where, for every check of a run in which none counts."""
    if ending.damage:
        return _DAMAGED, ""
    if record.refused or (ending.doubt and not ending.stopped):
        return record.refused or (ending.doubt, "")
    if record.imported:
        return None
    if ending.stopped:
        return ending.stopped, ""
    return record.broken or (f"{_ENDED} while {file} was imported", "")


def _blamed(record: Record, ending: Ending) -> CheckSpec | None:
    """The check during which the run stopped short. After all of them it is the last: its work was not over."""
    if record.ended and not ending.stopped:
        return None
    return record.open or (record.due[-1] if record.due else None)


def _skipped(spec: CheckSpec, running: tuple[int, int]) -> Check | None:
    reason = spec.skip_reason(running)
    return _check(spec, "skipped", reason) if reason else None


def _halted(spec: CheckSpec, phases: Sequence[Phase], ending: Ending) -> Check:
    outcome: Outcome = "timeout" if ending.stopped else "died"
    halted = _check(spec, outcome, ending.stopped or f"{_ENDED} during this check")
    return replace(halted, details=_told(_not_passed(phases)), seconds=_seconds(phases))


def _finished(spec: CheckSpec, phases: Sequence[Phase]) -> Check:
    late = any(phase.timed_out for phase in phases)
    # How far simulated time came before a limit of real time says something about the machine only.
    times = [] if late else [phase.virtual_seconds for phase in phases if phase.virtual_seconds is not None]
    virtual = times[-1] if times else None
    failures = _not_passed(phases)
    if failures:
        outcome: Outcome = "timeout" if late else "failed"
        first = failures[0]
        check = _check(spec, outcome, first.message or "failed, and did not say why", first.where)
        details = "\n\n".join(filter(None, [first.details, _told(failures[1:])]))
        seconds, timeline = _seconds(phases), () if late else first.timeline
        return replace(check, details=details, timeline=timeline, seconds=seconds, virtual_seconds=virtual)
    if tuple(phase.when for phase in phases) == PHASES:
        return replace(_check(spec, "passed"), seconds=_seconds(phases), virtual_seconds=virtual)
    return replace(_check(spec, "failed", "the check did not run as a whole"), seconds=_seconds(phases))


def _not_passed(phases: Sequence[Phase]) -> list[Phase]:
    return [phase for phase in phases if phase.outcome != "passed" or phase.timed_out]


def _told(failures: Sequence[Phase]) -> str:
    return "\n\n".join(text for phase in failures for text in (phase.message, phase.details) if text)


def _seconds(phases: Sequence[Phase]) -> float:
    return sum(phase.duration for phase in phases)


def _check(spec: CheckSpec, outcome: Outcome, message: str = "", where: str = "") -> Check:
    return Check(spec.name, spec.task, spec.title, outcome, spec.points, message, where)
