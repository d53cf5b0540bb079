"""The checks of exercise 30, in the order of its tasks."""

import asyncio
import csv
import io
import sqlite3
from contextlib import aclosing, closing

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from todo_service import TodoService
from todo_table import HEADER

from grader.checks import Count, cancel_at_each_await, describe, new_token, note, same, task

TABLES = """
CREATE TABLE todos (id INTEGER PRIMARY KEY, title TEXT NOT NULL, priority INTEGER NOT NULL, done BOOLEAN NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY, todo_id INTEGER NOT NULL REFERENCES todos (id), word TEXT NOT NULL);
CREATE INDEX tags_of_todos ON tags (todo_id);
"""
MANY, AT_ONCE = 3000, 1000


class Todos:
    """A list of to-dos in a file, and an engine whose pool has a connection already."""

    def __init__(self, path):
        self._path = path
        self.engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
        self.service = TodoService(async_sessionmaker(self.engine, expire_on_commit=False))
        with self.open() as connection:
            connection.executescript(TABLES)

    def open(self):
        """A connection of the check's own, around the engine."""
        return closing(sqlite3.connect(self._path))

    def add(self, rows, tags=()):
        """Put to-dos ``(title, priority, done)`` into the list, with ids from 1, and tags ``(todo_id, word)``."""
        with self.open() as connection, connection:
            connection.executemany("INSERT INTO todos (title, priority, done) VALUES (?, ?, ?)", rows)
            connection.executemany("INSERT INTO tags (todo_id, word) VALUES (?, ?)", tags)

    def add_many(self):
        """A long list, in which each third to-do has a tag."""
        titles = [new_token(f"title {number}") for number in range(1, MANY + 1)]
        self.add([(title, 3, 0) for title in titles], [(number, "garden") for number in range(3, MANY + 1, 3)])
        return titles

    @property
    def done(self):
        """The ids of what is done."""
        with self.open() as connection:
            return [number for (number,) in connection.execute("SELECT id FROM todos WHERE done ORDER BY id")]

    @property
    def taken(self):
        """How many connections are missing in the pool."""
        return Count(self.engine.pool.checkedout(), "connections missing in the pool", "connection missing in the pool")


@pytest.fixture
async def todos(tmp_path):
    """An empty list."""
    todos = Todos(tmp_path / "todos.db")
    async with todos.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    yield todos
    await todos.engine.dispose()


def lines_of(service):
    """What export() gives, if one can go through it and close it."""
    lines = service.export()
    good = all(hasattr(lines, name) for name in ("__aiter__", "__anext__", "aclose"))
    note("an async generator", describe(lines), good)
    if asyncio.iscoroutine(lines):
        lines.close()
    assert good, "export() should give an async generator. A yield in its body makes an async def one."
    return aclosing(lines)


async def take(lines, count):
    """The next lines, at most so many."""
    taken = []
    while len(taken) < count and (line := await anext(lines, None)) is not None:
        taken.append(line)
    return taken


def titles(found):
    """The titles of what a search found."""
    return [todo.title for todo in found]


@task(1, points=2)
async def test_a_search_gives_a_page(todos, sql):
    """What was searched for, page by page, in the right order; a page costs one SELECT, and its own rows."""
    wanted = new_token("word")
    rows = [(f"{number} {wanted} {number % 3}", number % 4, number % 2) for number in range(1, 24)]
    todos.add([*rows, (new_token("something else"), 9, 0)])
    # Ids are counted from 1, in the order of the rows.
    order = sorted(range(len(rows)), key=lambda index: (-rows[index][1], -(index + 1)))
    expected = [rows[index][0] for index in order]

    for page, (first, last) in enumerate([(0, 10), (10, 20), (20, 23), (23, 23)]):
        with sql.watch() as sent:
            found = await todos.service.search(wanted, page, 10)

        assert same(titles(found), expected[first:last]), (
            f"23 titles match, in pages of 10. These are the titles on page {page}: highest priority first, and of "
            "equals the one with the higher id."
        )
        assert sent.count == 1, "A page costs one statement."
        assert sent.rows <= last - first, "The rows of other pages, and what does not match, stay in the database."


