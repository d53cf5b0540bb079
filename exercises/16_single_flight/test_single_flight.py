"""The checks of exercise 16, in the order of its tasks."""

import asyncio
from contextlib import aclosing

from forum import User
from single_flight import UserCache

from grader.checks import cancel_at_each_await, note, same, task
from grader.fakes.service import Service

# Each check has users of its own, so that a cache which outlives its check is not blamed for something else.
ADA, BEN, CLEO, DAN, ELSA = [User(uid, name) for uid, name in enumerate(("Ada", "Ben", "Cleo", "Dan", "Elsa"), 1)]
FINN, GRETA, HUGO, IDA, JOE = [User(uid, name) for uid, name in enumerate(("Finn", "Greta", "Hugo", "Ida", "Joe"), 6)]


def directory(probe, *users, seconds=1):
    """The service that knows these users, and the recorded `fetch` that asks it."""
    service = Service(probe, {f"user {user.uid}": user for user in users}, seconds=seconds)

    def fetch(uid):
        return service.get(f"user {uid}")

    return service, fetch


async def come_later(cache, uid, seconds):
    """A caller who comes after so many seconds."""
    await asyncio.sleep(seconds)
    return await cache.get(uid)


async def outcomes(*callers):
    """What each caller gets: a user, an error, or in words that it got nothing in five seconds."""
    tasks = [asyncio.ensure_future(caller) for caller in callers]
    _, waiting = await asyncio.wait(tasks, timeout=5)
    for caller in waiting:
        caller.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    words = {caller: "cancelled" for caller in tasks if caller.cancelled()} | dict.fromkeys(waiting, "still waiting")
    return [words.get(caller, result) for caller, result in zip(tasks, results, strict=True)]


@task(1, seconds=4)
async def test_five_callers_share_one_fetch(probe, clock):
    """Five callers ask for the same user in the same moment: one fetch serves them all."""
    # Not a round number: whoever looks every tenth of a second whether the fetch is over comes late.
    _, fetch = directory(probe, ADA, seconds=0.975)
    cache = UserCache(fetch, ttl=60)

    users = await asyncio.gather(*[cache.get(1) for _ in range(5)])

    assert same(users, [ADA] * 5), "Every caller should get the user that fetch returned."
    assert probe.called("user 1") == 1, (
        "The same user was fetched more than once. Who finds nothing must leave a note for the others before the next "
        "await, and what was looked up before an await must be looked up again after it."
    )
    assert clock.elapsed == 0.975, (
        "The callers waited longer than the fetch took. Who waits must be woken when it is over; looking again and "
        "again is too late, or keeps the processor busy."
    )


@task(1, seconds=8)
async def test_one_fetch_in_any_order(probe, interleavings):
    """Three callers come first, three in the moment in which the fetch is over. Whoever goes first: one fetch."""
    # Closed at once also when an assertion leaves the loop, not whenever the collector comes.
    async with aclosing(interleavings(20)) as orders:
        async for order in orders:
            user = User(100, f"user of order {order}")
            cache = UserCache(probe(user.name, seconds=0.2, returns=user), ttl=60)

            first = [cache.get(100) for _ in range(3)]
            users = await asyncio.gather(*first, *[come_later(cache, 100, seconds=0.2) for _ in range(3)])

            assert same(users, [user] * 6), (
                "Every caller should get the user that fetch returned. Each cache has a fetch and users of its own."
            )
            assert probe.called(user.name) == 1, (
                "The same user was fetched more than once. From the first caller on, a user is either under way or "
                "kept: there must be no moment in which a caller finds neither."
            )


@task(1)
async def test_different_users_do_not_wait_for_each_other(probe, clock):
    """Three callers ask for three users: their fetches run at the same time."""
    _, fetch = directory(probe, BEN, CLEO, DAN)
    cache = UserCache(fetch, ttl=60)

    users = await asyncio.gather(*[cache.get(user.uid) for user in (DAN, BEN, CLEO)])

    assert same(users, [DAN, BEN, CLEO]), "Each caller should get the user with the id that it asked for."
    assert all([probe.max_in_flight == 3, clock.elapsed == 1]), (
        "Callers of different users waited for each other. Only those who ask for the same id have to."
    )


