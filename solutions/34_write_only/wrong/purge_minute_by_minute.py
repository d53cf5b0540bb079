"""Sends one DELETE for each minute.

caught by: test_the_old_ones_go_with_one_delete
says: One DELETE is enough
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
    if values:
        rows = [{"minute": minute, "value": value} for minute, value in values]
        await session.execute(device.readings.insert(), rows)


async def purge(session, device, before):
    count = 0
    for minute in range(before):
        count += (await session.execute(device.readings.delete().where(Reading.minute == minute))).rowcount
    return count


async def retire(session, device):
    await session.delete(device)
