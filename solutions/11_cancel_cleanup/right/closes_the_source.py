"""Closes what it reads from, and names both kinds of end."""

import asyncio
from contextlib import aclosing


async def upload(src, store, name):
    size = 0
    try:
        async with aclosing(src):
            async for chunk in src:
                await store.put(name, chunk)
                size += len(chunk)
        await store.commit(name)
    except (Exception, asyncio.CancelledError):
        await store.abort(name)
        raise
    return size
