"""Takes, then gives: each is safe, and two of them meet head-on.

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
    give = update(Account).where(Account.id == b).values(balance=Account.balance + amount)
    take = update(Account).where(Account.id == a, Account.balance >= amount).values(balance=Account.balance - amount)
    async with maker.begin() as session:
        if (await session.execute(take)).rowcount == 0:
            raise InsufficientFunds
        await session.execute(give)
