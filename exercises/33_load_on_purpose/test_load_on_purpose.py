"""The checks of exercise 33, in the order of its tasks."""

import sqlite3
from contextlib import closing

import pytest
from load_on_purpose import Member, Team, new_team, with_awaitable, with_option, with_refresh
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from grader.checks import new_token, same, task

TABLES = """
PRAGMA synchronous = OFF;
CREATE TABLE teams (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);
CREATE TABLE members (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams, name VARCHAR NOT NULL);
CREATE TABLE coaches (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams, name VARCHAR NOT NULL);
"""
OURS = 2
"""The id of the team that the checks ask for."""


def database(url):
    """A connection of the check's own, around the engine."""
    return closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None))


class Club:
    """Three teams in the database. Their people lie there in turns, so that no order comes by itself."""

    def __init__(self, url):
        self.url = url
        teams = {number: new_token(f"team {number}") for number in (1, OURS, 3)}
        turns = [(number, team) for number in (3, 1, 4, 2) for team in (3, 1, OURS)]
        members = {(number, team): new_token(f"member {number} of team {team}") for number, team in turns}
        coaches = {number: new_token(f"coach {number}") for number in (5, 6)}
        with database(url) as connection:
            connection.executescript(TABLES)
            connection.executemany("INSERT INTO teams VALUES (?, ?)", teams.items())
            rows = [(10 * number + team, team, name) for (number, team), name in members.items()]
            connection.executemany("INSERT INTO members VALUES (?, ?, ?)", rows)
            connection.executemany("INSERT INTO coaches VALUES (?, 2, ?)", coaches.items())
        self.name, self.other_name = teams[OURS], teams[1]
        self.members = [members[number, OURS] for number in (1, 2, 3, 4)]
        self.coaches = list(coaches.values())

    def join(self):
        """Somebody joins our team, around the engine; returns the name."""
        name = new_token("the newcomer")
        with database(self.url) as connection:
            connection.execute("INSERT INTO members VALUES (99, 2, ?)", (name,))
        return name

    def select(self, statement):
        """What another connection reads."""
        with database(self.url) as connection:
            return [row[0] for row in connection.execute(statement)]


@pytest.fixture
def club(sqlite_url):
    """What is in the database."""
    return Club(sqlite_url)


@pytest.fixture
async def engine(club):
    """An engine of the check's own, on that database."""
    engine = create_async_engine(club.url)
    yield engine
    await engine.dispose()


def names_in(team, collection):
    """The names in one of a team's collections, or the name of the error that reading it raised."""
    try:
        return [person.name for person in getattr(team, collection)]
    except SQLAlchemyError as error:
        return type(error).__name__


def name_of(team):
    """A team's name, or the name of the error that reading it raised."""
    try:
        return team.name
    except SQLAlchemyError as error:
        return type(error).__name__


@task(1, points=2)
async def test_no_member_is_loaded_by_accident(engine, club, sql):
    """A team comes alone, and whoever reads its members gets an error that says why, also in a sync function."""
    async with AsyncSession(engine) as session:
        with sql.watch() as sent:
            team = await session.get(Team, OURS)
        error, got = None, None
        with sql.watch() as accident:
            try:
                got = await session.run_sync(lambda _: team.members)
            except InvalidRequestError as raised:
                error = raised
        names = await with_option(session, OURS)

        assert same(team.name, club.name), "Another name was stored for this team."
        assert sent.within(1), "The team alone was asked for, and more than the team was loaded."
        assert sent.rows <= 1, "The team alone was asked for, and more rows than one came over."
        assert got != [], (
            "Reading team.members was answered with a list that says nobody is there, and four people are."
        )
        assert accident.within(0), "A sync function read team.members, and SQLAlchemy loaded them without being asked."
        assert "is not available due to lazy" in str(error), (
            "Nobody has loaded the members: reading team.members should raise an InvalidRequestError that says so."
        )
        assert same(names, club.members), "Loaded on purpose, the members should be there."


@task(1)
async def test_coaches_stay_lazy(engine, club, sql):
    """The coaches are not loaded with the team; a sync function that reads them loads them."""
    async with AsyncSession(engine) as session:
        team = await session.get(Team, OURS)

        with sql.watch() as sent:
            names = await session.run_sync(lambda _: [coach.name for coach in team.coaches])
        again = await with_awaitable(session, team)

        assert same(names, club.coaches), "A sync function read team.coaches, and should get both."
        assert sent.selects == 1, "The coaches should be loaded when somebody reads them for the first time."
        assert same(again, club.coaches), "with_awaitable should return both names, too."


