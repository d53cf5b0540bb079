"""A process and a pipe for each range; the loop itself listens to the pipes."""

import asyncio
from multiprocessing import Pipe, Process


def child(worker, limits, results):
    try:
        results.send((worker(*limits), None))
    except Exception as error:
        results.send((None, error))


async def received(loop, pipe):
    ready = asyncio.Event()
    loop.add_reader(pipe.fileno(), ready.set)
    await ready.wait()
    loop.remove_reader(pipe.fileno())
    return pipe.recv()


async def count_all(worker, ranges, executor=None):
    loop = asyncio.get_running_loop()
    if executor:
        return await asyncio.gather(*(loop.run_in_executor(executor, worker, *limits) for limits in ranges))
    children, pipes = [], []
    for limits in ranges:
        ours, theirs = Pipe(duplex=False)
        children.append(Process(target=child, args=(worker, limits, theirs)))
        pipes.append(ours)
        children[-1].start()
    outcomes = [await received(loop, pipe) for pipe in pipes]
    for process in children:
        process.join()
    for error in filter(None, (error for _, error in outcomes)):
        raise error
    return [counted for counted, _ in outcomes]
