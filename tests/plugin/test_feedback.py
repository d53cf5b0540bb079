"""Every guess about an error is provoked by the real error, on the Python that runs the tests."""

from __future__ import annotations

import gc
import pickle
import warnings
from concurrent.futures.process import BrokenProcessPool

import pytest

from grader.checks.feedback import GUESSES, advice

WORK = "async def work():\n    return 1\n\n\n"
CODE = {
    "await in plain code": "def f():\n    await work()\n",
    "formatted coroutine": "f'{work():.2f}'",
    "coroutine asked for its result": "work().result()",
    "attribute of a coroutine": "work().upper()",
    "index of a coroutine": "work()[0]",
    "sum with a coroutine": "1 + work()",
    "number of a task": "asyncio.run(main(lambda task: 1 + task))",
    "index of a task": "asyncio.run(main(lambda task: task[0]))",
    "attribute of a task": "asyncio.run(main(lambda task: task.upper()))",
    "next of a coroutine": "next(work())",
    "value for a new coroutine": "work().send(1)",
    "awaited generator": "asyncio.run(await_generator())",
    "async for over a coroutine": "asyncio.run(loop_over_coroutine())",
    "awaited number": "asyncio.run(await_number())",
    "nested run": "asyncio.run(nested())",
    "nested loop": "asyncio.run(nested_loop())",
    "coroutine awaited twice": "asyncio.run(twice())",
    "coroutine awaited by two": "asyncio.run(two_callers())",
    "no running loop": "asyncio.create_task(work())",
    "another loop": "other_loop()",
    "dict that grows": "d = {1: 1}\nfor key in d:\n    d[key + 1] = 1\n",
    "run of a function": "asyncio.run(work)",
    "task of a function": "asyncio.run(task_of_function())",
    "gather of a result": "asyncio.run(gather_result())",
    "gather of a list": "asyncio.run(gather_list())",
    "wait for coroutines": "asyncio.run(wait_coroutines())",
    "called result": "'text'()",
    "result too early": "asyncio.run(main(lambda task: task.result()))",
    "as_completed as a dict of tasks": "asyncio.run(arrivals_by_name())",
    "with in place of async with": "with lock:\n    pass\n",
    "for over an async iterator": "for _ in Pages():\n    pass\n",
    "time is up": "asyncio.run(late())",
    "no room": "queue = asyncio.Queue(1)\nqueue.put_nowait(1)\nqueue.put_nowait(2)\n",
    "nothing there": "asyncio.Queue().get_nowait()",
    "lease that never yields": "asyncio.run(lend(never))",
    "lease that yields twice": "asyncio.run(lend(twice_lent))",
    "generator that goes on": "asyncio.run(close_stubborn())",
    "done too often": "asyncio.Queue().task_done()",
}
PRELUDE = """
import asyncio

async def work():
    return 1

async def main(use):
    task = asyncio.create_task(work())
    use(task)

async def generator():
    yield 1

async def await_generator():
    await generator()

async def loop_over_coroutine():
    async for _ in work():
        pass

async def await_number():
    await 1

async def nested():
    asyncio.run(work())

async def nested_loop():
    asyncio.new_event_loop().run_until_complete(work())

async def twice():
    coroutine = work()
    await coroutine
    await coroutine

async def two_callers():
    async def wait():
        await asyncio.sleep(1)
    coroutine = wait()

    async def caller():
        await coroutine

    await asyncio.gather(caller(), caller())

def other_loop():
    async def future():
        return asyncio.get_running_loop().create_future()
    made = asyncio.run(future())

    async def use():
        await made
    asyncio.run(use())

async def task_of_function():
    asyncio.create_task(work)

async def gather_result():
    await asyncio.gather(await work())

async def gather_list():
    await asyncio.gather([work(), work()])

async def wait_coroutines():
    await asyncio.wait([work()])

async def arrivals_by_name():
    names = {asyncio.create_task(work()): "work"}
    for arrival in asyncio.as_completed(names):
        names[arrival]

async def late():
    async with asyncio.timeout(0.001):
        await asyncio.sleep(1)

from contextlib import asynccontextmanager

@asynccontextmanager
async def never():
    if False:
        yield

@asynccontextmanager
async def twice_lent():
    yield
    yield

async def lend(lease):
    async with lease():
        pass

async def close_stubborn():
    async def stubborn():
        try:
            yield 1
        finally:
            yield 2
    pages = stubborn()
    await anext(pages)
    await pages.aclose()

class Pages:
    def __aiter__(self):
        return self

lock = asyncio.Lock()
"""


def _provoke(code: str) -> BaseException:
    scope: dict[str, object] = {}
    exec(PRELUDE, scope)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is depends on the code
        exec(compile(code if "await work()\n" not in code else WORK + code, "answer.py", "exec"), scope)
    return caught.value


@pytest.fixture(autouse=True)
def quiet():
    """What is provoked leaves coroutines behind that nobody awaited."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
        gc.collect()


@pytest.mark.parametrize("case", CODE)
def test_a_common_mistake_is_guessed(case):
    """The real error of this Python has its sentence."""
    assert advice(_provoke(CODE[case]))


def test_every_guess_can_come_up():
    """No row of the table is unreachable: each is the answer to at least one real error."""
    errors = [_provoke(code) for code in CODE.values()]
    errors += [BrokenProcessPool("A child process terminated abruptly"), _pickle_error(), GeneratorExit()]
    said = {advice(error) for error in errors}
    assert [guess.sentence for guess in GUESSES if guess.sentence not in said] == []


def _pickle_error() -> BaseException:
    with pytest.raises((pickle.PicklingError, AttributeError)) as caught:
        pickle.dumps(lambda: None)
    return caught.value


def test_an_error_that_says_enough_gets_no_guess():
    """An ordinary mistake is told by Python's own words."""
    assert advice(ZeroDivisionError("division by zero")) == ""
    assert advice(ConnectionError("the feed is down")) == ""
