"""Collect the checks of one exercise against one answer."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import NoReturn

import pytest

from grader.checklist import CheckSpec
from grader.checks import answer as answers
from grader.checks.answer import BrokenAnswer, Source, Unwritten
from grader.checks.bench import until_it_ends
from grader.checks.limit import time_limit
from grader.course import Exercise
from grader.instruments.places import is_learners

NOT_WRITTEN = pytest.StashKey[dict[str, int]]()
"""On an item: the functions it needs that are not written yet, and their lines."""

IMPORT_SECONDS = 10.0
"""How long importing an answer may take, in real seconds."""


class CheckModule(pytest.Module):
    """The file of checks of one exercise. The answer is loaded under its name before the checks import it."""

    exercise: Exercise
    answer: Path

    @classmethod
    def build(cls, parent: pytest.Collector, path: Path, exercise: Exercise, answer: Path) -> CheckModule:
        """A module of checks for this answer."""
        module: CheckModule = cls.from_parent(parent, path=path)
        module.exercise, module.answer = exercise, answer
        return module

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """The checks, or one clear message when the answer cannot be imported."""
        folder = str(self.exercise.folder)
        if folder not in sys.path:
            # Support modules are imported by their bare names, also by the answer's child processes.
            sys.path.insert(0, folder)
        self._load_sqlalchemy()
        try:
            with time_limit(IMPORT_SECONDS):
                source = self._read()
                self._load(source)
        except BrokenAnswer as error:
            if isinstance(error.__cause__, KeyboardInterrupt):
                raise error.__cause__ from None
            raise self.CollectError(str(error)) from error
        items = list(super().collect())
        self._prepare(items, source)
        yield from items

    def use_answer(self, source: Source, items: Iterable[pytest.Item]) -> None:
        """Check another answer from now on: the names that the checks import are bound anew.

        Raises:
            BrokenAnswer: it cannot be checked.
        """
        self.answer = source.path
        module = self._load(source)
        for name, wanted in self._wanted.items():
            setattr(self.obj, name, getattr(module, wanted))
        self._mark_unwritten(items, source)

    def _load_sqlalchemy(self) -> None:
        """What the checks need of it takes a second of a processor to load: not the answer's time."""
        for node in self._tree.body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sqlalchemy":
                import_module(str(node.module))

    def _read(self) -> Source:
        if not self.answer.exists():
            raise BrokenAnswer(f"{self.answer.name} is missing. Bring it back: grader reset {self.exercise.short}")
        return Source.read(self.answer)

    def _load(self, source: Source) -> object:
        module = answers.load(self.exercise.slug, source)
        answers.require(module, list(self._wanted.values()), self.answer)
        return module

    @cached_property
    def _tree(self) -> ast.Module:
        # Kept, with what is read from it: many answers are checked by one module.
        return ast.parse(self.path.read_bytes())

    @cached_property
    def _wanted(self) -> dict[str, str]:
        return answers.wanted(self._tree, self.exercise.slug)

    @cached_property
    def _used(self) -> dict[str, set[str]]:
        return answers.names_used(self._tree)

    def _prepare(self, items: Sequence[pytest.Item | pytest.Collector], source: Source) -> None:
        for kind in vars(self.obj).values():
            if isinstance(kind, type) and kind.__module__ == self.obj.__name__ and not issubclass(kind, BaseException):
                # A copy of what a check hands over would keep books that no check reads.
                kind.__reduce_ex__ = _not_copied  # type: ignore[method-assign]
        checks = [item for item in items if isinstance(item, pytest.Function)]
        given = self.config.getoption("timeout", None)
        for item in checks:
            spec = self.spec(item)
            if inspect.iscoroutinefunction(item.obj):
                item.obj = until_it_ends(item.obj)
            if given is None:
                item.add_marker(pytest.mark.timeout(spec.seconds))
            if reason := spec.skip_reason(sys.version_info[:2]):
                item.add_marker(pytest.mark.skip(reason=reason))
        self._mark_unwritten(checks, source)

    def _mark_unwritten(self, items: Iterable[pytest.Item], source: Source) -> None:
        unwritten = Unwritten.of(source.tree).lines
        untouched = self.exercise.is_untouched(source.data)
        renamed = {source: name for name, source in self._wanted.items()}
        for item in items:
            mine = self._used.get(item.name, set())
            lines = {name: line for name, line in unwritten.items() if renamed.get(name, name) in mine}
            # In an untouched stub nothing runs at all, whatever a check names.
            item.stash[NOT_WRITTEN] = lines or (dict(unwritten) if untouched else {})

    def under_test(self, check: str) -> CodeType | None:
        """The learner's function that a check tests: the last one that it calls. Those before it prepare something."""
        codes = {name: getattr(getattr(self.obj, name), "__code__", None) for name in self._wanted}
        functions = {name: code for name, code in codes.items() if code and is_learners(code.co_filename)}
        name = answers.last_used(self._tree, check, functions)
        return functions.get(name)

    def spec(self, item: pytest.Item) -> CheckSpec:
        """What the check's source says about it."""
        return next(spec for spec in self.exercise.checks if spec.name == item.name)


def _not_copied(self: object, protocol: object) -> NoReturn:
    raise TypeError(f"this {type(self).__name__} belongs to the check: use it, and do not copy it")
