"""Never starts more than fit, and refills whenever one is done. From the end of the list to its beginning."""

import asyncio


async def check_links(urls, head, *, limit=10):
    left, running, statuses = list(urls), {}, {}
    try:
        while left or running:
            while left and len(running) < limit:
                url = left.pop()
                running[asyncio.ensure_future(head(url))] = url
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                statuses[running.pop(task)] = task.result()
    finally:
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
    return statuses


def limited(head, limit):
    open_now = 0
    line = []

    def free_place():
        nonlocal open_now
        while line:
            turn = line.pop(0)
            if not turn.done():
                turn.set_result(None)
                return
        open_now -= 1

    async def ask(url):
        nonlocal open_now
        if open_now < limit:
            open_now += 1
        else:
            turn = asyncio.get_running_loop().create_future()
            line.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    free_place()
                raise
        try:
            return await head(url)
        finally:
            free_place()

    return ask
