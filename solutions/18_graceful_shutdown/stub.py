"""The render server of a small film studio.

A job is an async function without arguments: ``await job()`` renders one scene. The server works on a few jobs at a
time. At every update of the machine the system sends SIGTERM: the server has a few seconds of grace to end well.

The first version that comes to mind drops everything at SIGTERM, or never ends.

Check it: pytest exercises/18
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from job_summary import Summary

Job = Callable[[], Awaitable[Any]]


class JobServer:
    """Works on at most ``workers`` jobs at a time, first come, first served. It is made inside a running loop."""

    def __init__(self, workers: int = 2) -> None:
        raise NotImplementedError

    async def run(self) -> None:
        """Work until the server is stopped; called once. Cancelled, it cancels the jobs at work, rejects the rest."""
        raise NotImplementedError

    def submit(self, job: Job) -> asyncio.Future[Any]:
        """Take a job; the future gets its result or its error. ShuttingDown is raised once stop has begun."""
        raise NotImplementedError

    async def stop(self, grace: float) -> Summary:
        """Reject what waits, give the jobs at work ``grace`` seconds, cancel the others, and wait until all ended."""
        raise NotImplementedError


async def serve(server: JobServer, grace: float) -> Summary:
    """Run the server until SIGTERM or SIGINT comes, stop it with this grace (in seconds), and return the summary."""
    raise NotImplementedError
