"""The checks of exercise 18, in the order of its tasks."""

import asyncio
import signal
import subprocess
import sys
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import pytest
from graceful_shutdown import JobServer, serve
from job_summary import ShuttingDown, Summary

from grader.checks import cancel_at_each_await, cancelled_after, describe, new_token, note, same, task
from grader.fakes.slow_to_stop import SlowToStop

STARTS_PROCESSES = True

LONG_ENOUGH = 100
"""Seconds of the simulated clock after which nobody believes any more that something will end."""

CHILD = """
import asyncio, importlib.util, selectors, signal, sys

file, short, long, waiting, *folders = sys.argv[1:]
# As in a terminal, whatever the check was started from.
signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGTERM, signal.SIGALRM):
    signal.signal(number, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT, signal.SIGTERM, signal.SIGALRM])
# However this process hangs, the system ends it after so many seconds.
signal.alarm(10)

sys.path.extend(folders)
spec = importlib.util.spec_from_file_location("graceful_shutdown", file)
answer = sys.modules["graceful_shutdown"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(answer)
futures, at_work = [], []


class Telling(selectors.DefaultSelector):
    def select(self, timeout=None):
        # With the loop about to sleep, so that a signal that does not wake it is always seen as one.
        if len(at_work) >= 2 and "told" not in at_work and timeout != 0:
            at_work.append("told")
            signal.alarm(6)
            print("at work", flush=True)
        return super().select(timeout)


def scene(name, seconds):
    async def render():
        at_work.append(name)
        # The time counts from the moment in which stop begins: those who wait hear of it.
        await asyncio.wait([futures[-1]])
        await asyncio.sleep(seconds)
        return name

    return render


def outcome(future):
    if not future.done():
        return "nothing yet"
    if future.cancelled() or isinstance(future.exception(), asyncio.CancelledError):
        return "cancelled"
    return type(future.exception()).__name__ if future.exception() else future.result()


async def main():
    server = answer.JobServer(workers=2)
    scenes = [scene(short, 0.2), scene(long, 4)] + [scene("waiting", 0)] * int(waiting)
    futures.extend(server.submit(job) for job in scenes)
    summary = await answer.serve(server, 1)
    await asyncio.sleep(0)
    print(summary, *map(outcome, futures), sep="\\n", flush=True)


try:
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(Telling())) as runner:
        runner.run(main())
except BaseException as error:
    print("raised", repr(error), flush=True)
    raise
"""
"""What the processes of task 5 run: a short job, a long one, and some that wait, with a grace of one second."""


@asynccontextmanager
async def running(server):
    """The server's run, as a task. Cancelled, it may leave tasks behind: that is the business of task 4 alone."""
    before = asyncio.all_tasks()
    run = asyncio.create_task(server.run(), name="run")
    try:
        yield run
    finally:
        if not run.done():
            run.cancel()
            await asyncio.wait([run], timeout=1)
            for task in asyncio.all_tasks() - before:
                task.cancel()
                await asyncio.wait([task], timeout=1)


async def outcomes(*futures):
    """How the futures have ended, in words and results."""
    await asyncio.sleep(0)
    return [outcome(future) if asyncio.isfuture(future) else future for future in futures]


def outcome(future):
    """How one future has ended."""
    if not future.done():
        return "nothing yet"
    if future.cancelled() or isinstance(future.exception(), asyncio.CancelledError):
        return "cancelled"
    if isinstance(future.exception(), ShuttingDown):
        return "ShuttingDown"
    return future.exception() or future.result()


async def refuses(server, job):
    """Whether submit raises ShuttingDown. What was taken in spite of it is not a loss to report as well."""
    try:
        future = server.submit(job)
    except ShuttingDown:
        return True
    future.add_done_callback(lambda future: future.cancelled() or future.exception())
    return False


