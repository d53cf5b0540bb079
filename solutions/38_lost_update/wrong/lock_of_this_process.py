"""Has a lock, and the others know nothing of it.

caught by: test_somebody_is_in_the_middle_of_it
says: This is what withdraw should return, and what should be left in the end
"""

import asyncio

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


lock = asyncio.Lock()


async def withdraw(maker, acc, amount):
    async with lock:
        async with maker.begin() as session:
            account = await session.get_one(Account, acc)
            if account.balance < amount:
                return False
            account.balance -= amount
            return True


async def transfer(maker, a, b, amount):
    async with lock:
        async with maker.begin() as session:
            first, second = await session.get_one(Account, a), await session.get_one(Account, b)
            if first.balance < amount:
                raise InsufficientFunds
            first.balance -= amount
            second.balance += amount
