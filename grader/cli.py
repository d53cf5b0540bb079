"""The command line: which commands there are, and how each of them ends.

Exit status: 0 good, 1 not passed, 2 something impossible was asked, 3 the grader failed, 130 stopped by Ctrl-C.
What only some commands need is imported inside them: ``grader --help`` is quick.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from io import TextIOWrapper
from typing import NoReturn

import typer

from grader.commands import author, demo, instructor, learner
from grader.errors import GraderFault, Misuse

STOPPED = 130

app = typer.Typer(
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="An exercise is named by its number (3 or 03), its name (gather), or its folder.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback(invoke_without_command=True)(learner.course_map)
app.command("next")(learner.next_lesson)
app.command("check")(learner.check)
app.command("demo")(demo.demo)
app.command("hint")(learner.hint)
app.command("solution")(learner.solution)
app.command("reset")(learner.reset)
app.command("skip")(learner.skip)
app.command("class")(instructor.grade_class)
app.command("report")(instructor.report)
app.command("handout")(instructor.handout)
app.command("doctor")(author.doctor)
app.command("verify")(author.verify)


def main() -> int:
    """The ``grader`` command: run it, and turn whatever stops it into one line and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # No character that the terminal does not know may stop a command.
            stream.reconfigure(errors="replace")
    try:
        status = int(app(prog_name="grader", standalone_mode=False) or 0)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        usage = f"{context.command_path if context else 'grader'} --help"
        message, status = f"{' '.join(error.format_message().split())} Try: {usage}", 2
    except Misuse as error:
        message, status = str(error), 2
    except GraderFault as error:
        message, status = f"the grader itself failed, which says nothing about your answer: {error}", 3
    except OSError as error:
        message, status = f"{error.filename or 'a file'}: {error.strerror}. What is missing or wrong: grader doctor", 3
    else:
        message = "stopped; what was finished is kept" if status == STOPPED else ""
    if message:
        print(f"grader: {message}", file=sys.stderr)
    if status == STOPPED:
        _leave()
    return status


def _leave() -> NoReturn:
    """End now: threads may still wait for a run, up to its limit. The run ends when it notices that we are gone."""
    deadline = time.monotonic() + 1.0
    for thread in threading.enumerate():
        # Ctrl-C can come in the middle of a start: then it is in the list, and not to be waited for.
        if thread is not threading.current_thread() and thread.is_alive():
            thread.join(max(0.0, deadline - time.monotonic()))
    sys.stdout.flush()
    os._exit(STOPPED)
