"""One statement, which reads the balance in a query of its own: from before the wait.

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
    balance = select(Account.balance).where(Account.id == acc).correlate(None).scalar_subquery()
    enough = (Account.id == acc) & (balance >= amount)
    async with maker.begin() as session:
        taken = await session.execute(
            update(Account).where(enough).values(balance=balance - amount).execution_options(synchronize_session=False)
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
