"""The checks of exercise 38, in the order of its tasks.

The others have connections of their own, and no lock in this process can stop them. Between two statements of the
answer somebody never waits for long: a right answer may hold the row, and then the other one has to come later.
"""

import asyncio
from contextlib import asynccontextmanager

import asyncpg
import pytest
from lost_update import InsufficientFunds, transfer, withdraw
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from grader.checks import Count, describe, note, same, task
from grader.instruments.postgres import Address
from grader.instruments.postgres.asking import ask

PATIENCE = 4.0
"""Seconds after which something that should happen soon will not happen any more. The server counts them."""
LOOKS = 300
"""How often the check looks, at most, whether somebody waits for a lock."""
MOMENTS = 12
"""An answer that sends more than this is watched so far."""
TABLE = """
CREATE TABLE accounts (
    id SERIAL PRIMARY KEY,
    balance INTEGER NOT NULL
        CONSTRAINT not_too_much CHECK (balance <= 100000)
        CONSTRAINT no_odd_cent CHECK (balance <> 1),
    version INTEGER NOT NULL DEFAULT 1
);
CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN NEW.version := OLD.version + 1; RETURN NEW; END';
CREATE TRIGGER count_up BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION count_up();
"""
TAKE = "UPDATE accounts SET balance = balance - $2 WHERE id = $1 AND balance >= $2"
NO_RULES = "ALTER TABLE accounts DROP CONSTRAINT not_too_much, DROP CONSTRAINT no_odd_cent"
WAITING = """
SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid), pg_sleep(0.003)
WHERE NOT granted AND datname = current_database()
"""


class Company:
    """The database of a check, seen over connections of the check's own, around the answer's sessions."""

    def __init__(self, url, connection, engine):
        self.address, self.connection, self.engine = Address.read(url), connection, engine
        self.maker, self._ended = async_sessionmaker(engine), 0
        for name in ("handle_error", "commit", "rollback"):
            event.listen(engine.sync_engine, name, self._ends)

    def _ends(self, _):
        self._ended += 1

    async def open_accounts(self, *balances):
        """New accounts, each with a number that was not there before."""
        return [
            await self.connection.fetchval("INSERT INTO accounts (balance) VALUES ($1) RETURNING id", balance)
            for balance in balances
        ]

    async def balances(self, *ids):
        """What is on these accounts now."""
        rows = dict(await self.connection.fetch("SELECT id, balance FROM accounts"))
        return [rows[number] for number in ids]

    async def until_waiting(self, count, work):
        """Wait until so many connections have to wait for a lock, or this work is done, or has ended a transaction.

        That is how an answer behaves that does not wait for a lock, and comes back when somebody else has it.
        """
        before = self._ended
        for _ in range(LOOKS):
            # The server takes its time: on the simulated clock no time passes while a statement waits for a lock.
            if await self.connection.fetchval(WAITING) >= count or work.done() or self._ended > before:
                return

    @asynccontextmanager
    async def somebody_takes(self, number, amount):
        """Somebody takes an amount off an account, and commits at the end of the block."""
        connection = await asyncpg.connect(self.address.dsn)
        try:
            async with connection.transaction():
                await connection.execute(TAKE, number, amount)
                yield
        finally:
            connection.terminate()


class Others:
    """Others have a moment before the answer sends a statement or a commit. It stands still meanwhile."""

    def __init__(self, company):
        self._company = company

    def __enter__(self):
        event.listen(self._company.engine.sync_engine, "before_cursor_execute", self._statement)
        event.listen(self._company.engine.sync_engine, "commit", self._commit)
        return self

    def __exit__(self, *_):
        event.remove(self._company.engine.sync_engine, "before_cursor_execute", self._statement)
        event.remove(self._company.engine.sync_engine, "commit", self._commit)

    def _statement(self, *_):
        self.moment()

    def _commit(self, _):
        self.moment()


class Onlooker(Others):
    """Somebody who notes at each of these moments what is on all accounts."""

    def __init__(self, company):
        super().__init__(company)
        self.seen = []

    def moment(self):
        """Look."""
        self.seen.append(ask(self._company.address, self._look))

    async def _look(self, connection):
        return [balance for (balance,) in await connection.fetch("SELECT balance FROM accounts ORDER BY id")]


