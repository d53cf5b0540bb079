"""Takes the values out of the rows, and returns empty ones.

caught by: test_refused_rows_are_left_out
says: the list of the rows that were refused
"""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker.begin() as session:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        payer.balance -= amount
        payee.balance += amount


def account_of(row):
    return Account(owner=row.pop("owner"), entries=[Entry(amount=row["balance"])], balance=row.pop("balance"))


async def import_accounts(maker, rows):
    refused, opened = [], 0
    async with maker.begin() as session:
        for row in rows:
            try:
                async with session.begin_nested():
                    session.add(account_of(row))
            except IntegrityError:
                refused.append(row)
            else:
                opened += 1
    return opened, refused
