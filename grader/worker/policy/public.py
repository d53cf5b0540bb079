"""What the installed libraries have, read once: before a server forks, and before any answer exists."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from grader.worker.policy import table


@dataclass(frozen=True)
class Library:
    """What may be used by any answer: attributes of anything, and names of modules."""

    attributes: frozenset[str]
    modules: dict[str, frozenset[str]]
    builtins: frozenset[str]
    read_dunders: frozenset[str]


@cache
def library(database: bool) -> Library:
    """The part of the library that the table names. ``database``: with SQLAlchemy, which is imported for it."""
    types = table.TYPES | (table.DATABASE_TYPES if database else frozenset())
    extras = table.ATTRIBUTES | table.TYPE_EXTRAS | (table.INSTANCE_EXTRAS if database else frozenset())
    modules = table.MODULES | (table.DATABASE_MODULES if database else {})
    return Library(
        frozenset(filter(may_be_used, _attributes(types) - table.NOT_TAKEN | extras)),
        {name: _names(name) if names == table.EVERYTHING else names for name, names in modules.items()},
        frozenset(name for name in dir(builtins) if name not in table.BUILTINS),
        table.READ_DUNDERS | (table.DATABASE_DUNDERS if database else frozenset()),
    )


def may_be_used(attribute: str) -> bool:
    """Whether no rule stands against an attribute of that name."""
    return not (attribute in table.NEVER or table.LOOKS_INSIDE.fullmatch(attribute) or attribute.startswith("_"))


def is_power(attribute: str) -> bool:
    """Whether a value of that name leads out of the answer's own things, so that defining it does not help."""
    module = attribute in sys.stdlib_module_names and attribute not in table.EVERYDAY
    hidden = attribute in dir(builtins) and attribute not in table.BUILTINS | table.EVERYDAY
    return module or hidden or attribute == "modules"


def public_names(module: ModuleType) -> frozenset[str]:
    """What a module means to show: what it lists in ``__all__``, or what is there and not a module of its own."""
    listed: Iterable[str] = getattr(module, "__all__", None) or dir(module)
    return frozenset(
        name for name in listed if not name.startswith("_") and not isinstance(getattr(module, name, None), ModuleType)
    )


def _names(name: str) -> frozenset[str]:
    return public_names(import_module(name)) - table.EXCEPT.get(name, frozenset())


def _attributes(types: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for text in types:
        module, _, name = text.partition(":")
        found.update(dir(getattr(import_module(module), name)))
    return frozenset(found)