@task(2, points=2)
async def test_an_option_loads_the_members(engine, club, sql):
    """The names of one team's members, in the order of their ids, with 2 statements at most."""
    async with AsyncSession(engine) as session:
        with sql.watch() as sent:
            names = await with_option(session, OURS)

        assert same(names, club.members), (
            "The result should be the names of the team's members, in the order of their ids."
        )
        assert sent.within(2, per="member"), "The names are right, and took more than 2 statements."
        assert sent.rows <= 1 + len(club.members), (
            "The names are right, and more rows than the team and its members came."
        )


@task(2)
async def test_the_session_may_know_the_team(engine, club, sql):
    """It works as well when the session has loaded the team before, without its members."""
    async with AsyncSession(engine) as session:
        team = await session.get(Team, OURS)

        with sql.watch() as sent:
            names = await with_option(session, team.id)

        assert same(names, club.members), "The session knew the team already: the result should be the same names."
        assert sent.within(2, per="member"), "The session knew the team already, and it took more than 2 statements."


@task(3, points=2)
async def test_refresh_loads_the_members(engine, club, sql):
    """The members are loaded into the team that was given: their names are returned, and team.members can be read."""
    async with AsyncSession(engine) as session:
        team, other = await session.get(Team, OURS), await session.get(Team, 1)

        with sql.watch() as sent:
            names = await with_refresh(session, team)
        with sql.watch() as later:
            loaded, kept = names_in(team, "members"), [name_of(team), name_of(other)]

        assert same(names, club.members), (
            "The result should be the names of the team's members, in the order of their ids."
        )
        assert same(loaded, club.members), "After with_refresh, team.members should be readable, with the same people."
        assert later.within(0), "After with_refresh, reading team.members should send nothing."
        assert same(kept, [club.name, club.other_name]), (
            "Before with_refresh the names of this team and of another one could be read, and afterwards no more."
        )
        assert sent.within(2), "The names are right, and took more than 2 statements."


@task(3)
async def test_refresh_looks_again(engine, club, sql):
    """When somebody has joined since, the next with_refresh finds out."""
    async with AsyncSession(engine) as session:
        team = await session.get(Team, OURS)
        before = await with_refresh(session, team)
        joined = club.join()

        with sql.watch() as sent:
            after = await with_refresh(session, team)

        assert same(before, club.members), "First the result should be the names of the four members."
        assert same(after, [*club.members, joined]), (
            "Somebody joined the team since the members were loaded: with_refresh should look again, and find all five."
        )
        assert same(names_in(team, "members"), after), "What with_refresh returned should be in team.members as well."
        assert sent.within(2), "Looking again took more than 2 statements."


@task(4, points=2)
async def test_awaitable_loads_the_coaches(engine, club, sql):
    """The coaches are loaded when they are needed for the first time; the second time they are there."""
    async with AsyncSession(engine) as session:
        team = await session.get(Team, OURS)

        with sql.watch() as sent:
            names = await with_awaitable(session, team)
        with sql.watch() as later:
            loaded = names_in(team, "coaches")
            again = await with_awaitable(session, team)

        assert same(names, club.coaches), (
            "The result should be the names of the team's coaches, in the order of their ids."
        )
        assert sent.within(1), "The names are right, and took more than 1 statement."
        assert same(loaded, club.coaches), (
            "After with_awaitable, team.coaches should be readable, with the same people."
        )
        assert same(again, club.coaches), "The second time, the result should be the same names."
        assert later.within(0), "The second time they were loaded already, and something was sent all the same."


@task(5, points=2)
async def test_a_new_team_has_nobody(engine, club, sql):
    """A new team is in the database, with two empty lists, and a member can be added to it at once."""
    async with AsyncSession(engine) as session:
        name, captain = new_token("new team"), new_token("captain")

        with sql.watch() as sent:
            team = await new_team(session, name)
        commits = sent.commits == 0
        with sql.watch() as later:
            lists = [names_in(team, "members"), names_in(team, "coaches")]

        assert commits, "new_team has committed. The caller commits, when everything else is done, too."
        assert sent.of("INSERT") == 1, "The new team should be flushed: one INSERT, so that it should have its id."
        assert sent.within(1), "One INSERT is all there is to send: a new team has nobody, and nobody needs to ask."
        assert same(lists, [[], []]), (
            "A new team has nobody. Both lists should be empty, and readable without a word to the database."
        )
        assert later.within(0), "Reading the two lists of the new team should send nothing."

        team.members.append(Member(name=captain))
        await session.commit()

        assert name in club.select("SELECT name FROM teams"), (
            "The caller has committed, and another connection should find the new team."
        )
        found = club.select(
            f"SELECT members.name FROM members JOIN teams ON teams.id = team_id WHERE teams.name = '{name}'"
        )
        assert same(found, [captain]), (
            "A member was added to the new team and committed, and should be in the database."
        )
