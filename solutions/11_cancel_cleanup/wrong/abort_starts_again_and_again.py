"""Starts the abort anew whenever it is disturbed, and waits for all of them.

caught by: test_cancelled_again_while_it_cleans_up
says: thrown away more than once
"""

import asyncio


async def upload(src, store, name):
    try:
        size = 0
        async for chunk in src:
            await store.put(name, chunk)
            size += len(chunk)
        await store.commit(name)
        return size
    except BaseException:
        cleaning = [asyncio.create_task(store.abort(name))]
        while not all(task.done() for task in cleaning):
            try:
                await asyncio.gather(*map(asyncio.shield, cleaning))
            except asyncio.CancelledError:
                cleaning.append(asyncio.create_task(store.abort(name)))
        raise
