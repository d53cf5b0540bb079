"""Each child wraps its error in one of its own, which knows the name of the source."""

import asyncio


class DashboardError(Exception):
    """There is no page."""

    def __init__(self, failed):
        super().__init__(", ".join(failed))
        self.failed = failed


class Failed(Exception):
    """What a source raised is the cause."""


async def ask(name, source):
    try:
        return await source()
    except Exception as error:
        raise Failed(name) from error


async def dashboard(sources):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(*item)) for item in sources.items()]
    except* Failed as errors:
        raise DashboardError({error.args[0]: error.__cause__ for error in errors.exceptions}) from None
    return dict(zip(sources, (task.result() for task in tasks), strict=True))
