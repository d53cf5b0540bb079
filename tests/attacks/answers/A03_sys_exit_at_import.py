"""Leaves by SystemExit(0) while it is imported.

exercise: 04_create_task
catalogue: 3
"""

import sys

sys.exit(0)
