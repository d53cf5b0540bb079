"""Three weather stations, asked at the same time."""

import asyncio
from collections.abc import Awaitable, Callable

Station = Callable[[], Awaitable[str]]


async def collect(first: Station, second: Station, third: Station) -> list[str]:
    """Ask all three stations at the same time and return their reports in the order first, second, third."""
    return list(await asyncio.gather(first(), second(), third()))
