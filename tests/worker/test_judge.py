"""From lines to a verdict: what counts, what does not, and who is blamed when a run stops short."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from grader.checklist import CheckSpec
from grader.verdict import Verdict
from grader.worker.judge import Ending, judge
from grader.worker.lines import Damaged, Line
from grader.worker.record import Record

SPECS = (
    CheckSpec("test_a", 1, "A works."),
    CheckSpec("test_b", 1, "B works.", points=2),
    CheckSpec("test_new", 2, "Only new Pythons can.", python=(3, 99)),
    CheckSpec("test_c", 2, "C works."),
)
NO_POLICY: Line = {"kind": "policy", "result": "off"}
IMPORTED: Line = {"kind": "imported"}
END: Line = {"kind": "end"}


def phase(name: str, when: str, outcome: str = "passed", **more: Any) -> Line:
    """One phase of a check."""
    texts = {"message": "", "where": "", "details": ""}
    fields = {"duration": 0.25, **texts, "virtual_seconds": None, "timed_out": False, "timeline": []}
    return {"kind": "phase", "name": name, "when": when, "outcome": outcome, **fields, **more}


def whole(name: str, outcome: str = "passed", **more: Any) -> list[Line]:
    """All phases of a check; the outcome is that of its call."""
    return [phase(name, "setup"), phase(name, "call", outcome, **more), phase(name, "teardown")]


A, B, C = whole("test_a"), whole("test_b"), whole("test_c")
ALL = [IMPORTED, *A, *B, *C, END]


def verdict(lines: Iterable[Line], **ending: Any) -> Verdict:
    """The verdict on a run without a policy that said this and ended so."""
    record = Record(SPECS, (3, 13))
    for line in (NO_POLICY, *lines):
        record.add(line)
    return judge("01_lab", "lab.py", record, Ending(**ending), "some isolation", str.strip)


def outcomes(verdict: Verdict) -> list[str]:
    """The outcomes of all checks."""
    return [check.outcome for check in verdict.checks]


def test_a_whole_report_of_passes_is_passed() -> None:
    """Every check that can run has passed: full marks, and the points of skipped checks are not to be had."""
    passed = verdict(ALL)
    assert passed.status == "passed"
    assert outcomes(passed) == ["passed", "passed", "skipped", "passed"]
    assert (passed.points, passed.of, passed.isolation) == (4, 4, "some isolation")
    assert passed.checks[0].seconds == 0.75
    assert passed.checks[2].message == "needs Python 3.99 or later"


def test_a_failed_phase_fails_its_check_alone() -> None:
    """The check's message, place and details come from the phase that failed, and the others keep their points."""
    lines = whole("test_b", "failed", message=" No.", where="lab.py:3", details="d", virtual_seconds=3.0)
    failed = verdict([IMPORTED, *A, *lines, *C, END])
    check = failed.checks[1]
    assert (failed.status, failed.points) == ("failed", 2)
    assert (check.outcome, check.message, check.where, check.details) == ("failed", "No.", "lab.py:3", "d")
    assert check.virtual_seconds == 3.0


def test_what_a_check_left_behind_comes_after_its_own_failure() -> None:
    """When call and teardown fail, the message is the call's; the teardown's follows in the details."""
    lines = [
        phase("test_a", "setup"),
        phase("test_a", "call", "failed", message="wrong", details="picture"),
        phase("test_a", "teardown", "failed", message="a thread was left"),
    ]
    check = verdict([IMPORTED, *lines, *B, *C, END]).checks[0]
    assert (check.message, check.details) == ("wrong", "picture\n\na thread was left")


@pytest.mark.parametrize("outcome", ["failed", "skipped", "rerun", "Passed", ""])
def test_only_passed_is_passed(outcome: str) -> None:
    """Any other word of a phase is a failure, with some reason."""
    check = verdict([IMPORTED, *whole("test_a", outcome), *B, *C, END]).checks[0]
    assert check.outcome == "failed"
    assert check.message


@pytest.mark.parametrize("missing", range(2))
def test_a_check_without_all_its_phases_has_not_passed(missing: int) -> None:
    """Setup, call and teardown are each needed."""
    lines = [line for number, line in enumerate(A) if number != missing]
    half = verdict([IMPORTED, *lines, *B, *C, END])
    assert half.status == "failed"
    assert half.checks[0].outcome == "failed"


def test_a_time_limit_inside_the_run_is_a_timeout() -> None:
    """The check is ``timeout``, the run went on, and simulated time says nothing about such a check."""
    late = whole("test_a", "failed", message="took too long", timed_out=True, virtual_seconds=4.0)
    run = verdict([IMPORTED, *late, *B, *C, END])
    assert run.status == "failed"
    assert (run.checks[0].outcome, run.checks[0].virtual_seconds) == ("timeout", None)


def test_a_process_that_ends_early_costs_the_open_check() -> None:
    """The check that was running died; later ones did not run; earlier ones keep their points."""
    died = verdict([IMPORTED, *A, phase("test_b", "setup")])
    assert (died.status, died.points) == ("crashed", 1)
    assert outcomes(died) == ["passed", "died", "skipped", "not_run"]
    assert "during this check" in died.checks[1].message


