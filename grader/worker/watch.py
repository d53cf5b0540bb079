"""The parent of one run: hand over the job, follow the report, and end the run, at a limit if need be."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from grader.errors import GraderFault
from grader.worker.canary import Canary
from grader.worker.feed import Closed, Feed, Flood, Silent
from grader.worker.judge import Ending
from grader.worker.limits import MEGABYTE, Limits
from grader.worker.lines import Damaged
from grader.worker.plan import Job
from grader.worker.process import Process
from grader.worker.record import Record

START_SECONDS = 60.0
"""How long a run may take to get ready for the answer, in real seconds: a cold one collects the checks first."""

_DRAIN_SECONDS = 1.0
_LAST_WORDS = 200


def watch(
    process: Process, job: Job, record: Record, file: str, limits: Limits, canaries: Sequence[Canary] = ()
) -> Ending:
    """Fill the record. ``file`` is the answer's name. However this ends, the run has been stopped.

    After full marks each of the ``canaries`` has to be caught in the same run.

    Raises:
        GraderFault: the run did not get as far as the answer.
    """
    feed = Feed(process.report, process.output, bytes.fromhex(job.key), limits.output)
    try:
        with suppress(OSError):  # It has ended already; the report will say so too.
            process.job.write(job.as_line())
        _await_ready(feed, record, file)
        ending = _follow(feed, record, file, limits)
        if record.flawless and ending == Ending():
            doubts = (_doubt(feed, process, canary, record, limits) for canary in canaries)
            ending = Ending(doubt=next(filter(None, doubts), ""))
    finally:
        gone = process.stop()
        process.job.close()
        gone = feed.finish(_DRAIN_SECONDS) and gone
    if feed.flooded:
        # Also when the run came to its end first: that must not depend on which pipe was read faster.
        ending = replace(ending, stopped=f"printed more than {limits.output / MEGABYTE:g} MB and was stopped")
    return replace(ending, left=not gone, last_words=feed.printed.rpartition("\n")[2][-_LAST_WORDS:])


def _doubt(feed: Feed, process: Process, canary: Canary, record: Record, limits: Limits) -> str:
    """Why full marks are not believed: empty if the canary was caught."""
    after = Record([canary.check], record.running)
    with suppress(OSError):  # Nobody reads it, so nobody will report on it.
        process.job.write(canary.as_line())
    ending = _follow(feed, after, "canary", limits)
    if after.ended and not after.flawless and ending == Ending():
        return ""
    what = "passed" if after.flawless else "could not be checked"
    return (
        f"full marks, but then a known wrong answer {what} in the same process, where {canary.check.name} catches it: "
        "this answer may have changed what the checks measure with. Look at it, then accept it with "
        "--accept STUDENT:EXERCISE"
    )


def _await_ready(feed: Feed, record: Record, file: str) -> None:
    try:
        line = feed.line(time.monotonic() + START_SECONDS)
    except Silent:
        raise GraderFault(f"the run of {file} was not ready within {START_SECONDS:g} s") from None
    except (Closed, Damaged, Flood):
        feed.finish(_DRAIN_SECONDS)
        raise GraderFault(f"the run of {file} ended before it was ready: {feed.printed or 'without a word'}") from None
    if line.get("kind") == "fault":
        raise GraderFault(line["text"])
    expected = [spec.name for spec in record.expected]
    if line.get("checks") != expected:
        raise GraderFault(f"pytest collected {line.get('checks')} for {file}, but the file of checks has {expected}")


def _follow(feed: Feed, record: Record, file: str, limits: Limits) -> Ending:
    end = time.monotonic() + limits.wall
    while not record.over:
        limit = limits.of(record.open)
        # A check whose time was up inside the run has only the grace left, to tidy up after itself.
        until = time.monotonic() + limits.grace + (0.0 if record.late else limit)
        try:
            record.add(feed.line(min(end, until)))
        except (Closed, Flood):
            break
        except Damaged as damage:
            return Ending(damage=str(damage))
        except Silent:
            return Ending(stopped=_overran(record, file, limit) if until < end else _wall(limits))
    return Ending()


def _overran(record: Record, file: str, limit: float) -> str:
    what = "" if record.imported else f"importing {file} "
    return f"{what}{'took' if what else 'ran'} longer than {limit:g} s and was stopped"


def _wall(limits: Limits) -> str:
    return f"the whole run took longer than {limits.wall:g} s and was stopped"
