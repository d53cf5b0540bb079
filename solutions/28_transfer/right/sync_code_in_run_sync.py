"""The import as a plain function, which run_sync runs."""

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


async def import_accounts(maker, rows):
    refused = []

    def work(session):
        opened = 0
        for row in rows:
            try:
                with session.begin_nested():
                    session.add(
                        Account(owner=row["owner"], balance=row["balance"], entries=[Entry(amount=row["balance"])])
                    )
                opened += 1
            except IntegrityError:
                refused.append(row)
        return opened

    async with maker.begin() as session:
        return await session.run_sync(work), refused
