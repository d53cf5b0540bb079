"""A stream, fed on the loop's thread with a line for each reading; a question that a thread waits for with an event."""

import asyncio
import threading


class SensorBridge:
    def __init__(self, loop):
        self.loop = loop
        self.lines = asyncio.StreamReader(loop=loop)

    def on_reading(self, value):
        self.loop.call_soon_threadsafe(self.lines.feed_data, f"{value!r}\n".encode())

    async def average(self, n):
        return sum([float(await self.lines.readline()) for _ in range(n)]) / n


def ask_from_thread(loop, coro_fn):
    if threading.current_thread().ident == getattr(loop, "_thread_id", None):
        raise RuntimeError("await the coroutine instead")
    done, outcome = threading.Event(), {}

    async def ask():
        try:
            outcome["result"] = await coro_fn()
        except Exception as error:
            outcome["error"] = error
        done.set()

    asyncio.run_coroutine_threadsafe(ask(), loop)
    done.wait()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["result"]
