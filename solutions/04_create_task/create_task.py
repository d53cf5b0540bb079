"""Breakfast: start both, then collect both."""

import asyncio
from typing import Protocol


class Kettle(Protocol):
    """Makes tea."""

    async def boil(self, log: list[str]) -> str:
        """Logs "kettle on", takes a while, logs "kettle done". The result is the tea."""
        ...


class Toaster(Protocol):
    """Makes toast."""

    async def toast(self, log: list[str]) -> str:
        """Logs "toast in", takes a while, logs "toast out". The result is the toast."""
        ...


async def breakfast(kettle: Kettle, toaster: Toaster, log: list[str]) -> tuple[str, str]:
    """Put the kettle on, make toast meanwhile, and return (tea, toast) when both are done.

    The kettle is on before the toast is in.
    """
    tea = asyncio.create_task(kettle.boil(log))
    toast = asyncio.create_task(toaster.toast(log))
    return await tea, await toast
