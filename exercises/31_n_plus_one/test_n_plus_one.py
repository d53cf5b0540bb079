"""The checks of exercise 31, in the order of its tasks."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from n_plus_one import Author, cards, count_sql, report, report_slow
from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from grader.checks import Count, new_token, same, task

TABLES = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);
CREATE TABLE posts (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors, title VARCHAR NOT NULL);
CREATE TABLE prizes (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors, title VARCHAR NOT NULL);
"""
LISTENERS = ("before_execute", "after_execute", "before_cursor_execute", "after_cursor_execute")


@dataclass
class Blog:
    """What is in the database: for each author an id, a name, and the titles."""

    authors: list[tuple[int, str]]
    posts: dict[int, list[str]] = field(default_factory=dict)
    prizes: dict[int, list[str]] = field(default_factory=dict)

    @property
    def in_order(self):
        """The authors by name, then by id."""
        return sorted(self.authors, key=lambda author: (author[1], author[0]))

    @property
    def report(self):
        """What report should return."""
        return [(name, len(self.posts[id])) for id, name in self.in_order]

    @property
    def cards(self):
        """What cards should return."""
        return [(name, self.posts[id], self.prizes[id]) for id, name in self.in_order]

    @property
    def rows(self):
        """How many rows the three tables have."""
        titles = [*self.posts.values(), *self.prizes.values()]
        return len(self.authors) + sum(map(len, titles))


def blog_of(count, *, posts=lambda number: number % 4, prizes=lambda number: (number + 1) % 3):
    """A blog of so many authors. Their names are not in the order of their ids, and two have the same name."""
    names = [new_token(f"author {7 * number % count + 1:03}") for number in range(count)]
    names[-1] = names[1]
    blog = Blog(list(enumerate(names, 1)))
    for number, _ in blog.authors:
        blog.posts[number] = [new_token(f"post {n} of id {number}") for n in range(1, posts(number) + 1)]
        blog.prizes[number] = [new_token(f"prize {n} of id {number}") for n in range(1, prizes(number) + 1)]
    return blog


def store(url, blog):
    """Write a blog into an empty database, around the engine. The titles of the authors lie in turns."""
    with closing(sqlite3.connect(url.partition(":///")[2])) as connection:
        # Nobody needs these rows after a power failure.
        connection.executescript(f"PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; BEGIN; {TABLES}")
        connection.executemany("INSERT INTO authors VALUES (?, ?)", blog.authors)
        for table, titles in (("posts", blog.posts), ("prizes", blog.prizes)):
            most = max(map(len, titles.values()))
            turns = [(id, own[n]) for n in range(most) for id, own in titles.items() if n < len(own)]
            connection.executemany(f"INSERT INTO {table} (author_id, title) VALUES (?, ?)", turns)
        connection.commit()


@pytest.fixture
async def new_engine():
    """Makes engines of the check's own."""
    engines = []

    def make(url):
        engines.append(create_async_engine(url))
        return engines[-1]

    yield make
    for engine in engines:
        await engine.dispose()


def plain(result):
    """The same with tuples in place of SQLAlchemy's rows, which are as good."""
    if type(result) is not list:
        return result
    return [tuple(line) if isinstance(line, Row) else line for line in result]


def heard_by(engine):
    """How many functions listen to what an engine sends."""
    return Count(sum(len(getattr(engine.sync_engine.dispatch, name)) for name in LISTENERS), "listeners", "listener")


@task(1)
async def test_the_counter_counts(new_engine, sqlite_url, sql):
    """The counter says what the check's own counter says: 6 for the slow report, and 0 where nothing is sent."""
    store(sqlite_url, blog_of(5))
    engine = new_engine(sqlite_url)
    times = []

    async with AsyncSession(engine) as session:

        async def slow():
            times.append("slow")
            await report_slow(session)

        async def nothing():
            times.append("nothing")

        with sql.watch() as sent:
            counted = [await count_sql(engine, slow), await count_sql(engine, nothing)]

        assert same(times, ["slow", "nothing"]), "count_sql should await the work that it was given, once."
        assert same(counted, [int(sent.count), 0]), (
            "First the slow report was counted, then work that sends nothing. Each call should return what was sent "
            "during its own work."
        )


