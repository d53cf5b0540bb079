"""Lays the urls beside what as_completed gives, as if both had the same order.

caught by: test_the_downloads_run_side_by_side
says: the content of each file under its url
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}
    tasks = [asyncio.create_task(client.get(url)) for url in urls]
    try:
        for url, arrival in zip(urls, asyncio.as_completed(tasks), strict=True):
            files[url] = await arrival
            on_progress(len(files), len(urls), url)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return files
