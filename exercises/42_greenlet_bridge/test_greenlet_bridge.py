"""The checks of exercise 42, in the order of its tasks."""

import ast
import asyncio
import inspect
import threading
from contextvars import ContextVar

import greenlet
import pytest
from fake_driver import FakeDriver
from greenlet_bridge import MissingBridge, await_only, greenlet_spawn
from small_orm import Connection, Session, acquire, guide

from grader.checks import Count, new_token, same, task

visitor = ContextVar("visitor", default="nobody")


class Vandalism(Exception):
    """What goes wrong in a museum."""


class Ticket:
    """Something that can be awaited and is neither coroutine nor future."""

    def __init__(self, value):
        self._value = value

    def __await__(self):
        yield from asyncio.sleep(1).__await__()
        return self._value


def waits(awaitable):
    """Ordinary code that waits once, two calls further down."""

    def deeper():
        return await_only(awaitable)

    return deeper()


async def outcome(work):
    """What came out of a coroutine: the result, or the exception."""
    (out,) = await asyncio.gather(work, return_exceptions=True)
    return out


def unless_expected(out, *expected):
    """Raise an error that came out, unless it is one of these."""
    if isinstance(out, Exception) and not any(out is error for error in expected):
        raise out


@pytest.fixture
def driver(probe):
    """A driver, and what is in its database."""
    return FakeDriver({n: (new_token(f"hall {n}"), [new_token(f"piece {n}")]) for n in (1, 2, 3)}, probe.wrap)


def session_over(driver):
    """The small ORM, with the learner's bridge under it."""
    return Session(Connection(driver, await_only))


@task(1)
async def test_ordinary_code_waits(probe, clock):
    """Ordinary code waits for one thing after the other, of any kind and at any depth, and gets what each gives."""
    steps = [probe(name) for name in ("first", "second", "third")]
    ticket, seen, result, calls = new_token("ticket"), [], new_token("result"), []

    def fn(greeting, *, name):
        calls.append((greeting, name))
        seen.append(await_only(steps[0]()))
        seen.append(waits(asyncio.create_task(steps[1]())))
        seen.append(waits(Ticket(ticket)))
        seen.append(await_only(asyncio.ensure_future(steps[2]())))
        return result

    returned = await greenlet_spawn(fn, "hello", name="you")

    assert same(calls, [("hello", "you")]), "fn should be called once, with the arguments that came after it."
    first, second, third = probe.tokens("first", "second", "third")
    assert same(seen, [first, second, ticket, third]), (
        "fn waited for four things, one after the other: a coroutine, a task, an object of its own kind with "
        "__await__, and a task again. await_only should return what each of them gives."
    )
    assert same(returned, result), "greenlet_spawn should return what fn returns."
    assert clock.elapsed < 4.5, "Each of the four things takes a second, and fn waited for one after the other."


@task(1, points=2)
async def test_others_go_on_meanwhile(probe, clock):
    """Five calls wait at the same time: none blocks the loop, and all are on its thread."""
    names, threads = [f"call {n}" for n in range(1, 6)], []
    steps = [probe(name) for name in names]

    def fn(step):
        threads.append(threading.get_ident())
        result = await_only(step())
        threads.append(threading.get_ident())
        return result

    results = await asyncio.gather(*[greenlet_spawn(fn, step) for step in steps])

    assert same(results, probe.tokens(*names)), "Each of the five calls should return what its own awaitable gave."
    assert set(threads) == {threading.get_ident()}, (
        "fn ran on another thread than the loop. What belongs to the loop must not be touched from another thread."
    )
    assert probe.max_in_flight == 5, "Five calls should wait at the same time."
    assert clock.elapsed < 1.5, "Together they may take as long as one of them."


@task(1)
async def test_whatever_is_handed_over():
    """Results are only passed on: None, a tuple, an exception that was returned, and something one could await."""
    error, ticket = Vandalism("returned, not raised"), Ticket(new_token("ticket"))
    values, seen = [None, (), ("one",), error, ticket, [new_token("list")]], []

    async def give(value):
        await asyncio.sleep(0.1)
        return value

    def fn(value):
        seen.append(await_only(give(value)))
        return value

    returned = [await outcome(greenlet_spawn(fn, value)) for value in values]
    for out in returned:
        unless_expected(out, error)
    at_once = await outcome(greenlet_spawn(lambda value: value, ticket))
    unless_expected(at_once)

    assert same(seen, values), (
        "await_only should return what the awaitable gives, whatever it is, and add nothing: None, a tuple, an "
        "exception that was returned and not raised, an object with __await__."
    )
    assert same(returned, values), (
        "greenlet_spawn should return what fn returns, whatever it is, and not wait for it or raise it: None, a "
        "tuple, an exception, an object with __await__."
    )
    assert same(at_once, ticket), (
        "fn did not wait for anything, and returned an object with __await__. greenlet_spawn should return that object."
    )