@pytest.mark.parametrize(("stopped", "status", "outcome"), [("", "crashed", "died"), ("too long", "hung", "timeout")])
def test_after_all_checks_the_last_one_is_to_blame(stopped: str, status: str, outcome: str) -> None:
    """A run whose checks are all reported, but not its end, never has full marks."""
    run = verdict(ALL[:-1], stopped=stopped)
    assert (run.status, run.checks[-1].outcome) == (status, outcome)


def test_a_run_that_the_parent_stopped_is_hung() -> None:
    """The open check is ``timeout`` with the parent's reason, and what it had said itself is in the details."""
    lines = [IMPORTED, phase("test_a", "setup"), phase("test_a", "call", "failed", message="wrong")]
    run = verdict(lines, stopped="ran too long")
    assert run.status == "hung"
    assert outcomes(run) == ["timeout", "not_run", "skipped", "not_run"]
    assert (run.checks[0].message, run.checks[0].details) == ("ran too long", "wrong")


def test_a_run_stopped_after_its_end_is_hung() -> None:
    """Printing too much counts even when the report was complete by then."""
    assert verdict(ALL, stopped="printed too much").status == "hung"


@pytest.mark.parametrize(
    ("lines", "ending", "status", "message"),
    [
        ([{"kind": "broken", "message": "No.", "where": "lab.py:1"}], {}, "broken", "No."),
        ([], {}, "crashed", "the process ended (os._exit, a crash or a kill) while lab.py was imported"),
        ([], {"stopped": "importing took too long"}, "hung", "importing took too long"),
        (ALL, {"damage": "it is forged"}, "crashed", "the report of this run was not intact, so nothing in it counts"),
    ],
)
def test_without_a_check_that_counts_all_have_the_reason(
    lines: list[Line], ending: dict[str, str], status: str, message: str
) -> None:
    """Broken, ended or stopped while importing, or not to be believed: every check says why it did not run."""
    run = verdict(lines, **ending)
    assert run.status == status
    assert outcomes(run) == ["not_run", "not_run", "skipped", "not_run"]
    assert {check.message for check in run.checks if check.outcome == "not_run"} == {message}


def test_notes_say_what_a_reader_should_know_about_the_run() -> None:
    """A damaged report and a process that may be left are told, in this order."""
    notes = verdict(ALL, damage="it is forged", left=True).notes
    assert [note.split()[0] for note in notes] == ["the", "a"]
    assert "it is forged" in notes[0]


def test_the_last_words_of_a_run_explain_its_crash() -> None:
    """What was printed last is quoted where a process ended early, and nowhere else."""
    assert verdict([IMPORTED, *A], last_words=" Aborted ").notes == ("the last line it printed: Aborted",)
    assert verdict(ALL, last_words="Aborted").notes == ()


def test_what_is_said_about_a_skipped_check_is_ignored() -> None:
    """The parent knows before the run which checks are skipped, whatever the run claims."""
    claimed = [phase("test_new", "setup", "skipped"), *whole("test_new")]
    assert verdict([IMPORTED, *A, *B, *claimed, *C, *claimed, END]) == verdict(ALL)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*A], id="a check before the import"),
        pytest.param([IMPORTED, IMPORTED], id="imported twice"),
        pytest.param([IMPORTED, {"kind": "broken", "message": "", "where": ""}], id="broken after the import"),
        pytest.param([IMPORTED, *A, *A], id="a check twice"),
        pytest.param([IMPORTED, A[0], A[0]], id="a phase twice"),
        pytest.param([IMPORTED, A[1], A[0]], id="phases in another order"),
        pytest.param([IMPORTED, *B], id="checks in another order"),
        pytest.param([IMPORTED, *whole("test_z")], id="an unknown check"),
        pytest.param([IMPORTED, phase("test_a", "lunch")], id="an unknown phase"),
        pytest.param([IMPORTED, {"kind": "full marks"}], id="an unknown line"),
        pytest.param([{"kind": "ready"}], id="ready twice"),
        pytest.param([END], id="an end before the import"),
        pytest.param([IMPORTED, *A, END], id="an end before the last check"),
        pytest.param([*ALL, END], id="more than the end"),
        pytest.param([IMPORTED, phase("test_a", "setup", message=None)], id="no text"),
        pytest.param([IMPORTED, phase("test_a", "setup", duration=-1)], id="a negative duration"),
        pytest.param([IMPORTED, phase("test_a", "setup", duration=float("nan"))], id="no number"),
        pytest.param([IMPORTED, phase("test_a", "setup", duration=True)], id="no duration"),
        pytest.param([IMPORTED, phase("test_a", "setup", virtual_seconds="1")], id="a text for a number"),
    ],
)
def test_lines_that_our_recorder_cannot_write_are_damage(lines: list[Line]) -> None:
    """At any time exactly one line can be next; any other one means that the report is not ours."""
    with pytest.raises(Damaged):
        verdict(lines)
