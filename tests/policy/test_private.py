"""Private names: renamed alike everywhere in an answer, and shown as they were written."""

from __future__ import annotations

import ast
import sys
from types import ModuleType
from typing import Any

import pytest

from grader.worker.policy.private import SUFFIX, as_written, rename


def run(source: str) -> dict[str, Any]:
    """What a renamed source defines."""
    tree = ast.parse(source)
    assert rename(tree)
    # A dataclass looks its module up.
    module = sys.modules["a_private_answer"] = ModuleType("a_private_answer")
    try:
        exec(compile(tree, "answer.py", "exec"), module.__dict__)
    finally:
        del sys.modules["a_private_answer"]
    return module.__dict__


WORKS = {
    "attributes": "class A:\n def __init__(self): self._x = 1\n def get(self): return self._x\nresult = A().get()",
    "a class's own": "class _A:\n def __init__(self): self.__x = 1\n def get(self): return self.__x\n"
    "result = _A().get()",
    "slots": "class A:\n __slots__ = ('_x', 'y')\na = A()\na._x = 1\nresult = a._x",
    "a field": "from dataclasses import dataclass\n@dataclass\nclass A:\n _x: int = 0\nresult = A(_x=1)._x",
    "a match": "class A:\n __match_args__ = ('_x',)\n _x = 1\nmatch A():\n case A(_x=_v): result = _v",
    "a position": "class A:\n __match_args__ = ('_x',)\n _x = 1\nmatch A():\n case A(_v): result = _v",
    "the rest of a match": "match {'a': 0, 'b': 1}:\n case {'a': 0, **_rest}: result = _rest['b']",
    "a keyword": "def f(*, _x): return _x\nresult = f(_x=1)",
    "a default": "def f(_x=1): return _x\nresult = f()",
    "a global": "_x = 0\ndef f():\n global _x\n _x = 1\nf()\nresult = _x",
    "a nonlocal": "def f():\n _x = 0\n def g():\n  nonlocal _x\n  _x = 1\n g()\n return _x\nresult = f()",
    "an import": "import math as _m\nresult = _m.floor(1.5)",
    "an error": "try:\n raise ValueError(1)\nexcept ValueError as _e:\n result = _e.args[0]",
    "getattr": "class A:\n _x = 1\nresult = getattr(A, '_x')",
    "hasattr": "class A:\n _x = 1\nresult = int(hasattr(A, '_x'))",
    "an annotation": "class _A: pass\ndef f(a: '_A | None') -> '_A': ...\nimport typing\n"
    "result = int(typing.get_type_hints(f)['return'] is _A)",
    "a comprehension": "result = [_x for _x in [1]][0]",
    "a star": "_, *_rest = 0, 1\nresult = _rest[0]",
    "a format": "_x = 1\nresult = int(f'{_x}')",
    "what a library named": "from collections import namedtuple\nP = namedtuple('P', 'x')\n"
    "_p = P(0)\nresult = _p._replace(x=1)._asdict()['x']",
}


@pytest.mark.parametrize("name", WORKS)
def test_a_renamed_answer_works_as_before(name: str) -> None:
    """Wherever Python has names, all of one kind change together."""
    assert run(WORKS[name])["result"] == 1


def test_what_begins_with_an_underscore_reaches_only_ones_own() -> None:
    """The private name of another object is not found any more."""
    tree = ast.parse("def peek(thing): return thing._secret")
    rename(tree)
    found: dict[str, Any] = {}
    exec(compile(tree, "answer.py", "exec"), found)
    thing = type("Thing", (), {"_secret": 1})()
    with pytest.raises(AttributeError):
        found["peek"](thing)


def test_names_are_shown_as_they_were_written() -> None:
    """Nobody reads the names that were compiled."""
    with pytest.raises(NameError) as caught:
        run("_x")
    assert SUFFIX in str(caught.value)
    assert as_written(str(caught.value)) == "name '_x' is not defined"


def test_nothing_private_means_nothing_to_rename() -> None:
    """So the file of the run stays as it was handed in."""
    assert not rename(ast.parse("for _ in range(3):\n    print(__name__)"))
