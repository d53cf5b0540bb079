"""A pharmacy at work, a copy that follows, and somebody who kills connections: both tables, the outbox and the lag."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Sequence
from decimal import Decimal

from async_db_sync import Replicator, install
from pharmacy import connection_lost, medicine, medicine_copy, metadata
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from sqlalchemy import Row, bindparam, delete, insert, select, text, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

NAMES = ("aspirin", "bandage", "cough syrup", "drops", "ear wax oil", "fennel tea", "gauze", "herbal balm")
LETTERS, EVENTS, WIDE = 6, 6, 76
BARS = " ▁▂▃▄▅▆▇█"
OUTAGE = 2.0
"""Seconds without any new connection."""
OTHERS = text("""
    SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> ALL (:ours)
""")


class Screen:
    """What is to be seen, always with as many lines."""

    def __init__(self, show: Callable[[RenderableType], None]) -> None:
        self._show = show
        self._events: deque[Text] = deque([Text(" ")] * EVENTS, EVENTS)
        self._behind: deque[int] = deque([0] * WIDE, WIDE)
        self.lag = "not asked yet"

    def tell(self, line: str, style: str = "") -> None:
        """Somebody did something."""
        self._events.append(Text(line, style, no_wrap=True, overflow="ellipsis"))

    def draw(self, table: Sequence[Row], copy: Sequence[Row], outbox: Sequence[Row], waiting: int) -> None:
        """Show how things are."""
        ours, theirs = ({row.id: row for row in rows} for rows in (table, copy))
        late = {number for number in {*ours, *theirs} if ours.get(number) != theirs.get(number)}
        self._behind.append(len(late))
        tables, below = Table.grid(expand=True), Table.grid(expand=True)
        for grid in (tables, below):
            grid.add_column(ratio=1)
            grid.add_column(ratio=1)
        tables.add_row(_shelf("medicine", ours, set()), _shelf("medicine_copy", theirs, late))
        letters = [Text(str(tuple(row)), no_wrap=True, overflow="ellipsis") for row in outbox]
        letters += [Text(" ")] * (LETTERS - len(letters))
        below.add_row(
            Panel(Group(*letters), title=f"outbox: {waiting} rows"),
            Panel(Group(*self._events), title="what happens"),
        )
        most = max(*self._behind, 1)
        bars = "".join(BARS[round(count * (len(BARS) - 1) / most)] for count in self._behind)
        line = Text(f"rows of the copy that are behind: {len(late)}; lag() says: {self.lag}", no_wrap=True)
        self._show(Group(tables, below, Text(bars, "yellow", no_wrap=True), line))


def _shelf(name: str, rows: dict[int, Row], late: set[int]) -> Panel:
    shelf = Table(box=None, expand=True, header_style="dim", padding=(0, 1))
    for column in ("id", "name", "amount", "price"):
        shelf.add_column(column, no_wrap=True)
    for number in range(1, len(NAMES) + 1):
        row = rows.get(number)
        values = ("", "", "", "") if row is None else (row.id, row.name, row.amount, row.price)
        shelf.add_row(*map(str, values), style="bold yellow" if number in late else "")
    return Panel(shelf, title=name)


class Pharmacy:
    """The people who write, over one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._there: set[int] = set()

    async def change(self) -> None:
        """Change some row, and commit."""
        number = random.randint(1, len(NAMES))
        values = {"amount": random.randint(0, 99), "price": Decimal(random.randint(100, 9999)) / 100}
        if number not in self._there:
            self._there.add(number)
            statement = insert(medicine).values(id=number, name=NAMES[number - 1], **values)
        elif random.random() < 0.2:
            self._there.remove(number)
            statement = delete(medicine).where(medicine.c.id == bindparam("number", number))
        else:
            statement = update(medicine).where(medicine.c.id == bindparam("number", number)).values(**values)
        await self._connection.execute(statement)


async def _rows(connection: AsyncConnection, table: SqlTable) -> Sequence[Row]:
    return (await connection.execute(select(table).order_by(table.c.id))).all()


async def _write(connection: AsyncConnection) -> None:
    pharmacy = Pharmacy(connection)
    while True:
        await pharmacy.change()
        await asyncio.sleep(random.choice([0.05, 0.1, 0.3]))


async def _break(connection: AsyncConnection, ours: list[int], screen: Screen) -> None:
    """Kill now this, now that, and now and then let nobody in for a while."""
    name = (await connection.execute(text("SELECT current_database()"))).scalar_one()
    while True:
        await asyncio.sleep(2.5)
        killed = len((await connection.execute(OTHERS, {"ours": ours})).all())
        screen.tell(f"{killed} of its connections were killed", "red")
        await asyncio.sleep(2.5)
        screen.tell(f"for {OUTAGE:g} s nobody can connect", "bold red")
        await connection.execute(text(f'ALTER DATABASE "{name}" CONNECTION LIMIT {len(ours)}'))
        await connection.execute(OTHERS, {"ours": ours})
        await asyncio.sleep(OUTAGE)
        await connection.execute(text(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1'))
        screen.tell("connections can be made again", "green")


async def _ask(replicator: Replicator, screen: Screen) -> None:
    while True:
        try:
            screen.lag = str(await replicator.lag())
        except Exception as error:
            if not connection_lost(error):
                raise
            screen.lag = "no connection"
        await asyncio.sleep(0.25)


async def _look(connection: AsyncConnection, screen: Screen) -> None:
    while True:
        async with connection.begin():
            table, copy = [await _rows(connection, one) for one in (medicine, medicine_copy)]
            letters = (await connection.execute(text(f"SELECT * FROM outbox ORDER BY 1 DESC LIMIT {LETTERS}"))).all()
            waiting = (await connection.execute(text("SELECT count(*) FROM outbox"))).scalar_one()
        screen.draw(table, copy, letters, waiting)
        await asyncio.sleep(0.1)


async def demo(url: str, show: Callable[[RenderableType], None]) -> None:
    """Goes on until it is cancelled. What goes wrong in the answer is raised."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    replicator, screen = Replicator(url), Screen(show)
    try:
        async with engine.connect() as writing, engine.connect() as breaking, engine.connect() as looking:
            await writing.run_sync(metadata.create_all)
            await install(engine)
            ours = [
                (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
                for connection in (writing, breaking, looking)
            ]
            await looking.commit()
            # One look is one moment.
            await looking.execution_options(isolation_level="REPEATABLE READ")
            async with asyncio.TaskGroup() as group:
                group.create_task(_follow(replicator))
                group.create_task(_write(writing))
                group.create_task(_break(breaking, ours, screen))
                group.create_task(_ask(replicator, screen))
                group.create_task(_look(looking, screen))
    except* Exception as errors:
        first: BaseException = errors
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        raise first from None
    finally:
        await engine.dispose()


async def _follow(replicator: Replicator) -> None:
    await replicator.run()
    raise RuntimeError("run() returned, and nobody had called stop()")
