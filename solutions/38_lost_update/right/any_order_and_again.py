"""Locks in whatever order, and begins anew when the database has found a deadlock."""

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
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


def is_deadlock(error):
    return error.driver_exception is not None and "deadlock detected" in str(error.driver_exception)


async def move(maker, a, b, amount):
    async with maker.begin() as session:
        first = await session.get_one(Account, a, with_for_update=True)
        second = await session.get_one(Account, b, with_for_update=True)
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount


async def withdraw(maker, acc, amount):
    enough = (Account.id == acc) & (Account.balance >= amount)
    async with maker.begin() as session:
        taken = await session.execute(update(Account).where(enough).values(balance=Account.balance - amount))
    return taken.rowcount == 1


async def transfer(maker, a, b, amount):
    while True:
        try:
            return await move(maker, a, b, amount)
        except DBAPIError as error:
            if not is_deadlock(error):
                raise
