"""One at a time, for the whole table: slow when there are many, and right."""

from sqlalchemy import text
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


ONE_AT_A_TIME = text("LOCK TABLE accounts IN EXCLUSIVE MODE")


async def withdraw(maker, acc, amount):
    async with maker.begin() as session:
        await session.execute(ONE_AT_A_TIME)
        account = await session.get_one(Account, acc)
        if account.balance < amount:
            return False
        account.balance -= amount
        return True


async def transfer(maker, a, b, amount):
    async with maker.begin() as session:
        await session.execute(ONE_AT_A_TIME)
        first, second = await session.get_one(Account, a), await session.get_one(Account, b)
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount
