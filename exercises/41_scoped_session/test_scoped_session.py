"""The checks of exercise 41, in the order of its tasks."""

import asyncio
import sqlite3
from contextlib import closing, suppress

import pytest
from scoped_session import handle, handle_explicit, make_scoped
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_scoped_session, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from grader.checks import Count, new_token, same, task


class Base(DeclarativeBase):
    """The models of the rental."""


class Loan(Base):
    """A bike that is out. No bike is out twice."""

    __tablename__ = "loans"
    bike: Mapped[str] = mapped_column(primary_key=True)
    customer: Mapped[str]


class Flood(Exception):
    """What goes wrong in a request."""


class Rental:
    """A database in a file, its engine, and a session maker whose sessions can be told from all others."""

    def __init__(self, url):
        self._path = url.partition(":///")[2]
        self.mark = new_token("the maker's mark")
        # Room for each request of a check, and no long wait for a lock: what is wrong should show at once.
        self.engine = create_async_engine(url, pool_size=25, connect_args={"timeout": 0.5})
        self.maker = async_sessionmaker(self.engine, info={"made by": self.mark})
        with self._database() as connection:
            connection.executescript("PRAGMA synchronous = OFF; CREATE TABLE loans (bike PRIMARY KEY, customer)")

    def _database(self):
        """A connection of the check's own, around the engine."""
        return closing(sqlite3.connect(self._path, isolation_level=None))

    @property
    def loans(self):
        """What is in the database for good: the customer of each bike."""
        with self._database() as connection:
            return dict(connection.execute("SELECT bike, customer FROM loans ORDER BY rowid"))

    @property
    def taken(self):
        """How many connections have not come back to the pool."""
        return Count(self.engine.pool.checkedout(), "connections still taken", "connection still taken")

    def made(self, session):
        """Whether it is a session of the maker."""
        return isinstance(session, AsyncSession) and session.info.get("made by") == self.mark


@pytest.fixture
async def rental(sqlite_url):
    """The rental, without loans."""
    rental = Rental(sqlite_url)
    yield rental
    await rental.engine.dispose()


def registry(rental):
    """What make_scoped makes."""
    scoped = make_scoped(rental.maker)
    assert isinstance(scoped, async_scoped_session), (
        f"make_scoped should return an async_scoped_session, and it returned an object of type {type(scoped).__name__}."
    )
    return scoped


def remembered(scoped):
    """How many sessions the registry has."""
    return Count(len(scoped.registry.registry), "sessions in the registry", "session in the registry")


async def lend(db, bike, customer):
    """One of the rental's functions."""
    await db.execute(text("INSERT INTO loans VALUES (:bike, :customer)"), {"bike": bike, "customer": customer})


async def customers(db):
    """Another one."""
    return list(await db.scalars(text("SELECT customer FROM loans ORDER BY rowid")))


async def all_of(works):
    """Run them at the same time, each in a task. After a failure nobody is left to wait for the others."""
    # Names are for people: they need not differ.
    tasks = [asyncio.create_task(work, name="request") for work in works]
    _, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for each in waiting:
        each.cancel()
    errors = [error for error in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(error, Exception)]
    if errors:
        raise errors[0]


async def outcome(work):
    """What came out: the result, or the exception."""
    (out,) = await asyncio.gather(work, return_exceptions=True)
    return out


async def cancel_inside(start):
    """Run ``start(wait)`` in a task, cancel it where it awaits ``wait()``, and return what came out of it."""
    inside = asyncio.Event()

    async def wait():
        inside.set()
        await asyncio.Event().wait()

    running, entered = asyncio.create_task(start(wait)), asyncio.create_task(inside.wait())
    await asyncio.wait([running, entered], return_when=asyncio.FIRST_COMPLETED)
    entered.cancel()
    running.cancel()
    return await outcome(running)