@task(1)
async def test_words_are_taken_as_they_stand(todos, sql):
    """Per cent signs, underscores, quotes and backslashes are nothing special, and never a part of the statement."""
    word = new_token("word")
    strange = ["50% off", "do_it", "it's", 'say "hi"', "a\\b", "') OR 1 = 1 --", ":name", "?"]
    plain = ["50 off", "do it", "its", "say hi", "ab", "OR 1 = 1", "name", "1"]
    todos.add([(f"{word}{part}!", 1, 0) for part in strange + plain])

    for part in strange:
        with sql.watch() as sent:
            found = await todos.service.search(f"{word}{part}", 0)

        assert same(titles(found), [f"{word}{part}!"]), f"One title contains the words with {part!r} in them."
        bound = not any(word in statement.text for statement in sent.statements)
        note("the words as a parameter", "the words in the text of the statement" if not bound else "", bound)
        assert bound, "The words are in the text of the statement: bind them as a parameter."


@task(2)
async def test_stats_in_one_statement(todos, sql):
    """The three numbers cost one SELECT, which counts in the database."""
    todos.add([("plan", 5, 0), ("dig", 4, 0), ("water", 9, 0), ("rake", 9, 1)] + [("rest", 1, 1)] * 30)

    with sql.watch() as sent:
        numbers = await todos.service.stats()

    assert same(numbers, {"total": 34, "done": 31, "urgent": 2}), (
        "Of 34 to-dos 31 are done. Two of the others have a priority of 5 or more."
    )
    assert sent.count == 1, "Three numbers cost one statement."
    assert sent.rows < 10, "The database can count: the rows of the to-dos need not leave it."
    todos.add([("weed", 7, 0)])
    assert same(await todos.service.stats(), {"total": 35, "done": 31, "urgent": 3}), (
        "One more to-do has come since the first call, and it is urgent."
    )


@task(2)
async def test_stats_of_an_empty_list(todos):
    """With no to-do at all, each of the three numbers is 0."""
    numbers = await todos.service.stats()

    assert same(numbers, {"total": 0, "done": 0, "urgent": 0}), (
        "There are no to-dos, so each number is 0. In SQL a sum over no rows is NULL, and a count is not."
    )


@task(3)
async def test_to_dos_are_closed_with_one_update(todos, sql):
    """They are done for good, whoever was not done before is counted, and it costs one UPDATE."""
    todos.add([("plan", number % 7, number == 20) for number in range(1, 61)])

    with sql.watch() as sent:
        count = await todos.service.close_all([2, 20, 30, 4, 999])

    assert same(todos.done, [2, 4, 20, 30]), "Another connection should find these done: 20 was it before, 999 is none."
    assert same(count, 3), "2, 4 and 30 were not done before. 20 was, and 999 is no to-do."
    assert sent.of("UPDATE") == 1, "One UPDATE can close them all."
    assert sent.count == 1, "An UPDATE can say by itself which rows it is about, and how many they were."


@task(3)
async def test_many_or_none_are_closed(todos, sql):
    """500 cost no more than one, and none is no error."""
    todos.add([("plan", 1, 0)] * 600)

    with sql.watch() as sent:
        counts = [await todos.service.close_all(list(range(51, 551))), await todos.service.close_all([])]

    assert same(todos.done, list(range(51, 551))), "The to-dos 51 to 550 were closed, and then none."
    assert same(counts, [500, 0]), "The first call closed 500, and the second one none."
    assert sent.count <= 2, "Each call costs one UPDATE, or nothing when there is nothing to do."


