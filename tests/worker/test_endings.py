"""Whatever an answer does, there is a verdict with reasons in time, and no process of it is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from lab import NAMES, RIGHT, STUB, answer, settled, wait_for

from grader.verdict import Verdict
from grader.worker.sandbox.means import NOTHING

PASSED, FAILED, TIMEOUT, DIED, NOT_RUN = "passed", "failed", "timeout", "died", "not_run"
ALL_PASSED, NOTHING_RUN = (PASSED,) * 3, (NOT_RUN,) * 3

SWALLOW = """try:
    while True:
        len(())
except BaseException:
    while True:
        len(())
"""
UNCANCELLED = """while True:
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        pass
"""
WRITE = """def write(data):
    for number in range(3, 64):
        try:
            os.write(number, data)
        except OSError:
            pass
"""
RECURSION = "sys.setrecursionlimit(200_000)\ndef deep(n): return n and deep(n - 1)\nreturn 42 + deep(100_000)"


@dataclass(frozen=True)
class Ending:
    """An answer, and the verdict on it: status, outcomes of the checks that can run, words of the first message."""

    source: str | bytes
    status: str
    outcomes: tuple[str, ...]
    words: str = ""


ENDINGS = {
    "right": Ending(RIGHT, "passed", ALL_PASSED),
    "BOM and CRLF": Ending(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode(), "passed", ALL_PASSED),
    "wrong": Ending(answer(fetch="return 'guess'"), "failed", (FAILED, PASSED, FAILED), "Return what the step returns"),
    "untouched": Ending(STUB.lstrip(), "untouched", NOTHING_RUN, "not written yet"),
    "half written": Ending(
        answer(total="raise NotImplementedError"), "failed", (PASSED, FAILED, PASSED), "not written yet: total"
    ),
    # It cannot be imported.
    "empty": Ending(b"", "broken", NOTHING_RUN, "has no fetch and total"),
    "a syntax error": Ending("def fetch(:", "broken", NOTHING_RUN, "not valid Python"),
    "not UTF-8": Ending(b"# \xe9\n" + RIGHT.encode(), "broken", NOTHING_RUN, "not valid Python"),
    "NUL bytes": Ending(b"\0" + RIGHT.encode(), "broken", NOTHING_RUN, "null bytes"),
    "deep nesting": Ending("x = " + "(" * 100_000, "broken", NOTHING_RUN, "lab.py is"),
    "an unknown import": Ending(answer(top="import nowhere"), "broken", NOTHING_RUN, "No module named 'nowhere'"),
    "a lost name": Ending("def total(): return 42", "broken", NOTHING_RUN, "has no fetch"),
    "sys.exit at import": Ending(answer(top="sys.exit(0)"), "broken", NOTHING_RUN, "SystemExit"),
    "^C at import": Ending(answer(top="raise KeyboardInterrupt"), "broken", NOTHING_RUN, "KeyboardInterrupt"),
    "os._exit at import": Ending(answer(top="os._exit(0)"), "crashed", NOTHING_RUN, "while lab.py was imported"),
    "a loop at import": Ending(
        answer(top="while True: pass"), "hung", NOTHING_RUN, "importing lab.py took longer than 1 s and was stopped"
    ),
    "a flood at import": Ending(
        answer(top="while True: os.write(2, bytes(2**16))"), "hung", NOTHING_RUN, "printed more than 16 MB"
    ),
    # It wants to end the check, or the run.
    "sys.exit": Ending(answer(fetch="sys.exit(0)"), "failed", (FAILED, PASSED, FAILED), "SystemExit"),
    "SkipTest": Ending(
        answer(total="import unittest; raise unittest.SkipTest"), "failed", (PASSED, FAILED, PASSED), "does not count"
    ),
    "pytest.skip": Ending(
        answer(total="import pytest; pytest.skip()"), "failed", (PASSED, FAILED, PASSED), "does not count"
    ),
    "pytest.exit": Ending(
        answer(total="import pytest; pytest.exit('enough')"),
        "failed",
        (PASSED, FAILED, PASSED),
        "pytest.exit was raised, which ends this check and not the run",
    ),
    "^C": Ending(answer(fetch="raise KeyboardInterrupt"), "failed", (FAILED, PASSED, FAILED), "KeyboardInterrupt was"),
    "os._exit": Ending(answer(total="os._exit(0)"), "crashed", (PASSED, DIED, NOT_RUN), "the process ended"),
    "os._exit at exit": Ending(answer(top="import atexit; atexit.register(os._exit, 0)"), "passed", ALL_PASSED),
    "a crash": Ending(
        answer(total="import ctypes; ctypes.string_at(0)"), "crashed", (PASSED, DIED, NOT_RUN), "the process ended"
    ),
    "its group killed": Ending(answer(total="os.kill(0, 9)"), "crashed", (PASSED, DIED, NOT_RUN), "the process ended"),
    # It does not come to an end.
    # Whether the limit inside the run can end it depends on where in the event loop it rings.
    "a loop that awaits": Ending(
        answer(fetch="while True: await asyncio.sleep(0)"), "failed|hung", (TIMEOUT,), "longer than 1 s"
    ),
    "a loop": Ending(answer(total="while True: pass"), "failed", (PASSED, TIMEOUT, PASSED), "longer than 1 s"),
    "a loop that swallows": Ending(
        answer(fetch=SWALLOW), "hung", (TIMEOUT, NOT_RUN, NOT_RUN), "ran longer than 1 s and was stopped"
    ),
    "a task that stays": Ending(answer(fetch=UNCANCELLED), "failed|hung", (TIMEOUT,), "longer than 1 s"),
    "a block in C": Ending(
        answer(total="return sum(range(10**13))"), "hung", (PASSED, TIMEOUT, NOT_RUN), "ran longer than 1 s"
    ),
    "a thread that sleeps": Ending(
        answer(fetch="await asyncio.to_thread(time.sleep, 3600)"), "hung", (TIMEOUT, NOT_RUN, NOT_RUN), "ran longer"
    ),
    # It is too much.
    "a gigabyte": Ending(
        answer(total="for _ in range(1000): print('x' * 2**20)"),
        "hung",
        (PASSED, TIMEOUT, NOT_RUN),
        "printed more than 16 MB and was stopped",
    ),
    "endless recursion": Ending(answer(total="return total()"), "failed", (PASSED, FAILED, PASSED), "RecursionError"),
    # How deep is too deep for the stack depends on the version of Python.
    "deep recursion": Ending(answer(total=RECURSION), "passed|failed|crashed", (PASSED,)),
    # It meddles with the report.
    "closed pipes": Ending(answer(total="os.closerange(0, 64); return 42"), "crashed", (PASSED, DIED, NOT_RUN)),
    "a forged line": Ending(
        answer(top=WRITE, total="write(b'{}\\n'); return 42"), "crashed", NOTHING_RUN, "not intact"
    ),
    "a flooded report": Ending(
        answer(top=WRITE, total="while True: write(bytes(2**16))"), "crashed", NOTHING_RUN, "not intact"
    ),
    "two reporters": Ending(answer(top="os.fork()"), "crashed", NOTHING_RUN, "not intact"),
}
IN_A_SANDBOX = {
    # There a run is the first process there is, which no signal of its own ends: total returns nothing.
    "its group killed": Ending(answer(total="os.kill(0, 9)"), "failed", (PASSED, FAILED, PASSED), "The total is 42"),
}
WARM_IS_ENOUGH = {
    "a loop",
    "a thread that sleeps",
    "a task that stays",
    "a loop that awaits",
    "a block in C",
    "a loop at import",
}


@pytest.mark.parametrize("case", ENDINGS)
def test_every_ending_has_a_verdict_in_time(
    check: Callable[[str | bytes], Verdict], marker: str, case: str, request: pytest.FixtureRequest
) -> None:
    """The verdict has the expected status, outcomes and words, within the limit and a second; no process is left."""
    if case in WARM_IS_ENOUGH and "cold" in request.node.name:
        pytest.skip("takes seconds, and ends as it does in a warm run")
    expected, servers, started = ENDINGS[case], settled(marker), time.monotonic()

    verdict = check(expected.source)

    if not verdict.isolation.startswith(NOTHING):
        expected = IN_A_SANDBOX.get(case, expected)

    took = time.monotonic() - started
    outcomes = [check.outcome for check in verdict.checks]
    first = verdict.first_failure()
    assert verdict.status in expected.status.split("|")
    assert [check.name for check in verdict.checks] == NAMES
    assert tuple(outcomes[: len(expected.outcomes)]) == expected.outcomes
    assert outcomes[-1] == "skipped"
    assert expected.words in (first.message if first else "")
    # A second for each limit that was reached, the grace, and time for a cold start on a busy machine.
    assert took < outcomes.count(TIMEOUT) + 0.5 + 4.0
    assert wait_for(marker, servers) == servers
