"""A museum's catalogue on the net: thousands of objects, which its server hands out page by page.

A session must be opened before the first page and closed after the last one. The museum has few of them: a session
that is not closed is missing for the next visitor.

Check it: pytest exercises/20
"""

from collections.abc import AsyncGenerator, Callable
from typing import Any, Protocol

Item = dict[str, Any]


class Session(Protocol):
    """What ``await api.open()`` gives. Every call takes a while, and every call may raise."""

    async def page(self, number: int, size: int) -> list[Item]:
        """Page 0, 1, 2... A page with fewer items than ``size``, perhaps none, is the last one."""

    async def close(self) -> None:
        """Give the session back."""


async def items(api: Any, *, page_size: int = 50) -> AsyncGenerator[Item, None]:
    """Give all items one by one, in the order of the catalogue. The session comes from ``await api.open()``.

    Nothing is opened or fetched before it is needed: no page before one of its items is asked for, and no page after
    the last one. An error of open or page reaches the caller as it is. Whatever happens, the session is closed once:
    after the last item, after an error, when the caller is cancelled in here, and when the caller has had enough and
    calls ``aclose()``. Between two items the caller may take as long as it likes.
    """
    raise NotImplementedError


async def first_match(api: Any, pred: Callable[[Item], bool]) -> Item | None:
    """Return the first item for which ``pred(item)`` is true, or None. Fetch no page after the one with the match.

    Whatever happens, the session is closed before this function ends, and no task of it goes on. An error of pred, or
    of the museum, reaches the caller as it is.
    """
    raise NotImplementedError
