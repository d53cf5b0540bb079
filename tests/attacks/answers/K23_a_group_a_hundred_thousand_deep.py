"""Raises groups within groups, causes within causes, so that who words the failure fails.

exercise: 03_gather
catalogue: own
"""


async def collect(first, second, third):
    error = ValueError("in the middle")
    for number in range(100_000):
        group = ExceptionGroup(f"level {number}", [error, ValueError("beside")])
        group.__cause__ = error
        error = group
    error.__context__ = error
    raise error
