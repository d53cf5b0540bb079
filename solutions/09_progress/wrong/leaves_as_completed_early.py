"""Leaves the loop over as_completed with an exception, and the tasks behind it go on.

caught by: test_pressing_stop_ends_the_downloads
says: over before these downloads had stopped
says: ['/city', '/coast']
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}

    async def download(url):
        return url, await client.get(url)

    for arrival in asyncio.as_completed([download(url) for url in urls]):
        url, files[url] = await arrival
        on_progress(len(files), len(urls), url)
    return files
