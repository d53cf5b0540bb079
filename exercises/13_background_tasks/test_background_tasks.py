"""The checks of exercise 13, in the order of its tasks."""

import asyncio
import gc
import weakref

from background_tasks import Background

from grader.checks import cancel_at_each_await, describe, note, same, task


async def drained(background):
    """What drain returns, sorted, for the order of the errors is free; or how a job ended, where drain raises that."""
    try:
        errors = await background.drain()
    except (ConnectionError, ValueError, asyncio.CancelledError) as error:
        return error
    return sorted(errors, key=str) if isinstance(errors, list) else errors


@task(1)
async def test_spawn_returns_the_task_of_the_job(probe, clock):
    """spawn is no async function: it returns at once, with a task that bears the name and has the job's result."""
    background = Background()
    welcome = probe("welcome", seconds=1)
    full = ConnectionError("the mailbox is full")
    invoice = probe("invoice", seconds=1, raises=full)

    sending = background.spawn(welcome(), name="welcome letter")
    assert note("a Task", describe(sending), isinstance(sending, asyncio.Task)), (
        "spawn should return the job's task. Is it a plain def, and does it return what create_task gives?"
    )
    failing = background.spawn(invoice(), name="invoice")
    assert same([sending.get_name(), failing.get_name()], ["welcome letter", "invoice"]), (
        "The task should bear the name that spawn was given."
    )
    results = await asyncio.gather(sending, failing, return_exceptions=True)
    took = clock.elapsed
    await asyncio.sleep(0.1)  # whoever watches the jobs may take a moment to see that they are over

    assert same(results, [*probe.tokens("welcome"), full]), (
        "Who awaits the task should get the result of the job, or its error."
    )
    assert all([probe.each_called_once(), probe.max_in_flight == 2, took == 1]), (
        "Two jobs of a second each were spawned in the same moment: both should be over after a second."
    )


@task(1, points=2)
async def test_a_job_that_nobody_holds_is_not_lost(probe):
    """Nobody keeps the task, and the garbage collector comes by: the letter is sent all the same."""
    background = Background()
    sent = []

    async def send(letter):
        # Only this coroutine knows the future: it is held by nobody who would still be there without the task.
        answered = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(2, answer, weakref.ref(answered))
        await answered
        sent.append(letter)

    def answer(answered):
        if answered() is not None:
            answered().set_result(None)

    letter = probe.wrap(send, "letter")
    job = weakref.ref(background.spawn(letter("Dear customer"), name="letter"))
    await asyncio.sleep(1)
    gc.collect()
    alive = job() is not None
    await asyncio.sleep(2)

    assert probe.called("letter") == 1, "spawn should start the job at once. This one has not begun."
    assert note("the task is alive", "it is gone", alive), (
        "The task was thrown away while it waited, and the letter was never sent. The event loop holds its tasks only "
        "weakly: Background must hold each of them until it is done."
    )
    assert same(sent, ["Dear customer"]), "After two seconds the mail server has answered: the letter should be sent."


@task(2)
async def test_jobs_that_are_done_are_forgotten():
    """A thousand letters, all of the same name: a thousand jobs are pending, and when they are sent, none is kept."""
    background = Background()

    async def letter():
        await asyncio.sleep(0.5)

    jobs = [weakref.ref(background.spawn(letter(), name="letter")) for _ in range(1000)]
    pending = [background.pending]
    await asyncio.sleep(1)
    pending.append(background.pending)
    gc.collect()
    kept = sum(job() is not None for job in jobs)

    assert same(pending, [1000, 0]), (
        "A thousand jobs should be pending once they are spawned, and none when all is done."
    )
    # Not exactly none: an instrument that looks at the running code may hold the one or other task a little longer.
    assert note("no task kept", f"{kept} of 1000 kept", kept < 10), (
        "Tasks that are done are still held somewhere: the program grows with every letter. Let go of a task when it "
        "is done."
    )


