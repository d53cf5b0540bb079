"""Who wants to change a row that somebody has changed since it was read, begins anew."""

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


CONFLICTS = ("40001", "40P01")


async def until_done(maker, level, work):
    while True:
        try:
            async with maker() as session:
                await session.connection(execution_options={"isolation_level": level})
                result = await work(session)
                await session.commit()
                return result
        except DBAPIError as error:
            if error.orig.sqlstate not in CONFLICTS:
                raise


async def withdraw(maker, acc, amount):
    async def work(session):
        account = await session.get_one(Account, acc)
        if account.balance < amount:
            return False
        account.balance -= amount
        return True

    return await until_done(maker, "REPEATABLE READ", work)


async def transfer(maker, a, b, amount):
    async def work(session):
        first, second = await session.get_one(Account, a), await session.get_one(Account, b)
        if first.balance < amount:
            raise InsufficientFunds
        first.balance -= amount
        second.balance += amount

    await until_done(maker, "REPEATABLE READ", work)
