"""Believes that gather stops the other calls when one fails.

caught by: test_a_failure_stops_the_other_sources
says: weather and stocks went on to the end
says: nobody stopped the other sources
"""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


async def dashboard(sources):
    try:
        texts = await asyncio.gather(*(source() for source in sources.values()))
    except Exception as error:
        raise DashboardError({"?": error}) from error
    return dict(zip(sources, texts, strict=True))
