"""The engine: reads the syntax tree of an answer and says what in it is outside of the lists.

It knows the grammar and the few rules about it; every name it knows of comes from the table, from the installed
library or from the exercise. Nothing of the answer runs here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from string import Formatter

from grader.syntax import parse_expression
from grader.worker.policy import table
from grader.worker.policy.own import Own, class_names
from grader.worker.policy.policy import Policy
from grader.worker.policy.public import Library, is_power, library, public_names
from grader.worker.policy.scopes import Scope

NOT_NEEDED = "not among the names this exercise needs"
_HIDDEN = "a name of Python's own machinery"


@dataclass(frozen=True, order=True)
class Refusal:
    """A place that is outside of the lists. ``what`` it does, in words for a teacher, and ``why`` it is shown."""

    line: int
    what: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line} {self.what}: {self.why}"


@dataclass(frozen=True)
class _Module:
    name: str


@dataclass(frozen=True)
class _Member:
    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


def read(tree: ast.Module, policy: Policy) -> list[Refusal]:
    """What in an answer is outside of the lists, by line; nothing means that it passes."""
    reader = _Reader(policy, library(policy.uses_database), Own.of(tree))
    try:
        reader.visit(tree)
    except RecursionError:
        return [Refusal(1, "begins a file that is nested very deeply", "a person has to look at it")]
    return sorted(reader.refusals)


class _Reader(ast.NodeVisitor):
    def __init__(self, policy: Policy, known: Library, own: Own) -> None:
        self.refusals: set[Refusal] = set()
        self._policy, self._library, self._own = policy, known, own
        self._scopes: list[Scope] = []
        self._class: ast.ClassDef | None = None
        self._decorators: set[int] = set()
        self._modules = dict(own.modules)
        for name, (module, member) in own.members.items():
            if self._is_module(f"{module}.{member}"):
                self._modules[name] = f"{module}.{member}"

    def _refuse(self, node: ast.AST, what: str, why: str = NOT_NEEDED) -> None:
        self.refusals.add(Refusal(getattr(node, "lineno", 1), what, why))

    # Imports.

    def _is_module(self, name: str) -> bool:
        return name in self._library.modules or name in self._policy.modules

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if not self._is_module(alias.name) and find_spec(alias.name.partition(".")[0]):
                self._refuse(node, f"imports `{alias.name}`")
            self._identifier(node, alias.asname)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level:
            self._refuse(node, f"imports from `{'.' * node.level}{module}`", "an answer is one file")
            return
        for alias in node.names:
            if alias.name == "*":
                self._refuse(node, f"imports everything from `{module}`", "name what you use")
            elif self._is_module(f"{module}.{alias.name}"):
                pass
            elif self._is_module(module):
                self._member(node, _Member(module, alias.name))
            elif find_spec(module.partition(".")[0]):
                self._refuse(node, f"imports from `{module}`")
            self._identifier(node, alias.asname)

    def _member(self, node: ast.AST, member: _Member) -> None:
        """A name of a module. One that the module does not have is let through: it raises an error of its own."""
        ours = self._policy.modules.get(member.module, frozenset())
        if member.name in ours or member.name in self._library.modules.get(member.module, frozenset()):
            self._placed(node, member)
            return
        module = sys.modules.get(member.module)
        shown = module is not None and "*" in ours and member.name in public_names(module)
        absent = module is not None and not hasattr(module, member.name) and not _is_private(member.name)
        if absent and hasattr(module, "__path__"):
            absent = find_spec(str(member)) is None
        if not shown and not absent:
            self._refuse(node, f"uses `{member}`")

    def _placed(self, node: ast.AST, member: _Member) -> None:
        free = str(member) not in table.DECORATORS_ONLY or isinstance(node, ast.ImportFrom)
        if not free and id(node) not in self._decorators:
            self._refuse(node, f"uses `{member}` as a value", "it belongs behind an @, over a function or class")

    # Names.

    def _is_local(self, name: str) -> bool:
        return any(name in scope.names for scope in self._scopes)

    def _is_own(self, node: ast.expr, *, new: bool = False) -> bool:
        """Whether it is ``self`` or ``cls`` of a method; ``new``: while the object is made."""
        for scope in reversed(self._scopes):
            if isinstance(node, ast.Name) and node.id in scope.names:
                return node.id == scope.own and (scope.begins or not new)
        return False

    def _resolve(self, node: ast.expr) -> _Module | _Member | None:
        if isinstance(node, ast.Name) and not self._is_local(node.id):
            if node.id in self._modules:
                return _Module(self._modules[node.id])
            return _Member(*self._own.members[node.id]) if node.id in self._own.members else None
        if isinstance(node, ast.Attribute) and isinstance(base := self._resolve(node.value), _Module):
            path = f"{base.name}.{node.attr}"
            inner = self._is_module(path) or any(name.startswith(f"{path}.") for name in self._policy.modules)
            known = any(name.startswith(f"{path}.") for name in self._library.modules)
            return _Module(path) if inner or known else _Member(base.name, node.attr)
        return None

    def _identifier(self, node: ast.AST, name: str | None) -> None:
        """A name that the answer chooses."""
        if name and _is_dunder(name) and name not in table.DEFINED_DUNDERS:
            self._refuse(node, f"defines `{name}`", _HIDDEN)

    def _binds(self, node: ast.AST, name: str | None) -> None:
        """A name that gets a value here."""
        self._identifier(node, name)
        if name in self._modules and not self._is_local(name) and self._class is None:
            self._refuse(node, f"gives the module `{name}` another value", "a module stays what it is")

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._binds(node, node.id)
            return
        if self._is_local(node.id):
            return
        found = self._resolve(node)
        if isinstance(found, _Module):
            self._refuse(node, f"uses the module `{node.id}` as a value", f"write `{node.id}.name`")
        elif isinstance(found, _Member):
            self._placed(node, found)
        elif node.id in self._library.builtins and node.id not in self._policy.builtins:
            self._refuse(node, f"uses `{node.id}`")
        elif _is_dunder(node.id) and node.id not in table.BUILTINS | table.DEFINED_DUNDERS:
            self._refuse(node, f"uses `{node.id}`", _HIDDEN)
        elif node.id in table.CALLED_ONLY | {"type"}:
            self._refuse(node, f"uses `{node.id}` as a value", "it is only called")

    def visit_keyword(self, node: ast.keyword) -> None:
        self._identifier(node.value, node.arg)
        self.visit(node.value)

    def visit_Global(self, node: ast.Global) -> None:
        for name in node.names:
            self._identifier(node, name)

    # Attributes.

    def _attribute(self, node: ast.AST, name: str, *, own: bool = False) -> None:
        """An attribute that is read, by whatever means; ``own``: on the answer's own object."""
        if _is_dunder(name):
            if name not in self._library.read_dunders | self._policy.attributes:
                self._refuse(node, f"uses `.{name}`", _HIDDEN)
        elif not _is_private(name) and not self._is_known(name, own=own):
            self._refuse(node, f"uses `.{name}`")

    def _is_known(self, name: str, *, own: bool = False) -> bool:
        if name in self._policy.attributes or name in self._library.attributes:
            return True
        hidden = name in table.NEVER or table.LOOKS_INSIDE.fullmatch(name) or is_power(name)
        # Whoever defines a name may read it, but not so as to read the books of the checks.
        return name in self._own.attributes and not hidden and (own or name not in self._policy.sealed)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        base, load = self._resolve(node.value), isinstance(node.ctx, ast.Load)
        if not load:
            self._store(node, base)
        if isinstance(base, _Module):
            found = self._resolve(node)
            if isinstance(found, _Member):
                self._member(node, found)
            elif load:
                self._refuse(node, f"uses the module `{ast.unparse(node)}` as a value", "write `module.name`")
            return
        by_super = isinstance(node.value, ast.Call) and _is_builtin(node.value.func, "super")
        if not (by_super and node.attr in table.DEFINED_DUNDERS):
            self._attribute(node, node.attr, own=self._is_own(node.value))
        if isinstance(node.value, ast.Name) and (node.value.id, node.attr) in self._own.writers and load:
            self._refuse(node, f"takes `{node.attr}` off its class", "it could be given another object as its self")
        if node.attr == "format":
            self._format(node)
        self.visit(node.value)

    def _store(self, node: ast.Attribute, base: _Module | _Member | None) -> None:
        name, why = node.attr, "it is not the answer's own"
        mine = self._is_own(node.value)
        if isinstance(base, _Module):
            self._refuse(node, f"assigns `{ast.unparse(node)}`", "a module stays what it is")
        elif _is_dunder(name):
            self._refuse(node, f"assigns `.{name}`", _HIDDEN)
        elif name in self._policy.stores or self._is_own(node.value, new=True) or _is_private(name):
            return
        elif name in table.LOOP_NAMES:
            self._refuse(node, f"assigns `.{name}`", "the event loop has a name like that")
        elif mine or (isinstance(node.value, ast.Name) and self._own.is_definition(node.value.id)):
            return
        elif name not in self._own.attributes or name in self._policy.sealed or not self._is_known(name):
            self._refuse(node, f"assigns `.{name}`", why)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        for name in node.kwd_attrs:
            self._attribute(node, name)
        self.generic_visit(node)

    # Calls.

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) and not self._is_local(node.func.id) else ""
        path = str(found) if isinstance(found := self._resolve(node.func), _Member) else name
        skip: list[ast.AST] = [node.func] if name in table.CALLED_ONLY | {"type"} else []
        if name in table.BY_NAME:
            skip += self._by_name(node)
        elif name == "super" and (node.args or node.keywords):
            self._refuse(node, "calls `super` with arguments", "without them it is always about self")
        elif name in ("isinstance", "issubclass"):
            skip += [part for argument in node.args[1:] for part in ast.walk(argument) if _is_builtin(part, "type")]
        if path in table.ONE_ARGUMENT and (len(node.args) != 1 or node.keywords or _is_starred(node.args[0])):
            self._refuse(node, f"calls `{path}` with other than one argument", "with more it does more")
        if path == "logging.basicConfig" and any(word.arg not in table.LOGGING_SETTINGS for word in node.keywords):
            self._refuse(node, "calls `logging.basicConfig` with more than a level and a format")
        if path == "sqlalchemy.orm.relationship":
            self._relationship(node)
        for child in (node.func, *node.args, *node.keywords):
            if child not in skip:
                self.visit(child) if not skip else self._visit_but(child, skip)

    def _visit_but(self, node: ast.AST, skip: list[ast.AST]) -> None:
        if isinstance(node, ast.Tuple):
            for part in node.elts:
                self._visit_but(part, skip)
        elif node not in skip:
            self.visit(node)

    def _by_name(self, node: ast.Call) -> list[ast.AST]:
        """``getattr`` and ``hasattr``. Returns what need not be looked at again."""
        name = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else None
        if not isinstance(name, str):
            what = f"calls `{ast.unparse(node.func)}` with a computed name"
            self._refuse(node, what, "the name of the attribute has to stand there")
            return []
        if isinstance(base := self._resolve(node.args[0]), _Module):
            self._member(node, _Member(base.name, name))
            return [node.args[0]]
        self._attribute(node, name)
        return []

    def _format(self, node: ast.Attribute) -> None:
        text: ast.expr | None = node.value
        if isinstance(text, ast.Name):
            text = self._own.only_value(text.id)
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            for name in _fields(text.value):
                self._attribute(node, name)
        elif not self._is_own(node.value):
            self._refuse(node, "uses `.format` on a text that is not written there", "a format can read attributes")

    def _relationship(self, node: ast.Call) -> None:
        """SQLAlchemy evaluates the texts that it is given here."""
        for argument in (*node.args, *(word.value for word in node.keywords)):
            for part in ast.walk(argument):
                text = part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
                if not set(text) <= _PLAIN or isinstance(part, ast.JoinedStr | ast.BinOp | ast.Call):
                    self._refuse(node, "calls `relationship` with a text that computes", "give it the class or names")
                elif isinstance(part, ast.Name) and not self._is_table_or_class(part.id):
                    self._refuse(node, f"calls `relationship` with `{part.id}`", "give it the class or names")

    def _is_table_or_class(self, name: str) -> bool:
        value = self._own.only_value(name)
        is_table = isinstance(value, ast.Call) and str(self._resolve(value.func)) == "sqlalchemy.Table"
        imported = name in self._own.members and self._own.bindings[name] == 1
        return is_table or imported or self._own.is_definition(name) or name == "list"

    # Definitions.

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._binds(node, node.name)
        self._decorate(node.decorator_list)
        self._annotation(node.returns)
        self._function(node, [*getattr(node, "type_params", ()), *node.body])

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node, [node.body])

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, body: list[ast.AST]) -> None:
        given = node.args
        for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
            if argument:
                self._identifier(argument, argument.arg)
                self._annotation(argument.annotation)
        for default in (*given.defaults, *filter(None, given.kw_defaults)):
            self.visit(default)
        self._scopes.append(Scope.of(node, method=self._class is not None))
        outer, self._class = self._class, None
        for part in body:
            self.visit(part)
        self._class = outer
        self._scopes.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._binds(node, node.name)
        self._decorate(node.decorator_list)
        for name in class_names(node):
            self._identifier(node, name)
        for base in node.bases:
            self._base(base)
        for keyword in node.keywords:
            if keyword.arg == "metaclass" and str(self._resolve(keyword.value)) == "abc.ABCMeta":
                continue
            if keyword.arg == "metaclass" or not isinstance(keyword.value, ast.Constant):
                self._refuse(node, f"makes a class with `{keyword.arg}=`", "classes are made in the usual way")
        outer, self._class = self._class, node
        for part in (*getattr(node, "type_params", ()), *node.body):
            self.visit(part)
        self._class = outer

    def _base(self, base: ast.expr) -> None:
        named = isinstance(base, ast.Name | ast.Attribute | ast.Subscript)
        made = isinstance(base, ast.Call) and str(self._resolve(base.func)) == "collections.namedtuple"
        if not (named or made) or str(self._resolve(base)) == "abc.ABCMeta" or _is_builtin(base, "type"):
            self._refuse(base, f"makes a class from `{ast.unparse(base)}`", "classes are made in the usual way")
        else:
            self.visit(base)

    def _decorate(self, decorators: list[ast.expr]) -> None:
        for decorator in decorators:
            self._decorators.add(id(decorator.func if isinstance(decorator, ast.Call) else decorator))
            self.visit(decorator)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._binds(node, node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self._binds(node, node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self._binds(node, node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self._binds(node, node.rest)
        self.generic_visit(node)

    # Annotations.

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._annotation(node.annotation)
        self.visit(node.target)
        if node.value:
            self.visit(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not _is_builtin(node.value, "type"):
            self.visit(node.value)
        self.visit(node.slice)

    def _annotation(self, node: ast.expr | None) -> None:
        """Annotations are names, subscripts and ``|``, also as texts: some libraries evaluate those."""
        if node is None or _is_builtin(node, "type"):
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                inner = parse_expression(node.value.strip())
            except (SyntaxError, ValueError):
                self._refuse(node, "has an annotation that is no expression", "annotations compute nothing")
                return
            self._annotation(ast.copy_location(inner, node))
        elif isinstance(node, ast.Subscript):
            self._annotation(node.value)
            literal = getattr(node.value, "id", getattr(node.value, "attr", "")) == "Literal"
            self.visit(node.slice) if literal else self._annotation(node.slice)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            self._annotation(node.left)
            self._annotation(node.right)
        elif isinstance(node, ast.Tuple | ast.List):
            for part in node.elts:
                self._annotation(part)
        elif isinstance(node, ast.Starred):
            self._annotation(node.value)
        elif isinstance(node, ast.Name | ast.Attribute):
            self.visit(node)
        elif not isinstance(node, ast.Constant):
            self._refuse(node, "has an annotation that computes", "annotations compute nothing")


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_., -")


def _is_dunder(name: str) -> bool:
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def _is_private(name: str) -> bool:
    return name.startswith("_")


def _is_builtin(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_starred(node: ast.expr) -> bool:
    return isinstance(node, ast.Starred)


def _fields(text: str) -> Iterator[str]:
    """The names of the attributes that a format reads."""
    try:
        for _, field, spec, _ in Formatter().parse(text):
            for part in (field or "").replace("[", ".[").split(".")[1:]:
                if part and not part.startswith("["):
                    yield part
            yield from _fields(spec or "")
    except ValueError:
        return
