"""Locks what it is about to change, in one order, and then works on objects."""

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
    async with maker.begin() as session:
        account = await session.get_one(Account, acc, with_for_update=True)
        if account.balance < amount:
            return False
        account.balance -= amount
        return True


async def transfer(maker, a, b, amount):
    async with maker.begin() as session:
        accounts = {n: await session.get_one(Account, n, with_for_update=True) for n in sorted((a, b))}
        if accounts[a].balance < amount:
            raise InsufficientFunds
        accounts[a].balance -= amount
        accounts[b].balance += amount
