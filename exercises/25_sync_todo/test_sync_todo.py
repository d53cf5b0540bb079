"""The checks of exercise 25, in the order of its tasks."""

import sqlite3
import time
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sync_todo import Todo, add, count, first_three, make_engine, titles_raw

from grader.checks import new_token, same, task

TABLE = """
CREATE TABLE todos (
    id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL, description VARCHAR(1000) NOT NULL, priority INTEGER NOT NULL
)
"""
"""What the stub's model is in SQL."""
COLUMNS = ["id", "title", "description", "priority"]


@pytest.fixture
def url(sqlite_url):
    """The URL of a new database, for an engine without await."""
    return sqlite_url.replace("+aiosqlite", "")


@pytest.fixture
def engine(url):
    """An engine of the check's own, on a database with the table and no rows."""
    with database(url) as connection:
        connection.execute(TABLE)
    engine = create_engine(url)
    yield engine
    engine.dispose()


def database(url):
    """A connection of the check's own, around the engine."""
    return closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None))


def stored(url):
    """The rows of the database without their ids, in the order of their ids."""
    with database(url) as connection:
        rows = connection.execute("SELECT title, description, priority FROM todos ORDER BY id")
        return [list(row) for row in rows]


def store(url, rows):
    """Put rows into the database, around the engine."""
    with database(url) as connection:
        connection.executemany("INSERT INTO todos (title, description, priority) VALUES (?, ?, ?)", rows)


def make_rows(*priorities):
    """Rows with texts that nobody can guess."""
    return [
        [new_token(f"title {number}"), new_token(f"description {number}"), priority]
        for number, priority in enumerate(priorities, 1)
    ]


@contextmanager
def opened(url):
    """What make_engine makes for this database; the check disposes of it."""
    engine = make_engine(url)
    assert isinstance(engine, Engine), (
        f"make_engine should return an Engine, and it returned an object of type {type(engine).__name__}."
    )
    try:
        yield engine
    finally:
        engine.dispose()


@task(1)
def test_the_table_is_made(url):
    """A new database gets its table; in one that has it, the rows stay."""
    rows = make_rows(2, 1)

    with opened(url), database(url) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(todos)")]
    assert same(columns, COLUMNS), "After make_engine, the table todos should be in the database, with these columns."

    store(url, rows)
    with opened(url):
        assert same(stored(url), rows), "The rows that were there before make_engine should still be there."


@task(1)
def test_old_connections_are_not_used(url, sql, monkeypatch):
    """After an hour the engine opens a new connection; before that it does not."""
    now, connects = time.time, []

    with opened(url) as engine:
        with engine.connect():
            pass
        for seconds in (3500, 3700):
            monkeypatch.setattr("time.time", lambda later=seconds: now() + later)
            with sql.watch() as sent, engine.connect():
                pass
            connects.append(sent.connects)
        monkeypatch.undo()

    assert connects[0] == 0, "The connection was 3500 seconds old: it is good for one more use."
    assert connects[1] == 1, (
        "The connection was 3700 seconds old, and was lent once more: it should have been replaced."
    )


@task(2, points=2)
def test_what_is_added_is_saved(engine, url):
    """Another connection finds the row, and the caller gets its id."""
    rows = make_rows(2, 4)
    rows[1][0] += "'); DROP TABLE todos; --"
    store(url, make_rows(1))

    ids = [add(engine, *row) for row in rows]

    assert same(stored(url)[1:], rows), (
        "Another connection should find the two rows that were added, as they are. What no commit has made final, "
        "nobody else ever sees."
    )
    assert same(ids, [2, 3]), "add should return the ids that the database gave to the two rows."


@task(2)
def test_what_is_refused_is_told(engine, url):
    """When the database refuses a row, the caller gets its error, and the next one is saved as usual."""
    refused, row = make_rows(3, 2)
    error = None

    try:
        add(engine, None, *refused[1:])
    except SQLAlchemyError as raised:
        error = raised
    number = add(engine, *row)

    assert isinstance(error, IntegrityError), "There was no title, and the caller should get the IntegrityError."
    assert same(stored(url), [row]), "One row was refused and another one added: only that one should be there."
    assert same(number, 1), "add should return the id that the database gave to the row."


@task(3, points=2)
def test_the_first_three_come_in_order(engine, url, sql):
    """Three to-dos, the most important first, equals by their id; read when no connection is in use any more."""
    rows = make_rows(1, 4, 2, 50, 4, 4)
    rows[1][0], rows[4][0] = rows[4][0], rows[1][0]
    store(url, rows)

    with sql.watch() as sent:
        todos = first_three(engine)

    assert same([type(todos), len(todos)], [list, 3]), (
        "There are more than three to-dos: the result is a list of three."
    )
    assert all(isinstance(todo, Todo) for todo in todos), "Each of the three should be a Todo."
    found = [[todo.id, todo.title, todo.description, todo.priority] for todo in todos]
    assert same(found, [[number, *rows[number - 1]] for number in (4, 2, 5)]), (
        "The three should be the ones with the highest priority, the highest first, and of equals the one with the "
        "lower id first."
    )
    assert sent.selects == 1, "One question to the database is enough."
    assert sent.rows <= 3, "Let the database pick the three, and bring no others over."


