"""Lets the bar raise inside a callback of a task, where nobody waits for the exception.

caught by: test_pressing_stop_ends_the_downloads
says: StopPressed was raised on the way, and download_all returned
"""

import asyncio


async def download_all(urls, client, on_progress):
    done = 0

    def report(url):
        nonlocal done
        done += 1
        on_progress(done, len(urls), url)

    async with asyncio.TaskGroup() as group:
        tasks = {url: group.create_task(client.get(url)) for url in urls}
        for url, task in tasks.items():
            task.add_done_callback(lambda _, url=url: report(url))
    return {url: task.result() for url, task in tasks.items()}
