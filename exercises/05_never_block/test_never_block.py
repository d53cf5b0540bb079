"""The checks of exercise 05, in the order of its tasks. They run on the real clock: threads know no other."""

import threading

import pytest
from never_block import process_all, thumbnail

from grader.checks import as_list, same, task

PICTURES = ["beach.jpg", "castle.jpg", "forest.jpg", "harbour.jpg"]


class Library:
    """The old library: it shrinks each picture in so many seconds, and blocks whatever thread calls it."""

    def __init__(self, probe, *seconds):
        slow = {path: probe.blocking(path, seconds=wait) for path, wait in zip(PICTURES, seconds, strict=False)}
        loop_thread = threading.get_ident()

        def resize(path):
            if path not in self.paths:
                raise ValueError(f"resize takes the path of one picture, such as 'beach.jpg', and got {path!r}")
            if threading.get_ident() == loop_thread:
                self.on_loop_thread.append(path)
            return slow[path](path)

        resize.__qualname__ = "resize"  # so does Python call it in an error
        self.resize = resize
        self.on_loop_thread = []
        self._slow = slow

    @property
    def paths(self):
        """A new list each time: an answer may use it up."""
        return list(self._slow)


@task(1, points=2)
@pytest.mark.real_clock
async def test_the_loop_stays_alive_during_one_picture(probe, heartbeat):
    """While the library works on a picture, everything else on the event loop goes on."""
    library = Library(probe, 0.3)

    async with heartbeat:
        copy = await thumbnail("beach.jpg", library.resize)

    assert same(copy, probe.tokens("beach.jpg")[0]), "thumbnail should return what resize returns."
    assert not library.on_loop_thread, (
        "resize was called on the event loop's own thread: until it returns, nothing else can run."
    )
    assert heartbeat.longest_gap < 0.15, (
        "resize ran on another thread, and yet the event loop stood still: your code waits for it without await."
    )


@task(2)
@pytest.mark.real_clock
async def test_pictures_shrink_side_by_side(probe):
    """At least two pictures are in work at the same time."""
    library = Library(probe, 0.3, 0.3, 0.3, 0.3)

    copies = await process_all(library.paths, library.resize)

    assert same(as_list(copies), probe.tokens(*PICTURES)), (
        "The result should be a list of the small copies, in the order of the paths."
    )
    assert probe.max_in_flight >= 2, (
        f"{probe.pace}: two pictures need two threads, and both must be at work before you wait for either."
    )


@task(2)
@pytest.mark.real_clock
async def test_the_loop_stays_alive_during_all_pictures(probe, heartbeat):
    """While the library works on four pictures, everything else on the event loop goes on."""
    library = Library(probe, 0.3, 0.3, 0.3, 0.3)

    async with heartbeat:
        copies = await process_all(library.paths, library.resize)

    assert same(as_list(copies), probe.tokens(*PICTURES)), (
        "The result should be a list of the small copies, in the order of the paths."
    )
    assert not library.on_loop_thread, (
        "resize was called on the event loop's own thread: until it returns, nothing else can run."
    )
    assert heartbeat.longest_gap < 0.15, (
        "resize ran on other threads, and yet the event loop stood still: your code waits for them without await."
    )


@task(3)
@pytest.mark.real_clock
async def test_copies_keep_the_order_of_the_pictures(probe):
    """The copies come back in the order of the paths, also when the last picture is ready first."""
    library = Library(probe, 0.3, 0.2, 0.1)

    copies = await process_all(library.paths, library.resize)

    assert same(as_list(copies), probe.tokens(*library.paths)), (
        "The result should be the copies in the order of the paths, not in the order in which they are ready."
    )


@task(3)
@pytest.mark.real_clock
async def test_each_picture_is_shrunk_once(probe):
    """Every picture is shrunk exactly once, and every copy is waited for."""
    library = Library(probe, 0.1, 0.1, 0.1)

    await process_all(library.paths, library.resize)

    assert probe.each_called_once(), "Shrink each picture once, and wait until its copy is there."


@task(3)
@pytest.mark.real_clock
async def test_no_pictures_give_an_empty_list(probe):
    """An empty gallery is no special case: the result is an empty list."""
    library = Library(probe)

    copies = await process_all([], library.resize)

    assert same(as_list(copies), []), "Without pictures the result should be an empty list."
