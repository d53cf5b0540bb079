"""Every route by which an answer once got past a weaker policy is refused, with its line and a reason."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from corpus import lab

from grader.worker.policy import Policy, read

ROUTES = {
    "a module as a value": ("import asyncio\nm = asyncio\nm.sys", 2, "uses the module `asyncio` as a value"),
    "a module in a list": ("import asyncio\n[asyncio][0].sys", 2, "uses the module `asyncio` as a value"),
    "a module as a default": ("import asyncio\ndef f(m=asyncio): return m.sys", 2, "uses the module `asyncio`"),
    "a module as a keyword": ("import asyncio\nf = dict(m=asyncio)", 2, "uses the module `asyncio`"),
    "a module in a walrus": ("import asyncio\nif (m := asyncio): m.sys", 2, "uses the module `asyncio`"),
    "a module in map": ("import asyncio\nlist(map(str, [asyncio]))", 2, "uses the module `asyncio`"),
    "a module as a field": (
        "import asyncio\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    m: object = asyncio",
        5,
        "uses the module `asyncio`",
    ),
    "a module behind a local name": ("import asyncio\n[m for asyncio in [0] for m in [asyncio]]", 2, "another value"),
    "a module's module": ("import asyncio\nasyncio.sys.modules", 2, "uses `asyncio.sys`"),
    "an import of a module's module": ("from asyncio import sys", 1, "uses `asyncio.sys`"),
    "a submodule that is not loaded": ("from logging import handlers", 1, "uses `logging.handlers`"),
    "a private name of a module": (
        "import asyncio\nasyncio._get_running_loop()",
        2,
        "uses `asyncio._get_running_loop`",
    ),
    "match on an attribute": ("match f:\n    case object(sys=s):\n        s", 2, "uses `.sys`"),
    "match on a traceback": ("match e:\n    case Exception(__traceback__=t):\n        t", 2, "uses `.__traceback__`"),
    "match on a frame": ("match g:\n    case object(gi_frame=f):\n        f", 2, "uses `.gi_frame`"),
    "a frame": ("def f(g):\n    return g.gi_frame.f_back", 2, "uses `.gi_frame`"),
    "a frame that is one's own name": ("class A:\n    gi_frame = 0\ng.gi_frame", 3, "uses `.gi_frame`"),
    "getattr of a name": ("getattr(f, '__globals__')", 1, "uses `.__globals__`"),
    "getattr of a computed name": ("getattr(f, '__glo' + 'bals__')", 1, "calls `getattr` with a computed name"),
    "getattr as a value": ("from functools import reduce\nreduce(getattr, ['a'], f)", 2, "uses `getattr` as a value"),
    "getattr of a module": ("import asyncio\ngetattr(asyncio, 'sys')", 2, "uses `asyncio.sys`"),
    "getattr after a shadow elsewhere": ("def g(getattr): ...\ngetattr(f, x)", 2, "with a computed name"),
    "a hidden builtin after a shadow elsewhere": ("def g(eval): ...\neval('1')", 2, "uses `eval`"),
    "vars": ("vars(f)", 1, "uses `vars`"),
    "the builtins": ("__builtins__", 1, "uses `__builtins__`"),
    "locals": ("locals()['__buil' + 'tins__']", 1, "uses `locals`"),
    "globals": ("f.__globals__", 1, "uses `.__globals__`"),
    "an import call": ("__import__('os')", 1, "uses `__import__`"),
    "open": ("open('test_plain.py', 'w')", 1, "uses `open`"),
    "attrgetter": ("from operator import attrgetter", 1, "uses `operator.attrgetter`"),
    "Formatter": ("from string import Formatter", 1, "uses `string.Formatter`"),
    "currentframe": ("import logging\nlogging.currentframe()", 2, "uses `logging.currentframe`"),
    "update_wrapper": ("from functools import update_wrapper", 1, "uses `functools.update_wrapper`"),
    "wraps with names": (
        "from functools import wraps\n@wraps(f, assigned=('time',))\ndef g(): ...",
        2,
        "calls `functools.wraps` with other than one argument",
    ),
    "wraps of something else": ("from functools import wraps\nwraps(f)(loop)", 2, "uses `functools.wraps` as a value"),
    "a class made a dataclass": (
        "from dataclasses import dataclass\ndataclass(type(api))",
        2,
        "uses `dataclasses.dataclass` as a value",
    ),
    "make_dataclass": ("from dataclasses import make_dataclass", 1, "uses `dataclasses.make_dataclass`"),
    "get_type_hints": ("from typing import get_type_hints", 1, "uses `typing.get_type_hints`"),
    "singledispatch": ("from functools import singledispatch", 1, "uses `functools.singledispatch`"),
    "an annotation that computes": ("def f(x: g()): ...", 1, "has an annotation that computes"),
    "an annotation text that computes": ("x: '__import__(\"os\")'", 1, "has an annotation that computes"),
    "another self": (
        "class C:\n    def put(self, t):\n        self.time = t\nC.put(loop, 0)",
        3,
        "assigns `.time`: the event loop has a name like that",
    ),
    "another self for one's own name": (
        "class C:\n    def put(self):\n        self.closed = True\nC.put(session)",
        4,
        "takes `put` off its class",
    ),
    "self is somebody else": (
        "class C:\n    def __init__(self, o):\n        self = o\n        self.time = 1",
        4,
        "assigns `.time`",
    ),
    "a private name of another": ("class C:\n    def __init__(self): self.now = 0\nloop.now = 3", 3, "assigns `.now`"),
    "a dunder of another": ("f.__code__ = g", 1, "assigns `.__code__`"),
    "a module's name": ("import asyncio\nasyncio.sleep = f", 2, "assigns `asyncio.sleep`"),
    "a module's new meaning": ("import asyncio\nasyncio = f", 2, "gives the module `asyncio` another value"),
    "a deleted name": ("import asyncio\ndel asyncio.sleep", 2, "assigns `asyncio.sleep`"),
    "a pipe of its own": ("loop.connect_write_pipe(P, o)", 1, "uses `.connect_write_pipe`"),
    "the driver": ("engine.dialect", 1, "uses `.dialect`"),
    "the driver by one's own name": ("class A:\n    dialect = 0\nengine.dialect", 3, "uses `.dialect`"),
    "the modules by one's own name": ("class A:\n    modules = sys = 0\nx.sys.modules", 3, "uses `.modules`"),
    "a format of its own": ("('{0.' + x).format(f)", 1, "uses `.format` on a text that is not written there"),
    "a format by name": ("str.format('{0.__class__}', f)", 1, "uses `.format`"),
    "a format that looks": ("'{0.f_globals}'.format(f)", 1, "uses `.f_globals`"),
    "a format whose width looks": ("'{0:{1.f_back}}'.format(f, g)", 1, "uses `.f_back`"),
    "a format bound again": ("p = 'a'\nmatch x:\n    case p:\n        p.format(f)", 4, "uses `.format`"),
    "format_map": ("'{a}'.format_map(f)", 1, "uses `.format_map`"),
    "a metaclass": ("class M(type): ...", 1, "makes a class from `type`"),
    "a metaclass by keyword": ("class M(metaclass=N): ...", 1, "makes a class with `metaclass=`"),
    "a computed base": ("class M(f()): ...", 1, "makes a class from `f()`"),
    "type with three arguments": ("type('A', (), {})", 1, "calls `type` with other than one argument"),
    "type as a value": ("t = type", 1, "uses `type` as a value"),
    "super of somebody": ("super(C, loop).__init__()", 1, "calls `super` with arguments"),
    "a hidden method": ("class A:\n    def __getattribute__(self, n): ...", 2, "defines `__getattribute__`"),
    "a hidden name": ("def f(__builtins__): ...", 1, "defines `__builtins__`"),
    "everything": ("from asyncio import *", 1, "imports everything"),
    "a neighbour": ("from . import x", 1, "imports from `.`"),
    "the test framework": ("import pytest", 1, "imports `pytest`"),
    "the grader": ("from grader.instruments import evidence", 1, "imports from `grader.instruments`"),
    "os": ("import os", 1, "imports `os`"),
    "a part of os": ("from os import path", 1, "imports from `os`"),
    "the loop's tasks": ("loop.set_task_factory(f)", 1, "uses `.set_task_factory`"),
    "the coroutine of a task": ("t.get_coro()", 1, "uses `.get_coro`"),
    "logging to a place": ("import logging\nlogging.basicConfig(stream=f)", 2, "calls `logging.basicConfig`"),
    "letters that only look different": ("ｅval('1')", 1, "uses `eval`"),
    "utf-7": ("# coding: utf-7\n+AGUAdgBhAGw('1')", 2, "uses `eval`"),
}
DATABASE = {
    "an event": ("from sqlalchemy import event", 1, "uses `sqlalchemy.event`"),
    "another engine": ("from sqlalchemy import create_engine", 1, "uses `sqlalchemy.create_engine`"),
    "a raw connection": ("c.get_raw_connection()", 1, "uses `.get_raw_connection`"),
    "the driver's cursor": ("c.connection.cursor()", 1, "uses `.connection`"),
    "the session inside": ("s.sync_session", 1, "uses `.sync_session`"),
    "a text that is evaluated": (
        "from sqlalchemy.orm import relationship\nrelationship('__import__(\"os\")')",
        2,
        "calls `relationship` with a text that computes",
    ),
    "a text that is put together": (
        "from sqlalchemy.orm import relationship\nx = f()\nrelationship(x)",
        3,
        "calls `relationship` with `x`",
    ),
}


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Policy]:
    """One that knows SQLAlchemy and one that does not."""
    return lab(tmp_path_factory.mktemp("course"))


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_is_refused(policies: dict[str, Policy], name: str) -> None:
    """With its line, and the words of what it does."""
    _refused(policies["plain"], *ROUTES[name])


@pytest.mark.parametrize("name", DATABASE)
def test_a_route_through_the_database_is_refused(policies: dict[str, Policy], name: str) -> None:
    """Likewise, in an exercise that uses SQLAlchemy."""
    _refused(policies["database"], *DATABASE[name])


def _refused(policy: Policy, source: str, line: int, words: str) -> None:
    refusals = read(ast.parse(source.encode()), policy)
    assert any(refusal.line == line and words in str(refusal) for refusal in refusals), list(map(str, refusals))


def test_a_file_nested_without_end_is_refused(policies: dict[str, Policy]) -> None:
    """It neither passes nor ends the reading."""
    source = "x = " + "f(" * 90 + "0" + ")" * 90 + "\n" + "y = " + "-" * 900 + "1\n"
    assert read(ast.parse(source), policies["plain"])


def test_what_no_python_has_is_let_through(policies: dict[str, Policy]) -> None:
    """A slip of the pen raises the error that a learner knows; nobody has to look at it first."""
    source = (
        "import asyncio, numppy\nfrom asyncio import slep\nasyncio.slep(1)\nprnt('hello')\nfrom numppy import array"
    )
    assert read(ast.parse(source), policies["plain"]) == []


def test_more_can_be_allowed(policies: dict[str, Policy], tmp_path: Path) -> None:
    """The name of a module, of an attribute, of a builtin, and of one member of a module."""
    source = "import sys, os\nsys.modules\nos.getpid()\nopen(x)\nx.spam"
    allowed = policies["plain"].allowing({"sys.modules", "os", "open", "spam"})
    assert len(read(ast.parse(source), policies["plain"])) == 5
    assert read(ast.parse(source), allowed) == []
    assert read(ast.parse("import sys\nsys.stdout"), allowed)