@task(1, points=2)
async def test_a_session_for_each_task(rental):
    """Within a task everybody gets the same session; each task has another one, a task that a task starts as well."""
    scoped, found, all_there = registry(rental), {}, asyncio.Barrier(4)

    async def ask_twice(who):
        found.setdefault(who, []).append(scoped())
        await all_there.wait()
        found[who].append(scoped())
        await all_there.wait()
        await scoped.remove()

    async def ask_and_start_another():
        found["the parent"] = [scoped()]
        child = asyncio.create_task(ask_twice("the child"), name="request")
        try:
            await ask_twice("the parent")
        finally:
            await child

    await all_of([ask_and_start_another(), ask_twice("the second"), ask_twice("the third")])

    sessions = [session for mine in found.values() for session in mine]
    assert all(map(rental.made, sessions)), "What the registry gives should be sessions that the maker has made."
    assert all(len(set(map(id, mine))) == 1 for mine in found.values()), (
        "One task asked the registry twice, and got two different sessions: what one of its functions writes, the "
        "other one cannot see, and one commit is not for both."
    )
    assert Count(len(set(map(id, sessions))), "sessions", "session") == 4, (
        "Three tasks asked at the same time, and a fourth that one of them had started. Two of them got the same "
        "session, and what one of them commits or rolls back is then the other one's work as well."
    )
    assert remembered(scoped) == 0, (
        "Each of these tasks has removed its session, and the registry has some all the same."
    )


