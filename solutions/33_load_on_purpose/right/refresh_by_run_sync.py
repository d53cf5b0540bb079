"""The session of the inside does the same in a sync function."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, subqueryload


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
    found = select(Team).where(Team.id == team_id).options(subqueryload(Team.members))
    team = await session.scalar(found)
    return [member.name for member in team.members]


async def with_refresh(session, team):
    def load(inner):
        inner.refresh(team, ["members"])
        return [member.name for member in team.members]

    return await session.run_sync(load)


async def with_awaitable(session, team):
    return [coach.name for coach in await team.awaitable_attrs.coaches]


async def new_team(session, name):
    session.add(team := Team(name=name, members=[], coaches=[]))
    await session.flush([team])
    return team
