"""The reading knows its device as well, and the relationship does the rest."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, WriteOnlyMapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Device(Base):
    __tablename__ = "devices"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    readings: WriteOnlyMapped["Reading"] = relationship(back_populates="device", passive_deletes="all")


class Reading(Base):
    __tablename__ = "readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"))
    minute: Mapped[int]
    value: Mapped[str]
    device: Mapped[Device] = relationship(back_populates="readings", lazy="raise")


async def add(session, device, minute, value):
    session.add(Reading(device=device, minute=minute, value=value))


async def latest(session, device, n):
    newest = device.readings.select().order_by(Reading.minute.desc(), Reading.id.desc()).limit(n)
    return list(await session.scalars(newest))


async def import_many(session, device, values):
    rows = [{"minute": minute, "value": value} for minute, value in values]
    for first in range(0, len(rows), 1000):
        await session.execute(device.readings.insert(), rows[first : first + 1000])


async def purge(session, device, before):
    deleted = await session.execute(device.readings.delete().where(Reading.minute < before))
    return deleted.rowcount


async def retire(session, device):
    await session.delete(device)
