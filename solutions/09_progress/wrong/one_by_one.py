"""Downloads one file after the other, so that the bar moves nicely.

caught by: test_the_downloads_run_side_by_side
says: ran one after another
"""


async def download_all(urls, client, on_progress):
    files = {}
    for done, url in enumerate(urls, 1):
        files[url] = await client.get(url)
        on_progress(done, len(urls), url)
    return files
