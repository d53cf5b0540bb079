"""Stops its workers when the work is done, but not when it is cancelled itself.

caught by: test_a_cancelled_run_leaves_no_request_open
says: some of its tasks were still running
"""

import asyncio


async def check_links(urls, head, *, limit=10):
    queue, statuses, failed = asyncio.Queue(), {}, asyncio.get_running_loop().create_future()
    for url in urls:
        queue.put_nowait(url)

    async def worker():
        while True:
            url = await queue.get()
            try:
                statuses[url] = await head(url)
            except Exception as error:
                if not failed.done():
                    failed.set_exception(error)
            finally:
                queue.task_done()

    workers = [asyncio.create_task(worker()) for _ in range(limit)]
    all_done = asyncio.create_task(queue.join())
    await asyncio.wait([all_done, failed], return_when=asyncio.FIRST_COMPLETED)
    for task in (*workers, all_done):
        task.cancel()
    await asyncio.gather(*workers, all_done, return_exceptions=True)
    if failed.done():
        failed.result()
    return statuses


def limited(head, limit):
    places = asyncio.Semaphore(limit)

    async def ask(url):
        async with places:
            return await head(url)

    return ask

