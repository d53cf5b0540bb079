"""The checks of exercise 28, in the order of its tasks."""

import shutil
import sqlite3
from contextlib import asynccontextmanager, closing

from bank import InsufficientFunds, NoSuchAccount
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from transfer import import_accounts, transfer

from grader.checks import Count, cancel_at_each_await, describe, new_token, note, same, task

ANN, BEN, CAT, NOBODY = 1, 2, 3, 99
START = {ANN: 100, BEN: 50, CAT: 7}

RULES = """
CREATE TABLE customers (name TEXT PRIMARY KEY);
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES customers (name),
    balance INTEGER NOT NULL,
    CHECK (balance <= 100000),           -- more than that is another department's
    CHECK (id <> 1 OR balance >= 20)     -- account 1 is a deposit
);
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    amount INTEGER NOT NULL CHECK (amount <> {suspicious})
);
"""


class Bank:
    """A bank in a file, with three accounts, and with rules that only its database knows."""

    def __init__(self, path, like=None):
        """With ``like``, a bank with the same accounts, rules and customers."""
        self._path = path
        if like is not None:
            self.customers, self.suspicious = like.customers, like.suspicious
            shutil.copy(like._path, path)
            return
        self.suspicious = 1000 + int(new_token("amount")[-4:], 16)
        self.customers = [new_token(f"customer {number}") for number in range(1, 6)]
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(RULES.format(suspicious=self.suspicious))
            connection.executemany("INSERT INTO customers VALUES (?)", [(name,) for name in self.customers])
            connection.executemany(
                "INSERT INTO accounts VALUES (?, ?, ?)",
                [(number, self.customers[0], balance) for number, balance in START.items()],
            )

    def engine(self):
        """An engine that leaves it to SQLAlchemy when a transaction begins: the lesson says why."""
        engine = create_async_engine(f"sqlite+aiosqlite:///{self._path}", connect_args={"timeout": 1})

        @event.listens_for(engine.sync_engine, "connect")
        def connected(connection, record):
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys = ON")

        @event.listens_for(engine.sync_engine, "begin")
        def begins(connection):
            connection.exec_driver_sql("BEGIN")

        return engine

    @asynccontextmanager
    async def open(self):
        """The bank's session maker."""
        engine = self.engine()
        try:
            yield async_sessionmaker(engine)
        finally:
            await engine.dispose()

    def change(self, sql):
        """Somebody else changes something."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute(sql)

    def read(self, sql):
        """What is in the file, over a connection that the learner's code knows nothing of."""
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(sql).fetchall()

    @property
    def balances(self):
        """What is on the three accounts of the start."""
        return dict(self.read("SELECT id, balance FROM accounts WHERE id <= 3 ORDER BY id"))

    @property
    def imported(self):
        """Accounts that came later: owner, balance and the amounts of the entries."""
        rows = self.read(
            "SELECT accounts.id, owner, balance, amount FROM accounts LEFT JOIN entries ON account_id = accounts.id "
            "WHERE accounts.id > 3 ORDER BY accounts.id, entries.id"
        )
        found = {}
        for number, owner, balance, amount in rows:
            found.setdefault(number, (owner, balance, []))[2].append(amount)
        # The task leaves it open in which order the accounts get their numbers.
        return sorted(found.values())


async def error_of(coroutine):
    """The error that came out, if it is one of those that may. Any other is a mistake of its own, and says so."""
    try:
        await coroutine
    # The names stand here: the worker binds an answer's names anew for each answer.
    except (InsufficientFunds, NoSuchAccount, IntegrityError, OperationalError, ConnectionError) as error:
        return error
    return None


def name_of(error):
    """The name of an error's type, or 'no error'."""
    return "no error" if error is None else type(error).__name__


@task(1)
async def test_the_money_moves(tmp_path):
    """What goes from one account arrives at the other, down to the last cent, and is there for everybody to see."""
    bank = Bank(tmp_path / "bank.db")

    async with bank.open() as maker:
        for src, dst, amount, after in (
            (ANN, BEN, 30, {ANN: 70, BEN: 80, CAT: 7}),
            (BEN, CAT, 80, {ANN: 70, BEN: 0, CAT: 87}),
        ):
            await transfer(maker, src, dst, amount)

            assert same(bank.balances, after), (
                f"{amount} cents went from account {src} to {dst}. These are the balances, by the account's number, "
                "that another connection should read now."
            )


