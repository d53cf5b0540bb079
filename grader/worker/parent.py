"""Workers: one answer in, one verdict out."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sys
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Literal

from grader.checklist import CheckSpec
from grader.course import Course, Exercise
from grader.errors import GraderFault
from grader.verdict import Verdict
from grader.worker import cold
from grader.worker.canary import Canary, canaries, choose
from grader.worker.databases import DatabaseServers, Lease
from grader.worker.folder import HandedIn
from grader.worker.intake import NoAnswer, read_answer
from grader.worker.judge import judge, not_started
from grader.worker.limits import USUAL, Limits
from grader.worker.plan import Job, Plan
from grader.worker.policy import Policy
from grader.worker.policy.private import as_written
from grader.worker.process import Process
from grader.worker.record import Record
from grader.worker.sandbox import means
from grader.worker.tidy import tidy
from grader.worker.watch import watch

if TYPE_CHECKING:
    from grader.worker.warm import WarmRuns

CAN_FORK = sys.platform == "linux"
"""Whether runs can be forked from a warm server: only Linux lets a supervisor find every process of a run."""

PolicyMode = Literal["off", "on"]
"""Whether answers are read before they are run."""

_KEY_BYTES = 32


class Workers:
    """Checks answers to the exercises of one course. Thread-safe; a context manager, which ends its servers.

    Args:
        course: whose exercises these are.
        key: from it and the answer come the tokens of the checks; only the parent has it.
        limits: what one run may take.
        warm: fork runs from servers that have everything imported, or start each in a fresh interpreter.
        require_isolation: refuse to run answers outside of a sandbox.
        policy: whether answers are read before they are run; see ``grader.worker.policy``.
        allow: names that the policy of an exercise allows beside its own, by the exercise's id.
        canary: whether full marks have to stand known wrong answers; None: under the policy.
    """

    def __init__(
        self,
        course: Course,
        *,
        key: bytes,
        limits: Limits = USUAL,
        warm: bool = CAN_FORK,
        require_isolation: bool = False,
        policy: PolicyMode = "off",
        allow: Mapping[str, Set[str]] = MappingProxyType({}),
        canary: bool | None = None,
    ) -> None:
        self.course = course
        self._key = key
        self._limits = limits
        self._require_isolation = require_isolation
        self._policy = policy
        self._allow = allow
        self._canary = canary
        self._policies: dict[str, Policy] = {}
        self._canaries: dict[str, Sequence[Canary]] = {}
        self._servers = _servers(require_isolation) if warm else None
        self._databases = DatabaseServers()

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._servers:
            self._servers.close()
        self._databases.close()

    def check(
        self,
        exercise: Exercise,
        answer: Path | bytes,
        *,
        real_clock: bool = False,
        accepted: bool = False,
        only: str = "",
        limits: Limits | None = None,
    ) -> Verdict:
        """The verdict on one answer. Whatever the answer does, no process of it is left afterwards.

        ``answer``: its file, or what is in it. ``accepted``: somebody looked at it, so it is run without the policy.
        ``only``: the name of a check; the others are neither run nor in the verdict. ``limits``: those of this run,
        in place of those of all.

        Raises:
            GraderFault: we failed, and nothing is said about the answer.
            Misuse: a sandbox is required, and there is none here.
        """
        record = Record(_checks_of(exercise), sys.version_info[:2], self._policy == "on" and not accepted, only)
        try:
            source = answer if isinstance(answer, bytes) else read_answer(answer)
            if exercise.is_untouched(source):
                return not_started(exercise.id, record.wanted, "untouched", "not written yet")
            return self._run(exercise, source, real_clock, record, limits or self._limits)
        except NoAnswer as reason:
            return not_started(exercise.id, record.wanted, "missing", str(reason))
        except OSError as error:
            raise GraderFault(f"cannot run an answer to {exercise.id}: {error}") from error

    def _run(self, exercise: Exercise, source: bytes, real_clock: bool, record: Record, limits: Limits) -> Verdict:
        name = exercise.answer.name
        rules = self._policy_of(exercise) if self._policy == "on" else None
        plan = Plan.of(exercise, real_clock=real_clock, seconds=limits.check, policy=rules)
        seed = hmac.digest(self._key, exercise.id.encode() + b"\0" + source, hashlib.sha256).hex()
        doubted = self._wants_canary(record.policy) and not real_clock
        flock = choose(self._canaries_of(exercise), seed) if doubted else []
        with (
            HandedIn(name, source) as answer,
            self._databases.lend(exercise.checks_file, exercise.id) as database,
        ):
            process = self._start(replace(plan, sockets=database.sockets) if database else plan, answer, database)
            job = Job(
                str(process.folder.answer),
                str(process.folder.scratch),
                secrets.token_hex(_KEY_BYTES),
                seed,
                record.policy,
                len(flock),
                record.only,
                database=_url(process, database),
            )
            ending = watch(process, job, record, name, limits, flock)
        top = process.folder.top
        return judge(
            exercise.id, name, record, ending, process.isolation, lambda text: tidy(as_written(text), folder=top)
        )

    def _wants_canary(self, policy: bool) -> bool:
        # Elsewhere a cold run watches the pipe that a canary would come through.
        return CAN_FORK and (policy if self._canary is None else self._canary)

    def _policy_of(self, exercise: Exercise) -> Policy:
        if exercise.id not in self._policies:
            try:
                policy = Policy.of(exercise, self._allow.get(exercise.id, frozenset()))
            except (SyntaxError, ValueError, TypeError, KeyError) as error:
                raise GraderFault(f"cannot make the policy of {exercise.id}: {error}") from error
            self._policies[exercise.id] = policy
        return self._policies[exercise.id]

    def _canaries_of(self, exercise: Exercise) -> Sequence[Canary]:
        if exercise.id not in self._canaries:
            self._canaries[exercise.id] = canaries(exercise)
        return self._canaries[exercise.id]

    def _start(self, plan: Plan, answer: HandedIn, database: Lease | None) -> Process:
        if self._servers:
            return self._servers.start(plan, answer, database.name if database else "")
        if self._require_isolation:
            raise means.required("runs are not forked", "leave out --cold" if CAN_FORK else "")
        return cold.ColdRun(plan, answer.folder)


def _url(process: Process, database: Lease | None) -> str:
    """The URL of the run's database, as the run sees it."""
    if database is None:
        return ""
    try:
        # In a sandbox the run has another folder.
        return database.url(sandboxed=process.folder.top == means.HOME)
    except GraderFault:
        process.stop()
        raise


def _servers(require_isolation: bool) -> WarmRuns:
    if not CAN_FORK:
        raise GraderFault("warm runs need Linux; leave warm at its default")
    from grader.worker.warm import WarmRuns

    return WarmRuns(require_isolation=require_isolation)


def _checks_of(exercise: Exercise) -> Sequence[CheckSpec]:
    try:
        expected = exercise.checks
    except SyntaxError as error:
        raise GraderFault(f"{exercise.checks_file} does not parse: {error}") from error
    if not expected:
        raise GraderFault(f"{exercise.checks_file} has no checks")
    return expected
