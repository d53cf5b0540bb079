"""Takes in any case, for good, and gives it back when it was too much.

caught by: test_no_more_than_there_is
says: For a moment others saw less than nothing
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
    change = update(Account).where(Account.id == acc).returning(Account.balance)
    async with maker() as session:
        left = await session.scalar(change.values(balance=Account.balance - amount))
        await session.commit()
        if left < 0:
            await session.execute(change.values(balance=Account.balance + amount))
            await session.commit()
        return left >= 0


async def transfer(maker, a, b, amount):
    both = select(Account).where(Account.id.in_((a, b))).order_by(Account.id).with_for_update()
    async with maker.begin() as session:
        accounts = {account.id: account for account in await session.scalars(both)}
        if accounts[a].balance < amount:
            raise InsufficientFunds
        accounts[a].balance -= amount
        accounts[b].balance += amount
