"""as_completed gives back the very tasks, which are keys of a dict.

needs: Python 3.13
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}
    tasks = {asyncio.create_task(client.get(url), name=url): url for url in urls}
    try:
        async for task in asyncio.as_completed(tasks):
            files[tasks[task]] = await task
            on_progress(len(files), len(tasks), task.get_name())
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return files
