"""Awaits something between counting a file and reporting it.

caught by: test_files_that_arrive_together_are_each_counted
says: one by one: 1, 2, 3
says: [3, 3, 3]
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}

    async def download(url):
        files[url] = await client.get(url)
        await asyncio.sleep(0)
        on_progress(len(files), len(urls), url)

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(download(url))
    return files
