"""Awaits the tasks in the order of the list: a fast one is reported when it is its turn.

caught by: test_each_file_is_reported_when_it_arrives
says: at the moment in which it arrives
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(client.get(url)) for url in urls}
        for done, (url, task) in enumerate(tasks.items(), 1):
            files[url] = await task
            on_progress(done, len(urls), url)
    return files