class Between(Others):
    """Somebody who takes money at one of these moments.

    ``wants`` are the amounts by the account's number, ``took`` what became of it. Each is a transaction of its own.
    """

    def __init__(self, company, moment, wants):
        super().__init__(company)
        self._left, self.wants = moment, wants
        self.came, self.took = False, dict.fromkeys(wants, 0)

    def moment(self):
        """Take, if it is the one."""
        self._left -= 1
        if self._left == 0:
            self.came = True
            ask(self._company.address, self._take)

    async def _take(self, connection):
        # If the answer holds the row, it will do so until we have given up.
        await connection.execute("SET lock_timeout = '20ms'")
        for number, amount in self.wants.items():
            try:
                if await connection.execute(TAKE, number, amount) == "UPDATE 1":
                    self.took[number] = amount
            except asyncpg.LockNotAvailableError:
                pass


@pytest.fixture
async def company(postgres_url):
    """A new database with the table, an engine with a few connections, and a connection of the check's own."""
    connection = await asyncpg.connect(Address.read(postgres_url).dsn)
    engine = create_async_engine(postgres_url, pool_size=5, max_overflow=0)
    try:
        await connection.execute(TABLE)
        yield Company(postgres_url, connection, engine)
    finally:
        await engine.dispose()
        await connection.close()


async def done(work):
    """True: the money went; False: there was not enough. Other errors are raised as they are."""
    try:
        result = await work
    except InsufficientFunds:
        return False
    return True if result is None else result


async def all_done(*works):
    """What became of works that run at the same time. The first error of another kind is raised when all are over."""
    results = await asyncio.gather(*map(done, works), return_exceptions=True)
    # Whom the database ends differs from run to run.
    assert not any("deadlock detected" in str(result) for result in results), (
        "Deadlock detected: two transactions waited for rows that the other one had locked, so the database ended one "
        "of them, and its error came out. Lock rows in one order everywhere, such as by id, or begin anew."
    )
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


async def refused(company, work):
    """The name of the database's refusal that came out, or what happened in place of it."""
    doing = asyncio.create_task(done(work))
    elsewhere = await asyncpg.connect(company.address.dsn)
    clock = asyncio.create_task(elsewhere.execute(f"SELECT pg_sleep({PATIENCE})"))
    await asyncio.wait([doing, clock], return_when=asyncio.FIRST_COMPLETED)
    still_at_it = not doing.done()
    elsewhere.terminate()
    await asyncio.wait([clock])
    if still_at_it:
        # Whoever tries again and again comes to an end when it is allowed.
        await company.connection.execute(NO_RULES)
    result, _ = await asyncio.gather(doing, clock, return_exceptions=True)
    if isinstance(result, BaseException) and not isinstance(result, IntegrityError):
        raise result
    if still_at_it:
        return "still at it"
    return "IntegrityError" if isinstance(result, IntegrityError) else f"returned {describe(result)}"


AGAIN = (
    "No other program had a hand in it: the database refuses that balance, today and tomorrow. The IntegrityError "
    "should reach the caller. Only a conflict with others is worth another try."
)


@task(1)
async def test_money_is_taken(company):
    """What there is can be taken, down to the last cent, and is gone for good."""
    acc, other = await company.open_accounts(100, 100)

    for amount, left in ((30, 70), (68, 2), (2, 0)):
        result = await withdraw(company.maker, acc, amount)

        assert same(await company.balances(acc, other), [left, 100]), (
            f"{amount} cents were taken off the first of two accounts. These are the balances that another connection "
            "should read now."
        )
        assert same(result, True), f"{amount} cents were on the account, and were taken: withdraw should say True."


@task(1, seconds=30)
async def test_no_more_than_there_is(company):
    """Where there is less, the answer is False, and nothing has changed."""
    acc, empty = await company.open_accounts(50, 0)

    for number, amount, balance in ((acc, 51, 50), (empty, 2, 0)):
        with Onlooker(company) as somebody:
            result = await withdraw(company.maker, number, amount)

        assert same(await company.balances(number), [balance]), (
            f"{amount} cents are more than the {balance} on the account: nothing should be taken."
        )
        below = min(balance for seen in somebody.seen for balance in seen) if somebody.seen else 0
        assert Count(min(below, 0), "cents at the lowest") == 0, (
            f"{amount} cents were to be taken of {balance}. For a moment others saw less than nothing on the account: "
            "what is not there may not be taken, and given back in a second transaction."
        )
        assert same(result, False), f"{amount} cents are more than the {balance} on the account: that is a False."


