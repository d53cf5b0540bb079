"""The archive of a weather service: every device sends readings for years, and nobody wants them all in memory.

The models are given, but for one thing: as it stands, ``Device.readings`` is an ordinary collection, which is loaded
whole. Task 1 changes that line.

Check it: pytest exercises/34
"""

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The base of all models."""


class Device(Base):
    """A weather station somewhere."""

    __tablename__ = "devices"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    readings: Mapped[list["Reading"]] = relationship()


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
    raise NotImplementedError


async def latest(session: AsyncSession, device: Device, n: int) -> list[Reading]:
    """Return its n latest readings, those of the highest minutes first; of one minute, the higher id first.

    These are all that is read from the database, with one SELECT. n may be 0.
    """
    raise NotImplementedError


async def import_many(session: AsyncSession, device: Device, values: list[tuple[int, str]]) -> None:
    """Add many readings, each a minute and a value, with one INSERT. The list may be empty: then add nothing."""
    raise NotImplementedError


async def purge(session: AsyncSession, device: Device, before: int) -> int:
    """Delete its readings with a minute below ``before``, with one DELETE, and return how many they were."""
    raise NotImplementedError


async def retire(session: AsyncSession, device: Device) -> None:
    """Delete the device with all its readings, with at most two DELETEs."""
    raise NotImplementedError
