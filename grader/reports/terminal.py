"""The screen: plain text with a little colour, in 80 columns, on a terminal that knows only ASCII, or in a pipe."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

_WIDEST = 100
"""Columns. Longer lines of prose are hard to read, however wide the window is."""

_QUIET_SECONDS = 10.0
"""How long a long job may say nothing where there is no bar, in real seconds."""

_MARKS = {
    "passed": ("✓", "+", "green"),
    "failed": ("✗", "x", "red"),
    "started": ("›", ">", "yellow"),
    "skipped": ("–", "-", "dim"),
    "waiting": ("·", ".", "dim"),
    "note": ("!", "!", "yellow"),
}


class Screen:
    """Standard output, for people. Colour only on a terminal, and not when NO_COLOR is set."""

    def __init__(self) -> None:
        self.console = Console(markup=False, emoji=False, highlight=False)
        self.width = min(self.console.width, _WIDEST)

    def mark(self, kind: str) -> Text:
        """A sign for the state of something, in ASCII where the terminal has no better."""
        better, ascii_only, style = _MARKS[kind]
        return Text(ascii_only if self.console.options.ascii_only else better, style)

    def line(self, text: str | Text = "", style: str = "") -> None:
        """One line or several, as they are."""
        styled = Text(text, style) if isinstance(text, str) else text
        self.console.print(styled, soft_wrap=True)

    def hang(self, start: Text, text: str, style: str = "") -> None:
        """A start such as a mark, and text that is wrapped under itself beside it."""
        indent = " " * start.cell_len
        lines = textwrap.wrap(text, max(20, self.width - start.cell_len), break_on_hyphens=False) or [""]
        for number, line in enumerate(lines):
            whole = Text.assemble(start if number == 0 else indent, (line, style))
            whole.rstrip()
            self.line(whole)

    def prose(self, text: str, indent: int = 2) -> None:
        """A message. Its own line breaks are kept, and lines that were laid out with spaces are not touched."""
        for line in text.splitlines():
            if line.startswith(" ") or not line:
                self.line(" " * indent * bool(line) + line)
            else:
                self.hang(Text(" " * indent), line)

    def markdown(self, text: str) -> None:
        """A document: laid out on a terminal that can show it, else as it was written."""
        if self.console.is_terminal and not self.console.options.ascii_only:
            from rich.markdown import Markdown

            # A link one cannot see cannot be followed.
            self.console.print(Markdown(text, hyperlinks=False), width=self.width)
        else:
            self.line(text.rstrip())

    def code(self, source: str) -> None:
        """Python source, coloured on a terminal."""
        if self.console.is_terminal:
            from rich.syntax import Syntax

            self.console.print(Syntax(source, "python", theme="ansi_dark", background_color="default"))
        else:
            self.line(source.rstrip())

    @contextmanager
    def bar(self, what: str, total: int) -> Iterator[Callable[[], None]]:
        """A progress bar while the block runs. Call the result after each step.

        It goes below what is printed meanwhile, to standard error when that alone is a terminal, or nowhere.
        """
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        console = self.console if self.console.is_terminal else Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(
            *columns,
            console=console,
            transient=True,
            disable=not console.is_terminal,
            # What is printed meanwhile must reach standard output also when the bar is on standard error.
            redirect_stdout=False,
            redirect_stderr=False,
        ) as bar:
            job = bar.add_task(what, total=total)
            yield lambda: bar.advance(job)

    @contextmanager
    def tally(self, what: str, total: int) -> Iterator[Callable[[Mapping[str, int]], None]]:
        """A bar for a long job: how much is left, and counts. Call the result after each step, with the counts.

        Without a terminal it is a line on standard error now and then.
        """
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = self.console if self.console.is_terminal else Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), TimeRemainingColumn())
        counts_column = TextColumn("{task.fields[counts]}")
        with Progress(*columns, counts_column, console=console, transient=True, disable=not console.is_terminal) as bar:
            job = bar.add_task(what, total=total, counts="")
            began = said = time.monotonic()
            done = 0

            def step(counts: Mapping[str, int]) -> None:
                nonlocal done, said
                done += 1
                words = ", ".join(f"{number} {name}" for name, number in counts.items())
                bar.update(job, advance=1, counts=words)
                now = time.monotonic()
                if not console.is_terminal and now - said >= _QUIET_SECONDS:
                    said = now
                    left = (now - began) / done * (total - done)
                    # Not wrapped: whoever reads a log looks for lines.
                    console.print(f"{what}: {done} of {total}, about {left:.0f} s left; {words}", soft_wrap=True)

            yield step
