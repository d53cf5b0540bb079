"""Runs sync functions on the sync session."""

from sqlalchemy import ForeignKey, delete
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
    await session.run_sync(lambda sync: device.readings.add(Reading(minute=minute, value=value)))


async def latest(session, device, n):
    def read(sync):
        query = sync.query(Reading).filter_by(device_id=device.id)
        return query.order_by(Reading.minute.desc(), Reading.id.desc()).limit(n).all()

    return await session.run_sync(read)


async def import_many(session, device, values):
    if values:
        rows = [{"minute": minute, "value": value} for minute, value in values]
        await session.execute(device.readings.insert(), rows)


async def purge(session, device, before):
    def drop(sync):
        return sync.query(Reading).filter(Reading.device_id == device.id, Reading.minute < before).delete()

    return await session.run_sync(drop)


async def retire(session, device):
    await session.execute(delete(Device).where(Device.id == device.id))
