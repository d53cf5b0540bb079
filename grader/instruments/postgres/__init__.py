"""A PostgreSQL server of our own, with nothing to install beyond the Python packages. Only ``asking`` needs asyncpg.

Theory of operation. The programs come from a wheel that carries them, or from the system (``programs``). Making an
empty cluster takes half a second, so it is made once and kept as a template (``template``). A server is a copy of it in
a private folder, in memory where there is room, reached through a socket there and in no other way: no port, no system
user, no shared memory (``server``). PostgreSQL refuses to run as root; then it runs as ``nobody``.

Checks get a fresh database each, and a user who owns that and may do nothing else (``databases``): the superuser's
password stays with whoever started the server. Our own statements are sent from a thread of their own (``asking``).

A **guard**, a small process of its own, holds the other end of a pipe. When our end closes, because we are done or
because somebody killed us, it stops the server and removes the folder (``guard``). Whoever starts a server first sweeps
away the folders of servers whose guard is gone too, as after a power cut: a guard holds a lock as long as it lives.

What was rejected: the wheel's own interface (it adds a system user, keeps a server running after a kill, and one user's
lock file stops the next one); a server per check (0.1 s each, where a database in a running one takes 0.03 s); one
server for all runs of the machine (nobody could say when it may end).
"""

from grader.instruments.postgres.address import Address
from grader.instruments.postgres.databases import Databases, empty
from grader.instruments.postgres.programs import Unavailable
from grader.instruments.postgres.server import Server, SocketFolder

__all__ = ["Address", "Databases", "Server", "SocketFolder", "Unavailable", "empty"]