@task(1, points=2)
async def test_two_workers_do_the_jobs(probe, clock):
    """Two workers do four jobs of a second each in two seconds, in the order of submission."""
    server = JobServer(workers=2)
    scenes = ["sunrise", "chase", "duel", "sunset"]

    async with running(server):
        futures = [server.submit(probe(scene, seconds=1)) for scene in scenes]
        assert note("4 futures", describe(futures[0]), all(map(asyncio.isfuture, futures))), (
            "submit should return a future, and at once: it is a plain function, which awaits nothing."
        )
        await asyncio.wait(futures, timeout=LONG_ENOUGH)
        took = clock.elapsed
        ended = await outcomes(*futures)

        assert same(ended, probe.tokens(*scenes)), "Each future should get the result of its own job."
        assert all([probe.each_called_once(), probe.max_in_flight == 2, took == 2]), (
            f"{probe.pace}: with workers=2, two jobs are at work at a time, for as long as there are jobs."
        )
        assert same(probe.names, scenes), "The jobs should begin in the order in which they were submitted."


@task(1)
async def test_a_failed_job_stops_nobody(probe):
    """A job that raises: its future gets the error, and the worker goes on with the next job."""
    server = JobServer(workers=1)
    error = ValueError("no such scene")

    async with running(server):
        futures = [server.submit(probe("chase", seconds=1, raises=error)), server.submit(probe("duel", seconds=1))]
        await asyncio.wait(futures, timeout=LONG_ENOUGH)
        ended = await outcomes(*futures)

        assert same(ended, [error, *probe.tokens("duel")]), (
            "The first job failed: its future should get that very error, and the next job should be done as usual."
        )


@task(2, points=2)
async def test_jobs_at_work_are_finished(probe, clock):
    """A job that needs 2.25 more seconds gets them, and stop returns as soon as it is done, not later."""
    server = JobServer(workers=2)

    async with running(server) as run:
        future = server.submit(probe("chase", seconds=3.25))
        await asyncio.sleep(1)
        stopping = asyncio.create_task(server.stop(5), name="stop")
        await asyncio.wait([stopping], timeout=LONG_ENOUGH)
        took = clock.elapsed
        [ended] = await outcomes(future)

        assert same(ended, probe.tokens("chase")[0]), (
            "A job was at work when stop was called, and needed 2.25 of the five seconds of grace: its future should "
            "get its result."
        )
        assert stopping.done(), (
            "The job was done, and stop has not come back. Who wakes a worker that waits for the next job? A flag does "
            "not."
        )
        assert took == 3.25, (
            "stop should return when the last job is done, 3.25 s after the start: the grace is a limit, not a "
            "break. If it came back later: does a worker that waits for the next job learn of the end?"
        )
        await asyncio.wait([run], timeout=1)
        assert note("run has ended", "run goes on", run.done()), "stop has returned: run should be over as well."
        assert same(stopping.result(), Summary(done=1, cancelled=0, rejected=0)), "One job was done."


@task(2)
async def test_an_idle_server_stops_at_once(probe, clock):
    """All jobs have ended and nothing waits: stop returns at once, and run does too."""
    server = JobServer(workers=3)

    async with running(server) as run:
        futures = [server.submit(probe("chase", seconds=1)), server.submit(probe("duel", seconds=1, raises=OSError()))]
        await asyncio.sleep(2)
        stopping = asyncio.create_task(server.stop(5), name="stop")
        await asyncio.wait([stopping, run], timeout=LONG_ENOUGH)
        await asyncio.wait([run], timeout=1)
        await outcomes(*futures)

        assert stopping.done(), (
            "Nothing is at work, and stop never comes back. A worker that waits for a job sees no flag, and one that "
            "catches its cancellation and carries on cannot be stopped."
        )
        assert run.done(), "stop has returned, and run goes on: a worker that waits for a job must be woken."
        assert clock.elapsed == 2, (
            "Nothing was at work: there is nobody for whom the grace is needed. Does a worker that waits for a job "
            "learn of the end?"
        )
        assert same(stopping.result(), Summary(done=2, cancelled=0, rejected=0)), (
            "The summary counts all jobs since the server was made. There were two, and both had ended long before: "
            "one with a result, one with an error."
        )