@task(1)
async def test_a_transfer_is_one_transaction(sql, tmp_path):
    """Both halves of a transfer count from the same moment on: there is one commit."""
    bank = Bank(tmp_path / "bank.db")

    async with bank.open() as maker:
        with sql.watch() as sent:
            await transfer(maker, BEN, ANN, 20)

    assert sent.commits == 1, (
        "A transfer should be one transaction with one commit. Between two commits the money is nowhere, or twice."
    )
    assert same(bank.balances, {ANN: 120, BEN: 30, CAT: 7}), "20 cents went from account 2 to 1."


@task(2)
async def test_insufficient_funds(tmp_path):
    """With less on the account than the amount, InsufficientFunds says how much there is, and nothing moves."""
    bank = Bank(tmp_path / "bank.db")

    async with bank.open() as maker:
        for src, dst, amount in ((BEN, ANN, 51), (CAT, BEN, 1000)):
            error = await error_of(transfer(maker, src, dst, amount))

            assert same(name_of(error), "InsufficientFunds"), (
                f"There are {START[src]} cents on the account and {amount} were to go: that is an InsufficientFunds."
            )
            assert same(error.balance, START[src]), (
                "The balance of an InsufficientFunds is what was on the account before anything happened."
            )
            assert same(bank.balances, START), "The funds were insufficient, so every balance should be as before."


@task(2)
async def test_no_such_account(tmp_path):
    """A number that no account has raises NoSuchAccount, on either side, and nothing moves."""
    bank = Bank(tmp_path / "bank.db")

    async with bank.open() as maker:
        for src, dst in ((ANN, NOBODY), (NOBODY, ANN)):
            error = await error_of(transfer(maker, src, dst, 10))

            assert same(bank.balances, START), f"There is no account {NOBODY}, so every balance should be as before."
            assert same(name_of(error), "NoSuchAccount"), (
                f"There is no account {NOBODY}: that is a NoSuchAccount. An UPDATE that finds no row is no error by "
                "itself."
            )


@task(2, points=2)
async def test_an_error_between_the_halves(tmp_path):
    """The database refuses one half: that error reaches the caller, the other half is undone, and work goes on."""
    for what, src, dst, amount in (
        ("Account 2 may not have so much", CAT, BEN, 100_000),
        ("Account 1 has to keep 20 cents", ANN, BEN, 90),
    ):
        bank = Bank(tmp_path / f"{src}.db")
        bank.change(f"UPDATE accounts SET balance = 100000 WHERE id = {CAT}")
        before = bank.balances

        async with bank.open() as maker:
            error = await error_of(transfer(maker, src, dst, amount))
            between = bank.balances
            await transfer(maker, BEN, ANN, 1)

        assert same(between, before), (
            f"{what}, says the database, and refuses that half of the transfer. Then the other half must not count."
        )
        assert same(name_of(error), "IntegrityError"), (
            f"{what}: the IntegrityError of the database should reach the caller, who would otherwise think that all "
            "is well."
        )
        assert same(bank.balances, {**before, BEN: 49, ANN: 101}), (
            "After a transfer that failed, the next one should go through."
        )


@task(3, points=2)
async def test_a_cancelled_transfer(tmp_path):
    """Cancelled at any of its awaits, a transfer has happened or has not, and the cancellation goes on."""
    bank, banks, engines = Bank(tmp_path / "bank.db"), [], []

    def start():
        banks.append(Bank(tmp_path / f"{len(banks)}.db", like=bank))
        engines.append(banks[-1].engine())
        return transfer(async_sessionmaker(engines[-1]), ANN, BEN, 30)

    done = {ANN: 70, BEN: 80, CAT: 7}
    calm = Bank(tmp_path / "calm.db", like=bank)
    async with calm.open() as maker:
        await transfer(maker, ANN, BEN, 30)
    assert same(calm.balances, done), "Nobody cancelled that transfer: 30 cents should have gone from account 1 to 2."
    try:
        async for run in cancel_at_each_await(start):
            balances = banks[-1].balances
            whole = balances in (START, done)
            note(f"{describe(START)} or {describe(done)}", describe(balances), whole)
            assert whole, (
                f"{run}: the transfer has neither happened nor not happened. Both halves have to be in one transaction."
            )
            assert run.passed_on, f"{run}: the cancellation should come out of transfer, and it did not."
            assert same(list(run.left), []), f"{run}: a task went on after transfer had ended."
    finally:
        for engine in engines:
            await engine.dispose()


