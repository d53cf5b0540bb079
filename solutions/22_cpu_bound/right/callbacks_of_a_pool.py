"""A pool of multiprocessing that tells the loop about each count with callbacks."""

import asyncio
import multiprocessing


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor is not None:
        return [await count for count in [loop.run_in_executor(executor, worker, *limits) for limits in ranges]]
    counts = [loop.create_future() for _ in ranges]

    def settle(future, result=None, error=None):
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    pool = multiprocessing.Pool(2)
    try:
        for limits, count in zip(ranges, counts, strict=True):
            pool.apply_async(
                worker,
                limits,
                callback=lambda counted, count=count: loop.call_soon_threadsafe(settle, count, counted),
                error_callback=lambda error, count=count: loop.call_soon_threadsafe(settle, count, None, error),
            )
        outcomes = await asyncio.gather(*counts, return_exceptions=True)
    finally:
        pool.close()
        await asyncio.to_thread(pool.join)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return outcomes
