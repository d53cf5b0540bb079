# Is no Python at all.
#
# exercise: 03_gather
# catalogue: 67

async def collect(first, second, third:
    return }
