"""An UPDATE that commits itself, and old sync code that locks and works on objects."""

from sqlalchemy import update
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
    enough = update(Account.__table__).where(Account.id == acc, Account.balance >= amount)
    async with maker() as session:
        connection = await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        return (await connection.execute(enough.values(balance=Account.balance - amount))).rowcount > 0


def move(session, a, b, amount):
    query = session.query(Account).filter(Account.id.in_([a, b])).order_by(Account.id.desc())
    rows = {account.id: account for account in query.with_for_update(key_share=True)}
    if rows[a].balance < amount:
        raise InsufficientFunds
    rows[a].balance = Account.balance - amount
    rows[b].balance = Account.balance + amount


async def transfer(maker, a, b, amount):
    async with maker.begin() as session:
        await session.run_sync(move, a, b, amount)
