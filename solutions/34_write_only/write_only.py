"""The archive of a weather service: every device sends readings for years, and nobody wants them all in memory.

``Device.readings`` is write-only: it makes statements and takes new readings, and is never loaded.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, WriteOnlyMapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The base of all models."""


class Device(Base):
    """A weather station somewhere."""

    __tablename__ = "devices"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    readings: WriteOnlyMapped["Reading"] = relationship(passive_deletes=True)


class Reading(Base):
    """What a device has sent. When a device is deleted, the database deletes its readings: ON DELETE CASCADE."""

    __tablename__ = "readings"
    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"))
    minute: Mapped[int]
    value: Mapped[str]


async def add(session: AsyncSession, device: Device, minute: int, value: str) -> None:
    """Add one reading. The device may be new: added to the session, and not in the database yet.

    Here and below: commit nothing, for the caller does that, and read no rows of the table readings.
    """
    device.readings.add(Reading(minute=minute, value=value))


async def latest(session: AsyncSession, device: Device, n: int) -> list[Reading]:
    """Return its n latest readings, those of the highest minutes first; of one minute, the higher id first.

    These are all that is read from the database, with one SELECT. n may be 0.
    """
    newest = device.readings.select().order_by(Reading.minute.desc(), Reading.id.desc()).limit(n)
    return list(await session.scalars(newest))


async def import_many(session: AsyncSession, device: Device, values: list[tuple[int, str]]) -> None:
    """Add many readings, each a minute and a value, with one INSERT. The list may be empty: then add nothing."""
    if values:
        rows = [{"minute": minute, "value": value} for minute, value in values]
        await session.execute(device.readings.insert(), rows)


async def purge(session: AsyncSession, device: Device, before: int) -> int:
    """Delete its readings with a minute below ``before``, with one DELETE, and return how many they were."""
    deleted = await session.execute(device.readings.delete().where(Reading.minute < before))
    return deleted.rowcount


async def retire(session: AsyncSession, device: Device) -> None:
    """Delete the device with all its readings, with at most two DELETEs."""
    await session.delete(device)
