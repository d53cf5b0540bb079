"""Asks for the locks without waiting. Where one is taken it lets go of all, pauses and begins anew."""

import asyncio
import random

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


async def locked(maker, work, *ids):
    while True:
        try:
            async with maker.begin() as session:
                lock = {"nowait": True}
                return await work(*[await session.get_one(Account, n, with_for_update=lock) for n in ids])
        except DBAPIError as error:
            if error.orig.sqlstate != "55P03":
                raise
        await asyncio.sleep(random.uniform(0.001, 0.01))


async def withdraw(maker, acc, amount):
    async def take(account):
        if account.balance < amount:
            return False
        account.balance -= amount
        return True

    return await locked(maker, take, acc)


async def transfer(maker, a, b, amount):
    async def move(first, second):
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount

    await locked(maker, move, a, b)