@task(1)
async def test_the_bridge_is_your_own(answer_file, probe):
    """The answer imports no SQLAlchemy."""
    tree = ast.parse(answer_file.read_bytes())
    imports = [ast.unparse(node) for node in ast.walk(tree) if _takes_sqlalchemy(node)]
    assert not imports, f"SQLAlchemy has such a bridge already. Build your own, without '{imports[0]}'."

    result = await greenlet_spawn(waits, probe("step")())

    assert same([result], probe.tokens("step")), "greenlet_spawn should return what fn returns."


def _takes_sqlalchemy(node):
    modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    return any(module.partition(".")[0] == "sqlalchemy" for module in modules)


@task(2, points=2)
async def test_an_error_is_raised_where_fn_waits(probe):
    """What an awaitable raises comes up at the call of await_only, where fn can catch it and go on."""
    trouble, caught, result = Vandalism("paint on the statue"), [], new_token("result")
    fails, works = probe("fails", seconds=0.1, raises=trouble), probe("works", seconds=0.1)

    def fn():
        for step in (fails, works, fails, works):
            try:
                caught.append(waits(step()))
            except Vandalism as error:
                caught.append(error)
        return result

    out = await outcome(greenlet_spawn(fn))

    assert out is not trouble, (
        "An awaitable raised an error, and it came out of greenlet_spawn. fn has an except for it around its call of "
        "await_only, and was never asked: the error has to be raised there."
    )
    unless_expected(out)
    (worked,) = probe.tokens("works")
    assert same(caught, [trouble, worked, trouble, worked]), (
        "fn waited four times, and every other awaitable raised an error. At each call of await_only fn should get the "
        "result of that awaitable, or its error raised."
    )
    assert same(out, result), "fn caught all errors and returned. greenlet_spawn should return that."


@task(2)
async def test_an_error_of_fn_comes_out(probe):
    """What fn raises, or does not catch, reaches the caller of greenlet_spawn as it is, after fn's own cleanup."""
    own, others, log = Vandalism("of fn"), Vandalism("of what it waits for"), []
    step, fails = probe("step", seconds=0.1), probe("fails", seconds=0.1, raises=others)

    def raises_at_once():
        raise own

    def raises_later():
        await_only(step())
        raise own

    def passes_on():
        try:
            await_only(fails())
        except BaseException as error:
            log.append(type(error).__name__)
            raise
        finally:
            await_only(step())
            log.append("cleaned up")

    at_once, later = await outcome(greenlet_spawn(raises_at_once)), await outcome(greenlet_spawn(raises_later))
    passed_on = await outcome(greenlet_spawn(passes_on))
    cleaned_up = list(log)

    for out in (at_once, later, passed_on):
        unless_expected(out, own, others)
    assert at_once is own, "fn raised an error before it waited for anything, and the caller should get it."
    assert later is own, "fn waited, and then it raised an error, and the caller should get it."
    assert passed_on is others, "An awaitable raised an error that fn did not keep: the caller should get that error."
    assert same(cleaned_up, ["Vandalism", "cleaned up"]), (
        "An awaitable raised an error, and the caller has it. By then fn should have seen it come out of await_only, "
        "and its finally should have run to its end, also when it waits for something."
    )


@task(3, points=2)
async def test_a_cancellation_reaches_fn(probe, clock):
    """When the task is cancelled, fn sees CancelledError where it waits and cleans up; the task ends as cancelled."""
    log, slow, cleanup = [], probe("slow", seconds=10), probe("cleanup", seconds=1)

    def fn():
        try:
            await_only(slow())
        except BaseException as error:
            log.append(type(error).__name__)
            raise
        finally:
            await_only(cleanup())
            log.append("cleaned up")

    running = asyncio.create_task(greenlet_spawn(fn), name="the caller")
    await asyncio.sleep(2)
    running.cancel()
    await asyncio.wait([running])
    seen = list(log)
    out = await outcome(running)

    unless_expected(out)
    assert isinstance(out, asyncio.CancelledError), (
        "The task was cancelled while fn waited, and it did not end as cancelled."
    )
    assert same(seen, ["CancelledError", "cleaned up"]), (
        "The task was cancelled while fn waited, and it has ended. By then fn should have seen CancelledError come out "
        "of await_only, and its finally should have run to its end, also when it waits for something."
    )
    assert clock.elapsed < 3.5, "Cancelled after 2 s, and fn needs 1 s to clean up: then the task should end."