@task(2, points=2)
async def test_waiting_jobs_are_rejected_at_once(probe):
    """While the last job is still at work: new jobs are refused, and waiting ones get ShuttingDown and never begin."""
    server = JobServer(workers=1)
    late = probe("credits", seconds=1)

    async with running(server):
        at_work, *waiting = [server.submit(probe(scene, seconds=3)) for scene in ("chase", "duel", "sunset")]
        await asyncio.sleep(1)
        stopping = asyncio.create_task(server.stop(5), name="stop")
        await asyncio.sleep(0.5)
        told = await outcomes(*waiting)
        refused = await refuses(server, late)
        await asyncio.wait([stopping], timeout=LONG_ENOUGH)

        assert refused, "stop had begun, and submit took another job: it should raise ShuttingDown."
        assert same(told, ["ShuttingDown", "ShuttingDown"]), (
            "Half a second after stop began, the futures of the two jobs that wait should have a ShuttingDown: whoever "
            "awaits them waits for something that will not happen."
        )
        assert same(probe.names, ["chase"]), "Jobs began after stop had begun. Only those at work are finished."
        assert same(await outcomes(at_work), probe.tokens("chase")), "The job at work had time to finish."
        assert same(stopping.done() and stopping.result(), Summary(done=1, cancelled=0, rejected=2)), (
            "One job was done, and two had waited. A job that submit refuses is not counted."
        )


@task(3, points=2)
async def test_after_the_grace_jobs_are_cancelled(probe, clock):
    """Two jobs are at work when the grace of two seconds ends: both are cancelled, and stop waits for their cleanup."""
    server = JobServer(workers=3)
    slow = SlowToStop(probe, goodbye=0.5)

    async with running(server):
        jobs = [slow("chase", seconds=60), slow("duel", seconds=60), probe("sunset", seconds=1.5)]
        futures = [server.submit(job) for job in jobs]
        await asyncio.sleep(1)
        stopping = asyncio.create_task(server.stop(2), name="stop")
        await asyncio.wait([stopping], timeout=LONG_ENOUGH)
        took = clock.elapsed
        unfinished = probe.unfinished
        told = await outcomes(*futures)

        assert stopping.done(), (
            "Two jobs were still at work when the grace was over, and stop never came back. Was everybody cancelled, "
            "and does a worker that is cancelled end?"
        )
        assert same(unfinished, []), (
            "stop returned while cancelled jobs still cleaned up. cancel() only asks: wait until they have ended."
        )
        assert took == 4, (
            "The jobs should be cancelled two seconds after stop began, all at the same moment. The last of them needs "
            "1 s to clean up, so stop returns at 4 s."
        )
        assert same([told[0], told[1], *probe.tokens("sunset")], ["cancelled", "cancelled", told[2]]), (
            "The futures of cancelled jobs should be cancelled, so that nobody waits for them; the third job had ended "
            "in time, and its future has its result."
        )
        assert same(stopping.result(), Summary(done=1, cancelled=2, rejected=0)), "One job was done and two cancelled."


@task(3)
async def test_stopping_twice_changes_nothing(probe, clock):
    """A second stop during the first one, and a third one later: all three return the same summary."""
    server = JobServer(workers=1)

    async with running(server):
        futures = [server.submit(probe(scene, seconds=4)) for scene in ("chase", "duel")]
        await asyncio.sleep(1)
        first = asyncio.create_task(server.stop(5), name="first stop")
        await asyncio.sleep(1)
        second = asyncio.create_task(server.stop(0), name="second stop")
        await asyncio.wait([first, second], timeout=LONG_ENOUGH)
        took = clock.elapsed
        third = asyncio.create_task(server.stop(5), name="third stop")
        await asyncio.wait([third], timeout=1)
        told = await outcomes(*futures)

        assert all([first.done(), second.done(), third.done()]), "A second call of stop never came back."
        summaries = await outcomes(first, second, third)
        assert same(told, [*probe.tokens("chase"), "ShuttingDown"]), (
            "The first stop gave five seconds of grace. A second call with another grace changes nothing."
        )
        assert took == 4, "Both calls should return when the job is done, at 4 s."
        summary = Summary(done=1, cancelled=0, rejected=1)
        assert same(summaries, [summary] * 3), (
            "Every call of stop should return the same summary, of the whole life of the server."
        )


