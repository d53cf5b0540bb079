"""The proof by answers: right ones pass, wrong ones fail at the named check with the words that help."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from grader.claims import Claim, read_claim
from grader.course import Exercise
from grader.errors import GraderFault
from grader.syntax import parse_file
from grader.verdict import Check, Verdict
from grader.verify.finding import Finding, Job
from grader.worker.policy import Policy, read

if TYPE_CHECKING:
    from grader.worker import Workers

IMPORT = "import"
NOT_WRITTEN = "not written yet"
_CAUGHT = ("failed", "timeout", "died")
_REFUSED = ("failed", "broken", "hung", "crashed")


@dataclass(frozen=True)
class Court:
    """Where answers are tried: the workers, and on which clock."""

    workers: Workers
    real_clock: bool = False

    def try_answer(self, exercise: Exercise, path: Path, only: str = "") -> Verdict | Finding:
        """The verdict on one answer, or on what one check says of it.

        The grader's failure to try it is a finding: in a course it is the author's.
        """
        try:
            return self.workers.check(exercise, path, real_clock=self.real_clock, only=only)
        except GraderFault as fault:
            fix = "run pytest on the checks and repair what stops them"
            return Finding(exercise.checks_file, "the checks run", str(fault), fix)


def answer_jobs(court: Court, exercise: Exercise) -> tuple[list[Job], list[str]]:
    """The jobs for the stub and every answer in the banks, and why some answers are left out on this Python."""
    jobs, skipped = [], []
    if not court.real_clock:
        jobs.append(Job("stub", partial(_prove_stub, court, exercise)))
    rules = cache(partial(_policy, exercise))
    for path in (exercise.reference, *exercise.bank("right")):
        if path.is_file() and (reason := read_claim(path).unmet(sys.version_info[:2])):
            skipped.append(f"{path.name} {reason}")
        else:
            jobs.append(Job("right", partial(_prove_right, court, exercise, path, rules)))
    for path in exercise.bank("wrong"):
        claim = read_claim(path)
        if reason := claim.unmet(sys.version_info[:2]):
            skipped.append(f"{path.name} {reason}")
        else:
            jobs.append(Job("wrong", partial(_prove_wrong, court, exercise, path, claim)))
    return jobs, skipped


def _prove_stub(court: Court, exercise: Exercise) -> list[Finding]:
    """The stub is known as untouched; changed by one comment it runs, and every check says what is missing."""
    findings = []
    verdict = court.try_answer(exercise, exercise.stub)
    if isinstance(verdict, Finding):
        return [verdict]
    if verdict.status != "untouched":
        fix = "report it: this is a fault of the grader"
        findings.append(Finding(exercise.stub, "status untouched", f"status {verdict.status}", fix))
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / exercise.answer.name
        changed.write_bytes(exercise.stub.read_bytes() + b"\n# one more line\n")
        verdict = court.try_answer(exercise, changed)
    if isinstance(verdict, Finding):
        return [verdict]
    for check in verdict.checks:
        if check.outcome == "skipped" or (check.outcome == "failed" and NOT_WRITTEN in check.message.lower()):
            continue
        expected = f"{check.name} fails on the stub with '{NOT_WRITTEN}'"
        fix = "let every function of the stub raise NotImplementedError, and the check call one of them"
        findings.append(Finding(exercise.stub, expected, _outcome(check), fix))
    return findings


def _policy(exercise: Exercise) -> Policy | None:
    """The policy of an exercise; None if one of its files does not parse, which is found elsewhere."""
    try:
        return Policy.of(exercise)
    except SyntaxError:
        return None


def _prove_right(court: Court, exercise: Exercise, path: Path, rules: Callable[[], Policy | None]) -> list[Finding]:
    """It passes every check, and an instructor's grading would run it without asking."""
    verdict = court.try_answer(exercise, path)
    if isinstance(verdict, Finding):
        return [verdict]
    if verdict.passed:
        policy = rules()
        refusals = read(parse_file(path), policy) if policy else []
        fix = "write it in the usual way; if the policy is wrong, correct grader/worker/policy/table.py"
        return [Finding(path, "the policy lets it pass", str(refusals[0]), fix)] if refusals else []
    failure = verdict.first_failure()
    happened = f"status {verdict.status}" + (f"; {failure.name}: {_outcome(failure)}" if failure else "")
    happened += "".join(f"; {note}" for note in verdict.notes)
    fix = "the check asks for one way of writing it: let it check behaviour; or correct the answer"
    return [Finding(path, "every check passes", happened, fix)]


def _prove_wrong(court: Court, exercise: Exercise, path: Path, claim: Claim) -> list[Finding]:
    known = claim.caught_by in [check.name for check in exercise.checks]
    # The check that is named is enough. If it catches nothing, it is told which other one does.
    verdict = court.try_answer(exercise, path, only=claim.caught_by if known else "")
    if isinstance(verdict, Verdict) and known and verdict.status not in _REFUSED:
        verdict = court.try_answer(exercise, path)
    if isinstance(verdict, Finding):
        return [verdict]
    expected = f"refused by {claim.caught_by or 'a check'}"
    if verdict.passed:
        happened = "it passes every check: a learner who writes this is told that it is right"
        return [Finding(path, expected, happened, "add a check that tells it from a right answer")]
    if verdict.status not in _REFUSED:
        happened = f"status {verdict.status}: no check ran" + "".join(f"; {note}" for note in verdict.notes)
        return [Finding(path, expected, happened, "write the same mistake in a way that runs")]
    if court.real_clock:
        return []
    return list(_against_claim(exercise, path, claim, verdict))


def _against_claim(exercise: Exercise, path: Path, claim: Claim, verdict: Verdict) -> Iterator[Finding]:
    names = [check.name for check in exercise.checks]
    if claim.caught_by == IMPORT:
        caught = verdict.first_failure()
        if verdict.status != "broken" or caught is None:
            fix = "name the check that catches it in 'caught by:'"
            yield Finding(path, "it does not import (status broken)", f"status {verdict.status}", fix)
            return
    else:
        caught = next((check for check in verdict.checks if check.name == claim.caught_by), None)
        if caught is None:
            happened = f"'caught by: {claim.caught_by}'" if claim.caught_by else "no 'caught by:' line"
            yield Finding(path, f"'caught by:' names one of {', '.join(names)}", happened, "correct the header")
            return
        if caught.outcome not in _CAUGHT:
            failed = [check.name for check in verdict.checks if check.outcome in _CAUGHT]
            happened = f"{claim.caught_by} {caught.outcome}; caught by {', '.join(failed) or 'no check'}"
            if verdict.status == "broken":
                happened = f"it does not import: {caught.message}"
            fix = "sharpen that check, or name the one that catches it in 'caught by:'"
            yield Finding(path, f"{claim.caught_by} fails", happened, fix)
            return
    for words in claim.says:
        if _plain(words) not in _plain(caught.message):
            fix = "let the check's message say so, or correct 'says:'"
            yield Finding(path, f"the message says '{words}'", f"the message: {_line(caught.message)}", fix)


def _outcome(check: Check) -> str:
    return f"{check.outcome}: {_line(check.message)}" if check.message else check.outcome


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return _line(text).lower()
