"""A session class of its own, and objects that leave the session before it commits."""

from datetime import datetime

from sqlalchemy import func, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
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


class Lasting(AsyncSession):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **{**options, "expire_on_commit": False})


def make_maker(engine):
    return async_sessionmaker(engine, class_=Lasting)


async def create_user(maker, name):
    async with maker() as session:
        user = User(name=name)
        session.add(user)
        await session.flush()
        await session.refresh(user)
        session.expunge(user)
        await session.commit()
    return user


async def rename(maker, uid, name):
    def change(session):
        user = session.get(User, uid)
        user.name = name
        session.flush()
        session.refresh(user)
        session.expunge(user)
        session.commit()
        return user

    async with maker() as session:
        return await session.run_sync(change)


async def rename_or_report(maker, uid, name):
    try:
        async with maker.begin() as session:
            old = (await session.get_one(User, uid)).name
            await session.execute(update(User).where(User.id == uid).values(name=name))
    except IntegrityError:
        async with maker() as session:
            user = await session.get_one(User, uid)
        return f"{user.name} keeps the name, {name} was refused"
    else:
        return f"{old} is now {name}"
