"""One UPDATE for both halves, and a Core connection for the import."""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy import case, insert, select, update
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    async with maker.begin() as session:
        found = dict(
            (await session.execute(select(Account.id, Account.balance).where(Account.id.in_([src, dst])))).all()
        )
        if len(found) < 2:
            raise NoSuchAccount
        if found[src] < amount:
            raise InsufficientFunds(found[src])
        change = case((Account.id == src, -amount), else_=amount)
        await session.execute(
            update(Account)
            .where(Account.id.in_([src, dst]))
            .values(balance=Account.balance + change)
            .execution_options(synchronize_session=False)
        )


async def import_accounts(maker, rows):
    refused, opened = [], 0
    async with maker() as session:
        connection = await session.connection()
        for row in rows:
            try:
                async with connection.begin_nested():
                    done = await connection.execute(insert(Account.__table__).values(row))
                    number = done.inserted_primary_key[0]
                    await connection.execute(insert(Entry.__table__).values(account_id=number, amount=row["balance"]))
            except IntegrityError:
                refused.append(row)
            else:
                opened += 1
        await session.commit()
    return opened, refused
