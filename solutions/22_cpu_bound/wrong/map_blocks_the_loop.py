"""Lists the results of map inside async code.

caught by: test_the_loop_stays_alive_during_every_count
says: waits for it without await
"""

from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    los, his = [lo for lo, _ in ranges], [hi for _, hi in ranges]
    if executor:
        return list(executor.map(worker, los, his))
    with ProcessPoolExecutor() as pool:
        return list(pool.map(worker, los, his))
