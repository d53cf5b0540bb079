"""What a check leaves behind is seen, each kind with its own sentence, and nothing else is."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading

import pytest

from grader.checks.bench import set_up
from grader.instruments import places


async def _fetch():
    await asyncio.sleep(1)


def _said(main, real=False):
    with set_up(real=real) as bench, asyncio.Runner() as runner:
        runner.get_loop()
        bench.begin()
        runner.run(main())
        bench.look_around()
    return "\n".join(bench.left_behind)


async def _clean():
    await asyncio.gather(_fetch(), _fetch())


async def _never_awaited():
    _fetch()


async def _pending():
    asyncio.create_task(asyncio.Event().wait(), name="listener")  # noqa: RUF006
    await asyncio.sleep(0)


async def _lost_exception():
    async def fail():
        raise ValueError("no such symbol")

    asyncio.create_task(fail())  # noqa: RUF006
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def _callback_that_fails():
    asyncio.get_running_loop().call_soon(lambda: [].pop())
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def _silenced():
    import warnings

    warnings.simplefilter("ignore")
    _fetch()


@pytest.mark.parametrize("real", [False, True], ids=["simulated", "real"])
@pytest.mark.parametrize(
    ("main", "words"),
    [
        (_never_awaited, "_fetch() was called but nobody awaited it"),
        (_silenced, "_fetch() was called but nobody awaited it"),
        (_pending, "1 task is still running after your function returned: listener"),
        (_lost_exception, "nobody looked at it: ValueError: no such symbol"),
    ],
)
def test_each_kind_has_its_sentence(main, words, real):
    """On both clocks."""
    assert words in _said(main, real)


def test_a_callback_has_no_task_to_await(monkeypatch):
    """What the learner's callback raised is named with its line; a callback of somebody else keeps the plain words."""
    plain = _said(_callback_that_fails)
    monkeypatch.setattr(places, "_learner_files", {__file__})
    own = _said(_callback_that_fails)

    assert "An exception was raised in a task and nobody looked at it: IndexError: pop from empty list" in plain
    line = _callback_that_fails.__code__.co_firstlineno + 1
    assert own == (
        f"A callback raised IndexError: pop from empty list (test_leaks.py:{line}). Nobody waits for a callback, so "
        "nobody hears of it, and what it had to do was not done."
    )


def test_a_clean_check_leaves_nothing():
    """Awaited work is no leak."""
    assert _said(_clean) == ""


def test_sql_that_nobody_could_await_is_no_missing_await(tmp_path):
    """SQLAlchemy's own error says so; the driver's coroutine that it could not use is not the learner's.

    Who uses the driver without SQLAlchemy, and forgets to await, hears of it.
    """
    from sqlalchemy import select
    from sqlalchemy.exc import StatementError
    from sqlalchemy.ext.asyncio import create_async_engine

    async def read_without_await():
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
        async with engine.connect() as connection:
            await connection.execute(select(1))
            with pytest.raises(StatementError, match="greenlet_spawn has not been called"):
                connection.sync_connection.execute(select(1))
            raw = await connection.get_raw_connection()
            if forgotten:
                raw.driver_connection.cursor()
        await engine.dispose()

    for forgotten in (False, True):
        assert ("cursor() was called but nobody awaited it" in _said(read_without_await)) is forgotten


def test_the_loop_closing_a_generator_is_no_leak():
    """An async generator left in the middle is closed by a task of the loop, which nobody started."""

    async def pages():
        yield 1
        yield 2

    async def main():
        async for _ in pages():
            break

    assert _said(main) == ""


def test_a_thread_that_keeps_the_process_alive_is_a_leak():
    """A daemon thread and the workers of an executor are not."""
    go_on, pool = threading.Event(), concurrent.futures.ThreadPoolExecutor(1)

    async def main():
        pool.submit(int).result()
        threading.Thread(target=go_on.wait, daemon=True).start()
        threading.Thread(target=go_on.wait).start()

    said = _said(main)
    go_on.set()
    pool.shutdown()
    assert said.startswith("A thread was left running: wait.")
    assert said.count("\n") == 0


def test_what_was_there_before_is_none_of_the_checks_business():
    """A task that a fixture started."""
    with set_up(real=False) as bench, asyncio.Runner() as runner:
        listener = runner.get_loop().create_task(asyncio.Event().wait())
        bench.begin()
        runner.run(_clean())
        bench.look_around()
        listener.cancel()
    assert bench.left_behind == []


def test_a_coroutine_kept_by_an_earlier_failure_is_not_blamed_on_the_next_check():
    """Its traceback, which the interpreter remembers as the last one, goes before the next check is watched."""
    import sys

    def fail():
        kept = _fetch()
        raise ValueError(kept)

    with set_up(real=False):
        try:
            fail()
        except ValueError as error:
            sys.last_value = error
    with set_up(real=False) as bench:
        bench.begin()
        bench.look_around()
    assert bench.left_behind == []
