"""The checks of exercise 17, in the order of its tasks."""

import asyncio
from dataclasses import dataclass

from pipeline import pipeline

from grader.checks import Count, cancel_at_each_await, leaves, same, task


@dataclass(eq=False)
class Record:
    """What the parser makes of a line that is not empty."""

    line: str


class Night:
    """The source, the parser and the archive of one night, and what they saw."""

    def __init__(self, probe, lines, *, every=0.0, parse=(0.1,), write=0.1, fails=""):
        self._lines, self._error = lines, ConnectionError(f"{fails} failed")
        self.parse, self.write = probe.wrap(self._parse, "parse"), probe.wrap(self._write, "write")
        self._read = self._asked = self._parsed = self._written = self._reading = self._writing = 0
        self._most_waiting = self._most_unwritten = self._most_reading = self._most_writing = 0
        self._batches, self._late = [], []
        self._every, self._parse_seconds, self._write_seconds = every, parse, write
        self._fails, self._failed_at = fails, None

    def __aiter__(self):
        return self

    async def __anext__(self):
        self._begin("source")
        self._reading += 1
        self._most_reading = max(self._most_reading, self._reading)
        if self._every:
            await asyncio.sleep(self._every)
        self._reading -= 1
        self._end("source", self._read)
        if self._read == len(self._lines):
            raise StopAsyncIteration
        self._read += 1
        self._most_waiting = max(self._most_waiting, self._read - self._asked)
        return self._lines[self._read - 1]

    async def _parse(self, line):
        self._begin("parse")
        number = self._asked
        self._asked += 1
        await asyncio.sleep(self._parse_seconds[number % len(self._parse_seconds)])
        self._end("parse", number)
        self._parsed += 1
        self._most_unwritten = max(self._most_unwritten, self._parsed - self._written)
        return Record(line) if line else None

    async def _write(self, records):
        self._begin("write")
        if type(records) is not list:
            raise TypeError(f"write takes a list of records, and got a {type(records).__name__}")
        number = len(self._batches)
        self._batches.append(list(records))
        self._writing += 1
        self._most_writing = max(self._most_writing, self._writing)
        await asyncio.sleep(self._write_seconds)
        self._writing -= 1
        self._end("write", number)
        self._written += len(self._batches[number])

    def _begin(self, step):
        # A call at the very moment of the failure could not know of it yet.
        if self._failed_at is not None and asyncio.get_running_loop().time() > self._failed_at + 0.05:
            self._late.append(step)

    def _end(self, step, number):
        if step == self._fails and number == 1:
            self._failed_at = asyncio.get_running_loop().time()
            raise self._error

    @property
    def archived(self):
        """The lines whose records are in the archive, in the order of their texts."""
        records = [record for part in self._batches for record in part]
        return sorted("" if record is None else getattr(record, "line", "no record") for record in records)


def bicycles(count):
    """So many different lines, in the order of their texts."""
    return [f"bicycle {number}" for number in range(1001, 1001 + count)]


@task(1, points=2)
async def test_every_line_is_written_once(probe, interleavings):
    """Each line is parsed and its record is written once, whichever worker is faster and however slow the source."""
    async for _ in interleavings(5):
        night = Night(probe, bicycles(11), every=0.05, parse=(0.02, 0.08, 0.04, 0.14), write=0.02)

        count = await pipeline(night, night.parse, night.write, workers=3, maxsize=20, batch=4)

        assert Count(night._most_reading, "tasks at the source at once") <= 1, (
            "Several tasks asked the source for a line at the same time. It gives one line at a time."
        )
        assert Count(night._parsed, "lines parsed") == 11, (
            "Each line should be parsed once. If some were not: a queue that is empty for a moment is not the end of "
            "the night, the source may only be slow."
        )
        assert same(night.archived, night._lines), "The archive should hold the record of every line once."
        assert same(count, 11), "The result should be the number of records that were written."


@task(1)
async def test_an_empty_line_is_a_line(probe):
    """A line may be empty and a record may be None: both go the same way as the others."""
    night = Night(probe, ["", "bicycle 1", "", "bicycle 2", ""])

    count = await pipeline(night, night.parse, night.write, workers=1, maxsize=10, batch=2)

    assert same(night.archived, sorted(night._lines)), (
        "Lines are missing. Was an empty line, or the record None that parse makes of it, taken for the end?"
    )
    assert same(count, 5), "Empty lines count as well."


