"""The downloads and a watcher that moves the bar live in one task group."""

import asyncio


async def download_all(urls, client, on_progress):
    files, news = {}, asyncio.Queue()

    async def download(url):
        files[url] = await client.get(url)
        news.put_nowait(url)

    async def watch():
        for done in range(1, len(urls) + 1):
            on_progress(done, len(urls), await news.get())

    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        for url in urls:
            group.create_task(download(url))
    return files
