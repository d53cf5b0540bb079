"""Always locks the account first to which the money goes.

caught by: test_two_meet_head_on
says: Deadlock detected
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
        second = await session.get_one(Account, b, with_for_update=True)
        first = await session.get_one(Account, a, with_for_update=True)
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount
