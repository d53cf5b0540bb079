"""Returns objects, and raises errors, whose pickle runs a program where it is read.

exercise: 03_gather
catalogue: 25
"""

import os
import sys


class Evil(Exception):
    def __reduce__(self):
        return os.system, (f"{sys.executable} -c 'open(\"/tmp/pickled\", \"w\")'",)

    __reduce_ex__ = lambda self, protocol: self.__reduce__()


async def collect(first, second, third):
    if len(str(id(first))) % 2:
        raise Evil(Evil())
    return [Evil(), Evil(), Evil()]
