"""Counts the files from 0, as enumerate does.

caught by: test_the_reports_count_and_name_the_files
says: the number of files that have arrived
says: (0, 3, '/harbour')
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}

    async def download(url):
        content = await client.get(url)
        on_progress(len(files), len(urls), url)
        files[url] = content

    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(download(url))
    return files
