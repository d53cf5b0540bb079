"""The checks of exercise 35, in the order of its tasks."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from serializer import Comment, NotFound, Post, Tag, User, feed, post_page, to_dict
from sqlalchemy import inspect, select
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import joinedload, selectinload

from grader.checks import Count, new_token, same, task

TABLES = """
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL UNIQUE);
CREATE TABLE posts (
    id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES users, written DATETIME NOT NULL,
    title VARCHAR NOT NULL, body VARCHAR NOT NULL
);
CREATE TABLE post_tags (
    post_id INTEGER NOT NULL REFERENCES posts, tag_id INTEGER NOT NULL REFERENCES tags, PRIMARY KEY (post_id, tag_id)
);
CREATE TABLE comments (
    id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts, author_id INTEGER REFERENCES users,
    written DATETIME NOT NULL, text VARCHAR NOT NULL
);
"""
POSTS, TAGS, USERS = 12, 5, 40
BUSY, QUIET = 4, 9
"""The ids of a post with many comments, and of one without tags and comments."""
WITH_BODY = re.compile(r"body|(?<!\()\*")
"""A statement that reads bodies, by their name or with a star. ``count(*)`` does not."""
MOST = 20
"""How many comments a page shows."""
NOON = datetime(2026, 3, 1, 12)


def moment(number):
    """Moments are not in the order of numbers, and two numbers share one."""
    return NOON + timedelta(hours=7 * number % 50 // 2)


class Blog:
    """What is in the database, as rows and as pages."""

    def __init__(self):
        self.users = {id: new_token(f"user {id}") for id in range(1, USERS + 1)}
        self.tags = {id: new_token(f"tag {6 - id}") for id in range(1, TAGS + 1)}
        self.posts = [
            (id, id % 3 + 1, moment(id), new_token(f"title {id}"), new_token(f"body {id}"))
            for id in range(1, POSTS + 1)
        ]
        self.links = [
            (post, tag) for post in range(1, POSTS + 1) for tag in self.tags if post != QUIET and (post + tag) % 2
        ]
        # Two posts have comments, and their ids lie in turns. Every fifth one is anonymous.
        self.comments = [
            (
                id,
                BUSY if id % 3 else BUSY + 1,
                None if id % 5 == 0 else id % USERS + 1,
                moment(id),
                new_token(f"text {id}"),
            )
            for id in range(1, 76)
        ]

    def user(self, id):
        """A user in a page."""
        return None if id is None else {"id": id, "name": self.users[id]}

    def tags_of(self, post):
        """The names of a post's tags, in order."""
        return sorted(self.tags[tag] for id, tag in self.links if id == post)

    def comments_of(self, post):
        """All comments of a post, the latest first."""
        rows = sorted((row for row in self.comments if row[1] == post), key=lambda row: (row[3], row[0]), reverse=True)
        return [
            {"id": id, "text": text, "written": written.isoformat(), "author": self.user(author)}
            for id, _, author, written, text in rows
        ]

    def page(self, post):
        """The page that post_page should return."""
        id, author, written, title, body = self.posts[post - 1]
        return {
            "id": id,
            "title": title,
            "body": body,
            "written": written.isoformat(),
            "author": self.user(author),
            "tags": self.tags_of(post),
            "comments": self.comments_of(post)[:MOST],
        }

    def feed(self, n):
        """What feed should return."""
        latest = sorted(self.posts, key=lambda row: (row[2], row[0]), reverse=True)[:n]
        pages = [{**self.page(row[0]), "comments": len(self.comments_of(row[0]))} for row in latest]
        return [{key: value for key, value in page.items() if key != "body"} for page in pages]

    def store(self, url):
        """Write it into an empty database, around the engine."""
        with closing(sqlite3.connect(url.partition(":///")[2])) as connection:
            connection.executescript(TABLES)
            for table, rows in (
                ("users", self.users.items()),
                ("tags", self.tags.items()),
                ("posts", self.posts),
                ("post_tags", self.links),
                ("comments", self.comments),
            ):
                rows = [
                    [value.isoformat(" ") if isinstance(value, datetime) else value for value in row] for row in rows
                ]
                connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
            connection.commit()


@pytest.fixture
def blog(sqlite_url):
    """A blog in the database."""
    blog = Blog()
    blog.store(sqlite_url)
    return blog


@pytest.fixture
async def maker(blog, sqlite_url):
    """A maker of sessions of the check's own. Its sessions expire their objects at a commit, as they usually do."""
    engine = create_async_engine(sqlite_url)
    yield async_sessionmaker(engine)
    await engine.dispose()


def in_json(page):
    """The page after a trip through JSON; what JSON has no word for is told as such."""
    try:
        return json.loads(json.dumps(page))
    except TypeError as error:
        return f"no JSON: {error}"


def same_page(got, expected):
    """Whether a page, or a list of pages, is the same in JSON. For the figures, both are cut down to what differs."""
    return same(*cut_down(in_json(got), expected))


