"""Believes that gather stops the other downloads when one raises.

caught by: test_a_failed_download_ends_the_others
says: over before these downloads had stopped
says: ['/city', '/harbour']
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}

    async def download(url):
        files[url] = await client.get(url)
        on_progress(len(files), len(urls), url)

    await asyncio.gather(*(download(url) for url in urls))
    return files
