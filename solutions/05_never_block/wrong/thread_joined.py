"""Starts a thread and joins it: the loop's thread waits all the same.

caught by: test_the_loop_stays_alive_during_one_picture
says: waits for it without await
"""

import threading


async def thumbnail(path, resize):
    (copy,) = await process_all([path], resize)
    return copy


async def process_all(paths, resize):
    copies = {}

    def work(path):
        copies[path] = resize(path)

    threads = [threading.Thread(target=work, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [copies[path] for path in paths]
