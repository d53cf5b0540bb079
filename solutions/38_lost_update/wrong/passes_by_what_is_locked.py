"""Skips a row that somebody else has locked, and takes that for an empty account.

caught by: test_somebody_is_in_the_middle_of_it
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
    query = select(Account).where(Account.id == acc, Account.balance >= amount).with_for_update(skip_locked=True)
    async with maker.begin() as session:
        account = await session.scalar(query)
        if account is None:
            return False
        account.balance -= amount
        return True


async def transfer(maker, a, b, amount):
    both = select(Account).where(Account.id.in_((a, b))).order_by(Account.id).with_for_update()
    async with maker.begin() as session:
        accounts = {account.id: account for account in await session.scalars(both)}
        if accounts[a].balance < amount:
            raise InsufficientFunds
        accounts[a].balance -= amount
        accounts[b].balance += amount
