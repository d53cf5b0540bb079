"""Sends the time along that the database would have made up.

caught by: test_a_new_user_can_be_shown
says: A value from Python went along with the INSERT
"""

from datetime import UTC, datetime

from sqlalchemy import func, text
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


def make_maker(engine):
    return async_sessionmaker(engine, expire_on_commit=False)


async def create_user(maker, name):
    async with maker.begin() as session:
        user = User(name=name, created_at=datetime.now(UTC).replace(tzinfo=None))
        session.add(user)
    return user


async def rename(maker, uid, name):
    async with maker() as session:
        user = await session.get_one(User, uid)
        user.name = name
        await session.commit()
        await session.refresh(user, ["card"])
    return user


async def rename_or_report(maker, uid, name):
    async with maker() as session:
        user = await session.get_one(User, uid)
        old = user.name
        user.name = name
        try:
            await session.commit()
        except IntegrityError:
            return f"{old} keeps the name, {name} was refused"
    return f"{old} is now {name}"
