"""The checks of exercise 15, in the order of its tasks."""

import asyncio
from itertools import repeat

from semaphore import check_links, limited

from grader.checks import cancel_at_each_await, note, same, task

CLOSING = 0.5
"""Seconds that a cancelled request needs to close its connection."""


def website(probe, links, *, seconds):
    """A site: the statuses to expect, by url, and a recorded `head`.

    ``seconds`` says for each request in turn how long it takes, or which error ends it after a second: whichever link
    an answer asks for first gets the first of them.
    """
    statuses = {f"/page/{number}": 200 + number for number in range(1, links + 1)}
    turns = iter(seconds)

    async def ask(url):
        wait = next(turns)
        try:
            await asyncio.sleep(1 if isinstance(wait, Exception) else wait)
        except asyncio.CancelledError:
            await asyncio.sleep(CLOSING)
            raise
        if isinstance(wait, Exception):
            raise wait
        return statuses[url]

    asks = {url: probe.wrap(ask, url) for url in statuses}

    def head(url):
        return asks[url](url)

    return statuses, head


@task(1, points=2)
async def test_as_many_at_once_as_the_limit_allows(probe, clock):
    """Twelve links, three at a time: never more requests open than the limit, and never fewer."""
    statuses, head = website(probe, 12, seconds=repeat(0.475))

    results = await check_links(list(statuses), head, limit=3)

    assert same(results, statuses), "The result should be a dict with the status of each url."
    assert probe.each_called_once(), "Ask for each link once, and wait until it has answered."
    assert probe.max_in_flight <= 3, (
        "More requests were open at once than the limit allows. All of them must pass through the same gate, and hold "
        "their place until head has answered."
    )
    # Not a round number: whoever looks for a free place every hundredth of a second comes late.
    assert all([probe.max_in_flight >= 3, clock.elapsed == 1.9]), (
        "Places stayed empty: with a limit of three, three requests should be open all the time. Who waits for a place "
        "must be woken when one is free; looking again and again is too late, or keeps the processor busy."
    )


@task(1)
async def test_a_free_place_is_taken_at_once(probe, clock):
    """The first request is slow. The places that the quick ones leave go to the next links right away."""
    statuses, head = website(probe, 7, seconds=[1.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])

    results = await check_links(list(statuses), head, limit=3)

    assert same(results, statuses), "Each url should come with its own status, whichever answers first."
    assert all([probe.max_in_flight >= 3, clock.elapsed == 1.5]), (
        "A place stayed empty while there were still links to ask. As soon as one link has its answer, whichever it "
        "is, the next one should start."
    )


@task(1)
def test_each_list_stands_on_its_own(probe):
    """Lists of no link, of two and twice of eleven, each under an asyncio.run of its own. The usual limit is ten."""
    statuses, head = website(probe, 11, seconds=repeat(0.2))

    for count in (0, 2, 11, 11):
        urls = list(statuses)[:count]
        results = asyncio.run(check_links(urls, head))
        assert same(results, {url: statuses[url] for url in urls}), (
            f"A list of {count} should bring the status of each url in it, and of no other."
        )

    assert probe.max_in_flight == 10, "Where nobody names a limit, up to ten requests are open at once."


@task(2)
async def test_an_error_ends_the_run(probe, clock):
    """One request fails after a second: the others are cancelled, and the error comes out once they have ended."""
    error = ConnectionError("no route to this server")
    statuses, head = website(probe, 5, seconds=[3, error, 3, 3, 3])

    caught = None
    try:
        await check_links(list(statuses), head, limit=3)
    except* ConnectionError as group:
        caught = group
    while isinstance(caught, ExceptionGroup):
        caught = caught.exceptions[0]

    assert same(caught, error), "The error that head raised should come out of check_links."
    assert same(probe.unfinished, []), (
        "The error came out while requests were still open. Cancel them, and wait until they have really ended."
    )
    assert clock.elapsed == 1 + CLOSING, (
        "The error should come out as soon as the open requests are cancelled and have closed their connections, "
        "which takes them half a second. They need not go on to their answers, and no other link needs to be asked."
    )


@task(2)
async def test_a_cancelled_run_leaves_no_request_open(probe):
    """Wherever check_links is cancelled, it cancels the open requests, waits for them, and passes the cancel on."""
    statuses, head = website(probe, 4, seconds=repeat(1))

    runs = [run async for run in cancel_at_each_await(lambda: check_links(list(statuses), head, limit=2))]

    for run in runs:
        assert note("no task left", f"left: {', '.join(run.left)}", not run.left), (
            f"{run}: check_links ended, but some of its tasks were still running. Cancel them, and wait for them."
        )
        assert note("CancelledError comes out", "it does not", run.passed_on), (
            f"{run}: check_links went on as if nothing had happened. CancelledError must come out of it."
        )


@task(3)
async def test_two_lists_share_the_places(probe, clock):
    """Two lists are asked at the same time, through one limited head: together they have three places."""
    statuses, head = website(probe, 12, seconds=repeat(0.5))
    urls = list(statuses)
    ask = limited(head, 3)

    results = await asyncio.gather(*[asyncio.gather(*map(ask, urls[:4])), asyncio.gather(*map(ask, urls[4:]))])

    assert same([*results[0], *results[1]], list(statuses.values())), "Each call should return what head returned."
    assert probe.max_in_flight <= 3, (
        "More calls of head were open than limited allows. All calls must share the places that limited has made "
        "once, and one free place may let in only one of them."
    )
    assert all([probe.max_in_flight >= 3, clock.elapsed == 2]), (
        "Places stayed empty: three calls of head should be open as long as others wait."
    )


@task(3)
async def test_a_failed_call_frees_its_place(probe):
    """Two places, and two calls that fail. Afterwards two more calls find their places."""
    errors = [ConnectionError("no route to this server"), TimeoutError("no answer in time")]
    statuses, head = website(probe, 4, seconds=[*errors, 1, 1])
    ask, urls = limited(head, 2), list(statuses)

    failed = await asyncio.gather(*map(ask, urls[:2]), return_exceptions=True)
    calls = [asyncio.ensure_future(ask(url)) for url in urls[2:]]
    _, waiting = await asyncio.wait(calls, timeout=3)
    for call in waiting:
        call.cancel()
    results = await asyncio.gather(*calls, return_exceptions=True)

    assert same(failed, errors), "The error that head raises should come out of the call just as it is."
    assert note("2 calls over", f"{len(waiting)} still waiting", not waiting), (
        "After two calls failed, others still wait where there is nobody to wait for. A call that fails must free its "
        "place, too."
    )
    assert same(results, [203, 204]), "After two calls failed, the next ones should bring their statuses."


@task(3)
async def test_a_cancelled_call_frees_its_place(probe, clock):
    """A cancelled call frees the place it had. One that was still waiting for a place has none to free."""
    statuses, head = website(probe, 6, seconds=repeat(2))
    ask = limited(head, 2)

    calls = [asyncio.ensure_future(ask(url)) for url in statuses]
    await asyncio.sleep(0.5)
    calls[0].cancel()
    calls[3].cancel()
    _, waiting = await asyncio.wait(calls, timeout=9)
    for call in waiting:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)

    assert probe.max_in_flight <= 2, (
        "More calls of head were open than limited allows. A call that is cancelled while it waits for a place has "
        "none to free; one that is cancelled inside frees its place when head has ended."
    )
    assert all([note("6 calls over", f"{len(waiting)} still waiting", not waiting), clock.elapsed == 5]), (
        "Calls waited longer than they had to. A call that is cancelled must free the place it had, and its turn must "
        "go to the next one."
    )
