"""Lets the database rank the readings, and adds in a savepoint."""

from sqlalchemy import ForeignKey, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, WriteOnlyMapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Device(Base):
    __tablename__ = "devices"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    readings: WriteOnlyMapped["Reading"] = relationship(passive_deletes=True)


class Reading(Base):
    __tablename__ = "readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"))
    minute: Mapped[int]
    value: Mapped[str]


async def add(session, device, minute, value):
    async with session.begin_nested():
        device.readings.add(Reading(minute=minute, value=value))


async def latest(session, device, n):
    rank = func.row_number().over(order_by=(Reading.minute.desc(), Reading.id.desc())).label("rank")
    ranked = select(Reading.id, rank).where(Reading.device_id == device.id).subquery()
    query = select(Reading).join(ranked, ranked.c.id == Reading.id).where(ranked.c.rank <= n).order_by(ranked.c.rank)
    return list(await session.scalars(query))


async def import_many(session, device, values):
    if values:
        rows = [{"minute": minute, "value": value} for minute, value in values]
        await session.execute(device.readings.insert(), rows)


async def purge(session, device, before):
    found = text("DELETE FROM readings WHERE device_id = :device AND minute < :before")
    return (await session.execute(found, {"device": device.id, "before": before})).rowcount


async def retire(session, device):
    await session.execute(device.readings.delete())
    await session.delete(device)
    await session.flush()