def cut_down(got, expected):
    """Both, down to the first place where they differ: a whole page is too much to read."""
    if type(got) is dict and type(expected) is dict:
        if got.keys() != expected.keys():
            return sorted(got), sorted(expected)
        for key, value in expected.items():
            if json.dumps(got[key], sort_keys=True) != json.dumps(value, sort_keys=True):
                return tuple({key: part} for part in cut_down(got[key], value))
    if is_rows(got) and is_rows(expected):
        ids, wanted = [[row.get("id") for row in rows] for rows in (got, expected)]
        if ids != wanted:
            return ids, wanted
        for row, right in zip(got, expected, strict=True):
            if json.dumps(row, sort_keys=True) != json.dumps(right, sort_keys=True):
                return cut_down(row, right)
    return got, expected


def is_rows(value):
    """Whether it is a list of dicts."""
    return type(value) is list and all(type(row) is dict for row in value)


def came_of(function, *arguments):
    """What a call came to: an error because of something that is not loaded, another error, or a value of a type."""
    try:
        value = function(*arguments)
    except InvalidRequestError as error:
        return "it raises" if "is not available" in str(error) else f"it raised {type(error).__name__}"
    except SQLAlchemyError as error:
        return f"it raised {type(error).__name__}"
    return "it raises" if type(value).__name__ == "WriteOnlyCollection" else f"it gave a {type(value).__name__}"


def draft(title="title", comments=()):
    """A post that was never in a database, and comments on it, all with unguessable texts."""
    author = User(id=5, name=new_token("the author"))
    tags = [Tag(id=number, name=new_token(f"tag {letter}")) for number, letter in enumerate("cab", 1)]
    post = Post(id=3, title=new_token(title), body=new_token("body"), written=moment(3), author=author, tags=tags)
    return post, [
        Comment(
            id=number,
            text=new_token(f"comment {number}"),
            written=moment(number),
            author=None if number == 8 else User(id=number, name=new_token(f"reader {number}")),
        )
        for number in comments
    ]


def page_of(post, comments):
    """What to_dict should return for them."""
    return {
        "id": post.id,
        "title": post.title,
        "body": post.body,
        "written": post.written.isoformat(),
        "author": {"id": post.author.id, "name": post.author.name},
        "tags": sorted(tag.name for tag in post.tags),
        "comments": [
            {
                "id": comment.id,
                "text": comment.text,
                "written": comment.written.isoformat(),
                "author": comment.author and {"id": comment.author.id, "name": comment.author.name},
            }
            for comment in comments
        ],
    }


@task(1, points=2)
def test_a_page_is_made_of_plain_values():
    """The page has all that the task names, in values that JSON has words for; post and comments stay as they are."""
    post, comments = draft(comments=(9, 8, 11))
    expected, tags = page_of(post, comments), list(post.tags)

    page = to_dict(post, list(comments))

    assert same_page(page, expected), (
        "The page should be as the docstring has it: tags in alphabetical order, comments in the order in which they "
        "were passed, and None for the author of an anonymous one."
    )
    assert list(post.tags) == tags, "to_dict changed the post: its tags are in another order, or not the same ones."

    post, _ = draft()
    post.tags = []
    assert same_page(to_dict(post, []), page_of(post, [])), "A post without tags and comments has empty lists."


@task(1)
async def test_a_page_needs_no_session(maker, blog, sql):
    """The session is closed, only what the task names was loaded, and to_dict works all the same and sends nothing."""
    async with maker() as session:
        post = await session.get(Post, BUSY, options=[joinedload(Post.author), selectinload(Post.tags)])
        query = select(Comment).where(Comment.id.in_([1, 5])).options(joinedload(Comment.author)).order_by(Comment.id)
        comments = list(await session.scalars(query))

    with sql.watch() as sent:
        page = to_dict(post, comments)

    known = {comment["id"]: comment for comment in blog.comments_of(BUSY)}
    assert same_page(page, {**blog.page(BUSY), "comments": [known[1], known[5]]}), (
        "The page should be made of the post and of the comments that were passed, and nothing else."
    )
    assert sent.count == 0, "to_dict sent SQL: it is to work without."


@task(2, points=2)
async def test_nothing_is_loaded_by_accident(maker, blog, sql):
    """Reading a relationship that was not loaded raises at once, and sends nothing; so to_dict fails on such a post."""
    found = []
    for model in (Post, Comment, User, Tag):
        async with maker() as session:
            with sql.watch() as sent:
                thing = await session.get(model, 1)
                loading = Count(len(sent.statements), "statements", "statement")
                names = sorted(inspect(model).relationships.keys())
                found += [[f"{model.__name__}.{name}", came_of(getattr, thing, name)] for name in names]
            assert loading == 1, f"Loading one {model.__name__} was more than one statement. Who needs the others?"
            assert sent.count == 1, f"Reading a relationship of a {model.__name__} that was not loaded sent SQL."

    wrong = [f"{name}: {what}" for name, what in found if what != "it raises"]
    assert same(wrong, []), (
        "Nobody asked for these relationships: reading one should raise InvalidRequestError, 'not available'."
    )
    missing = {"Comment.author", "Post.author", "Post.comments", "Post.tags"} - {name for name, _ in found}
    assert same(sorted(missing), []), "These relationships were given, and should still be there."

    async with maker() as session:
        told = came_of(to_dict, await session.get(Post, BUSY), [])
    assert same(told, "it raises"), (
        "The author and the tags of this post were not loaded: to_dict should fail with SQLAlchemy's own error."
    )


