"""From the outcome of a check to what a learner reads: data first, sentences last.

``Finding`` is plain data that travels with pytest's report (also from an xdist worker) and with the worker's signed
lines. Its ``message`` says what happened and what it means; ``details`` are the figures, the picture and the line.
"""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pytest

from grader.checks.bench import Bench
from grader.checks.collect import NOT_WRITTEN, CheckModule
from grader.checks.feedback import advice
from grader.checks.limit import TimeLimit
from grader.instruments.evidence import Comparison, plain
from grader.instruments.leaks import LeftBehind
from grader.instruments.places import Place, is_learners, place_in_function
from grader.instruments.waiting import Deadlock


class NotWritten(Exception):
    """The check needs functions that still raise NotImplementedError."""


class NoDatabase(Exception):
    """The check needs a database server, and there is none to be had. The text says why, with the cure."""


@dataclass(frozen=True)
class Finding:
    """What one phase of a check found. Times are seconds; ``virtual_seconds`` as in the Verdict.

    ``exercise`` is its number as people type it.
    """

    message: str = ""
    where: str = ""
    details: str = ""
    exercise: str = ""
    virtual_seconds: float | None = None
    real_seconds: float = 0.0
    timed_out: bool = False
    timeline: Sequence[dict[str, Any]] = ()

    def as_dict(self) -> dict[str, Any]:
        """As it travels."""
        return asdict(self)


def passed(item: pytest.Item, bench: Bench) -> Finding:
    """The finding of a check that passed."""
    return Finding(exercise=_number(item), virtual_seconds=bench.virtual_seconds, real_seconds=bench.real_seconds)


def failed(item: pytest.Item, info: pytest.ExceptionInfo[BaseException], bench: Bench) -> Finding:
    """The finding of a check that did not."""
    error = _innermost(info.value)
    if isinstance(error, NotWritten):
        return _not_written(item)
    if isinstance(error, NoDatabase):
        return Finding(message=f"This check needs PostgreSQL: {error}", exercise=_number(item))
    place = _place(error, bench, item)
    misses = bench.evidence.misses if isinstance(error, AssertionError) else []
    figures = [] if isinstance(error, LeftBehind) else _figures(misses)
    sentences = _sentences(item, error, bench)
    # After these the function has not returned: of course its tasks still run.
    if not isinstance(error, LeftBehind | Deadlock) and bench.limit is None:
        sentences += bench.left_behind
    stable = bench.virtual_seconds is not None
    message = "\n".join([*sentences, *figures] if stable else sentences)
    return Finding(
        message=message,
        where=str(place) if place else "",
        details=_details([*_stopped(bench), *([] if stable else figures)], bench.pictures(), place),
        exercise=_number(item),
        virtual_seconds=bench.virtual_seconds,
        real_seconds=bench.real_seconds,
        timed_out=bench.limit is not None,
        timeline=bench.timeline.spans() if stable else (),
    )


def _number(item: pytest.Item) -> str:
    module = item.getparent(CheckModule)
    return module.exercise.short if module else ""


def _not_written(item: pytest.Item) -> Finding:
    names = item.stash[NOT_WRITTEN]
    module = item.getparent(CheckModule)
    line = min(names.values(), default=0)
    where = f"{module.answer.name}:{line}" if module and line else ""
    return Finding(message=f"not written yet: {', '.join(names)}", where=where)


def _innermost(error: BaseException) -> BaseException:
    """A group of one error is that error."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _sentences(item: pytest.Item, error: BaseException, bench: Bench) -> list[str]:
    if bench.limit is not None:
        return [_sentence(f"{bench.limit}.")]
    if isinstance(error, TimeLimit | Deadlock):
        return [_sentence(str(error))]
    if isinstance(error, AssertionError) and _raised_in_checks(error, item):
        # pytest adds its own explanation under the message.
        text = str(error).partition("\nassert ")[0]
        return [text, *bench.evidence.advice, *_order(item, bench)]
    if isinstance(error, pytest.skip.Exception | pytest.xfail.Exception):
        return [f"The answer ended the check early with {type(error).__name__}: that does not count as passed."]
    if isinstance(error, BaseExceptionGroup):
        inside = [sentence for inner in error.exceptions for sentence in _sentences(item, inner, bench)]
        return [f"{type(error).__name__} of {len(error.exceptions)} errors:", *dict.fromkeys(inside)]
    text = plain(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    return [text, *filter(None, [advice(error)])]


def _order(item: pytest.Item, bench: Bench) -> list[str]:
    module = item.getparent(CheckModule)
    seeds = (("when the tasks ran in order", bench.interleavings.seed), ("with the seed", bench.chances.seed))
    return [
        f"It failed {how} {seed}: pytest exercises/{module.exercise.short} --seed {seed}"
        for how, seed in seeds
        if seed is not None and module is not None
    ]


def _stopped(bench: Bench) -> list[str]:
    """Where the time limit found everybody. It differs from run to run, so it is no part of the message."""
    if bench.limit is None:
        return []
    stopped = [f"stopped at {bench.limit.place}"] if bench.limit.place else []
    waiting = dict.fromkeys(f"still waiting: {waiting}" for waiting in bench.stuck if _is_own(waiting.place))
    return [*stopped, *list(waiting)[:10]]


def _is_own(place: Place | None) -> bool:
    return place is not None and is_learners(place.path)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _raised_in_checks(error: BaseException, item: pytest.Item) -> bool:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is None or not is_learners(trace.tb_frame.f_code.co_filename)


def _figures(misses: Sequence[Comparison]) -> list[str]:
    if not misses:
        return []
    expected, got = [", ".join(texts) for texts in ([m.expected for m in misses], [m.got for m in misses])]
    return [f"expected  {expected}", f"got       {got}"]


def _place(error: BaseException, bench: Bench, item: pytest.Item) -> Place | None:
    """The learner's line that has most to do with it."""
    if bench.limit is not None:
        return _definition(item)
    if isinstance(error, Deadlock):
        return next((w.place for w in error.tasks if _is_own(w.place)), None)
    raised = [frame for frame, _ in traceback.walk_tb(error.__traceback__) if is_learners(frame.f_code.co_filename)]
    lines = dict(traceback.walk_tb(error.__traceback__))
    if in_trace := place_in_function(reversed(raised)):
        return Place(in_trace.path, lines[raised[-1]], in_trace.function)
    candidates = [
        *[w.place for w in bench.stuck],
        bench.sql.busiest if bench.sql else None,
        *[block.place for block in bench.clock.certain_blocks],
        *bench.leaks.never_awaited.values(),
        *[call.place for call in bench.timeline.calls],
    ]
    found = next((place for place in candidates if _is_own(place)), None)
    return found or _definition(item)


def _definition(item: pytest.Item) -> Place | None:
    """Where the function under test is defined."""
    module = item.getparent(CheckModule)
    code = module.under_test(item.name) if module else None
    return Place(code.co_filename, code.co_firstlineno, code.co_name) if code else None


def _details(figures: list[str], picture: list[str], place: Place | None) -> str:
    parts = ["\n".join(figures), "\n".join(picture)]
    if place:
        source = linecache.getline(place.path, place.line).strip()
        parts.append(f"{place} in {place.function}" + (f"\n    {source}" if source else ""))
    return "\n\n".join(part for part in parts if part)
