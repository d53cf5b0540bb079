"""Locks the account with the smaller id, by which all transfers could agree, and only reads the other.

caught by: test_somebody_comes_between_the_two
says: Whether it should have been moved, and both balances in the end
"""

from sqlalchemy import select, update
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


async def withdraw(maker, acc, amount):
    enough = (Account.id == acc) & (Account.balance >= amount)
    async with maker.begin() as session:
        taken = await session.execute(update(Account).where(enough).values(balance=Account.balance - amount))
    return taken.rowcount == 1


async def transfer(maker, a, b, amount):
    async with maker.begin() as session:
        await session.execute(select(Account.id).where(Account.id == min(a, b)).with_for_update())
        first, second = await session.get_one(Account, a), await session.get_one(Account, b)
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount
