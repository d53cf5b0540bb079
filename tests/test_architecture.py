"""The architecture is a test: which room may use which, how deep, how long."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import grader

ROOT = Path(grader.__file__).parent
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}

ALLOWED = {
    "grader.verdict": set(),
    "grader.errors": set(),
    "grader.instruments": {"grader.instruments"},
    "grader.course": {"grader.checklist", "grader.errors", "grader.lesson"},
    "grader.checks": {"grader.checks", "grader.instruments", "grader.course", "grader.checklist", "grader.hints"},
    "grader.plugin": {"grader.checks", "grader.course"},
    "grader.fakes": {"grader.fakes"},
    "grader.worker": {
        "grader.worker",
        "grader.checks",
        "grader.instruments",
        "grader.course",
        "grader.checklist",
        "grader.claims",
        "grader.errors",
        "grader.plugin",
        "grader.syntax",
        "grader.verdict",
    },
}
"""What a room may import of the project, at its top or inside functions. Rooms not named are above all these."""


def _imports(tree: ast.AST, *, everywhere: bool) -> set[str]:
    nodes = ast.walk(tree) if everywhere else getattr(tree, "body", [])
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found & MODULES.keys()


def _room(module: str) -> str:
    return next((room for room in sorted(ALLOWED, key=len, reverse=True) if f"{module}.".startswith(f"{room}.")), "")


def test_each_room_uses_only_the_rooms_below_it():
    """Named with the offending import."""
    wrong = []
    for module, path in MODULES.items():
        room = _room(module)
        if not room:
            continue
        for used in _imports(ast.parse(path.read_text("utf-8")), everywhere=True) - {"grader"}:
            if not any(f"{used}.".startswith(f"{allowed}.") for allowed in ALLOWED[room] | {room}):
                wrong.append(f"{module} imports {used}")
    assert wrong == []


@cache
def _direct(module: str) -> frozenset[str]:
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    used = _imports(tree, everywhere=False)
    # Importing a name of a package is importing the package's module where there is one of that name.
    return frozenset(used - {module, "grader"} - {_parent(name) for name in used} - {_parent(module)})


def _parent(module: str) -> str:
    return module.rpartition(".")[0]


def test_no_module_imports_itself_in_a_circle():
    """At the top of a file; the chain is named."""

    def visit(module: str, chain: tuple[str, ...]) -> None:
        assert module not in chain, " -> ".join([*chain, module])
        for used in _direct(module):
            visit(used, (*chain, module))

    for module in MODULES:
        visit(module, ())


def test_no_file_is_too_long():
    """At most 500 lines; the median at most 120."""
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES.values()}
    assert [path.name for path, length in lengths.items() if length > 500] == []
    assert sorted(lengths.values())[len(lengths) // 2] <= 120


def test_every_module_says_what_it_is():
    """A docstring at its top, whose first sentence is on its first line."""
    for module, path in MODULES.items():
        text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        assert text.partition("\n")[0].strip().endswith((".", ":", "?")) or "\n" in text, module


def test_every_test_says_what_it_specifies():
    """Each has a docstring: together they read as the manual."""
    silent = []
    for path in (ROOT.parent / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_test = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
            if is_test and not ast.get_docstring(node):
                silent.append(f"{path.name}: {node.name}")
    assert silent == []


def test_nothing_is_left_to_do():
    """No marker of unfinished work anywhere in the tree."""
    marker = "TO" + "DO"
    found = [
        str(path.relative_to(ROOT.parent))
        for folder in ("grader", "exercises", "solutions", "tests")
        for path in (ROOT.parent / folder).rglob("*.py")
        if marker in path.read_text("utf-8", "replace")
    ]
    assert found == []
