"""Takes a cancellation for the end of the downloads, and returns what has arrived.

caught by: test_cancelling_ends_the_downloads
says: download_all returned
says: let CancelledError go on
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
    except asyncio.CancelledError:
        pass
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
    return files