@task(3)
def test_fewer_than_three_are_all_there_are(engine, url):
    """With two to-dos, both come."""
    rows = make_rows(1, 2)
    store(url, rows)

    todos = first_three(engine)

    assert same([todo.title for todo in todos], [rows[1][0], rows[0][0]]), (
        "There are only two: both should come, the higher priority first."
    )


@task(4)
def test_the_database_counts(engine, url, sql):
    """The number is right, also after some were removed, and no row is read in order to count it."""
    rows = make_rows(1, 2, 3, 4, 5, 5, 7)
    rows[3] = rows[2]
    store(url, rows)
    with database(url) as connection:
        connection.execute("DELETE FROM todos WHERE id IN (2, 5)")

    with sql.watch() as sent:
        number = count(engine)
    with database(url) as connection:
        connection.execute("DELETE FROM todos")
    none = count(engine)

    assert same(number, 5), "There were seven to-dos, two were removed, and count should give the rest."
    assert same(none, 0), "All to-dos were removed, and count should give 0."
    assert sent.selects == 1, "One question to the database is enough."
    assert sent.rows <= 1, "Let the database count: its answer is one row with one number."


@task(5)
def test_titles_with_this_description(engine, url, sql):
    """The titles of the to-dos with exactly this description, in the order of their ids, picked by the database."""
    rows = make_rows(1, 3, 2, 4, 1)
    rows[0][0], rows[4][0] = rows[4][0], rows[0][0]
    rows[2][1] = rows[4][1] = rows[0][1]
    store(url, rows)
    with database(url) as connection:
        # With it, SQLite finds the titles sorted by themselves, unless somebody asks for another order.
        connection.execute("CREATE INDEX by_description ON todos (description, title)")

    with sql.watch() as sent:
        titles = titles_raw(engine, rows[0][1])

    assert same(titles, [rows[0][0], rows[2][0], rows[4][0]]), (
        "The result should be a list of the titles that have this description, in the order of their ids."
    )
    assert sent.rows <= 3, "Let the database pick the rows, and bring no others over."


@task(5)
def test_almost_the_same_is_another_description(engine, url):
    """Only what is the same to the letter is found: no pattern, no beginning, no other case, no space more or less."""
    rows = make_rows(1, 2, 3, 4, 5)
    first = rows[0][1]
    for row, text in zip(rows[1:], (f"{first} ", first.upper(), f"{first} and more", f"{first}%"), strict=True):
        row[1] = text
    store(url, rows)

    titles = [titles_raw(engine, row[1]) for row in rows]

    assert same(titles, [[row[0]] for row in rows]), (
        "Five descriptions are almost the same: one has a space more, one capital letters, one goes on, and one ends "
        "with a percent sign. Each should be found by itself alone."
    )


@task(5, points=2)
def test_whatever_was_typed_is_only_a_value(engine, url, sql):
    """A text with quotes or SQL in it is compared like any other: it travels beside the statement, not in it."""
    rows = make_rows(1, 2, 3)
    typed = rows[1][1]
    rows[2][1] += """'s "; DROP TABLE todos; --"""
    store(url, rows)

    with sql.watch() as sent:
        titles = titles_raw(engine, typed)
    assert same(titles, [rows[1][0]]), "One to-do has that description, and its title should come."
    assert not any(typed in statement.text for statement in sent.statements), (
        "What was typed is part of the SQL that was sent: pass it as a parameter, beside the statement."
    )

    titles = titles_raw(engine, rows[2][1])
    nothing = titles_raw(engine, "x' OR 'x' = 'x")

    assert same(titles, [rows[2][0]]), "One to-do has a description with quotes in it, and its title should come."
    assert same(nothing, []), "No to-do has a description that looks like SQL: the result should be an empty list."
    assert same(stored(url), rows), "Asking should change nothing, whatever was asked."


@task(6)
def test_one_connection_serves_all_calls(url, sql):
    """From make_engine to the last question, a single connection is opened, and lent again and again."""
    rows = make_rows(3, 5)

    with sql.watch() as sent, opened(url) as engine:
        for row in rows:
            add(engine, *row)
        numbers = [count(engine), len(first_three(engine)), len(titles_raw(engine, rows[0][1]))]

    assert same(numbers, [2, 2, 1]), (
        "Two to-dos were added: count should give 2, first_three both of them, and titles_raw the one title that has "
        "the description of the first."
    )
    assert sent.connects <= 1, (
        "One connection is enough: whoever needs it borrows it from the pool of the one engine, and gives it back."
    )
