"""Counts before it deletes, and streams what is latest."""

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, WriteOnlyMapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Device(Base):
    __tablename__ = "devices"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    readings: WriteOnlyMapped["Reading"] = relationship(cascade="all, delete-orphan", passive_deletes=True)


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
    return [reading async for reading in await session.stream_scalars(newest)]


async def import_many(session, device, values):
    if values:
        rows = [{"minute": minute, "value": value} for minute, value in values]
        await session.execute(device.readings.insert(), rows)


async def purge(session, device, before):
    old = device.readings.select().where(Reading.minute < before).subquery()
    count = await session.scalar(select(func.count()).select_from(old))
    await session.execute(device.readings.delete().where(Reading.minute < before))
    return count


async def retire(session, device):
    await session.delete(device)
