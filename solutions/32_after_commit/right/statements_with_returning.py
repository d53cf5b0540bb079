"""INSERT and UPDATE statements that return the row; what comes out is a copy of it, and no object of the session."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NEW_CARD = text("(lower(hex(randomblob(8))))")


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    card: Mapped[str] = mapped_column(server_default=NEW_CARD, onupdate=NEW_CARD)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


@dataclass(frozen=True)
class Shown:
    id: int
    name: str
    card: str
    created_at: datetime


COLUMNS = User.id, User.name, User.card, User.created_at


def make_maker(engine):
    return async_sessionmaker(engine, expire_on_commit=False)


async def create_user(maker, name):
    async with maker.begin() as session:
        row = (await session.execute(insert(User).values(name=name).returning(*COLUMNS))).one()
    return Shown(*row)


async def rename(maker, uid, name):
    async with maker.begin() as session:
        changed = update(User).where(User.id == uid).values(name=name).returning(*COLUMNS)
        row = (await session.execute(changed)).one()
    return Shown(*row)


async def rename_or_report(maker, uid, name):
    async with maker() as session:
        old = await session.scalar(select(User.name).where(User.id == uid))
    try:
        await rename(maker, uid, name)
    except IntegrityError:
        return f"{old} keeps the name, {name} was refused"
    return f"{old} is now {name}"
