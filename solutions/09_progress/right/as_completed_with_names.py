"""Each coroutine brings home its url, so that as_completed can say whose file it is."""

import asyncio


async def download(url, client):
    return url, await client.get(url)


async def download_all(urls, client, on_progress):
    files = {}
    tasks = [asyncio.create_task(download(url, client)) for url in urls]
    try:
        for done, arrival in enumerate(asyncio.as_completed(tasks), 1):
            url, files[url] = await arrival
            on_progress(done, len(urls), url)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return files
