"""The to-do list of a whole company, tens of thousands of entries, behind five methods.

The tables are in todo_table.py: ``Todo`` with its ``tags``, and what an export needs. Every call of a method has a
price: the statements it sends, and the rows it brings into memory. What a price may be is said at each method.

Whatever a call does, also when it fails, is cancelled or is left in the middle: when it has ended, its connection is
back in the pool.

Check it: pytest exercises/30
"""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from todo_table import HEADER, URGENT, Todo, csv_line  # noqa: F401 (for you to use)


class TodoService:
    """The methods may be called at the same time."""

    def __init__(self, maker: async_sessionmaker[AsyncSession]) -> None:
        """maker: makes sessions. It says ``expire_on_commit=False``, so objects outlive a commit."""
        self.maker = maker

    async def search(self, words: str, page: int, size: int = 20) -> list[Todo]:
        """Return one page of the to-dos whose title contains ``words`` just as it stands: ``%`` is a per cent sign.

        The highest priority comes first, and of equals the one with the higher id. Pages are counted from 0; one that
        is not full is the last, and after it all are empty. Whether capital letters matter is left open.

        Price: one SELECT, which reads no rows of other pages. ``words`` is no part of its text, but a parameter.
        """
        raise NotImplementedError

    async def stats(self) -> dict[str, int]:
        """Return how many to-dos there are: ``total``, ``done``, and ``urgent`` (not done, of priority URGENT or more).

        Price: one SELECT, and the rows of the to-dos stay where they are.
        """
        raise NotImplementedError

    async def close_all(self, ids: list[int]) -> int:
        """Mark these to-dos as done, for good, and return how many of them were not done before.

        ids: at most 500, perhaps none. One that no to-do has is left out.

        Price: one UPDATE, and nothing else.
        """
        raise NotImplementedError

    async def export(self) -> AsyncIterator[str]:
        """Give the list as CSV: a line with HEADER, then one for each to-do, in the order of the ids. A generator.

        Each text is a whole line with its line end. ``done`` is 0 or 1; ``tags`` are words in alphabetical order with
        a space between them.

        Price: at most 1000 rows are brought into memory at once, none long before it is asked for, and a statement
        serves for 50 to-dos or more.
        """
        raise NotImplementedError
