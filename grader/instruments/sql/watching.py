"""The fixture: it listens while a check runs, and remembers what belongs to the part that the check asked about."""

from __future__ import annotations

import asyncio
import importlib.util
import os.path
import sys
import weakref
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from grader.instruments.places import Place, learner_place, maker_of_this_task
from grader.instruments.sql.picture import draw
from grader.instruments.sql.record import Sent, Statement, Step, verb_of
from grader.instruments.waiting import task_name

_DATA = frozenset({"SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE"})
"""What counts at the driver: statements about rows. What the driver sends for itself is another matter."""


_TOLD_AS_STEPS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")
"""Sent as statements, and told as steps of a transaction as well. BEGIN is what a listener sends for SQLite."""

_LIBRARY = os.path.dirname(importlib.util.find_spec("sqlalchemy").origin or "")  # type: ignore[union-attr]
_owner = ContextVar("_owner", default="a task")
"""The task that tasks of SQLAlchemy's own belong to: they inherit it."""


class Sql:
    """The fixture ``sql``. ``with sql.watch() as sent:`` notes what is sent in its block, by whomever."""

    def __init__(self) -> None:
        self._open: list[Sent] = []
        self._blocks: list[Sent] = []
        self._numbers: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()
        self._made = 0
        self._labels: weakref.WeakKeyDictionary[asyncio.Task[Any], str] = weakref.WeakKeyDictionary()
        self._names = Counter[str]()
        self._taken: dict[int, Place | None] = {}
        self._open_connections: dict[int, Place] = {}
        self._makers: weakref.WeakKeyDictionary[Any, Place] = weakref.WeakKeyDictionary()

    @contextmanager
    def watch(self) -> Iterator[Sent]:
        """Note what is sent from here to the end of the block."""
        sent = Sent()
        self._blocks.append(sent)
        self._open.append(sent)
        try:
            yield sent
        finally:
            self._open.remove(sent)

    def picture(self) -> list[str]:
        """What was sent in the last block that was over its budget, or else in the last one, as text."""
        return draw(self._pictured) if self._pictured else []

    @property
    def busiest(self) -> Place | None:
        """The line behind most statements of a block that was over its budget."""
        sent = self._pictured
        groups = [group for _, group in sent.groups()] if sent is not None and sent.is_over else []
        return max(groups, key=len)[0].place if groups else None

    @property
    def _pictured(self) -> Sent | None:
        over = [sent for sent in self._blocks if sent.is_over]
        return next(reversed(over or self._blocks), None)

    def sentences(self) -> list[str]:
        """One sentence for each kind of thing that was left behind."""
        said = []
        if taken := list(self._taken.values()):
            said.append(
                f"{_number_of(taken, 'connection')} never went back to the pool{_at(taken)}. Leave the block of the "
                "session or connection, or close it."
            )
        if opened := [place for number, place in self._open_connections.items() if number not in self._taken]:
            said.append(
                f"{_number_of(opened, 'connection')} of an engine that you made{_at(opened)} stayed open. Dispose of "
                "the engine when you are done with it."
            )
        return said

    def engine_made(self, pool: Any) -> None:
        """An engine was made with this pool. If the learner made it, the learner has to dispose of it."""
        if place := self._who()[0]:
            self._makers[pool] = place

    def connected(self, record: Any, pool: Any) -> None:
        """A pool lends a connection, which is open from now on."""
        if place := self._makers.get(pool):
            self._open_connections[self.number(record)] = place

    def number(self, record: Any) -> int:
        """The number of a connection, from the pool's record of it. 0: there is none."""
        if record is None:
            return 0
        if record not in self._numbers:
            self._made += 1
            self._numbers[record] = self._made
        return self._numbers[record]

    def statement(self, text: str, parameters: Any, sets: int, connection: int) -> None:
        """SQLAlchemy sends a statement."""
        place, task = self._who()
        statement = Statement(text, parameters, sets, place, task, connection)
        if statement.verb in _TOLD_AS_STEPS:
            return
        for sent in self._open:
            sent.statements.append(statement)
            sent.steps.append(Step(statement.verb, connection, task, place))

    def at_the_driver(self, text: str) -> None:
        """A statement arrived at the driver. Called on any thread."""
        if (verb := verb_of(text)) in _DATA:
            for sent in self._open:
                sent.at_driver[verb] += 1

    def _who(self) -> tuple[Place | None, str]:
        """The learner's line behind this moment, and the task it belongs to."""
        place = learner_place(sys._getframe(2)) or _behind_the_greenlet() or maker_of_this_task()
        loop = asyncio._get_running_loop()
        task = asyncio.current_task(loop) if loop is not None else None
        if task is None:
            return place, "the check"
        code = getattr(task.get_coro(), "cr_code", None)
        if code is not None and code.co_filename.startswith(_LIBRARY):
            # A session closes in a task of its own, which somebody cannot cancel: it belongs to who left the session.
            return place, _owner.get()
        if task not in self._labels:
            name = task_name(task).rpartition("<locals>.")[2]
            self._names[name] += 1
            self._labels[task] = f"{name} {self._names[name]}" if self._names[name] > 1 else name
        _owner.set(self._labels[task])
        return place, self._labels[task]

    def step(self, what: str, connection: int) -> None:
        """Something happened on a connection."""
        place, task = self._who()
        if what == "take":
            self._taken[connection] = place
        elif what == "give back":
            self._taken.pop(connection, None)
        elif what == "close":
            self._open_connections.pop(connection, None)
        for sent in self._open:
            sent.steps.append(Step(what, connection, task, place))

    def fetched(self, rows: int) -> None:
        """The driver handed over so many rows."""
        for sent in self._open:
            sent.fetches.append(rows)


def _number_of(things: list[Any], name: str) -> str:
    return f"1 {name}" if len(things) == 1 else f"{len(things)} {name}s"


def _at(places: Sequence[Place | None]) -> str:
    named = dict.fromkeys(str(place) for place in places if place)
    return f" ({', '.join(named)})" if named else ""


def _behind_the_greenlet() -> Place | None:
    """SQLAlchemy's async calls run its sync core in a greenlet: the learner's await is in the one that waits for it."""
    module = sys.modules.get("greenlet")
    current = module.getcurrent().parent if module is not None else None
    while current is not None:
        if place := learner_place(current.gr_frame):
            return place
        current = current.parent
    return None
