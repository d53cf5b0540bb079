"""Downloads put what they have into a queue, and one place reports it."""

import asyncio


async def download_all(urls, client, on_progress):
    arrivals, files = asyncio.Queue(), {}

    async def download(url):
        try:
            await arrivals.put((url, await client.get(url), None))
        except Exception as error:
            await arrivals.put((url, b"", error))

    downloads = [asyncio.create_task(download(url)) for url in urls]
    try:
        for done in range(1, len(urls) + 1):
            url, content, error = await arrivals.get()
            if error:
                raise error
            files[url] = content
            on_progress(done, len(urls), url)
    finally:
        for task in downloads:
            task.cancel()
        await asyncio.gather(*downloads, return_exceptions=True)
    return files
