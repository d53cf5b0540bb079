"""The pytest plugin's entry point: makes ``pytest exercises/03`` work, and leaves every other run alone.

It is loaded by every pytest run of the environment, so it is small and patches nothing. What runs the checks
(``grader.checks.session``) is loaded only when an argument, or the current folder, lies in the exercises of a course.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the checks. They do nothing in other runs."""
    group = parser.getgroup("async-katas", "async-katas: checks of exercises")
    group.addoption("--real-clock", action="store_true", help="run the checks in real time, not simulated time")
    group.addoption("--seed", type=int, metavar="N", help="try one seed only, the one a failure named")
    group.addoption("--answer", metavar="FILE", help="check this file instead of the one in the exercise's folder")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None, object, object]:
    """Resolve ``exercises/03`` before pytest reads its arguments, and load what runs the checks if it is needed."""
    here = Path(early_config.invocation_params.dir)
    named: list[str] = early_config.known_args_namespace.file_or_dir
    for position, argument in enumerate(named):
        if (resolved := _resolve(argument, here)) != argument:
            named[position] = resolved
            args[args.index(argument)] = resolved
    if any(_concerns_exercises(here / argument.partition("::")[0]) for argument in named or ["."]):
        from grader.checks import fixtures, session

        for plugin in (session, fixtures):
            if not early_config.pluginmanager.is_registered(plugin):
                early_config.pluginmanager.register(plugin)
    return (yield)


def _resolve(argument: str, here: Path) -> str:
    """``exercises/3::test_x`` becomes ``exercises/03_gather::test_x``; what exists stays as it is."""
    from grader.course import Course

    text, _, rest = argument.partition("::")
    path = Path(os.path.abspath(here / text))
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    if not missing or not missing[-1].name.isdigit():
        return argument
    number = missing[-1]
    course = Course.find(number.parent)
    if course is None or course.exercises_folder != number.parent:
        return argument
    exercise = next((e for e in course.exercises if e.number == int(number.name)), None)
    if exercise is None:
        raise pytest.UsageError(course.unknown(number.name))
    # pytest takes the name of a check after a file only.
    found = exercise.checks_file if rest and path == number else exercise.folder / path.relative_to(number)
    shown = str(found) if Path(text).is_absolute() else os.path.relpath(found, here)
    return f"{shown}::{rest}" if rest else shown


def _concerns_exercises(path: Path) -> bool:
    from grader.course import Course

    path = Path(os.path.abspath(path))
    course = Course.find(path)
    if course is None:
        return False
    # With no argument at the top of a course pytest runs the project's own tests, as its configuration says.
    return course.exercises_folder in (path, *path.parents)
