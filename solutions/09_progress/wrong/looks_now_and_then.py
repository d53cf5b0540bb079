"""Looks every half second which downloads are done.

caught by: test_each_file_is_reported_when_it_arrives
says: at the moment in which it arrives
says: got       1.50 s
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}
    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(client.get(url)) for url in urls}
        while len(files) < len(tasks):
            await asyncio.sleep(0.5)
            for url, task in tasks.items():
                if url not in files and task.done():
                    files[url] = task.result()
                    on_progress(len(files), len(urls), url)
    return files