def statement(bank):
    """Five rows to import, of which the database refuses two, and it alone knows why."""
    owners = [*bank.customers[1:], new_token("a stranger")]
    amounts = [10, 20, bank.suspicious, 40, 50]
    rows = [{"owner": owner, "balance": amount} for owner, amount in zip(owners, amounts, strict=True)]
    return [rows[index] for index in (0, 4, 1, 2, 3)], [rows[4], rows[2]]


def as_imported(rows):
    """How accounts of such rows look in the database."""
    return sorted((row["owner"], row["balance"], [row["balance"]]) for row in rows)


@task(4, points=2)
async def test_refused_rows_are_left_out(tmp_path):
    """Rows that the database refuses come back, in their order, and leave no trace; all others are in."""
    bank = Bank(tmp_path / "bank.db")
    rows, refused = statement(bank)

    async with bank.open() as maker:
        # Copies: what is expected does not change with the rows.
        result = await import_accounts(maker, [dict(row) for row in rows])

    kept = [row for row in rows if row not in refused]
    assert same(bank.imported, as_imported(kept)), (
        "These are the accounts that should be new, as (owner, balance, amounts of the entries). A row is in with its "
        "account and its entry, or with neither; and a row that is refused is no reason to lose another."
    )
    assert same(result, (3, refused)), (
        "import_accounts should return how many accounts it has opened, and the list of the rows that were refused."
    )


@task(4)
async def test_the_import_is_one_transaction(sql, tmp_path):
    """However many rows are refused, an import has one commit."""
    bank = Bank(tmp_path / "bank.db")
    rows, _ = statement(bank)

    async with bank.open() as maker:
        with sql.watch() as sent:
            await import_accounts(maker, rows)

    assert Count(len(bank.imported), "new accounts") == 3, (
        "Three of the five rows are good, and should be in the database."
    )
    assert sent.commits == 1, "The whole import should be one transaction with one commit."


@task(4)
async def test_any_other_error_ends_the_import(tmp_path):
    """An error that is no refusal of a row reaches the caller, and nothing of the import is kept."""
    bank = Bank(tmp_path / "bank.db")
    rows, _ = statement(bank)
    lost = ConnectionError("the file of the other bank broke off")

    def broken_off():
        yield from rows
        raise lost

    async with bank.open() as maker:
        error = await error_of(import_accounts(maker, broken_off()))
        assert same(error, lost), "The rows could not be read to their end, and the caller should get that very error."
        assert same(bank.imported, []), "The rows could not be read to their end: then none of them should be kept."

        bank.change("ALTER TABLE entries RENAME TO moved_away")
        error = await error_of(import_accounts(maker, rows))
        assert same(name_of(error), "OperationalError"), (
            "A table is missing. That is no refusal of a row, for which there is IntegrityError: the caller should get "
            "the OperationalError."
        )
        assert same(len(bank.read("SELECT id FROM accounts")), 3), (
            "A table is missing, so the import failed: none of its accounts should be kept."
        )


@task(4)
async def test_a_cancelled_import(tmp_path):
    """Cancelled at any of its awaits, an import has kept all or nothing, and the cancellation goes on."""
    bank, banks, engines = Bank(tmp_path / "bank.db"), [], []
    rows, _ = statement(bank)

    def start():
        banks.append(Bank(tmp_path / f"{len(banks)}.db", like=bank))
        engines.append(banks[-1].engine())
        return import_accounts(async_sessionmaker(engines[-1]), [dict(row) for row in rows[:3]])

    calm = Bank(tmp_path / "calm.db", like=bank)
    async with calm.open() as maker:
        await import_accounts(maker, [dict(row) for row in rows[:3]])
    assert Count(len(calm.imported), "new accounts") == 2, (
        "Nobody cancelled that import, and two of its three rows are good."
    )
    try:
        async for run in cancel_at_each_await(start):
            count = len(banks[-1].imported)
            note("0 or 2 new accounts", f"{count} new accounts", count in (0, 2))
            assert run.passed_on, f"{run}: the cancellation should come out of import_accounts, and it did not."
            assert count in (0, 2), f"{run}: a part of the import was kept. The whole of it is one transaction."
            assert same(list(run.left), []), f"{run}: a task went on after import_accounts had ended."
    finally:
        for engine in engines:
            await engine.dispose()
