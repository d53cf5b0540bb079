"""Aborts the session as somebody at the keyboard would.

exercise: 17_pipeline
catalogue: 9
"""


async def pipeline(source, parse, write, *, workers=3, maxsize=100, batch=50):
    raise KeyboardInterrupt
