"""Subtracts in any case, and takes it back when the result is below nothing."""

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
        left = await session.scalar(
            update(Account).where(Account.id == acc).values(balance=Account.balance - amount).returning(Account.balance)
        )
        if left < 0:
            return False
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
