"""Catches whatever the bar raises, so that nobody can stop the downloads.

caught by: test_pressing_stop_ends_the_downloads
says: StopPressed was raised on the way, and download_all returned
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}

    async def download(url):
        files[url] = await client.get(url)
        try:
            on_progress(len(files), len(urls), url)
        except Exception:
            pass

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(download(url))
    return files