@task(2)
async def test_a_cancelled_job_is_forgotten(probe):
    """One job is cancelled before it begins, one at work. Neither is pending any more, and neither has failed."""
    background = Background()
    complaints = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context["message"]))
    letter, invoice = probe("letter", seconds=5), probe("invoice", seconds=5)

    not_begun = invoice()
    background.spawn(not_begun, name="invoice").cancel()
    at_work = background.spawn(letter(), name="letter")
    await asyncio.sleep(0.5)
    at_work.cancel()
    await asyncio.sleep(0.5)
    not_begun.close()

    assert note("no error in the loop", f"errors in the loop: {len(complaints)}", not complaints), (
        "A cancelled job brought an error into the event loop. Inside a done callback, result() and exception() of a "
        "cancelled task raise CancelledError: ask cancelled() first."
    )
    assert same(background.pending, 0), (
        "A cancelled job is over, and should not be pending. One that is cancelled before it begins never runs a line: "
        "no try and no finally inside it will tell you."
    )
    assert same(await drained(background), []), (
        "No job of this Background has failed: two were cancelled. drain has nothing to return, and nothing to raise."
    )


@task(3)
async def test_drain_returns_each_error_once(probe, clock):
    """Two letters of the same name fail, one before drain and one during it. One drain returns both errors."""
    background = Background()
    first, second = ConnectionError("1: no answer"), ValueError("2: no such address")
    background.spawn(probe("letter 1", seconds=1, raises=first)(), name="letter")
    background.spawn(probe("letter 2", seconds=3, raises=second)(), name="letter")
    background.spawn(probe("letter 3", seconds=4)(), name="letter")
    await asyncio.sleep(2)

    errors = await drained(background)
    took = clock.elapsed

    assert same(errors, [first, second]), (
        "drain should return, in a list, the error of every job that failed, and nothing of the others."
    )
    assert same([call.outcome for call in probe.calls], ["ConnectionError", "ValueError", "ok"]), (
        "Each job should have come to its own end when drain returns: the error of one is no reason to stop another."
    )
    assert took == 4, (
        "drain should be woken when the last job is done, after four seconds. Who looks again and again until then "
        "is late, or keeps the processor busy."
    )
    again = await drained(background)
    assert same(again, []), "The first drain has returned these errors. The second one should have nothing to tell."


@task(3)
async def test_drain_waits_for_jobs_spawned_meanwhile(probe):
    """A job spawns another one at its end, and that one a third, which fails: drain waits for all of them."""
    background = Background()
    lost = ConnectionError("letter 3: no answer")
    write, fold, post = probe("write", seconds=1), probe("fold", seconds=1), probe("post", seconds=1, raises=lost)

    async def write_it():
        await write()
        background.spawn(fold_it())

    async def fold_it():
        await fold()
        background.spawn(post())

    background.spawn(write_it())
    errors = await drained(background)

    assert probe.each_called_once(), (
        "drain came back before all jobs were done. A job may spawn another one while drain waits."
    )
    assert same(errors, [lost]), "The last job failed, and was spawned during the drain: its error belongs to it, too."


@task(4)
async def test_a_cancelled_drain_leaves_the_jobs_alone():
    """Wherever drain is cancelled, it ends with CancelledError, and the jobs go on."""
    over = []

    async def letter(name):
        await asyncio.sleep(3)
        over.append(name)

    def drain():
        over.clear()
        background = Background()
        for name in ("welcome", "invoice"):
            background.spawn(letter(name), name=name)
        return background.drain()

    runs = [(run, list(over)) async for run in cancel_at_each_await(drain)]

    for run, sent in runs:
        stopped = [name for name in ("welcome", "invoice") if name not in (*sent, *run.left)]
        assert note("no job stopped", f"stopped: {', '.join(stopped)}", not stopped), (
            f"{run}: drain has cancelled the jobs that it waited for. Waiting for a task with await or gather hands "
            "the cancellation on to it."
        )
        assert note("CancelledError comes out", "it does not", run.passed_on), (
            f"{run}: drain went on as if nothing had happened. CancelledError must come out of it."
        )


@task(4)
async def test_a_cancelled_drain_loses_no_error(probe):
    """The first drain gives up after two seconds. The next one returns all errors, from before and from after that."""
    background = Background()
    first, second = ConnectionError("1: no answer"), ValueError("2: no such address")
    background.spawn(probe("letter 1", seconds=1, raises=first)())
    background.spawn(probe("letter 2", seconds=3, raises=second)())

    draining = asyncio.create_task(background.drain())
    await asyncio.sleep(2)
    draining.cancel()
    await asyncio.wait([draining])
    errors = await drained(background)

    assert same(errors, [first, second]), (
        "A drain was cancelled after one job had failed and before another did. No drain has returned these errors "
        "yet, so the next one should return both."
    )
