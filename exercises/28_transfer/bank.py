"""The tables of the bank, and the errors of a transfer. Nobody edits this file."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class InsufficientFunds(Exception):
    """There is less on the account than somebody wants to take off it. ``balance`` is what there is."""

    def __init__(self, balance: int) -> None:
        super().__init__(f"there is only {balance} on the account")
        self.balance = balance


class NoSuchAccount(Exception):
    """The bank has no account of that number."""


class Base(DeclarativeBase):
    """The models of the bank."""


class Account(Base):
    """An account, with a balance in whole cents."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    balance: Mapped[int]
    entries: Mapped[list["Entry"]] = relationship()


class Entry(Base):
    """A line on an account's statement."""

    __tablename__ = "entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    amount: Mapped[int]
