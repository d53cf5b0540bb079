"""Cancels the tasks on the way out, and does not wait until they have stopped.

caught by: test_pressing_stop_ends_the_downloads
says: over before these downloads had stopped
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}
    tasks = {asyncio.create_task(client.get(url)): url for url in urls}
    pending = set(tasks)
    try:
        while pending:
            arrived, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in arrived:
                files[tasks[task]] = task.result()
                on_progress(len(files), len(urls), tasks[task])
    finally:
        for task in pending:
            task.cancel()
    return files