@task(1)
async def test_only_the_last_batch_is_small(probe):
    """Every write gets a whole batch, only the last may get fewer; no list is empty, and no two writes run at once."""
    nights = {count: Night(probe, bicycles(count), parse=(0.0,)) for count in (0, 1, 3, 4, 6)}

    for night in nights.values():
        await pipeline(night, night.parse, night.write, workers=2, maxsize=4, batch=3)

    assert Count(max(night._most_writing for night in nights.values()), "writes at once") <= 1, (
        "The archive takes one batch at a time: wait for a write before you start the next."
    )
    sizes = {count: [len(part) for part in night._batches] for count, night in nights.items()}
    assert same(sizes, {0: [], 1: [1], 3: [3], 4: [3, 1], 6: [3, 3]}), (
        "Of 4 lines and batch=3, the first write should get 3 records and the second 1. For each number of lines, "
        "this is what the writes got."
    )


@task(2)
async def test_workers_parse_side_by_side(probe, clock):
    """As many lines are parsed at the same time as there are workers, no more and no fewer."""
    parse, night = probe("parse", seconds=1), Night(probe, bicycles(12))

    async def write(records):
        pass

    await pipeline(night, parse, write, workers=4, maxsize=12, batch=12)

    assert all([probe.max_in_flight == 4, clock.elapsed < 3.5]), (
        f"{probe.pace}: workers=4 asks for four parses at a time, for as long as there are lines."
    )


@task(2)
async def test_the_steps_work_at_the_same_time(probe, clock):
    """Reading takes 1 s in all, parsing 2 s and writing 2 s: side by side they take little more than 2 s."""
    night = Night(probe, bicycles(40), every=0.025, parse=(0.15,), write=0.5)

    await pipeline(night, night.parse, night.write, workers=3, maxsize=20, batch=10)

    assert clock.elapsed < 3.3, (
        "That took too long. Either a step stands still while another one works, or fewer lines are parsed at a time "
        "than there are workers."
    )
    assert Count(night._written, "records written") == 40, "The record of each line should be written once."


@task(3, points=2)
async def test_a_slow_archive_holds_everybody_back(probe):
    """While the archive is slow, lines and records do not pile up: the workers wait, and then the source waits."""
    night = Night(probe, bicycles(1000), parse=(0.001,), write=0.05)

    await pipeline(night, night.parse, night.write, workers=3, maxsize=30, batch=25)

    assert Count(night._most_waiting, "lines waiting for parse") <= 30 + 1 + 3, (
        "Lines were read and piled up in front of parse: maxsize=30 allows 30 to wait, and the reader and three "
        "workers may have one each in their hands."
    )
    assert Count(night._most_unwritten, "records not yet written") <= 30 + 3 + 25, (
        "Records piled up in front of the archive: maxsize=30 allows 30 to wait, three workers may have one each in "
        "their hands, and there is one batch of 25."
    )
    assert Count(night._written, "records written") == 1000, "The record of each line should be written once."


@task(4)
async def test_an_error_stops_everything(probe):
    """An error in any step reaches the caller, and nothing is read, parsed or written any more."""
    for step in ("source", "parse", "write"):
        night = Night(probe, bicycles(40), every=0.02, parse=(0.1,), write=0.1, fails=step)
        run = asyncio.create_task(pipeline(night, night.parse, night.write, workers=3, maxsize=10, batch=4))

        ended, _ = await asyncio.wait([run], timeout=2)
        run.cancel()
        error = (await asyncio.gather(run, return_exceptions=True))[0]

        assert ended, (
            f"The step '{step}' fails, and two seconds later the pipeline has not ended. If it waits for a task that "
            "has died, it waits for ever: queue.join cannot know of it either."
        )
        assert isinstance(error, BaseException), (
            f"The step '{step}' failed, and the pipeline returned as if it had not."
        )
        assert any(leaf is night._error for leaf in leaves(error)), (
            f"The step '{step}' failed, and its error did not reach the caller."
        )
        await asyncio.sleep(0.3)
        assert Count(len(night._late), "calls of the other steps after that") == 0, (
            f"The step '{step}' failed, and the other steps went on."
        )


@task(4)
async def test_a_cancelled_pipeline_leaves_nothing(probe):
    """Cancelled at any of its awaits, the pipeline stops at once: no task goes on, and the caller is told."""

    def start():
        night = Night(probe, bicycles(10), every=0.02, parse=(0.02,), write=0.02)
        return pipeline(night, night.parse, night.write, workers=2, maxsize=4, batch=4)

    async for run in cancel_at_each_await(start):
        assert run.passed_on, f"{run}: the cancellation should come out of pipeline, and it did not."
        assert same(list(run.left), []), f"{run}: tasks went on after pipeline had ended."
