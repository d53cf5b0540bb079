"""Leaves the work to asyncio, which takes turns just as well.

caught by: test_the_loop_is_your_own
says: do without 'import asyncio'
"""

import asyncio
import inspect
import types


@types.coroutine
def pause():
    yield


def run_all(jobs):
    if not all(inspect.iscoroutine(job) for job in jobs):
        raise TypeError("coroutines only")

    async def main():
        try:
            return await asyncio.gather(*jobs)
        finally:
            for job in jobs:
                job.close()

    return asyncio.run(main())
