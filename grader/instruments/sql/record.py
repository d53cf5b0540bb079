"""What was seen of one part of a check: statements, transactions, connections and rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.instruments.evidence import Count
from grader.instruments.places import Place

_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_LIST = re.compile(
    r"\((?:\s*(\?|:\w+|\$\d+(?:::\w+)*|%s|%\(\w+\)s)\s*,)+\s*(?:\?|:\w+|\$\d+(?:::\w+)*|%s|%\(\w+\)s)\s*\)"
)
_SPACE = re.compile(r"\s+")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Statement:
    """One statement as it was sent.

    ``sets`` is how many sets of parameters went along: more than one for an executemany. ``place`` is the learner's
    line behind it. ``connection`` is its number, counted from 1 in the order of the first use; 0: not known.
    """

    text: str
    parameters: Any
    sets: int
    place: Place | None
    task: str
    connection: int

    @property
    def verb(self) -> str:
        """``SELECT``, ``INSERT``..."""
        return verb_of(self.text)

    @property
    def shape(self) -> str:
        """The text on one line without its values: equal for statements that only ask for other rows."""
        text = _SPACE.sub(" ", _COMMENT.sub(" ", self.text)).strip()
        return _LIST.sub("(...)", _LITERAL.sub("?", text))


def verb_of(text: str) -> str:
    """The first word of a statement, behind its comments."""
    words = _COMMENT.sub(" ", text).split(None, 1)
    return words[0].upper() if words else ""


@dataclass(frozen=True)
class Step:
    """Anything that happened on a connection: ``BEGIN``, ``COMMIT``, ``take``, ``give back``, or a statement's verb."""

    what: str
    connection: int
    task: str
    place: Place | None


@dataclass
class Sent:
    """What was sent between the two ends of a ``with sql.watch() as sent:`` block."""

    statements: list[Statement] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    fetches: list[int] = field(default_factory=list)
    """How many rows the driver handed over, each time it was asked."""
    at_driver: Counter[str] = field(default_factory=Counter)
    """How many statements arrived at the driver, by their first word."""
    allowed: int | None = None
    """How many statements the check allows, once it has said so."""
    per: str = ""
    """What it expects that one statement too many is sent for, in one word."""

    def within(self, most: int, *, per: str = "") -> bool:
        """Whether at most so many statements were sent. The picture says so, too; ``per``: one for each of these."""
        self.allowed, self.per = most, per
        return self.count <= most

    @property
    def is_over(self) -> bool:
        """Whether more was sent than the check has said it allows."""
        return self.allowed is not None and int(self.count) > self.allowed

    @property
    def count(self) -> Count:
        """How many statements, those that went around SQLAlchemy included: an executemany is one."""
        return Count(len(self.statements) + sum(self.around().values()), "statements", "statement")

    @property
    def selects(self) -> Count:
        """How many statements read rows."""
        return self.of("SELECT", "WITH", "VALUES")

    def of(self, *verbs: str) -> Count:
        """How many statements begin with one of these words, those that went around SQLAlchemy included."""
        around = self.around()
        times = sum(s.verb in verbs for s in self.statements) + sum(around[verb] for verb in verbs)
        return Count(times, f"{verbs[0]} statements", f"{verbs[0]} statement")

    def around(self) -> Counter[str]:
        """By their first word, how many more statements arrived at the driver than SQLAlchemy had sent."""
        through = Counter[str]()
        for statement in self.statements:
            through[statement.verb] += statement.sets
        return self.at_driver - through

    @property
    def commits(self) -> Count:
        """How many transactions were committed."""
        return self._steps("COMMIT", "commits", "commit")

    @property
    def rollbacks(self) -> Count:
        """How many transactions were rolled back."""
        return self._steps("ROLLBACK", "rollbacks", "rollback")

    @property
    def savepoints(self) -> Count:
        """How many savepoints were set."""
        return self._steps("SAVEPOINT", "savepoints", "savepoint")

    @property
    def connects(self) -> Count:
        """How many connections to the database were opened."""
        return self._steps("connect", "connections opened", "connection opened")

    @property
    def rows(self) -> Count:
        """How many rows the database handed over, all together."""
        return Count(sum(self.fetches), "rows read", "row read")

    @property
    def most_rows_at_once(self) -> Count:
        """How many rows were brought into memory in one go, at most."""
        return Count(max(self.fetches, default=0), "rows at once", "row at once")

    @property
    def most_taken(self) -> Count:
        """How many connections were taken from their pools at the same time, at most."""
        taken: set[int] = set()
        most = 0
        for step in self.steps:
            if step.what == "take":
                taken.add(step.connection)
            elif step.what == "give back":
                taken.discard(step.connection)
            most = max(most, len(taken))
        return Count(most, "connections at once", "connection at once")

    @property
    def tasks_by_connection(self) -> dict[int, set[str]]:
        """Which tasks sent something over which connection."""
        found: dict[int, set[str]] = {}
        for statement in self.statements:
            found.setdefault(statement.connection, set()).add(statement.task)
        return found

    @property
    def texts(self) -> list[str]:
        """The shapes of all statements, in order."""
        return [statement.shape for statement in self.statements]

    def groups(self) -> Iterator[tuple[str, Sequence[Statement]]]:
        """Statements of the same shape, sent from the same line, in the order of their first one."""
        found: dict[tuple[str, Place | None], list[Statement]] = {}
        for statement in self.statements:
            found.setdefault((statement.shape, statement.place), []).append(statement)
        for (shape, _), group in found.items():
            yield shape, group

    def _steps(self, what: str, unit: str, one: str) -> Count:
        return Count(sum(step.what == what for step in self.steps), unit, one)