@task(3)
async def test_every_job_is_counted_once(probe, interleavings):
    """Jobs that come or end just when stop begins, or just when the grace ends: futures and summary agree."""
    async for _ in interleavings(20):
        server, before = JobServer(workers=3), len(probe.names)
        scenes = {"chase": 0.01, "duel": 0.02, "storm": 0.03, "sunset": 0.02, "credits": 0.01}
        async with running(server):
            futures = [server.submit(probe(scene, seconds=seconds)) for scene, seconds in scenes.items()]
            await asyncio.sleep(0.01)
            futures.append(server.submit(probe("trailer", seconds=0.01)))
            stopping = asyncio.create_task(server.stop(0.01), name="stop")
            await asyncio.wait([stopping], timeout=LONG_ENOUGH)
            assert stopping.done(), "Jobs ended or came in the moment in which stop began, and it never came back."
            unfinished = probe.unfinished
            told = await outcomes(*futures)
        rejected = [scene for scene, end in zip([*scenes, "trailer"], told, strict=True) if end == "ShuttingDown"]
        began = [scene for scene in rejected if scene in probe.names[before:]]

        assert same(unfinished, []), "stop returned while a job was still at work."
        assert same(began, []), "A job began, and its future got a ShuttingDown, as if it had not."
        assert note("no future open", f"open: {told.count('nothing yet')} of 6", "nothing yet" not in told), (
            "stop returned, and left futures open. Whoever awaits them waits for ever."
        )
        cancelled = told.count("cancelled")
        summary = Summary(done=6 - cancelled - len(rejected), cancelled=cancelled, rejected=len(rejected))
        assert same(stopping.result(), summary), (
            "The summary should agree with what the futures tell: results, cancelled ones, and those with ShuttingDown."
        )


@task(4)
async def test_a_cancelled_run_leaves_nothing(probe):
    """Whenever run is cancelled: jobs at work have ended, no future is left open, no task goes on."""
    scenes = ["chase", "duel", "sunset"]
    futures, before = [], 0

    async def start():
        nonlocal futures, before
        server, slow = JobServer(workers=2), SlowToStop(probe, goodbye=0.05)
        before = len(probe.names)
        futures = [server.submit(slow(scene, seconds=0.2, returns="done")) for scene in scenes]
        # Nobody calls stop, so that run would never end by itself.
        async with asyncio.timeout(1):
            await server.run()

    async def looked_at(run):
        told = await outcomes(*futures)
        began = probe.names[before:]
        ends = [("done", "cancelled") if scene in began else ("ShuttingDown",) for scene in scenes]
        assert not run.left, (
            f"{run}: run ended, but tasks went on: {', '.join(run.left)}. "
            "cancel() only asks: wait until they have ended."
        )
        assert note("no future open", f"open: {told.count('nothing yet')} of 3", "nothing yet" not in told), (
            f"{run}: futures were left open. Whoever awaits them waits for ever."
        )
        assert all(end in right for end, right in zip(told, ends, strict=True)), (
            f"{run}: of three jobs, those that had begun should be done or cancelled, and the others should get "
            f"ShuttingDown. Their futures say: {', '.join(map(describe, told))}."
        )
        assert run.passed_on, f"{run}: CancelledError should come out of run, and it did not."

    async for run in cancel_at_each_await(start):
        await looked_at(run)
    # With both at work, in the moment in which they end, with the third at work, and with nothing to do.
    for seconds in (0.1, 0.2, 0.3, 0.6):
        run = await cancelled_after(seconds, start)
        assert run, "Nobody had called stop, and run ended by itself."
        await looked_at(run)


