"""Reads the minutes that are there, to leave them out.

caught by: test_many_are_one_insert
says: no others have to be read
"""

from sqlalchemy import ForeignKey
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
    device.readings.add(Reading(minute=minute, value=value))


async def latest(session, device, n):
    newest = device.readings.select().order_by(Reading.minute.desc(), Reading.id.desc()).limit(n)
    return list(await session.scalars(newest))


async def import_many(session, device, values):
    there = set(await session.scalars(device.readings.select().with_only_columns(Reading.minute)))
    rows = [{"minute": minute, "value": value} for minute, value in values if minute not in there]
    if rows:
        await session.execute(device.readings.insert(), rows)


async def purge(session, device, before):
    deleted = await session.execute(device.readings.delete().where(Reading.minute < before))
    return deleted.rowcount


async def retire(session, device):
    await session.delete(device)
