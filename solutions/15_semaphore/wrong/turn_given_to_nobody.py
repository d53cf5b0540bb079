"""Hands its turn to the next in line, also when that one has been cancelled: the place is lost.

caught by: test_a_cancelled_call_frees_its_place
says: its turn must go to the next one
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    ask = limited(head, limit)
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(ask(url)) for url in urls}
    return {url: task.result() for url, task in tasks.items()}


def limited(head, limit):
    open_now = 0
    line = []
    async def ask(url):
        nonlocal open_now
        if open_now >= limit:
            turn = asyncio.get_running_loop().create_future()
            line.append(turn)
            await turn
        else:
            open_now += 1
        try:
            return await head(url)
        finally:
            if line:
                turn = line.pop(0)
                if not turn.done():
                    turn.set_result(None)
            else:
                open_now -= 1
    return ask
