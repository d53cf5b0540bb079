"""After a refusal everything is rolled back and begun again without that row: slow, and all or nothing."""

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
    rows, refused = list(rows), []
    while True:
        async with maker() as session:
            for number, row in enumerate(rows):
                session.add(Account(owner=row["owner"], balance=row["balance"], entries=[Entry(amount=row["balance"])]))
                try:
                    await session.flush()
                except IntegrityError:
                    await session.rollback()
                    refused.append(rows.pop(number))
                    break
            else:
                await session.commit()
                return len(rows), refused
