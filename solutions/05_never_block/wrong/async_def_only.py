"""Believes that async def makes a blocking call wait politely.

caught by: test_the_loop_stays_alive_during_one_picture
says: on the event loop's own thread
says: nothing else can run
"""


async def thumbnail(path, resize):
    return resize(path)


async def process_all(paths, resize):
    return [await thumbnail(path, resize) for path in paths]
