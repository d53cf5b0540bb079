"""The checks of exercise 19, in the order of its tasks."""

import asyncio
import math

from crawl_result import CrawlResult
from polite_crawler import crawl

from grader.checks import Count, cancel_at_each_await, cancelled_after, note, same, task
from grader.fakes.service import Service
from grader.fakes.slow_to_stop import SlowToStop


def site(probe, links, *, seconds=0.1, slow=()):
    """A recorded ``fetch`` for a site: for each page its links, or what it raises. ``slow`` has times of its own."""
    service = Service(probe, links, seconds=seconds)
    for page, wait in dict(slow).items():
        service.arrange(page, links[page], seconds=wait)
    return service.get


def catalogue(count):
    """A start page that links to so many others, which link to nothing new."""
    exhibits = [f"/exhibit/{number}" for number in range(1, count + 1)]
    return {"/": exhibits, **{page: ["/"] for page in exhibits}}


TOO_MANY = (
    "Too many fetches began within one second. Any second counts, not only those from one full second to the next. "
    "Quiet time gives no credit. And there is one rate for the whole crawl, not one for each task."
)


def most_in_a_second(probe, clock, until=math.inf):
    """How many calls that began before ``until`` began within any one second, at most."""
    starts = [call.start for call in probe.calls if call.start < until]
    second = 1 - clock.TOLERANCE
    most = max((sum(begin <= other < begin + second for other in starts) for begin in starts), default=0)
    return Count(most, "within a second")


def all_fetched_by(probe, seconds):
    """Whether the last fetch had ended by then."""
    last = max((math.inf if call.stop is None else call.stop for call in probe.calls), default=math.inf)
    return note(f"the last page before {seconds:.2f} s", f"the last page at {last:.2f} s", last < seconds)


@task(1, points=2)
async def test_every_page_is_fetched_once(probe, interleavings):
    """A site whose pages link to each other, back and forth: each page is fetched once, and then the crawl ends."""
    links = {
        "/": ["/rooms", "/garden", "/"],
        "/rooms": ["/garden", "/", "/room/1", "/room/2", "/room/1"],
        "/garden": ["/rooms", "/room/1", "/room/2"],
        "/room/1": ["/room/2", "/rooms", "/exhibit"],
        "/room/2": ["/room/1", "/exhibit"],
        "/exhibit": ["/exhibit", "/"],
    }
    depths = {"/": 0, "/rooms": 1, "/garden": 1, "/room/1": 2, "/room/2": 2, "/exhibit": 3}
    async for seed in interleavings(8):
        before = len(probe.calls)

        result = await crawl("/", site(probe, links), limit=1 + seed % 3, rate=1000)

        fetched = probe.names[before:]
        twice = sorted({page for page in fetched if fetched.count(page) > 1})
        assert same(twice, []), (
            "Pages were fetched more than once. Note a page as known when you first see a link to it: until its fetch "
            "is over, other pages link to it, too."
        )
        assert isinstance(result, CrawlResult), "crawl should return a CrawlResult."
        assert same(result.pages, depths), "Every page should be there, with its depth: the start page has 0."
        assert same(result.errors, {}), "No page failed."


@task(1)
async def test_the_shortest_way_counts(probe):
    """A quick detour finds a page before the slow shortest way does. Its depth is that of the shortest way."""
    links = {
        "/": ["/rooms", "/news"],
        "/rooms": ["/vase"],
        "/news": ["/news/may"],
        "/news/may": ["/vase"],
        "/vase": ["/vase/photo"],
        "/vase/photo": ["/vase/photo/large"],
        "/vase/photo/large": [],
    }
    fetch = site(probe, links, slow={"/rooms": 1.2})

    result = await crawl("/", fetch)
    fetched = probe.names
    alone = await crawl("/", fetch, max_depth=0)

    assert probe.called("/vase/photo/large") == 0, "That page is four clicks away: with a max_depth of 3 it is too far."
    depths = {"/": 0, "/rooms": 1, "/news": 1, "/news/may": 2, "/vase": 2, "/vase/photo": 3}
    assert same(result.pages, depths), (
        "The way to /vase over /rooms has 2 clicks, and is slow. The quick way over /news/may has 3. A page has the "
        "depth of its shortest way, also when a longer one was found first, and what it links to depends on that."
    )
    assert same(sorted(fetched), sorted(depths)), "Each page is fetched once, also when a shorter way is found later."
    assert same(alone.pages, {"/": 0}), "With a max_depth of 0 there is only the start page."


@task(2)
async def test_no_more_than_the_limit_and_no_fewer(probe):
    """Twelve pages wait, with a limit of three: three fetches are open at any moment."""
    fetch = site(probe, catalogue(12), seconds=0.5)

    result = await crawl("/", fetch, limit=3, rate=1000)

    assert Count(len(result.pages), "pages") == 13, "The start page and its twelve exhibits should be there."
    assert probe.max_in_flight <= 3, "More fetches were open at the same time than the limit allows."
    assert all([probe.max_in_flight >= 3, all_fetched_by(probe, 2.9)]), (
        "Places stayed empty. One page takes half a second, and three at a time can be fetched: a little more than 2.5 "
        "seconds for all. A worker that finds nothing to do at first is needed later."
    )


@task(2, seconds=5)
async def test_a_limit_of_one_reaches_the_end(probe, clock):
    """Three rooms, one behind the other, and a limit of one: the crawl gets to the last one, and ends."""
    links = {"/": ["/hall"], "/hall": ["/stairs"], "/stairs": ["/attic"], "/attic": []}

    result = await crawl("/", site(probe, links, seconds=0.2), limit=1)

    assert same(result.pages, {"/": 0, "/hall": 1, "/stairs": 2, "/attic": 3}), "All four pages should be there."
    assert clock.elapsed < 1.3, "The last page was there after 0.8 seconds: then there is nothing to wait for."


@task(3, points=2)
async def test_no_more_than_the_rate_in_any_second(probe, clock):
    """The start page is slow, and then thirty quick pages wait. In any second, at most ten fetches begin."""
    fetch = site(probe, catalogue(30), slow={"/": 0.9})

    result = await crawl("/", fetch, limit=30, rate=10)

    assert Count(len(result.pages), "pages") == 31, "The start page and its thirty exhibits should be there."
    assert most_in_a_second(probe, clock) <= 10, TOO_MANY
    assert sum(block.seconds for block in clock.blocks) < 1, (
        "The whole loop stood still, and with it the open fetches. Wait with asyncio.sleep."
    )
    assert all_fetched_by(probe, 4.6), (
        "Ten fetches may begin in each second, so all should be done in about 4 seconds. Only the beginnings are "
        "counted: the next fetch may begin while others are still open."
    )


@task(3)
async def test_the_rate_holds_after_a_stall(probe, clock):
    """The server stands still for three seconds, then answers all open requests at once. The rate holds."""
    links, server = catalogue(14), asyncio.Event()

    async def get(page):
        if page != "/":
            await server.wait()
        await asyncio.sleep(0.1)
        return links[page]

    asyncio.get_running_loop().call_later(3, server.set)
    result = await crawl("/", probe.wrap(get, "fetch"), limit=6, rate=4)

    assert Count(len(result.pages), "pages") == 15, "The start page and its fourteen exhibits should be there."
    assert probe.max_in_flight <= 6, "More fetches were open at the same time than the limit allows."
    assert most_in_a_second(probe, clock, until=2.5) <= 4, TOO_MANY
    assert most_in_a_second(probe, clock) <= 4, (
        "Too many fetches began within one second after the stall. While the server stands still, nothing may gather: "
        "no credit, and no tasks that have had their moment and only wait for a place."
    )


@task(4)
async def test_broken_pages_do_not_stop_the_crawl(probe):
    """Two pages fail. Their errors are kept, and all other pages are fetched. Also when the start page fails."""
    no_room, no_map = ConnectionError("room closed"), TimeoutError("map takes too long")
    links = {
        "/": ["/room", "/map", "/garden"],
        "/room": no_room,
        "/map": no_map,
        "/garden": ["/pond", "/room"],
        "/pond": [],
    }

    (result,) = await asyncio.gather(crawl("/", site(probe, links)), return_exceptions=True)
    (alone,) = await asyncio.gather(crawl("/room", site(probe, links)), return_exceptions=True)

    errors = [no_room, no_map]
    for got in (result, alone):
        came_out = getattr(got, "exceptions", [got])
        assert not any(error in came_out for error in errors), (
            "The error of a page came out of crawl. Keep it in errors, and go on."
        )
        if isinstance(got, BaseException):
            raise got
    assert same(result.pages, {"/": 0, "/garden": 1, "/pond": 2}), (
        "The garden and the pond should be there: they have nothing to do with the pages that failed."
    )
    assert same(result.errors, {"/room": no_room, "/map": no_map}), (
        "errors should hold each page that failed, with what its fetch raised."
    )
    assert same([alone.pages, alone.errors], [{}, {"/room": no_room}]), (
        "The start page failed: it should be in errors, and no page in pages."
    )


@task(4, seconds=40)
async def test_a_cancelled_crawl_leaves_nothing(probe):
    """Whenever crawl is cancelled, it cancels its fetches, waits until they have ended, and passes the cancel on."""
    links = {"/": ["/a", "/b", "/c"], "/a": ["/d"], "/b": [], "/c": [], "/d": []}

    def start():
        return crawl("/", site(SlowToStop(probe, goodbye=0.05), links, seconds=0.06), limit=2, rate=40)

    runs = [run async for run in cancel_at_each_await(start)]
    runs += filter(None, [await cancelled_after(seconds, start) for seconds in (0.03, 0.07, 0.1, 0.15)])

    for run in runs:
        assert note("no task left", f"left: {', '.join(run.left)}", not run.left), (
            f"{run}: crawl ended, but some of its tasks were still running. Cancel them, and wait for them."
        )
        assert note("CancelledError comes out", "it does not", run.passed_on), (
            f"{run}: the caller should get CancelledError, and neither a result nor another error."
        )
