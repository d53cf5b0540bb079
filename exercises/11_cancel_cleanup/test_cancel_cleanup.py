"""The checks of exercise 11, in the order of its tasks."""

import asyncio

from cancel_cleanup import upload

from grader.checks import cancel_at_each_await, same, task

FILM = [b"title", b"the chase", b"end"]


class Camera:
    """Gives the chunks of a film, each after 0.05 seconds; then it is at its end, or raises the error."""

    def __init__(self, error=None):
        self._chunks, self._error = iter(FILM), error

    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(0.05)
        for chunk in self._chunks:
            return chunk
        raise self._error or StopAsyncIteration

    async def aclose(self):
        """For those who close what they read from."""


class Store:
    """Keeps films. Each of its operations takes 0.1 seconds; the one named in ``broken`` then raises its error.

    ``_aborted`` holds the names of the films whose abort has come to its end.
    """

    def __init__(self, probe=None, broken=(None, None)):
        self._parts, self._films, self._aborted = {}, {}, []
        self._broken = broken
        if probe is not None:
            self.put, self.commit, self.abort = map(probe.wrap, (self.put, self.commit, self.abort))

    async def _work(self, operation):
        await asyncio.sleep(0.1)
        if operation == self._broken[0]:
            raise self._broken[1]

    async def put(self, name, chunk):
        """Add a chunk to the part."""
        await self._work("put")
        self._parts[name] = self._parts.get(name, b"") + chunk

    async def commit(self, name):
        """Make the part a film."""
        await self._work("commit")
        self._films[name] = self._parts.pop(name, b"")

    async def abort(self, name):
        """Throw the part away."""
        await self._work("abort")
        self._parts.pop(name, None)
        self._aborted.append(name)


async def cancelled_at_each_await(upload):
    """Pairs of a run of upload that was cancelled at one of its awaits, and the store as it left it."""
    stores = []

    def start():
        stores.append(Store())
        return upload(Camera(), stores[-1], "holiday")

    runs = [run async for run in cancel_at_each_await(start)]
    return list(zip(runs, stores, strict=False))


@task(1)
async def test_a_whole_film_is_stored(probe):
    """All chunks are put, in their order, and committed. Nothing is aborted."""
    store = Store(probe)

    size = await upload(Camera(), store, "holiday")

    assert same(store._films, {"holiday": b"titlethe chaseend"}), (
        "The film should be in the store: every chunk once, in the order of the camera, and then a commit."
    )
    assert same(size, 17), "upload should return the number of bytes of all chunks."
    assert same(store._aborted, []), "The film is complete: there is nothing to throw away."


@task(2)
async def test_an_error_cleans_up(probe):
    """Whatever fails, the camera, a put or the commit: the part is thrown away and the caller gets the error."""
    for broken in ("camera", "put", "commit"):
        error = ConnectionError(f"the {broken} failed")
        camera = Camera(error if broken == "camera" else None)
        store = Store(probe, (broken, error))

        (outcome,) = await asyncio.gather(upload(camera, store, "holiday"), return_exceptions=True)

        assert same(outcome, error), f"The {broken} failed, and the caller should get that very error."
        assert same(store._aborted, ["holiday"]), (
            f"The {broken} failed: when upload ended, the store should have finished exactly one abort of the film."
        )
        assert same(store._films, {}), f"The {broken} failed: this film is not complete, and must not be committed."


@task(3, points=2)
async def test_cancelled_at_any_await_it_cleans_up():
    """At whatever await the upload is cancelled: when it has ended, its part has been thrown away."""
    for run, store in await cancelled_at_each_await(upload):
        assert same(store._aborted, ["holiday"]), (
            f"{run}: when upload ended, the store should have finished exactly one abort of the film."
        )
        assert same(store._films, {}), f"{run}: this film is not complete, and must not be committed."
        assert not run.left, f"{run}: upload ended, but work that it had started went on: {', '.join(run.left)}."


@task(3)
async def test_cancelled_in_its_first_moment_it_cleans_up():
    """An upload that has only just begun to run cleans up, too."""
    store = Store()

    uploading = asyncio.create_task(upload(Camera(), store, "holiday"))
    await asyncio.sleep(0)
    uploading.cancel()
    await asyncio.gather(uploading, return_exceptions=True)

    assert same(store._aborted, ["holiday"]), (
        "The upload had just begun: when it ended, the store should have finished exactly one abort of the film. "
        "Does a task of your own clean up? A task that is cancelled before its first step runs nothing at all."
    )


@task(4, points=2)
async def test_cancellation_goes_on_to_the_caller():
    """At whatever await the upload is cancelled, it ends with CancelledError."""
    for run, _ in await cancelled_at_each_await(upload):
        ended = f"raised {type(run.error).__name__}" if run.error else "returned as if nothing had happened"
        assert run.passed_on, f"{run}, upload {ended}: the CancelledError should go on to whoever cancelled it."


@task(4)
async def test_a_time_limit_around_it_works(probe):
    """A time limit around the upload ends in TimeoutError, as it should."""
    ended = "a result"
    try:
        async with asyncio.timeout(0.25):
            await upload(Camera(), Store(probe), "holiday")
    except TimeoutError:
        ended = "TimeoutError"

    assert same(ended, "TimeoutError"), (
        "The time was up in the middle of the film, and whoever set the limit should get TimeoutError. "
        "The limit works by cancelling: it needs its CancelledError back."
    )


@task(4)
async def test_cancelled_again_while_it_cleans_up(probe):
    """Cancelled a second time, in the middle of its abort, the upload still ends, and with CancelledError."""
    store = Store(probe)
    uploading = asyncio.create_task(upload(Camera(), store, "holiday"))

    await asyncio.sleep(0.25)
    asked = uploading.cancel()
    await asyncio.sleep(0.05)
    asked += uploading.cancel()
    await asyncio.wait([uploading], timeout=1)
    # A shielded abort goes on after the upload.
    await asyncio.sleep(0.2)

    assert same(int(asked), 2), "The upload was over before it was cancelled for the second time, in its abort."
    assert uploading.done(), "The upload was cancelled twice, and a second later it had still not ended."
    ended = "a result"
    try:
        await uploading
    except asyncio.CancelledError:
        ended = "CancelledError"
    assert same(ended, "CancelledError"), (
        "The upload was cancelled in the middle of the film, and again a moment later: it should end with "
        "CancelledError."
    )
    assert len(store._aborted) <= 1, "The film was thrown away more than once."
    assert same(uploading.cancelling(), asked), (
        "The upload took a cancellation back with uncancel(). Only who has asked for it may do that: else a time limit "
        "or a task group further out loses count."
    )
