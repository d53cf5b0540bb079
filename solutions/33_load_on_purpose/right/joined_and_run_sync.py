"""A join; a query that populates what is there; and a sync function that may load lazily, without AsyncAttrs."""

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    members: Mapped[list["Member"]] = relationship(order_by="Member.id", lazy="raise_on_sql")
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
    found = select(Team).where(Team.id == team_id).options(joinedload(Team.members))
    team = (await session.scalars(found)).unique().one()
    return [member.name for member in team.members]


async def with_refresh(session, team):
    found = select(Team).where(Team.id == team.id).options(selectinload(Team.members))
    await session.scalars(found.execution_options(populate_existing=True))
    return [member.name for member in team.members]


async def with_awaitable(session, team):
    return await session.run_sync(lambda session: [coach.name for coach in team.coaches])


async def new_team(session, name):
    team = Team(name=name)
    team.members, team.coaches = [], []
    session.add(team)
    await session.flush()
    return team
