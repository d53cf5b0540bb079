"""A cable car with prepaid accounts: a ride is taken off an account, and a family moves money between its accounts.

The machine in the valley, the one on the mountain, the web shop: each is a program of its own, on a machine of its own,
and all of them change the same rows of one PostgreSQL database, at the same time. The others are not yours. You only
know that each of their changes is one transaction with one ``UPDATE accounts SET balance = balance - ...``.

What comes to mind first works as long as one customer comes at a time.

Check it: pytest exercises/38
"""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class InsufficientFunds(Exception):
    """There is less on the account than is to go."""


class Base(DeclarativeBase):
    """The base of all models."""


class Account(Base):
    """An account. The model may be changed, the table is there and stays as it is.

    ``balance`` is in cents. ``version`` goes up by 1 with every change of the row, whoever makes it: the database sees
    to that.
    """

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int]
    version: Mapped[int]


async def withdraw(maker: async_sessionmaker[AsyncSession], acc: int, amount: int) -> bool:
    """Take ``amount`` cents off the account with the id ``acc``, for good, and return True.

    When there is less than that: return False, and nothing has changed. The account is there, and the amount is 1 or
    more. What others do at the same time is no reason to fail, whatever it is; an error that is none of their doing
    reaches the caller.
    """
    raise NotImplementedError


async def transfer(maker: async_sessionmaker[AsyncSession], a: int, b: int, amount: int) -> None:
    """Move ``amount`` cents from account ``a`` to account ``b``, in one transaction.

    Both accounts are there and are not the same, and the amount is 1 or more. Errors, and what others do: as above.

    Raises:
        InsufficientFunds: there is less than ``amount`` on ``a``; nothing has changed.
    """
    raise NotImplementedError
