"""A cold run: a fresh interpreter that collects the checks, runs one answer, and ends. For where fork is not safe."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import NoReturn

import pytest

from grader.worker.collection import NotCollected, collect
from grader.worker.plan import Plan
from grader.worker.run import Recorder, begin, check_answer, leave_after


def main() -> None:
    """The whole of a cold run. The plan and the parent's process id are the arguments."""
    plan, parent = Plan(**json.loads(sys.argv[1])), int(sys.argv[2])
    lifeline = os.dup(0)
    job, say = begin()
    end_with_parent(parent, lifeline)

    def use(session: pytest.Session) -> NoReturn:
        leave_after(lambda: check_answer(session, Recorder(session), job, say))

    try:
        collect(plan, use)
    except NotCollected as error:
        say({"kind": "fault", "text": str(error)})


def end_with_parent(parent: int, lifeline: int) -> None:
    """End this process when its parent ends. ``lifeline`` is a pipe that the parent holds open until then."""
    if sys.platform == "linux":
        from grader.worker import kernel

        kernel.die_with(parent)
        os.close(lifeline)
    else:
        watch_lifeline(lifeline)


def watch_lifeline(lifeline: int) -> None:
    """End this process when a pipe comes to its end."""

    def watch() -> None:
        os.read(lifeline, 1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
