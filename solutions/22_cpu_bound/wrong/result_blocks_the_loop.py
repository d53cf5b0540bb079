"""Asks the futures for their results, which makes the loop's thread wait.

caught by: test_the_loop_stays_alive_during_every_count
says: waits for it without await
"""

from concurrent.futures import ProcessPoolExecutor


async def count_all(worker, ranges, executor=None):
    if executor:
        return [future.result() for future in [executor.submit(worker, lo, hi) for lo, hi in ranges]]
    with ProcessPoolExecutor(2) as pool:
        futures = [pool.submit(worker, lo, hi) for lo, hi in ranges]
        return [future.result() for future in futures]
