"""A process and a pipe for each range, each watched by a thread."""

import asyncio
import multiprocessing


def child(worker, lo, hi, results):
    try:
        results.send((worker(lo, hi), None))
    except Exception as error:
        results.send((None, error))


def count_in_child(worker, lo, hi):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=child, args=(worker, lo, hi, theirs))
    process.start()
    counted, error = ours.recv()
    process.join()
    if error:
        raise error
    return counted


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        counting = [loop.run_in_executor(executor, worker, lo, hi) for lo, hi in ranges]
    else:
        counting = [asyncio.to_thread(count_in_child, worker, lo, hi) for lo, hi in ranges]
    results = await asyncio.gather(*counting, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results
