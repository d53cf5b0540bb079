"""Takes an advisory lock of the database, which the other programs do not ask for.

caught by: test_somebody_comes_between
says: This is what withdraw should return, and what should be left in the end
"""

from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class InsufficientFunds(Exception):
    pass


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int]
    version: Mapped[int]


async def lock(session, *ids):
    for number in sorted(ids):
        await session.execute(select(func.pg_advisory_xact_lock(number)))


async def withdraw(maker, acc, amount):
    async with maker.begin() as session:
        await lock(session, acc)
        account = await session.get_one(Account, acc)
        if account.balance < amount:
            return False
        account.balance -= amount
        return True


async def transfer(maker, a, b, amount):
    async with maker.begin() as session:
        await lock(session, a, b)
        first, second = await session.get_one(Account, a), await session.get_one(Account, b)
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount
