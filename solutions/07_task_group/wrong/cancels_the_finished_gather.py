"""Cancels the future of gather, which is over as soon as one source has failed.

caught by: test_a_failure_stops_the_other_sources
says: weather and stocks went on to the end
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    everything = asyncio.gather(*(source() for source in sources.values()))
    try:
        texts = await everything
    except Exception as error:
        everything.cancel()
        raise DashboardError({"?": error}) from error
    return dict(zip(sources, texts, strict=True))
