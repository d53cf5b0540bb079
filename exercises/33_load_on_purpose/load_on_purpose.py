"""The teams of a sports club. Nothing is loaded by accident, and what is needed is loaded on purpose.

The models are a first draft, and yours to edit: as they are, whoever reads ``team.members`` may send a SELECT without
knowing it.

Check it: pytest exercises/33
"""

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The base of all models."""


class Team(Base):
    """A team, with many members and a few coaches, both in the order of their ids."""

    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    members: Mapped[list["Member"]] = relationship(order_by="Member.id")
    coaches: Mapped[list["Coach"]] = relationship(order_by="Coach.id")


class Member(Base):
    """Somebody who plays."""

    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str]


class Coach(Base):
    """Somebody who shouts from the side."""

    __tablename__ = "coaches"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str]


async def with_option(session: AsyncSession, team_id: int) -> list[str]:
    """Return the names of the members of the team with this id, which is there, with at most 2 statements.

    The session may know the team already.
    """
    raise NotImplementedError


async def with_refresh(session: AsyncSession, team: Team) -> list[str]:
    """Load ``team.members`` as the database has them now, whether they were loaded or not, and return their names.

    At most 2 statements. Afterwards ``team.members`` can be read.
    """
    raise NotImplementedError


async def with_awaitable(session: AsyncSession, team: Team) -> list[str]:
    """Load ``team.coaches``, unless they are loaded already, and return their names.

    At most 1 statement, and none when they are loaded. Afterwards ``team.coaches`` can be read.
    """
    raise NotImplementedError


async def new_team(session: AsyncSession, name: str) -> Team:
    """Add a new team, flush it and return it, with ``members`` and ``coaches`` that can be read: nobody yet.

    One INSERT, and nothing else is sent. The caller commits.
    """
    raise NotImplementedError