@task(2, points=2, seconds=30)
async def test_somebody_is_in_the_middle_of_it(company):
    """Somebody has changed the same account, and commits a moment later. Both changes count."""
    for other, left in ((30, 20), (70, 30)):
        (acc,) = await company.open_accounts(100)
        async with company.somebody_takes(acc, other):
            doing = asyncio.create_task(done(withdraw(company.maker, acc, 50)))
            await company.until_waiting(1, doing)
        result = await doing

        assert same([result, *await company.balances(acc)], [other == 30, left]), (
            f"There were 100 cents. Somebody was taking {other} of them, and you wanted 50 before that was "
            "committed. This is what withdraw should return, and what should be left in the end."
        )


@task(2, points=2, seconds=30)
async def test_somebody_comes_between(company):
    """Between any two things that you send, somebody may change the account. Both changes count."""
    for other in (30, 70):
        for moment in range(1, MOMENTS):
            (acc,) = await company.open_accounts(100)
            with Between(company, moment, {acc: other}) as somebody:
                result = await done(withdraw(company.maker, acc, 50))
            took = somebody.took[acc]
            enough = took <= 50

            assert same([result, *await company.balances(acc)], [enough, 100 - took - 50 * enough]), (
                f"There were 100 cents, and you wanted 50. {taken(somebody, {acc: 'it'})}This is what withdraw should "
                "return, and what should be left in the end."
            )
            if not somebody.came:
                break


def taken(somebody, names):
    """What somebody took meanwhile, in a sentence."""
    deeds = [f"{amount} off {names[number]}" for number, amount in somebody.took.items() if amount]
    if not deeds:
        return ""
    return f"Just before you sent something, another program had taken {' and '.join(deeds)}, and committed. "


@task(2, seconds=30)
async def test_twenty_at_once(company):
    """Twenty want something at once, and there is enough for ten: ten get it, and nothing is left."""
    (acc,) = await company.open_accounts(100)

    results = await all_done(*(withdraw(company.maker, acc, 10) for _ in range(20)))

    # How many get it in place of ten differs from run to run, so it is not told.
    assert (results.count(True), results.count(False)) == (10, 10), (
        "There were 100 cents, and twenty wanted 10 each at the same time. withdraw should return True ten times, and "
        "False ten times."
    )
    assert await company.balances(acc) == [0], (
        "There were 100 cents, and ten times 10 were taken at the same time: nothing should be left."
    )


@task(2, seconds=30)
async def test_the_database_refuses_to_take(company):
    """An error that is nobody's doing reaches the caller."""
    (acc,) = await company.open_accounts(100)

    outcome = await refused(company, withdraw(company.maker, acc, 99))

    assert same(outcome, "IntegrityError"), f"A single cent may not be left, says the database. {AGAIN}"
    assert same(await company.balances(acc), [100]), "The database refused the new balance: the old one should stay."


@task(3, seconds=30)
async def test_money_is_moved(company):
    """What goes from one account arrives at the other; where there is less, nothing moves."""
    ids = await company.open_accounts(100, 50, 7)
    first, second, _ = ids

    for a, b, amount, result, after in (
        (first, second, 30, True, [70, 80, 7]),
        (second, first, 80, True, [150, 0, 7]),
        (second, first, 2, False, [150, 0, 7]),
        (first, second, 151, False, [150, 0, 7]),
    ):
        with Onlooker(company) as somebody:
            outcome = await done(transfer(company.maker, a, b, amount))

        there = "there is enough" if result else "there is less on the first of the two"
        assert same(await company.balances(*ids), after), (
            f"A transfer of {amount} cents, and {there}. These are the balances of three accounts that another "
            "connection should read now."
        )
        whole = all(sum(seen) == 157 and min(seen) >= 0 for seen in somebody.seen)
        assert whole, (
            f"A transfer of {amount} cents, and {there}. For a moment others saw one half of something, such as money "
            "that had left one account and was on no other: all of it has to be one transaction."
        )
        note(
            "no error" if result else "InsufficientFunds",
            "no error" if outcome else "InsufficientFunds",
            outcome is result,
        )
        assert outcome is result, (
            f"A transfer of {amount} cents, and {there}: an InsufficientFunds says that there is less, and only that."
        )


@task(3, points=2, seconds=30)
async def test_somebody_is_in_the_middle_of_a_side(company):
    """Somebody has changed one of the two accounts, and commits a moment later. Both changes count."""
    for which, other, after in ((0, 30, [20, 150]), (0, 70, [30, 100]), (1, 30, [50, 120])):
        for turned in (False, True):
            a, b = ids = (await company.open_accounts(100, 100))[:: -1 if turned else 1]
            async with company.somebody_takes(ids[which], other):
                doing = asyncio.create_task(done(transfer(company.maker, a, b, 50)))
                await company.until_waiting(1, doing)
            result = await doing

            assert same([result, *await company.balances(a, b)], [other == 30, *after]), (
                f"There were 100 cents on both accounts. Somebody was taking {other} off "
                f"{('the first', 'the second')[which]}, and you wanted to move 50 before that was committed. "
                "Whether it should have been moved, and both balances in the end:"
            )


