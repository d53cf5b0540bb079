"""The lesson, the hints and the checks' source say the same thing, and all of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.course import Exercise
from grader.hints import LEVELS, read_hints
from grader.syntax import parse, parse_file
from grader.verify.finding import Finding

SECTIONS = ("The idea", "See it go wrong", "Tasks", "Further reading")
_DISTINCTIVE = 16
"""Characters. A shorter line of the reference may turn up in a hint by chance."""


def prove_lesson(exercise: Exercise) -> list[Finding]:
    """The lesson has its title, its sections, a snippet, and the tasks that the checks are tied to."""
    return list(_lesson(exercise))


def _lesson(exercise: Exercise) -> Iterator[Finding]:
    lesson = exercise.lesson
    if not lesson.text:
        yield Finding(lesson.path, "a lesson", "there is none", "write it")
        return
    title = f"# {exercise.short} {exercise.slug}: "
    boss = f"# {exercise.short} {exercise.slug} (boss): "
    first = lesson.text.partition("\n")[0]
    if not lesson.idea or not first.startswith((title, boss)):
        expected = f"the first line is '{title}the idea in a few words'"
        yield Finding(lesson.path, expected, f"'{first}'", "correct the title")
    for section in SECTIONS:
        if not lesson.section(section):
            expected = f"a section '## {section}' with text"
            yield Finding(lesson.path, expected, "it is absent or empty", "write the section")
    if not lesson.snippets:
        expected = "a snippet: a python block and right after it a text block with what it prints"
        yield Finding(lesson.path, expected, "there is none", "show in 'See it go wrong' what goes wrong")
    tasks = sorted(lesson.tasks)
    if tasks != list(range(1, len(tasks) + 1)) or not tasks:
        expected = "tasks numbered 1, 2, 3... each as '1. **its name**'"
        yield Finding(lesson.path, expected, f"numbers {tasks}", "number the tasks without a gap")
    checked = sorted({check.task for check in exercise.checks if check.task >= 1})
    if checked != tasks:
        fix = "write a check for each task, and a task for each check"
        yield Finding(exercise.checks_file, f"checks for tasks {tasks}", f"checks for tasks {checked}", fix)


def prove_hints(exercise: Exercise) -> list[Finding]:
    """Each task has three different hints, none of which gives the answer away."""
    return list(_hints(exercise))


def _hints(exercise: Exercise) -> Iterator[Finding]:
    file, hints = exercise.hints_file, read_hints(exercise.hints_file)
    telling = list(_telling_lines(exercise))
    for task in sorted(exercise.lesson.tasks.keys() | hints.keys()):
        texts = hints.get(task, ())
        if task not in exercise.lesson.tasks:
            yield Finding(file, "hints for tasks of the lesson", f"hints for task {task}", "remove them")
        elif len(set(filter(None, texts))) != LEVELS or len(texts) != LEVELS:
            happened = f"{len(texts)}, of which {len(set(filter(None, texts)))} different and not empty"
            fix = f"write '### Hint 1' to '### Hint {LEVELS}' under '## Task {task}'"
            yield Finding(file, f"{LEVELS} hints for task {task}", happened, fix)
        for number, text in enumerate(texts, 1):
            for line in telling:
                if line in " ".join(text.split()):
                    expected = f"hint {number} of task {task} does not give the answer away"
                    fix = "show the shape with other names, or with dots"
                    yield Finding(file, expected, f"it has the reference's line '{line}'", fix)


def _telling_lines(exercise: Exercise) -> Iterator[str]:
    """The lines of the reference that are its point: simple statements that the stub does not have."""
    if not exercise.reference.is_file():
        return
    given = {" ".join(line.split()) for line in exercise.stub.read_text("utf-8").splitlines()}
    source = exercise.reference.read_text("utf-8")
    for node in ast.walk(parse(source)):
        plumbing = isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        quoted = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not isinstance(node, ast.stmt) or plumbing or quoted or hasattr(node, "body"):
            continue
        line = " ".join((ast.get_source_segment(source, node) or "").split())
        if len(line) >= _DISTINCTIVE and line not in given:
            yield line


def prove_checks(exercise: Exercise) -> list[Finding]:
    """Each check has its sentence, its task and its messages, and reaches the answer in the one way that works."""
    return list(_checks(exercise))


def _checks(exercise: Exercise) -> Iterator[Finding]:
    file = exercise.checks_file
    if not exercise.checks:
        yield Finding(file, "checks", "there is none", "write a test function under @task(1)")
    for check in exercise.checks:
        if not check.title:
            expected = f"{check.name} (line {check.line}) has a docstring: the sentence that a learner reads"
            yield Finding(file, expected, "it has none", "write it")
        if check.task < 1:
            expected = f"{check.name} (line {check.line}) is tied to a task"
            yield Finding(file, expected, "it is not", "put @task(1) above it")
    tree = parse_file(file)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg is None:
            expected = f"the assert in line {node.lineno} says what happened and what it means"
            yield Finding(file, expected, "it has no message", "add one after a comma")
        elif _imports(node, exercise.slug) and not (node in tree.body and isinstance(node, ast.ImportFrom)):
            expected = f"the answer is reached by 'from {exercise.slug} import ...' at the top of the file only"
            fix = "import the names there: the worker replaces exactly these"
            yield Finding(file, expected, f"another import in line {getattr(node, 'lineno', 0)}", fix)


def _imports(node: ast.AST, module: str) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name.partition(".")[0] == module for alias in node.names)
    return isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == module
