"""A picture that changes: on a terminal in its place, elsewhere once, as it is in the end."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Group
from rich.live import Live

from grader.reports.terminal import Screen

if TYPE_CHECKING:
    from rich.console import RenderableType

_REST_SECONDS = 0.1
"""Between two drawings: more often is only unrest."""


class LivePicture:
    """``with LivePicture(screen) as picture:`` and then ``picture.show(...)``, on a running event loop.

    It is drawn only when there is something new.
    """

    def __init__(self, screen: Screen) -> None:
        self._console = screen.console
        self._moves = self.moves_on(screen)
        self._live: Live | None = None
        self._latest: RenderableType | None = None
        self._drawing: asyncio.TimerHandle | None = None
        self._next = 0.0

    @staticmethod
    def moves_on(screen: Screen) -> bool:
        """Whether this screen can show it while it changes."""
        return screen.console.is_terminal and not screen.console.is_dumb_terminal

    def __enter__(self) -> LivePicture:
        if self._moves:
            self._live = Live(console=self._console, auto_refresh=False)
            self._live.start()
        return self

    def show(self, picture: RenderableType) -> None:
        """This is what there is to see from now on."""
        self._latest = picture
        if self._live and self._drawing is None:
            loop = asyncio.get_running_loop()
            self._drawing = loop.call_at(max(self._next, loop.time()), self._draw)

    def _draw(self) -> None:
        assert self._live is not None
        self._drawing = None
        self._next = asyncio.get_running_loop().time() + _REST_SECONDS
        if self._latest is not None:
            # A line of its own for the cursor: what the terminal writes there, such as ^C, shifts nothing.
            self._live.update(Group(self._latest, ""), refresh=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._drawing:
            self._drawing.cancel()
        if self._live:
            if self._latest is not None:
                self._live.update(self._latest)
            self._live.stop()
        elif self._latest is not None:
            self._console.print(self._latest)
