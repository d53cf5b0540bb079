"""Repeats the statement that failed, in the transaction that has failed with it.

caught by: test_somebody_is_in_the_middle_of_it
says: transaction
"""

from sqlalchemy import select
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


async def withdraw(maker, acc, amount):
    async with maker() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        for _ in range(3):
            try:
                account = await session.get_one(Account, acc, populate_existing=True)
                if account.balance < amount:
                    return False
                account.balance -= amount
                await session.flush()
                break
            except DBAPIError:
                pass
        await session.commit()
        return True


async def transfer(maker, a, b, amount):
    both = select(Account).where(Account.id.in_((a, b))).order_by(Account.id).with_for_update()
    async with maker.begin() as session:
        accounts = {account.id: account for account in await session.scalars(both)}
        if accounts[a].balance < amount:
            raise InsufficientFunds
        accounts[a].balance -= amount
        accounts[b].balance += amount