@task(2)
async def test_a_user_is_kept_for_its_time(probe, clock):
    """With a ttl of two seconds: a second and a half after the fetch the user is kept, a second later it is not."""
    service, fetch = directory(probe, ELSA)
    cache, renamed = UserCache(fetch, ttl=2), User(5, "Elsa Maria")

    await cache.get(5)
    service.arrange("user 5", renamed)
    await asyncio.sleep(1.5)
    soon = await cache.get(5)
    assert all([same(soon, ELSA), clock.elapsed == 2.5]), (
        "A second and a half after the fetch had answered, a user that is kept for two seconds was not kept any more."
    )
    await asyncio.sleep(1)
    late = await cache.get(5)

    assert same(late, renamed), "The two seconds are over: get should fetch the user anew, and bring the new name."


@task(2, seconds=6)
async def test_an_old_user_is_fetched_once(probe):
    """The time of a user is over, and five callers ask for it in the same moment: one fetch serves them all."""
    service, fetch = directory(probe, FINN)
    cache, renamed = UserCache(fetch, ttl=1), User(6, "Finn the Second")

    await cache.get(6)
    service.arrange("user 6", renamed)
    await asyncio.sleep(1.5)
    users = await asyncio.gather(*[cache.get(6) for _ in range(5)])

    assert same(users, [renamed] * 5), "Every caller should get what the new fetch returned."
    assert probe.called("user 6") == 2, (
        "Two fetches were due: one to begin with, one when the user was too old. A user who is too old is like one who "
        "is not there."
    )


@task(3)
async def test_an_error_is_passed_on_and_not_kept(probe):
    """While the directory is down, every caller hears of it. When it is up again, there are users again."""
    service, fetch = directory(probe)
    down = ConnectionError("the directory is down")
    service.arrange("user 7", down)
    cache = UserCache(fetch, ttl=60)

    crowd = [cache.get(7), cache.get(7), cache.get(7), come_later(cache, 7, seconds=1.5)]
    results = [*await outcomes(*crowd), *await outcomes(cache.get(7))]
    assert same(results, [down] * 5), "Every caller should get the error of a fetch that failed."
    assert probe.max_in_flight == 1, (
        "Several fetches for one id ran at the same time. With errors, too, there is one at a time."
    )

    service.arrange("user 7", GRETA)
    results = await outcomes(cache.get(7))
    assert same(results, [GRETA]), "The directory is up again: the next get should fetch the user."


@task(4)
async def test_one_caller_leaves_and_the_others_stay(probe, clock):
    """Three callers wait for a user. The first of them is cancelled; next time it is the second."""
    _, fetch = directory(probe, HUGO, IDA)
    cache = UserCache(fetch, ttl=60)

    for number, leaver, user in ((0, "first", HUGO), (1, "second", IDA)):
        callers = [asyncio.create_task(cache.get(user.uid)) for _ in range(3)]
        await asyncio.sleep(0.5)
        leaving, began = callers.pop(number), float(clock.elapsed)
        leaving.cancel()
        await asyncio.wait([leaving])
        took = clock.elapsed - began
        assert note("it leaves at once", f"it left after {took:.2f} s", took < 0.1), (
            f"The {leaver} of three callers was cancelled, and went on waiting. Who is cancelled should leave."
        )
        assert note("CancelledError", "it returned, or raised something else", leaving.cancelled()), (
            f"The {leaver} of three callers was cancelled: CancelledError should come out of its get."
        )

        results = await outcomes(*callers)
        assert same(results, [user, user]), (
            f"The {leaver} of three callers was cancelled while all of them waited. The two others should get their "
            "user."
        )

    assert probe.max_in_flight == 1, (
        "Several fetches for one id ran at the same time. When a caller leaves, too, there is one at a time."
    )


@task(4)
async def test_the_last_caller_leaves(probe):
    """The only caller is cancelled, wherever it waits: the next one is served, and no error of a fetch is lost."""
    service, fetch = directory(probe, JOE)
    caches = []

    def only_caller():
        caches.append(UserCache(fetch, ttl=60))
        return caches[-1].get(10)

    runs = [run async for run in cancel_at_each_await(only_caller)]
    for run, cache in zip(runs, caches, strict=False):
        assert note("CancelledError comes out", "it does not", run.passed_on), (
            f"{run}: CancelledError should come out of get."
        )
        results = await outcomes(cache.get(10))
        assert same(results, [JOE]), f"{run}: nobody was left. The next caller should get the user all the same."

    service.arrange("user 10", ConnectionError("the directory is down"))
    cache = UserCache(fetch, ttl=60)
    caller = asyncio.create_task(cache.get(10))
    await asyncio.sleep(0.5)
    caller.cancel()
    await asyncio.sleep(1)
    service.arrange("user 10", JOE)
    results = await outcomes(cache.get(10))
    assert same(results, [JOE]), "The only caller left, and the fetch failed. The next one should get the user."
