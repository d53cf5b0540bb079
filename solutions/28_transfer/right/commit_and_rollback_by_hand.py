"""A session that is committed, rolled back and closed by hand."""

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy.exc import IntegrityError


async def transfer(maker, src, dst, amount):
    session = maker()
    try:
        payer, payee = await session.get(Account, src), await session.get(Account, dst)
        if payer is None or payee is None:
            raise NoSuchAccount
        if payer.balance < amount:
            raise InsufficientFunds(payer.balance)
        payer.balance -= amount
        await session.flush()
        payee.balance += amount
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()


async def import_accounts(maker, rows):
    refused, opened = [], 0
    async with maker() as session:
        for row in rows:
            savepoint = await session.begin_nested()
            account = Account(owner=row["owner"], balance=row["balance"])
            account.entries.append(Entry(amount=row["balance"]))
            session.add(account)
            try:
                await session.flush()
            except IntegrityError:
                await savepoint.rollback()
                refused.append(row)
                continue
            await savepoint.commit()
            opened += 1
        await session.commit()
    return opened, refused
