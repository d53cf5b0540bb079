"""get with options, which has to be told to look although the session knows the team."""

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, raiseload, relationship, selectinload


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
    loaded = selectinload(Team.members), raiseload("*")
    team = await session.get_one(Team, team_id, options=loaded, populate_existing=True)
    return [member.name for member in team.members]


async def with_refresh(session, team):
    await session.refresh(team, attribute_names=("members",))
    return [member.name for member in team.members]


async def with_awaitable(session, team):
    return [coach.name for coach in await team.awaitable_attrs.coaches]


async def new_team(session, name):
    team = Team(name=name)
    team.members, team.coaches = [], []
    async with session.begin_nested():
        session.add(team)
    return team
