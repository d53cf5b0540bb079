"""Where a database is and who one is there: a URL, in the words of SQLAlchemy and in those of asyncpg."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit


@dataclass(frozen=True)
class Address:
    """``place`` is the server and its port; ``user`` may have a password behind a colon. Both are quoted as in URLs."""

    database: str
    user: str = ""
    place: str = ""
    query: tuple[tuple[str, str], ...] = ()

    @classmethod
    def at_socket(cls, folder: object, database: str, user: str, password: str) -> Address:
        """The server whose socket is in this folder."""
        return cls(database, f"{quote(user)}:{quote(password)}", query=(("host", str(folder)),))

    @classmethod
    def read(cls, url: str) -> Address:
        """The address in a URL: ``postgresql://...``, with or without the name of a driver.

        Raises:
            ValueError: it is none, and the text says so without the password.
        """
        parts = urlsplit(url)
        if parts.scheme.partition("+")[0] not in ("postgresql", "postgres"):
            raise ValueError("it should begin with postgresql:// or postgresql+asyncpg://")
        user, _, place = parts.netloc.rpartition("@")
        return cls(parts.path.lstrip("/") or "postgres", user, place, tuple(parse_qsl(parts.query)))

    def to(self, database: str, user: str = "", password: str = "") -> Address:
        """Another database of the same server, as the same user or another one."""
        return replace(self, database=database, user=f"{quote(user)}:{quote(password)}" if user else self.user)

    @property
    def url(self) -> str:
        """For SQLAlchemy's engines."""
        return self._as("postgresql+asyncpg", self.query)

    @property
    def dsn(self) -> str:
        """For asyncpg itself, which has another name for one option."""
        return self._as(
            "postgresql", tuple(("sslmode" if name == "ssl" else name, value) for name, value in self.query)
        )

    def _as(self, scheme: str, query: tuple[tuple[str, str], ...]) -> str:
        place = f"{self.user}@{self.place}" if self.user else self.place
        # With two slashes also where there is no host: without, it is another URL to some readers.
        rest = SplitResult("", "", f"/{self.database}", urlencode(query, safe="/"), "").geturl()
        return f"{scheme}://{place}{rest}"
