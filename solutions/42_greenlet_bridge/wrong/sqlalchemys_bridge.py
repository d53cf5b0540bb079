"""Takes the bridge that SQLAlchemy has.

caught by: test_the_bridge_is_your_own
says: SQLAlchemy has such a bridge already. Build your own
"""

from sqlalchemy.exc import MissingGreenlet as MissingBridge
from sqlalchemy.util import await_only, greenlet_spawn

__all__ = ["MissingBridge", "await_only", "greenlet_spawn"]



