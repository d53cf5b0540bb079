"""As many workers as places, and a queue of links. The limited head has a queue of places."""

import asyncio


async def check_links(urls, head, *, limit=10):
    links, statuses = asyncio.Queue(), {}
    for url in urls:
        links.put_nowait(url)

    async def worker():
        while not links.empty():  # it was filled before anybody started, so empty means done
            url = links.get_nowait()
            statuses[url] = await head(url)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(worker())
    return statuses


def limited(head, limit):
    places = asyncio.Queue()
    for number in range(limit):
        places.put_nowait(number)

    async def ask(url):
        place = await places.get()
        try:
            return await head(url)
        finally:
            places.put_nowait(place)

    return ask
