"""One statement that finds its row by a query: what that has found is not looked at again after the wait.

caught by: test_somebody_is_in_the_middle_of_it
says: This is what withdraw should return, and what should be left in the end
"""

from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column


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
    other = aliased(Account)
    found = select(other.id).where(other.id == acc, other.balance >= amount)
    async with maker.begin() as session:
        taken = await session.execute(
            update(Account)
            .where(Account.id.in_(found))
            .values(balance=Account.balance - amount)
            .execution_options(synchronize_session=False)
        )
        return taken.rowcount == 1


async def transfer(maker, a, b, amount):
    both = select(Account).where(Account.id.in_((a, b))).order_by(Account.id).with_for_update()
    async with maker.begin() as session:
        accounts = {account.id: account for account in await session.scalars(both)}
        if accounts[a].balance < amount:
            raise InsufficientFunds
        accounts[a].balance -= amount
        accounts[b].balance += amount
