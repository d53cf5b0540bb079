"""The screen in the lobby of a hotel: weather, news and stocks on one page.

Each source is an async function without arguments. It takes a while and returns a text, or raises an exception.
The hotel shows a full page or none: when one source fails, nobody needs the answers of the others.

The first version that comes to mind reports the failure, and leaves the other sources running behind its back.

Check it: pytest exercises/07
"""

from collections.abc import Callable, Coroutine
from typing import Any

Source = Callable[[], Coroutine[Any, Any, str]]


class DashboardError(Exception):
    """There is no page. ``failed`` says why: for each source that failed, its name and the exception it raised."""

    def __init__(self, failed: dict[str, Exception]) -> None:
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources: dict[str, Source]) -> dict[str, str]:
    """Ask all sources at the same time and return their texts by name.

    As soon as a source raises an Exception, stop the others, wait until they have stopped, and raise DashboardError.
    Sources that fail at the same moment are all in ``failed``; a source that was stopped is not.
    When the caller is cancelled, stop the sources, wait until they have stopped, and let CancelledError go on.
    """
    raise NotImplementedError
