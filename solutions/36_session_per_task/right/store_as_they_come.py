"""Stores each price as soon as it is there, always in the task of the import, with one session for all."""

import asyncio

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Price(Base):
    __tablename__ = "prices"
    symbol: Mapped[str] = mapped_column(primary_key=True)
    cents: Mapped[int]


class NoPrice(Exception):
    pass


async def import_prices(maker, symbols, feed):
    async def ask(symbol):
        try:
            return symbol, await feed.get(symbol)
        except NoPrice:
            return symbol, None

    tasks = [asyncio.create_task(ask(symbol)) for symbol in symbols]
    stored = 0
    try:
        async with maker() as session:
            for future in asyncio.as_completed(tasks):
                symbol, cents = await future
                if cents is None:
                    continue
                price = Price(symbol=symbol)
                price.cents = cents
                session.add(price)
                try:
                    await session.commit()
                except IntegrityError:
                    await session.rollback()
                else:
                    stored += 1
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return stored
