"""Stops the downloads after an exception, and forgets that a cancellation is no Exception.

caught by: test_cancelling_ends_the_downloads
says: over before all downloads had stopped
says: 3 still running
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
    except Exception:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        raise
    return files
