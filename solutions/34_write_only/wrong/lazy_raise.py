"""Forbids loading, and has no collection to make queries of.

caught by: test_the_collection_is_write_only
says: Reading it raised InvalidRequestError
"""

from sqlalchemy import ForeignKey, delete, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Device(Base):
    __tablename__ = "devices"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    readings: Mapped[list["Reading"]] = relationship(lazy="raise", passive_deletes=True)


class Reading(Base):
    __tablename__ = "readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"))
    minute: Mapped[int]
    value: Mapped[str]


async def add(session, device, minute, value):
    await session.flush()
    session.add(Reading(device_id=device.id, minute=minute, value=value))


async def latest(session, device, n):
    query = select(Reading).where(Reading.device_id == device.id)
    return list(await session.scalars(query.order_by(Reading.minute.desc(), Reading.id.desc()).limit(n)))


async def import_many(session, device, values):
    rows = [{"device_id": device.id, "minute": minute, "value": value} for minute, value in values]
    if rows:
        await session.execute(insert(Reading), rows)


async def purge(session, device, before):
    deleted = await session.execute(delete(Reading).where(Reading.device_id == device.id, Reading.minute < before))
    return deleted.rowcount


async def retire(session, device):
    await session.execute(delete(Device).where(Device.id == device.id))
