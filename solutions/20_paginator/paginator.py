"""A museum's catalogue: fetched page by page, and closed in time."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

Item = dict[str, Any]


async def items(api: Any, *, page_size: int = 50) -> AsyncGenerator[Item, None]:
    """Give all items one by one, in the order of the catalogue."""
    session = await api.open()
    try:
        number = 0
        while True:
            page = await session.page(number, page_size)
            for item in page:
                yield item
            if len(page) < page_size:
                return
            number += 1
    finally:
        await session.close()


async def first_match(api: Any, pred: Callable[[Item], bool]) -> Item | None:
    """Return the first item for which ``pred(item)`` is true, or None."""
    async with aclosing(items(api)) as catalogue:
        async for item in catalogue:
            if pred(item):
                return item
    return None
