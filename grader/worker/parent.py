"""Workers: one answer in, one verdict out."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from grader.checklist import CheckSpec
from grader.course import Course, Exercise
from grader.errors import GraderFault
from grader.verdict import Verdict
from grader.worker import cold
from grader.worker.folder import RunFolder, run_folder
from grader.worker.intake import NoAnswer, read_answer
from grader.worker.judge import judge, not_started
from grader.worker.limits import USUAL, Limits
from grader.worker.plan import Job, Plan
from grader.worker.process import Process
from grader.worker.record import Record
from grader.worker.tidy import tidy
from grader.worker.watch import watch

if TYPE_CHECKING:
    from grader.worker.warm import WarmRuns

CAN_FORK = sys.platform == "linux"
"""Whether runs can be forked from a warm server: only Linux lets a supervisor find every process of a run."""

_KEY_BYTES = 32


class Workers:
    """Checks answers to the exercises of one course. Thread-safe; a context manager, which ends its servers.

    Args:
        course: whose exercises these are.
        key: from it and the answer come the tokens of the checks; only the parent has it.
        limits: what one run may take.
        warm: fork runs from servers that have everything imported, or start each in a fresh interpreter.
    """

    def __init__(
        self,
        course: Course,
        *,
        key: bytes,
        limits: Limits = USUAL,
        warm: bool = CAN_FORK,
    ) -> None:
        self.course = course
        self._key = key
        self._limits = limits
        self._servers = _servers() if warm else None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._servers:
            self._servers.close()

    def check(self, exercise: Exercise, answer: Path, *, real_clock: bool = False) -> Verdict:
        """The verdict on one answer. Whatever the answer does, no process of it is left afterwards.

        Raises:
            GraderFault: we failed, and nothing is said about the answer.
        """
        try:
            return self._check(exercise, answer, real_clock)
        except OSError as error:
            raise GraderFault(f"cannot run an answer to {exercise.id}: {error}") from error

    def _check(self, exercise: Exercise, answer: Path, real_clock: bool) -> Verdict:
        expected = _checks_of(exercise)
        try:
            source = read_answer(answer)
        except NoAnswer as reason:
            return not_started(exercise.id, expected, "missing", str(reason))
        if exercise.is_untouched(source):
            return not_started(exercise.id, expected, "untouched", "not written yet")
        return self._run(exercise, source, real_clock)

    def _run(self, exercise: Exercise, source: bytes, real_clock: bool) -> Verdict:
        record = Record(exercise.checks, sys.version_info[:2])
        name = exercise.answer.name
        plan = Plan.of(exercise, real_clock=real_clock, seconds=self._limits.check)
        with run_folder(name, source) as folder:
            process, isolation = self._start(plan)
            ending = watch(process, self._job(exercise, source, folder), record, name, self._limits)
        return judge(exercise.id, name, record, ending, isolation, partial(tidy, folder=folder.top))

    def _start(self, plan: Plan) -> tuple[Process, str]:
        """Start a run, and say what holds it. A sandbox will go around the process here, and show in the words."""
        if self._servers:
            return self._servers.start(plan), self._servers.isolation
        return cold.ColdRun(plan), cold.ISOLATION

    def _job(self, exercise: Exercise, source: bytes, folder: RunFolder) -> Job:
        seed = hmac.digest(self._key, exercise.id.encode() + b"\0" + source, hashlib.sha256).hex()
        answer = folder.home / exercise.answer.name
        return Job(str(answer), str(folder.scratch), secrets.token_hex(_KEY_BYTES), seed)


def _servers() -> WarmRuns:
    if not CAN_FORK:
        raise GraderFault("warm runs need Linux; leave warm at its default")
    from grader.worker.warm import WarmRuns

    return WarmRuns()


def _checks_of(exercise: Exercise) -> Sequence[CheckSpec]:
    try:
        expected = exercise.checks
    except SyntaxError as error:
        raise GraderFault(f"{exercise.checks_file} does not parse: {error}") from error
    if not expected:
        raise GraderFault(f"{exercise.checks_file} has no checks")
    return expected
