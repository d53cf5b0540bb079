"""A camera uploads a film to a store, chunk by chunk.

While the upload runs, the store keeps what it has so far in a file of its own, NAME.part. ``commit`` makes it the
finished film, ``abort`` throws it away. No upload that ends early, for whatever reason, may leave its .part behind.

The first version that comes to mind cleans up after every error, but not when somebody cancels the upload.

Check it: pytest exercises/11
"""

from collections.abc import AsyncIterator
from typing import Protocol


class Store(Protocol):
    """Where the films go. Any of these may raise ConnectionError."""

    async def put(self, name: str, chunk: bytes) -> None:
        """Add a chunk to NAME.part."""

    async def commit(self, name: str) -> None:
        """Make NAME.part the finished film. When this fails or is cancelled, nothing has been finished."""

    async def abort(self, name: str) -> None:
        """Throw NAME.part away, if there is one. That takes a moment."""


async def upload(src: AsyncIterator[bytes], store: Store, name: str) -> int:
    """Put every chunk of ``src`` into the store, in order, then commit. Return the number of bytes.

    Whatever ends it earlier, an error of ``src`` or of the store or a cancellation: abort once, wait until that is
    done, and let the error, or the CancelledError, go on to the caller.
    """
    raise NotImplementedError
