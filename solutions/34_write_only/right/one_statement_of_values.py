"""All values in the text of one INSERT, and the ids of what is latest asked for in a subquery."""

from sqlalchemy import ForeignKey, insert, select
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
    own = device.readings.select().with_only_columns(Reading.id)
    ids = own.order_by(Reading.minute.desc(), Reading.id.desc()).limit(n)
    query = select(Reading).where(Reading.id.in_(ids)).order_by(Reading.minute.desc(), Reading.id.desc())
    return (await session.scalars(query)).all()


async def import_many(session, device, values):
    if values:
        rows = [{"device_id": device.id, "minute": minute, "value": value} for minute, value in values]
        await session.execute(insert(Reading).values(rows))


async def purge(session, device, before):
    deleted = await session.execute(device.readings.delete().where(Reading.minute < before))
    return deleted.rowcount


async def retire(session, device):
    await session.delete(device)
