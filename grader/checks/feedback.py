"""What an error message usually means: guess the mistake, and say the way out.

Each guess is a kind of error, a piece of its text, and a sentence. The texts differ between versions of Python, so
the pieces are short; a test provokes every one of them on every Python it can find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DEPTH = 3
"""How many errors inside each other are looked at."""


@dataclass(frozen=True)
class Guess:
    """``kind`` is the name of the exception's type, ``text`` a pattern found in its message."""

    kind: str
    text: str
    sentence: str


GUESSES = (
    Guess(
        "SyntaxError",
        r"'await' outside (async )?function|asynchronous .* outside",
        "Only an async def may await. From ordinary code, start a loop once with asyncio.run.",
    ),
    Guess(
        "TypeError",
        r"to coroutine\.__format__",
        "That value is a coroutine, not its result: put await before the call.",
    ),
    Guess(
        "AttributeError",
        r"'coroutine' object has no attribute '(done|result|exception|cancel|cancelled|add_done_callback)'",
        "Only a Task has that, and a coroutine is not a Task. Await it for its result; "
        "inspect.getcoroutinestate tells how far it is.",
    ),
    Guess(
        "AttributeError",
        r"'coroutine' object has no attribute",
        "That value is a coroutine, not its result: put await before the call.",
    ),
    Guess(
        "TypeError",
        r"'coroutine' object is not (subscriptable|iterable)",
        "That value is a coroutine, not its result: put await before the call.",
    ),
    Guess(
        "TypeError",
        r"(not|and|of|:|type|instance,) ['\"]?coroutine\b",
        "That value is a coroutine, not its result: put await before the call.",
    ),
    Guess(
        "TypeError",
        r"(to|not|and|of|:|type|instance,) ['\"]?_(asyncio\.(Task|Future)|GatheringFuture)\b",
        "That value is a Task or Future: a promise, not the result. Await it first.",
    ),
    Guess(
        "TypeError",
        r"'_(asyncio\.(Task|Future)|GatheringFuture)' object is not (subscriptable|iterable)",
        "That value is a Task or Future: a promise, not the result. Await it first.",
    ),
    Guess(
        "AttributeError",
        r"'_(asyncio\.(Task|Future)|GatheringFuture)' object has no attribute",
        "That value is a Task or Future: a promise, not the result. Await it first.",
    ),
    Guess(
        "TypeError",
        r"'coroutine' object is not an iterator",
        "next() is for iterators. A coroutine is driven with its own methods: send, throw and close.",
    ),
    Guess(
        "TypeError",
        r"can't send non-None value to a just-started coroutine",
        "The first send starts the coroutine, where no await is waiting for a value: send None.",
    ),
    Guess(
        "TypeError",
        r"async_generator('? object)? can't be (used in 'await'|awaited)|'async_generator' object is not",
        "An async generator is not awaited: it gives its values one by one. Go through it with async for.",
    ),
    Guess(
        "TypeError",
        r"'async for' requires .* got coroutine|'coroutine' object is not an async iterator",
        "That is a coroutine. Only a yield in its body makes an async def an async generator.",
    ),
    Guess(
        "TypeError",
        r"can't be used in 'await' expression|object can't be awaited|cannot be awaited|is not awaitable",
        "Only a coroutine, a Task or a Future can be awaited. Is the thing after await a plain function?",
    ),
    Guess(
        "RuntimeError",
        r"asyncio\.run\(\) cannot be called from a running event loop|Runner\.run\(\) cannot be called",
        "You are already inside an event loop here: just await.",
    ),
    Guess(
        "RuntimeError",
        r"This event loop is already running|Cannot run the event loop while another loop is running",
        "You are already inside an event loop here: just await.",
    ),
    Guess(
        "RuntimeError",
        r"cannot reuse already awaited coroutine",
        "A coroutine object is good for one await. Keep its result, or call the function again for a new one.",
    ),
    Guess(
        "RuntimeError",
        r"coroutine is being awaited already",
        "Two callers await the same coroutine object, which only one may do. A Task may be awaited by any number of "
        "callers: make one of it.",
    ),
    Guess(
        "RuntimeError",
        r"[Nn]o (current|running) event loop",
        "There is no loop here to borrow. From ordinary code, start one with asyncio.run; inside a coroutine, await.",
    ),
    Guess(
        "RuntimeError",
        r"bound to a different event loop|attached to a different loop",
        "This object belongs to another event loop, usually that of an earlier run. Make it inside the loop that uses "
        "it, for each run anew.",
    ),
    Guess(
        "RuntimeError",
        r"changed size during iteration",
        "While you awaited inside the loop, another task changed what you go through. Go through a copy, and look "
        "again afterwards.",
    ),
    Guess(
        "ValueError",
        r"a coroutine was expected",
        "asyncio.run wants a coroutine object: call the function first, and hand over what it returns.",
    ),
    Guess(
        "TypeError",
        r"coroutine was expected, got <(function|bound method)",
        "A function was handed over. Call it first, and hand over the coroutine that the call gives.",
    ),
    Guess(
        "TypeError",
        r"[Aa] coroutine was expected|An asyncio\.Future, a coroutine or an awaitable is required",
        "Something that is not a coroutine was handed over. Pass the coroutines themselves, not their results.",
    ),
    Guess(
        "TypeError",
        r"unhashable type: 'list'",
        "A list was handed over where single awaitables were expected. Unpack it with a star: gather(*many).",
    ),
    Guess(
        "TypeError",
        r"Passing coroutines is forbidden",
        "asyncio.wait takes Tasks: make one of each coroutine with asyncio.create_task first.",
    ),
    Guess(
        "TypeError",
        r"'(bytes|str|int|float|NoneType|list|tuple)' object is not callable",
        "A result was handed over where a function was expected. Pass the function and its arguments separately.",
    ),
    Guess(
        "AttributeError",
        r"Can't (pickle|get) local object",
        "A function goes to another process by its name, which is looked up there. Pass one that is defined at the top "
        "of a module: no lambda, and no function inside a function.",
    ),
    Guess(
        "PicklingError",
        r"Can't (pickle|get) (local object|<function)",
        "A function goes to another process by its name, which is looked up there. Pass one that is defined at the top "
        "of a module: no lambda, and no function inside a function.",
    ),
    Guess(
        "BrokenProcessPool",
        r"",
        "A child process died before it could answer. Children may import your file: what starts processes at its top "
        'belongs under `if __name__ == "__main__":`.',
    ),
    Guess(
        "InvalidStateError",
        r"Result is not set|Exception is not set",
        "A Task has no result before it is done: await it first.",
    ),
    Guess(
        "KeyError",
        r"coroutine object (as_completed|_AsCompletedIterator)",
        "A plain for over as_completed gives new coroutines, not the tasks you passed in. Let each coroutine return "
        "all that you need to know about it.",
    ),
    Guess(
        "TypeError",
        r"does not support the context manager protocol",
        "Is that an async context manager? Then write async with.",
    ),
    Guess(
        "TypeError",
        r"'(?!NoneType)[A-Z]\w*' object is not iterable",
        "Does it give its items one by one, with a wait before each? Then write async for.",
    ),
    Guess(
        "TimeoutError",
        r"^$",
        "The time was up, and nobody caught the TimeoutError. Inside `async with asyncio.timeout(...)` it is still a "
        "CancelledError: catch TimeoutError around the block.",
    ),
    Guess(
        "QueueFull",
        r"",
        "put_nowait does not wait for room: await queue.put waits until somebody has taken something out.",
    ),
    Guess(
        "QueueEmpty",
        r"",
        "get_nowait does not wait: await queue.get waits until there is something.",
    ),
    Guess(
        "ValueError",
        r"task_done\(\) called too many times",
        "Call task_done once for each get, when the work on that item is done.",
    ),
    Guess(
        "GeneratorExit",
        r"",
        "aclose() raises GeneratorExit at the yield where a generator stands. Let it pass as it is: leave a task group "
        "before you yield.",
    ),
    Guess(
        "RuntimeError",
        r"generator didn't yield",
        "The code before the yield came to its end without it. It has to yield once, or to raise.",
    ),
    Guess(
        "RuntimeError",
        r"generator didn't stop",
        "It came to a yield a second time. A context manager yields once: it cannot run the block again.",
    ),
    Guess(
        "RuntimeError",
        r"ignored GeneratorExit",
        "GeneratorExit asks the generator to end, and it came to another yield.",
    ),
    # From here on: SQLAlchemy and its drivers.
    Guess(
        "SQLAlchemyError",
        r"greenlet_spawn has not been called",
        "SQL was needed where nothing awaits it. An attribute that is not loaded, or that a commit or rollback has "
        "expired: load it before, in the query or with await session.refresh(it, [names]). A synchronous function: "
        "call it through run_sync.",
    ),
    Guess(
        "DetachedInstanceError",
        r"is not bound to a Session",
        "No session is behind this object any more, so nothing can be loaded. Load what you need while the session is "
        "open. A commit or rollback expires what was loaded: expire_on_commit=False keeps it over a commit.",
    ),
    Guess(
        "InvalidRequestError",
        r"is not available due to (lazy|raiseload)=",
        "Loading this by merely reading it is forbidden, and it was not loaded before. Ask for it in the query, such "
        "as with selectinload, or with await session.refresh(it, [names]).",
    ),
    Guess(
        "AttributeError",
        r"has no attribute 'awaitable_attrs'",
        "awaitable_attrs comes with AsyncAttrs: class Base(AsyncAttrs, DeclarativeBase).",
    ),
    Guess(
        "TypeError",
        r"WriteOnly collections don't support|'WriteOnlyCollection'",
        "A write-only collection is never in memory. Its select() makes a query, which await session.scalars(...) "
        "runs: with limit for a slice, with func.count for a length.",
    ),
    Guess(
        "AttributeError",
        r"'WriteOnlyCollection' object has no attribute",
        "A write-only collection has add, add_all and remove. Its select, insert, update and delete make statements, "
        "which the session runs.",
    ),
    Guess(
        "AttributeError",
        r"'(Select|Insert|Update|Delete|TextClause)' object has no attribute '(all|first|one|scalar|fetch)",
        "That is only a statement, and nothing has run it. Run it first: await session.execute(statement), or scalars.",
    ),
    Guess(
        "InvalidRequestError",
        r"provisioning a new connection|already flushing|is already in progress",
        "Two calls are in progress on one session at the same time. One session is for one task: give each task its "
        "own.",
    ),
    Guess(
        "Exception",
        r"another operation is in progress",
        "Two calls are in progress on one connection at the same time. One connection, and so one session, is for one "
        "task: give each task its own.",
    ),
    Guess(
        "TimeoutError",
        r"QueuePool limit",
        "All connections of the pool are taken. Who holds one while it waits for something else, or asks for a second?",
    ),
    Guess(
        "PendingRollbackError",
        r"",
        "The transaction of this session has failed, and waits for its rollback. A begin_nested around what may fail "
        "keeps the rest of a transaction alive.",
    ),
    Guess(
        "Exception",
        r"current transaction is aborted",
        "An earlier statement of this transaction failed, and PostgreSQL takes no more before a rollback. A "
        "begin_nested around what may fail keeps the rest of a transaction alive.",
    ),
    Guess(
        "InvalidRequestError",
        r"A transaction is already begun|already initialized a SQLAlchemy Transaction",
        "A transaction is open already: the first statement begins one by itself. Begin before it, or end that one "
        "with commit or rollback first.",
    ),
    Guess(
        "InvalidRequestError",
        r"Can't operate on closed transaction inside context manager",
        "The transaction of this block is over, and the block is not. The end of the block commits, and an error rolls "
        "back: inside of it, call neither.",
    ),
    Guess(
        "InvalidRequestError",
        r"unique\(\) method must be invoked",
        "A joined load of a collection repeats its owner in every row. Call .unique() on the result, or use "
        "selectinload.",
    ),
    Guess(
        "TypeError",
        r"'async for' requires .* got \w*Result\b",
        "These rows are here already: an ordinary for goes through them. Rows that come one by one are what stream and "
        "stream_scalars give.",
    ),
    Guess(
        "ArgumentError",
        r"Not an executable object: ['\"]|should be explicitly declared as text",
        "A plain string is not taken for SQL. Write text(...) around it.",
    ),
    Guess(
        "TypeError",
        r"Boolean value of this clause is not defined",
        "A condition on columns is SQL, neither true nor false in Python. In place of and, or, not: and_, or_, not_.",
    ),
    Guess(
        "InvalidRequestError",
        r"asyncio extension requires an async driver",
        "The URL has to name an async driver: sqlite+aiosqlite or postgresql+asyncpg.",
    ),
    Guess(
        "ArgumentError",
        r"AsyncEngine expected, got Engine",
        "An async session needs the engine that create_async_engine makes.",
    ),
    Guess(
        "ArgumentError",
        r"cannot be used with asyncio engine",
        "That pool waits with a lock of threads. Leave poolclass out: an async engine has a queue pool of its own.",
    ),
    Guess(
        "AsyncContextNotStarted",
        r"",
        "An async connection is there only once it was awaited: async with engine.connect() as connection. What uses "
        "an async engine has to be async itself, such as AsyncSession.",
    ),
    Guess(
        "AttributeError",
        r"'Async(Engine|Connection)' object has no attribute '_run_ddl_visitor'",
        "create_all and its like are synchronous. Hand them over: await connection.run_sync(metadata.create_all).",
    ),
    Guess(
        "NoInspectionAvailable",
        r"Inspection on an Async",
        "inspect is synchronous. Hand a function that calls it to await connection.run_sync(...).",
    ),
    Guess(
        "AttributeError",
        r"'(AsyncSession|async_scoped_session)' object has no attribute 'query'",
        "An async session has no query. Write await session.scalars(select(...)).",
    ),
    Guess(
        "NotImplementedError",
        r"asynchronous events are not implemented",
        "Events belong to the synchronous things below. Listen with a plain def on engine.sync_engine, on "
        "session.sync_session or on the class Session.",
    ),
    Guess(
        "InvalidRequestError",
        r"No such event .*(AsyncSession|async_sessionmaker|async_scoped_session)",
        "Events belong to the synchronous things below. Listen with a plain def on engine.sync_engine, on "
        "session.sync_session or on the class Session.",
    ),
    Guess(
        "InvalidRequestError",
        r"is already attached to session",
        "This object belongs to another session. Hand over its id, and let each session load its own.",
    ),
    Guess(
        "NoResultFound",
        r"",
        "one, scalar_one and get_one insist on a row. one_or_none, scalar_one_or_none and get give None where there is "
        "none.",
    ),
    Guess(
        "StaleDataError",
        r"expected to (update|delete)",
        "The row is no longer as the session has read it: somebody has changed or deleted it since. Run the whole "
        "transaction again in a new session, from the reading on.",
    ),
    Guess(
        "OperationalError",
        r"database is locked",
        "SQLite lets one connection write at a time, and another one is at it. Keep transactions short, and wait for "
        "nothing else inside of them.",
    ),
    Guess(
        "Exception",
        r"deadlock detected",
        "Two transactions waited for rows that the other one had locked. Lock rows in one order everywhere, such as "
        "by id.",
    ),
    Guess(
        "Exception",
        r"could not serialize access",
        "Another transaction changed the same rows first, and this isolation level allows no mix. Run the whole "
        "transaction again.",
    ),
    Guess(
        "Exception",
        r'syntax error at or near "\$\d',
        "This statement takes no parameters: NOTIFY, LISTEN and whatever creates something take none. "
        "SELECT pg_notify(channel, text) does.",
    ),
    Guess(
        "Exception",
        r"cannot insert multiple commands into a prepared statement",
        "asyncpg takes one statement at a time here: execute them one after the other.",
    ),
    Guess(
        "Exception",
        r"payload string too long",
        "A notification carries less than 8000 bytes: count bytes, not characters, and leave out what is too long.",
    ),
)


def advice(error: BaseException) -> str:
    """What this error usually means, or an empty string."""
    return next(filter(None, map(_guess, _layers(error))), "")


def _guess(error: BaseException) -> str:
    kinds = {kind.__name__ for kind in type(error).__mro__}
    text = str(error)
    return next((g.sentence for g in GUESSES if g.kind in kinds and re.search(g.text, text)), "")


def _layers(error: BaseException) -> Iterator[BaseException]:
    """The error, and what SQLAlchemy has wrapped in it: a driver's error, or one of its own that came in between."""
    inner: object = error
    for _ in range(_DEPTH):
        if not isinstance(inner, BaseException):
            return
        yield inner
        # Not getattr: the error may be of a class of the learner's.
        inner = vars(inner).get("orig")
