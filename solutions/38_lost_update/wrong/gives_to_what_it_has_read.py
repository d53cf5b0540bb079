"""Locks the account that gives, and only reads the other one.

caught by: test_somebody_comes_between_the_two
says: Whether it should have been moved, and both balances in the end
"""

from sqlalchemy import update
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
        second = await session.get_one(Account, b)
        first = await session.get_one(Account, a, with_for_update=True)
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount
