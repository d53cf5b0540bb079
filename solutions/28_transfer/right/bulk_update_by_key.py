"""Both new balances in one bulk UPDATE by primary key, and a decorator that makes the transaction."""

from contextlib import AsyncExitStack
from functools import wraps

from bank import Account, Entry, InsufficientFunds, NoSuchAccount
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError


def in_one_transaction(work):
    @wraps(work)
    async def wrapper(maker, *args):
        async with AsyncExitStack() as stack:
            return await work(await stack.enter_async_context(maker.begin()), *args)

    return wrapper


@in_one_transaction
async def transfer(session, src, dst, amount):
    accounts = [await session.get(Account, number) for number in (src, dst)]
    if not all(accounts):
        raise NoSuchAccount
    payer, payee = accounts
    if payer.balance < amount:
        raise InsufficientFunds(payer.balance)
    await session.execute(
        update(Account),
        [{"id": src, "balance": payer.balance - amount}, {"id": dst, "balance": payee.balance + amount}],
    )


async def opened(session, row):
    account = Account(owner=row["owner"], balance=row["balance"])
    try:
        async with session.begin_nested() as savepoint:
            session.add(account)
            await session.flush()
            session.add(Entry(account_id=account.id, amount=row["balance"]))
    except IntegrityError:
        return False
    return not savepoint.is_active


@in_one_transaction
async def import_accounts(session, rows):
    rows = list(rows)
    good = [await opened(session, row) for row in rows]
    return sum(good), [row for row, fine in zip(rows, good, strict=True) if not fine]
