"""One statement that locks, compares and subtracts; and two rows that are changed by one UPDATE."""

from sqlalchemy import case, select, text, update
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


TAKE = text(
    "WITH mine AS (SELECT id, balance FROM accounts WHERE id = :acc FOR UPDATE) "
    "UPDATE accounts SET balance = mine.balance - :amount FROM mine "
    "WHERE accounts.id = mine.id AND mine.balance >= :amount RETURNING accounts.id"
)


async def withdraw(maker, acc, amount):
    async with maker.begin() as session:
        return (await session.execute(TAKE, {"acc": acc, "amount": amount})).first() is not None


async def transfer(maker, a, b, amount):
    both, enough = Account.id.in_((a, b)), (Account.id != a) | (Account.balance >= amount)
    change = case((Account.id == a, -amount), else_=amount)
    async with maker.begin() as session:
        await session.execute(select(Account.id).where(both).order_by(Account.id).with_for_update())
        moved = await session.execute(update(Account).where(both, enough).values(balance=Account.balance + change))
        if moved.rowcount != 2:
            raise InsufficientFunds
