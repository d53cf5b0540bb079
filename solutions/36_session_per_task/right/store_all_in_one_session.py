"""Asks for all prices at once, and then stores them one by one in a session of its own, each in a savepoint."""

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
    answers = await asyncio.gather(*map(feed.get, symbols), return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, NoPrice):
            raise answer
    stored = 0
    async with maker.begin() as session:
        for symbol, answer in zip(symbols, answers, strict=True):
            if isinstance(answer, NoPrice):
                continue
            try:
                async with session.begin_nested():
                    session.add(Price(symbol=symbol, cents=answer))
            except IntegrityError:
                continue
            stored += 1
    return stored
