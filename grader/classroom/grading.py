"""Runs the jobs of a class on any executor and takes down each verdict as it comes.

One seam for scale: work is a function over plain data, given to anything with the ``concurrent.futures.Executor``
interface. On one machine that is a pool of threads around one ``Workers``, because each run is a process of its own
already, and threads only wait for them. On several machines it is Dask (``cluster``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from grader.classroom.journal import Journal
from grader.classroom.plan import Job, Rules
from grader.course import Course
from grader.errors import GraderFault, Misuse
from grader.verdict import Verdict
from grader.worker import Limits, Workers

Run = Callable[[Job], Verdict]


class Unfit(GraderFault):
    """A machine that cannot grade this class at all. Nothing it says about any answer would count."""


@dataclass(frozen=True)
class Place:
    """Where runs happen: an executor, and what it is to call for each job."""

    executor: Executor
    run: Run


@contextmanager
def this_machine(course: Course, key: bytes, rules: Rules, jobs: int) -> Iterator[Place]:
    """So many runs at once, here."""
    with open_workers(course, key, rules) as workers:
        yield Place(ThreadPoolExecutor(jobs), partial(check, workers))


def open_workers(course: Course, key: bytes, rules: Rules) -> Workers:
    """The workers that grade by these rules."""
    return Workers(
        course,
        key=key,
        limits=Limits(check=rules.limit),
        policy="on" if rules.policy else "off",
        allow=rules.allowed,
        require_isolation=rules.require_isolation,
    )


def check(workers: Workers, job: Job) -> Verdict:
    """Run one job.

    Raises:
        GraderFault: we failed, and nothing is said about the answer.
        Misuse: what was asked for cannot be had on this machine.
    """
    return workers.check(workers.course.get(job.exercise), job.answer, accepted=job.accepted)


def grade(
    jobs: Collection[Job], place: Place, journal: Journal, seen: Callable[[Verdict | None], None]
) -> Mapping[str, str]:
    """Run the jobs, add each verdict to the journal, and return what we failed at: the reason by the job's key.

    ``seen`` gets each verdict after it was written down, and None for a failure of ours. Whatever ends this early,
    Ctrl-C too, loses only what was under way.

    Raises:
        Misuse, Unfit: no job can be run there.
    """
    faults: dict[str, str] = {}
    futures: dict[Future[Verdict], Job] = {}
    try:
        futures = {place.executor.submit(place.run, job): job for job in jobs}
        for future in as_completed(futures):
            job = futures[future]
            try:
                verdict = future.result()
            except (Misuse, Unfit):
                raise
            # A lost machine, a full disk, a mistake of ours: the others go on, and this one comes again next time.
            except Exception as error:
                faults[job.key] = str(error) or type(error).__name__
                seen(None)
            else:
                journal.add(job.key, verdict)
                seen(verdict)
    finally:
        for future in futures:
            future.cancel()
        place.executor.shutdown(wait=False)
    return faults
