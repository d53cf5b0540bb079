"""Learns of the new version, and writes the balance that belonged to the old one.

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
    async with maker() as session:
        row = select(Account.balance, Account.version).where(Account.id == acc)
        balance, version = (await session.execute(row)).one()
        if balance < amount:
            return False
        while True:
            same = (Account.id == acc) & (Account.version == version)
            done = await session.execute(update(Account).where(same).values(balance=balance - amount))
            await session.commit()
            if done.rowcount:
                return True
            version = await session.scalar(select(Account.version).where(Account.id == acc))


async def transfer(maker, a, b, amount):
    both = select(Account).where(Account.id.in_((a, b))).order_by(Account.id).with_for_update()
    async with maker.begin() as session:
        accounts = {account.id: account for account in await session.scalars(both)}
        if accounts[a].balance < amount:
            raise InsufficientFunds
        accounts[a].balance -= amount
        accounts[b].balance += amount
