"""The checks of exercise 07, in the order of its tasks."""

import asyncio

from task_group import DashboardError, dashboard

from grader.checks import cancel_at_each_await, note, same, task
from grader.fakes.slow_to_stop import SlowToStop

SOURCES = ("weather", "news", "stocks")


class SourceDown(Exception):
    """What a source of these checks raises."""


async def outcome(sources):
    """What came of the dashboard: a page, or what it raised when a source had failed."""
    try:
        return await dashboard(sources)
    except (DashboardError, SourceDown, asyncio.CancelledError) as error:
        return error
    except BaseExceptionGroup as group:
        if group.subgroup((SourceDown, DashboardError)) is None:
            raise
        return group


def not_the_error(got):
    """What to say when something other than a DashboardError came of a failed source."""
    if isinstance(got, BaseExceptionGroup):
        return (
            "An ExceptionGroup came out. A task group raises one even for a single error: catch it with "
            "except* Exception."
        )
    if isinstance(got, asyncio.CancelledError):
        return (
            "CancelledError came out, and nobody had cancelled dashboard. The result() and exception() of a stopped "
            "task raise it: ask its cancelled() first."
        )
    if isinstance(got, BaseException):
        return "The error of the source came out as it was: it should come as a DashboardError."
    return "dashboard returned although a source had failed: it should raise DashboardError."


def endings(probe):
    """How each call of a source ended, in the order of the alphabet."""
    return sorted(f"{call.name}: {call.outcome}" for call in probe.calls)


@task(1, points=2)
async def test_the_page_takes_as_long_as_the_slowest_source(probe, clock):
    """Sources that take 1, 3 and 2 seconds fill the page in 3 seconds."""
    weather, news, stocks = probe("weather", seconds=1), probe("news", seconds=3), probe("stocks", seconds=2)

    page = await dashboard({"weather": weather, "news": news, "stocks": stocks})

    texts = dict(zip(SOURCES, probe.tokens(*SOURCES), strict=True))
    assert same(page, texts), "The page should be a dict with the text of each source under the name of the source."
    assert probe.each_called_once(), "Ask each source once, and wait for its answer."
    assert all([probe.max_in_flight >= 3, clock.elapsed == 3]), (
        f"{probe.pace}: the page should take no longer than its slowest source."
    )


@task(2, points=2)
async def test_a_failure_stops_the_other_sources(probe, clock):
    """When the news fail after 1.23 seconds, weather and stocks are stopped at that moment."""
    sources = {
        "weather": probe("weather", seconds=3),
        "news": probe("news", seconds=1.23, raises=SourceDown("no news")),
        "stocks": probe("stocks", seconds=2),
    }

    await outcome(sources)
    raised_at = clock.elapsed
    await asyncio.sleep(3)  # Whoever was not stopped comes to its end now.

    went_on = [call.name for call in probe.calls if call.outcome == "ok" and call.stop > raised_at + 0.5]
    assert not went_on, (
        f"dashboard was over, and {' and '.join(went_on)} went on to the end: the failure reached you, and nobody "
        "stopped the other sources."
    )
    assert same(endings(probe), ["news: SourceDown", "stocks: cancelled", "weather: cancelled"]), (
        "Each source should be asked once and be under way when the news fail; the other two should be stopped then."
    )
    assert raised_at == 1.23, "The error should come at the moment in which the news fail, after 1.23 seconds."


@task(2)
async def test_the_error_comes_when_the_others_have_stopped(probe):
    """A source that is stopped may need time to close its connection: the error comes after that."""
    slow = SlowToStop(probe)
    sources = {
        "weather": slow("weather", seconds=3),
        "news": probe("news", seconds=1, raises=SourceDown("no news")),
        "stocks": slow("stocks", seconds=3),
    }

    await outcome(sources)

    assert same(sorted(probe.unfinished), []), (
        "dashboard was over before these sources had stopped. A task that is cancelled still runs its cleanup: wait "
        "until each of them is done."
    )
    assert same(sorted(probe.names), sorted(SOURCES)), "Each source should be asked once."


@task(2)
async def test_nobody_else_is_stopped(probe):
    """The music in the lobby is a task as well, and none of the dashboard's business."""
    music = asyncio.create_task(asyncio.sleep(2), name="music")

    await outcome({"weather": probe("weather", seconds=2), "news": probe("news", raises=SourceDown("no news"))})
    await asyncio.wait([music])

    assert not music.cancelled(), "dashboard stopped a task that is not its own. Stop those that you started."
    assert same(sorted(probe.names), ["news", "weather"]), "Each source should be asked once."


@task(3)
async def test_the_error_names_the_source_that_failed(probe):
    """One failed source gives a DashboardError that names that source, and only that one."""
    no_news = SourceDown("no news")
    sources = {
        "weather": probe("weather", seconds=2),
        "news": probe("news", seconds=1, raises=no_news),
        "stocks": probe("stocks", seconds=2),
    }

    got = await outcome(sources)

    assert isinstance(got, DashboardError), not_the_error(got)
    assert same(got.failed, {"news": no_news}), (
        "failed should hold the name of the source that failed and the exception that it raised, and nothing else."
    )


@task(3)
async def test_sources_that_fail_together_are_all_named(probe):
    """When news and stocks fail at the same moment, both are in failed."""
    outage = asyncio.Event()
    errors = {"news": SourceDown("no news"), "stocks": SourceDown("no prices")}

    def cut_off(name):
        async def listen():
            try:
                await outage.wait()
            finally:
                # The line is cut: even closing it fails. So the first failure cannot stop the second one.
                if outage.is_set():
                    raise errors[name]

        return probe.wrap(listen, name)

    asyncio.get_running_loop().call_later(1, outage.set)
    got = await outcome({"weather": probe("weather", seconds=2), "news": cut_off("news"), "stocks": cut_off("stocks")})

    assert isinstance(got, DashboardError), not_the_error(got)
    assert same(got.failed, errors), (
        "News and stocks failed at the same moment: both should be in failed, each with the exception that it raised."
    )


@task(4)
async def test_cancelling_the_dashboard_stops_the_sources(probe):
    """When the caller is cancelled after one second, every source is stopped."""
    sources = {name: probe(name, seconds=3) for name in SOURCES}

    page = asyncio.create_task(dashboard(sources))
    await asyncio.sleep(1)
    page.cancel()
    await asyncio.gather(page, return_exceptions=True)

    assert same(endings(probe), ["news: cancelled", "stocks: cancelled", "weather: cancelled"]), (
        "The caller was cancelled: each source should be under way then, and should be stopped."
    )


@task(4)
async def test_cancellation_goes_on_when_the_sources_have_stopped(probe):
    """Wherever dashboard waits when it is cancelled: first the sources stop, then CancelledError goes on."""
    slow = SlowToStop(probe)
    sources = {name: slow(name, seconds=2) for name in SOURCES}

    runs = [run async for run in cancel_at_each_await(lambda: dashboard(sources))]

    for run in runs:
        came = f"raised {type(run.error).__name__}" if run.error else "returned"
        assert run.passed_on, (
            f"{run}, dashboard {came}: a cancellation is not a failed source. Let CancelledError go on."
        )
        assert note("none still running", f"{len(run.left)} still running", not run.left), (
            f"{run}, dashboard was over before all sources had stopped. Stop them, and wait until each is done."
        )
