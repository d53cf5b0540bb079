"""Takes in one transaction, gives in the next, and gives back in a third if that fails.

caught by: test_money_is_moved
says: For a moment others saw one half of something
"""

from sqlalchemy import update
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


async def give(maker, acc, amount):
    async with maker.begin() as session:
        await session.execute(update(Account).where(Account.id == acc).values(balance=Account.balance + amount))


async def withdraw(maker, acc, amount):
    enough = (Account.id == acc) & (Account.balance >= amount)
    async with maker.begin() as session:
        taken = await session.execute(update(Account).where(enough).values(balance=Account.balance - amount))
    return taken.rowcount == 1


async def transfer(maker, a, b, amount):
    if not await withdraw(maker, a, amount):
        raise InsufficientFunds
    try:
        await give(maker, b, amount)
    except DBAPIError:
        await give(maker, a, amount)
        raise
