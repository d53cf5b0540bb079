"""The checks of exercise 09, in the order of its tasks."""

import asyncio
import threading

from progress import download_all

from grader.checks import cancel_at_each_await, describe, leaves, note, same, task
from grader.fakes.service import Service
from grader.fakes.slow_to_stop import SlowToStop

SCANS = {"/city": b"streets and walls", "/harbour": b"quays and sheds", "/coast": b"cliffs and sands"}
URLS = list(SCANS)


class StopPressed(Exception):
    """What the bar raises when somebody presses Stop."""


class Bar:
    """A progress bar that writes down what it is told, and when, and on which thread. At one url it may raise."""

    def __init__(self, clock, stop_at=None, error=None):
        self.clock, self.stop_at, self.error = clock, stop_at, error
        self.reports, self.times, self.threads = [], [], {threading.get_ident()}

    def move(self, done, total, url):
        """What the answer calls."""
        self.reports.append((done, total, url))
        self.times.append(self.clock.elapsed)
        self.threads.add(threading.get_ident())
        if url == self.stop_at:
            raise self.error


def archive(probe, *seconds, contents=SCANS):
    """A client whose files take so many seconds, in the order of the urls."""
    client = Service(probe)
    for url, wait in zip(URLS, seconds, strict=True):
        client.arrange(url, contents[url], seconds=wait)
    return client


async def outcome(client, bar, error):
    """What came of download_all: the files, or the error if it came out, or whatever else cancelled it."""
    try:
        return await download_all(URLS, client, bar.move)
    except (Exception, asyncio.CancelledError) as got:
        if not isinstance(got, asyncio.CancelledError) and not any(leaf is error for leaf in leaves(got)):
            raise
        return got


def endings(calls):
    """How each download ended, in the order of the alphabet."""
    return sorted(f"{call.name}: {call.outcome}" for call in calls)


def check_the_end(probe, got, error, arrived):
    """What has to be true when a download or the bar has raised."""
    came = f"{type(got).__name__} came out of it" if isinstance(got, BaseException) else "download_all returned"
    assert note(describe(error), describe(got), all(leaf is error for leaf in leaves(got))), (
        f"{type(error).__name__} was raised on the way, and {came}: let the exception out, as it is or in a group."
    )
    assert same(sorted(probe.unfinished), []), (
        "download_all was over before these downloads had stopped. Stop them, and wait until each of them is done."
    )
    expected = sorted([arrived, *(f"{url}: cancelled" for url in URLS if url not in arrived)])
    assert same(endings(probe.calls), expected), (
        "The other downloads should be under way when it is raised, and each should be stopped then."
    )


@task(1, points=2)
async def test_the_downloads_run_side_by_side(probe, clock):
    """Downloads of 2, 3 and 1 seconds take 3 seconds together."""
    client = archive(probe, 2, 3, 1)

    files = await download_all(URLS, client, Bar(clock).move)

    assert same(files, SCANS), "The result should be a dict with the content of each file under its url."
    assert probe.each_called_once(), "Download each file once, and wait for it."
    assert all([probe.max_in_flight >= 3, clock.elapsed == 3]), (
        f"{probe.pace}: together they should take as long as the longest download."
    )


@task(1)
async def test_no_urls_give_an_empty_dict(probe, clock):
    """Nothing to download is no special case: an empty dict, and the bar does not move."""
    bar = Bar(clock)

    files = await download_all([], Service(probe), bar.move)

    assert same([files, bar.reports], [{}, []]), "Without urls there are no files and no reports."


@task(2, points=2)
async def test_each_file_is_reported_when_it_arrives(probe, clock):
    """Files that arrive after 2.87, 1.23 and 2.01 seconds are reported at these moments."""
    client, bar = archive(probe, 2.87, 1.23, 2.01), Bar(clock)

    await download_all(URLS, client, bar.move)

    assert same(len(bar.reports), 3), "There should be one report for each file."
    on_time = [at == due for at, due in zip(bar.times, (1.23, 2.01, 2.87), strict=True)]
    assert all(on_time), (
        "Each file should be reported at the moment in which it arrives, whatever is going on with the others."
    )


@task(2)
async def test_the_reports_count_and_name_the_files(probe, clock):
    """Each report says how many files have arrived, how many there are, and which one it was."""
    client, bar = archive(probe, 3, 1, 2), Bar(clock)

    await download_all(URLS, client, bar.move)

    assert same(bar.reports, [(1, 3, "/harbour"), (2, 3, "/coast"), (3, 3, "/city")]), (
        "Each report should hold the number of files that have arrived, the number of all files, and the url of the "
        "one that has just arrived."
    )
    assert note("on 1 thread", f"on {len(bar.threads)} threads", len(bar.threads) == 1), (
        "on_progress was called on another thread. It is quick: call it directly, from your coroutine."
    )


@task(2)
async def test_files_that_arrive_together_are_each_counted(probe, clock, interleavings):
    """Three files arrive at the same moment: still one report for each, counting 1, 2, 3."""
    async for _ in interleavings(5):
        bar = Bar(clock)

        await download_all(URLS, Service(probe, SCANS, seconds=0.2), bar.move)

        assert same([done for done, _, _ in bar.reports], [1, 2, 3]), (
            "Three files arrived at the same moment. The reports should count them one by one: 1, 2, 3."
        )
        assert same(sorted(url for _, _, url in bar.reports), sorted(URLS)), (
            "Three files arrived at the same moment. Each of them should be in one report."
        )


@task(3)
async def test_pressing_stop_ends_the_downloads(probe, clock):
    """When the bar raises, the other downloads stop, and then its exception comes out."""
    client, error = archive(SlowToStop(probe), 3, 1, 3), StopPressed("enough")

    got = await outcome(client, Bar(clock, stop_at="/harbour", error=error), error)

    check_the_end(probe, got, error, arrived="/harbour: ok")


@task(3)
async def test_a_failed_download_ends_the_others(probe, clock):
    """When a download fails, the other downloads stop, and then its exception comes out."""
    error = ConnectionError("the line is down")
    client = archive(SlowToStop(probe), 3, 3, 1, contents=SCANS | {"/coast": error})

    got = await outcome(client, Bar(clock), error)

    check_the_end(probe, got, error, arrived="/coast: ConnectionError")


@task(3)
async def test_cancelling_ends_the_downloads(probe, clock):
    """Wherever download_all waits when it is cancelled: first the downloads stop, then CancelledError goes on."""
    client, calls_before = archive(SlowToStop(probe), 1, 0.5, 1), []

    def start():
        calls_before.append(len(probe.calls))
        return download_all(URLS, client, Bar(clock).move)

    runs = [run async for run in cancel_at_each_await(start)]

    for run in runs:
        came = f"raised {type(run.error).__name__}" if run.error else "returned"
        assert run.passed_on, f"{run}, download_all {came}: let CancelledError go on to the caller."
        assert note("none still running", f"{len(run.left)} still running", not run.left), (
            f"{run}, download_all was over before all downloads had stopped. Stop them, and wait until each is done."
        )
    first = probe.calls[: calls_before[1]]
    assert same(endings(first), sorted(f"{url}: cancelled" for url in URLS)), (
        f"{runs[0]}, each download should be under way, and each should be stopped."
    )