@task(2)
async def test_a_post_can_be_shown(maker, blog, sql):
    """repr(post) has the title in it, needs nothing but the post's own row, and leaves its page as it is."""
    post, comments = draft(comments=(9, 11))
    expected = page_of(post, comments)
    told = "nothing"
    async with maker() as session:
        stored = await session.get(Post, BUSY)
        with sql.watch() as sent:
            try:
                shown = [repr(stored), repr(post)]
            except SQLAlchemyError as error:
                shown, told = ["", ""], type(error).__name__

    assert same(told, "nothing"), (
        "Only the post's own row was loaded, and repr(post) raised an error. It is for logs, where nobody has loaded "
        "anything for it."
    )
    assert sent.count == 0, "repr(post) sent SQL."
    titles = [blog.page(BUSY)["title"], post.title]
    assert same([title in text for title, text in zip(titles, shown, strict=True)], [True, True]), (
        "repr(post) should have the title in it, of a post from the database and of a new one."
    )
    assert same_page(to_dict(post, comments), expected), "Showing a post should not change its page."


@task(3, points=2)
async def test_a_page_comes_within_the_budget(maker, blog, sql):
    """The whole page with its 20 latest comments, at most 4 statements, and no comments read that it does not show."""
    with sql.watch() as sent:
        page = await post_page(maker, BUSY)

    assert same_page(page, blog.page(BUSY)), (
        f"The page should show the post with its {MOST} latest comments, the latest first, anonymous ones too."
    )
    assert sent.count <= 4, "The page has a budget of 4 statements."
    # The post, its author and tags, the comments and their authors: each may come as a row of its own.
    assert sent.rows <= 2 + TAGS + 2 * MOST, (
        "More rows were read than the page shows: comments beyond the 20, or the same ones several times."
    )


@task(3)
async def test_a_page_may_be_nearly_empty(maker, blog):
    """A post without tags and comments has a page, and so have two others: each shows its own."""
    for post in (QUIET, BUSY + 1, 1):
        page = await post_page(maker, post)

        what = "without tags and comments" if post == QUIET else "with tags"
        assert same_page(page, blog.page(post)), (
            f"This is the page of a post {what}. Everything on it should be of this post."
        )


@task(3)
async def test_no_such_post(maker, blog, sql):
    """A post that is not there is NotFound, and a single statement tells."""
    told = None
    with sql.watch() as sent:
        try:
            await post_page(maker, 1000)
        except NotFound as error:
            told = error

    assert same(type(told).__name__, "NotFound"), "There is no such post: post_page should raise NotFound."
    assert sent.count == 1, "One statement tells that there is no such post. What are the others for?"


@task(4, points=2)
async def test_the_feed_has_a_constant_budget(maker, blog, sql):
    """The n latest posts, at most 4 statements for 3 as for 12, and no body or comment is read."""
    for n in (3, POSTS):
        expected = blog.feed(n)

        with sql.watch() as sent:
            found = await feed(maker, n)

        assert same_page(found, expected), (
            f"The feed should be a list of the {n} latest posts, the latest first: no body, and as comments their "
            "number, which is 0 for most of them."
        )
        assert sent.count <= 4, f"The feed has a budget of 4 statements, and this was a feed of {n} posts."
        bodies = sum(bool(WITH_BODY.search(statement.text)) for statement in sent.statements)
        assert Count(bodies, "statements with a body", "statement with a body") == 0, (
            "A body may be long, and the feed does not show any: do not read them."
        )
        # A post, its author, its count and its tags: each may come as a row of its own.
        assert sent.rows <= 3 * n + sum(len(page["tags"]) for page in expected), (
            "More rows were read than the feed needs: comments to be counted, posts that it does not show, or the same "
            "ones several times."
        )


@task(4)
async def test_an_empty_feed(maker, blog):
    """No posts wanted is an empty list; a post that came since is in the next feed."""
    nothing = await feed(maker, 0)
    title = new_token("a new title")
    async with maker() as session:
        session.add(Post(author_id=1, title=title, body="", written=NOON + timedelta(days=30)))
        await session.commit()

    found = await feed(maker, 1)

    assert same(nothing, []), "With n = 0 the feed should be an empty list."
    assert same([page["title"] for page in found], [title]), (
        "A post was stored since: it is the latest, and comes first."
    )
