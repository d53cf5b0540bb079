"""Believes that whatever handles coroutines must be async itself.

caught by: test_jobs_take_turns
says: run_all should be a plain def
says: nobody is there to await it
"""

import types


@types.coroutine
def pause():
    yield


async def run_all(jobs):
    return [await job for job in jobs]