@task(2)
async def test_a_request_is_saved(rental):
    """Its functions share a session, their work is committed together, and its result comes back."""
    scoped, calls, result = registry(rental), [], new_token("result")
    first, second = new_token("first"), new_token("second")

    async def work():
        calls.append(scoped())
        await lend(scoped, "red", first)
        calls.append(scoped())
        await lend(scoped, "blue", second)
        assert same(rental.loans, {}), "The request is not over yet, and half of it is committed already."
        return result

    returned = await handle(scoped, work)

    assert Count(len(calls) // 2, "calls", "call") == 1, "work should be called once."
    assert all(map(rental.made, calls)), "work asked the registry, and should get a session of the maker."
    assert same(rental.loans, {"red": first, "blue": second}), (
        "handle came back, and another connection does not find what work has written: it was not committed."
    )
    assert same(returned, result), "handle should return what work has returned."


@task(2, points=2)
async def test_nothing_is_left_of_a_request(rental):
    """Many requests, in many tasks and one after the other in one task: each has a new session, and none remains."""
    scoped, sessions = registry(rental), []
    await handle(scoped, lambda: lend(scoped, "red", new_token("customer")))

    async def look(together):
        sessions.append(scoped())
        await customers(scoped)
        await together.wait()

    for _ in range(4):
        together = asyncio.Barrier(4)
        await all_of([handle(scoped, lambda at=together: look(at)) for _ in range(4)])
    for _ in range(4):
        await handle(scoped, lambda: look(asyncio.Barrier(1)))

    assert Count(len(sessions), "calls", "call") == 20, "There were twenty requests, and work should be called in each."
    assert remembered(scoped) == 0, (
        "All requests are over, and the registry still has sessions: it forgets nothing by itself, neither when a "
        "session is closed nor when a task ends."
    )
    assert Count(len(set(map(id, sessions))), "sessions", "session") == 20, (
        "There were twenty requests. Two of them had the same session, so the later one met what the earlier one left."
    )
    assert rental.taken == 0, "All requests are over, and their sessions still hold connections: close them."


@task(2)
async def test_a_request_that_fails(rental):
    """The error reaches the caller, nothing is saved, and nothing is left. The next request is as good as any."""
    scoped, trouble, after = registry(rental), Flood("water in the cellar"), new_token("after")
    calls = []

    async def fail():
        calls.append("call")
        await lend(scoped, f"bike {len(calls)}", new_token("customer"))
        raise trouble

    failed = await outcome(handle(scoped, fail))

    if isinstance(failed, Exception) and failed is not trouble:
        raise failed
    assert failed is trouble, "work raised an error, and handle kept it: the caller should get it."
    assert remembered(scoped) == 0, "work raised an error, and its session is still in the registry."
    assert rental.taken == 0, "work raised an error, and its session still holds a connection."

    error = await outcome(same_task_twice(scoped, fail, lambda: lend(scoped, "blue", after)))

    if isinstance(error, Exception):
        raise error
    assert Count(len(calls), "calls", "call") == 2, "Two requests failed, and work should be called once in each."
    assert same(rental.loans, {"blue": after}), (
        "Two requests failed after they had written something, and one went well. Only what the last one wrote should "
        "be in the database."
    )
    assert remembered(scoped) == 0, "After two requests in one task, the first of which failed, a session is left."


async def same_task_twice(scoped, first, second):
    """Two requests, one after the other, in one task. What goes wrong in the first one is no matter."""
    with suppress(Flood):
        await handle(scoped, first)
    await handle(scoped, second)


@task(2)
async def test_a_commit_that_fails(rental):
    """Some errors come only with the commit. They reach the caller, too, and nothing is left."""
    scoped, out = registry(rental), new_token("who has it")
    await handle(scoped, lambda: lend(scoped, "red", out))

    async def work():
        # Nothing is sent before the commit.
        scoped.add_all([Loan(bike="blue", customer=new_token("x")), Loan(bike="red", customer=new_token("y"))])

    failed = await outcome(handle(scoped, work))

    if isinstance(failed, Exception) and not isinstance(failed, IntegrityError):
        raise failed
    assert isinstance(failed, IntegrityError), (
        "The bike was out already, and the database refused the commit: the caller should get its IntegrityError."
    )
    assert same(rental.loans, {"red": out}), "The commit failed, so nothing of the request should be in the database."
    assert remembered(scoped) == 0, "The commit failed, and the session is still in the registry."
    assert rental.taken == 0, "The commit failed, and the session still holds a connection."


@task(2)
async def test_a_request_that_is_cancelled(rental):
    """A cancelled request ends as cancelled, saves nothing, and leaves nothing."""
    scoped = registry(rental)

    async def work(wait):
        await lend(scoped, "red", new_token("customer"))
        await wait()

    came_out = await cancel_inside(lambda wait: handle(scoped, lambda: work(wait)))

    if isinstance(came_out, Exception):
        raise came_out
    assert isinstance(came_out, asyncio.CancelledError), (
        "The request was cancelled while its work waited, and no CancelledError came out of it: let it pass."
    )
    assert remembered(scoped) == 0, "The request was cancelled, and its session is still in the registry."
    assert rental.taken == 0, "The request was cancelled, and its session still holds a connection."
    assert same(rental.loans, {}), "The request was cancelled, so what it had written should not be in the database."


@task(2, points=2)
async def test_others_keep_their_sessions(rental):
    """A request starts a task with a request of its own. When that one is over, the first one goes on undisturbed."""
    scoped, seen = registry(rental), {}
    inner, outer, before = new_token("inner"), new_token("outer"), new_token("before")
    await handle(scoped, lambda: lend(scoped, "black", before))

    async def work_of_the_child():
        seen["child"] = scoped()
        await lend(scoped, "blue", inner)

    async def work():
        loan = await scoped.get(Loan, "black")
        mine, loan.customer = scoped(), new_token("not yet")
        await asyncio.create_task(handle(scoped, work_of_the_child))
        seen["loans after the child"] = rental.loans
        seen["still mine"] = scoped() is mine and loan in scoped
        loan.customer = outer
        seen["parent"] = mine

    await handle(scoped, work)

    assert seen["child"] is not seen["parent"], "The task that the request has started should have another session."
    assert same(seen["loans after the child"], {"black": before, "blue": inner}), (
        "A request started a task with a request of its own, and that one is over: what it wrote should be committed, "
        "and nothing of the request that goes on."
    )
    assert seen["still mine"], (
        "A request was not over yet when another one ended, and found its own session closed or gone from the registry."
    )
    assert same(rental.loans, {"black": outer, "blue": inner}), (
        "A request went on after another one had ended, and what it changed then is not in the database."
    )
    assert remembered(scoped) == 0, "Both requests are over, and the registry still has sessions."


@task(3)
async def test_the_explicit_request(rental):
    """Each request gets a new session as an argument, its work is committed, and the session is closed."""
    sessions, results, customers_in_order = [], [], [new_token(name) for name in ("first", "second", "third")]
    seats = []

    async def work(session, bike, customer):
        sessions.append(session)
        if not isinstance(session, AsyncSession):
            return None
        await lend(session, bike, customer)
        # A session refers to its objects weakly: whether one was closed shows only while somebody else keeps them.
        seats.append(Loan(bike=f"{bike} child seat", customer=customer))
        session.add(seats[-1])
        return len(await customers(session)), customer

    for bike, customer in enumerate(customers_in_order):
        results.append(
            await handle_explicit(rental.maker, lambda session, b=f"{bike}", c=customer: work(session, b, c))
        )

    assert all(map(rental.made, sessions)), "work should be called with a session that the maker has made."
    assert Count(len(sessions), "calls", "call") == 3, "There were three requests: work should be called once in each."
    assert Count(len(set(map(id, sessions))), "sessions", "session") == 3, (
        "There were three requests, and a session was used for two of them."
    )
    expected = {f"{n}{what}": who for n, who in enumerate(customers_in_order) for what in ("", " child seat")}
    assert same(rental.loans, expected), (
        "handle_explicit came back, and another connection does not find what work has written: it was not committed."
    )
    assert same(results, [(2 * n + 2, who) for n, who in enumerate(customers_in_order)]), (
        "handle_explicit should return what work has returned."
    )
    assert all(len(list(session)) == 0 for session in sessions), (
        "The request is over, and its session has not been closed: it still holds objects."
    )
    assert rental.taken == 0, "The requests are over, and a session still holds a connection."


@task(3, points=2)
async def test_an_explicit_request_that_fails(rental):
    """After an error, a commit that fails, and a cancellation: they come out, nothing is saved, nothing stays open."""
    trouble, sessions, out = Flood("water in the cellar"), [], new_token("who has it")
    await handle_explicit(rental.maker, lambda session: lend(session, "red", out))

    async def fail(session):
        sessions.append(session)
        await lend(session, "blue", new_token("x"))
        raise trouble

    async def refused_at_the_end(session):
        sessions.append(session)
        session.add_all([Loan(bike="blue", customer=new_token("y")), Loan(bike="red", customer=new_token("z"))])

    async def stay(session, wait):
        sessions.append(session)
        await lend(session, "blue", new_token("w"))
        await wait()

    for what, raised, run in (
        ("work raised an error", Flood, lambda _: handle_explicit(rental.maker, fail)),
        ("The commit failed", IntegrityError, lambda _: handle_explicit(rental.maker, refused_at_the_end)),
        (
            "The request was cancelled",
            asyncio.CancelledError,
            lambda wait: handle_explicit(rental.maker, lambda session: stay(session, wait)),
        ),
    ):
        came_out = await (cancel_inside(run) if raised is asyncio.CancelledError else outcome(run(None)))
        if isinstance(came_out, Exception) and not isinstance(came_out, raised):
            raise came_out
        assert isinstance(came_out, raised), f"{what}, and handle_explicit kept that from its caller."
        assert rental.taken == 0, f"{what}, and the session still holds a connection."
        assert same(rental.loans, {"red": out}), f"{what}, so nothing of the request should be in the database."
    assert Count(len(sessions), "calls", "call") == 3, "Three requests failed: work should be called once in each."
    assert all(len(list(session)) == 0 for session in sessions), (
        "A request has failed, and its session has not been closed: it still holds objects."
    )
