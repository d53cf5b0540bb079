"""Reads both lists before the flush, where they are empty: reading does not put them into the object.

caught by: test_a_new_team_has_nobody
says: readable without a word to the database
"""

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(AsyncAttrs, DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    members: Mapped[list["Member"]] = relationship(order_by="Member.id", lazy="raise")
    coaches: Mapped[list["Coach"]] = relationship(order_by="Coach.id")


class Member(Base):
    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str]


class Coach(Base):
    __tablename__ = "coaches"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str]


async def with_option(session, team_id):
    found = select(Team).where(Team.id == team_id).options(selectinload(Team.members))
    return [member.name for member in (await session.scalars(found)).one().members]


async def with_refresh(session, team):
    await session.refresh(team, ["members"])
    return [member.name for member in team.members]


async def with_awaitable(session, team):
    return [coach.name for coach in await team.awaitable_attrs.coaches]


async def new_team(session, name):
    team = Team(name=name)
    session.add(team)
    print(len(team.members), len(team.coaches))
    await session.flush()
    return team
