"""A task group whose single error is taken out of the group again."""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}

    async def download(url):
        files[url] = await client.get(url)
        on_progress(len(files), len(urls), url)

    try:
        async with asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(download(url))
    except* Exception as errors:
        raise errors.exceptions[0] from None
    return files
