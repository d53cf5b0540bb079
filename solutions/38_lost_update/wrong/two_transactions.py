"""Takes in one transaction, and gives in the next.

caught by: test_the_database_refuses_a_side
says: both should be as before
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
    if not await withdraw(maker, a, amount):
        raise InsufficientFunds
    async with maker.begin() as session:
        await session.execute(update(Account).where(Account.id == b).values(balance=Account.balance + amount))
