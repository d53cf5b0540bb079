"""Never ends, and catches whatever is raised to stop it.

exercise: 03_gather
catalogue: 40
"""


async def collect(first, second, third):
    while True:
        try:
            while True:
                len(())
        except BaseException:
            pass
