"""Hands the bar to another thread, where nothing keeps its reports in order.

caught by: test_the_reports_count_and_name_the_files
says: on_progress was called on another thread
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}

    async def download(url):
        files[url] = await client.get(url)
        await asyncio.to_thread(on_progress, len(files), len(urls), url)

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(download(url))
    return files
