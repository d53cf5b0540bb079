"""Takes dynamic: the attribute is a query, and each use of it sends one.

caught by: test_no_member_is_loaded_by_accident
says: reading team.members should raise
"""

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, DynamicMapped, Mapped, mapped_column, relationship


class Base(AsyncAttrs, DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    members: DynamicMapped["Member"] = relationship(order_by="Member.id")
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
    names = select(Member.name).where(Member.team_id == team_id).order_by(Member.id)
    return list(await session.scalars(names))


async def with_refresh(session, team):
    return await session.run_sync(lambda session: [member.name for member in team.members])


async def with_awaitable(session, team):
    return [coach.name for coach in await team.awaitable_attrs.coaches]


async def new_team(session, name):
    team = Team(name=name, coaches=[])
    session.add(team)
    await session.flush()
    return team