@task(3)
async def test_fn_may_catch_a_cancellation(probe):
    """A timeout works around greenlet_spawn, and ordinary code may wait for a task that somebody has cancelled."""
    slow, result, log = probe("slow", seconds=10), new_token("result"), []
    cancelled = asyncio.create_task(asyncio.sleep(10))
    cancelled.cancel()

    def goes_on():
        try:
            await_only(cancelled)
        except asyncio.CancelledError:
            log.append("went on")
        return await_only(asyncio.sleep(1, result))

    def is_slow():
        try:
            await_only(slow())
        except BaseException as error:
            log.append(type(error).__name__)
            raise

    async def in_time():
        async with asyncio.timeout(1):
            await greenlet_spawn(is_slow)

    out = await outcome(greenlet_spawn(goes_on))
    late = await outcome(in_time())
    seen = list(log)

    unless_expected(out)
    assert same(out, result), (
        "fn waited for a task that had been cancelled, caught the CancelledError, waited for something else and "
        "returned. greenlet_spawn should return that."
    )
    unless_expected(late, *([late] if isinstance(late, TimeoutError) else []))
    assert isinstance(late, TimeoutError), (
        "fn waited for longer than the timeout around greenlet_spawn allows, and no TimeoutError came out. The "
        "CancelledError that fn lets pass has to come out of greenlet_spawn: that is what a timeout looks for."
    )
    assert same(seen, ["went on", "CancelledError"]), (
        "Two functions waited: one for a task that was cancelled, one too long for a timeout. Each should have seen "
        "CancelledError come out of await_only."
    )


@task(4)
async def test_context_variables(probe):
    """Three callers at once, each with a context of its own: their functions see it, before and after waiting."""
    steps = {new_token(name): probe(name) for name in ("first", "second", "third")}

    def fn(step):
        before = visitor.get()
        await_only(step())
        return before, visitor.get(), await_only(ask())

    async def ask():
        return visitor.get()

    async def call(name, step):
        visitor.set(name)
        return await greenlet_spawn(fn, step)

    results = await asyncio.gather(*[call(name, step) for name, step in steps.items()])

    assert same(results, [(name, name, name) for name in steps]), (
        "Each caller set a context variable. fn should see that value, before and after it waits, and so should a "
        "coroutine that it waits for."
    )


@task(5, points=2)
async def test_no_bridge(probe):
    """Where no greenlet_spawn is under way, await_only raises MissingBridge and closes the coroutine."""
    step, result = probe("step"), new_token("result")

    async def asynchronous():
        # It is awaited by a bridge, and is not on it.
        return refused()

    def refused():
        wanted, refusal = nothing(), None
        try:
            await_only(wanted)
        except Exception as error:
            refusal = error
        state = inspect.getcoroutinestate(wanted)
        wanted.close()
        if isinstance(refusal, MissingBridge):
            return state
        return f"{type(refusal).__name__}: {refusal}" if refusal else "no MissingBridge"

    async def nothing():
        await asyncio.sleep(1)

    def fn():
        return await_only(asynchronous()), greenlet.greenlet(refused).switch(), await_only(step())

    before = refused()
    waiting = asyncio.create_task(greenlet_spawn(fn))
    await asyncio.sleep(0.5)
    meanwhile = refused()
    out = await outcome(waiting)
    after = refused()
    unless_expected(out)

    closed = inspect.CORO_CLOSED
    assert same([before, meanwhile, after], [closed] * 3), (
        "await_only was called outside of any greenlet_spawn: before one, while another task waits in one, and after "
        "it. It should raise MissingBridge, and leave the coroutine closed."
    )
    assert same(out, (closed, closed, *probe.tokens("step"))), (
        "fn waited for an async function that calls await_only itself, and fn started a greenlet of its own that calls "
        "it. greenlet_spawn runs neither of these as its fn, so both should get MissingBridge, with the coroutine "
        "closed. Then fn waited once more and returned."
    )

    running = asyncio.create_task(asyncio.sleep(1, result))
    refusal = None
    try:
        await_only(running)
    except Exception as error:
        refusal = error
    came_of_it = await outcome(running)
    assert same("MissingBridge" if isinstance(refusal, MissingBridge) else type(refusal).__name__, "MissingBridge"), (
        "await_only was called outside of any greenlet_spawn, this time with a task. It should raise MissingBridge."
    )
    assert same(came_of_it, result), (
        "A task was handed to await_only outside of any greenlet_spawn. It is at work for somebody: leave it alone."
    )


