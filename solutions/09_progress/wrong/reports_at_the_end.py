"""Waits for everything with gather, and only then moves the bar.

caught by: test_each_file_is_reported_when_it_arrives
says: at the moment in which it arrives
says: got       2.87 s
"""

import asyncio


async def download_all(urls, client, on_progress):
    contents = await asyncio.gather(*(client.get(url) for url in urls))
    for done, url in enumerate(urls, 1):
        on_progress(done, len(urls), url)
    return dict(zip(urls, contents, strict=True))