@task(3, points=2, seconds=30)
async def test_somebody_comes_between_the_two(company):
    """Between any two things that you send, somebody may change either account. All changes count."""
    for from_a, from_b in ((30, 30), (70, 0)):
        for moment in range(1, MOMENTS):
            a, b = await company.open_accounts(100, 100)
            with Between(company, moment, {a: from_a, b: from_b}) as somebody:
                result = await done(transfer(company.maker, a, b, 50))
            enough = somebody.took[a] <= 50
            after = [100 - somebody.took[a] - 50 * enough, 100 - somebody.took[b] + 50 * enough]

            assert same([result, *await company.balances(a, b)], [enough, *after]), (
                f"There were 100 cents on both accounts, and you wanted to move 50. "
                f"{taken(somebody, {a: 'the first', b: 'the second'})}Whether it should have been moved, and both "
                "balances in the end:"
            )
            if not somebody.came:
                break


@task(3, seconds=30)
async def test_the_database_refuses_a_side(company):
    """An error that is nobody's doing reaches the caller, and neither side has changed."""
    a, b = await company.open_accounts(100, 99_990)
    for turned in (False, True):
        ids = [b, a] if turned else [a, b]
        before = await company.balances(*ids)
        # One side is over its limit, or the other one would keep a single cent.
        amount = before[0] - 1 if turned else 50
        outcome = await refused(company, transfer(company.maker, *ids, amount))

        assert same(outcome, "IntegrityError"), f"One of the new balances is against a rule of the database. {AGAIN}"
        assert same(await company.balances(*ids), before), (
            "The database refused a balance that one of the two accounts would have had, so both should be as before."
        )


@task(4, points=2, seconds=30)
async def test_two_meet_head_on(company):
    """Two transfers between the same accounts, in opposite directions: both get through, whoever came first."""
    for first_goes_back in (True, False):
        a, b = await company.open_accounts(100, 100)
        pairs = [(b, a, 20), (a, b, 5)]
        works = []
        # Both have what they change first, and stand before what they change next, when this block ends.
        async with company.somebody_takes(b, 30):
            for count, (src, dst, amount) in enumerate(pairs if first_goes_back else pairs[::-1], 1):
                works.append(asyncio.create_task(done(transfer(company.maker, src, dst, amount))))
                await company.until_waiting(count, works[-1])
        results = await all_done(*works)

        assert same([*results, *await company.balances(a, b)], [True, True, 115, 55]), (
            "There were 100 cents on both accounts. 20 went from the second to the first, 5 the other way, at the same "
            "time, and somebody took 30 off the second. Whether each was moved, and both balances in the end:"
        )


@task(4, points=2, seconds=30)
async def test_many_at_once(company):
    """Twenty-four transfers among four accounts, in all directions at once: each counts once, and none fails."""
    ids = await company.open_accounts(1000, 1000, 1000, 1000)
    expected = dict.fromkeys(ids, 1000)
    moves = []
    for amount, (a, b) in enumerate([(a, b) for a in ids for b in ids if a != b] * 2, 1):
        moves.append((a, b, amount))
        expected[a] -= amount
        expected[b] += amount

    results = await all_done(*(transfer(company.maker, *move) for move in moves))

    assert results == [True] * len(moves), (
        "24 transfers at the same time, with enough on each account for all of them in any order: every one should go "
        "through."
    )
    assert await company.balances(*ids) == list(expected.values()), (
        "24 transfers among four accounts at the same time, and all went through. Whatever the order was, the balances "
        "in the end are the same, and these are others: some of the changes are lost."
    )


@task(4, seconds=30)
async def test_more_than_there_is(company):
    """Twenty transfers off one account at once, and there is enough for ten."""
    a, b = await company.open_accounts(100, 0)

    results = await all_done(*(transfer(company.maker, a, b, 10) for _ in range(20)))

    assert (results.count(True), results.count(False)) == (10, 10), (
        "There were 100 cents on the first account, and twenty transfers of 10 each at the same time: ten should go "
        "through, and ten raise InsufficientFunds."
    )
    assert await company.balances(a, b) == [0, 100], (
        "There were 100 cents on the first account and none on the second, and ten transfers of 10 cents went through "
        "at the same time: it should be the other way round now."
    )
