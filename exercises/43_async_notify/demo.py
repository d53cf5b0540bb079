"""A station at work: what the staff writes, what the feed says about it, and a board that knows nothing else."""

import asyncio
import random
from collections import deque
from collections.abc import Callable

from async_notify import Event, Feed, install_trigger
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

TOWNS = ("Aarau", "Basel", "Bern", "Brig", "Chur", "Genève", "Lugano", "Luzern", "Olten", "St. Gallen", "Zug", "Zürich")
FEWEST, MOST = 4, 7
LINES = 8
"""Of what was written, and of what was heard."""

Statement = tuple[str, dict[str, object], str]
"""SQL, its values, and what it is called on the screen."""

CREATE = "CREATE TABLE departures (id SERIAL PRIMARY KEY, at TEXT, town TEXT, platform INTEGER, note TEXT)"


class Screen:
    """What is to be seen. The board is made of events alone."""

    def __init__(self, show: Callable[[RenderableType], None]) -> None:
        self._show = show
        self._board: dict[int, dict[str, object]] = {}
        self._fresh: set[int] = set()
        self._written: deque[Text] = deque([Text()] * LINES, LINES)
        self._heard: deque[Text] = deque([Text()] * LINES, LINES)
        self.feed: Feed | None = None

    def write(self, line: str, style: str = "") -> None:
        """Somebody has sent a statement."""
        self._written.append(Text(line, style))
        self._fresh.clear()
        self.draw()

    def hear(self, event: Event) -> None:
        """An event came out of the feed."""
        style = {"insert": "green", "update": "yellow", "delete": "red"}.get(event.op, "")
        row = event.payload or {}
        self._heard.append(Text(f"{event.op} {event.id}: {row.get('at')} to {row.get('town')}", style))
        if event.op == "delete":
            self._board.pop(event.id, None)
        else:
            # Too big a row, of which there is none here, would have to be read from the table.
            self._board[event.id] = row
            self._fresh.add(event.id)
        self.draw()

    def draw(self) -> None:
        """Show it, always with as many lines."""
        board = Table(box=None, expand=True, header_style="dim", padding=(0, 1))
        for column, ratio in (("time", 1), ("to", 3), ("platform", 1), ("", 3)):
            board.add_column(column, ratio=ratio, no_wrap=True)
        rows = sorted(self._board.items(), key=lambda item: (str(item[1].get("at")), item[0]))
        for number, row in rows[:MOST]:
            values = [str(row.get(name) or "") for name in ("at", "town", "platform", "note")]
            board.add_row(*values, style="bold yellow" if number in self._fresh else "")
        for _ in range(MOST - len(rows)):
            board.add_row("")
        both = Table.grid(expand=True)
        both.add_column(ratio=1)
        both.add_column(ratio=1)
        both.add_row(_panel("written to the table", self._written), _panel("heard by the feed", self._heard))
        self._show(Group(Panel(board, title="Departures, made of events alone"), both, self._foot()))

    def _foot(self) -> Text:
        lost = f" Lost: {self.feed.lost}." if self.feed else ""
        return Text(f"Heard when committed, never when rolled back.{lost} To leave: Ctrl-C", "dim", no_wrap=True)


def _panel(title: str, lines: deque[Text]) -> Panel:
    for line in lines:
        line.no_wrap, line.overflow = True, "ellipsis"
    return Panel(Group(*(line if line.plain else Text(" ") for line in lines)), title=title)


class Staff:
    """People who change the table, through a connection of their own."""

    def __init__(self, connection: AsyncConnection, screen: Screen) -> None:
        self._connection, self._screen = connection, screen
        self._dice = random.Random()
        self._minute = 8 * 60

    async def works(self) -> None:
        """One transaction after the other, until somebody stops it."""
        for _ in range(FEWEST):
            await self._transaction([self._insert], "COMMIT", pause=0.3)
        while True:
            count = await self._connection.scalar(text("SELECT count(*) FROM departures"))
            await self._connection.commit()
            steps = [self._dice.choice((self._delay, self._move))]
            if count < MOST and self._dice.random() < 0.6:
                steps.append(self._insert)
            if count > FEWEST and self._dice.random() < 0.6:
                steps.append(self._leave)
            await self._transaction(steps, "ROLLBACK" if self._dice.random() < 0.25 else "COMMIT", pause=1.0)

    async def _transaction(self, steps: list[Callable[[], Statement]], end: str, pause: float) -> None:
        self._screen.write("BEGIN", "dim")
        async with self._connection.begin() as transaction:
            for step in steps:
                await asyncio.sleep(pause)
                statement, values, words = step()
                await self._connection.execute(text(statement), values)
                self._screen.write(f"  {words}")
            await asyncio.sleep(pause)
            self._screen.write(end, "bold" if end == "COMMIT" else "bold magenta")
            if end == "ROLLBACK":
                await transaction.rollback()
        await asyncio.sleep(1.5 * pause)

    def _insert(self) -> Statement:
        self._minute += self._dice.randint(2, 9)
        at, town = f"{self._minute // 60 % 24:02}:{self._minute % 60:02}", self._dice.choice(TOWNS)
        values = {"at": at, "town": town, "platform": self._dice.randint(1, 9)}
        statement = "INSERT INTO departures (at, town, platform) VALUES (:at, :town, :platform)"
        return statement, values, f"INSERT the {at} to {town}"

    def _delay(self) -> Statement:
        late = f"{self._dice.choice((3, 5, 10, 20))} min late"
        return self._one("UPDATE departures SET note = :value", f"about {late}", f"UPDATE: {late}")

    def _move(self) -> Statement:
        platform = self._dice.randint(1, 9)
        return self._one("UPDATE departures SET platform = :value", platform, f"UPDATE: to platform {platform}")

    def _one(self, statement: str, value: object, words: str) -> Statement:
        some = " WHERE id = (SELECT id FROM departures ORDER BY random() LIMIT 1)"
        return statement + some, {"value": value}, words

    def _leave(self) -> Statement:
        first = "DELETE FROM departures WHERE id = (SELECT id FROM departures ORDER BY at, id LIMIT 1)"
        return first, {}, "DELETE the next one: it has left"


async def demo(url: str, show: Callable[[RenderableType], None]) -> None:
    """Play it, over a new database."""
    engine, screen = create_async_engine(url), Screen(show)
    screen.draw()
    try:
        async with engine.begin() as connection:
            await connection.execute(text(CREATE))
        await install_trigger(engine, "departures", "board")
        async with Feed(url, "board") as feed, engine.connect() as connection:
            screen.feed = feed
            # Each of the two stops the other one when it fails.
            async with asyncio.TaskGroup() as both:
                both.create_task(Staff(connection, screen).works())
                async for event in feed:
                    screen.hear(event)
    finally:
        await engine.dispose()
