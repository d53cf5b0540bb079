"""Hands the function to asyncio.run, in place of what a call of it returns.

caught by: test_the_shop_brings_the_clerks_answer
says: call the function first
"""

import asyncio
import inspect


async def take_order(item, log):
    log.append(item)
    return f"{item}, coming up"


def is_started(order):
    return inspect.getcoroutinestate(order) != inspect.CORO_CREATED


def open_shop(clerk, item, log):
    return asyncio.run(clerk)
