"""The checks of exercise 20, in the order of its tasks."""

import asyncio
import inspect

from paginator import first_match, items

from grader.checks import Count, cancel_at_each_await, describe, note, same, task


class Museum:
    """A catalogue of so many objects, and what was asked of it."""

    def __init__(self, probe, count, *, seconds=0.1, fails=""):
        self._items = [{"object": f"number {number}"} for number in range(count)]
        self._error = ConnectionError(f"{fails} failed")
        self._sessions, self._fetched, self._starts = [], [], []
        self._probe, self._seconds, self._fails = probe, seconds, fails

    async def open(self):
        """A new session."""
        await self.call("open")
        self._sessions.append(MuseumSession(self))
        return self._sessions[-1]

    async def call(self, name):
        """Take a while, and fail where that was arranged."""
        await self._probe(name, seconds=self._seconds, raises=self._error if name == self._fails else None)()

    @property
    def left_open(self):
        """How many sessions nobody has begun to close."""
        return Count(sum(not session._closings for session in self._sessions), "sessions left open")

    @property
    def not_closed(self):
        """How many sessions are not closed to the end."""
        return Count(sum(not session._closed for session in self._sessions), "sessions not closed")

    @property
    def closings(self):
        """How often one session was closed, at most."""
        return Count(max((session._closings for session in self._sessions), default=0), "calls of close for a session")


class MuseumSession:
    """One session of a museum."""

    def __init__(self, museum):
        self._closings, self._closed, self._museum = 0, False, museum

    async def page(self, number, size):
        """One page of the catalogue."""
        if self._closings:
            raise RuntimeError("a page was asked of a session that is closed")
        self._museum._fetched.append(number)
        self._museum._starts.append(number * size)
        await self._museum.call(f"page {number}")
        return self._museum._items[number * size : (number + 1) * size]

    async def close(self):
        """Give the session back."""
        self._closings += 1
        await self._museum.call("close")
        self._closed = True


def stream(result):
    """What ``items(...)`` gave, if one can go through it."""
    good = all(hasattr(result, name) for name in ("__aiter__", "__anext__", "aclose"))
    note("an async generator", describe(result), good)
    if inspect.iscoroutine(result):
        result.close()
    assert good, (
        "items(...) should give an async generator, or something with the same methods. A yield makes an async def one."
    )
    return result


async def stop(catalogue):
    """The caller has had enough."""
    try:
        await catalogue.aclose()
    except BaseExceptionGroup:
        raise AssertionError(
            "aclose() raises GeneratorExit at the yield. Here it came out as a group of errors, as from a task group: "
            "leave the task group before you yield."
        ) from None


