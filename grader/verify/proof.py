"""The proof of one exercise: all jobs, and what they found."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from grader.course import Course, Exercise
from grader.parallel import Bar, as_they_end, no_bar
from grader.verify.answers import Court, answer_jobs
from grader.verify.finding import Finding, Job
from grader.verify.folders import prove_banks, prove_names, prove_tidy
from grader.verify.idle import prove_idle
from grader.verify.snippets import prove_snippet
from grader.verify.texts import prove_checks, prove_hints, prove_lesson


@dataclass
class Proof:
    """What was proved of one exercise. ``skipped`` says what some answers need that is not here."""

    exercise: Exercise
    findings: list[Finding] = field(default_factory=list)
    proved: Counter[str] = field(default_factory=Counter)
    skipped: Sequence[str] = ()

    def add(self, job: Job, findings: Sequence[Finding]) -> None:
        """Take in the result of a job. One fault that stops several answers is one finding."""
        self.proved[job.kind] += not findings
        self.findings = sorted({*self.findings, *findings})

    def summary(self) -> str:
        """``9 wrong caught, 4 right accepted, stub, 3 snippets``."""
        parts = [f"{self.proved['wrong']} wrong caught", f"{self.proved['right']} right accepted"]
        if self.proved["stub"]:
            parts.append("stub")
        if snippets := self.proved["snippet"]:
            parts.append(f"{snippets} snippet{'s' * (snippets != 1)}")
        parts += [f"skipped: {reason}" for reason in self.skipped]
        return ", ".join(parts)


def plan(course: Course, exercise: Exercise, court: Court, pristine: bool) -> tuple[Proof, list[Job]]:
    """All that has to be proved of an exercise. On the real clock that is its answers alone."""
    if unreadable := _unreadable(exercise):
        return Proof(exercise), [Job("text", lambda: unreadable)]
    jobs, skipped = answer_jobs(court, exercise)
    if not court.real_clock:
        jobs.append(Job("stub", partial(prove_idle, court, exercise)))
        jobs += [
            Job("snippet", partial(prove_snippet, exercise, snippet, number))
            for number, snippet in enumerate(exercise.lesson.snippets, 1)
        ]
        jobs.append(Job("text", partial(prove_texts, course, exercise, pristine=pristine)))
    return Proof(exercise, skipped=skipped), jobs


def prove_texts(course: Course, exercise: Exercise, *, pristine: bool = False) -> list[Finding]:
    """Lesson, hints, checks and banks agree with each other, and nothing is missing or astray. Runs no answer."""
    if unreadable := _unreadable(exercise):
        return unreadable
    proofs: list[Callable[[], list[Finding]]] = [
        partial(prove_lesson, exercise),
        partial(prove_hints, exercise),
        partial(prove_checks, exercise),
        partial(prove_banks, exercise),
        partial(prove_names, course, exercise),
        partial(prove_tidy, exercise, pristine),
    ]
    return [finding for prove in proofs for finding in prove()]


def verify_exercises(
    course: Course,
    exercises: Sequence[Exercise],
    court: Court,
    *,
    pristine: bool = False,
    threads: int = 1,
    bar: Callable[[int], Bar] = no_bar,
) -> Iterator[Proof]:
    """Prove several at once, under one bar; they come in their order, each as soon as it is proved."""
    plans = [plan(course, exercise, court, pristine) for exercise in exercises]
    jobs = [(proof, job) for proof, planned in plans for job in planned]
    left = Counter(proof.exercise.id for proof, _ in jobs)
    waiting = deque(proof for proof, _ in plans)
    with bar(len(jobs)) as step:
        for place, findings in as_they_end([job.run for _, job in jobs], threads):
            proof, job = jobs[place]
            proof.add(job, findings)
            left[proof.exercise.id] -= 1
            step()
            while waiting and not left[waiting[0].exercise.id]:
                yield waiting.popleft()


def _unreadable(exercise: Exercise) -> list[Finding]:
    """Files without which nothing else can be proved."""
    findings = []
    for path in (exercise.checks_file, exercise.stub, exercise.reference):
        try:
            compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
        except (OSError, SyntaxError, ValueError) as error:
            findings.append(Finding(path, "a file of Python", str(error), "write or repair it"))
    return findings
