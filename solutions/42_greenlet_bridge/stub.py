"""A museum with a small ORM in ordinary code (small_orm.py), and a new driver that is asynchronous (fake_driver.py).

    hall = session.get(3)                 # no await here, and nobody will ever write one
    print(hall.pieces)                    # nor here, where the first look sends a statement

The driver's methods are coroutine functions, so somewhere below ``hall.pieces`` somebody has to await. You build the
bridge: two functions, some 25 lines. SQLAlchemy stands on such a bridge. Yours does not import SQLAlchemy: only the
package ``greenlet``, which is installed.

Check it: pytest exercises/42
"""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class MissingBridge(RuntimeError):
    """Ordinary code wants to wait for something, and no ``greenlet_spawn`` is there to do that. Given."""


def await_only(awaitable: Awaitable[T]) -> T:
    """Wait for an awaitable, in ordinary code that ``greenlet_spawn`` runs, however deep. The loop goes on meanwhile.

    Returns what the awaitable gives, and raises what it raises. When the task is cancelled meanwhile, CancelledError.

    Raises:
        MissingBridge: the caller is not run by greenlet_spawn. A coroutine is closed; anything else stays as it is.
    """
    raise NotImplementedError


async def greenlet_spawn(fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call the ordinary function ``fn``, on the thread of the loop, and await whatever it hands to ``await_only``.

    Returns what fn returns, whatever that is, and raises what fn raises. fn sees the context variables of the caller.
    """
    raise NotImplementedError
