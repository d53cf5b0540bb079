"""Locks nothing. Whoever comes too late notices by the version, and begins anew."""

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.exc import StaleDataError


class InsufficientFunds(Exception):
    pass


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (so it is written)


async def withdraw(maker, acc, amount):
    while True:
        try:
            async with maker.begin() as session:
                account = await session.get_one(Account, acc)
                if account.balance < amount:
                    return False
                account.balance -= amount
            return True
        except StaleDataError:
            pass


async def transfer(maker, a, b, amount):
    while True:
        try:
            async with maker.begin() as session:
                first, second = await session.get_one(Account, a), await session.get_one(Account, b)
                if first.balance < amount:
                    raise InsufficientFunds
                first.balance -= amount
                second.balance += amount
            return
        except StaleDataError:
            continue
