"""Writes the new balance only where the old one is still what was read."""

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


async def balance_of(session, number):
    return await session.scalar(select(Account.balance).where(Account.id == number))


async def swap(session, number, old, new):
    change = update(Account).where(Account.id == number, Account.balance == old).values(balance=new)
    return (await session.execute(change)).rowcount == 1


async def withdraw(maker, acc, amount):
    async with maker() as session:
        while (balance := await balance_of(session, acc)) >= amount:
            if await swap(session, acc, balance, balance - amount):
                await session.commit()
                return True
    return False


async def transfer(maker, a, b, amount):
    while True:
        async with maker() as session:
            changes = {a: -amount, b: amount}
            balances = {n: await balance_of(session, n) for n in changes}
            if balances[a] < amount:
                raise InsufficientFunds
            for n in sorted(changes):
                if not await swap(session, n, balances[n], balances[n] + changes[n]):
                    break
            else:
                return await session.commit()
