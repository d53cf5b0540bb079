"""Takes one task out of the set of finished ones, and forgets that there can be several.

caught by: test_files_that_arrive_together_are_each_counted
says: one by one: 1, 2, 3
says: got       [1]
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}
    tasks = {asyncio.create_task(client.get(url)): url for url in urls}
    pending = set(tasks)
    try:
        while pending:
            arrived, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            task = arrived.pop()
            files[tasks[task]] = task.result()
            on_progress(len(files), len(urls), tasks[task])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return files
