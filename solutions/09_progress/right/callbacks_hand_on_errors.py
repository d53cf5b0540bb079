"""A callback of each task moves the bar, and hands an exception on to the function that waits."""

import asyncio
import functools


async def download_all(urls, client, on_progress):
    files = {}
    over = asyncio.get_running_loop().create_future()

    def report(url, task):
        if task.cancelled() or over.done():
            return
        try:
            files[url] = task.result()
            on_progress(len(files), len(urls), url)
        except Exception as error:
            over.set_exception(error)
        else:
            if len(files) == len(urls):
                over.set_result(files)

    tasks = [asyncio.create_task(client.get(url)) for url in urls]
    for url, task in zip(urls, tasks, strict=True):
        task.add_done_callback(functools.partial(report, url))
    try:
        return await over if tasks else files
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
