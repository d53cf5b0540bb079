"""Takes what a plain for over as_completed gives for the tasks that were passed in.

caught by: test_the_downloads_run_side_by_side
says: KeyError
says: gives new coroutines, not the tasks you passed in
"""

import asyncio


async def download_all(urls, client, on_progress):
    files = {}
    names = {asyncio.create_task(client.get(url)): url for url in urls}
    for done, task in enumerate(asyncio.as_completed(names), 1):
        url = names[task]
        files[url] = await task
        on_progress(done, len(urls), url)
    return files
