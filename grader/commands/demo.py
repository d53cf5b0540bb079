"""The command that shows an answer at work."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.commands.learner import ExerciseName
from grader.course import Course, Exercise
from grader.errors import Misuse
from grader.reports.words import name_of

if TYPE_CHECKING:
    from grader.demo import Demo
    from grader.reports.terminal import Screen

_UNSEEN_SECONDS = 10.0
"""How long a demo runs where nobody could stop it by looking at it."""


def demo(
    name: ExerciseName,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="End after so many seconds.")] = None,
    answer: Annotated[Path | None, typer.Option(help="Show this file instead of the exercise's own.")] = None,
) -> int:
    """See your answer at work: a picture that moves, over a real PostgreSQL database of its own.

    It goes on until Ctrl-C, or for --seconds. Then the database is gone. Without a terminal there is one picture, of
    how things are in the end. Exit status 1: your answer is not ready for it, or something went wrong in it.

    Example:  grader demo 43
    """
    from grader.checks.answer import BrokenAnswer
    from grader.demo import read_demo
    from grader.reports.terminal import Screen

    course, screen = Course.here(), Screen()
    exercise = course.get(name)
    if not exercise.demo.is_file():
        others = ", ".join(name_of(one) for one in course.exercises if one.demo.is_file()) or "none"
        raise Misuse(f"{name_of(exercise)} has no demo; exercises with one: {others}")
    if answer and not answer.is_file():
        raise Misuse(f"no file {answer}; --answer takes the path of an answer")
    path = (answer or exercise.answer).absolute()
    try:
        found = read_demo(exercise, path)
    except BrokenAnswer as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise error.__cause__ from None
        where = f" ({error.where})" if error.where else ""
        screen.line(f"{name_of(exercise)}: {error.message}{where}")
        return 1
    return _play(screen, exercise, path, found, seconds)


def _play(screen: Screen, exercise: Exercise, answer: Path, demo: Demo, seconds: float | None) -> int:
    import asyncio

    from grader.checks.database import one_database
    from grader.checks.report import NoDatabase
    from grader.demo import DoesNotEnd, play
    from grader.reports.live_picture import LivePicture

    if seconds is None and not LivePicture.moves_on(screen):
        seconds = _UNSEEN_SECONDS
        print(f"grader: note: no terminal, so one picture, after {seconds:g} s", file=sys.stderr)
    runner, stuck = asyncio.Runner(), False
    try:
        with one_database() as url, LivePicture(screen) as picture:
            runner.run(play(demo, url, picture.show, seconds))
    except KeyboardInterrupt:
        # This is how one leaves a demo.
        pass
    except NoDatabase as reason:
        raise Misuse(f"a demo needs PostgreSQL: {reason}") from reason
    except DoesNotEnd:
        stuck = True
        screen.line(f"{name_of(exercise)}: the demo was cancelled, and something in {answer.name} goes on")
        return 1
    except Exception as error:
        screen.line(f"{name_of(exercise)}: {_what_went_wrong(error, (answer, exercise.demo))}")
        return 1
    finally:
        # To close the loop is to wait for what it still runs.
        if not stuck:
            runner.close()
    return 0


def _what_went_wrong(error: Exception, files: tuple[Path, ...]) -> str:
    """In one line, with the place in the first of these files that had a part in it."""
    from grader.checks import leaves
    from grader.checks.feedback import advice

    error = next((leaf for leaf in leaves(error) if isinstance(leaf, Exception)), error)
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{file.name}:{f.lineno}" for file in files for f in reversed(frames) if f.filename == str(file)]
    text = f"{places[0]}: " if places else ""
    text += f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"{text} {advice(error)}".rstrip()
