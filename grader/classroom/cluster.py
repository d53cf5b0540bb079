"""Grading on several machines with Dask distributed, when one is not enough.

Every machine has its own clone of the course, in the same place, and its own ``Workers``, which live as long as its
Dask worker. What travels is a job with the answer's bytes, and a verdict back. A hash of all that verdicts depend on
goes with each job: a machine whose course, grader, Python or packages differ refuses. The class's key travels, too,
so the network between these machines must be one that you trust.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from socket import gethostname
from typing import Any

from grader.classroom.grading import Place, Unfit, check, open_workers
from grader.classroom.plan import Job, Rules, course_digest
from grader.course import Course
from grader.errors import Misuse
from grader.verdict import Verdict
from grader.worker import Workers

_CONNECT_SECONDS = "20s"


@dataclass(frozen=True)
class Site:
    """What a machine must know to grade: plain data, the same for all jobs of a class."""

    course: str
    exercises: tuple[str, ...]
    digest: str
    rules: Rules
    key: bytes = field(repr=False)


@contextmanager
def cluster(address: str, course: Course, key: bytes, rules: Rules, exercises: tuple[str, ...]) -> Iterator[Place]:
    """The cluster whose scheduler listens at this address, such as ``tcp://10.0.0.1:8786``.

    Raises:
        Misuse: Dask is not installed, or nobody answers there.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise Misuse("--cluster needs Dask; in the course: pip install -e '.[cluster]'") from error
    digest = course_digest(course.get(name) for name in exercises)
    site = Site(str(course.root), exercises, digest, rules, key)
    try:
        client = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Misuse(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise Misuse(f"the Dask scheduler at {address} has no workers; start some: dask worker {address}")
        yield Place(client.get_executor(pure=False), partial(check_there, site))


_open: dict[Site, Workers] = {}
_opening = threading.Lock()


def check_there(site: Site, job: Job) -> Verdict:
    """Run one job on this machine. Its workers are opened by the first job and serve all that follow.

    Raises:
        Unfit: verdicts of this machine would not be the same as those of the one that asks.
        GraderFault: we failed, and nothing is said about the answer.
    """
    with _opening:
        if site not in _open:
            _open[site] = _workers(site)
    return check(_open[site], job)


def _workers(site: Site) -> Workers:
    course = Course(Path(site.course))
    try:
        digest = course_digest(course.get(name) for name in site.exercises)
    except (OSError, Misuse) as error:
        raise Unfit(f"there is no such course on {gethostname()}: {error}") from error
    if digest != site.digest:
        raise Unfit(
            f"{gethostname()} has another course in {site.course}, or another version of the grader, Python, "
            "the packages or the KATA_ settings: make them the same on all machines"
        )
    return open_workers(course, site.key, site.rules)
