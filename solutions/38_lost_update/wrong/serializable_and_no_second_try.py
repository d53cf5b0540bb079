"""Chooses the strictest isolation level, and hands its errors on.

caught by: test_somebody_is_in_the_middle_of_it
says: could not serialize access
says: Run the whole transaction again
"""

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


async def session_of(maker, work):
    async with maker() as session:
        await session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
        result = await work(session)
        await session.commit()
        return result


async def withdraw(maker, acc, amount):
    async def work(session):
        account = await session.get_one(Account, acc)
        if account.balance < amount:
            return False
        account.balance -= amount
        return True

    return await session_of(maker, work)


async def transfer(maker, a, b, amount):
    async def work(session):
        first, second = await session.get_one(Account, a), await session.get_one(Account, b)
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount

    await session_of(maker, work)