@task(6, points=2)
async def test_bridges_in_bridges(probe, clock):
    """An async function that ordinary code waits for may call greenlet_spawn, to any depth, and several at once."""
    trouble, log = Vandalism("far below"), []
    left, right, fails, last = probe("left"), probe("right"), probe("fails", raises=trouble), probe("last")

    def lowest(step):
        try:
            return await_only(step())
        finally:
            log.append("lowest")

    def middle(*steps):
        return await_only(both(*steps))

    async def both(*steps):
        return list(await asyncio.gather(*[greenlet_spawn(lowest, step) for step in steps]))

    def top():
        # In the same task: awaited as it is, and not started as a task.
        found = await_only(greenlet_spawn(middle, left, right))
        try:
            await_only(greenlet_spawn(lowest, fails))
        except Vandalism as error:
            found.append(error)
        found.append(await_only(greenlet_spawn(lowest, last)))
        return found

    out = await outcome(greenlet_spawn(top))

    unless_expected(out)
    first, second, fourth = probe.tokens("left", "right", "last")
    assert same(out, [first, second, trouble, fourth]), (
        "Three calls of greenlet_spawn lay in each other: results and errors of the lowest one should come up to the "
        "highest one, each where it was waited for."
    )
    assert Count(len(log), "calls", "call") == 4, "The lowest function was called four times, and should end each time."
    assert clock.elapsed < 3.5, "Two of four waited at the same time, the others one after the other, a second each."


@task(6)
@pytest.mark.real_clock
async def test_a_loop_in_another_thread():
    """Another thread with a loop of its own has bridges of its own, at the same time."""
    here, there = new_token("here"), new_token("there")

    def program():
        return asyncio.run(greenlet_spawn(lambda: [waits(asyncio.sleep(0.01, there)) for _ in range(3)]))

    results = await asyncio.gather(
        greenlet_spawn(lambda: waits(asyncio.sleep(0.05, here))), asyncio.to_thread(program), return_exceptions=True
    )

    assert not any(isinstance(out, greenlet.error) for out in results), (
        "Ordinary code waited on a loop in another thread, and greenlet refused to switch. Each thread has greenlets "
        "of its own, and nobody can switch from one thread to another."
    )
    for out in results:
        unless_expected(out)
    assert same(results, [here, [there] * 3]), (
        "Ordinary code waited on the loop of this thread, and some more on a loop of another thread. Each should get "
        "what it waited for."
    )


@task(7)
async def test_a_guide_for_each_visitor(driver, probe, clock):
    """Three visitors read their guides at the same time; each lazy attribute is a statement that nobody awaits."""
    tours = [(1,), (2, 1), (3, 3)]

    guides = await asyncio.gather(*[greenlet_spawn(guide, session_over(driver), *tour) for tour in tours])

    lines = {n: f"{name}: {', '.join(pieces)}" for n, (name, pieces) in driver._halls.items()}
    assert same(guides, ["\n".join(lines[n] for n in tour) for tour in tours]), (
        "Each guide should tell what is in the halls of its tour. The ORM asks the driver for that, over your bridge."
    )
    assert Count(len(driver._sent), "statements", "statement") == 8, (
        "Four halls are loaded, with two statements each, one of them lazily."
    )
    assert probe.max_in_flight == 3, "Three visitors should wait for the database at the same time."
    assert clock.elapsed < 2.4, (
        "The longest tour sends four statements, half a second each, and nobody waits for others."
    )


@task(7)
async def test_the_orm_finds_a_new_connection(driver):
    """The ORM catches the driver's error, connects again, and repeats the statement, all of it over your bridge."""
    driver._lose_the_connection()
    title = new_token("title")

    out = await outcome(greenlet_spawn(acquire, session_over(driver), 2, title))
    sent, pieces = list(driver._sent), driver._halls[2][1]
    missing = await outcome(greenlet_spawn(acquire, session_over(driver), 9, title))

    unless_expected(out)
    assert same(sent, ["connect", "BEGIN", "SELECT", "INSERT", "SELECT", "COMMIT"]), (
        "The first statement found no connection. The ORM catches ConnectionLost, connects, and begins again."
    )
    assert same((out, pieces[1:]), (2, [title])), "The hall should have one piece more, and acquire returns how many."
    unless_expected(missing, *([missing] if isinstance(missing, LookupError) else []))
    assert isinstance(missing, LookupError), "There is no such hall, and acquire's LookupError should come out."
    assert same(driver._sent[len(sent) :], ["BEGIN", "SELECT", "ROLLBACK"]), (
        "There is no such hall, and the ORM rolls back what it has begun before its error comes out."
    )


@task(7)
async def test_a_visitor_who_leaves(driver):
    """A transaction that is cancelled in the middle is rolled back by the ORM's own except, which waits for that."""
    visit = asyncio.create_task(greenlet_spawn(acquire, session_over(driver), 1, new_token("title")), name="the visit")
    await asyncio.sleep(0.25)
    visit.cancel()
    await asyncio.wait([visit])
    sent = list(driver._sent)
    out = await outcome(visit)

    unless_expected(out)
    assert isinstance(out, asyncio.CancelledError), "The visit was cancelled, and did not end as cancelled."
    assert same(sent, ["BEGIN", "SELECT", "ROLLBACK"]), (
        "A transaction was cancelled while its third statement was on the way. When the task has ended, the ORM should "
        "have rolled it back: it does so when CancelledError comes out of await_only."
    )
