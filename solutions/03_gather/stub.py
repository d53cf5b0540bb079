"""Three weather stations, each a second away.

Each station is an async function without arguments: it takes about a second and returns its report, a text.
The first version that comes to mind is right, and takes three seconds.

Check it: pytest exercises/03
"""

from collections.abc import Awaitable, Callable

Station = Callable[[], Awaitable[str]]


async def collect(first: Station, second: Station, third: Station) -> list[str]:
    """Ask all three stations at the same time and return their reports in the order first, second, third."""
    raise NotImplementedError
