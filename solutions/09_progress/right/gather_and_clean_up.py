"""gather of children that report, and a cleanup for every way out."""

import asyncio
import itertools


async def download_all(urls, client, on_progress):
    counter = itertools.count(1)

    async def download(url):
        content = await client.get(url)
        on_progress(next(counter), len(urls), url)
        return content

    tasks = [asyncio.ensure_future(download(url)) for url in urls]
    try:
        return dict(zip(urls, await asyncio.gather(*tasks), strict=True))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