@task(4)
async def test_the_export_is_csv(todos):
    """A header and a line for each to-do, in the order of the ids, which every program that knows CSV can read."""
    names = [new_token("title"), 'say "hi", twice', "two\nlines", "=1+1", ""]
    todos.add(
        [(name, number, number % 2) for number, name in enumerate(names)],
        [(2, "work"), (2, "garden"), (2, "money"), (4, "home")],
    )

    async with lines_of(todos.service) as lines:
        found = await take(lines, 50)

    tags = ["", "garden money work", "", "home", ""]
    expected = [list(HEADER)] + [
        [str(number + 1), name, str(number), str(number % 2), tags[number]] for number, name in enumerate(names)
    ]
    assert all(type(line) is str for line in found), "export() should give texts."
    read = list(csv.reader(io.StringIO("".join(found), newline="")))
    assert same(read, expected), "That is how a program that knows CSV should read the export."
    assert Count(len(found), "texts", "text") == len(expected), "Each text should be one whole line."


@task(4, points=2)
async def test_the_export_is_a_stream(todos, sql):
    """However long the list is, at most 1000 rows are in memory at once, for few statements."""
    names = todos.add_many()

    with sql.watch() as sent:
        async with lines_of(todos.service) as lines:
            found = await take(lines, 501)
            # A budget for the beginning: thousands of statements would take their time.
            assert sent.count <= 500 // 50 + 2, "A statement should serve for 50 to-dos or more."
            found += await take(lines, MANY)

    read = [(row[0], row[1], row[4]) for row in csv.reader(found[1:])]
    expected = [(str(number), name, "" if number % 3 else "garden") for number, name in enumerate(names, 1)]
    assert Count(len(read), "to-dos", "to-do") == MANY, "Each to-do should have a line in the export."
    wrong = [number for number, (row, right) in enumerate(zip(read, expected, strict=True), 1) if row != right]
    assert same(wrong[:5], []), "These lines of the export, counted from 1 after the header, should be about others."
    assert sent.most_rows_at_once <= AT_ONCE, (
        "So many rows came into memory in one go. Let the database hand them over in smaller portions."
    )
    assert sent.count <= MANY // 50 + 2, "A statement should serve for 50 to-dos or more."


@task(5, points=2)
async def test_a_consumer_may_stop_early(todos, sql):
    """Who has had enough closes the export: then few rows were read, and the connection is back in the pool."""
    names = todos.add_many()

    with sql.watch() as sent:
        async with lines_of(todos.service) as lines:
            found = await take(lines, 11)
            # A producer in the background would go on now.
            for _ in range(100):
                await asyncio.sleep(0)
        # No await before this line: the connection must be back already.
        taken = todos.taken

    assert same([row[1] for row in csv.reader(found[1:])], names[:10]), "These are the titles of the first ten lines."
    assert taken == 0, (
        "The consumer has closed the export after ten lines, and its connection is not back in the pool. Whatever the "
        "export goes through itself has to be closed as well."
    )
    assert sent.rows <= 2 * AT_ONCE, "Ten lines were asked for: most of the rows should not have been read at all."
    assert same(titles(await todos.service.search(names[41], 0)), [names[41]]), "After that, a search should work."


@task(5)
async def test_a_cancelled_export(todos):
    """Cancelled at any of its awaits, an export gives its connection back, and the cancellation goes on."""
    todos.add([("plan", 1, 0), ("dig", 2, 1), ("water", 3, 0)], [(2, "garden")])
    found = []

    async def consume():
        found.clear()
        async with lines_of(todos.service) as lines:
            found.extend(await take(lines, 10))

    await consume()
    assert Count(len(found), "lines", "line") == 4, "There are three to-dos, so the export has four lines."
    async for run in cancel_at_each_await(consume):
        assert run.passed_on, f"{run}: the cancellation should come out of the export, and it did not."
        assert todos.taken == 0, f"{run}: the export has ended, and its connection is not back in the pool."
        assert same(list(run.left), []), f"{run}: a task went on after the export had ended."