@task(1)
async def test_all_items_come_in_order(probe):
    """Every item comes once, in the order of the catalogue, however full the last page is."""
    for count in (0, 2, 3, 7):
        museum = Museum(probe, count)

        found = [item async for item in stream(items(museum, page_size=3))]

        assert same(found, museum._items), f"A catalogue of {count} items, in pages of 3, should give all of them."
        assert same(museum._fetched, list(range(count // 3 + 1))), (
            f"A catalogue of {count} items in pages of 3: fetch each page once, and stop after the first that is not "
            "full."
        )
        assert Count(len(museum._sessions), "calls of open") == 1, "One session is enough for the whole catalogue."


@task(1, points=2)
async def test_pages_are_fetched_when_they_are_needed(probe):
    """No page is fetched before one of its items is asked for: 60 items cost two pages of 50."""
    museum, fetched = Museum(probe, 230), {}

    catalogue = stream(items(museum, page_size=50))
    for taken, more in ((0, 0), (1, 1), (50, 49), (51, 1), (60, 9)):
        for _ in range(more):
            await anext(catalogue, None)
        # A page that was asked for in the background would show up now.
        await asyncio.sleep(0.01)
        fetched[taken] = list(museum._fetched)
    await stop(catalogue)

    assert same(fetched, {0: [], 1: [0], 50: [0], 51: [0, 1], 60: [0, 1]}), (
        "A page should be fetched when one of its items is asked for, no earlier. These are the pages that had been "
        "fetched after so many items."
    )


@task(2)
async def test_the_end_and_an_error_close_the_session(probe):
    """After the last item, and after an error of the museum, which reaches the caller as it is, all is closed."""
    for step in ("", "open", "page 0", "page 1"):
        museum, error = Museum(probe, 7, fails=step), None
        catalogue = stream(items(museum, page_size=3))

        try:
            async for _ in catalogue:
                pass
        except (Exception, BaseExceptionGroup) as raised:
            error = raised

        what = f"'{step}' failed" if step else "All items are through"
        told = "that very error" if step else "no error"
        assert same(error, museum._error if step else None), f"{what}: the caller should get {told}."
        assert museum.not_closed == 0, f"{what}, and the session is not closed."
        assert museum.closings <= 1, f"{what}, and the session was closed twice."


@task(2, points=2)
async def test_a_caller_may_stop_early(probe):
    """A caller who has had enough calls aclose(): when that is done, the session is closed."""
    museum = Museum(probe, 230)

    catalogue = stream(items(museum, page_size=50))
    for _ in range(3):
        await anext(catalogue, None)
    await stop(catalogue)

    assert museum.not_closed == 0, (
        "The caller stopped after three items, and the session is not closed. At a yield, aclose() raises "
        "GeneratorExit, which is no Exception: only finally sees every way out."
    )
    assert museum.closings <= 1, "Close each session once: after that it may belong to somebody else."


@task(2)
async def test_the_caller_may_take_its_time(probe, clock):
    """Between two items the caller does its own work, for as long as it likes, and nobody cancels it."""
    museum, taken = Museum(probe, 7), []

    async def visit():
        async for item in stream(items(museum, page_size=3)):
            taken.append(item)
            await asyncio.sleep(100 if clock.simulated else 0.4)

    visitor = asyncio.create_task(visit())
    await asyncio.wait([visitor])

    assert not visitor.cancelled(), (
        "The caller was cancelled in the middle of its own work. At a yield the code around it goes on, and a time "
        "limit or a task group around the yield cancels whoever is there: end it before you yield."
    )
    visitor.result()
    assert same(taken, museum._items), "A slow caller should get all items, too."


@task(3, points=2)
async def test_the_search_ends_with_the_first_match(probe):
    """first_match returns the first match, fetches no further page, and has closed the session by then."""
    museum = Museum(probe, 230)

    found = await first_match(museum, lambda item: item["object"] in ("number 60", "number 160"))

    # No await before this line: the session must be closed already.
    assert museum.not_closed == 0, (
        "first_match has returned, and the session is not closed. Leaving a loop does not end the generator: somebody "
        "has to await its aclose()."
    )
    assert same(found, museum._items[60]), "That is not the first item for which pred is true."
    assert Count(sum(start > 60 for start in museum._starts), "pages fetched after the match") == 0, (
        "A page was fetched that begins after the match."
    )


@task(3)
async def test_a_search_without_a_match(probe):
    """Without a match the answer is None. When pred raises, the caller gets that error. The session is closed."""
    museum = Museum(probe, 120)
    found = await first_match(museum, lambda item: False)

    assert same(found, None), "Nothing matches, so the answer should be None."
    assert museum.not_closed == 0, "Nothing matched, and the session is not closed."

    museum, error, raised = Museum(probe, 120), LookupError("no such word"), None

    def pred(item):
        raise error

    try:
        await first_match(museum, pred)
    except Exception as came_out:
        raised = came_out

    assert same(raised, error), "pred raised, and the caller should get that very error."
    assert museum.not_closed == 0, "pred raised, and the session is not closed."


@task(3)
async def test_a_cancelled_search_leaves_nothing_open(probe):
    """Cancelled at any of its awaits, first_match has closed the session when it ends, and the cancellation goes on."""
    museums = []

    def start():
        museums.append(Museum(probe, 120))
        return first_match(museums[-1], lambda item: item["object"] == "number 60")

    async for run in cancel_at_each_await(start):
        assert run.passed_on, f"{run}: the cancellation should come out of first_match, and it did not."
        assert museums[-1].left_open == 0, f"{run}: nobody closed the session."
        assert same(list(run.left), []), f"{run}: a task went on after first_match had ended."
