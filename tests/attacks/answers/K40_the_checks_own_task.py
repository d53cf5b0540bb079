"""Takes hold of the task in which the check runs: cancels it, ends its loop, and raises what asyncio raises.

exercise: 03_gather
catalogue: own
"""

import asyncio

turns = []


async def collect(first, second, third):
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    turns.append(1)
    if len(turns) == 1:
        task.cancel()
        await asyncio.sleep(0)
    if len(turns) == 2:
        loop.stop()
        await asyncio.sleep(0)
    if len(turns) == 3:
        raise asyncio.CancelledError
    if len(turns) == 4:
        raise GeneratorExit
    raise StopAsyncIteration