@task(4)
async def test_a_cancelled_run_ends_the_grace(probe, clock):
    """run is cancelled while stop waits for a job: the job is cancelled at once, and stop comes back, too."""
    server = JobServer(workers=1)

    async with running(server) as run:
        futures = [server.submit(probe(scene, seconds=60)) for scene in ("chase", "duel")]
        await asyncio.sleep(1)
        stopping = asyncio.create_task(server.stop(50), name="stop")
        await asyncio.sleep(1)
        run.cancel()
        await asyncio.wait([run, stopping], timeout=LONG_ENOUGH)
        took = clock.elapsed
        told = await outcomes(*futures)

        assert all([run.done(), stopping.done()]), (
            "run was cancelled while stop waited for the job at work. Both should end then, and they did not."
        )
        assert took == 2, "run was cancelled two seconds after the start: from then on there is no grace."
        assert same(told, ["cancelled", "ShuttingDown"]), "The job at work should be cancelled, the other one rejected."
        assert same(stopping.result(), Summary(done=0, cancelled=1, rejected=1)), (
            "stop should return the summary: one job was cancelled and one rejected."
        )


def read_until_at_work(child):
    """The lines that a process prints until its jobs are at work, or until it has ended."""
    lines = []
    while line := child.stdout.readline():
        lines.append(line.rstrip())
        if lines[-1] == "at work":
            break
    return lines


def end_of(child, number, lines):
    """How a process has ended that was sent a signal, as the end of a sentence."""
    if child.returncode == -number:
        return "was killed by the signal"
    if child.returncode != -signal.SIGALRM:
        why = f": it {lines[-1]}" if lines and lines[-1].startswith("raised") else ""
        return f"ended with exit code {child.returncode}{why}"
    if "at work" in lines:
        return "had not ended six seconds after the signal, with a grace of one second"
    return "had not begun two jobs after ten seconds"


@task(5, points=2, seconds=30)
@pytest.mark.real_clock
def test_a_signal_stops_the_process_well(answer_file):
    """A process gets SIGTERM, another one SIGINT: both finish what they can, tell the summary, and exit with 0."""
    assert all(map(callable, (JobServer, serve))), "JobServer should be a class, and serve a function."
    short, long = new_token("the short job"), new_token("the long job")
    # Without site: the process needs the standard library, and starts faster.
    command = [sys.executable, "-I", "-S", "-c", CHILD, str(answer_file), short, long]
    folders = [str(answer_file.parent), str(Path(__file__).parent)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}

    with ExitStack() as stack:
        children = [
            (signal.SIGTERM, 1, stack.enter_context(subprocess.Popen([*command, "1", *folders], **streams))),
            (signal.SIGINT, 2, stack.enter_context(subprocess.Popen([*command, "2", *folders], **streams))),
        ]
        printed = []
        for number, _, child in children:
            printed.append(read_until_at_work(child))
            if "at work" in printed[-1]:
                child.send_signal(number)
        for (_, _, child), lines in zip(children, printed, strict=True):
            lines += child.communicate()[0].splitlines()

    for (number, rejected, child), lines in zip(children, printed, strict=True):
        ended = end_of(child, number, lines)
        assert note("ended with exit code 0", ended, ended == "ended with exit code 0"), (
            f"The process for {number.name} {ended}. It should work until the signal comes, stop the server well, "
            "return the summary and end by itself. asyncio.run does not do that for you: who runs the server, who "
            "hears the signal, and who waits for it?"
        )
        told = [str(Summary(done=1, cancelled=1, rejected=rejected)), short, "cancelled", *["ShuttingDown"] * rejected]
        assert same(lines[-len(told) :], told), (
            f"{number.name} came while a job with 0.2 s left and a job with 4 s left were at work, and {rejected} "
            "waited. With a grace of 1 s the first should be done, the second cancelled, and whatever waited "
            "rejected. serve should return the summary that says so."
        )
