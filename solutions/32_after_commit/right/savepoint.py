"""A savepoint around what may fail; the old name is a copy."""

from datetime import datetime

from sqlalchemy import func, select, text
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


def make_maker(engine):
    return async_sessionmaker(bind=engine, class_=AsyncSession, expire_on_commit=False, autoflush=False)


async def create_user(maker, name):
    async with maker.begin() as session:
        user = User(name=name)
        session.add(user)
    return user


async def rename(maker, uid, name):
    async with maker.begin() as session:
        found = select(User).where(User.id == uid)
        user = (await session.scalars(found)).one()
        user.name = name
        await session.flush()
        return (await session.scalars(found.execution_options(populate_existing=True))).one()


async def rename_or_report(maker, uid, name):
    async with maker.begin() as session:
        user = await session.get(User, uid)
        old = f"{user.name}"
        try:
            async with session.begin_nested():
                user.name = name
        except IntegrityError:
            report = f"{old} keeps the name, {name} was refused"
        else:
            report = f"{old} is now {name}"
    return report
