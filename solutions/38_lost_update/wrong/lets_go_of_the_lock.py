"""Locks and looks in one transaction, and writes in the next.

caught by: test_somebody_comes_between
says: This is what withdraw should return, and what should be left in the end
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
    async with maker.begin() as session:
        balance = await session.scalar(select(Account.balance).where(Account.id == acc).with_for_update())
    if balance < amount:
        return False
    async with maker.begin() as session:
        await session.execute(update(Account).where(Account.id == acc).values(balance=balance - amount))
    return True


async def transfer(maker, a, b, amount):
    both = select(Account).where(Account.id.in_((a, b))).order_by(Account.id).with_for_update()
    async with maker.begin() as session:
        accounts = {account.id: account for account in await session.scalars(both)}
        if accounts[a].balance < amount:
            raise InsufficientFunds
        accounts[a].balance -= amount
        accounts[b].balance += amount
