"""Makes a lambda in a loop, which looks the url up only when it is called.

caught by: test_the_reports_count_and_name_the_files
says: the url of the one that has just arrived
says: (1, 3, '/coast'), (2, 3, '/coast'), (3, 3, '/coast')
"""

import asyncio


async def download_all(urls, client, on_progress):
    done = 0

    def report(url):
        nonlocal done
        done += 1
        on_progress(done, len(urls), url)

    tasks = []
    for url in urls:
        task = asyncio.create_task(client.get(url))
        task.add_done_callback(lambda _: report(url))
        tasks.append(task)
    return dict(zip(urls, await asyncio.gather(*tasks), strict=True))
