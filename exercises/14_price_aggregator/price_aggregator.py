"""The price board of a tea and coffee merchant.

Three mirrors of the exchange give the same prices. Each is an async function: ``await mirror("coffee")`` returns the
price as a text, such as "412.10 EUR", or raises an Exception. Any of them may be slow today, or down. The board asks
all of them, takes the first price for each symbol, and must be ready when the shop opens, complete or not.

Check it: pytest exercises/14
"""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from price_report import Report

Mirror = Callable[[str], Coroutine[Any, Any, str]]


async def aggregate(
    symbols: Sequence[str],
    mirrors: Sequence[Mirror],
    *,
    deadline: float,
    on_progress: Callable[[str, str], None] | None = None,
) -> Report:
    """Ask every mirror once for every symbol, all at the same time, and report the first price of each symbol.

    symbols: none is in the list twice. mirrors: at least one. A mirror may get a head start over the next one in the
        list, of 0.1 seconds at most.
    deadline: seconds from the call of aggregate, for all symbols together. What arrives just then may count either way.
    on_progress: a plain function, called with symbol and price at the moment when the price of a symbol arrives.

    When a symbol has its price, its other calls are cancelled. At the deadline all calls still open are cancelled. A
    cancelled call may need a moment to end: aggregate returns when all have ended, and keeps what it had in time.
    Of prices that arrive in the same moment, any one is taken. What a mirror raises does not come out of aggregate.

    Raises:
        CancelledError: aggregate was cancelled. All its calls have been cancelled, and have ended.
    """
    raise NotImplementedError