@task(1)
async def test_only_this_engine_and_only_meanwhile(new_engine, sqlite_url, tmp_path):
    """Statements before, afterwards and of another engine do not count; many rows in one statement are one."""
    store(sqlite_url, blog_of(5))
    engine, other = new_engine(sqlite_url), new_engine(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    numbers = [{"title": new_token(f"title {number}")} for number in range(4)]

    async def both():
        async with engine.connect() as mine, other.connect() as others:
            for _ in range(3):
                await others.execute(text("SELECT 1"))
            await mine.execute(text("INSERT INTO posts (author_id, title) VALUES (1, :title)"), numbers)
            await mine.execute(text("SELECT 2"))

    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    counted = [await count_sql(engine, both)]
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    counted.append(await count_sql(engine, both))

    assert same(counted, [2, 2]), (
        "Counted twice: one INSERT of four rows and one SELECT, while another engine sends three. Each time that makes "
        "two statements of this engine."
    )


@task(1)
async def test_the_counter_goes_when_the_work_ends(new_engine, sqlite_url):
    """An error of the work comes out, and in any case nobody listens to the engine afterwards."""
    engine, error, told = new_engine(sqlite_url), LookupError("no such blog"), None
    before = heard_by(engine)
    during = []

    async def work():
        during.append(heard_by(engine))

    async def fail():
        raise error

    counted = await count_sql(engine, work)
    after = heard_by(engine)
    try:
        await count_sql(engine, fail)
    except LookupError as raised:
        told = raised

    assert same([counted, len(during)], [0, 1]), "The work was to be awaited once, and sends nothing: that counts 0."
    assert after == int(before), "The work has ended, and the engine has another number of listeners than before."
    assert same(told, error), "The work raised an error, and the caller should get that very error."
    assert heard_by(engine) == int(before), (
        "The work has raised an error, and the engine has another number of listeners than before."
    )


async def reported(new_engine, sqlite_url, sql, count):
    """Run the report of a blog with so many authors; returns what came, what should have come, and what was sent."""
    blog = blog_of(count)
    store(sqlite_url, blog)
    async with AsyncSession(new_engine(sqlite_url)) as session:
        with sql.watch() as sent:
            result = await report(session)
        return plain(result), blog.report, sent


@task(2, points=2)
async def test_five_authors_take_two_statements(new_engine, sqlite_url, sql):
    """The report says what the slow one says, and sends 2 statements at most."""
    result, expected, sent = await reported(new_engine, sqlite_url, sql, 5)

    assert same(result, expected), (
        "Each author should be there once, by name and then by id, with the number of posts: also an author without "
        "posts, and two of the same name."
    )
    assert sent.within(2, per="author"), (
        "The report is right, and takes more than 2 statements. If there is one for each author, 500 authors take 501."
    )


@task(2)
async def test_so_do_five_hundred(new_engine, sqlite_url, sql):
    """With 500 authors it is 2 statements at most as well."""
    result, expected, sent = await reported(new_engine, sqlite_url, sql, 500)

    assert result == expected, "With 500 authors the report should have the same lines as the slow one."
    assert sent.within(2, per="author"), "The number of statements should not depend on the number of authors."


@task(2)
async def test_authors_alone_stay_cheap(new_engine, sqlite_url, sql):
    """Whoever reads only names is not made to load posts or prizes: what the report needs, it asks for itself."""
    blog = blog_of(5)
    store(sqlite_url, blog)
    engine, everybody = new_engine(sqlite_url), select(Author).order_by(Author.id)

    async with AsyncSession(engine) as session:
        with sql.watch() as sent:
            names = [author.name for author in (await session.scalars(everybody)).unique()]
    async with AsyncSession(engine) as session:
        result = plain(await report(session))

    assert same(names, [name for _, name in blog.authors]), "Somebody else read the authors, and got other names."
    assert sent.within(1), "Somebody else read only the authors, and more than that was asked."
    assert sent.rows <= len(blog.authors), "Somebody else read only the authors, and more rows than those came over."
    assert same(result, blog.report), "And the report should say what the slow one says."


@task(3, points=2)
async def test_cards_take_three_statements(new_engine, sqlite_url, sql):
    """The cards have all titles in their order, and take 3 statements at most."""
    blog = blog_of(5)
    store(sqlite_url, blog)

    async with AsyncSession(new_engine(sqlite_url)) as session:
        with sql.watch() as sent:
            result = plain(await cards(session))

    assert same(result, blog.cards), (
        "There should be a card for each author, in the order of the report: name, titles of the posts, titles of the "
        "prizes, the titles in the order of their ids and each of them once."
    )
    assert sent.within(3, per="author"), "The cards are right, and take more than 3 statements."


@task(3)
async def test_no_row_comes_twice(new_engine, sqlite_url, sql):
    """Authors with many posts and many prizes: no more rows come over than there are."""
    blog = blog_of(5, posts=lambda number: 8, prizes=lambda number: 6)
    store(sqlite_url, blog)

    async with AsyncSession(new_engine(sqlite_url)) as session:
        with sql.watch() as sent:
            result = plain(await cards(session))

    assert same(result, blog.cards), "Each author has 8 posts and 6 prizes, and each title should be there once."
    assert sent.rows <= blog.rows, (
        "More rows came over than the tables have. Joined in one query, two collections multiply: 8 posts and 6 prizes "
        "make 48 rows."
    )
    assert sent.within(3, per="author"), "The cards are right, and take more than 3 statements."
