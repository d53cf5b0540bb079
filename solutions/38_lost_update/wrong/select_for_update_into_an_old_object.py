"""Loads both accounts, and locks them with a query that does not refresh what is loaded.

caught by: test_somebody_is_in_the_middle_of_a_side
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
        first, second = await session.get_one(Account, a), await session.get_one(Account, b)
        both = select(Account).where(Account.id.in_((a, b))).order_by(Account.id).with_for_update()
        (await session.scalars(both)).all()
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount
