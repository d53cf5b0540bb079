"""The database compares and takes in one step; a transfer locks both rows first, in the order of their ids."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class InsufficientFunds(Exception):
    """There is less on the account than is to go."""


class Base(DeclarativeBase):
    """The base of all models."""


class Account(Base):
    """An account."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int]
    version: Mapped[int]


async def withdraw(maker: async_sessionmaker[AsyncSession], acc: int, amount: int) -> bool:
    """Take so much off the account and return True, or return False where there is less."""
    there_is_enough = (Account.id == acc) & (Account.balance >= amount)
    taken = update(Account).where(there_is_enough).values(balance=Account.balance - amount).returning(Account.id)
    async with maker.begin() as session:
        return await session.scalar(taken) is not None


async def transfer(maker: async_sessionmaker[AsyncSession], a: int, b: int, amount: int) -> None:
    """Move so much from one account to the other."""
    both = select(Account).where(Account.id.in_((a, b))).order_by(Account.id).with_for_update()
    async with maker.begin() as session:
        accounts = {account.id: account for account in await session.scalars(both)}
        if accounts[a].balance < amount:
            raise InsufficientFunds
        accounts[a].balance -= amount
        accounts[b].balance += amount
